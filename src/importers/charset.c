/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The order of trust: the declared set when the bytes are valid in it; UTF-8, which hardly any
 * text in another set satisfies by chance; windows-1252, where every byte means something
 * (WHATWG Encoding Standard for its holes, and for reading ISO 8859-1 as windows-1252). */
#include "importers/charset.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

typedef gunichar (*byte_meaning)(guint8 byte);

static const gunichar windows_1252_high[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static bool is_one_of(const char *charset, const char *const *names)
{
	for (; *names; names++)
		if (!g_ascii_strcasecmp(charset, *names))
			return true;
	return false;
}

static bool is_utf8_name(const char *charset)
{
	static const char *const names[] = {"utf-8",          "utf8", "us-ascii", "ascii",
					    "ansi_x3.4-1968", "646",  NULL};

	return is_one_of(charset, names);
}

/* ISO 8859-15 is ISO 8859-1 but for these. */
static gunichar latin_9(guint8 byte)
{
	static const struct {
		guint8 byte;
		gunichar meant;
	} differences[] = {
		{0xA4, 0x20AC}, {0xA6, 0x0160}, {0xA8, 0x0161}, {0xB4, 0x017D},
		{0xB8, 0x017E}, {0xBC, 0x0152}, {0xBD, 0x0153}, {0xBE, 0x0178},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(differences); i++)
		if (differences[i].byte == byte)
			return differences[i].meant;
	return byte;
}

static gunichar windows_1252(guint8 byte)
{
	return byte < 0xA0 ? windows_1252_high[byte - 0x80] : byte;
}

/* How a western single-byte set reads its upper half, NULL for other sets. */
static byte_meaning western_meaning(const char *charset)
{
	static const char *const latin_1_names[] = {"iso-8859-1", "iso8859-1",    "latin1",
						    "cp1252",     "windows-1252", NULL};
	static const char *const latin_9_names[] = {"iso-8859-15", "iso8859-15", "latin-9",
						    "latin9", NULL};

	if (is_one_of(charset, latin_1_names))
		return windows_1252;
	return is_one_of(charset, latin_9_names) ? latin_9 : NULL;
}

static char *from_western(const char *bytes, gsize length, byte_meaning meaning)
{
	GString *text = g_string_sized_new(length + length / 8 + 8);

	for (gsize i = 0; i < length; i++) {
		guint8 byte = (guint8)bytes[i];

		if (byte == 0)
			g_string_append(text, REPLACEMENT);
		else if (byte < 0x80)
			g_string_append_c(text, (char)byte);
		else
			g_string_append_unichar(text, meaning(byte));
	}
	return g_string_free(text, FALSE);
}

/* Replaces what is not UTF-8; *bad and *good count such places and multi-byte characters. */
static char *mend_utf8(const char *bytes, gsize length, gsize *bad, gsize *good)
{
	GString *text = g_string_sized_new(length + 8);
	const char *p = bytes, *end = bytes + length, *stop;

	*bad = *good = 0;
	while (p < end) {
		if (!g_utf8_validate(p, end - p, &stop)) {
			g_string_append_len(text, p, stop - p);
			g_string_append(text, REPLACEMENT);
			(*bad)++;
		} else {
			g_string_append_len(text, p, end - p);
		}
		for (; p < stop; p++)
			*good += ((guint8)*p & 0xC0) == 0xC0;
		p = stop + 1;
	}
	return g_string_free(text, FALSE);
}

static char *guess(const char *bytes, gsize length)
{
	gsize bad, good;
	char *text = mend_utf8(bytes, length, &bad, &good);

	if (bad <= good)
		return text;
	g_free(text);
	return from_western(bytes, length, windows_1252);
}

static char *by_iconv(const char *bytes, gsize length, const char *charset)
{
	gsize written;
	g_autofree char *text =
		g_convert(bytes, (gssize)length, "UTF-8", charset, NULL, &written, NULL);
	gsize bad, good;

	return text ? mend_utf8(text, written, &bad, &good) : NULL;
}

static bool is_ascii(const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if ((guint8)bytes[i] >= 0x80)
			return false;
	return true;
}

/* ASCII bytes mean themselves in every western set. */
static char *declared_western(const char *bytes, gsize length, bool utf8, byte_meaning meaning)
{
	if (!utf8)
		return from_western(bytes, length, meaning);
	return is_ascii(bytes, length) ? g_strndup(bytes, length) : NULL;
}

static char *convert(const char *bytes, gsize length, const char *charset, bool *guessed)
{
	bool utf8 = g_utf8_validate(bytes, (gssize)length, NULL);
	byte_meaning meaning = charset ? western_meaning(charset) : NULL;
	char *text = NULL;

	if (utf8 && (!charset || is_utf8_name(charset)))
		return g_strndup(bytes, length);
	if (meaning)
		text = declared_western(bytes, length, utf8, meaning);
	else if (charset && !is_utf8_name(charset))
		text = by_iconv(bytes, length, charset);
	if (text)
		return text;
	*guessed = true;
	return guess(bytes, length);
}

static void drop_carriage_returns(char *text)
{
	char *out = strchr(text, '\r');

	if (!out)
		return;
	for (const char *p = out; *p; p++)
		if (*p != '\r')
			*out++ = *p;
		else if (p[1] != '\n')
			*out++ = '\n';
	*out = '\0';
}

char *charset_to_utf8(const char *bytes, gsize length, const char *charset, bool *guessed)
{
	char *text = convert(bytes, length, charset, guessed);

	drop_carriage_returns(text);
	return text;
}
