/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A cell is cut into numbers, words and signs in one pass; what they mean together is decided
 * after: three numbers are a date whose order may be open, two numbers and the name of a month
 * are one whose order is not. A word that is no part of any date makes the cell no date, so
 * that free text is never read as one. */
#include "importers/dates.h"

#include <string.h>

#include "base/calendar.h"

#define CELL_LIMIT  80
#define FIRST_YEAR  1980
#define LAST_YEAR   2100
#define WORD_LIMIT  24
#define MINUTE_MS   G_GINT64_CONSTANT(60000)
#define HOUR_MS     (60 * MINUTE_MS)
#define DAY_SECONDS G_GINT64_CONSTANT(86400)

struct number {
	int value;
	int digits;
};

/* What was read in a cell, before the order is applied. */
struct date_parts {
	struct number numbers[3];
	guint n_numbers;
	int month;        /* by name, 0 when none */
	bool month_leads; /* the name stands before every number */
	bool has_time, has_seconds, twelve_hour, afternoon, has_zone;
	int hour, minute, second, milliseconds;
	int offset_minutes;
	char separator;
};

struct civil {
	int year, month, day;
};

/* ---- words ---- */

struct word_value {
	const char *word;
	int value;
};

/* Full names; any beginning of three letters or more that leaves no doubt is enough ("juil."
 * but not "jui"). Folded: lower case, no accents. */
static const struct word_value months[] = {
	{"january", 1},    {"janvier", 1},   {"januar", 1},    {"janeiro", 1},
	{"enero", 1},      {"gennaio", 1},   {"february", 2},  {"fevrier", 2},
	{"februar", 2},    {"fevereiro", 2}, {"febrero", 2},   {"febbraio", 2},
	{"march", 3},      {"mars", 3},      {"marz", 3},      {"marco", 3},
	{"marzo", 3},      {"april", 4},     {"avril", 4},     {"abril", 4},
	{"aprile", 4},     {"may", 5},       {"mai", 5},       {"maio", 5},
	{"mayo", 5},       {"maggio", 5},    {"june", 6},      {"juin", 6},
	{"juni", 6},       {"junho", 6},     {"junio", 6},     {"giugno", 6},
	{"july", 7},       {"juillet", 7},   {"juli", 7},      {"julho", 7},
	{"julio", 7},      {"luglio", 7},    {"august", 8},    {"aout", 8},
	{"agosto", 8},     {"september", 9}, {"septembre", 9}, {"setembro", 9},
	{"septiembre", 9}, {"settembre", 9}, {"october", 10},  {"octobre", 10},
	{"oktober", 10},   {"outubro", 10},  {"octubre", 10},  {"ottobre", 10},
	{"november", 11},  {"novembre", 11}, {"novembro", 11}, {"noviembre", 11},
	{"december", 12},  {"decembre", 12}, {"dezember", 12}, {"dezembro", 12},
	{"diciembre", 12}, {"dicembre", 12},
};

/* Words that stand in dates and add nothing. */
static const char *const fillers[] = {
	"a",        "at",     "as",       "le",     "the",      "de",      "du",
	"del",      "of",     "on",       "um",     "uhr",      "er",      "st",
	"nd",       "rd",     "th",       "t",      "monday",   "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday", "mon",      "tue",     "tues",
	"wed",      "thu",    "thur",     "thurs",  "fri",      "sat",     "sun",
	"lundi",    "mardi",  "mercredi", "jeudi",  "vendredi", "samedi",  "dimanche",
	"lun",      "mer",    "jeu",      "ven",    "sam",      "dim",
};

static const struct word_value zones[] = {
	{"z", 0},      {"utc", 0},    {"gmt", 0},    {"wet", 0},    {"west", 60},
	{"bst", 60},   {"cet", 60},   {"mez", 60},   {"cest", 120}, {"mesz", 120},
	{"eet", 120},  {"eest", 180}, {"est", -300}, {"edt", -240}, {"cst", -360},
	{"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420},
};

static int month_of_word(const char *word)
{
	gsize length = strlen(word);
	int found = 0;

	for (gsize i = 0; length >= 3 && i < G_N_ELEMENTS(months); i++) {
		if (strncmp(months[i].word, word, length) != 0)
			continue;
		if (found && found != months[i].value)
			return 0;
		found = months[i].value;
	}
	return found;
}

static bool is_filler(const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++)
		if (!strcmp(fillers[i], word))
			return true;
	return false;
}

