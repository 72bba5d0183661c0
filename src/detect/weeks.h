/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows folded into weeks: days are summed or averaged to ISO weeks by the kind of number, made
 * comparable by the transform of that kind, and turned so that down is worse. Without dates a
 * row is a week. */
#pragma once

#include "detect/detect.h"

struct detect_weeks {
	gint32 first_week; /* of base/calendar.h; 0 when undated */
	bool dated;
	guint n, observed;
	double *value; /* n, NAN = nothing known of the week */
	gsize *row;    /* n: the first row of the week, or the one after it */
};

/* False with the error when such points make no weeks, or numbers that the kind forbids. */
bool detect_weeks_fold(const struct points *points, const struct detect_options *options,
		       struct detect_weeks *weeks, GError **error);
void detect_weeks_clear(struct detect_weeks *weeks);
/* Monday of a week of the axis; DAY_NONE when undated. */
gint32 detect_weeks_monday(const struct detect_weeks *weeks, guint week);
