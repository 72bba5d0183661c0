/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One message read: how many sentences its author wrote, how much of them defends and how much
 * supports, as sums of probabilities (labels would lose what a month is made of), which cues it
 * holds, and the one sentence of each stance that can be shown. Texts that come back below
 * other texts of the same house or sender are nobody's words and are left out. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "language/model.h"
#include "language/style.h"
#include "text/repeated.h"
#include "text/sentences.h"

#define READING_SENTENCES                                                                      \
	200u /* of a message; what follows so many was pasted, not written                     \
	      */

/* Anything that gives the probabilities of a sentence, folded, and knows its own error; see
 * language/model.h. */
struct stance_scorer {
	void (*score)(const void *model, const struct folded *sentence, const char *language,
		      double probability[STANCE_COUNT]);
	struct stance_error (*error)(const void *model, enum stance stance,
				     const char *language);
	const void *model;
	const char *version; /* what stands behind a score; borrowed */
};

struct stance_scorer stance_scorer_of(const struct language_model *model);
/* Number of a scorer's version and of this reader's own: a reading made under another number is
 * made anew. Never 0. */
gint64 reading_version(const struct stance_scorer *scorer);

struct notable_sentence {
	struct text_span span; /* of the text; empty: no sentence leans that way */
	double probability;    /* of the stance */
	const char *category;  /* of its heaviest cue on that side, NULL without one; static */
};

/* What a message makes of the questions of the message that it answers. */
struct answered {
	guint64 parent; /* public event of the other side's message that asks; 0: none */
	gsize length;   /* of its own text */
	guint asked, met;
};

struct message_reading {
	const char *language; /* "fr", "en" or ""; static */
	guint sentences;
	double sum[STANCE_COUNT]; /* of probabilities, over the sentences */
	guint explanations;       /* sentences that give a cause */
	bool questions;           /* some sentence asks, reproaches, reminds or takes to task */
	guint proposals;          /* sentences that recommend something */
	guint disputes;           /* ... that say or ask whose it is to do */
	guint activity;           /* that the first of them that names one is about */
	guint complaints;         /* ... that complain */
	guint confirmations;      /* ... that say that it works, or may be closed */
	guint formalities;        /* ... that give notice, or call on law or hierarchy */
	guint ticks;              /* of language/closure.h, a bit each */
	guint words, syllables;   /* of its sentences */
	guint style[STYLE_CLASSES]; /* of its words, the function words of each class */
	struct answered answered;   /* by text_reader_match */
	struct notable_sentence notable[STANCE_COUNT]; /* the surest of each stance */
};

struct text_reader; /* one a thread; buffers are kept from one message to the next */

struct text_reader *text_reader_new(const struct stance_scorer *scorer);
void text_reader_free(struct text_reader *reader);
/* Reads bytes 0..length - 1 of valid UTF-8. `language` is "fr", "en" or "": as found, or that
 * of the message's thread (reading_language). */
void text_reader_read(struct text_reader *reader, const char *text, gsize length,
		      const char *language, struct message_reading *reading);

/* Counts the questions of the first `asked_length` bytes of `asked` that `reply` meets
 * (language/answers.h). */
void text_reader_match(struct text_reader *reader, const char *asked, gsize asked_length,
		       const char *reply, gsize length, const char *language,
		       struct answered *answered);

/* Language of the first `length` bytes; `fallback`, that of most of its thread, where they do
 * not say. Static. */
const char *reading_language(const char *text, gsize length, const char *fallback);

/* Tails that come back. All texts are learnt for their houses (the domain of the address), then
 * all for their senders, below which the tail of the house is left out; then all are asked. The
 * address may be NULL: nothing is learnt, and all of the text is its author's. */
void reading_learn_house(struct repeated *repeated, const char *address, const char *text);
void reading_learn_sender(struct repeated *repeated, const char *address, const char *text);
gsize reading_own_length(const struct repeated *repeated, const char *address,
			 const char *text);
