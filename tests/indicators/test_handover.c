/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who goes on with the partners of a key contact that is gone, counted by hand. */
#include "sketch.h"

#include "indicators/handover.h"

#define WEEKS 70
#define GONE  40 /* first week without the contact */

/* The drawn persons: a contact, two colleagues, four partners. */
struct cast {
	enum side side;
	guint32 contact, first, second, partner;
};

static struct cast cast_of(enum side side)
{
	guint32 own = side == SIDE_PROVIDER ? 5 : 0, other = side == SIDE_PROVIDER ? 0 : 5;

	return (struct cast){side, own, own + 1, own + 2, other};
}

/* A partner asks, somebody of the side answers an hour later; its thread. */
static guint32 exchange(struct timeline *timeline, struct cast cast, gint64 at_ms,
			guint32 partner, guint32 person)
{
	struct timeline_message *message =
		sketch_mail_at(timeline, at_ms, side_other(cast.side));
	guint32 thread = message->thread, parent = timeline->n_messages - 1;

	message->person = cast.partner + partner;
	message = sketch_mail_at(timeline, at_ms + CALENDAR_DAY_MS / 24, cast.side);
	message->person = person;
	message->thread = thread;
	message->parent = parent;
	message->starts = FALSE;
	return thread;
}

/* Weeks before: the contact answers four partners; in the thread of the first one a colleague
 * writes on. Weeks after: nobody for two weeks, then the colleague answers the first two and
 * another one the third. */
static struct timeline *draw(struct cast cast)
{
	struct timeline *timeline = sketch_new("2023-01-02", WEEKS);

	for (guint week = 0; week < WEEKS; week++) {
		gint64 monday = sketch_ms("2023-01-02 09:00") + week * 7 * CALENDAR_DAY_MS;
		for (guint32 i = 0; i < 4; i++) {
			gint64 at = monday + i * CALENDAR_DAY_MS;
			guint32 person = i < 2 ? cast.first : cast.second;
			if (week >= GONE && (week < GONE + 2 || i == 3))
				continue;
			guint32 thread = exchange(timeline, cast, at, i,
						  week < GONE ? cast.contact : person);
			if (week >= GONE || i > 0)
				continue;
			struct timeline_message *message =
				sketch_mail_at(timeline, at + CALENDAR_DAY_MS / 12, cast.side);
			message->person = cast.first;
			message->thread = thread;
			message->starts = FALSE;
		}
	}
	return timeline;
}

static void test_who_takes_over(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		struct cast cast = cast_of(side);
		g_autoptr(timeline_auto) timeline = draw(cast);
		struct handover handover;

		assert_int_equal(pivot_of_side(timeline, side), cast.contact);
		assert_true(handover_measure(timeline, side, cast.contact, &handover));
		assert_int_equal(handover.partners, 4);
		assert_int_equal(handover.successor, cast.first);
		assert_int_equal(handover.taken_over, 2);
		assert_int_equal(handover.threads, 4 * 26);
		assert_int_equal(handover.known, 26);
		assert_true(handover.followed);
		/* Three messages a week where there were five: less than four fifths. */
		assert_int_equal(handover.weeks_back, -1);
		assert_false(handover_measure(timeline, side, cast.contact + 4, &handover));
	}
}

/* With a fourth message a week from the third week on, the rhythm is back. */
static void test_rhythm_comes_back(void **state)
{
	struct cast cast = cast_of(SIDE_PROVIDER);
	g_autoptr(timeline_auto) timeline = draw(cast);
	struct handover handover;

	for (guint week = GONE + 2; week < WEEKS; week++) {
		gint64 at = sketch_ms("2023-01-06 15:00") + week * 7 * CALENDAR_DAY_MS;
		sketch_mail_at(timeline, at, SIDE_PROVIDER)->person = cast.second;
	}
	qsort(timeline->messages, timeline->n_messages, sizeof *timeline->messages,
	      sketch_compare_messages);
	for (guint i = 0; i < timeline->n_messages; i++)
		timeline->messages[i].parent = TIMELINE_NO_INDEX;
	assert_true(handover_measure(timeline, SIDE_PROVIDER, cast.contact, &handover));
	assert_int_equal(handover.weeks_back, 2);
	assert_int_equal(handover.partners, 0);
	assert_int_equal(handover.successor, TIMELINE_NO_INDEX);
}

static void test_share_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		struct cast cast = cast_of(side);
		g_autoptr(timeline_auto) timeline = draw(cast);
		struct series series =
			sketch_measure(timeline, &indicator_handover_quality, side);

		/* The contact's last week is that of 2 October 2023; 13 weeks later: */
		assert_int_equal(sketch_at(&series, "2023-12-25")->state, WEEK_EMPTY);
		assert_week(&series, "2024-01-01", WEEK_OBSERVED, .5, 4);
		assert_int_equal(sketch_at(&series, "2024-01-01")->event_count, 2);
		assert_week(&series, "2024-04-29", WEEK_OBSERVED, .5, 4);
		series_clear(&series);
		/* Who goes on under another address has handed nothing over. */
		timeline->persons[cast.contact].elsewhere = 3;
		series = sketch_measure(timeline, &indicator_handover_quality, side);
		assert_int_equal(sketch_at(&series, "2024-01-01")->state, WEEK_EMPTY);
		series_clear(&series);
	}
}

static void test_too_early_to_say(void **state)
{
	struct cast cast = cast_of(SIDE_PROVIDER);
	g_autoptr(timeline_auto) timeline = draw(cast);
	struct handover handover;

	timeline->mail.last_week = timeline->mail.first_week + GONE + 5;
	assert_true(handover_measure(timeline, SIDE_PROVIDER, cast.contact, &handover));
	assert_false(handover.followed);
	timeline->mail.last_week = timeline->mail.first_week + GONE + 7;
	assert_true(handover_measure(timeline, SIDE_PROVIDER, cast.contact, &handover));
	assert_true(handover.followed);
}

/* Of the contact's threads with the other side, one in four is known to a colleague; a thread
 * within the side counts for nothing. */
static void test_threads_that_a_colleague_knows(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		struct cast cast = cast_of(side);
		g_autoptr(timeline_auto) timeline = draw(cast);
		guint shared;

		sketch_mail(timeline, "2024-04-29 08:00", side)->person = cast.contact;
		qsort(timeline->messages, timeline->n_messages, sizeof *timeline->messages,
		      sketch_compare_messages);
		/* 22 of the last 52 weeks. */
		assert_int_equal(handover_threads(timeline, side, cast.contact, 52, &shared),
				 88);
		assert_int_equal(shared, 22);
		assert_int_equal(handover_threads(timeline, side, cast.second, 52, &shared),
				 28);
		assert_int_equal(shared, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_takes_over),
		cmocka_unit_test(test_rhythm_comes_back),
		cmocka_unit_test(test_share_of_either_side),
		cmocka_unit_test(test_too_early_to_say),
		cmocka_unit_test(test_threads_that_a_colleague_knows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
