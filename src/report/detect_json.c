/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The machine form of `entente detect`. Positions are rows counted from 0, in the order of
 * dates, missing rows included; where there are dates they stand beside. Probabilities have
 * four decimals and values six figures. */
#include <math.h>

#include "base/calendar.h"
#include "base/json.h"
#include "model/assessment.h"
#include "report/detect.h"
#include "report/json_parts.h"

static void put_rows(struct json_writer *json, const char *key, gsize low, gsize high)
{
	json_key(json, key);
	json_begin_array(json);
	json_int(json, (gint64)low);
	json_int(json, (gint64)high);
	json_end_array(json);
}

/* The date, or the row where there are no dates. */
static void place(struct json_writer *json, gint32 day, gsize row)
{
	g_autofree char *text = day != DAY_NONE ? calendar_format_day(day) : NULL;

	if (text != NULL)
		json_string(json, text);
	else
		json_int(json, (gint64)row);
}

static void put_changes(struct json_writer *json, const struct detection *detection)
{
	json_key(json, "changepoints");
	json_begin_array(json);
	for (guint i = 0; i < detection->changes->len; i++) {
		const struct segment_change *change =
			&g_array_index(detection->changes, struct segment_change, i);
		json_begin_object(json);
		json_member_int(json, "index", (gint64)change->index);
		json_put_day(json, "date",
			     detection->dated ? detection->day[change->index] : DAY_NONE);
		put_rows(json, "interval", change->low, change->high);
		json_put_share(json, "support", change->support);
		json_put_value(json, "before", change->before);
		json_put_value(json, "after", change->after);
		json_end_object(json);
	}
	json_end_array(json);
}

/* ---- onset ---- */

static const char *shape_token(enum detect_shape shape)
{
	/* Where nothing happened, no shape is decided. */
	static const char *const tokens[] = {
		[DETECT_SHAPE_NONE] = "undecided",
		[DETECT_SHAPE_ABRUPT] = "abrupt",
		[DETECT_SHAPE_SLOW] = "slow",
		[DETECT_SHAPE_EARLY] = "already_declining",
		[DETECT_SHAPE_TRANSIENT] = "transient",
		[DETECT_SHAPE_SEASONAL] = "seasonal",
		[DETECT_SHAPE_UNDECIDED] = "undecided",
		[DETECT_SHAPE_TOO_SHORT] = "too_short",
	};

	return tokens[shape];
}

static void put_when(struct json_writer *json, const struct detection *detection)
{
	json_member_int(json, "index", (gint64)detection->onset.median);
	json_put_day(json, "date", detection->onset.median_day);
	json_key(json, "median");
	place(json, detection->onset.median_day, detection->onset.median);
	json_key(json, "interval");
	json_begin_array(json);
	place(json, detection->onset.low_day, detection->onset.low);
	place(json, detection->onset.high_day, detection->onset.high);
	json_end_array(json);
	put_rows(json, "interval_index", detection->onset.low, detection->onset.high);
}

static void put_never(struct json_writer *json)
{
	static const char *const keys[] = {"index", "date", "median", "interval",
					   "interval_index"};

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		json_member_string(json, keys[i], NULL);
}

static void put_onset(struct json_writer *json, const struct detection *detection)
{
	json_key(json, "onset");
	if (detection->as != DETECT_ONSET) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_put_share(json, "probability", detection->onset.probability);
	if (isnan(detection->onset.probability))
		put_never(json);
	else
		put_when(json, detection);
	json_member_string(json, "shape", shape_token(detection->onset.shape));
	json_put_share(json, "transient", detection->onset.transient);
	json_put_share(json, "season_share", detection->onset.season);
	json_member_int(json, "observed_weeks", detection->observed_weeks);
	json_end_object(json);
}

/* ---- watch ---- */

static void put_watch(struct json_writer *json, const struct detection *detection)
{
	json_key(json, "watch");
	if (detection->as != DETECT_WATCH) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_put_value(json, "e", detection->watch.e);
	json_member_bool(json, "alarm", detection->watch.alarm);
	json_key(json, "since");
	if (detection->watch.since < 0)
		json_null(json);
	else
		place(json, detection->watch.since_day, (gsize)detection->watch.since);
	json_member_string(json, "rule", detection->watch.together > 0 ? "e-bh" : "level");
	json_put_value(json, "level", detection->watch.level);
	json_member_int(json, "judged_together", detection->watch.together);
	json_member_int(json, "observed_weeks", detection->observed_weeks);
	json_end_object(json);
}

/* ---- trend ---- */

static void put_trend(struct json_writer *json, const struct detection *detection)
{
	const struct trend *trend = &detection->trend;

	json_key(json, "trend");
	json_begin_object(json);
	json_put_value(json, "slope_per_year", detection->dated ? trend->slope : NAN);
	json_put_value(json, "slope_per_row", detection->dated ? NAN : trend->slope);
	json_put_interval(json, "interval", trend->low, trend->high);
	json_member_string(json, "method", "theil-sen");
	json_member_int(json, "n", (gint64)trend->n);
	json_end_object(json);
}

void report_detect_json(const struct detection *detection, gboolean one_line, GString *out)
{
	static const char *const views[] = {
		[DETECT_SEGMENT] = "segment",
		[DETECT_ONSET] = "onset",
		[DETECT_WATCH] = "watch",
	};
	struct json_writer *json = one_line ? json_writer_new_line(out) : json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/detect/1");
	json_member_string(json, "file", detection->file);
	json_member_int(json, "n", (gint64)detection->n);
	json_member_string(json, "as", views[detection->as]);
	put_changes(json, detection);
	put_onset(json, detection);
	put_watch(json, detection);
	put_trend(json, detection);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
