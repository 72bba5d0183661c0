/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Long sentences are pasted more often than said, and a greeting is no request: both are left
 * out. */
#include "language/mining.h"

#include <string.h>

#include "language/facts-internal.h"

#define SENTENCE_LEAST 15u /* bytes */
#define SENTENCE_MOST  400u

static const enum fact facts[MINED_KINDS] = {
	[MINED_EXPECTATION] = FACT_EXPECTATION,
	[MINED_REQUEST] = FACT_REQUEST,
};

struct sentence_miner {
	struct fact_reader *facts;
	GArray *sentences; /* struct text_span */
};

struct sentence_miner *sentence_miner_new(void)
{
	struct sentence_miner *miner = g_new(struct sentence_miner, 1);

	miner->facts = fact_reader_new();
	miner->sentences = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	return miner;
}

void sentence_miner_free(struct sentence_miner *miner)
{
	if (miner == NULL)
		return;
	fact_reader_free(miner->facts);
	g_array_unref(miner->sentences);
	g_free(miner);
}

void sentence_mine(struct sentence_miner *miner, enum mined kind, const char *text,
		   const char *language, GArray *spans)
{
	g_array_set_size(miner->sentences, 0);
	sentences_find(text, strlen(text), miner->sentences);
	for (guint i = 0; i < miner->sentences->len; i++) {
		struct text_span span = g_array_index(miner->sentences, struct text_span, i);
		gsize length = span.to - span.from;

		if (length >= SENTENCE_LEAST && length <= SENTENCE_MOST &&
		    fact_is_meant(fact_reader_read(miner->facts, text, span, language),
				  facts[kind]))
			g_array_append_val(spans, span);
	}
}
