/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One record on its way into the store: which side it is on, what of it is new, and in which
 * week of its source it counts. */
#include "ingest/import_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/limits.h"
#include "importers/digest.h"
#include "store/actions.h"
#include "store/contracts.h"
#include "store/documents.h"
#include "store/ledger.h"
#include "store/responsibilities.h"

/* Keys come in the order of digests, so that a transaction writes most pages of their indexes
 * anew: the more rows it has, the fewer times. Records with texts are counted tenfold, so that
 * what a transaction holds stays small. */
#define ROWS_A_TRANSACTION 50000u
#define ROWS_A_TEXT        10u

static void note_instant(struct import *import, struct reading *reading, gint64 ms)
{
	gpointer week;
	guint count;

	if (ms == INSTANT_NONE)
		return;
	week = GINT_TO_POINTER(calendar_week_of_ms(ms, import->zone));
	count = GPOINTER_TO_UINT(g_hash_table_lookup(reading->weeks, week));
	g_hash_table_insert(reading->weeks, week, GUINT_TO_POINTER(count + 1));
	if (reading->source->first_ms == INSTANT_NONE || ms < reading->source->first_ms)
		reading->source->first_ms = ms;
	reading->source->last_ms = MAX(reading->source->last_ms, ms);
}

static bool count_put(struct import *import, enum store_put put, gint64 *new, gint64 *known)
{
	if (put == STORE_PUT_FAILED)
		return false;
	import->changed = import->changed || put == STORE_PUT_NEW;
	++*(put == STORE_PUT_NEW ? new : known);
	return true;
}

/* An Outlook file names its own house's users without a domain: no rule of domains can know
 * them, and their mail would be lost without a word. */
static void note_house(struct import *import, const struct message_record *message)
{
	g_autofree char *house = sides_exchange_house(message->from.address);
	guint count;

	if (house == NULL ||
	    sides_of_address(import->sides, message->from.address) != SIDE_NONE)
		return;
	count = GPOINTER_TO_UINT(g_hash_table_lookup(import->houses, house));
	g_hash_table_insert(import->houses, g_steal_pointer(&house),
			    GUINT_TO_POINTER(count + 1));
}

static gint by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void import_tell_houses(struct import *import)
{
	guint n;
	g_autofree gpointer *houses = g_hash_table_get_keys_as_array(import->houses, &n);

	qsort(houses, n, sizeof *houses, by_text);
	for (guint i = 0; i < n; i++) {
		g_autofree char *reason = g_strdup_printf(
			"%u messages of users of this Exchange house are on no side: add "
			"'%s' to --client or --provider",
			GPOINTER_TO_UINT(g_hash_table_lookup(import->houses, houses[i])),
			(const char *)houses[i]);
		import_add_not_read(import, houses[i], import_kind_token(IMPORT_KIND_MAIL),
				    reason);
	}
}

static bool take_message(struct import *import, struct reading *reading,
			 const struct store_origin *origin,
			 const struct message_record *message, GError **error)
{
	struct import_counts *counts = &reading->counts;
	gint64 ignored = 0;
	bool machine = message->automatic != AUTOMATIC_NOT;

	counts->read++;
	reading->source->simulated = reading->source->simulated || message->simulated;
	note_instant(import, reading, message->date_ms);
	if (message->personal) {
		counts->set_aside++;
		return true;
	}
	if (!sides_in_scope(import->sides, message)) {
		counts->out_of_scope++;
		note_house(import, message);
		return true;
	}
	counts->set_aside += machine;
	return count_put(import,
			 store_message_put(import->store, import->relationship->id, origin,
					   message, error),
			 machine ? &ignored : &counts->new,
			 machine ? &ignored : &counts->known);
}

static gint64 id_of_ticket(const struct ticket_record *ticket)
{
	struct digest digest;
	guint8 bytes[DIGEST_SIZE];

	digest_begin(&digest);
	digest_field(&digest, "tool", ticket->tool, -1);
	digest_field(&digest, "key", ticket->key, -1);
	digest_end(&digest, bytes);
	return (gint64)store_event_id(bytes);
}

