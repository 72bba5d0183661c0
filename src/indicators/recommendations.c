/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* recommendations: messages a week in which a side recommends something that nobody asked for:
 * a sentence of its own advises or proposes (data/language/facts.tsv), the message names no
 * ticket, answers no question of the other side, is read by the other side and is no machine's.
 * Unit: messages a week; support: business days; a fall is worse, but few recommendations a
 * quarter are usual and weekly statistics say nothing of them: it is shown, not judged.
 *
 * recommendations_answered: of those that a side received by mail, the share that it answered
 * in the thread within four weeks, over the week in which they came. The side is the one that
 * was to answer. It is shown, not judged, for the same reason. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define ANSWER_MS (28 * CALENDAR_DAY_MS)

static gboolean was_asked(const struct timeline *timeline,
			  const struct timeline_message *message)
{
	const struct timeline_message *parent;

	if (message->ticket_key != NULL)
		return TRUE;
	if (message->parent >= timeline->n_messages)
		return FALSE;
	parent = &timeline->messages[message->parent];
	return parent->side == side_other(message->side) && parent->asks;
}

static gboolean is_recommendation(const struct timeline *timeline, guint32 index,
				  enum side side)
{
	const struct timeline_message *message = &timeline->messages[index];

	return message->proposes > 0 && message->side == side &&
	       message->automatic == AUTOMATIC_NOT && series_read_by_other_side(message) &&
	       !was_asked(timeline, message);
}

static void compute_made(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);

	for (guint32 i = 0; i < timeline->n_messages; i++)
		if (is_recommendation(timeline, i, side))
			series_add_contact(builder, timeline, i);
	series_end(builder);
	series_fill_counts(series);
}

static gboolean is_answered(const struct timeline *timeline, const guint32 *answers,
			    guint32 index)
{
	return answers[index] != TIMELINE_NO_INDEX &&
	       timeline->messages[answers[index]].at_ms - timeline->messages[index].at_ms <=
		       ANSWER_MS;
}

static void compute_answered(const struct timeline *timeline, enum side side,
			     struct series *series)
{
	struct series_builder *builder = series_begin(timeline, &timeline->mail, series);
	g_autofree guint32 *answers = series_answers(timeline);

	for (guint32 i = 0; i < timeline->n_messages; i++)
		if (timeline->messages[i].channel == CHANNEL_MAIL &&
		    is_recommendation(timeline, i, side_other(side)))
			series_add(builder, timeline->messages[i].at_ms, i,
				   is_answered(timeline, answers, i));
	series_end(builder);
	series_fill_shares(timeline, &timeline->mail, ANSWER_MS, series);
}

const struct indicator indicator_recommendations = {
	.name = "recommendations",
	.dimension = DIMENSION_FIT,
	.kind = KIND_COUNT,
	.source = EVENT_MESSAGE,
	.unit = "messages_a_week",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.follows_channel = TRUE,
	.any_channel = TRUE,
	.definition = "messages a week that recommend something nobody asked for: no ticket, "
		      "no question before it",
	.compute = compute_made,
};

const struct indicator indicator_recommendations_answered = {
	.name = "recommendations_answered",
	.dimension = DIMENSION_FIT,
	.kind = KIND_PROPORTION,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.follows_channel = TRUE,
	.definition = "share of the other side's recommendations by mail that the side "
		      "answered within four weeks",
	.compute = compute_answered,
};
