/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was imported, seen source by source, and taken back. */
#pragma once

#include "store/store.h"

struct source_hole {
	gint32 first_week, last_week; /* inclusive */
};

/* Weeks in which a mailbox, an export or a calendar is torn rather than silent
 * (ingest/coverage.h), by source: source id -> GArray of struct source_hole; sources without
 * holes are not in it. Caller owns.
 */
GHashTable *sources_holes(struct store *store, gint64 relationship, GError **error);

/* Forgets the root of this path, its sources and all sources below it, with the evidence that
 * stands nowhere else, and derives the rest anew. *removed counts the sources; 0 without an
 * error when nothing of the path is known. */
bool sources_remove(struct store *store, const struct relationship *relationship,
		    const char *path, guint *removed, GError **error);
