/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people and messages do, on weeks counted by hand: voice, escalation,
 * ownership_disputes, style_matching, closure_confirmed, update_gap, recurrence,
 * contact_turnover. */
#include "sketch.h"

#define WEEKS 30

static void assert_value(const struct series *series, const char *monday, double value,
			 double n)
{
	const struct series_week *week = sketch_at(series, monday);

	assert_int_equal(week->state, WEEK_OBSERVED);
	assert_float_equal(week->value, value, 1e-9);
	assert_float_equal(week->n, n, 0);
}

static void assert_no_value(const struct series *series, const char *monday,
			    enum week_state state)
{
	assert_int_equal(sketch_at(series, monday)->state, state);
	assert_true(isnan(sketch_at(series, monday)->value));
}

/* One ticket of the side a week; a complaint in the weeks of 4 March and 25 March 2024. */
static struct timeline *draw_complaints(enum side side)
{
	struct timeline *timeline = sketch_new("2024-01-01", WEEKS);
	static const char *const days[] = {"2024-03-05 10:00", "2024-03-26 10:00"};

	for (guint i = 0; i < WEEKS; i++) {
		gint64 monday = sketch_ms("2024-01-01 09:00") + i * 7 * CALENDAR_DAY_MS;
		struct timeline_ticket *ticket = sketch_ticket_at(timeline, monday);
		ticket->requester_side = side;
		ticket->worker_side = side_other(side);
	}
	for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
		sketch_mail(timeline, days[i], side)->complains = 2;
		sketch_mail(timeline, days[i], side_other(side))->complains = 1;
		sketch_mail(timeline, days[i], side)->automatic = 1;
		timeline->messages[timeline->n_messages - 1].complains = 1;
	}
	return timeline;
}

static void test_voice_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw_complaints(side);
		struct series series = sketch_measure(timeline, &indicator_voice, side);

		assert_no_value(&series, "2024-03-18", WEEK_EMPTY); /* twelve weeks */
		assert_value(&series, "2024-03-25", 200.0 / 13, 13);
		assert_value(&series, "2024-06-03", 100.0 / 13, 13);
		assert_value(&series, "2024-06-24", 0, 13);
		assert_int_equal(series.n_events, 2);
		series_clear(&series);
	}
}

static void test_voice_asks_for_mail(void **state)
{
	g_autoptr(timeline_auto) timeline = draw_complaints(SIDE_CLIENT);
	struct series series;

	timeline->mail.state[15] = WEEK_NOT_COVERED; /* 15 April */
	series = sketch_measure(timeline, &indicator_voice, SIDE_CLIENT);
	assert_value(&series, "2024-04-08", 200.0 / 13, 13);
	assert_no_value(&series, "2024-04-22", WEEK_EMPTY);
	assert_no_value(&series, "2024-07-08", WEEK_EMPTY);
	assert_value(&series, "2024-07-15", 0, 13);
	series_clear(&series);
}

static void test_disputes_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", WEEKS);
		struct series series;

		sketch_mail(timeline, "2024-01-09 10:00", side)->disputes = 3;
		sketch_mail(timeline, "2024-01-10 10:00", side)->disputes = 1;
		sketch_mail(timeline, "2024-01-11 10:00", side);
		sketch_mail(timeline, "2024-01-11 11:00", side_other(side))->disputes = 1;
		sketch_mail(timeline, "2024-01-12 10:00", side)->disputes = 1;
		timeline->messages[timeline->n_messages - 1].n_recipients_client = 0;
		timeline->messages[timeline->n_messages - 1].n_recipients_provider = 0;
		series = sketch_measure(timeline, &indicator_ownership_disputes, side);
		assert_float_equal(sketch_at(&series, "2024-01-08")->value, 2, 0);
		assert_int_equal(series.n_events, 2);
		assert_int_equal(sketch_at(&series, "2024-01-15")->state, WEEK_TRUE_ZERO);
		series_clear(&series);
	}
}

/* Twelve threads that the other side began in one week and the side answered: two persons
 * brought in, the management, formal notice by the side: three; one person, two by the other
 * side or by a robot, or after four weeks: four that do not count. */
static struct timeline *draw_escalations(enum side side)
{
	struct timeline *timeline = sketch_new("2024-01-01", WEEKS);
	struct timeline_message *drawn;

