/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ownership of a timeline, and what its channels cover together. */
#include "model/timeline.h"

#define TURN_MS G_GINT64_CONSTANT(3600000) /* within it a person goes on with what was said */

void timeline_free(struct timeline *timeline)
{
	if (timeline == NULL)
		return;
	g_free(timeline->messages);
	g_free(timeline->tickets);
	g_free(timeline->persons);
	g_free(timeline->facts);
	g_free(timeline->acts);
	g_free(timeline->expectations);
	g_free(timeline->actions);
	g_free(timeline->responsibilities);
	g_free(timeline->matters);
	g_clear_pointer(&timeline->own_activities, g_ptr_array_unref);
	g_free(timeline->rounds);
	g_free(timeline->duties);
	g_free(timeline->meetings);
	g_free(timeline->reports);
	for (guint i = 0; i < timeline->n_tools; i++)
		g_free(timeline->tools[i].coverage.state);
	g_free(timeline->tools);
	g_free(timeline->mail.state);
	g_free(timeline->chat.state);
	g_free(timeline->calls.state);
	g_free(timeline->tickets_coverage.state);
	g_free(timeline->meetings_coverage.state);
	g_clear_pointer(&timeline->zone, g_time_zone_unref);
	g_clear_pointer(&timeline->strings, g_string_chunk_free);
	g_free(timeline);
}

enum week_state timeline_coverage_at(const struct timeline_coverage *coverage, gint32 week)
{
	if (coverage->state == NULL || week < coverage->first_week ||
	    week > coverage->last_week)
		return WEEK_NOT_COVERED;
	return coverage->state[week - coverage->first_week];
}

const struct timeline_coverage *timeline_coverage_of(const struct timeline *timeline,
						     enum channel channel)
{
	const struct timeline_coverage *const all[CHANNEL_COUNT] = {
		[CHANNEL_MAIL] = &timeline->mail,
		[CHANNEL_CHAT] = &timeline->chat,
		[CHANNEL_CALL] = &timeline->calls,
	};

	g_assert(channel < CHANNEL_COUNT);
	return all[channel];
}

guint timeline_channels_at(const struct timeline *timeline, gint32 week)
{
	guint channels = 0;

	for (guint i = 0; i < CHANNEL_COUNT; i++)
		if (timeline_coverage_at(timeline_coverage_of(timeline, i), week) !=
		    WEEK_NOT_COVERED)
			channels |= 1u << i;
	return channels;
}

static enum week_state contact_state(const struct timeline *timeline, gint32 week)
{
	enum week_state all = WEEK_NOT_COVERED;

	for (guint i = 0; i < CHANNEL_COUNT; i++) {
		enum week_state one =
			timeline_coverage_at(timeline_coverage_of(timeline, i), week);
		if (one == WEEK_PARTIAL)
			return WEEK_PARTIAL;
		all = one != WEEK_NOT_COVERED ? one : all;
	}
	return all;
}

void timeline_contact_coverage(const struct timeline *timeline,
			       struct timeline_coverage *coverage)
{
	gint32 first = G_MAXINT32, last = G_MININT32;

	for (guint i = 0; i < CHANNEL_COUNT; i++) {
		const struct timeline_coverage *one = timeline_coverage_of(timeline, i);
		if (one->state == NULL || one->last_week < one->first_week)
			continue;
		first = MIN(first, one->first_week);
		last = MAX(last, one->last_week);
	}
	*coverage = (struct timeline_coverage){.first_week = 0, .last_week = -1};
	if (last < first)
		return;
	coverage->first_week = first;
	coverage->last_week = last;
	coverage->state = g_new(guint8, (gsize)(last - first + 1));
	for (gint32 week = first; week <= last; week++)
		coverage->state[week - first] = (guint8)contact_state(timeline, week);
}

gboolean timeline_contact_whole(const struct timeline *timeline, guint spoken, gint32 week)
{
	guint covered = timeline_channels_at(timeline, week);

	for (guint i = 0; i < CHANNEL_COUNT; i++)
		if ((spoken & ~covered) >> i & 1 &&
		    week >= timeline_coverage_of(timeline, i)->first_week)
			return FALSE;
	return covered != 0;
}

guint timeline_channels_spoken(const struct timeline *timeline)
{
	guint spoken = 0;

	for (guint i = 0; i < timeline->n_messages; i++)
		if (timeline->messages[i].automatic == 0)
			spoken |= 1u << timeline->messages[i].channel;
	return spoken;
}

gboolean timeline_is_covered(const struct timeline *timeline,
			     const struct timeline_message *message, gint32 week)
{
	return timeline_coverage_at(timeline_coverage_of(timeline, message->channel), week) !=
	       WEEK_NOT_COVERED;
}

gboolean timeline_is_turn(const struct timeline *timeline, guint32 index)
{
	const struct timeline_message *message = &timeline->messages[index], *before;

	if (message->channel == CHANNEL_MAIL || message->parent >= timeline->n_messages)
		return TRUE;
	before = &timeline->messages[message->parent];
	return before->person != message->person || before->side != message->side ||
	       message->at_ms - before->at_ms > TURN_MS;
}
