/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences and clauses of any text: spans in order and apart, on borders of characters, with a
 * word each; clauses within their sentence. What was learnt of a text cuts no more than it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/own_text.h"
#include "text/repeated.h"
#include "text/sentences.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static bool has_word(const char *from, const char *to)
{
	for (; from < to; from = g_utf8_next_char(from))
		if (g_unichar_isalnum(g_utf8_get_char(from)))
			return true;
	return false;
}

static void demand_spans(const char *text, struct text_span within, const GArray *spans)
{
	gsize last = within.from;

	for (guint i = 0; i < spans->len; i++) {
		struct text_span span = g_array_index(spans, struct text_span, i);

		demand(span.from >= last && span.from < span.to && span.to <= within.to);
		demand(span.to - span.from <= SENTENCE_LONGEST);
		demand(g_utf8_validate(text + span.from, (gssize)(span.to - span.from), NULL));
		demand(has_word(text + span.from, text + span.to));
		last = span.to;
	}
}

static void read_clauses(const char *text, struct text_span sentence, const char *language,
			 GArray *clauses)
{
	g_array_set_size(clauses, 0);
	clauses_find(text, sentence, language, clauses);
	demand_spans(text, sentence, clauses);
}

static void read_repeated(const char *text, gsize length)
{
	struct repeated *repeated = repeated_new();

	for (guint i = 0; i < 3; i++)
		repeated_learn(repeated, "", text + MIN(i, length), length - MIN(i, length));
	demand(repeated_own_length(repeated, "", text, length) <= length);
	repeated_free(repeated);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	g_autofree char *text = own_text_clean_utf8((const char *)bytes, length);
	struct text_span whole = {0, strlen(text)};
	g_autoptr(GArray) sentences = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	g_autoptr(GArray) clauses = g_array_new(FALSE, FALSE, sizeof(struct text_span));

	sentences_find(text, whole.to, sentences);
	demand_spans(text, whole, sentences);
	for (guint i = 0; i < sentences->len; i++) {
		struct text_span sentence = g_array_index(sentences, struct text_span, i);

		read_clauses(text, sentence, "fr", clauses);
		read_clauses(text, sentence, "en", clauses);
		read_clauses(text, sentence, "", clauses);
	}
	read_repeated(text, whole.to);
	return 0;
}
