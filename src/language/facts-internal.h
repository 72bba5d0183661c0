/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a sentence brings to an exchange, from data/language/facts.tsv: a cause, an action, a
 * date... A reader belongs to one thread; the tables behind it are shared. */
#pragma once

#include <glib.h>

#include "text/folded.h"
#include "text/sentences.h"

enum fact {
	FACT_CAUSE,
	FACT_ACTION, /* done or planned */
	FACT_DATE,
	FACT_OWNER,     /* somebody, or a role, who acts */
	FACT_CHECK,     /* with the user; or that it does not come back */
	FACT_DEFERRAL,  /* an answer is promised */
	FACT_PLAIN,     /* opens with yes or no */
	FACT_ASKS_WHEN, /* of a question: a date answers it */
	FACT_ASKS_OPEN, /* of a question: yes or no does not answer it */
	FACT_NEGATION,
	FACT_PROPOSAL,    /* advises something, or proposes it */
	FACT_NO_PROPOSAL, /* looks like one, and only settles when to speak, or asks */
	FACT_EXPECTATION, /* was expected, understood or promised */
	FACT_NO_EXPECTATION,
	FACT_DISPUTE, /* whose it is to do: refused, handed over or asked */
	FACT_NO_DISPUTE,
	FACT_COMPLAINT, /* a grievance, or an account that is asked for */
	FACT_NO_COMPLAINT,
	FACT_CONFIRMATION, /* that it works, or may be closed */
	FACT_NO_CONFIRMATION,
	FACT_REQUEST, /* asks for something */
	FACT_NO_REQUEST,
	FACT_FORMALITY, /* gives notice, or calls on law, contract or hierarchy */
	FACT_NO_FORMALITY,
	FACT_COUNT,
};

#define FACT_BIT(fact) (1u << (fact))

/* Holds `fact`, and not the look-alike of it that comes next. */
static inline gboolean fact_is_meant(guint32 facts, enum fact fact)
{
	return (facts & FACT_BIT(fact)) != 0 && (facts & FACT_BIT(fact + 1)) == 0;
}

/* Bits of enum closure_tick (language/closure.h) that facts of a closing text give. */
guint32 closure_ticks(guint32 facts);

struct fact_reader;

struct fact_reader *fact_reader_new(void);
void fact_reader_free(struct fact_reader *reader);
/* Bits of the facts in a sentence of valid UTF-8; `language` as in language/cues.h. */
guint32 fact_reader_read(struct fact_reader *reader, const char *text,
			 struct text_span sentence, const char *language);
guint32 fact_reader_read_folded(struct fact_reader *reader, const struct folded *sentence,
				const char *language);
