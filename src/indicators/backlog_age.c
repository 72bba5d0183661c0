/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backlog_age: median age, in days, of the tickets that the working side has open at the end of
 * each week; support: open tickets; a rise is worse. A ticket without an end is open as long as
 * its tool's coverage lasts. A log that holds only tickets opened within a window starts with
 * an age of zero that can only rise: the first weeks of each tool, as many as nine tickets in
 * ten take to be resolved (26 at most), are not counted. Nor is a week with an empty backlog:
 * it has no age. Open tickets by age are kept in a tree of counts (Fenwick, Software: Practice
 * and Experience 24, 1994), so that a backlog that never ends costs no more than another. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define WARM_UP_MOST  26
#define TICKETS_LEAST 20   /* resolved ones, to know how long it takes */
#define TOOL_SHARE    0.10 /* of the tickets, for the start of a tool to matter */
#define EVENTS_A_WEEK 200  /* open tickets named a week, evenly from old to young */

struct ending {
	gint64 at_ms;
	guint32 index;
};

struct backlog {
	const struct timeline *timeline;
	enum side side;
	guint32 *count;     /* tree over tickets in the order of opening, 1-based */
	GArray *endings;    /* struct ending, by time */
	guint32 next_ended; /* first of those not passed yet */
	guint32 next;       /* first ticket not opened yet */
	guint open;
};

static gboolean is_worked_by(const struct timeline_ticket *ticket, enum side side)
{
	return ticket->worker_side == side && !ticket->automatic;
}

static int compare_ms(const void *a, const void *b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return (left > right) - (left < right);
}

/* Weeks within which nine tickets in ten were resolved. */
static gint32 warm_up_weeks(const struct timeline *timeline, enum side side)
{
	g_autoptr(GArray) lengths = g_array_new(FALSE, FALSE, sizeof(gint64));
	gint64 tenth;

	for (guint i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		gint64 length = series_ticket_end(ticket, G_MAXINT64);
		if (!is_worked_by(ticket, side) || length == G_MAXINT64)
			continue;
		length -= ticket->opened_ms;
		g_array_append_val(lengths, length);
	}
	if (lengths->len < TICKETS_LEAST)
		return WARM_UP_MOST;
	g_array_sort(lengths, compare_ms);
	tenth = g_array_index(lengths, gint64, lengths->len * 9 / 10);
	return (gint32)CLAMP(tenth / (7 * CALENDAR_DAY_MS) + 1, 1, WARM_UP_MOST);
}

static void mark_warm_up(struct series *series, gint32 first_week, gint32 weeks)
{
	for (gint32 week = first_week; week < first_week + weeks; week++) {
		gint32 at = week - series->first_week;
		if (at >= 0 && at < (gint32)series->n_weeks &&
		    series->week[at].state == WEEK_OBSERVED)
			series->week[at].state = WEEK_PARTIAL;
	}
}

static void mark_warm_ups(const struct timeline *timeline, enum side side,
			  struct series *series)
{
	g_autofree guint *of_tool = g_new0(guint, timeline->n_tools);
	gint32 weeks = warm_up_weeks(timeline, side);
	guint all = 0;

	for (guint i = 0; i < timeline->n_tickets; i++)
		if (is_worked_by(&timeline->tickets[i], side)) {
			of_tool[timeline->tickets[i].tool]++;
			all++;
		}
	mark_warm_up(series, series->first_week, weeks);
	for (guint i = 0; i < timeline->n_tools; i++)
		if (of_tool[i] >= TOOL_SHARE * all && of_tool[i] > 0)
			mark_warm_up(series, timeline->tools[i].coverage.first_week, weeks);
}

static int by_end(const void *a, const void *b)
{
	const struct ending *left = a, *right = b;

	if (left->at_ms != right->at_ms)
		return left->at_ms < right->at_ms ? -1 : 1;
	return (left->index > right->index) - (left->index < right->index);
}

