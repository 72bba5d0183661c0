/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Civil calendar: days, ISO weeks, French public holidays, business hours.
 * A day is the number of civil days since 1970-01-01 (negative before). A week is the number of
 * Mondays since Monday 1970-01-05, which is week 0; weeks are dated by their Monday (ISO 8601).
 * Zones are GTimeZone; nothing here reads the machine's own zone. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CALENDAR_DAY_MS       G_GINT64_CONSTANT(86400000)
#define CALENDAR_ZONE_DEFAULT "Europe/Paris"

gint32 calendar_day_of_ms(gint64 ms, GTimeZone *zone);
gint32 calendar_day_from_ymd(int year, int month, int day);
void calendar_ymd_from_day(gint32 day, int *year, int *month, int *day_of_month);
gint32 calendar_week_of_day(gint32 day); /* floor: days before 1970-01-05 give -1, -2... */
gint32 calendar_week_of_ms(gint64 ms, GTimeZone *zone);
gint32 calendar_monday_of_week(gint32 week);            /* a day */
int calendar_iso_week_number(gint32 week);              /* 1..53 */
gint64 calendar_ms_of_day(gint32 day, GTimeZone *zone); /* local midnight as an instant */

/* "2026-11-23". Caller owns. */
char *calendar_format_day(gint32 day);
/* Strict YYYY-MM-DD; false and *day untouched otherwise. */
bool calendar_parse_day(const char *text, gint32 *day);

/* Public holidays of metropolitan France (code du travail L3133-1), moving feasts by the
 * Gregorian computus (Meeus, Astronomical Algorithms, ch. 8). */
bool calendar_is_french_holiday(gint32 day);
/* Monday to Friday and no French holiday. */
bool calendar_is_business_day(gint32 day);
/* Business days (0..5) of the week. */
int calendar_business_days_of_week(gint32 week);
/* Hours between two instants that fall 09:00-18:00 on business days in the zone; 0 when to <=
 * from. Constant time in the length of the span but for whole weeks, which are summed. */
double calendar_business_hours(gint64 from_ms, gint64 to_ms, GTimeZone *zone);
