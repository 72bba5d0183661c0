/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening the store; relationships and sources. Their ids come from digests of their names, so
 * that two stores filled in another order are alike. */
#include "store/store.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "language/model.h"
#include "store/people.h"
#include "store/store-internal.h"
#include "store/schema.h"

struct store *store_open(const char *url, enum db_mode mode, GError **error)
{
	g_autoptr(db_auto) db = db_open(url, mode, error);
	struct store *store;

	if (db == NULL || (mode != DB_READ_ONLY && !schema_prepare(db, error)))
		return NULL;
	store = g_new0(struct store, 1);
	store->db = g_steal_pointer(&db);
	store->url = g_strdup(url);
	return store;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	db_close(store->db);
	language_model_free(store->model);
	g_free(store->url);
	g_free(store);
}

char *store_default_url(void)
{
	return g_build_filename(g_get_user_data_dir(), "entente", "entente.db", NULL);
}

/* 63 bits: both engines keep signed integers. */
static gint64 id_of_text(const char *text)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof digest;

	g_checksum_update(sum, (const guchar *)text, -1);
	g_checksum_get_digest(sum, digest, &length);
	return (gint64)store_event_id(digest);
}

struct relationship *relationship_new(const char *name)
{
	struct relationship *relationship = g_new0(struct relationship, 1);

	relationship->id = id_of_text(name);
	relationship->name = g_strdup(name);
	relationship->client = g_strdup("");
	relationship->provider = g_strdup("");
	relationship->zone = g_strdup(CALENDAR_ZONE_DEFAULT);
	relationship->worker_side = SIDE_PROVIDER;
	relationship->corrections = g_strdup("");
	return relationship;
}

struct relationship *relationship_desk(void)
{
	return relationship_new("");
}

static bool is_desk(const struct relationship *relationship)
{
	return *relationship->name == '\0';
}

void relationship_free(struct relationship *relationship)
{
	if (relationship == NULL)
		return;
	g_free(relationship->name);
	g_free(relationship->client);
	g_free(relationship->provider);
	g_free(relationship->zone);
	g_free(relationship->corrections);
	g_free(relationship);
}

GPtrArray *store_relationships_and_desk(struct store *store, GError **error)
{
	static const char sql[] =
		"SELECT relationship_id, name, client, provider, zone, worker_side"
		" FROM relationship ORDER BY CASE name WHEN '' THEN 1 ELSE 0 END, name";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)relationship_free);
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct relationship *one = g_new0(struct relationship, 1);
		one->id = db_column_int(statement, 0);
		one->name = g_strdup(db_column_text(statement, 1));
		one->client = g_strdup(db_column_text(statement, 2));
		one->provider = g_strdup(db_column_text(statement, 3));
		one->zone = g_strdup(db_column_text(statement, 4));
		one->worker_side = (enum side)db_column_int(statement, 5);
		g_ptr_array_add(all, one);
	}
	if (step == DB_FAILED || !people_add_corrections(store, all, error))
		return NULL;
	return g_steal_pointer(&all);
}

GPtrArray *store_relationships(struct store *store, GError **error)
{
	GPtrArray *all = store_relationships_and_desk(store, error);

	if (all != NULL && all->len > 0 && is_desk(g_ptr_array_index(all, all->len - 1)))
		g_ptr_array_set_size(all, (gint)all->len - 1);
	return all;
}

bool store_relationship_save(struct store *store, const struct relationship *relationship,
			     GError **error)
{
	static const char sql[] =
		"INSERT INTO relationship"
		" (relationship_id, name, client, provider, zone, worker_side)"
		" VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (relationship_id) DO UPDATE SET client = excluded.client,"
		" provider = excluded.provider, zone = excluded.zone,"
		" worker_side = excluded.worker_side";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship->id);
	db_bind_text(statement, 2, relationship->name);
	db_bind_text(statement, 3, relationship->client);
	db_bind_text(statement, 4, relationship->provider);
	db_bind_text(statement, 5, relationship->zone);
	db_bind_int(statement, 6, relationship->worker_side);
	return db_run(statement, error);
}

char *store_path_within(const char *source, const char *file)
{
	return *file == '\0' ? g_strdup(source) : g_build_filename(source, file, NULL);
}

struct source *source_new(const char *path)
{
	struct source *source = g_new0(struct source, 1);

	source->id = id_of_text(path);
	source->path = g_strdup(path);
	source->first_ms = source->last_ms = INSTANT_NONE;
	return source;
}

void source_free(struct source *source)
{
	if (source == NULL)
		return;
	g_free(source->path);
	g_free(source->kind);
	g_free(source->description);
	g_free(source->rules);
	g_free(source);
}

GPtrArray *store_sources(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] =
		"SELECT source_id, path, kind, description, rules, size, changed_ns, first_ms,"
		" last_ms, simulated, n_read, n_kept, n_set_aside, n_out_of_scope, n_rejected"
		" FROM source WHERE relationship_id = $1 ORDER BY path, source_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)source_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct source *one = g_new0(struct source, 1);
		one->id = db_column_int(statement, 0);
		one->path = g_strdup(db_column_text(statement, 1));
		one->kind = g_strdup(db_column_text(statement, 2));
		one->description = g_strdup(db_column_text(statement, 3));
		one->rules = g_strdup(db_column_text(statement, 4));
		one->size = db_column_int(statement, 5);
		one->changed_ns = db_column_int(statement, 6);
		one->first_ms = store_column_instant(statement, 7);
		one->last_ms = store_column_instant(statement, 8);
		one->simulated = db_column_int(statement, 9) != 0;
		one->n_read = db_column_int(statement, 10);
		one->n_kept = db_column_int(statement, 11);
		one->n_set_aside = db_column_int(statement, 12);
		one->n_out_of_scope = db_column_int(statement, 13);
		one->n_rejected = db_column_int(statement, 14);
		g_ptr_array_add(all, one);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

