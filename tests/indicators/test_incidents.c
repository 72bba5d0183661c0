/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Messages tied to tickets by number and by thread; and what is measured of incidents on weeks
 * worked out by hand: explained_share, explanation_time, closing_readability. */
#include "indicators/incidents.h"

#include "language/closure.h"
#include "sketch.h"

#define CAUSE  (1u << CLOSURE_CAUSE)
#define ACTION (1u << CLOSURE_ACTION)
#define DATE   (1u << CLOSURE_DATE)
#define OWNER  (1u << CLOSURE_OWNER)
#define CHECK  (1u << CLOSURE_CHECK)

/* ---- drawing ---- */

static struct timeline_ticket *draw_ticket(struct timeline *timeline, const char *opened,
					   const char *key)
{
	struct timeline_ticket *ticket = sketch_ticket_at(timeline, sketch_ms(opened));

	ticket->key = key;
	return ticket;
}

static struct timeline_message *draw_named(struct timeline *timeline, const char *when,
					   enum side side, const char *key)
{
	struct timeline_message *message = sketch_mail(timeline, when, side);

	message->ticket_key = key;
	return message;
}

/* The tickets of the messages, -1 for none, -2 for a number of which only mail is known. */
static void assert_tied(const struct timeline *timeline, const int *expected)
{
	g_autoptr(incidents_auto) incidents = incidents_of(timeline);
	g_autofree int *found = g_new(int, timeline->n_messages);

	for (guint i = 0; i < timeline->n_messages; i++)
		found[i] = -1;
	for (guint i = 0; i < incidents->n; i++) {
		const struct incident *incident = &incidents->all[i];
		assert_true(incident->count > 0);
		for (guint m = 0; m < incident->count; m++) {
			guint32 message = incidents->messages[incident->first + m];
			assert_int_equal(found[message], -1);
			found[message] = incident->ticket == TIMELINE_NO_INDEX
						 ? -2
						 : (int)incident->ticket;
			assert_true(m == 0 ||
				    message > incidents->messages[incident->first + m - 1]);
		}
	}
	for (guint i = 0; i < timeline->n_messages; i++)
		assert_int_equal(found[i], expected[i]);
}

/* ---- ties ---- */

static void test_tied_by_number_and_thread(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	guint32 thread;

	draw_ticket(timeline, "2024-03-04 09:00", "4512");
	draw_ticket(timeline, "2024-03-05 09:00", "SUP-7");
	thread = sketch_question(timeline, "2024-03-04 10:00", SIDE_CLIENT);
	draw_named(timeline, "2024-03-04 11:00", SIDE_PROVIDER, "4512")->thread = thread;
	sketch_reply(timeline, "2024-03-04 12:00", SIDE_CLIENT, thread);
	draw_named(timeline, "2024-03-06 09:00", SIDE_PROVIDER, "sup-7")->thread = thread;
	sketch_mail(timeline, "2024-03-07 09:00", SIDE_PROVIDER);
	draw_named(timeline, "2024-03-07 10:00", SIDE_PROVIDER, "0004512");
	draw_named(timeline, "2024-03-07 11:00", SIDE_CLIENT, "99");
	draw_named(timeline, "2024-03-07 12:00", SIDE_NONE, "4512");
	draw_named(timeline, "2024-03-07 13:00", SIDE_PROVIDER, "4512")->automatic =
		AUTOMATIC_ROBOT;
	assert_tied(timeline, (const int[]){0, 0, 0, 1, -1, 0, -2, -1, -1});
}

/* A number that comes back is that of the latest ticket opened by then; the tool's clock may be
 * late by a day. */
static void test_number_that_comes_back(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 40);

	draw_ticket(timeline, "2024-04-02 09:00", "12");
	draw_ticket(timeline, "2024-08-01 09:00", "12");
	draw_named(timeline, "2024-03-05 09:00", SIDE_CLIENT, "12");
	draw_named(timeline, "2024-04-01 10:00", SIDE_CLIENT, "12");
	draw_named(timeline, "2024-07-30 09:00", SIDE_CLIENT, "12");
	draw_named(timeline, "2024-08-02 09:00", SIDE_CLIENT, "12");
	assert_tied(timeline, (const int[]){-2, 0, 0, 1});
}

