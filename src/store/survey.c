/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questionnaire, in and out. Answers that name an item or a part which this program does
 * not know are left out when they are read: a newer one may have asked more. */
#include "store/survey.h"

#include <string.h>

#include "base/error.h"
#include "store/store-internal.h"

static bool too_many(const char *what, guint most, GError **error)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE, "%s: %u at most", what, most);
	return false;
}

/* One number of a query on a relationship and one id more. */
static bool count_of(struct store *store, const char *sql, gint64 relationship, guint64 id,
		     gint64 *n, GError **error)
{
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)id);
	if (db_step(statement, error) != DB_ROW)
		return false;
	*n = db_column_int(statement, 0);
	return true;
}

/* ---- rounds ---- */

static bool round_room(struct store *store, gint64 relationship, guint64 round, bool *known,
		       GError **error)
{
	static const char same[] = "SELECT count(*) FROM survey_round"
				   " WHERE relationship_id = $1 AND event_id = $2";
	static const char others[] = "SELECT count(*) FROM survey_round"
				     " WHERE relationship_id = $1 AND event_id <> $2";
	gint64 n;

	if (!count_of(store, same, relationship, round, &n, error))
		return false;
	*known = n > 0;
	if (!count_of(store, others, relationship, round, &n, error))
		return false;
	return n < SURVEY_ROUNDS_MOST ||
	       too_many("rounds of a relationship", SURVEY_ROUNDS_MOST, error);
}

enum store_put store_survey_round_put(struct store *store, gint64 relationship,
				      const struct survey_round *round,
				      const guint8 salt[SURVEY_SALT_SIZE], GError **error)
{
	static const char sql[] =
		"INSERT INTO survey_round (relationship_id, event_id, name, opens, ends, salt)"
		" VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (relationship_id, event_id) DO UPDATE SET name = excluded.name,"
		" opens = excluded.opens, ends = excluded.ends";
	struct db_statement *statement;
	bool known;

	if (!round_room(store, relationship, round->event, &known, error))
		return STORE_PUT_FAILED;
	statement = db_prepare(store->db, sql);
	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)round->event);
	db_bind_text(statement, 3, round->name);
	db_bind_int(statement, 4, round->opens);
	db_bind_int(statement, 5, round->ends);
	db_bind_blob(statement, 6, salt, SURVEY_SALT_SIZE);
	if (!db_run(statement, error))
		return STORE_PUT_FAILED;
	return known ? STORE_PUT_KNOWN : STORE_PUT_NEW;
}

bool store_survey_round_close(struct store *store, gint64 relationship, guint64 round,
			      gint32 day, GError **error)
{
	static const char sql[] = "UPDATE survey_round SET closed = $3, salt = NULL"
				  " WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)round);
	db_bind_int(statement, 3, day);
	return db_run(statement, error);
}

GPtrArray *store_survey_rounds(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] = "SELECT event_id, name, opens, ends, closed FROM survey_round"
				  " WHERE relationship_id = $1 ORDER BY ends, event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)survey_round_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct survey_round *round = g_new0(struct survey_round, 1);
		round->event = (guint64)db_column_int(statement, 0);
		round->name = g_strdup(db_column_text(statement, 1));
		round->opens = (gint32)db_column_int(statement, 2);
		round->ends = (gint32)db_column_int(statement, 3);
		round->closed = db_column_is_null(statement, 4)
					? SURVEY_NO_DAY
					: (gint32)db_column_int(statement, 4);
		g_ptr_array_add(all, round);
	}
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}

bool store_survey_salt(struct store *store, gint64 relationship, guint64 round,
		       guint8 salt[SURVEY_SALT_SIZE], bool *known, GError **error)
{
	static const char sql[] = "SELECT salt FROM survey_round"
				  " WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, sql);
	const guint8 *bytes = NULL;
	gsize length = 0;
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)round);
	step = db_step(statement, error);
	if (step == DB_FAILED)
		return false;
	if (step == DB_ROW && !db_column_is_null(statement, 0))
		bytes = db_column_blob(statement, 0, &length);
	*known = bytes != NULL && length == SURVEY_SALT_SIZE;
	if (*known)
		memcpy(salt, bytes, SURVEY_SALT_SIZE);
	return true;
}

/* ---- links ---- */

