/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A ticket exported again brings the same follow-ups again: equal texts are one. A row without
 * an instant of its own was written when the ticket ended. */
#include "store/own_words.h"

#include <string.h>

#include "text/own_text.h"

static const char *static_language(const char *language)
{
	if (g_strcmp0(language, "fr") == 0)
		return "fr";
	return g_strcmp0(language, "en") == 0 ? "en" : "";
}

static struct own_words *words_new(char *text, const char *language)
{
	struct own_words *words = g_new(struct own_words, 1);

	*words = (struct own_words){text, static_language(language)};
	return words;
}

void own_words_free(struct own_words *words)
{
	if (words == NULL)
		return;
	g_free(words->text);
	g_free(words);
}

struct own_words *own_words_of_message(struct store *store, gint64 relationship, guint64 event)
{
	static const char sql[] =
		"SELECT x.own_text, r.own_length, COALESCE(r.language, m.language)"
		" FROM message_text x"
		" JOIN message m ON m.relationship_id = x.relationship_id"
		" AND m.event_id = x.event_id"
		" LEFT JOIN reading r ON r.relationship_id = x.relationship_id"
		" AND r.event_id = x.event_id"
		" WHERE x.relationship_id = $1 AND x.event_id = $2";
	struct db_statement *statement = db_prepare(store->db, sql);
	const char *text;
	gsize length;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	if (db_step(statement, NULL) != DB_ROW)
		return NULL;
	text = db_column_text(statement, 0);
	length = strlen(text);
	if (!db_column_is_null(statement, 1))
		length = MIN((gsize)db_column_int(statement, 1), length);
	return words_new(g_strndup(text, length), db_column_text(statement, 2));
}

static bool is_known(const GPtrArray *all, const char *text)
{
	for (guint i = 0; i < all->len; i++)
		if (strcmp(((const struct own_words *)g_ptr_array_index(all, i))->text, text) ==
		    0)
			return true;
	return false;
}

GPtrArray *own_words_of_ticket(struct store *store, gint64 relationship, guint64 event,
			       gint64 until_ms, GError **error)
{
	static const char sql[] =
		"SELECT r.comments FROM ticket t"
		" JOIN ticket_row r ON r.relationship_id = t.relationship_id"
		" AND r.tool = t.tool AND r.ticket_key = t.ticket_key"
		" WHERE t.relationship_id = $1 AND t.event_id = $2 AND r.comments IS NOT NULL"
		" AND COALESCE(r.activity_ms, r.closed_ms, r.resolved_ms, r.opened_ms, $3)"
		" <= $3"
		" ORDER BY COALESCE(r.activity_ms, r.closed_ms, r.resolved_ms, r.opened_ms, $3)"
		", r.event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)own_words_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, until_ms);
	while ((step = db_step(statement, error)) == DB_ROW) {
		const char *text = db_column_text(statement, 0);
		if (!is_known(all, text))
			g_ptr_array_add(all,
					words_new(g_strdup(text), own_text_language(text)));
	}
	return step == DB_DONE ? g_steal_pointer(&all) : NULL;
}
