/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Putting evidence in, once: an id taken from the digest makes the second import of the same
 * bytes a no-operation. Each place where it stands is a row of its own. */
#include "store/store.h"

#include <string.h>

#include "base/error.h"
#include "store/store-internal.h"
#include "text/own_text.h"

guint64 store_event_id(const guint8 digest[DIGEST_SIZE])
{
	guint64 id = 0;

	for (int i = 0; i < 8; i++)
		id = id << 8 | digest[i];
	return id & G_MAXINT64;
}

static bool put_place(struct store *store, gint64 relationship, guint64 event,
		      const struct store_origin *origin, const struct place *place,
		      GError **error)
{
	static const char sql[] =
		"INSERT INTO place"
		" (relationship_id, event_id, source_id, file, byte_offset, byte_length, line)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (relationship_id, event_id, source_id, file, byte_offset)"
		" DO NOTHING";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, origin->source);
	db_bind_text(statement, 4, origin->file);
	db_bind_int(statement, 5, (gint64)place->offset);
	db_bind_int(statement, 6, (gint64)place->length);
	db_bind_int(statement, 7, place->line);
	return db_run(statement, error);
}

/* Two digests that share 63 bits would be one event: refuse the second rather than mistake it.
 */
static bool same_digest(struct store *store, const char *sql, gint64 relationship,
			guint64 event, const guint8 *digest, GError **error)
{
	struct db_statement *statement = db_prepare(store->db, sql);
	const void *stored;
	gsize length;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	if (db_step(statement, error) != DB_ROW)
		return false;
	stored = db_column_blob(statement, 0, &length);
	if (length == DIGEST_SIZE && memcmp(stored, digest, DIGEST_SIZE) == 0)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "another piece of evidence has the same short digest");
	return false;
}

enum store_put store_finish_put(struct store *store, struct db_statement *insert,
				const char *digest_sql, gint64 relationship,
				const struct store_origin *origin, const guint8 *digest,
				const struct place *place, GError **error)
{
	guint64 event = store_event_id(digest);
	bool wrote;

	if (!db_put(insert, &wrote, error))
		return STORE_PUT_FAILED;
	if (!wrote && !same_digest(store, digest_sql, relationship, event, digest, error))
		return STORE_PUT_FAILED;
	if (!put_place(store, relationship, event, origin, place, error))
		return STORE_PUT_FAILED;
	return wrote ? STORE_PUT_NEW : STORE_PUT_KNOWN;
}

static char *join_lines(const GPtrArray *lines)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; lines != NULL && i < lines->len; i++) {
		if (i > 0)
			g_string_append_c(text, '\n');
		g_string_append(text, g_ptr_array_index(lines, i));
	}
	return text->len == 0 ? NULL : g_strdup(text->str);
}

static void append_without_breaks(GString *text, const char *word)
{
	for (; word != NULL && *word != '\0'; word++)
		g_string_append_c(text, *word == '\t' || *word == '\n' ? ' ' : *word);
}

static char *join_recipients(const struct message_record *message)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < message->n_to; i++) {
		if (i > 0)
			g_string_append_c(text, '\n');
		append_without_breaks(text, message->to[i].address);
		g_string_append_c(text, '\t');
		append_without_breaks(text, message->to[i].name);
	}
	return text->len == 0 ? NULL : g_strdup(text->str);
}

