/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a contract says of its own life and price: proposed, each with the sentence that says
 * it, for a user to confirm. Readings that contradict each other are all given: a contract
 * with two notice periods has two, and its reader must know. */
#pragma once

#include "contract/paragraph.h"
#include "contract/quantities.h"
#include "contract/quote.h"

#define TERMS_A_KIND 12u /* readings of one kind that are kept, the surest */

enum term_kind {
	TERM_SIGNED,   /* day of signature or "made as of" */
	TERM_START,    /* day it takes effect */
	TERM_DURATION, /* initial duration; TERM_INDEFINITE has no measure */
	TERM_END,      /* day */
	TERM_RENEWAL,  /* TERM_NEVER, TERM_TACIT, TERM_EXPRESS */
	TERM_RENEWAL_DURATION,
	TERM_NOTICE, /* with anchor and form */
	TERM_REVERSIBILITY,
	TERM_LIABILITY_CAP,
	TERM_PENALTY, /* service credits and penalties */
	TERM_PRICE_REVISION,
	TERM_GOVERNANCE, /* committees; the measure is the time from one to the next */
	TERM_KIND_COUNT
};

enum term_value {
	TERM_NONE,
	TERM_NEVER,
	TERM_TACIT,
	TERM_EXPRESS,
	TERM_INDEFINITE,
	TERM_EXCLUDED, /* "no obligation of reversibility" */
	/* anchors of a notice */
	TERM_BEFORE_END,
	TERM_BEFORE_ANNIVERSARY,
	TERM_ANY_TIME,
	TERM_VALUE_COUNT
};

enum term_form { FORM_UNKNOWN, FORM_WRITTEN, FORM_REGISTERED, FORM_ELECTRONIC, FORM_COUNT };

struct contract_measure {
	bool given;
	enum quantity_kind kind;
	enum quantity_unit unit;
	gint64 value; /* as in struct quantity */
	char currency[4];
};

struct contract_term {
	enum term_kind kind;
	enum term_value value;
	enum term_form form;
	struct contract_measure measure;
	enum contract_sure sure;
	struct contract_quote quote;
};

/* struct contract_term *, by kind, surest first, then by place. Caller owns. `language` is
 * "fr", "en" or "". */
GPtrArray *contract_terms(const struct document_paragraph *paragraphs, guint count,
			  const char *language);
void contract_term_free(struct contract_term *term);

/* "renewal", "tacit", "registered"...; "" for TERM_NONE and FORM_UNKNOWN. */
const char *term_kind_token(enum term_kind kind);
const char *term_value_token(enum term_value value);
const char *term_form_token(enum term_form form);
