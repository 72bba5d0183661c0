/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pooled autocorrelation against a dense restricted likelihood, and its bias to the
 * cautious side. */
#include "stats/watch-internal.h"

#include "oracle.h"
#include "tests/harness.h"

#define WEEKS 52

static const guint season[] = {0, 1, 2, 3, 4, 5, 6};

static void design_of(const double *value, struct onset_design *design)
{
	struct onset_axis axis = {WEEKS, 0, -1};
	struct onset_series series = {value, NULL, 0};

	assert_true(onset_design_init_full(design, &series, &axis));
}

static double pooled(double *const *value, guint n)
{
	g_autofree struct onset_design *designs = g_new(struct onset_design, n);

	for (guint s = 0; s < n; s++)
		design_of(value[s], &designs[s]);
	double rho = watch_autocorrelation(designs, n);
	for (guint s = 0; s < n; s++)
		onset_design_clear(&designs[s]);
	return rho;
}

/* Sum of the dense evidences, less the prior that the oracle adds. */
static double dense(double *const *value, guint n)
{
	double log_p[18] = {0}, top = -INFINITY, total = 0, below = 0;

	for (guint i = 0; i < 18; i++) {
		for (guint s = 0; s < n; s++)
			log_p[i] += oracle_at(value[s], WEEKS, 0, season, 7, NULL, i * .05, 0,
					      WEEKS - 1)
					    .evidence -
				    log(1.2 - i * .05);
		top = fmax(top, log_p[i]);
	}
	for (guint i = 0; i < 18; i++)
		total += exp(log_p[i] - top);
	for (guint i = 0; i < 18; i++)
		if ((below += exp(log_p[i] - top)) >= .8 * total)
			return fmin(i * .05 + .05, .85);
	return NAN;
}

static void test_equals_dense_oracle(void **state)
{
	for (guint32 seed = 0; seed < 8; seed++) {
		struct seeded_series wanted = {WEEKS, .1 * seed, 1, 0, 0, 1, .1};
		double *value[3];
		for (guint s = 0; s < 3; s++)
			value[s] = seeded_values(&wanted, 10 * seed + s);
		assert_float_equal(pooled(value, 1 + seed % 3), dense(value, 1 + seed % 3),
				   1e-9);
		for (guint s = 0; s < 3; s++)
			g_free(value[s]);
	}
}

/* Four series of a year: rarely below the truth, and not far above. */
static void test_errs_on_the_cautious_side(void **state)
{
	const double truth[] = {0, .3, .6};

	for (guint r = 0; r < G_N_ELEMENTS(truth); r++) {
		struct seeded_series wanted = {WEEKS, truth[r], 1, 0, 0, 1, .08};
		guint below = 0, rounds = 100;
		double mean = 0;
		for (guint32 round = 0; round < rounds; round++) {
			double *value[4];
			for (guint s = 0; s < 4; s++)
				value[s] = seeded_values(&wanted, 1000 * r + 4 * round + s);
			double rho = pooled(value, 4);
			below += rho < truth[r];
			mean += rho / rounds;
			for (guint s = 0; s < 4; s++)
				g_free(value[s]);
		}
		print_message("# rho %.1f: mean %.2f, below in %u of %u\n", truth[r], mean,
			      below, rounds);
		assert_true(below <= 15);
		assert_true(mean < truth[r] + .2);
	}
}

/* Noise that hardly forgets must not count as none: the cap. */
static void test_cap(void **state)
{
	struct seeded_series wanted = {WEEKS, .99, 0, 0, 0, 1, 0};
	double *value[2] = {seeded_values(&wanted, 1), seeded_values(&wanted, 2)};

	assert_float_equal(pooled(value, 2), .85, 1e-12);
	g_free(value[0]);
	g_free(value[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equals_dense_oracle),
		cmocka_unit_test(test_errs_on_the_cautious_side),
		cmocka_unit_test(test_cap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
