/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counts are Poisson or negative binomial around the square of a wandering root, proportions
 * binomial around the squared sine of a wandering angle, durations log-normal with tails of
 * Student's t with 4 degrees: on the stabilised scale a week's own spread is about one, so that
 * a loss is stated in it. Fractional noise by its moving average (Granger and Joyeux 1980). */
#include "calibration/signals.h"

#include <math.h>

#include "stats/random.h"

#define YEAR_WEEKS       52.1775
#define MISSING          .08
#define CROSS            .3 /* correlation of the signals' own noise */
#define AFFECTED         .67
#define LAG_MOST         7
#define MEMORY           .3 /* fractional order */
#define MEMORY_REACH     200
#define DISPERSION_SIZE  3
#define GAP_WEEKS        13
#define GROWTH_WEEKS     78
#define MIGRATION_SHIFT  1.5
#define COUNT_MEAN       12.0
#define PROPORTION_TRIES 25.0

/* One relationship while it is drawn. */
struct drawing {
	const struct signal_plan *plan;
	GRand *random;
	struct signals *out;
	double *common;       /* noise that all signals share */
	guint disturbed_from; /* week of the gap, the migration or the growth */
};

static double erosion_at(enum scenario scenario, int since)
{
	if (since < 0)
		return 0;
	switch (scenario) {
	case SCENARIO_SHOCK:
		return exp(-since / 6.0);
	case SCENARIO_DRIFT:
		return fmin((since + 1) / 52.0, 1);
	case SCENARIO_STEP:
		return 1;
	case SCENARIO_PIVOT:
		return .6 + .4 * exp(-since / 10.0);
	default:
		return 0;
	}
}

static double season_at(const struct drawing *d, guint signal, double phase, guint week)
{
	bool moves = d->plan->disturbance == DISTURBANCE_CHANGING_SEASON;
	double years = week / YEAR_WEEKS;
	double height = d->plan->scenario == SCENARIO_SEASONAL ? 2.5 : 1;
	double at = d->out->first_week_of_year + week;
	double angle = 2 * G_PI * at / YEAR_WEEKS + (moves ? .35 * years : 0);
	double of_year = fmod(at, YEAR_WEEKS);

	height *= moves ? 1 + .4 * years : 1;
	return height *
	       (.6 * cos(angle + phase + signal) + .3 * sin(2 * angle + signal) -
		1.2 * (of_year >= 30.5 && of_year < 34.5) - (of_year >= 51 || of_year < 1));
}

static double student_4(GRand *random)
{
	double square = 0;

	for (guint i = 0; i < 4; i++) {
		double normal = random_normal(random);
		square += normal * normal;
	}
	return random_normal(random) / sqrt(square / 4);
}

/* A week's innovation: unit variance, every third signal with heavy tails. */
static double innovation(const struct drawing *d, guint signal, guint week)
{
	double shared = sqrt(CROSS) * d->common[week];

	if (signal % 3 == 2)
		return .75 * (sqrt(1 - CROSS) * student_4(d->random) + shared);
	return sqrt(1 - CROSS) * random_normal(d->random) + shared;
}

static void fill_autoregressive(const struct drawing *d, guint signal, double *noise)
{
	double rho = d->plan->rho;

	for (guint week = 0; week < d->plan->weeks; week++) {
		double fresh = innovation(d, signal, week);
		noise[week] =
			week == 0 ? fresh : rho * noise[week - 1] + sqrt(1 - rho * rho) * fresh;
	}
}

/* Moving average of (1 - L)^-d, scaled to unit variance. */
static void fill_long_memory(const struct drawing *d, guint signal, double *noise)
{
	guint length = d->plan->weeks + MEMORY_REACH;
	g_autofree double *fresh = g_new(double, length);
	double weight = 1, variance = 0;

	for (guint i = 0; i < length; i++)
		fresh[i] = i < MEMORY_REACH ? random_normal(d->random)
					    : innovation(d, signal, i - MEMORY_REACH);
	for (guint week = 0; week < d->plan->weeks; week++)
		noise[week] = 0;
	for (guint lag = 0; lag <= MEMORY_REACH; lag++) {
		variance += weight * weight;
		for (guint week = 0; week < d->plan->weeks; week++)
			noise[week] += weight * fresh[week + MEMORY_REACH - lag];
		weight *= (lag + MEMORY) / (lag + 1);
	}
	for (guint week = 0; week < d->plan->weeks; week++)
		noise[week] /= sqrt(variance);
}

/* Size of the company: 1, or doubling over the 18 months from the disturbed week. */
static double size_at(const struct drawing *d, guint week)
{
	if (d->plan->disturbance != DISTURBANCE_GROWTH || week < d->disturbed_from)
		return 1;
	return 1 + fmin((week - d->disturbed_from) / (double)GROWTH_WEEKS, 1);
}

