/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bytes of standard input to lines of valid UTF-8. What is no UTF-8 or too long is replaced or
 * passed over, and counted. */
#include "cli/text_lines.h"

#include <string.h>

#include "base/limits.h"
#include "report/classify.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum line_form { LINES_UNKNOWN, LINES_TEXT, LINES_JSON };

struct text_lines {
	FILE *in;
	GString *bytes;
	enum line_form form;
	gint64 number;
	guint64 replaced, cut;
};

struct text_lines *text_lines_new(FILE *in)
{
	struct text_lines *lines = g_new0(struct text_lines, 1);

	lines->in = in;
	lines->bytes = g_string_new(NULL);
	return lines;
}

void text_lines_free(struct text_lines *lines)
{
	if (lines == NULL)
		return;
	g_string_free(lines->bytes, TRUE);
	g_free(lines);
}

void text_line_clear(struct text_line *line)
{
	g_clear_pointer(&line->text, g_free);
}

/* A line without its end. False at the end of the input. */
static bool read_bytes(FILE *in, GString *bytes, bool *cut)
{
	int byte = getc_unlocked(in);

	g_string_truncate(bytes, 0);
	*cut = false;
	if (byte == EOF)
		return false;
	for (; byte != EOF && byte != '\n'; byte = getc_unlocked(in)) {
		if (bytes->len < LIMIT_LINE)
			g_string_append_c(bytes, (char)byte);
		else
			*cut = true;
	}
	if (bytes->len > 0 && bytes->str[bytes->len - 1] == '\r')
		g_string_truncate(bytes, bytes->len - 1);
	return true;
}

/* A character of which only the beginning was read is no broken one. */
static void drop_cut_character(GString *bytes)
{
	gsize at = bytes->len;

	while (at > 0 && bytes->len - at < 3 && ((guchar)bytes->str[at - 1] & 0xC0) == 0x80)
		at--;
	if (at > 0 && (guchar)bytes->str[at - 1] >= 0xC0 &&
	    g_utf8_get_char_validated(bytes->str + at - 1, (gssize)(bytes->len - at + 1)) ==
		    (gunichar)-2)
		g_string_truncate(bytes, at - 1);
}

static void blank_nuls(char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (bytes[i] == '\0')
			bytes[i] = ' ';
}

static guint count_invalid(const char *bytes, gsize length)
{
	const char *bad, *end = bytes + length;
	guint count = 0;

	for (; !g_utf8_validate(bytes, end - bytes, &bad); bytes = bad + 1)
		count++;
	return count;
}

/* The first line that is not blank tells the form of all. */
static enum line_form form_of(const char *line)
{
	const char *at = line + strspn(line, " \t");

	if (*at == '\0')
		return LINES_UNKNOWN;
	if (*at != '{')
		return LINES_TEXT;
	at += 1 + strspn(at + 1, " \t");
	return *at == '"' || *at == '}' ? LINES_JSON : LINES_TEXT;
}

static void decode(const struct text_lines *lines, struct text_line *line)
{
	bool marked =
		lines->number == 1 && g_str_has_prefix(lines->bytes->str, BYTE_ORDER_MARK);
	gsize skipped = marked ? strlen(BYTE_ORDER_MARK) : 0;
	char *bytes = lines->bytes->str + skipped;
	gsize length = lines->bytes->len - skipped;

	blank_nuls(bytes, length);
	line->replaced = count_invalid(bytes, length);
	line->text = line->replaced > 0 ? g_utf8_make_valid(bytes, (gssize)length)
					: g_strndup(bytes, length);
}

bool text_lines_next(struct text_lines *lines, struct text_line *line)
{
	text_line_clear(line);
	if (!read_bytes(lines->in, lines->bytes, &line->cut))
		return false;
	if (line->cut)
		drop_cut_character(lines->bytes);
	line->number = ++lines->number;
	decode(lines, line);
	if (lines->form == LINES_UNKNOWN)
		lines->form = form_of(line->text);
	line->blank = line->text[strspn(line->text, " \t")] == '\0';
	line->json = lines->form == LINES_JSON && !line->blank;
	lines->replaced += line->replaced;
	lines->cut += line->cut;
	return true;
}

void text_lines_report(const struct text_lines *lines)
{
	if (lines->replaced > 0)
		g_printerr("entente: classify: bytes that were no UTF-8 and were replaced: "
			   "%" G_GUINT64_FORMAT "\n",
			   lines->replaced);
	if (lines->cut > 0)
		g_printerr("entente: classify: lines longer than %u bytes, of which no more "
			   "was read: %" G_GUINT64_FORMAT "\n",
			   LIMIT_LINE, lines->cut);
}

void text_line_reject(const struct cli *cli, gint64 number, const char *reason, GString *out)
{
	if (cli_wants_json(cli))
		report_classify_rejected(number, reason, out);
	else
		g_string_append_printf(out, "%" G_GINT64_FORMAT "  %s\n", number, reason);
	g_printerr("entente: classify: line %" G_GINT64_FORMAT ": %s\n", number, reason);
}
