/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ledger: items that users keep, pairs that they confirmed or rejected, and their answers
 * to what was proposed. All of it is truth: neither rebuild nor import takes it away. */
#pragma once

#include "model/ledger.h"
#include "store/store.h"

#define LEDGER_ITEMS_MOST 5000u /* of one relationship */

/* Puts an item in the place of the one that has its event. */
enum store_put store_ledger_put(struct store *store, gint64 relationship,
				const struct ledger_item *item, GError **error);
/* Takes away an item and the pairs that it is in. *known: whether there was one. */
bool store_ledger_remove(struct store *store, gint64 relationship, guint64 event, bool *known,
			 GError **error);
/* All, by kind, side, area, words and event: struct ledger_item *. Caller owns. */
GPtrArray *store_ledger(struct store *store, gint64 relationship, GError **error);

bool store_ledger_pair(struct store *store, gint64 relationship, const struct ledger_pair *pair,
		       GError **error);
/* struct ledger_pair, by expectation and commitment. Caller owns. */
GArray *store_ledger_pairs(struct store *store, gint64 relationship, GError **error);

bool store_ledger_answer(struct store *store, gint64 relationship, guint64 event, bool accepted,
			 GError **error);
/* Set of guint64 (g_int64_hash) that were answered. Caller owns. */
GHashTable *store_ledger_answers(struct store *store, gint64 relationship, GError **error);
