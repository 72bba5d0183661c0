/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The shapes of the grid gathered in two camps: a step and a ramp of a quarter are abrupt, all
 * longer ramps slow. The share of the season is the adjusted coefficient of determination
 * (Wherry 1931) of the season's columns. */
#include "stats/verdict.h"

#include <math.h>

#include "stats/onset-internal.h"

#define SEASON_WEEKS_LEAST 104
#define CONSTANT           1e-20 /* squares below it, relative to the values, are rounding */

enum onset_verdict onset_verdict(const struct onset_posterior *posterior, double *probability)
{
	double abrupt = posterior->basis[ONSET_STEP] + posterior->basis[ONSET_RAMP13];
	double likelier = fmax(abrupt, 1 - abrupt);

	if (posterior->early >= VERDICT_EARLY_FROM) {
		*probability = posterior->early;
		return ONSET_VERDICT_EARLY;
	}
	*probability = likelier;
	if (likelier < VERDICT_PROBABILITY)
		return ONSET_VERDICT_UNDECIDED;
	return abrupt > .5 ? ONSET_VERDICT_ABRUPT : ONSET_VERDICT_SLOW;
}

static double squares_about_mean(const double *value, guint n)
{
	double mean = 0, sum = 0;

	for (guint i = 0; i < n; i++)
		mean += value[i] / n;
	for (guint i = 0; i < n; i++)
		sum += (value[i] - mean) * (value[i] - mean);
	return sum;
}

/* The columns of the design begin with the level. */
static double season_share(const struct onset_design *design)
{
	guint n = design->n, p = design->columns;
	double total = squares_about_mean(design->y, n);
	g_autofree double *basis = g_memdup2(design->column, (gsize)p * n * sizeof(double));
	g_autofree double *rest = g_memdup2(design->y, n * sizeof(double));

	if (n <= p || design->weeks < SEASON_WEEKS_LEAST ||
	    !(total > CONSTANT * onset_dot(design->y, design->y, n)))
		return 0;
	p = onset_orthonormalise(basis, p, n, 0, NULL, NULL);
	onset_project_out(basis, p, n, rest);
	double left = onset_dot(rest, rest, n) / (n - p), before = total / (n - 1.0);
	return CLAMP(1 - left / before, 0, 1);
}

double onset_season_share(const struct onset_series *series, const struct onset_axis *axis)
{
	struct onset_design design;
	double share;

	if (!onset_design_init(&design, series, axis))
		return 0;
	share = season_share(&design);
	onset_design_clear(&design);
	return share;
}
