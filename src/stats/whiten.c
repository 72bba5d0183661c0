/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* AR(1) whitening over missing weeks and the orthonormal basis of the whitened nuisance
 * columns. A gap of g weeks is a link of rho^g between its two ends: missing weeks leave the
 * likelihood exactly, without imputation.
 * Method: Gram-Schmidt with a second pass where the first cancelled much (Daniel, Gragg,
 * Kaufman and Stewart 1976). */
#include "stats/onset-internal.h"

#include <math.h>
#include <string.h>

#define CANCELLED .5 /* of the squared length is left: rounding has grown, project again */

/* Four sums at once: the processor need not wait for one addition to begin the next. */
double onset_dot(const double *a, const double *b, guint n)
{
	double sum[4] = {0};
	guint k = 0;

	for (; k + 4 <= n; k += 4)
		for (guint i = 0; i < 4; i++)
			sum[i] += a[k + i] * b[k + i];
	for (; k < n; k++)
		sum[0] += a[k] * b[k];
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

void onset_project_out(const double *basis, guint columns, guint n, double *vector)
{
	for (guint j = 0; j < columns; j++) {
		const double *direction = basis + (gsize)j * n;
		double along = onset_dot(direction, vector, n);
		for (guint k = 0; k < n; k++)
			vector[k] -= along * direction[k];
	}
}

guint onset_orthonormalise(double *column, guint columns, guint n, double tolerance,
			   guint *kept, double *log_lengths)
{
	guint rank = 0;

	for (guint j = 0; j < columns; j++) {
		double *next = column + (gsize)rank * n;
		memmove(next, column + (gsize)j * n, n * sizeof(double));
		double before = onset_dot(next, next, n);
		onset_project_out(column, rank, n, next);
		double after = onset_dot(next, next, n);
		if (after < CANCELLED * before) {
			onset_project_out(column, rank, n, next);
			after = onset_dot(next, next, n);
		}
		if (kept != NULL && !(after > tolerance * before))
			continue;
		for (guint k = 0; k < n; k++)
			next[k] /= sqrt(after);
		if (log_lengths != NULL)
			*log_lengths += 0.5 * log(after);
		if (kept != NULL)
			kept[rank] = j;
		rank++;
	}
	return rank;
}

static void whiten_vector(const struct onset_whitened *whitened, const double *in, double *out)
{
	out[0] = in[0];
	for (guint k = 1; k < whitened->n; k++)
		out[k] = (in[k] - whitened->link[k] * in[k - 1]) / whitened->scale[k];
}

static void link_weeks(const struct onset_design *design, double rho,
		       struct onset_whitened *whitened)
{
	whitened->link[0] = 0;
	whitened->scale[0] = 1;
	for (guint k = 1; k < design->n; k++) {
		guint gap = design->week[k] - design->week[k - 1];
		double link = gap == 1 ? rho : pow(rho, gap);
		whitened->link[k] = link;
		whitened->scale[k] = sqrt(1 - link * link);
		whitened->log_determinant -= log(whitened->scale[k]);
	}
}

/* A series without any noise has no scale to compare with: the floor keeps it from counting as
 * infinitely precise. */
static double residual_sum(const double *residual, double total, guint n)
{
	return fmax(onset_dot(residual, residual, n), 1e-12 * fmax(total, 1));
}

void onset_whiten(const struct onset_design *design, double rho,
		  struct onset_whitened *whitened)
{
	guint n = design->n, columns = design->columns;

	*whitened = (struct onset_whitened){
		.n = n,
		.columns = columns,
		.link = g_new(double, n),
		.scale = g_new(double, n),
		.basis = g_new(double, (gsize)columns *n),
		.residual = g_new(double, n),
	};
	link_weeks(design, rho, whitened);
	for (guint j = 0; j < columns; j++)
		whiten_vector(whitened, design->column + (gsize)j * n,
			      whitened->basis + (gsize)j * n);
	double lengths = 0;
	onset_orthonormalise(whitened->basis, columns, n, 0, NULL, &lengths);
	whitened->log_determinant -= lengths;
	whiten_vector(whitened, design->y, whitened->residual);
	double total = onset_dot(whitened->residual, whitened->residual, n);
	onset_project_out(whitened->basis, columns, n, whitened->residual);
	whitened->sum_of_squares = residual_sum(whitened->residual, total, n);
}

void onset_whitened_clear(struct onset_whitened *whitened)
{
	g_free(whitened->link);
	g_free(whitened->scale);
	g_free(whitened->basis);
	g_free(whitened->residual);
}
