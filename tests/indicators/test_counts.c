/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* proactive_contact, organisation_presence and pivot_presence on weeks drawn by hand: what
 * counts, how often, whose. */
#include "sketch.h"

static void test_weeks_and_exposure(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-04-29", 4);

	/* Sunday night and Monday morning in Paris are two weeks, though one day in UTC. */
	sketch_mail(timeline, "2024-05-05 23:30", SIDE_PROVIDER);
	sketch_mail(timeline, "2024-05-06 00:00", SIDE_PROVIDER);
	sketch_mail(timeline, "2024-05-06 00:30", SIDE_PROVIDER);
	sketch_mail(timeline, "2024-05-07 10:00", SIDE_PROVIDER)->automatic = AUTOMATIC_BOUNCE;
	sketch_mail(timeline, "2024-05-07 11:00", SIDE_CLIENT);
	sketch_mail(timeline, "2024-06-30 11:00", SIDE_PROVIDER); /* outside the coverage */
	struct series series =
		sketch_measure(timeline, &indicator_organisation_presence, SIDE_PROVIDER);
	assert_week(&series, "2024-04-29", WEEK_OBSERVED, 1, 4);
	assert_week(&series, "2024-05-06", WEEK_OBSERVED, 2, 3);
	assert_week(&series, "2024-05-13", WEEK_TRUE_ZERO, 0, 5);
	assert_int_equal(series.n_events, 3);
	series_clear(&series);
}

/* The horizon is the side's own median: here an hour. */
static void draw_habit(struct timeline *timeline)
{
	const char *const asked[] = {"2024-03-04 09:00", "2024-03-05 09:00",
				     "2024-03-06 09:00"};
	const char *const answered[] = {"2024-03-04 10:00", "2024-03-05 10:00",
					"2024-03-06 16:00"};

	for (guint i = 0; i < G_N_ELEMENTS(asked); i++)
		sketch_reply(timeline, answered[i], SIDE_PROVIDER,
			     sketch_question(timeline, asked[i], SIDE_CLIENT));
}

static void test_answers_on_new_threads(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 6);

	draw_habit(timeline);
	/* Never answered in its thread: the message within the hour may be the answer. */
	sketch_question(timeline, "2024-03-11 09:00", SIDE_CLIENT);
	sketch_mail(timeline, "2024-03-11 10:00", SIDE_PROVIDER);
	sketch_mail(timeline, "2024-03-11 10:01", SIDE_PROVIDER); /* counts */
	sketch_mail(timeline, "2024-03-11 08:59", SIDE_PROVIDER); /* counts: it was before */
	/* A message that asks nothing waits for nothing. */
	sketch_mail(timeline, "2024-03-18 09:00", SIDE_CLIENT);
	sketch_mail(timeline, "2024-03-18 09:30", SIDE_PROVIDER); /* counts */
	/* Nor does one of the same instant. */
	sketch_question(timeline, "2024-03-25 09:00", SIDE_CLIENT);
	sketch_mail(timeline, "2024-03-25 09:00", SIDE_PROVIDER); /* counts */
	struct series series =
		sketch_measure(timeline, &indicator_proactive_contact, SIDE_PROVIDER);
	assert_week(&series, "2024-03-25", WEEK_OBSERVED, 1, 5);
	assert_week(&series, "2024-03-04", WEEK_TRUE_ZERO, 0, 5);
	assert_week(&series, "2024-03-11", WEEK_OBSERVED, 2, 5);
	assert_week(&series, "2024-03-18", WEEK_OBSERVED, 1, 5);
	series_clear(&series);
	/* Among everyone else there is always an open question. */
	timeline->everyone[SIDE_CLIENT] = TRUE;
	series = sketch_measure(timeline, &indicator_proactive_contact, SIDE_PROVIDER);
	assert_week(&series, "2024-03-11", WEEK_OBSERVED, 3, 5);
	series_clear(&series);
}

