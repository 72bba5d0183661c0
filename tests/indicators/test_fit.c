/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* report_novelty, recommendations and recommendations_answered on relationships small enough to
 * count by hand. */
#include "sketch.h"

static void add_report(struct timeline *timeline, const char *when, enum side side, float same,
		       gboolean compared)
{
	timeline->reports =
		g_renew(struct timeline_report, timeline->reports, timeline->n_reports + 1);
	timeline->reports[timeline->n_reports++] = (struct timeline_report){
		.event = timeline->n_reports,
		.at_ms = sketch_ms(when),
		.side = side,
		.compared = compared,
		.same = same,
	};
}

static struct timeline *draw_reports(enum side side)
{
	struct timeline *timeline = sketch_new("2024-01-01", 20);

	add_report(timeline, "2024-01-31 00:00", side, 0, FALSE);
	add_report(timeline, "2024-02-29 00:00", side, .25, TRUE);
	add_report(timeline, "2024-03-31 00:00", side, .875, TRUE);
	add_report(timeline, "2024-03-31 00:00", side, 1, TRUE);
	add_report(timeline, "2024-06-30 00:00", side, 1, TRUE); /* nothing covers it */
	return timeline;
}

static void assert_novelty(const struct series *series)
{
	assert_week(series, "2024-01-29", WEEK_EMPTY, NAN, 0); /* the first: no report before */
	assert_week(series, "2024-02-26", WEEK_OBSERVED, .75, 1);
	assert_week(series, "2024-03-25", WEEK_OBSERVED, .0625, 2);
	assert_week(series, "2024-04-01", WEEK_EMPTY, NAN, 0);
	assert_int_equal(series->n_events, 3);
	/* the sign says which way, the number how much came back */
	assert_float_equal(series->events[0].value, -.25, 0);
	assert_float_equal(series->events[1].value, .875, 0);
	assert_float_equal(series->events[2].value, 1, 0);
}

static void test_novelty_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw_reports(side);
		struct series series =
			sketch_measure(timeline, &indicator_report_novelty, side);
		struct series other =
			sketch_measure(timeline, &indicator_report_novelty, side_other(side));

		assert_novelty(&series);
		assert_int_equal(other.n_events, 0);
		series_clear(&series);
		series_clear(&other);
	}
}

/* A document speaks of its month though no mail of it was kept. */
static void test_novelty_without_mail(void **state)
{
	g_autoptr(timeline_auto) timeline = draw_reports(SIDE_PROVIDER);
	struct series series;

	memset(timeline->mail.state + 8, WEEK_NOT_COVERED, 5);
	series = sketch_measure(timeline, &indicator_report_novelty, SIDE_PROVIDER);
	assert_novelty(&series);
	assert_int_equal(sketch_at(&series, "2024-03-04")->state, WEEK_NOT_COVERED);
	series_clear(&series);
}

/* Of what is advised in January two messages are unasked; the first of them is answered. */
static struct timeline *draw_advice(enum side side)
{
	struct timeline *timeline = sketch_new("2024-01-01", 20);
	enum side other = side_other(side);
	guint32 thread, answered;

	sketch_mail(timeline, "2024-01-08 09:00", side)->proposes = 2;
	answered = timeline->n_threads - 1;
	sketch_mail(timeline, "2024-01-10 09:00", side)->proposes = 1;
	sketch_mail(timeline, "2024-01-11 09:00", side)->ticket_key = "INC1";
	timeline->messages[timeline->n_messages - 1].proposes = 1;
	sketch_mail(timeline, "2024-01-12 09:00", side)->automatic = 1;
	timeline->messages[timeline->n_messages - 1].proposes = 1;
	sketch_mail(timeline, "2024-01-12 10:00", side);
	sketch_reply(timeline, "2024-01-22 09:00", other, answered);
	thread = sketch_question(timeline, "2024-01-23 09:00", other);
	sketch_reply(timeline, "2024-01-24 09:00", side, thread)->proposes = 1;
	timeline->messages[timeline->n_messages - 1].parent = timeline->n_messages - 2;
	/* answered, but after five weeks */
	sketch_mail(timeline, "2024-02-06 09:00", side)->proposes = 1;
	sketch_reply(timeline, "2024-03-12 09:00", other, timeline->n_threads - 1);
	/* too late to know */
	sketch_mail(timeline, "2024-05-07 09:00", side)->proposes = 1;
	return timeline;
}

static void test_recommendations_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw_advice(side);
		struct series made = sketch_measure(timeline, &indicator_recommendations, side);
		struct series answered = sketch_measure(
			timeline, &indicator_recommendations_answered, side_other(side));

		assert_week(&made, "2024-01-08", WEEK_OBSERVED, 2, 5);
		assert_week(&made, "2024-01-22", WEEK_TRUE_ZERO, 0, 5);
		assert_week(&made, "2024-02-05", WEEK_OBSERVED, 1, 5);
		assert_int_equal(made.n_events, 4);
		assert_week(&answered, "2024-01-08", WEEK_OBSERVED, .5, 2);
		assert_week(&answered, "2024-01-22", WEEK_EMPTY, NAN, 0);
		assert_week(&answered, "2024-02-05", WEEK_OBSERVED, 0, 1);
		assert_week(&answered, "2024-05-06", WEEK_PARTIAL, NAN, 1);
		series_clear(&made);
		series_clear(&answered);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_novelty_of_either_side),
		cmocka_unit_test(test_novelty_without_mail),
		cmocka_unit_test(test_recommendations_of_either_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
