/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folded text to words: an apostrophe, a hyphen and any other sign parts two words, and marks
 * of punctuation part segments too, which no phrase crosses. */
#include "language/features-internal.h"

#include <string.h>

/* What a byte is in a word; 0: it parts words. */
static char letter_of(guchar byte)
{
	if ((guchar)(byte - '0') < 10)
		return '0';
	return (guchar)(byte - 'a') < 26 || byte >= 0x80 ? (char)byte : 0;
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

static void put_word(struct words *words, guint from, guint segment)
{
	struct word *word = &words->at[words->count++];

	word->from = (guint16)from;
	word->to = (guint16)words->length;
	word->segment = word->clause = (guint16)segment;
	words->text[words->length++] = ' ';
}

/* Letters from `at` on; returns where they end. */
static gsize copy_letters(struct words *words, const struct folded *folded, gsize at,
			  gsize length)
{
	char *text = words->text + words->length, *end = text;

	for (char letter; at < length; at++) {
		letter = letter_of((guchar)folded->text[at]);
		if (letter == 0)
			break;
		*end++ = letter;
	}
	words->length += (guint)(end - text);
	return at;
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
		guint from = words->length;

		at = copy_letters(words, folded, at, length);
		if (words->length > from) {
			put_word(words, from, segment);
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