static struct ticket_mark *mark_of_ticket(struct import *import, const struct reading *reading,
					  const struct ticket_record *ticket, GError **error)
{
	struct ticket_mark wanted = {.id = id_of_ticket(ticket), .owner = reading};
	struct ticket_mark *mark = g_hash_table_lookup(import->tickets, &wanted.id);

	if (mark != NULL)
		return mark;
	if (import->had_tickets &&
	    !store_ticket_known(import->store, import->relationship->id, ticket->tool,
				ticket->key, &wanted.existed, error))
		return NULL;
	mark = g_memdup2(&wanted, sizeof wanted);
	g_hash_table_add(import->tickets, mark);
	return mark;
}

static bool take_ticket(struct import *import, struct reading *reading,
			const struct store_origin *origin, const struct ticket_record *ticket,
			GError **error)
{
	struct ticket_mark *mark = mark_of_ticket(import, reading, ticket, error);
	gint64 new = 0, known = 0;

	note_instant(import, reading, ticket->opened_ms);
	note_instant(import, reading, ticket->activity_ms);
	if (mark == NULL ||
	    !count_put(import,
		       store_ticket_row_put(import->store, import->relationship->id, origin,
					    ticket, error),
		       &new, &known))
		return false;
	mark->new_row = mark->new_row || new > 0;
	return true;
}

static bool take_fact(struct import *import, struct reading *reading,
		      const struct store_origin *origin, const struct fact_record *fact,
		      GError **error)
{
	note_instant(import, reading, calendar_ms_of_day(fact->day, import->zone));
	reading->counts.read++;
	return count_put(
		import,
		store_fact_put(import->store, import->relationship->id, origin, fact, error),
		&reading->counts.new, &reading->counts.known);
}

static bool take_document(struct import *import, struct reading *reading,
			  const struct store_origin *origin,
			  const struct document_record *document, GError **error)
{
	reading->counts.read++;
	return count_put(import,
			 store_document_put(import->store, import->relationship->id, origin,
					    document, error),
			 &reading->counts.new, &reading->counts.known);
}

/* Only meetings with hours that were past when the calendar was written tell of what it covers:
 * plans, holidays and answers do not. */
static bool shows_coverage(const struct meeting_record *meeting)
{
	return !meeting->planned && !meeting->day_only && !meeting->answer &&
	       !meeting->proposal;
}

static bool take_meeting(struct import *import, struct reading *reading,
			 const struct store_origin *origin,
			 const struct meeting_record *meeting, GError **error)
{
	struct import_counts *counts = &reading->counts;

	counts->read++;
	reading->source->simulated = reading->source->simulated || meeting->simulated;
	if (shows_coverage(meeting))
		note_instant(import, reading, meeting->start_ms);
	if (meeting->private || meeting->proposal) {
		counts->set_aside++;
		return true;
	}
	if (!sides_meet(import->sides, meeting)) {
		counts->out_of_scope++;
		return true;
	}
	return count_put(import,
			 store_meeting_put(import->store, import->relationship->id, origin,
					   meeting, error),
			 &counts->new, &counts->known);
}

static bool take_contract(struct import *import, struct reading *reading,
			  const struct store_origin *origin,
			  const struct contract_record *contract, GError **error)
{
	reading->counts.read++;
	return count_put(import,
			 store_contract_put(import->store, import->relationship->id, origin,
					    contract, error),
			 &reading->counts.new, &reading->counts.known);
}

/* The user's own words: they stay when their file is gone, so no place is kept. */
static bool take_ledger(struct import *import, struct reading *reading,
			const struct ledger_item *item, GError **error)
{
	reading->counts.read++;
	return count_put(import,
			 store_ledger_put(import->store, import->relationship->id, item, error),
			 &reading->counts.new, &reading->counts.known);
}

static bool take_action(struct import *import, struct reading *reading,
			const struct action_item *item, GError **error)
{
	reading->counts.read++;
	return count_put(import,
			 store_action_put(import->store, import->relationship->id, item, error),
			 &reading->counts.new, &reading->counts.known);
}

