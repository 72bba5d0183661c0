/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Committees counted by hand: those held of those due, renamed committees, holes of the
 * calendar, an agreed rhythm, and who was there. */
#include "analysis/timelines.h"

#include "harness.h"
#include "indicators/indicator.h"
#include "text/committee.h"

#define WEEKS 120u
#define EVERY 4u  /* weeks from one committee to the next */
#define STOP  60u /* the last one is held in this week */

static struct timeline *bare(void)
{
	struct timeline *timeline = g_new0(struct timeline, 1);

	timeline->name = "acme / infonet";
	timeline->zone = g_time_zone_new_utc();
	timeline->as_of_ms = made_monday(WEEKS) * CALENDAR_DAY_MS - 1;
	timeline->meetings_coverage = made_coverage(WEEKS);
	timeline->meetings = g_new0(struct timeline_meeting, WEEKS);
	return timeline;
}

/* On the Monday of the week, at noon. */
static struct timeline_meeting *meet(struct timeline *timeline, guint week,
				     enum committee_kind kind)
{
	guint n = timeline->n_meetings++;

	timeline->meetings[n] = (struct timeline_meeting){
		.event = n + 1,
		.at_ms = made_monday(week) * CALENDAR_DAY_MS + CALENDAR_DAY_MS / 2,
		.kind = (guint8)kind,
		.accepted = {0, 1, 1},
	};
	return &timeline->meetings[n];
}

static struct timeline *steered(void)
{
	struct timeline *timeline = bare();

	for (guint week = 0; week <= STOP; week += EVERY)
		meet(timeline, week, COMMITTEE_STEERING);
	return timeline;
}

static struct series rhythm_of(const struct timeline *timeline)
{
	struct series series;

	indicator_steering_rhythm.compute(timeline, SIDE_NONE, &series);
	assert_int_equal(series.n_weeks, WEEKS);
	return series;
}

static double share_at(const struct series *series, guint week)
{
	assert_int_equal(series->week[week].state, WEEK_OBSERVED);
	return series->week[week].value;
}

/* The last is held on the Monday of week 60, the next are due on those of 64, 68... Six rounds
 * are 24 weeks: those up to the end of week 60 hold the Mondays of 40, 44, ... 60. */
static void the_share_falls_when_none_is_held(void **state)
{
	g_autoptr(timeline_auto) timeline = steered();
	struct series series = rhythm_of(timeline);

	for (guint week = 0; week < 51; week++)
		assert_int_equal(series.week[week].state, WEEK_EMPTY); /* being learnt */
	assert_float_equal(share_at(&series, 51), 1, 0);
	assert_float_equal(share_at(&series, 60), 1, 0);
	assert_float_equal(share_at(&series, 64), 5 / 6., 1e-9);
	assert_float_equal(share_at(&series, 72), 3 / 6., 1e-9);
	assert_float_equal(share_at(&series, 84), 0, 0);
	assert_float_equal(series.week[84].n, 6, 1e-9);
	series_clear(&series);
}

static void cancelled_is_not_held(void **state)
{
	g_autoptr(timeline_auto) timeline = steered();

	meet(timeline, 64, COMMITTEE_STEERING)->cancelled = TRUE;
	meet(timeline, 68, COMMITTEE_STEERING)->planned = TRUE;
	meet(timeline, 70, COMMITTEE_POINT); /* steers nothing */
	meet(timeline, 72, COMMITTEE_STEERING);
	struct series series = rhythm_of(timeline);
	assert_float_equal(share_at(&series, 72), 4 / 6., 1e-9);
	series_clear(&series);
}

static void a_renamed_committee_goes_on(void **state)
{
	g_autoptr(timeline_auto) timeline = steered();

	for (guint week = 64; week < 110; week += EVERY)
		meet(timeline, week, COMMITTEE_OPERATIONAL);
	struct series series = rhythm_of(timeline);
	assert_float_equal(share_at(&series, 72), 1, 0);
	assert_float_equal(share_at(&series, 100), 1, 0);
	series_clear(&series);
}

static void each_kind_keeps_its_own_rhythm(void **state)
{
	g_autoptr(timeline_auto) timeline = bare();

	for (guint week = 0; week < WEEKS; week += 2) {
		meet(timeline, week, COMMITTEE_OPERATIONAL);
		if (week % 12 == 0 && week <= STOP)
			meet(timeline, week, COMMITTEE_STEERING);
	}
	struct series series = rhythm_of(timeline);
	/* Six rounds of twelve weeks up to the end of week 108: 48 and 60 of six. */
	assert_float_equal(share_at(&series, 108), 2 / 6., 1e-9);
	series_clear(&series);
}

