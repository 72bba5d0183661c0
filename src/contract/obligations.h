/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Obligations that a contract states, proposed as commitments: who, what, how much, how often,
 * how soon, with the sentence. Definitions, recitals and conditions are left out; what must not
 * be done is marked. The user confirms: a proposal is never a commitment by itself. */
#pragma once

#include "contract/parties.h"
#include "contract/terms.h"

#define OBLIGATIONS_MOST 3000u /* of one document */
#define OBLIGATION_WHAT  300u  /* characters of what is to be done */

enum obligation_kind {
	OBLIGATION_DUTY,
	OBLIGATION_LEVEL,   /* a service level: a measure with its target */
	OBLIGATION_PENALTY, /* what is due when another is not met */
	OBLIGATION_KIND_COUNT
};

struct contract_obligation {
	enum obligation_kind kind;
	enum contract_party party;
	bool negative;
	char *who;           /* as the contract names the party; NULL when it does not */
	char *what;          /* from the verb on */
	const char *measure; /* "availability", "report"...; NULL: none known; static */
	struct contract_measure target; /* a share or an amount */
	struct contract_measure delay;  /* within how long */
	struct contract_measure period; /* how often */
	enum contract_sure sure;
	struct contract_quote quote;
};

/* struct contract_obligation *, in the order of the document. Caller owns. */
GPtrArray *contract_obligations(const struct document_paragraph *paragraphs, guint count,
				const char *language);
void contract_obligation_free(struct contract_obligation *obligation);

/* The static text of a measure, NULL when it is none. */
const char *obligation_measure(const char *token);
/* "duty", "level", "penalty" */
const char *obligation_kind_token(enum obligation_kind kind);