static void test_what_is_not_unprompted(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 6);

	sketch_mail(timeline, "2024-03-04 09:00", SIDE_PROVIDER)->ticket_key = "4101";
	sketch_mail(timeline, "2024-03-04 10:00", SIDE_PROVIDER)->automatic =
		AUTOMATIC_NEWSLETTER;
	sketch_mail(timeline, "2024-03-04 11:00", SIDE_PROVIDER)->n_recipients_client = 0;
	sketch_reply(timeline, "2024-03-04 12:00", SIDE_PROVIDER, 0);
	sketch_mail(timeline, "2024-03-04 13:00", SIDE_CLIENT);
	struct series provider =
		sketch_measure(timeline, &indicator_proactive_contact, SIDE_PROVIDER);
	struct series client =
		sketch_measure(timeline, &indicator_proactive_contact, SIDE_CLIENT);
	assert_week(&provider, "2024-03-04", WEEK_TRUE_ZERO, 0, 5);
	assert_week(&client, "2024-03-04", WEEK_OBSERVED, 1, 5);
	series_clear(&provider);
	series_clear(&client);
}

/* The same words every week count in the first week, in the fifth, in the ninth. */
static void test_repeated_reports(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-09-02", 12);

	for (guint i = 0; i < 12; i++)
		sketch_mail_at(timeline,
			       sketch_ms("2024-09-02 09:00") + i * 7 * CALENDAR_DAY_MS,
			       SIDE_PROVIDER)
			->novelty = 77;
	sketch_mail(timeline, "2024-09-11 09:00", SIDE_PROVIDER)->novelty = 78;
	struct series series =
		sketch_measure(timeline, &indicator_proactive_contact, SIDE_PROVIDER);
	for (guint i = 0; i < 12; i++)
		assert_float_equal(series.week[i].value, (i % 4 == 0) + (i == 1), 0);
	series_clear(&series);
}

static void write_weekly(struct timeline *timeline, guint from, guint to, guint32 person,
			 guint messages)
{
	for (guint i = from; i < to; i++)
		for (guint k = 0; k < messages; k++) {
			gint32 monday =
				calendar_monday_of_week(timeline->mail.first_week + (gint32)i);
			sketch_mail_at(timeline,
				       calendar_ms_of_day(monday, timeline->zone) +
					       (10 + k) * CALENDAR_DAY_MS / 24,
				       SIDE_PROVIDER)
				->person = person;
		}
}

static guint32 pivot_of(struct timeline *timeline)
{
	struct series series =
		sketch_measure(timeline, &indicator_pivot_presence, SIDE_PROVIDER);
	guint32 subject = series.subject;

	series_clear(&series);
	return subject;
}

static void test_pivot_who_leaves(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2023-01-02", 120);

	write_weekly(timeline, 0, 80, 5, 3);
	write_weekly(timeline, 0, 120, 6, 2);
	write_weekly(timeline, 82, 120, 7, 2); /* a successor with half of the mail */
	struct series series =
		sketch_measure(timeline, &indicator_pivot_presence, SIDE_PROVIDER);
	assert_int_equal(series.subject, 5);
	assert_float_equal(series.week[79].value, 3, 0);
	assert_int_equal(series.week[80].state, WEEK_TRUE_ZERO);
	assert_int_equal(series.week[119].state, WEEK_TRUE_ZERO);
	series_clear(&series);
	/* Under another address it is the same person. */
	sketch_mail_at(timeline, sketch_ms("2025-01-22 10:00"), SIDE_NONE)->person = 5;
	series = sketch_measure(timeline, &indicator_pivot_presence, SIDE_PROVIDER);
	assert_week(&series, "2025-01-20", WEEK_OBSERVED, 1, 5);
	series_clear(&series);
}

/* Of two people one leaves: the other, who now writes all, is not the pivot of that time. Two
 * years later it is history; and who overtakes somebody present is the pivot. */
