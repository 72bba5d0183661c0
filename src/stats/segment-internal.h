/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private parts of the segmentation: the observed points and three views of them, segment
 * costs, exact partitions by dynamic programming, functional pruning for long histories, and
 * where around a change it may as well have been. Changes are gsize places among the observed
 * points, the first point of each new segment, rising. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The observed points of a history, in units of their own standard deviation. */
struct segment_points {
	gsize n, span; /* observed; all, from the first observed to the last */
	gsize *index;  /* n: place among all points, 0 for the first observed one */
	double *value; /* n: mean 0, variance 1 */
	gsize offset;  /* place of the first observed point in the history */
};

#define SEGMENT_CLIP 4.0

/* Pulls values to within `most` robust deviations of the running median of seven; onto it when
 * that is 0, else nothing moves where more than half of the values lie on it. */
void segment_clip(double *value, gsize n, double most);
/* Length of the season, 0 when there is none; span is at most SEGMENT_CONSENSUS_MOST. */
guint segment_period(const struct segment_points *points, const double *value);
void segment_deseason(const struct segment_points *points, double *value, guint period);
/* Normal scores of the ranks. */
void segment_normal_scores(const double *value, gsize n, double *score);
/* Median of |value|; n is at least 1. Linear time whatever the values. */
double segment_median_size(const double *value, gsize n);

enum segment_sum { SUM_Y, SUM_YY, SUM_T, SUM_TT, SUM_TY, SUMS };

/* Running sums: sum[s][k] is over the first k points. */
struct segment_sums {
	gsize n;
	double *sum[SUMS];
};

void segment_sums_init(struct segment_sums *sums, const double *value, const gsize *index,
		       gsize n);
void segment_sums_clear(struct segment_sums *sums);
/* Sum of squares left by a constant or a line on the points from..to-1, and the log determinant
 * of its normal equations (may be NULL). */
double segment_residual(const struct segment_sums *sums, gsize from, gsize to, bool line,
			double *log_determinant);

/* What a segment costs beyond its sum of squares; INFINITY where its form is not allowed. */
struct segment_penalty {
	double constant, line;
};

#define SEGMENT_CONSTANT_SHORTEST 2 /* observed points */
#define SEGMENT_PENALTIES_MOST    10

/* The partition of least total cost under each penalty: changes[i] is a new array of gsize that
 * the caller owns. */
void segment_partition(const struct segment_sums *sums, const struct segment_penalty *penalty,
		       guint penalties, GArray **changes);

/* Starts that the search below carries at a time; noisy histories keep a few dozen. */
#define SEGMENT_PIECES_MOST 512

/* The piecewise constant fit of n >= 1 finite values of least sum of squares + penalty for each
 * change, exact as long as no more than SEGMENT_PIECES_MOST starts are best at some level.
 * Caller owns. */
GArray *segment_fpop(const double *value, gsize n, double penalty);

/* Changes on the way back from n, when last[k] is where the last segment of the first k points
 * starts. Caller owns. */
GArray *segment_trace(const gsize *last, gsize n);

/* Variance of a mean of many points, times their number; above 0. n is at least 3. */
double segment_noise(const double *value, gsize n);

/* Places first, first + 1, ... of a change with their log weights: equal-tailed 90 % interval,
 * stretched where need be to hold `found`. Changes log_weight; returns the log of the sum of
 * the weights. */
double segment_interval(double *log_weight, gsize n, gsize first, gsize found, gsize *low,
			gsize *high);

/* Changes (struct segment_change, places among the observed points, means not yet set) of a
 * short and of a long history. */
GArray *segment_consensus(const struct segment_points *points);
GArray *segment_long(const struct segment_points *points);
