/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folded text to words: an apostrophe, a hyphen and any other sign parts two words, and marks
 * of punctuation part segments too, which no phrase crosses. */
#include "language/features-internal.h"

#include <string.h>

static bool is_letter(guchar byte)
{
	return g_ascii_islower((char)byte) || g_ascii_isdigit((char)byte) || byte >= 0x80;
}

/* A mark that parts segments: not the stop or comma within a figure or a name of a host. */
static bool parts_segments(const struct folded *folded, gsize at)
{
	char next = folded->text[at + 1];
	bool before_space = next == ' ' || next == '\0';

	switch (folded->text[at]) {
	case ';':
	case '(':
	case ')':
	case '[':
	case ']':
	case '!':
	case '?':
	case '"':
	case '>':
	case '|':
		return true;
	case ',':
	case '.':
	case ':':
		return before_space;
	case '-':
		return before_space && (at == 0 || folded->text[at - 1] == ' ');
	default:
		return false;
	}
}

static void put_word(struct words *words, const char *bytes, gsize length, guint segment)
{
	struct word *word = &words->at[words->count++];

	word->from = (guint16)words->length;
	for (gsize i = 0; i < length; i++)
		words->text[words->length++] = g_ascii_isdigit(bytes[i]) ? '0' : bytes[i];
	word->to = (guint16)words->length;
	word->segment = word->clause = (guint16)segment;
	words->text[words->length++] = ' ';
}

void words_read(struct words *words, const struct folded *folded)
{
	gsize length = MIN(folded->length, SENTENCE_LONGEST);
	guint segment = 0;
	bool filled = false;

	words->count = 0;
	words->length = 0;
	words->text[words->length++] = ' ';
	for (gsize at = 0; at < length && words->count < WORDS_MOST;) {
		gsize from = at;

		while (at < length && is_letter((guchar)folded->text[at]))
			at++;
		if (at > from) {
			put_word(words, folded->text + from, at - from, segment);
			filled = true;
			continue;
		}
		if (filled && parts_segments(folded, at)) {
			segment++;
			filled = false;
		}
		at++;
	}
	words->text[words->length] = '\0';
	words->segments = words->clauses =
		words->count > 0 ? words->at[words->count - 1].segment + 1 : 0;
}
