/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backlog_age by hand and against a slow count of every ticket in every week; the start of a
 * log, the change of tool, a backlog that never ends. */
#include "sketch.h"

#include <stdlib.h>

#define DAY CALENDAR_DAY_MS

static gint64 week_end(const struct timeline *timeline, guint week)
{
	gint32 first = timeline->tickets_coverage.first_week;

	return calendar_ms_of_day(calendar_monday_of_week(first + (gint32)week + 1),
				  timeline->zone) -
	       1;
}

/* So many tickets, each resolved within the hour: nine in ten take less than a week. */
static void draw_fast_tickets(struct timeline *timeline, guint count)
{
	for (guint i = 0; i < count; i++) {
		gint64 opened = week_end(timeline, 0) - 2 * DAY + i;
		sketch_ticket_at(timeline, opened)->resolved_ms = opened + DAY / 24;
	}
}

static void test_ages_by_hand(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-06-03", 8);
	struct timeline_ticket *ticket;

	draw_fast_tickets(timeline, 40);
	sketch_ticket_at(timeline, sketch_ms("2024-06-17 00:00"));
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-20 00:00"));
	ticket->closed_ms = sketch_ms("2024-07-03 12:00");
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-19 00:00"));
	ticket->automatic = TRUE;
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-19 00:00"));
	ticket->worker_side = SIDE_CLIENT;
	struct series series = sketch_measure(timeline, &indicator_backlog_age, SIDE_PROVIDER);
	double just_before = -1.0 / DAY;
	assert_week(&series, "2024-06-03", WEEK_PARTIAL, NAN, 0);
	assert_week(&series, "2024-06-10", WEEK_EMPTY, NAN, 0);
	assert_week(&series, "2024-06-17", WEEK_OBSERVED, (7 + 4) / 2.0 + just_before, 2);
	assert_week(&series, "2024-06-24", WEEK_OBSERVED, (14 + 11) / 2.0 + just_before, 2);
	assert_week(&series, "2024-07-01", WEEK_OBSERVED, 21 + just_before, 1);
	assert_week(&series, "2024-07-22", WEEK_OBSERVED, 42 + just_before, 1);
	assert_int_equal(sketch_at(&series, "2024-06-17")->event_count, 2);
	series_clear(&series);
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* The oracle: every ticket is looked at in every week. */
static double slow_median(const struct timeline *timeline, gint64 now, guint *open)
{
	g_autofree double *ages = g_new(double, timeline->n_tickets);
	guint n = 0;

	for (guint i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		gint64 end =
			ticket->resolved_ms == INSTANT_NONE ? G_MAXINT64 : ticket->resolved_ms;
		if (ticket->opened_ms <= now && end > now)
			ages[n++] = (double)(now - ticket->opened_ms) / DAY;
	}
	*open = n;
	qsort(ages, n, sizeof *ages, compare_doubles);
	return n == 0 ? NAN : (ages[(n - 1) / 2] + ages[n / 2]) / 2;
}

static void draw_random_tickets(struct timeline *timeline, GRand *random, guint count)
{
	gint64 start = week_end(timeline, 0) - 7 * DAY;
	guint weeks = (guint)(timeline->tickets_coverage.last_week -
			      timeline->tickets_coverage.first_week + 1);

	for (guint i = 0; i < count; i++) {
		gint64 opened =
			start + (gint64)(g_rand_double(random) * (double)(weeks * 7 * DAY));
		double days = -30 * log(1 - g_rand_double(random));
		struct timeline_ticket *ticket = sketch_ticket_at(timeline, opened);
		if (g_rand_double(random) < .9)
			ticket->resolved_ms = opened + (gint64)(days * DAY);
	}
}

static void test_against_slow_count(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(5);
	const guint counts[] = {1, 2, 7, 63, 64, 65, 400};

	for (guint k = 0; k < G_N_ELEMENTS(counts); k++) {
		g_autoptr(timeline_auto) timeline = sketch_new("2022-01-03", 90);
		draw_random_tickets(timeline, random, counts[k]);
		struct series series =
			sketch_measure(timeline, &indicator_backlog_age, SIDE_PROVIDER);
		for (guint week = 26; week < 90; week++) {
			guint open;
			double median = slow_median(timeline, week_end(timeline, week), &open);
			assert_int_equal(series.week[week].state,
					 open > 0 ? WEEK_OBSERVED : WEEK_EMPTY);
			assert_float_equal(series.week[week].n, open, 0);
			if (open > 0)
				assert_float_equal(series.week[week].value, median, 1e-9);
		}
		series_clear(&series);
	}
}

/* The first weeks are as many as nine tickets in ten take; half a year when nobody knows. */
static void test_first_weeks_are_left_out(void **state)
{
	g_autoptr(timeline_auto) known = sketch_new("2023-01-02", 60);
	g_autoptr(timeline_auto) unknown = sketch_new("2023-01-02", 60);

	for (guint i = 0; i < 100; i++) {
		gint64 opened = week_end(known, 0) - DAY + i;
		sketch_ticket_at(known, opened)->resolved_ms = opened + (i < 85 ? 1 : 30) * DAY;
	}
	sketch_ticket_at(known, week_end(known, 0));
	sketch_ticket_at(unknown, week_end(unknown, 0));
	struct series series = sketch_measure(known, &indicator_backlog_age, SIDE_PROVIDER);
	assert_int_equal(series.week[4].state, WEEK_PARTIAL);
	assert_int_equal(series.week[5].state, WEEK_OBSERVED);
	series_clear(&series);
	series = sketch_measure(unknown, &indicator_backlog_age, SIDE_PROVIDER);
	assert_int_equal(series.week[25].state, WEEK_PARTIAL);
	assert_int_equal(series.week[26].state, WEEK_OBSERVED);
	series_clear(&series);
}

/* What the old tool left open is not known to be open in the new one. */
static void test_change_of_tool(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2023-01-02", 60);
	gint32 first = timeline->tickets_coverage.first_week;

	timeline->tools = g_renew(struct timeline_tool, timeline->tools, 2);
	timeline->n_tools = 2;
	timeline->tools[0].coverage.last_week = first + 29;
	timeline->tools[1] = (struct timeline_tool){"new", sketch_coverage(first + 30, 30)};
	draw_fast_tickets(timeline, 60);
	for (guint i = 0; i < 10; i++) {
		sketch_ticket_at(timeline, week_end(timeline, 20) + i); /* left open */
		sketch_ticket_at(timeline, week_end(timeline, 34) - DAY + i)->tool = 1;
	}
	struct series series = sketch_measure(timeline, &indicator_backlog_age, SIDE_PROVIDER);
	assert_float_equal(series.week[29].n, 10, 0);
	assert_float_equal(series.week[29].value, 63, 1e-6);
	assert_int_equal(series.week[30].state, WEEK_PARTIAL); /* the new one warms up */
	assert_int_equal(series.week[33].state, WEEK_EMPTY);
	assert_float_equal(series.week[34].n, 10, 0);
	assert_float_equal(series.week[34].value, 1, 1e-6);
	series_clear(&series);
}

/* Support is the whole backlog; the tickets named are bounded and have the same median. */
static void test_backlog_without_end(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2023-01-02", 60);

	for (guint i = 0; i < 5000; i++)
		sketch_ticket_at(timeline, week_end(timeline, 0) + i * DAY / 20);
	struct series series = sketch_measure(timeline, &indicator_backlog_age, SIDE_PROVIDER);
	const struct series_week *last = &series.week[59];
	assert_float_equal(last->n, 5000, 0);
	assert_int_equal(last->event_count, 200);
	const struct series_event *events = series.events + last->event_first;
	assert_int_equal(events[0].index, 0);
	assert_int_equal(events[199].index, 4999);
	assert_float_equal((events[99].value + events[100].value) / 2, last->value, .1);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ages_by_hand),
		cmocka_unit_test(test_against_slow_count),
		cmocka_unit_test(test_first_weeks_are_left_out),
		cmocka_unit_test(test_change_of_tool),
		cmocka_unit_test(test_backlog_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
