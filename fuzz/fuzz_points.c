/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Points from any bytes: what comes out is a history in order, of finite or missing values,
 * with bounded words about what was wrong; and it folds into weeks or is refused. */
#include <glib.h>
#include <math.h>
#include <stdint.h>

#include "detect/weeks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_points(const struct points *points, size_t size)
{
	g_assert(points->n > 0 && points->n <= size + 1);
	g_assert((points->day == NULL) == (points->rhythm == POINTS_UNDATED));
	for (gsize i = 0; i < points->n; i++) {
		g_assert(isnan(points->value[i]) ||
			 fabs(points->value[i]) <= POINTS_VALUE_MOST);
		g_assert(points->n_of == NULL || !(points->n_of[i] < 0));
		g_assert(points->day == NULL || i == 0 || points->day[i] >= points->day[i - 1]);
	}
	g_assert(points->troubles->len <= POINTS_TROUBLES_KEPT);
	g_assert(points->troubles->len <= points->n_troubles);
	for (guint i = 0; i < points->troubles->len; i++)
		g_assert(g_utf8_validate(g_ptr_array_index(points->troubles, i), -1, NULL));
}

static void fold(const struct points *points)
{
	for (enum detect_kind kind = DETECT_LEVEL; kind <= DETECT_DURATION; kind++) {
		struct detect_options options = {.kind = kind, .worse = -1};
		struct detect_weeks weeks;
		if (!detect_weeks_fold(points, &options, &weeks, NULL))
			continue;
		g_assert(weeks.n <= DETECT_WEEKS_MOST && weeks.observed <= weeks.n);
		for (guint week = 0; week < weeks.n; week++)
			g_assert(weeks.row[week] < points->n);
		detect_weeks_clear(&weeks);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(points_auto) points = points_parse((const char *)data, size, "input", &error);

	g_assert((points == NULL) == (error != NULL));
	if (points == NULL)
		return 0;
	check_points(points, size);
	fold(points);
	return 0;
}