static void test_nothing_to_tie(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 2);
	g_autoptr(incidents_auto) none = incidents_of(timeline);

	assert_int_equal(none->n, 0);
	assert_null(incidents_find(none, 0));
	draw_ticket(timeline, "2024-03-04 09:00", "1");
	sketch_mail(timeline, "2024-03-07 09:00", SIDE_PROVIDER);
	assert_tied(timeline, (const int[]){-1});
}

/* The side's last five up to a week after the end. */
static void test_last_texts(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	guint32 texts[INCIDENT_LAST_TEXTS];
	struct timeline_ticket *ticket = draw_ticket(timeline, "2024-03-04 09:00", "1");

	ticket->resolved_ms = sketch_ms("2024-03-08 12:00");
	ticket->closed_ms = sketch_ms("2024-03-20 12:00");
	assert_true(incident_closed_ms(ticket) == ticket->resolved_ms);
	for (guint i = 0; i < 7; i++) {
		g_autofree char *when = g_strdup_printf("2024-03-%02u 10:00", 4 + i);
		draw_named(timeline, when, i == 1 ? SIDE_CLIENT : SIDE_PROVIDER, "1");
	}
	draw_named(timeline, "2024-03-15 13:00", SIDE_PROVIDER, "1");
	g_autoptr(incidents_auto) incidents = incidents_of(timeline);
	const struct incident *incident = incidents_find(incidents, 0);
	assert_non_null(incident);
	assert_int_equal(incident->count, 8);
	assert_int_equal(incident_last_texts(incidents, incident, SIDE_PROVIDER, texts), 5);
	for (guint i = 0; i < 5; i++)
		assert_int_equal(texts[i], i + 2);
	assert_int_equal(incident_last_texts(incidents, incident, SIDE_CLIENT, texts), 1);
	timeline->tickets[0].resolved_ms = timeline->tickets[0].closed_ms = INSTANT_NONE;
	assert_int_equal(incident_last_texts(incidents, incident, SIDE_PROVIDER, texts), 5);
	assert_int_equal(texts[4], 7);
	timeline->tickets[0].closed_ms = sketch_ms("2024-03-20 12:00");
	timeline->tickets[0].cancelled_ms = sketch_ms("2024-03-21 12:00");
	assert_true(incident_closed_ms(&timeline->tickets[0]) == INSTANT_NONE);
}

/* ---- explained_share ---- */

static const char *const keys[] = {"1", "2", "3",  "4",  "5",  "6",  "7",
				   "8", "9", "10", "11", "12", "13", "14"};

/* Tickets opened at nine and resolved at eleven of a day, each with one mail of the provider
 * that has these ticks. */
static void draw_closed(struct timeline *timeline, const char *day, guint from,
			const guint8 *ticks, guint count)
{
	for (guint i = 0; i < count; i++) {
		g_autofree char *opened = g_strdup_printf("%s 09:%02u", day, from + i);
		g_autofree char *wrote = g_strdup_printf("%s 10:%02u", day, from + i);
		struct timeline_ticket *ticket = draw_ticket(timeline, opened, keys[from + i]);
		ticket->resolved_ms = ticket->opened_ms + 2 * 3600000;
		draw_named(timeline, wrote, SIDE_PROVIDER, keys[from + i])->ticks = ticks[i];
	}
}

/* Explained: a cause, and an action or a check. */
static const guint8 dozen[] = {CAUSE | ACTION,
			       CAUSE | CHECK,
			       CAUSE,
			       ACTION | CHECK,
			       CAUSE | DATE | OWNER,
			       0,
			       CAUSE | ACTION | CHECK,
			       DATE | OWNER | CHECK,
			       CAUSE | ACTION,
			       ACTION,
			       0,
			       0};

