/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading evidence in bulk for the derived pass, in an order that does not depend on the
 * import, and writing the tables that can be made anew. */
#include "store/derived.h"

#include "store/store-internal.h"

static void read_message(struct db_statement *statement, struct stored_message *message)
{
	message->event = (guint64)db_column_int(statement, 0);
	message->message_id = db_column_text(statement, 1);
	message->in_reply_to = db_column_text(statement, 2);
	message->reference_ids = db_column_text(statement, 3);
	message->subject = db_column_text(statement, 4);
	message->sent_ms = store_column_instant(statement, 5);
	message->automatic = (guint8)db_column_int(statement, 6);
	message->asks = db_column_int(statement, 7) != 0;
	message->from_address = db_column_text(statement, 8);
	message->from_name = db_column_text(statement, 9);
	message->recipients = db_column_text(statement, 10);
	message->list_id = db_column_text(statement, 11);
	message->novelty = (guint32)db_column_int(statement, 12);
	message->quality = (guint32)db_column_int(statement, 13);
	message->channel = (enum channel)db_column_int(statement, 14);
	message->conversation = db_column_text(statement, 15);
}

bool store_each_message(struct store *store, gint64 relationship,
			bool (*each)(const struct stored_message *message, void *data),
			void *data, GError **error)
{
	static const char sql[] =
		"SELECT event_id, message_id, in_reply_to, reference_ids, subject, sent_ms,"
		" automatic, asks, from_address, from_name, recipients, list_id, novelty,"
		" quality, channel, conversation"
		" FROM message WHERE relationship_id = $1 ORDER BY event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	struct stored_message message;
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		read_message(statement, &message);
		if (!each(&message, data))
			return false;
	}
	return step == DB_DONE;
}

static void read_ticket_row(struct db_statement *statement, struct stored_ticket_row *row)
{
	row->event = (guint64)db_column_int(statement, 0);
	row->tool = db_column_text(statement, 1);
	row->key = db_column_text(statement, 2);
	row->title = db_column_text(statement, 3);
	row->status = db_column_text(statement, 4);
	row->state = (enum ticket_state)db_column_int(statement, 5);
	row->requester = db_column_text(statement, 6);
	row->assignee = db_column_text(statement, 7);
	row->group = db_column_text(statement, 8);
	row->activity = db_column_text(statement, 9);
	row->activity_actor = db_column_text(statement, 10);
	row->activity_ms = store_column_instant(statement, 11);
	row->opened_ms = store_column_instant(statement, 12);
	row->first_response_ms = store_column_instant(statement, 13);
	row->resolved_ms = store_column_instant(statement, 14);
	row->closed_ms = store_column_instant(statement, 15);
	row->reopened = (gint32)db_column_int(statement, 16);
	row->reassigned = (gint32)db_column_int(statement, 17);
	row->sla_met = (gint32)db_column_int(statement, 18);
}

bool store_each_ticket_row(struct store *store, gint64 relationship,
			   bool (*each)(const struct stored_ticket_row *row, void *data),
			   void *data, GError **error)
{
	static const char sql[] =
		"SELECT event_id, tool, ticket_key, title, status, state, requester, assignee,"
		" team, activity, activity_actor, activity_ms, opened_ms, first_response_ms,"
		" resolved_ms, closed_ms, reopened, reassigned, sla_met"
		" FROM ticket_row WHERE relationship_id = $1"
		" ORDER BY tool, ticket_key, activity_ms NULLS FIRST, state, event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	struct stored_ticket_row row;
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		read_ticket_row(statement, &row);
		if (!each(&row, data))
			return false;
	}
	return step == DB_DONE;
}

static void read_meeting(struct db_statement *statement, struct stored_meeting *meeting)
{
	*meeting = (struct stored_meeting){
		.event = (guint64)db_column_int(statement, 0),
		.uid = db_column_text(statement, 1),
		.title = db_column_text(statement, 2),
		.instance_ms = store_column_instant(statement, 3),
		.start_ms = store_column_instant(statement, 4),
		.end_ms = store_column_instant(statement, 5),
		.revised_ms = store_column_instant(statement, 6),
		.sequence = (guint32)db_column_int(statement, 7),
		.day_only = db_column_int(statement, 8) != 0,
		.recurring = db_column_int(statement, 9) != 0,
		.exception = db_column_int(statement, 10) != 0,
		.onwards = db_column_int(statement, 11) != 0,
		.cancelled = db_column_int(statement, 12) != 0,
		.planned = db_column_int(statement, 13) != 0,
		.answer = db_column_int(statement, 14) != 0,
		.organiser_address = db_column_text(statement, 15),
		.people = db_column_text(statement, 16),
	};
}

bool store_each_meeting(struct store *store, gint64 relationship,
			bool (*each)(const struct stored_meeting *meeting, void *data),
			void *data, GError **error)
{
	static const char sql[] =
		"SELECT event_id, uid, title, instance_ms, start_ms, end_ms, revised_ms,"
		" sequence, day_only, recurring, exception, onwards, cancelled, planned,"
		" answer, organiser_address, people"
		" FROM meeting WHERE relationship_id = $1 ORDER BY uid, event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	struct stored_meeting meeting;
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		read_meeting(statement, &meeting);
		if (!each(&meeting, data))
			return false;
	}
	return step == DB_DONE;
}

