/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Alarms of many relationships at once: the k largest e-values are alarms for the largest k
 * with E_(k) >= n / (k share). Method: e-BH of Wang and Ramdas (2022, J. R. Stat. Soc. B 84),
 * which needs no assumption on how the relationships depend on one another. */
#include "stats/watch.h"

#include <math.h>
#include <stdlib.h>

static int largest_first(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* The e-value, as a logarithm, from which on all are alarms; NAN when there is none. */
static double threshold(const double *log_e, guint n, double share)
{
	g_autofree double *sorted = g_new(double, n);
	double lowest = NAN;

	for (guint i = 0; i < n; i++)
		sorted[i] = isnan(log_e[i]) ? -INFINITY : log_e[i];
	qsort(sorted, n, sizeof *sorted, largest_first);
	for (guint k = 1; k <= n; k++)
		if (sorted[k - 1] >= log(n / (k * share)))
			lowest = sorted[k - 1];
	return lowest;
}

guint watch_portfolio(const double *log_e, guint n, double share, gboolean *alarmed)
{
	double lowest = n > 0 ? threshold(log_e, n, share) : NAN;
	guint count = 0;

	for (guint i = 0; i < n; i++) {
		alarmed[i] = log_e[i] >= lowest; /* never, beside a NAN */
		count += alarmed[i];
	}
	return count;
}
