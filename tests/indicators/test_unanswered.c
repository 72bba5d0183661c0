/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unanswered_questions on weeks worked out by hand, and against a search through all pairs of
 * messages on seeded stories. */
#include "analysis/timelines.h"

#include "sketch.h"

#define DOZEN 12

/* Twelve questions of the client on a Tuesday at nine; their threads. */
static void draw_questions(struct timeline *timeline, const char *day, guint32 threads[DOZEN])
{
	for (guint i = 0; i < DOZEN; i++) {
		g_autofree char *when = g_strdup_printf("%s 09:%02u", day, i);
		threads[i] = sketch_question(timeline, when, SIDE_CLIENT);
	}
}

static struct timeline_message *draw_answer(struct timeline *timeline, const char *when,
					    guint32 thread, guint asked, guint met)
{
	struct timeline_message *answer = sketch_reply(timeline, when, SIDE_PROVIDER, thread);

	answer->asked = (guint16)asked;
	answer->met = (guint16)met;
	return answer;
}

static void draw_reminder(struct timeline *timeline, const char *when, guint32 thread)
{
	sketch_reply(timeline, when, SIDE_CLIENT, thread)->asks = TRUE;
}

static double value_of(const struct series *series, guint32 thread,
		       const struct timeline *timeline)
{
	for (guint e = 0; e < series->n_events; e++) {
		const struct timeline_message *question =
			&timeline->messages[series->events[e].index];
		if (question->thread == thread && question->starts)
			return series->events[e].value;
	}
	return NAN;
}

static void test_what_meets_a_question(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	guint32 thread[DOZEN];

	draw_questions(timeline, "2024-03-05", thread);
	/* 0: nobody; 1: too late; 2: in time, with nothing named; 3: met in part. */
	draw_answer(timeline, "2024-03-19 09:02", thread[1], 1, 1);
	draw_answer(timeline, "2024-03-19 09:02", thread[2], 0, 0);
	draw_answer(timeline, "2024-03-05 10:00", thread[3], 3, 1);
	/* 4: beside the point, asked again; 5: the second answer meets; 6: nobody asks again;
	 * 7: asked again when the two weeks are over; 8: asked again before any answer. */
	draw_answer(timeline, "2024-03-05 10:00", thread[4], 2, 0);
	draw_reminder(timeline, "2024-03-06 10:00", thread[4]);
	draw_answer(timeline, "2024-03-05 10:00", thread[5], 2, 0);
	draw_reminder(timeline, "2024-03-06 10:00", thread[5]);
	draw_answer(timeline, "2024-03-07 10:00", thread[5], 1, 1);
	draw_answer(timeline, "2024-03-05 10:00", thread[6], 2, 0);
	draw_answer(timeline, "2024-03-05 10:00", thread[7], 2, 0);
	draw_reminder(timeline, "2024-03-20 10:00", thread[7]);
	draw_reminder(timeline, "2024-03-05 10:00", thread[8]);
	draw_answer(timeline, "2024-03-05 11:00", thread[8], 2, 0);
	/* 9: a robot; 10: a colleague; 11: another thread. */
	draw_answer(timeline, "2024-03-05 10:00", thread[9], 0, 0)->automatic =
		AUTOMATIC_AUTO_REPLY;
	sketch_reply(timeline, "2024-03-05 10:00", SIDE_CLIENT, thread[10]);
	sketch_mail(timeline, "2024-03-05 10:00", SIDE_PROVIDER);

	static const double expected[DOZEN] = {INFINITY, INFINITY, 0,       0, 1, 0, 0, 0, 0,
					       INFINITY, INFINITY, INFINITY};
	struct series series =
		sketch_measure(timeline, &indicator_unanswered_questions, SIDE_PROVIDER);
	for (guint i = 0; i < DOZEN; i++)
		assert_true(value_of(&series, thread[i], timeline) == expected[i]);
	/* The reminders are questions too: those of 4 and 7 were never answered. */
	assert_int_equal(sketch_at(&series, "2024-03-04")->n, DOZEN + 3);
	assert_float_equal(sketch_at(&series, "2024-03-04")->value, 7.0 / (DOZEN + 3), 1e-9);
	series_clear(&series);
}

