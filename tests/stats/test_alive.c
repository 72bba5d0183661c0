/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* P(alive) against the published example, its likelihood against simulation and integration,
 * its parameters and its calibration against simulated truth. */
#include "stats/alive.h"

#include <math.h>

#include "harness.h"
#include "stats/random.h"

/* Estimates of Fader, Hardie and Lee (2005) on the CDNOW sample, weeks. */
static const struct alive_model cdnow = {.r = .243, .alpha = 4.414, .a = .793, .b = 2.426};

/* Gamma of any shape by Marsaglia and Tsang (2000). */
static double draw_gamma(GRand *random, double shape)
{
	double boost = 1;

	if (shape < 1) {
		boost = pow(1 - g_rand_double(random), 1 / shape);
		shape += 1;
	}
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
	for (;;) {
		double x = random_normal(random), v = pow(1 + c * x, 3);
		if (v > 0 &&
		    log(1 - g_rand_double(random)) < x * x / 2 + d - d * v + d * log(v))
			return boost * d * v;
	}
}

struct drawn {
	struct alive_history history;
	bool alive;
};

static struct drawn draw(GRand *random, const struct alive_model *m, double age)
{
	double rate = draw_gamma(random, m->r) / m->alpha;
	double x = draw_gamma(random, m->a), y = draw_gamma(random, m->b);
	double stops = x / (x + y), now = 0;
	struct drawn drawn = {{0, 0, age}, true};

	for (;;) {
		now -= log(1 - g_rand_double(random)) / rate;
		if (!(now <= age))
			return drawn;
		drawn.history.repeats++;
		drawn.history.last = now;
		if (random_chance(random, stops)) {
			drawn.alive = false;
			return drawn;
		}
	}
}

static void test_published_example(void **state)
{
	/* Customer 1 of the sample: two repeats, the last in week 30.43 of 38.86. */
	struct alive_history history = {2, 30.43, 38.86};
	/* By hand: a / (b + 1) ((alpha + T) / (alpha + t))^(r + 2) = .2315 x 1.6258. */
	assert_float_equal(alive_probability(&cdnow, &history), .7266, 5e-4);
	assert_float_equal(alive_probability(&cdnow, &(struct alive_history){0, 0, 38.86}), 1,
			   0);
}

/* The likelihood of "no repeat" is (alpha / (alpha + T))^r; those of all patterns sum to 1:
 * the chance of no repeat by simulation. */
static void test_likelihood_of_silence(void **state)
{
	GRand *random = g_rand_new_with_seed(1);
	guint silent = 0, n = 20000;

	for (guint i = 0; i < n; i++)
		silent += draw(random, &cdnow, 39).history.repeats == 0;
	double expected = exp(alive_log_likelihood(&cdnow, &(struct alive_history){0, 0, 39}));
	assert_float_equal(expected, pow(4.414 / (4.414 + 39), .243), 1e-12);
	assert_float_equal(silent / (double)n, expected, .012);
	g_rand_free(random);
}

/* One repeat, at t within the age: integrating over t gives the chance of exactly one. */
static void test_likelihood_integrates(void **state)
{
	GRand *random = g_rand_new_with_seed(2);
	guint once = 0, n = 40000, steps = 4000;
	double sum = 0;

	for (guint i = 0; i < n; i++)
		once += draw(random, &cdnow, 39).history.repeats == 1;
	for (guint i = 0; i < steps; i++) {
		struct alive_history history = {1, 39 * (i + .5) / steps, 39};
		sum += exp(alive_log_likelihood(&cdnow, &history)) * 39 / steps;
	}
	assert_float_equal(once / (double)n, sum, .008);
	g_rand_free(random);
}

/* A colleague's habits: a few mails a week, seldom the last one. */
static const struct alive_model office = {.r = 1.5, .alpha = .8, .a = .6, .b = 60};

static void test_learns_what_was_drawn(void **state)
{
	GRand *random = g_rand_new_with_seed(3);
	struct alive_history history[800];
	struct alive_model learnt;

	for (guint i = 0; i < G_N_ELEMENTS(history); i++)
		history[i] = draw(random, &office, 100).history;
	alive_learn(history, G_N_ELEMENTS(history), &learnt);
	print_message("# r %.2f alpha %.2f a %.2f b %.1f\n", learnt.r, learnt.alpha, learnt.a,
		      learnt.b);
	assert_float_equal(learnt.r / learnt.alpha, 1.5 / .8, .3);
	assert_float_equal(learnt.a / (learnt.a + learnt.b), .6 / 60.6, .004);
	assert_false(learnt.prior);
	assert_int_equal(learnt.n, 800);
	g_rand_free(random);
}

