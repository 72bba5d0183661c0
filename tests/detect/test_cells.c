/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A cell as a number: the same double as the C library's for whatever is written, and nothing
 * that is no number. A cell as a date: every day in every writing, and no day that is none. */
#include "harness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "detect/points-internal.h"
#include "model/assessment.h"

static struct points_cell cell(const char *text)
{
	return (struct points_cell){text, strlen(text)};
}

static void assert_number(const char *text, bool comma, double expected)
{
	double value = -77;

	if (points_cell_number(cell(text), comma, &value) != POINTS_NUMBER)
		fail_msg("\"%s\" is a number", text);
	if (value != expected)
		fail_msg("\"%s\" gives %.17g", text, value);
}

static void assert_no_number(const char *text, enum points_number expected)
{
	double value = -77;

	if (points_cell_number(cell(text), true, &value) != expected)
		fail_msg("\"%s\" is read otherwise", text);
	assert_true(value == -77);
}

/* ---- numbers ---- */

static void append_digits(GString *text, GRand *random, gint most)
{
	gint n = g_rand_int_range(random, 1, most + 1);

	for (gint i = 0; i < n; i++)
		g_string_append_c(text, (char)('0' + g_rand_int_range(random, 0, 10)));
}

static void test_random_numbers(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(1);

	for (guint round = 0; round < 200000; round++) {
		g_autoptr(GString) text = g_string_new(g_rand_boolean(random) ? "-" : "");
		append_digits(text, random, g_rand_boolean(random) ? 4 : 25);
		if (g_rand_boolean(random)) {
			g_string_append_c(text, '.');
			append_digits(text, random, g_rand_boolean(random) ? 3 : 20);
		}
		if (g_rand_int_range(random, 0, 4) == 0) {
			g_string_append(text, g_rand_boolean(random) ? "e-" : "E+");
			append_digits(text, random, 1);
		}
		assert_number(text->str, false, g_ascii_strtod(text->str, NULL));
	}
}

static void test_written_numbers(void **state)
{
	assert_number("12,5", true, 12.5);
	assert_number("+.5", false, .5);
	assert_number("5.", false, 5);
	assert_number("-0", false, 0);
	assert_number("0e999999999999", false, 0);
	assert_number("1e-400", false, 0);
	assert_number("1e100", false, 1e100);
	assert_number("9007199254740993", false, 9007199254740992);
	assert_number("1\u00a0234\u202f567,25", true, 1234567.25);
	assert_no_number("1.1e100", POINTS_TOO_LARGE);
	assert_no_number("-1e999", POINTS_TOO_LARGE);
}

static void test_no_numbers(void **state)
{
	static const char *const texts[] = {"abc",     ".",    "-",     "+",        "e5",
					    "1e",      "1e+",  "1 2",   "1.2.3",    "1,2,3",
					    "1.234,5", "0x10", "0x1p3", "inf",      "Infinity",
					    "-nan(1)", "12%",  "--1",   "1\u00a0x", "½"};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_no_number(texts[i], strcmp(texts[i], "-") == 0 ? POINTS_MISSING
								      : POINTS_NO_NUMBER);
	double value;
	assert_int_equal(points_cell_number(cell("1,5"), false, &value), POINTS_NO_NUMBER);
	assert_int_equal(points_cell_number((struct points_cell){"1\0002", 3}, false, &value),
			 POINTS_NO_NUMBER);
}

static void test_missing(void **state)
{
	static const char *const texts[] = {"",    "NA",   "na",   "N/A",  "NaN",
					    "nan", "NULL", "None", "#N/A", "-"};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_no_number(texts[i], POINTS_MISSING);
}

/* ---- lines ---- */

static void test_cut(void **state)
{
	struct points_cell cells[4];
	guint n = points_line_cut(cell(" 2024-01-02 ;\"a;b\"; \" 5 \" ;;x"), ';', cells, 4);

	assert_int_equal(n, 4);
	assert_int_equal(cells[0].length, 10);
	assert_memory_equal(cells[1].text, "a;b", 3);
	assert_int_equal(cells[2].length, 1);
	assert_int_equal(cells[3].length, 0);
	assert_int_equal(points_line_cut(cell(""), ',', cells, 4), 1);
	assert_int_equal(points_line_cut(cell("a,b"), 0, cells, 4), 1);
	assert_int_equal(points_line_cut(cell("a,"), ',', cells, 4), 2);
	assert_int_equal(points_line_cut(cell("\"a,b"), ',', cells, 4), 1);
}

/* ---- dates ---- */

static void assert_date(const char *text, enum points_date_form form, const char *day)
{
	struct points_date date;
	gint32 expected;

	assert_true(calendar_parse_day(day, &expected));
	if (!points_cell_date(cell(text), &date))
		fail_msg("\"%s\" is a date", text);
	assert_int_equal(date.form, form);
	if (date.day_first != expected || date.month_first != expected)
		fail_msg("\"%s\" is another date than %s", text, day);
}

