/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days become weeks by the kind of number, and nothing that was not observed becomes one. */
#include "harness.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "detect/weeks.h"
#include "model/assessment.h"
#include "stats/onset.h"

static const struct detect_options levels = {.kind = DETECT_LEVEL, .worse = -1};
static const struct detect_options counts = {.kind = DETECT_COUNT, .worse = -1};
static const struct detect_options shares = {.kind = DETECT_PROPORTION, .worse = -1};
static const struct detect_options durations = {.kind = DETECT_DURATION, .worse = 1};

static struct detect_weeks fold(const char *text, const struct detect_options *options)
{
	g_autoptr(points_auto) points = points_parse(text, strlen(text), "test", NULL);
	g_autoptr(GError) error = NULL;
	struct detect_weeks weeks;

	assert_non_null(points);
	if (!detect_weeks_fold(points, options, &weeks, &error))
		fail_msg("%s", error->message);
	return weeks;
}

static void assert_refused(const char *text, const struct detect_options *options,
			   const char *word)
{
	g_autoptr(points_auto) points = points_parse(text, strlen(text), "test", NULL);
	g_autoptr(GError) error = NULL;
	struct detect_weeks weeks;

	assert_non_null(points);
	assert_false(detect_weeks_fold(points, options, &weeks, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
	if (strstr(error->message, word) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", error->message, word);
}

/* 2024-01-01 is a Monday. */
static void test_levels_are_averaged(void **state)
{
	struct detect_weeks weeks =
		fold("2024-01-01,1\n2024-01-03,2\n2024-01-04,\n2024-01-15,5\n"
		     "2024-01-17,7\n2024-01-29,NA\n",
		     &levels);

	assert_int_equal(weeks.n, 5);
	assert_int_equal(weeks.observed, 2);
	assert_true(weeks.value[0] == 1.5 && weeks.value[2] == 6);
	assert_true(isnan(weeks.value[1]) && isnan(weeks.value[3]) && isnan(weeks.value[4]));
	assert_int_equal(weeks.row[0], 0);
	assert_int_equal(weeks.row[1], 3);
	assert_int_equal(weeks.row[2], 3);
	assert_int_equal(weeks.row[3], 5);
	assert_int_equal(detect_weeks_monday(&weeks, 2), calendar_day_from_ymd(2024, 1, 15));
	detect_weeks_clear(&weeks);
}

static void test_levels_are_weighted(void **state)
{
	struct detect_weeks weeks =
		fold("date,value,n\n2024-01-01,1,3\n2024-01-02,5,1\n2024-01-08,9,0\n"
		     "2024-01-15,4,\n2024-01-22,7,2\n",
		     &levels);

	assert_true(weeks.value[0] == 2);
	assert_true(isnan(weeks.value[1]) && isnan(weeks.value[2]));
	assert_true(weeks.value[3] == 7);
	detect_weeks_clear(&weeks);
}

/* Five days a week, Wednesday of the second missing, the first and the last week begun late and
 * ended early. */
static char *working_days(guint from, guint to)
{
	GString *text = g_string_new(NULL);

	for (guint i = from; i <= to; i++) {
		g_autofree char *day =
			calendar_format_day(calendar_day_from_ymd(2024, 1, 1) + (gint32)i);
		if (i % 7 < 5)
			g_string_append_printf(text, "%s,%s\n", day, i == 9 ? "" : "4");
	}
	return g_string_free(text, FALSE);
}

static void test_counts_are_summed(void **state)
{
	g_autofree char *whole = working_days(0, 25);
	struct detect_weeks weeks = fold(whole, &counts);
	double mean_exposure = (1 + .8 + 1 + 1) / 4;

	assert_int_equal(weeks.n, 4);
	assert_int_equal(weeks.observed, 4);
	assert_float_equal(weeks.value[0], onset_stabilise_count(20, 1, mean_exposure), 1e-12);
	assert_float_equal(weeks.value[1], onset_stabilise_count(16, .8, mean_exposure), 1e-12);
	assert_float_equal(weeks.value[1], weeks.value[0], 1e-12);
	detect_weeks_clear(&weeks);
}

static void test_partial_ends_are_no_weeks(void **state)
{
	g_autofree char *cut = working_days(1, 24);
	struct detect_weeks summed = fold(cut, &counts), averaged = fold(cut, &levels);

	assert_int_equal(summed.n, 4);
	assert_true(isnan(summed.value[0]) && isfinite(summed.value[1]));
	assert_true(isfinite(summed.value[2]) && isnan(summed.value[3]));
	assert_int_equal(averaged.observed, 4);
	detect_weeks_clear(&summed);
	detect_weeks_clear(&averaged);
}

static void test_counts_with_exposure(void **state)
{
	struct detect_weeks weeks =
		fold("week,count,n\n2024-W01,10,100\n2024-W02,20,200\n2024-W03,5,0\n", &counts);

	assert_float_equal(weeks.value[0], weeks.value[1], 1e-12);
	assert_float_equal(weeks.value[0], onset_stabilise_count(10, 100, 150), 1e-12);
	assert_true(isnan(weeks.value[2]));
	detect_weeks_clear(&weeks);
}

static void test_proportions(void **state)
{
	struct detect_weeks weeks =
		fold("week,value,n\n2024-W01,0.5,10\n2024-W02,0.25,40\n", &shares);
	struct detect_weeks bare = fold("0.5\n1\n", &shares);

	assert_float_equal(weeks.value[0], onset_stabilise_proportion(.5, 10, 25), 1e-12);
	assert_float_equal(weeks.value[1], onset_stabilise_proportion(.25, 40, 25), 1e-12);
	assert_float_equal(bare.value[1], onset_stabilise_proportion(1, 100, 100), 1e-12);
	detect_weeks_clear(&weeks);
	detect_weeks_clear(&bare);
}

static void test_worse_up_is_turned_round(void **state)
{
	struct detect_weeks weeks = fold("1\n2.5\n\n", &durations);

	assert_int_equal(weeks.n, 3);
	assert_false(weeks.dated);
	assert_true(weeks.value[0] == 0 && weeks.value[1] == -log(2.5));
	assert_int_equal(weeks.row[2], 2);
	assert_int_equal(detect_weeks_monday(&weeks, 1), DAY_NONE);
	detect_weeks_clear(&weeks);
}

static void test_what_is_refused(void **state)
{
	assert_refused("2024-01,1\n2024-02,2\n", &levels, "monthly");
	assert_refused("2024-Q1,1\n2024-Q2,2\n", &levels, "quarterly");
	assert_refused("1\n-1\n", &counts, "row 1 is -1: counts");
	assert_refused("0.5\n55\n", &shares, "percentages");
	assert_refused("-1\n", &durations, "durations");
	assert_refused("1000-01-01,1\n1000-01-02,1\n2999-01-01,1\n", &levels, "weeks");
}

static void test_duplicates_are_folded(void **state)
{
	struct detect_weeks weeks = fold("2024-W01,1\n2024-W01,3\n2024-W02,5\n", &levels);

	assert_int_equal(weeks.n, 2);
	assert_true(weeks.value[0] == 2 && weeks.value[1] == 5);
	assert_int_equal(weeks.row[1], 2);
	detect_weeks_clear(&weeks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels_are_averaged),
		cmocka_unit_test(test_levels_are_weighted),
		cmocka_unit_test(test_counts_are_summed),
		cmocka_unit_test(test_partial_ends_are_no_weeks),
		cmocka_unit_test(test_counts_with_exposure),
		cmocka_unit_test(test_proportions),
		cmocka_unit_test(test_worse_up_is_turned_round),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_duplicates_are_folded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
