/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where in a document something is said, in its own words. */
#pragma once

#include <glib.h>

struct contract_quote {
	guint32 paragraph; /* from 1 */
	guint32 page;      /* from 1; 0: unknown */
	char *clause;      /* "12.3", "Section 3 (b)", or the heading; NULL: none before it */
	char *text;        /* the sentence */
};

/* How far a reading holds; tests/contract measures it on labelled contracts. */
enum contract_sure { SURE_LOW, SURE_MEDIUM, SURE_HIGH, SURE_COUNT };

const char *contract_sure_token(enum contract_sure sure); /* "low", "medium", "high" */
void contract_quote_clear(struct contract_quote *quote);
