/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The meaning of a cell as a date. Year-first days, weeks (ISO 8601), months, quarters and
 * years, and the numeric dates that leave day and month open, are read here byte by byte; names
 * of months and short years go to importers/dates.h. A time behind a day is checked and left
 * out: the day is the one that was written, in whatever zone. */
#include "detect/points-internal.h"

#include <string.h>

#include "base/calendar.h"
#include "importers/charset.h"
#include "importers/dates.h"
#include "model/assessment.h"

#define CELL_MOST 80

/* What is left of a cell while it is read. */
struct cursor {
	const char *at, *end;
};

static gsize left(const struct cursor *cursor)
{
	return (gsize)(cursor->end - cursor->at);
}

static bool take(struct cursor *cursor, const char *any)
{
	if (left(cursor) == 0 || *cursor->at == '\0' || strchr(any, *cursor->at) == NULL)
		return false;
	cursor->at++;
	return true;
}

/* A number of `least` to `most` digits, with no further digit behind it. */
static bool take_digits(struct cursor *cursor, guint least, guint most, int *value)
{
	const char *at = cursor->at;
	int number = 0;

	for (; at < cursor->end && g_ascii_isdigit(*at) && at < cursor->at + most; at++)
		number = number * 10 + (*at - '0');
	if (at < cursor->at + least || (at < cursor->end && g_ascii_isdigit(*at)))
		return false;
	*value = number;
	cursor->at = at;
	return true;
}

static bool settled(struct points_date *date, enum points_date_form form, gint32 day)
{
	if (day == DAY_NONE)
		return false;
	*date = (struct points_date){form, day, day};
	return true;
}

