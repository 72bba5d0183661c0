/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All pairs of at most two thousand points: the median of their slopes (Theil 1950; Sen 1968),
 * and the two slopes between which Kendall's S would stay with 90 % probability. The variance
 * of S is that of Hamed and Rao (1998): widened by the significant autocorrelations of the
 * ranks about the trend. Ranks of the interval as in Sen's section 4 (Gilbert 1987, 16.4.2);
 * the order statistics by radix selection, linear for every input. */
#include "stats/trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/order.h"

#define PAIRED_MOST  2000 /* points of which all pairs are looked at */
#define PAIRED_LEAST 4    /* fewer pairs have no 90 % interval, whatever their slopes */
#define NORMAL_95    1.6448536269514722
#define NORMAL_975   1.959963984540054 /* a lag is significant beyond it, over sqrt(n) */
#define DIGIT_BITS   8

struct trend_points {
	double *at, *value;
	gsize n;
};

/* ---- what is paired ---- */

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median_of(double *value, gsize n)
{
	qsort(value, n, sizeof *value, compare_doubles);
	return value[(n - 1) / 2] / 2 + value[n / 2] / 2;
}

static double mean_of(const double *value, gsize n)
{
	double sum = 0;

	for (gsize i = 0; i < n; i++)
		sum += value[i];
	return sum / n;
}

static gsize count_observed(const double *value, gsize n)
{
	gsize observed = 0;

	for (gsize i = 0; i < n; i++)
		observed += isfinite(value[i]) != 0;
	return observed;
}

/* Blocks of observed points; the last one may hold fewer. */
static void reduce(const double *at, const double *value, gsize n, gsize block,
		   struct trend_points *points)
{
	g_autofree double *block_at = g_new(double, block);
	g_autofree double *block_value = g_new(double, block);
	gsize filled = 0;

	for (gsize i = 0; i < n; i++) {
		if (isfinite(value[i])) {
			block_at[filled] = at[i];
			block_value[filled++] = value[i];
		}
		if (filled == 0 || (filled < block && i + 1 < n))
			continue;
		points->at[points->n] = mean_of(block_at, filled);
		points->value[points->n++] = median_of(block_value, filled);
		filled = 0;
	}
}

/* ---- order statistics of the slopes ---- */

/* Keys of the slopes that rise as the slopes do. */
static guint64 key_of(double slope)
{
	guint64 bits;

	slope += 0.0; /* no negative nought */
	memcpy(&bits, &slope, sizeof bits);
	return (bits >> 63) != 0 ? ~bits : bits | G_GUINT64_CONSTANT(1) << 63;
}

static double slope_of(guint64 key)
{
	guint64 bits = (key >> 63) != 0 ? key & ~(G_GUINT64_CONSTANT(1) << 63) : ~key;
	double slope;

	memcpy(&slope, &bits, sizeof slope);
	return slope;
}

static guint64 *pair_slopes(const struct trend_points *points, gsize n_pairs)
{
	guint64 *keys = g_new(guint64, n_pairs), *key = keys;

	for (gsize i = 0; i < points->n; i++)
		for (gsize j = i + 1; j < points->n; j++)
			*key++ = key_of((points->value[j] - points->value[i]) /
					(points->at[j] - points->at[i]));
	return keys;
}

/* The slope of rank 0..n-1, digit by digit from the highest. */
static double select_slope(const guint64 *keys, gsize n, gsize rank)
{
	guint64 found = 0, known = 0;

	for (int shift = 64 - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
		gsize count[1 << DIGIT_BITS] = {0}, digit = 0;
		for (gsize i = 0; i < n; i++)
			if ((keys[i] & known) == found)
				count[(keys[i] >> shift) & ((1 << DIGIT_BITS) - 1)]++;
		while (rank >= count[digit])
			rank -= count[digit++];
		found |= (guint64)digit << shift;
		known |= (guint64)((1 << DIGIT_BITS) - 1) << shift;
	}
	return slope_of(found);
}

/* ---- the variance of Kendall's S ---- */

/* Ranks about their mean, equal values sharing theirs; returns the sum over ties of t (t - 1)
 * (2 t + 5). */
static double centred_ranks(const double *value, gsize n, double *rank)
{
	g_autofree struct ordered *order = order_values(value, n);
	double ties = 0;

	for (gsize i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && order[end].value == order[i].value; end++)
			;
		double t = end - i;
		ties += t * (t - 1) * (2 * t + 5);
		for (gsize j = i; j < end; j++)
			rank[order[j].place] = ((double)i + end - n) / 2;
	}
	return ties;
}

static double autocovariance(const double *rank, gsize n, gsize lag)
{
	double sum = 0;

	for (gsize i = 0; i + lag < n; i++)
		sum += rank[i] * rank[i + lag];
	return sum;
}

/* How many times the variance grows. Their formula would also let it shrink, which antithetic
 * chance lags do as easily as real ones: it is not taken below that of independent points. */
static double inflation(const double *rank, gsize n)
{
	double total = autocovariance(rank, n, 0), sum = 0, m = n;

	if (total == 0)
		return 1;
	for (gsize lag = 1; lag + 2 < n; lag++) {
		double rho = autocovariance(rank, n, lag) / total, left = n - lag;
		if (fabs(rho) > NORMAL_975 / sqrt(m))
			sum += left * (left - 1) * (left - 2) * rho;
	}
	return fmax(1 + 2 * sum / (m * (m - 1) * (m - 2)), 1);
}

static double variance_of_s(const struct trend_points *points, double slope)
{
	gsize n = points->n;
	g_autofree double *rank = g_new(double, n);
	g_autofree double *rest = g_new(double, n);
	double m = n;
	double ties = centred_ranks(points->value, n, rank);

	for (gsize i = 0; i < n; i++)
		rest[i] = points->value[i] - slope * (points->at[i] - points->at[0]);
	centred_ranks(rest, n, rank);
	return (m * (m - 1) * (2 * m + 5) - ties) / 18 * inflation(rank, n);
}

/* Where the interval would need more pairs than there are, it ends at the extreme slopes. */
static void estimate(const struct trend_points *points, struct trend *trend)
{
	gsize n_pairs = points->n * (points->n - 1) / 2;
	g_autofree guint64 *keys = pair_slopes(points, n_pairs);
	double last = n_pairs - 1.0, width;

	trend->slope = select_slope(keys, n_pairs, (n_pairs - 1) / 2) / 2 +
		       select_slope(keys, n_pairs, n_pairs / 2) / 2;
	width = NORMAL_95 * sqrt(variance_of_s(points, trend->slope));
	trend->low = select_slope(keys, n_pairs,
				  (gsize)fmax(nearbyint((n_pairs - width) / 2) - 1, 0));
	trend->high = select_slope(keys, n_pairs,
				   (gsize)fmin(nearbyint((n_pairs + width) / 2), last));
}

void trend_estimate(const double *at, const double *value, gsize n, struct trend *trend)
{
	gsize observed = count_observed(value, n);
	gsize block = MAX(1, (observed + PAIRED_MOST - 1) / PAIRED_MOST);
	gsize most = observed / block + 1;
	g_autofree double *kept_at = g_new(double, most);
	g_autofree double *kept_value = g_new(double, most);
	struct trend_points points = {kept_at, kept_value, 0};

	*trend = (struct trend){NAN, NAN, NAN, observed, block};
	if (observed < PAIRED_LEAST)
		return;
	reduce(at, value, n, block, &points);
	estimate(&points, trend);
}
