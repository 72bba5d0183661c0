/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backlog_age: median age, in days, of the tickets that the working side has open at the end of
 * each week; support: open tickets; a rise is worse. A log that holds only tickets opened
 * within a window starts with an age of zero that can only rise: the first weeks, as many as
 * nine tickets in ten take to be resolved (26 at most), are not counted. Nor is a week with an
 * empty backlog: it has no age. */
#include <stdlib.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

#define WARM_UP_MOST  26
#define TICKETS_LEAST 20 /* resolved ones, to know how long it takes */

static gint64 end_of(const struct timeline_ticket *ticket)
{
	const gint64 ends[] = {ticket->resolved_ms, ticket->closed_ms, ticket->cancelled_ms};
	gint64 first = G_MAXINT64;

	for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
		if (ends[i] != INSTANT_NONE)
			first = MIN(first, ends[i]);
	return first;
}

static int compare_ms(const void *a, const void *b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return left < right ? -1 : left > right;
}

/* Weeks within which nine tickets in ten were resolved. */
static guint warm_up_weeks(const struct timeline *timeline, enum side side)
{
	g_autoptr(GArray) lengths = g_array_new(FALSE, FALSE, sizeof(gint64));
	gint64 tenth;

	for (guint i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		gint64 length = end_of(ticket);
		if (ticket->worker_side != side || length == G_MAXINT64)
			continue;
		length -= ticket->opened_ms;
		g_array_append_val(lengths, length);
	}
	if (lengths->len < TICKETS_LEAST)
		return WARM_UP_MOST;
	qsort(lengths->data, lengths->len, sizeof(gint64), compare_ms);
	tenth = g_array_index(lengths, gint64, lengths->len * 9 / 10);
	return (guint)CLAMP(tenth / (7 * CALENDAR_DAY_MS) + 1, 1, WARM_UP_MOST);
}

static double median_age(GArray *ages)
{
	const gint64 *age = (const gint64 *)ages->data;
	guint n = ages->len;

	qsort(ages->data, n, sizeof(gint64), compare_ms);
	return (double)(age[(n - 1) / 2] + age[n / 2]) / 2 / (double)CALENDAR_DAY_MS;
}

struct backlog {
	const struct timeline *timeline;
	enum side side;
	GArray *open; /* guint32 of tickets, those that ended are dropped on the way */
	guint32 next; /* first ticket not opened yet */
	GArray *ages; /* gint64, of the present week */
};

/* Moves to an instant: takes in the opened, drops the ended. */
static void advance(struct backlog *backlog, gint64 now)
{
	guint kept = 0;

	for (; backlog->next < backlog->timeline->n_tickets &&
	       backlog->timeline->tickets[backlog->next].opened_ms <= now;
	     backlog->next++)
		if (backlog->timeline->tickets[backlog->next].worker_side == backlog->side &&
		    !backlog->timeline->tickets[backlog->next].automatic)
			g_array_append_val(backlog->open, backlog->next);
	for (guint i = 0; i < backlog->open->len; i++) {
		guint32 index = g_array_index(backlog->open, guint32, i);
		if (end_of(&backlog->timeline->tickets[index]) > now)
			g_array_index(backlog->open, guint32, kept++) = index;
	}
	g_array_set_size(backlog->open, kept);
}

static void measure(struct backlog *backlog, struct series_builder *builder, gint32 week,
		    gint64 now, struct series_week *out)
{
	advance(backlog, now);
	if (out->state != WEEK_OBSERVED)
		return;
	g_array_set_size(backlog->ages, 0);
	for (guint i = 0; i < backlog->open->len; i++) {
		guint32 index = g_array_index(backlog->open, guint32, i);
		gint64 age = now - backlog->timeline->tickets[index].opened_ms;
		g_array_append_val(backlog->ages, age);
		series_add(builder, week, index, (double)age / (double)CALENDAR_DAY_MS);
	}
	out->n = backlog->ages->len;
	out->state = backlog->ages->len > 0 ? WEEK_OBSERVED : WEEK_EMPTY;
	if (backlog->ages->len > 0)
		out->value = median_age(backlog->ages);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(&timeline->tickets_coverage, series);
	struct backlog backlog = {
		.timeline = timeline,
		.side = side,
		.open = g_array_new(FALSE, FALSE, sizeof(guint32)),
		.ages = g_array_new(FALSE, FALSE, sizeof(gint64)),
	};
	guint warm_up = warm_up_weeks(timeline, side);

	for (guint i = 0; i < series->n_weeks; i++) {
		gint32 week = series->first_week + (gint32)i;
		gint64 now =
			calendar_ms_of_day(calendar_monday_of_week(week + 1), timeline->zone);
		if (i < warm_up && series->week[i].state == WEEK_OBSERVED)
			series->week[i].state = WEEK_PARTIAL;
		measure(&backlog, builder, week, now - 1, &series->week[i]);
	}
	series_end(builder);
	g_array_unref(backlog.open);
	g_array_unref(backlog.ages);
}

const struct indicator indicator_backlog_age = {
	.name = "backlog_age",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_DURATION,
	.source = INDICATOR_FROM_TICKETS,
	.unit = "days",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "median age in days of the tickets open at the end of the week",
	.compute = compute,
};
