/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Contracts: rows of tables, which stand as long as their table says so, and what users typed
 * in. A typed contract is written once; what changes it is an amendment. */
#pragma once

#include "store/store.h"

struct stored_amendment {
	struct contract_amendment life;
	gint64 amount; /* in thousandths; CONTRACT_NO_AMOUNT */
	char *scope;   /* what else it changes; NULL */
};

struct stored_contract {
	gint64 relationship; /* it is stored with; the desk's for tables of many providers */
	guint64 event;
	bool typed;
	struct contract_record record;
	GPtrArray *amendments; /* struct stored_amendment *, as they were given */
	char *path;            /* of the table; NULL when typed */
	guint32 line;
};

struct stored_amendment *stored_amendment_new(void);
void stored_amendment_free(struct stored_amendment *amendment);
void stored_contract_free(struct stored_contract *contract);

enum store_put store_contract_put(struct store *store, gint64 relationship,
				  const struct store_origin *origin,
				  const struct contract_record *contract, GError **error);
/* One that the user typed; *event receives its id. */
enum store_put store_contract_type(struct store *store, gint64 relationship,
				   const struct contract_record *contract, guint64 *event,
				   GError **error);
bool store_contract_amend(struct store *store, const struct stored_contract *contract,
			  const struct stored_amendment *amendment, GError **error);
bool store_contract_remove(struct store *store, const struct stored_contract *contract,
			   GError **error);

/* All that were typed or that a table still says, of every relationship, by event: struct
 * stored_contract *. Caller owns. */
GPtrArray *store_contracts(struct store *store, GError **error);

/* Says that this name of a provider means that relationship, and no other. */
bool store_contract_link(struct store *store, gint64 relationship, const char *provider,
			 GError **error);
/* Ids of relationships (gint64 *) by the names linked to them. Caller owns. */
GHashTable *store_contract_links(struct store *store, GError **error);
