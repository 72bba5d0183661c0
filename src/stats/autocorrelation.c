/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Autocorrelation of weekly noise, one coefficient for all series of a relationship: restricted
 * likelihood (season and level integrated out, so that fitting them does not make the noise
 * look whiter than it is), flat prior on a grid, and of its posterior not the middle but a high
 * quantile with a margin: too low a coefficient costs the guarantee of the watch, too high a
 * one only time. Method: REML (Patterson and Thompson 1971; Harville 1974). */
#include "stats/watch-internal.h"

#include <math.h>

#define GRID_COUNT 18
#define GRID_STEP  .05
#define QUANTILE   .8
#define MARGIN     .05
#define MOST       .85

static double restricted_likelihood(const struct onset_design *design, double rho)
{
	double freedom = (double)design->n - design->columns;
	struct onset_whitened whitened;

	onset_whiten(design, rho, &whitened);
	double likelihood =
		whitened.log_determinant - freedom / 2 * log(whitened.sum_of_squares);
	onset_whitened_clear(&whitened);
	return likelihood;
}

static double quantile_of(const double *log_posterior)
{
	double highest = -INFINITY, total = 0, below = 0;

	for (guint i = 0; i < GRID_COUNT; i++)
		highest = fmax(highest, log_posterior[i]);
	for (guint i = 0; i < GRID_COUNT; i++)
		total += exp(log_posterior[i] - highest);
	for (guint i = 0; i < GRID_COUNT; i++) {
		below += exp(log_posterior[i] - highest);
		if (below >= QUANTILE * total)
			return i * GRID_STEP;
	}
	return MOST;
}

double watch_autocorrelation(const struct onset_design *designs, guint n)
{
	double log_posterior[GRID_COUNT] = {0};

	for (guint i = 0; i < GRID_COUNT; i++)
		for (guint s = 0; s < n; s++)
			log_posterior[i] += restricted_likelihood(&designs[s], i * GRID_STEP);
	return fmin(quantile_of(log_posterior) + MARGIN, MOST);
}
