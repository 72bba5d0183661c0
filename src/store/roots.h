/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the user gave to be imported, remembered, so that `import` alone reads again what
 * changed: the paths, not the files in them (those are the sources). */
#pragma once

#include "store/store.h"

struct import_root {
	char *path;    /* absolute, or the address of a server */
	char *imposed; /* importer or kind given with it, or NULL */
};

void import_root_free(struct import_root *root);

/* All of a relationship by path: struct import_root *. Caller owns. NULL with the error. */
GPtrArray *store_roots(struct store *store, gint64 relationship, GError **error);
/* Remembers it, or what is imposed on it from now on. */
bool store_root_save(struct store *store, gint64 relationship, const char *path,
		     const char *imposed, GError **error);
/* Forgets the root of this path; *found tells whether there was one. */
bool store_root_remove(struct store *store, gint64 relationship, const char *path, bool *found,
		       GError **error);

/* Removes a source and the evidence that stands nowhere else. What is derived must be made anew
 * afterwards. */
bool store_source_remove(struct store *store, gint64 relationship, gint64 source,
			 GError **error);
