/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which patterns occur: Vectorscan (the portable fork of Hyperscan, Wang et al. 2019) runs all
 * of them in one pass. It serves as a filter; asking it for spans as well would forbid many
 * patterns. The database is made by tools/compile_cues for a processor without special
 * features, which every processor that Vectorscan runs on can load; only the part of the
 * library that scans is linked. */
#include "language/cues-internal.h"

#include <hs/hs_runtime.h>

#include "base/error.h"

struct hs_database *cue_database_open(const void *bytes, gsize length, GError **error)
{
	hs_database_t *database = NULL;
	hs_error_t status = hs_deserialize_database(bytes, length, &database);

	if (status == HS_SUCCESS)
		return database;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
		    "the database of cues does not load here (Vectorscan %s, error %d)",
		    hs_version(), status);
	return NULL;
}

void cue_database_close(struct hs_database *database)
{
	hs_free_database(database);
}

void cue_database_prepare(const struct hs_database *database, struct hs_scratch **scratch)
{
	if (hs_alloc_scratch(database, scratch) != HS_SUCCESS)
		g_error("no working space for the database of cues");
}

void cue_scratch_free(struct hs_scratch *scratch)
{
	hs_free_scratch(scratch);
}

static int note_hit(unsigned int id, unsigned long long from, unsigned long long to,
		    unsigned int flags, void *hits)
{
	guint pattern = id;

	g_array_append_val((GArray *)hits, pattern);
	return 0;
}

void cue_database_hits(const struct hs_database *database, struct hs_scratch *scratch,
		       const char *text, gsize length, GArray *hits)
{
	hs_error_t status;

	g_assert(length <= G_MAXUINT32);
	status = hs_scan(database, text, (unsigned int)length, 0, scratch, note_hit, hits);
	if (status != HS_SUCCESS)
		g_error("the database of cues cannot be searched: error %d", status);
}
