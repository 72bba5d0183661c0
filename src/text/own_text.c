/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Own text of a mail: split into lines, mark what is quoted, then in each stretch between two
 * quotations cut footers and signature from the tail; the rest is put together again. Every
 * step looks at a bounded neighbourhood of a line, so that the whole is linear. */
#include "text/own_text.h"

#include <string.h>

#include "base/limits.h"
#include "text/own_text-internal.h"

static void mark_tails(struct lines *lines)
{
	guint at = 0;

	while (at < lines->count) {
		struct region region = {at, at};

		while (region.to < lines->count && lines->at[region.to].kind != LINE_QUOTED)
			region.to++;
		if (region.to > region.from) {
			footer_mark(lines, region);
			signature_mark(lines, region);
		}
		at = region.to + 1;
	}
}

/* Appends a line, with one empty line before it when the text was interrupted. */
static void append_line(GString *text, const struct line *line, bool gap, bool interrupted)
{
	if (text->len > 0) {
		g_string_append_c(text, '\n');
		if (gap || interrupted)
			g_string_append_c(text, '\n');
	}
	g_string_append_len(text, line->start, line->length);
}

static GString *join_own(const struct lines *lines, gsize length)
{
	GString *text = g_string_sized_new(MIN(length, LIMIT_OWN_TEXT) + 1);
	bool gap = false, interrupted = false;

	for (guint i = 0; i < lines->count; i++) {
		const struct line *line = &lines->at[i];

		if (line->kind != LINE_OWN) {
			gap = gap || line->kind == LINE_BLANK;
			interrupted = interrupted || line->kind == LINE_QUOTED;
			continue;
		}
		append_line(text, line, gap, interrupted);
		if (text->len > LIMIT_OWN_TEXT)
			break;
		gap = interrupted = false;
	}
	return text;
}

/* Cuts at LIMIT_OWN_TEXT, or up to three bytes before, between two characters. */
static void shorten(GString *text)
{
	gsize end = LIMIT_OWN_TEXT;

	if (text->len <= end)
		return;
	while (end > LIMIT_OWN_TEXT - 3 && ((guchar)text->str[end] & 0xC0) == 0x80)
		end--;
	g_string_truncate(text, end);
}

char *own_text_extract(const char *body, gsize length, gsize *cut)
{
	struct lines lines = {0};
	GString *text;

	length = strnlen(body, length);
	lines_split(&lines, body, length);
	quotation_mark(&lines);
	mark_tails(&lines);
	text = join_own(&lines, length);
	lines_clear(&lines);
	shorten(text);
	*cut = length - MIN(length, text->len);
	return g_string_free(text, text->len == 0);
}