static void what_a_hole_hides_may_have_been_held(void **state)
{
	g_autoptr(timeline_auto) timeline = steered();

	memset(timeline->meetings_coverage.state + 70, WEEK_NOT_COVERED, 10);
	struct series series = rhythm_of(timeline);
	assert_int_equal(series.week[75].state, WEEK_NOT_COVERED);
	for (guint week = 80; week < 91; week++)
		assert_int_equal(series.week[week].state, WEEK_EMPTY);
	assert_float_equal(share_at(&series, 91), 0, 0); /* three rounds without one */
	assert_float_equal(series.week[91].n, 3, 1e-9);
	series_clear(&series);
}

static void an_agreed_rhythm_comes_first(void **state)
{
	static const struct {
		const char *value;
		double share;      /* at the end of week 70 */
		gboolean at_start; /* known in week 20: nothing has to be learnt */
	} cases[] = {
		{"14", 1 / 6., TRUE},
		{"2 weeks", 1 / 6., TRUE},
		{"8 semaines", 1, TRUE},
		{"often", 4 / 6., FALSE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(timeline_auto) timeline = steered();
		made_fact(timeline, 0, "committee_every", cases[i].value);
		struct series series = rhythm_of(timeline);
		assert_float_equal(share_at(&series, 70), cases[i].share, 1e-9);
		assert_int_equal(series.week[30].state,
				 cases[i].at_start ? WEEK_OBSERVED : WEEK_EMPTY);
		series_clear(&series);
	}
}

static void too_few_have_no_rhythm(void **state)
{
	g_autoptr(timeline_auto) timeline = bare();

	for (guint week = 0; week < 30; week += 10)
		meet(timeline, week, COMMITTEE_STEERING);
	struct series series = rhythm_of(timeline);
	for (guint week = 0; week < WEEKS; week++)
		assert_int_equal(series.week[week].state, WEEK_EMPTY);
	series_clear(&series);
}

static struct series presence_of(const struct timeline *timeline, enum side side)
{
	struct series series;

	indicator_client_presence.compute(timeline, side, &series);
	return series;
}

static void presence_is_counted_over_half_a_year(void **state)
{
	g_autoptr(timeline_auto) timeline = bare();

	for (guint week = 0; week < WEEKS; week += EVERY)
		if (week >= STOP)
			meet(timeline, week, COMMITTEE_STEERING)->accepted[SIDE_CLIENT] = 0;
		else
			meet(timeline, week, COMMITTEE_STEERING);
	struct series client = presence_of(timeline, SIDE_CLIENT);
	struct series provider = presence_of(timeline, SIDE_PROVIDER);
	assert_int_equal(client.week[7].state, WEEK_EMPTY); /* two so far */
	assert_float_equal(client.week[59].value, 1, 0);
	/* Weeks 47 to 72: 48, 52, 56 with the client, 60, 64, 68, 72 without it. */
	assert_float_equal(client.week[72].value, 3 / 7., 1e-9);
	assert_float_equal(client.week[72].n, 7, 0);
	assert_float_equal(client.week[119].value, 0, 0);
	assert_float_equal(provider.week[119].value, 1, 0);
	series_clear(&client);
	series_clear(&provider);
}

static void a_committee_that_nobody_answered_says_nothing(void **state)
{
	g_autoptr(timeline_auto) timeline = bare();

	for (guint week = 0; week < WEEKS; week += EVERY)
		memset(meet(timeline, week, COMMITTEE_REVIEW)->accepted, 0,
		       sizeof timeline->meetings[0].accepted);
	struct series client = presence_of(timeline, SIDE_CLIENT);
	for (guint week = 0; week < WEEKS; week++)
		assert_int_equal(client.week[week].state, WEEK_EMPTY);
	assert_int_equal(client.n_events, 0);
	series_clear(&client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_share_falls_when_none_is_held),
		cmocka_unit_test(cancelled_is_not_held),
		cmocka_unit_test(a_renamed_committee_goes_on),
		cmocka_unit_test(each_kind_keeps_its_own_rhythm),
		cmocka_unit_test(what_a_hole_hides_may_have_been_held),
		cmocka_unit_test(an_agreed_rhythm_comes_first),
		cmocka_unit_test(too_few_have_no_rhythm),
		cmocka_unit_test(presence_is_counted_over_half_a_year),
		cmocka_unit_test(a_committee_that_nobody_answered_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
