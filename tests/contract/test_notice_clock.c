/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The notice clock: dates that users of asset managers were told wrong (with the right answer,
 * as they wrote it), every kind of contract, and a walk of single days as oracle of the rules.
 */
#include "contract/notice_clock.h"

#include <string.h>

#include "base/calendar.h"
#include "tests/harness.h"

static gint32 day(const char *text)
{
	gint32 read = 0;

	assert_true(calendar_parse_day(text, &read));
	return read;
}

static struct contract_span span(const char *text)
{
	struct contract_span read = {0};

	assert_true(*text == '\0' || contract_span_read(text, UNIT_NONE, &read));
	return read;
}

/* Empty texts are not given. */
static struct contract_life life_of(const char *start, const char *end, const char *duration,
				    const char *renewal, const char *notice)
{
	struct contract_life life;

	contract_life_init(&life);
	if (*start != '\0')
		life.start = day(start);
	if (*end != '\0')
		life.end = day(end);
	life.duration = span(duration);
	life.renewal_duration = span(renewal);
	life.renewal = RENEWAL_TACIT;
	life.notice = span(notice);
	assert_null(contract_life_trouble(&life));
	return life;
}

static struct contract_outlook read_on(const struct contract_life *life, const char *as_of)
{
	struct contract_outlook outlook;

	notice_clock_read(life, NULL, 0, day(as_of), &outlook);
	return outlook;
}

/* The nth of a kind, by day; NULL when there are fewer. */
static const struct contract_deadline *find_nth(const struct contract_outlook *outlook,
						enum deadline_kind kind, guint nth)
{
	for (guint i = 0; i < outlook->deadlines->len; i++) {
		const struct contract_deadline *one =
			&g_array_index(outlook->deadlines, struct contract_deadline, i);
		if (one->kind == kind && nth-- == 0)
			return one;
	}
	return NULL;
}

static const struct contract_deadline *find(const struct contract_outlook *outlook,
					    enum deadline_kind kind)
{
	return find_nth(outlook, kind, 0);
}

static void check_day(gint32 got, const char *expected)
{
	g_autofree char *text = calendar_format_day(got);

	assert_string_equal(text, expected);
}

static void check_usual(const struct contract_deadline *deadline, const char *expected)
{
	assert_non_null(deadline);
	check_day(deadline->readings[deadline->usual].day, expected);
}

static void check_prudent(const struct contract_deadline *deadline, const char *expected)
{
	assert_non_null(deadline);
	check_day(deadline->readings[0].day, expected);
}

static bool any_reading(const struct contract_deadline *deadline, const char *expected)
{
	for (guint i = 0; i < deadline->n; i++)
		if (deadline->readings[i].day == day(expected))
			return true;
	return false;
}

/* ---- what users were told ---- */

static void test_first_end_is_the_initial_one(void **state)
{
	struct contract_life life = life_of("2020-08-01", "", "36m", "12m", "3m");
	struct contract_outlook outlook = read_on(&life, "2022-06-01");

	check_usual(find(&outlook, DEADLINE_TERM_END), "2023-08-01");
	check_prudent(find(&outlook, DEADLINE_TERM_END), "2023-07-31");
	check_usual(find(&outlook, DEADLINE_NOTICE), "2023-05-01");
	check_prudent(find(&outlook, DEADLINE_NOTICE), "2023-04-30");
	check_usual(find(&outlook, DEADLINE_RENEWAL), "2023-08-01");
	assert_int_equal(find(&outlook, DEADLINE_RENEWAL)->n, 1);
	assert_int_equal(outlook.term, 1);
	contract_outlook_clear(&outlook);
	/* Then yearly. */
	outlook = read_on(&life, "2025-09-01");
	check_usual(find(&outlook, DEADLINE_TERM_END), "2026-08-01");
	assert_int_equal(outlook.term, 4);
	contract_outlook_clear(&outlook);
}

