/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures against published values and hand-worked cases. */
#include "calibration/figures.h"

#include <math.h>

#include "harness.h"

static GArray *figures_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(struct calibrate_figure));
}

static struct calibrate_figure share_of(guint hits, guint n)
{
	struct figure_target target = {"share", CALIBRATE_SHOWN, NAN};
	g_autoptr(GArray) figures = figures_new();

	figure_add_share(figures, &target, hits, n);
	return g_array_index(figures, struct calibrate_figure, 0);
}

/* Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29. */
static void test_wilson_as_published(void **state)
{
	static const struct {
		guint hits, n;
		double low, high;
	} published[] = {
		{81, 263, .2553, .3662},
		{15, 148, .0624, .1605},
		{0, 20, 0, .1611},
		{1, 29, .0061, .1718},
	};

	for (guint i = 0; i < G_N_ELEMENTS(published); i++) {
		struct calibrate_figure figure = share_of(published[i].hits, published[i].n);
		assert_float_equal(figure.low, published[i].low, 5e-5);
		assert_float_equal(figure.high, published[i].high, 5e-5);
	}
}

static void test_nothing_is_unknown(void **state)
{
	struct calibrate_figure figure = share_of(0, 0);

	assert_true(isnan(figure.value) && isnan(figure.low) && isnan(figure.high));
}

static void test_median(void **state)
{
	struct figure_target target = {"delay", CALIBRATE_AT_MOST, 4};
	double value[] = {9, 1, INFINITY, 3, 5, INFINITY, 4};
	g_autoptr(GArray) figures = figures_new();

	figure_add_median(figures, &target, value, G_N_ELEMENTS(value));
	const struct calibrate_figure *figure =
		&g_array_index(figures, struct calibrate_figure, 0);
	assert_float_equal(figure->value, 5, 0);
	assert_true(figure->low <= 4 && isinf(figure->high));
	assert_false(calibrate_kept(figure));
}

static void test_bounds(void **state)
{
	struct calibrate_figure figure = {
		.value = .5, .bound = CALIBRATE_AT_LEAST, .target = .5};

	assert_true(calibrate_kept(&figure));
	figure.value = NAN;
	assert_false(calibrate_kept(&figure));
	figure.bound = CALIBRATE_SHOWN;
	assert_true(calibrate_kept(&figure));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wilson_as_published),
		cmocka_unit_test(test_nothing_is_unknown),
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
