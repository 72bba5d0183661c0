/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One row a remote source, written in the transaction that stores what came before it, so that
 * a visit that was cut off goes on behind the last batch that is kept. */
#include "store/fetch_state.h"

#include <string.h>

GHashTable *store_cursors(struct store *store, gint64 relationship, const char *prefix,
			  const char *request, GError **error)
{
	static const char sql[] = "SELECT path, reached FROM fetch_state"
				  " WHERE relationship_id = $1 AND request = $2";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GHashTable) cursors =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, request);
	while ((step = db_step(statement, error)) == DB_ROW) {
		const char *path = db_column_text(statement, 0);
		if (g_str_has_prefix(path, prefix))
			g_hash_table_insert(cursors, g_strdup(path + strlen(prefix)),
					    g_strdup(db_column_text(statement, 1)));
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&cursors);
}

bool store_cursor_put(struct store *store, gint64 relationship, const struct source *source,
		      const char *request, const char *cursor, GError **error)
{
	static const char sql[] =
		"INSERT INTO fetch_state (relationship_id, source_id, path, request, reached)"
		" VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (relationship_id, source_id) DO UPDATE SET"
		" request = excluded.request, reached = excluded.reached";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, source->id);
	db_bind_text(statement, 3, source->path);
	db_bind_text(statement, 4, request);
	db_bind_text(statement, 5, cursor);
	return db_run(statement, error);
}
