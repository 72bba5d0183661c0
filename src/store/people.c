/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Corrections of people are truth, kept beside the evidence and named by what they speak of, so
 * that neither a new import nor a rebuild loses one; addresses need not be known yet. Doubts
 * are derived. */
#include "store/people.h"

#include <string.h>

#include "base/clock.h"
#include "store/store-internal.h"

static const char *const tokens[PEOPLE_WORDS] = {
	[PEOPLE_SAME] = "same",       [PEOPLE_DIFFERENT] = "different",
	[PEOPLE_CLIENT] = "client",   [PEOPLE_PROVIDER] = "provider",
	[PEOPLE_NEITHER] = "neither",
};

const char *people_word_token(enum people_word word)
{
	return tokens[word];
}

void people_correction_free(struct people_correction *correction)
{
	if (correction == NULL)
		return;
	g_free(correction->first);
	g_free(correction->second);
	g_free(correction);
}

/* ---- corrections ---- */

static bool forget(struct store *store, gint64 relationship, const char *first,
		   const char *second, bool *known, GError **error)
{
	static const char sql[] = "DELETE FROM people_correction WHERE relationship_id = $1"
				  " AND first = $2 AND second = $3";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, first);
	db_bind_text(statement, 3, second);
	return db_put(statement, known, error);
}

static bool put(struct store *store, gint64 relationship, const char *first, const char *second,
		enum people_word says, GError **error)
{
	static const char sql[] =
		"INSERT INTO people_correction (relationship_id, first, second, says, at_ms)"
		" VALUES ($1, $2, $3, $4, $5)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, first);
	db_bind_text(statement, 3, second);
	db_bind_int(statement, 4, says);
	db_bind_int(statement, 5, clock_now_ms());
	return db_run(statement, error);
}

static bool replace(struct store *store, gint64 relationship, const char *first,
		    const char *second, enum people_word says, bool *known, GError **error)
{
	if (!db_begin(store->db, error))
		return false;
	if (forget(store, relationship, first, second, known, error) &&
	    (says == PEOPLE_FORGET || put(store, relationship, first, second, says, error)) &&
	    db_commit(store->db, error))
		return true;
	db_rollback(store->db);
	return false;
}

bool people_correct(struct store *store, gint64 relationship, const char *first,
		    const char *second, enum people_word says, bool *known, GError **error)
{
	const char *other = second != NULL ? second : "";
	bool ordered = second == NULL || strcmp(first, second) < 0;

	return replace(store, relationship, ordered ? first : other, ordered ? other : first,
		       says, known, error);
}

static struct people_correction *read_correction(struct db_statement *statement)
{
	struct people_correction *correction = g_new0(struct people_correction, 1);

	correction->first = g_strdup(db_column_text(statement, 0));
	correction->second = g_strdup(db_column_text(statement, 1));
	correction->says = (enum people_word)db_column_int(statement, 2);
	correction->at_ms = db_column_int(statement, 3);
	return correction;
}

GPtrArray *people_corrections(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT first, second, says, at_ms FROM people_correction"
				  " WHERE relationship_id = $1 AND says >= 0 AND says < $2"
				  " ORDER BY first, second";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)people_correction_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, PEOPLE_WORDS);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_correction(statement));
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

static char *side_lines(const GPtrArray *corrections)
{
	GString *lines = g_string_new(NULL);

	for (guint i = 0; i < corrections->len; i++) {
		const struct people_correction *one = g_ptr_array_index(corrections, i);
		if (one->says >= PEOPLE_CLIENT)
			g_string_append_printf(lines, "%s=%s\n", one->first, tokens[one->says]);
	}
	return g_string_free(lines, FALSE);
}

bool people_add_corrections(struct store *store, GPtrArray *relationships, GError **error)
{
	for (guint i = 0; i < relationships->len; i++) {
		struct relationship *one = g_ptr_array_index(relationships, i);
		g_autoptr(GPtrArray) corrections = people_corrections(store, one->id, error);
		if (corrections == NULL)
			return false;
		g_free(one->corrections);
		one->corrections = side_lines(corrections);
	}
	return true;
}

/* ---- doubts ---- */

static bool put_doubt(struct store *store, gint64 relationship, guint number,
		      const struct doubt *doubt, GError **error)
{
	static const char sql[] =
		"INSERT INTO people_doubt (relationship_id, number, kind, first, second, side,"
		" n, of_n, from_ms, to_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, number);
	db_bind_int(statement, 3, doubt->kind);
	db_bind_text(statement, 4, doubt->first);
	db_bind_text(statement, 5, doubt->second);
	db_bind_int(statement, 6, doubt->side);
	db_bind_int(statement, 7, doubt->n);
	db_bind_int(statement, 8, doubt->of);
	store_bind_instant(statement, 9, doubt->from_ms);
	store_bind_instant(statement, 10, doubt->to_ms);
	return db_run(statement, error);
}

bool people_put_doubts(struct store *store, gint64 relationship, const GPtrArray *doubts,
		       GError **error)
{
	for (guint i = 0; i < doubts->len; i++)
		if (!put_doubt(store, relationship, i, g_ptr_array_index(doubts, i), error))
			return false;
	return true;
}

static struct doubt *read_doubt(struct db_statement *statement)
{
	struct doubt *doubt = g_new0(struct doubt, 1);

	doubt->kind = (enum doubt_kind)db_column_int(statement, 0);
	doubt->first = g_strdup(db_column_text(statement, 1));
	doubt->second = g_strdup(db_column_text(statement, 2));
	doubt->side = (enum side)db_column_int(statement, 3);
	doubt->n = (guint)db_column_int(statement, 4);
	doubt->of = (guint)db_column_int(statement, 5);
	doubt->from_ms = store_column_instant(statement, 6);
	doubt->to_ms = store_column_instant(statement, 7);
	return doubt;
}

GPtrArray *people_doubts(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] =
		"SELECT kind, first, second, side, n, of_n, from_ms, to_ms FROM people_doubt"
		" WHERE relationship_id = $1 AND kind >= 0 AND kind < $2 ORDER BY number";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)doubt_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, DOUBT_COUNT);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_doubt(statement));
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

char *people_name(struct store *store, gint64 relationship, const char *address)
{
	static const char sql[] =
		"SELECT name FROM identity WHERE relationship_id = $1 AND address = $2";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, address);
	return db_step(statement, NULL) == DB_ROW ? g_strdup(db_column_text(statement, 0))
						  : NULL;
}
