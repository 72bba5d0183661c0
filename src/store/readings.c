/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Readings in and out: a row a message, and the sentences of it that can be shown. */
#include "store/readings.h"

#include <math.h>
#include <string.h>

#include "language/cues.h"
#include "store/store-internal.h"

const char *const store_reading_languages[READING_LANGUAGES] = {"", "fr", "en"};

static gint64 millionths(double value)
{
	return (gint64)llround(value * MILLION);
}

static void read_text(struct db_statement *statement, struct stored_text *text)
{
	text->position = (guint32)db_column_int(statement, 0);
	text->event = (guint64)db_column_int(statement, 1);
	text->thread = (guint32)db_column_int(statement, 2);
	text->from_address = db_column_text(statement, 3);
	text->language = db_column_text(statement, 4);
	text->own_text = db_column_text(statement, 5);
	text->version = db_column_int(statement, 6);
	text->own_length = (gsize)db_column_int(statement, 7);
	text->read_language = db_column_text(statement, 8);
	text->read_parent = (guint64)db_column_int(statement, 9);
	text->read_parent_length = (gsize)db_column_int(statement, 10);
	text->parent = (guint64)db_column_int(statement, 11);
	text->parent_address = db_column_text(statement, 12);
	text->parent_text = db_column_text(statement, 13);
	text->side = (enum side)db_column_int(statement, 14);
	text->at_ms = db_column_int(statement, 15);
}

/* Runs a query of texts by position. */
static bool each_text(struct db_statement *statement, gint64 relationship, guint32 from,
		      guint most, bool (*each)(const struct stored_text *text, void *data),
		      void *data, guint32 *next, GError **error)
{
	struct stored_text text;
	guint32 after = from;
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, from);
	db_bind_int(statement, 3, most);
	while ((step = db_step(statement, error)) == DB_ROW) {
		read_text(statement, &text);
		after = text.position + 1;
		if (!each(&text, data))
			return false;
	}
	if (step == DB_FAILED)
		return false;
	*next = after;
	return true;
}

bool readings_each_text(struct store *store, gint64 relationship, guint32 from, guint most,
			bool (*each)(const struct stored_text *text, void *data), void *data,
			guint32 *next, GError **error)
{
	static const char sql[] =
		"SELECT t.position, t.event_id, t.thread, m.from_address, m.language,"
		" x.own_text, r.version, r.own_length, r.language, r.parent_event,"
		" r.parent_length, CASE WHEN y.own_text IS NULL THEN 0 ELSE p.event_id END,"
		" n.from_address, y.own_text, t.side, t.sent_ms"
		" FROM timeline_message t"
		" JOIN message m ON m.relationship_id = t.relationship_id"
		" AND m.event_id = t.event_id"
		" JOIN message_text x ON x.relationship_id = t.relationship_id"
		" AND x.event_id = t.event_id"
		" LEFT JOIN timeline_message p ON p.relationship_id = t.relationship_id"
		" AND p.position = t.parent AND p.asks <> 0 AND p.automatic = 0"
		" AND p.side <> 0 AND p.side <> t.side"
		" LEFT JOIN message n ON n.relationship_id = p.relationship_id"
		" AND n.event_id = p.event_id"
		" LEFT JOIN message_text y ON y.relationship_id = p.relationship_id"
		" AND y.event_id = p.event_id"
		" LEFT JOIN reading r ON r.relationship_id = t.relationship_id"
		" AND r.event_id = t.event_id"
		" WHERE t.relationship_id = $1 AND t.position >= $2 AND t.automatic = 0"
		" AND t.side <> 0 ORDER BY t.position LIMIT $3";

	return each_text(db_prepare(store->db, sql), relationship, from, most, each, data, next,
			 error);
}

bool readings_each_own_text(struct store *store, gint64 relationship, guint32 from, guint most,
			    bool (*each)(const struct stored_text *text, void *data),
			    void *data, guint32 *next, GError **error)
{
	static const char sql[] =
		"SELECT t.position, t.event_id, t.thread, m.from_address, m.language,"
		" x.own_text, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
		" t.side, t.sent_ms"
		" FROM timeline_message t"
		" JOIN message m ON m.relationship_id = t.relationship_id"
		" AND m.event_id = t.event_id"
		" JOIN message_text x ON x.relationship_id = t.relationship_id"
		" AND x.event_id = t.event_id"
		" WHERE t.relationship_id = $1 AND t.position >= $2 AND t.automatic = 0"
		" AND t.side <> 0 ORDER BY t.position LIMIT $3";

	return each_text(db_prepare(store->db, sql), relationship, from, most, each, data, next,
			 error);
}

bool readings_count(struct store *store, gint64 relationship, guint32 *positions,
		    GError **error)
{
	static const char sql[] =
		"SELECT count(*) FROM timeline_message WHERE relationship_id = $1";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	if (db_step(statement, error) != DB_ROW)
		return false;
	*positions = (guint32)db_column_int(statement, 0);
	return true;
}

