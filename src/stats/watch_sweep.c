/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recursive residuals of generalised least squares (Brown, Durbin and Evans 1975), by plane
 * rotations of one row after the other into the triangle of the rows before (Gentleman 1974,
 * Algorithm AS 75). What the rotations leave of a row is its contrast. The contrasts of the
 * first weeks never change with later ones, so one pass serves the readings of all weeks. */
#include "stats/watch-internal.h"

#include <math.h>

#define NOUGHT 1e-9 /* of a column's largest value */

static double largest(const double *column, guint n)
{
	double most = 0;

	for (guint k = 0; k < n; k++)
		most = fmax(most, fabs(column[k]));
	return most;
}

static double filtered(const struct watch_sweep *sweep, const double *vector, guint k)
{
	double before = k > 0 ? vector[k - 1] : 0;

	return (vector[k] - sweep->link[k] * before) / sweep->scale[k];
}

void watch_sweep_init(struct watch_sweep *sweep, const struct onset_design *design, double rho)
{
	guint n = design->n, columns = design->columns;

	*sweep = (struct watch_sweep){
		.design = design,
		.link = g_new(double, n),
		.scale = g_new(double, n),
		.threshold = g_new(double, columns),
		.row = g_new(double, columns),
		.triangle = g_new0(double, (gsize)columns *columns),
		.direction = g_new0(double, (gsize)columns *n),
		.whitened = g_new0(double, n),
		.contrast = g_new0(double, n),
	};
	for (guint k = 0; k < n; k++) {
		guint gap = k > 0 ? design->week[k] - design->week[k - 1] : 0;
		sweep->link[k] = gap > 0 ? pow(rho, gap) : 0;
		sweep->scale[k] = sqrt(1 - sweep->link[k] * sweep->link[k]);
	}
	for (guint j = 0; j < columns; j++)
		sweep->threshold[j] = NOUGHT * largest(design->column + (gsize)j * n, n);
}

void watch_sweep_clear(struct watch_sweep *sweep)
{
	g_free(sweep->link);
	g_free(sweep->scale);
	g_free(sweep->threshold);
	g_free(sweep->row);
	g_free(sweep->triangle);
	g_free(sweep->direction);
	g_free(sweep->whitened);
	g_free(sweep->contrast);
}

/* Turns a pair of vectors in their plane. */
static void rotate(double cosine, double sine, double *kept, double *left, guint n)
{
	for (guint i = 0; i < n; i++) {
		double turned = cosine * kept[i] + sine * left[i];
		left[i] = cosine * left[i] - sine * kept[i];
		kept[i] = turned;
	}
}

/* Back through the filter: from whitened observations to the observations themselves. */
static void unfilter(struct watch_sweep *sweep, guint n)
{
	for (guint k = 0; k < n; k++) {
		double next = k + 1 < n ? sweep->link[k + 1] * sweep->whitened[k + 1] /
						  sweep->scale[k + 1]
					: 0;
		sweep->contrast[k] = sweep->whitened[k] / sweep->scale[k] - next;
	}
}

bool watch_sweep_next(struct watch_sweep *sweep)
{
	guint n = sweep->design->n, columns = sweep->design->columns, k = sweep->rows++;

	for (guint j = 0; j < columns; j++)
		sweep->row[j] = filtered(sweep, sweep->design->column + (gsize)j * n, k);
	for (guint i = 0; i < k; i++)
		sweep->whitened[i] = 0;
	sweep->whitened[k] = 1;
	for (guint j = 0; j < columns; j++) {
		double *triangle = sweep->triangle + (gsize)j * columns;
		double before = triangle[j], fresh = sweep->row[j];
		if (fabs(fresh) <= sweep->threshold[j])
			continue;
		double length = hypot(before, fresh);
		rotate(before / length, fresh / length, triangle + j, sweep->row + j,
		       columns - j);
		rotate(before / length, fresh / length, sweep->direction + (gsize)j * n,
		       sweep->whitened, k + 1);
		if (before == 0)
			return false;
	}
	unfilter(sweep, k + 1);
	return true;
}

double watch_sweep_innovation(const struct watch_sweep *sweep)
{
	return onset_dot(sweep->contrast, sweep->design->y, sweep->rows);
}

void watch_sweep_coefficients(const struct watch_sweep *sweep, double *coefficient)
{
	guint n = sweep->design->n, columns = sweep->design->columns;

	for (guint j = columns; j-- > 0;) {
		const double *triangle = sweep->triangle + (gsize)j * columns;
		double right = 0;
		coefficient[j] = 0;
		if (triangle[j] == 0)
			continue;
		for (guint k = 0; k < sweep->rows; k++)
			right += sweep->direction[(gsize)j * n + k] *
				 filtered(sweep, sweep->design->y, k);
		for (guint i = j + 1; i < columns; i++)
			right -= triangle[i] * coefficient[i];
		coefficient[j] = right / triangle[j];
	}
}
