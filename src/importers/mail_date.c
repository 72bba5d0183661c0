/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One reader for the dates of mail: the text is cut into words and each word is recognised by
 * its shape (weekday, month, time, year, day, zone), so that RFC 5322 (3.3, 4.3) and asctime
 * take the same path and disorder does no harm. */
#include "importers/mail_date.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"

#define EARLIEST_MS    G_GINT64_CONSTANT(315532800000) /* 1980-01-01 */
#define WORDS_MAX      16
#define ENVELOPE_BYTES 1000u
#define NOT_SEEN       (-1)

struct word {
	const char *text;
	gsize length;
};

struct date_parts {
	int year, month, day, hour, minute, second;
	int zone; /* minutes */
	bool zone_seen, zone_sound;
};

/* Words between blanks and commas; a parenthesis ends the date, for it holds a comment. */
static guint split_words(const char *text, gsize length, struct word words[WORDS_MAX])
{
	const char *end = text + length;
	guint n = 0;

	while (text < end && n < WORDS_MAX) {
		const char *start;

		while (text < end && (g_ascii_isspace(*text) || *text == ','))
			text++;
		start = text;
		while (text < end && !g_ascii_isspace(*text) && *text != ',' && *text != '(')
			text++;
		if (text > start)
			words[n++] = (struct word){start, (gsize)(text - start)};
		if (text < end && *text == '(')
			break;
	}
	return n;
}

static int index_of_name(const struct word *word, const char *names)
{
	if (word->length < 3)
		return NOT_SEEN;
	for (int i = 0; names[3 * i]; i++)
		if (!g_ascii_strncasecmp(word->text, names + 3 * i, 3))
			return i;
	return NOT_SEEN;
}

static bool is_weekday(const struct word *word)
{
	return index_of_name(word, "MonTueWedThuFriSatSun") != NOT_SEEN && word->length <= 9;
}

static int month_of(const struct word *word)
{
	return index_of_name(word, "JanFebMarAprMayJunJulAugSepOctNovDec");
}

