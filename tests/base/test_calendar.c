/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The calendar against GDateTime, against published holidays, and business hours against a
 * count of minutes. */
#include "base/calendar.h"

#include <string.h>

#include "harness.h"

#define MINUTE_MS G_GINT64_CONSTANT(60000)

static const char *const zones[] = {
	"Europe/Paris",        "UTC",          "America/New_York", "America/Sao_Paulo",
	"America/Havana",      "Africa/Cairo", "Asia/Kolkata",     "Atlantic/Azores",
	"Australia/Lord_Howe",
};

static gint32 parsed(const char *text)
{
	gint32 day;

	assert_true(calendar_parse_day(text, &day));
	return day;
}

static void test_days_follow_gdatetime(void **state)
{
	gint32 last = parsed("2100-12-31");

	assert_int_equal(parsed("1970-01-01"), 0);
	for (gint32 day = 0; day <= last; day++) {
		g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(day * 86400LL);
		gint32 week = calendar_week_of_day(day);
		int year, month, day_of_month;
		calendar_ymd_from_day(day, &year, &month, &day_of_month);
		assert_int_equal(year, g_date_time_get_year(date));
		assert_int_equal(month, g_date_time_get_month(date));
		assert_int_equal(day_of_month, g_date_time_get_day_of_month(date));
		assert_int_equal(calendar_day_from_ymd(year, month, day_of_month), day);
		assert_int_equal(calendar_iso_week_number(week),
				 g_date_time_get_week_of_year(date));
		assert_int_equal(day - calendar_monday_of_week(week),
				 g_date_time_get_day_of_week(date) - 1);
	}
}

static void test_days_before_1970(void **state)
{
	int year, month, day_of_month;

	assert_int_equal(parsed("1969-12-31"), -1);
	assert_int_equal(parsed("1904-02-29"), -24048);
	calendar_ymd_from_day(-24048, &year, &month, &day_of_month);
	assert_int_equal(year * 10000 + month * 100 + day_of_month, 19040229);
	assert_int_equal(calendar_week_of_day(parsed("1970-01-05")), 0);
	assert_int_equal(calendar_week_of_day(parsed("1970-01-04")), -1);
	assert_int_equal(calendar_week_of_day(parsed("1969-12-29")), -1);
	assert_int_equal(calendar_week_of_day(parsed("1969-12-28")), -2);
}

static void test_parse_is_strict(void **state)
{
	const char *const wrong[] = {
		"",           "2026",        "2026-11",     "2026-1-23",  "2026-11-3",
		"26-11-23",   "2026-02-29",  "2026-13-01",  "2026-00-01", "2026-04-31",
		"2026-01-00", "2026-11-23 ", " 2026-11-23", "2026/11/23", "+026-11-23",
		"2026-11-2x", "1900-02-29",
	};

	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		gint32 day = 12345;
		assert_false(calendar_parse_day(wrong[i], &day));
		assert_int_equal(day, 12345);
	}
	for (gint32 day = -30000; day < 60000; day += 37) {
		g_autofree char *text = calendar_format_day(day);
		assert_int_equal(parsed(text), day);
	}
}

static void test_local_days_follow_gdatetime(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(1);

	for (guint i = 0; i < 20000; i++) {
		g_autoptr(GTimeZone) zone =
			g_time_zone_new_identifier(zones[i % G_N_ELEMENTS(zones)]);
		gint64 seconds = (gint64)g_rand_double_range(random, -1.0e9, 4.0e9);
		g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(seconds);
		g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
		assert_int_equal(calendar_day_of_ms(seconds * 1000 + 999, zone),
				 calendar_day_from_ymd(g_date_time_get_year(local),
						       g_date_time_get_month(local),
						       g_date_time_get_day_of_month(local)));
	}
}

/* The first instant of each day, also where clocks change at midnight. */
static void test_local_midnight(void **state)
{
	for (guint i = 0; i < G_N_ELEMENTS(zones); i++) {
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zones[i]);
		for (gint32 day = parsed("1975-01-01"); day < parsed("2037-01-01"); day++) {
			gint64 midnight = calendar_ms_of_day(day, zone);
			assert_int_equal(calendar_day_of_ms(midnight, zone), day);
			assert_int_equal(calendar_day_of_ms(midnight - 1, zone), day - 1);
		}
	}
}