static void test_notice_of_a_renewed_term(void **state)
{
	struct contract_life life = life_of("", "2025-08-28", "", "12m", "2m");
	struct contract_outlook outlook = read_on(&life, "2026-02-11");
	const struct contract_deadline *notice = find(&outlook, DEADLINE_NOTICE);
	const struct deadline_reading *usual = &notice->readings[notice->usual];

	check_usual(notice, "2026-06-28");
	check_prudent(notice, "2026-06-27");
	assert_int_equal(notice->term, 2);
	assert_int_equal(notice->status, DEADLINE_COMING);
	assert_int_equal(usual->n_steps, 3);
	assert_int_equal(usual->steps[0].kind, STEP_END);
	check_day(usual->steps[1].day, "2026-08-28");
	assert_int_equal(usual->steps[1].number, 2);
	assert_int_equal(usual->steps[2].kind, STEP_MINUS);
	contract_outlook_clear(&outlook);
	/* Settled by the parties: one reading less. */
	life.end_day = END_DAY_INCLUDED;
	outlook = read_on(&life, "2026-02-11");
	check_prudent(find(&outlook, DEADLINE_NOTICE), "2026-06-28");
	contract_outlook_clear(&outlook);
}

static void test_warning_belongs_to_its_term(void **state)
{
	struct contract_life life = life_of("2018-09-27", "", "36m", "", "3m");
	struct contract_outlook outlook;

	life.warning_days = 21;
	outlook = read_on(&life, "2019-06-01");
	check_usual(find(&outlook, DEADLINE_WARNING), "2021-06-06");
	check_prudent(find(&outlook, DEADLINE_WARNING), "2021-06-05");
	check_usual(find(&outlook, DEADLINE_NOTICE), "2021-06-27");
	for (guint i = 0; i < outlook.deadlines->len; i++)
		assert_true(g_array_index(outlook.deadlines, struct contract_deadline, i)
				    .readings[0]
				    .day > day("2021-01-01"));
	contract_outlook_clear(&outlook);
}

static void test_notice_by_registered_mail(void **state)
{
	struct contract_life life = life_of("2018-05-01", "2019-05-01", "", "12m", "3m");
	struct contract_outlook outlook;

	life.form = FORM_REGISTERED;
	outlook = read_on(&life, "2018-12-01");
	check_usual(find(&outlook, DEADLINE_NOTICE), "2019-02-01");
	check_prudent(find(&outlook, DEADLINE_NOTICE), "2019-01-30");
	/* The 31st, whose three months have run out on 30 April (art. 641). */
	assert_true(any_reading(find(&outlook, DEADLINE_NOTICE), "2019-01-31"));
	/* Five business days for the post, where reception counts. */
	check_usual(find(&outlook, DEADLINE_POSTING), "2019-01-25");
	check_prudent(find(&outlook, DEADLINE_POSTING), "2019-01-23");
	contract_outlook_clear(&outlook);
	life.counts = COUNTS_SENT;
	outlook = read_on(&life, "2018-12-01");
	assert_null(find(&outlook, DEADLINE_POSTING));
	contract_outlook_clear(&outlook);
}

/* ---- kinds of contract ---- */

static void test_passed_notice_leads_to_the_next_term(void **state)
{
	struct contract_life life = life_of("", "2025-08-28", "", "12m", "2m");
	struct contract_outlook outlook = read_on(&life, "2026-07-15");

	assert_int_equal(find(&outlook, DEADLINE_NOTICE)->status, DEADLINE_PASSED);
	check_usual(find_nth(&outlook, DEADLINE_NOTICE, 1), "2027-06-28");
	assert_int_equal(find_nth(&outlook, DEADLINE_NOTICE, 1)->term, 3);
	assert_ptr_equal(contract_outlook_next(&outlook), find(&outlook, DEADLINE_TERM_END));
	contract_outlook_clear(&outlook);
	/* On the day itself the prudent reading is past and the usual is not. */
	outlook = read_on(&life, "2026-06-28");
	assert_int_equal(find(&outlook, DEADLINE_NOTICE)->status, DEADLINE_DOUBTFUL);
	assert_null(find_nth(&outlook, DEADLINE_NOTICE, 1));
	contract_outlook_clear(&outlook);
}

static void test_never_renewed(void **state)
{
	struct contract_life life = life_of("2024-01-01", "", "1y", "", "3m");
	struct contract_outlook outlook;

	life.renewal = RENEWAL_NEVER;
	outlook = read_on(&life, "2024-06-01");
	assert_null(find(&outlook, DEADLINE_NOTICE));
	assert_null(find(&outlook, DEADLINE_RENEWAL));
	check_usual(find(&outlook, DEADLINE_TERM_END), "2025-01-01");
	contract_outlook_clear(&outlook);
	outlook = read_on(&life, "2025-02-01");
	assert_int_equal(outlook.state, CONTRACT_ENDED);
	assert_null(contract_outlook_next(&outlook));
	contract_outlook_clear(&outlook);
}

