/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Wilson (1927) for shares; the median lies between two order statistics whose ranks follow
 * from the binomial of 1/2 (David and Nagaraja 2003, 7.1), in its normal approximation. */
#include "calibration/figures.h"

#include <math.h>
#include <stdlib.h>

#define NORMAL_95 1.959964

static void add(GArray *figures, const struct figure_target *target, double value, double low,
		double high, guint n)
{
	struct calibrate_figure figure = {
		.name = target->name,
		.value = n > 0 ? value : NAN,
		.low = n > 0 ? low : NAN,
		.high = n > 0 ? high : NAN,
		.n = n,
		.bound = target->bound,
		.target = target->target,
	};

	g_array_append_val(figures, figure);
}

void figure_add_share(GArray *figures, const struct figure_target *target, guint hits, guint n)
{
	double share = n > 0 ? hits / (double)n : NAN;
	double square = NORMAL_95 * NORMAL_95;
	double middle = (share + square / (2 * n)) / (1 + square / n);
	double half = NORMAL_95 / (1 + square / n) *
		      sqrt(share * (1 - share) / n + square / (4.0 * n * n));

	add(figures, target, share, fmax(middle - half, 0), fmin(middle + half, 1), n);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void figure_add_median(GArray *figures, const struct figure_target *target, double *value,
		       guint n)
{
	double half = NORMAL_95 * sqrt(n) / 2;

	if (n == 0) {
		add(figures, target, NAN, NAN, NAN, 0);
		return;
	}
	qsort(value, n, sizeof *value, compare);
	guint low = (guint)fmax(floor(n / 2.0 - half), 0);
	guint high = (guint)fmin(ceil(n / 2.0 + half), n - 1.0);
	double median = n % 2 != 0 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
	add(figures, target, median, value[low], value[high], n);
}

void figure_add_number(GArray *figures, const struct figure_target *target, double value,
		       guint n)
{
	add(figures, target, value, NAN, NAN, n);
}

bool calibrate_kept(const struct calibrate_figure *figure)
{
	if (figure->bound == CALIBRATE_AT_MOST)
		return figure->value <= figure->target;
	if (figure->bound == CALIBRATE_AT_LEAST)
		return figure->value >= figure->target;
	return true;
}