static void bind_message(struct db_statement *statement, gint64 relationship,
			 const struct message_record *message)
{
	g_autofree char *references = join_lines(message->references);
	g_autofree char *recipients = join_recipients(message);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)store_event_id(message->digest));
	db_bind_blob(statement, 3, message->digest, DIGEST_SIZE);
	db_bind_text(statement, 4, message->message_id);
	db_bind_text(statement, 5, message->in_reply_to);
	db_bind_text(statement, 6, references);
	db_bind_text(statement, 7, message->subject);
	store_bind_instant(statement, 8, message->date_ms);
	db_bind_int(statement, 9, message->offset_minutes);
	db_bind_int(statement, 10, message->quality);
	db_bind_int(statement, 11, message->automatic);
	db_bind_int(statement, 12, message->asks);
	db_bind_text(statement, 13, message->from.address);
	db_bind_text(statement, 14, message->from.name);
	db_bind_text(statement, 15, recipients);
	db_bind_int(statement, 16, message->n_cc);
	db_bind_text(statement, 17, message->list_id);
	db_bind_int(statement, 18, message->quoted_length);
	db_bind_int(statement, 19, message->attachments);
	db_bind_text(statement, 20, message->language);
	db_bind_int(statement, 21,
		    message->own_text != NULL ? own_text_novelty(message->own_text) : 0);
	db_bind_int(statement, 22, message->channel);
	db_bind_text(statement, 23, message->conversation);
}

static bool put_text(struct store *store, gint64 relationship,
		     const struct message_record *message, GError **error)
{
	static const char sql[] =
		"INSERT INTO message_text (relationship_id, event_id, own_text)"
		" VALUES ($1, $2, $3)"
		" ON CONFLICT (relationship_id, event_id) DO NOTHING";
	struct db_statement *statement = db_prepare(store->db, sql);

	if (message->own_text == NULL)
		return true;
	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)store_event_id(message->digest));
	db_bind_text(statement, 3, message->own_text);
	return db_run(statement, error);
}

enum store_put store_message_put(struct store *store, gint64 relationship,
				 const struct store_origin *origin,
				 const struct message_record *message, GError **error)
{
	static const char insert[] =
		"INSERT INTO message (relationship_id, event_id, digest, message_id, "
		"in_reply_to,"
		" reference_ids, subject, sent_ms, utc_offset, quality, automatic, asks,"
		" from_address, from_name, recipients, n_copied, list_id, quoted_length,"
		" attachments, language, novelty, channel, conversation)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
		"$16,"
		" $17, $18, $19, $20, $21, $22, $23)"
		" ON CONFLICT (relationship_id, event_id) DO NOTHING";
	static const char digest[] =
		"SELECT digest FROM message WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, insert);
	enum store_put put;

	bind_message(statement, relationship, message);
	put = store_finish_put(store, statement, digest, relationship, origin, message->digest,
			       &message->place, error);
	if (put == STORE_PUT_NEW && !put_text(store, relationship, message, error))
		return STORE_PUT_FAILED;
	return put;
}

static void bind_ticket_row(struct db_statement *statement, gint64 relationship,
			    const struct ticket_record *ticket)
{
	const char *const texts[] = {ticket->tool, ticket->key, ticket->title,
				     ticket->description, ticket->status};
	const char *const more[] = {ticket->priority, ticket->category, ticket->requester,
				    ticket->assignee, ticket->group,    ticket->organisation,
				    ticket->activity};
	const gint64 instants[] = {ticket->opened_ms, ticket->first_response_ms,
				   ticket->resolved_ms, ticket->closed_ms, ticket->due_ms};

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)store_event_id(ticket->digest));
	db_bind_blob(statement, 3, ticket->digest, DIGEST_SIZE);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		db_bind_text(statement, 4 + (int)i, texts[i]);
	db_bind_int(statement, 9, ticket->state);
	for (guint i = 0; i < G_N_ELEMENTS(more); i++)
		db_bind_text(statement, 10 + (int)i, more[i]);
	store_bind_instant(statement, 17, ticket->activity_ms);
	db_bind_text(statement, 18, ticket->activity_actor);
	for (guint i = 0; i < G_N_ELEMENTS(instants); i++)
		store_bind_instant(statement, 19 + (int)i, instants[i]);
	db_bind_int(statement, 24, ticket->reopened);
	db_bind_int(statement, 25, ticket->reassigned);
	db_bind_int(statement, 26, ticket->sla_met);
	db_bind_text(statement, 27, ticket->comments);
}

