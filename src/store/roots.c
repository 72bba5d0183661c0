/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Roots in and out, and the removal of a source. Evidence is never changed, but it goes with
 * the last place where it stands: a user who gave the wrong mailbox must be able to take it
 * back. */
#include "store/roots.h"

void import_root_free(struct import_root *root)
{
	if (root == NULL)
		return;
	g_free(root->path);
	g_free(root->imposed);
	g_free(root);
}

GPtrArray *store_roots(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT path, imposed FROM import_root"
				  " WHERE relationship_id = $1 ORDER BY path";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)import_root_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct import_root *one = g_new0(struct import_root, 1);
		one->path = g_strdup(db_column_text(statement, 0));
		one->imposed = g_strdup(db_column_text(statement, 1));
		g_ptr_array_add(all, one);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

bool store_root_save(struct store *store, gint64 relationship, const char *path,
		     const char *imposed, GError **error)
{
	static const char sql[] =
		"INSERT INTO import_root (relationship_id, path, imposed) VALUES ($1, $2, $3)"
		" ON CONFLICT (relationship_id, path) DO UPDATE SET imposed = excluded.imposed";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, path);
	db_bind_text(statement, 3, imposed);
	return db_run(statement, error);
}

bool store_root_remove(struct store *store, gint64 relationship, const char *path, bool *found,
		       GError **error)
{
	static const char sql[] =
		"DELETE FROM import_root WHERE relationship_id = $1 AND path = $2";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, path);
	return db_put(statement, found, error);
}

static bool run_for(struct store *store, const char *sql, gint64 relationship, gint64 source,
		    GError **error)
{
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, source);
	return db_run(statement, error);
}

/* One statement a table of evidence: what stands in this source and in no other. */
#define ONLY_THERE                                                                             \
	" WHERE relationship_id = $1"                                                          \
	" AND event_id IN (SELECT event_id FROM place"                                         \
	"  WHERE relationship_id = $1 AND source_id = $2)"                                     \
	" AND event_id NOT IN (SELECT event_id FROM place"                                     \
	"  WHERE relationship_id = $1 AND source_id <> $2)"

bool store_source_remove(struct store *store, gint64 relationship, gint64 source,
			 GError **error)
{
	static const char text_sql[] = "DELETE FROM message_text" ONLY_THERE;
	static const char message_sql[] = "DELETE FROM message" ONLY_THERE;
	static const char ticket_sql[] = "DELETE FROM ticket_row" ONLY_THERE;
	static const char fact_sql[] = "DELETE FROM fact" ONLY_THERE;
	static const char sentence_sql[] = "DELETE FROM reading_sentence" ONLY_THERE;
	static const char reading_sql[] = "DELETE FROM reading" ONLY_THERE;
	static const char paragraph_sql[] = "DELETE FROM document_paragraph" ONLY_THERE;
	static const char document_sql[] = "DELETE FROM document" ONLY_THERE;
	static const char meeting_sql[] = "DELETE FROM meeting" ONLY_THERE;
	static const char amendment_sql[] =
		"DELETE FROM contract_amendment" ONLY_THERE
		" AND event_id NOT IN (SELECT event_id FROM contract"
		"  WHERE relationship_id = $1 AND typed = 1)";
	static const char contract_sql[] = "DELETE FROM contract" ONLY_THERE " AND typed = 0";
	static const char *const all[] = {amendment_sql, contract_sql, meeting_sql,
					  text_sql,      message_sql,  ticket_sql,
					  fact_sql,      sentence_sql, reading_sql,
					  paragraph_sql, document_sql};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		if (!run_for(store, all[i], relationship, source, error))
			return false;
	return store_source_clear(store, relationship, source, error);
}
