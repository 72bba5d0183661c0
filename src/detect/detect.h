/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The detector alone: one history in, its changes, its onset or its watch out, without a store
 * and without any knowledge of mail. Weekly views fold days into ISO weeks by the kind of
 * number; positions always refer to the rows that came in. */
#pragma once

#include "detect/points.h"
#include "stats/segment.h"
#include "stats/trend.h"

#define DETECT_WEEKS_MOST 5218 /* a hundred years, of an onset or a watch */

enum detect_as { DETECT_AUTO, DETECT_SEGMENT, DETECT_ONSET, DETECT_WATCH };
enum detect_kind { DETECT_LEVEL, DETECT_COUNT, DETECT_PROPORTION, DETECT_DURATION };
enum detect_shape {
	DETECT_SHAPE_NONE, /* no loss to speak of */
	DETECT_SHAPE_ABRUPT,
	DETECT_SHAPE_SLOW,
	DETECT_SHAPE_EARLY, /* already under way when the data begin */
	DETECT_SHAPE_TRANSIENT,
	DETECT_SHAPE_SEASONAL,
	DETECT_SHAPE_UNDECIDED,
	DETECT_SHAPE_TOO_SHORT,
};

struct detect_options {
	enum detect_as as; /* DETECT_AUTO: onset with dates of a week or less, else segment */
	enum detect_kind kind;
	int worse;                  /* -1 down (default), +1 up */
	double false_alarms_a_year; /* of the watch */
};

struct detection {
	char *file; /* NULL = standard input */
	gsize n;
	enum detect_as as;  /* what was done, never DETECT_AUTO */
	GArray *changes;    /* struct segment_change, on the rows */
	struct trend trend; /* per year when dated, else per row */
	bool dated;
	const gint32 *day;           /* n, borrowed from the points, NULL when undated */
	guint weeks, observed_weeks; /* of the onset or watch */
	struct {
		double probability;                   /* NAN = not enough data */
		gsize median, low, high;              /* rows */
		gint32 median_day, low_day, high_day; /* Mondays, DAY_NONE when undated */
		enum detect_shape shape;
		double transient; /* probability of a shock that passed */
		double season;    /* share of the variance that the season explains */
	} onset;                  /* as == DETECT_ONSET */
	struct {
		double e;       /* NAN = no reading yet */
		double level;   /* of an alarm, when the file is judged alone */
		guint together; /* histories judged together, 0 = alone */
		bool alarm;
		gint64 since; /* row, -1 = none */
		gint32 since_day;
	} watch; /* as == DETECT_WATCH */
};

/* Error ENTENTE_ERROR_INPUT with the mend when the view asked cannot be had of such points
 * (months for an onset). The points must outlive the result. Caller owns. */
struct detection *detect_points(const struct points *points, const char *file,
				const struct detect_options *options, GError **error);
void detection_free(struct detection *detection);

/* Which of several watches alarm, so that at most `share` of the alarms is false (e-BH; NULL
 * elements are passed over, others than watches must not be in it). */
void detect_watch_together(GPtrArray *detections, double share);
