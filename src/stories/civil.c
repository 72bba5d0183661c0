/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates by GDateTime's numbers and our own names. */
#include "stories/civil.h"

#include "base/calendar.h"

struct names {
	const char *days[7], *months[12], *short_months[12];
};

static const struct names french = {
	{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
	{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
	 "octobre", "novembre", "décembre"},
	{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
	 "nov.", "déc."},
};

static const struct names english = {
	{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September",
	 "October", "November", "December"},
	{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
};

static const struct names *names_of(const char *language)
{
	return g_str_equal(language, "fr") ? &french : &english;
}

const char *civil_weekday(const char *language, int weekday)
{
	return names_of(language)->days[weekday - 1];
}

const char *civil_month(const char *language, int month)
{
	return names_of(language)->months[month - 1];
}

const char *civil_month_short(const char *language, int month)
{
	return names_of(language)->short_months[month - 1];
}

static GDateTime *date_time(gint64 at_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);

	return zone != NULL ? g_date_time_to_timezone(utc, zone) : g_date_time_ref(utc);
}

char *civil_day(const char *language, gint32 day)
{
	int year, month, day_of_month;
	int weekday = 1 + day - calendar_monday_of_week(calendar_week_of_day(day));

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	return g_strdup_printf("%s %d %s", civil_weekday(language, weekday), day_of_month,
			       civil_month(language, month));
}

char *civil_rfc5322(gint64 at_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = date_time(at_ms, zone);
	g_autofree char *clock = g_date_time_format(time, "%H:%M:%S %z");

	return g_strdup_printf("%.3s, %02d %s %d %s",
			       civil_weekday("en", g_date_time_get_day_of_week(time)),
			       g_date_time_get_day_of_month(time),
			       civil_month_short("en", g_date_time_get_month(time)),
			       g_date_time_get_year(time), clock);
}

char *civil_from_line(gint64 at_ms)
{
	g_autoptr(GDateTime) time = date_time(at_ms, NULL);
	g_autofree char *clock = g_date_time_format(time, "%H:%M:%S");

	return g_strdup_printf(
		"%.3s %s %2d %s %d", civil_weekday("en", g_date_time_get_day_of_week(time)),
		civil_month_short("en", g_date_time_get_month(time)),
		g_date_time_get_day_of_month(time), clock, g_date_time_get_year(time));
}

char *civil_glpi(gint64 at_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = date_time(at_ms, zone);

	return g_date_time_format(time, "%d-%m-%Y %H:%M");
}

char *civil_jira(gint64 at_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = date_time(at_ms, zone);
	g_autofree char *clock = g_date_time_format(time, "%y %H:%M");

	return g_strdup_printf("%02d/%s/%s", g_date_time_get_day_of_month(time),
			       civil_month_short("en", g_date_time_get_month(time)), clock);
}

char *civil_ics_local(gint64 at_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = date_time(at_ms, zone);

	return g_date_time_format(time, "%Y%m%dT%H%M%S");
}

char *civil_ics_utc(gint64 at_ms)
{
	g_autoptr(GDateTime) time = date_time(at_ms, NULL);

	return g_date_time_format(time, "%Y%m%dT%H%M%SZ");
}
