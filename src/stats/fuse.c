/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One erosion behind several series: they share the week and the shape of the onset, each takes
 * part with a stated probability and may follow by some weeks, and their evidence is tempered
 * by how much they repeat one another. The posterior of the onset, and the share of every
 * series in the log evidence, follow exactly on the grid. Method: product of lagged Bayes
 * factors to the power eta = 1'R^-1 1 / S, divided by the variance inflation of slow noise. */
#include "stats/onset-internal.h"

#include <math.h>

#define HAZARD           (1.0 / 520) /* onsets a week, prior: one relationship in ten a year */
#define ONSET_PRIOR_MOST .5          /* however long the history */
#define SHOCK_PRIOR      .15
#define NULL_PRIOR_MIN   .05
#define TAKES_PART       .6 /* prior that a series follows the erosion */
#define LAG_WEEKS        8
#define LAG_DECAY        3.0
#define SHRINKAGE        .9 /* of a measured correlation */
#define PAIRS_MIN        20 /* common weeks needed for a correlation */
#define TREND_REACH      13 /* weeks on each side whose mean is taken off */
#define EARLY_WEEKS      12
#define SHOCK_REACH      26  /* weeks from an erosion within which a shock may explain it */
#define TAIL             .05 /* on each side of the 90 % interval */
#define SLOW_PRIOR       10  /* waves' worth of belief that the noise is as modelled */
#define INFLATION_MOST   1.5

static const double basis_prior[ONSET_BASIS_COUNT] = {
	[ONSET_STEP] = .35,   [ONSET_RAMP13] = .09,  [ONSET_RAMP26] = .14,
	[ONSET_RAMP52] = .14, [ONSET_RAMP104] = .09, [ONSET_RAMP_OPEN] = .19,
	[ONSET_SHOCK6] = .50, [ONSET_SHOCK13] = .50,
};

/* The usable grids and the weeks on which any of them has an observation. */
struct fusion {
	const struct onset_grid **grid;
	guint *number; /* place among the caller's grids */
	guint n;
	guint weeks, first, last; /* axis; observed span */
	double takes_part, eta;
	guint lags;
	double lag_weight[LAG_WEEKS + 1];
	double *term;  /* [n][ONSET_BASIS_COUNT][weeks]: tempered log evidence */
	double *part;  /* same layout: probability that the series takes part */
	double *joint; /* [ONSET_BASIS_COUNT][weeks]: log evidence, then log weight */
};

static gsize cell_of(const struct fusion *f, guint basis, guint week)
{
	return (gsize)basis * f->weeks + week;
}

static gsize cells_of(const struct fusion *f)
{
	return (gsize)ONSET_BASIS_COUNT * f->weeks;
}

/* An onset needs some weeks on both sides. */
static guint first_onset(const struct fusion *f)
{
	return f->first + ONSET_EDGE;
}

static guint end_of_onsets(const struct fusion *f)
{
	return f->last + 1 - ONSET_EDGE;
}

/* A residual less its mean over half a year around each week: a slow or lasting loss is gone
 * from it, what the series share from week to week and from month to month stays. Plain
 * differences would miss the months: series of one mailbox wander together. Caller owns. */
static double *without_trend(const struct onset_grid *grid)
{
	double *left = g_new(double, grid->weeks);

	for (guint week = 0; week < grid->weeks; week++) {
		guint from = MAX(week, TREND_REACH) - TREND_REACH;
		double sum = 0;
		guint n = 0;
		for (guint at = from; at < MIN(grid->weeks, week + TREND_REACH + 1); at++)
			if (isfinite(grid->residual[at])) {
				sum += grid->residual[at];
				n++;
			}
		left[week] = n > 0 ? grid->residual[week] - sum / n : NAN;
	}
	return left;
}

static double correlation(const double *a, const double *b, guint weeks)
{
	double aa = 0, bb = 0, ab = 0;
	guint n = 0;

	for (guint week = 0; week < weeks; week++) {
		if (!isfinite(a[week]) || !isfinite(b[week]))
			continue;
		aa += a[week] * a[week];
		bb += b[week] * b[week];
		ab += a[week] * b[week];
		n++;
	}
	return n < PAIRS_MIN || !(aa * bb > 0) ? 0 : ab / sqrt(aa * bb);
}

