/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the last visit to each remote source stopped. */
#pragma once

#include "store/store.h"

/* Cursors that were saved for the same request, of the sources whose paths begin so: the rest
 * of the path -> cursor. Caller owns; NULL on error. */
GHashTable *store_cursors(struct store *store, gint64 relationship, const char *prefix,
			  const char *request, GError **error);
/* `request` says what a visit asks for; under another one the cursor does not hold. */
bool store_cursor_put(struct store *store, gint64 relationship, const struct source *source,
		      const char *request, const char *cursor, GError **error);
