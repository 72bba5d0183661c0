/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* proactive_contact: messages a week by which a side speaks up unprompted. A message counts
 * when it starts a thread, names no ticket, is not automatic, is read by the other side, and
 * cannot be the answer, on a new thread, to a question of the other side that is still open
 * within the side's usual time to answer. A report sent again with the same words within four
 * weeks counts once. Unit: messages a week; support: business days; a fall is worse. Contact
 * outside problems as the sign of care: Ping 2003 on voice and neglect in business
 * relationships. */

#include "base/calendar.h"
#include "indicators/series-internal.h"

#define HORIZON_LEAST_MS (CALENDAR_DAY_MS / 48) /* half an hour */
#define HORIZON_MOST_MS  (CALENDAR_DAY_MS)
#define SAME_REPORT_MS   (28 * CALENDAR_DAY_MS)

static gint compare_ms(gconstpointer a, gconstpointer b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return left < right ? -1 : left > right;
}

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

/* The side's median time to answer in a thread, in milliseconds: an answer sent on a new thread
 * would come about as fast. */
static gint64 usual_horizon(const struct timeline *timeline, const guint32 *answers,
			    enum side side)
{
	g_autoptr(GArray) waits = g_array_new(FALSE, FALSE, sizeof(gint64));
	gint64 median;

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *asked = &timeline->messages[i];
		gint64 wait;
		if (asked->side != side_other(side) || !asked->asks ||
		    answers[i] == TIMELINE_NO_INDEX)
			continue;
		wait = timeline->messages[answers[i]].at_ms - asked->at_ms;
		g_array_append_val(waits, wait);
	}
	if (waits->len == 0)
		return HORIZON_LEAST_MS;
	g_array_sort(waits, compare_ms);
	median = g_array_index(waits, gint64, waits->len / 2);
	return CLAMP(median, HORIZON_LEAST_MS, HORIZON_MOST_MS);
}

/* A question of the other side within the horizon that never got an answer in its own thread:
 * this message may be that answer, on a new thread. In everyone else's mail there is always
 * such a one, and it says nothing. */
static gboolean may_answer(const struct timeline *timeline, const guint32 *answers,
			   guint32 index, gint64 horizon)
{
	const struct timeline_message *message = &timeline->messages[index];
	enum side other = side_other(message->side);

	if (timeline->everyone[other])
		return FALSE;
	for (guint32 i = index; i-- > 0;) {
		const struct timeline_message *earlier = &timeline->messages[i];
		if (message->at_ms - earlier->at_ms > horizon)
			return FALSE;
		if (earlier->side == other && earlier->asks &&
		    earlier->automatic == AUTOMATIC_NOT && answers[i] == TIMELINE_NO_INDEX)
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
	gint64 horizon = usual_horizon(timeline, answers, side);
	g_autoptr(GHashTable) sent = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (may_be_unprompted(message, side) && !is_repeated(sent, message) &&
		    !may_answer(timeline, answers, i, horizon))
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