	for (guint32 i = 0; i < 12; i++) {
		sketch_mail(timeline, "2024-02-06 09:00", side_other(side))->thread = i;
		drawn = sketch_reply(timeline, "2024-02-07 09:00", side, i);
		drawn->n_added = i == 0 ? 2 : i == 3 ? 1 : 0;
		drawn->raised = i == 1;
		drawn->formal = i == 2;
	}
	sketch_reply(timeline, "2024-02-08 09:00", side_other(side), 4)->n_added = 5;
	drawn = sketch_reply(timeline, "2024-02-08 09:00", side, 5);
	drawn->n_added = 5;
	drawn->automatic = 1;
	sketch_reply(timeline, "2024-03-06 09:00", side, 6)->formal = 1;
	drawn = sketch_reply(timeline, "2024-02-08 09:00", side, 7);
	drawn->formal = 1; /* to its own people alone */
	drawn->n_recipients_client = drawn->n_recipients_provider = 0;
	/* Threads in which the side never wrote are not its own. */
	sketch_mail(timeline, "2024-02-08 09:00", side_other(side))->formal = 1;
	return timeline;
}

static void test_escalations_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw_escalations(side);
		struct series series = sketch_measure(timeline, &indicator_escalation, side);

		assert_value(&series, "2024-02-05", 3.0 / 12, 12);
		assert_no_value(&series, "2024-02-12", WEEK_EMPTY);
		series_clear(&series);
		/* Nothing is said of threads that were not followed for four weeks. */
		timeline->mail.last_week = sketch_week_number("2024-02-26");
		series = sketch_measure(timeline, &indicator_escalation, side);
		assert_no_value(&series, "2024-02-05", WEEK_PARTIAL);
		series_clear(&series);
	}
}

/* Both sides write 200 words of French a week; the provider's articles are half as many as the
 * client's, all else alike. In English the client writes enough, the provider does not. */
static struct timeline *draw_styles(void)
{
	struct timeline *timeline = sketch_new("2024-01-01", WEEKS);

	for (guint week = 0; week < WEEKS; week++) {
		gint64 monday = sketch_ms("2024-01-01 09:00") + week * 7 * CALENDAR_DAY_MS;
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
			for (guint i = 0; i < 2; i++) {
				struct timeline_message *message =
					sketch_mail_at(timeline, monday + i, side);
				message->words = 200;
				message->language = i == 0 ? READING_FRENCH : READING_ENGLISH;
				for (guint k = 0; k < STYLE_CLASSES; k++)
					message->style[k] = 10;
				if (side == SIDE_PROVIDER && i == 0)
					message->style[STYLE_ARTICLE] = 5;
				if (side == SIDE_PROVIDER && i == 1)
					message->words = 100;
			}
	}
	return timeline;
}

static void test_likeness_of_style(void **state)
{
	g_autoptr(timeline_auto) timeline = draw_styles();
	double likeness = (8 + 1 - 1.0 / 3) / 9;
	struct series series = sketch_measure(timeline, &indicator_style_matching, SIDE_NONE);

	assert_no_value(&series, "2024-01-15", WEEK_EMPTY); /* three weeks */
	assert_value(&series, "2024-01-22", likeness, 800);
	assert_value(&series, "2024-04-01", likeness, 800);
	series_clear(&series);
	/* A week that is not covered is not a week of the month; a quiet one is. */
	timeline->mail.state[20] = WEEK_NOT_COVERED;
	for (guint i = 0; i < timeline->n_messages; i++)
		if (i / 4 == 25 || i / 4 == 26)
			timeline->messages[i].automatic = 1;
	series = sketch_measure(timeline, &indicator_style_matching, SIDE_NONE);
	assert_value(&series, "2024-06-10", likeness, 800);
	assert_no_value(&series, "2024-07-01", WEEK_EMPTY); /* 400 words */
	series_clear(&series);
}

/* Twelve incidents closed in one week. Written about: all but the last two; confirmed in time:
 * the first three; too late, before the end, or by the worker: the next three. */
static struct timeline *draw_closures(enum side worker)
{
	static const char *const keys[] = {"A1", "A2", "A3", "A4",  "A5",  "A6",
					   "A7", "A8", "A9", "A10", "A11", "A12"};
	struct timeline *timeline = sketch_new("2024-01-01", WEEKS);
	enum side requester = side_other(worker);

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		struct timeline_ticket *ticket =
			sketch_ticket_at(timeline, sketch_ms("2024-02-05 09:00"));
		ticket->key = keys[i];
		ticket->worker_side = worker;
		ticket->requester_side = requester;
		ticket->closed_ms = sketch_ms("2024-02-14 12:00");
	}
	for (guint i = 0; i < 10; i++)
		sketch_mail(timeline, "2024-02-06 09:00", requester)->ticket_key = keys[i];
	timeline->messages[4].confirms = 1;
	for (guint i = 0; i < 3; i++) {
		sketch_mail(timeline, "2024-02-20 09:00", requester)->ticket_key = keys[i];
		timeline->messages[timeline->n_messages - 1].confirms = 1;
	}
	sketch_mail(timeline, "2024-02-20 10:00", worker)->ticket_key = keys[5];
	timeline->messages[timeline->n_messages - 1].confirms = 1;
	sketch_mail(timeline, "2024-03-04 09:00", requester)->ticket_key = keys[3];
	timeline->messages[timeline->n_messages - 1].confirms = 1;
	return timeline;
}

