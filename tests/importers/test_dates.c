/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates of tables: cells as tools write them against instants worked out by hand, and random
 * instants written by GLib in many styles and read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "importers/dates.h"

static struct date_style style_of(const char *const *cells)
{
	struct date_style style = {0};

	for (; *cells; cells++)
		date_style_observe(&style, *cells);
	date_style_settle(&style);
	return style;
}

/* The instant in UTC as text, "-" when the cell is no date. Caller owns. */
static char *read_in(const char *cell, const struct date_style *style, const char *zone_name)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
	g_autoptr(GDateTime) instant = NULL;
	gint64 ms = 42;

	if (!date_parse_cell(cell, style, zone, &ms)) {
		assert_int_equal(ms, 42);
		return g_strdup("-");
	}
	instant = g_date_time_new_from_unix_utc(ms >= 0 ? ms / 1000 : (ms - 999) / 1000);
	return g_date_time_format(instant, "%Y-%m-%dT%H:%M:%SZ");
}

static void cells_alone(void **state)
{
	/* Each cell is the only one of its file; local times are those of Paris. */
	static const struct {
		const char *cell, *instant;
	} cases[] = {
		{"30/Jul/18 23:33", "2018-07-30T21:33:00Z"},
		{"6/21/2025 16:14", "2025-06-21T14:14:00Z"},
		{"2025-03-01T10:00:00Z", "2025-03-01T10:00:00Z"},
		{"2025-03-01T10:00:00.000+00:00", "2025-03-01T10:00:00Z"},
		{"2025-03-01 10:00:00.123+0130", "2025-03-01T08:30:00Z"},
		{"2025-03-01 10:00:00 -05", "2025-03-01T15:00:00Z"},
		{"2025-03-01 10:00 UTC", "2025-03-01T10:00:00Z"},
		{"2025/03/01 10:00", "2025-03-01T09:00:00Z"},
		{"13-02-2024 14:05", "2024-02-13T13:05:00Z"},
		{"29/2/2016 08:11", "2016-02-29T07:11:00Z"},
		{"15.10.23 8:15", "2023-10-15T06:15:00Z"},
		{"12/13/99 1:00", "1999-12-13T00:00:00Z"},
		{"lun. 3 mars 2025 à 14 h 05", "2025-03-03T13:05:00Z"},
		{"mar. 3 mars 2025 à 14h05", "2025-03-03T13:05:00Z"},
		{"1er janv. 2024", "2023-12-31T23:00:00Z"},
		{"12 août 2024 à 9h", "2024-08-12T07:00:00Z"},
		{"12 AOÛT 2024", "2024-08-11T22:00:00Z"},
		{"5 de maio de 2024", "2024-05-04T22:00:00Z"},
		{"Mar 3, 2025 2:05 p.m.", "2025-03-03T13:05:00Z"},
		{"March 3, 2025 12:05 AM", "2025-03-02T23:05:00Z"},
		{"Mar 3, 2025 12:05 PM", "2025-03-03T11:05:00Z"},
		{"Mon, 30 Jul 2018 23:33:00 +0200", "2018-07-30T21:33:00Z"},
		{"Mon Jul 30 23:33:00 CEST 2018", "2018-07-30T21:33:00Z"},
		{"23:33 30-07-2018", "2018-07-30T21:33:00Z"},
		{"2018-Jul-30", "2018-07-29T22:00:00Z"},
		{"20240115", "2024-01-14T23:00:00Z"},
		{"24/12/2024 24:00", "2024-12-24T23:00:00Z"},
		{" 30/07/2018\xc2\xa0"
		 "23:33 ",
		 "2018-07-30T21:33:00Z"},
		/* The clock skips 02:30 in spring and shows it twice in autumn. */
		{"31/03/2024 02:30", "2024-03-31T01:30:00Z"},
		{"31/03/2024 03:30", "2024-03-31T01:30:00Z"},
		{"27/10/2024 01:30", "2024-10-26T23:30:00Z"},
		{"27/10/2024 02:30", "2024-10-27T01:30:00Z"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *const cells[] = {cases[i].cell, NULL};
		struct date_style style = style_of(cells);
		g_autofree char *instant = read_in(cases[i].cell, &style, "Europe/Paris");

		if (strcmp(instant, cases[i].instant) != 0)
			fail_msg("%s: %s, not %s", cases[i].cell, instant, cases[i].instant);
	}
}

static void not_dates(void **state)
{
	static const char *const cells[] = {
		"",
		"?",
		"NA",
		"45123.5",
		"45123",
		"10.1.2",
		"06 12 34",
		"29/02/2023",
		"31/04/2024",
		"32/01/2024",
		"00/01/2024",
		"13/13/2024",
		"2024-13-01",
		"1904-01-01",
		"31/12/1979",
		"2101-01-01",
		"24/12/2024 25:00",
		"24/12/2024 10:75",
		"30 jui 2018",
		"version 3 mars 2025",
		"12/03",
		"12:30",
		"mars 2025",
		"1/2/3/2024",
		"192.168.10.1",
		"12/03/2024 12/03/2024",
		"\xff\xfe/03/2024",
		"3 mars 20255",
		"2024-01-01 10:00 20:00",
		"2024-01-01 13:00 PM",
		"+02:00",
		"-",
		"////",
	};
	struct date_style style = {.order = DATE_ORDER_DMY};

	for (gsize i = 0; i < G_N_ELEMENTS(cells); i++) {
		g_autofree char *instant = read_in(cells[i], &style, "UTC");
		struct date_style learnt = {0};

		if (strcmp(instant, "-") != 0)
			fail_msg("\"%s\" was read as %s", cells[i], instant);
		date_style_observe(&learnt, cells[i]);
		assert_int_equal(learnt.seen, 0);
	}
}

static void order_is_learnt(void **state)
{
	static const struct {
		const char *cells[4];
		const char *cell, *instant;
		bool agree;
		const char *words;
	} cases[] = {
		{{"03/04/2025 10:00", "13/04/2025 10:00"},
		 "03/04/2025 10:00",
		 "2025-04-03T10:00:00Z",
		 true,
		 "DD/MM/YYYY HH:MM"},
		{{"03/04/2025 10:00", "04/13/2025 10:00"},
		 "03/04/2025 10:00",
		 "2025-03-04T10:00:00Z",
		 true,
		 "MM/DD/YYYY HH:MM"},
		{{"03/04/2025"},
		 "03/04/2025",
		 "2025-04-03T00:00:00Z",
		 true,
		 "DD/MM/YYYY (day first assumed)"},
		{{"3/4/2025 2:05 PM"},
		 "3/4/2025 2:05 PM",
		 "2025-03-04T14:05:00Z",
		 true,
		 "MM/DD/YYYY HH:MM AM/PM (month first assumed)"},
		{{"13/04/2025", "14/04/2025", "04/15/2025"},
		 "01/02/2025",
		 "2025-02-01T00:00:00Z",
		 false,
		 "DD/MM/YYYY"},
		{{"13/04/2025", "14/04/2025", "04/15/2025"},
		 "04/15/2025",
		 "-",
		 false,
		 "DD/MM/YYYY"},
		{{"2025-04-13 10:00:00", "2025-01-02 10:00:00"},
		 "2025-01-02 10:00:00",
		 "2025-01-02T10:00:00Z",
		 true,
		 "YYYY-MM-DD HH:MM:SS"},
		/* Sure cells of the other kind stay readable beside years first. */
		{{"2025-04-13", "13-04-2025"},
		 "13-04-2025",
		 "2025-04-13T00:00:00Z",
		 true,
		 "DD-MM-YYYY and YYYY-MM-DD"},
		{{"2025-04-13"}, "02/01/2025", "-", true, "YYYY-MM-DD"},
		{{"30/Jul/18 23:33"},
		 "02/Jan/19 9:05",
		 "2019-01-02T09:05:00Z",
		 true,
		 "DD/Mon/YY HH:MM"},
		{{"2025-03-01T10:00:00+02:00"},
		 "2025-03-01T10:00:00Z",
		 "2025-03-01T10:00:00Z",
		 true,
		 "YYYY-MM-DD HH:MM:SS with zone"},
		{{"x"}, "y", "-", true, "none"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct date_style style = {0};
		g_autofree char *words = NULL;
		g_autofree char *instant = NULL;

		for (guint j = 0; j < 4 && cases[i].cells[j]; j++)
			date_style_observe(&style, cases[i].cells[j]);
		assert_int_equal(date_style_settle(&style), cases[i].agree);
		words = date_style_describe(&style);
		assert_string_equal(words, cases[i].words);
		instant = read_in(cases[i].cell, &style, "UTC");
		assert_string_equal(instant, cases[i].instant);
	}
}

/* Every style read back, against GLib's own writer. */
static void random_instants(void **state)
{
	static const char *const styles[] = {
		"%d/%m/%Y %H:%M:%S",    "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S",
		"%d-%m-%Y %H:%M:%S",    "%d.%m.%y %H:%M:%S",    "%d %b %Y %H:%M:%S",
		"%B %d, %Y %H:%M:%S",   "%d/%b/%y %H:%M:%S",    "%a, %d %b %Y %H:%M:%S",
		"%A %d %B %Y %H:%M:%S", "%H:%M:%S %d/%m/%Y",    "%Y-%m-%d %H:%M:%S+00:00",
	};
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	for (gsize i = 0; i < G_N_ELEMENTS(styles); i++) {
		struct date_style style = {0};
		gint64 seconds[300];
		g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);

		for (guint j = 0; j < 300; j++) {
			g_autoptr(GDateTime) instant = NULL;

			seconds[j] = g_rand_int_range(random, 315532800, 2147480000);
			instant = g_date_time_new_from_unix_utc(seconds[j]);
			g_ptr_array_add(cells, g_date_time_format(instant, styles[i]));
			date_style_observe(&style, g_ptr_array_index(cells, j));
		}
		assert_true(date_style_settle(&style));
		assert_int_equal(style.seen, 300);
		for (guint j = 0; j < 300; j++) {
			gint64 ms = -1;

			if (!date_parse_cell(g_ptr_array_index(cells, j), &style, utc, &ms) ||
			    ms != 1000 * seconds[j])
				fail_msg("%s", (char *)g_ptr_array_index(cells, j));
		}
	}
}

/* Every day of the range has exactly one reading; leap days as in the calendar. */
static void every_day(void **state)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	struct date_style style = {.order = DATE_ORDER_DMY};
	gint32 first = calendar_day_from_ymd(1980, 1, 1);
	gint32 last = calendar_day_from_ymd(2100, 12, 31);

	for (gint32 day = first; day <= last; day++) {
		int year, month, day_of_month;
		g_autofree char *cell = NULL;
		gint64 ms = -1;

		calendar_ymd_from_day(day, &year, &month, &day_of_month);
		cell = g_strdup_printf("%d/%d/%d", day_of_month, month, year);
		assert_true(date_parse_cell(cell, &style, utc, &ms));
		assert_int_equal(ms, day * CALENDAR_DAY_MS);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_alone),     cmocka_unit_test(not_dates),
		cmocka_unit_test(order_is_learnt), cmocka_unit_test(random_instants),
		cmocka_unit_test(every_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
