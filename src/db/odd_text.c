/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Byte 0x80 + i stands as U+10FE80 + i, which is F4 8F BA 80 to F4 8F BB BF in UTF-8. The idea
 * is that of Python's PEP 383, on characters that a strict engine takes. */
#include "db/odd_text.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define MARK        "\xf4\x8f" /* how every stand-in begins, and no ordinary text */
#define MARK_LENGTH 2
#define LENGTH      4

static bool is_stand_in(const char *text)
{
	const guchar *bytes = (const guchar *)text;

	return strncmp(text, MARK, MARK_LENGTH) == 0 && (bytes[2] & 0xfe) == 0xba &&
	       (bytes[3] & 0xc0) == 0x80;
}

static void append_stand_in(GString *out, char byte)
{
	guchar low = (guchar)byte & 0x7f;

	g_string_append(out, MARK);
	g_string_append_c(out, (char)(0xba | low >> 6));
	g_string_append_c(out, (char)(0x80 | (low & 0x3f)));
}

/* Bytes of the character that begins here and can stand as it is; 0 for none. */
static gsize plain_length(const char *text, const char *end)
{
	gunichar character = g_utf8_get_char_validated(text, end - text);
	bool wrong = character == (gunichar)-1 || character == (gunichar)-2;

	return wrong || is_stand_in(text) ? 0 : (gsize)(g_utf8_next_char(text) - text);
}

char *odd_text_encode(const char *text)
{
	gsize length = strlen(text);
	const char *end = text + length;
	GString *out;

	if (g_utf8_validate_len(text, length, NULL) && strstr(text, MARK) == NULL)
		return NULL;
	out = g_string_sized_new(length + LENGTH);
	while (text < end) {
		gsize plain = plain_length(text, end);

		if (plain == 0)
			append_stand_in(out, *text++);
		g_string_append_len(out, text, (gssize)plain);
		text += plain;
	}
	return g_string_free(out, FALSE);
}

char *odd_text_decode(const char *text)
{
	const char *mark = strstr(text, MARK);
	GString *out;

	if (mark == NULL)
		return NULL;
	out = g_string_sized_new(strlen(text));
	for (; mark != NULL; mark = strstr(text, MARK)) {
		bool found = is_stand_in(mark);

		g_string_append_len(out, text, mark - text + (found ? 0 : MARK_LENGTH));
		if (found)
			g_string_append_c(out,
					  (char)(0x80 | (mark[2] & 1) << 6 | (mark[3] & 0x3f)));
		text = mark + (found ? LENGTH : MARK_LENGTH);
	}
	g_string_append(out, text);
	return g_string_free(out, FALSE);
}
