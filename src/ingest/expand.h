/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Containers among the files that were looked at: archives give way to their members, and what
 * another program must read first (an Outlook store, a PDF) is turned into files that importers
 * read. */
#pragma once

#include "ingest/discover.h"

/* Marks the containers among `files` as expanded and adds what is in them, which is to be
 * looked at in its turn: *found tells whether there is any. At a depth beyond
 * LIMIT_ARCHIVE_DEPTH a container gets a trouble instead. False when the machine fails.
 */
bool expand_containers(GPtrArray *files, const struct discover_options *options, guint depth,
		       bool *found, GError **error);
