/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Chances that can be worked out by hand. */
#include "stats/rates.h"

#include "tests/harness.h"

static void chances_by_hand(void **state)
{
	/* Equal exposures, none of five: one in 32; one of five at most: six in 32. */
	assert_float_equal(rates_fell(5, 10, 0, 10), 1.0 / 32, 1e-12);
	assert_float_equal(rates_fell(4, 10, 1, 10), 6.0 / 32, 1e-12);
	/* A quarter of the exposure: (3/4)^8. */
	assert_float_equal(rates_fell(8, 30, 0, 10), 6561.0 / 65536, 1e-12);
	assert_float_equal(rates_fell(0, 3, 7, 4), 1, 1e-12);
	assert_float_equal(rates_fell(0, 3, 0, 4), 1, 1e-12);
}

/* A rate that stays is said to fall at the 5 % level no more often than that. */
static void a_level_is_kept(void **state)
{
	GRand *random = g_rand_new_with_seed(7);
	guint fell = 0, draws = 4000;

	for (guint i = 0; i < draws; i++) {
		guint before = 0, after = 0;
		for (guint k = 0; k < 40; k++) {
			before += g_rand_double(random) < .3;
			after += g_rand_double(random) < .3 && k < 20;
		}
		fell += rates_fell(before, 40, after, 20) <= .05;
	}
	g_rand_free(random);
	assert_in_range(fell, draws / 200, draws / 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chances_by_hand),
		cmocka_unit_test(a_level_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
