/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questionnaire on sheets counted by hand: figures, straight lines, what may be shown by
 * role and compared; and perception_divergence over rounds drawn by hand. */
#include "model/survey.h"

#include "sketch.h"

/* ---- sheets ---- */

static struct survey_sheet *add_sheet(GPtrArray *sheets, enum side side, enum survey_role role)
{
	struct survey_sheet *sheet = g_new0(struct survey_sheet, 1);

	sheet->side = side;
	sheet->role = role;
	g_ptr_array_add(sheets, sheet);
	return sheet;
}

static void give(struct survey_sheet *sheet, const char *item, enum survey_part part,
		 gint8 value)
{
	guint n, at = survey_item_of(item);

	sheet->values[at][survey_place_of(&survey_items(&n)[at], part)] = value;
}

static const struct survey_figure *figure(const struct survey_results *results, enum side side,
					  const char *item, enum survey_part part)
{
	return survey_figure_of(results, side, survey_item_of(item), part);
}

static void test_means_are_over_those_who_answered(void **state)
{
	g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func(g_free);
	g_autofree struct survey_results *results = g_new0(struct survey_results, 1);
	struct survey_sheet *first = add_sheet(sheets, SIDE_CLIENT, SURVEY_IT);
	struct survey_sheet *second = add_sheet(sheets, SIDE_CLIENT, SURVEY_BUSINESS);
	struct survey_sheet *third = add_sheet(sheets, SIDE_PROVIDER, SURVEY_ACCOUNT);

	give(first, "p3", SURVEY_FULFILMENT, 2);
	give(first, "p3", SURVEY_IMPORTANCE, 5);
	give(second, "p3", SURVEY_FULFILMENT, 3);
	give(third, "p3", SURVEY_FULFILMENT, 6);
	survey_add_up(sheets, results);
	assert_int_equal(results->sides[SIDE_CLIENT].n, 2);
	assert_float_equal(figure(results, SIDE_CLIENT, "p3", SURVEY_FULFILMENT)->mean, 2.5, 0);
	assert_int_equal(figure(results, SIDE_CLIENT, "p3", SURVEY_FULFILMENT)->counts[3], 1);
	assert_int_equal(figure(results, SIDE_CLIENT, "p3", SURVEY_IMPORTANCE)->n, 1);
	assert_true(isnan(figure(results, SIDE_PROVIDER, "p3", SURVEY_IMPORTANCE)->mean));
	assert_float_equal(survey_divergence(results, survey_item_of("p3")), -3.5, 0);
	assert_true(isnan(survey_divergence(results, survey_item_of("k1"))));
	assert_true(isnan(results->sides[SIDE_CLIENT].reliability[0].alpha));
}

/* Of what the client owes, the view of the provider comes first. */
static void test_divergence_is_of_who_owes(void **state)
{
	g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func(g_free);
	g_autofree struct survey_results *results = g_new0(struct survey_results, 1);

	give(add_sheet(sheets, SIDE_CLIENT, SURVEY_IT), "k4", SURVEY_FULFILMENT, 7);
	give(add_sheet(sheets, SIDE_PROVIDER, SURVEY_IT), "k4", SURVEY_FULFILMENT, 3);
	survey_add_up(sheets, results);
	assert_float_equal(survey_divergence(results, survey_item_of("k4")), -4, 0);
}

static void test_straight_lines_are_counted_and_kept(void **state)
{
	static const char *const duties[] = {"p1", "p2", "p3", "p4", "p5"};
	g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func(g_free);
	g_autofree struct survey_results *results = g_new0(struct survey_results, 1);
	struct survey_sheet *straight = add_sheet(sheets, SIDE_CLIENT, SURVEY_IT);
	struct survey_sheet *bent = add_sheet(sheets, SIDE_CLIENT, SURVEY_IT);
	struct survey_sheet *few = add_sheet(sheets, SIDE_CLIENT, SURVEY_IT);

	for (guint i = 0; i < G_N_ELEMENTS(duties); i++) {
		give(straight, duties[i], SURVEY_FULFILMENT, 4);
		give(straight, duties[i], SURVEY_IMPORTANCE, (gint8)(1 + i));
		give(bent, duties[i], SURVEY_FULFILMENT, i == 4 ? 5 : 4);
		if (i < SURVEY_LINE_LEAST - 1)
			give(few, duties[i], SURVEY_FULFILMENT, 4);
	}
	survey_add_up(sheets, results);
	assert_int_equal(results->sides[SIDE_CLIENT].straight[SURVEY_LINE_FULFILMENT], 1);
	assert_int_equal(results->sides[SIDE_CLIENT].straight[SURVEY_LINE_IMPORTANCE], 0);
	assert_int_equal(results->sides[SIDE_CLIENT].straight_sheets, 1);
	assert_int_equal(figure(results, SIDE_CLIENT, "p1", SURVEY_FULFILMENT)->n, 3);
}

