/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Judging by a stated limit: only what stands beyond it at the end is a finding, since the
 * first of those weeks; weeks that nothing is known of neither end a run nor lengthen it. */
#include "harness.h"

#include <math.h>

#include "analysis/study-internal.h"

#define FIRST       2600 /* week of the calendar */
#define SINCE(week) (FIRST + (week))

static const struct indicator_rule above_two_for_three = {2, 3};

static bool judge(const double *values, guint n, int worse, gint32 *since)
{
	struct indicator indicator = {.worse = worse, .rule = &above_two_for_three};
	struct fit fit = {.indicator = &indicator};
	struct series_week weeks[12] = {0};

	assert_true(n <= G_N_ELEMENTS(weeks));
	for (guint i = 0; i < n; i++) {
		weeks[i].value = values[i];
		weeks[i].state = isnan(values[i]) ? WEEK_EMPTY : WEEK_OBSERVED;
	}
	fit.series = (struct series){.first_week = FIRST, .n_weeks = n, .week = weeks};
	return fit_breaks_rule(&fit, since);
}

static void test_beyond_at_the_end(void **state)
{
	gint32 since = 0;

	assert_true(judge((double[]){1, 3, 1, 3, 4, 5}, 6, 1, &since));
	assert_int_equal(since, SINCE(3));
	assert_true(judge((double[]){3, 1, 1, 0}, 4, -1, &since));
	assert_int_equal(since, SINCE(1));
}

static void test_not_beyond(void **state)
{
	gint32 since = 0;

	assert_false(judge((double[]){3, 4, 5, 2}, 4, 1, &since)); /* on the limit: within */
	assert_false(judge((double[]){1, 1, 3, 3}, 4, 1, &since)); /* too few weeks */
	assert_false(judge((double[]){NAN, NAN}, 2, 1, &since));
	assert_false(judge(NULL, 0, 1, &since));
}

static void test_unknown_weeks_are_passed_over(void **state)
{
	gint32 since = 0;

	assert_true(judge((double[]){1, 3, NAN, 3, NAN, 3, NAN}, 7, 1, &since));
	assert_int_equal(since, SINCE(1));
	assert_false(judge((double[]){1, NAN, 3, NAN, 3, NAN}, 6, 1, &since));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_beyond_at_the_end),
		cmocka_unit_test(test_not_beyond),
		cmocka_unit_test(test_unknown_weeks_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