static const struct word_value *zone_of_word(const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(zones); i++)
		if (!strcmp(zones[i].word, word))
			return &zones[i];
	return NULL;
}

/* The letter without its accent, lower case; 0 for what is no letter of a month or day. */
static char plain_letter(gunichar c)
{
	gunichar base[4];

	if (c < 0x80)
		return g_ascii_isalpha((char)c) ? g_ascii_tolower((char)c) : 0;
	if (g_unichar_fully_decompose(c, FALSE, base, G_N_ELEMENTS(base)) < 2 ||
	    base[0] >= 0x80)
		return 0;
	return g_ascii_isalpha((char)base[0]) ? g_ascii_tolower((char)base[0]) : 0;
}

/* Reads letters, and the dots of abbreviations, into `word`. Returns what follows. */
static const char *read_word(const char *text, char word[WORD_LIMIT])
{
	gsize length = 0;

	for (;; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char_validated(text, -1);
		char letter = c < 0x110000 ? plain_letter(c) : 0;

		if (letter && length + 1 < WORD_LIMIT)
			word[length++] = letter;
		else if (!letter && !(c == '.' && length > 0))
			break;
	}
	word[length] = 0;
	return text;
}

static bool take_month(struct date_parts *parts, int month)
{
	if (parts->month && !parts->month_leads)
		return false;
	/* "mar. 3 mars": the first was the day of the week. */
	parts->month_leads = parts->n_numbers == 0 && !parts->month;
	parts->month = month;
	return true;
}

static bool take_half_day(struct date_parts *parts, const char *word)
{
	if (!parts->has_time || parts->twelve_hour || parts->hour < 1 || parts->hour > 12)
		return false;
	parts->twelve_hour = true;
	parts->afternoon = word[0] == 'p';
	return true;
}

static bool take_zone(struct date_parts *parts, int minutes)
{
	if (!parts->has_time || parts->has_zone)
		return false;
	parts->has_zone = true;
	parts->offset_minutes = minutes;
	return true;
}

static bool take_word(struct date_parts *parts, const char *word)
{
	const struct word_value *zone = zone_of_word(word);
	int month = month_of_word(word);

	if (!strcmp(word, "am") || !strcmp(word, "pm"))
		return take_half_day(parts, word);
	if (zone)
		return take_zone(parts, zone->value);
	if (month)
		return take_month(parts, month);
	return is_filler(word);
}

/* ---- numbers ---- */

static const char *read_number(const char *text, struct number *number)
{
	number->value = 0;
	number->digits = 0;
	for (; g_ascii_isdigit(*text) && number->digits < 9; text++, number->digits++)
		number->value = number->value * 10 + (*text - '0');
	return text;
}

static const char *skip_blanks(const char *text)
{
	for (;;) {
		if (*text == ' ' || *text == '\t')
			text++;
		else if (g_str_has_prefix(text, "\xc2\xa0"))
			text += 2;
		else if (g_str_has_prefix(text, "\xe2\x80\xaf"))
			text += 3;
		else
			return text;
	}
}

/* What comes behind the hour of a French clock, "14h05", "14 h 05", "14h"; NULL when the text
 * is no such clock. */
static const char *after_french_hour(const char *text)
{
	text = skip_blanks(text);
	if (*text != 'h' && *text != 'H')
		return NULL;
	text = skip_blanks(text + 1);
	return g_ascii_isalpha(*text) ? NULL : text;
}

static const char *read_fraction(const char *text, struct date_parts *parts)
{
	int scale = 100;

	if ((*text != '.' && *text != ',') || !g_ascii_isdigit(text[1]))
		return text;
	for (text++; g_ascii_isdigit(*text); text++, scale /= 10)
		parts->milliseconds += (*text - '0') * scale;
	return text;
}

