/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a user's own ticket mappings are kept. */
#pragma once

#include <glib.h>

/* The folder or file that was given, else the user's own folder when it is there, else NULL.
 * Caller owns. */
char *mapping_folder_read(const char *given);
/* The path of a mapping of that name in the user's own folder, which is made. NULL with an
 * error for a name that is none, or when it cannot be made. Caller owns. */
char *mapping_folder_path(const char *name, GError **error);