bool store_each_source_week(struct store *store, gint64 relationship, const char *kind,
			    bool (*each)(gint64 source, gint32 week, gint64 records,
					 void *data),
			    void *data, GError **error)
{
	static const char sql[] =
		"SELECT w.source_id, w.week, w.records FROM source_week w"
		" JOIN source s ON s.relationship_id = w.relationship_id"
		" AND s.source_id = w.source_id"
		" WHERE w.relationship_id = $1 AND s.kind = $2 ORDER BY w.source_id, w.week";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, kind);
	while ((step = db_step(statement, error)) == DB_ROW)
		if (!each(db_column_int(statement, 0), (gint32)db_column_int(statement, 1),
			  db_column_int(statement, 2), data))
			return false;
	return step == DB_DONE;
}

bool derived_clear(struct store *store, gint64 relationship, GError **error)
{
	static const char person[] = "DELETE FROM person WHERE relationship_id = $1";
	static const char identity[] = "DELETE FROM identity WHERE relationship_id = $1";
	static const char message[] = "DELETE FROM timeline_message WHERE relationship_id = $1";
	static const char ticket[] = "DELETE FROM ticket WHERE relationship_id = $1";
	static const char meeting[] = "DELETE FROM timeline_meeting WHERE relationship_id = $1";
	static const char coverage[] = "DELETE FROM coverage WHERE relationship_id = $1";
	static const char made[] = "DELETE FROM derived WHERE relationship_id = $1";
	static const char doubt[] = "DELETE FROM people_doubt WHERE relationship_id = $1";
	/* The readings stay: those of the same words are still good. */
	static const char read[] = "DELETE FROM reading_pass WHERE relationship_id = $1";
	static const char *const all[] = {person,   identity, message, ticket, meeting,
					  coverage, made,     read,    doubt};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		struct db_statement *statement = db_prepare(store->db, all[i]);
		db_bind_int(statement, 1, relationship);
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

bool derived_put_person(struct store *store, gint64 relationship, guint32 number,
			const struct timeline_person *person, GError **error)
{
	static const char sql[] =
		"INSERT INTO person (relationship_id, person, pseudonym, side, messages, "
		"first_ms,"
		" last_ms, elsewhere, shared) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, number);
	db_bind_int(statement, 3, (gint64)person->pseudonym);
	db_bind_int(statement, 4, person->side);
	db_bind_int(statement, 5, person->messages);
	db_bind_int(statement, 6, person->first_ms);
	db_bind_int(statement, 7, person->last_ms);
	db_bind_int(statement, 8, person->elsewhere);
	db_bind_int(statement, 9, person->shared);
	return db_run(statement, error);
}

bool derived_put_identity(struct store *store, gint64 relationship, const char *address,
			  const char *name, guint32 person, GError **error)
{
	static const char sql[] =
		"INSERT INTO identity (relationship_id, address, person, name)"
		" VALUES ($1, $2, $3, $4)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, address);
	db_bind_int(statement, 3, person);
	db_bind_text(statement, 4, name);
	return db_run(statement, error);
}

bool derived_put_message(struct store *store, gint64 relationship, guint32 position,
			 const struct timeline_message *message, GError **error)
{
	static const char sql[] =
		"INSERT INTO timeline_message (relationship_id, position, event_id, sent_ms,"
		" person, thread, parent, side, n_recipients, n_client, n_provider, automatic,"
		" starts, asks, novelty, ticket_key, channel, n_added, raised,"
		" activity)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
		" $16, $17, $18, $19, $20)";
	struct db_statement *statement = db_prepare(store->db, sql);
	const gint64 numbers[] = {
		relationship,
		position,
		(gint64)message->event,
		message->at_ms,
		message->person == TIMELINE_NO_INDEX ? -1 : (gint64)message->person,
		message->thread,
		message->parent == TIMELINE_NO_INDEX ? -1 : (gint64)message->parent,
		message->side,
		message->n_recipients,
		message->n_recipients_client,
		message->n_recipients_provider,
		message->automatic,
		message->starts,
		message->asks,
		message->novelty,
	};

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		db_bind_int(statement, (int)i + 1, numbers[i]);
	db_bind_text(statement, 16, message->ticket_key);
	db_bind_int(statement, 17, message->channel);
	db_bind_int(statement, 18, message->n_added);
	db_bind_int(statement, 19, message->raised);
	db_bind_int(statement, 20, message->activity);
	return db_run(statement, error);
}

bool derived_put_ticket(struct store *store, gint64 relationship, const char *tool,
			const char *title, const struct timeline_ticket *ticket, GError **error)
{
	static const char sql[] =
		"INSERT INTO ticket (relationship_id, event_id, tool, ticket_key, title,"
		" requester_side, worker_side, opened_ms, acknowledged_ms, resolved_ms,"
		" closed_ms, cancelled_ms, last_ms, reopened, reassigned, sla_met, automatic,"
		" gap_from_ms, gap_to_ms, activity)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
		" $16, $17, $18, $19, $20)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)ticket->event);
	db_bind_text(statement, 3, tool);
	db_bind_text(statement, 4, ticket->key);
	db_bind_text(statement, 5, title);
	db_bind_int(statement, 6, ticket->requester_side);
	db_bind_int(statement, 7, ticket->worker_side);
	db_bind_int(statement, 8, ticket->opened_ms);
	store_bind_instant(statement, 9, ticket->acknowledged_ms);
	store_bind_instant(statement, 10, ticket->resolved_ms);
	store_bind_instant(statement, 11, ticket->closed_ms);
	store_bind_instant(statement, 12, ticket->cancelled_ms);
	db_bind_int(statement, 13, ticket->last_ms);
	db_bind_int(statement, 14, ticket->reopened);
	db_bind_int(statement, 15, ticket->reassigned);
	db_bind_int(statement, 16, ticket->sla_met);
	db_bind_int(statement, 17, ticket->automatic);
	store_bind_instant(statement, 18, ticket->gap_from_ms);
	store_bind_instant(statement, 19, ticket->gap_to_ms);
	db_bind_int(statement, 20, ticket->activity);
	return db_run(statement, error);
}

bool store_each_ticket_title(struct store *store, gint64 relationship,
			     bool (*each)(const struct stored_ticket_title *ticket, void *data),
			     void *data, GError **error)
{
	static const char sql[] =
		"SELECT event_id, title, opened_ms, COALESCE(resolved_ms, closed_ms,"
		" cancelled_ms) FROM ticket WHERE relationship_id = $1 AND title IS NOT NULL"
		" AND automatic = 0 ORDER BY opened_ms, event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct stored_ticket_title ticket = {
			(guint64)db_column_int(statement, 0), db_column_text(statement, 1),
			db_column_int(statement, 2),
			db_column_is_null(statement, 3) ? G_MAXINT64
							: db_column_int(statement, 3)};
		if (!each(&ticket, data))
			return false;
	}
	return step == DB_DONE;
}

