/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time of one onset posterior (8 shapes, 6 coefficients, every week, 8 % of the weeks missing):
 * median of 11 runs in milliseconds, at three and at ten years of weeks. */
#include "stats/onset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define RUNS 11

static int compare(const void *a, const void *b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	return (x > y) - (x < y);
}

static double *noise(guint weeks)
{
	GRand *random = g_rand_new_with_seed(1);
	double *value = g_new(double, weeks);

	for (guint t = 0; t < weeks; t++) {
		value[t] = 0;
		for (guint i = 0; i < 12; i++)
			value[t] += g_rand_double(random) - .5;
		value[t] -= t > weeks / 2 ? fmin((t - weeks / 2) / 52.0, 1) : 0;
		if (g_rand_double(random) < .08)
			value[t] = NAN;
	}
	g_rand_free(random);
	return value;
}

static void measure(guint weeks)
{
	g_autofree double *value = noise(weeks);
	struct onset_series series = {value, NULL, 0};
	struct onset_axis axis = {weeks, 0, -1};
	gint64 took[RUNS];
	double probability = 0;

	for (guint run = 0; run < RUNS; run++) {
		struct onset_grid grid;
		struct onset_posterior posterior;
		gint64 start = g_get_monotonic_time();
		onset_grid_compute(&series, &axis, &grid);
		onset_fuse(&grid, 1, &axis, &posterior);
		took[run] = g_get_monotonic_time() - start;
		probability = posterior.probability;
		onset_grid_clear(&grid);
		onset_posterior_clear(&posterior);
	}
	qsort(took, RUNS, sizeof *took, compare);
	printf("onset posterior, %u weeks: %.2f ms (P %.3f)\n", weeks, took[RUNS / 2] / 1e3,
	       probability);
}

int main(void)
{
	measure(156);
	measure(500);
	return EXIT_SUCCESS;
}
