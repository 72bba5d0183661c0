/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Each indicator on small timelines whose values are worked out by hand; the same code on both
 * sides. */
#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"
#include "tests/harness.h"

#define WEEKS      120
#define FIRST_WEEK 2871 /* Monday 2025-01-13 */

/* Ten in the morning of a day of the week (0 = Monday), in UTC. */
static gint64 morning(gint32 week, int day, double hours)
{
	return (calendar_monday_of_week(FIRST_WEEK + week) + day) * CALENDAR_DAY_MS +
	       (gint64)((10 + hours) * 3600000);
}

struct made {
	GArray *messages, *tickets;
	struct timeline timeline;
	guint threads;
};

static void cover(struct timeline_coverage *coverage)
{
	coverage->first_week = FIRST_WEEK;
	coverage->last_week = FIRST_WEEK + WEEKS - 1;
	coverage->state = g_malloc(WEEKS);
	memset(coverage->state, WEEK_OBSERVED, WEEKS);
}

static void begin(struct made *made)
{
	memset(made, 0, sizeof *made);
	made->messages = g_array_new(FALSE, TRUE, sizeof(struct timeline_message));
	made->tickets = g_array_new(FALSE, TRUE, sizeof(struct timeline_ticket));
	made->timeline.zone = g_time_zone_new_utc();
	made->timeline.as_of_ms = G_MAXINT64;
	made->timeline.n_persons = 4;
	made->timeline.persons = g_new0(struct timeline_person, 4);
	made->timeline.n_tools = 1;
	made->timeline.tools = g_new0(struct timeline_tool, 1);
	cover(&made->timeline.mail);
	cover(&made->timeline.tickets_coverage);
}

static struct timeline_message *say(struct made *made, gint64 at, enum side side, gint thread)
{
	struct timeline_message message = {
		.at_ms = at,
		.event = made->messages->len + 1,
		.person = side,
		.thread = thread >= 0 ? (guint32)thread : made->threads++,
		.parent = TIMELINE_NO_INDEX,
		.side = side,
		.n_recipients = 1,
		.n_recipients_client = side == SIDE_PROVIDER,
		.n_recipients_provider = side == SIDE_CLIENT,
		.starts = thread < 0,
	};

	g_array_append_val(made->messages, message);
	return &g_array_index(made->messages, struct timeline_message, made->messages->len - 1);
}

static struct timeline_ticket *open_ticket(struct made *made, gint64 opened, gint64 resolved)
{
	struct timeline_ticket ticket = {
		.event = made->tickets->len + 1,
		.requester_side = SIDE_CLIENT,
		.worker_side = SIDE_PROVIDER,
		.opened_ms = opened,
		.acknowledged_ms = INSTANT_NONE,
		.resolved_ms = resolved,
		.closed_ms = INSTANT_NONE,
		.cancelled_ms = INSTANT_NONE,
		.gap_from_ms = INSTANT_NONE,
		.gap_to_ms = INSTANT_NONE,
	};

	g_array_append_val(made->tickets, ticket);
	return &g_array_index(made->tickets, struct timeline_ticket, made->tickets->len - 1);
}

static gint by_opening(gconstpointer a, gconstpointer b)
{
	const struct timeline_ticket *left = a, *right = b;

	return left->opened_ms < right->opened_ms ? -1 : left->opened_ms > right->opened_ms;
}

static const struct timeline *finish(struct made *made)
{
	g_array_sort(made->tickets, by_opening);
	made->timeline.messages = (struct timeline_message *)made->messages->data;
	made->timeline.n_messages = made->messages->len;
	made->timeline.tickets = (struct timeline_ticket *)made->tickets->data;
	made->timeline.n_tickets = made->tickets->len;
	made->timeline.n_threads = made->threads;
	return &made->timeline;
}