static void test_express_renewal_is_decided(void **state)
{
	struct contract_life life = life_of("2024-01-01", "2026-12-31", "", "", "6m");
	struct contract_outlook outlook;

	life.renewal = RENEWAL_EXPRESS;
	outlook = read_on(&life, "2026-01-01");
	check_usual(find(&outlook, DEADLINE_DECISION), "2026-06-30");
	assert_null(find(&outlook, DEADLINE_NOTICE));
	contract_outlook_clear(&outlook);
	life.notice = span("");
	outlook = read_on(&life, "2026-01-01");
	check_usual(find(&outlook, DEADLINE_DECISION), "2026-12-31");
	contract_outlook_clear(&outlook);
}

static void test_any_time(void **state)
{
	struct contract_life life = life_of("2024-01-01", "", "3y", "1y", "3m");
	struct contract_outlook outlook;

	life.anchor = ANCHOR_ANY_TIME;
	outlook = read_on(&life, "2024-11-30");
	assert_null(find(&outlook, DEADLINE_NOTICE));
	check_usual(find(&outlook, DEADLINE_EXIT), "2025-02-28");
	assert_int_equal(contract_outlook_next(&outlook)->kind, DEADLINE_TERM_END);
	contract_outlook_clear(&outlook);
}

static void test_anniversary(void **state)
{
	struct contract_life life = life_of("2024-03-15", "", "5y", "1y", "2m");
	struct contract_outlook outlook;

	life.anchor = ANCHOR_ANNIVERSARY;
	outlook = read_on(&life, "2025-06-01");
	check_usual(find(&outlook, DEADLINE_NOTICE), "2026-01-15");
	check_usual(find(&outlook, DEADLINE_TERM_END), "2029-03-15");
	contract_outlook_clear(&outlook);
	/* What ends by itself needs no notice of its last year. */
	life.renewal = RENEWAL_NEVER;
	outlook = read_on(&life, "2028-06-01");
	assert_null(find(&outlook, DEADLINE_NOTICE));
	contract_outlook_clear(&outlook);
}

static void test_month_ends(void **state)
{
	struct contract_life life = life_of("2024-01-31", "", "1m", "1m", "1w");
	struct contract_outlook outlook = read_on(&life, "2024-02-10");
	const struct contract_deadline *end = find(&outlook, DEADLINE_TERM_END);

	check_usual(end, "2024-02-29");
	check_prudent(end, "2024-02-28");
	assert_true(any_reading(end, "2024-03-01")); /* no 31 February */
	contract_outlook_clear(&outlook);
	/* Later terms are counted from the first: the 31st comes back. */
	outlook = read_on(&life, "2024-03-10");
	check_usual(find(&outlook, DEADLINE_TERM_END), "2024-03-31");
	contract_outlook_clear(&outlook);
	/* Terms that end with a month, in a leap year. */
	life = life_of("", "2023-02-28", "", "1y", "1m");
	outlook = read_on(&life, "2023-06-01");
	end = find(&outlook, DEADLINE_TERM_END);
	check_usual(end, "2024-02-28");
	assert_true(any_reading(end, "2024-02-29"));
	contract_outlook_clear(&outlook);
}

static void test_business_days(void **state)
{
	/* Back from Monday 13 May 2024: 8 and 9 May are holidays. */
	struct contract_life life = life_of("", "2024-05-13", "", "1y", "5bd");
	struct contract_outlook outlook;

	life.end_day = END_DAY_INCLUDED;
	outlook = read_on(&life, "2024-04-01");
	check_prudent(find(&outlook, DEADLINE_NOTICE), "2024-05-02");
	assert_true(any_reading(find(&outlook, DEADLINE_NOTICE), "2024-05-04"));
	contract_outlook_clear(&outlook);
}

static void test_suspension(void **state)
{
	struct contract_life life = life_of("2024-01-01", "2024-12-31", "", "1y", "1m");
	struct contract_outlook outlook;

	life.suspended_from = day("2024-03-01");
	life.suspended_to = day("2024-03-30");
	outlook = read_on(&life, "2024-03-15");
	assert_int_equal(outlook.state, CONTRACT_SUSPENDED);
	check_usual(find(&outlook, DEADLINE_TERM_END), "2024-12-31");
	assert_true(any_reading(find(&outlook, DEADLINE_TERM_END), "2025-01-30"));
	assert_true(any_reading(find(&outlook, DEADLINE_NOTICE), "2024-12-30"));
	contract_outlook_clear(&outlook);
}