static gint32 civil_day(int year, int month, int day)
{
	if (year < POINTS_YEAR_FIRST || year > POINTS_YEAR_LAST || month < 1 || month > 12 ||
	    day < 1 || day > 31 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return DAY_NONE;
	return calendar_day_from_ymd(year, month, day);
}

/* Nothing, or a time of day with whatever zone: "T14:05:00.250+02:00", " 14h05". */
static bool ends_with_time(struct cursor *cursor)
{
	int hour, minute;

	if (left(cursor) == 0)
		return true;
	if (!take(cursor, "Tt ") || !take_digits(cursor, 1, 2, &hour) || hour > 24 ||
	    !take(cursor, ":hH"))
		return false;
	if (left(cursor) > 0 && (!take_digits(cursor, 1, 2, &minute) || minute > 59))
		return false;
	while (take(cursor, "0123456789:.,+-Zz APMapm"))
		;
	return left(cursor) == 0;
}

/* ---- year first ---- */

static bool take_year(struct cursor *cursor, int *year)
{
	return take_digits(cursor, 4, 4, year) && *year >= POINTS_YEAR_FIRST &&
	       *year <= POINTS_YEAR_LAST;
}

/* The week of 4 January is the first of its year. */
static bool read_week(struct cursor cursor, int year, struct points_date *date)
{
	int number, weekday = 1;
	gint32 week;

	if (!take_digits(&cursor, 1, 2, &number))
		return false;
	if (take(&cursor, "-") && !take_digits(&cursor, 1, 1, &weekday))
		return false;
	if (left(&cursor) > 0 || number < 1 || weekday < 1 || weekday > 7)
		return false;
	week = calendar_week_of_day(calendar_day_from_ymd(year, 1, 4)) + number - 1;
	return calendar_iso_week_number(week) == number &&
	       settled(date, POINTS_WEEK, calendar_monday_of_week(week) + weekday - 1);
}

static bool read_quarter(struct cursor cursor, int year, struct points_date *date)
{
	int quarter;

	return take_digits(&cursor, 1, 1, &quarter) && left(&cursor) == 0 && quarter <= 4 &&
	       settled(date, POINTS_LONGER, civil_day(year, 3 * quarter - 2, 1));
}

/* "2024-03" or "2024-03-11", the signs the same. */
static bool read_month_or_day(struct cursor cursor, int year, char sign,
			      struct points_date *date)
{
	const char signs[] = {sign, '\0'};
	int month, day;

	if (!take_digits(&cursor, 1, 2, &month))
		return false;
	if (left(&cursor) == 0)
		return settled(date, POINTS_MONTH, civil_day(year, month, 1));
	return take(&cursor, signs) && take_digits(&cursor, 1, 2, &day) &&
	       ends_with_time(&cursor) &&
	       settled(date, POINTS_DAY, civil_day(year, month, day));
}

static bool read_year_first(struct cursor cursor, struct points_date *date)
{
	char sign;
	int year;

	if (!take_year(&cursor, &year))
		return false;
	if (left(&cursor) == 0)
		return settled(date, POINTS_LONGER, civil_day(year, 1, 1));
	sign = *cursor.at;
	if (take(&cursor, "-/.") && left(&cursor) > 0 && g_ascii_isdigit(*cursor.at))
		return read_month_or_day(cursor, year, sign, date);
	take(&cursor, " ");
	if (take(&cursor, "WwSs"))
		return read_week(cursor, year, date);
	return take(&cursor, "QqTt") && read_quarter(cursor, year, date);
}

/* "20240311" */
static bool read_compact(struct cursor cursor, struct points_date *date)
{
	int number;

	return take_digits(&cursor, 8, 8, &number) && ends_with_time(&cursor) &&
	       settled(date, POINTS_DAY,
		       civil_day(number / 10000, number / 100 % 100, number % 100));
}

/* ---- year last ---- */

static bool open_date(struct points_date *date, gint32 day_first, gint32 month_first)
{
	if (day_first == DAY_NONE && month_first == DAY_NONE)
		return false;
	*date = (struct points_date){POINTS_DAY, day_first, month_first};
	return true;
}

/* "11/03/2024", "03/2024" */
static bool read_year_last(struct cursor cursor, struct points_date *date)
{
	char signs[2] = {0};
	int first, second, year;

	if (!take_digits(&cursor, 1, 2, &first) || left(&cursor) == 0)
		return false;
	signs[0] = *cursor.at;
	if (!take(&cursor, "/.-"))
		return false;
	if (take_year(&cursor, &year))
		return left(&cursor) == 0 &&
		       settled(date, POINTS_MONTH, civil_day(year, first, 1));
	if (!take_digits(&cursor, 1, 2, &second) || !take(&cursor, signs) ||
	    !take_year(&cursor, &year) || !ends_with_time(&cursor))
		return false;
	return open_date(date, civil_day(year, second, first), civil_day(year, first, second));
}

/* ---- in words ---- */

static gint32 worded_day(const char *text, enum date_order order)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct date_style style = {.order = order};
	gint64 ms;

	return date_parse_cell(text, &style, zone, &ms) ? calendar_day_of_ms(ms, zone)
							: DAY_NONE;
}

/* "11 mars 2024", "11/3/24"; "mars 2024" is its first day. */
static bool read_words(struct cursor cursor, struct points_date *date)
{
	g_autofree char *text = NULL, *first_of_month = NULL;
	bool guessed;

	if (left(&cursor) > CELL_MOST)
		return false;
	text = charset_to_utf8(cursor.at, left(&cursor), NULL, &guessed);
	if (open_date(date, worded_day(text, DATE_ORDER_DMY), worded_day(text, DATE_ORDER_MDY)))
		return true;
	first_of_month = g_strconcat("1 ", text, NULL);
	return settled(date, POINTS_MONTH, worded_day(first_of_month, DATE_ORDER_DMY));
}

bool points_cell_date(struct points_cell cell, struct points_date *date)
{
	struct cursor cursor = {cell.text, cell.text + cell.length};

	if (cell.length == 0)
		return false;
	return read_year_first(cursor, date) || read_compact(cursor, date) ||
	       read_year_last(cursor, date) || read_words(cursor, date);
}