/* Of those said to be alive with a probability in a tenth, that share is. */
static void test_probability_is_calibrated(void **state)
{
	GRand *random = g_rand_new_with_seed(4);
	double said[5] = {0}, true_alive[5] = {0};
	guint n[5] = {0};

	for (guint i = 0; i < 20000; i++) {
		struct drawn drawn = draw(random, &office, 60);
		double p = alive_probability(&office, &drawn.history);
		guint bin = MIN((guint)(p * 5), 4);
		said[bin] += p;
		true_alive[bin] += drawn.alive;
		n[bin]++;
	}
	for (guint bin = 0; bin < 5; bin++)
		if (n[bin] > 100)
			assert_float_equal(said[bin] / n[bin], true_alive[bin] / n[bin],
					   2.5 / sqrt(n[bin]));
	assert_true(n[0] > 100 && n[4] > 100);
	g_rand_free(random);
}

/* The published estimates are found again in customers drawn from them, though the defaults
 * are those of colleagues; and they are the likeliest of their neighbours but for the noise. */
static void test_learns_the_published_model(void **state)
{
	GRand *random = g_rand_new_with_seed(5);
	guint n = 6000;
	struct alive_history *history = g_new(struct alive_history, n);
	struct alive_model learnt;
	double of_learnt = 0, of_truth = 0;

	for (guint i = 0; i < n; i++)
		history[i] = draw(random, &cdnow, 39).history;
	alive_learn(history, n, &learnt);
	for (guint i = 0; i < n; i++) {
		of_learnt += alive_log_likelihood(&learnt, &history[i]);
		of_truth += alive_log_likelihood(&cdnow, &history[i]);
	}
	assert_float_equal(learnt.r, cdnow.r, .03);
	assert_float_equal(learnt.alpha, cdnow.alpha, .8);
	assert_float_equal(learnt.a / (learnt.a + learnt.b), cdnow.a / (cdnow.a + cdnow.b),
			   .03);
	/* Twice the difference is chi-squared with four degrees of freedom. */
	assert_true(of_learnt > of_truth - .5 && of_learnt < of_truth + 9.3);
	g_free(history);
	g_rand_free(random);
}

/* Who wrote just now lives unless that was the last time: 1 / (1 + a / (b + x - 1)). Longer
 * silence, and the same silence of one who wrote more, say less for life. */
static void test_probability_moves_as_it_must(void **state)
{
	for (guint x = 1; x < 3000; x = x * 2 + 1) {
		struct alive_history now = {x, 100, 100};
		double last = 1;
		assert_float_equal(alive_probability(&cdnow, &now),
				   1 / (1 + cdnow.a / (cdnow.b + x - 1)), 1e-12);
		for (double age = 100; age < 1e4; age *= 1.5) {
			double p =
				alive_probability(&cdnow, &(struct alive_history){x, 100, age});
			assert_true(p <= last && p >= 0);
			last = p;
		}
	}
	for (guint x = 2; x < 500; x++)
		assert_true(
			alive_probability(&office, &(struct alive_history){x, 100, 150}) <
			alive_probability(&office, &(struct alive_history){x - 1, 100, 150}) +
				1e-12);
}

static void test_few_and_many(void **state)
{
	struct alive_history heavy = {20000, 520.95, 521}, gone = {20000, 400, 521};
	struct alive_model learnt;

	alive_learn(&heavy, 1, &learnt);
	assert_true(learnt.prior);
	assert_true(alive_probability(&learnt, &heavy) > .9);
	assert_true(alive_probability(&learnt, &gone) < 1e-6);
	assert_true(isfinite(alive_log_likelihood(&learnt, &heavy)));
	alive_learn(NULL, 0, &learnt);
	assert_true(learnt.prior && isfinite(learnt.alpha) && learnt.alpha > 0);
	/* Six alike teach that people stay: someone who pauses for two usual gaps lives. */
	struct alive_history alike[6];
	for (guint i = 0; i < G_N_ELEMENTS(alike); i++)
		alike[i] = (struct alive_history){100 + i, 99.5, 100};
	alive_learn(alike, G_N_ELEMENTS(alike), &learnt);
	assert_false(learnt.prior);
	assert_true(alive_probability(&learnt, &(struct alive_history){100, 98, 100}) > .8);
	assert_true(alive_probability(&learnt, &(struct alive_history){100, 80, 100}) < .01);
}

static void test_silence(void **state)
{
	assert_float_equal(alive_silence(9, 10, 10), 10 * log(2), 1e-12);
	assert_float_equal(alive_silence(9, 10, 0), 0, 0);
	assert_true(isnan(alive_silence(0, 0, 5)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published_example),
		cmocka_unit_test(test_likelihood_of_silence),
		cmocka_unit_test(test_likelihood_integrates),
		cmocka_unit_test(test_learns_what_was_drawn),
		cmocka_unit_test(test_probability_is_calibrated),
		cmocka_unit_test(test_learns_the_published_model),
		cmocka_unit_test(test_probability_moves_as_it_must),
		cmocka_unit_test(test_few_and_many),
		cmocka_unit_test(test_silence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
