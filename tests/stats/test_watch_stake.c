/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The wager on one series: Student's distribution against tables and integrals, contrasts
 * against least squares on each prefix, the stake against a dense oracle and against numerical
 * integration, and its mean of one, under "no change" and (inverted) under its own prior of
 * change. */
#include "stats/watch-internal.h"

#include "oracle.h"
#include "tests/harness.h"

#define LOSS_SCALE 1.5
#define HAZARD     (1.0 / 104)
#define FIRST      3.0

static const guint season[] = {0, 1, 2, 3, 4, 5, 6};
static const guint oracle_shapes[] = {0, 2, 5}; /* step, ramp of 26, open ramp */

static double student_below(double t, double freedom)
{
	return watch_student(log1p(t * t / freedom), t < 0, freedom);
}

/* Abramowitz and Stegun, table 26.10 (quantiles of t), and scipy.special.stdtr (1.10). */
static void test_student_tables(void **state)
{
	static const struct {
		double freedom, t, below, within;
	} known[] = {
		{1, 6.314, .95, 1e-5},
		{2, 4.303, .975, 1e-5},
		{10, 2.228, .975, 1e-5},
		{30, 2.042, .975, 1e-4},
		{60, 2.660, .995, 1e-5},
		{120, 3.373, .9995, 1e-6},
		{3, -2.5, 0.0438533235040328, 1e-12},
		{7, -.3, 0.386445025201067, 1e-12},
		{19, -8, 8.37977344140906e-08, 1e-18},
		{20, -1, 0.164628288585854, 1e-9},
		{33, -5.5, 2.10789234495553e-06, 1e-12},
		{60, -9, 4.93524801783005e-13, 1e-23},
		{100, -2, 0.0241060893655668, 1e-12},
		{100, 1.5, 0.931617470937656, 1e-12},
		{140, -30, 3.93206068455734e-63, 1e-73},
		{500, -4, 3.64580347018564e-05, 1e-15},
	};

	for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
		double got = student_below(known[i].t, known[i].freedom);
		if (!(fabs(got - known[i].below) <= known[i].within))
			fail_msg("t %g, %g degrees: %.15g, not %.15g", known[i].t,
				 known[i].freedom, got, known[i].below);
	}
}

/* One and two degrees have closed forms. */
static void test_student_closed_forms(void **state)
{
	for (double t = -40; t <= 40; t += .37) {
		assert_float_equal(student_below(t, 1), .5 + atan(t) / G_PI, 1e-13);
		assert_float_equal(student_below(t, 2), .5 + t / (2 * sqrt(2 + t * t)), 1e-13);
	}
}

/* The density integrated by Simpson's rule, in the angle that t = sqrt(nu) tan(a) makes. */
static double integrated_student(double t, double freedom)
{
	double from = -G_PI / 2, to = atan(t / sqrt(freedom)), sum = 0;
	const guint steps = 20000;

	for (guint i = 0; i <= steps; i++) {
		double angle = from + (to - from) * i / steps;
		double weight = i == 0 || i == steps ? 1 : i % 2 != 0 ? 4 : 2;
		sum += weight * pow(fmax(cos(angle), 0), freedom - 1);
	}
	return sum * (to - from) / steps / 3 *
	       exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(G_PI);
}

static void test_student_equals_integral(void **state)
{
	double worst = 0;

	for (double freedom = 19; freedom < 400; freedom *= 1.7)
		for (double t = -9; t <= 3; t += .6) {
			double expected = integrated_student(t, freedom);
			worst = fmax(worst, fabs(student_below(t, freedom) / expected - 1));
		}
	print_message("# Student's t: largest relative error %.1e\n", worst);
	assert_true(worst < 1e-6);
}

/* ---- contrasts ---- */

static void design_of(const double *value, guint weeks, const double *covariate,
		      struct onset_design *design)
{
	struct onset_axis axis = {weeks, FIRST, -1};
	struct onset_series series = {value, &covariate, covariate != NULL};

	assert_true(onset_design_init_full(design, &series, &axis));
}

/* Squared innovations up to any row sum to the residual sum of squares of that prefix alone;
 * a column that begins late takes one row. */
