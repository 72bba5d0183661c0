/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Three ways to look at a history before it is cut: with isolated outliers pulled in, with its
 * season taken out as well, and by ranks alone (normal scores, van der Waerden 1952). Outliers:
 * the identifier of Hampel (1974) on a running median. Season: profile of medians about a
 * centred moving average, classical decomposition in its robust form (Cleveland et al. 1990),
 * where the autocorrelation of the differences says that there is one. */
#include "stats/segment-internal.h"

#include "stats/onset-internal.h"

#include <math.h>
#include <string.h>

#include "stats/order.h"

#define CLIP_HALF   3
#define CLIP_WINDOW (2 * CLIP_HALF + 1)

#define SEASON_FEWEST 20 /* observed points */
#define SEASON_CLEAR  .3 /* autocorrelation of the differences */
#define SEASON_CYCLES 3

/* The bytes of a double of one sign sort as its value does: eight rounds of counting find the
 * value of a rank. */
static double size_of_rank(const double *value, gsize n, gsize rank)
{
	guint64 known = 0, mask = 0;

	for (int shift = 56; shift >= 0; shift -= 8) {
		gsize count[256] = {0};
		guint64 byte = 0;
		for (gsize k = 0; k < n; k++) {
			guint64 bits;
			double size = fabs(value[k]);
			memcpy(&bits, &size, sizeof bits);
			if ((bits & mask) == known)
				count[bits >> shift & 255]++;
		}
		for (; rank >= count[byte]; byte++)
			rank -= count[byte];
		known |= byte << shift;
		mask |= (guint64)255 << shift;
	}
	double found;
	memcpy(&found, &known, sizeof found);
	return found;
}

/* The size of the rank before `upper`, that of rank n / 2: the same, unless half are less. */
static double lower_middle(const double *value, gsize n, double upper)
{
	double most = 0;
	gsize below = 0;

	for (gsize k = 0; k < n; k++) {
		double size = fabs(value[k]);
		below += size < upper;
		most = size < upper && size > most ? size : most;
	}
	return below == n / 2 ? most : upper;
}

double segment_median_size(const double *value, gsize n)
{
	double upper = size_of_rank(value, n, n / 2);

	return n % 2 != 0 ? upper : (lower_middle(value, n, upper) + upper) / 2;
}

/* Puts `next` in the place of `gone` in a sorted window. */
static void slide(double *window, double gone, double next)
{
	guint at = 0;

	while (window[at] != gone)
		at++;
	for (; at + 1 < CLIP_WINDOW && window[at + 1] < next; at++)
		window[at] = window[at + 1];
	for (; at > 0 && window[at - 1] > next; at--)
		window[at] = window[at - 1];
	window[at] = next;
}

/* Ends are continued by their outermost value. */
static void running_median(const double *value, gsize n, double *out)
{
	double window[CLIP_WINDOW];

	for (guint i = 0; i < CLIP_WINDOW; i++)
		window[i] = value[0];
	for (gsize k = 1; k <= CLIP_HALF; k++)
		slide(window, value[0], value[MIN(k, n - 1)]);
	out[0] = window[CLIP_HALF];
	for (gsize k = 1; k < n; k++) {
		gsize gone = k > CLIP_HALF ? k - 1 - CLIP_HALF : 0;
		slide(window, value[gone], value[MIN(k + CLIP_HALF, n - 1)]);
		out[k] = window[CLIP_HALF];
	}
}

void segment_clip(double *value, gsize n, double most)
{
	g_autofree double *middle = g_new(double, n);

	running_median(value, n, middle);
	for (gsize k = 0; k < n; k++)
		value[k] -= middle[k];
	double limit = most * 1.4826 * segment_median_size(value, n);
	if (!(limit > 0) && most > 0)
		limit = INFINITY;
	for (gsize k = 0; k < n; k++)
		value[k] = middle[k] + CLAMP(value[k], -limit, limit);
}

/* All points, the missing ones on the straight line between their neighbours: only to tell
 * whether there is a season and to average over whole cycles. Caller owns. */
static double *filled(const struct segment_points *points, const double *value)
{
	double *full = g_new(double, points->span);

	full[0] = value[0];
	for (gsize k = 1; k < points->n; k++) {
		gsize from = points->index[k - 1], gap = points->index[k] - from;
		for (gsize i = 1; i <= gap; i++)
			full[from + i] = value[k - 1] +
					 (value[k] - value[k - 1]) * (double)i / (double)gap;
	}
	return full;
}

