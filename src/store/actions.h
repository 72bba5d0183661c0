/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Actions and decisions that users keep: truth, which neither rebuild nor import takes away. */
#pragma once

#include "model/action.h"
#include "store/store.h"

#define ACTIONS_MOST 20000u /* of one relationship */

/* Puts an item in the place of the one that has its event. */
enum store_put store_action_put(struct store *store, gint64 relationship,
				const struct action_item *item, GError **error);
/* *known: whether there was one. */
bool store_action_remove(struct store *store, gint64 relationship, guint64 event, bool *known,
			 GError **error);
/* All, by due day, those without one last, then event: struct action_item *. Caller owns. */
GPtrArray *store_actions(struct store *store, gint64 relationship, GError **error);
