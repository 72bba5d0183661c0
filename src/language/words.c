/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folded text to words: an apostrophe, a hyphen and any other sign parts two words, and marks
 * of punctuation part segments too, which no phrase crosses. */
#include "language/features-internal.h"

#include <string.h>

/* Fowler, Noll and Vo's hash, its high bits brought down for tables. */
#define HASH_START 2166136261u
#define HASH_STEP  16777619u

static guint32 hash_end(guint32 hash)
{
	return hash ^ hash >> 15;
}

guint32 word_hash(const char *text, gsize length)
{
	guint32 hash = HASH_START;

	for (gsize i = 0; i < length; i++)
		hash = (hash ^ (guchar)text[i]) * HASH_STEP;
	return hash_end(hash);
}

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

/* Takes the word at the beginning of `bytes`, hashed while it is copied; returns its length, 0
 * when no word is there. */
static gsize take_word(struct words *words, const char *bytes, gsize length, guint segment)
{
	struct word *word = &words->at[words->count];
	char *text = words->text + words->length, letter;
	guint32 hash = HASH_START;
	gsize count = 0;

	for (; count < length && (letter = letter_of((guchar)bytes[count])) != 0; count++) {
		text[count] = letter;
		hash = (hash ^ (guchar)letter) * HASH_STEP;
	}
	if (count == 0)
		return 0;
	word->from = (guint16)words->length;
	word->to = (guint16)(words->length + count);
	word->segment = word->clause = (guint16)segment;
	word->hash = hash_end(hash);
	text[count] = ' ';
	words->length = word->to + 1u;
	words->count++;
	return count;
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
		gsize taken = take_word(words, folded->text + at, length - at, segment);

		if (taken > 0) {
			at += taken;
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
