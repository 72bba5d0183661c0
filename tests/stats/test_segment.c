/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is promised of the segmentation as a whole: changes that are there are found and dated,
 * at any length; none where there are none, correlated noise and rare events included; missing
 * points, scale and sign change nothing; intervals hold the truth as often as they say. */
#include "stats/segment.h"

#include "stats/random.h"
#include "tests/harness.h"

#include <math.h>

/* cmocka compares floats. */
static void assert_near(double a, double b, double tolerance)
{
	assert_true(fabs(a - b) <= tolerance);
}

/* AR(1) noise of variance about one. */
static double *noise(guint64 seed, gsize n, double rho)
{
	GRand *random = random_stream(seed, "segment", "noise");
	double *value = g_new(double, n);
	double before = random_normal(random);

	for (gsize k = 0; k < n; k++) {
		value[k] = before;
		before = rho * before + sqrt(1 - rho * rho) * random_normal(random);
	}
	g_rand_free(random);
	return value;
}

static struct segment_change at(const GArray *changes, guint i)
{
	return g_array_index(changes, struct segment_change, i);
}

static void assert_in_order(const GArray *changes, gsize n)
{
	for (guint i = 0; i < changes->len; i++) {
		struct segment_change change = at(changes, i);
		assert_true(change.index > 0 && change.index < n);
		assert_true(change.low <= change.index && change.index <= change.high);
		assert_true(change.high < n);
		assert_true(change.support >= 0 && change.support <= 1);
		assert_true(isfinite(change.before) && isfinite(change.after));
		if (i > 0) {
			assert_true(change.index > at(changes, i - 1).index);
			assert_true(change.before == at(changes, i - 1).after);
		}
	}
}

static void assert_same(const GArray *a, const GArray *b, gsize shift)
{
	assert_int_equal(a->len, b->len);
	for (guint i = 0; i < a->len; i++) {
		assert_int_equal(at(a, i).index + shift, at(b, i).index);
		assert_int_equal(at(a, i).low + shift, at(b, i).low);
		assert_int_equal(at(a, i).high + shift, at(b, i).high);
		assert_near(at(a, i).support, at(b, i).support, 1e-9);
	}
}

static void test_nothing_to_segment(void **state)
{
	double nine[9] = {0, 0, 0, 0, 9, 9, 9, 9, 9}, holes[30], equal[40];

	for (guint k = 0; k < 40; k++)
		equal[k] = 7.25;
	for (guint k = 0; k < 30; k++)
		holes[k] = k % 4 == 0 ? k : NAN;
	g_autoptr(GArray) of_none = segment_find(NULL, 0);
	g_autoptr(GArray) of_nine = segment_find(nine, 9);
	g_autoptr(GArray) of_holes = segment_find(holes, 30);
	g_autoptr(GArray) of_equal = segment_find(equal, 40);
	assert_int_equal(of_none->len + of_nine->len + of_holes->len + of_equal->len, 0);
}

static void test_steps(void **state)
{
	g_autofree double *value = noise(1, 120, 0);

	for (gsize k = 40; k < 120; k++)
		value[k] += k < 80 ? 8 : 0;
	g_autoptr(GArray) changes = segment_find(value, 120);
	assert_in_order(changes, 120);
	assert_int_equal(changes->len, 2);
	for (guint i = 0; i < 2; i++) {
		assert_int_equal(at(changes, i).index, 40 * (i + 1));
		assert_true(at(changes, i).support > .6);
		assert_true(at(changes, i).high - at(changes, i).low <= 2);
	}
	assert_near(at(changes, 0).before, 0, .5);
	assert_near(at(changes, 0).after, 8, .5);
}

/* A level that starts to fall is one change, not a stair. */
static void test_kink(void **state)
{
	g_autofree double *value = noise(1, 120, 0);

	for (gsize k = 60; k < 120; k++)
		value[k] -= .4 * (double)(k - 60);
	g_autoptr(GArray) changes = segment_find(value, 120);
	assert_in_order(changes, 120);
	assert_int_equal(changes->len, 1);
	assert_true(at(changes, 0).low <= 66 && at(changes, 0).high >= 54);
}

