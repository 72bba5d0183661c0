/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time of one onset posterior (8 shapes, 6 coefficients, every week, 8 % of the weeks missing):
 * median of 11 runs in milliseconds, at three and at ten years of weeks; and of a portfolio of
 * 1,000 relationships of six series and three years, cleaned, fitted and fused, on two threads.
 */
#include "calibration/signals.h"

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

#define RELATIONSHIPS 1000
#define THREADS       2

static void judge(gpointer data, gpointer user_data)
{
	struct signals *signals = data;
	struct onset_axis axis = {signals->weeks, signals->first_week_of_year, -1};
	struct onset_grid grids[SIGNALS_MOST];
	struct onset_posterior posterior;

	for (guint i = 0; i < signals->n; i++) {
		struct onset_series series = signals_series(signals, i);
		onset_robustify(signals->value[i], &series, &axis);
		onset_grid_compute(&series, &axis, &grids[i]);
	}
	onset_fuse(grids, signals->n, &axis, &posterior);
	onset_posterior_clear(&posterior);
	for (guint i = 0; i < signals->n; i++)
		onset_grid_clear(&grids[i]);
}

static void measure_portfolio(void)
{
	const struct signal_plan plan = {.scenario = SCENARIO_DRIFT,
					 .loss = 1.5,
					 .rho = .3,
					 .weeks = 156,
					 .signals = 6,
					 .onset_from = 46,
					 .onset_to = 117};
	g_autofree struct signals *all = g_new(struct signals, RELATIONSHIPS);

	for (guint i = 0; i < RELATIONSHIPS; i++)
		signals_draw(&plan, 1, i, &all[i]);
	gint64 start = g_get_monotonic_time();
	GThreadPool *pool = g_thread_pool_new(judge, NULL, THREADS, TRUE, NULL);
	for (guint i = 0; i < RELATIONSHIPS; i++)
		g_thread_pool_push(pool, &all[i], NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
	printf("%u relationships of %u series, %u weeks, %u threads: %.2f s\n", RELATIONSHIPS,
	       plan.signals, plan.weeks, THREADS,
	       (g_get_monotonic_time() - start) / (double)G_USEC_PER_SEC);
	for (guint i = 0; i < RELATIONSHIPS; i++)
		signals_clear(&all[i]);
}

int main(void)
{
	measure(156);
	measure(500);
	measure_portfolio();
	return EXIT_SUCCESS;
}