static bool take_raci(struct import *import, struct reading *reading,
		      const struct raci_row *row, GError **error)
{
	reading->counts.read++;
	return count_put(import,
			 store_raci_put(import->store, import->relationship->id, row, error),
			 &reading->counts.new, &reading->counts.known);
}

static bool take_rejected(struct reading *reading, const struct store_origin *origin,
			  struct rejected_record *rejected)
{
	struct stored_rejected *one;

	reading->counts.read++;
	reading->counts.rejected++;
	if (reading->rejected->len >= LIMIT_REJECTED_LISTED)
		return true;
	one = g_new0(struct stored_rejected, 1);
	one->file = g_strdup(origin->file);
	one->record = *rejected;
	rejected->reason = NULL;
	g_ptr_array_add(reading->rejected, one);
	return true;
}

/* A row that answers nothing is counted; one that cannot be taken is told with its line. */
static bool take_answer(struct import *import, struct reading *reading,
			const struct store_origin *origin, const struct answer_record *answer,
			GError **error)
{
	enum store_put put = STORE_PUT_KNOWN;
	char *trouble = NULL;

	if (answer_record_is_empty(answer)) {
		reading->counts.read++;
		reading->counts.set_aside++;
		return true;
	}
	if (!import_take_answer(import, reading, answer, &put, &trouble, error))
		return false;
	if (trouble != NULL) {
		struct rejected_record rejected = {answer->place, trouble};
		bool done = take_rejected(reading, origin, &rejected);
		rejected_record_clear(&rejected);
		return done;
	}
	reading->counts.read++;
	return count_put(import, put, &reading->counts.new, &reading->counts.known);
}

static bool renew_transaction(struct import *import, enum import_record_type type,
			      GError **error)
{
	import->records++;
	import->in_transaction += type == RECORD_TICKET ? 1 : ROWS_A_TEXT;
	if (import->in_transaction < ROWS_A_TRANSACTION)
		return true;
	import->in_transaction = 0;
	return db_commit(import->store->db, error) && db_begin(import->store->db, error);
}

static const char *file_within(const struct reading *reading, const char *path)
{
	gsize length = strlen(reading->source->path);

	return strcmp(reading->source->path, path) == 0 ? "" : path + length + 1;
}

bool import_take_record(const struct import_task *task, struct import_record *record,
			void *data, GError **error)
{
	struct import *import = data;
	struct reading *reading = g_hash_table_lookup(import->by_path, task->name);
	struct store_origin origin = {reading->source->id, file_within(reading, task->name)};
	bool done = true;

	switch (record->type) {
	case RECORD_MESSAGE:
		done = take_message(import, reading, &origin, &record->message, error);
		break;
	case RECORD_TICKET:
		done = take_ticket(import, reading, &origin, &record->ticket, error);
		break;
	case RECORD_FACT:
		done = take_fact(import, reading, &origin, &record->fact, error);
		break;
	case RECORD_DOCUMENT:
		done = take_document(import, reading, &origin, &record->document, error);
		break;
	case RECORD_MEETING:
		done = take_meeting(import, reading, &origin, &record->meeting, error);
		break;
	case RECORD_CONTRACT:
		done = take_contract(import, reading, &origin, &record->contract, error);
		break;
	case RECORD_LEDGER:
		done = take_ledger(import, reading, &record->ledger.item, error);
		break;
	case RECORD_ACTION:
		done = take_action(import, reading, &record->action.item, error);
		break;
	case RECORD_RACI:
		done = take_raci(import, reading, &record->raci.row, error);
		break;
	case RECORD_ANSWER:
		done = take_answer(import, reading, &origin, &record->answer, error);
		break;
	case RECORD_REJECTED:
		done = take_rejected(reading, &origin, &record->rejected);
		break;
	case RECORD_MEMBER:
	case RECORD_END:
		break;
	}
	return done && renew_transaction(import, record->type, error);
}