/* Gaussian elimination with row pivots, in place; false when the matrix is singular. */
static bool solve(double *matrix, double *right, guint n)
{
	for (guint i = 0; i < n; i++) {
		guint pivot = i;
		for (guint r = i + 1; r < n; r++)
			if (fabs(matrix[r * n + i]) > fabs(matrix[pivot * n + i]))
				pivot = r;
		if (fabs(matrix[pivot * n + i]) < 1e-12)
			return false;
		for (guint c = 0; c < n && pivot != i; c++) {
			double swap = matrix[i * n + c];
			matrix[i * n + c] = matrix[pivot * n + c];
			matrix[pivot * n + c] = swap;
		}
		double swap = right[i];
		right[i] = right[pivot];
		right[pivot] = swap;
		for (guint r = 0; r < n; r++) {
			double factor = r == i ? 0 : matrix[r * n + i] / matrix[i * n + i];
			for (guint c = i; c < n; c++)
				matrix[r * n + c] -= factor * matrix[i * n + c];
			right[r] -= factor * right[i];
		}
	}
	for (guint i = 0; i < n; i++)
		right[i] /= matrix[i * n + i];
	return true;
}

/* Information of correlated series on a common shift, relative to independent ones. */
static double tempering(const struct fusion *f)
{
	guint n = f->n;
	g_autofree double *matrix = g_new(double, (gsize)n *n);
	g_autofree double *right = g_new(double, n);
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
	double sum = 0;

	for (guint i = 0; i < n; i++) {
		right[i] = 1;
		matrix[i * n + i] = 1;
		g_ptr_array_add(left, without_trend(f->grid[i]));
		for (guint j = 0; j < i; j++)
			matrix[i * n + j] = matrix[j * n + i] =
				SHRINKAGE *
				correlation(left->pdata[i], left->pdata[j], f->weeks);
	}
	if (!solve(matrix, right, n))
		return 1.0 / n;
	for (guint i = 0; i < n; i++)
		sum += right[i];
	return CLAMP(sum / n, 1.0 / n, 1);
}

/* By how much the slow noise of all series exceeds their models', at least 1. More than
 * INFLATION_MOST is no noise but a history of several changes, which the shocks compete for. */
static double inflation(const struct fusion *f)
{
	double power = SLOW_PRIOR, freedom = SLOW_PRIOR;

	for (guint s = 0; s < f->n; s++) {
		power += f->grid[s]->slow_power;
		freedom += f->grid[s]->slow_freedom;
	}
	return CLAMP(power / freedom, 1, INFLATION_MOST);
}

static void observed_span(struct fusion *f)
{
	f->first = f->weeks;
	f->last = 0;
	for (guint s = 0; s < f->n; s++)
		for (guint week = 0; week < f->weeks; week++)
			if (isfinite(f->grid[s]->residual[week])) {
				f->first = MIN(f->first, week);
				f->last = MAX(f->last, week);
			}
}

static void fill_lags(struct fusion *f)
{
	double sum = 0;

	for (guint lag = 0; lag <= f->lags; lag++)
		sum += exp(-(lag / LAG_DECAY));
	for (guint lag = 0; lag <= f->lags; lag++)
		f->lag_weight[lag] = exp(-(lag / LAG_DECAY)) / sum;
}

static void fusion_init(struct fusion *f, const struct onset_grid *grids, guint n_grids,
			guint weeks)
{
	*f = (struct fusion){
		.grid = g_new(const struct onset_grid *, n_grids),
		.number = g_new(guint, n_grids),
		.weeks = weeks,
	};
	for (guint s = 0; s < n_grids; s++) {
		if (grids[s].log_bf == NULL)
			continue;
		f->number[f->n] = s;
		f->grid[f->n++] = &grids[s];
	}
	f->takes_part = f->n > 1 ? TAKES_PART : 1;
	f->lags = f->n > 1 ? LAG_WEEKS : 0;
	f->eta = (f->n > 1 ? tempering(f) : 1) / inflation(f);
	observed_span(f);
	fill_lags(f);
	f->term = g_new0(double, f->n *cells_of(f));
	f->part = g_new0(double, f->n *cells_of(f));
	f->joint = g_new0(double, cells_of(f));
}

