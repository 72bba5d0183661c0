/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Weekly series: allocation over a coverage, events sorted into weeks, counts with exposure. */
#include "indicators/series-internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

struct week_event {
	gint32 week;
	struct series_event event;
};

struct series_builder {
	struct series *series;
	GArray *events; /* struct week_event */
};

struct series_builder *series_begin(const struct timeline_coverage *coverage,
				    struct series *series)
{
	struct series_builder *builder = g_new0(struct series_builder, 1);
	gint32 weeks = MAX(0, coverage->last_week - coverage->first_week + 1);

	memset(series, 0, sizeof *series);
	series->first_week = coverage->first_week;
	series->n_weeks = (guint)weeks;
	series->week = g_new0(struct series_week, (gsize)weeks);
	series->subject = TIMELINE_NO_INDEX;
	for (gint32 i = 0; i < weeks; i++) {
		series->week[i].value = NAN;
		series->week[i].state = coverage->state[i];
	}
	builder->series = series;
	builder->events = g_array_new(FALSE, FALSE, sizeof(struct week_event));
	return builder;
}

void series_add(struct series_builder *builder, gint32 week, guint32 index, double value)
{
	const struct series *series = builder->series;
	struct week_event event = {week, {index, (float)value}};

	if (week < series->first_week || week >= series->first_week + (gint32)series->n_weeks)
		return;
	g_array_append_val(builder->events, event);
}

static gint by_week(gconstpointer a, gconstpointer b)
{
	const struct week_event *left = a, *right = b;

	if (left->week != right->week)
		return left->week < right->week ? -1 : 1;
	return left->event.index < right->event.index   ? -1
	       : left->event.index > right->event.index ? 1
							: 0;
}

void series_end(struct series_builder *builder)
{
	struct series *series = builder->series;

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

gint64 series_coverage_end(const struct timeline *timeline,
			   const struct timeline_coverage *coverage)
{
	gint32 day = calendar_monday_of_week(coverage->last_week + 1);

	return MIN(timeline->as_of_ms, calendar_ms_of_day(day, timeline->zone));
}

void series_clear(struct series *series)
{
	g_free(series->week);
	g_free(series->events);
	memset(series, 0, sizeof *series);
}

guint32 *series_answers(const struct timeline *timeline)
{
	guint32 *answer = g_new(guint32, timeline->n_messages);
	/* By thread: the first later message of each side, going back in time. */
	struct {
		guint32 of_side[SIDE_COUNT];
	} *next = g_malloc_n(timeline->n_threads, sizeof *next);

	memset(next, 0xff, sizeof *next * timeline->n_threads);
	for (guint32 i = timeline->n_messages; i-- > 0;) {
		const struct timeline_message *message = &timeline->messages[i];
		answer[i] = TIMELINE_NO_INDEX;
		if (message->automatic != AUTOMATIC_NOT || message->side == SIDE_NONE)
			continue;
		answer[i] = next[message->thread].of_side[side_other(message->side)];
		next[message->thread].of_side[message->side] = i;
	}
	g_free(next);
	return answer;
}