static void test_notice_given(void **state)
{
	struct contract_life life = life_of("", "2025-08-28", "", "12m", "2m");
	struct contract_outlook outlook;

	life.terminated = day("2026-06-01");
	outlook = read_on(&life, "2026-06-15");
	assert_int_equal(outlook.state, CONTRACT_TERMINATED);
	check_usual(find(&outlook, DEADLINE_TERM_END), "2026-08-28");
	assert_null(find(&outlook, DEADLINE_NOTICE));
	contract_outlook_clear(&outlook);
	/* In time by the usual reading, a day late by the prudent one: both ends are told. */
	life.terminated = day("2026-06-28");
	outlook = read_on(&life, "2026-07-15");
	check_usual(find(&outlook, DEADLINE_TERM_END), "2026-08-28");
	assert_true(any_reading(find(&outlook, DEADLINE_TERM_END), "2027-08-27"));
	contract_outlook_clear(&outlook);
	life.anchor = ANCHOR_ANY_TIME;
	outlook = read_on(&life, "2026-07-15");
	check_usual(find(&outlook, DEADLINE_TERM_END), "2026-08-28");
	contract_outlook_clear(&outlook);
	outlook = read_on(&life, "2026-09-15");
	assert_int_equal(outlook.state, CONTRACT_ENDED);
	contract_outlook_clear(&outlook);
}

static void test_amendments(void **state)
{
	struct contract_life life = life_of("2022-01-01", "", "3y", "1y", "3m");
	struct contract_amendment amendments[2];
	struct contract_outlook outlook;

	contract_amendment_init(&amendments[0]);
	contract_amendment_init(&amendments[1]);
	amendments[0].day = day("2024-05-01"); /* given before, though it comes later */
	amendments[0].notice = span("6m");
	amendments[0].review = day("2024-11-01");
	amendments[1].day = day("2023-06-01");
	amendments[1].end = day("2025-12-31");
	notice_clock_read(&life, amendments, 2, day("2023-07-01"), &outlook);
	check_usual(find(&outlook, DEADLINE_TERM_END), "2025-12-31");
	check_usual(find(&outlook, DEADLINE_NOTICE), "2025-09-30");
	check_usual(find(&outlook, DEADLINE_AMENDMENT), "2024-05-01");
	check_usual(find(&outlook, DEADLINE_REVIEW), "2024-11-01");
	contract_outlook_clear(&outlook);
	notice_clock_read(&life, amendments, 2, day("2024-06-01"), &outlook);
	check_usual(find(&outlook, DEADLINE_NOTICE), "2025-06-30");
	assert_null(find(&outlook, DEADLINE_AMENDMENT));
	contract_outlook_clear(&outlook);
	/* Before both. */
	notice_clock_read(&life, amendments, 2, day("2023-01-01"), &outlook);
	check_usual(find(&outlook, DEADLINE_TERM_END), "2025-01-01");
	contract_outlook_clear(&outlook);
}

static void test_what_is_not_known(void **state)
{
	struct contract_life life = life_of("2024-01-01", "", "", "", "3m");
	struct contract_outlook outlook = read_on(&life, "2024-06-01");

	assert_int_equal(outlook.state, CONTRACT_UNKNOWN);
	assert_int_equal(outlook.deadlines->len, 0);
	contract_outlook_clear(&outlook);
	/* Renewed for how long? Past its end nothing more can be told. */
	life = life_of("2024-01-01", "2024-12-31", "", "", "3m");
	outlook = read_on(&life, "2025-06-01");
	assert_int_equal(outlook.state, CONTRACT_UNKNOWN);
	assert_int_equal(outlook.deadlines->len, 0);
	contract_outlook_clear(&outlook);
}

static void test_troubles(void **state)
{
	struct contract_life life = life_of("2024-01-01", "2024-12-31", "", "", "3m");
	struct contract_amendment amendment;

	life.end = life.start - 1;
	assert_non_null(strstr(contract_life_trouble(&life), "end is before the start"));
	life.end = CONTRACT_NO_DAY;
	life.renewal_duration = (struct contract_span){0, UNIT_MONTH};
	assert_non_null(contract_life_trouble(&life));
	life.renewal_duration = (struct contract_span){20, UNIT_BUSINESS_DAY};
	assert_non_null(contract_life_trouble(&life));
	life.renewal_duration = (struct contract_span){0};
	life.suspended_from = life.start;
	assert_non_null(contract_life_trouble(&life));
	life.suspended_from = CONTRACT_NO_DAY;
	life.terminated = G_MAXINT32;
	assert_non_null(contract_life_trouble(&life));
	contract_amendment_init(&amendment);
	assert_non_null(contract_amendment_trouble(&amendment));
	amendment.day = day("2024-01-01");
	assert_null(contract_amendment_trouble(&amendment));
}

