/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether the noise wanders more slowly than its AR(1) model says: the power of the slowest
 * cosine waves in the whitened remainder against its mean power. Losses are slow too, so noise
 * of long memory looks like them; the ratio is the variance inflation by which a
 * quasi-likelihood divides its evidence. Method: c-hat of Burnham and Anderson (2002, 2.5) on
 * the low ordinates of the periodogram. */
#include "stats/onset-internal.h"

#include <math.h>

#define SLOW_WAVES 10 /* half waves over the history */

/* The loss as the whitened data would show it, made orthogonal to the nuisance columns and of
 * length one; false when they explain all of it. */
static bool whitened_shape(const struct onset_design *design,
			   const struct onset_whitened *whitened, enum onset_basis basis,
			   guint onset, double *shape)
{
	double before = 0;

	for (guint k = 0; k < design->n; k++) {
		double at = onset_shape_at(basis, (gint)design->week[k] - (gint)onset);
		shape[k] = (at - whitened->link[k] * before) / whitened->scale[k];
		before = at;
	}
	onset_project_out(whitened->basis, whitened->columns, whitened->n, shape);
	double length = sqrt(onset_dot(shape, shape, whitened->n));
	if (!(length > 1e-6))
		return false;
	for (guint k = 0; k < whitened->n; k++)
		shape[k] /= length;
	return true;
}

/* What season and loss leave of the wave's squared length, 0..1. */
static double freedom_of(const struct onset_whitened *whitened, const double *shape,
			 const double *wave)
{
	double left = 1;

	for (guint column = 0; column < whitened->columns; column++) {
		double along = onset_dot(whitened->basis + (gsize)column * whitened->n, wave,
					 whitened->n);
		left -= along * along;
	}
	if (shape != NULL) {
		double along = onset_dot(shape, wave, whitened->n);
		left -= along * along;
	}
	return fmax(left, 0);
}

/* Waves 1 to SLOW_WAVES of length 1, a row each: cos jx = 2 cos x cos (j-1)x - cos (j-2)x.
 * Caller owns. */
static double *slow_waves(guint n)
{
	double *wave = g_new(double, (gsize)SLOW_WAVES *n);
	double unit = sqrt(2.0 / n);

	for (guint k = 0; k < n; k++) {
		double first = cos(G_PI * (k + .5) / n), before = unit, now = unit * first;
		for (guint j = 0; j < SLOW_WAVES; j++) {
			wave[(gsize)j * n + k] = now;
			double next = 2 * first * now - before;
			before = now;
			now = next;
		}
	}
	return wave;
}

static void add_waves(const struct onset_whitened *whitened, const double *shape, double *power,
		      double *freedom)
{
	guint n = whitened->n;
	double left = (double)n - whitened->columns - (shape != NULL);
	double variance = onset_dot(whitened->residual, whitened->residual, n) / left;

	*power = *freedom = 0;
	if (!(left > SLOW_WAVES) || !(variance > 0))
		return;
	g_autofree double *waves = slow_waves(n);
	for (guint j = 0; j < SLOW_WAVES; j++) {
		const double *wave = waves + (gsize)j * n;
		double along = onset_dot(wave, whitened->residual, n);
		*power += along * along / variance;
		*freedom += freedom_of(whitened, shape, wave);
	}
}

void onset_slow_noise(const struct onset_design *design, double rho, enum onset_basis basis,
		      guint onset, double *power, double *freedom)
{
	g_autofree double *shape = g_new(double, design->n);
	struct onset_whitened whitened;

	onset_whiten(design, rho, &whitened);
	bool fits = whitened_shape(design, &whitened, basis, onset, shape);
	if (fits) {
		double along = onset_dot(shape, whitened.residual, whitened.n);
		for (guint k = 0; k < whitened.n; k++)
			whitened.residual[k] -= along * shape[k];
	}
	add_waves(&whitened, fits ? shape : NULL, power, freedom);
	onset_whitened_clear(&whitened);
}
