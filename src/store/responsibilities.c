/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of the grid and ties, in and out. */
#include "store/responsibilities.h"

#include "store/store-internal.h"

static bool is_known(struct store *store, gint64 relationship, const char *activity,
		     gint32 since, bool *known, GError **error)
{
	static const char sql[] =
		"SELECT count(*) FROM responsibility"
		" WHERE relationship_id = $1 AND activity = $2 AND since = $3";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, activity);
	db_bind_int(statement, 3, since);
	if (db_step(statement, error) != DB_ROW)
		return false;
	*known = db_column_int(statement, 0) > 0;
	return true;
}

enum store_put store_raci_put(struct store *store, gint64 relationship,
			      const struct raci_row *row, GError **error)
{
	static const char sql[] =
		"INSERT INTO responsibility (relationship_id, activity, since, applies, clause,"
		" cells) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (relationship_id, activity, since) DO UPDATE SET"
		" applies = excluded.applies, clause = excluded.clause,"
		" cells = excluded.cells";
	struct db_statement *statement;
	bool known;

	if (!is_known(store, relationship, row->activity, row->since, &known, error))
		return STORE_PUT_FAILED;
	statement = db_prepare(store->db, sql);
	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, row->activity);
	db_bind_int(statement, 3, row->since);
	db_bind_int(statement, 4, row->applies);
	db_bind_text(statement, 5, row->clause);
	db_bind_text(statement, 6, row->cells != NULL ? row->cells : "");
	if (!db_run(statement, error))
		return STORE_PUT_FAILED;
	return known ? STORE_PUT_KNOWN : STORE_PUT_NEW;
}

bool store_raci_remove(struct store *store, gint64 relationship, const char *activity,
		       gint32 since, bool *known, GError **error)
{
	static const char sql[] =
		"DELETE FROM responsibility"
		" WHERE relationship_id = $1 AND activity = $2 AND since = $3";
	struct db_statement *statement;

	if (!is_known(store, relationship, activity, since, known, error))
		return false;
	statement = db_prepare(store->db, sql);
	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, activity);
	db_bind_int(statement, 3, since);
	return db_run(statement, error);
}

GPtrArray *store_raci_rows(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT activity, since, applies, clause, cells"
				  " FROM responsibility WHERE relationship_id = $1"
				  " ORDER BY activity, since";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)raci_row_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct raci_row *row = g_new0(struct raci_row, 1);
		row->activity = g_strdup(db_column_text(statement, 0));
		row->since = (gint32)db_column_int(statement, 1);
		row->applies = (guint32)db_column_int(statement, 2);
		row->clause = g_strdup(db_column_text(statement, 3));
		row->cells = g_strdup(db_column_text(statement, 4));
		if (raci_row_is_sound(row))
			g_ptr_array_add(all, row);
		else
			raci_row_free(row);
	}
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}

bool store_tie_put(struct store *store, gint64 relationship, const struct activity_tie *tie,
		   GError **error)
{
	static const char sql[] =
		"INSERT INTO activity_tie (relationship_id, kind, event_id, activity)"
		" VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (relationship_id, kind, event_id) DO UPDATE SET"
		" activity = excluded.activity";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, tie->kind);
	db_bind_int(statement, 3, (gint64)tie->event);
	db_bind_text(statement, 4, tie->activity);
	return db_run(statement, error);
}

static void tie_clear(gpointer data)
{
	struct activity_tie *tie = data;

	g_free((char *)tie->activity);
}

GArray *store_ties(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT kind, event_id, activity FROM activity_tie"
				  " WHERE relationship_id = $1 ORDER BY kind, event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct activity_tie));
	enum db_step step;

	g_array_set_clear_func(all, tie_clear);
	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct activity_tie tie = {(enum event_kind)db_column_int(statement, 0),
					   (guint64)db_column_int(statement, 1),
					   g_strdup(db_column_text(statement, 2))};
		g_array_append_val(all, tie);
	}
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}