bool derived_put_repeat(struct store *store, gint64 relationship, guint64 event, guint64 of,
			GError **error)
{
	static const char sql[] = "UPDATE ticket SET repeats = $3"
				  " WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, (gint64)of);
	return db_run(statement, error);
}

bool derived_put_meeting(struct store *store, gint64 relationship,
			 const struct timeline_meeting *meeting, GError **error)
{
	static const char sql[] =
		"INSERT INTO timeline_meeting (relationship_id, event_id, start_ms, end_ms, "
		"kind,"
		" series, day_only, cancelled, planned, invited_client, invited_provider,"
		" accepted_client, accepted_provider, declined_client, declined_provider)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
	struct db_statement *statement = db_prepare(store->db, sql);
	const gint64 numbers[] = {
		relationship,
		(gint64)meeting->event,
		meeting->at_ms,
		meeting->end_ms,
		meeting->kind,
		meeting->series == TIMELINE_NO_INDEX ? -1 : (gint64)meeting->series,
		meeting->day_only,
		meeting->cancelled,
		meeting->planned,
		meeting->invited[SIDE_CLIENT],
		meeting->invited[SIDE_PROVIDER],
		meeting->accepted[SIDE_CLIENT],
		meeting->accepted[SIDE_PROVIDER],
		meeting->declined[SIDE_CLIENT],
		meeting->declined[SIDE_PROVIDER],
	};

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		db_bind_int(statement, (int)i + 1, numbers[i]);
	return db_run(statement, error);
}

bool derived_put_coverage(struct store *store, gint64 relationship, const char *channel,
			  const char *tool, const struct timeline_coverage *coverage,
			  GError **error)
{
	static const char sql[] =
		"INSERT INTO coverage (relationship_id, channel, tool, week, state)"
		" VALUES ($1, $2, $3, $4, $5)";

	for (gint32 week = coverage->first_week; week <= coverage->last_week; week++) {
		struct db_statement *statement = db_prepare(store->db, sql);
		db_bind_int(statement, 1, relationship);
		db_bind_text(statement, 2, channel);
		db_bind_text(statement, 3, tool);
		db_bind_int(statement, 4, week);
		db_bind_int(statement, 5, timeline_coverage_at(coverage, week));
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

bool derived_finish(struct store *store, gint64 relationship, const char *maker, guint undated,
		    GError **error)
{
	static const char sql[] =
		"INSERT INTO derived (relationship_id, maker, undated) VALUES ($1, $2, $3)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, maker);
	db_bind_int(statement, 3, undated);
	return db_run(statement, error);
}

char *derived_maker(struct store *store, gint64 relationship)
{
	static const char sql[] = "SELECT maker FROM derived WHERE relationship_id = $1";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	return db_step(statement, NULL) == DB_ROW ? g_strdup(db_column_text(statement, 0))
						  : NULL;
}
