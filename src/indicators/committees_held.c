/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the indicators of governance ask of a meeting. */
#include "indicators/committees_held.h"

#include "base/calendar.h"

gboolean committee_steers(const struct timeline_meeting *meeting)
{
	return meeting->kind != COMMITTEE_NONE && meeting->kind != COMMITTEE_POINT;
}

gboolean committee_was_held(const struct timeline_meeting *meeting)
{
	return !meeting->cancelled && !meeting->planned;
}

gint64 series_week_end_ms(const struct timeline *timeline, const struct series *series, guint i)
{
	gint32 monday = calendar_monday_of_week(series->first_week + (gint32)i + 1);

	return calendar_ms_of_day(monday, timeline->zone);
}
