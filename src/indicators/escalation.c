/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* escalation: of the threads of mail that began in the week and in which a side wrote to the
 * other within four weeks, the share in which it escalated by then: after the first message it
 * brought in somebody of the management or two persons and more, or in any it gave formal
 * notice, called on a lawyer, a clause or the hierarchy (data/language/facts.tsv). Unit: share;
 * support: threads, a dozen a month; a rise is worse. A dispute that leaves the two persons it
 * began between is what stage models call the open phase: Duck 1982, Burman, Chen and Black. A
 * colleague in copy is often no more than that: it is shown and not judged. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define FOLLOWED_MS (28 * CALENDAR_DAY_MS)
#define WIDER       2u /* persons at once */

/* What a side did in one thread. */
struct course {
	gint64 began_ms;
	guint32 shown; /* the first message that escalates, else the side's first */
	gboolean took_part, escalated;
};

static gboolean escalates(const struct timeline_message *message)
{
	return message->raised || message->n_added >= WIDER || message->formal > 0;
}

static void follow(struct course *course, const struct timeline_message *message,
		   enum side side, guint32 index)
{
	if (message->side != side || !series_read_by_other_side(message) ||
	    message->at_ms > course->began_ms + FOLLOWED_MS)
		return;
	if (!course->took_part || (escalates(message) && !course->escalated))
		course->shown = index;
	course->took_part = TRUE;
	course->escalated = course->escalated || escalates(message);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(timeline, &timeline->mail, series);
	g_autofree struct course *courses = g_new0(struct course, timeline->n_threads + 1);
	g_autofree guint8 *begun = g_new0(guint8, timeline->n_threads + 1);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->automatic != AUTOMATIC_NOT || message->channel != CHANNEL_MAIL)
			continue;
		if (!begun[message->thread])
			courses[message->thread].began_ms = message->at_ms;
		begun[message->thread] = TRUE;
		follow(&courses[message->thread], message, side, i);
	}
	for (guint32 i = 0; i < timeline->n_threads; i++)
		if (courses[i].took_part)
			series_add(builder, courses[i].began_ms, courses[i].shown,
				   courses[i].escalated);
	series_end(builder);
	series_fill_shares(timeline, &timeline->mail, FOLLOWED_MS, series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}

const struct indicator indicator_escalation = {
	.name = "escalation",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_PROPORTION,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.definition = "share of the threads in which the side brought in the management or two "
		      "persons and more after the first message, or gave formal notice",
	.compute = compute,
};
