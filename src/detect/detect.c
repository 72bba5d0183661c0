/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One history looked at: its changes and its trend on the rows as they are, then what was asked
 * of its weeks, an onset (stats/onset.h) or a watch (stats/watch.h). Weeks go back to rows at
 * the end, so that every position means the same. */
#include "detect/detect.h"

#include <math.h>

#include "base/calendar.h"
#include "detect/weeks.h"
#include "model/assessment.h"
#include "stats/onset.h"
#include "stats/verdict.h"
#include "stats/watch.h"

#define ONSET_PROBABILITY .5 /* below it nothing happened, or something that passed */
#define SEASON_SHARE      .5 /* the season is most of what moves */
#define DAYS_OF_YEAR      365.25
#define LOG_E_MOST        700. /* its exponential is finite */

static enum detect_as view_of(const struct points *points, enum detect_as asked)
{
	if (asked != DETECT_AUTO)
		return asked;
	return points->rhythm == POINTS_DAILY || points->rhythm == POINTS_WEEKLY
		       ? DETECT_ONSET
		       : DETECT_SEGMENT;
}

/* Readings of one day stand at equal distances within it. */
static void place_rows(const struct points *points, double *at)
{
	for (gsize i = 0, end; i < points->n; i = end) {
		for (end = i + 1; end < points->n && points->day[end] == points->day[i]; end++)
			;
		for (gsize row = i; row < end; row++)
			at[row] = (points->day[i] + (double)(row - i) / (double)(end - i)) /
				  DAYS_OF_YEAR;
	}
}

static void set_trend(const struct points *points, struct trend *trend)
{
	g_autofree double *at = g_new(double, points->n);

	if (points->day != NULL)
		place_rows(points, at);
	else
		for (gsize row = 0; row < points->n; row++)
			at[row] = row;
	trend_estimate(at, points->value, points->n, trend);
}

static struct onset_axis axis_of(const struct detect_weeks *weeks)
{
	return (struct onset_axis){
		.weeks = weeks->n,
		.first_week_of_year = calendar_iso_week_number(weeks->first_week),
		.direction = -1,
	};
}

/* ---- onset ---- */

static enum detect_shape shape_of(const struct onset_posterior *posterior, double season)
{
	static const enum detect_shape shapes[] = {
		[ONSET_VERDICT_UNDECIDED] = DETECT_SHAPE_UNDECIDED,
		[ONSET_VERDICT_ABRUPT] = DETECT_SHAPE_ABRUPT,
		[ONSET_VERDICT_SLOW] = DETECT_SHAPE_SLOW,
		[ONSET_VERDICT_EARLY] = DETECT_SHAPE_EARLY,
	};
	double sure;

	if (isnan(posterior->probability))
		return DETECT_SHAPE_TOO_SHORT;
	if (posterior->probability >= ONSET_PROBABILITY)
		return shapes[onset_verdict(posterior, &sure)];
	if (posterior->transient >= ONSET_PROBABILITY)
		return DETECT_SHAPE_TRANSIENT;
	return season >= SEASON_SHARE ? DETECT_SHAPE_SEASONAL : DETECT_SHAPE_NONE;
}

static void set_onset(const struct onset_posterior *posterior, const struct detect_weeks *weeks,
		      struct detection *detection)
{
	detection->onset.probability = posterior->probability;
	detection->onset.transient = posterior->transient;
	detection->onset.shape = shape_of(posterior, detection->onset.season);
	if (isnan(posterior->probability))
		return;
	detection->onset.median = weeks->row[posterior->median];
	detection->onset.low = weeks->row[posterior->low];
	detection->onset.high = weeks->row[posterior->high];
	detection->onset.median_day = detect_weeks_monday(weeks, posterior->median);
	detection->onset.low_day = detect_weeks_monday(weeks, posterior->low);
	detection->onset.high_day = detect_weeks_monday(weeks, posterior->high);
}

