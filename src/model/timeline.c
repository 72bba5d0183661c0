/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ownership of a timeline. */
#include "model/timeline.h"

void timeline_free(struct timeline *timeline)
{
	if (timeline == NULL)
		return;
	g_free(timeline->messages);
	g_free(timeline->tickets);
	g_free(timeline->persons);
	g_free(timeline->facts);
	g_free(timeline->meetings);
	for (guint i = 0; i < timeline->n_tools; i++)
		g_free(timeline->tools[i].coverage.state);
	g_free(timeline->tools);
	g_free(timeline->mail.state);
	g_free(timeline->tickets_coverage.state);
	g_free(timeline->meetings_coverage.state);
	g_clear_pointer(&timeline->zone, g_time_zone_unref);
	g_clear_pointer(&timeline->strings, g_string_chunk_free);
	g_free(timeline);
}

enum week_state timeline_coverage_at(const struct timeline_coverage *coverage, gint32 week)
{
	if (week < coverage->first_week || week > coverage->last_week)
		return WEEK_NOT_COVERED;
	return coverage->state[week - coverage->first_week];
}
