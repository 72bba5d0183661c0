/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was settled long ago is out of the window; what is late stays in it for as long as it
 * stands open. */
#include "indicators/actions_late.h"

#include <math.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

static struct actions_at add_up(const struct timeline *timeline, enum side side,
				enum action_kind kind, gint32 day, gint64 at_ms,
				struct series_builder *builder)
{
	struct actions_at at = {0, 0};

	for (guint32 i = 0; i < timeline->n_actions; i++) {
		const struct action_item *item = &timeline->actions[i].item;
		gint32 deadline = action_deadline(item);
		bool late = action_is_late(item, day);
		if (deadline >= day)
			break;
		if (item->side != side || item->kind != kind || item->state == ACTION_DROPPED ||
		    (!late && day - deadline > ACTIONS_WINDOW_DAYS))
			continue;
		at.due++;
		at.late += late;
		series_add(builder, at_ms, i, late);
	}
	return at;
}

static gboolean has_any(const struct timeline *timeline, enum action_kind kind)
{
	for (guint i = 0; i < timeline->n_actions; i++)
		if (timeline->actions[i].item.kind == kind)
			return TRUE;
	return FALSE;
}

static void compute_nothing(const struct timeline *timeline, struct series *series)
{
	series_end(series_begin_contact(timeline, series));
	series_fill_nothing(series);
}

void actions_late_compute(const struct timeline *timeline, enum side side,
			  enum action_kind kind, actions_value value, struct series *series)
{
	gint32 last = calendar_day_of_ms(timeline->as_of_ms - 1, timeline->zone);
	struct series_builder *builder;

	if (!has_any(timeline, kind)) {
		compute_nothing(timeline, series);
		return;
	}
	builder = series_begin_since(timeline, action_deadline(&timeline->actions[0].item),
				     series);
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		gint32 monday = calendar_monday_of_week(series->first_week + (gint32)i);
		struct actions_at at =
			add_up(timeline, side, kind, MIN(monday + 6, last),
			       calendar_ms_of_day(monday, timeline->zone), builder);
		week->n = at.due;
		week->value = value(&at);
		if (isnan(week->value))
			week->state = WEEK_EMPTY;
	}
	series_end(builder);
}