static void test_explained_share(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	draw_closed(timeline, "2024-03-05", 0, dozen, G_N_ELEMENTS(dozen));
	series = sketch_measure(timeline, &indicator_explained_share, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 4.0 / 12, 12);
	assert_week(&series, "2024-03-11", WEEK_EMPTY, NAN, 0);
	series_clear(&series);
	series = sketch_measure(timeline, &indicator_explained_share, SIDE_CLIENT);
	assert_int_equal(series.n_events, 0);
	series_clear(&series);
}

/* What is not judged: no mail of the side, an end that is no closing, an opening or an end of
 * which mail does not speak, a robot's ticket. */
static void test_not_judged(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct timeline_ticket *ticket;
	struct series series;

	draw_closed(timeline, "2024-03-12", 0, dozen, G_N_ELEMENTS(dozen));
	ticket = draw_ticket(timeline, "2024-03-12 09:30", "20");
	ticket->resolved_ms = ticket->opened_ms + 3600000;
	draw_named(timeline, "2024-03-12 09:40", SIDE_CLIENT, "20")->ticks = CAUSE | ACTION;
	ticket = draw_ticket(timeline, "2024-03-12 09:31", "21");
	ticket->resolved_ms = ticket->opened_ms + 3600000;
	ticket->cancelled_ms = ticket->resolved_ms;
	draw_named(timeline, "2024-03-12 09:41", SIDE_PROVIDER, "21")->ticks = CAUSE | ACTION;
	ticket = draw_ticket(timeline, "2024-03-05 09:31", "22");
	ticket->resolved_ms = sketch_ms("2024-03-12 12:00");
	draw_named(timeline, "2024-03-12 09:42", SIDE_PROVIDER, "22")->ticks = CAUSE | ACTION;
	ticket = draw_ticket(timeline, "2024-03-12 09:32", "23");
	ticket->resolved_ms = ticket->opened_ms + 3600000;
	ticket->automatic = TRUE;
	draw_named(timeline, "2024-03-12 09:43", SIDE_PROVIDER, "23")->ticks = CAUSE | ACTION;
	ticket = draw_ticket(timeline, "2024-03-12 09:33", "24");
	ticket->resolved_ms = sketch_ms("2024-04-16 12:00");
	draw_named(timeline, "2024-03-12 09:44", SIDE_PROVIDER, "24");
	timeline->mail.state[0] = timeline->mail.state[6] = WEEK_NOT_COVERED;
	series = sketch_measure(timeline, &indicator_explained_share, SIDE_PROVIDER);
	assert_week(&series, "2024-03-11", WEEK_OBSERVED, 4.0 / 12, 12);
	assert_int_equal(series.n_events, 12);
	series_clear(&series);
}

/* Each text may bring a part; one that comes too late does not count. */
static void test_parts_of_an_explanation(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	draw_closed(timeline, "2024-03-05", 0, (const guint8[12]){CAUSE, CAUSE}, 12);
	draw_named(timeline, "2024-03-11 10:00", SIDE_PROVIDER, "1")->ticks = CHECK;
	draw_named(timeline, "2024-03-13 10:00", SIDE_PROVIDER, "2")->ticks = CHECK;
	series = sketch_measure(timeline, &indicator_explained_share, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 1.0 / 12, 12);
	series_clear(&series);
}

/* Eleven in the four weeks up to one are too few; the twelfth makes its week known, and none
 * before it. A week that may still be explained is not judged. */
static void test_support_and_end(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	draw_closed(timeline, "2024-03-05", 0, dozen, 6);
	draw_closed(timeline, "2024-03-19", 6, dozen + 6, 5);
	draw_closed(timeline, "2024-03-27", 11, dozen, 1);
	draw_closed(timeline, "2024-04-02", 12, dozen, 1);
	series = sketch_measure(timeline, &indicator_explained_share, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_EMPTY, NAN, 6);
	assert_week(&series, "2024-03-18", WEEK_EMPTY, NAN, 5);
	assert_week(&series, "2024-03-25", WEEK_OBSERVED, 1, 1);
	assert_week(&series, "2024-04-01", WEEK_EMPTY, NAN, 1);
	series_clear(&series);
	/* A hole is stepped over: the month is one of covered weeks. */
	timeline->tickets_coverage.state[1] = WEEK_NOT_COVERED;
	series = sketch_measure(timeline, &indicator_explained_share, SIDE_PROVIDER);
	assert_week(&series, "2024-04-01", WEEK_OBSERVED, 1, 1);
	series_clear(&series);
	timeline->as_of_ms = sketch_ms("2024-04-04 12:00");
	series = sketch_measure(timeline, &indicator_explained_share, SIDE_PROVIDER);
	assert_week(&series, "2024-04-01", WEEK_PARTIAL, NAN, 1);
	series_clear(&series);
}