static void look_for_onset(const struct detect_weeks *weeks, struct detection *detection)
{
	struct onset_series series = {weeks->value, NULL, 0};
	struct onset_axis axis = axis_of(weeks);
	struct onset_posterior posterior;
	struct onset_grid grid;

	detection->onset.season = onset_season_share(&series, &axis);
	onset_robustify(weeks->value, &series, &axis);
	onset_grid_compute(&series, &axis, &grid);
	onset_fuse(&grid, 1, &axis, &posterior);
	set_onset(&posterior, weeks, detection);
	onset_posterior_clear(&posterior);
	onset_grid_clear(&grid);
}

/* ---- watch ---- */

static double last_reading(const struct watch *watch)
{
	for (guint week = watch->weeks; week-- > 0;)
		if (!isnan(watch->log_e[week]))
			return exp(fmin(watch->log_e[week], LOG_E_MOST));
	return NAN;
}

static void keep_watch(const struct detect_weeks *weeks, double false_alarms,
		       struct detection *detection)
{
	struct onset_series series = {weeks->value, NULL, 0};
	struct onset_axis axis = axis_of(weeks);
	double level = watch_level(false_alarms);
	struct watch watch;

	watch_run(&series, 1, &axis, level, 1, NULL, 0, &watch);
	detection->watch.e = last_reading(&watch);
	detection->watch.level = level;
	detection->watch.alarm = watch.alarm >= 0;
	if (watch.since >= 0) {
		detection->watch.since = (gint64)weeks->row[watch.since];
		detection->watch.since_day = detect_weeks_monday(weeks, (guint)watch.since);
	}
	watch_clear(&watch);
}

void detect_watch_together(GPtrArray *detections, double share)
{
	g_autofree double *log_e = g_new(double, detections->len);
	g_autofree gboolean *alarmed = g_new0(gboolean, detections->len);
	guint n = 0;

	for (guint i = 0; i < detections->len; i++) {
		const struct detection *one = g_ptr_array_index(detections, i);
		if (one != NULL)
			log_e[n++] = log(one->watch.e);
	}
	watch_portfolio(log_e, n, share, alarmed);
	for (guint i = 0, k = 0; i < detections->len; i++) {
		struct detection *one = g_ptr_array_index(detections, i);
		if (one == NULL)
			continue;
		one->watch.alarm = alarmed[k++];
		one->watch.together = n;
	}
}

/* ---- all of it ---- */

static bool look_at_weeks(const struct points *points, const struct detect_options *options,
			  struct detection *detection, GError **error)
{
	struct detect_weeks weeks;

	if (!detect_weeks_fold(points, options, &weeks, error))
		return false;
	detection->weeks = weeks.n;
	detection->observed_weeks = weeks.observed;
	if (detection->as == DETECT_ONSET)
		look_for_onset(&weeks, detection);
	else
		keep_watch(&weeks, options->false_alarms_a_year, detection);
	detect_weeks_clear(&weeks);
	return true;
}

static struct detection *detection_new(const struct points *points, const char *file,
				       enum detect_as as)
{
	struct detection *detection = g_new0(struct detection, 1);

	detection->file = g_strdup(file);
	detection->n = points->n;
	detection->as = as;
	detection->dated = points->day != NULL;
	detection->day = points->day;
	detection->onset.probability = NAN;
	detection->onset.median_day = detection->onset.low_day = detection->onset.high_day =
		DAY_NONE;
	detection->watch.e = NAN;
	detection->watch.since = -1;
	detection->watch.since_day = DAY_NONE;
	return detection;
}

struct detection *detect_points(const struct points *points, const char *file,
				const struct detect_options *options, GError **error)
{
	struct detection *detection = detection_new(points, file, view_of(points, options->as));

	if (detection->as != DETECT_SEGMENT &&
	    !look_at_weeks(points, options, detection, error)) {
		detection_free(detection);
		return NULL;
	}
	detection->changes = segment_find(points->value, points->n);
	set_trend(points, &detection->trend);
	return detection;
}

void detection_free(struct detection *detection)
{
	if (detection == NULL)
		return;
	g_clear_pointer(&detection->changes, g_array_unref);
	g_free(detection->file);
	g_free(detection);
}
