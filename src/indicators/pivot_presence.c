/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pivot_presence: messages a week of the side's pivot, the person who in some span of 52 weeks
 * wrote the largest share of the side's messages (30 % at least). All of the person's messages
 * count, from whatever address: who goes on under another address is not lost. The pivot is a
 * role, shown by role; a departure is dated after the fact and never predicted. Unit: messages
 * a week; a fall is worse. Concentration on one contact: absence factor of the CHAOSS metrics.
 */
#include <string.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

#define SPAN_WEEKS          52
#define SHARE_LEAST         0.30
#define SPAN_MESSAGES_LEAST 40 /* of the side in the span */

struct candidate {
	guint32 person;
	double share;
};

static gboolean counts(const struct timeline *timeline, guint32 index, enum side side)
{
	const struct timeline_message *message = &timeline->messages[index];

	return message->side == side && message->automatic == AUTOMATIC_NOT &&
	       message->person != TIMELINE_NO_INDEX &&
	       !timeline->persons[message->person].shared;
}

/* Slides a span of a year over the side's messages; the largest share met decides. */
static struct candidate find_pivot(const struct timeline *timeline, enum side side)
{
	g_autofree guint *of_person = g_new0(guint, timeline->n_persons);
	struct candidate best = {TIMELINE_NO_INDEX, 0};
	guint32 oldest = 0;
	guint total = 0;

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		double share;
		if (!counts(timeline, i, side))
			continue;
		of_person[message->person]++;
		total++;
		for (; message->at_ms - timeline->messages[oldest].at_ms >
		       SPAN_WEEKS * 7 * CALENDAR_DAY_MS;
		     oldest++)
			if (counts(timeline, oldest, side)) {
				of_person[timeline->messages[oldest].person]--;
				total--;
			}
		share = (double)of_person[message->person] / total;
		if (total >= SPAN_MESSAGES_LEAST && share >= SHARE_LEAST && share > best.share)
			best = (struct candidate){message->person, share};
	}
	return best;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(&timeline->mail, series);
	struct candidate pivot = find_pivot(timeline, side);

	for (guint32 i = 0; pivot.person != TIMELINE_NO_INDEX && i < timeline->n_messages;
	     i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->person == pivot.person && message->automatic == AUTOMATIC_NOT)
			series_add(builder, calendar_week_of_ms(message->at_ms, timeline->zone),
				   i, 1);
	}
	series_end(builder);
	series->subject = pivot.person;
	if (pivot.person != TIMELINE_NO_INDEX) {
		series_fill_counts(series);
		return;
	}
	for (guint i = 0; i < series->n_weeks; i++)
		if (series->week[i].state == WEEK_OBSERVED)
			series->week[i].state = WEEK_EMPTY;
}

const struct indicator indicator_pivot_presence = {
	.name = "pivot_presence",
	.dimension = DIMENSION_PEOPLE,
	.kind = KIND_COUNT,
	.source = INDICATOR_FROM_MAIL,
	.unit = "messages_a_week",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.of_organisation = TRUE,
	.follows_channel = TRUE,
	.definition = "messages a week of the person who carried the largest share of the "
		      "side's mail",
	.compute = compute,
};
