/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers, days and quotes in both languages, character by character. */
#include "harness.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/assessment.h"
#include "report/phrase.h"

#define DAY(year, month, day) calendar_day_from_ymd(year, month, day)

static const struct catalogue *fr(void)
{
	return catalogue_get("fr");
}

static const struct catalogue *en(void)
{
	return catalogue_get("en");
}

/* Takes the text. */
static void same(char *text, const char *expected)
{
	assert_string_equal(text, expected);
	g_free(text);
}

static void test_fill(void **state)
{
	same(phrase("no place", {"a", "1"}), "no place");
	same(phrase("{a} and {b}, {a}", {"a", "1"}, {"b", "{a}"}), "1 and {a}, 1");
	same(phrase("{ab}{a}", {"a", "x"}, {"ab", "y"}), "yx");
}

static void test_numbers(void **state)
{
	same(phrase_integer(en(), 0), "0");
	same(phrase_integer(en(), 999), "999");
	same(phrase_integer(en(), 1234567), "1,234,567");
	same(phrase_integer(en(), -1234), "-1,234");
	same(phrase_integer(en(), -123), "-123");
	same(phrase_integer(fr(), 1234567), "1\u202f234\u202f567");
	same(phrase_number(en(), 0), "0");
	same(phrase_number(en(), .25), "0.25");
	same(phrase_number(en(), 3.25), "3.2");
	same(phrase_number(en(), 3), "3");
	same(phrase_number(en(), 9.96), "10");
	same(phrase_number(en(), 1250.4), "1,250");
	same(phrase_number(fr(), 3.25), "3,2");
	same(phrase_number(fr(), 12345.6), "12\u202f346");
	same(phrase_number(en(), NAN), "?");
	same(phrase_number(en(), 1e300), "?");
}

static void test_percents(void **state)
{
	same(phrase_percent(en(), 0), "0%");
	same(phrase_percent(en(), .004), "less than 1%");
	same(phrase_percent(en(), .5), "50%");
	same(phrase_percent(en(), .9999), "more than 99%");
	same(phrase_percent(en(), 1), "100%");
	same(phrase_probability(en(), 1), "more than 99%");
	same(phrase_probability(fr(), 0), "moins de 1\u202f%");
	same(phrase_percent(fr(), .93), "93\u202f%");
	same(phrase_percent(fr(), .9999), "plus de 99\u202f%");
}

static void test_days(void **state)
{
	same(phrase_day(en(), DAY(2025, 3, 1)), "1 March 2025");
	same(phrase_day(fr(), DAY(2025, 3, 1)), "1er mars 2025");
	same(phrase_day(fr(), DAY(2025, 8, 11)), "11 août 2025");
	same(phrase_day(fr(), DAY_NONE), "?");
	same(phrase_short_day(fr(), DAY(2025, 9, 8)), "8 sept. 2025");
	same(phrase_month(en(), DAY(1969, 12, 31)), "December\u00a01969");
	same(phrase_short_month(fr(), DAY(2024, 2, 29)), "févr.\u00a02024");
}

static void test_intervals(void **state)
{
	same(phrase_interval(en(), DAY(2025, 1, 13), DAY(2025, 5, 5)),
	     "between January and May\u00a02025");
	same(phrase_interval(fr(), DAY(2024, 11, 4), DAY(2025, 5, 5)),
	     "entre novembre\u00a02024 et mai\u00a02025");
	same(phrase_interval(en(), DAY(2009, 7, 20), DAY(2009, 7, 27)),
	     "from 20 to 27 July 2009");
	same(phrase_interval(fr(), DAY(2024, 7, 1), DAY(2024, 7, 29)),
	     "du 1er au 29 juillet 2024");
	same(phrase_interval(fr(), DAY(2009, 7, 27), DAY(2009, 7, 27)),
	     "dans la semaine du 27 juillet 2009");
	same(phrase_period(en(), DAY(2024, 1, 15), DAY(2025, 1, 12)),
	     "Jan\u00a02024\u00a0– Jan\u00a02025");
	same(phrase_period(fr(), DAY(2025, 10, 1), DAY(2025, 12, 31)),
	     "oct.\u00a0– déc.\u00a02025");
}

/* What comes from a mail can neither drive a terminal nor turn the text around. */
static void test_clean(void **state)
{
	same(phrase_clean("plain été 😀"), "plain été 😀");
	same(phrase_clean("a\033[31mred\a"), "a[31mred");
	same(phrase_clean("one\r\n\ttwo"), "one   two");
	same(phrase_clean("a\u202eb\u2066c\u200b"), "abc");
	same(phrase_clean("bad \xff byte"), "bad \ufffd byte");
	same(phrase_clean("c1\xc2\x85x"), "c1x");
	same(phrase_quote(fr(), "oui"), "«\u00a0oui\u00a0»");
	same(phrase_quote(en(), "yes"), "“yes”");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fill),      cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_percents),  cmocka_unit_test(test_days),
		cmocka_unit_test(test_intervals), cmocka_unit_test(test_clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