static void difference(double *value, gsize n)
{
	double mean = (value[n - 1] - value[0]) / (double)(n - 1);

	for (gsize k = 0; k + 1 < n; k++)
		value[k] = value[k + 1] - value[k] - mean;
}

guint segment_period(const struct segment_points *points, const double *value)
{
	static const guint candidates[] = {4, 7, 12, 24, 52};
	double clearest = SEASON_CLEAR;
	gsize steps = points->span - 1;
	guint period = 0;

	if (points->n < SEASON_FEWEST)
		return 0;
	g_autofree double *step = filled(points, value);
	difference(step, points->span);
	double power = onset_dot(step, step, (guint)steps);
	for (guint i = 0; i < G_N_ELEMENTS(candidates) && power > 0; i++) {
		guint lag = candidates[i];
		if (steps < SEASON_CYCLES * lag + 2)
			break;
		double clear = onset_dot(step + lag, step, (guint)(steps - lag)) / power;
		if (clear > clearest) {
			clearest = clear;
			period = lag;
		}
	}
	return period;
}

static double mean_of(const double *value, gsize n)
{
	double sum = 0;

	for (gsize k = 0; k < n; k++)
		sum += value[k];
	return sum / (double)n;
}

/* Centred moving average over one cycle; of an even cycle both ends count half. */
static double centred_mean(const double *full, gsize at, guint period)
{
	gsize half = period / 2;
	double sum = 0;

	for (gsize k = at - half; k <= at + half; k++)
		sum += full[k];
	if (period % 2 == 0)
		sum -= (full[at - half] + full[at + half]) / 2;
	return sum / period;
}

/* Median distance of a phase of the cycle to the mean of the cycles around it. */
static double phase_level(const struct segment_points *points, const double *full, guint period,
			  guint phase)
{
	g_autofree double *distance = g_new(double, points->n);
	gsize half = period / 2;
	guint count = 0;

	for (gsize k = 0; k < points->n; k++) {
		gsize at = points->index[k];
		if (at % period == phase && at >= half && at + half < points->span)
			distance[count++] = full[at] - centred_mean(full, at, period);
	}
	return count > 0 ? onset_median(distance, count) : 0;
}

void segment_deseason(const struct segment_points *points, double *value, guint period)
{
	g_autofree double *full = filled(points, value);
	g_autofree double *profile = g_new(double, period);

	for (guint phase = 0; phase < period; phase++)
		profile[phase] = phase_level(points, full, period, phase);
	double level = mean_of(profile, period);
	for (gsize k = 0; k < points->n; k++)
		value[k] -= profile[points->index[k] % period] - level;
}

/* Newton's steps towards the normal quantile of `probability` >= 1/2 from a place at or below
 * it: the distribution function is concave there, so that they never overshoot. */
static double quantile_from(double below, double probability)
{
	for (double step = 1; step > 1e-12;) {
		double missing = probability - erfc(-below / G_SQRT2) / 2;
		step = missing * sqrt(2 * G_PI) * exp(below * below / 2);
		below += step;
	}
	return below;
}

/* Normal quantiles of 1/2n, 2/2n, ... (2n - 1)/2n at these places; the lower half mirrors the
 * upper one. Caller owns. */
static double *scores_of_halves(gsize n)
{
	double *score = g_new(double, 2 * n);
	double quantile = 0;

	for (gsize twice = 0; twice < n; twice++) {
		quantile = quantile_from(quantile, .5 + (double)twice / (2.0 * (double)n));
		score[n + twice] = quantile;
		score[n - twice] = -quantile;
	}
	return score;
}

/* Equal values at the sorted places from..to-1 share the probability (from + to) / 2n. */
void segment_normal_scores(const double *value, gsize n, double *score)
{
	g_autofree struct ordered *ranked = order_values(value, n);
	g_autofree double *of_halves = scores_of_halves(n);

	for (gsize from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && ranked[to].value == ranked[from].value;)
			to++;
		for (gsize k = from; k < to; k++)
			score[ranked[k].place] = of_halves[from + to];
	}
}
