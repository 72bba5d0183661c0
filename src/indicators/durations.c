/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Weekly medians of durations of which some have not ended yet. The estimator is that of Kaplan
 * and Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958): an
 * unanswered question counts as "longer than the time it was watched", not as nothing. Two
 * weeks of watching are asked of a week, so that the latest weeks do not look fast because the
 * slow answers are still to come. */
#include "indicators/series-internal.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"

#define HALF_TOLERANCE 1e-9 /* of a product of at most some thousand factors */

static int by_hours(const void *a, const void *b)
{
	const struct duration *left = a, *right = b;

	if (left->hours != right->hours)
		return left->hours < right->hours ? -1 : 1;
	return right->ended - left->ended; /* at a tie, ends come before censored ones */
}

double duration_median(struct duration *durations, guint count)
{
	double survival = 1, half = NAN;

	if (count == 0)
		return NAN;
	qsort(durations, count, sizeof *durations, by_hours);
	for (guint i = 0; i < count; i++) {
		if (!durations[i].ended)
			continue;
		survival *= 1 - 1.0 / (count - i);
		if (survival < 0.5 - HALF_TOLERANCE)
			return isnan(half) ? durations[i].hours
					   : (half + durations[i].hours) / 2;
		if (survival <= 0.5 + HALF_TOLERANCE)
			half = durations[i].hours;
	}
	return isnan(half) ? durations[count - 1].hours : half;
}

static gint by_week(gconstpointer a, gconstpointer b)
{
	const struct duration *left = a, *right = b;

	if (left->week != right->week)
		return left->week < right->week ? -1 : 1;
	return (left->index > right->index) - (left->index < right->index);
}

gint64 *series_run_ends(const struct timeline *timeline,
			const struct timeline_coverage *coverage)
{
	guint weeks = (guint)MAX(0, coverage->last_week - coverage->first_week + 1);
	gint64 *ends = g_new0(gint64, weeks), end = 0;
	gboolean within = FALSE;

	for (guint i = weeks; i-- > 0;) {
		gint32 week = coverage->first_week + (gint32)i;
		gboolean covered = coverage->state[i] != WEEK_NOT_COVERED;
		if (covered && !within)
			end = MIN(timeline->as_of_ms,
				  calendar_ms_of_day(calendar_monday_of_week(week + 1),
						     timeline->zone));
		within = covered;
		ends[i] = end;
	}
	return ends;
}

/* Nothing is seen of a duration after its watch. */
static void cut(struct duration *duration, gint64 run_end, GTimeZone *zone)
{
	duration->watch_ms = MIN(duration->watch_ms, run_end);
	if (duration->until_ms > duration->watch_ms) {
		duration->until_ms = duration->watch_ms;
		duration->ended = FALSE;
	}
	duration->hours = calendar_business_hours(duration->from_ms, duration->until_ms, zone);
}

/* Gives each its week and hours; drops those of no covered week. */
static void place(const struct timeline *timeline, const struct timeline_coverage *coverage,
		  struct series_builder *builder, const struct series *series,
		  GArray *durations)
{
	g_autofree gint64 *ends = series_run_ends(timeline, coverage);
	guint kept = 0;

	for (guint i = 0; i < durations->len; i++) {
		struct duration one = g_array_index(durations, struct duration, i);
		one.week = series_week_of(builder, one.from_ms);
		if (timeline_coverage_at(coverage, one.week) == WEEK_NOT_COVERED)
			continue;
		cut(&one, ends[one.week - series->first_week], timeline->zone);
		g_array_index(durations, struct duration, kept++) = one;
	}
	g_array_set_size(durations, kept);
	g_array_sort(durations, by_week);
}

static gboolean was_watched(const struct duration *durations, guint count)
{
	guint watched = 0;

	for (guint i = 0; i < count; i++)
		watched += durations[i].watch_ms - durations[i].from_ms >= DURATION_WATCH_MS;
	return 2 * watched >= count;
}

static void fill_week(struct series_week *week, struct duration *durations)
{
	if (week->state != WEEK_OBSERVED)
		return;
	week->n = week->event_count;
	if (week->event_count == 0) {
		week->state = WEEK_EMPTY;
	} else if (!was_watched(durations, week->event_count)) {
		week->state = WEEK_PARTIAL;
	} else {
		week->value = duration_median(durations, week->event_count);
	}
}

void series_fill_durations(const struct timeline *timeline, GArray *durations,
			   const struct timeline_coverage *coverage, struct series *series)
{
	struct series_builder *builder = series_begin(timeline, coverage, series);
	struct duration *all;

	place(timeline, coverage, builder, series, durations);
	all = (struct duration *)durations->data;
	for (guint i = 0; i < durations->len; i++)
		series_add(builder, all[i].from_ms, all[i].index, all[i].hours);
	series_end(builder);
	/* Events and durations stand in the same order, week by week. */
	for (guint i = 0; i < series->n_weeks; i++)
		fill_week(&series->week[i], all + series->week[i].event_first);
}
