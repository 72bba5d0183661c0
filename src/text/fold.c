/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folding for comparison: one pass over the bytes, a table for the accented letters of Latin-1
 * and Latin Extended-A, and the typographic signs that mail programs put for plain ones. Other
 * scripts pass unchanged. Phrases of the tables of this room are compared with folded text. */
#include "text/own_text-internal.h"

#include <string.h>

#define LATIN_FIRST 0xC0u
#define LATIN_LAST  0x17Fu

/* U+00C0..U+017F without accents; '*' stays as it is. */
static const char latin[] = "aaaaaaaceeeeiiii*nooooo*ouuuuy*saaaaaaaceeeeiiii*nooooo*ouuuuy*y"
			    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
			    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

struct sign {
	gunichar first, last;
	char plain; /* NUL: leave it out */
};

static const struct sign signs[] = {
	{0x00A0, 0x00A0, ' '},  {0x00AB, 0x00AB, '"'},  {0x00AD, 0x00AD, '\0'},
	{0x00B0, 0x00B0, '.'},  {0x00BA, 0x00BA, '.'},  {0x00BB, 0x00BB, '"'},
	{0x02BC, 0x02BC, '\''}, {0x0300, 0x036F, '\0'}, {0x2000, 0x200A, ' '},
	{0x200B, 0x200F, '\0'}, {0x2010, 0x2015, '-'},  {0x2018, 0x201B, '\''},
	{0x201C, 0x201F, '"'},  {0x2026, 0x2026, '.'},  {0x202A, 0x202E, '\0'},
	{0x202F, 0x202F, ' '},  {0x2032, 0x2032, '\''}, {0x2060, 0x2064, '\0'},
	{0x3000, 0x3000, ' '},  {0xFEFF, 0xFEFF, '\0'}, {0xFF1A, 0xFF1A, ':'},
	{0xFF1F, 0xFF1F, '?'},
};

struct folded {
	char *out;
	gsize length, size;
};

static void put(struct folded *folded, char byte)
{
	if (byte == ' ' && folded->length > 0 && folded->out[folded->length - 1] == ' ')
		return;
	if (folded->length + 1 < folded->size)
		folded->out[folded->length++] = byte;
}

/* g_ascii_tolower() is a call, and this is the hottest line of the room. */
static inline char plain_ascii(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte | 0x20);
	return g_ascii_isspace(byte) ? ' ' : byte;
}

static void put_latin(struct folded *folded, gunichar letter)
{
	char plain = letter == 0xDF ? 's' : latin[letter - LATIN_FIRST];

	put(folded, plain);
	if (letter == 0xC6 || letter == 0xE6 || letter == 0x152 || letter == 0x153)
		put(folded, 'e');
	else if (letter == 0xDF)
		put(folded, 's');
}

static bool put_sign(struct folded *folded, gunichar character)
{
	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (character < signs[i].first || character > signs[i].last)
			continue;
		if (signs[i].plain != '\0')
			put(folded, signs[i].plain);
		return true;
	}
	return false;
}

static void put_character(struct folded *folded, const char *text, gsize bytes,
			  gunichar character)
{
	if (character >= LATIN_FIRST && character <= LATIN_LAST) {
		put_latin(folded, character);
		return;
	}
	if (put_sign(folded, character) || folded->length + bytes >= folded->size)
		return;
	memcpy(folded->out + folded->length, text, bytes);
	folded->length += bytes;
}

/* Folds the ASCII that the text begins with; returns the bytes it took. */
static gsize fold_ascii(const char *text, gsize length, struct folded *folded)
{
	char *out = folded->out + folded->length, *limit = folded->out + folded->size - 1;
	char last = folded->length > 0 ? out[-1] : '\0';
	gsize at = 0;

	for (; at < length && out < limit && (guchar)text[at] < 0x80; at++) {
		char byte = plain_ascii(text[at]);

		if (byte == ' ' && last == ' ')
			continue;
		last = byte;
		*out++ = byte;
	}
	folded->length = (gsize)(out - folded->out);
	return at;
}

gsize fold_text(const char *text, gsize length, char *out, gsize size)
{
	struct folded folded = {out, 0, size};
	gsize at = fold_ascii(text, length, &folded);

	while (at < length && folded.length + 1 < size) {
		gunichar character =
			g_utf8_get_char_validated(text + at, (gssize)(length - at));
		gsize bytes = 1;

		if (character < (gunichar)-2) {
			bytes = (gsize)g_unichar_to_utf8(character, NULL);
			put_character(&folded, text + at, bytes, character);
		}
		at += bytes;
		at += fold_ascii(text + at, length - at, &folded);
	}
	out[folded.length] = '\0';
	return folded.length;
}

static bool is_lead(char byte)
{
	return byte == ' ' || strchr("*-_=~#<>([{|/\"'", byte) != NULL;
}

gsize fold_line(const struct line *line, char *out, gsize size)
{
	gsize length = fold_text(line->start, MIN(line->length, size), out, size);
	gsize lead = 0;

	while (lead < length && is_lead(out[lead]))
		lead++;
	memmove(out, out + lead, length - lead + 1);
	return length - lead;
}

static bool is_word_byte(char byte)
{
	return g_ascii_isalnum(byte) || (guchar)byte >= 0x80;
}

static bool phrase_begins(const char *folded, const struct phrase *phrase)
{
	if (folded[0] != phrase->text[0] || strncmp(folded, phrase->text, phrase->length) != 0)
		return false;
	return !is_word_byte(phrase->text[phrase->length - 1]) ||
	       !is_word_byte(folded[phrase->length]);
}

const struct phrase *phrase_at(const char *folded, const struct phrase *table, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (phrase_begins(folded, &table[i]))
			return &table[i];
	return NULL;
}

const struct phrase *phrase_within(const char *folded, const struct phrase *table, gsize count)
{
	char before = ' ';

	for (; *folded != '\0'; before = *folded++) {
		const struct phrase *phrase;

		if (is_word_byte(before) || !is_word_byte(*folded))
			continue;
		phrase = phrase_at(folded, table, count);
		if (phrase != NULL)
			return phrase;
	}
	return NULL;
}
