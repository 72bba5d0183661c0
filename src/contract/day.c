/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A day is three parts in one of four orders; each order is read by the same small steps, and
 * only a day of the calendar between 1980 and 2100 is one. Two figures of a year are not read:
 * contracts that write them mean anything. */
#include "contract/day-internal.h"

#include <string.h>

#include "base/calendar.h"
#include "contract/number-internal.h"

#define YEAR_FIRST 1980
#define YEAR_LAST  2100

struct cursor {
	const char *text;
	gsize length, at;
};

static const char *const months[12][4] = {
	{"january", "janvier", "jan", "janv"},
	{"february", "fevrier", "feb", "fev"},
	{"march", "mars", "mar"},
	{"april", "avril", "apr", "avr"},
	{"may", "mai"},
	{"june", "juin", "jun"},
	{"july", "juillet", "jul", "juil"},
	{"august", "aout", "aug"},
	{"september", "septembre", "sept", "sep"},
	{"october", "octobre", "oct"},
	{"november", "novembre", "nov"},
	{"december", "decembre", "dec"},
};

static bool skip_text(struct cursor *cursor, const char *text)
{
	gsize size = strlen(text);

	if (cursor->length - cursor->at < size ||
	    memcmp(cursor->text + cursor->at, text, size) != 0 ||
	    (g_ascii_isalnum(text[size - 1]) &&
	     number_within_word(cursor->text, cursor->length, cursor->at + size)))
		return false;
	cursor->at += size;
	return true;
}

static void skip_any(struct cursor *cursor, const char *signs)
{
	while (cursor->at < cursor->length && strchr(signs, cursor->text[cursor->at]) &&
	       cursor->text[cursor->at] != '\0')
		cursor->at++;
}

/* A number of `least` to `most` figures. */
static bool read_figures(struct cursor *cursor, guint least, guint most, int *value)
{
	guint count = 0;
	int number = 0;

	while (cursor->at + count < cursor->length && count <= most &&
	       g_ascii_isdigit(cursor->text[cursor->at + count])) {
		number = number * 10 + (cursor->text[cursor->at + count] - '0');
		count++;
	}
	if (count < least || count > most)
		return false;
	cursor->at += count;
	*value = number;
	return true;
}

static bool read_month(struct cursor *cursor, int *month)
{
	for (int i = 0; i < 12; i++)
		for (gsize j = 0; j < G_N_ELEMENTS(months[i]) && months[i][j]; j++)
			if (skip_text(cursor, months[i][j])) {
				*month = i + 1;
				return true;
			}
	return false;
}

static bool read_day_of_month(struct cursor *cursor, int *day)
{
	static const char *const endings[] = {"st", "nd", "rd", "th", "er", " st", " th"};

	if (!read_figures(cursor, 1, 2, day))
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
		if (skip_text(cursor, endings[i]))
			break;
	return true;
}

/* ---- the orders ---- */

static bool read_day_month_year(struct cursor *cursor, int ymd[3])
{
	if (!read_day_of_month(cursor, &ymd[2]))
		return false;
	skip_any(cursor, " ");
	if (skip_text(cursor, "day of") || skip_text(cursor, "of"))
		skip_any(cursor, " ");
	if (!read_month(cursor, &ymd[1]))
		return false;
	skip_any(cursor, " ,.");
	return read_figures(cursor, 4, 4, &ymd[0]);
}

static bool read_month_day_year(struct cursor *cursor, int ymd[3])
{
	if (!read_month(cursor, &ymd[1]))
		return false;
	skip_any(cursor, " .");
	if (!read_day_of_month(cursor, &ymd[2]))
		return false;
	skip_any(cursor, " ,");
	return read_figures(cursor, 4, 4, &ymd[0]);
}

static bool read_year_first(struct cursor *cursor, int ymd[3])
{
	return read_figures(cursor, 4, 4, &ymd[0]) && skip_text(cursor, "-") &&
	       read_figures(cursor, 2, 2, &ymd[1]) && skip_text(cursor, "-") &&
	       read_figures(cursor, 2, 2, &ymd[2]);
}

static bool read_mark(struct cursor *cursor)
{
	if (cursor->at >= cursor->length || !strchr("/.-", cursor->text[cursor->at]))
		return false;
	cursor->at++;
	return true;
}

static bool read_figures_only(struct cursor *cursor, int ymd[3])
{
	return read_figures(cursor, 1, 2, &ymd[2]) && read_mark(cursor) &&
	       read_figures(cursor, 1, 2, &ymd[1]) && read_mark(cursor) &&
	       read_figures(cursor, 4, 4, &ymd[0]);
}

static bool is_day(const int ymd[3], gint32 *day)
{
	if (ymd[0] < YEAR_FIRST || ymd[0] > YEAR_LAST || ymd[1] < 1 || ymd[1] > 12 ||
	    ymd[2] < 1 ||
	    !g_date_valid_dmy((GDateDay)ymd[2], (GDateMonth)ymd[1], (GDateYear)ymd[0]))
		return false;
	*day = calendar_day_from_ymd(ymd[0], ymd[1], ymd[2]);
	return true;
}

gsize day_read(const char *text, gsize length, gsize at, bool month_first, gint32 *day)
{
	static bool (*const orders[])(struct cursor *, int *) = {
		read_day_month_year, read_month_day_year, read_year_first, read_figures_only};

	if (number_within_word(text, length, at))
		return 0;
	for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
		struct cursor cursor = {text, length, at};
		int ymd[3];
		if (!orders[i](&cursor, ymd) || number_within_word(text, length, cursor.at))
			continue;
		if (orders[i] == read_figures_only &&
		    (ymd[1] > 12 || (month_first && ymd[2] <= 12))) {
			int swapped = ymd[1];
			ymd[1] = ymd[2];
			ymd[2] = swapped;
		}
		if (is_day(ymd, day))
			return cursor.at - at;
	}
	return 0;
}
