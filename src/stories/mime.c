/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Encoders after RFC 2045 section 6 and RFC 2047 section 4; the mbox dialect is mboxrd. */
#include "stories/mime.h"

#include <string.h>

#define LINE_MOST         76u
#define ENCODED_WORD_MOST 75u
#define BASE64_BYTES      57u /* 76 characters */

char *mime_convert(const char *text, const char **charset, gsize *length)
{
	gsize written = 0;
	char *converted = NULL;

	if (g_ascii_strcasecmp(*charset, "utf-8") != 0)
		converted = g_convert(text, -1, *charset, "UTF-8", NULL, &written, NULL);
	if (converted == NULL) {
		*charset = "utf-8";
		converted = g_strdup(text);
		written = strlen(text);
	}
	*length = written;
	return converted;
}

static void append_q(GString *out, const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		guint8 byte = (guint8)bytes[i];

		if (byte == ' ')
			g_string_append_c(out, '_');
		else if (g_ascii_isalnum(byte) || strchr("!*+-/", byte) != NULL)
			g_string_append_c(out, (char)byte);
		else
			g_string_append_printf(out, "=%02X", byte);
	}
}

/* Encoded words of at most 75 characters, cut between characters. */
static char *encoded_words(const char *text, const char *charset)
{
	GString *out = g_string_new(NULL);
	g_autofree char *start = g_strdup_printf("=?%s?Q?", charset);
	gsize word = strlen(start);

	g_string_append(out, start);
	for (const char *at = text; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		g_autofree char *one = g_strndup(at, (gsize)g_utf8_skip[(guchar)*at]);
		g_autoptr(GString) encoded = g_string_new(NULL);
		const char *kept = charset;
		gsize length;
		g_autofree char *bytes = mime_convert(one, &kept, &length);

		append_q(encoded, bytes, length);
		if (word + encoded->len + 2 > ENCODED_WORD_MOST) {
			g_string_append_printf(out, "?=\n %s", start);
			word = strlen(start);
		}
		g_string_append(out, encoded->str);
		word += encoded->len;
	}
	g_string_append(out, "?=");
	return g_string_free(out, FALSE);
}

/* Breaks at spaces so that no line is much longer than 76. */
static char *fold(const char *text)
{
	GString *out = g_string_new(NULL);
	gsize column = 12; /* the field's name */
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (guint i = 0; words[i] != NULL; i++) {
		gsize length = strlen(words[i]);

		if (i > 0 && column + length + 1 > LINE_MOST && length > 0) {
			g_string_append(out, "\n ");
			column = 1;
		} else if (i > 0) {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append(out, words[i]);
		column += length;
	}
	return g_string_free(out, FALSE);
}

char *mime_header_text(const char *text, const char *charset)
{
	const char *kept = charset;
	gsize length;
	g_autofree char *probe = NULL;

	if (g_str_is_ascii(text))
		return fold(text);
	probe = mime_convert(text, &kept, &length);
	return encoded_words(text, kept);
}

char *mime_mailbox(const char *name, const char *address, const char *charset)
{
	g_autofree char *encoded = NULL;

	if (g_str_is_ascii(name))
		return strpbrk(name, ".,()@") != NULL
			       ? g_strdup_printf("\"%s\" <%s>", name, address)
			       : g_strdup_printf("%s <%s>", name, address);
	encoded = mime_header_text(name, charset);
	return g_strdup_printf("%s <%s>", encoded, address);
}

static bool literal_in_quoted_printable(const char *at, const char *end)
{
	guint8 byte = (guint8)*at;

	if (byte == ' ' || byte == '\t')
		return at + 1 < end && at[1] != '\n';
	return byte > 32 && byte < 127 && byte != '=';
}

char *mime_quoted_printable(const char *bytes, gsize length)
{
	GString *out = g_string_sized_new(length + length / 4);
	const char *end = bytes + length;
	gsize column = 0;

	for (const char *at = bytes; at < end; at++) {
		bool literal = literal_in_quoted_printable(at, end);

		if (*at == '\n') {
			g_string_append_c(out, '\n');
			column = 0;
			continue;
		}
		if (column + (literal ? 1 : 3) > LINE_MOST - 1) {
			g_string_append(out, "=\n");
			column = 0;
		}
		if (literal)
			g_string_append_c(out, *at);
		else
			g_string_append_printf(out, "=%02X", (guint8)*at);
		column += literal ? 1 : 3;
	}
	return g_string_free(out, FALSE);
}

char *mime_base64(const guint8 *bytes, gsize length)
{
	GString *out = g_string_sized_new(length * 4 / 3 + 80);

	for (gsize at = 0; at < length; at += BASE64_BYTES) {
		g_autofree char *line =
			g_base64_encode(bytes + at, MIN(BASE64_BYTES, length - at));

		g_string_append(out, line);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

void mime_append_mboxrd(GString *mbox, const char *message)
{
	const char *line = message;

	while (*line != '\0') {
		gsize length = strcspn(line, "\n");

		if (g_str_has_prefix(line + strspn(line, ">"), "From "))
			g_string_append_c(mbox, '>');
		g_string_append_len(mbox, line, (gssize)length);
		g_string_append_c(mbox, '\n');
		line += length + (line[length] == '\n');
	}
	g_string_append_c(mbox, '\n');
}
