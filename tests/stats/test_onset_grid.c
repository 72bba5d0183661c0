/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The grid against a dense oracle, against numerical integration, and its suffix recursions
 * against direct sums; columns that say nothing are dropped; missing weeks say nothing. */
#include "stats/onset-internal.h"

#include "oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const guint full_season[] = {0, 1, 2, 3, 4, 5, 6};

static struct onset_grid grid_of(const double *value, guint weeks, int direction,
				 const double *covariate)
{
	struct onset_axis axis = {weeks, 3, direction};
	struct onset_series series = {value, &covariate, covariate != NULL};
	struct onset_grid grid;

	onset_grid_compute(&series, &axis, &grid);
	return grid;
}

static double oracle_log_bf(const double *value, guint weeks, const double *covariate,
			    guint shape, guint onset)
{
	struct oracle_cell cells[ORACLE_RHOS];
	double log_bf[ORACLE_RHOS];

	for (guint r = 0; r < ORACLE_RHOS; r++) {
		cells[r] = oracle_at(value, weeks, 3, full_season, 7, covariate, oracle_rho[r],
				     shape, onset);
		log_bf[r] = oracle_closed_form(&cells[r], shape < ONSET_EROSION_BASES);
	}
	return oracle_over_rho(cells, log_bf);
}

static void test_equals_dense_oracle(void **state)
{
	struct seeded_series wanted = {104, .4, 1, 2, 50, 13, .1};

	for (guint32 seed = 0; seed < 3; seed++) {
		g_autofree double *value = seeded_values(&wanted, seed);
		g_autofree double *covariate = g_new(double, 104);
		for (guint t = 0; t < 104; t++)
			covariate[t] = t >= 70;
		struct onset_grid grid = grid_of(value, 104, -1, seed == 1 ? covariate : NULL);
		guint first = 0;
		while (isnan(value[first]))
			first++;
		for (guint shape = 0; shape < ORACLE_SHAPES; shape++)
			for (guint onset = first + 6; onset < 96; onset += 17) {
				double expected = oracle_log_bf(
					value, 104, seed == 1 ? covariate : NULL, shape, onset);
				assert_float_equal(grid.log_bf[shape * 104 + onset], expected,
						   1e-6);
			}
		onset_grid_clear(&grid);
	}
}

/* The whitened shape from observation `from` on; it is zero before. */
static void whitened_shape(const struct onset_design *design,
			   const struct onset_whitened *whitened, const double *table,
			   guint onset, guint from, double *out)
{
	double previous = 0;

	for (guint k = from; k < design->n; k++) {
		double value = table[design->week[k] - onset];
		out[k] = (value - whitened->link[k] * previous) / whitened->scale[k];
		previous = value;
	}
}

static void dense_cell(const struct onset_whitened *whitened, const double *shape, guint from,
		       struct onset_products *products, gsize cell)
{
	guint n = whitened->n - from;
	double length = onset_dot(shape + from, shape + from, n), remainder = length;

	for (guint j = 0; j < whitened->columns; j++) {
		const double *direction = whitened->basis + (gsize)j * whitened->n;
		double along = onset_dot(shape + from, direction + from, n);
		remainder -= along * along;
	}
	products->with_data[cell] = onset_dot(shape + from, whitened->residual + from, n);
	products->length[cell] = length;
	products->remainder[cell] = remainder;
}

static void products_dense(const struct onset_design *design,
			   const struct onset_whitened *whitened,
			   struct onset_products *products)
{
	g_autofree double *table = g_new(double, design->weeks);
	g_autofree double *shape = g_new(double, design->n);

	for (guint basis = 0; basis < ONSET_BASIS_COUNT; basis++) {
		guint from = 0;
		for (guint week = 0; week < design->weeks; week++)
			table[week] = oracle_shape(basis, (int)week);
		for (guint onset = 0; onset < design->weeks; onset++) {
			while (from < design->n && design->week[from] < onset)
				from++;
			whitened_shape(design, whitened, table, onset, from, shape);
			dense_cell(whitened, shape, from, products,
				   (gsize)basis * design->weeks + onset);
		}
	}
}

/* Both ways on one design: they must agree for any missing pattern.
 */
static double largest_difference(const double *value, guint weeks)
{
	struct onset_axis axis = {weeks, 20, -1};
	struct onset_series series = {value, NULL, 0};
	struct onset_design design;
	double worst = 0;

	assert_true(onset_design_init(&design, &series, &axis));
	for (guint r = 0; r < ORACLE_RHOS; r++) {
		struct onset_whitened whitened;
		struct onset_products dense, suffix;
		onset_whiten(&design, oracle_rho[r], &whitened);
		onset_products_init(&dense, design.weeks);
		onset_products_init(&suffix, design.weeks);
		products_dense(&design, &whitened, &dense);
		onset_products_suffix(&design, &whitened, &suffix);
		for (gsize c = 0; c < (gsize)ONSET_BASIS_COUNT * design.weeks; c++) {
			double size = fmax(dense.length[c], 1);
			worst = fmax(worst, fabs(dense.length[c] - suffix.length[c]) / size);
			worst = fmax(worst,
				     fabs(dense.remainder[c] - suffix.remainder[c]) / size);
			worst = fmax(worst, fabs(dense.with_data[c] - suffix.with_data[c]) /
						    sqrt(size * whitened.sum_of_squares));
		}
		onset_products_clear(&dense);
		onset_products_clear(&suffix);
		onset_whitened_clear(&whitened);
	}
	onset_design_clear(&design);
	return worst;
}

