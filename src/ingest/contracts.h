/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which relationship each contract is of, and its notice clock on a day. A contract of a table
 * is matched when it is looked at, so that the order in which tables and mail come does not
 * show: by what the user linked, else by the provider's name or domain. */
#pragma once

#include "model/timeline.h"
#include "store/contracts.h"

#define CONTRACT_ID 9u /* characters: 'k' and eight hexadecimal digits */

struct contract_case {
	char id[CONTRACT_ID + 1];
	struct stored_contract *stored;
	char *relationship; /* its name; NULL: waits for one */
	struct contract_outlook outlook;
};

/* All, by relationship (those that wait last), provider, object and id: struct contract_case *.
 * Caller owns. */
GPtrArray *contracts_load(struct store *store, gint32 as_of, GError **error);

/* Tells the timeline when the contracts of its relationship began and were amended, up to its
 * day. */
void contracts_tell_acts(const GPtrArray *cases, struct timeline *timeline);

/* The public id of one that is stored so. */
void contracts_id(gint64 relationship, guint64 event, char id[CONTRACT_ID + 1]);
/* A provider's name as links keep it: folded, without legal form ("Infonet S.A.S." is
 * "infonet"). Caller owns. */
char *contracts_fold_provider(const char *provider);
