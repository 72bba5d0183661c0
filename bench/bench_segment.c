/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time of the segmentation, and memory beyond its input: the consensus up to its longest
 * history, functional pruning alone and the whole answer beyond, with a change every so many
 * points and with none. One line a measurement: what, points, points between changes (0: none),
 * median milliseconds of five runs, kilobytes, changes. `bench_segment POINTS EVERY` prints the
 * series itself, for its peers. */
#include "stats/segment.h"

#include "stats/random.h"
#include "stats/segment-internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUNS 5

/* Noise of deviation 1, levels of deviation 2. */
static double *draw(gsize n, gsize every)
{
	GRand *random = random_stream(1, "bench", "segment");
	double *value = g_new(double, n);
	double level = 0;

	for (gsize k = 0; k < n; k++) {
		if (every > 0 && k % every == 0)
			level = 2 * random_normal(random);
		value[k] = level + random_normal(random);
	}
	g_rand_free(random);
	return value;
}

static GArray *prune(const double *value, gsize n)
{
	return segment_fpop(value, n, 2 * log((double)n));
}

struct subject {
	const char *name;
	GArray *(*run)(const double *value, gsize n);
};

static int compare(const void *a, const void *b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	return (x > y) - (x < y);
}

static long peak_kilobytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void measure(const struct subject *subject, gsize n, gsize every)
{
	g_autofree double *value = draw(n, every);
	long before = peak_kilobytes();
	gint64 took[RUNS];
	guint found = 0;

	for (guint run = 0; run < RUNS; run++) {
		gint64 start = g_get_monotonic_time();
		g_autoptr(GArray) changes = subject->run(value, n);
		took[run] = g_get_monotonic_time() - start;
		found = changes->len;
	}
	qsort(took, RUNS, sizeof *took, compare);
	printf("%s %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %.2f %ld %u\n", subject->name, n,
	       every, (double)took[RUNS / 2] / 1e3, peak_kilobytes() - before, found);
}

/* Each in a process of its own, so that one's memory is not another's. */
static void measure_apart(const struct subject *subject, gsize n, gsize every)
{
	fflush(stdout);
	pid_t child = fork();

	if (child == 0) {
		measure(subject, n, every);
		fflush(stdout);
		_exit(EXIT_SUCCESS);
	}
	if (child > 0)
		waitpid(child, NULL, 0);
}

static void measure_all(void)
{
	static const struct subject whole = {"segment", segment_find}, fpop = {"fpop", prune};
	static const gsize lengths[] = {156,   500,    SEGMENT_CONSENSUS_MOST,
					10000, 100000, 1000000};

	for (guint i = 0; i < G_N_ELEMENTS(lengths); i++)
		for (gsize every = 0; every <= 500; every += 500) {
			gsize n = lengths[i];
			measure_apart(&whole, n, n < 1000 ? every / 5 : every);
			if (n > SEGMENT_CONSENSUS_MOST)
				measure_apart(&fpop, n, every);
		}
}

static void print_series(gsize n, gsize every)
{
	g_autofree double *value = draw(n, every);

	for (gsize k = 0; k < n; k++)
		printf("%.17g\n", value[k]);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		print_series(g_ascii_strtoull(argv[1], NULL, 10),
			     g_ascii_strtoull(argv[2], NULL, 10));
	else
		measure_all();
	return EXIT_SUCCESS;
}