/* ---- an oracle: single days are walked ---- */

/* Whether notice on `from` has run out by the end of `end`, counted on the calendar itself: the
 * same day number so many months later, or the last day of that month. */
static bool has_run_out(gint32 from, gint32 months, gint32 end)
{
	int year, month, date, at_year, at_month, at_date;
	gint32 at = from;

	calendar_ymd_from_day(from, &year, &month, &date);
	for (gint32 left = months; left > 0;) {
		at++;
		calendar_ymd_from_day(at, &at_year, &at_month, &at_date);
		left -= at_date == 1; /* a month begins */
	}
	for (;; at++) {
		int next_year, next_month, next_date;
		calendar_ymd_from_day(at, &at_year, &at_month, &at_date);
		calendar_ymd_from_day(at + 1, &next_year, &next_month, &next_date);
		if (at_date == date || next_date == 1)
			return at <= end;
	}
}

static void test_forward_reading_against_a_walk(void **state)
{
	for (gint32 end = day("2023-01-01"); end <= day("2024-12-31"); end++)
		for (gint32 months = 1; months <= 6; months++) {
			struct contract_life life = life_of("", "2024-01-01", "", "", "1m");
			struct contract_outlook outlook;
			const struct contract_deadline *notice;
			gint32 walked = end;
			bool found = false;
			life.end = end;
			life.end_day = END_DAY_INCLUDED;
			life.notice.count = months;
			notice_clock_read(&life, NULL, 0, end - 300, &outlook);
			notice = find(&outlook, DEADLINE_NOTICE);
			while (!has_run_out(walked, months, end))
				walked--;
			for (guint i = 0; i < notice->n; i++)
				found = found || notice->readings[i].day == walked;
			assert_true(found);
			contract_outlook_clear(&outlook);
		}
}

/* ---- what must always hold ---- */

static struct contract_life drawn_life(GRand *rand)
{
	static const char *const spans[] = {"1m", "3m", "12m", "36m", "1y", "90d", "2w", "45d"};
	static const char *const notices[] = {"",   "1m", "2m",  "3m",  "6m",
					      "1w", "0d", "90d", "10bd"};
	struct contract_life life;

	contract_life_init(&life);
	life.start = day("2018-01-01") + g_rand_int_range(rand, 0, 1500);
	life.duration = span(spans[g_rand_int_range(rand, 0, G_N_ELEMENTS(spans))]);
	if (g_rand_boolean(rand))
		life.end = life.start + g_rand_int_range(rand, 1, 1500);
	if (g_rand_boolean(rand))
		life.renewal_duration =
			span(spans[g_rand_int_range(rand, 0, G_N_ELEMENTS(spans))]);
	life.notice = span(notices[g_rand_int_range(rand, 0, G_N_ELEMENTS(notices))]);
	life.renewal = (enum contract_renewal)g_rand_int_range(rand, 0, RENEWAL_COUNT);
	life.anchor = (enum notice_anchor)g_rand_int_range(rand, 0, ANCHOR_COUNT);
	life.end_day = (enum end_day)g_rand_int_range(rand, 0, END_DAY_COUNT);
	life.warning_days = g_rand_int_range(rand, 0, 60);
	return life;
}

static void check_order(const struct contract_outlook *outlook, gint32 as_of)
{
	gint32 before = G_MININT32;

	for (guint i = 0; i < outlook->deadlines->len; i++) {
		const struct contract_deadline *one =
			&g_array_index(outlook->deadlines, struct contract_deadline, i);
		assert_true(one->n > 0 && one->usual < one->n);
		assert_true(one->readings[0].day >= before);
		before = one->readings[0].day;
		for (guint r = 1; r < one->n; r++)
			assert_true(one->readings[r].day > one->readings[r - 1].day);
		assert_true((one->status == DEADLINE_COMING) == (before >= as_of));
		for (guint r = 0; r < one->n; r++)
			assert_int_equal(one->kind == DEADLINE_REVIEW
						 ? one->readings[r].day
						 : one->readings[r]
							   .steps[one->readings[r].n_steps - 1]
							   .day,
					 one->readings[r].day);
	}
}

/* A notice is due by the end of its term in every reading, the prudent one before the prudent
 * end. */
