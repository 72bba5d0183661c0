/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Civil days after Hinnant ("chrono-compatible low-level date algorithms", 2013), Easter by the
 * computus of Meeus, business hours by whole days between two part days. */
#include "base/calendar.h"

#define BUSINESS_OPENS  9
#define BUSINESS_CLOSES 18
#define MONDAY_ZERO     4 /* 1970-01-05 was the first Monday */
#define HOUR_MS         (CALENDAR_DAY_MS / 24)

gint32 calendar_day_from_ymd(int year, int month, int day)
{
	int shifted = month <= 2 ? year - 1 : year;
	int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
	int year_of_era = shifted - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

void calendar_ymd_from_day(gint32 day, int *year, int *month, int *day_of_month)
{
	int shifted = day + 719468;
	int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int day_of_era = shifted - era * 146097;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) /
		365;
	int day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int shifted_month = (5 * day_of_year + 2) / 153;

	*day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
	*month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

static gint64 floor_divide(gint64 value, gint64 by)
{
	return value / by - (value % by < 0);
}

/* Milliseconds that the zone's clocks are ahead of UTC at an instant. */
static gint64 offset_at(gint64 ms, GTimeZone *zone)
{
	gint interval =
		g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, floor_divide(ms, 1000));

	return interval < 0 ? 0 : (gint64)g_time_zone_get_offset(zone, interval) * 1000;
}

gint32 calendar_day_of_ms(gint64 ms, GTimeZone *zone)
{
	return (gint32)floor_divide(ms + offset_at(ms, zone), CALENDAR_DAY_MS);
}

gint32 calendar_week_of_day(gint32 day)
{
	return (gint32)floor_divide(day - MONDAY_ZERO, 7);
}

gint32 calendar_week_of_ms(gint64 ms, GTimeZone *zone)
{
	return calendar_week_of_day(calendar_day_of_ms(ms, zone));
}

gint32 calendar_monday_of_week(gint32 week)
{
	return week * 7 + MONDAY_ZERO;
}

/* ISO 8601: a week belongs to the year of its Thursday. */
int calendar_iso_week_number(gint32 week)
{
	gint32 thursday = calendar_monday_of_week(week) + 3;
	int year, month, day;

	calendar_ymd_from_day(thursday, &year, &month, &day);
	return (thursday - calendar_day_from_ymd(year, 1, 1)) / 7 + 1;
}

/* The first instant of the day: where clocks repeat midnight the earlier one, where they skip
 * it the instant of the change. */
gint64 calendar_ms_of_day(gint32 day, GTimeZone *zone)
{
	gint64 local = (gint64)day * CALENDAR_DAY_MS;
	gint64 about =
		local - offset_at(local, zone); /* right to an hour, the size of a change */
	gint64 midnight = local - offset_at(about - 2 * HOUR_MS, zone);

	if (calendar_day_of_ms(midnight, zone) == day)
		return midnight;
	return local - offset_at(about + 2 * HOUR_MS, zone);
}

char *calendar_format_day(gint32 day)
{
	int year, month, day_of_month;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	return g_strdup_printf("%04d-%02d-%02d", year, month, day_of_month);
}

static bool all_digits(const char *text, int count)
{
	for (int i = 0; i < count; i++)
		if (!g_ascii_isdigit(text[i]))
			return false;
	return true;
}

static int number_of(const char *text, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

bool calendar_parse_day(const char *text, gint32 *day)
{
	int year, month, day_of_month, check_year, check_month, check_day;

	if (!all_digits(text, 4) || text[4] != '-' || !all_digits(text + 5, 2) ||
	    text[7] != '-' || !all_digits(text + 8, 2) || text[10] != '\0')
		return false;
	year = number_of(text, 4);
	month = number_of(text + 5, 2);
	day_of_month = number_of(text + 8, 2);
	if (month < 1 || month > 12 || day_of_month < 1 || day_of_month > 31)
		return false;
	calendar_ymd_from_day(calendar_day_from_ymd(year, month, day_of_month), &check_year,
			      &check_month, &check_day);
	if (check_month != month || check_day != day_of_month)
		return false;
	*day = calendar_day_from_ymd(year, month, day_of_month);
	return true;
}

/* Gregorian Easter Sunday, Meeus, Astronomical Algorithms, chapter 8. */
static gint32 easter_sunday(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int sum = h + l - 7 * m + 114;

	return calendar_day_from_ymd(year, sum / 31, sum % 31 + 1);
}

bool calendar_is_french_holiday(gint32 day)
{
	static const struct {
		int month, day;
	} fixed[] = {{1, 1}, {5, 1}, {5, 8}, {7, 14}, {8, 15}, {11, 1}, {11, 11}, {12, 25}};
	static const int after_easter[] = {1, 39,
					   50}; /* Easter Monday, Ascension, Whit Monday */
	int year, month, day_of_month;
	gint32 easter;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
		if (fixed[i].month == month && fixed[i].day == day_of_month)
			return true;
	easter = easter_sunday(year);
	for (guint i = 0; i < G_N_ELEMENTS(after_easter); i++)
		if (day == easter + after_easter[i])
			return true;
	return false;
}

bool calendar_is_business_day(gint32 day)
{
	gint32 weekday = day - calendar_monday_of_week(calendar_week_of_day(day));

	return weekday < 5 && !calendar_is_french_holiday(day);
}

int calendar_business_days_of_week(gint32 week)
{
	gint32 monday = calendar_monday_of_week(week);
	int days = 0;

	for (gint32 day = monday; day < monday + 5; day++)
		days += calendar_is_business_day(day);
	return days;
}

/* Opening hours between two instants of the wall clock, as far as they are of this day. */
static double hours_of_day(gint32 day, gint64 from, gint64 to)
{
	gint64 midnight = (gint64)day * CALENDAR_DAY_MS;

	if (!calendar_is_business_day(day))
		return 0;
	from = MAX(from, midnight + BUSINESS_OPENS * HOUR_MS);
	to = MIN(to, midnight + BUSINESS_CLOSES * HOUR_MS);
	return to > from ? (double)(to - from) / (double)HOUR_MS : 0;
}

/* Business days from the first to before the last, whole weeks at a stride. */
static int business_days_between(gint32 first, gint32 last)
{
	int days = 0;

	for (gint32 day = first; day < last;) {
		gint32 week = calendar_week_of_day(day);
		if (day == calendar_monday_of_week(week) && day + 7 <= last) {
			days += calendar_business_days_of_week(week);
			day += 7;
		} else {
			days += calendar_is_business_day(day);
			day++;
		}
	}
	return days;
}

/* On the wall clock: it changes at night, so that opening hours are as long there as they are
 * in truth. */
double calendar_business_hours(gint64 from_ms, gint64 to_ms, GTimeZone *zone)
{
	gint64 from, to;
	gint32 first, last;

	if (to_ms <= from_ms)
		return 0;
	from = from_ms + offset_at(from_ms, zone);
	to = to_ms + offset_at(to_ms, zone);
	first = (gint32)floor_divide(from, CALENDAR_DAY_MS);
	last = (gint32)floor_divide(to, CALENDAR_DAY_MS);
	if (last <= first)
		return hours_of_day(first, from, to);
	return hours_of_day(first, from, to) + hours_of_day(last, from, to) +
	       business_days_between(first + 1, last) * (BUSINESS_CLOSES - BUSINESS_OPENS);
}
