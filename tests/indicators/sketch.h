/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Small timelines drawn by hand, in Paris: five persons a side (0..4 of the client, 5..9 of the
 * provider), one ticket tool, everything covered unless said otherwise. */
#pragma once

#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

#define SKETCH_PERSONS 10
#define HOURS_A_DAY    9 /* business hours */

static inline gint32 sketch_day(const char *text)
{
	gint32 day;

	assert_true(calendar_parse_day(text, &day));
	return day;
}

static inline gint32 sketch_week_number(const char *monday)
{
	return calendar_week_of_day(sketch_day(monday));
}

/* "2024-03-04 10:00" in Paris. */
static inline gint64 sketch_ms(const char *when)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	int year, month, day, hour, minute;

	assert_int_equal(sscanf(when, "%d-%d-%d %d:%d", &year, &month, &day, &hour, &minute),
			 5);
	g_autoptr(GDateTime) date = g_date_time_new(zone, year, month, day, hour, minute, 0);
	return g_date_time_to_unix(date) * 1000;
}

static inline struct timeline_coverage sketch_coverage(gint32 first_week, guint weeks)
{
	struct timeline_coverage coverage = {first_week, first_week + (gint32)weeks - 1,
					     g_malloc(weeks)};

	memset(coverage.state, WEEK_OBSERVED, weeks);
	return coverage;
}

/* Caller owns. */
static inline struct timeline *sketch_new(const char *first_monday, guint weeks)
{
	struct timeline *timeline = g_new0(struct timeline, 1);
	gint32 first = sketch_week_number(first_monday);

	timeline->zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	timeline->as_of_ms = calendar_ms_of_day(calendar_monday_of_week(first + (gint32)weeks),
						timeline->zone);
	timeline->mail = sketch_coverage(first, weeks);
	timeline->tickets_coverage = sketch_coverage(first, weeks);
	timeline->n_tools = 1;
	timeline->tools = g_new0(struct timeline_tool, 1);
	timeline->tools[0] = (struct timeline_tool){"tool", sketch_coverage(first, weeks)};
	timeline->n_persons = SKETCH_PERSONS;
	timeline->persons = g_new0(struct timeline_person, SKETCH_PERSONS);
	for (guint i = 0; i < SKETCH_PERSONS; i++)
		timeline->persons[i].side =
			i < SKETCH_PERSONS / 2 ? SIDE_CLIENT : SIDE_PROVIDER;
	return timeline;
}

/* A message that starts a thread, to the other side. Borrowed until the next one is drawn. */
static inline struct timeline_message *sketch_mail_at(struct timeline *timeline, gint64 at_ms,
						      enum side side)
{
	struct timeline_message *message;

	timeline->messages =
		g_renew(struct timeline_message, timeline->messages, timeline->n_messages + 1);
	message = &timeline->messages[timeline->n_messages++];
	*message = (struct timeline_message){
		.at_ms = at_ms,
		.event = timeline->n_messages,
		.person = side == SIDE_PROVIDER ? SKETCH_PERSONS / 2 : 0,
		.thread = timeline->n_threads++,
		.parent = TIMELINE_NO_INDEX,
		.side = side,
		.n_recipients = 1,
		.n_recipients_client = side == SIDE_PROVIDER,
		.n_recipients_provider = side == SIDE_CLIENT,
		.starts = TRUE,
	};
	return message;
}

static inline struct timeline_message *sketch_mail(struct timeline *timeline, const char *when,
						   enum side side)
{
	return sketch_mail_at(timeline, sketch_ms(when), side);
}

static inline guint32 sketch_question(struct timeline *timeline, const char *when,
				      enum side side)
{
	struct timeline_message *message = sketch_mail(timeline, when, side);

	message->asks = TRUE;
	return message->thread;
}

static inline struct timeline_message *sketch_reply(struct timeline *timeline, const char *when,
						    enum side side, guint32 thread)
{
	struct timeline_message *message = sketch_mail(timeline, when, side);

	message->thread = thread;
	message->starts = FALSE;
	return message;
}

/* One of the provider's, still open. Borrowed until the next one is drawn. */
static inline struct timeline_ticket *sketch_ticket_at(struct timeline *timeline,
						       gint64 opened_ms)
{
	struct timeline_ticket *ticket;

	timeline->tickets =
		g_renew(struct timeline_ticket, timeline->tickets, timeline->n_tickets + 1);
	ticket = &timeline->tickets[timeline->n_tickets++];
	*ticket = (struct timeline_ticket){
		.event = timeline->n_tickets,
		.requester_side = SIDE_CLIENT,
		.worker_side = SIDE_PROVIDER,
		.opened_ms = opened_ms,
		.acknowledged_ms = INSTANT_NONE,
		.resolved_ms = INSTANT_NONE,
		.closed_ms = INSTANT_NONE,
		.cancelled_ms = INSTANT_NONE,
		.last_ms = opened_ms,
		.gap_from_ms = INSTANT_NONE,
		.gap_to_ms = INSTANT_NONE,
	};
	return ticket;
}

static inline gint sketch_compare_messages(const void *a, const void *b)
{
	const struct timeline_message *left = a, *right = b;

	if (left->at_ms != right->at_ms)
		return left->at_ms < right->at_ms ? -1 : 1;
	return (left->event > right->event) - (left->event < right->event);
}

static inline gint sketch_compare_tickets(const void *a, const void *b)
{
	const struct timeline_ticket *left = a, *right = b;

	if (left->opened_ms != right->opened_ms)
		return left->opened_ms < right->opened_ms ? -1 : 1;
	return (left->event > right->event) - (left->event < right->event);
}

/* Sorts what was drawn and measures. Clear the series. */
static inline struct series sketch_measure(struct timeline *timeline,
					   const struct indicator *indicator, enum side side)
{
	struct series series;

	if (timeline->n_messages > 0)
		qsort(timeline->messages, timeline->n_messages, sizeof *timeline->messages,
		      sketch_compare_messages);
	if (timeline->n_tickets > 0)
		qsort(timeline->tickets, timeline->n_tickets, sizeof *timeline->tickets,
		      sketch_compare_tickets);
	indicator->compute(timeline, side, &series);
	return series;
}

static inline const struct series_week *sketch_at(const struct series *series,
						  const char *monday)
{
	gint32 at = sketch_week_number(monday) - series->first_week;

	assert_in_range(at, 0, series->n_weeks - 1);
	return &series->week[at];
}

static inline void assert_week(const struct series *series, const char *monday,
			       enum week_state state, double value, double n)
{
	const struct series_week *week = sketch_at(series, monday);

	assert_int_equal(week->state, state);
	assert_float_equal(week->n, n, 0);
	if (isnan(value))
		assert_true(isnan(week->value));
	else
		assert_float_equal(week->value, value, 1e-9);
}