static void end(struct made *made)
{
	g_array_unref(made->messages);
	g_array_unref(made->tickets);
	g_time_zone_unref(made->timeline.zone);
	g_free(made->timeline.persons);
	g_free(made->timeline.tools);
	g_free(made->timeline.mail.state);
	g_free(made->timeline.tickets_coverage.state);
}

static void unprompted_is_what_nobody_asked_for(void **state)
{
	struct made made;
	struct series series;

	begin(&made);
	say(&made, morning(0, 0, 0), SIDE_PROVIDER, -1);         /* counts */
	say(&made, morning(0, 1, 0), SIDE_CLIENT, -1)->asks = 1; /* thread 1 */
	say(&made, morning(0, 1, 1), SIDE_PROVIDER, 1);          /* an answer */
	say(&made, morning(0, 2, 0), SIDE_PROVIDER, -1)->automatic = AUTOMATIC_ROBOT;
	say(&made, morning(0, 3, 0), SIDE_PROVIDER, -1)->ticket_key = "12";
	say(&made, morning(1, 0, 0), SIDE_PROVIDER, -1)->novelty = 7; /* counts */
	say(&made, morning(2, 0, 0), SIDE_PROVIDER, -1)->novelty =
		7; /* the same report again */
	say(&made, morning(3, 0, 0), SIDE_CLIENT, -1)->asks =
		1;                                        /* never answered in its thread */
	say(&made, morning(3, 0, .5), SIDE_PROVIDER, -1); /* may be its answer */
	indicator_proactive_contact.compute(finish(&made), SIDE_PROVIDER, &series);
	assert_float_equal(series.week[0].value, 1, 0);
	assert_float_equal(series.week[1].value, 1, 0);
	assert_float_equal(series.week[2].value, 0, 0);
	assert_int_equal(series.week[2].state, WEEK_TRUE_ZERO);
	assert_float_equal(series.week[3].value, 0, 0);
	assert_float_equal(series.week[0].n, 5, 0);
	assert_int_equal(series.events[series.week[0].event_first].index, 0);
	series_clear(&series);
	end(&made);
}

static void waits_are_medians_with_the_unanswered_as_long(void **state)
{
	struct made made;
	struct series series;
	guint32 index;

	begin(&made);
	for (int day = 0; day < 3; day++) {
		say(&made, morning(0, day, 0), SIDE_CLIENT, -1)->asks = 1;
		index = made.threads - 1;
		if (day < 2)
			say(&made, morning(0, day, 1 + 2 * day), SIDE_PROVIDER, (gint)index);
	}
	indicator_reply_time.compute(finish(&made), SIDE_PROVIDER, &series);
	/* Waits of 1 and 3 hours, and one without end: the median is 3. */
	assert_float_equal(series.week[0].value, 3, 1e-9);
	assert_float_equal(series.week[0].n, 3, 0);
	assert_int_equal(series.week[1].state, WEEK_EMPTY);
	assert_true(isnan(series.week[1].value));
	series_clear(&series);
	end(&made);
}

/* Kaplan and Meier: ends at 1, 4, 7; censored at 2 and 6. S = 4/5, 4/5 * 2/3 = .533, then 0. */
static void the_median_is_that_of_kaplan_and_meier(void **state)
{
	struct duration durations[] = {
		{0, 0, 6, FALSE}, {0, 1, 1, TRUE}, {0, 2, 7, TRUE},
		{0, 3, 2, FALSE}, {0, 4, 4, TRUE},
	};
	struct duration never[] = {{0, 0, 5, FALSE}, {0, 1, 9, FALSE}};

	assert_float_equal(duration_median(durations, 5), 7, 0);
	assert_float_equal(duration_median(never, 2), 9, 0);
	assert_true(isnan(duration_median(never, 0)));
}

