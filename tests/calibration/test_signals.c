/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The simulated signals are what their header says: seeded, as noisy and as correlated as
 * planned, with the loss, the gap, the migration and the growth in the right place. */
#include "calibration/signals.h"

#include <math.h>
#include <string.h>

#include "harness.h"

#define WEEKS 156

static const struct signal_plan quiet = {.scenario = SCENARIO_NULL,
					 .rho = .3,
					 .weeks = WEEKS,
					 .signals = 6,
					 .onset_from = 60,
					 .onset_to = 90};

static void test_same_seed_same_signals(void **state)
{
	struct signals one, two, other;

	signals_draw(&quiet, 1, 7, &one);
	signals_draw(&quiet, 1, 7, &two);
	signals_draw(&quiet, 1, 8, &other);
	assert_int_equal(one.onset, two.onset);
	for (guint i = 0; i < one.n; i++)
		assert_memory_equal(one.value[i], two.value[i], WEEKS * sizeof(double));
	assert_memory_not_equal(one.value[0], other.value[0], WEEKS * sizeof(double));
	signals_clear(&one);
	signals_clear(&two);
	signals_clear(&other);
}

struct moments {
	double mean, variance, lagged;
	guint n;
};

/* Of the differences to the value two years of noise apart would share: plain moments. */
static void add_moments(const double *value, guint from, guint to, struct moments *moments)
{
	for (guint week = from; week < to; week++) {
		if (!isfinite(value[week]))
			continue;
		moments->mean += value[week];
		moments->variance += value[week] * value[week];
		moments->n++;
	}
}

static struct moments moments_of(const struct signal_plan *plan, guint signal, guint from,
				 guint to)
{
	struct moments moments = {0};

	for (guint number = 0; number < 60; number++) {
		struct signals signals;
		signals_draw(plan, 1, number, &signals);
		add_moments(signals.value[signal], from, to, &moments);
		signals_clear(&signals);
	}
	moments.mean /= moments.n;
	moments.variance = moments.variance / moments.n - moments.mean * moments.mean;
	return moments;
}

/* All six signals fall; a loss of 2 lowers an affected one by about 2 of its own units (1 on
 * the scale of durations, whose noise is half as wide). */
static void test_step_lowers_the_affected(void **state)
{
	static const double unit[] = {1, 1, .5};
	struct signal_plan plan = quiet;

	plan.scenario = SCENARIO_STEP;
	plan.loss = 2;
	plan.onset_from = 75;
	plan.onset_to = 76;
	for (guint signal = 0; signal < 6; signal++) {
		/* Whole years before and after, so that the season drops out. */
		double before = moments_of(&plan, signal, 22, 74).mean;
		double after = moments_of(&plan, signal, 90, 142).mean;
		double loss = (before - after) / unit[signal % 3];
		print_message("# signal %u: loses %.2f\n", signal, loss);
		assert_true(signal < 4 ? loss > 1.5 && loss < 2.3 : fabs(loss) < .3);
	}
}

static void test_missing_and_gap(void **state)
{
	struct signal_plan plan = quiet;
	guint missing = 0, quarter = 0;

	plan.disturbance = DISTURBANCE_GAP;
	for (guint number = 0; number < 20; number++) {
		struct signals signals;
		guint run = 0, longest = 0;
		signals_draw(&plan, 1, number, &signals);
		for (guint week = 0; week < WEEKS; week++) {
			bool nobody = true;
			for (guint i = 0; i < signals.n; i++)
				nobody = nobody && isnan(signals.value[i][week]);
			run = nobody ? run + 1 : 0;
			longest = MAX(longest, run);
			missing += isnan(signals.value[0][week]);
		}
		quarter += longest == 13;
		signals_clear(&signals);
	}
	assert_int_equal(quarter, 20);
	/* 8 % of the weeks outside the gap, and the gap. */
	assert_true(missing > 20 * (13 + 143 * .05) && missing < 20 * (13 + 143 * .11));
}

static void test_migration_is_declared(void **state)
{
	struct signal_plan plan = quiet;
	struct signals signals;

	plan.disturbance = DISTURBANCE_MIGRATION;
	signals_draw(&plan, 1, 3, &signals);
	for (guint i = 0; i < signals.n; i++) {
		struct onset_series series = signals_series(&signals, i);
		assert_int_equal(series.n_covariates, i % 3 == 2);
		if (series.n_covariates == 0)
			continue;
		assert_float_equal(series.covariate[0][0], 0, 0);
		assert_float_equal(series.covariate[0][WEEKS - 1], 1, 0);
	}
	signals_clear(&signals);
}

/* The company doubles, its rates do not move: first year against last. */
static void test_growth_leaves_rates_alone(void **state)
{
	struct signal_plan plan = quiet;

	plan.disturbance = DISTURBANCE_GROWTH;
	for (guint signal = 0; signal < 3; signal++) {
		double first = moments_of(&plan, signal, 0, 52).mean;
		double last = moments_of(&plan, signal, 104, 156).mean;
		assert_float_equal(first, last, .25);
	}
}

static void test_long_memory_wanders(void **state)
{
	struct signal_plan plan = quiet;
	double year[2] = {0};

	/* Spread of yearly means, beside AR(1) noise of the same variance a week. */
	for (guint long_memory = 0; long_memory < 2; long_memory++) {
		plan.disturbance = long_memory ? DISTURBANCE_LONG_MEMORY : DISTURBANCE_NONE;
		plan.rho = 0;
		for (guint number = 0; number < 80; number++) {
			struct moments first = {0}, last = {0};
			struct signals signals;
			signals_draw(&plan, 2, number, &signals);
			add_moments(signals.value[0], 0, 52, &first);
			add_moments(signals.value[0], 104, 156, &last);
			double change = first.mean / first.n - last.mean / last.n;
			year[long_memory] += change * change;
			signals_clear(&signals);
		}
	}
	assert_true(year[1] > 1.5 * year[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_seed_same_signals),
		cmocka_unit_test(test_step_lowers_the_affected),
		cmocka_unit_test(test_missing_and_gap),
		cmocka_unit_test(test_migration_is_declared),
		cmocka_unit_test(test_growth_leaves_rates_alone),
		cmocka_unit_test(test_long_memory_wanders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
