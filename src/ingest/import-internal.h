/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What import.c does for sources that come in parts: a folder of a server, of which each visit
 * brings what is new. A part is stored in one transaction with the cursor behind it. */
#pragma once

#include "ingest/discover.h"
#include "ingest/import.h"

struct import_part {
	const char *source, *description;
	bool anew;           /* what was known of the source no longer holds */
	bool begun;          /* an earlier part of it is in the summary */
	GPtrArray *files;    /* struct discovered_file *, single messages below the source */
	GPtrArray *rejected; /* struct stored_rejected *; taken */
	const char *request; /* what was asked for, without the sides */
	const char *cursor;
	const struct importer *importer; /* of the files */
};

/* Settles the two sides as import_run() does, then stores the part. Nothing is derived yet. */
bool import_part(struct store *store, const struct import_part *part,
		 const struct import_options *options, struct import_summary *summary,
		 GError **error);
/* Derives and reads what the parts brought, and remembers where they came from. */
bool import_conclude(struct store *store, const struct import_options *options,
		     const char *root, bool changed, struct import_summary *summary,
		     GError **error);

/* The stored relationship that the options mean, with the sides that they give; NULL when there
 * is none yet. The caller owns it. */
bool import_known(struct store *store, const struct import_options *options,
		  struct relationship **relationship, GError **error);
/* Sides and extractor that evidence was read with. Caller owns. */
char *import_rules(const struct relationship *relationship);
