/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who a contract binds: the words that stand for a role ("le Prestataire", "the Customer") and
 * the names that it gives its parties ('("Tadeo")', "ci-après « Infonet »"). Whose side a given
 * name is on is told by the role beside it, else by who pays and who delivers in the text. */
#pragma once

#include <glib.h>

#include "contract/paragraph.h"

#define PARTIES_MOST 24u /* given names that are kept */

enum contract_party { PARTY_UNKNOWN, PARTY_CLIENT, PARTY_PROVIDER, PARTY_BOTH, PARTY_COUNT };

struct party_name {
	char *pattern; /* folded words */
	char *shown;   /* as written */
	enum contract_party party;
};

/* struct party_name: roles, then given names. Caller owns. */
GArray *parties_find(const struct document_paragraph *paragraphs, guint count);

/* "client", "provider", "both", "unknown" */
const char *contract_party_token(enum contract_party party);