/* ---- explanation_time ---- */

/* A dozen incidents, opened at nine of a Tuesday; the provider writes an hour later, and gives
 * a cause so many hours after the opening (0: never). */
static void draw_explained(struct timeline *timeline, const guint *hours)
{
	for (guint i = 0; i < 12; i++) {
		guint32 thread;
		draw_ticket(timeline, "2024-03-05 09:00", keys[i]);
		thread = draw_named(timeline, "2024-03-05 10:00", SIDE_PROVIDER, keys[i])
				 ->thread;
		g_autofree char *when = g_strdup_printf("2024-03-05 %02u:00", 9 + hours[i]);
		if (hours[i] > 0)
			sketch_reply(timeline, when, SIDE_PROVIDER, thread)->explanations = 1;
	}
}

static void test_explanation_time(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	draw_explained(timeline, (const guint[12]){2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8});
	series = sketch_measure(timeline, &indicator_explanation_time, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 5, 12);
	series_clear(&series);
}

/* Seven of twelve never explained: the median is the thirty days that they were watched. An
 * answer without a cause, or a cause given by the client, ends no wait. */
static void test_never_explained(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;
	double most;

	draw_explained(timeline, (const guint[12]){2, 3, 3, 4, 4});
	draw_named(timeline, "2024-03-06 10:00", SIDE_CLIENT, "6")->explanations = 2;
	draw_named(timeline, "2024-03-06 11:00", SIDE_PROVIDER, "7")->ticks = ACTION | CHECK;
	draw_named(timeline, "2024-05-06 11:00", SIDE_PROVIDER, "8")->ticks = CAUSE;
	series = sketch_measure(timeline, &indicator_explanation_time, SIDE_PROVIDER);
	most = calendar_business_hours(sketch_ms("2024-03-05 09:00"),
				       sketch_ms("2024-03-05 09:00") + 30 * CALENDAR_DAY_MS,
				       timeline->zone);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, most, 12);
	series_clear(&series);
	draw_named(timeline, "2024-03-05 18:00", SIDE_PROVIDER, "9")->ticks = CAUSE;
	draw_named(timeline, "2024-03-05 18:00", SIDE_PROVIDER, "10")->ticks = CAUSE;
	series = sketch_measure(timeline, &indicator_explanation_time, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 9, 12);
	series_clear(&series);
}

/* Of a number that no ticket table knows, the wait begins with the client's question. */
static void test_explanation_of_a_named_incident(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	for (guint i = 0; i < 12; i++) {
		draw_named(timeline, "2024-03-05 09:00", SIDE_CLIENT, keys[i]);
		draw_named(timeline, "2024-03-05 09:30", SIDE_PROVIDER, keys[i])->ticks = CAUSE;
		draw_named(timeline, "2024-03-05 10:00", SIDE_CLIENT, keys[i])->asks = TRUE;
		draw_named(timeline, "2024-03-05 12:00", SIDE_PROVIDER, keys[i])->ticks = CAUSE;
	}
	draw_named(timeline, "2024-03-05 10:00", SIDE_PROVIDER, "20")->asks = TRUE;
	draw_named(timeline, "2024-03-05 11:00", SIDE_PROVIDER, "20")->ticks = CAUSE;
	series = sketch_measure(timeline, &indicator_explanation_time, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 2, 12);
	series_clear(&series);
}

