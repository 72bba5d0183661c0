/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Weekly series: allocation over a coverage, events sorted into weeks, counts with exposure,
 * and what several indicators ask of threads and tickets. All of it is linear in the events,
 * which come by time. */
#include "indicators/series-internal.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"

struct week_event {
	gint32 week;
	struct series_event event;
};

struct series_builder {
	GTimeZone *zone;
	struct series *series;
	GArray *events; /* struct week_event */
	gboolean sorted;
	gint32 week; /* the week looked up last, and where it begins and ends */
	gint64 week_from_ms, week_to_ms;
};

struct series_builder *series_begin(const struct timeline *timeline,
				    const struct timeline_coverage *coverage,
				    struct series *series)
{
	struct series_builder *builder = g_new0(struct series_builder, 1);
	gint32 weeks = coverage->state != NULL
			       ? MAX(0, coverage->last_week - coverage->first_week + 1)
			       : 0;

	memset(series, 0, sizeof *series);
	series->first_week = coverage->first_week;
	series->n_weeks = (guint)weeks;
	series->week = g_new0(struct series_week, (gsize)weeks);
	series->subject = TIMELINE_NO_INDEX;
	for (gint32 i = 0; i < weeks; i++) {
		series->week[i].value = NAN;
		series->week[i].state = coverage->state[i];
	}
	builder->zone = timeline->zone;
	builder->series = series;
	builder->events = g_array_new(FALSE, FALSE, sizeof(struct week_event));
	builder->sorted = TRUE;
	return builder;
}

struct series_builder *series_begin_since(const struct timeline *timeline, gint32 first_day,
					  struct series *series)
{
	struct timeline_coverage coverage = {
		.first_week = calendar_week_of_day(first_day),
		.last_week = calendar_week_of_ms(timeline->as_of_ms - 1, timeline->zone)};
	g_autofree guint8 *state =
		g_malloc((gsize)MAX(coverage.last_week - coverage.first_week + 1, 1));

	memset(state, WEEK_OBSERVED,
	       (gsize)MAX(coverage.last_week - coverage.first_week + 1, 1));
	coverage.state = state;
	return series_begin(timeline, &coverage, series);
}

struct series_builder *series_begin_contact(const struct timeline *timeline,
					    struct series *series)
{
	struct timeline_coverage coverage;
	struct series_builder *builder;

	timeline_contact_coverage(timeline, &coverage);
	builder = series_begin(timeline, &coverage, series);
	g_free(coverage.state);
	return builder;
}

gint32 series_week_of(struct series_builder *builder, gint64 at_ms)
{
	gint32 monday;

	if (at_ms >= builder->week_from_ms && at_ms < builder->week_to_ms)
		return builder->week;
	builder->week = calendar_week_of_ms(at_ms, builder->zone);
	monday = calendar_monday_of_week(builder->week);
	builder->week_from_ms = calendar_ms_of_day(monday, builder->zone);
	builder->week_to_ms = calendar_ms_of_day(monday + 7, builder->zone);
	return builder->week;
}

static gint by_week(gconstpointer a, gconstpointer b)
{
	const struct week_event *left = a, *right = b;
	guint32 left_index = left->event.index, right_index = right->event.index;

	if (left->week != right->week)
		return left->week < right->week ? -1 : 1;
	return (left_index > right_index) - (left_index < right_index);
}

void series_add(struct series_builder *builder, gint64 at_ms, guint32 index, double value)
{
	const struct series *series = builder->series;
	struct week_event event = {series_week_of(builder, at_ms), {index, (float)value}};
	guint n = builder->events->len;

	if (event.week < series->first_week ||
	    event.week >= series->first_week + (gint32)series->n_weeks)
		return;
	builder->sorted =
		builder->sorted &&
		(n == 0 || by_week(&g_array_index(builder->events, struct week_event, n - 1),
				   &event) <= 0);
	g_array_append_val(builder->events, event);
}

void series_add_contact(struct series_builder *builder, const struct timeline *timeline,
			guint32 index)
{
	const struct timeline_message *message = &timeline->messages[index];

	if (timeline_is_turn(timeline, index) &&
	    timeline_is_covered(timeline, message, series_week_of(builder, message->at_ms)))
		series_add(builder, message->at_ms, index, 1);
}

void series_end(struct series_builder *builder)
{
	struct series *series = builder->series;

	if (!builder->sorted)
		g_array_sort(builder->events, by_week);
	series->n_events = builder->events->len;
	series->events = g_new0(struct series_event, builder->events->len);
	for (guint i = 0; i < builder->events->len; i++) {
		const struct week_event *one =
			&g_array_index(builder->events, struct week_event, i);
		struct series_week *week = &series->week[one->week - series->first_week];
		if (week->event_count == 0)
			week->event_first = i;
		week->event_count++;
		series->events[i] = one->event;
	}
	g_array_unref(builder->events);
	g_free(builder);
}

