/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pending_decisions and overdue_actions on lists counted by hand. */
#include "sketch.h"

static void settle(struct timeline *timeline, enum action_kind kind, enum side side,
		   const char *due, const char *ended)
{
	struct timeline_action one = {0};

	action_item_init(&one.item);
	one.item.event = timeline->n_actions + 1;
	one.item.kind = kind;
	one.item.side = side;
	one.item.due = sketch_day(due);
	if (ended != NULL) {
		one.item.state = ACTION_DONE;
		one.item.ended = sketch_day(ended);
	}
	one.at_ms = calendar_ms_of_day(one.item.due, timeline->zone);
	timeline->actions =
		g_renew(struct timeline_action, timeline->actions, timeline->n_actions + 1);
	timeline->actions[timeline->n_actions++] = one;
}

/* From Monday 2024-01-01 on, by deadline. */
static struct timeline *draw(enum side side)
{
	struct timeline *timeline = sketch_new("2024-01-01", 40);

	settle(timeline, ACTION_DECISION, side, "2024-01-01", "2024-01-01"); /* in time */
	settle(timeline, ACTION_TO_DO, side, "2024-01-02", "2024-01-10");
	settle(timeline, ACTION_TO_DO, side, "2024-01-03", NULL);
	settle(timeline, ACTION_TO_DO, side_other(side), "2024-01-03", NULL);
	settle(timeline, ACTION_DECISION, side, "2024-01-05", "2024-01-22");
	settle(timeline, ACTION_TO_DO, side, "2024-01-09", "2024-01-09");
	settle(timeline, ACTION_DECISION, side, "2024-01-12", NULL);
	settle(timeline, ACTION_TO_DO, side, "2024-01-16", NULL);
	settle(timeline, ACTION_TO_DO, side, "2024-01-17", "2024-01-18");
	timeline->actions[8].item.state = ACTION_DROPPED;
	return timeline;
}

static void assert_value(const struct series *series, const char *monday, double value,
			 double n)
{
	assert_int_equal(sketch_at(series, monday)->state, WEEK_OBSERVED);
	assert_float_equal(sketch_at(series, monday)->value, value, 1e-12);
	assert_float_equal(sketch_at(series, monday)->n, n, 0);
}

static void test_actions_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw(side);
		struct series series =
			sketch_measure(timeline, &indicator_overdue_actions, side);

		assert_int_equal(sketch_at(&series, "2024-01-01")->state, WEEK_EMPTY);
		assert_value(&series, "2024-01-08", 1.0 / 3, 3);
		assert_value(&series, "2024-01-15", .5, 4);
		/* Half a year on, what was done is out of the window; what is late is in it. */
		assert_int_equal(sketch_at(&series, "2024-07-15")->state, WEEK_EMPTY);
		assert_float_equal(sketch_at(&series, "2024-07-15")->n, 2, 0);
		series_clear(&series);
	}
}

static void test_decisions_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw(side);
		struct series series =
			sketch_measure(timeline, &indicator_pending_decisions, side);

		assert_value(&series, "2024-01-01", 1, 2);
		assert_value(&series, "2024-01-08", 2, 3);
		assert_value(&series, "2024-01-15", 2, 3);
		assert_value(&series, "2024-01-22", 1, 3);
		assert_value(&series, "2024-09-02", 1, 1);
		assert_int_equal(sketch_at(&series, "2024-01-08")->event_count, 3);
		series_clear(&series);
	}
}

static void test_without_a_list_nothing_is_known(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", 4);
	struct series series =
		sketch_measure(timeline, &indicator_overdue_actions, SIDE_CLIENT);

	for (guint i = 0; i < series.n_weeks; i++)
		assert_int_equal(series.week[i].state, WEEK_EMPTY);
	series_clear(&series);
}

static void test_when_an_item_is_late(void **state)
{
	struct action_item item;

	action_item_init(&item);
	assert_false(action_is_late(&item, 20000)); /* an action without a day */
	item.asked = 19000;
	assert_false(action_is_late(&item, 20000));
	item.kind = ACTION_DECISION;
	assert_int_equal(action_deadline(&item), 19000 + DECISION_USUAL_DAYS);
	assert_false(action_is_late(&item, 19000 + DECISION_USUAL_DAYS));
	assert_true(action_is_late(&item, 19001 + DECISION_USUAL_DAYS));
	item.state = ACTION_DONE;
	assert_false(action_is_late(&item, 20000)); /* nobody knows when it was */
	item.ended = 19500;
	assert_true(action_is_late(&item, 19499));
	assert_false(action_is_late(&item, 19500));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_actions_of_either_side),
		cmocka_unit_test(test_decisions_of_either_side),
		cmocka_unit_test(test_without_a_list_nothing_is_known),
		cmocka_unit_test(test_when_an_item_is_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