bool store_survey_link_put(struct store *store, gint64 relationship,
			   const struct survey_link *link, const guint8 digest[DIGEST_SIZE],
			   GError **error)
{
	static const char sql[] =
		"INSERT INTO survey_link (relationship_id, link_id, round_id, token_digest,"
		" side, role, expires, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)link->id);
	db_bind_int(statement, 3, (gint64)link->round);
	db_bind_blob(statement, 4, digest, DIGEST_SIZE);
	db_bind_int(statement, 5, link->side);
	db_bind_int(statement, 6, link->role);
	db_bind_int(statement, 7, link->expires);
	db_bind_int(statement, 8, link->state);
	return db_run(statement, error);
}

#define LINK_COLUMNS "link_id, round_id, side, role, expires, state"

static void read_link(struct db_statement *statement, struct survey_link *link)
{
	*link = (struct survey_link){
		.id = (guint64)db_column_int(statement, 0),
		.round = (guint64)db_column_int(statement, 1),
		.side = (enum side)db_column_int(statement, 2),
		.role = (enum survey_role)db_column_int(statement, 3),
		.expires = (gint32)db_column_int(statement, 4),
		.state = (enum survey_link_state)db_column_int(statement, 5),
	};
}

GArray *store_survey_links(struct store *store, gint64 relationship, guint64 round,
			   GError **error)
{
	static const char sql[] = "SELECT " LINK_COLUMNS " FROM survey_link"
				  " WHERE relationship_id = $1 AND round_id = $2"
				  " ORDER BY side, role, link_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct survey_link));
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)round);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct survey_link link;
		read_link(statement, &link);
		g_array_append_val(all, link);
	}
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}

bool store_survey_link_of(struct store *store, const guint8 digest[DIGEST_SIZE],
			  gint64 *relationship, struct survey_link *link, bool *known,
			  GError **error)
{
	static const char sql[] = "SELECT " LINK_COLUMNS ", relationship_id FROM survey_link"
				  " WHERE token_digest = $1";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_blob(statement, 1, digest, DIGEST_SIZE);
	step = db_step(statement, error);
	if (step == DB_FAILED)
		return false;
	*known = step == DB_ROW;
	if (*known) {
		read_link(statement, link);
		*relationship = db_column_int(statement, 6);
	}
	return true;
}

bool store_survey_link_move(struct store *store, gint64 relationship, guint64 link,
			    enum survey_link_state to, bool *moved, GError **error)
{
	static const char sql[] = "UPDATE survey_link SET state = $3"
				  " WHERE relationship_id = $1 AND link_id = $2 AND state = $4";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)link);
	db_bind_int(statement, 3, to);
	db_bind_int(statement, 4, SURVEY_LINK_OPEN);
	return db_put(statement, moved, error);
}

/* ---- answers ---- */

static bool sheet_put(struct store *store, gint64 relationship,
		      const struct survey_sheet_key *key, GError **error)
{
	static const char many[] = "SELECT count(*) FROM survey_sheet"
				   " WHERE relationship_id = $1 AND round_id = $2";
	static const char sql[] =
		"INSERT INTO survey_sheet (relationship_id, round_id, sheet_id, side, role)"
		" VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (relationship_id, round_id, sheet_id) DO NOTHING";
	struct db_statement *statement = db_prepare(store->db, sql);
	bool wrote = false;
	gint64 n = 0;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)key->round);
	db_bind_int(statement, 3, (gint64)key->sheet);
	db_bind_int(statement, 4, key->side);
	db_bind_int(statement, 5, key->role);
	if (!db_put(statement, &wrote, error))
		return false;
	if (!wrote)
		return true;
	return count_of(store, many, relationship, key->round, &n, error) &&
	       (n <= SURVEY_SHEETS_MOST ||
		too_many("respondents of a round", SURVEY_SHEETS_MOST, error));
}

static void bind_answer(struct db_statement *statement, gint64 relationship,
			const struct survey_sheet_key *key, const struct survey_answer *answer)
{
	guint n;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)key->round);
	db_bind_int(statement, 3, (gint64)key->sheet);
	db_bind_text(statement, 4, survey_items(&n)[answer->item].id);
	db_bind_text(statement, 5, survey_part_token(answer->part));
}

