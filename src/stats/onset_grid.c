/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Log Bayes factor of a loss of each shape at each week against no change, for one series.
 * Season, covariates, size of the loss and noise are integrated out in closed form: p(noise) is
 * 1/sigma, the loss has a unit-information g-prior for the effective number of observations and
 * the sign that is looked for; the autocorrelation is summed over a grid, under each
 * hypothesis. Method: Zellner's g-prior (Liang et al. 2008) on AR(1)-whitened data. */
#include "stats/onset-internal.h"

#include <float.h>
#include <math.h>

#define DEGENERATE 1e-6 /* of a shape is left: the season cannot be told from it */

static const double rho_grid[ONSET_RHO_COUNT] = {0, .15, .3, .45, .6, .75};

double onset_log_add(double a, double b)
{
	double high = fmax(a, b), low = fmin(a, b);

	return low == -INFINITY ? high : high + log1p(exp(low - high));
}

/* What of the data's variation the shape explains, 0..1. */
static double explained(const struct onset_products *products, gsize cell,
			double sum_of_squares)
{
	double length = products->length[cell], remainder = products->remainder[cell];
	double along = products->with_data[cell];

	if (!(remainder > DEGENERATE * fmax(length, 1e-9)))
		return 0;
	return CLAMP(along * along / remainder / sum_of_squares, 0, 1 - 1e-12);
}

#define SIGN_SURE 8.0 /* standard deviations beyond which it is 1 to the last digit */

/* 2 Phi: the share of the loss's posterior that has the sign looked for, doubled. A shock that
 * passes may go either way. No floor: a great gain must not become a small loss. */
static double sign_share(double toward, double share, double freedom, double information)
{
	double t = sqrt(share * (freedom - 1) / (1 - share) * information / (1 + information));

	if (t > SIGN_SURE && toward >= 0)
		return 2;
	return erfc(-(toward < 0 ? -t : t) / G_SQRT2);
}

struct rho_fit {
	double evidence; /* log marginal likelihood of no change, with the prior over rho */
	double *log_bf;  /* [ONSET_BASIS_COUNT][weeks], of a change of either sign */
	double *sign;    /* same cells: factor of the sign looked for */
};

static void fill_log_bf(const struct onset_products *products, double sum_of_squares,
			double freedom, double information, int direction, struct rho_fit *fit)
{
	gsize cells = (gsize)ONSET_BASIS_COUNT * products->weeks;
	gsize losses = (gsize)ONSET_EROSION_BASES * products->weeks;
	double constant = (freedom - 1) / 2 * log1p(information);

	for (gsize cell = 0; cell < cells; cell++) {
		double share = explained(products, cell, sum_of_squares);
		fit->log_bf[cell] = constant - freedom / 2 * log(1 + information * (1 - share));
		fit->sign[cell] = cell < losses
					  ? sign_share(direction * products->with_data[cell],
						       share, freedom, information)
					  : 1;
	}
}

static void fit_rho(const struct onset_design *design, double rho, int direction,
		    struct rho_fit *fit)
{
	struct onset_whitened whitened;
	struct onset_products products;
	double freedom = (double)design->n - design->columns;
	double information = design->n * (1 - rho) / (1 + rho);

	onset_whiten(design, rho, &whitened);
	onset_products_init(&products, design->weeks);
	onset_products_suffix(design, &whitened, &products);
	fit->evidence = whitened.log_determinant - freedom / 2 * log(whitened.sum_of_squares) +
			log(1.2 - rho);
	fit->log_bf = g_new(double, 2 * (gsize)ONSET_BASIS_COUNT * design->weeks);
	fit->sign = fit->log_bf + (gsize)ONSET_BASIS_COUNT * design->weeks;
	fill_log_bf(&products, whitened.sum_of_squares, freedom, information, direction, fit);
	onset_products_clear(&products);
	onset_whitened_clear(&whitened);
}

/* Evidence of each rho becomes its posterior under "no change"; the Bayes factor of a loss is
 * then the mean of its own over that posterior. */
