/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A long history as constants between changes: the exact fit under 2 log n long-run variances a
 * change (Yao 1988; the scale for dependent noise as in Lavielle and Moulines 2000), isolated
 * outliers pulled in. Counts of rare events are fitted by means of blocks long enough to tell
 * neighbours apart, and dated among the events afterwards. Interval and support of a change
 * come from the Bayes factors of a change at each place between its neighbours against none,
 * with a unit-information prior on its size (Kass and Wasserman 1995) at that noise: support is
 * the probability that there is one, at even odds beforehand. */
#include "stats/segment-internal.h"

#include "stats/segment.h"

#include <math.h>
#include <string.h>

#define PENALTY 2.0 /* log n */

/* Blocks double while more than a fifth of neighbours are equal, as among counts of mean two
 * and less, and while there are this many. */
#define EQUAL_MOST    .2
#define BLOCKS_FEWEST 200
/* Where most neighbours stay equal even so, the history is steps and lone events. */
#define EQUAL_STEPS .5

/* A long history as it is fitted: means of blocks of `length` points. */
struct grain {
	double *value;
	gsize n, length;
};

static double equal_share(const struct grain *grain)
{
	gsize equal = 0;

	for (gsize k = 1; k < grain->n; k++)
		equal += fabs(grain->value[k] - grain->value[k - 1]) < 1e-9;
	return (double)equal / (double)(grain->n - 1);
}

static void halve(struct grain *grain)
{
	grain->n /= 2;
	grain->length *= 2;
	for (gsize k = 0; k < grain->n; k++)
		grain->value[k] = (grain->value[2 * k] + grain->value[2 * k + 1]) / 2;
}

static void grain_init(struct grain *grain, const struct segment_points *points)
{
	gsize bytes = points->n * sizeof(double);
	double clip = SEGMENT_CLIP;

	*grain = (struct grain){g_memdup2(points->value, bytes), points->n, 1};
	double equal = equal_share(grain);
	while (equal > EQUAL_MOST && grain->n >= 2 * BLOCKS_FEWEST) {
		halve(grain);
		equal = equal_share(grain);
	}
	if (equal > EQUAL_STEPS) {
		memcpy(grain->value, points->value, bytes);
		grain->n = points->n;
		grain->length = 1;
		clip = 0;
	}
	segment_clip(grain->value, grain->n, clip);
}

static void grain_clear(struct grain *grain)
{
	g_free(grain->value);
}

struct fit {
	const double *sum; /* n + 1: running sums */
	double noise;
};

/* Log Bayes factors of a change at from+1 .. to-1. */
static void log_factors(const struct fit *fit, gsize from, gsize to, double *log_factor)
{
	double points = (double)(to - from), total = fit->sum[to] - fit->sum[from];
	double shrink = points / (1 + points) / (2 * fit->noise);

	for (gsize k = from + 1; k < to; k++) {
		double before = (double)(k - from), sum = fit->sum[k] - fit->sum[from];
		double excess = sum - total * before / points;
		double gain = excess * excess * points / (before * (points - before));
		log_factor[k - from - 1] = shrink * gain - log1p(points) / 2;
	}
}

/* The likeliest place less than one block away: a change between blocks is one within them. */
static gsize likeliest_near(const double *log_factor, gsize places, gsize found, gsize length)
{
	gsize best = found, last = MIN(found + length, places);

	for (gsize k = found - MIN(found, length - 1); k < last; k++)
		if (log_factor[k] > log_factor[best])
			best = k;
	return best;
}

/* Takes the change from its block to a point of the stretch from..to-1, and weighs it. */
static void place(const struct fit *fit, gsize from, gsize to, gsize length, double *log_factor,
		  struct segment_change *change)
{
	gsize places = to - from - 1, first = from + 1;

	log_factors(fit, from, to, log_factor);
	change->index =
		first + likeliest_near(log_factor, places, change->index - first, length);
	double sum = segment_interval(log_factor, places, first, change->index, &change->low,
				      &change->high);
	change->support = 1 / (1 + exp(log((double)places) - sum));
}

static double *running_sums(const double *value, gsize n)
{
	double *sum = g_new(double, n + 1);

	sum[0] = 0;
	for (gsize k = 0; k < n; k++)
		sum[k + 1] = sum[k] + value[k];
	return sum;
}

/* Changes are blocks on entry; blocks before one that has been placed are no longer asked. */
static GArray *place_all(const struct fit *fit, const GArray *changes, gsize n, gsize length)
{
	GArray *found = g_array_new(FALSE, TRUE, sizeof(struct segment_change));
	const gsize *at = (const gsize *)(const void *)changes->data;
	g_autofree double *log_factor = g_new(double, n);
	gsize from = 0;

	for (guint i = 0; i < changes->len; i++) {
		struct segment_change change = {.index = at[i] * length};
		gsize to = i + 1 < changes->len ? at[i + 1] * length : n;
		place(fit, from, to, length, log_factor, &change);
		from = change.index;
		g_array_append_val(found, change);
	}
	return found;
}

GArray *segment_long(const struct segment_points *points)
{
	struct grain grain;

	grain_init(&grain, points);
	double noise = segment_noise(grain.value, grain.n);
	g_autoptr(GArray) changes =
		segment_fpop(grain.value, grain.n, PENALTY * log((double)grain.n) * noise);
	g_autofree double *sum =
		running_sums(grain.length == 1 ? grain.value : points->value, points->n);
	struct fit fit = {sum, noise * (double)grain.length};
	grain_clear(&grain);
	return place_all(&fit, changes, points->n, grain.length);
}
