/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unreviewed_renewal on a contract whose years are counted by hand. */
#include "sketch.h"

#include "text/committee.h"

#define WEEKS 230

static void act(struct timeline *timeline, const char *day, enum act_kind kind)
{
	timeline->acts = g_renew(struct timeline_act, timeline->acts, timeline->n_acts + 1);
	timeline->acts[timeline->n_acts++] = (struct timeline_act){sketch_day(day), 7, kind};
}

static void meet(struct timeline *timeline, const char *when, enum committee_kind kind)
{
	timeline->meetings =
		g_renew(struct timeline_meeting, timeline->meetings, timeline->n_meetings + 1);
	timeline->meetings[timeline->n_meetings] = (struct timeline_meeting){
		.event = timeline->n_meetings + 1, .at_ms = sketch_ms(when), .kind = kind};
	timeline->n_meetings++;
}

/* Renewed each January from 2021 on: a committee before the first, nothing before the second
 * and third, an amendment before the fourth. */
static struct timeline *draw(void)
{
	struct timeline *timeline = sketch_new("2020-01-06", WEEKS);

	timeline->meetings_coverage = sketch_coverage(sketch_week_number("2020-01-06"), WEEKS);
	act(timeline, "2020-01-08", ACT_BEGINNING);
	act(timeline, "2021-01-08", ACT_RENEWAL);
	act(timeline, "2022-01-08", ACT_RENEWAL);
	act(timeline, "2023-01-08", ACT_RENEWAL);
	act(timeline, "2023-11-02", ACT_AMENDMENT);
	act(timeline, "2024-01-08", ACT_RENEWAL);
	meet(timeline, "2020-09-15 10:00", COMMITTEE_STEERING);
	meet(timeline, "2021-07-01 10:00", COMMITTEE_STEERING); /* too early */
	meet(timeline, "2022-10-01 10:00", COMMITTEE_NONE);     /* steers nothing */
	return timeline;
}

static void assert_value(const struct series *series, const char *monday, double value,
			 double n)
{
	assert_int_equal(sketch_at(series, monday)->state, WEEK_OBSERVED);
	assert_float_equal(sketch_at(series, monday)->value, value, 0);
	assert_float_equal(sketch_at(series, monday)->n, n, 0);
}

static void test_renewals_that_nobody_looked_at(void **state)
{
	g_autoptr(timeline_auto) timeline = draw();
	struct series series =
		sketch_measure(timeline, &indicator_unreviewed_renewal, SIDE_NONE);

	assert_int_equal(sketch_at(&series, "2020-12-28")->state, WEEK_EMPTY);
	assert_value(&series, "2021-01-04", 0, 1);
	assert_value(&series, "2021-12-27", 0, 1);
	assert_value(&series, "2022-01-03", 1, 2);
	assert_value(&series, "2023-01-02", 2, 3);
	assert_value(&series, "2023-10-23", 2, 3);
	assert_value(&series, "2023-10-30", 0, 3); /* the amendment */
	assert_value(&series, "2024-01-08", 0, 4);
	assert_int_equal(series.n_events, 4);
	series_clear(&series);
}

static void test_what_no_calendar_saw_is_unknown(void **state)
{
	g_autoptr(timeline_auto) timeline = draw();
	struct series series;

	timeline->meetings_coverage.state[90] = WEEK_NOT_COVERED; /* September 2021 */
	series = sketch_measure(timeline, &indicator_unreviewed_renewal, SIDE_NONE);
	assert_value(&series, "2022-01-03", 0, 1);
	assert_value(&series, "2023-01-02", 1, 2);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_renewals_that_nobody_looked_at),
		cmocka_unit_test(test_what_no_calendar_saw_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
