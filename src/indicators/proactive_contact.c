/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* proactive_contact: messages a week by which a side speaks up unprompted. A message counts
 * when it starts a thread, names no ticket, is not automatic, is read by the other side, and
 * cannot be the answer, on a new thread, to a question that the other side asked within the
 * side's usual time to answer and that its own thread never answers. Words sent before count
 * once in four weeks (periodic reports). Unit: messages a week; support: business days; a fall
 * is worse. Contact outside problems as the sign of care: Ping 2003 on voice and neglect in
 * business relationships. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define HORIZON_LEAST_MS (CALENDAR_DAY_MS / 48) /* half an hour */
#define HORIZON_MOST_MS  (CALENDAR_DAY_MS)
#define SAME_REPORT_MS   (28 * CALENDAR_DAY_MS)

static gint compare_ms(gconstpointer a, gconstpointer b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return (left > right) - (left < right);
}

static gboolean may_be_unprompted(const struct timeline_message *message, enum side side)
{
	return message->side == side && message->automatic == AUTOMATIC_NOT &&
	       message->starts && message->ticket_key == NULL &&
	       series_read_by_other_side(message);
}

static gboolean is_question_of(const struct timeline_message *message, enum side side)
{
	return message->side == side && message->asks && message->channel == CHANNEL_MAIL &&
	       message->automatic == AUTOMATIC_NOT;
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
		if (!is_question_of(asked, side_other(side)) || answers[i] == TIMELINE_NO_INDEX)
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

/* The questions of the other side that their own threads never answer, walked by time. */
struct open_questions {
	const struct timeline *timeline;
	const guint32 *answers;
	enum side asker;
	guint32 next;      /* first message not walked past */
	gint64 horizon_ms; /* how long after a question an answer is awaited */
	gint64 awaited_ms; /* until when one of those walked past is */
};

/* This message may be the answer, on a new thread, to one asked before it. In everyone else's
 * mail there is always such a question, and it says nothing. */
static gboolean may_answer(struct open_questions *open, const struct timeline_message *message)
{
	const struct timeline_message *all = open->timeline->messages;

	if (open->timeline->everyone[open->asker])
		return FALSE;
	for (; all[open->next].at_ms < message->at_ms; open->next++)
		if (is_question_of(&all[open->next], open->asker) &&
		    open->answers[open->next] == TIMELINE_NO_INDEX)
			open->awaited_ms = all[open->next].at_ms + open->horizon_ms;
	return message->at_ms <= open->awaited_ms;
}

/* The same words were counted within the last four weeks; if not, notes that now they are. */
static gboolean is_repeated(GHashTable *counted, const struct timeline_message *message)
{
	gint64 *last;

	if (message->novelty == 0)
		return FALSE;
	last = g_hash_table_lookup(counted, GUINT_TO_POINTER(message->novelty));
	if (last != NULL && message->at_ms - *last < SAME_REPORT_MS)
		return TRUE;
	if (last == NULL) {
		last = g_new(gint64, 1);
		g_hash_table_insert(counted, GUINT_TO_POINTER(message->novelty), last);
	}
	*last = message->at_ms;
	return FALSE;
}

GArray *proactive_messages(const struct timeline *timeline, enum side side)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree guint32 *answers = series_answers(timeline);
	g_autoptr(GHashTable) counted = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	struct open_questions open = {
		.timeline = timeline,
		.answers = answers,
		.asker = side_other(side),
		.horizon_ms = usual_horizon(timeline, answers, side),
		.awaited_ms = G_MININT64,
	};

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (may_be_unprompted(message, side) && !may_answer(&open, message) &&
		    !is_repeated(counted, message))
			g_array_append_val(found, i);
	}
	return found;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);
	g_autoptr(GArray) found = proactive_messages(timeline, side);

	for (guint i = 0; i < found->len; i++)
		series_add_contact(builder, timeline, g_array_index(found, guint32, i));
	series_end(builder);
	series_fill_counts(series);
}

const struct indicator indicator_proactive_contact = {
	.name = "proactive_contact",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_COUNT,
	.source = EVENT_MESSAGE,
	.unit = "messages_a_week",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.follows_channel = TRUE,
	.any_channel = TRUE,
	.definition = "messages a week that start a thread unprompted: no ticket, no question "
		      "waiting",
	.compute = compute,
};