static void test_suffix_equals_dense(void **state)
{
	double worst = 0;

	for (guint32 seed = 0; seed < 12; seed++) {
		struct seeded_series wanted = {60 + seed * 21, .3, 1, 1, 40, 26, .05 * seed};
		g_autofree double *value = seeded_values(&wanted, seed);
		for (guint t = 20; t < 20 + 3 * seed;
		     t++) /* up to 33 weeks, longer than a ramp */
			value[t] = NAN;
		worst = fmax(worst, largest_difference(value, wanted.weeks));
	}
	print_message("# suffix against dense: largest relative difference %.2e\n", worst);
	assert_true(worst < 1e-9);
}

/* A hole longer than the shortest ramp. */
static void test_long_gap_is_right(void **state)
{
	struct seeded_series wanted = {110, .5, 0, 2, 40, 13, 0};
	g_autofree double *value = seeded_values(&wanted, 7);

	for (guint t = 45; t < 63; t++)
		value[t] = NAN;
	struct onset_grid grid = grid_of(value, 110, -1, NULL);
	for (guint shape = 0; shape < ORACLE_SHAPES; shape++)
		for (guint onset = 40; onset < 70; onset += 6)
			assert_float_equal(grid.log_bf[shape * 110 + onset],
					   oracle_log_bf(value, 110, NULL, shape, onset), 1e-6);
	onset_grid_clear(&grid);
}

/* log of the integral over effect/sigma and sigma of likelihood times priors, against the
 * integral without effect. `losses` keeps the negative effects, with twice their prior. */
static double integrated_log_bf(const struct oracle_cell *c, gboolean losses)
{
	double scale = sqrt(c->information / c->remainder), none = 0, loss = 0;
	double center = sqrt(c->sum_of_squares / c->freedom);

	for (double log_s = -2; log_s <= 2; log_s += .004) {
		double sigma = center * exp(log_s);
		double base = -c->freedom * log_s - c->sum_of_squares / (2 * sigma * sigma) +
			      c->freedom / 2;
		double inner = 0, step = .004;
		for (double b = -6; b <= (losses ? 0 : 6); b += step) {
			double effect = b * scale; /* in sigmas */
			inner += exp(-b * b / 2 + effect * c->with_data / sigma -
				     effect * effect * c->remainder / 2);
		}
		none += exp(base);
		loss += exp(base) * inner * step / sqrt(2 * G_PI) * (losses ? 2 : 1);
	}
	return log(loss / none);
}

static void test_equals_numerical_integration(void **state)
{
	static const guint short_season[] = {0, 5, 6};
	struct seeded_series wanted = {48, .2, 0, 1.2, 20, 1, .05};
	g_autofree double *value = seeded_values(&wanted, 11);
	struct onset_grid grid = grid_of(value, 48, -1, NULL);
	const guint shapes[] = {ONSET_SHOCK13, ONSET_STEP, ONSET_RAMP26};

	for (guint i = 0; i < G_N_ELEMENTS(shapes); i++) {
		struct oracle_cell cells[ORACLE_RHOS];
		double log_bf[ORACLE_RHOS];
		gboolean losses = shapes[i] < ONSET_EROSION_BASES;
		for (guint r = 0; r < ORACLE_RHOS; r++) {
			cells[r] = oracle_at(value, 48, 3, short_season, 2, NULL, oracle_rho[r],
					     shapes[i], 20);
			log_bf[r] = integrated_log_bf(&cells[r], losses);
		}
		/* The sign's share is the normal approximation of a t distribution. */
		assert_float_equal(grid.log_bf[shapes[i] * 48 + 20],
				   oracle_over_rho(cells, log_bf), losses ? .03 : 1e-3);
	}
	onset_grid_clear(&grid);
}

static void test_useless_covariates_are_dropped(void **state)
{
	struct seeded_series wanted = {120, .3, 1, 2, 60, 1, .05};
	g_autofree double *value = seeded_values(&wanted, 2);
	g_autofree double *twice = g_new(double, 120);
	double zero[120] = {0};
	struct onset_axis axis = {120, 3, -1};
	struct onset_grid plain = grid_of(value, 120, -1, NULL), padded;

	for (guint t = 0; t < 120; t++)
		twice[t] = 5 + 2 * cos(2 * G_PI * (3.0 + t) / 52.1775);
	struct onset_series series = {value, (const double *[]){zero, twice, zero}, 3};
	onset_grid_compute(&series, &axis, &padded);
	for (guint c = 0; c < ONSET_BASIS_COUNT * 120; c++)
		if (isfinite(plain.log_bf[c]))
			assert_float_equal(plain.log_bf[c], padded.log_bf[c], 1e-8);
	onset_grid_clear(&plain);
	onset_grid_clear(&padded);
}

