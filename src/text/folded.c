/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folding: one pass that copies ASCII byte by byte and looks up the rest. Letters of Latin-1
 * and Latin Extended-A stand in a table; typographic signs in another; what is left is taken
 * apart by its compatibility decomposition (Unicode Standard Annex 15) when that is plain, and
 * only lower-cased when it is not. No character grows, so buffers are known beforehand. */
#include "text/folded.h"

#include <stdbool.h>
#include <string.h>

#include "text/own_text-internal.h"

#define LATIN_FIRST 0xC0u
#define LATIN_LAST  0x17Fu
#define ACCENT_LAST 0x36Fu
#define PLAIN_ROOM  (G_UNICHAR_MAX_DECOMPOSITION_LENGTH + 1)

/* U+00C0..U+017F without accents; '*': it stands elsewhere. */
static const char latin[] = "aaaaaa*ceeeeiiii*nooooo*ouuuuy**aaaaaa*ceeeeiiii*nooooo*ouuuuy*y"
			    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll"
			    "lllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

struct sign {
	gunichar first, last;
	const char *plain; /* empty: leave it out */
};

/* In rising order; what is not plain by its decomposition. */
static const struct sign signs[] = {
	{0x0085, 0x0085, " "},  {0x00A0, 0x00A0, " "},  {0x00A8, 0x00A8, ""},
	{0x00AB, 0x00AB, "\""}, {0x00AD, 0x00AD, ""},   {0x00B0, 0x00B0, "."},
	{0x00B4, 0x00B4, "'"},  {0x00BA, 0x00BA, "."},  {0x00BB, 0x00BB, "\""},
	{0x00C6, 0x00C6, "ae"}, {0x00DF, 0x00DF, "ss"}, {0x00E6, 0x00E6, "ae"},
	{0x0132, 0x0133, "ij"}, {0x0152, 0x0153, "oe"}, {0x02B9, 0x02B9, "'"},
	{0x02BB, 0x02BD, "'"},  {0x0300, 0x036F, ""},   {0x1680, 0x1680, " "},
	{0x1E9E, 0x1E9E, "ss"}, {0x2000, 0x200A, " "},  {0x200B, 0x200F, ""},
	{0x2010, 0x2015, "-"},  {0x2018, 0x201B, "'"},  {0x201C, 0x201F, "\""},
	{0x2028, 0x2029, " "},  {0x202A, 0x202E, ""},   {0x202F, 0x202F, " "},
	{0x2032, 0x2032, "'"},  {0x2033, 0x2033, "\""}, {0x2039, 0x203A, "'"},
	{0x205F, 0x205F, " "},  {0x2060, 0x2069, ""},   {0x2212, 0x2212, "-"},
	{0x3000, 0x3000, " "},  {0xFE00, 0xFE0F, ""},   {0xFE58, 0xFE58, "-"},
	{0xFEFF, 0xFEFF, ""},
};

struct pass {
	char *out;
	guint32 *origin; /* NULL when no way back is wanted */
	gsize length, room;
};

static bool ends_with_space(const struct pass *pass)
{
	return pass->length > 0 && pass->out[pass->length - 1] == ' ';
}

/* Writes what stands for the character at byte `at`, the whole of it; the pass is over when it
 * has no room. */
static void put(struct pass *pass, const char *bytes, gsize count, gsize at)
{
	if (*bytes == ' ' && ends_with_space(pass))
		return;
	if (count > pass->room - pass->length) {
		pass->room = pass->length;
		return;
	}
	for (gsize i = 0; i < count; i++) {
		if (pass->origin != NULL)
			pass->origin[pass->length] = (guint32)at;
		pass->out[pass->length++] = bytes[i];
	}
}

static const char *plain_sign(gunichar character)
{
	for (gsize i = 0; i < G_N_ELEMENTS(signs) && signs[i].first <= character; i++)
		if (character <= signs[i].last)
			return signs[i].plain;
	return NULL;
}

/* Decomposed and without its accents; false when that is not plain ASCII without spaces. */
static bool take_apart(gunichar character, char plain[PLAIN_ROOM])
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize count = g_unichar_fully_decompose(character, TRUE, parts, G_N_ELEMENTS(parts));
	gsize length = 0;

	for (gsize i = 0; i < count; i++) {
		if (parts[i] > 0x7F && (parts[i] <= LATIN_LAST || parts[i] > ACCENT_LAST))
			return false;
		if (parts[i] == ' ')
			return false;
		if (parts[i] < 0x80)
			plain[length++] = g_ascii_tolower((char)parts[i]);
	}
	plain[length] = '\0';
	return length > 0;
}

