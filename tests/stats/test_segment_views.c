/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The views of a history before it is cut, each against its definition: the running median by
 * sorting, ranks against the normal distribution function, a season that is known; the noise of
 * processes whose long-run variance is known; covering against sets of points. */
#include "stats/segment-internal.h"

#include "stats/cover.h"
#include "stats/onset-internal.h"
#include "stats/random.h"
#include "tests/harness.h"

#include <math.h>

/* cmocka compares floats. */
static void assert_near(double a, double b, double tolerance)
{
	assert_true(fabs(a - b) <= tolerance);
}

static double *noise(GRand *random, gsize n)
{
	double *value = g_new(double, n);

	for (gsize k = 0; k < n; k++)
		value[k] = random_normal(random);
	return value;
}

static struct segment_points all_observed(double *value, gsize n)
{
	struct segment_points points = {.n = n, .span = n, .value = value};

	points.index = g_new(gsize, n);
	for (gsize k = 0; k < n; k++)
		points.index[k] = k;
	return points;
}

static double median_around(const double *value, gint n, gint at)
{
	double window[7];

	for (gint i = -3; i <= 3; i++)
		window[i + 3] = value[CLAMP(at + i, 0, n - 1)];
	return onset_median(window, 7);
}

static void test_clip_by_definition(void **state)
{
	GRand *random = random_stream(1, "views", "clip");

	for (gint n = 1; n < 60; n++) {
		g_autofree double *value = noise(random, (gsize)n);
		g_autofree double *clipped = g_new(double, n);
		g_autofree double *distance = g_new(double, n);
		value[n / 2] += 30;
		memcpy(clipped, value, (gsize)n * sizeof *value);
		segment_clip(clipped, (gsize)n, SEGMENT_CLIP);
		for (gint k = 0; k < n; k++)
			distance[k] = fabs(value[k] - median_around(value, n, k));
		double limit = SEGMENT_CLIP * 1.4826 * onset_median(distance, (guint)n);
		for (gint k = 0; k < n; k++) {
			double middle = median_around(value, n, k), off = value[k] - middle;
			double wanted = limit > 0 ? CLAMP(off, -limit, limit) : off;
			assert_near(clipped[k], middle + wanted, 1e-12);
		}
	}
	g_rand_free(random);
}

static void test_clip_to_the_median(void **state)
{
	double value[] = {0, 0, 0, 5, 0, 0, 0, 2, 2, 2, 2, 2, 2};
	const double wanted[] = {0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2};

	segment_clip(value, G_N_ELEMENTS(value), SEGMENT_CLIP);
	assert_near(value[3], 5, 0);
	segment_clip(value, G_N_ELEMENTS(value), 0);
	for (guint k = 0; k < G_N_ELEMENTS(value); k++)
		assert_near(value[k], wanted[k], 0);
}

static void test_median_of_sizes(void **state)
{
	GRand *random = random_stream(2, "views", "median");

	for (guint n = 1; n < 80; n++) {
		g_autofree double *value = noise(random, n);
		g_autofree double *size = g_new(double, n);
		for (guint k = 0; k < n; k++) {
			value[k] = n % 3 == 0 ? rint(value[k]) : value[k] * 1e-300;
			size[k] = fabs(value[k]);
		}
		assert_true(segment_median_size(value, n) == onset_median(size, n));
	}
	g_rand_free(random);
}

/* The normal distribution function of a score is the mean rank less one half, over n. */
static void test_normal_scores(void **state)
{
	GRand *random = random_stream(3, "views", "ranks");
	double value[401], score[401];

	for (gsize k = 0; k < 401; k++)
		value[k] = k % 2 != 0 ? rint(3 * random_normal(random)) : random_normal(random);
	segment_normal_scores(value, 401, score);
	for (gsize k = 0; k < 401; k++) {
		double below = 0, equal = 0;
		for (gsize i = 0; i < 401; i++) {
			below += value[i] < value[k];
			equal += value[i] == value[k];
		}
		assert_near(erfc(-score[k] / G_SQRT2) / 2, (below + equal / 2) / 401, 1e-12);
	}
	g_rand_free(random);
}

static void test_season_is_found_and_taken_out(void **state)
{
	static const guint periods[] = {4, 7, 12, 24, 52};
	GRand *random = random_stream(4, "views", "season");

	for (guint i = 0; i < G_N_ELEMENTS(periods); i++) {
		guint period = periods[i];
		g_autofree double *value = noise(random, 400);
		g_autofree double *plain = g_memdup2(value, 400 * sizeof *value);
		struct segment_points points = all_observed(value, 400);
		for (gsize k = 0; k < 400; k++)
			value[k] += k % period < period / 2 ? 6 : 0;
		assert_int_equal(segment_period(&points, value), period);
		segment_deseason(&points, value, period);
		double moved = 0;
		for (gsize k = 0; k < 400; k++)
			moved += fabs(value[k] - plain[k] - 6 * (period / 2) / (double)period) /
				 400;
		assert_true(moved < 1);
		assert_int_equal(segment_period(&points, value), 0);
		g_free(points.index);
	}
	g_rand_free(random);
}