static void fusion_clear(struct fusion *f)
{
	g_free(f->grid);
	g_free(f->number);
	g_free(f->term);
	g_free(f->part);
	g_free(f->joint);
}

/* Log evidence that the series changed up to LAG_WEEKS after each week of a row of the grid.
 * Where the series itself cannot show a change (before its first weeks, after its last), it
 * says nothing: a factor of 1. Sums run on factors over the row's highest; what vanishes beside
 * it has no weight in the end. */
static void fill_lagged(const struct fusion *f, const double *log_bf, double *lagged)
{
	g_autofree double *factor = g_new(double, f->weeks);
	double highest = 0;

	for (guint week = first_onset(f); week < end_of_onsets(f); week++)
		highest = fmax(highest, log_bf[week]);
	for (guint week = first_onset(f); week < end_of_onsets(f); week++)
		factor[week] = exp((isfinite(log_bf[week]) ? log_bf[week] : 0) - highest);
	for (guint week = first_onset(f); week < end_of_onsets(f); week++) {
		double sum = 0;
		for (guint lag = 0; lag <= f->lags && week + lag < end_of_onsets(f); lag++)
			sum += f->lag_weight[lag] * factor[week + lag];
		lagged[week] = log(sum) + highest;
	}
}

static void add_series(struct fusion *f, guint s)
{
	double out = log(1 - f->takes_part), in = log(f->takes_part);
	g_autofree double *lagged = g_new(double, f->weeks);

	for (guint basis = 0; basis < ONSET_BASIS_COUNT; basis++) {
		fill_lagged(f, f->grid[s]->log_bf + cell_of(f, basis, 0), lagged);
		for (guint week = first_onset(f); week < end_of_onsets(f); week++) {
			gsize cell = cell_of(f, basis, week);
			double term = f->eta * onset_log_add(out, in + lagged[week]);
			double odds = exp(CLAMP(f->eta * lagged[week], -50, 50) + in - out);
			f->term[s * cells_of(f) + cell] = term;
			f->part[s * cells_of(f) + cell] = isinf(odds) ? 1 : odds / (1 + odds);
			f->joint[cell] += term;
		}
	}
}

/* Logarithms of the posterior masses, up to one constant. */
struct masses {
	double erosion, shock, none;
};

static double prior_of_onset(const struct fusion *f)
{
	return fmin(1 - pow(1 - HAZARD, f->last - f->first + 1.0), ONSET_PRIOR_MOST);
}

/* Adds the priors to the joint evidence. */
static struct masses weigh(struct fusion *f)
{
	double onset_prior = prior_of_onset(f);
	double onsets = (double)end_of_onsets(f) - first_onset(f);
	double none = fmax(1 - onset_prior - SHOCK_PRIOR, NULL_PRIOR_MIN);
	struct masses masses = {-INFINITY, -INFINITY, log(none)};

	for (guint basis = 0; basis < ONSET_BASIS_COUNT; basis++) {
		bool erodes = basis < ONSET_EROSION_BASES;
		double prior = erodes ? onset_prior : SHOCK_PRIOR;
		double *mass = erodes ? &masses.erosion : &masses.shock;
		for (guint week = first_onset(f); week < end_of_onsets(f); week++) {
			double *joint = &f->joint[cell_of(f, basis, week)];
			*joint += log(basis_prior[basis] * prior / onsets);
			*mass = onset_log_add(*mass, *joint);
		}
	}
	return masses;
}

/* A shock competes with an erosion where it could be mistaken for it: around the weeks where
 * the erosion would begin. One that passed elsewhere is another event and vetoes nothing; with
 * the whole mass, a single wild month of one series would deny a lasting loss years later. */
