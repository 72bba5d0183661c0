/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the paths that a user gives to the files that hold points. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* char *, in the order given; of a folder all that end in .csv, .tsv or .txt, folders in it
 * included, sorted by name. Nothing is opened here. *several: more than one, or a folder. NULL
 * with the error when a folder cannot be read or holds none. Caller owns. */
GPtrArray *detect_files(const char *const *paths, bool *several, GError **error);
