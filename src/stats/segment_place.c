/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading changes out: the trace of the best starts back through a history, and where a change
 * may as well have been, the equal-tailed interval of the discrete posterior of its place, all
 * places alike beforehand. */
#include "stats/segment-internal.h"

#include <math.h>

#define TAIL .05

/* Exponentials below this are nought beside one. */
#define LOG_NOUGHT -40.0

GArray *segment_trace(const gsize *last, gsize n)
{
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(gsize));
	guint count = 0;

	for (gsize end = last[n]; end > 0; end = last[end])
		count++;
	g_array_set_size(changes, count);
	for (gsize end = last[n]; end > 0; end = last[end])
		g_array_index(changes, gsize, --count) = end;
	return changes;
}

static double heaviest(const double *log_weight, gsize n)
{
	double most = -INFINITY;

	for (gsize k = 0; k < n; k++)
		most = MAX(most, log_weight[k]);
	return most;
}

/* Weights on a scale where the heaviest is one; returns their sum. */
static double exponentiate(double *log_weight, gsize n, double most)
{
	double sum = 0;

	for (gsize k = 0; k < n; k++) {
		double below = log_weight[k] - most;
		log_weight[k] = below > LOG_NOUGHT ? exp(below) : 0;
		sum += log_weight[k];
	}
	return sum;
}

static gsize place_of_share(const double *weight, gsize n, double share)
{
	double sum = 0;

	for (gsize k = 0; k + 1 < n; k++) {
		sum += weight[k];
		if (sum >= share)
			return k;
	}
	return n - 1;
}

double segment_interval(double *log_weight, gsize n, gsize first, gsize found, gsize *low,
			gsize *high)
{
	double most = heaviest(log_weight, n);
	double sum = exponentiate(log_weight, n, most);

	*low = MIN(found, first + place_of_share(log_weight, n, TAIL * sum));
	*high = MAX(found, first + place_of_share(log_weight, n, (1 - TAIL) * sum));
	return most + log(sum);
}