static void weeks_that_no_source_covers_have_no_value(void **state)
{
	struct made made;
	struct series series;

	begin(&made);
	made.timeline.mail.state[5] = WEEK_NOT_COVERED;
	made.timeline.mail.state[0] = WEEK_PARTIAL;
	say(&made, morning(5, 0, 0), SIDE_CLIENT, -1);
	indicator_organisation_presence.compute(finish(&made), SIDE_CLIENT, &series);
	assert_int_equal(series.week[5].state, WEEK_NOT_COVERED);
	assert_true(isnan(series.week[5].value));
	assert_int_equal(series.week[0].state, WEEK_PARTIAL);
	assert_true(isnan(series.week[0].value));
	assert_int_equal(series.week[6].state, WEEK_TRUE_ZERO);
	series_clear(&series);
	end(&made);
}

static void the_pivot_is_followed_under_every_address(void **state)
{
	struct made made;
	struct series series;

	begin(&made);
	for (gint32 week = 0; week < 60; week++) {
		say(&made, morning(week, 0, 0), SIDE_PROVIDER, -1)->person = 3;
		say(&made, morning(week, 1, 0), SIDE_PROVIDER, -1)->person = week % 2 ? 1 : 2;
	}
	say(&made, morning(70, 0, 0), SIDE_NONE, -1)->person = 3; /* another address */
	indicator_pivot_presence.compute(finish(&made), SIDE_PROVIDER, &series);
	assert_int_equal(series.subject, 3);
	assert_float_equal(series.week[10].value, 1, 0);
	assert_float_equal(series.week[70].value, 1, 0);
	assert_float_equal(series.week[71].value, 0, 0);
	series_clear(&series);
	made.timeline.persons[3].shared = TRUE;
	indicator_pivot_presence.compute(finish(&made), SIDE_PROVIDER, &series);
	assert_int_not_equal(series.subject, 3);
	series_clear(&series);
	end(&made);
}

static void silence_is_measured_against_the_pairs_own_habit(void **state)
{
	struct made made;
	struct series series;

	begin(&made);
	for (gint32 week = 0; week < 60; week++)
		say(&made, morning(week, 0, 0), SIDE_PROVIDER, -1);
	indicator_silence.compute(finish(&made), SIDE_PROVIDER, &series);
	assert_int_equal(series.week[3].state, WEEK_EMPTY); /* no habit yet */
	assert_true(series.week[50].value < 1.5);
	assert_true(series.week[75].value > series.week[65].value);
	assert_true(series.week[75].value > 5);
	series_clear(&series);
	end(&made);
}

static void tickets_are_acknowledged_or_unknown(void **state)
{
	struct made made;
	struct series series;

	begin(&made);
	open_ticket(&made, morning(0, 0, 0), morning(0, 2, 0));
	indicator_acknowledgement_time.compute(finish(&made), SIDE_PROVIDER, &series);
	assert_int_equal(series.week[0].state, WEEK_EMPTY); /* the tool never says it */
	series_clear(&series);
	open_ticket(&made, morning(1, 0, 0), morning(1, 2, 0))->acknowledged_ms =
		morning(1, 0, 2);
	indicator_acknowledgement_time.compute(finish(&made), SIDE_PROVIDER, &series);
	assert_float_equal(series.week[1].value, 2, 1e-9);
	series_clear(&series);
	indicator_acknowledgement_time.compute(finish(&made), SIDE_CLIENT, &series);
	assert_int_equal(series.week[1].state, WEEK_EMPTY);
	series_clear(&series);
	end(&made);
}

static void the_backlog_ages_from_opening(void **state)
{
	struct made made;
	struct series series;

	begin(&made);
	for (gint32 week = 0; week < 40; week++)
		open_ticket(&made, morning(week, 0, 0), morning(week, 0, 3));
	open_ticket(&made, morning(30, 0, 0), INSTANT_NONE);
	indicator_backlog_age.compute(finish(&made), SIDE_PROVIDER, &series);
	assert_int_equal(series.week[0].state, WEEK_PARTIAL); /* warming up */
	assert_int_equal(series.week[20].state, WEEK_EMPTY);
	assert_float_equal(series.week[30].value, 6.58, .01);
	assert_float_equal(series.week[31].value, 13.58, .01);
	assert_float_equal(series.week[31].n, 1, 0);
	series_clear(&series);
	end(&made);
}