/* A character that is in no table; it stays when its plain form would be longer. */
static void put_other(struct pass *pass, const char *bytes, gsize count, gunichar character,
		      gsize at)
{
	char plain[PLAIN_ROOM], lower[6];
	gsize length;

	if (take_apart(character, plain) && strlen(plain) <= count) {
		put(pass, plain, strlen(plain), at);
		return;
	}
	length = (gsize)g_unichar_to_utf8(g_unichar_tolower(character), lower);
	if (length <= count)
		put(pass, lower, length, at);
	else
		put(pass, bytes, count, at);
}

static void put_character(struct pass *pass, const char *bytes, gsize count, gunichar character,
			  gsize at)
{
	const char *plain;

	if (character >= LATIN_FIRST && character <= LATIN_LAST &&
	    latin[character - LATIN_FIRST] != '*') {
		put(pass, &latin[character - LATIN_FIRST], 1, at);
		return;
	}
	plain = plain_sign(character);
	if (plain == NULL)
		put_other(pass, bytes, count, character, at);
	else if (*plain != '\0')
		put(pass, plain, strlen(plain), at);
}

/* Folds the one character at byte `at`, not ASCII; returns the bytes it takes. */
static gsize fold_character(struct pass *pass, const char *text, gsize length, gsize at)
{
	gunichar character = g_utf8_get_char_validated(text + at, (gssize)(length - at));
	gsize count;

	if (character >= (gunichar)-2)
		return 1;
	count = (gsize)(g_utf8_next_char(text + at) - (text + at));
	put_character(pass, text + at, count, character, at);
	return count;
}

/* g_ascii_tolower() is a call, and this is the hottest line of the room. */
static inline char plain_ascii(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte | 0x20);
	return byte <= ' ' && g_ascii_isspace(byte) ? ' ' : byte;
}

/* Folds the ASCII from byte `at` on; returns where it ends. */
static inline gsize fold_ascii(struct pass *pass, const char *text, gsize length, gsize at,
			       guint32 *origin)
{
	char last = ends_with_space(pass) ? ' ' : '\0';
	gsize to = pass->length;

	for (; at < length && to < pass->room && (guchar)text[at] < 0x80; at++) {
		char byte = plain_ascii(text[at]);

		if (byte == ' ' && last == ' ')
			continue;
		last = byte;
		if (origin != NULL)
			origin[to] = (guint32)at;
		pass->out[to++] = byte;
	}
	pass->length = to;
	return at;
}

/* Inlined twice, so that whoever wants no way back does not pay for it. */
static inline void fold(struct pass *pass, const char *text, gsize length, guint32 *origin)
{
	gsize at = fold_ascii(pass, text, length, 0, origin);

	while (at < length && pass->length < pass->room) {
		at += fold_character(pass, text, length, at);
		at = fold_ascii(pass, text, length, at, origin);
	}
	pass->out[pass->length] = '\0';
}

gsize fold_text(const char *text, gsize length, char *out, gsize size)
{
	struct pass pass = {.out = out, .room = size - 1};

	fold(&pass, text, length, NULL);
	return pass.length;
}

void folded_make(const char *text, gsize length, struct folded *folded)
{
	struct pass pass;

	g_assert(length <= G_MAXUINT32);
	if (folded->room <= length) {
		folded->room = length + length / 2 + 64;
		g_free(folded->text);
		g_free(folded->origin);
		folded->text = g_new(char, folded->room);
		folded->origin = g_new(guint32, folded->room);
	}
	pass = (struct pass){.out = folded->text, .origin = folded->origin, .room = length};
	fold(&pass, text, length, folded->origin);
	folded->length = pass.length;
	folded->origin[folded->length] = (guint32)length;
}

void folded_clear(struct folded *folded)
{
	g_free(folded->text);
	g_free(folded->origin);
	*folded = (struct folded){0};
}

void folded_span(const struct folded *folded, gsize from, gsize to, gsize *original_from,
		 gsize *original_to)
{
	*original_from = *original_to = folded->origin[from];
	if (to <= from)
		return;
	while (to < folded->length && folded->origin[to] == folded->origin[to - 1])
		to++;
	*original_to = folded->origin[to];
}