enum store_put store_survey_answer_put(struct store *store, gint64 relationship,
				       const struct survey_sheet_key *key,
				       const struct survey_answer *answer, GError **error)
{
	static const char known[] = "SELECT 1 FROM survey_answer WHERE relationship_id = $1"
				    " AND round_id = $2 AND sheet_id = $3 AND item = $4"
				    " AND part = $5";
	static const char sql[] =
		"INSERT INTO survey_answer (relationship_id, round_id, sheet_id, item, part,"
		" value) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (relationship_id, round_id, sheet_id, item, part)"
		" DO UPDATE SET value = excluded.value";
	struct db_statement *statement;
	enum db_step step;

	if (!sheet_put(store, relationship, key, error))
		return STORE_PUT_FAILED;
	statement = db_prepare(store->db, known);
	bind_answer(statement, relationship, key, answer);
	step = db_step(statement, error);
	if (step == DB_FAILED)
		return STORE_PUT_FAILED;
	statement = db_prepare(store->db, sql);
	bind_answer(statement, relationship, key, answer);
	db_bind_int(statement, 6, answer->value);
	if (!db_run(statement, error))
		return STORE_PUT_FAILED;
	return step == DB_ROW ? STORE_PUT_KNOWN : STORE_PUT_NEW;
}

enum store_put store_survey_words_put(struct store *store, gint64 relationship, guint64 round,
				      guint64 id, enum side side,
				      const struct survey_answer *answer, GError **error)
{
	static const char sql[] =
		"INSERT INTO survey_words (relationship_id, round_id, words_id, side, item,"
		" words) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (relationship_id, round_id, words_id) DO NOTHING";
	struct db_statement *statement = db_prepare(store->db, sql);
	bool wrote;
	guint n;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)round);
	db_bind_int(statement, 3, (gint64)id);
	db_bind_int(statement, 4, side);
	db_bind_text(statement, 5, survey_items(&n)[answer->item].id);
	db_bind_text(statement, 6, answer->words);
	if (!db_put(statement, &wrote, error))
		return STORE_PUT_FAILED;
	return wrote ? STORE_PUT_NEW : STORE_PUT_KNOWN;
}

static void read_value(struct db_statement *statement, struct survey_sheet *sheet)
{
	guint n, at, item;
	const struct survey_item *items = survey_items(&n);

	if (db_column_is_null(statement, 3))
		return;
	item = survey_item_of(db_column_text(statement, 3));
	if (item == SURVEY_ITEMS_MOST)
		return;
	at = survey_place_of(&items[item], survey_part_of(db_column_text(statement, 4)));
	if (at < SURVEY_PARTS_MOST)
		sheet->values[item][at] = (gint8)db_column_int(statement, 5);
}

GPtrArray *store_survey_sheets(struct store *store, gint64 relationship, guint64 round,
			       GError **error)
{
	static const char sql[] =
		"SELECT s.sheet_id, s.side, s.role, a.item, a.part, a.value FROM survey_sheet s"
		" LEFT JOIN survey_answer a ON a.relationship_id = s.relationship_id"
		" AND a.round_id = s.round_id AND a.sheet_id = s.sheet_id"
		" WHERE s.relationship_id = $1 AND s.round_id = $2 ORDER BY s.sheet_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	struct survey_sheet *sheet = NULL;
	gint64 last = 0;
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)round);
	while ((step = db_step(statement, error)) == DB_ROW) {
		if (sheet == NULL || db_column_int(statement, 0) != last) {
			sheet = g_new0(struct survey_sheet, 1);
			last = db_column_int(statement, 0);
			sheet->side = (enum side)db_column_int(statement, 1);
			sheet->role = (enum survey_role)db_column_int(statement, 2);
			g_ptr_array_add(all, sheet);
		}
		read_value(statement, sheet);
	}
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}

void survey_said_free(struct survey_said *said)
{
	if (said == NULL)
		return;
	g_free(said->words);
	g_free(said);
}

GPtrArray *store_survey_words(struct store *store, gint64 relationship, guint64 round,
			      GError **error)
{
	static const char sql[] = "SELECT side, item, words FROM survey_words"
				  " WHERE relationship_id = $1 AND round_id = $2"
				  " ORDER BY side, item, words, words_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)survey_said_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)round);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct survey_said *said;
		guint item = survey_item_of(db_column_text(statement, 1));
		if (item == SURVEY_ITEMS_MOST)
			continue;
		said = g_new0(struct survey_said, 1);
		said->side = (enum side)db_column_int(statement, 0);
		said->item = item;
		said->words = g_strdup(db_column_text(statement, 2));
		g_ptr_array_add(all, said);
	}
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}
