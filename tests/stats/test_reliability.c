/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Alpha against values computed by hand, quantiles against printed tables, and the interval
 * against simulated scales of known reliability. */
#include "stats/reliability.h"

#include <math.h>

#include "harness.h"
#include "stats/random.h"

/* Variances of the items 2.5, 1.7 and 2.2, of the sums 17. */
#define BY_HAND (3. / 2 * (1 - 6.4 / 17))
static const double by_hand[] = {2, 3, 3, 4, 4, 5, 3, 3, 4, 5, 6, 5, 6, 5, 7};

static void alpha_is_as_by_hand(void **state)
{
	struct reliability read;

	(void)state;
	reliability_cronbach(by_hand, 5, 3, &read);
	assert_float_equal(read.alpha, BY_HAND, 1e-12);
	assert_int_equal(read.n, 5);
	assert_int_equal(read.k, 3);
	/* F(4, 8): 5.0526 above 2.5 %, 0.1112 below. */
	assert_float_equal(read.low, 1 - (1 - BY_HAND) * 5.0526, 1e-5);
	assert_float_equal(read.high, 1 - (1 - BY_HAND) * .11136, 1e-5);
}

static void alpha_may_be_below_nought(void **state)
{
	const double against[] = {7, 1, 1, 7, 6, 1, 2, 7, 4, 3};
	struct reliability read;

	(void)state;
	reliability_cronbach(against, 5, 2, &read);
	assert_true(read.alpha < 0 && read.low < read.alpha && read.alpha < read.high);
}

static void too_little_is_unknown(void **state)
{
	const double same[] = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
	struct reliability read;

	(void)state;
	reliability_cronbach(by_hand, RELIABILITY_LEAST - 1, 3, &read);
	assert_true(isnan(read.alpha) && isnan(read.low) && isnan(read.high));
	assert_int_equal(read.n, RELIABILITY_LEAST - 1);
	reliability_cronbach(by_hand, 15, 1, &read);
	assert_true(isnan(read.alpha));
	reliability_cronbach(same, 5, 2, &read);
	assert_true(isnan(read.alpha));
	reliability_cronbach(NULL, 0, 0, &read);
	assert_true(isnan(read.alpha));
}

static void quantiles_are_those_of_the_tables(void **state)
{
	(void)state;
	assert_float_equal(reliability_f_quantile(.95, 1, 1), 161.4476, 1e-3);
	assert_float_equal(reliability_f_quantile(.975, 4, 20), 3.5147, 1e-4);
	assert_float_equal(reliability_f_quantile(.95, 5, 10), 3.3258, 1e-4);
	assert_float_equal(reliability_f_quantile(.05, 5, 10), 1 / 4.7351, 1e-5);
	assert_float_equal(reliability_f_quantile(.5, 7, 7), 1, 1e-9);
	assert_float_equal(reliability_f_quantile(.95, 100, 500) *
				   reliability_f_quantile(.05, 500, 100),
			   1, 1e-8);
}

/* Parallel items: each the respondent's own level and noise of the same size, alpha 0.8. */
static void the_interval_holds_the_truth(void **state)
{
	enum { N = 8, K = 4, ROUNDS = 2000 };
	g_autoptr(GRand) random = random_stream(3, "reliability", "feldt");
	double values[N * K];
	guint covered = 0;

	(void)state;
	for (guint round = 0; round < ROUNDS; round++) {
		struct reliability read;
		for (guint i = 0; i < N; i++) {
			double level = random_normal(random);
			for (guint j = 0; j < K; j++)
				values[i * K + j] = level + random_normal(random);
		}
		reliability_cronbach(values, N, K, &read);
		covered += read.low <= .8 && .8 <= read.high;
	}
	assert_in_range(covered, (guint)(.935 * ROUNDS), (guint)(.965 * ROUNDS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alpha_is_as_by_hand),
		cmocka_unit_test(alpha_may_be_below_nought),
		cmocka_unit_test(too_little_is_unknown),
		cmocka_unit_test(quantiles_are_those_of_the_tables),
		cmocka_unit_test(the_interval_holds_the_truth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
