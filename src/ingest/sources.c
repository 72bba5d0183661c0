/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Holes are found in the weekly counts that are stored with each source, by the rule that
 * decides what its relationship's coverage is, so that what is shown is what is used. */
#include "ingest/sources.h"

#include <string.h>

#include "ingest/coverage.h"
#include "ingest/derive.h"
#include "store/derived.h"
#include "store/roots.h"

/* ---- holes ---- */

struct holes {
	GHashTable *found;
	gint64 source;  /* whose weeks are being collected */
	GArray *counts; /* struct week_count */
};

static void add_hole(GArray *holes, const struct timeline_coverage *coverage, gint32 from,
		     gint32 to)
{
	struct source_hole hole = {coverage->first_week + from, coverage->first_week + to - 1};

	g_array_append_val(holes, hole);
}

static GArray *holes_of(const struct timeline_coverage *coverage)
{
	GArray *holes = g_array_new(FALSE, FALSE, sizeof(struct source_hole));
	gint32 n = coverage->last_week - coverage->first_week + 1;

	for (gint32 i = 0, from; i < n; i++) {
		if (coverage->state[i] != WEEK_NOT_COVERED)
			continue;
		for (from = i; i < n && coverage->state[i] == WEEK_NOT_COVERED;)
			i++;
		add_hole(holes, coverage, from, i);
	}
	return holes;
}

static void end_source(struct holes *holes)
{
	struct timeline_coverage coverage;
	GArray *found;
	gint64 *key;

	if (holes->counts->len == 0)
		return;
	coverage_of_mailbox((const struct week_count *)holes->counts->data, holes->counts->len,
			    &coverage);
	found = holes_of(&coverage);
	g_free(coverage.state);
	g_array_set_size(holes->counts, 0);
	if (found->len == 0) {
		g_array_unref(found);
		return;
	}
	key = g_new(gint64, 1);
	*key = holes->source;
	g_hash_table_insert(holes->found, key, found);
}

static bool take_week(gint64 source, gint32 week, gint64 records, void *data)
{
	struct holes *holes = data;
	struct week_count count = {week, records};

	if (source != holes->source)
		end_source(holes);
	holes->source = source;
	g_array_append_val(holes->counts, count);
	return true;
}

GHashTable *sources_holes(struct store *store, gint64 relationship, GError **error)
{
	/* Those that speak every week, or should. */
	static const char *const kinds[] = {"mail", "chat", "calls", "tickets", "meetings"};
	struct holes holes = {
		.found = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
					       (GDestroyNotify)g_array_unref),
		.counts = g_array_new(FALSE, FALSE, sizeof(struct week_count)),
	};
	bool done = true;

	for (guint i = 0; done && i < G_N_ELEMENTS(kinds); i++) {
		done = store_each_source_week(store, relationship, kinds[i], take_week, &holes,
					      error);
		end_source(&holes);
	}
	g_array_unref(holes.counts);
	if (!done)
		g_clear_pointer(&holes.found, g_hash_table_unref);
	return holes.found;
}

/* ---- removal ---- */

static bool stands_at(const char *path, const char *root)
{
	gsize length = strlen(root);

	return strncmp(path, root, length) == 0 &&
	       (path[length] == '\0' || path[length] == '/');
}

static bool remove_below(struct store *store, gint64 relationship, const char *path,
			 guint *removed, GError **error)
{
	g_autoptr(GPtrArray) sources = store_sources(store, relationship, error);

	if (sources == NULL)
		return false;
	for (guint i = 0; i < sources->len; i++) {
		const struct source *one = g_ptr_array_index(sources, i);
		if (!stands_at(one->path, path))
			continue;
		if (!store_source_remove(store, relationship, one->id, error))
			return false;
		++*removed;
	}
	return true;
}

static bool remove_all(struct store *store, gint64 relationship, const char *path,
		       guint *removed, GError **error)
{
	bool was_root = false;

	if (!store_root_remove(store, relationship, path, &was_root, error) ||
	    !remove_below(store, relationship, path, removed, error))
		return false;
	*removed += was_root && *removed == 0;
	return true;
}

bool sources_remove(struct store *store, const struct relationship *relationship,
		    const char *path, guint *removed, GError **error)
{
	guint n = 0;

	if (!db_begin(store->db, error))
		return false;
	if (!remove_all(store, relationship->id, path, &n, error) ||
	    !db_commit(store->db, error)) {
		db_rollback(store->db);
		return false;
	}
	*removed = n;
	return n == 0 || derive_relationship(store, relationship, error);
}
