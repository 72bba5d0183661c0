/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The derived pass: persons, threads, sides, tickets and coverage of one relationship, made
 * anew from all its evidence. The same evidence gives the same rows, whatever the order of
 * import. */
#pragma once

#include "store/derived.h"

/* Deletes and makes the derived tables of the relationship, in one transaction. */
bool derive_relationship(struct store *store, const struct relationship *relationship,
			 GError **error);
/* The same when the tables are missing or another version made them. */
bool derive_if_needed(struct store *store, const struct relationship *relationship,
		      GError **error);
