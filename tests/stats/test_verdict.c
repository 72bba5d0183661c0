/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The word for a posterior at its bounds, and the share of a season that is known. */
#include "stats/verdict.h"

#include "oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static enum onset_verdict verdict_of(double step, double ramp13, double ramp52, double early,
				     double *sure)
{
	struct onset_posterior posterior = {.early = early};

	posterior.basis[ONSET_STEP] = step;
	posterior.basis[ONSET_RAMP13] = ramp13;
	posterior.basis[ONSET_RAMP52] = ramp52;
	return onset_verdict(&posterior, sure);
}

static void test_verdict(void **state)
{
	double sure;

	assert_int_equal(verdict_of(.5, .3125, .1875, .1, &sure), ONSET_VERDICT_ABRUPT);
	assert_float_equal(sure, .8125, 1e-12);
	assert_int_equal(verdict_of(.5, .25, .25, .1, &sure), ONSET_VERDICT_UNDECIDED);
	assert_float_equal(sure, .75, 1e-12);
	assert_int_equal(verdict_of(.0625, .125, .8125, .1, &sure), ONSET_VERDICT_SLOW);
	assert_float_equal(sure, .8125, 1e-12);
	assert_int_equal(verdict_of(1, 0, 0, .5, &sure), ONSET_VERDICT_EARLY);
	assert_float_equal(sure, .5, 1e-12);
}

static double share(const double *value, guint weeks)
{
	struct onset_axis axis = {weeks, 1, -1};
	struct onset_series series = {value, NULL, 0};

	return onset_season_share(&series, &axis);
}

/* A wave of variance 1/2 in noise of variance 1/2, 1 and 1/8: shares 1/2, 1/3 and 4/5. */
static void test_season_share(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(4);
	const double noise[] = {sqrt(.5), 1, sqrt(.125)}, expected[] = {1 / 2., 1 / 3., 4 / 5.};
	guint weeks = 1040;
	g_autofree double *value = g_new(double, weeks);

	for (guint i = 0; i < G_N_ELEMENTS(noise); i++) {
		for (guint t = 0; t < weeks; t++)
			value[t] =
				sin(2 * G_PI * t / 52.1775) + noise[i] * seeded_normal(random);
		assert_float_equal(share(value, weeks), expected[i], .05);
	}
}

static void test_no_season(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(5);
	double value[156], mean = 0;

	for (guint round = 0; round < 50; round++) {
		for (guint t = 0; t < 156; t++)
			value[t] = seeded_normal(random);
		mean += share(value, 156) / 50;
	}
	assert_true(mean < .03);
	for (guint t = 0; t < 156; t++)
		value[t] = 4;
	assert_true(share(value, 156) == 0);
	for (guint t = 0; t < 156; t++)
		value[t] = t < 100 ? sin(2 * G_PI * t / 52.1775) : NAN;
	assert_true(share(value, 156) == 0);
	for (guint t = 0; t < 156; t++)
		value[t] = NAN;
	assert_true(share(value, 156) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdict),
		cmocka_unit_test(test_season_share),
		cmocka_unit_test(test_no_season),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