/* Not put to the side: a robot's question, a colleague's, one that did not reach it. */
static void test_what_is_no_question(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	guint32 thread[DOZEN];

	draw_questions(timeline, "2024-03-05", thread);
	timeline->messages[0].automatic = AUTOMATIC_ROBOT;
	timeline->messages[1].side = SIDE_PROVIDER;
	timeline->messages[2].n_recipients_provider = 0;
	timeline->messages[3].asks = FALSE;
	struct series series =
		sketch_measure(timeline, &indicator_unanswered_questions, SIDE_PROVIDER);
	assert_int_equal(series.n_events, DOZEN - 4);
	assert_week(&series, "2024-03-04", WEEK_EMPTY, NAN, DOZEN - 4);
	series_clear(&series);
}

/* What may still be answered is not called unanswered, at the end of the coverage and before a
 * hole of it. */
static void test_followed_for_two_weeks(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 10);
	guint32 thread[DOZEN];
	struct series series;

	draw_questions(timeline, "2024-03-05", thread);
	draw_questions(timeline, "2024-03-26", thread);
	draw_questions(timeline, "2024-04-30", thread);
	draw_answer(timeline, "2024-04-30 10:00", thread[0], 0, 0);
	timeline->mail.state[4] = WEEK_NOT_COVERED;
	series = sketch_measure(timeline, &indicator_unanswered_questions, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 1, DOZEN);
	assert_week(&series, "2024-03-25", WEEK_EMPTY, NAN, 0);
	assert_week(&series, "2024-04-01", WEEK_NOT_COVERED, NAN, 0);
	assert_week(&series, "2024-04-29", WEEK_PARTIAL, NAN, 1);
	series_clear(&series);
}

/* ---- against a plain search ---- */

static gboolean answers_in_time(const struct timeline_message *question,
				const struct timeline_message *later, enum side side)
{
	return later->thread == question->thread && later->side == side &&
	       later->automatic == AUTOMATIC_NOT && later->at_ms > question->at_ms &&
	       later->at_ms <= question->at_ms + DURATION_WATCH_MS;
}

static double searched(const struct timeline *timeline, guint32 index, enum side side)
{
	const struct timeline_message *question = &timeline->messages[index], *first = NULL;
	gboolean met = FALSE, again = FALSE;

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *later = &timeline->messages[i];
		if (!answers_in_time(question, later, side))
			continue;
		first = first != NULL ? first : later;
		met = met || later->asked == 0 || later->met > 0;
	}
	for (guint i = 0; i < timeline->n_messages && first != NULL; i++)
		again = again ||
			(timeline->messages[i].asks &&
			 timeline->messages[i].at_ms > first->at_ms &&
			 answers_in_time(question, &timeline->messages[i], side_other(side)));
	return first == NULL ? INFINITY : !met && again ? 1 : 0;
}

/* Answers, reminders and answers to them strewn over a story. */
static struct timeline *draw_story(guint32 seed)
{
	struct made_story story = {80, 0, 1, made_usual, made_usual};
	struct timeline *timeline = made_timeline(&story, seed);
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);

	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message *message = &timeline->messages[i];
		if (g_rand_int_range(random, 0, 3) == 0 && i >= 9)
			message->thread =
				timeline->messages[i - (guint)g_rand_int_range(random, 1, 9)]
					.thread;
		message->asked = (guint16)g_rand_int_range(random, 0, 3);
		message->met = message->asked > 0 && g_rand_boolean(random);
	}
	return timeline;
}

static void test_against_search(void **state)
{
	for (guint32 seed = 1; seed <= 4; seed++) {
		g_autoptr(timeline_auto) timeline = draw_story(seed);
		guint kinds[3] = {0};
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			struct series series;
			indicator_unanswered_questions.compute(timeline, side, &series);
			for (guint e = 0; e < series.n_events; e++) {
				double value = searched(timeline, series.events[e].index, side);
				assert_true(series.events[e].value == value);
				kinds[isinf(value) ? 2 : (guint)value]++;
			}
			series_clear(&series);
		}
		assert_true(kinds[0] > 50 && kinds[1] > 5 && kinds[2] > 20);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_meets_a_question),
		cmocka_unit_test(test_what_is_no_question),
		cmocka_unit_test(test_followed_for_two_weeks),
		cmocka_unit_test(test_against_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
