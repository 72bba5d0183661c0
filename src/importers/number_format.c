/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A code is read letter by letter: what is quoted, escaped, filled or in brackets shows nothing
 * of the value, but for [h], [m] and [s], which count on beyond the day. Days of the 1900
 * system count from 1899-12-31, and from the day before once the 29th of February 1900, which
 * Lotus 1-2-3 believed in, is passed. */
#include "importers/number_format.h"

#include <math.h>
#include <string.h>

#define DAY_SECONDS  86400
#define LEAP_DAY     60                 /* 1900-02-29, in no calendar */
#define DAYS_LAST    2958465            /* 9999-12-31 */
#define DAYS_TO_1904 1462               /* between the two systems */
#define JULIAN_1899  693594             /* GDate of 1899-12-30 */
#define WHOLE_MOST   9007199254740992.0 /* up to it every whole number is kept exactly */
#define NUMBER_ROOM  64

static const struct {
	guint first, last;
	enum number_kind kind;
} builtin[] = {
	{14, 17, NUMBER_DATE}, {18, 21, NUMBER_TIME},    {22, 22, NUMBER_DATE_TIME},
	{27, 31, NUMBER_DATE}, {32, 35, NUMBER_TIME},    {36, 36, NUMBER_DATE},
	{45, 45, NUMBER_TIME}, {46, 46, NUMBER_ELAPSED}, {47, 47, NUMBER_TIME},
	{50, 54, NUMBER_DATE}, {55, 56, NUMBER_TIME},    {57, 58, NUMBER_DATE},
	{71, 74, NUMBER_DATE}, {75, 76, NUMBER_TIME},    {77, 77, NUMBER_DATE_TIME},
	{78, 78, NUMBER_TIME}, {79, 79, NUMBER_ELAPSED}, {80, 80, NUMBER_TIME},
	{81, 81, NUMBER_DATE},
};

enum number_kind number_format_builtin(guint id)
{
	for (gsize i = 0; i < G_N_ELEMENTS(builtin); i++)
		if (id >= builtin[i].first && id <= builtin[i].last)
			return builtin[i].kind;
	return NUMBER_PLAIN;
}

/* ---- codes ---- */

/* What a code shows. */
struct shown {
	bool day, time, elapsed, digits;
	bool month_or_minute; /* "m" alone is a month unless hours or seconds stand with it */
	bool fraction;        /* of seconds: its zeros are no digits of a number */
};

/* Behind what begins at `code` and shows nothing; `code` itself when it may show something. */
static const char *skip_silent(const char *code)
{
	const char *end;

	switch (*code) {
	case '"':
		end = strchr(code + 1, '"');
		return end ? end + 1 : code + strlen(code);
	case '\\':
	case '_':
	case '*':
		return code[1] ? g_utf8_next_char(code + 1) : code + 1;
	default:
		return code;
	}
}

/* "[h]", "[mm]", "[ss]" count on; colours, conditions and locales show nothing. */
static const char *take_bracket(const char *code, struct shown *shown)
{
	const char *end = strchr(code, ']');
	gsize length = end ? (gsize)(end - code - 1) : 0;

	if (!end)
		return code + strlen(code);
	if (length > 0 && length == strspn(code + 1, code[1] == 'h' || code[1] == 'H'   ? "hH"
						     : code[1] == 'm' || code[1] == 'M' ? "mM"
											: "sS"))
		shown->elapsed = true;
	return end + 1;
}

static void take_letter(char letter, struct shown *shown)
{
	switch (g_ascii_tolower(letter)) {
	case 'y':
	case 'd':
		shown->day = true;
		break;
	case 'h':
	case 's':
		shown->time = true;
		break;
	case 'm':
		shown->month_or_minute = true;
		break;
	case '.':
		shown->fraction = shown->time;
		return;
	case '0':
		shown->digits = shown->digits || !shown->fraction;
		return;
	case '#':
	case '?':
		shown->digits = true;
		break;
	default:
		break;
	}
	shown->fraction = false;
}

/* Only what is positive is a date: the first of the parts between semicolons. */
static struct shown read_code(const char *code)
{
	struct shown shown = {0};

	while (*code && *code != ';') {
		const char *behind = skip_silent(code);

		if (behind != code)
			code = behind;
		else if (*code == '[')
			code = take_bracket(code, &shown);
		else
			take_letter(*code++, &shown);
	}
	return shown;
}

enum number_kind number_format_of_code(const char *code)
{
	struct shown shown;

	if (!g_ascii_strcasecmp(code, "General"))
		return NUMBER_PLAIN;
	shown = read_code(code);
	if (shown.digits)
		return NUMBER_PLAIN;
	if (shown.elapsed)
		return NUMBER_ELAPSED;
	if (shown.month_or_minute && !shown.time)
		shown.day = true;
	if (shown.day)
		return shown.time ? NUMBER_DATE_TIME : NUMBER_DATE;
	return shown.time ? NUMBER_TIME : NUMBER_PLAIN;
}

/* ---- numbers ---- */

static void append_number(GString *out, double value)
{
	bool whole = value == trunc(value) && fabs(value) <= WHOLE_MOST;
	char room[NUMBER_ROOM];

	g_ascii_formatd(room, sizeof room, whole ? "%.0f" : "%.15g", value);
	g_string_append(out, room);
}

static void append_day(GString *out, guint days, bool since_1904)
{
	GDate date;

	if (!since_1904 && days == LEAP_DAY) {
		g_string_append(out, "1900-02-29");
		return;
	}
	if (since_1904)
		days += DAYS_TO_1904;
	g_date_set_julian(&date, JULIAN_1899 + days + (days < LEAP_DAY));
	g_string_append_printf(out, "%04u-%02u-%02u", g_date_get_year(&date),
			       g_date_get_month(&date), g_date_get_day(&date));
}

static void append_time(GString *out, guint64 seconds)
{
	g_string_append_printf(out, "%02u:%02u:%02u", (guint)(seconds / 3600),
			       (guint)(seconds / 60 % 60), (guint)(seconds % 60));
}

/* A time of day is a fraction of the day; a whole number of days with it is not to be lost. */
void number_format_append(GString *out, double value, enum number_kind kind, bool since_1904)
{
	double last = DAYS_LAST - (since_1904 ? DAYS_TO_1904 : 0);
	guint64 seconds;

	if (kind == NUMBER_PLAIN || !(value >= 0) || value >= last + 1) {
		append_number(out, value);
		return;
	}
	seconds = (guint64)llround(value * DAY_SECONDS);
	if (kind == NUMBER_ELAPSED) {
		append_time(out, seconds);
		return;
	}
	if (seconds >= DAY_SECONDS || (since_1904 && kind != NUMBER_TIME)) {
		append_day(out, (guint)(seconds / DAY_SECONDS), since_1904);
		if (kind == NUMBER_DATE && seconds % DAY_SECONDS == 0)
			return;
		g_string_append_c(out, ' ');
	}
	append_time(out, seconds % DAY_SECONDS);
}
