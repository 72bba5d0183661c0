/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Kaplan-Meier against published medians; reply_time and acknowledgement_time on weeks worked
 * out by hand: nights, holidays, censoring, holes and ends of the coverage. */
#include "sketch.h"

/* Negative: censored. */
static double median_of(const int *times, guint count)
{
	g_autofree struct duration *durations = g_new0(struct duration, count);

	for (guint i = 0; i < count; i++) {
		durations[i].hours = abs(times[i]);
		durations[i].ended = times[i] > 0;
	}
	return duration_median(durations, count);
}

#define MEDIAN_OF(...)                                                                         \
	median_of((const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

/* Leukaemia remission, Freireich et al. 1963 as in Kalbfleisch and Prentice, chapter 1; and
 * `aml` of the R package survival (Miller 1997). */
static void test_published_medians(void **state)
{
	assert_float_equal(MEDIAN_OF(6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20,
				     22, 23, -25, -32, -32, -34, -35),
			   23, 0);
	assert_float_equal(MEDIAN_OF(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15,
				     17, 22, 23),
			   8, 0);
	assert_float_equal(MEDIAN_OF(9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161), 31, 0);
	assert_float_equal(MEDIAN_OF(5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45), 23, 0);
}

static void test_small_medians(void **state)
{
	assert_true(isnan(duration_median(NULL, 0)));
	assert_float_equal(MEDIAN_OF(4), 4, 0);
	assert_float_equal(MEDIAN_OF(9, 1), 5, 0);
	assert_float_equal(MEDIAN_OF(3, 1, 2), 2, 0);
	assert_float_equal(MEDIAN_OF(1, -5), 1, 0);     /* half are known to be faster */
	assert_float_equal(MEDIAN_OF(1, -2, -3), 3, 0); /* not reached: at least three */
	assert_float_equal(MEDIAN_OF(-7, -2), 7, 0);
	assert_float_equal(MEDIAN_OF(5, -5, 9), 9, 0); /* at a tie the end comes first */
}

/* Without a censored one it is the sample's median; censoring at random leaves it in place. */
static void test_median_of_draws(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(3);
	struct duration durations[4001];
	double mean = 10;

	for (guint round = 0; round < 5; round++) {
		for (guint i = 0; i < G_N_ELEMENTS(durations); i++) {
			double length = -mean * log(1 - g_rand_double(random));
			double watch = -2 * mean * log(1 - g_rand_double(random));
			durations[i] = (struct duration){.ended = length <= watch,
							 .hours = MIN(length, watch)};
		}
		assert_float_equal(duration_median(durations, G_N_ELEMENTS(durations)),
				   mean * G_LN2, .5);
	}
}

static void test_reply_in_business_hours(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	guint32 thread;

	/* Two hours; over a week-end two hours; over Easter two hours; at night none. */
	thread = sketch_question(timeline, "2024-03-04 10:00", SIDE_CLIENT);
	sketch_reply(timeline, "2024-03-04 12:00", SIDE_PROVIDER, thread);
	sketch_reply(timeline, "2024-03-05 12:00", SIDE_PROVIDER, thread);
	thread = sketch_question(timeline, "2024-03-15 17:00", SIDE_CLIENT);
	sketch_reply(timeline, "2024-03-18 10:00", SIDE_PROVIDER, thread);
	thread = sketch_question(timeline, "2024-03-29 17:00", SIDE_CLIENT);
	sketch_reply(timeline, "2024-04-02 10:00", SIDE_PROVIDER, thread);
	thread = sketch_question(timeline, "2024-04-02 20:00", SIDE_CLIENT);
	sketch_reply(timeline, "2024-04-02 22:00", SIDE_PROVIDER, thread);
	struct series series = sketch_measure(timeline, &indicator_reply_time, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 2, 1);
	assert_week(&series, "2024-03-11", WEEK_OBSERVED, 2, 1);
	assert_week(&series, "2024-03-18", WEEK_EMPTY, NAN, 0);
	assert_week(&series, "2024-03-25", WEEK_OBSERVED, 2, 1);
	assert_week(&series, "2024-04-01", WEEK_OBSERVED, 0, 1);
	assert_int_equal(series.n_events, 4);
	assert_float_equal(series.events[0].value, 2, 0);
	series_clear(&series);
}

static void test_who_opens_a_wait(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 12);
	guint32 thread = sketch_question(timeline, "2024-03-04 10:00", SIDE_CLIENT);

	/* A robot's answer, one's own colleague and another thread do not end it. */
	sketch_reply(timeline, "2024-03-04 10:05", SIDE_PROVIDER, thread)->automatic =
		AUTOMATIC_AUTO_REPLY;
	sketch_reply(timeline, "2024-03-04 10:30", SIDE_CLIENT, thread);
	sketch_mail(timeline, "2024-03-04 11:00", SIDE_PROVIDER);
	sketch_reply(timeline, "2024-03-04 15:00", SIDE_PROVIDER, thread);
	/* No waits: of a robot, among colleagues, of one that asks nothing. */
	sketch_mail(timeline, "2024-03-05 10:00", SIDE_CLIENT);
	sketch_question(timeline, "2024-03-05 11:00", SIDE_CLIENT);
	timeline->messages[timeline->n_messages - 1].automatic = AUTOMATIC_ROBOT;
	sketch_question(timeline, "2024-03-05 12:00", SIDE_CLIENT);
	timeline->messages[timeline->n_messages - 1].n_recipients_provider = 0;
	struct series provider = sketch_measure(timeline, &indicator_reply_time, SIDE_PROVIDER);
	struct series client = sketch_measure(timeline, &indicator_reply_time, SIDE_CLIENT);
	assert_week(&provider, "2024-03-04", WEEK_OBSERVED, 5, 1);
	assert_week(&client, "2024-03-04", WEEK_EMPTY, NAN, 0);
	series_clear(&provider);
	series_clear(&client);
}

static void test_unanswered_is_censored(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-06-03", 16);
	guint32 thread;

	/* Thirty days hold 22 business days of June and July; an answer later changes nothing.
	 */
	thread = sketch_question(timeline, "2024-06-03 09:00", SIDE_CLIENT);
	sketch_reply(timeline, "2024-07-20 10:00", SIDE_PROVIDER, thread);
	/* One answered after an hour and two never: the median is not reached. */
	thread = sketch_question(timeline, "2024-06-10 09:00", SIDE_CLIENT);
	sketch_reply(timeline, "2024-06-10 10:00", SIDE_PROVIDER, thread);
	sketch_question(timeline, "2024-06-10 09:00", SIDE_CLIENT);
	sketch_question(timeline, "2024-06-10 09:00", SIDE_CLIENT);
	struct series series = sketch_measure(timeline, &indicator_reply_time, SIDE_PROVIDER);
	assert_week(&series, "2024-06-03", WEEK_OBSERVED, 22 * HOURS_A_DAY, 1);
	assert_week(&series, "2024-06-10", WEEK_OBSERVED, 22 * HOURS_A_DAY, 3);
	series_clear(&series);
}

static void ask_each_monday(struct timeline *timeline, guint weeks)
{
	for (guint i = 0; i < weeks; i++) {
		gint32 day = calendar_monday_of_week(timeline->mail.first_week + (gint32)i);
		sketch_mail_at(timeline,
			       calendar_ms_of_day(day, timeline->zone) + CALENDAR_DAY_MS / 2,
			       SIDE_CLIENT)
			->asks = TRUE;
	}
}

/* Nobody ever answers: the last two weeks must not look fast, nor those before a hole. */
static void test_ends_of_the_coverage(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 20);

	ask_each_monday(timeline, 20);
	memset(timeline->mail.state + 10, WEEK_NOT_COVERED, 2);
	timeline->mail.state[0] = WEEK_PARTIAL;
	struct series series = sketch_measure(timeline, &indicator_reply_time, SIDE_PROVIDER);
	for (guint i = 0; i < 20; i++) {
		gboolean near_end = i == 8 || i == 9 || i == 18 || i == 19;
		enum week_state expected = i == 10 || i == 11   ? WEEK_NOT_COVERED
					   : near_end || i == 0 ? WEEK_PARTIAL
								: WEEK_OBSERVED;
		assert_int_equal(series.week[i].state, expected);
		assert_int_equal(isnan(series.week[i].value), expected != WEEK_OBSERVED);
		if (expected == WEEK_OBSERVED)
			assert_true(series.week[i].value > 9 * HOURS_A_DAY);
	}
	series_clear(&series);
}

