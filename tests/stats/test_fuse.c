/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posterior of the onset: quiet where nothing happened, dated where something did, with an
 * interval that keeps its promise; fusion, tempering, covariates and uncovered weeks. */
#include "stats/onset.h"

#include "oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define WEEKS 156

static void posterior_of(double *const *values, guint n, guint weeks, const double *covariate,
			 struct onset_posterior *posterior)
{
	struct onset_axis axis = {weeks, 0, -1};
	struct onset_grid *grids = g_new(struct onset_grid, n);

	for (guint s = 0; s < n; s++) {
		struct onset_series series = {values[s], &covariate, covariate != NULL};
		onset_grid_compute(&series, &axis, &grids[s]);
	}
	onset_fuse(grids, n, &axis, posterior);
	for (guint s = 0; s < n; s++)
		onset_grid_clear(&grids[s]);
	g_free(grids);
}

static double probability_of(const struct seeded_series *wanted, guint32 seed)
{
	struct onset_posterior posterior;
	g_autofree double *value = seeded_values(wanted, seed);

	posterior_of(&value, 1, wanted->weeks, NULL, &posterior);
	double probability = posterior.probability;
	onset_posterior_clear(&posterior);
	return probability;
}

static void test_nothing_happened(void **state)
{
	const double rhos[] = {0, .3, .6};
	guint alarms = 0, sure = 0, total = 0;

	for (guint r = 0; r < G_N_ELEMENTS(rhos); r++) {
		struct seeded_series wanted = {WEEKS, rhos[r], 1.5, 0, 80, 1, .08};
		for (guint32 seed = 0; seed < 67; seed++, total++) {
			double probability = probability_of(&wanted, 1000 * r + seed);
			alarms += probability > .5;
			sure += probability > .9;
		}
	}
	print_message("# no change: P > .5 in %u, P > .9 in %u of %u series\n", alarms, sure,
		      total);
	assert_true(alarms <= total * 8 / 100);
	assert_true(sure <= total * 3 / 100);
}

static void check_dating(const char *name, guint ramp, double rate_at_least)
{
	struct seeded_series wanted = {WEEKS, .3, 1, 2.5, 80, ramp, .08};
	guint found = 0, inside = 0, total = 40;
	double error = 0;

	for (guint32 seed = 0; seed < total; seed++) {
		struct onset_posterior posterior;
		g_autofree double *value = seeded_values(&wanted, seed);
		posterior_of(&value, 1, WEEKS, NULL, &posterior);
		found += posterior.probability > .5;
		inside += posterior.low <= 80 && 80 <= posterior.high;
		error += fabs(posterior.median - 80.0) / total;
		assert_true(posterior.low <= posterior.median);
		assert_true(posterior.median <= posterior.high);
		onset_posterior_clear(&posterior);
	}
	print_message("# %s of 2.5: found %u, inside the interval %u of %u, mean error %.1f\n",
		      name, found, inside, total, error);
	assert_true(found >= total * 85 / 100);
	assert_true(inside >= total * rate_at_least);
	assert_true(error < 16);
}

static void test_step_is_dated(void **state)
{
	check_dating("step", 1, .78);
}

static void test_slow_loss_is_dated(void **state)
{
	check_dating("ramp over 52 weeks", 52, .80);
}