bool store_source_clear(struct store *store, gint64 relationship, gint64 source, GError **error)
{
	static const char place_sql[] =
		"DELETE FROM place WHERE relationship_id = $1 AND source_id = $2";
	static const char week_sql[] =
		"DELETE FROM source_week WHERE relationship_id = $1 AND source_id = $2";
	static const char rejected_sql[] =
		"DELETE FROM rejected WHERE relationship_id = $1 AND source_id = $2";
	static const char source_sql[] =
		"DELETE FROM source WHERE relationship_id = $1 AND source_id = $2";
	static const char fetched_sql[] =
		"DELETE FROM fetch_state WHERE relationship_id = $1 AND source_id = $2";
	static const char *const all[] = {place_sql, week_sql, rejected_sql, source_sql,
					  fetched_sql};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		struct db_statement *statement = db_prepare(store->db, all[i]);
		db_bind_int(statement, 1, relationship);
		db_bind_int(statement, 2, source);
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

static bool save_weeks(struct store *store, gint64 relationship, gint64 source,
		       GHashTable *weeks, GError **error)
{
	static const char sql[] =
		"INSERT INTO source_week (relationship_id, source_id, week, records)"
		" VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (relationship_id, source_id, week) DO UPDATE SET"
		" records = source_week.records + excluded.records";
	GHashTableIter iter;
	gpointer week, count;

	g_hash_table_iter_init(&iter, weeks);
	while (g_hash_table_iter_next(&iter, &week, &count)) {
		struct db_statement *statement = db_prepare(store->db, sql);
		db_bind_int(statement, 1, relationship);
		db_bind_int(statement, 2, source);
		db_bind_int(statement, 3, GPOINTER_TO_INT(week));
		db_bind_int(statement, 4, GPOINTER_TO_INT(count));
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

bool store_source_save(struct store *store, gint64 relationship, const struct source *source,
		       GHashTable *weeks, GError **error)
{
	static const char sql[] =
		"INSERT INTO source (relationship_id, source_id, path, kind, description, size,"
		" changed_ns, rules, first_ms, last_ms, simulated, n_read, n_kept, n_set_aside,"
		" n_out_of_scope, n_rejected)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
		"$16)"
		" ON CONFLICT (relationship_id, source_id) DO UPDATE SET"
		" size = excluded.size, first_ms = excluded.first_ms,"
		" last_ms = excluded.last_ms, simulated = excluded.simulated,"
		" n_read = excluded.n_read, n_kept = excluded.n_kept,"
		" n_set_aside = excluded.n_set_aside,"
		" n_out_of_scope = excluded.n_out_of_scope, n_rejected = excluded.n_rejected";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, source->id);
	db_bind_text(statement, 3, source->path);
	db_bind_text(statement, 4, source->kind);
	db_bind_text(statement, 5, source->description);
	db_bind_int(statement, 6, source->size);
	db_bind_int(statement, 7, source->changed_ns);
	db_bind_text(statement, 8, source->rules);
	store_bind_instant(statement, 9, source->first_ms);
	store_bind_instant(statement, 10, source->last_ms);
	db_bind_int(statement, 11, source->simulated);
	db_bind_int(statement, 12, source->n_read);
	db_bind_int(statement, 13, source->n_kept);
	db_bind_int(statement, 14, source->n_set_aside);
	db_bind_int(statement, 15, source->n_out_of_scope);
	db_bind_int(statement, 16, source->n_rejected);
	return db_run(statement, error) &&
	       save_weeks(store, relationship, source->id, weeks, error);
}

bool store_rejected_put(struct store *store, gint64 relationship, gint64 source, gint64 number,
			const struct stored_rejected *rejected, GError **error)
{
	static const char sql[] =
		"INSERT INTO rejected"
		" (relationship_id, source_id, number, file, byte_offset, line, reason)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, source);
	db_bind_int(statement, 3, number);
	db_bind_text(statement, 4, rejected->file);
	db_bind_int(statement, 5, (gint64)rejected->record.place.offset);
	db_bind_int(statement, 6, rejected->record.place.line);
	db_bind_text(statement, 7, rejected->record.reason);
	return db_run(statement, error);
}

void stored_rejected_free(struct stored_rejected *rejected)
{
	g_free(rejected->file);
	rejected_record_clear(&rejected->record);
	g_free(rejected);
}

GPtrArray *store_rejected(struct store *store, gint64 relationship, gint64 source,
			  GError **error)
{
	static const char sql[] =
		"SELECT file, byte_offset, line, reason FROM rejected"
		" WHERE relationship_id = $1 AND source_id = $2 ORDER BY number";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)stored_rejected_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, source);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct stored_rejected *one = g_new0(struct stored_rejected, 1);
		one->file = g_strdup(db_column_text(statement, 0));
		one->record.place.offset = (guint64)db_column_int(statement, 1);
		one->record.place.line = (guint32)db_column_int(statement, 2);
		one->record.reason = g_strdup(db_column_text(statement, 3));
		g_ptr_array_add(all, one);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}
