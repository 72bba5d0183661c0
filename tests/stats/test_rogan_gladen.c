/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Corrected shares against values computed by hand, and their interval against simulated
 * readers whose error and truth are known, with sentences that come in threads. */
#include "stats/rogan_gladen.h"

#include <math.h>

#include "harness.h"
#include "stats/random.h"

static const struct reader_error reader = {
	.right = .8, .wrong = .1, .n_right = 400, .n_wrong = 600};

static void a_share_is_corrected_as_by_hand(void **state)
{
	const struct score_cluster clusters[] = {{1.0, 4}, {0.5, 2}, {1.2, 4}};
	struct adjusted_share share;

	(void)state;
	assert_true(rogan_gladen(clusters, 3, &reader, &share));
	assert_float_equal(share.observed, .27, 1e-12);
	assert_float_equal(share.value, (.27 - .1) / .7, 1e-12);
	assert_true(share.low <= share.value && share.value <= share.high);
}

static void a_share_stays_within_nought_and_one(void **state)
{
	const struct score_cluster low = {0.2, 10}, high = {9.5, 10};
	struct adjusted_share share;

	(void)state;
	assert_true(rogan_gladen(&low, 1, &reader, &share));
	assert_float_equal(share.value, 0, 0);
	assert_true(rogan_gladen(&high, 1, &reader, &share));
	assert_float_equal(share.value, 1, 0);
}

static void what_is_not_known_gives_nothing(void **state)
{
	const struct score_cluster some = {3, 10}, none = {0, 0};
	const struct reader_error blind = {.25, .1, 400, 400}, untested = {.8, .1, 0, 400};
	struct adjusted_share share = {.value = 7};

	(void)state;
	assert_false(rogan_gladen(&some, 1, &blind, &share));
	assert_false(rogan_gladen(&some, 1, &untested, &share));
	assert_false(rogan_gladen(&none, 1, &reader, &share));
	assert_false(rogan_gladen(NULL, 0, &reader, &share));
	assert_float_equal(share.value, 7, 0);
}

static void the_same_scores_give_the_same_interval(void **state)
{
	const struct score_cluster clusters[] = {{1.0, 4}, {0.5, 2}, {1.2, 4}, {0, 3}};
	struct adjusted_share first, second;

	(void)state;
	assert_true(rogan_gladen(clusters, 4, &reader, &first));
	assert_true(rogan_gladen(clusters, 4, &reader, &second));
	assert_memory_equal(&first, &second, sizeof first);
}

/* ---- simulated months ---- */

#define THREADS   60
#define ROUNDS    400
#define SENTENCES 4 /* of a thread, on the average */

/* A score around `mean`, between nought and one. */
static double draw_score(GRand *random, double mean)
{
	return g_rand_double(random) < mean ? .6 + .4 * g_rand_double(random) * mean
					    : .4 * g_rand_double(random) * mean;
}

static double mean_of_scores(GRand *random, double mean)
{
	double sum = 0;

	for (guint i = 0; i < 200000; i++)
		sum += draw_score(random, mean);
	return sum / 200000;
}

/* Threads differ: each has a share of its own around the true one. */
static void draw_threads(GRand *random, double truth, struct score_cluster *clusters)
{
	for (guint t = 0; t < THREADS; t++) {
		double own = g_rand_double(random) < .5 ? truth * 1.6 : truth * .4;

		clusters[t] =
			(struct score_cluster){.n = 1 + random_poisson(random, SENTENCES - 1)};
		for (guint s = 0; s < clusters[t].n; s++)
			clusters[t].sum +=
				draw_score(random, random_chance(random, own) ? .85 : .1);
	}
}

/* The error as a test of the reader on `cases` of each sort would have measured it. */
static struct reader_error test_reader(GRand *random, guint cases)
{
	struct reader_error measured = {.n_right = cases, .n_wrong = cases};

	for (guint i = 0; i < cases; i++) {
		measured.right += draw_score(random, .85) / cases;
		measured.wrong += draw_score(random, .1) / cases;
	}
	return measured;
}

static void the_interval_holds_the_truth_nine_times_in_ten(void **state)
{
	g_autoptr(GRand) random = random_stream(5, "rogan", "gladen");
	const double truth = .1;
	double raw = 0, corrected = 0;
	guint covered = 0;

	(void)state;
	for (guint round = 0; round < ROUNDS; round++) {
		struct score_cluster clusters[THREADS];
		struct reader_error measured = test_reader(random, 300);
		struct adjusted_share share;

		draw_threads(random, truth, clusters);
		assert_true(rogan_gladen(clusters, THREADS, &measured, &share));
		covered += share.low <= truth && truth <= share.high;
		raw += share.observed / ROUNDS;
		corrected += share.value / ROUNDS;
	}
	assert_in_range(covered, (guint)(.85 * ROUNDS), (guint)(.97 * ROUNDS));
	assert_float_equal(corrected, truth, .01);
	assert_true(fabs(raw - truth) > .02); /* what the correction is for */
	assert_true(mean_of_scores(random, .85) - mean_of_scores(random, .1) > .5);
}

/* The reader's mean error is another with these writers, by a known standard deviation: without
 * it the interval misses, with it it holds. */
static void other_writers_widen_the_interval(void **state)
{
	g_autoptr(GRand) random = random_stream(6, "rogan", "gladen");
	const double truth = .3, spread = .05;
	guint narrow = 0, wide = 0;

	(void)state;
	for (guint round = 0; round < ROUNDS; round++) {
		struct reader_error error = reader;
		double wrong = MAX(reader.wrong + spread * random_normal(random), 0);
		struct score_cluster clusters[THREADS];
		struct adjusted_share share;

		for (guint t = 0; t < THREADS; t++) {
			guint right = 0;

			for (guint i = 0; i < 10; i++)
				right += random_chance(random, truth);
			clusters[t] = (struct score_cluster){
				.n = 10, .sum = right * reader.right + (10 - right) * wrong};
		}
		assert_true(rogan_gladen(clusters, THREADS, &error, &share));
		narrow += share.low <= truth && truth <= share.high;
		error.wrong_spread = spread;
		assert_true(rogan_gladen(clusters, THREADS, &error, &share));
		wide += share.low <= truth && truth <= share.high;
	}
	assert_true(narrow < .75 * ROUNDS);
	assert_in_range(wide, (guint)(.85 * ROUNDS), (guint)(.97 * ROUNDS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_is_corrected_as_by_hand),
		cmocka_unit_test(a_share_stays_within_nought_and_one),
		cmocka_unit_test(what_is_not_known_gives_nothing),
		cmocka_unit_test(the_same_scores_give_the_same_interval),
		cmocka_unit_test(the_interval_holds_the_truth_nine_times_in_ten),
		cmocka_unit_test(other_writers_widen_the_interval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
