/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences in one pass from mark to mark. Prose ends at its full stops (sentence_stop.c);
 * notes and lists, which have none, end with their line. Whether a line was ended by its author
 * or wrapped by a program shows in its length: what was wrapped is nearly as long as the
 * programs' width, and the next word would not have fitted. */
#include "text/sentences.h"

#include <string.h>

#include "text/sentences-internal.h"

#define WRAPPED_LEAST       60u  /* bytes a wrapped line has, with the word that did not fit */
#define WRAPPED_SMALL_LEAST 45u  /* the same before a small letter */
#define WRAPPED_MOST        120u /* no program wraps later */
#define GREETING_MOST       40u  /* "Bonjour Madame Durand," */
#define ENUMERATOR_DIGITS   3u

static bool is_blank(gunichar character)
{
	return character == ' ' || (character >= '\t' && character <= '\r') ||
	       character == 0xA0 || character == 0x85 || character == 0x1680 ||
	       (character >= 0x2000 && character <= 0x200B) || character == 0x2028 ||
	       character == 0x2029 || character == 0x202F || character == 0x205F ||
	       character == 0x3000 || character == 0xFEFF;
}

gunichar text_character(struct text text, gsize at, gsize *bytes)
{
	gunichar character;

	*bytes = 0;
	if (at >= text.length)
		return 0;
	*bytes = 1;
	if ((guchar)text.at[at] < 0x80)
		return (guchar)text.at[at];
	character = g_utf8_get_char_validated(text.at + at, (gssize)(text.length - at));
	if (character >= (gunichar)-2)
		return 0xFFFD;
	*bytes = (gsize)(g_utf8_next_char(text.at + at) - (text.at + at));
	return character;
}

gsize text_blank(struct text text, gsize at, bool line_ends)
{
	gsize from = at, bytes;
	gunichar character;

	while (is_blank(character = text_character(text, at, &bytes)) &&
	       (line_ends || character != '\n'))
		at += bytes;
	return at - from;
}

static gsize character_start(struct text text, gsize from, gsize at)
{
	while (at > from && ((guchar)text.at[at] & 0xC0) == 0x80)
		at--;
	return at;
}

gsize text_trimmed(struct text text, gsize from, gsize to)
{
	gsize start, bytes;

	while (to > from) {
		start = character_start(text, from, to - 1);
		if (!is_blank(text_character(text, start, &bytes)))
			break;
		to = start;
	}
	return to;
}

bool text_has_word(struct text text, gsize from, gsize to)
{
	gsize bytes;

	for (; from < to; from += bytes)
		if (g_unichar_isalnum(text_character(text, from, &bytes)))
			return true;
	return false;
}

bool text_is_opening(gunichar character)
{
	return character == '(' || character == '[' || character == '{' || character == '"' ||
	       character == '\'' || character == '*' || character == '_' || character == 0xAB ||
	       character == 0x2018 || character == 0x201C || character == 0x201E ||
	       character == 0x2039;
}

bool text_is_closing(gunichar character)
{
	return character == ')' || character == ']' || character == '}' || character == '"' ||
	       character == '\'' || character == '*' || character == '_' || character == 0xBB ||
	       character == 0x2019 || character == 0x201D || character == 0x203A;
}

struct range {
	gunichar first, last;
};

static bool in_ranges(gunichar character, const struct range *ranges, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	return false;
}

/* Bullets and what no sentence begins with, whatever stands behind: bars, arrows, geometric
 * shapes, dingbats, the ends of other sentences. */
static bool is_lead(gunichar character)
{
	static const struct range leads[] = {
		{0x00B7, 0x00B7}, {0x00BB, 0x00BB}, {0x2010, 0x2015}, {0x2019, 0x2019},
		{0x201D, 0x201D}, {0x2022, 0x2027}, {0x203A, 0x203A}, {0x2043, 0x2043},
		{0x2190, 0x21FF}, {0x2500, 0x25FF}, {0x2700, 0x27BF}, {0x3001, 0x3002},
		{0xFF01, 0xFF01}, {0xFF0C, 0xFF0C}, {0xFF1F, 0xFF1F}};

	if (character < 0x80)
		return character != 0 && strchr(">|=,;:!?)]}%&^\\-", (int)character) != NULL;
	return in_ranges(character, leads, G_N_ELEMENTS(leads));
}

/* These belong to the word that touches them: "/var", ".htaccess", "#4512", "+33", "*so*". */
static bool is_loose_lead(gunichar character)
{
	return character != 0 && character < 0x80 &&
	       strchr("/.#+*_~@<", (int)character) != NULL;
}

static bool is_word_at(struct text text, gsize at)
{
	gsize bytes;

	return g_unichar_isalnum(text_character(text, at, &bytes));
}

static bool is_digit_at(struct text text, gsize at)
{
	return at < text.length && g_ascii_isdigit(text.at[at]);
}

/* Bytes of a bullet or another sign that is no part of a sentence; 0 when none is here. */
static gsize bullet_length(struct text text, gsize at)
{
	gsize bytes;
	gunichar character = text_character(text, at, &bytes);

	if (character == '-' && is_digit_at(text, at + 1))
		return 0;
	if (is_lead(character) || (is_loose_lead(character) && !is_word_at(text, at + bytes)))
		return bytes;
	return character == 'o' && text_blank(text, at + 1, false) > 1 ? 1 : 0;
}

