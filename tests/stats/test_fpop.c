/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Functional pruning against optimal partitioning with nothing pruned: equal cost on thousands
 * of series of every temper, on long ones too, and never far from it where its list is full. */
#include "stats/segment-internal.h"

#include "stats/random.h"
#include "tests/harness.h"

#include <math.h>

enum temper { NOISE, STEPS, SLOPE, WALK, WHOLE, REPEATED, WILD, TEMPERS };

static double *draw(GRand *random, enum temper temper, gsize n)
{
	double *value = g_new(double, n);
	double level = 0;

	for (gsize k = 0; k < n; k++) {
		double noise = random_normal(random);
		if (temper == STEPS && random_chance(random, .05))
			level = 3 * random_normal(random);
		if (temper == SLOPE)
			level += .1;
		if (temper == WALK)
			level += random_normal(random);
		value[k] = level + noise;
		if (temper == WHOLE)
			value[k] = rint(2 * noise);
		if (temper == REPEATED)
			value[k] = (double)(k / 7 % 3);
		if (temper == WILD)
			value[k] = noise / random_normal(random);
	}
	return value;
}

static double squares(const double *sum, const double *sum_squares, gsize from, gsize to)
{
	double total = sum[to] - sum[from];

	return sum_squares[to] - sum_squares[from] - total * total / (double)(to - from);
}

struct plain {
	double *sum, *sum_squares;
	double least; /* cost, each segment paying the penalty */
};

static void plain_init(struct plain *plain, const double *value, gsize n, double penalty)
{
	g_autofree double *best = g_new(double, n + 1);

	plain->sum = g_new0(double, n + 1);
	plain->sum_squares = g_new0(double, n + 1);
	best[0] = 0;
	for (gsize end = 1; end <= n; end++) {
		plain->sum[end] = plain->sum[end - 1] + value[end - 1];
		plain->sum_squares[end] =
			plain->sum_squares[end - 1] + value[end - 1] * value[end - 1];
		best[end] = INFINITY;
		for (gsize start = 0; start < end; start++)
			best[end] =
				fmin(best[end], best[start] + penalty +
							squares(plain->sum, plain->sum_squares,
								start, end));
	}
	plain->least = best[n];
}

static void plain_clear(struct plain *plain)
{
	g_free(plain->sum);
	g_free(plain->sum_squares);
}

static double cost_of(const struct plain *plain, const GArray *changes, gsize n, double penalty)
{
	double cost = 0;
	gsize from = 0;

	for (guint i = 0; i <= changes->len; i++) {
		gsize to = i < changes->len ? g_array_index(changes, gsize, i) : n;
		assert_true(from < to && to <= n);
		cost += penalty + squares(plain->sum, plain->sum_squares, from, to);
		from = to;
	}
	return cost;
}

static double excess(const double *value, gsize n, double penalty)
{
	struct plain plain;

	plain_init(&plain, value, n, penalty);
	g_autoptr(GArray) changes = segment_fpop(value, n, penalty);
	double cost = cost_of(&plain, changes, n, penalty);
	double over = (cost - plain.least) / plain.least;
	plain_clear(&plain);
	return over;
}

static void test_equals_optimal_partitioning(void **state)
{
	GRand *random = random_stream(1, "fpop", "short");

	for (guint i = 0; i < 4200; i++) {
		gsize n = (gsize)g_rand_int_range(random, 1, 201);
		g_autofree double *value = draw(random, i % TEMPERS, n);
		double penalty = exp(4 * random_normal(random));
		assert_true(fabs(excess(value, n, penalty)) < 1e-9);
	}
	g_rand_free(random);
}

static void test_equals_on_long_series(void **state)
{
	GRand *random = random_stream(2, "fpop", "long");

	for (guint i = 0; i < TEMPERS; i++) {
		g_autofree double *value = draw(random, i, 3000);
		assert_true(fabs(excess(value, 3000, 2 * log(3000))) < 1e-9);
	}
	g_rand_free(random);
}

/* With 2^52 beside the noise the running means keep all its digits that the values have. */
static void test_far_from_nought(void **state)
{
	GRand *random = random_stream(3, "fpop", "far");
	g_autofree double *value = draw(random, WHOLE, 400);

	value[399] = 60;
	g_autoptr(GArray) near = segment_fpop(value, 400, 8);
	for (gsize k = 0; k < 400; k++)
		value[k] += 0x1p40;
	g_autoptr(GArray) far = segment_fpop(value, 400, 8);
	assert_true(near->len > 1);
	assert_int_equal(near->len, far->len);
	assert_memory_equal(near->data, far->data, near->len * sizeof(gsize));
	g_rand_free(random);
}

/* A slope without noise: every start stays best somewhere, more than the list may hold. */
static void test_full_list_stays_close(void **state)
{
	double value[4000];

	for (gsize k = 0; k < G_N_ELEMENTS(value); k++)
		value[k] = (double)k / 1000;
	double over = excess(value, G_N_ELEMENTS(value), 100);
	assert_true(over >= -1e-9 && over < .01);
}

static void test_edges(void **state)
{
	const double one[] = {3}, equal[] = {2, 2, 2, 2}, two[] = {0, 0, 0, 9, 9, 9};
	g_autoptr(GArray) of_one = segment_fpop(one, 1, 1);
	g_autoptr(GArray) of_equal = segment_fpop(equal, 4, 1e-9);
	g_autoptr(GArray) of_two = segment_fpop(two, 6, 1);

	assert_int_equal(of_one->len, 0);
	assert_int_equal(of_equal->len, 0);
	assert_int_equal(of_two->len, 1);
	assert_int_equal(g_array_index(of_two, gsize, 0), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equals_optimal_partitioning),
		cmocka_unit_test(test_equals_on_long_series),
		cmocka_unit_test(test_far_from_nought),
		cmocka_unit_test(test_full_list_stays_close),
		cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
