/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A history in one line of characters (Tufte's sparkline, "Beautiful evidence", 2006): a cell
 * stands for one row or for the mean of several, its height for the place between the least and
 * the greatest of them. */
#include "report/detect-internal.h"

#include <math.h>

/* Rows of one cell: [column * n / columns, (column + 1) * n / columns). */
static double mean_of_cell(const double *value, gsize n, guint columns, guint column)
{
	gsize end = (gsize)((column + 1) * (guint64)n / columns), known = 0;
	double sum = 0;

	for (gsize row = (gsize)(column * (guint64)n / columns); row < end; row++) {
		if (!isfinite(value[row]))
			continue;
		sum += value[row];
		known++;
	}
	return known > 0 ? sum / known : NAN;
}

char *report_detect_drawing(const double *value, gsize n, guint columns)
{
	static const char *const blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584",
					     "\u2585", "\u2586", "\u2587", "\u2588"};
	guint cells = (guint)MIN(n, columns), last = G_N_ELEMENTS(blocks) - 1;
	g_autofree double *mean = g_new(double, cells);
	double low = INFINITY, high = -INFINITY;
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < cells; i++) {
		mean[i] = mean_of_cell(value, n, cells, i);
		low = fmin(low, mean[i]);
		high = fmax(high, mean[i]);
	}
	for (guint i = 0; i < cells; i++) {
		double share = high > low ? (mean[i] - low) / (high - low) : .5;
		g_string_append(out, isnan(mean[i]) ? " " : blocks[lround(share * last)]);
	}
	return g_strchomp(g_string_free(out, FALSE));
}

/* The cell that a row falls into is the last one that begins at it or before. */
char *report_detect_marks(const struct detection *detection, guint columns)
{
	guint64 n = detection->n, cells = MIN(n, columns);
	g_autofree char *marks = g_strnfill(cells, ' ');

	for (guint i = 0; i < detection->changes->len; i++) {
		const struct segment_change *change =
			&g_array_index(detection->changes, struct segment_change, i);
		marks[((change->index + 1) * cells - 1) / n] = '^';
	}
	return g_strdup(g_strchomp(marks));
}