/* Caller owns. */
static GArray *endings_of(const struct timeline *timeline, enum side side)
{
	GArray *endings = g_array_new(FALSE, FALSE, sizeof(struct ending));
	g_autofree gint64 *watches = series_tool_watches(timeline);

	for (guint32 i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		gint64 end;
		if (!is_worked_by(ticket, side))
			continue;
		end = series_ticket_end(ticket, watches[ticket->tool]);
		/* Dates may contradict one another; none ends before it begins. */
		struct ending ending = {MAX(end, ticket->opened_ms), i};
		g_array_append_val(endings, ending);
	}
	g_array_sort(endings, by_end);
	return endings;
}

static void tree_add(struct backlog *backlog, guint32 index, guint32 change)
{
	for (guint32 i = index + 1; i <= backlog->timeline->n_tickets; i += i & -i)
		backlog->count[i] += change;
}

/* The open ticket of this rank, from the oldest on. */
static guint32 tree_find(const struct backlog *backlog, guint32 rank)
{
	guint32 n = backlog->timeline->n_tickets, at = 0;

	for (guint32 step = 1u << (g_bit_storage(n) - 1); step > 0; step /= 2)
		if (at + step <= n && backlog->count[at + step] <= rank) {
			at += step;
			rank -= backlog->count[at];
		}
	return at;
}

/* Moves to an instant: takes in the opened, drops the ended. */
static void advance(struct backlog *backlog, gint64 now)
{
	const struct timeline *timeline = backlog->timeline;
	const struct ending *endings = (const struct ending *)backlog->endings->data;

	for (; backlog->next < timeline->n_tickets &&
	       timeline->tickets[backlog->next].opened_ms <= now;
	     backlog->next++)
		if (is_worked_by(&timeline->tickets[backlog->next], backlog->side)) {
			tree_add(backlog, backlog->next, 1);
			backlog->open++;
		}
	for (; backlog->next_ended < backlog->endings->len &&
	       endings[backlog->next_ended].at_ms <= now;
	     backlog->next_ended++) {
		tree_add(backlog, endings[backlog->next_ended].index, -1u);
		backlog->open--;
	}
}

/* Age in days of the open ticket of this rank. */
static double age_of(const struct backlog *backlog, guint32 rank, gint64 now)
{
	guint32 index = tree_find(backlog, rank);

	return (double)(now - backlog->timeline->tickets[index].opened_ms) /
	       (double)CALENDAR_DAY_MS;
}

static void name_events(const struct backlog *backlog, struct series_builder *builder,
			gint64 now)
{
	guint named = MIN(backlog->open, EVENTS_A_WEEK);

	for (guint i = 0; i < named; i++) {
		guint32 rank =
			named > 1 ? (guint32)((guint64)i * (backlog->open - 1) / (named - 1))
				  : 0;
		series_add(builder, now, tree_find(backlog, rank), age_of(backlog, rank, now));
	}
}

static void measure(struct backlog *backlog, struct series_builder *builder, gint64 now,
		    struct series_week *out)
{
	advance(backlog, now);
	if (out->state != WEEK_OBSERVED)
		return;
	out->n = backlog->open;
	if (backlog->open == 0) {
		out->state = WEEK_EMPTY;
		return;
	}
	out->value = (age_of(backlog, (backlog->open - 1) / 2, now) +
		      age_of(backlog, backlog->open / 2, now)) /
		     2;
	name_events(backlog, builder, now);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->tickets_coverage, series);
	g_autofree guint32 *count = g_new0(guint32, timeline->n_tickets + 1);
	g_autoptr(GArray) endings = endings_of(timeline, side);
	struct backlog backlog = {
		.timeline = timeline, .side = side, .count = count, .endings = endings};

	mark_warm_ups(timeline, side, series);
	for (guint i = 0; i < series->n_weeks; i++) {
		gint32 next_monday =
			calendar_monday_of_week(series->first_week + (gint32)i + 1);
		gint64 week_end = calendar_ms_of_day(next_monday, timeline->zone) - 1;
		measure(&backlog, builder, MIN(week_end, timeline->as_of_ms - 1),
			&series->week[i]);
	}
	series_end(builder);
}

const struct indicator indicator_backlog_age = {
	.name = "backlog_age",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_DURATION,
	.source = EVENT_TICKET,
	.unit = "days",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "median age in days of the tickets open at the end of the week",
	.compute = compute,
};
