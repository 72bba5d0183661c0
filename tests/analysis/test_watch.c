/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weekly watch of whole relationships: silent where nothing happened, ringing after a
 * withdrawal and not before, at the level of the knob; a portfolio judged together. */
#include "analysis/assess.h"
#include "stats/watch.h"

#include "timelines.h"

#include "tests/harness.h"

static struct made_story story_of(guint weeks, guint change)
{
	struct made_story story = {weeks, change, 1, made_usual, made_usual};

	if (change == 0)
		return story;
	story.after.unasked[SIDE_PROVIDER] = .3;
	story.after.asks[SIDE_PROVIDER] = .4;
	story.after.reply_hours = 15;
	return story;
}

static struct assessment *assess(const struct made_story *story, guint32 seed,
				 double false_alarms)
{
	g_autoptr(timeline_auto) timeline = made_timeline(story, seed);
	struct assess_options options = {.false_alarms = false_alarms};

	return assess_timeline(timeline, &options);
}

static void test_quiet_relationships(void **state)
{
	struct made_story story = story_of(156, 0);
	guint alarms = 0;

	for (guint32 seed = 1; seed <= 12; seed++) {
		g_autoptr(assessment_auto) out = assess(&story, seed, 0);
		alarms += out->watch.alarm != DAY_NONE;
		assert_float_equal(out->watch.level, 20, 1e-9);
		assert_true(out->watch.weeks >= 150 && out->watch.weeks <= 156);
		assert_true(out->watch.series >= 5);
		assert_true(out->watch.e > 0);
	}
	print_message("# %u alarms in 12 quiet relationships\n", alarms);
	assert_true(alarms <= 1);
}

static void test_withdrawal_rings(void **state)
{
	struct made_story story = story_of(140, 90);

	for (guint32 seed = 1; seed <= 6; seed++) {
		g_autoptr(assessment_auto) out = assess(&story, seed, 0);
		gint32 change = made_monday(90);
		print_message("# withdrawal %u: alarm after %d weeks, since %+d weeks\n", seed,
			      (out->watch.alarm - change) / 7, (out->watch.since - change) / 7);
		assert_true(out->watch.alarm >= change);
		assert_true(out->watch.alarm <= change + 7 * 20);
		assert_true(ABS(out->watch.since - change) <= 7 * 6);
		assert_true(out->watch.e > out->watch.level);
	}
}

/* More false alarms accepted: a lower level, and no later alarm. */
static void test_the_knob(void **state)
{
	struct made_story story = story_of(140, 90);
	g_autoptr(assessment_auto) usual = assess(&story, 2, 0);
	g_autoptr(assessment_auto) nervous = assess(&story, 2, .25);
	g_autoptr(assessment_auto) calm = assess(&story, 2, .0005);

	assert_float_equal(nervous->watch.level, 2, 1e-9);
	assert_float_equal(calm->watch.level, 1000, 1e-9);
	assert_float_equal(usual->watch.e, calm->watch.e, 0);
	assert_true(nervous->watch.alarm <= usual->watch.alarm);
	assert_true(usual->watch.alarm <= calm->watch.alarm);
}

static void test_too_short(void **state)
{
	struct made_story story = story_of(50, 0);
	g_autoptr(assessment_auto) out = assess(&story, 1, 0);

	assert_true(isnan(out->watch.e));
	assert_int_equal(out->watch.alarm, DAY_NONE);
	assert_int_equal(out->watch.since, DAY_NONE);
	assert_true(out->watch.weeks > 40 && out->watch.weeks < WATCH_FROM);
}

/* Of ten, the two that withdrew; one is too short to be known. */
static void test_portfolio(void **state)
{
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)assessment_free);
	guint alarms = 0;

	for (guint32 i = 0; i < 10; i++) {
		struct made_story story = story_of(i == 9 ? 40 : 130, i < 2 ? 80 : 0);
		g_ptr_array_add(all, assess(&story, 20 + i, 0));
	}
	assess_portfolio(all);
	for (guint i = 0; i < all->len; i++) {
		const struct assessment *one = all->pdata[i];
		alarms += one->watch.among_all != FALSE;
		if (i < 2)
			assert_true(one->watch.among_all);
	}
	assert_int_equal(alarms, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quiet_relationships),
		cmocka_unit_test(test_withdrawal_rings),
		cmocka_unit_test(test_the_knob),
		cmocka_unit_test(test_too_short),
		cmocka_unit_test(test_portfolio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