static void test_contrasts_are_least_squares(void **state)
{
	struct seeded_series wanted = {120, .4, 1, 2, 50, 13, .15};
	g_autofree double *value = seeded_values(&wanted, 5);
	g_autofree double *late = g_new0(double, 120);
	struct onset_design design;
	struct watch_sweep sweep;
	double sum = 0;
	guint contrasts = 0;

	for (guint week = 70; week < 120; week++)
		late[week] = 1;
	design_of(value, 120, late, &design);
	watch_sweep_init(&sweep, &design, .4);
	for (guint k = 0; k < design.n; k++) {
		guint prefix = design.offset + design.week[k] + 1;
		if (watch_sweep_next(&sweep)) {
			sum += pow(watch_sweep_innovation(&sweep), 2);
			contrasts++;
		}
		if (k < 20 || k % 7 != 0)
			continue;
		struct onset_design first;
		struct onset_whitened whitened;
		design_of(value, prefix, late, &first);
		onset_whiten(&first, .4, &whitened);
		assert_int_equal(contrasts, first.n - first.columns);
		assert_float_equal(sum, whitened.sum_of_squares, 1e-8 * sum);
		onset_whitened_clear(&whitened);
		onset_design_clear(&first);
	}
	assert_int_equal(contrasts, design.n - 8);
	watch_sweep_clear(&sweep);
	onset_design_clear(&design);
}

static void test_coefficients(void **state)
{
	double value[104];
	struct onset_design design;
	struct watch_sweep sweep;
	double coefficient[7];

	for (guint week = 0; week < 104; week++)
		value[week] = 4 - 1.5 * oracle_season(5, FIRST + week) +
			      .7 * oracle_season(1, FIRST + week);
	design_of(value, 104, NULL, &design);
	watch_sweep_init(&sweep, &design, .5);
	for (guint k = 0; k < 80; k++)
		watch_sweep_next(&sweep);
	watch_sweep_coefficients(&sweep, coefficient);
	assert_float_equal(coefficient[0], 4, 1e-8);
	for (guint k = 0; k < 104; k++) {
		double fit = 0;
		for (guint j = 0; j < design.columns; j++)
			fit += coefficient[j] * design.column[j * 104 + k];
		assert_float_equal(fit, value[k], 1e-8);
	}
	watch_sweep_clear(&sweep);
	onset_design_clear(&design);
}

/* ---- the stake ---- */

static struct watch_terms terms_of(double rho, guint to, guint first_read, guint every)
{
	return (struct watch_terms){.rho = rho,
				    .limit = INFINITY,
				    .to = to,
				    .first_read = first_read,
				    .every = every,
				    .phase = to,
				    .direction = -1};
}

static double run_stake(const double *value, guint weeks, const struct watch_terms *terms,
			double *e, double *onset)
{
	struct onset_design design;

	design_of(value, weeks, NULL, &design);
	watch_stake(&design, terms, e, onset);
	onset_design_clear(&design);
	return e[terms->to - terms->from];
}

/* The shape's unit of the oracle is one a week, ours one a year. */
static struct oracle_cell cell_at(const double *value, guint t, double rho, guint shape,
				  guint onset)
{
	struct oracle_cell cell = oracle_at(value, t + 1, FIRST, season, 7, NULL, rho,
					    oracle_shapes[shape], onset);

	if (shape == 2) {
		cell.with_data /= 52;
		cell.remainder /= 52 * 52;
	}
	return cell;
}

static double dense_factor(const struct oracle_cell *c)
{
	double k2 = LOSS_SCALE * LOSS_SCALE, grown = 1 + k2 * c->remainder;
	double explained = k2 * c->with_data * c->with_data / (grown * c->sum_of_squares);
	double t = c->with_data * sqrt(k2 / grown) *
		   sqrt(c->freedom / (c->sum_of_squares * (1 - explained)));

	return 2 * integrated_student(-t, c->freedom) * pow(1 - explained, -c->freedom / 2) /
	       sqrt(grown);
}