void series_fill_counts(struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		if (week->state != WEEK_OBSERVED)
			continue;
		week->n = calendar_business_days_of_week(series->first_week + (gint32)i);
		if (week->n == 0) {
			week->state = WEEK_EMPTY;
			continue;
		}
		week->value = week->event_count;
		week->state = week->event_count > 0 ? WEEK_OBSERVED : WEEK_TRUE_ZERO;
	}
}

void series_fill_nothing(struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++)
		if (series->week[i].state == WEEK_OBSERVED)
			series->week[i].state = WEEK_EMPTY;
}

/* The last midnight of the covered time, or now. */
static gint64 coverage_end(const struct timeline *timeline,
			   const struct timeline_coverage *coverage)
{
	gint32 day = calendar_monday_of_week(coverage->last_week + 1);

	return MIN(timeline->as_of_ms, calendar_ms_of_day(day, timeline->zone));
}

gint64 *series_tool_watches(const struct timeline *timeline)
{
	gint64 *watch = g_new(gint64, timeline->n_tools);

	for (guint i = 0; i < timeline->n_tools; i++) {
		const struct timeline_coverage *coverage = &timeline->tools[i].coverage;
		if (coverage->state == NULL || coverage->last_week < coverage->first_week)
			coverage = &timeline->tickets_coverage;
		watch[i] = coverage_end(timeline, coverage);
	}
	return watch;
}

gint64 series_ticket_end(const struct timeline_ticket *ticket, gint64 otherwise)
{
	const gint64 ends[] = {ticket->resolved_ms, ticket->closed_ms, ticket->cancelled_ms};

	for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
		if (ends[i] != INSTANT_NONE)
			otherwise = MIN(otherwise, ends[i]);
	return otherwise;
}

void series_clear(struct series *series)
{
	g_free(series->week);
	g_free(series->events);
	memset(series, 0, sizeof *series);
}

static gboolean takes_part(const struct timeline_message *message)
{
	return message->automatic == AUTOMATIC_NOT && message->side != SIDE_NONE;
}

/* First of the messages that have the date of the last one before `end`. */
static guint32 start_of_instant(const struct timeline *timeline, guint32 end)
{
	guint32 start = end - 1;

	while (start > 0 &&
	       timeline->messages[start - 1].at_ms == timeline->messages[start].at_ms)
		start--;
	return start;
}

guint32 *series_answers_that(const struct timeline *timeline,
			     gboolean (*counts)(const struct timeline_message *answer))
{
	guint32 *answer = g_new(guint32, timeline->n_messages);
	/* By thread: the first later answer of each side, going back in time. */
	struct {
		guint32 of_side[SIDE_COUNT];
	} *next = g_malloc_n(timeline->n_threads, sizeof *next);

	for (guint i = 0; i < timeline->n_threads; i++)
		for (enum side side = SIDE_NONE; side < SIDE_COUNT; side++)
			next[i].of_side[side] = TIMELINE_NO_INDEX;
	for (guint32 end = timeline->n_messages, start; end > 0; end = start) {
		start = start_of_instant(timeline, end);
		for (guint32 i = start; i < end; i++) {
			const struct timeline_message *message = &timeline->messages[i];
			answer[i] = takes_part(message)
					    ? next[message->thread]
						      .of_side[side_other(message->side)]
					    : TIMELINE_NO_INDEX;
		}
		for (guint32 i = end; i-- > start;) {
			const struct timeline_message *message = &timeline->messages[i];
			if (takes_part(message) && (counts == NULL || counts(message)))
				next[message->thread].of_side[message->side] = i;
		}
	}
	g_free(next);
	return answer;
}

guint32 *series_answers(const struct timeline *timeline)
{
	return series_answers_that(timeline, NULL);
}

gboolean series_read_by_other_side(const struct timeline_message *message)
{
	return message->side == SIDE_CLIENT ? message->n_recipients_provider > 0
					    : message->n_recipients_client > 0;
}

gboolean series_is_put_to(const struct timeline_message *message, enum side side)
{
	return message->side == side_other(side) && message->asks &&
	       message->channel == CHANNEL_MAIL && message->automatic == AUTOMATIC_NOT &&
	       series_read_by_other_side(message);
}

GArray *series_covered_weeks(const struct timeline *timeline)
{
	GArray *weeks = g_array_new(FALSE, FALSE, sizeof(struct week_slice));
	struct timeline_coverage coverage;
	guint32 at = 0;

	timeline_contact_coverage(timeline, &coverage);
	for (gint32 week = coverage.first_week; week <= coverage.last_week; week++) {
		gint64 start =
			calendar_ms_of_day(calendar_monday_of_week(week), timeline->zone);
		gint64 end =
			calendar_ms_of_day(calendar_monday_of_week(week + 1), timeline->zone);
		struct week_slice slice = {.week = week};
		while (at < timeline->n_messages && timeline->messages[at].at_ms < start)
			at++;
		slice.from = at;
		while (at < timeline->n_messages && timeline->messages[at].at_ms < end)
			at++;
		slice.to = at;
		if (timeline_coverage_at(&coverage, week) != WEEK_NOT_COVERED)
			g_array_append_val(weeks, slice);
	}
	g_free(coverage.state);
	return weeks;
}
