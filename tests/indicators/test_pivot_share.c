/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pivot_share against a count made anew for every week, and on weeks drawn by hand: who holds
 * the role, what partners weigh, and when nothing is known. */
#include "analysis/timelines.h"

#include "sketch.h"

#define STORY_WEEKS 130u
#define SPAN        52u

/* First and end instant of the span that ends with a covered week, going back over covered
 * weeks only. */
static gint32 span_start(const struct timeline *timeline, gint32 last)
{
	gint32 week = last;

	for (guint covered = 1; covered < SPAN && week > timeline->mail.first_week;)
		covered += timeline_coverage_at(&timeline->mail, --week) != WEEK_NOT_COVERED;
	return week;
}

struct naive {
	guint messages[2 * MADE_PEOPLE], total;
	gboolean met[2 * MADE_PEOPLE][2 * MADE_PEOPLE], reached[2 * MADE_PEOPLE];
};

static void note(struct naive *naive, const struct timeline *timeline,
		 const struct timeline_message *message, enum side side)
{
	naive->total += message->side == side;
	naive->messages[message->person] += message->side == side;
	if (message->parent == TIMELINE_NO_INDEX)
		return;
	const struct timeline_message *parent = &timeline->messages[message->parent];
	const struct timeline_message *own = message->side == side ? message : parent;
	const struct timeline_message *other = own == message ? parent : message;
	if (own->side == other->side)
		return;
	naive->met[own->person][other->person] = naive->reached[other->person] = TRUE;
}

static double naive_share(const struct timeline *timeline, enum side side, gint32 last)
{
	struct naive naive = {0};
	gint32 first = span_start(timeline, last);
	guint reached = 0;
	double best = 0;

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		gint32 week = calendar_week_of_ms(message->at_ms, timeline->zone);
		if (week >= first && week <= last &&
		    timeline_coverage_at(&timeline->mail, week) != WEEK_NOT_COVERED)
			note(&naive, timeline, message, side);
	}
	for (guint i = 0; i < 2 * MADE_PEOPLE; i++)
		reached += naive.reached[i];
	for (guint i = 0; i < 2 * MADE_PEOPLE; i++) {
		double partners = 0;
		for (guint k = 0; k < 2 * MADE_PEOPLE; k++)
			partners += naive.met[i][k];
		if (naive.messages[i] > 0)
			best = fmax(best, ((double)naive.messages[i] / naive.total +
					   partners / reached) /
						  2);
	}
	return best;
}

static void test_against_a_count_anew(void **state)
{
	for (guint32 seed = 1; seed <= 3; seed++) {
		struct made_story story = {STORY_WEEKS, 0, 1, made_usual, made_usual};
		story.before.asks[SIDE_CLIENT] = 2;
		g_autoptr(timeline_auto) timeline = made_timeline(&story, seed);
		memset(timeline->mail.state + 60, WEEK_NOT_COVERED, 9);
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			struct series series;
			indicator_pivot_share.compute(timeline, side, &series);
			for (guint i = 0; i < series.n_weeks; i++)
				if (series.week[i].state == WEEK_OBSERVED)
					assert_float_equal(
						series.week[i].value,
						naive_share(timeline, side,
							    series.first_week + (gint32)i),
						1e-12);
			assert_int_equal(series.week[24].state, WEEK_EMPTY);
			assert_int_equal(series.week[25].state, WEEK_OBSERVED);
			assert_int_equal(series.week[64].state, WEEK_NOT_COVERED);
			assert_int_equal(series.week[STORY_WEEKS - 1].state, WEEK_OBSERVED);
			series_clear(&series);
		}
	}
}

/* A message a week by each of the provider's two persons, `first` of them by no. 5 alone. */
static struct timeline *drawn(guint weeks, guint first)
{
	struct timeline *timeline = sketch_new("2023-01-02", weeks);
	gint32 week = sketch_week_number("2023-01-02");

	for (guint i = 0; i < weeks; i++) {
		gint64 at = calendar_ms_of_day(calendar_monday_of_week(week + (gint32)i),
					       timeline->zone) +
			    10 * HOUR_MS;
		sketch_mail_at(timeline, at, SIDE_PROVIDER);
		sketch_mail_at(timeline, at + HOUR_MS, SIDE_PROVIDER)->person =
			i < first ? 5 : 6;
	}
	return timeline;
}

static void test_role_goes_over(void **state)
{
	g_autoptr(timeline_auto) timeline = drawn(104, 30);
	struct series series = sketch_measure(timeline, &indicator_pivot_share, SIDE_PROVIDER);

	assert_float_equal(series.week[29].value, 1, 0);
	assert_float_equal(series.week[59].value, (52 + 22) / 104.0, 1e-12);
	assert_float_equal(series.week[103].value, .5, 0);
	assert_float_equal(series.week[103].n, 104, 0);
	assert_int_equal(series.week[29].event_count, 2); /* both are the holder's */
	assert_int_equal(series.subject, 5);
	series_clear(&series);
	timeline->persons[5].shared = TRUE;
	series = sketch_measure(timeline, &indicator_pivot_share, SIDE_PROVIDER);
	assert_int_equal(series.week[29].state, WEEK_EMPTY); /* a mailbox is nobody */
	assert_int_equal(series.subject, 6);
	series_clear(&series);
}

/* Of two who write as much, the one whom more partners answer carries more. */
static void test_partners_weigh(void **state)
{
	g_autoptr(timeline_auto) timeline = drawn(60, 0);
	guint32 n = timeline->n_messages;

	for (guint32 i = 0; i < n; i++) {
		gint64 at = timeline->messages[i].at_ms + 2 * HOUR_MS;
		struct timeline_message *answer = sketch_mail_at(timeline, at, SIDE_CLIENT);
		answer->person = i % 2 == 0 ? 0 : i / 2 % 4;
		answer->event = 0; /* place is by time alone */
	}
	qsort(timeline->messages, timeline->n_messages, sizeof *timeline->messages,
	      sketch_compare_messages);
	for (guint32 i = 0; i < timeline->n_messages; i += 4)
		for (guint32 k = 2; k < 4; k++)
			timeline->messages[i + k].parent = i + k - 2;
	struct series series = sketch_measure(timeline, &indicator_pivot_share, SIDE_PROVIDER);
	assert_int_equal(series.subject, 6);
	assert_float_equal(series.week[59].value, (.5 + 1) / 2, 1e-12);
	series_clear(&series);
}

static void test_too_little_is_unknown(void **state)
{
	g_autoptr(timeline_auto) timeline = drawn(30, 30);
	struct series series = sketch_measure(timeline, &indicator_pivot_share, SIDE_PROVIDER);

	assert_int_equal(series.week[24].state, WEEK_EMPTY);
	assert_int_equal(series.week[25].state, WEEK_OBSERVED);
	series_clear(&series);
	for (guint i = 0; i < 22; i++)
		timeline->messages[i].automatic = AUTOMATIC_NOT + 1;
	series = sketch_measure(timeline, &indicator_pivot_share, SIDE_PROVIDER);
	assert_int_equal(series.week[29].state, WEEK_EMPTY); /* 38 messages */
	series_clear(&series);
	series = sketch_measure(timeline, &indicator_pivot_share, SIDE_CLIENT);
	assert_int_equal(series.subject, TIMELINE_NO_INDEX);
	assert_int_equal(series.n_events, 0);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_a_count_anew),
		cmocka_unit_test(test_role_goes_over),
		cmocka_unit_test(test_partners_weigh),
		cmocka_unit_test(test_too_little_is_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
