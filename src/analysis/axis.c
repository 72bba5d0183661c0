/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The common time axis: from the first to the last week that any source covers, up to the date
 * asked. Outside it there is no verdict, so that the end of an export is never a silence. */
#include "analysis/study-internal.h"

#include <math.h>

#include "base/calendar.h"

#define BUSINESS_DAYS 5

static void widen(const struct timeline_coverage *coverage, gint32 *first, gint32 *last)
{
	if (coverage->state == NULL || coverage->last_week < coverage->first_week)
		return;
	*first = MIN(*first, coverage->first_week);
	*last = MAX(*last, coverage->last_week);
}

static bool covered_at(const struct timeline *timeline, gint32 week)
{
	for (guint channel = 0; channel < CHANNEL_COUNT; channel++)
		if (timeline_coverage_at(timeline_coverage_of(timeline, channel), week) ==
		    WEEK_OBSERVED)
			return true;
	return timeline_coverage_at(&timeline->tickets_coverage, week) == WEEK_OBSERVED;
}

/* The date asked may cut a week short: its counts would look like a fall. */
static bool week_is_over(const struct timeline *timeline, gint32 week)
{
	return calendar_day_of_ms(timeline->as_of_ms, timeline->zone) >=
	       calendar_monday_of_week(week) + BUSINESS_DAYS;
}

bool study_set_axis(struct study *study)
{
	const struct timeline *timeline = study->timeline;
	gint32 first = G_MAXINT32, last = G_MININT32;

	for (guint channel = 0; channel < CHANNEL_COUNT; channel++)
		widen(timeline_coverage_of(timeline, channel), &first, &last);
	widen(&timeline->tickets_coverage, &first, &last);
	last = MIN(last, calendar_week_of_ms(timeline->as_of_ms, timeline->zone));
	if (last < first)
		return false;
	study->first_week = first;
	study->axis = (struct onset_axis){
		.weeks = last - first + 1,
		.first_week_of_year = calendar_iso_week_number(first),
		.direction = -1,
	};
	study->covered = g_new(guint8, study->axis.weeks);
	study->left_out = g_new0(guint8, study->axis.weeks);
	study->no_tickets = g_new0(guint8, study->axis.weeks);
	for (guint week = 0; week < study->axis.weeks; week++)
		study->covered[week] = covered_at(timeline, first + (gint32)week);
	if (!week_is_over(timeline, last)) {
		study->covered[study->axis.weeks - 1] = FALSE;
		study->left_out[study->axis.weeks - 1] = TRUE;
	}
	return true;
}

gint32 study_monday(const struct study *study, guint week)
{
	return calendar_monday_of_week(study->first_week + (gint32)week);
}

gint32 study_week_of_ms(const struct study *study, gint64 ms)
{
	return calendar_week_of_ms(ms, study->timeline->zone) - study->first_week;
}

bool week_has_value(const struct series_week *week)
{
	return (week->state == WEEK_OBSERVED || week->state == WEEK_TRUE_ZERO) &&
	       isfinite(week->value);
}

guint study_channels(const struct study *study, guint week)
{
	return timeline_channels_at(study->timeline, study->first_week + (gint32)week);
}
