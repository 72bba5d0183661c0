/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The shares of language on weeks worked out by hand: what is counted, what weighs, and where a
 * month holds too little to say anything. */
#include "indicators/stance_share.h"

#include "sketch.h"

#define WEEKS 8

/* An answer of the provider to what was questioned; borrowed until the next one is drawn. */
static struct timeline_message *draw_answer(struct timeline *timeline, const char *when,
					    double sentences, double defensive)
{
	struct timeline_message *answer =
		sketch_reply(timeline, when, SIDE_PROVIDER, timeline->n_threads++);

	answer->questioned = TRUE;
	answer->sentences = (float)sentences;
	answer->defensive = (float)defensive;
	answer->supportive = (float)(sentences - defensive) / 2;
	answer->explanations = 1;
	return answer;
}

static void draw_many(struct timeline *timeline, const char *day, guint count)
{
	for (guint i = 0; i < count; i++) {
		g_autofree char *when =
			g_strdup_printf("%s %02u:%02u", day, 9 + i / 60, i % 60);
		draw_answer(timeline, when, 2, .5);
	}
}

static void test_long_answers_weigh_more(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", WEEKS);

	draw_many(timeline, "2024-03-05", STANCE_MONTH_LEAST - 1);
	draw_answer(timeline, "2024-03-06 09:00", 28, 14);
	struct series defensive =
		sketch_measure(timeline, &indicator_defensive_share, SIDE_PROVIDER);
	struct series solution =
		sketch_measure(timeline, &indicator_solution_share, SIDE_PROVIDER);
	struct series explanation =
		sketch_measure(timeline, &indicator_explanation_share, SIDE_PROVIDER);
	/* 36 answers of two sentences with .5 in all, one of 28 with 14: 32 of 100. */
	assert_int_equal(defensive.week[0].state, WEEK_OBSERVED);
	assert_float_equal(defensive.week[0].n, STANCE_MONTH_LEAST, 0);
	assert_float_equal(defensive.week[0].value, .32, 1e-6);
	assert_float_equal(solution.week[0].value, .34, 1e-6);
	assert_float_equal(explanation.week[0].value, .37, 1e-6);
	series_clear(&defensive);
	series_clear(&solution);
	series_clear(&explanation);
}

static void test_only_where_conduct_was_questioned(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", WEEKS);

	draw_many(timeline, "2024-03-05", STANCE_MONTH_LEAST);
	draw_answer(timeline, "2024-03-06 09:00", 9, 9)->questioned = FALSE;
	draw_answer(timeline, "2024-03-06 09:00", 9, 9)->automatic = AUTOMATIC_AUTO_REPLY;
	draw_answer(timeline, "2024-03-06 09:00", 9, 9)->side = SIDE_CLIENT;
	draw_answer(timeline, "2024-03-06 09:00", 0, 0);
	struct series provider =
		sketch_measure(timeline, &indicator_defensive_share, SIDE_PROVIDER);
	struct series client =
		sketch_measure(timeline, &indicator_defensive_share, SIDE_CLIENT);
	assert_float_equal(provider.week[0].n, STANCE_MONTH_LEAST, 0);
	assert_float_equal(provider.week[0].value, .25, 1e-6);
	/* One answer of the client is no month of them. */
	assert_int_equal(client.week[0].state, WEEK_EMPTY);
	assert_true(isnan(client.week[0].value));
	series_clear(&provider);
	series_clear(&client);
}

/* A month ends with its week: the fortieth answer makes its own week known, not those before.
 */
static void test_a_thin_month_is_unknown(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", WEEKS);

	draw_many(timeline, "2024-03-05", STANCE_MONTH_LEAST - 1);
	draw_answer(timeline, "2024-03-26 09:00", 2, 2);
	draw_answer(timeline, "2024-04-02 09:00", 2, 2);
	struct series series =
		sketch_measure(timeline, &indicator_defensive_share, SIDE_PROVIDER);
	static const guint8 expected[] = {WEEK_EMPTY,    WEEK_EMPTY, WEEK_EMPTY,
					  WEEK_OBSERVED, WEEK_EMPTY, WEEK_EMPTY};
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
		assert_int_equal(series.week[i].state, expected[i]);
	assert_float_equal(series.week[3].value, 1, 0);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_long_answers_weigh_more),
		cmocka_unit_test(test_only_where_conduct_was_questioned),
		cmocka_unit_test(test_a_thin_month_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
