/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Each draw takes as many clusters as there are, with replacement, and an error of the reader
 * that its test allows: a mean of scores varies at most as a share of as many cases, so that
 * the normal draws are on the wide side; and it varies with the writer besides. */
#include "stats/rogan_gladen.h"

#include <math.h>
#include <stdlib.h>

#include "stats/random.h"

#define TAIL 0.05 /* of the draws, left out at each end */

static double correct(double observed, double right, double wrong)
{
	return CLAMP((observed - wrong) / (right - wrong), 0, 1);
}

static bool mean_score(const struct score_cluster *clusters, guint count, double *mean)
{
	double sum = 0, n = 0;

	for (guint i = 0; i < count; i++) {
		sum += clusters[i].sum;
		n += clusters[i].n;
	}
	*mean = sum / n;
	return n > 0;
}

static double draw_mean(GRand *random, const struct score_cluster *clusters, guint count)
{
	double sum = 0, n = 0;

	for (guint i = 0; i < count; i++) {
		const struct score_cluster *drawn =
			&clusters[g_rand_int_range(random, 0, (gint32)count)];

		sum += drawn->sum;
		n += drawn->n;
	}
	return n > 0 ? sum / n : 0;
}

static double draw_rate(GRand *random, double rate, double spread, guint cases)
{
	double error = sqrt(rate * (1 - rate) / cases + spread * spread);

	return CLAMP(rate + error * random_normal(random), 0, 1);
}

/* A drawn error that no longer tells the one from the other is drawn again: the reader is known
 * to tell them. */
static double draw_share(GRand *random, const struct score_cluster *clusters, guint count,
			 const struct reader_error *error)
{
	double right, wrong;

	do {
		right = draw_rate(random, error->right, error->right_spread, error->n_right);
		wrong = draw_rate(random, error->wrong, error->wrong_spread, error->n_wrong);
	} while (right - wrong < ROGAN_GLADEN_LEAST / 2);
	return correct(draw_mean(random, clusters, count), right, wrong);
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

bool rogan_gladen(const struct score_cluster *clusters, guint count,
		  const struct reader_error *error, struct adjusted_share *out)
{
	double draws[ROGAN_GLADEN_DRAWS], observed;
	g_autoptr(GRand) random = NULL;

	if (error->n_right == 0 || error->n_wrong == 0 ||
	    error->right - error->wrong < ROGAN_GLADEN_LEAST ||
	    !mean_score(clusters, count, &observed))
		return false;
	random = random_stream(count, "share", "bootstrap");
	for (guint i = 0; i < ROGAN_GLADEN_DRAWS; i++)
		draws[i] = draw_share(random, clusters, count, error);
	qsort(draws, ROGAN_GLADEN_DRAWS, sizeof draws[0], compare_doubles);
	*out = (struct adjusted_share){
		.observed = observed,
		.value = correct(observed, error->right, error->wrong),
		.low = draws[(guint)(TAIL * ROGAN_GLADEN_DRAWS)],
		.high = draws[ROGAN_GLADEN_DRAWS - 1 - (guint)(TAIL * ROGAN_GLADEN_DRAWS)],
	};
	return true;
}