static void test_means_are_those_observed(void **state)
{
	double value[60], before = 0, after = 0;

	for (guint k = 0; k < 60; k++) {
		value[k] = k % 7 == 3 ? NAN : (k < 30 ? 10 : 20) + (k * 7919 % 13) / 10.0;
		before += k < 30 && !isnan(value[k]) ? value[k] : 0;
		after += k >= 30 && !isnan(value[k]) ? value[k] : 0;
	}
	g_autoptr(GArray) changes = segment_find(value, 60);
	assert_int_equal(changes->len, 1);
	assert_int_equal(at(changes, 0).index, 30);
	assert_near(at(changes, 0).before, before / 26, 1e-12);
	assert_near(at(changes, 0).after, after / 25, 1e-12);
}

/* Points that nobody observed at the ends move the places and nothing else; one that is missing
 * where the level changes is no first point of a segment. */
static void test_missing_points(void **state)
{
	static const gsize lengths[] = {200, 8000};

	for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
		gsize n = lengths[i];
		g_autofree double *value = noise(2, n, 0);
		g_autofree double *padded = g_new(double, n + 70);
		for (gsize k = n / 2; k < n; k++)
			value[k] += 4;
		value[n / 2] = value[n / 2 + 1] = NAN;
		for (gsize k = 0; k < n + 70; k++)
			padded[k] = k < 30 || k >= n + 30 ? NAN : value[k - 30];
		g_autoptr(GArray) changes = segment_find(value, n);
		g_autoptr(GArray) moved = segment_find(padded, n + 70);
		assert_true(changes->len > 0);
		assert_false(isnan(value[at(changes, 0).index]));
		assert_int_equal(at(changes, 0).index, n / 2 + 2);
		assert_same(changes, moved, 30);
	}
}

static void test_scale_and_sign(void **state)
{
	static const double factors[] = {-1, 0x1p-1000, -0x1p1000, 0x1p10};
	static const gsize lengths[] = {200, 8000};

	for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
		gsize n = lengths[i];
		g_autofree double *value = noise(3, n, .3);
		g_autofree double *scaled = g_new(double, n);
		for (gsize k = n / 3; k < n; k++)
			value[k] += 3;
		g_autoptr(GArray) changes = segment_find(value, n);
		assert_in_order(changes, n);
		assert_true(changes->len > 0);
		for (guint f = 0; f < G_N_ELEMENTS(factors); f++) {
			for (gsize k = 0; k < n; k++)
				scaled[k] = factors[f] * value[k];
			g_autoptr(GArray) same = segment_find(scaled, n);
			assert_in_order(same, n);
			assert_same(changes, same, 0);
		}
	}
}

static void test_largest_values(void **state)
{
	double value[40];

	for (guint k = 0; k < 40; k++)
		value[k] = (k < 20 ? -1 : 1) * 1.7e308 * (1 - k % 3 / 100.0);
	g_autoptr(GArray) changes = segment_find(value, 40);
	assert_in_order(changes, 40);
	assert_int_equal(changes->len, 1);
	assert_int_equal(at(changes, 0).index, 20);
	assert_true(at(changes, 0).before < -1.6e308);
}

static void test_time_backwards(void **state)
{
	g_autofree double *value = noise(4, 300, 0);
	g_autofree double *mirror = g_new(double, 300);

	for (gsize k = 100; k < 300; k++)
		value[k] += 5;
	for (gsize k = 0; k < 300; k++)
		mirror[k] = value[299 - k];
	g_autoptr(GArray) changes = segment_find(value, 300);
	g_autoptr(GArray) back = segment_find(mirror, 300);
	assert_int_equal(changes->len, 1);
	assert_int_equal(back->len, 1);
	assert_int_equal(at(back, 0).index, 300 - at(changes, 0).index);
}

static guint series_with_changes(gsize n, double rho, guint seeds)
{
	guint with = 0;

	for (guint seed = 0; seed < seeds; seed++) {
		g_autofree double *value = noise(100 + seed, n, rho);
		g_autoptr(GArray) changes = segment_find(value, n);
		with += changes->len > 0;
	}
	return with;
}

static void test_noise_alone(void **state)
{
	assert_true(series_with_changes(120, 0, 60) <= 3);
	assert_true(series_with_changes(6000, 0, 40) <= 1);
	assert_true(series_with_changes(6000, .5, 40) <= 2);
	assert_true(series_with_changes(40000, .5, 10) <= 1);
}