/* With every fifth point missing, the others alone carry the season at their own places. */
static void test_season_with_holes(void **state)
{
	GRand *random = random_stream(5, "views", "holes");
	double value[400];
	gsize index[400], n = 0;

	for (gsize t = 0; t < 400; t++)
		if (t % 5 != 3) {
			value[n] = .1 * random_normal(random) + (t % 12 < 6 ? 4 : 0);
			index[n++] = t;
		}
	struct segment_points points = {.n = n, .span = 400, .value = value, .index = index};
	guint period = segment_period(&points, value);
	assert_true(period > 0 && period % 12 == 0);
	segment_deseason(&points, value, period);
	for (gsize k = 0; k < n; k++)
		assert_near(value[k], 2, 1);
	g_rand_free(random);
}

/* An AR(1) of innovation variance 1 has the long-run variance 1 / (1 - rho)^2. */
static double noise_of(double rho, double jump, gsize every, double scale)
{
	GRand *random = random_stream(6, "views", "noise");
	g_autofree double *value = noise(random, 20000);
	double before = 0, level = 0;

	for (gsize k = 0; k < 20000; k++) {
		level = k / every % 2 != 0 ? jump : 0;
		before = rho * before + value[k];
		value[k] = scale * (before + level);
	}
	g_rand_free(random);
	return segment_noise(value, 20000);
}

static void test_noise_of_autoregressions(void **state)
{
	static const double rhos[] = {0, .3, .5, .8};

	for (guint i = 0; i < G_N_ELEMENTS(rhos); i++) {
		double truth = 1 / ((1 - rhos[i]) * (1 - rhos[i]));
		double plain = noise_of(rhos[i], 0, 20000, 1);
		assert_true(plain > .85 * truth && plain < 1.35 * truth);
		assert_near(noise_of(rhos[i], 0, 20000, 7), 49 * plain, 1e-6 * plain);
	}
	/* Changes of 5 deviations every 500 points hardly tell. */
	assert_true(noise_of(0, 5, 500, 1) < 1.6);
	/* Never below that of white noise, however the points alternate. */
	assert_true(noise_of(-.5, 0, 20000, 1) > 1);
}

static void test_noise_is_never_nought(void **state)
{
	double equal[50] = {0};

	assert_true(segment_noise(equal, 50) > 0);
	assert_true(segment_noise(equal, 3) > 0);
}

static GArray *random_changes(GRand *random, gsize n, bool *is_change)
{
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(gsize));

	for (gsize k = 0; k < n; k++) {
		is_change[k] = k > 0 && random_chance(random, .15);
		if (is_change[k])
			g_array_append_val(changes, k);
	}
	return changes;
}

/* Segment of each point, by number. */
static void number(const bool *is_change, gsize n, guint *segment)
{
	for (gsize k = 0; k < n; k++)
		segment[k] = k == 0 ? 0 : segment[k - 1] + is_change[k];
}

static double best_overlap(const guint *truth, const guint *found, gsize n, guint of)
{
	double best = 0;

	for (guint with = 0; with <= found[n - 1]; with++) {
		double common = 0, either = 0;
		for (gsize k = 0; k < n; k++) {
			common += truth[k] == of && found[k] == with;
			either += truth[k] == of || found[k] == with;
		}
		best = fmax(best, common / either);
	}
	return best;
}

static void test_cover_by_points(void **state)
{
	GRand *random = random_stream(7, "views", "cover");

	for (guint i = 0; i < 300; i++) {
		gsize n = (gsize)g_rand_int_range(random, 1, 50);
		bool in_truth[50], in_found[50];
		guint truth[50], found[50];
		g_autoptr(GArray) wanted = random_changes(random, n, in_truth);
		g_autoptr(GArray) given = random_changes(random, n, in_found);
		number(in_truth, n, truth);
		number(in_found, n, found);
		double sum = 0;
		for (gsize k = 0; k < n; k++)
			sum += best_overlap(truth, found, n, truth[k]) / (double)n;
		assert_near(cover(wanted, given, n), sum, 1e-12);
		assert_near(cover(wanted, wanted, n), 1, 1e-12);
	}
	g_rand_free(random);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clip_by_definition),
		cmocka_unit_test(test_clip_to_the_median),
		cmocka_unit_test(test_median_of_sizes),
		cmocka_unit_test(test_normal_scores),
		cmocka_unit_test(test_season_is_found_and_taken_out),
		cmocka_unit_test(test_season_with_holes),
		cmocka_unit_test(test_noise_of_autoregressions),
		cmocka_unit_test(test_noise_is_never_nought),
		cmocka_unit_test(test_cover_by_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