static void test_written_dates(void **state)
{
	assert_date("2024-03-01", POINTS_DAY, "2024-03-01");
	assert_date("2024/3/1", POINTS_DAY, "2024-03-01");
	assert_date("20240301", POINTS_DAY, "2024-03-01");
	assert_date("2024-03-01T23:59:59.999Z", POINTS_DAY, "2024-03-01");
	assert_date("2024-03-01 00:30:00+02:00", POINTS_DAY, "2024-03-01");
	assert_date("2024-03-01 14h05", POINTS_DAY, "2024-03-01");
	assert_date("5.5.2024", POINTS_DAY, "2024-05-05");
	assert_date("11 mars 2024", POINTS_DAY, "2024-03-11");
	assert_date("11 févr. 2024", POINTS_DAY, "2024-02-11");
	assert_date("11 f\xe9vrier 2024", POINTS_DAY, "2024-02-11");
	assert_date("March 11, 2024", POINTS_DAY, "2024-03-11");
	assert_date("2024-W07", POINTS_WEEK, "2024-02-12");
	assert_date("2024W07", POINTS_WEEK, "2024-02-12");
	assert_date("2024-S7", POINTS_WEEK, "2024-02-12");
	assert_date("2024-W07-3", POINTS_WEEK, "2024-02-14");
	assert_date("2020-W53", POINTS_WEEK, "2020-12-28");
	assert_date("2024-03", POINTS_MONTH, "2024-03-01");
	assert_date("03/2024", POINTS_MONTH, "2024-03-01");
	assert_date("mars 2024", POINTS_MONTH, "2024-03-01");
	assert_date("2024-Q2", POINTS_LONGER, "2024-04-01");
	assert_date("2024 T4", POINTS_LONGER, "2024-10-01");
	assert_date("1871", POINTS_LONGER, "1871-01-01");
}

static void test_no_dates(void **state)
{
	static const char *const texts[] = {"",
					    "x",
					    "2024-02-30",
					    "2023-02-29",
					    "2024-13",
					    "2024-00",
					    "2024-1-",
					    "0999",
					    "3000",
					    "0000-00-00",
					    "2024-W00",
					    "2024-W54",
					    "2023-W53",
					    "2024-Q0",
					    "2024-Q5",
					    "2024-W07-8",
					    "2024-W07x",
					    "2024-03-01x",
					    "2024-03-01 25:00",

					    "32/13/2024",
					    "99999999",
					    "12",
					    "12.5",
					    "2024-",
					    "20240230",
					    "1/1/1",

					    "2024-03-01 14:60"};
	struct points_date date;

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		if (points_cell_date(cell(texts[i]), &date))
			fail_msg("\"%s\" is no date", texts[i]);
	assert_false(points_cell_date((struct points_cell){"2024\00003", 7}, &date));
}

static void test_open_dates(void **state)
{
	struct points_date date;

	assert_true(points_cell_date(cell("3/4/2024"), &date));
	assert_int_equal(date.day_first, calendar_day_from_ymd(2024, 4, 3));
	assert_int_equal(date.month_first, calendar_day_from_ymd(2024, 3, 4));
	assert_true(points_cell_date(cell("13/4/2024 8:05"), &date));
	assert_int_equal(date.day_first, calendar_day_from_ymd(2024, 4, 13));
	assert_int_equal(date.month_first, DAY_NONE);
	assert_true(points_cell_date(cell("4/13/24"), &date));
	assert_int_equal(date.day_first, DAY_NONE);
	assert_int_equal(date.month_first, calendar_day_from_ymd(2024, 4, 13));
}

static void assert_day_reads_back(gint32 day, const char *format, int year, int month,
				  int day_of_month)
{
	struct points_date date;
	char text[40];

	if (strcmp(format, "d/m/y") == 0)
		g_snprintf(text, sizeof text, "%d/%02d/%04d", day_of_month, month, year);
	else if (strcmp(format, "week") == 0)
		g_snprintf(text, sizeof text, "%04d-W%02d-%d",
			   year +
				   (month == 12 &&
				    calendar_iso_week_number(calendar_week_of_day(day)) == 1) -
				   (month == 1 &&
				    calendar_iso_week_number(calendar_week_of_day(day)) > 50),
			   calendar_iso_week_number(calendar_week_of_day(day)),
			   day - calendar_monday_of_week(calendar_week_of_day(day)) + 1);
	else
		g_snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day_of_month);
	if (!points_cell_date(cell(text), &date) || date.day_first != day)
		fail_msg("%s is read otherwise", text);
}

static void test_every_day(void **state)
{
	gint32 last = calendar_day_from_ymd(POINTS_YEAR_LAST, 12, 29);

	for (gint32 day = calendar_day_from_ymd(POINTS_YEAR_FIRST, 1, 6); day < last;
	     day += 3) {
		int year, month, day_of_month;
		calendar_ymd_from_day(day, &year, &month, &day_of_month);
		assert_day_reads_back(day, "y-m-d", year, month, day_of_month);
		assert_day_reads_back(day, "d/m/y", year, month, day_of_month);
		assert_day_reads_back(day, "week", year, month, day_of_month);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_numbers),
		cmocka_unit_test(test_written_numbers),
		cmocka_unit_test(test_no_numbers),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_written_dates),
		cmocka_unit_test(test_no_dates),
		cmocka_unit_test(test_open_dates),
		cmocka_unit_test(test_every_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