static void test_direction_mirrors(void **state)
{
	struct seeded_series wanted = {120, .3, 1, 2, 60, 13, .05};
	g_autofree double *value = seeded_values(&wanted, 3);
	struct onset_grid down = grid_of(value, 120, -1, NULL);

	for (guint t = 0; t < 120; t++)
		value[t] = 4 - value[t];
	struct onset_grid up = grid_of(value, 120, 1, NULL);
	for (guint c = 0; c < ONSET_BASIS_COUNT * 120; c++)
		if (isfinite(down.log_bf[c]))
			assert_float_equal(down.log_bf[c], up.log_bf[c], 1e-7);
	onset_grid_clear(&down);
	onset_grid_clear(&up);
}

static void test_too_short_and_flat(void **state)
{
	double value[90];

	for (guint t = 0; t < 90; t++)
		value[t] = t < 39 ? t % 3 : NAN;
	struct onset_grid grid = grid_of(value, 90, -1, NULL);
	assert_null(grid.log_bf);
	assert_int_equal(grid.observed, 39);
	onset_grid_clear(&grid);

	for (guint t = 0; t < 90; t++)
		value[t] = 1.2247;
	grid = grid_of(value, 90, -1, NULL);
	for (guint t = 6; t < 84; t++) {
		assert_true(isfinite(grid.log_bf[t]));
		assert_true(grid.log_bf[t] < 0.5);
	}
	onset_grid_clear(&grid);
}

static void test_admissible_onsets(void **state)
{
	struct seeded_series wanted = {100, 0, 0, 0, 50, 1, 0};
	g_autofree double *value = seeded_values(&wanted, 4);

	for (guint t = 0; t < 9; t++)
		value[t] = value[99 - t] = NAN;
	struct onset_grid grid = grid_of(value, 100, -1, NULL);
	for (guint t = 0; t < 100; t++)
		assert_int_equal(isfinite(grid.log_bf[t]) != 0, t >= 15 && t <= 84);
	onset_grid_clear(&grid);
}

/* Slow power over what the model expects, all seeds together. */
static double slow_ratio(double wandering, guint32 seeds)
{
	struct seeded_series wanted = {156, .3, 1, 0, 80, 1, .08};
	double power = 0, freedom = 0;

	for (guint32 seed = 0; seed < seeds; seed++) {
		g_autofree double *value = seeded_values(&wanted, seed);
		GRand *random = g_rand_new_with_seed(1000 + seed);
		double level = 0;
		for (guint t = 0; t < 156; t++) {
			level = .98 * level + wandering * seeded_normal(random);
			value[t] += level;
		}
		struct onset_grid grid = grid_of(value, 156, -1, NULL);
		power += grid.slow_power;
		freedom += grid.slow_freedom;
		onset_grid_clear(&grid);
		g_rand_free(random);
	}
	return power / freedom;
}

static void test_slow_noise_is_seen(void **state)
{
	double modelled = slow_ratio(0, 40), wanders = slow_ratio(.3, 40);

	print_message(
		"# slow power over expected: %.2f of AR(1), %.2f when the level wanders\n",
		modelled, wanders);
	/* Below 1: the best of many losses has taken some of it. */
	assert_true(modelled > .6 && modelled < 1);
	assert_true(wanders > 1.3 * modelled);
}

static void test_slow_noise_knows_no_unit(void **state)
{
	struct seeded_series wanted = {156, .3, 1, 1, 80, 26, .08};
	g_autofree double *value = seeded_values(&wanted, 3);
	struct onset_grid small = grid_of(value, 156, -1, NULL), large;

	for (guint t = 0; t < 156; t++)
		value[t] *= 1000;
	large = grid_of(value, 156, -1, NULL);
	assert_float_equal(small.slow_power, large.slow_power, 1e-6);
	assert_float_equal(small.slow_freedom, large.slow_freedom, 1e-9);
	/* Ten waves less what level, season and loss take of them. */
	assert_true(small.slow_freedom > 3 && small.slow_freedom < 9);
	onset_grid_clear(&small);
	onset_grid_clear(&large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equals_dense_oracle),
		cmocka_unit_test(test_suffix_equals_dense),
		cmocka_unit_test(test_long_gap_is_right),
		cmocka_unit_test(test_equals_numerical_integration),
		cmocka_unit_test(test_useless_covariates_are_dropped),
		cmocka_unit_test(test_direction_mirrors),
		cmocka_unit_test(test_too_short_and_flat),
		cmocka_unit_test(test_admissible_onsets),
		cmocka_unit_test(test_slow_noise_is_seen),
		cmocka_unit_test(test_slow_noise_knows_no_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
