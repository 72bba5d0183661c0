/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences and their clauses in mail and ticket comments, French and English: bullet lists,
 * lines without a full stop, telegraphic notes ("RAS cote serveur. Clos."), abbreviations,
 * numbers, versions and host names are survived. */
#pragma once

#include <glib.h>

#define SENTENCE_LONGEST 2000 /* bytes; a longer one is cut at a space, or in the middle */

struct text_span {
	gsize from, to; /* bytes, half open, outer blanks left out */
};

/* Sentences of valid UTF-8 in order, appended to `sentences` (struct text_span). They hold a
 * letter or a digit each; what stands between them is blank, a bullet, the number of a list or
 * punctuation. A line that was wrapped goes on in the next; cells of a table, parted by tabs,
 * stand apart. Time is linear. */
void sentences_find(const char *text, gsize length, GArray *sentences);
/* Clauses of one sentence (from..to of the text) in order, appended to `clauses`: cut at
 * commas, colons, dashes, brackets and at the conjunctions that open a new one, those of
 * `language` ("fr", "en", or "": both). */
void clauses_find(const char *text, struct text_span sentence, const char *language,
		  GArray *clauses);
