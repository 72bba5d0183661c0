/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables of phrases against folded text: at the beginning of a line, behind the signs that a
 * line may open with, or anywhere at the beginning of a word. A phrase that ends with a letter
 * must end a word. */
#include "text/own_text-internal.h"

#include <string.h>

static bool is_lead(char byte)
{
	return byte == ' ' || strchr("*-_=~#<>([{|/\"'", byte) != NULL;
}

gsize fold_line(const struct line *line, char *out, gsize size)
{
	gsize length = fold_text(line->start, MIN(line->length, size), out, size);
	gsize lead = 0;

	while (lead < length && is_lead(out[lead]))
		lead++;
	memmove(out, out + lead, length - lead + 1);
	return length - lead;
}

static bool is_word_byte(char byte)
{
	return g_ascii_isalnum(byte) || (guchar)byte >= 0x80;
}

static bool phrase_begins(const char *folded, const struct phrase *phrase)
{
	if (folded[0] != phrase->text[0] || strncmp(folded, phrase->text, phrase->length) != 0)
		return false;
	return !is_word_byte(phrase->text[phrase->length - 1]) ||
	       !is_word_byte(folded[phrase->length]);
}

const struct phrase *phrase_at(const char *folded, const struct phrase *table, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (phrase_begins(folded, &table[i]))
			return &table[i];
	return NULL;
}

const struct phrase *phrase_within(const char *folded, const struct phrase *table, gsize count)
{
	char before = ' ';

	for (; *folded != '\0'; before = *folded++) {
		const struct phrase *phrase;

		if (is_word_byte(before) || !is_word_byte(*folded))
			continue;
		phrase = phrase_at(folded, table, count);
		if (phrase != NULL)
			return phrase;
	}
	return NULL;
}