static double dense_stake(const double *value, guint t, double rho)
{
	double stake = pow(1 - HAZARD, t + 1);

	for (guint onset = 0; onset <= t; onset++)
		for (guint shape = 0; shape < G_N_ELEMENTS(oracle_shapes); shape++) {
			struct oracle_cell cell = cell_at(value, t, rho, shape, onset);
			stake += HAZARD * pow(1 - HAZARD, onset) * dense_factor(&cell) / 3;
		}
	return stake;
}

static void test_equals_dense_oracle(void **state)
{
	struct seeded_series wanted = {72, .4, 1, 1.2, 50, 13, .1};
	double e[72], onset[72];

	for (guint32 seed = 0; seed < 2; seed++) {
		g_autofree double *value = seeded_values(&wanted, seed);
		struct watch_terms terms = terms_of(.35, 71, 56, 1);
		run_stake(value, 72, &terms, e, onset);
		for (guint t = 60; t < 72; t += 11) {
			double expected = dense_stake(value, t, .35);
			assert_float_equal(e[t] / expected, 1, 1e-6);
		}
		assert_float_equal(e[50], 1, 0);
	}
}

/* Integral over loss and sigma of likelihood times priors, against that without a loss. */
static double integrated_factor(const struct oracle_cell *c)
{
	double center = sqrt(c->sum_of_squares / c->freedom), none = 0, loss = 0;
	const double step = .005;

	for (double log_s = -1.5; log_s <= 1.5; log_s += step) {
		double sigma = center * exp(log_s), inner = 0;
		double base = exp(-c->freedom * log_s -
				  c->sum_of_squares / (2 * sigma * sigma) + c->freedom / 2);
		for (double b = step / 2; b < 7; b += step) {
			double effect = -b * LOSS_SCALE; /* in sigmas */
			inner += exp(-b * b / 2 + effect * c->with_data / sigma -
				     effect * effect * c->remainder / 2);
		}
		none += base;
		loss += base * inner * step * 2 / sqrt(2 * G_PI);
	}
	return loss / none;
}

static void test_equals_numerical_integration(void **state)
{
	struct seeded_series wanted = {64, .2, 0, 1.2, 40, 1, .05};
	const guint onsets[] = {20, 40, 58};
	double e[64], share[64];
	g_autofree double *value = seeded_values(&wanted, 11);
	struct watch_terms terms = terms_of(.2, 63, 63, 1);

	run_stake(value, 64, &terms, e, share);
	for (guint i = 0; i < G_N_ELEMENTS(onsets); i++) {
		double mean = 0;
		for (guint shape = 0; shape < G_N_ELEMENTS(oracle_shapes); shape++) {
			struct oracle_cell cell = cell_at(value, 63, .2, shape, onsets[i]);
			mean += integrated_factor(&cell) / 3;
		}
		double got = share[onsets[i]] / (HAZARD * pow(1 - HAZARD, onsets[i]));
		assert_float_equal(log(got), log(mean), 1e-4);
	}
}

/* A watch that begins later places no onset before, and is worth 1 there. */
static void test_later_start(void **state)
{
	struct seeded_series wanted = {120, .3, 1, 2, 95, 1, .05};
	g_autofree double *value = seeded_values(&wanted, 3);
	double e[40], onset[40], sum = 0;
	struct watch_terms terms = terms_of(.3, 119, 80, 1);

	terms.from = 80;
	run_stake(value, 120, &terms, e, onset);
	for (guint week = 0; week < 40; week++)
		sum += onset[week];
	assert_float_equal(sum + pow(1 - HAZARD, 40), e[39], 1e-9);
	assert_true(e[39] > 20);
	assert_true(fabs(log(e[0])) < .1);
}

/* ---- the mean of one ---- */

static double shape_at(guint shape, int since)
{
	double raw = oracle_shape(oracle_shapes[shape], since);

	return shape == 2 ? raw / 52 : raw;
}

/* AR(1) noise of unit variance on a season; with `losing`, a loss drawn from the prior. */
static void draw(GRand *random, double rho, bool losing, guint weeks, double *value)
{
	double noise = seeded_normal(random), loss = 0, drawn = g_rand_double(random);
	guint shape = (guint)g_rand_int_range(random, 0, 3);
	int from = (int)floor(log(1 - drawn) / log(1 - HAZARD)); /* geometric */

	if (losing)
		loss = LOSS_SCALE * fabs(seeded_normal(random));
	for (guint t = 0; t < weeks; t++) {
		value[t] = 3 + oracle_season(1, FIRST + t) - 2 * oracle_season(5, FIRST + t) +
			   noise - loss * shape_at(shape, (int)t - from);
		noise = rho * noise + sqrt(1 - rho * rho) * seeded_normal(random);
		if (g_rand_double(random) < .08)
			value[t] = NAN;
	}
}