static void test_weeks_begin_on_local_monday(void **state)
{
	g_autoptr(GTimeZone) paris = g_time_zone_new_identifier("Europe/Paris");
	/* Monday 2024-04-01 00:00 in Paris, the day after the change to summer time. */
	gint64 monday = parsed("2024-04-01") * CALENDAR_DAY_MS - 2 * 60 * MINUTE_MS;

	assert_int_equal(calendar_ms_of_day(parsed("2024-04-01"), paris), monday);
	assert_int_equal(calendar_week_of_ms(monday, paris),
			 calendar_week_of_day(parsed("2024-04-01")));
	assert_int_equal(calendar_week_of_ms(monday - 1, paris),
			 calendar_week_of_day(parsed("2024-03-31")));
}

/* Published by the French administration (service-public.fr). */
static void test_published_holidays(void **state)
{
	const char *const published[] = {
		"2016-01-01", "2016-03-28", "2016-05-01", "2016-05-05", "2016-05-08",
		"2016-05-16", "2016-07-14", "2016-08-15", "2016-11-01", "2016-11-11",
		"2016-12-25", "2024-01-01", "2024-04-01", "2024-05-01", "2024-05-08",
		"2024-05-09", "2024-05-20", "2024-07-14", "2024-08-15", "2024-11-01",
		"2024-11-11", "2024-12-25", "2025-01-01", "2025-04-21", "2025-05-01",
		"2025-05-08", "2025-05-29", "2025-06-09", "2025-07-14", "2025-08-15",
		"2025-11-01", "2025-11-11", "2025-12-25",
	};
	const int years[] = {2016, 2024, 2025};
	guint found = 0;

	for (guint i = 0; i < G_N_ELEMENTS(published); i++)
		assert_true(calendar_is_french_holiday(parsed(published[i])));
	for (guint i = 0; i < G_N_ELEMENTS(years); i++)
		for (gint32 day = calendar_day_from_ymd(years[i], 1, 1);
		     day < calendar_day_from_ymd(years[i] + 1, 1, 1); day++)
			found += calendar_is_french_holiday(day);
	assert_int_equal(found, G_N_ELEMENTS(published));
}

/* Gauss, for 1900 to 2099, with his two exceptions. */
static gint32 easter_of_gauss(int year)
{
	int a = year % 19, b = year % 4, c = year % 7;
	int d = (19 * a + 24) % 30, e = (2 * b + 4 * c + 6 * d + 5) % 7;

	if (d == 29 && e == 6)
		return calendar_day_from_ymd(year, 4, 19);
	if (d == 28 && e == 6 && a > 10)
		return calendar_day_from_ymd(year, 4, 18);
	return calendar_day_from_ymd(year, 3, 22) + d + e;
}

static void test_moving_feasts(void **state)
{
	assert_int_equal(easter_of_gauss(2008), parsed("2008-03-23"));
	assert_int_equal(easter_of_gauss(2038), parsed("2038-04-25"));
	for (int year = 1900; year <= 2099; year++) {
		gint32 easter = easter_of_gauss(year);
		assert_true(calendar_is_french_holiday(easter + 1));
		assert_true(calendar_is_french_holiday(easter + 39));
		assert_true(calendar_is_french_holiday(easter + 50));
		assert_false(calendar_is_french_holiday(easter - 2));
		assert_false(calendar_is_french_holiday(easter + 2));
	}
}

static void test_business_days_of_week(void **state)
{
	const struct {
		const char *monday;
		int days;
	} weeks[] = {
		{"2024-03-25", 5}, /* Good Friday is a working day */
		{"2024-04-01", 4}, /* Easter Monday */
		{"2024-05-06", 3}, /* 8 May and Ascension */
		{"2008-04-28", 4}, /* Ascension on 1 May: one day, not two */
		{"2022-12-19", 5}, /* Christmas on a Sunday */
		{"2024-08-12", 4},
	};

	for (guint i = 0; i < G_N_ELEMENTS(weeks); i++)
		assert_int_equal(calendar_business_days_of_week(
					 calendar_week_of_day(parsed(weeks[i].monday))),
				 weeks[i].days);
}

