/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a history with holes to the observed points on a scale of one, and from changes among
 * these back to places in the history. Everything between knows no missing point, and values of
 * any size are safe there. */
#include "stats/segment.h"

#include "stats/segment-internal.h"

#include <math.h>

/* False when there is nothing to segment. */
static bool range(const double *value, gsize n, gsize *observed, double *largest)
{
	double low = INFINITY, high = -INFINITY;

	*observed = 0;
	for (gsize k = 0; k < n; k++) {
		if (!isfinite(value[k]))
			continue;
		low = MIN(low, value[k]);
		high = MAX(high, value[k]);
		++*observed;
	}
	*largest = fmax(fabs(low), fabs(high));
	return *observed >= (gsize)(2 * SEGMENT_SHORTEST) && low < high;
}

/* Values between -1 and 1, by a power of two, so that no digit is lost. */
static void collect(const double *value, gsize n, double largest, struct segment_points *points)
{
	int exponent;

	frexp(largest, &exponent);
	points->n = 0;
	for (gsize k = 0; k < n; k++) {
		if (!isfinite(value[k]))
			continue;
		if (points->n == 0)
			points->offset = k;
		points->index[points->n] = k - points->offset;
		points->value[points->n++] = ldexp(value[k], -exponent);
	}
	points->span = points->index[points->n - 1] + 1;
}

static void standardise(double *value, gsize n)
{
	double mean = 0, squares = 0;

	for (gsize k = 0; k < n; k++)
		mean += value[k];
	mean /= (double)n;
	for (gsize k = 0; k < n; k++) {
		value[k] -= mean;
		squares += value[k] * value[k];
	}
	double deviation = sqrt(squares / (double)(n - 1));
	for (gsize k = 0; k < n; k++)
		value[k] /= deviation;
}

static bool points_init(struct segment_points *points, const double *value, gsize n)
{
	gsize observed;
	double largest;

	if (!range(value, n, &observed, &largest))
		return false;
	points->index = g_new(gsize, observed);
	points->value = g_new(double, observed);
	collect(value, n, largest, points);
	standardise(points->value, points->n);
	return true;
}

static void points_clear(struct segment_points *points)
{
	g_free(points->index);
	g_free(points->value);
}

/* Mean of the observed values of places from..to-1; each is divided first, so that the sum
 * stays finite. */
static double mean_between(const double *value, gsize from, gsize to, gsize observed)
{
	double mean = 0;

	for (gsize k = from; k < to; k++)
		if (isfinite(value[k]))
			mean += value[k] / (double)observed;
	return mean;
}

/* Places among the observed points become places in the history, and means are taken. */
static void restore(const struct segment_points *points, const double *value, GArray *found)
{
	struct segment_change *change = (struct segment_change *)(void *)found->data;
	gsize from = 0;

	for (guint i = 0; i < found->len; i++) {
		gsize to = change[i].index;
		gsize first = points->offset + points->index[from];
		change[i].index = points->offset + points->index[to];
		change[i].low = points->offset + points->index[change[i].low];
		change[i].high = points->offset + points->index[change[i].high];
		change[i].before = mean_between(value, first, change[i].index, to - from);
		if (i > 0)
			change[i - 1].after = change[i].before;
		from = to;
	}
	if (found->len > 0)
		change[found->len - 1].after =
			mean_between(value, points->offset + points->index[from],
				     points->offset + points->span, points->n - from);
}

GArray *segment_find(const double *value, gsize n)
{
	struct segment_points points;

	if (!points_init(&points, value, n))
		return g_array_new(FALSE, TRUE, sizeof(struct segment_change));
	GArray *found = points.span <= SEGMENT_CONSENSUS_MOST ? segment_consensus(&points)
							      : segment_long(&points);
	restore(&points, value, found);
	points_clear(&points);
	return found;
}
