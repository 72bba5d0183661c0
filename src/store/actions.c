/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Actions and decisions, in and out. */
#include "store/actions.h"

#include "base/error.h"
#include "store/store-internal.h"

static bool count(struct store *store, gint64 relationship, guint64 event, bool *known,
		  bool *room, GError **error)
{
	static const char sql[] =
		"SELECT count(*), COALESCE(sum(CASE WHEN event_id = $2 THEN 1 ELSE 0 END), 0)"
		" FROM action WHERE relationship_id = $1";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	if (db_step(statement, error) != DB_ROW)
		return false;
	*room = db_column_int(statement, 0) < ACTIONS_MOST;
	*known = db_column_int(statement, 1) > 0;
	return true;
}

static void bind_day(struct db_statement *statement, int index, gint32 day)
{
	if (day != ACTION_NO_DAY)
		db_bind_int(statement, index, day);
}

static bool put(struct store *store, gint64 relationship, const struct action_item *item,
		GError **error)
{
	static const char sql[] =
		"INSERT INTO action (relationship_id, event_id, kind, side, state, asked, due,"
		" ended, words, owner, source)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
		" ON CONFLICT (relationship_id, event_id) DO UPDATE SET kind = excluded.kind,"
		" side = excluded.side, state = excluded.state, asked = excluded.asked,"
		" due = excluded.due, ended = excluded.ended, words = excluded.words,"
		" owner = excluded.owner, source = excluded.source";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)item->event);
	db_bind_int(statement, 3, item->kind);
	db_bind_int(statement, 4, item->side);
	db_bind_int(statement, 5, item->state);
	bind_day(statement, 6, item->asked);
	bind_day(statement, 7, item->due);
	bind_day(statement, 8, item->ended);
	for (guint i = 0; i < ACTION_TEXTS; i++)
		db_bind_text(statement, 9 + (int)i, item->texts[i]);
	return db_run(statement, error);
}

enum store_put store_action_put(struct store *store, gint64 relationship,
				const struct action_item *item, GError **error)
{
	bool known, room;

	if (!count(store, relationship, item->event, &known, &room, error))
		return STORE_PUT_FAILED;
	if (!known && !room) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
			    "a relationship keeps %u actions at most: remove some",
			    ACTIONS_MOST);
		return STORE_PUT_FAILED;
	}
	if (!put(store, relationship, item, error))
		return STORE_PUT_FAILED;
	return known ? STORE_PUT_KNOWN : STORE_PUT_NEW;
}

bool store_action_remove(struct store *store, gint64 relationship, guint64 event, bool *known,
			 GError **error)
{
	static const char sql[] =
		"DELETE FROM action WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement;
	bool room;

	if (!count(store, relationship, event, known, &room, error))
		return false;
	statement = db_prepare(store->db, sql);
	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	return db_run(statement, error);
}

static gint32 column_day(struct db_statement *statement, int column)
{
	return db_column_is_null(statement, column) ? ACTION_NO_DAY
						    : (gint32)db_column_int(statement, column);
}

static struct action_item *read_item(struct db_statement *statement)
{
	struct action_item *item = g_new0(struct action_item, 1);

	item->event = (guint64)db_column_int(statement, 0);
	item->kind = (enum action_kind)db_column_int(statement, 1);
	item->side = (enum side)db_column_int(statement, 2);
	item->state = (enum action_state)db_column_int(statement, 3);
	item->asked = column_day(statement, 4);
	item->due = column_day(statement, 5);
	item->ended = column_day(statement, 6);
	for (guint i = 0; i < ACTION_TEXTS; i++)
		item->texts[i] = g_strdup(db_column_text(statement, 7 + (int)i));
	return item;
}

GPtrArray *store_actions(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] =
		"SELECT event_id, kind, side, state, asked, due, ended, words, owner, source"
		" FROM action WHERE relationship_id = $1"
		" ORDER BY due IS NULL, due, asked IS NULL, asked, event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)action_item_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_item(statement));
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}