/* An answer beyond the present is not looked at. */
static void test_as_of_cuts(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-06-03", 10);
	guint32 thread = sketch_question(timeline, "2024-06-03 09:00", SIDE_CLIENT);

	sketch_reply(timeline, "2024-06-21 09:00", SIDE_PROVIDER, thread);
	thread = sketch_question(timeline, "2024-06-03 09:00", SIDE_CLIENT);
	sketch_reply(timeline, "2024-06-03 10:00", SIDE_PROVIDER, thread);
	timeline->as_of_ms = sketch_ms("2024-06-19 09:00");
	struct series series = sketch_measure(timeline, &indicator_reply_time, SIDE_PROVIDER);
	assert_week(&series, "2024-06-03", WEEK_OBSERVED, 1, 2);
	assert_float_equal(series.events[0].value, 12 * HOURS_A_DAY, 0);
	series_clear(&series);
}

static void test_same_instant_is_no_answer(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-03-04", 8);
	guint32 thread = sketch_question(timeline, "2024-03-04 10:00", SIDE_CLIENT);

	sketch_reply(timeline, "2024-03-04 10:00", SIDE_PROVIDER, thread);
	sketch_reply(timeline, "2024-03-04 13:00", SIDE_PROVIDER, thread);
	struct series series = sketch_measure(timeline, &indicator_reply_time, SIDE_PROVIDER);
	assert_week(&series, "2024-03-04", WEEK_OBSERVED, 3, 1);
	series_clear(&series);
}