static void normalise_evidence(struct rho_fit *fits)
{
	double none = -INFINITY;

	for (guint r = 0; r < ONSET_RHO_COUNT; r++)
		none = onset_log_add(none, fits[r].evidence);
	for (guint r = 0; r < ONSET_RHO_COUNT; r++)
		fits[r].evidence -= none;
}

static double combine_rho(const struct rho_fit *fits, gsize cell)
{
	double highest = -INFINITY, sum = 0;

	for (guint r = 0; r < ONSET_RHO_COUNT; r++)
		highest = fmax(highest, fits[r].evidence + fits[r].log_bf[cell]);
	for (guint r = 0; r < ONSET_RHO_COUNT; r++)
		sum += exp(fits[r].evidence + fits[r].log_bf[cell] - highest) *
		       fits[r].sign[cell];
	/* Never zero: that would read as a week of which the series cannot speak. */
	return highest + log(fmax(sum, DBL_MIN));
}

static void fill_grid(const struct onset_design *design, const struct rho_fit *fits,
		      struct onset_grid *grid)
{
	for (guint basis = 0; basis < ONSET_BASIS_COUNT; basis++) {
		double *row = grid->log_bf + (gsize)basis * grid->weeks;
		for (guint week = 0; week < grid->weeks; week++)
			row[week] = -INFINITY;
		for (guint onset = ONSET_EDGE; onset + ONSET_EDGE < design->weeks; onset++)
			row[design->offset + onset] =
				combine_rho(fits, (gsize)basis * design->weeks + onset);
	}
}

static void fill_residual(const struct onset_design *design, struct onset_grid *grid)
{
	struct onset_whitened plain;

	onset_whiten(design, 0, &plain);
	for (guint week = 0; week < grid->weeks; week++)
		grid->residual[week] = NAN;
	for (guint k = 0; k < design->n; k++)
		grid->residual[design->offset + design->week[k]] = plain.residual[k];
	onset_whitened_clear(&plain);
}

/* The best single explanation by a loss or a shock, and what it leaves. */
static void measure_slow_noise(const struct onset_design *design, const struct rho_fit *fits,
			       struct onset_grid *grid)
{
	double highest = -INFINITY;
	guint best_rho = 0, best_basis = 0, best_onset = 0;

	for (guint r = 0; r < ONSET_RHO_COUNT; r++)
		for (guint basis = 0; basis < ONSET_BASIS_COUNT; basis++)
			for (guint onset = ONSET_EDGE; onset + ONSET_EDGE < design->weeks;
			     onset++) {
				double evidence =
					fits[r].evidence +
					fits[r].log_bf[(gsize)basis * design->weeks + onset];
				if (evidence <= highest)
					continue;
				highest = evidence;
				best_rho = r;
				best_basis = basis;
				best_onset = onset;
			}
	onset_slow_noise(design, rho_grid[best_rho], best_basis, best_onset, &grid->slow_power,
			 &grid->slow_freedom);
}

void onset_grid_compute(const struct onset_series *series, const struct onset_axis *axis,
			struct onset_grid *grid)
{
	struct onset_design design;
	struct rho_fit fits[ONSET_RHO_COUNT];

	*grid = (struct onset_grid){.weeks = axis->weeks};
	if (!onset_design_init(&design, series, axis))
		return;
	grid->observed = design.n;
	if (design.n >= ONSET_MIN_WEEKS) {
		grid->log_bf = g_new(double, (gsize)ONSET_BASIS_COUNT * axis->weeks);
		grid->residual = g_new(double, axis->weeks);
		for (guint r = 0; r < ONSET_RHO_COUNT; r++)
			fit_rho(&design, rho_grid[r], axis->direction, &fits[r]);
		normalise_evidence(fits);
		fill_grid(&design, fits, grid);
		fill_residual(&design, grid);
		measure_slow_noise(&design, fits, grid);
		for (guint r = 0; r < ONSET_RHO_COUNT; r++)
			g_free(fits[r].log_bf);
	}
	onset_design_clear(&design);
}

void onset_grid_clear(struct onset_grid *grid)
{
	g_clear_pointer(&grid->log_bf, g_free);
	g_clear_pointer(&grid->residual, g_free);
}