enum store_put store_ticket_row_put(struct store *store, gint64 relationship,
				    const struct store_origin *origin,
				    const struct ticket_record *ticket, GError **error)
{
	static const char insert[] =
		"INSERT INTO ticket_row (relationship_id, event_id, digest, tool, ticket_key,"
		" title, description, status, state, priority, category, requester, assignee,"
		" team, organisation, activity, activity_ms, activity_actor, opened_ms,"
		" first_response_ms, resolved_ms, closed_ms, due_ms, reopened, reassigned,"
		" sla_met, comments)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
		"$16,"
		" $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)"
		" ON CONFLICT (relationship_id, event_id) DO NOTHING";
	static const char digest[] =
		"SELECT digest FROM ticket_row WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, insert);

	bind_ticket_row(statement, relationship, ticket);
	return store_finish_put(store, statement, digest, relationship, origin, ticket->digest,
				&ticket->place, error);
}

enum store_put store_fact_put(struct store *store, gint64 relationship,
			      const struct store_origin *origin, const struct fact_record *fact,
			      GError **error)
{
	static const char insert[] =
		"INSERT INTO fact (relationship_id, event_id, digest, day, fact, value)"
		" VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (relationship_id, event_id) DO NOTHING";
	static const char digest[] =
		"SELECT digest FROM fact WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, insert);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)store_event_id(fact->digest));
	db_bind_blob(statement, 3, fact->digest, DIGEST_SIZE);
	db_bind_int(statement, 4, fact->day);
	db_bind_text(statement, 5, fact->fact);
	db_bind_text(statement, 6, fact->value);
	return store_finish_put(store, statement, digest, relationship, origin, fact->digest,
				&fact->place, error);
}

static void append_address(GString *text, const struct mail_address *who)
{
	append_without_breaks(text, who->address);
	g_string_append_c(text, '\t');
	append_without_breaks(text, who->name);
}

static char *join_people(const struct meeting_record *meeting)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < meeting->n_people; i++) {
		if (i > 0)
			g_string_append_c(text, '\n');
		g_string_append_printf(text, "%d\t", meeting->people[i].participation);
		append_address(text, &meeting->people[i].who);
	}
	return text->len == 0 ? NULL : g_strdup(text->str);
}

static void bind_meeting(struct db_statement *statement, gint64 relationship,
			 const struct meeting_record *meeting)
{
	g_autofree char *people = join_people(meeting);
	const gint64 instants[] = {meeting->instance_ms, meeting->start_ms, meeting->end_ms,
				   meeting->revised_ms};
	const gint64 numbers[] = {meeting->sequence,  meeting->day_only, meeting->recurring,
				  meeting->exception, meeting->onwards,  meeting->cancelled,
				  meeting->planned,   meeting->answer};
	const char *const texts[] = {meeting->title, meeting->organiser.address,
				     meeting->organiser.name, people, meeting->text};

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)store_event_id(meeting->digest));
	db_bind_blob(statement, 3, meeting->digest, DIGEST_SIZE);
	db_bind_text(statement, 4, meeting->uid);
	for (guint i = 0; i < G_N_ELEMENTS(instants); i++)
		store_bind_instant(statement, 5 + (int)i, instants[i]);
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		db_bind_int(statement, 9 + (int)i, numbers[i]);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		db_bind_text(statement, 17 + (int)i, texts[i]);
}

enum store_put store_meeting_put(struct store *store, gint64 relationship,
				 const struct store_origin *origin,
				 const struct meeting_record *meeting, GError **error)
{
	static const char insert[] =
		"INSERT INTO meeting (relationship_id, event_id, digest, uid, instance_ms,"
		" start_ms, end_ms, revised_ms, sequence, day_only, recurring, exception,"
		" onwards, cancelled, planned, answer, title, organiser_address,"
		" organiser_name, people, own_text)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
		"$16,"
		" $17, $18, $19, $20, $21)"
		" ON CONFLICT (relationship_id, event_id) DO NOTHING";
	static const char digest[] =
		"SELECT digest FROM meeting WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, insert);

	bind_meeting(statement, relationship, meeting);
	return store_finish_put(store, statement, digest, relationship, origin, meeting->digest,
				&meeting->place, error);
}