static void test_one_series_equals_its_formula(void **state)
{
	struct seeded_series wanted = {WEEKS, .3, 1, 1.2, 80, 26, .08};
	g_autofree double *value = seeded_values(&wanted, 5);
	struct onset_axis axis = {WEEKS, 0, -1};
	struct onset_series series = {value, NULL, 0};
	const double prior[] = {.35, .09, .14, .14, .09, .19, .5, .5};
	struct onset_grid grid;
	struct onset_posterior posterior;

	value[0] = value[WEEKS - 1] = 10; /* the span is the whole axis */
	onset_grid_compute(&series, &axis, &grid);
	double erosion = 0, shock = 0, evidence = 0, before = 1 - pow(1 - 1 / 520., WEEKS);
	/* Noise that wanders too slowly divides the evidence. */
	grid.slow_power = 2 * grid.slow_freedom;
	double eta = (10 + grid.slow_freedom) / (10 + grid.slow_power);
	double begins[WEEKS] = {0}, passes[WEEKS] = {0};
	onset_fuse(&grid, 1, &axis, &posterior);
	for (guint m = 0; m < ORACLE_SHAPES; m++)
		for (guint t = 6; t < WEEKS - 6; t++) {
			double weight = exp(eta * grid.log_bf[m * WEEKS + t]) * prior[m] /
					(WEEKS - 12) * (m < 6 ? before : .15);
			*(m < 6 ? &begins[t] : &passes[t]) += weight;
			erosion += m < 6 ? weight : 0;
			if (m < 6)
				evidence += weight * eta * grid.log_bf[m * WEEKS + t];
		}
	/* A shock counts by how much of the erosion begins within half a year of it. */
	for (int t = 0; t < WEEKS; t++)
		for (int at = MAX(0, t - 26); at <= MIN(WEEKS - 1, t + 26); at++)
			shock += passes[t] * begins[at] / erosion;
	double none = fmax(1 - before - .15, .05), total = erosion + shock + none;
	assert_float_equal(posterior.probability, erosion / total, 1e-9);
	assert_float_equal(posterior.transient, shock / total, 1e-9);
	assert_float_equal(posterior.contribution[0], evidence / erosion, 1e-7);
	assert_float_equal(posterior.eta, eta, 1e-12);
	assert_float_equal(posterior.inclusion[0], 1, 0);
	onset_grid_clear(&grid);
	onset_posterior_clear(&posterior);
}

static void test_posterior_sums_to_one(void **state)
{
	struct seeded_series wanted = {WEEKS, .3, 1, 2, 90, 26, .1};
	double *values[3];
	struct onset_posterior posterior;
	double weeks = 0, shapes = 0, evidence = 0;

	for (guint s = 0; s < 3; s++)
		values[s] = seeded_values(&wanted, 40 + s);
	posterior_of(values, 3, WEEKS, NULL, &posterior);
	for (guint t = 0; t < WEEKS; t++)
		weeks += posterior.week[t];
	for (guint m = 0; m < ONSET_EROSION_BASES; m++)
		shapes += posterior.basis[m];
	for (guint s = 0; s < 3; s++) {
		evidence += posterior.contribution[s];
		assert_true(posterior.inclusion[s] > .5 && posterior.inclusion[s] <= 1);
		g_free(values[s]);
	}
	assert_float_equal(weeks, 1, 1e-9);
	assert_float_equal(shapes, 1, 1e-9);
	assert_true(evidence > 5);
	assert_true(posterior.eta > .6);
	onset_posterior_clear(&posterior);
}

/* The same series three times is one witness, not three. */
static void test_repetition_is_tempered(void **state)
{
	struct seeded_series wanted = {WEEKS, .3, 1, 1, 90, 26, .1};
	g_autofree double *value = seeded_values(&wanted, 8);
	double *const values[] = {value, value, value};
	struct onset_posterior one, three;

	posterior_of(values, 1, WEEKS, NULL, &one);
	posterior_of(values, 3, WEEKS, NULL, &three);
	assert_true(three.eta < .45 && three.eta >= 1 / 3.);
	assert_true(three.contribution[0] + three.contribution[1] + three.contribution[2] <
		    1.2 * fabs(one.contribution[0]) + 1);
	onset_posterior_clear(&one);
	onset_posterior_clear(&three);
}

static void test_series_together_see_more(void **state)
{
	struct seeded_series wanted = {WEEKS, .3, 1, 1.2, 80, 26, .08};
	guint alone = 0, together = 0;

	for (guint32 seed = 0; seed < 12; seed++) {
		double *values[4];
		struct onset_posterior posterior;
		for (guint s = 0; s < 4; s++)
			values[s] = seeded_values(&wanted, 100 * seed + s);
		posterior_of(values, 1, WEEKS, NULL, &posterior);
		alone += posterior.probability > .7;
		onset_posterior_clear(&posterior);
		posterior_of(values, 4, WEEKS, NULL, &posterior);
		together += posterior.probability > .7;
		onset_posterior_clear(&posterior);
		for (guint s = 0; s < 4; s++)
			g_free(values[s]);
	}
	print_message("# loss of 1.2: found alone %u, by four %u of 12\n", alone, together);
	assert_true(together >= 10);
	assert_true(together >= alone);
}

