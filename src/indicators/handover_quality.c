/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* handover_quality: of the persons of the other side with whom a side's key contact exchanged
 * in its last 26 covered weeks, the share who exchanged with one and the same successor within
 * the 8 covered weeks after its last message. It stands for the year that begins 13 covered
 * weeks after that message, when the contact has not written since and did not go on under
 * another address. Unit: share; support: those persons, three at least; a fall is worse. One
 * handover is no series: it is shown and not judged. Boundary spanners that leave take their
 * knowledge with them: Bendapudi and Leone, Journal of Marketing 66, 2002. */
#include <math.h>

#include "indicators/handover.h"
#include "indicators/series-internal.h"

#define ABSENT_WEEKS   13u
#define SHOWN_WEEKS    52u
#define PARTNERS_LEAST 3u

/* The successor's messages of the week are its events. */
static void add_events(const struct timeline *timeline, struct week_slice slice,
		       guint32 successor, struct series_builder *builder)
{
	for (guint32 i = slice.from; i < slice.to; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->person == successor && message->automatic == AUTOMATIC_NOT)
			series_add(builder, message->at_ms, i, 1);
	}
}

/* Covered weeks from ABSENT_WEEKS after the last message on. */
static void fill(const struct timeline *timeline, const struct handover *handover,
		 struct series_builder *builder, struct series *series)
{
	g_autoptr(GArray) slices = series_covered_weeks(timeline);
	guint after = 0;

	for (guint i = 0; i < slices->len; i++) {
		struct week_slice slice = g_array_index(slices, struct week_slice, i);
		struct series_week *week = &series->week[slice.week - series->first_week];
		after += slice.week > handover->last_week;
		if (after < ABSENT_WEEKS || after >= ABSENT_WEEKS + SHOWN_WEEKS ||
		    week->state != WEEK_OBSERVED)
			continue;
		week->value = (double)handover->taken_over / handover->partners;
		week->n = handover->partners;
		if (handover->successor != TIMELINE_NO_INDEX)
			add_events(timeline, slice, handover->successor, builder);
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);
	guint32 pivot = pivot_of_side(timeline, side);
	struct handover handover;

	if (pivot != TIMELINE_NO_INDEX && timeline->persons[pivot].elsewhere == 0 &&
	    handover_measure(timeline, side, pivot, &handover) &&
	    handover.partners >= PARTNERS_LEAST)
		fill(timeline, &handover, builder, series);
	series_end(builder);
	for (guint i = 0; i < series->n_weeks; i++)
		if (series->week[i].state == WEEK_OBSERVED && isnan(series->week[i].value))
			series->week[i].state = WEEK_EMPTY;
}

const struct indicator indicator_handover_quality = {
	.name = "handover_quality",
	.dimension = DIMENSION_PEOPLE,
	.kind = KIND_LEVEL,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.of_organisation = TRUE,
	.described = TRUE,
	.any_channel = TRUE,
	.definition = "share of the key contact's partners who exchange with one successor "
		      "within eight weeks of its last message",
	.compute = compute,
};
