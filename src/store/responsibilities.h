/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The grid of responsibilities, and which activity a ticket or a message is about by the user's
 * word: truth, which neither rebuild nor import takes away. */
#pragma once

#include "model/responsibility.h"
#include "store/store.h"

/* Puts a row in the place of the one of its activity and day. */
enum store_put store_raci_put(struct store *store, gint64 relationship,
			      const struct raci_row *row, GError **error);
/* *known: whether there was one of that activity and day. */
bool store_raci_remove(struct store *store, gint64 relationship, const char *activity,
		       gint32 since, bool *known, GError **error);
/* All, by activity, then day: struct raci_row *. Caller owns. */
GPtrArray *store_raci_rows(struct store *store, gint64 relationship, GError **error);

/* The user's word on a ticket or a message. */
struct activity_tie {
	enum event_kind kind;
	guint64 event;
	const char
		*activity; /* as in struct raci_row; NULL: about none. Of store_ties() owned */
};

bool store_tie_put(struct store *store, gint64 relationship, const struct activity_tie *tie,
		   GError **error);
/* By kind, then event: struct activity_tie. Caller owns. */
GArray *store_ties(struct store *store, gint64 relationship, GError **error);