/* The alpha of test_reliability.c; whoever left a question out is not in it. */
static void test_reliability_is_of_whole_scales(void **state)
{
	static const gint8 values[][3] = {{2, 3, 3}, {4, 4, 5}, {3, 3, 4},
					  {5, 6, 5}, {6, 5, 7}, {7, 0, 1}};
	g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func(g_free);
	g_autofree struct survey_results *results = g_new0(struct survey_results, 1);
	const struct survey_reliability *trust;

	for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
		struct survey_sheet *sheet = add_sheet(sheets, SIDE_PROVIDER, SURVEY_OTHER);
		give(sheet, "t1", SURVEY_AGREEMENT, values[i][0]);
		give(sheet, "t2", SURVEY_AGREEMENT, values[i][1]);
		give(sheet, "t3", SURVEY_AGREEMENT, values[i][2]);
	}
	survey_add_up(sheets, results);
	trust = &results->sides[SIDE_PROVIDER].reliability[SURVEY_SCALE_TRUST];
	assert_int_equal(trust->n, 5);
	assert_float_equal(trust->alpha, 159. / 170, 1e-12);
	assert_int_equal(results->sides[SIDE_PROVIDER].reliability[SURVEY_SCALE_COMMITMENT].n,
			 0);
}

/* ---- what may be shown ---- */

static void test_roles_that_cannot_be_subtracted(void **state)
{
	struct survey_side side = {.n = 3, .roles = {[SURVEY_IT] = 3}};

	assert_int_equal(survey_roles_shown(&side), 1u << SURVEY_IT);
	/* Two others would be what is left of the side without those three. */
	side.roles[SURVEY_FINANCE] = 2;
	assert_int_equal(survey_roles_shown(&side), 0);
	side.roles[SURVEY_BUSINESS] = 4;
	assert_int_equal(survey_roles_shown(&side), 1u << SURVEY_BUSINESS);
	side.roles[SURVEY_OTHER] = 1;
	assert_int_equal(survey_roles_shown(&side), 1u << SURVEY_IT | 1u << SURVEY_BUSINESS);
}

static void test_rounds_that_may_be_compared(void **state)
{
	const guint five[SIDE_COUNT] = {0, 5, 5}, four[SIDE_COUNT] = {0, 5, 4};
	const guint32 roles[SIDE_COUNT] = {0, 3, 4}, others[SIDE_COUNT] = {0, 3, 5};

	assert_int_equal(survey_compare(five, roles, five, roles), SURVEY_MAY_COMPARE);
	assert_int_equal(survey_compare(four, roles, five, roles), SURVEY_TOO_FEW);
	assert_int_equal(survey_compare(five, roles, four, roles), SURVEY_TOO_FEW);
	assert_int_equal(survey_compare(five, roles, five, others), SURVEY_OTHER_ROLES);
}

static void test_every_item_asks_for_what_it_can(void **state)
{
	guint n, blocks[SURVEY_BLOCKS] = {0};
	const struct survey_item *items = survey_items(&n);

	for (guint i = 0; i < n; i++) {
		blocks[items[i].block]++;
		assert_int_equal(survey_item_of(items[i].id), i);
		for (enum survey_part part = 0; part < SURVEY_PART_COUNT; part++) {
			struct survey_answer answer = {i, part, 1, NULL};
			bool asks = survey_place_of(&items[i], part) < SURVEY_PARTS_MOST;
			assert_int_equal(survey_answer_is_sound(&answer), asks);
			answer.value = survey_part_most(part) + 1;
			assert_false(survey_answer_is_sound(&answer));
			answer.value = 0;
			assert_false(survey_answer_is_sound(&answer));
		}
	}
	assert_int_equal(blocks[SURVEY_DUTY], 12);
	assert_int_equal(blocks[SURVEY_TOLERANCE], 5);
	assert_int_equal(blocks[SURVEY_TRUST], 3);
	assert_int_equal(blocks[SURVEY_COMMITMENT], 3);
	assert_int_equal(blocks[SURVEY_RESPONSE], 4);
	assert_int_equal(blocks[SURVEY_REVERSAL], 1);
	assert_int_equal(blocks[SURVEY_WORDS], 2);
}

/* ---- perception_divergence ---- */

static void add_round(struct timeline *timeline, const char *day, guint n, guint32 roles)
{
	struct timeline_round *round;

	timeline->rounds =
		g_renew(struct timeline_round, timeline->rounds, timeline->n_rounds + 1);
	round = &timeline->rounds[timeline->n_rounds++];
	*round = (struct timeline_round){.event = timeline->n_rounds * SURVEY_EVENT_STEP,
					 .day = sketch_day(day),
					 .n = {0, n, n + 1},
					 .roles = {0, roles, 1}};
	round->at_ms = calendar_ms_of_day(round->day, timeline->zone);
}