/* Of tickets that mail hardly speaks of, nothing is known. */
static void test_tickets_without_mail(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	for (guint i = 0; i < 12; i++) {
		draw_ticket(timeline, "2024-03-05 09:00", keys[i]);
		if (i % 2 != 0)
			draw_named(timeline, "2024-03-20 10:00", SIDE_CLIENT, keys[i]);
	}
	series = sketch_measure(timeline, &indicator_explanation_time, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_EMPTY, NAN, 0);
	series_clear(&series);
}

/* ---- closing_readability ---- */

static struct timeline_message *draw_explanation(struct timeline *timeline, const char *when,
						 enum reading_language language, guint words,
						 guint sentences, guint syllables)
{
	struct timeline_message *message = draw_named(timeline, when, SIDE_PROVIDER, "1");

	message->language = (guint8)language;
	message->words = words;
	message->sentences = (float)sentences;
	message->syllables = syllables;
	message->explanations = 1;
	return message;
}

/* Flesch's own yardstick: 17 words a sentence and 147 syllables in 100 words are "standard",
 * 60 to 70; the Kandel-Moles figures by hand. */
static void test_reading_ease(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	draw_explanation(timeline, "2024-03-05 09:00", READING_ENGLISH, 170, 10, 250);
	series = sketch_measure(timeline, &indicator_closing_readability, SIDE_PROVIDER);
	assert_float_equal(sketch_at(&series, "2024-03-04")->value,
			   206.835 - 1.015 * 17 - 84.6 * 250 / 170, 1e-4);
	assert_in_range(sketch_at(&series, "2024-03-04")->value, 60, 70);
	series_clear(&series);
	draw_explanation(timeline, "2024-03-12 09:00", READING_FRENCH, 100, 5, 170);
	draw_explanation(timeline, "2024-03-12 10:00", READING_FRENCH, 200, 10, 300);
	draw_explanation(timeline, "2024-03-12 11:00", READING_FRENCH, 120, 4, 200);
	series = sketch_measure(timeline, &indicator_closing_readability, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_EMPTY, NAN, 0);
	assert_int_equal(sketch_at(&series, "2024-03-11")->n, 3);
	assert_float_equal(sketch_at(&series, "2024-03-11")->value,
			   207 - 1.015 * 20 - 73.6 * 170 / 100, 1e-4);
	series_clear(&series);
}

static void test_not_read_for_ease(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	struct series series;

	draw_explanation(timeline, "2024-03-05 09:00", READING_FRENCH, 99, 5, 170);
	draw_explanation(timeline, "2024-03-05 09:00", READING_UNKNOWN, 120, 5, 170);
	draw_explanation(timeline, "2024-03-05 09:00", READING_FRENCH, 120, 0, 170);
	draw_explanation(timeline, "2024-03-05 09:00", READING_FRENCH, 120, 5, 170)
		->explanations = 0;
	draw_explanation(timeline, "2024-03-05 09:00", READING_FRENCH, 120, 5, 170)
		->ticket_key = NULL;
	draw_explanation(timeline, "2024-03-05 09:00", READING_FRENCH, 120, 5, 170)->side =
		SIDE_CLIENT;
	series = sketch_measure(timeline, &indicator_closing_readability, SIDE_PROVIDER);
	assert_int_equal(series.n_events, 0);
	assert_week(&series, "2024-03-04", WEEK_EMPTY, NAN, 0);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tied_by_number_and_thread),
		cmocka_unit_test(test_number_that_comes_back),
		cmocka_unit_test(test_nothing_to_tie),
		cmocka_unit_test(test_last_texts),
		cmocka_unit_test(test_explained_share),
		cmocka_unit_test(test_not_judged),
		cmocka_unit_test(test_parts_of_an_explanation),
		cmocka_unit_test(test_support_and_end),
		cmocka_unit_test(test_explanation_time),
		cmocka_unit_test(test_never_explained),
		cmocka_unit_test(test_explanation_of_a_named_incident),
		cmocka_unit_test(test_tickets_without_mail),
		cmocka_unit_test(test_reading_ease),
		cmocka_unit_test(test_not_read_for_ease),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