/* Bytes of "1.", "2)", "a)", "(3)" or "1/" before a blank and more; 0 when none is here. */
static gsize enumerator_length(struct text text, gsize at)
{
	bool bracket = at < text.length && text.at[at] == '(';
	gsize from = at + bracket, end = from, blank;

	while (end - from < ENUMERATOR_DIGITS && is_digit_at(text, end))
		end++;
	if (end == from && end < text.length && g_ascii_isalpha(text.at[end]))
		end++;
	if (end == from || end >= text.length ||
	    strchr(is_digit_at(text, from) && !bracket ? ".)/" : ")", text.at[end]) == NULL)
		return 0;
	blank = text_blank(text, end + 1, false);
	return blank > 0 && end + 1 + blank < text.length ? end + 1 - at : 0;
}

static gsize skip_lead(struct text text, gsize at)
{
	gsize step;

	do {
		step = text_blank(text, at, true);
		if (step == 0)
			step = bullet_length(text, at);
		if (step == 0)
			step = enumerator_length(text, at);
		at += step;
	} while (step > 0);
	return at;
}

struct walk {
	struct text text;
	gsize from; /* of the sentence under way */
	gsize line; /* where its last line begins */
	GArray *sentences;
};

static void begin(struct walk *walk, gsize at)
{
	const char *feed;

	walk->from = skip_lead(walk->text, at);
	feed = memrchr(walk->text.at + at, '\n', walk->from - at);
	if (feed != NULL)
		walk->line = (gsize)(feed - walk->text.at) + 1;
}

/* Ends the sentence under way and begins the next. */
static gsize finish(struct walk *walk, gsize at)
{
	struct text_span span = {walk->from, text_trimmed(walk->text, walk->from, at)};

	if (text_has_word(walk->text, span.from, span.to))
		g_array_append_val(walk->sentences, span);
	begin(walk, at);
	return walk->from;
}

/* Length of the word that begins here, as far as a wrapped line is long. */
static gsize word_length(struct text text, gsize at)
{
	gsize end = at;

	while (end < text.length && end - at < WRAPPED_LEAST && !g_ascii_isspace(text.at[end]))
		end++;
	return end - at;
}

/* French sets a space before these, at which a program may wrap. */
static bool only_goes_on(gunichar character)
{
	return character == 0xBB || (character != 0 && character < 0x80 &&
				     strchr(",;:!?)]}", (int)character) != NULL);
}

/* Whether the line that ends at `end` was ended by its author, not by a program's width; the
 * next begins at `next`. */
static bool line_is_ended(const struct walk *walk, gsize end, gsize next)
{
	struct text text = walk->text;
	gsize bytes, length = end - MIN(walk->line, end);
	gunichar first = text_character(text, next, &bytes);
	bool small = g_unichar_islower(first);

	if (only_goes_on(first))
		return false;
	if (next == text.length || end == walk->from || bullet_length(text, next) > 0 ||
	    enumerator_length(text, next) > 0 || text.at[end - 1] == ':')
		return true;
	if (text.at[end - 1] == ',')
		return !small && length <= GREETING_MOST;
	if (length > WRAPPED_MOST)
		return true;
	return length + 1 + word_length(text, next) <=
	       (small ? WRAPPED_SMALL_LEAST : WRAPPED_LEAST);
}

static bool is_empty_line(struct text text, gsize feed, gsize next)
{
	return memchr(text.at + feed + 1, '\n', next - feed - 1) != NULL;
}

static gsize take_line_end(struct walk *walk, gsize at)
{
	gsize next = at + text_blank(walk->text, at, true);
	gsize end = text_trimmed(walk->text, walk->from, at);

	if (is_empty_line(walk->text, at, next) || line_is_ended(walk, end, next))
		return finish(walk, at);
	walk->line = next;
	return next;
}

/* What may end a sentence, or the first byte of it. */
static const bool may_end[256] = {
	['\n'] = true, ['\t'] = true, ['.'] = true,  ['!'] = true,  ['?'] = true,
	[0xD8] = true, [0xE2] = true, [0xE3] = true, [0xEF] = true,
};

static gsize next_mark(struct text text, gsize at, gsize stop)
{
	while (at < stop && !may_end[(guchar)text.at[at]])
		at++;
	return at;
}

/* Where a sentence without an end is cut: at a blank of its second half, or a character. */
static gsize long_end(struct text text, gsize from)
{
	gsize stop = from + SENTENCE_LONGEST;

	for (gsize at = stop; at > from + SENTENCE_LONGEST / 2; at--)
		if (g_ascii_isspace(text.at[at]))
			return at;
	return character_start(text, from, stop);
}

static gsize take_mark(struct walk *walk, gsize at, gsize stop)
{
	gsize end;
	bool ends;

	if (walk->text.at[at] == '\n')
		return take_line_end(walk, at);
	if (walk->text.at[at] == '\t')
		return finish(walk, at);
	end = sentence_stop(walk->text, walk->from, at, &ends);
	if (end > stop)
		return finish(walk, long_end(walk->text, walk->from));
	return ends ? finish(walk, end) : end;
}

void sentences_find(const char *text, gsize length, GArray *sentences)
{
	struct walk walk = {.text = {text, length}, .sentences = sentences};
	gsize at;

	begin(&walk, 0);
	at = walk.from;
	while (at < length) {
		gsize stop = MIN(length, walk.from + SENTENCE_LONGEST);

		at = next_mark(walk.text, at, stop);
		if (at < stop)
			at = take_mark(&walk, at, stop);
		else if (stop < length)
			at = finish(&walk, long_end(walk.text, walk.from));
	}
	finish(&walk, length);
}
