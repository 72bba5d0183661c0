/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Normal by the polar method (Marsaglia and Bray 1964), Poisson by products of uniforms (Knuth,
 * The Art of Computer Programming 2, 3.4.1), good for the small means met here. */
#include "stats/random.h"

#include <math.h>

#define POISSON_MEAN_MOST 500.0

GRand *random_stream(guint64 seed, const char *subject, const char *concern)
{
	guint32 words[] = {(guint32)seed, (guint32)(seed >> 32), g_str_hash(subject),
			   g_str_hash(concern)};

	return g_rand_new_with_seed_array(words, G_N_ELEMENTS(words));
}

bool random_chance(GRand *random, double probability)
{
	return g_rand_double(random) < probability;
}

double random_normal(GRand *random)
{
	double x, y, square;

	do {
		x = 2 * g_rand_double(random) - 1;
		y = 2 * g_rand_double(random) - 1;
		square = x * x + y * y;
	} while (square >= 1 || square <= 0);
	return x * sqrt(-2 * log(square) / square);
}

guint random_poisson(GRand *random, double mean)
{
	double limit = exp(-MIN(mean, POISSON_MEAN_MOST));
	double product = g_rand_double(random);
	guint count = 0;

	while (product > limit) {
		product *= g_rand_double(random);
		count++;
	}
	return count;
}

double random_log_normal(GRand *random, double median, double sigma)
{
	return median * exp(sigma * random_normal(random));
}

guint random_weighted(GRand *random, const double *weights, guint count)
{
	double total = 0, drawn;

	for (guint i = 0; i < count; i++)
		total += weights[i];
	drawn = g_rand_double(random) * total;
	for (guint i = 0; i < count; i++) {
		drawn -= weights[i];
		if (drawn < 0 && weights[i] > 0)
			return i;
	}
	for (guint i = count; i > 0; i--)
		if (weights[i - 1] > 0)
			return i - 1;
	return 0;
}
