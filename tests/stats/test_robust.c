/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Wild weeks are cut, lasting changes and rare events stay; transforms have the variance they
 * promise. */
#include "stats/onset-internal.h"

#include "oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void robustify(double *value, guint weeks)
{
	struct onset_axis axis = {weeks, 0, -1};
	struct onset_series shape = {value, NULL, 0};

	onset_robustify(value, &shape, &axis);
}

static void test_median_and_mad(void **state)
{
	double odd[] = {3, 1, 2}, even[] = {4, 1, 3, 2}, spread[] = {1, 2, 3, 4, 100};

	assert_float_equal(onset_median(odd, 3), 2, 0);
	assert_float_equal(onset_median(even, 4), 2.5, 0);
	assert_true(isnan(onset_median(odd, 0)));
	assert_float_equal(onset_mad(spread, 5), 1.4826, 1e-12);
	assert_float_equal(spread[4], 100, 0);
}

static void test_outlier_is_cut(void **state)
{
	struct seeded_series wanted = {120, .2, 1, 0, 60, 1, 0};
	g_autofree double *value = seeded_values(&wanted, 1);
	g_autofree double *before = g_memdup2(value, 120 * sizeof *value);

	value[50] = 60;
	value[70] = NAN;
	robustify(value, 120);
	assert_true(value[50] < 20);
	assert_true(isnan(value[70]));
	guint moved = 0;
	for (guint t = 0; t < 120; t++)
		moved += t != 50 && t != 70 && fabs(value[t] - before[t]) > 1e-6;
	assert_true(moved <= 4);
}

static void test_step_stays(void **state)
{
	struct seeded_series wanted = {120, .2, 0, 8, 60, 1, 0};
	g_autofree double *value = seeded_values(&wanted, 2);
	double before = 0, after = 0;

	robustify(value, 120);
	for (guint t = 0; t < 60; t++) {
		before += value[t] / 60;
		after += value[60 + t] / 60;
	}
	assert_true(before - after > 7);
}

/* One event a month: half of the weeks and more are equal, and yet no event is an outlier. */
static void test_rare_events_stay(void **state)
{
	double value[104];

	for (guint t = 0; t < 104; t++)
		value[t] = onset_stabilise_count(t % 4 == 0, 5, 5);
	robustify(value, 104);
	assert_true(value[48] - value[49] > 1);
}

static void test_short_and_empty(void **state)
{
	double value[] = {NAN, 1, 900, 1, NAN}, empty[] = {NAN, NAN};

	robustify(value, 5);
	assert_float_equal(value[2], 900, 0);
	robustify(empty, 2);
	assert_true(isnan(empty[0]));
}

static guint poisson(GRand *random, double mean)
{
	double limit = exp(-mean), product = g_rand_double(random);
	guint n = 0;

	for (; product > limit; n++)
		product *= g_rand_double(random);
	return n;
}

static void test_counts_get_unit_variance(void **state)
{
	const double means[] = {2, 5, 20};
	GRand *random = g_rand_new_with_seed(3);

	for (guint i = 0; i < G_N_ELEMENTS(means); i++) {
		double sum = 0, squares = 0;
		for (guint k = 0; k < 20000; k++) {
			double x = onset_stabilise_count(poisson(random, means[i]), 5, 5);
			sum += x;
			squares += x * x;
		}
		double variance = squares / 20000 - sum * sum / 4e8;
		assert_float_equal(variance, 1, .12);
	}
	g_rand_free(random);
}

static void test_transforms_at_their_ends(void **state)
{
	assert_float_equal(onset_stabilise_count(6, 3, 5), 2 * sqrt(10 + .375), 1e-12);
	assert_true(isnan(onset_stabilise_count(1, 0, 5)));
	assert_true(isnan(onset_stabilise_proportion(1, 0, 5)));
	assert_true(onset_stabilise_proportion(1, 20, 20) >
		    onset_stabilise_proportion(.5, 20, 20));
	assert_float_equal(onset_stabilise_duration(1), 0, 0);
	assert_float_equal(onset_stabilise_duration(0), log(1 / 60.), 1e-12);
	assert_true(isfinite(onset_stabilise_score(1)) && isfinite(onset_stabilise_score(0)));
	assert_float_equal(onset_stabilise_score(.5), 0, 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median_and_mad),
		cmocka_unit_test(test_outlier_is_cut),
		cmocka_unit_test(test_step_stays),
		cmocka_unit_test(test_rare_events_stay),
		cmocka_unit_test(test_short_and_empty),
		cmocka_unit_test(test_counts_get_unit_variance),
		cmocka_unit_test(test_transforms_at_their_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