static double draw_count(const struct drawing *d, double state, double size)
{
	double mean = pow(fmax(sqrt(COUNT_MEAN) + .5 * state, .2), 2) * size;

	if (d->plan->disturbance == DISTURBANCE_OVERDISPERSED) {
		double gamma = 0;
		for (guint i = 0; i < DISPERSION_SIZE; i++)
			gamma -= log(1 - g_rand_double(d->random));
		mean *= gamma / DISPERSION_SIZE;
	}
	return onset_stabilise_count(random_poisson(d->random, mean), size, 1);
}

static double draw_proportion(const struct drawing *d, double state, double size)
{
	double share = pow(sin(CLAMP(G_PI / 4 + .1 * state, .02, 1.55)), 2);
	guint tries = random_poisson(d->random, PROPORTION_TRIES * size) + 3, hits = 0;

	for (guint i = 0; i < tries; i++)
		hits += random_chance(d->random, share);
	return onset_stabilise_proportion(hits / (double)tries, tries, PROPORTION_TRIES);
}

static double draw_week(const struct drawing *d, guint signal, double state, guint week)
{
	double size = size_at(d, week);

	switch (signal % 3) {
	case 0:
		return draw_count(d, state, size);
	case 1:
		return draw_proportion(d, state, size);
	default: /* a rise of the wait is the loss */
		return -onset_stabilise_duration(exp(2 - .5 * state));
	}
}

static bool is_gap(const struct drawing *d, guint week)
{
	return d->plan->disturbance == DISTURBANCE_GAP && week >= d->disturbed_from &&
	       week < d->disturbed_from + GAP_WEEKS;
}

static bool is_migrated(const struct drawing *d, guint signal)
{
	return d->plan->disturbance == DISTURBANCE_MIGRATION && signal % 3 == 2;
}

static void declare_migration(const struct drawing *d, guint signal)
{
	double *column = g_new(double, d->plan->weeks);

	for (guint week = 0; week < d->plan->weeks; week++)
		column[week] = week >= d->disturbed_from;
	d->out->covariate[signal] = column;
}

static void draw_signal(const struct drawing *d, guint signal)
{
	const struct signal_plan *plan = d->plan;
	guint affected = MAX(1, (guint)rint(AFFECTED * plan->signals));
	double loss = signal < affected ? plan->loss : 0;
	guint lag = signal == 0 ? 0 : (guint)g_rand_int_range(d->random, 0, LAG_MOST);
	double phase = .6 * G_PI * g_rand_double(d->random);
	g_autofree double *noise = g_new(double, plan->weeks);
	double *value = d->out->value[signal] = g_new(double, plan->weeks);

	if (plan->disturbance == DISTURBANCE_LONG_MEMORY)
		fill_long_memory(d, signal, noise);
	else
		fill_autoregressive(d, signal, noise);
	for (guint week = 0; week < plan->weeks; week++) {
		int since = (int)week - (int)(d->out->onset + lag);
		double state = noise[week] + season_at(d, signal, phase, week) -
			       loss * erosion_at(plan->scenario, since);
		if (is_migrated(d, signal) && week >= d->disturbed_from)
			state -= MIGRATION_SHIFT;
		value[week] = draw_week(d, signal, state, week);
		if (random_chance(d->random, MISSING) || is_gap(d, week))
			value[week] = NAN;
	}
	if (is_migrated(d, signal))
		declare_migration(d, signal);
}

void signals_draw(const struct signal_plan *plan, guint64 seed, guint number,
		  struct signals *signals)
{
	g_autofree char *subject =
		g_strdup_printf("%d %d %.3f %.3f %u", plan->scenario, plan->disturbance,
				plan->loss, plan->rho, plan->weeks);
	g_autofree char *concern = g_strdup_printf("%u", number);
	g_autofree double *common = g_new(double, plan->weeks);
	struct drawing d = {plan, random_stream(seed, subject, concern), signals, common, 0};

	*signals = (struct signals){.weeks = plan->weeks, .n = plan->signals};
	signals->first_week_of_year = g_rand_int_range(d.random, 0, 52);
	signals->onset = (guint)g_rand_int_range(d.random, (gint32)plan->onset_from,
						 (gint32)plan->onset_to);
	d.disturbed_from = (guint)g_rand_int_range(d.random, (gint32)plan->weeks / 5,
						   (gint32)plan->weeks * 3 / 5);
	for (guint week = 0; week < plan->weeks; week++)
		common[week] = random_normal(d.random);
	for (guint signal = 0; signal < plan->signals; signal++)
		draw_signal(&d, signal);
	g_rand_free(d.random);
}

void signals_clear(struct signals *signals)
{
	for (guint signal = 0; signal < signals->n; signal++) {
		g_clear_pointer(&signals->value[signal], g_free);
		g_clear_pointer(&signals->covariate[signal], g_free);
	}
}

struct onset_series signals_series(const struct signals *signals, guint signal)
{
	bool declared = signals->covariate[signal] != NULL;

	return (struct onset_series){
		.value = signals->value[signal],
		.covariate =
			declared ? (const double *const *)&signals->covariate[signal] : NULL,
		.n_covariates = declared,
	};
}
