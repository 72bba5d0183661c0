/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* silence against its formula, worked out week by week; August, holes and long silences. */
#include "sketch.h"

#define LAG 13

/* One contact a week at Wednesday noon, in the weeks [from, to). */
static void speak(struct timeline *timeline, guint from, guint to)
{
	for (guint i = from; i < to; i++) {
		gint32 monday = calendar_monday_of_week(timeline->mail.first_week + (gint32)i);
		sketch_mail_at(timeline,
			       calendar_ms_of_day(monday + 2, timeline->zone) +
				       CALENDAR_DAY_MS / 2,
			       SIDE_PROVIDER);
	}
}

static double business_days(const struct timeline *timeline, guint from, guint to)
{
	int days = 0;

	for (guint i = from; i < to; i++)
		days += calendar_business_days_of_week(timeline->mail.first_week + (gint32)i);
	return days;
}

/* Monday 2024-01-08 on: 29 weeks before the summer. */
static void test_formula(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-01-08", 29);

	speak(timeline, 0, 25);
	struct series series = sketch_measure(timeline, &indicator_silence, SIDE_PROVIDER);
	for (guint i = 0; i < 29; i++) {
		guint contacts = i < LAG ? 0 : i - LAG + 1;
		double time = business_days(timeline, 0, contacts);
		double gap = i < 25 ? business_days(timeline, i, i + 1) / 2
				    : business_days(timeline, 24, 25) / 2 +
					      business_days(timeline, 25, i + 1);
		assert_float_equal(series.week[i].n, contacts, 0);
		if (contacts < 8) {
			assert_int_equal(series.week[i].state, WEEK_EMPTY);
			continue;
		}
		assert_int_equal(series.week[i].state, WEEK_OBSERVED);
		assert_float_equal(series.week[i].value,
				   -log(pow(time / (time + gap), contacts + 1)), 1e-9);
	}
	series_clear(&series);
}

static double level_at(struct timeline *timeline, const char *monday)
{
	struct series series = sketch_measure(timeline, &indicator_silence, SIDE_PROVIDER);
	const struct series_week *week = sketch_at(&series, monday);
	double value = week->value;

	assert_int_equal(week->state, WEEK_OBSERVED);
	series_clear(&series);
	return value;
}

/* Four weeks without a word: in August, when this pair never writes, and in November. */
static void test_august_weighs_little(void **state)
{
	g_autoptr(timeline_auto) quiet = sketch_new("2022-09-05", 104);
	g_autoptr(timeline_auto) autumn = sketch_new("2022-11-07", 104);

	/* But for the four weeks from 31 July and the two around New Year. */
	speak(quiet, 0, 16);
	speak(quiet, 18, 47);
	speak(quiet, 51, 68);
	speak(quiet, 70, 99);
	speak(autumn, 0, 38);
	speak(autumn, 42, 100);
	double in_august = level_at(quiet, "2024-08-19");
	double in_november = level_at(autumn, "2024-10-28");
	assert_true(in_august < 1);
	assert_true(in_november > 3.5);
}

/* Once a weekly habit was seen, years of silence neither undo it nor wear it out. */
static void test_long_silence_only_grows(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2019-01-07", 260);

	speak(timeline, 0, 40);
	struct series series = sketch_measure(timeline, &indicator_silence, SIDE_PROVIDER);
	for (guint i = 41; i < 260; i++) {
		assert_int_equal(series.week[i].state, WEEK_OBSERVED);
		if (i > 40 + LAG) /* the habit has taken in the last contact */
			assert_true(series.week[i].value >= series.week[i - 1].value - .15);
	}
	assert_true(series.week[259].value > 20);
	series_clear(&series);
}

static void test_a_hole_is_no_silence(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2023-01-09", 80);

	speak(timeline, 0, 50);
	speak(timeline, 70, 80);
	memset(timeline->mail.state + 50, WEEK_NOT_COVERED, 20);
	struct series series = sketch_measure(timeline, &indicator_silence, SIDE_PROVIDER);
	assert_int_equal(series.week[60].state, WEEK_NOT_COVERED);
	assert_true(isnan(series.week[60].value));
	assert_true(series.week[70].value < 1);
	series_clear(&series);
}

static void test_rare_contact_has_no_weekly_habit(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2020-01-06", 200);

	for (guint i = 0; i < 200; i += 6)
		speak(timeline, i, i + 1);
	struct series series = sketch_measure(timeline, &indicator_silence, SIDE_PROVIDER);
	for (guint i = 0; i < 200; i++)
		assert_int_equal(series.week[i].state, WEEK_EMPTY);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formula),
		cmocka_unit_test(test_august_weighs_little),
		cmocka_unit_test(test_long_silence_only_grows),
		cmocka_unit_test(test_a_hole_is_no_silence),
		cmocka_unit_test(test_rare_contact_has_no_weekly_habit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
