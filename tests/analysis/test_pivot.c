/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The loss of a main contact: found within half a year, dated between its last message and the
 * day by which the next was due, and never said of one who is on holiday. */
#include "analysis/assess.h"

#include "timelines.h"

#include "tests/harness.h"

#define LEAVES 104 /* week of the departure */

/* The provider's main contact writes nothing from week `from` to week `to`; a colleague does.
 */
static struct timeline *absent(guint weeks, guint from, guint to, guint32 seed)
{
	struct made_story story = {weeks, 0, 1, made_usual, made_usual};
	struct timeline *timeline = made_timeline(&story, seed);
	gint64 first = calendar_ms_of_day(made_monday(from), timeline->zone);
	gint64 last = calendar_ms_of_day(made_monday(to), timeline->zone);

	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message *message = &timeline->messages[i];
		if (message->person == MADE_PEOPLE && message->at_ms >= first &&
		    message->at_ms < last)
			message->person = MADE_PEOPLE + 1;
	}
	return timeline;
}

static struct assessment_pivot judge(guint weeks, guint from, guint to, guint32 seed,
				     enum side side)
{
	g_autoptr(timeline_auto) timeline = absent(weeks, from, to, seed);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);

	return out->pivot[side];
}

static void test_departure_is_found_and_dated(void **state)
{
	guint found = 0, inside = 0, total = 25;

	for (guint32 seed = 1; seed <= total; seed++) {
		struct assessment_pivot pivot =
			judge(LEAVES + 26, LEAVES, 1000, seed, SIDE_PROVIDER);
		found += pivot.lost;
		inside += pivot.last <= made_monday(LEAVES) && made_monday(LEAVES) <= pivot.due;
		assert_false(judge(LEAVES + 26, LEAVES, 1000, seed, SIDE_CLIENT).lost);
	}
	print_message(
		"# departures found within half a year: %u of %u, inside the interval %u\n",
		found, total, inside);
	assert_true(found >= total * 80 / 100);
	assert_true(inside >= total * 88 / 100);
}

static void test_holiday_is_no_loss(void **state)
{
	for (guint32 seed = 1; seed <= 12; seed++) {
		struct assessment_pivot away =
			judge(LEAVES, LEAVES - 4, 1000, seed, SIDE_PROVIDER);
		assert_false(away.lost);
		assert_true(away.present > .1);
		struct assessment_pivot back =
			judge(LEAVES + 4, LEAVES - 5, LEAVES, seed, SIDE_PROVIDER);
		assert_false(back.lost);
		assert_true(back.present > .9);
	}
}

static void test_who_stays_is_never_lost(void **state)
{
	for (guint32 seed = 1; seed <= 3; seed++)
		for (guint weeks = LEAVES; weeks <= LEAVES + 52; weeks += 4)
			for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
				struct assessment_pivot pivot =
					judge(weeks, 1000, 1001, seed, side);
				assert_false(pivot.lost);
				assert_true(pivot.subject > 0 && pivot.messages > 100);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_departure_is_found_and_dated),
		cmocka_unit_test(test_holiday_is_no_loss),
		cmocka_unit_test(test_who_stays_is_never_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