/* Value of a word of at most six digits; NOT_SEEN when it is something else. */
static int number_of(const char *text, gsize length)
{
	int value = 0;

	if (length == 0 || length > 6)
		return NOT_SEEN;
	for (gsize i = 0; i < length; i++) {
		if (!g_ascii_isdigit(text[i]))
			return NOT_SEEN;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

/* HH:MM or HH:MM:SS; a leap second counts as the second before it. */
static bool read_time(const struct word *word, struct date_parts *parts)
{
	const char *end = word->text + word->length;
	const char *colon = memchr(word->text, ':', word->length);
	const char *second;

	if (!colon)
		return false;
	second = memchr(colon + 1, ':', (gsize)(end - colon - 1));
	parts->hour = number_of(word->text, (gsize)(colon - word->text));
	parts->minute = number_of(colon + 1, (gsize)((second ? second : end) - colon) - 1);
	parts->second = second ? number_of(second + 1, (gsize)(end - second) - 1) : 0;
	if (parts->second == 60)
		parts->second = 59;
	return true;
}

static void set_zone(struct date_parts *parts, int minutes, bool sound)
{
	parts->zone_seen = true;
	parts->zone_sound = sound;
	parts->zone = sound ? minutes : 0;
}

/* "+0100", "+01:00"; no place on earth is beyond -12:00 and +14:00. */
static bool read_numeric_zone(const struct word *word, struct date_parts *parts)
{
	char digits[4];
	guint n = 0;
	int hours, minutes;

	if (word->text[0] != '+' && word->text[0] != '-')
		return false;
	for (gsize i = 1; i < word->length && n < 4; i++)
		if (g_ascii_isdigit(word->text[i]))
			digits[n++] = word->text[i];
	if (n != 4) {
		set_zone(parts, 0, false);
		return true;
	}
	hours = number_of(digits, 2);
	minutes = hours * 60 + number_of(digits + 2, 2);
	if (word->text[0] == '-')
		minutes = -minutes;
	set_zone(parts, minutes, digits[2] < '6' && minutes >= -12 * 60 && minutes <= 14 * 60);
	return true;
}

static bool read_named_zone(const struct word *word, struct date_parts *parts)
{
	static const struct {
		const char *name;
		int minutes;
	} zones[] = {
		{"GMT", 0},    {"UTC", 0},    {"UT", 0},     {"Z", 0},      {"CET", 60},
		{"CEST", 120}, {"MET", 60},   {"MEST", 120}, {"MEZ", 60},   {"MESZ", 120},
		{"WET", 0},    {"WEST", 60},  {"BST", 60},   {"EET", 120},  {"EEST", 180},
		{"MSK", 180},  {"EST", -300}, {"EDT", -240}, {"CST", -360}, {"CDT", -300},
		{"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"JST", 540},
		{"AEST", 600}, {"AEDT", 660}, {"NZST", 720}, {"NZDT", 780},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(zones); i++)
		if (strlen(zones[i].name) == word->length &&
		    !g_ascii_strncasecmp(zones[i].name, word->text, word->length)) {
			set_zone(parts, zones[i].minutes, true);
			return true;
		}
	return false;
}

/* Two digits are those of 1970 to 2069; three are what programs wrote after 1999. */
static int full_year(int year)
{
	if (year < 70)
		return year + 2000;
	return year < 1000 ? year + 1900 : year;
}

static void read_number(const struct word *word, struct date_parts *parts)
{
	int value = number_of(word->text, word->length);

	if (value == NOT_SEEN)
		return;
	if (parts->day == NOT_SEEN && word->length <= 2)
		parts->day = value;
	else if (parts->year == NOT_SEEN && (word->length > 2 || parts->month != NOT_SEEN))
		parts->year = full_year(value);
}

/* "05-Feb-2001" */
static bool read_dashed(const struct word *word, struct date_parts *parts)
{
	const char *end = word->text + word->length;
	const char *first = memchr(word->text, '-', word->length);
	const char *second = first ? memchr(first + 1, '-', (gsize)(end - first - 1)) : NULL;
	struct word month;

	if (!second || first == word->text)
		return false;
	month = (struct word){first + 1, (gsize)(second - first) - 1};
	if (month_of(&month) == NOT_SEEN)
		return false;
	parts->month = month_of(&month);
	parts->day = number_of(word->text, (gsize)(first - word->text));
	parts->year = full_year(number_of(second + 1, (gsize)(end - second) - 1));
	return true;
}

static void read_word(const struct word *word, struct date_parts *parts)
{
	if (parts->hour == NOT_SEEN && read_time(word, parts))
		return;
	if (parts->month == NOT_SEEN && read_dashed(word, parts))
		return;
	if (read_numeric_zone(word, parts))
		return;
	if (g_ascii_isdigit(word->text[0])) {
		read_number(word, parts);
		return;
	}
	if (parts->month == NOT_SEEN && month_of(word) != NOT_SEEN)
		parts->month = month_of(word);
	else if (!parts->zone_seen && !is_weekday(word))
		read_named_zone(word, parts);
}

static bool compose(const struct date_parts *parts, struct mail_date *date)
{
	gint64 seconds;

	if (parts->month == NOT_SEEN || parts->day < 1 || parts->year < 1 ||
	    parts->year > 9999 || parts->hour < 0 || parts->hour > 23 || parts->minute < 0 ||
	    parts->minute > 59 || parts->second < 0 || parts->second > 59)
		return false;
	if (!g_date_valid_dmy((GDateDay)MIN(parts->day, 99), (GDateMonth)(parts->month + 1),
			      (GDateYear)parts->year))
		return false;
	seconds = (gint64)calendar_day_from_ymd(parts->year, parts->month + 1, parts->day) *
			  86400 +
		  parts->hour * 3600 + parts->minute * 60 + parts->second - parts->zone * 60;
	date->ms = seconds * 1000;
	date->offset_minutes = (gint16)parts->zone;
	date->repaired = !parts->zone_seen || !parts->zone_sound;
	return true;
}

static bool parse_words(const struct word *words, guint n, struct mail_date *date)
{
	struct date_parts parts = {NOT_SEEN, NOT_SEEN, NOT_SEEN, NOT_SEEN, NOT_SEEN, NOT_SEEN};

	for (guint i = 0; i < n; i++)
		read_word(&words[i], &parts);
	return compose(&parts, date);
}

bool mail_date_parse(const char *text, gsize length, struct mail_date *date)
{
	struct word words[WORDS_MAX];
	guint n = split_words(text, length, words);

	return parse_words(words, n, date);
}

/* A From_ line is a sender of any shape and then a date that begins with its weekday. */
bool mail_date_parse_envelope(const char *line, gsize length, struct mail_date *date)
{
	struct word words[WORDS_MAX];
	guint n;

	if (length > ENVELOPE_BYTES)
		return false;
	n = split_words(line, length, words);
	for (guint i = 0; i + 3 < n; i++)
		if (is_weekday(&words[i]) && words[i].length == 3 &&
		    parse_words(words + i, MIN(n - i, 8), date))
			return true;
	return false;
}

bool mail_date_is_plausible(gint64 ms)
{
	return ms >= EARLIEST_MS && ms <= clock_now_ms() + 2 * CALENDAR_DAY_MS;
}
