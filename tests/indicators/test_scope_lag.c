/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A company that grows, counted by hand: 25 people when the contract began, 40 after 31 months.
 * And how people write such numbers. */
#include "analysis/timelines.h"

#include "harness.h"
#include "indicators/scope_lag.h"
#include "model/company_fact.h"

#define WEEKS         140u
#define DAYS_OF_MONTH (365.25 / 12)

static struct timeline *covered(void)
{
	struct timeline *timeline = g_new0(struct timeline, 1);

	timeline->name = "acme / infonet";
	timeline->zone = g_time_zone_new_utc();
	timeline->as_of_ms = made_monday(WEEKS) * CALENDAR_DAY_MS - 1;
	timeline->mail = made_coverage(WEEKS);
	return timeline;
}

static void act(struct timeline *timeline, guint week)
{
	timeline->acts = g_renew(struct timeline_act, timeline->acts, timeline->n_acts + 1);
	timeline->acts[timeline->n_acts++] = (struct timeline_act){made_monday(week), 1};
}

static struct series lag_of(const struct timeline *timeline)
{
	struct series series;

	indicator_scope_lag.compute(timeline, SIDE_NONE, &series);
	assert_int_equal(series.n_weeks, WEEKS);
	return series;
}

/* The Sunday of week `week`, in months since the Monday of week `since`. */
static double months(guint week, guint since)
{
	return ((week - since) * 7 + 6) / DAYS_OF_MONTH;
}

static void growth_counts_by_the_month(void **state)
{
	g_autoptr(timeline_auto) timeline = covered();

	act(timeline, 2);
	made_fact(timeline, 0, "headcount", "25");
	made_fact(timeline, 50, "headcount", "env. 30 personnes");
	made_fact(timeline, 100, "headcount", "40");
	struct series series = lag_of(timeline);
	assert_int_equal(series.week[0].state, WEEK_EMPTY); /* no contract yet */
	assert_float_equal(series.week[10].value, 0, 0);
	assert_float_equal(series.week[60].value, .2 * months(60, 2), 1e-9);
	assert_float_equal(series.week[139].value, .6 * months(139, 2), 1e-9);
	assert_float_equal(series.week[139].n, 1, 0);
	series_clear(&series);
}

static void an_amendment_follows(void **state)
{
	g_autoptr(timeline_auto) timeline = covered();

	act(timeline, 2);
	act(timeline, 110);
	made_fact(timeline, 0, "headcount", "25");
	made_fact(timeline, 100, "headcount", "40");
	struct series series = lag_of(timeline);
	assert_true(series.week[109].value > 3);
	assert_float_equal(series.week[110].value, 0, 0);
	assert_float_equal(series.week[139].value, 0, 0);
	series_clear(&series);
}

static void what_the_contract_says_comes_first(void **state)
{
	g_autoptr(timeline_auto) timeline = covered();
	struct scope_lag lag;

	made_fact(timeline, 0, "contract_headcount", "20");
	made_fact(timeline, 10, "headcount", "30");
	assert_true(scope_lag_worst(timeline, made_monday(130), &lag));
	assert_string_equal(lag.fact, "headcount");
	assert_float_equal(lag.then, 20, 0);
	assert_float_equal(lag.now, 30, 0);
	assert_int_equal(lag.since, made_monday(0));
	assert_float_equal(lag.lag, .5 * 130 * 7 / DAYS_OF_MONTH, 1e-9);
}

static void the_worst_fact_counts(void **state)
{
	g_autoptr(timeline_auto) timeline = covered();
	struct scope_lag lag;

	act(timeline, 0);
	made_fact(timeline, 0, "headcount", "100");
	made_fact(timeline, 0, "systems", "100");
	made_fact(timeline, 90, "systems", "109"); /* no contract is made to the head */
	made_fact(timeline, 0, "remote_share", "10 %");
	made_fact(timeline, 0, "sites", "1");
	made_fact(timeline, 20, "headcount", "90"); /* shrank: it pays for more */
	made_fact(timeline, 20, "remote_share", "0.5");
	made_fact(timeline, 20, "sites", "one more"); /* no number: not known */
	assert_true(scope_lag_worst(timeline, made_monday(100), &lag));
	assert_string_equal(lag.fact, "remote_share");
	assert_float_equal(lag.lag, .4 * 700 / DAYS_OF_MONTH, 1e-9);
	assert_int_equal(lag.known, 4);
}

static void without_a_contract_nothing_is_known(void **state)
{
	g_autoptr(timeline_auto) timeline = covered();
	struct scope_lag lag;

	made_fact(timeline, 0, "headcount", "25");
	made_fact(timeline, 100, "headcount", "40");
	assert_false(scope_lag_worst(timeline, made_monday(139), &lag));
	act(timeline, 20); /* no value was told within half a year of it but the one before */
	assert_true(scope_lag_worst(timeline, made_monday(139), &lag));
	assert_float_equal(lag.then, 25, 0);
}

static void numbers_as_people_write_them(void **state)
{
	static const struct {
		const char *fact, *value;
		enum fact_reading reading;
		double number;
	} cases[] = {
		{"headcount", "120", FACT_NUMBER, 120},
		{"headcount", "1 200 personnes", FACT_NUMBER, 1200},
		{"headcount", "1\u202f200", FACT_NUMBER, 1200},
		{"headcount", "1,200", FACT_NUMBER, 1200},
		{"headcount", "1.200", FACT_NUMBER, 1200},
		{"headcount", "37,5", FACT_NUMBER, 37.5},
		{"contract_headcount", "~ 40 people", FACT_NUMBER, 40},
		{"headcount", "-3", FACT_ABSURD, 0},
		{"headcount", "0", FACT_ABSURD, 0},
		{"headcount", "1000000000", FACT_ABSURD, 0},
		{"headcount", "99999999999999999999999", FACT_ABSURD, 0},
		{"headcount", "40 (5 apprentices)", FACT_ABSURD, 0},
		{"headcount", "many", FACT_ABSURD, 0},
		{"headcount", NULL, FACT_ABSURD, 0},
		{"remote_share", "40 %", FACT_NUMBER, .4},
		{"remote_share", "0,4", FACT_NUMBER, .4},
		{"remote_share", "33.333 %", FACT_NUMBER, .33333},
		{"remote_share", "300 %", FACT_ABSURD, 0},
		{"regulation", "NIS2", FACT_IN_WORDS, 0},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		double number = 0;
		assert_int_equal(company_fact_read(cases[i].fact, cases[i].value, &number),
				 cases[i].reading);
		assert_float_equal(number, cases[i].number, 1e-9);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(growth_counts_by_the_month),
		cmocka_unit_test(an_amendment_follows),
		cmocka_unit_test(what_the_contract_says_comes_first),
		cmocka_unit_test(the_worst_fact_counts),
		cmocka_unit_test(without_a_contract_nothing_is_known),
		cmocka_unit_test(numbers_as_people_write_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
