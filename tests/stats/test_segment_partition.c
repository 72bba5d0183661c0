/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The partition by dynamic programming against brute force: every segmentation of a short
 * series with holes, its cost by least squares in two passes, for constants, lines and both;
 * and on longer series against the same recursion with nothing pruned. */
#include "stats/segment-internal.h"
#include "stats/segment.h"

#include "stats/random.h"
#include "tests/harness.h"

#include <math.h>

#define SHORT_MOST 12
#define SERIES     1000

static const struct segment_penalty shapes[] = {
	{2, INFINITY}, {6, INFINITY}, {INFINITY, 2}, {INFINITY, 4}, {2, 3}, {4, 5}, {.2, .3},
};

#define SHAPES G_N_ELEMENTS(shapes)

/* cmocka compares floats. */
static void assert_near(double a, double b, double tolerance)
{
	assert_true(fabs(a - b) <= tolerance);
}

struct series {
	gsize n;
	double value[SHORT_MOST];
	gsize index[SHORT_MOST];
};

/* A step, a slope or nothing under noise, one point in six missing. */
static struct series draw(GRand *random)
{
	struct series series = {0};
	gsize span = (gsize)g_rand_int_range(random, 2, SHORT_MOST + 1);
	double step = 3 * random_normal(random), slope = random_normal(random);
	gsize change = (gsize)g_rand_int_range(random, 0, (gint32)span);

	for (gsize t = 0; t < span; t++) {
		double value = random_normal(random) + (t >= change ? step : 0) +
			       (t >= change ? slope * (double)(t - change) : 0);
		if (series.n > 1 && random_chance(random, 1.0 / 6))
			continue;
		series.value[series.n] = value;
		series.index[series.n++] = t;
	}
	return series;
}

/* Sum of squares about the mean or about the least squares line, in two passes. */
static double squares(const double *value, const gsize *index, gsize n, bool line)
{
	double mean = 0, middle = 0, slope = 0, width = 0, sum = 0;

	for (gsize k = 0; k < n; k++) {
		mean += value[k] / (double)n;
		middle += (double)index[k] / (double)n;
	}
	for (gsize k = 0; k < n && line; k++) {
		slope += ((double)index[k] - middle) * (value[k] - mean);
		width += ((double)index[k] - middle) * ((double)index[k] - middle);
	}
	for (gsize k = 0; k < n; k++) {
		double at = line ? slope / width * ((double)index[k] - middle) : 0;
		sum += (value[k] - mean - at) * (value[k] - mean - at);
	}
	return sum;
}

static double segment_cost(const double *value, const gsize *index, gsize from, gsize to,
			   const struct segment_penalty *penalty)
{
	double cost = INFINITY;
	gsize n = to - from;

	if (n >= SEGMENT_CONSTANT_SHORTEST && isfinite(penalty->constant))
		cost = squares(value + from, index + from, n, false) + penalty->constant;
	if (n >= SEGMENT_SHORTEST && isfinite(penalty->line))
		cost = fmin(cost, squares(value + from, index + from, n, true) + penalty->line);
	return cost;
}

/* Bit k of `cuts`: a change at k + 1. */
static double cost_of_cuts(const struct series *series, guint cuts,
			   const struct segment_penalty *penalty)
{
	double cost = 0;
	gsize from = 0;

	for (gsize k = 1; k <= series->n; k++)
		if (k == series->n || cuts >> (k - 1) & 1) {
			cost += segment_cost(series->value, series->index, from, k, penalty);
			from = k;
		}
	return cost;
}

static double brute_force(const struct series *series, const struct segment_penalty *penalty)
{
	double least = INFINITY;

	for (guint cuts = 0; cuts < 1u << (series->n - 1); cuts++)
		least = fmin(least, cost_of_cuts(series, cuts, penalty));
	return least;
}

static guint cuts_of(const GArray *changes)
{
	guint cuts = 0;

	for (guint i = 0; i < changes->len; i++)
		cuts |= 1u << (g_array_index(changes, gsize, i) - 1);
	return cuts;
}

static void compare_with_brute_force(const struct series *series)
{
	struct segment_sums sums;
	GArray *changes[SHAPES];

	segment_sums_init(&sums, series->value, series->index, series->n);
	segment_partition(&sums, shapes, SHAPES, changes);
	for (guint i = 0; i < SHAPES; i++) {
		double least = brute_force(series, &shapes[i]);
		double found = cost_of_cuts(series, cuts_of(changes[i]), &shapes[i]);
		if (isfinite(least))
			assert_near(found, least, 1e-9);
		else
			assert_int_equal(changes[i]->len, 0);
		g_array_unref(changes[i]);
	}
	segment_sums_clear(&sums);
}

