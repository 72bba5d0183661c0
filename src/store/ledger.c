/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items, pairs and answers, in and out. */
#include "store/ledger.h"

#include "base/error.h"
#include "store/store-internal.h"

#define ITEM_COLUMNS                                                                           \
	"kind, side, stated, importance, since, broken, area, words, source, clause, measure," \
	" target, period, page, evidence"

static bool has_room(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT count(*) FROM ledger_item WHERE relationship_id = $1";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	if (db_step(statement, error) != DB_ROW)
		return false;
	if (db_column_int(statement, 0) < LEDGER_ITEMS_MOST)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
		    "the ledger of a relationship keeps %u items at most: remove some",
		    LEDGER_ITEMS_MOST);
	return false;
}

static bool find(struct store *store, gint64 relationship, guint64 event, bool *known,
		 GError **error)
{
	static const char sql[] = "SELECT event_id FROM ledger_item"
				  " WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	step = db_step(statement, error);
	*known = step == DB_ROW;
	return step != DB_FAILED;
}

static void bind_day(struct db_statement *statement, int index, gint32 day)
{
	if (day != CONTRACT_NO_DAY)
		db_bind_int(statement, index, day);
}

enum store_put store_ledger_put(struct store *store, gint64 relationship,
				const struct ledger_item *item, GError **error)
{
	static const char sql[] =
		"INSERT INTO ledger_item (relationship_id, event_id, " ITEM_COLUMNS
		") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
		" $16, $17)"
		" ON CONFLICT (relationship_id, event_id) DO UPDATE SET kind = excluded.kind,"
		" side = excluded.side, stated = excluded.stated,"
		" importance = excluded.importance, since = excluded.since,"
		" broken = excluded.broken, area = excluded.area, words = excluded.words,"
		" source = excluded.source, clause = excluded.clause,"
		" measure = excluded.measure, target = excluded.target,"
		" period = excluded.period, page = excluded.page,"
		" evidence = excluded.evidence";
	struct db_statement *statement;
	bool known;

	if (!find(store, relationship, item->event, &known, error) ||
	    (!known && !has_room(store, relationship, error)))
		return STORE_PUT_FAILED;
	statement = db_prepare(store->db, sql);
	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)item->event);
	db_bind_int(statement, 3, item->kind);
	db_bind_int(statement, 4, item->side);
	db_bind_int(statement, 5, item->stated);
	db_bind_int(statement, 6, item->importance);
	bind_day(statement, 7, item->since);
	bind_day(statement, 8, item->broken);
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		db_bind_text(statement, 9 + (int)i, item->texts[i]);
	if (!db_run(statement, error))
		return STORE_PUT_FAILED;
	return known ? STORE_PUT_KNOWN : STORE_PUT_NEW;
}

bool store_ledger_remove(struct store *store, gint64 relationship, guint64 event, bool *known,
			 GError **error)
{
	static const char *const sql[] = {
		"DELETE FROM ledger_pair WHERE relationship_id = $1"
		" AND (expectation = $2 OR commitment = $2)",
		"DELETE FROM ledger_item WHERE relationship_id = $1 AND event_id = $2"};

	if (!find(store, relationship, event, known, error))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(sql); i++) {
		struct db_statement *statement = db_prepare(store->db, sql[i]);
		db_bind_int(statement, 1, relationship);
		db_bind_int(statement, 2, (gint64)event);
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

static gint32 column_day(struct db_statement *statement, int column)
{
	return db_column_is_null(statement, column) ? CONTRACT_NO_DAY
						    : (gint32)db_column_int(statement, column);
}

static struct ledger_item *read_item(struct db_statement *statement)
{
	struct ledger_item *item = g_new0(struct ledger_item, 1);

	item->event = (guint64)db_column_int(statement, 0);
	item->kind = (enum ledger_kind)db_column_int(statement, 1);
	item->side = (enum side)db_column_int(statement, 2);
	item->stated = (enum ledger_stated)db_column_int(statement, 3);
	item->importance = (guint32)db_column_int(statement, 4);
	item->since = column_day(statement, 5);
	item->broken = column_day(statement, 6);
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		item->texts[i] = g_strdup(db_column_text(statement, 7 + (int)i));
	return item;
}

GPtrArray *store_ledger(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT event_id, " ITEM_COLUMNS " FROM ledger_item"
				  " WHERE relationship_id = $1"
				  " ORDER BY kind, side, COALESCE(since, 1000000), event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)ledger_item_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_item(statement));
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

/* ---- pairs ---- */

bool store_ledger_pair(struct store *store, gint64 relationship, const struct ledger_pair *pair,
		       GError **error)
{
	static const char sql[] =
		"INSERT INTO ledger_pair (relationship_id, expectation, commitment, confirmed)"
		" VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (relationship_id, expectation, commitment)"
		" DO UPDATE SET confirmed = excluded.confirmed";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)pair->expectation);
	db_bind_int(statement, 3, (gint64)pair->commitment);
	db_bind_int(statement, 4, pair->confirmed);
	return db_run(statement, error);
}

GArray *store_ledger_pairs(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] =
		"SELECT expectation, commitment, confirmed FROM ledger_pair"
		" WHERE relationship_id = $1 ORDER BY expectation, commitment";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct ledger_pair));
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct ledger_pair pair = {(guint64)db_column_int(statement, 0),
					   (guint64)db_column_int(statement, 1),
					   db_column_int(statement, 2) != 0};
		g_array_append_val(all, pair);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

/* ---- answers ---- */

bool store_ledger_answer(struct store *store, gint64 relationship, guint64 event, bool accepted,
			 GError **error)
{
	static const char sql[] =
		"INSERT INTO ledger_answer (relationship_id, event_id, accepted)"
		" VALUES ($1, $2, $3) ON CONFLICT (relationship_id, event_id)"
		" DO UPDATE SET accepted = excluded.accepted";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, accepted);
	return db_run(statement, error);
}

GHashTable *store_ledger_answers(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT event_id FROM ledger_answer"
				  " WHERE relationship_id = $1";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GHashTable) all =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		gint64 *event = g_new(gint64, 1);
		*event = db_column_int(statement, 0);
		g_hash_table_add(all, event);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}
