/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dating a slow or abrupt loss: exact grid posterior over shape x onset week x AR(1)
 * coefficient for one weekly series, then fusion of several series into one dated interval.
 * Input is variance-stabilised and oriented so that down is worse. Missing weeks are NAN: they
 * leave the likelihood and are never imputed. Everything is deterministic; no randomness, no
 * globals. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ONSET_RHO_COUNT      6
#define ONSET_EDGE           6  /* weeks at each end where no onset is placed */
#define ONSET_MIN_WEEKS      40 /* fewer observed weeks: not enough data */
#define ONSET_COVARIATES_MAX 8  /* extra columns a caller may add */

enum onset_basis {
	ONSET_STEP,
	ONSET_RAMP13,
	ONSET_RAMP26,
	ONSET_RAMP52,
	ONSET_RAMP104,
	ONSET_RAMP_OPEN,
	ONSET_SHOCK6,
	ONSET_SHOCK13,
	ONSET_BASIS_COUNT
};
#define ONSET_EROSION_BASES 6 /* the first six; the last two are transients */

/* One series on the common time axis of `weeks` consecutive weeks. */
struct onset_series {
	const double *value; /* weeks values, NAN = missing */
	/* Extra nuisance columns (a ticket-tool change, a channel that opened), each `weeks`
	 * long: integrated out like the season. Columns that are constant over the observed
	 * weeks are dropped. */
	const double *const *covariate;
	guint n_covariates;
};

struct onset_axis {
	guint weeks;
	double first_week_of_year; /* position of week 0 in the year, 0..52.1775 */
	int direction; /* -1: a loss is looked for (erosion); +1: a gain (recovery) */
};

/* Log Bayes factors against "no change", rho integrated out: [ONSET_BASIS_COUNT][weeks], row
 * major; -INFINITY outside the admissible onsets. */
struct onset_grid {
	guint weeks;
	guint observed;   /* weeks with a value */
	double *log_bf;   /* NULL when observed < ONSET_MIN_WEEKS */
	double *residual; /* weeks: deseasoned values for the correlation of series, NAN =
			     missing */
	/* Squared slow waves in what season and the best loss leave, in units of the noise the
	 * model fits, and what the model expects of them: more says that the noise has a longer
	 * memory than the model's. */
	double slow_power, slow_freedom;
};

void onset_grid_compute(const struct onset_series *series, const struct onset_axis *axis,
			struct onset_grid *grid);
void onset_grid_clear(struct onset_grid *grid);

struct onset_posterior {
	double probability; /* P(erosion), NAN when there is not enough data */
	double transient;   /* P(a shock that passes) */
	double prior;       /* P(erosion) before the data, of so many weeks */
	guint median, low,
		high; /* weeks of the axis: equal-tailed 90 % interval; given an erosion */
	double basis[ONSET_EROSION_BASES]; /* posterior of shape given erosion, sums to 1 */
	double early; /* posterior mass of onsets in the first 12 observed weeks */
	double eta;   /* tempering of the evidence, 0..1: series that repeat one another, noise
			 of a longer memory than the model's */
	double *week; /* weeks: posterior of the onset week given erosion, sums to 1 */
	guint n_series;
	double *contribution; /* n_series: share of log evidence, summing to the log evidence */
	double *inclusion;    /* n_series: probability that the series takes part */
};

/* Fuses grids of one axis (those with log_bf == NULL are passed over: contribution 0, inclusion
 * NAN). With one grid this is the posterior of that series alone (w = 1, no lag). */
void onset_fuse(const struct onset_grid *grids, guint n_grids, const struct onset_axis *axis,
		struct onset_posterior *posterior);
void onset_posterior_clear(struct onset_posterior *posterior);

/* Variance-stabilising transforms, methods section 3.1. */
double onset_stabilise_count(double count, double exposure, double mean_exposure);
double onset_stabilise_proportion(double proportion, double n, double mean_n);
double onset_stabilise_duration(double duration); /* log, floor at 1/60 of the unit */
double onset_stabilise_score(double score);       /* 0..1, logit with continuity */

/* Clips isolated outliers: Huber fit of season and covariates, running median of 13 weeks, 3.5
 * MAD. Values are changed in place; NAN stays. */
void onset_robustify(double *value, const struct onset_series *shape,
		     const struct onset_axis *axis);