static void swap(struct made *made)
{
	for (guint i = 0; i < made->messages->len; i++) {
		struct timeline_message *message =
			&g_array_index(made->messages, struct timeline_message, i);
		guint16 clients = message->n_recipients_client;
		message->side = side_other(message->side);
		message->n_recipients_client = message->n_recipients_provider;
		message->n_recipients_provider = clients;
	}
	for (guint i = 0; i < made->tickets->len; i++) {
		struct timeline_ticket *ticket =
			&g_array_index(made->tickets, struct timeline_ticket, i);
		ticket->worker_side = side_other(ticket->worker_side);
		ticket->requester_side = side_other(ticket->requester_side);
	}
}

static void fill_at_random(struct made *made)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(4);

	for (gint32 week = 0; week < WEEKS; week++)
		for (int day = 0; day < 5; day++) {
			enum side side = g_rand_boolean(random) ? SIDE_CLIENT : SIDE_PROVIDER;
			gint thread = made->threads > 0 && g_rand_boolean(random)
					      ? (gint)made->threads - 1
					      : -1;
			say(made, morning(week, day, g_rand_double(random)), side, thread)
				->asks = (guint8)g_rand_boolean(random);
			open_ticket(made, morning(week, day, 1), morning(week, day, 3))
				->acknowledged_ms = morning(week, day, 2);
		}
}

static void both_sides_are_measured_by_one_rule(void **state)
{
	const struct indicator *const *list = indicator_list();
	struct made made;

	begin(&made);
	fill_at_random(&made);
	for (guint i = 0; list[i] != NULL; i++) {
		struct series before, after;
		list[i]->compute(finish(&made), SIDE_PROVIDER, &before);
		swap(&made);
		list[i]->compute(finish(&made), SIDE_CLIENT, &after);
		swap(&made);
		assert_int_equal(before.n_weeks, after.n_weeks);
		for (guint week = 0; week < before.n_weeks; week++) {
			assert_int_equal(before.week[week].state, after.week[week].state);
			if (!isnan(before.week[week].value))
				assert_float_equal(before.week[week].value,
						   after.week[week].value, 0);
		}
		series_clear(&before);
		series_clear(&after);
	}
	end(&made);
}

static void every_indicator_says_what_it_is(void **state)
{
	const struct indicator *const *list = indicator_list();

	for (guint i = 0; list[i] != NULL; i++) {
		assert_ptr_equal(indicator_by_name(list[i]->name), list[i]);
		assert_non_null(list[i]->definition);
		assert_true(list[i]->worse == 1 || list[i]->worse == -1);
		assert_true(list[i]->of_side[SIDE_NONE] ||
			    (list[i]->of_side[SIDE_CLIENT] && list[i]->of_side[SIDE_PROVIDER]));
		if (list[i]->mirrors != NULL)
			assert_non_null(indicator_by_name(list[i]->mirrors));
	}
	assert_null(indicator_by_name("mood"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unprompted_is_what_nobody_asked_for),
		cmocka_unit_test(waits_are_medians_with_the_unanswered_as_long),
		cmocka_unit_test(the_median_is_that_of_kaplan_and_meier),
		cmocka_unit_test(weeks_that_no_source_covers_have_no_value),
		cmocka_unit_test(the_pivot_is_followed_under_every_address),
		cmocka_unit_test(silence_is_measured_against_the_pairs_own_habit),
		cmocka_unit_test(tickets_are_acknowledged_or_unknown),
		cmocka_unit_test(the_backlog_ages_from_opening),
		cmocka_unit_test(both_sides_are_measured_by_one_rule),
		cmocka_unit_test(every_indicator_says_what_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
