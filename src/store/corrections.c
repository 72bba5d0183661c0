/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Corrections in and out. The id is the beginning of a digest of language and text, so that it
 * is the same whenever and wherever the text was given. */
#include "store/corrections.h"

#include <string.h>

#include "base/error.h"
#include "language/adjust.h"

void correction_free(struct correction *correction)
{
	if (correction == NULL)
		return;
	g_free(correction->text);
	g_free(correction->language);
	g_free(correction->original);
	g_free(correction);
}

/* 63 bits: both engines keep signed integers. */
static gint64 number_of(const char *text, const char *language)
{
	g_autofree char *all = g_strconcat(language, "\n", text, NULL);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof digest;

	g_checksum_update(sum, (const guchar *)all, -1);
	g_checksum_get_digest(sum, digest, &length);
	return (gint64)store_event_id(digest);
}

static void write_id(gint64 number, char id[CORRECTION_ID + 1])
{
	g_snprintf(id, CORRECTION_ID + 1, "c%016" G_GINT64_MODIFIER "x", (guint64)number);
}

static bool read_id(const char *id, gint64 *number)
{
	char *end;

	if (strlen(id) != CORRECTION_ID || id[0] != 'c' || !g_ascii_isxdigit(id[1]))
		return false;
	*number = (gint64)g_ascii_strtoull(id + 1, &end, 16);
	return *end == '\0';
}

/* ---- the model ---- */

static void forget_model(struct store *store)
{
	g_clear_pointer(&store->model, language_model_free);
}

static struct language_model *make_model(const GPtrArray *corrections)
{
	g_autofree struct labelled_text *texts = g_new(struct labelled_text, corrections->len);

	for (guint i = 0; i < corrections->len; i++) {
		const struct correction *correction = g_ptr_array_index(corrections, i);

		texts[i] = (struct labelled_text){correction->text, correction->language,
						  correction->label};
	}
	return language_model_adjusted(language_model_shipped(), texts, corrections->len);
}

const struct language_model *store_language_model(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) corrections = NULL;

	if (store->model != NULL)
		return store->model;
	corrections = store_corrections(store, error);
	if (corrections != NULL)
		store->model = make_model(corrections);
	return store->model;
}

/* ---- corrections ---- */

static bool find(struct store *store, gint64 number, enum stance *label, GError **error)
{
	static const char sql[] = "SELECT label FROM correction WHERE id = $1";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, number);
	step = db_step(statement, error);
	*label = step == DB_ROW ? (enum stance)db_column_int(statement, 0) : STANCE_COUNT;
	return step != DB_FAILED;
}

static bool has_room(struct store *store, GError **error)
{
	static const char sql[] = "SELECT count(*) FROM correction";
	struct db_statement *statement = db_prepare(store->db, sql);

	if (db_step(statement, error) != DB_ROW)
		return false;
	if (db_column_int(statement, 0) < CORRECTIONS_MOST)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
		    "the store keeps %u corrections at most; forget some", CORRECTIONS_MOST);
	return false;
}

static bool put(struct store *store, gint64 number, const struct correction *correction,
		GError **error)
{
	static const char sql[] =
		"INSERT INTO correction (id, text, language, original, label, said, at_ms)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (id) DO UPDATE SET original = excluded.original,"
		" label = excluded.label, said = excluded.said, at_ms = excluded.at_ms";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, number);
	db_bind_text(statement, 2, correction->text);
	db_bind_text(statement, 3, correction->language);
	db_bind_text(statement, 4, correction->original);
	db_bind_int(statement, 5, correction->label);
	db_bind_int(statement, 6, correction->said);
	db_bind_int(statement, 7, correction->at_ms);
	return db_run(statement, error);
}

bool store_correction_put(struct store *store, const struct correction *correction,
			  enum stance *before, char id[CORRECTION_ID + 1], GError **error)
{
	gint64 number = number_of(correction->text, correction->language);
	enum stance known;

	if (!find(store, number, &known, error) ||
	    (known == STANCE_COUNT && !has_room(store, error)) ||
	    !put(store, number, correction, error))
		return false;
	forget_model(store);
	write_id(number, id);
	*before = known;
	return true;
}

bool store_correction_forget(struct store *store, const char *id, bool *known, GError **error)
{
	static const char sql[] = "DELETE FROM correction WHERE id = $1";
	struct db_statement *statement;
	enum stance label = STANCE_COUNT;
	gint64 number;

	if (read_id(id, &number) && !find(store, number, &label, error))
		return false;
	if (label != STANCE_COUNT) {
		statement = db_prepare(store->db, sql);
		db_bind_int(statement, 1, number);
		if (!db_run(statement, error))
			return false;
		forget_model(store);
	}
	*known = label != STANCE_COUNT;
	return true;
}

static struct correction *read_row(struct db_statement *statement)
{
	struct correction *correction = g_new0(struct correction, 1);

	write_id(db_column_int(statement, 0), correction->id);
	correction->text = g_strdup(db_column_text(statement, 1));
	correction->language = g_strdup(db_column_text(statement, 2));
	correction->original = g_strdup(db_column_text(statement, 3));
	correction->label = (enum stance)db_column_int(statement, 4);
	correction->said = (enum stance)db_column_int(statement, 5);
	correction->at_ms = db_column_int(statement, 6);
	return correction;
}

GPtrArray *store_corrections(struct store *store, GError **error)
{
	static const char sql[] =
		"SELECT id, text, language, original, label, said, at_ms FROM correction"
		" WHERE label >= 0 AND label < $1 AND said >= 0 AND said < $1"
		" ORDER BY text, language";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)correction_free);
	enum db_step step;

	db_bind_int(statement, 1, STANCE_COUNT);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_row(statement));
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}
