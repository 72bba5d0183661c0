/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bytes to clean UTF-8. Plain ASCII goes eight bytes at a time (any byte below space, DEL or
 * above 0x7F in a word is found by carry arithmetic, Lamport 1975); the rest goes character by
 * character. Line ends of DOS and old Macintosh become line feeds. */
#include "text/own_text.h"

#include <string.h>

#define EVERY_BYTE(value) (G_GUINT64_CONSTANT(0x0101010101010101) * (value))
#define HIGH_BITS         EVERY_BYTE(0x80)
#define REPLACEMENT       "\xef\xbf\xbd"
#define C1_FIRST          0x80u
#define C1_LAST           0x9Fu

/* No byte of the word is a control, DEL or part of a longer character. */
static bool is_plain_word(const char *bytes)
{
	guint64 word, control, delete;

	memcpy(&word, bytes, sizeof(word));
	control = (word - EVERY_BYTE(0x20)) & ~word;
	delete = (word ^ EVERY_BYTE(0x7F)) - EVERY_BYTE(0x01);
	return ((word | control | (delete &~word)) & HIGH_BITS) == 0;
}

static bool is_kept_character(gunichar character)
{
	return character < (gunichar)-2 && !(character >= C1_FIRST && character <= C1_LAST);
}

/* Bytes of the character that begins here when it may stay as it is, else 0. */
static gsize clean_character(const char *bytes, gsize length)
{
	guchar first = (guchar)*bytes;

	if (first < 0x80)
		return (first >= 0x20 && first != 0x7F) || first == '\t' || first == '\n';
	if (!is_kept_character(g_utf8_get_char_validated(bytes, (gssize)length)) || first == 0)
		return 0;
	return (gsize)(g_utf8_next_char(bytes) - bytes);
}

/* Length of the clean text that the bytes begin with. */
static gsize clean_span(const char *bytes, gsize length)
{
	gsize at = 0, step;

	while (at < length) {
		if (length - at >= sizeof(guint64) && is_plain_word(bytes + at)) {
			at += sizeof(guint64);
			continue;
		}
		step = clean_character(bytes + at, length - at);
		if (step == 0)
			break;
		at += step;
	}
	return at;
}

/* Appends what stands for the unclean bytes that begin here; returns how many it took. */
static gsize append_mended(GString *out, const char *bytes, gsize length)
{
	gunichar character;

	if (*bytes == '\r') {
		if (length < 2 || bytes[1] != '\n')
			g_string_append_c(out, '\n');
		return 1;
	}
	g_string_append(out, REPLACEMENT);
	character = *bytes != '\0' ? g_utf8_get_char_validated(bytes, (gssize)length)
				   : (gunichar)-1;
	return character < (gunichar)-2 ? (gsize)(g_utf8_next_char(bytes) - bytes) : 1;
}

char *own_text_clean_utf8(const char *bytes, gsize length)
{
	gsize clean = clean_span(bytes, length), at = 0;
	GString *out;

	if (clean == length)
		return g_strndup(bytes, length);
	out = g_string_sized_new(length + 16);
	while (at < length) {
		clean = clean_span(bytes + at, length - at);
		g_string_append_len(out, bytes + at, (gssize)clean);
		at += clean;
		if (at < length)
			at += append_mended(out, bytes + at, length - at);
	}
	return g_string_free(out, FALSE);
}