/* The minutes and seconds behind an hour; `text` stands on the minutes. */
static const char *read_minutes(const char *text, struct date_parts *parts)
{
	struct number number;

	text = read_number(text, &number);
	if (number.digits == 0)
		return text;
	parts->minute = number.value;
	if (*text != ':' || !g_ascii_isdigit(text[1]))
		return text;
	text = read_number(text + 1, &number);
	parts->second = MIN(number.value, 59); /* leap seconds */
	parts->has_seconds = true;
	if (number.value > 60)
		parts->minute = 99;
	return read_fraction(text, parts);
}

static const char *read_time(const char *text, const struct number *hour,
			     struct date_parts *parts)
{
	const char *french = after_french_hour(text);

	if (*text != ':' && !french)
		return NULL;
	if (parts->has_time || hour->digits > 2)
		return NULL;
	parts->has_time = true;
	parts->hour = hour->value;
	text = read_minutes(french ? french : text + 1, parts);
	return text;
}

static bool take_compact(struct date_parts *parts, int value)
{
	if (parts->n_numbers || parts->month)
		return false;
	parts->numbers[0] = (struct number){value / 10000, 4};
	parts->numbers[1] = (struct number){value / 100 % 100, 2};
	parts->numbers[2] = (struct number){value % 100, 2};
	parts->n_numbers = 3;
	return true;
}

/* Returns what follows the number, NULL when it has no place in a date. */
static const char *take_number(const char *text, struct date_parts *parts)
{
	struct number number;
	const char *after = read_number(text, &number);
	const char *behind_time = read_time(after, &number, parts);

	if (behind_time)
		return behind_time;
	if (number.digits == 8)
		return take_compact(parts, number.value) ? after : NULL;
	if (number.digits == 3 || number.digits > 4 || parts->n_numbers == 3)
		return NULL;
	parts->numbers[parts->n_numbers++] = number;
	if (parts->n_numbers == 1 && strchr("/-. ", *after) && *after)
		parts->separator = *after;
	return after;
}

/* "+02:00", "-0500", "+02"; text stands on the sign. */
static const char *take_offset(const char *text, struct date_parts *parts)
{
	int sign = *text == '-' ? -1 : 1;
	struct number hours, minutes = {0, 0};

	text = read_number(text + 1, &hours);
	if (hours.digits == 4) {
		minutes.value = hours.value % 100;
		hours.value /= 100;
	} else if (hours.digits == 2 && *text == ':') {
		text = read_number(text + 1, &minutes);
	} else if (hours.digits > 2 || hours.digits == 0) {
		return NULL;
	}
	if (hours.value > 14 || minutes.value > 59)
		return NULL;
	return take_zone(parts, sign * (hours.value * 60 + minutes.value)) ? text : NULL;
}

static bool day_is_complete(const struct date_parts *parts)
{
	return parts->n_numbers == (parts->month ? 2 : 3);
}

/* A sign behind the time opens a zone, but in "23:33 30-07-2018". */
static bool opens_offset(const char *text, const struct date_parts *parts)
{
	return (*text == '+' || (*text == '-' && day_is_complete(parts))) && parts->has_time &&
	       !parts->has_zone && g_ascii_isdigit(text[1]);
}

static const char *take_token(const char *text, struct date_parts *parts)
{
	char word[WORD_LIMIT];
	const char *after;

	if (g_ascii_isdigit(*text))
		return take_number(text, parts);
	if (opens_offset(text, parts))
		return take_offset(text, parts);
	if (strchr("/-.,", *text))
		return text + 1;
	after = read_word(text, word);
	if (!*word || !take_word(parts, word))
		return NULL;
	return after;
}

static bool time_is_valid(const struct date_parts *parts)
{
	if (parts->minute > 59)
		return false;
	return parts->hour < 24 || (parts->hour == 24 && !parts->minute && !parts->second);
}

/* Three numbers are a date only when signs join them ("30/07/2018", not "06 12 34"), or when
 * they were written as one. */
static bool numbers_are_joined(const struct date_parts *parts)
{
	const struct number *n = parts->numbers;

	if (parts->month)
		return true;
	if (n[0].digits == 4)
		return parts->separator != ' ';
	return parts->separator && parts->separator != ' ' && n[2].digits % 2 == 0;
}

