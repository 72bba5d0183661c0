/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Spans of spreadsheets in both languages, what is none, and sums of civil time against a walk
 * of single days. */
#include "contract/span.h"

#include <string.h>

#include "base/calendar.h"
#include "tests/harness.h"

static void test_written(void **state)
{
	static const struct {
		const char *text;
		gint32 count;
		enum quantity_unit unit;
	} cases[] = {
		{"36", 36, UNIT_MONTH},
		{"36m", 36, UNIT_MONTH},
		{"3 mois", 3, UNIT_MONTH},
		{" 3 Mois ", 3, UNIT_MONTH},
		{"90 j", 90, UNIT_DAY},
		{"90j", 90, UNIT_DAY},
		{"90 jours", 90, UNIT_DAY},
		{"90 jours calendaires", 90, UNIT_DAY},
		{"10 jours ouvrés", 10, UNIT_BUSINESS_DAY},
		{"10 working days", 10, UNIT_BUSINESS_DAY},
		{"10bd", 10, UNIT_BUSINESS_DAY},
		{"2 ans", 2, UNIT_YEAR},
		{"un an", 1, UNIT_YEAR},
		{"1 an et 6 mois", 18, UNIT_MONTH},
		{"trente-six (36) mois", 36, UNIT_MONTH},
		{"6 semaines", 6, UNIT_WEEK},
		{"2 w", 2, UNIT_WEEK},
		{"un trimestre", 3, UNIT_MONTH},
		{"0", 0, UNIT_MONTH},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct contract_span span = {-1, UNIT_NONE};
		if (!contract_span_read(cases[i].text, UNIT_MONTH, &span) ||
		    span.count != cases[i].count || span.unit != cases[i].unit)
			fail_msg("%s: %d of unit %d", cases[i].text, span.count, span.unit);
	}
}

static void test_not_written(void **state)
{
	static const char *const cases[] = {
		"",
		"-",
		"tacite",
		"3 mois ou 90 jours",
		"4 heures",
		"3,5 mois",
		"-3 mois",
		"3 mois environ",
		"999999 jours",
		"101 ans",
		"1 mois 2 j",
		"3 x",
		"12/2024",
		"99,9 %",
		"\xff",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct contract_span span = {7, UNIT_WEEK};
		if (contract_span_read(cases[i], UNIT_MONTH, &span))
			fail_msg("%s: read as %d of unit %d", cases[i], span.count, span.unit);
		assert_int_equal(span.count, 7);
	}
	assert_false(contract_span_read("36", UNIT_NONE, &(struct contract_span){0}));
}

static void test_written_again(void **state)
{
	static const char *const cases[] = {"36m", "90d", "10bd", "2w", "1y", "0m"};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct contract_span span;
		g_autofree char *again = NULL;
		assert_true(contract_span_read(cases[i], UNIT_NONE, &span));
		again = contract_span_write(&span);
		assert_string_equal(again, cases[i]);
	}
	assert_null(contract_span_write(&(struct contract_span){0}));
}

static gint32 day(const char *text)
{
	gint32 read = 0;

	assert_true(calendar_parse_day(text, &read));
	return read;
}

static void test_sums(void **state)
{
	static const struct {
		const char *from, *span;
		gint32 times;
		const char *to;
		bool clipped;
	} cases[] = {
		{"2024-01-31", "1m", 1, "2024-02-29", true},
		{"2023-01-31", "1m", 1, "2023-02-28", true},
		{"2024-02-29", "1y", 1, "2025-02-28", true},
		{"2024-02-29", "4y", 1, "2028-02-29", false},
		{"2024-03-31", "1m", -1, "2024-02-29", true},
		{"2018-09-27", "36m", 1, "2021-09-27", false},
		{"2020-12-15", "1m", 13, "2022-01-15", false},
		{"2024-01-01", "2w", 1, "2024-01-15", false},
		{"2024-01-01", "90d", -1, "2023-10-03", false},
		/* 1 May 2024 is a Wednesday and a holiday, as are the 8th and the 9th. */
		{"2024-04-30", "5bd", 1, "2024-05-10", false},
		{"2024-05-13", "5bd", -1, "2024-05-02", false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct contract_span span;
		bool clipped = false;
		gint32 to;
		assert_true(contract_span_read(cases[i].span, UNIT_NONE, &span));
		to = contract_day_add(day(cases[i].from), &span, cases[i].times, &clipped);
		if (to != day(cases[i].to) || clipped != cases[i].clipped) {
			g_autofree char *got = calendar_format_day(to);
			fail_msg("%s + %d x %s: %s", cases[i].from, cases[i].times,
				 cases[i].span, got);
		}
	}
}

/* GLib's own calendar judges ten thousand sums of months. */
static void test_months_against_glib(void **state)
{
	for (gint32 from = day("1990-01-01"), i = 0; i < 10000; i++, from += 7) {
		struct contract_span span = {1 + i % 61, UNIT_MONTH};
		int year, month, date;
		GDate judge;
		calendar_ymd_from_day(from, &year, &month, &date);
		g_date_set_dmy(&judge, (GDateDay)date, month, (GDateYear)year);
		g_date_add_months(&judge, (guint)span.count);
		assert_int_equal(contract_day_add(from, &span, 1, NULL),
				 calendar_day_from_ymd(g_date_get_year(&judge),
						       g_date_get_month(&judge),
						       g_date_get_day(&judge)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_not_written),
		cmocka_unit_test(test_written_again),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_months_against_glib),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