static void test_pivot_before_the_loss(void **state)
{
	g_autoptr(timeline_auto) left = sketch_new("2020-01-06", 180);
	g_autoptr(timeline_auto) overtaken = sketch_new("2020-01-06", 180);
	g_autoptr(timeline_auto) history = sketch_new("2018-01-08", 284);

	write_weekly(left, 0, 80, 5, 3);
	write_weekly(left, 0, 180, 6, 2);
	assert_int_equal(pivot_of(left), 5);
	write_weekly(overtaken, 0, 80, 5, 3);
	write_weekly(overtaken, 0, 80, 6, 2);
	write_weekly(overtaken, 80, 180, 5, 1);
	write_weekly(overtaken, 80, 180, 6, 4);
	assert_int_equal(pivot_of(overtaken), 6);
	write_weekly(history, 0, 80, 5, 3);
	write_weekly(history, 0, 284, 6, 2);
	assert_int_equal(pivot_of(history), 6);
}

/* Who writes much in the first weeks alone is not the pivot of the years. */
static void test_pivot_of_a_whole_year(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2023-01-02", 100);

	write_weekly(timeline, 0, 4, 8, 11);
	write_weekly(timeline, 4, 100, 5, 2);
	write_weekly(timeline, 4, 100, 6, 1);
	assert_int_equal(pivot_of(timeline), 5);
}

/* A record shorter than a year is one span. */
static void test_pivot_of_a_short_record(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2023-01-02", 30);

	write_weekly(timeline, 0, 20, 6, 2);
	write_weekly(timeline, 20, 30, 5, 3);
	assert_int_equal(pivot_of(timeline), 6);
}

static void test_pivot_needs_a_share(void **state)
{
	g_autoptr(timeline_auto) few = sketch_new("2023-01-02", 60);
	g_autoptr(timeline_auto) shared = sketch_new("2023-01-02", 60);
	g_autoptr(timeline_auto) spread = sketch_new("2023-01-02", 60);

	write_weekly(few, 0, 39, 5, 1);
	assert_int_equal(pivot_of(few), TIMELINE_NO_INDEX);
	write_weekly(few, 39, 41, 5, 1);
	assert_int_equal(pivot_of(few), 5);
	/* The function mailbox is nobody, and what it writes is somebody else's. */
	shared->persons[9].shared = TRUE;
	write_weekly(shared, 0, 60, 9, 3);
	write_weekly(shared, 0, 60, 5, 1);
	assert_int_equal(pivot_of(shared), TIMELINE_NO_INDEX);
	write_weekly(shared, 0, 60, 5, 1);
	assert_int_equal(pivot_of(shared), 5);
	for (guint32 person = 5; person < 9; person++)
		write_weekly(spread, 0, 60, person, 1);
	struct series series = sketch_measure(spread, &indicator_pivot_presence, SIDE_PROVIDER);
	assert_int_equal(series.subject, TIMELINE_NO_INDEX);
	assert_week(&series, "2023-01-02", WEEK_EMPTY, NAN, 0);
	series_clear(&series);
}

/* A hole of a year in the export moves no share. */
static void test_pivot_across_a_hole(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2020-01-06", 130);

	memset(timeline->mail.state + 40, WEEK_NOT_COVERED, 60);
	write_weekly(timeline, 0, 40, 5, 4);
	write_weekly(timeline, 0, 40, 6, 1);
	write_weekly(timeline, 100, 130, 6, 1);
	assert_int_equal(pivot_of(timeline), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_weeks_and_exposure),
		cmocka_unit_test(test_answers_on_new_threads),
		cmocka_unit_test(test_what_is_not_unprompted),
		cmocka_unit_test(test_repeated_reports),
		cmocka_unit_test(test_pivot_who_leaves),
		cmocka_unit_test(test_pivot_before_the_loss),
		cmocka_unit_test(test_pivot_of_a_whole_year),
		cmocka_unit_test(test_pivot_of_a_short_record),
		cmocka_unit_test(test_pivot_needs_a_share),
		cmocka_unit_test(test_pivot_across_a_hole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
