/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* reply_time: how long a side lets the other wait. Every message of the other side that asks,
 * and that the side received, opens a wait; the side's first later message in the thread ends
 * it. A wait that nobody ended is censored after thirty days or at the end of the coverage.
 * Weekly value: Kaplan-Meier median of the waits that began in the week, in business hours
 * (French holidays off); support: waits. A rise is worse. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define WATCHED_MS (30 * CALENDAR_DAY_MS)

static struct duration wait_after(const struct timeline *timeline, guint32 index,
				  guint32 answer)
{
	gint64 from = timeline->messages[index].at_ms;
	struct duration wait = {
		.index = index,
		.from_ms = from,
		.until_ms = from + WATCHED_MS,
		.watch_ms = from + WATCHED_MS,
	};

	if (answer != TIMELINE_NO_INDEX && timeline->messages[answer].at_ms <= wait.watch_ms) {
		wait.ended = TRUE;
		wait.until_ms = timeline->messages[answer].at_ms;
	}
	return wait;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	g_autofree guint32 *answers = series_answers(timeline);
	g_autoptr(GArray) waits = g_array_new(FALSE, FALSE, sizeof(struct duration));

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		struct duration wait;
		if (!series_is_put_to(&timeline->messages[i], side))
			continue;
		wait = wait_after(timeline, i, answers[i]);
		g_array_append_val(waits, wait);
	}
	series_fill_durations(timeline, waits, &timeline->mail, series);
}

const struct indicator indicator_reply_time = {
	.name = "reply_time",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_DURATION,
	.source = EVENT_MESSAGE,
	.unit = "business_hours",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "median business hours until the side answers a question (Kaplan-Meier)",
	.compute = compute,
};