static bool read_parts(const char *cell, struct date_parts *parts)
{
	const char *text = skip_blanks(cell);

	memset(parts, 0, sizeof *parts);
	if (strnlen(cell, CELL_LIMIT + 1) > CELL_LIMIT)
		return false;
	while (*text) {
		text = take_token(text, parts);
		if (!text)
			return false;
		text = skip_blanks(text);
	}
	if (parts->month && parts->n_numbers == 3 && parts->month_leads)
		parts->month = 0; /* "mar. 03/06/2025": a day of the week */
	return day_is_complete(parts) && numbers_are_joined(parts) && time_is_valid(parts);
}

/* ---- order ---- */

static int full_year(const struct number *year)
{
	if (year->digits > 2)
		return year->value;
	return year->value + (year->value < 80 ? 2000 : 1900);
}

static bool is_year(const struct number *number)
{
	return number->digits == 4 || (number->digits <= 2 && number->value > 31);
}

static bool civil_is_valid(const struct civil *civil)
{
	return civil->year >= FIRST_YEAR && civil->year <= LAST_YEAR && civil->month >= 1 &&
	       civil->month <= 12 && civil->day >= 1 &&
	       g_date_valid_dmy((GDateDay)MIN(civil->day, 99), (GDateMonth)civil->month,
				(GDateYear)civil->year);
}

static bool apply_order(const struct date_parts *parts, enum date_order order,
			struct civil *civil)
{
	const struct number *n = parts->numbers;

	if (parts->month) {
		bool year_leads = is_year(&n[0]);

		*civil = (struct civil){full_year(&n[year_leads ? 0 : 1]), parts->month,
					n[year_leads ? 1 : 0].value};
		return civil_is_valid(civil);
	}
	if (order == DATE_ORDER_YMD)
		*civil = (struct civil){n[0].value, n[1].value, n[2].value};
	else if (order == DATE_ORDER_MDY)
		*civil = (struct civil){full_year(&n[2]), n[0].value, n[1].value};
	else
		*civil = (struct civil){full_year(&n[2]), n[1].value, n[0].value};
	return civil_is_valid(civil);
}

/* The order that the cell itself settles, DATE_ORDER_UNKNOWN when two are possible; false when
 * none is. */
static bool own_order(const struct date_parts *parts, enum date_order *order)
{
	struct civil civil;
	bool day_first, month_first;

	*order = DATE_ORDER_YMD;
	if (parts->month || parts->numbers[0].digits == 4)
		return apply_order(parts, *order, &civil);
	day_first = apply_order(parts, DATE_ORDER_DMY, &civil);
	month_first = apply_order(parts, DATE_ORDER_MDY, &civil);
	*order = day_first ? DATE_ORDER_DMY : DATE_ORDER_MDY;
	if (day_first && month_first && parts->numbers[0].value != parts->numbers[1].value)
		*order = DATE_ORDER_UNKNOWN;
	return day_first || month_first;
}

static bool looks_american(const struct date_parts *parts)
{
	return parts->twelve_hour && parts->separator == '/';
}

static void observe_order(struct date_style *style, const struct date_parts *parts,
			  enum date_order order)
{
	bool twins = parts->numbers[0].value == parts->numbers[1].value;

	if (parts->month)
		style->named_month = true;
	else if (order == DATE_ORDER_YMD)
		style->year_first++;
	else if (order == DATE_ORDER_UNKNOWN)
		style->ambiguous++;
	else if (!twins && order == DATE_ORDER_DMY)
		style->day_first++;
	else if (!twins)
		style->month_first++;
	if (order == DATE_ORDER_UNKNOWN && looks_american(parts))
		style->american++;
}

void date_style_observe(struct date_style *style, const char *cell)
{
	struct date_parts parts;
	enum date_order order;
	bool year_leads;

	if (!read_parts(cell, &parts) || !own_order(&parts, &order))
		return;
	year_leads = parts.numbers[0].digits == 4;
	style->seen++;
	observe_order(style, &parts, order);
	style->has_time |= parts.has_time;
	style->has_zone |= parts.has_zone;
	style->has_seconds |= parts.has_seconds;
	style->twelve_hour |= parts.twelve_hour;
	style->short_year |= !year_leads && parts.numbers[parts.month ? 1 : 2].digits == 2;
	if (!year_leads && !style->separator)
		style->separator = parts.separator;
}

