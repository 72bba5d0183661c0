/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The way from a table that nobody knows to a mapping that reads it. */
#pragma once

#include "cli/cli.h"

/* Shows on standard output what the columns of a table may mean; with `output` the proposal is
 * kept in that file, which must not be there. */
bool mapping_guess(const struct cli *cli, const char *path, const char *mappings,
		   const char *output, GError **error);

/* On a terminal: proposes a mapping for the table, keeps it under a name of the user's choice
 * and lets them correct it in their editor. True when there is one to try. */
bool mapping_offer(const struct cli *cli, const char *path, const char *mappings);
