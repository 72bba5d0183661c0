/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures with the marks of both languages ("1 000,50", "1,000.50"), and number words put
 * together the way they are spoken: small ones add up, "hundred" and "cent" multiply what
 * stands before them, "quatre-vingt" is the one product of French below that. */
#include "contract/number-internal.h"

#include <string.h>

#include "contract/quantities.h"

#define FIGURES_MOST 15 /* of a number; no contract counts further */
#define WORDS_MOST   12 /* of a number */

struct number_word {
	const char *word;
	gint32 value;
};

static const struct number_word number_words[] = {
	{"un", 1},         {"une", 1},         {"one", 1},        {"deux", 2},
	{"two", 2},        {"trois", 3},       {"three", 3},      {"quatre", 4},
	{"four", 4},       {"cinq", 5},        {"five", 5},       {"six", 6},
	{"sept", 7},       {"seven", 7},       {"huit", 8},       {"eight", 8},
	{"neuf", 9},       {"nine", 9},        {"dix", 10},       {"ten", 10},
	{"onze", 11},      {"eleven", 11},     {"douze", 12},     {"twelve", 12},
	{"treize", 13},    {"thirteen", 13},   {"quatorze", 14},  {"fourteen", 14},
	{"quinze", 15},    {"fifteen", 15},    {"seize", 16},     {"sixteen", 16},
	{"seventeen", 17}, {"eighteen", 18},   {"nineteen", 19},  {"vingt", 20},
	{"vingts", 20},    {"twenty", 20},     {"trente", 30},    {"thirty", 30},
	{"quarante", 40},  {"forty", 40},      {"cinquante", 50}, {"fifty", 50},
	{"soixante", 60},  {"sixty", 60},      {"seventy", 70},   {"eighty", 80},
	{"ninety", 90},    {"cent", 100},      {"cents", 100},    {"hundred", 100},
	{"mille", 1000},   {"thousand", 1000},
};

static bool is_word_byte(char byte)
{
	return g_ascii_isalnum(byte) || (byte & 0x80) != 0;
}

bool number_within_word(const char *text, gsize length, gsize at)
{
	return at > 0 && at < length && is_word_byte(text[at - 1]) && is_word_byte(text[at]);
}

/* ---- figures ---- */

static gsize figures_at(const char *text, gsize length, gsize at)
{
	gsize count = 0;

	while (at + count < length && g_ascii_isdigit(text[at + count]))
		count++;
	return count;
}

/* Bytes of the groups of three figures behind the first, all with one mark; 0 when none. */
static gsize groups_at(const char *text, gsize length, gsize at)
{
	char mark = at < length ? text[at] : '\0';
	gsize taken = 0;

	if (mark != ' ' && mark != '.' && mark != ',' && mark != '\'')
		return 0;
	while (taken < FIGURES_MOST && at + taken < length && text[at + taken] == mark &&
	       figures_at(text, length, at + taken + 1) == 3)
		taken += 4;
	return taken;
}

static void add_figures(gint64 *value, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (g_ascii_isdigit(text[i]))
			*value = *value * 10 + (text[i] - '0');
}

/* Bytes of a mark and its decimals; adds their thousandths. */
static gsize read_decimals(const char *text, gsize length, gsize at, gint64 *value)
{
	gint64 unit = QUANTITY_ONE / 10;
	gsize count;

	if (at >= length || (text[at] != '.' && text[at] != ','))
		return 0;
	count = figures_at(text, length, at + 1);
	for (gsize i = 0; i < count; i++, unit /= 10)
		*value += (text[at + 1 + i] - '0') * unit;
	return count > 0 ? count + 1 : 0;
}

gsize number_read_figures(const char *text, gsize length, gsize at, struct number *number)
{
	gsize first = figures_at(text, length, at);
	gsize groups = first <= 3 ? groups_at(text, length, at + first) : 0;
	gint64 value = 0;
	gsize taken = first + groups;

	if (first == 0 || taken > FIGURES_MOST)
		return 0;
	/* "0,999" and what stands before a per cent sign have decimals, not thousands. */
	number->decimals = groups == 4 && text[at + first] != ' ';
	if (number->decimals && text[at] == '0') {
		groups = 0;
		taken = first;
	}
	add_figures(&value, text + at, taken);
	value *= QUANTITY_ONE;
	taken += read_decimals(text, length, at + taken, &value);
	number->value = value;
	return taken;
}

/* ---- words ---- */

static gsize word_length(const char *text, gsize length, gsize at)
{
	gsize count = 0;

	while (at + count < length && g_ascii_isalpha(text[at + count]))
		count++;
	return count;
}

static gint32 value_of_word(const char *word, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(number_words); i++)
		if (strlen(number_words[i].word) == length &&
		    memcmp(number_words[i].word, word, length) == 0)
			return number_words[i].value;
	return 0;
}

struct spoken {
	gint64 thousands, rest;
	gint32 last;
};

/* False when the word cannot follow: "six douze" are two numbers. */
static bool say(struct spoken *spoken, gint32 word)
{
	if (word == 1000) {
		spoken->thousands += MAX(spoken->rest, 1) * 1000;
		spoken->rest = 0;
	} else if (word == 100) {
		spoken->rest = MAX(spoken->rest, 1) * 100;
	} else if (word == 20 && spoken->last == 4) {
		spoken->rest += 76;
	} else if (spoken->last == 0 || spoken->last >= 100 ||
		   (spoken->last >= 20 && word < 20) || (spoken->last == 10 && word < 10)) {
		spoken->rest += word;
	} else {
		return false;
	}
	spoken->last = word;
	return spoken->thousands + spoken->rest < 1000000;
}

/* Bytes from one number word to the next: a space, a hyphen, "et" or "and". */
static gsize link_length(const char *text, gsize length, gsize at)
{
	static const char *const links[] = {" and ", " et ", "-et-", " ", "-"};

	for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
		gsize size = strlen(links[i]);
		if (length - at >= size && memcmp(text + at, links[i], size) == 0)
			return size;
	}
	return 0;
}

static gsize read_words(const char *text, gsize length, gsize at, struct number *number)
{
	struct spoken spoken = {0};
	gsize taken = 0, next = at;

	for (guint i = 0; i < WORDS_MOST; i++) {
		gsize word = word_length(text, length, next);
		gint32 value = value_of_word(text + next, word);
		struct spoken before = spoken;
		if (value == 0 || number_within_word(text, length, next + word))
			break;
		if (!say(&spoken, value)) {
			spoken = before;
			break;
		}
		taken = next + word - at;
		next += word + link_length(text, length, next + word);
		if (next == at + taken)
			break;
	}
	number->value = (spoken.thousands + spoken.rest) * QUANTITY_ONE;
	number->decimals = false;
	return taken;
}

gsize number_read(const char *text, gsize length, gsize at, struct number *number)
{
	gsize taken;

	if (number_within_word(text, length, at))
		return 0;
	taken = number_read_figures(text, length, at, number);
	return taken > 0 ? taken : read_words(text, length, at, number);
}
