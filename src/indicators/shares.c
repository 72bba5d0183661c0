/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Weekly shares of events that turned out one way or the other, with what they need: time to
 * turn out, and support. One event more or less in a month of three moves a share by a third;
 * such months are no evidence of anything and are left out rather than smoothed. */
#include <math.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

static double share_of(const struct series *series, const struct series_week *week)
{
	guint n = 0;

	for (guint i = 0; i < week->event_count; i++)
		n += series->events[week->event_first + i].value > 0;
	return (double)n / week->event_count;
}

static gboolean was_followed(const struct timeline *timeline,
			     const struct timeline_coverage *followed, const gint64 *ends,
			     gint32 week, gint64 watch_ms)
{
	gint64 last = calendar_ms_of_day(calendar_monday_of_week(week + 1), timeline->zone) - 1;

	if (week < followed->first_week || week > followed->last_week)
		return FALSE;
	return last + watch_ms <= ends[week - followed->first_week];
}

void series_fill_shares(const struct timeline *timeline,
			const struct timeline_coverage *followed, gint64 watch_ms,
			struct series *series)
{
	g_autofree gint64 *ends = series_run_ends(timeline, followed);

	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		if (week->state != WEEK_OBSERVED)
			continue;
		week->n = week->event_count;
		if (week->event_count == 0)
			week->state = WEEK_EMPTY;
		else if (!was_followed(timeline, followed, ends, series->first_week + (gint32)i,
				       watch_ms))
			week->state = WEEK_PARTIAL;
		else
			week->value = share_of(series, week);
	}
}

/* Events of the covered weeks that end with this one, at most a month of them. */
static guint events_of_month(const struct series *series, guint last)
{
	guint events = 0, weeks = 0;

	for (guint i = last + 1; i-- > 0 && weeks < SERIES_MONTH_WEEKS;)
		if (series->week[i].state != WEEK_NOT_COVERED) {
			events += series->week[i].event_count;
			weeks++;
		}
	return events;
}

void series_ask_support(struct series *series, guint least)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		if (week->state != WEEK_OBSERVED || events_of_month(series, i) >= least)
			continue;
		week->state = WEEK_EMPTY;
		week->value = NAN;
	}
}
