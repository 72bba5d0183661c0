/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Slow, independent counterpart of the onset grid for tests: generalised least squares with the
 * full correlation matrix of the AR(1) errors (Cholesky and normal equations, no whitening
 * recursion, no Gram-Schmidt), and the seeded series that the tests feed to both. */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

#define ORACLE_SHAPES      8
#define ORACLE_RHOS        6
#define ORACLE_COLUMNS_MAX 16

static const double oracle_rho[ORACLE_RHOS] = {0, .15, .3, .45, .6, .75};

static inline double oracle_shape(guint shape, int since)
{
	static const double ramps[] = {1, 13, 26, 52, 104};

	if (since < 0)
		return 0;
	if (shape < 5)
		return fmin((since + 1) / ramps[shape], 1);
	if (shape == 5)
		return since + 1;
	return exp(-since / (shape == 6 ? 6.0 : 13.0));
}

static inline double oracle_season(guint column, double week)
{
	double angle = 2 * G_PI * week / 52.1775, place = fmod(rint(week), 52.1775);
	double columns[] = {1,
			    cos(angle),
			    sin(angle),
			    cos(2 * angle),
			    sin(2 * angle),
			    place >= 30.5 && place < 34.5,
			    place >= 51 || place < 1};
	return columns[column];
}

/* Lower Cholesky factor in place; returns half the log determinant. */
static inline double oracle_cholesky(double *a, guint n)
{
	double half = 0;

	for (guint j = 0; j < n; j++)
		for (guint i = j; i < n; i++) {
			double sum = a[i * n + j];
			for (guint k = 0; k < j; k++)
				sum -= a[i * n + k] * a[j * n + k];
			if (i == j)
				half += log(a[j * n + j] = sqrt(sum));
			else
				a[i * n + j] = sum / a[j * n + j];
		}
	return half;
}

static inline void oracle_forward(const double *l, guint n, double *v)
{
	for (guint i = 0; i < n; i++) {
		for (guint k = 0; k < i; k++)
			v[i] -= l[i * n + k] * v[k];
		v[i] /= l[i * n + i];
	}
}

static inline double oracle_dot(const double *a, const double *b, guint n)
{
	double sum = 0;

	for (guint i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* What is left of the data and of one shape at one week under one rho. */
struct oracle_cell {
	double freedom, information, with_data, remainder, sum_of_squares, evidence;
};

static inline struct oracle_cell oracle_at(const double *value, guint weeks, double first,
					   const guint *seasons, guint n_seasons,
					   const double *covariate, double rho, guint shape,
					   guint onset)
{
	guint n = 0, p = n_seasons + (covariate != NULL);
	g_autofree guint *at = g_new(guint, weeks);
	for (guint t = 0; t < weeks; t++)
		if (isfinite(value[t]))
			at[n++] = t;
	g_autofree double *v = g_new(double, n *n);
	g_autofree double *column = g_new(double, n *(p + 2));
	for (guint i = 0; i < n; i++)
		for (guint j = 0; j < n; j++)
			v[i * n + j] = i == j ? 1 : pow(rho, fabs((double)at[i] - at[j]));
	double log_v = oracle_cholesky(v, n);
	for (guint i = 0; i < n; i++) {
		for (guint c = 0; c < n_seasons; c++)
			column[c * n + i] = oracle_season(seasons[c], first + at[i]);
		if (covariate != NULL)
			column[n_seasons * n + i] = covariate[at[i]];
		column[p * n + i] = value[at[i]];
		column[(p + 1) * n + i] = oracle_shape(shape, (int)at[i] - (int)onset);
	}
	for (guint c = 0; c < p + 2; c++)
		oracle_forward(v, n, column + c * n);
	const double *y = column + p * n, *g = column + (p + 1) * n;
	double a[ORACLE_COLUMNS_MAX * ORACLE_COLUMNS_MAX], by[ORACLE_COLUMNS_MAX],
		bg[ORACLE_COLUMNS_MAX];
	for (guint i = 0; i < p; i++) {
		for (guint j = 0; j < p; j++)
			a[i * p + j] = oracle_dot(column + i * n, column + j * n, n);
		by[i] = oracle_dot(column + i * n, y, n);
		bg[i] = oracle_dot(column + i * n, g, n);
	}
	double log_x = oracle_cholesky(a, p);
	oracle_forward(a, p, by);
	oracle_forward(a, p, bg);
	double freedom = (double)n - p;
	double ss = oracle_dot(y, y, n) - oracle_dot(by, by, p);
	return (struct oracle_cell){
		.freedom = freedom,
		.information = n * (1 - rho) / (1 + rho),
		.with_data = oracle_dot(g, y, n) - oracle_dot(by, bg, p),
		.remainder = oracle_dot(g, g, n) - oracle_dot(bg, bg, p),
		.sum_of_squares = ss,
		.evidence = -log_v - log_x - freedom / 2 * log(ss) + log(1.2 - rho),
	};
}

/* The closed form, written from its formula. */
static inline double oracle_closed_form(const struct oracle_cell *c, gboolean loss_only)
{
	double share = c->with_data * c->with_data / (c->remainder * c->sum_of_squares);
	double g0 = c->information, nu = c->freedom;
	double bf = (nu - 1) / 2 * log(1 + g0) - nu / 2 * log(1 + g0 * (1 - share));
	double t = sqrt(share * (nu - 1) / (1 - share) * g0 / (1 + g0));

	if (loss_only)
		bf += log(erfc((c->with_data < 0 ? -t : t) / sqrt(2)));
	return bf;
}

/* Sums a log Bayes factor over rho under both hypotheses. */
static inline double oracle_over_rho(const struct oracle_cell *cells, const double *log_bf)
{
	double none = 0, loss = 0, top = -INFINITY;

	for (guint r = 0; r < ORACLE_RHOS; r++)
		top = fmax(top, cells[r].evidence);
	for (guint r = 0; r < ORACLE_RHOS; r++) {
		none += exp(cells[r].evidence - top);
		loss += exp(cells[r].evidence - top + log_bf[r]);
	}
	return log(loss / none);
}

static inline double seeded_normal(GRand *random)
{
	double u = 1 - g_rand_double(random), v = g_rand_double(random);

	return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

struct seeded_series {
	guint weeks;
	double rho, season, loss; /* loss in innovation standard deviations */
	guint onset, ramp;        /* ramp of 1 week: a step */
	double missing;
};

/* AR(1) noise of unit innovations on a season with an August dip. Caller owns. */
static inline double *seeded_values(const struct seeded_series *s, guint32 seed)
{
	GRand *random = g_rand_new_with_seed(seed);
	double *value = g_new(double, s->weeks);
	double noise = seeded_normal(random) / sqrt(1 - s->rho * s->rho);

	for (guint t = 0; t < s->weeks; t++) {
		double season =
			s->season * (sin(2 * G_PI * t / 52.1775) + -1.5 * oracle_season(5, t));
		double part = t < s->onset ? 0 : fmin((t - s->onset + 1.0) / s->ramp, 1);
		value[t] = 10 + season + noise - s->loss * part;
		noise = s->rho * noise + seeded_normal(random);
		if (g_rand_double(random) < s->missing)
			value[t] = NAN;
	}
	g_rand_free(random);
	return value;
}