bool store_any_ticket(struct store *store, gint64 relationship, bool *any, GError **error)
{
	static const char sql[] = "SELECT 1 FROM ticket_row WHERE relationship_id = $1 LIMIT 1";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	step = db_step(statement, error);
	if (step == DB_FAILED)
		return false;
	*any = step == DB_ROW;
	return true;
}

bool store_ticket_known(struct store *store, gint64 relationship, const char *tool,
			const char *key, bool *known, GError **error)
{
	static const char sql[] = "SELECT 1 FROM ticket_row WHERE relationship_id = $1"
				  " AND tool = $2 AND ticket_key = $3 LIMIT 1";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, tool);
	db_bind_text(statement, 3, key);
	step = db_step(statement, error);
	if (step == DB_FAILED)
		return false;
	*known = step == DB_ROW;
	return true;
}

static char *one_text(struct store *store, const char *sql, gint64 relationship, guint64 event)
{
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	return db_step(statement, NULL) == DB_ROW ? g_strdup(db_column_text(statement, 0))
						  : NULL;
}

/* Where the words and the places of a kind of event are found. */
struct event_queries {
	const char *text, *places;
};

#define PLACE_COLUMNS "SELECT s.path, p.file, p.byte_offset, p.byte_length, p.line FROM "
#define PLACE_SOURCE                                                                           \
	" JOIN source s ON s.relationship_id = p.relationship_id"                              \
	" AND s.source_id = p.source_id"
#define PLACE_ORDER " ORDER BY s.path, s.source_id, p.file, p.byte_offset, p.event_id"
#define PLACES_OF_EVENT                                                                        \
	PLACE_COLUMNS "place p" PLACE_SOURCE                                                   \
		      " WHERE p.relationship_id = $1 AND p.event_id = $2" PLACE_ORDER

static struct event_queries queries_for(enum event_kind kind)
{
	static const struct event_queries queries[EVENT_KINDS] = {
		[EVENT_MESSAGE] = {"SELECT own_text FROM message_text"
				   " WHERE relationship_id = $1 AND event_id = $2",
				   PLACES_OF_EVENT},
		[EVENT_TICKET] =
			{"SELECT title FROM ticket"
			 " WHERE relationship_id = $1 AND event_id = $2",
			 PLACE_COLUMNS
			 "ticket t"
			 " JOIN ticket_row r ON r.relationship_id = t.relationship_id"
			 " AND r.tool = t.tool AND r.ticket_key = t.ticket_key"
			 " JOIN place p ON p.relationship_id = r.relationship_id"
			 " AND p.event_id = r.event_id" PLACE_SOURCE
			 " WHERE t.relationship_id = $1 AND t.event_id = $2" PLACE_ORDER},
		[EVENT_MEETING] = {"SELECT title FROM meeting"
				   " WHERE relationship_id = $1 AND event_id = $2",
				   PLACES_OF_EVENT},
		[EVENT_DOCUMENT] = {"SELECT title FROM document"
				    " WHERE relationship_id = $1 AND event_id = $2",
				    PLACES_OF_EVENT},
		[EVENT_CONTRACT] =
			{"SELECT COALESCE(object, reference, provider, '') FROM contract"
			 " WHERE relationship_id = $1 AND event_id = $2",
			 PLACES_OF_EVENT},
		[EVENT_FACT] = {"SELECT fact || ': ' || COALESCE(value, '') FROM fact"
				" WHERE relationship_id = $1 AND event_id = $2",
				PLACES_OF_EVENT},
		/* What is new in it or, where nothing is, what came back; where both stand. */
		[EVENT_REPORT] =
			{"SELECT COALESCE(shows, series) FROM periodic_report"
			 " WHERE relationship_id = $1 AND event_id = $2",
			 PLACE_COLUMNS
			 "periodic_report r"
			 " JOIN place p ON p.relationship_id = r.relationship_id"
			 " AND p.event_id IN (r.event_id, r.previous_event)" PLACE_SOURCE
			 " WHERE r.relationship_id = $1 AND r.event_id = $2" PLACE_ORDER},
		/* What the user typed in or keeps in a table stands in no bytes. */
		[EVENT_LEDGER] = {"SELECT words FROM ledger_item"
				  " WHERE relationship_id = $1 AND event_id = $2",
				  PLACES_OF_EVENT},
		[EVENT_ACTION] = {"SELECT words FROM action"
				  " WHERE relationship_id = $1 AND event_id = $2",
				  PLACES_OF_EVENT},
		[EVENT_ANSWER] = {"SELECT name FROM survey_round"
				  " WHERE relationship_id = $1 AND event_id = $2",
				  PLACES_OF_EVENT},
	};

