/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Nuisance columns of a weekly series: intercept, two harmonics of the year, the dips of August
 * and Christmas, and what the caller adds. What the observed weeks cannot tell apart is dropped
 * by a pivoted test of length, so that the number of columns is the rank.
 * Method: linear model with a Fourier season and the holidays of the French year. */
#include "stats/onset-internal.h"

#include <math.h>
#include <string.h>

#define YEAR_WEEKS     52.1775
#define SEASON_COLUMNS 7
#define SHORT_COLUMNS  3 /* the first of them: level, August, Christmas */
#define RANK_TOLERANCE 1e-8

static double season_column(guint column, double week)
{
	double angle = 2 * G_PI * week / YEAR_WEEKS;
	double of_year = fmod(rint(week), YEAR_WEEKS);

	switch (column) {
	case 0:
		return 1;
	case 1:
		return of_year >= 30.5 && of_year < 34.5;
	case 2:
		return of_year >= 51 || of_year < 1;
	default:
		angle *= column < 5 ? 1 : 2;
		return column % 2 != 0 ? cos(angle) : sin(angle);
	}
}

bool onset_is_holiday(const struct onset_axis *axis, guint week)
{
	double place = axis->first_week_of_year + week;

	return season_column(1, place) != 0 || season_column(2, place) != 0;
}

static void fill_column(const struct onset_design *design, const struct onset_series *series,
			const struct onset_axis *axis, guint column, guint seasonal,
			double *out)
{
	for (guint k = 0; k < design->n; k++) {
		guint week = design->offset + design->week[k];
		out[k] = column < seasonal
				 ? season_column(column, axis->first_week_of_year + week)
				 : series->covariate[column - seasonal][week];
	}
}

/* Keeps the columns that are independent over the observed weeks, earlier ones first. */
static void keep_independent(struct onset_design *design, guint columns)
{
	gsize size = (gsize)columns * design->n * sizeof(double);
	g_autofree double *copy = g_malloc(size);
	g_autofree guint *kept = g_new(guint, columns);

	memcpy(copy, design->column, size);
	design->columns =
		onset_orthonormalise(copy, columns, design->n, RANK_TOLERANCE, kept, NULL);
	for (guint i = 0; i < design->columns; i++)
		memmove(design->column + (gsize)i * design->n,
			design->column + (gsize)kept[i] * design->n,
			design->n * sizeof(double));
}

static void collect_observed(struct onset_design *design, const double *value, guint weeks)
{
	guint n = 0;

	for (guint week = design->offset; week < weeks; week++) {
		if (!isfinite(value[week]))
			continue;
		design->week[n] = week - design->offset;
		design->y[n++] = value[week];
	}
	design->n = n;
	design->weeks = design->week[n - 1] + 1;
}

/* Observations and time; false when there are none. */
static bool design_observe(struct onset_design *design, const struct onset_series *series,
			   const struct onset_axis *axis)
{
	guint first = 0;

	while (first < axis->weeks && !isfinite(series->value[first]))
		first++;
	if (first == axis->weeks)
		return false;
	design->offset = first;
	design->week = g_new(guint, axis->weeks - first);
	design->y = g_new(double, axis->weeks - first);
	collect_observed(design, series->value, axis->weeks);
	return true;
}

static void design_fill(struct onset_design *design, const struct onset_series *series,
			const struct onset_axis *axis, guint seasonal, guint covariates)
{
	guint columns = seasonal + covariates;

	design->column = g_new(double, (gsize)columns * design->n);
	for (guint column = 0; column < columns; column++)
		fill_column(design, series, axis, column, seasonal,
			    design->column + (gsize)column * design->n);
	keep_independent(design, columns);
}

bool onset_design_init(struct onset_design *design, const struct onset_series *series,
		       const struct onset_axis *axis)
{
	if (!design_observe(design, series, axis))
		return false;
	design_fill(design, series, axis,
		    design->weeks < ONSET_HARMONICS_FROM ? SHORT_COLUMNS : SEASON_COLUMNS,
		    MIN(series->n_covariates, ONSET_COVARIATES_MAX));
	return true;
}

bool onset_design_init_full(struct onset_design *design, const struct onset_series *series,
			    const struct onset_axis *axis)
{
	if (!design_observe(design, series, axis))
		return false;
	design_fill(design, series, axis, SEASON_COLUMNS, series->n_covariates);
	return true;
}

void onset_design_clear(struct onset_design *design)
{
	g_free(design->week);
	g_free(design->y);
	g_free(design->column);
}
