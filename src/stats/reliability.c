/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Variances are sums over plain arrays; the quantile is found by halving an interval on the
 * regularised incomplete beta function, whose continued fraction is that of Lentz (Numerical
 * Recipes in C, 6.4). */
#include "stats/reliability.h"

#include <math.h>

#define FRACTION_STEPS 400
#define FRACTION_DONE  1e-15
#define TINY           1e-300
#define HALVINGS       200
#define TAIL           .025

static double fraction_term(double aa, double *c, double *d)
{
	*d = 1 + aa * *d;
	*c = 1 + aa / *c;
	if (fabs(*d) < TINY)
		*d = TINY;
	if (fabs(*c) < TINY)
		*c = TINY;
	*d = 1 / *d;
	return *d * *c;
}

static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), result;

	if (fabs(d) < TINY)
		d = TINY;
	d = 1 / d;
	result = d;
	for (int m = 1; m <= FRACTION_STEPS; m++) {
		double last;
		result *= fraction_term(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), &c,
					&d);
		last = fraction_term(
			-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), &c, &d);
		result *= last;
		if (fabs(last - 1) < FRACTION_DONE)
			break;
	}
	return result;
}

/* Share of the beta distribution below x. */
static double beta_share(double a, double b, double x)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double reliability_f_quantile(double probability, double d1, double d2)
{
	double low = 0, high = 1;

	for (int i = 0; i < HALVINGS; i++) {
		double middle = (low + high) / 2;
		if (beta_share(d1 / 2, d2 / 2, middle) < probability)
			low = middle;
		else
			high = middle;
	}
	return d2 * low / (d1 * (1 - low));
}

/* Of n values that stand `step` apart. */
static double variance(const double *values, guint n, guint step)
{
	double mean = 0, sum = 0;

	for (guint i = 0; i < n; i++)
		mean += values[i * step] / n;
	for (guint i = 0; i < n; i++)
		sum += (values[i * step] - mean) * (values[i * step] - mean);
	return sum / (n - 1);
}

static double variance_of_sums(const double *values, guint n, guint k)
{
	g_autofree double *sums = g_new0(double, n);

	for (guint i = 0; i < n; i++)
		for (guint j = 0; j < k; j++)
			sums[i] += values[i * k + j];
	return variance(sums, n, 1);
}

void reliability_cronbach(const double *values, guint n, guint k, struct reliability *out)
{
	double of_items = 0, of_sums;

	*out = (struct reliability){NAN, NAN, NAN, n, k};
	if (n < RELIABILITY_LEAST || k < 2)
		return;
	of_sums = variance_of_sums(values, n, k);
	if (!(of_sums > 0))
		return;
	for (guint j = 0; j < k; j++)
		of_items += variance(values + j, n, k);
	out->alpha = (double)k / (k - 1) * (1 - of_items / of_sums);
	out->low = 1 - (1 - out->alpha) * reliability_f_quantile(1 - TAIL, n - 1,
								 (double)(n - 1) * (k - 1));
	out->high = 1 - (1 - out->alpha) *
				reliability_f_quantile(TAIL, n - 1, (double)(n - 1) * (k - 1));
}
