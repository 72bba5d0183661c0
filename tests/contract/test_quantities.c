/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Quantities as contracts write them, both languages; what is none; every sum exact. */
#include "contract/quantities.h"

#include <string.h>

#include "base/calendar.h"
#include "tests/harness.h"
#include "text/folded.h"

static GArray *find(const char *text, const char *language)
{
	GArray *found = g_array_new(FALSE, TRUE, sizeof(struct quantity));
	struct folded folded = {0};

	folded_make(text, strlen(text), &folded);
	quantities_find(folded.text, folded.length, language, found);
	for (guint i = 0; i < found->len; i++) {
		const struct quantity *one = &g_array_index(found, struct quantity, i);
		assert_true(one->from < one->to && one->to <= folded.length);
		assert_true(i == 0 || one->from >= (one - 1)->to);
	}
	folded_clear(&folded);
	return found;
}

static void test_durations(void **state)
{
	static const struct {
		const char *text;
		gint64 thousandths;
		enum quantity_unit unit;
	} cases[] = {
		{"trois (3) mois", 3000, UNIT_MONTH},
		{"une durée de 36 mois", 36000, UNIT_MONTH},
		{"un an", 1000, UNIT_YEAR},
		{"cinq (5) années", 5000, UNIT_YEAR},
		{"4 heures ouvrées", 4000, UNIT_BUSINESS_HOUR},
		{"quatre-vingt-dix (90) jours", 90000, UNIT_DAY},
		{"soixante-douze heures", 72000, UNIT_HOUR},
		{"vingt et un (21) jours calendaires", 21000, UNIT_DAY},
		{"10 jours ouvrés", 10000, UNIT_BUSINESS_DAY},
		{"deux trimestres", 6000, UNIT_MONTH},
		{"J+1", 1000, UNIT_DAY},
		{"H + 4", 4000, UNIT_HOUR},
		{"4h30", 4500, UNIT_HOUR},
		{"ninety (90) days", 90000, UNIT_DAY},
		{"one (1) year", 1000, UNIT_YEAR},
		{"a twelve (12)-month period", 12000, UNIT_MONTH},
		{"a twelve-month period", 12000, UNIT_MONTH},
		{"thirty (30) days' prior notice", 30000, UNIT_DAY},
		{"five (5) business days", 5000, UNIT_BUSINESS_DAY},
		{"one hundred and twenty (120) days", 120000, UNIT_DAY},
		{"one hundred eighty days", 180000, UNIT_DAY},
		{"1,5 jour", 1500, UNIT_DAY},
		{"2 consecutive weeks", 2000, UNIT_WEEK},
		/* said twice and not alike: the figures count */
		{"three (30) days", 30000, UNIT_DAY},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) found = find(cases[i].text, "");
		const struct quantity *one = &g_array_index(found, struct quantity, 0);

		if (found->len != 1)
			fail_msg("%s: %u quantities", cases[i].text, found->len);
		if (one->kind != QUANTITY_DURATION || one->unit != cases[i].unit ||
		    one->value != cases[i].thousandths)
			fail_msg("%s: %" G_GINT64_FORMAT " %s", cases[i].text, one->value,
				 quantity_unit_token(one->unit));
	}
}

static void test_shares_and_amounts(void **state)
{
	static const struct {
		const char *text;
		enum quantity_kind kind;
		gint64 thousandths;
		const char *currency;
	} cases[] = {
		{"99,9 %", QUANTITY_PERCENT, 99900, ""},
		{"99.95%", QUANTITY_PERCENT, 99950, ""},
		{"99,999 %", QUANTITY_PERCENT, 99999, ""},
		{"dix pour cent (10 %)", QUANTITY_PERCENT, 10000, ""},
		{"fifteen (15) percent", QUANTITY_PERCENT, 15000, ""},
		{"1 000,50 €", QUANTITY_AMOUNT, 1000500, "EUR"},
		{"13 425 850 euros", QUANTITY_AMOUNT, 13425850000, "EUR"},
		{"$35,000.00", QUANTITY_AMOUNT, 35000000, "USD"},
		{"£1,250", QUANTITY_AMOUNT, 1250000, "GBP"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) found = find(cases[i].text, "fr");
		const struct quantity *one = &g_array_index(found, struct quantity, 0);

		if (found->len < 1 || one->kind != cases[i].kind ||
		    one->value != cases[i].thousandths)
			fail_msg("%s: %u, %" G_GINT64_FORMAT, cases[i].text, found->len,
				 found->len > 0 ? one->value : 0);
		assert_string_equal(one->currency, cases[i].currency);
	}
}

static void test_days(void **state)
{
	static const struct {
		const char *text, *language;
		int year, month, day;
	} cases[] = {
		{"le 1er mars 2024", "fr", 2024, 3, 1},
		{"13 mars 2024", "fr", 2024, 3, 13},
		{"January 6th, 2016", "en", 2016, 1, 6},
		{"the 1 st day of May 2006", "en", 2006, 5, 1},
		{"16 day of January, 2007", "en", 2007, 1, 16},
		{"31st day of March 2001", "en", 2001, 3, 31},
		{"2024-02-29", "", 2024, 2, 29},
		{"03/04/2020", "fr", 2020, 4, 3},
		{"03/04/2020", "en", 2020, 3, 4},
		{"25/12/2020", "en", 2020, 12, 25},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) found = find(cases[i].text, cases[i].language);
		const struct quantity *one = &g_array_index(found, struct quantity, 0);

		assert_int_equal(found->len, 1);
		assert_int_equal(one->kind, QUANTITY_DAY);
		assert_int_equal(
			one->value,
			calendar_day_from_ymd(cases[i].year, cases[i].month, cases[i].day));
	}
}

static void test_nothing(void **state)
{
	static const char *const texts[] = {
		"",
		"article 12.3",
		"version 3",
		"30 février 2024",
		"le mois",
		"[]/[]/2012",
		"n° 92-158",
		"twelve monkeys",
		"99999999999999999999999 days",
		"dixmois",
		"quatorze Juillet",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GArray) found = find(texts[i], "fr");

		if (found->len != 0)
			fail_msg("%s: found something", texts[i]);
	}
}

/* Every whole number up to 999 in words of both languages, made by another rule than the
 * reader's. */
static void test_number_words(void **state)
{
	static const char *const units[] = {"",        "one",       "two",      "three",
					    "four",    "five",      "six",      "seven",
					    "eight",   "nine",      "ten",      "eleven",
					    "twelve",  "thirteen",  "fourteen", "fifteen",
					    "sixteen", "seventeen", "eighteen", "nineteen"};
	static const char *const tens[] = {"",      "",      "twenty",  "thirty", "forty",
					   "fifty", "sixty", "seventy", "eighty", "ninety"};

	for (guint n = 1; n < 1000; n++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GArray) found = NULL;
		guint rest = n % 100;

		if (n >= 100)
			g_string_append_printf(text, "%s hundred ", units[n / 100]);
		if (rest >= 20)
			g_string_append_printf(text, "%s%s%s ", tens[rest / 10],
					       rest % 10 ? "-" : "", units[rest % 10]);
		else if (rest > 0)
			g_string_append_printf(text, "%s ", units[rest]);
		g_string_append(text, "days");
		found = find(text->str, "en");
		if (found->len != 1 ||
		    g_array_index(found, struct quantity, 0).value != n * QUANTITY_ONE)
			fail_msg("%s", text->str);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_durations),    cmocka_unit_test(test_shares_and_amounts),
		cmocka_unit_test(test_days),         cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_number_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
