/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* proactive_contact: messages a week by which a side speaks up unprompted. A message counts
 * when it starts a thread, names no ticket, is not automatic, is read by the other side, and no
 * question of the other side from the last business day still waits for its answer (else it may
 * be that answer on a new thread). A report sent again with the same words within four weeks
 * counts once. Unit: messages a week; support: business days; a fall is worse. After the
 * definition that the reader finds in docs/method.md, from work on relational contact outside
 * incidents (Ping 2003). */
#include <string.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

#define BUSINESS_DAY_HOURS 9.0
#define LOOK_BACK_MS                                                                           \
	(4 * CALENDAR_DAY_MS) /* a business day never spans more, but for long holidays */
#define SAME_REPORT_MS (28 * CALENDAR_DAY_MS)

static gboolean read_by_other_side(const struct timeline_message *message)
{
	return message->side == SIDE_CLIENT ? message->n_recipients_provider > 0
					    : message->n_recipients_client > 0;
}

static gboolean may_be_unprompted(const struct timeline_message *message, enum side side)
{
	return message->side == side && message->automatic == AUTOMATIC_NOT &&
	       message->starts && message->ticket_key == NULL && read_by_other_side(message);
}

/* A question of the other side of the last business day that nobody has answered before
 * `index`. */
static gboolean question_waits(const struct timeline *timeline, const guint32 *answers,
			       guint32 index)
{
	const struct timeline_message *message = &timeline->messages[index];

	for (guint32 i = index; i-- > 0;) {
		const struct timeline_message *earlier = &timeline->messages[i];
		if (message->at_ms - earlier->at_ms > LOOK_BACK_MS)
			return FALSE;
		if (earlier->side != side_other(message->side) || !earlier->asks ||
		    earlier->automatic != AUTOMATIC_NOT)
			continue;
		if ((answers[i] == TIMELINE_NO_INDEX || answers[i] > index) &&
		    calendar_business_hours(earlier->at_ms, message->at_ms, timeline->zone) <=
			    BUSINESS_DAY_HOURS)
			return TRUE;
	}
	return FALSE;
}

/* The same words as a report of the last four weeks; notes this one. */
static gboolean is_repeated(GHashTable *sent, const struct timeline_message *message)
{
	const gint64 *last;
	gint64 *now;
	gboolean repeated;

	if (message->novelty == 0)
		return FALSE;
	last = g_hash_table_lookup(sent, GUINT_TO_POINTER(message->novelty));
	repeated = last != NULL && message->at_ms - *last < SAME_REPORT_MS;
	now = g_new(gint64, 1);
	*now = message->at_ms;
	g_hash_table_replace(sent, GUINT_TO_POINTER(message->novelty), now);
	return repeated;
}

GArray *proactive_messages(const struct timeline *timeline, enum side side)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree guint32 *answers = series_answers(timeline);
	g_autoptr(GHashTable) sent = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (may_be_unprompted(message, side) && !is_repeated(sent, message) &&
		    !question_waits(timeline, answers, i))
			g_array_append_val(found, i);
	}
	return found;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(&timeline->mail, series);
	g_autoptr(GArray) found = proactive_messages(timeline, side);

	for (guint i = 0; i < found->len; i++) {
		guint32 index = g_array_index(found, guint32, i);
		series_add(builder,
			   calendar_week_of_ms(timeline->messages[index].at_ms, timeline->zone),
			   index, 1);
	}
	series_end(builder);
	series_fill_counts(series);
}

const struct indicator indicator_proactive_contact = {
	.name = "proactive_contact",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_COUNT,
	.source = INDICATOR_FROM_MAIL,
	.unit = "messages_a_week",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.follows_channel = TRUE,
	.definition = "messages a week that start a thread unprompted: no ticket, no question "
		      "waiting",
	.compute = compute,
};
