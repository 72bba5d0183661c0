/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A body as an array of lines with a verdict each. The array grows with the body, up to
 * LIMIT_TEXT_LINES lines: what lies behind is not read. Lines are counted by words, not by
 * characters, where prose must be told from an address or a list of telephone numbers. */
#include "text/own_text-internal.h"

#include <string.h>

#include "base/limits.h"

#define SENTENCE_WORDS      7  /* with a full stop at the end */
#define LONG_SENTENCE_WORDS 13 /* without one */
#define RULE_SIGNS          3
#define NAME_WORDS          6u
#define SIGNATURE_LINES     12u
#define SIGNATURE_LONGEST   110u /* bytes of a line */
#define TELEPHONE_DIGITS    8u

/* Without the white space at the end, that of typography included. */
static gsize trimmed_length(const char *start, gsize length)
{
	static const char no_break[] = "\xc2\xa0";

	for (;;) {
		if (length > 0 && g_ascii_isspace(start[length - 1]))
			length--;
		else if (length > 1 && memcmp(start + length - 2, no_break, 2) == 0)
			length -= 2;
		else
			return length;
	}
}

static struct line line_of(const char *start, gsize length)
{
	struct line line = {.start = start, .kind = LINE_OWN};

	length = trimmed_length(start, length);
	line.length = (guint32)MIN(length, G_MAXUINT32);
	if (length == 0)
		line.kind = LINE_BLANK;
	else if (quotation_is_quoted(&line))
		line.kind = LINE_QUOTED;
	return line;
}

void lines_split(struct lines *lines, const char *body, gsize length)
{
	GArray *array = g_array_sized_new(FALSE, FALSE, sizeof(struct line), 64);
	const char *end = body + length;

	while (body < end && array->len < LIMIT_TEXT_LINES) {
		const char *feed = memchr(body, '\n', (gsize)(end - body));
		const char *stop = feed != NULL ? feed : end;
		struct line line = line_of(body, (gsize)(stop - body));

		g_array_append_val(array, line);
		body = feed != NULL ? feed + 1 : end;
	}
	lines->count = array->len;
	lines->at = (struct line *)(void *)g_array_free(array, FALSE);
}

void lines_clear(struct lines *lines)
{
	g_free(lines->at);
	lines->at = NULL;
	lines->count = 0;
}

void lines_mark(struct lines *lines, guint from, guint to, enum line_kind kind)
{
	for (guint i = from; i < to; i++)
		if (lines->at[i].kind == LINE_OWN)
			lines->at[i].kind = kind;
}

guint lines_next_filled(const struct lines *lines, guint from)
{
	while (from < lines->count && lines->at[from].kind == LINE_BLANK)
		from++;
	return from;
}

guint line_words(const struct line *line, guint most)
{
	guint words = 0;
	bool inside = false;

	for (guint32 i = 0; i < line->length && words <= most; i++) {
		bool letter = !g_ascii_isspace(line->start[i]);

		if (letter && !inside)
			words++;
		inside = letter;
	}
	return MIN(words, most);
}

bool line_is_sentence(const struct line *line)
{
	guint words = line_words(line, LONG_SENTENCE_WORDS);
	char last = line->length > 0 ? line->start[line->length - 1] : ' ';

	if (words >= LONG_SENTENCE_WORDS)
		return true;
	return words >= SENTENCE_WORDS && strchr(".?!;", last) != NULL;
}

static bool is_rule_byte(char byte)
{
	return strchr("-_*=~#+ ", byte) != NULL && byte != '\0';
}

bool line_is_rule(const struct line *line)
{
	static const char em_dash[] = "\xe2\x80\x94";
	guint signs = 0;
	guint32 i = 0;

	while (i < line->length) {
		if (is_rule_byte(line->start[i])) {
			signs += line->start[i] != ' ';
			i++;
		} else if (line->length - i >= 3 && memcmp(line->start + i, em_dash, 3) == 0) {
			signs += RULE_SIGNS;
			i += 3;
		} else {
			return false;
		}
	}
	return signs >= RULE_SIGNS;
}

const char *line_word(const struct line *line, guint skipped)
{
	bool inside = false;

	for (guint32 i = 0; i < line->length; i++) {
		bool letter = !g_ascii_isspace(line->start[i]);

		if (letter && !inside && skipped-- == 0)
			return line->start + i;
		inside = letter;
	}
	return NULL;
}

bool line_is_name(const struct line *line)
{
	const char *word = line_word(line, 0);

	return line_words(line, NAME_WORDS + 1) <= NAME_WORDS && !g_ascii_islower(*word);
}

static guint count_digits(const struct line *line)
{
	guint digits = 0;

	for (guint32 i = 0; i < line->length; i++)
		digits += g_ascii_isdigit(line->start[i]);
	return digits;
}

bool line_is_contact(const struct line *line)
{
	if (line->length > SIGNATURE_LONGEST || line_is_sentence(line))
		return false;
	if (count_digits(line) >= TELEPHONE_DIGITS)
		return true;
	return memchr(line->start, '@', line->length) != NULL ||
	       memmem(line->start, line->length, "www.", 4) != NULL ||
	       memmem(line->start, line->length, "://", 3) != NULL;
}

guint lines_filled(const struct lines *lines, guint from, guint to, guint most)
{
	guint filled = 0;

	for (guint i = from; i < to && filled < most; i++)
		filled += lines->at[i].kind == LINE_OWN;
	return filled;
}

static bool is_signature_line(const struct line *line)
{
	return line->kind != LINE_OWN ||
	       (line->length <= SIGNATURE_LONGEST && !line_is_sentence(line) &&
		line->start[line->length - 1] != '?');
}

bool lines_are_signature(const struct lines *lines, guint from, guint to)
{
	if (lines_filled(lines, from, to, SIGNATURE_LINES + 1) > SIGNATURE_LINES)
		return false;
	for (guint i = from; i < to; i++)
		if (!is_signature_line(&lines->at[i]))
			return false;
	return true;
}