static void test_short_series_says_nothing(void **state)
{
	struct seeded_series wanted = {WEEKS, .2, 1, 2, 80, 1, 0};
	g_autofree double *value = seeded_values(&wanted, 9);
	double empty[WEEKS];
	struct onset_posterior one, padded;

	for (guint t = 0; t < WEEKS; t++)
		empty[t] = t < 30 ? t % 5 : NAN;
	posterior_of((double *const[]){value}, 1, WEEKS, NULL, &one);
	posterior_of((double *const[]){value, empty}, 2, WEEKS, NULL, &padded);
	assert_float_equal(one.probability, padded.probability, 0);
	assert_float_equal(padded.contribution[1], 0, 0);
	assert_true(isnan(padded.inclusion[1]));
	onset_posterior_clear(&one);
	onset_posterior_clear(&padded);
	posterior_of((double *const[]){empty}, 1, WEEKS, NULL, &one);
	assert_true(isnan(one.probability));
	onset_posterior_clear(&one);
}

/* The end of an export is not silence: weeks that nothing covers change nothing. */
static void test_uncovered_tail_changes_nothing(void **state)
{
	struct seeded_series wanted = {WEEKS + 90, .3, 1, 1.5, 80, 26, .08};
	double *full[2], *cut[2];
	struct onset_posterior a, b;

	for (guint s = 0; s < 2; s++) {
		full[s] = seeded_values(&wanted, 60 + s);
		for (guint t = WEEKS; t < wanted.weeks; t++)
			full[s][t] = NAN;
		cut[s] = g_memdup2(full[s], WEEKS * sizeof(double));
	}
	posterior_of(full, 2, wanted.weeks, NULL, &a);
	posterior_of(cut, 2, WEEKS, NULL, &b);
	assert_float_equal(a.probability, b.probability, 0);
	assert_int_equal(a.median, b.median);
	assert_int_equal(a.low, b.low);
	assert_int_equal(a.high, b.high);
	assert_memory_equal(a.week, b.week, WEEKS * sizeof(double));
	assert_memory_equal(a.contribution, b.contribution, 2 * sizeof(double));
	onset_posterior_clear(&a);
	onset_posterior_clear(&b);
	for (guint s = 0; s < 2; s++) {
		g_free(full[s]);
		g_free(cut[s]);
	}
}

static void test_covariate_explains_a_step(void **state)
{
	struct seeded_series wanted = {WEEKS, .3, 1, 3, 80, 1, .05};
	g_autofree double *value = seeded_values(&wanted, 12);
	double step[WEEKS];
	struct onset_posterior without, with;

	for (guint t = 0; t < WEEKS; t++)
		step[t] = t >= 80;
	posterior_of(&value, 1, WEEKS, NULL, &without);
	posterior_of(&value, 1, WEEKS, step, &with);
	assert_true(without.probability > .9);
	assert_true(with.probability < .5);
	onset_posterior_clear(&without);
	onset_posterior_clear(&with);
}

static void test_shock_is_transient(void **state)
{
	struct seeded_series wanted = {WEEKS, .2, 0, 0, 80, 1, 0};
	g_autofree double *value = seeded_values(&wanted, 14);
	struct onset_posterior posterior;

	for (guint t = 80; t < WEEKS; t++)
		value[t] -= 6 * exp(-((t - 80.0) / 8));
	posterior_of(&value, 1, WEEKS, NULL, &posterior);
	assert_true(posterior.transient > .8);
	assert_true(posterior.probability < .2);
	onset_posterior_clear(&posterior);
}

static void test_twice_the_same(void **state)
{
	struct seeded_series wanted = {WEEKS, .3, 1, 1, 80, 26, .1};
	g_autofree double *value = seeded_values(&wanted, 15);
	struct onset_posterior a, b;

	posterior_of((double *const[]){value, value}, 2, WEEKS, NULL, &a);
	posterior_of((double *const[]){value, value}, 2, WEEKS, NULL, &b);
	assert_memory_equal(&a.probability, &b.probability, sizeof a.probability);
	assert_memory_equal(a.week, b.week, WEEKS * sizeof(double));
	onset_posterior_clear(&a);
	onset_posterior_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_happened),
		cmocka_unit_test(test_step_is_dated),
		cmocka_unit_test(test_slow_loss_is_dated),
		cmocka_unit_test(test_one_series_equals_its_formula),
		cmocka_unit_test(test_posterior_sums_to_one),
		cmocka_unit_test(test_repetition_is_tempered),
		cmocka_unit_test(test_series_together_see_more),
		cmocka_unit_test(test_short_series_says_nothing),
		cmocka_unit_test(test_uncovered_tail_changes_nothing),
		cmocka_unit_test(test_covariate_explains_a_step),
		cmocka_unit_test(test_shock_is_transient),
		cmocka_unit_test(test_twice_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
