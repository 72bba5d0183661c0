/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A month is the four covered weeks that end with the week: what is to come changes nothing of
 * what was said. */
#include "indicators/stance_share.h"

#include "indicators/series-internal.h"

gboolean stance_is_counted(const struct timeline_message *message, enum side side)
{
	return message->side == side && message->channel == CHANNEL_MAIL &&
	       message->questioned && message->sentences > 0 &&
	       message->automatic == AUTOMATIC_NOT;
}

/* The messages of the week by their sentences: a long one says more than a short one. */
static double share_of(const struct timeline *timeline, const struct series *series,
		       const struct series_week *week)
{
	double sum = 0, sentences = 0;

	for (guint i = 0; i < week->event_count; i++) {
		const struct series_event *event = &series->events[week->event_first + i];
		double length = timeline->messages[event->index].sentences;

		sum += event->value * length;
		sentences += length;
	}
	return sum / sentences;
}

static void fill_weeks(const struct timeline *timeline, struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];

		if (week->state != WEEK_OBSERVED)
			continue;
		week->n = week->event_count;
		if (week->event_count > 0)
			week->value = share_of(timeline, series, week);
		else
			week->state = WEEK_EMPTY;
	}
}

void stance_share_fill(const struct timeline *timeline, enum side side,
		       double (*score)(const struct timeline_message *message),
		       struct series *series)
{
	struct series_builder *builder = series_begin(timeline, &timeline->mail, series);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];

		if (stance_is_counted(message, side))
			series_add(builder, message->at_ms, i,
				   score(message) / message->sentences);
	}
	series_end(builder);
	fill_weeks(timeline, series);
	series_ask_support(series, STANCE_MONTH_LEAST);
}
