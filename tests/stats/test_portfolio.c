/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* e-BH against its definition by brute force, on hand-made cases with ties and unknowns, and
 * its promise: the share of false alarms on dependent e-values stays below what was asked. */
#include "stats/watch.h"

#include "oracle.h"
#include "tests/harness.h"

/* The definition: the lowest value that as many values reach as it needs. */
static guint brute_force(const double *log_e, guint n, double share, gboolean *alarmed)
{
	double lowest = INFINITY;
	guint count = 0;

	for (guint i = 0; i < n; i++) {
		guint reach = 0;
		for (guint j = 0; j < n; j++)
			reach += log_e[j] >= log_e[i];
		if (reach > 0 && log_e[i] >= log(n / (reach * share)) && log_e[i] < lowest)
			lowest = log_e[i];
	}
	for (guint i = 0; i < n; i++)
		count += alarmed[i] = log_e[i] >= lowest;
	return count;
}

static void test_equals_brute_force(void **state)
{
	GRand *random = g_rand_new_with_seed(4);

	for (guint round = 0; round < 2000; round++) {
		guint n = (guint)g_rand_int_range(random, 1, 13);
		double log_e[13];
		gboolean expected[13], got[13];
		for (guint i = 0; i < n; i++) {
			log_e[i] = floor(8 * g_rand_double(random)) * .9 - 1; /* ties */
			if (g_rand_double(random) < .1)
				log_e[i] = NAN;
		}
		double share = .05 + .3 * g_rand_double(random);
		assert_int_equal(watch_portfolio(log_e, n, share, got),
				 brute_force(log_e, n, share, expected));
		for (guint i = 0; i < n; i++)
			assert_int_equal(got[i], expected[i]);
	}
	g_rand_free(random);
}

static void check(const double *e, guint n, double share, const char *expected)
{
	double log_e[8] = {0};
	gboolean alarmed[8];
	guint count = 0;

	for (guint i = 0; i < n; i++)
		log_e[i] = log(e[i]);
	guint got = watch_portfolio(log_e, n, share, alarmed);
	for (guint i = 0; i < n; i++) {
		assert_int_equal(alarmed[i], expected[i] == 'x');
		count += expected[i] == 'x';
	}
	assert_int_equal(got, count);
}

static void test_by_hand(void **state)
{
	check((const double[]){11}, 1, .1, "x");
	check((const double[]){9}, 1, .1, ".");
	/* the largest alone needs 40, two need 20 each */
	check((const double[]){21, 1, 21, 1}, 4, .1, "x.x.");
	check((const double[]){39, 1, 19, 1}, 4, .1, "....");
	/* below its own threshold the second still counts where three pass theirs */
	check((const double[]){41, 14, 14, 1}, 4, .1, "xxx.");
	check((const double[]){14, 14, 14, 14}, 4, .1, "xxxx");
	/* an unknown one is no alarm, and makes the others no easier */
	check((const double[]){21, NAN, 21, NAN}, 4, .1, "x.x.");
	check((const double[]){19, NAN, 19, NAN}, 4, .1, "....");
	check((const double[]){NAN, NAN}, 2, .1, "..");
	check((const double[]){INFINITY, 0, INFINITY}, 3, .1, "x.x");
	check(NULL, 0, .1, "");
}

/* e-values exp(z m - m^2/2), of means one, all driven by one common draw; a tenth moved. */
static void test_keeps_its_promise(void **state)
{
	const guint n = 100, moved = 10, rounds = 400;
	GRand *random = g_rand_new_with_seed(6);
	double false_share = 0, found = 0, log_e[100];
	gboolean alarmed[100];

	for (guint round = 0; round < rounds; round++) {
		double common = seeded_normal(random), size = 3;
		guint wrong = 0;
		for (guint i = 0; i < n; i++) {
			double z = .7 * common + sqrt(.51) * seeded_normal(random) +
				   (i < moved ? 4 : 0);
			log_e[i] = size * z - size * size / 2;
		}
		guint count = watch_portfolio(log_e, n, .1, alarmed);
		for (guint i = moved; i < n; i++)
			wrong += alarmed[i];
		found += (count - wrong) / (double)moved / rounds;
		false_share += count > 0 ? wrong / (double)count / rounds : 0;
	}
	print_message("# false share %.3f, found %.2f\n", false_share, found);
	assert_true(false_share <= .1);
	assert_true(found > .5);
	g_rand_free(random);
}

static void test_level(void **state)
{
	assert_float_equal(watch_level(WATCH_FALSE_ALARMS), 20, 1e-9);
	assert_float_equal(watch_level(.005), 100, 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equals_brute_force),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_keeps_its_promise),
		cmocka_unit_test(test_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
