/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* reply_time: how long a side lets the other wait. Every message of the other side that asks
 * opens a wait; the side's first later message in the thread ends it. A wait that nobody ended
 * is censored after thirty days or at the end of the coverage. Weekly value: Kaplan-Meier
 * median of the waits that began in the week, in business hours (French holidays off); support:
 * waits. A rise is worse. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define WATCHED_MS (30 * CALENDAR_DAY_MS)

static gboolean opens_wait(const struct timeline_message *message, enum side side)
{
	gboolean to_side = side == SIDE_CLIENT ? message->n_recipients_client > 0
					       : message->n_recipients_provider > 0;

	return message->side == side_other(side) && message->asks && to_side &&
	       message->automatic == AUTOMATIC_NOT;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	g_autofree guint32 *answers = series_answers(timeline);
	g_autoptr(GArray) waits = g_array_new(FALSE, FALSE, sizeof(struct duration));
	gint64 end = series_coverage_end(timeline, &timeline->mail);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *asked = &timeline->messages[i];
		struct duration wait = {.index = i};
		gint64 until = MIN(asked->at_ms + WATCHED_MS, end);
		if (!opens_wait(asked, side))
			continue;
		if (answers[i] != TIMELINE_NO_INDEX &&
		    timeline->messages[answers[i]].at_ms <= until) {
			until = timeline->messages[answers[i]].at_ms;
			wait.ended = TRUE;
		}
		wait.week = calendar_week_of_ms(asked->at_ms, timeline->zone);
		wait.hours = calendar_business_hours(asked->at_ms, until, timeline->zone);
		g_array_append_val(waits, wait);
	}
	series_fill_durations(waits, &timeline->mail, series);
}

const struct indicator indicator_reply_time = {
	.name = "reply_time",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_DURATION,
	.source = INDICATOR_FROM_MAIL,
	.unit = "business_hours",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "median business hours until the side answers a question (Kaplan-Meier)",
	.compute = compute,
};
