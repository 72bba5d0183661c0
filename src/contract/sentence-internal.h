/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the readers of contracts see of a document: one sentence at a time, as folded words and
 * quantities, and a small language of patterns over its words. */
#pragma once

#include "contract/outline.h"
#include "contract/quantities.h"
#include "contract/quote.h"
#include "text/folded.h"
#include "text/sentences.h"

#define SENTENCE_WORDS 600u /* words and marks of a sentence that are looked at */

struct word {
	gsize from, to; /* bytes of the folded text */
};

struct word_span {
	guint from, to; /* words, half open */
};

struct sentence {
	guint paragraph;    /* from 0 */
	guint in_paragraph; /* which of the paragraph's, from 0 */
	const struct document_paragraph *source;
	const struct outline *outline;
	const struct outline_place *place;
	const char *language;
	struct text_span span; /* of the paragraph's text */
	struct folded folded;
	GArray *words;      /* struct word; , ; : ( ) are words */
	GArray *quantities; /* struct quantity */
};

/* Each sentence of the paragraphs in order; what is passed is borrowed for the call. */
void sentences_walk(const struct document_paragraph *paragraphs, guint count,
		    const char *language, const struct outline *outline,
		    void (*each)(const struct sentence *sentence, void *data), void *data);

/* First match at or behind word `from`. A pattern is words parted by spaces; "a|b" is either,
 * "renew*" whatever begins so, and "~8" before a word lets up to eight others stand between it
 * and the one before; " / " parts patterns of which any will do. `span` may be NULL. Linear in
 * words times words of the pattern. */
bool sentence_match(const struct sentence *sentence, const char *pattern, guint from,
		    struct word_span *span);
bool sentence_has(const struct sentence *sentence, const char *pattern);
/* Idem for a text by itself: a heading. */
bool text_has(const char *text, const char *pattern);

/* How often: "monthly", "chaque trimestre", "year to year". False when nothing says it. */
bool sentence_frequency(const struct sentence *sentence, enum quantity_unit *unit,
			gint64 *value);

/* Word at or behind a byte of the folded text. */
guint sentence_word_at(const struct sentence *sentence, gsize byte);
/* Whether the word is one of "a|b*". */
bool sentence_word_is(const struct sentence *sentence, guint word, const char *alternatives);
/* Caller clears. */
void sentence_quote(const struct sentence *sentence, struct contract_quote *quote);