static bool drop_sentences(struct store *store, gint64 relationship, guint64 event,
			   GError **error)
{
	static const char sql[] =
		"DELETE FROM reading_sentence WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	return db_run(statement, error);
}

static bool put_sentence(struct store *store, gint64 relationship, guint64 event,
			 enum stance stance, const struct notable_sentence *sentence,
			 GError **error)
{
	static const char sql[] =
		"INSERT INTO reading_sentence (relationship_id, event_id, stance, from_byte,"
		" to_byte, probability, category) VALUES ($1, $2, $3, $4, $5, $6, $7)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, stance);
	db_bind_int(statement, 4, (gint64)sentence->span.from);
	db_bind_int(statement, 5, (gint64)sentence->span.to);
	db_bind_int(statement, 6, millionths(sentence->probability));
	db_bind_text(statement, 7, sentence->category);
	return db_run(statement, error);
}

/* One number a class, with blanks between. Caller owns. */
static char *style_text(const struct message_reading *reading)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < STYLE_CLASSES; i++)
		g_string_append_printf(text, "%s%u", i > 0 ? " " : "", reading->style[i]);
	return g_string_free(text, FALSE);
}

static bool put_message(struct store *store, gint64 relationship, guint64 event, gint64 version,
			gsize own_length, const struct message_reading *reading, GError **error)
{
	static const char sql[] =
		"INSERT INTO reading (relationship_id, event_id, version, own_length, language,"
		" sentences, defensive, supportive, explanations, questions, ticks,"
		" parent_event, parent_length, asked, met, words, syllables, proposals,"
		" disputes, complaints, confirmations, formalities, style, activity)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
		" $16, $17, $18, $19, $20, $21, $22, $23, $24)"
		" ON CONFLICT (relationship_id, event_id) DO UPDATE SET"
		" version = excluded.version, own_length = excluded.own_length,"
		" language = excluded.language, sentences = excluded.sentences,"
		" defensive = excluded.defensive, supportive = excluded.supportive,"
		" explanations = excluded.explanations, questions = excluded.questions,"
		" ticks = excluded.ticks, parent_event = excluded.parent_event,"
		" parent_length = excluded.parent_length, asked = excluded.asked,"
		" met = excluded.met, words = excluded.words,"
		" syllables = excluded.syllables, proposals = excluded.proposals,"
		" disputes = excluded.disputes, complaints = excluded.complaints,"
		" confirmations = excluded.confirmations,"
		" formalities = excluded.formalities, style = excluded.style,"
		" activity = excluded.activity";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autofree char *style = style_text(reading);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, version);
	db_bind_int(statement, 4, (gint64)own_length);
	db_bind_text(statement, 5, reading->language);
	db_bind_int(statement, 6, reading->sentences);
	db_bind_int(statement, 7, millionths(reading->sum[STANCE_DEFENSIVE]));
	db_bind_int(statement, 8, millionths(reading->sum[STANCE_SUPPORTIVE]));
	db_bind_int(statement, 9, reading->explanations);
	db_bind_int(statement, 10, reading->questions);
	db_bind_int(statement, 11, reading->ticks);
	db_bind_int(statement, 12, (gint64)reading->answered.parent);
	db_bind_int(statement, 13, (gint64)reading->answered.length);
	db_bind_int(statement, 14, reading->answered.asked);
	db_bind_int(statement, 15, reading->answered.met);
	db_bind_int(statement, 16, reading->words);
	db_bind_int(statement, 17, reading->syllables);
	db_bind_int(statement, 18, MIN(reading->proposals, G_MAXUINT8));
	db_bind_int(statement, 19, MIN(reading->disputes, G_MAXUINT8));
	db_bind_int(statement, 20, MIN(reading->complaints, G_MAXUINT8));
	db_bind_int(statement, 21, MIN(reading->confirmations, G_MAXUINT8));
	db_bind_int(statement, 22, MIN(reading->formalities, G_MAXUINT8));
	db_bind_text(statement, 23, style);
	db_bind_int(statement, 24, reading->activity);
	return db_run(statement, error);
}

bool readings_put(struct store *store, gint64 relationship, guint64 event, gint64 version,
		  gsize own_length, const struct message_reading *reading, GError **error)
{
	if (!put_message(store, relationship, event, version, own_length, reading, error) ||
	    !drop_sentences(store, relationship, event, error))
		return false;
	for (enum stance stance = STANCE_NEUTRAL; stance < STANCE_COUNT; stance++)
		if (reading->notable[stance].span.to > 0 &&
		    !put_sentence(store, relationship, event, stance, &reading->notable[stance],
				  error))
			return false;
	return true;
}