#define DRAWS    10000
#define READINGS 3

struct moments {
	double sum[READINGS], square[READINGS];
};

/* E, or its inverse, at weeks 60, 104 and 156 of as many series. */
static void gather(double rho, bool losing, struct moments *moments)
{
	static const guint at[READINGS] = {59, 103, 155};
	GRand *random = g_rand_new_with_seed(20 + losing);
	double value[156], e[156], onset[156];

	*moments = (struct moments){{0}, {0}};
	for (guint i = 0; i < DRAWS; i++) {
		draw(random, rho, losing, 156, value);
		struct watch_terms terms = terms_of(rho, 155, 56, 4);
		run_stake(value, 156, &terms, e, onset);
		for (guint r = 0; r < READINGS; r++) {
			double reading = losing ? 1 / e[at[r]] : e[at[r]];
			moments->sum[r] += reading / DRAWS;
			moments->square[r] += reading * reading / DRAWS;
		}
	}
	g_rand_free(random);
}

static double error_of(const struct moments *m, guint r)
{
	return sqrt((m->square[r] - m->sum[r] * m->sum[r]) / DRAWS);
}

/* Few series carry much of the mean: the sample's own error is all that can be asked. */
static void test_mean_is_one_without_change(void **state)
{
	struct moments m;

	gather(.4, false, &m);
	for (guint r = 0; r < READINGS; r++) {
		print_message("# mean of E %.3f +- %.3f\n", m.sum[r], error_of(&m, r));
		assert_true(m.sum[r] <= 1 + 3 * error_of(&m, r));
		assert_true(m.sum[r] > .6);
	}
}

/* If E is the likelihood ratio of its own prior, the mean of 1/E under that prior is 1; and 1/E
 * is bounded, so that this is sharp. */
static void test_inverse_mean_is_one_under_the_prior(void **state)
{
	struct moments m;

	gather(.4, true, &m);
	for (guint r = 0; r < READINGS; r++) {
		print_message("# mean of 1/E %.4f +- %.4f\n", m.sum[r], error_of(&m, r));
		assert_true(fabs(m.sum[r] - 1) <= 3.5 * error_of(&m, r));
		assert_true(error_of(&m, r) < .02);
	}
}

/* ---- outliers ---- */

/* One wild week is no evidence of anything lasting. */
static void test_outlier_is_cut(void **state)
{
	struct seeded_series wanted = {120, .3, .5, 0, 50, 1, 0};
	g_autofree double *value = seeded_values(&wanted, 8);
	double e[120], onset[120];
	struct onset_design design;

	value[110] -= 12;
	design_of(value, 120, NULL, &design);
	struct watch_terms terms = terms_of(.3, 119, 56, 1);
	watch_stake(&design, &terms, e, onset);
	double uncut = e[110];
	terms.limit = 3.5 * watch_spread(&design, .3, 52, NULL);
	watch_stake(&design, &terms, e, onset);
	print_message("# an outlier of 12: E %.3g uncut, %.3g cut\n", uncut, e[110]);
	assert_true(uncut > 20);
	assert_true(e[110] < 5);
	onset_design_clear(&design);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_student_tables),
		cmocka_unit_test(test_student_closed_forms),
		cmocka_unit_test(test_student_equals_integral),
		cmocka_unit_test(test_contrasts_are_least_squares),
		cmocka_unit_test(test_coefficients),
		cmocka_unit_test(test_equals_dense_oracle),
		cmocka_unit_test(test_equals_numerical_integration),
		cmocka_unit_test(test_later_start),
		cmocka_unit_test(test_mean_is_one_without_change),
		cmocka_unit_test(test_inverse_mean_is_one_under_the_prior),
		cmocka_unit_test(test_outlier_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