static void check_before_end(const struct contract_outlook *outlook)
{
	const struct contract_deadline *notice = find(outlook, DEADLINE_NOTICE);
	const struct contract_deadline *end = find(outlook, DEADLINE_TERM_END);

	if (notice == NULL || end == NULL || notice->term != end->term)
		return;
	assert_true(notice->readings[0].day <= end->readings[0].day);
	assert_true(notice->readings[notice->n - 1].day <= end->readings[end->n - 1].day);
}

static void test_always(void **state)
{
	GRand *rand = g_rand_new_with_seed(20260630);

	for (guint i = 0; i < 20000; i++) {
		struct contract_life life = drawn_life(rand);
		gint32 as_of = life.start + g_rand_int_range(rand, -100, 3000);
		struct contract_outlook outlook;
		assert_null(contract_life_trouble(&life));
		notice_clock_read(&life, NULL, 0, as_of, &outlook);
		check_order(&outlook, as_of);
		if (life.anchor == ANCHOR_END)
			check_before_end(&outlook);
		contract_outlook_clear(&outlook);
	}
	g_rand_free(rand);
}

/* The Gregorian calendar comes again after four years within a century: so do deadlines. */
static void test_shifted_by_four_years(void **state)
{
	GRand *rand = g_rand_new_with_seed(7);

	for (guint i = 0; i < 5000; i++) {
		struct contract_life life = drawn_life(rand), later = life;
		gint32 as_of = life.start + g_rand_int_range(rand, -100, 2000), shift = 1461;
		struct contract_outlook outlook, shifted;
		if (life.notice.unit == UNIT_BUSINESS_DAY)
			continue;
		later.start += shift;
		later.end += life.end == CONTRACT_NO_DAY ? 0 : shift;
		later.form = life.form = FORM_ELECTRONIC; /* no business days of the post */
		notice_clock_read(&life, NULL, 0, as_of, &outlook);
		notice_clock_read(&later, NULL, 0, as_of + shift, &shifted);
		assert_int_equal(outlook.deadlines->len, shifted.deadlines->len);
		for (guint d = 0; d < outlook.deadlines->len; d++)
			assert_int_equal(
				g_array_index(outlook.deadlines, struct contract_deadline, d)
						.readings[0]
						.day +
					shift,
				g_array_index(shifted.deadlines, struct contract_deadline, d)
					.readings[0]
					.day);
		contract_outlook_clear(&outlook);
		contract_outlook_clear(&shifted);
	}
	g_rand_free(rand);
}

static void test_tokens(void **state)
{
	for (int i = 1; i < RENEWAL_COUNT; i++)
		assert_int_equal(contract_renewal_of_token(contract_renewal_token(i)), i);
	for (int i = 0; i < ANCHOR_COUNT; i++)
		assert_int_equal(notice_anchor_of_token(notice_anchor_token(i)), i);
	for (int i = 1; i < COUNTS_COUNT; i++)
		assert_int_equal(notice_counts_of_token(notice_counts_token(i)), i);
	for (int i = 1; i < END_DAY_COUNT; i++)
		assert_int_equal(end_day_of_token(end_day_token(i)), i);
	for (int i = 1; i < FORM_COUNT; i++)
		assert_int_equal(notice_form_of_token(term_form_token(i)), i);
	assert_int_equal(contract_renewal_of_token(""), -1);
	assert_int_equal(end_day_of_token("perhaps"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_end_is_the_initial_one),
		cmocka_unit_test(test_notice_of_a_renewed_term),
		cmocka_unit_test(test_warning_belongs_to_its_term),
		cmocka_unit_test(test_notice_by_registered_mail),
		cmocka_unit_test(test_passed_notice_leads_to_the_next_term),
		cmocka_unit_test(test_never_renewed),
		cmocka_unit_test(test_express_renewal_is_decided),
		cmocka_unit_test(test_any_time),
		cmocka_unit_test(test_anniversary),
		cmocka_unit_test(test_month_ends),
		cmocka_unit_test(test_business_days),
		cmocka_unit_test(test_suspension),
		cmocka_unit_test(test_notice_given),
		cmocka_unit_test(test_amendments),
		cmocka_unit_test(test_what_is_not_known),
		cmocka_unit_test(test_troubles),
		cmocka_unit_test(test_forward_reading_against_a_walk),
		cmocka_unit_test(test_always),
		cmocka_unit_test(test_shifted_by_four_years),
		cmocka_unit_test(test_tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
