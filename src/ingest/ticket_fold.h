/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One ticket from its rows: the history of an event log, or the snapshots of several exports.
 */
#pragma once

#include "ingest/sides.h"
#include "store/derived.h"

struct ticket_fold; /* owned by the caller; feed rows in the order of store_each_ticket_row() */

struct folded_ticket {
	struct timeline_ticket ticket;
	const char *tool, *title;
};

/* What becomes of each ticket, in the order of their rows; its texts are borrowed until it
 * returns. Tickets without an opening date are passed over. */
typedef bool (*ticket_fold_each)(const struct folded_ticket *ticket, void *data);

/* `sides` decides for requesters that are addresses; others are on the side that does not work.
 */
struct ticket_fold *ticket_fold_new(const struct sides *sides, enum side worker_side,
				    ticket_fold_each each, void *data);
void ticket_fold_free(struct ticket_fold *fold);
/* False once `each` was. */
bool ticket_fold_add(struct ticket_fold *fold, const struct stored_ticket_row *row);
/* Ends the last ticket. */
bool ticket_fold_finish(struct ticket_fold *fold);