static void test_acknowledgement(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-06-03", 12);
	struct timeline_ticket *ticket;

	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-03 09:00"));
	ticket->acknowledged_ms = sketch_ms("2024-06-03 13:00");
	/* Resolved without a word: at least as long as that. */
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-10 09:00"));
	ticket->resolved_ms = sketch_ms("2024-06-11 09:00");
	ticket->closed_ms = sketch_ms("2024-06-20 09:00");
	/* A robot's ticket, and one that the client works on. */
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-17 09:00"));
	ticket->automatic = TRUE;
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-17 09:00"));
	ticket->worker_side = SIDE_CLIENT;
	ticket->acknowledged_ms = sketch_ms("2024-06-17 10:00");
	struct series provider =
		sketch_measure(timeline, &indicator_acknowledgement_time, SIDE_PROVIDER);
	struct series client =
		sketch_measure(timeline, &indicator_acknowledgement_time, SIDE_CLIENT);
	assert_week(&provider, "2024-06-03", WEEK_OBSERVED, 4, 1);
	assert_week(&provider, "2024-06-10", WEEK_OBSERVED, HOURS_A_DAY, 1);
	assert_week(&provider, "2024-06-17", WEEK_EMPTY, NAN, 0);
	assert_week(&client, "2024-06-17", WEEK_OBSERVED, 1, 1);
	series_clear(&provider);
	series_clear(&client);
}

/* A tool that never says when is unknown; one that ends lets go of its tickets there. */
static void test_acknowledgement_of_two_tools(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-06-03", 20);
	struct timeline_ticket *ticket;

	timeline->tools = g_renew(struct timeline_tool, timeline->tools, 2);
	timeline->tools[1] = (struct timeline_tool){
		"other", sketch_coverage(sketch_week_number("2024-06-03"), 4)};
	timeline->n_tools = 2;
	sketch_ticket_at(timeline, sketch_ms("2024-06-03 09:00"));
	struct series silent =
		sketch_measure(timeline, &indicator_acknowledgement_time, SIDE_PROVIDER);
	assert_week(&silent, "2024-06-03", WEEK_EMPTY, NAN, 0);
	series_clear(&silent);
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-10 09:00"));
	ticket->tool = 1;
	ticket->acknowledged_ms = sketch_ms("2024-08-01 09:00");
	ticket = sketch_ticket_at(timeline, sketch_ms("2024-06-24 09:00"));
	ticket->tool = 1;
	struct series series =
		sketch_measure(timeline, &indicator_acknowledgement_time, SIDE_PROVIDER);
	assert_week(&series, "2024-06-03", WEEK_EMPTY, NAN, 0);
	assert_week(&series, "2024-06-10", WEEK_OBSERVED, 15 * HOURS_A_DAY, 1);
	assert_week(&series, "2024-06-24", WEEK_PARTIAL, NAN, 1);
	series_clear(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published_medians),
		cmocka_unit_test(test_small_medians),
		cmocka_unit_test(test_median_of_draws),
		cmocka_unit_test(test_reply_in_business_hours),
		cmocka_unit_test(test_who_opens_a_wait),
		cmocka_unit_test(test_unanswered_is_censored),
		cmocka_unit_test(test_ends_of_the_coverage),
		cmocka_unit_test(test_as_of_cuts),
		cmocka_unit_test(test_same_instant_is_no_answer),
		cmocka_unit_test(test_acknowledgement),
		cmocka_unit_test(test_acknowledgement_of_two_tools),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
