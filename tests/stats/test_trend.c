/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The slope and its interval against sorting all pairs and the published formulas written down
 * once more, against figures of another program, and where the answer is known. */
#include "harness.h"

#include <math.h>
#include <stdlib.h>

#include "stats/trend.h"

static double normal(GRand *random)
{
	double u = 1 - g_rand_double(random), v = g_rand_double(random);

	return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* ---- the oracle ---- */

static double rank_among(const double *value, guint n, double one)
{
	double below = 0, equal = 0;

	for (guint i = 0; i < n; i++) {
		below += value[i] < one;
		equal += value[i] == one;
	}
	return below + (equal + 1) / 2;
}

/* n / n* of Hamed and Rao, over the ranks of what the slope leaves. */
static double oracle_inflation(const double *at, const double *value, guint n, double slope)
{
	g_autofree double *rest = g_new(double, n);
	double sum = 0, square = 0;

	for (guint i = 0; i < n; i++)
		rest[i] = value[i] - slope * (at[i] - at[0]);
	for (guint i = 0; i < n; i++)
		square += pow(rank_among(rest, n, rest[i]) - (n + 1) / 2.0, 2);
	for (guint lag = 1; lag < n; lag++) {
		double product = 0, m = n - lag;
		for (guint i = 0; i + lag < n; i++)
			product += (rank_among(rest, n, rest[i]) - (n + 1) / 2.0) *
				   (rank_among(rest, n, rest[i + lag]) - (n + 1) / 2.0);
		if (fabs(product / square) > 1.959963984540054 / sqrt(n))
			sum += m * (m - 1) * (m - 2) * product / square;
	}
	return fmax(1, 1 + 2 * sum / ((double)n * (n - 1) * (n - 2)));
}

static double oracle_variance(const double *value, guint n)
{
	double variance = (double)n * (n - 1) * (2.0 * n + 5);

	for (guint i = 0; i < n; i++) {
		double ties = 0;
		for (guint j = 0; j < n; j++)
			ties += value[j] == value[i];
		variance -= (ties - 1) * (2 * ties + 5);
	}
	return variance / 18;
}

static struct trend oracle(const double *at, const double *value, guint n)
{
	guint pairs = n * (n - 1) / 2, k = 0;
	g_autofree double *slope = g_new(double, pairs);

	for (guint i = 0; i < n; i++)
		for (guint j = i + 1; j < n; j++)
			slope[k++] = (value[j] - value[i]) / (at[j] - at[i]);
	qsort(slope, pairs, sizeof *slope, compare);
	double middle = slope[(pairs - 1) / 2] / 2 + slope[pairs / 2] / 2;
	double width = 1.6448536269514722 *
		       sqrt(oracle_variance(value, n) * oracle_inflation(at, value, n, middle));
	gint low = (gint)rint((pairs - width) / 2) - 1, high = (gint)rint((pairs + width) / 2);
	return (struct trend){middle, slope[MAX(low, 0)], slope[MIN(high, (gint)pairs - 1)], n,
			      1};
}

/* ---- tests ---- */

/* Noise of all colours, ties, slopes, uneven distances. */
static guint draw(GRand *random, double *at, double *value)
{
	guint n = (guint)g_rand_int_range(random, 4, 60);
	double rho = g_rand_double_range(random, -.5, .9), noise = 0, slope = normal(random);
	bool whole = g_rand_boolean(random);

	for (guint i = 0; i < n; i++) {
		at[i] = (i > 0 ? at[i - 1] : -3) + g_rand_double_range(random, .1, 2);
		noise = rho * noise + normal(random);
		value[i] = noise + .1 * slope * i;
		if (whole)
			value[i] = rint(value[i]);
	}
	return n;
}

static void test_brute_force(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	double at[60], value[60];
	guint widened = 0;

	for (guint round = 0; round < 500; round++) {
		guint n = draw(random, at, value);
		struct trend expected = oracle(at, value, n), got;
		trend_estimate(at, value, n, &got);
		assert_float_equal(got.slope, expected.slope, 1e-12);
		assert_float_equal(got.low, expected.low, 1e-12);
		assert_float_equal(got.high, expected.high, 1e-12);
		assert_int_equal(got.n, n);
		assert_int_equal(got.block, 1);
		widened += oracle_inflation(at, value, n, got.slope) > 1.05;
	}
	assert_true(widened > 100);
}

/* scipy 1.10.1, stats.theilslopes(y, x, alpha=0.90): no rank of what is left is correlated
 * beyond chance, so that both formulas are the same. */
static void test_other_program(void **state)
{
	static const double value[] = {0.19, -0.47, -0.31, -2.29, 2.0,  1.39,  -0.03, 1.12,
				       0.68, -0.1,  1.48,  0.24,  0.27, -0.14, 1.15,  0.65,
				       1.35, 0.24,  1.03,  0.06,  1.84, 1.24,  1.43,  1.56};
	double at[G_N_ELEMENTS(value)];
	struct trend got;

	for (guint i = 0; i < G_N_ELEMENTS(value); i++)
		at[i] = i;
	trend_estimate(at, value, G_N_ELEMENTS(value), &got);
	assert_float_equal(got.slope, 0.05911594202898551, 1e-12);
	assert_float_equal(got.low, 0.015454545454545453, 1e-12);
	assert_float_equal(got.high, 0.10000000000000009, 1e-12);
}

static void test_line_is_found_whatever_its_unit(void **state)
{
	double at[100], value[100];
	struct trend got;

	for (guint i = 0; i < 100; i++) {
		at[i] = 2020 + i / 52.;
		value[i] = 5 - 3 * at[i];
	}
	value[50] = 1e9;
	trend_estimate(at, value, 100, &got);
	assert_float_equal(got.slope, -3, 1e-9);
	assert_float_equal(got.low, -3, 1e-6);
	assert_float_equal(got.high, -3, 1e-6);
}

static void test_missing_points_are_not_there(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	double at[60], value[60], gappy_at[120], gappy[120];
	guint n = 60;
	struct trend whole, holes;

	for (guint i = 0; i < n; i++) {
		at[i] = gappy_at[2 * i] = 2 * i;
		gappy_at[2 * i + 1] = 2 * i + 1;
		value[i] = gappy[2 * i] = normal(random) + i / 20.;
		gappy[2 * i + 1] = NAN;
	}
	trend_estimate(at, value, n, &whole);
	trend_estimate(gappy_at, gappy, 2 * n, &holes);
	assert_memory_equal(&whole, &holes, sizeof whole);
}

static void test_too_few(void **state)
{
	double at[] = {0, 1, 2, 3}, value[] = {1, 2, NAN, 4}, same[] = {5, 5, 5, 5};
	struct trend got;

	trend_estimate(at, value, 4, &got);
	assert_true(isnan(got.slope) && isnan(got.low) && isnan(got.high));
	assert_int_equal(got.n, 3);
	trend_estimate(at, same, 4, &got);
	assert_true(got.slope == 0 && got.low == 0 && got.high == 0);
	trend_estimate(NULL, NULL, 0, &got);
	assert_true(isnan(got.slope));
	assert_int_equal(got.n, 0);
}

static void test_extreme_sizes(void **state)
{
	double at[] = {0, 1, 2, 3, 4}, value[] = {-1e100, 1e-300, 0, 1e100, 1e100};
	struct trend got, expected = oracle(at, value, 5);

	trend_estimate(at, value, 5, &got);
	assert_true(got.slope == expected.slope && got.low == expected.low &&
		    got.high == expected.high);
}

/* Beyond two thousand points blocks stand for them: the slope stays, wild points do not move
 * it.
 */
static void test_long_history_is_reduced(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(3);
	guint n = 100001;
	g_autofree double *at = g_new(double, n);
	g_autofree double *value = g_new(double, n);
	struct trend got;

	for (guint i = 0; i < n; i++) {
		at[i] = i;
		value[i] = 1e-4 * i + normal(random) + (i % 10 == 0 ? 1e6 : 0);
	}
	trend_estimate(at, value, n, &got);
	assert_int_equal(got.n, n);
	assert_int_equal(got.block, 51);
	assert_float_equal(got.slope, 1e-4, 1e-6);
	assert_true(got.low < got.slope && got.slope < got.high);
	assert_true(got.low > .98e-4 && got.high < 1.02e-4);
}

/* Independent noise: nine intervals in ten hold the slope. Of noise with a memory three in four
 * do, where those for independent points hold it in two cases of three: on a hundred points the
 * correction is too small. */
static double coverage(double rho, guint32 seed)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	double at[100], value[100], noise = 0;
	guint held = 0, rounds = 400;

	for (guint round = 0; round < rounds; round++) {
		struct trend got;
		for (guint i = 0; i < 100; i++) {
			noise = rho * noise + normal(random);
			at[i] = i;
			value[i] = noise + .02 * i;
		}
		trend_estimate(at, value, 100, &got);
		held += got.low <= .02 && .02 <= got.high;
	}
	return (double)held / rounds;
}

static void test_coverage(void **state)
{
	assert_true(coverage(0, 5) >= .87);
	assert_true(coverage(.5, 6) >= .72);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_brute_force),
		cmocka_unit_test(test_other_program),
		cmocka_unit_test(test_line_is_found_whatever_its_unit),
		cmocka_unit_test(test_missing_points_are_not_there),
		cmocka_unit_test(test_too_few),
		cmocka_unit_test(test_extreme_sizes),
		cmocka_unit_test(test_long_history_is_reduced),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