	return queries[kind];
}

char *store_event_text(struct store *store, gint64 relationship, enum event_kind kind,
		       guint64 event)
{
	return one_text(store, queries_for(kind).text, relationship, event);
}

char *store_message_subject(struct store *store, gint64 relationship, guint64 event)
{
	static const char sql[] = "SELECT subject FROM message"
				  " WHERE relationship_id = $1 AND event_id = $2";

	return one_text(store, sql, relationship, event);
}

static void place_free(gpointer data)
{
	struct event_place *place = data;

	g_free(place->path);
	g_free(place);
}

GPtrArray *store_event_places(struct store *store, gint64 relationship, enum event_kind kind,
			      guint64 event, GError **error)
{
	struct db_statement *statement = db_prepare(store->db, queries_for(kind).places);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(place_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct event_place *one = g_new0(struct event_place, 1);
		one->path = store_path_within(db_column_text(statement, 0),
					      db_column_text(statement, 1));
		one->offset = (guint64)db_column_int(statement, 2);
		one->length = (guint64)db_column_int(statement, 3);
		one->line = (guint32)db_column_int(statement, 4);
		g_ptr_array_add(all, one);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

static bool add_words(struct store *store, gint64 relationship, const char *sql,
		      GPtrArray *words, GError **error)
{
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW)
		if (!db_column_is_null(statement, 0))
			g_ptr_array_add(words, g_strdup(db_column_text(statement, 0)));
	return step == DB_DONE;
}

/* Addresses and names of those who were invited to meetings. */
static bool add_people(struct store *store, gint64 relationship, GPtrArray *words,
		       GError **error)
{
	static const char sql[] =
		"SELECT DISTINCT people FROM meeting WHERE relationship_id = $1"
		" AND people IS NOT NULL";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		g_auto(GStrv) cells = g_strsplit_set(db_column_text(statement, 0), "\t\n", -1);
		for (guint i = 0; cells[i] != NULL; i++)
			if (i % 3 != 0 && *cells[i] != '\0')
				g_ptr_array_add(words, g_strdup(cells[i]));
	}
	return step == DB_DONE;
}

GPtrArray *store_identity_words(struct store *store, gint64 relationship, GError **error)
{
	static const char addresses[] =
		"SELECT address FROM identity WHERE relationship_id = $1";
	static const char names[] = "SELECT name FROM identity WHERE relationship_id = $1";
	static const char requesters[] =
		"SELECT DISTINCT requester FROM ticket_row WHERE relationship_id = $1";
	static const char assignees[] =
		"SELECT DISTINCT assignee FROM ticket_row WHERE relationship_id = $1";
	static const char organisers[] =
		"SELECT DISTINCT organiser_name FROM meeting WHERE relationship_id = $1";
	static const char *const all[] = {addresses, names, requesters, assignees, organisers};
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		if (!add_words(store, relationship, all[i], words, error))
			return NULL;
	return add_people(store, relationship, words, error) ? g_steal_pointer(&words) : NULL;
}