/* The oracle: every minute is looked up. */
static double counted_hours(gint64 from_ms, gint64 to_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(from_ms / 1000);
	g_autoptr(GDateTime) now = g_date_time_to_timezone(utc, zone);
	guint minutes = 0;

	for (gint64 ms = from_ms; ms < to_ms; ms += MINUTE_MS) {
		GDateTime *next;
		int year, month, day, hour = g_date_time_get_hour(now);
		g_date_time_get_ymd(now, &year, &month, &day);
		minutes += g_date_time_get_day_of_week(now) <= 5 && hour >= 9 && hour < 18 &&
			   !calendar_is_french_holiday(calendar_day_from_ymd(year, month, day));
		next = g_date_time_add_minutes(now, 1);
		g_date_time_unref(now);
		now = next;
	}
	return minutes / 60.0;
}

static void compare_hours(const char *from, gint64 minute, gint64 minutes, GTimeZone *zone)
{
	gint64 from_ms = parsed(from) * CALENDAR_DAY_MS + minute * MINUTE_MS;
	gint64 to_ms = from_ms + minutes * MINUTE_MS;

	assert_float_equal(calendar_business_hours(from_ms, to_ms, zone),
			   counted_hours(from_ms, to_ms, zone), 1e-9);
}

static void test_business_hours_by_counting(void **state)
{
	/* Both changes of clocks, Christmas, the May bridges, and ordinary weeks. */
	const char *const starts[] = {"2024-03-28", "2024-10-24", "2023-12-20",
				      "2024-05-03", "2018-11-02", "2026-06-17"};
	g_autoptr(GRand) random = g_rand_new_with_seed(7);

	for (guint i = 0; i < 54; i++) {
		g_autoptr(GTimeZone) zone =
			g_time_zone_new_identifier(zones[i % G_N_ELEMENTS(zones)]);
		compare_hours(starts[i % G_N_ELEMENTS(starts)],
			      g_rand_int_range(random, 0, 2880),
			      g_rand_int_range(random, 1, 16 * 1440), zone);
	}
}

/* A long span is the sum of its parts, whatever the cut. */
static void test_business_hours_add_up(void **state)
{
	g_autoptr(GTimeZone) paris = g_time_zone_new_identifier("Europe/Paris");
	g_autoptr(GRand) random = g_rand_new_with_seed(9);

	for (guint i = 0; i < 2000; i++) {
		gint64 at[3];
		for (guint k = 0; k < 3; k++)
			at[k] = (gint64)g_rand_double_range(random, 1.3e12, 1.6e12);
		gint64 first = MIN(at[0], MIN(at[1], at[2])),
		       last = MAX(at[0], MAX(at[1], at[2]));
		gint64 cut = at[0] + at[1] + at[2] - first - last;
		assert_float_equal(calendar_business_hours(first, last, paris),
				   calendar_business_hours(first, cut, paris) +
					   calendar_business_hours(cut, last, paris),
				   1e-6);
	}
	assert_float_equal(calendar_business_hours(10, 10, paris), 0, 0);
	assert_float_equal(calendar_business_hours(1600000000000, 1500000000000, paris), 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_follow_gdatetime),
		cmocka_unit_test(test_days_before_1970),
		cmocka_unit_test(test_parse_is_strict),
		cmocka_unit_test(test_local_days_follow_gdatetime),
		cmocka_unit_test(test_local_midnight),
		cmocka_unit_test(test_weeks_begin_on_local_monday),
		cmocka_unit_test(test_published_holidays),
		cmocka_unit_test(test_moving_feasts),
		cmocka_unit_test(test_business_days_of_week),
		cmocka_unit_test(test_business_hours_by_counting),
		cmocka_unit_test(test_business_hours_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
