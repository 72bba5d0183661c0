/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One ticket from its rows: the history of an event log, or the snapshots of several exports.
 */
#pragma once

#include "ingest/sides.h"
#include "store/derived.h"

struct ticket_fold; /* owned by the caller; feed rows in the order of store_each_ticket_row() */

struct folded_ticket {
	struct timeline_ticket ticket; /* key is borrowed from the fold */
	const char *tool, *title;
};

/* `sides` decides for requesters that are addresses; others are on the side that does not work.
 */
struct ticket_fold *ticket_fold_new(const struct sides *sides, enum side worker_side);
void ticket_fold_free(struct ticket_fold *fold);
void ticket_fold_add(struct ticket_fold *fold, const struct stored_ticket_row *row);
/* Ends the last ticket; struct folded_ticket in the order of their rows, owned by the fold.
 * Tickets without an opening date are not in it. */
const GArray *ticket_fold_finish(struct ticket_fold *fold);