static double nearby_shock(const struct fusion *f, const struct onset_posterior *posterior)
{
	double mass = -INFINITY;

	for (guint week = first_onset(f); week < end_of_onsets(f); week++) {
		guint from = MAX(week, first_onset(f) + SHOCK_REACH) - SHOCK_REACH;
		double near = 0;
		for (guint at = from; at < MIN(week + SHOCK_REACH + 1, end_of_onsets(f)); at++)
			near += posterior->week[at];
		for (guint basis = ONSET_EROSION_BASES; basis < ONSET_BASIS_COUNT; basis++)
			mass = onset_log_add(mass, f->joint[cell_of(f, basis, week)] +
							   log(fmin(near, 1)));
	}
	return mass;
}

static void fill_probabilities(const struct masses *masses, struct onset_posterior *posterior)
{
	double total =
		onset_log_add(onset_log_add(masses->erosion, masses->shock), masses->none);

	posterior->probability = exp(masses->erosion - total);
	posterior->transient = exp(masses->shock - total);
}

static void fill_marginals(const struct fusion *f, double erosion,
			   struct onset_posterior *posterior)
{
	for (guint basis = 0; basis < ONSET_EROSION_BASES; basis++)
		for (guint week = first_onset(f); week < end_of_onsets(f); week++) {
			gsize cell = cell_of(f, basis, week);
			double weight = exp(f->joint[cell] - erosion);
			posterior->basis[basis] += weight;
			posterior->week[week] += weight;
			for (guint s = 0; s < f->n; s++) {
				gsize at = s * cells_of(f) + cell;
				guint number = f->number[s];
				posterior->contribution[number] += weight * f->term[at];
				posterior->inclusion[number] += weight * f->part[at];
			}
		}
}

static guint quantile(const struct fusion *f, const double *week, double q)
{
	double sum = 0;

	for (guint at = first_onset(f); at + 1 < end_of_onsets(f); at++) {
		sum += week[at];
		if (sum >= q)
			return at;
	}
	return end_of_onsets(f) - 1;
}

static double early_mass(const struct fusion *f, const double *week)
{
	double sum = 0;
	guint observed = 0;

	for (guint at = f->first; at <= f->last && observed < EARLY_WEEKS; at++) {
		bool seen = false;
		for (guint s = 0; s < f->n && !seen; s++)
			seen = isfinite(f->grid[s]->residual[at]);
		observed += seen;
		sum += week[at];
	}
	return sum;
}

static void posterior_init(struct onset_posterior *posterior, guint n_grids, guint weeks)
{
	*posterior = (struct onset_posterior){
		.probability = NAN,
		.transient = NAN,
		.prior = NAN,
		.eta = 1,
		.n_series = n_grids,
		.week = g_new0(double, weeks),
		.contribution = g_new0(double, n_grids),
		.inclusion = g_new(double, n_grids),
	};
	for (guint s = 0; s < n_grids; s++)
		posterior->inclusion[s] = NAN;
}

void onset_fuse(const struct onset_grid *grids, guint n_grids, const struct onset_axis *axis,
		struct onset_posterior *posterior)
{
	struct fusion f;

	posterior_init(posterior, n_grids, axis->weeks);
	fusion_init(&f, grids, n_grids, axis->weeks);
	if (f.n > 0) {
		for (guint s = 0; s < f.n; s++) {
			posterior->inclusion[f.number[s]] = 0;
			add_series(&f, s);
		}
		struct masses masses = weigh(&f);
		posterior->prior = prior_of_onset(&f);
		posterior->eta = f.eta;
		fill_marginals(&f, masses.erosion, posterior);
		masses.shock = nearby_shock(&f, posterior);
		fill_probabilities(&masses, posterior);
		posterior->low = quantile(&f, posterior->week, TAIL);
		posterior->median = quantile(&f, posterior->week, .5);
		posterior->high = quantile(&f, posterior->week, 1 - TAIL);
		posterior->early = early_mass(&f, posterior->week);
	}
	fusion_clear(&f);
}

void onset_posterior_clear(struct onset_posterior *posterior)
{
	g_clear_pointer(&posterior->week, g_free);
	g_clear_pointer(&posterior->contribution, g_free);
	g_clear_pointer(&posterior->inclusion, g_free);
}