/* Of the last round; as the side that owes it sees it, and as the other does. */
static void add_duty(struct timeline *timeline, enum side owes, double own, double other,
		     guint n)
{
	const struct timeline_round *round = &timeline->rounds[timeline->n_rounds - 1];
	struct timeline_duty duty = {.event = round->event + 1,
				     .at_ms = round->at_ms,
				     .round = timeline->n_rounds - 1,
				     .owes = owes,
				     .n = {0, n, n}};

	duty.view[owes] = own;
	duty.view[side_other(owes)] = other;
	timeline->duties =
		g_renew(struct timeline_duty, timeline->duties, timeline->n_duties + 1);
	timeline->duties[timeline->n_duties++] = duty;
}

static void add_three(struct timeline *timeline, enum side owes, double apart, guint n)
{
	add_duty(timeline, owes, 5, 5 + apart - 1, n);
	add_duty(timeline, owes, 5, 5 + apart, n);
	add_duty(timeline, owes, 5, 5 + apart + 1, n);
}

static void test_the_last_round_holds_a_year(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", 80);
		struct series series;

		add_round(timeline, "2024-01-10", 5, 1);
		add_three(timeline, side, -.5, 5);
		add_round(timeline, "2024-03-06", 6, 1);
		add_three(timeline, side, -2, 6);
		add_duty(timeline, side, 7, 1, 2); /* too few answered it */
		add_three(timeline, side_other(side), 2, 6);
		series = sketch_measure(timeline, &indicator_perception_divergence, side);
		assert_int_equal(series.first_week, sketch_week_number("2024-01-08"));
		assert_week(&series, "2024-01-08", WEEK_OBSERVED, -.5, 5);
		assert_week(&series, "2024-02-26", WEEK_OBSERVED, -.5, 5);
		assert_week(&series, "2024-03-04", WEEK_OBSERVED, -2, 6);
		assert_int_equal(sketch_at(&series, "2024-03-04")->event_count, 3);
		assert_week(&series, "2025-03-03", WEEK_OBSERVED, -2, 6);
		assert_week(&series, "2025-03-17", WEEK_EMPTY, NAN, 0);
		series_clear(&series);
		series = sketch_measure(timeline, &indicator_perception_divergence,
					side_other(side));
		assert_week(&series, "2024-01-08", WEEK_EMPTY, NAN, 5);
		assert_week(&series, "2024-03-04", WEEK_OBSERVED, 2, 6);
		series_clear(&series);
	}
}

static void test_other_people_are_not_compared(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", 40);
	struct series series;

	add_round(timeline, "2024-01-10", 5, 1);
	add_three(timeline, SIDE_PROVIDER, 0, 5);
	add_round(timeline, "2024-03-06", 5, 2);
	add_three(timeline, SIDE_PROVIDER, -2, 5);
	series = sketch_measure(timeline, &indicator_perception_divergence, SIDE_PROVIDER);
	assert_week(&series, "2024-01-15", WEEK_EMPTY, NAN, 0);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, -2, 5);
	series_clear(&series);
}

static void test_too_few_say_nothing(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", 10);
	struct series series;

	series = sketch_measure(timeline, &indicator_perception_divergence, SIDE_PROVIDER);
	assert_int_equal(series.week[3].state, WEEK_EMPTY);
	series_clear(&series);
	add_round(timeline, "2024-01-10", 2, 1);
	add_three(timeline, SIDE_PROVIDER, -4, 2);
	series = sketch_measure(timeline, &indicator_perception_divergence, SIDE_PROVIDER);
	assert_week(&series, "2024-01-15", WEEK_EMPTY, NAN, 2);
	series_clear(&series);
	add_round(timeline, "2024-02-07", 3, 1);
	add_duty(timeline, SIDE_PROVIDER, 7, 1, 3);
	add_duty(timeline, SIDE_PROVIDER, 7, 1, 3);
	series = sketch_measure(timeline, &indicator_perception_divergence, SIDE_PROVIDER);
	assert_week(&series, "2024-02-05", WEEK_EMPTY, NAN, 3); /* two duties */
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_means_are_over_those_who_answered),
		cmocka_unit_test(test_divergence_is_of_who_owes),
		cmocka_unit_test(test_straight_lines_are_counted_and_kept),
		cmocka_unit_test(test_reliability_is_of_whole_scales),
		cmocka_unit_test(test_roles_that_cannot_be_subtracted),
		cmocka_unit_test(test_rounds_that_may_be_compared),
		cmocka_unit_test(test_every_item_asks_for_what_it_can),
		cmocka_unit_test(test_the_last_round_holds_a_year),
		cmocka_unit_test(test_other_people_are_not_compared),
		cmocka_unit_test(test_too_few_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
