/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences of messages that are worth a question to the user: what was expected, and what was
 * asked for again and again. What is found is a proposal and never more. */
#pragma once

#include <glib.h>

#include "text/sentences.h"

enum mined {
	MINED_EXPECTATION, /* recalls what was expected, understood or promised */
	MINED_REQUEST,     /* asks for something */
	MINED_KINDS
};

struct sentence_miner; /* one a thread */

struct sentence_miner *sentence_miner_new(void);
void sentence_miner_free(struct sentence_miner *miner);
/* Appends the sentences of valid UTF-8 that are of a kind, in order: struct text_span.
 * `language` as in language/cues.h. */
void sentence_mine(struct sentence_miner *miner, enum mined kind, const char *text,
		   const char *language, GArray *spans);