/* Dots and dashes are not used with the month first but in a few settings; a 12-hour clock
 * beside slashes is the American habit. */
static enum date_order likely_order(const struct date_style *style)
{
	return 2 * style->american > style->ambiguous ? DATE_ORDER_MDY : DATE_ORDER_DMY;
}

bool date_style_settle(struct date_style *style)
{
	bool undecided = style->day_first == 0 && style->month_first == 0;

	style->assumed = undecided && style->ambiguous > 0;
	if (style->assumed)
		style->order = likely_order(style);
	else if (undecided)
		style->order = style->year_first ? DATE_ORDER_YMD : DATE_ORDER_DMY;
	else
		style->order =
			style->month_first > style->day_first ? DATE_ORDER_MDY : DATE_ORDER_DMY;
	return style->day_first == 0 || style->month_first == 0;
}

/* ---- words for the user ---- */

static void append_day(const struct date_style *style, GString *text)
{
	const char *year = style->short_year ? "YY" : "YYYY";
	const char *month = style->named_month ? "Mon" : "MM";
	char separator = style->separator ? style->separator : style->named_month ? ' ' : '-';

	if (style->order == DATE_ORDER_YMD)
		g_string_append(text, "YYYY-MM-DD");
	else if (style->order == DATE_ORDER_MDY)
		g_string_append_printf(text, "%s%cDD%c%s", month, separator, separator, year);
	else
		g_string_append_printf(text, "DD%c%s%c%s", separator, month, separator, year);
}

char *date_style_describe(const struct date_style *style)
{
	GString *text = g_string_new(NULL);

	if (style->seen == 0) {
		g_string_append(text, "none");
		return g_string_free(text, FALSE);
	}
	append_day(style, text);
	if (style->has_time)
		g_string_append(text, style->has_seconds ? " HH:MM:SS" : " HH:MM");
	if (style->twelve_hour)
		g_string_append(text, " AM/PM");
	if (style->has_zone)
		g_string_append(text, " with zone");
	if (style->order != DATE_ORDER_YMD && style->year_first)
		g_string_append(text, " and YYYY-MM-DD");
	if (style->assumed)
		g_string_append(text, style->order == DATE_ORDER_MDY ? " (month first assumed)"
								     : " (day first assumed)");
	return g_string_free(text, FALSE);
}

/* ---- instants ---- */

static int hour_of_day(const struct date_parts *parts)
{
	if (!parts->twelve_hour)
		return parts->hour;
	return parts->hour % 12 + (parts->afternoon ? 12 : 0);
}

static gint64 zone_offset_seconds(GTimeZone *zone, gint64 local_seconds)
{
	int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_STANDARD, local_seconds);

	if (interval < 0) /* the clock skips this hour */
		interval = g_time_zone_find_interval(zone, G_TIME_TYPE_STANDARD,
						     local_seconds - DAY_SECONDS);
	return interval < 0 ? 0 : g_time_zone_get_offset(zone, interval);
}

static gint64 instant_of(const struct date_parts *parts, const struct civil *civil,
			 GTimeZone *zone)
{
	gint32 day = calendar_day_from_ymd(civil->year, civil->month, civil->day);
	gint64 local = day * CALENDAR_DAY_MS + hour_of_day(parts) * HOUR_MS +
		       parts->minute * MINUTE_MS + parts->second * 1000 + parts->milliseconds;

	if (parts->has_zone)
		return local - parts->offset_minutes * MINUTE_MS;
	return local - 1000 * zone_offset_seconds(zone, local / 1000);
}

bool date_parse_cell(const char *cell, const struct date_style *style, GTimeZone *zone,
		     gint64 *ms)
{
	struct date_parts parts;
	enum date_order order;
	struct civil civil;

	if (!read_parts(cell, &parts) || !own_order(&parts, &order))
		return false;
	if (order == DATE_ORDER_UNKNOWN && style->order != DATE_ORDER_DMY &&
	    style->order != DATE_ORDER_MDY)
		return false;
	if (order != DATE_ORDER_YMD &&
	    (style->order == DATE_ORDER_DMY || style->order == DATE_ORDER_MDY))
		order = style->order;
	if (!apply_order(&parts, order, &civil))
		return false;
	*ms = instant_of(&parts, &civil, zone);
	return true;
}
