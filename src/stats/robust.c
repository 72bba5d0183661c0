/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeps single wild weeks from looking like a change: season and covariates are fitted with
 * Huber weights, what is left is compared with its own running median, and only the excess over
 * 3.5 robust standard deviations is cut. A lasting change moves the running median and stays.
 * Method: Huber (1964) by iterated weights; modified z-scores of Iglewicz and Hoaglin (1993).
 */
#include "stats/onset-internal.h"

#include <math.h>

#define HUBER_ROUNDS 5
#define HUBER_BEND   1.5
#define WINDOW_HALF  6 /* running median of 13 weeks */
#define CLIP         3.5
#define SCALE_FLOOR  1e-9

static void swap(double *a, double *b)
{
	double moving = *a;

	*a = *b;
	*b = moving;
}

/* Puts the value of rank k (from 0) at its place, smaller ones before it, larger ones behind.
 * Method: Hoare's FIND (1961) around the median of three. */
static double select_rank(double *value, guint n, guint k)
{
	gint64 low = 0, high = (gint64)n - 1;

	while (low < high) {
		gint64 middle = (low + high) / 2, i = low, j = high;
		if (value[middle] < value[low])
			swap(&value[middle], &value[low]);
		if (value[high] < value[low])
			swap(&value[high], &value[low]);
		if (value[high] < value[middle])
			swap(&value[high], &value[middle]);
		double pivot = value[middle];
		while (i <= j) {
			while (value[i] < pivot)
				i++;
			while (pivot < value[j])
				j--;
			if (i <= j)
				swap(&value[i++], &value[j--]);
		}
		if (k <= j)
			high = j;
		else if (k >= i)
			low = i;
		else
			break;
	}
	return value[k];
}

double onset_median(double *value, guint n)
{
	if (n == 0)
		return NAN;
	double upper = select_rank(value, n, n / 2), lower = value[0];
	if (n % 2 != 0)
		return upper;
	for (guint i = 1; i < n / 2; i++)
		lower = fmax(lower, value[i]);
	return (lower + upper) / 2;
}

double onset_mad(const double *value, guint n)
{
	g_autofree double *copy = g_memdup2(value, n * sizeof *value);
	double center = onset_median(copy, n);

	for (guint k = 0; k < n; k++)
		copy[k] = fabs(value[k] - center);
	return 1.4826 * onset_median(copy, n);
}

static double mean_distance(const double *value, guint n)
{
	double sum = 0;

	for (guint k = 0; k < n; k++)
		sum += fabs(value[k]);
	return sqrt(G_PI / 2) * sum / n;
}

/* Where most weeks are equal (a rare event counted by the week) the median distance is about
 * nought and every event would be an outlier; the mean distance serves there. */
static double clip_scale(const double *distance, guint n)
{
	double mad = onset_mad(distance, n), mean = mean_distance(distance, n);

	return (mad < mean / 4 ? mean : mad) + SCALE_FLOOR;
}

/* Least squares fit of y on the design's columns under weights. */
static void weighted_fit(const struct onset_design *design, const double *weight, double *fit)
{
	guint n = design->n;
	g_autofree double *basis = g_new(double, (gsize)design->columns *n);
	g_autofree double *rest = g_new(double, n);

	for (guint k = 0; k < n; k++) {
		rest[k] = design->y[k] * sqrt(weight[k]);
		for (guint j = 0; j < design->columns; j++)
			basis[(gsize)j * n + k] =
				design->column[(gsize)j * n + k] * sqrt(weight[k]);
	}
	g_autofree guint *kept = g_new(guint, design->columns);
	guint rank = onset_orthonormalise(basis, design->columns, n, 1e-12, kept, NULL);
	onset_project_out(basis, rank, n, rest);
	for (guint k = 0; k < n; k++)
		fit[k] = design->y[k] - rest[k] / sqrt(weight[k]);
}

static void huber_fit(const struct onset_design *design, double *fit)
{
	guint n = design->n;
	g_autofree double *weight = g_new(double, n);
	g_autofree double *rest = g_new(double, n);

	for (guint k = 0; k < n; k++)
		weight[k] = 1;
	for (guint round = 0; round < HUBER_ROUNDS; round++) {
		weighted_fit(design, weight, fit);
		for (guint k = 0; k < n; k++)
			rest[k] = design->y[k] - fit[k];
		double bend = HUBER_BEND * (onset_mad(rest, n) + SCALE_FLOOR);
		for (guint k = 0; k < n; k++)
			weight[k] = fmin(1, bend / fmax(fabs(rest[k]), SCALE_FLOOR));
	}
}

/* Ends are continued by their outermost value. */
static void running_median(const double *value, guint n, double *out)
{
	double window[2 * WINDOW_HALF + 1];

	for (guint k = 0; k < n; k++) {
		for (int i = -WINDOW_HALF; i <= WINDOW_HALF; i++)
			window[i + WINDOW_HALF] = value[CLAMP((gint64)k + i, 0, (gint64)n - 1)];
		out[k] = onset_median(window, G_N_ELEMENTS(window));
	}
}

static void clip_design(const struct onset_design *design, double *clipped)
{
	guint n = design->n;
	g_autofree double *fit = g_new(double, n);
	g_autofree double *rest = g_new(double, n);
	g_autofree double *middle = g_new(double, n);

	huber_fit(design, fit);
	for (guint k = 0; k < n; k++)
		rest[k] = design->y[k] - fit[k];
	running_median(rest, n, middle);
	for (guint k = 0; k < n; k++)
		rest[k] -= middle[k];
	double limit = CLIP * clip_scale(rest, n);
	for (guint k = 0; k < n; k++)
		clipped[k] = fit[k] + middle[k] + CLAMP(rest[k], -limit, limit);
}

void onset_robustify(double *value, const struct onset_series *shape,
		     const struct onset_axis *axis)
{
	struct onset_series series = *shape;
	struct onset_design design;

	series.value = value;
	if (!onset_design_init(&design, &series, axis))
		return;
	if (design.n > design.columns + 2 * WINDOW_HALF) {
		g_autofree double *clipped = g_new(double, design.n);
		clip_design(&design, clipped);
		for (guint k = 0; k < design.n; k++)
			value[design.offset + design.week[k]] = clipped[k];
	}
	onset_design_clear(&design);
}