static void test_equals_brute_force(void **state)
{
	GRand *random = random_stream(1, "partition", "short");

	for (guint i = 0; i < SERIES; i++) {
		struct series series = draw(random);
		compare_with_brute_force(&series);
	}
	g_rand_free(random);
}

/* Jumps, slopes and flat noise by turns; a third of the series whole numbers. */
static double *draw_long(GRand *random, gsize n, gsize *index)
{
	double *value = g_new(double, n);
	double level = 0, slope = 0;
	bool whole = random_chance(random, .33);

	for (gsize k = 0, t = 0; k < n; k++, t += 1 + random_chance(random, .1)) {
		if (random_chance(random, .02)) {
			level = 2 * random_normal(random);
			slope = random_chance(random, .5) ? .2 * random_normal(random) : 0;
		}
		level += slope;
		value[k] = level + random_normal(random);
		value[k] = whole ? rint(value[k]) : value[k];
		index[k] = t;
	}
	return value;
}

static double plain_recursion(const struct segment_sums *sums,
			      const struct segment_penalty *penalty)
{
	g_autofree double *best = g_new(double, sums->n + 1);

	best[0] = 0;
	for (gsize end = 1; end <= sums->n; end++) {
		best[end] = INFINITY;
		for (gsize start = 0; start + SEGMENT_CONSTANT_SHORTEST <= end; start++) {
			double cost = segment_residual(sums, start, end, false, NULL) +
				      penalty->constant;
			if (end - start >= SEGMENT_SHORTEST)
				cost = fmin(cost,
					    segment_residual(sums, start, end, true, NULL) +
						    penalty->line);
			best[end] = fmin(best[end], best[start] + cost);
		}
	}
	return best[sums->n];
}

static double cost_of_changes(const double *value, const gsize *index, gsize n,
			      const GArray *changes, const struct segment_penalty *penalty)
{
	double cost = 0;
	gsize from = 0;

	for (guint i = 0; i <= changes->len; i++) {
		gsize to = i < changes->len ? g_array_index(changes, gsize, i) : n;
		cost += segment_cost(value, index, from, to, penalty);
		from = to;
	}
	return cost;
}

/* Each penalty alone: what one of them still needs is otherwise kept for all. */
static void test_pruning_loses_nothing(void **state)
{
	GRand *random = random_stream(2, "partition", "long");

	for (guint i = 0; i < 20 * SHAPES; i++) {
		const struct segment_penalty *penalty = &shapes[i % SHAPES];
		gsize n = (gsize)g_rand_int_range(random, 50, 500);
		g_autofree gsize *index = g_new(gsize, n);
		g_autofree double *value = draw_long(random, n, index);
		struct segment_sums sums;
		GArray *changes;
		segment_sums_init(&sums, value, index, n);
		segment_partition(&sums, penalty, 1, &changes);
		assert_near(cost_of_changes(value, index, n, changes, penalty),
			    plain_recursion(&sums, penalty), 1e-7);
		g_array_unref(changes);
		segment_sums_clear(&sums);
	}
	g_rand_free(random);
}

/* One penalty at a time or all at once: the same changes. */
static void test_penalties_do_not_meet(void **state)
{
	GRand *random = random_stream(3, "partition", "alone");
	gsize index[300];
	g_autofree double *value = draw_long(random, 300, index);
	struct segment_sums sums;
	GArray *together[SHAPES], *alone;

	segment_sums_init(&sums, value, index, 300);
	segment_partition(&sums, shapes, SHAPES, together);
	for (guint i = 0; i < SHAPES; i++) {
		segment_partition(&sums, &shapes[i], 1, &alone);
		assert_int_equal(alone->len, together[i]->len);
		if (alone->len > 0)
			assert_memory_equal(alone->data, together[i]->data,
					    alone->len * sizeof(gsize));
		g_array_unref(alone);
		g_array_unref(together[i]);
	}
	segment_sums_clear(&sums);
	g_rand_free(random);
}

static void test_residual_and_determinant(void **state)
{
	const double value[] = {1, 3, 2, 7, 5, 6};
	const gsize index[] = {0, 1, 3, 4, 7, 9};
	struct segment_sums sums;
	double determinant;

	segment_sums_init(&sums, value, index, 6);
	assert_near(segment_residual(&sums, 1, 6, false, &determinant),
		    squares(value + 1, index + 1, 5, false), 1e-12);
	assert_near(determinant, log(5), 1e-12);
	assert_near(segment_residual(&sums, 1, 6, true, &determinant),
		    squares(value + 1, index + 1, 5, true), 1e-12);
	/* |X'X| = n sum t^2 - (sum t)^2 */
	assert_near(determinant, log(5 * 156 - 24 * 24), 1e-12);
	segment_sums_clear(&sums);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equals_brute_force),
		cmocka_unit_test(test_pruning_loses_nothing),
		cmocka_unit_test(test_penalties_do_not_meet),
		cmocka_unit_test(test_residual_and_determinant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