static void test_confirmations_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw_closures(side);
		struct series series =
			sketch_measure(timeline, &indicator_closure_confirmed, side);

		/* Ten are fewer than a dozen. */
		assert_no_value(&series, "2024-02-12", WEEK_EMPTY);
		assert_int_equal(series.n_events, 10);
		series_clear(&series);
		for (guint i = 10; i < 12; i++) {
			sketch_mail(timeline, "2024-02-21 09:00", side_other(side))
				->ticket_key = timeline->tickets[i].key;
		}
		series = sketch_measure(timeline, &indicator_closure_confirmed, side);
		assert_value(&series, "2024-02-12", 3.0 / 12, 12);
		series_clear(&series);
	}
}

/* Thirteen tickets that ended in one week, with gaps of 0, 1, ... 12 business hours. */
static void test_gaps_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", WEEKS);
		gint64 morning = sketch_ms("2024-02-13 09:00");
		struct series series;

		for (guint i = 0; i < 14; i++) {
			struct timeline_ticket *ticket =
				sketch_ticket_at(timeline, sketch_ms("2024-02-12 09:00"));
			gint64 hours = i > 9 ? i + 15 : i; /* the night is no business */
			ticket->worker_side = side;
			ticket->closed_ms = sketch_ms("2024-02-16 12:00");
			if (i == 13)
				continue; /* its tool tells no history */
			ticket->gap_from_ms = morning;
			ticket->gap_to_ms = morning + hours * CALENDAR_DAY_MS / 24;
		}
		series = sketch_measure(timeline, &indicator_update_gap, side);
		assert_value(&series, "2024-02-12", 6, 13);
		assert_no_value(&series, "2024-02-19", WEEK_EMPTY);
		series_clear(&series);
	}
}

/* Four persons write every week of a year and a half; from the second year on one of them has
 * gone and another has come. A function mailbox writes throughout. */
static struct timeline *draw_people(enum side side)
{
	struct timeline *timeline = sketch_new("2023-01-02", 80);
	guint32 first = side == SIDE_PROVIDER ? 5 : 0;

	timeline->persons[first + 4].shared = TRUE;
	for (guint week = 0; week < 80; week++) {
		gint64 monday = sketch_ms("2023-01-02 10:00") + week * 7 * CALENDAR_DAY_MS;
		for (guint32 i = 0; i < 5; i++) {
			if ((i == 2 && week >= 40) || (i == 3 && week < 40))
				continue;
			sketch_mail_at(timeline, monday + i * CALENDAR_DAY_MS / 24, side)
				->person = first + i;
		}
	}
	return timeline;
}

static void test_turnover_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = draw_people(side);
		guint32 gone = side == SIDE_PROVIDER ? 7 : 2;
		struct series series =
			sketch_measure(timeline, &indicator_contact_turnover, side);

		/* 78 weeks are needed; then two of four are in one half-year alone. */
		assert_no_value(&series, "2024-06-17", WEEK_EMPTY);
		assert_value(&series, "2024-06-24", .5, 4);
		series_clear(&series);
		timeline->persons[gone].elsewhere = 3;
		series = sketch_measure(timeline, &indicator_contact_turnover, side);
		assert_value(&series, "2024-06-24", 1.0 / 3, 3);
		series_clear(&series);
	}
}

/* A tool of 30 weeks: of its first 90 days nothing is known. Of 15 tickets of a later week 5
 * repeat another, 3 have no title. */
static void test_recurrence_of_either_side(void **state)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", WEEKS);
		struct series series;

		for (guint i = 0; i < 30; i++) {
			struct timeline_ticket *ticket = sketch_ticket_at(
				timeline,
				sketch_ms(i < 15 ? "2024-03-26 10:00" : "2024-04-02 10:00"));
			ticket->worker_side = side;
			ticket->repeats = i % 15 < 5 ? 1 : i % 15 < 12 ? 0 : -1;
		}
		series = sketch_measure(timeline, &indicator_recurrence, side);
		assert_no_value(&series, "2024-03-25", WEEK_EMPTY);
		assert_value(&series, "2024-04-01", 5.0 / 12, 12);
		series_clear(&series);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_voice_of_either_side),
		cmocka_unit_test(test_voice_asks_for_mail),
		cmocka_unit_test(test_disputes_of_either_side),
		cmocka_unit_test(test_escalations_of_either_side),
		cmocka_unit_test(test_likeness_of_style),
		cmocka_unit_test(test_confirmations_of_either_side),
		cmocka_unit_test(test_gaps_of_either_side),
		cmocka_unit_test(test_turnover_of_either_side),
		cmocka_unit_test(test_recurrence_of_either_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