static bool run_all(struct store *store, gint64 relationship, const char *const *all,
		    guint count, GError **error)
{
	for (guint i = 0; i < count; i++) {
		struct db_statement *statement = db_prepare(store->db, all[i]);
		db_bind_int(statement, 1, relationship);
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

static bool forget_absent(struct store *store, gint64 relationship, GError **error)
{
	static const char sentences[] =
		"DELETE FROM reading_sentence WHERE relationship_id = $1 AND event_id NOT IN"
		" (SELECT event_id FROM timeline_message WHERE relationship_id = $1)";
	static const char messages[] =
		"DELETE FROM reading WHERE relationship_id = $1 AND event_id NOT IN"
		" (SELECT event_id FROM timeline_message WHERE relationship_id = $1)";
	static const char *const all[] = {sentences, messages};

	return run_all(store, relationship, all, G_N_ELEMENTS(all), error);
}

bool readings_finish(struct store *store, gint64 relationship, gint64 version, GError **error)
{
	static const char sql[] =
		"INSERT INTO reading_pass (relationship_id, version) VALUES ($1, $2)"
		" ON CONFLICT (relationship_id) DO UPDATE SET version = excluded.version";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, version);
	return db_run(statement, error) && forget_absent(store, relationship, error);
}

static bool put_error(struct store *store, gint64 relationship, const char *language,
		      enum stance stance, const struct stance_error *known, GError **error)
{
	static const char sql[] =
		"INSERT INTO reading_error (relationship_id, language, stance, right_mean,"
		" wrong_mean, right_spread, wrong_spread, n_right, n_wrong)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
		" ON CONFLICT (relationship_id, language, stance) DO UPDATE SET"
		" right_mean = excluded.right_mean, wrong_mean = excluded.wrong_mean,"
		" right_spread = excluded.right_spread, wrong_spread = excluded.wrong_spread,"
		" n_right = excluded.n_right, n_wrong = excluded.n_wrong";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, language);
	db_bind_int(statement, 3, stance);
	db_bind_int(statement, 4, millionths(known->right));
	db_bind_int(statement, 5, millionths(known->wrong));
	db_bind_int(statement, 6, millionths(known->right_spread));
	db_bind_int(statement, 7, millionths(known->wrong_spread));
	db_bind_int(statement, 8, known->n_right);
	db_bind_int(statement, 9, known->n_wrong);
	return db_run(statement, error);
}

bool readings_put_errors(struct store *store, gint64 relationship,
			 const struct stance_scorer *scorer, GError **error)
{
	for (guint language = 0; language < READING_LANGUAGES; language++)
		for (enum stance stance = STANCE_DEFENSIVE; stance < STANCE_COUNT; stance++) {
			const char *name = store_reading_languages[language];
			struct stance_error known = scorer->error(scorer->model, stance, name);

			if (!put_error(store, relationship, name, stance, &known, error))
				return false;
		}
	return true;
}

bool readings_clear(struct store *store, gint64 relationship, GError **error)
{
	static const char sentences[] =
		"DELETE FROM reading_sentence WHERE relationship_id = $1";
	static const char messages[] = "DELETE FROM reading WHERE relationship_id = $1";
	static const char pass[] = "DELETE FROM reading_pass WHERE relationship_id = $1";
	static const char errors[] = "DELETE FROM reading_error WHERE relationship_id = $1";
	static const char *const all[] = {sentences, messages, pass, errors};

	return run_all(store, relationship, all, G_N_ELEMENTS(all), error);
}

gint64 readings_version(struct store *store, gint64 relationship)
{
	static const char sql[] = "SELECT version FROM reading_pass WHERE relationship_id = $1";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	return db_step(statement, NULL) == DB_ROW ? db_column_int(statement, 0) : 0;
}

/* ---- what can be shown ---- */

/* The name as the program has it; NULL for one that it does not know. */
static const char *category_named(const char *name)
{
	for (guint i = 0; name != NULL && i < n_cue_categories; i++)
		if (strcmp(cue_categories[i].name, name) == 0)
			return cue_categories[i].name;
	return NULL;
}

char *store_notable_sentence(struct store *store, gint64 relationship, guint64 event,
			     enum stance stance, const char **category)
{
	static const char sql[] =
		"SELECT x.own_text, s.from_byte, s.to_byte, s.category FROM reading_sentence s"
		" JOIN message_text x ON x.relationship_id = s.relationship_id"
		" AND x.event_id = s.event_id"
		" WHERE s.relationship_id = $1 AND s.event_id = $2 AND s.stance = $3";
	struct db_statement *statement = db_prepare(store->db, sql);
	const char *text;
	gsize length, from, to;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, stance);
	if (db_step(statement, NULL) != DB_ROW)
		return NULL;
	text = db_column_text(statement, 0);
	length = strlen(text);
	from = MIN((gsize)db_column_int(statement, 1), length);
	to = CLAMP((gsize)db_column_int(statement, 2), from, length);
	*category = category_named(db_column_text(statement, 3));
	return g_strndup(text + from, to - from);
}