/* Events from one a thousand points to one a point: counts of a steady rate do not change. */
static void test_rare_events(void **state)
{
	static const double rates[] = {.001, .01, .1, .3, 1};
	GRand *random = random_stream(5, "segment", "events");
	g_autofree double *value = g_new(double, 20000);
	guint found = 0;

	for (guint i = 0; i < G_N_ELEMENTS(rates); i++) {
		for (gsize k = 0; k < 20000; k++)
			value[k] = random_poisson(random, rates[i]);
		g_autoptr(GArray) changes = segment_find(value, 20000);
		found += changes->len;
	}
	assert_true(found <= 1);
	for (gsize k = 0; k < 20000; k++)
		value[k] = random_poisson(random, k < 12000 ? .1 : .4);
	g_autoptr(GArray) changes = segment_find(value, 20000);
	assert_int_equal(changes->len, 1);
	assert_true(at(changes, 0).low <= 12000 && at(changes, 0).high >= 12000);
	assert_true(at(changes, 0).high - at(changes, 0).low < 400);
	assert_near(at(changes, 0).after, .4, .05);
	g_rand_free(random);
}

/* Fitted by blocks, and yet dated to the event. */
static void test_rare_events_to_the_point(void **state)
{
	g_autofree double *value = g_new(double, 20000);
	guint near = 0;

	for (guint seed = 0; seed < 12; seed++) {
		GRand *random = random_stream(seed, "segment", "dated events");
		for (gsize k = 0; k < 20000; k++)
			value[k] = random_poisson(random, k < 12356 ? .2 : 2);
		g_autoptr(GArray) changes = segment_find(value, 20000);
		assert_in_order(changes, 20000);
		assert_int_equal(changes->len, 1);
		gsize index = at(changes, 0).index;
		near += index + 4 > 12356 && index < 12356 + 4;
		g_rand_free(random);
	}
	assert_true(near >= 10);
}

static void test_steps_without_noise(void **state)
{
	g_autofree double *value = g_new(double, 9000);

	for (gsize k = 0; k < 9000; k++)
		value[k] = (double)(k / 1500 * 5 % 7);
	value[4000] = 90;
	g_autoptr(GArray) changes = segment_find(value, 9000);
	assert_in_order(changes, 9000);
	assert_int_equal(changes->len, 5);
	for (guint i = 0; i < 5; i++)
		assert_int_equal(at(changes, i).index, 1500 * (i + 1));
}

/* Steps of three deviations every 500 points, up and down, one wild value among them. */
static void test_long_history(void **state)
{
	static const double rhos[] = {0, .3};
	gsize n = 20000;

	for (guint i = 0; i < G_N_ELEMENTS(rhos); i++) {
		g_autofree double *value = noise(7, n, rhos[i]);
		guint held = 0;
		for (gsize k = 0; k < n; k++)
			value[k] += k / 500 % 2 * 3.0;
		value[777] = 1e6;
		g_autoptr(GArray) changes = segment_find(value, n);
		assert_in_order(changes, n);
		assert_int_equal(changes->len, n / 500 - 1);
		for (guint k = 0; k < changes->len; k++) {
			gsize truth = 500 * (k + 1);
			held += at(changes, k).low <= truth && truth <= at(changes, k).high;
			assert_true(at(changes, k).support > .99);
			assert_true(at(changes, k).index + 8 > truth &&
				    at(changes, k).index < truth + 8);
		}
		assert_true(held >= 33);
	}
}

/* A change of one to two deviations in white noise, wherever one was found at all. */
static void test_intervals_hold(void **state)
{
	static const gsize lengths[] = {160, 5400};
	guint held = 0, found = 0;

	for (guint seed = 0; seed < 160; seed++) {
		gsize n = lengths[seed % 2], truth = n / 2 - seed % 50;
		g_autofree double *value = noise(500 + seed, n, 0);
		for (gsize k = truth; k < n; k++)
			value[k] += 1 + (seed % 3) / 2.0;
		g_autoptr(GArray) changes = segment_find(value, n);
		if (changes->len != 1)
			continue;
		found++;
		held += at(changes, 0).low <= truth && truth <= at(changes, 0).high;
	}
	assert_true(found > 120);
	assert_true(held >= .84 * found && held <= found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_to_segment),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_kink),
		cmocka_unit_test(test_means_are_those_observed),
		cmocka_unit_test(test_missing_points),
		cmocka_unit_test(test_scale_and_sign),
		cmocka_unit_test(test_largest_values),
		cmocka_unit_test(test_time_backwards),
		cmocka_unit_test(test_noise_alone),
		cmocka_unit_test(test_rare_events),
		cmocka_unit_test(test_rare_events_to_the_point),
		cmocka_unit_test(test_steps_without_noise),
		cmocka_unit_test(test_long_history),
		cmocka_unit_test(test_intervals_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
