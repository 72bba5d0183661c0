/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* expectation_gap on a ledger counted by hand: too few, written later, failing, and the sides
 * apart. */
#include "sketch.h"

#define WEEKS 20

static void expect(struct timeline *timeline, const char *day, enum side side, guint weight,
		   const char *written, const char *failing)
{
	struct timeline_expectation one = {
		.event = timeline->n_expectations + 1,
		.day = sketch_day(day),
		.side = side,
		.weight = weight,
		.life = {written != NULL ? sketch_day(written) : CONTRACT_NO_DAY,
			 failing != NULL ? sketch_day(failing) : CONTRACT_NO_DAY, FALSE},
	};

	one.at_ms = calendar_ms_of_day(one.day, timeline->zone);
	timeline->expectations = g_renew(struct timeline_expectation, timeline->expectations,
					 timeline->n_expectations + 1);
	timeline->expectations[timeline->n_expectations++] = one;
}

/* Weeks from Monday 2024-01-01 on. */
static struct timeline *draw(enum side side)
{
	struct timeline *timeline = sketch_new("2024-01-01", WEEKS);

	expect(timeline, "2024-01-01", side, 5, "2024-01-17", NULL);
	expect(timeline, "2024-01-02", side, 3, NULL, NULL);
	expect(timeline, "2024-01-08", side, 2, "2023-01-01", "2024-02-05");
	expect(timeline, "2024-01-09", side_other(side), 4, NULL, NULL);
	return timeline;
}

static void check(const struct series *series)
{
	assert_int_equal(series->n_weeks, WEEKS);
	assert_int_equal(series->week[0].state, WEEK_EMPTY);
	assert_float_equal(series->week[0].n, 2, 0);
	assert_float_equal(series->week[1].value, .8, 1e-12);  /* 5 + 3 of 10 */
	assert_float_equal(series->week[2].value, .3, 1e-12);  /* the first is written */
	assert_float_equal(series->week[4].value, .3, 1e-12);  /* until Sunday 4 February */
	assert_float_equal(series->week[5].value, .5, 1e-12);  /* the third fails */
	assert_float_equal(series->week[19].value, .5, 1e-12); /* and goes on */
	assert_float_equal(series->week[19].n, 3, 0);
	assert_int_equal(series->week[19].event_count, 3);
}

static void test_by_hand(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw(side);
		struct series series;
		indicator_expectation_gap.compute(timeline, side, &series);
		check(&series);
		series_clear(&series);
		indicator_expectation_gap.compute(timeline, side_other(side), &series);
		for (guint i = 0; i < series.n_weeks; i++)
			assert_int_equal(series.week[i].state, WEEK_EMPTY);
		series_clear(&series);
	}
}

static void test_no_ledger(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", WEEKS);
	struct series series;

	indicator_expectation_gap.compute(timeline, SIDE_CLIENT, &series);
	for (guint i = 0; i < series.n_weeks; i++)
		assert_int_equal(series.week[i].state, WEEK_EMPTY);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_no_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
