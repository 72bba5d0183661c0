/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folding rows into tickets. Durations come from time stamps only. A ticket is acknowledged
 * when the export says so (first response), else at the first step of its history that someone
 * who works on it made: a state beyond "new", or an assignee. A snapshot without either leaves
 * it unknown. A ticket that left "resolved" or "closed" again was reopened, and its earlier end
 * does not count. How often it was reopened and reassigned is what the export counts, where it
 * does: a change of name within one team is no reassignment to the tool. While it is
 * set to wait, silence is nobody's. */
#include "ingest/ticket_fold.h"

#include <string.h>

#define STEPS_LEAST 2u /* fewer are no history */

struct ticket_fold {
	const struct sides *sides;
	enum side worker_side;
	ticket_fold_each each;
	void *data;
	GStringChunk *strings; /* of the present ticket */
	struct folded_ticket current;
	bool open;               /* a ticket is being folded */
	enum ticket_state state; /* of the row before */
	guint rows;
	guint reopenings, reassignments;
	gint64 silent_ms; /* since when whoever works on it has done nothing */
	guint steps;      /* of a history, by whoever works on it */
	char *assignee;   /* of the row before */
};

struct ticket_fold *ticket_fold_new(const struct sides *sides, enum side worker_side,
				    ticket_fold_each each, void *data)
{
	struct ticket_fold *fold = g_new0(struct ticket_fold, 1);

	fold->sides = sides;
	fold->worker_side = worker_side;
	fold->each = each;
	fold->data = data;
	fold->strings = g_string_chunk_new(4096);
	return fold;
}

void ticket_fold_free(struct ticket_fold *fold)
{
	g_string_chunk_free(fold->strings);
	g_free(fold->assignee);
	g_free(fold);
}

static guint64 event_of(const char *tool, const char *key)
{
	g_autofree char *text = g_strdup_printf("ticket\n%s\n%s", tool, key);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[DIGEST_SIZE];
	gsize length = sizeof digest;

	g_checksum_update(sum, (const guchar *)text, -1);
	g_checksum_get_digest(sum, digest, &length);
	return store_event_id(digest);
}

static bool is_robot(const char *requester)
{
	static const char *const words[] = {"nagios",      "zabbix",  "centreon", "prtg",
					    "supervision", "monitor", "robot",    "veeam"};
	g_autofree char *lower = requester != NULL ? g_ascii_strdown(requester, -1) : NULL;

	for (guint i = 0; lower != NULL && i < G_N_ELEMENTS(words); i++)
		if (strstr(lower, words[i]) != NULL)
			return true;
	return false;
}

static enum side requester_side(const struct ticket_fold *fold, const char *requester)
{
	enum side side = SIDE_NONE;

	if (requester != NULL && strchr(requester, '@') != NULL) {
		g_autofree char *address = g_ascii_strdown(requester, -1);
		side = sides_of_address(fold->sides, g_strstrip(address));
	}
	return side != SIDE_NONE ? side : side_other(fold->worker_side);
}

static void begin_ticket(struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	struct timeline_ticket *ticket = &fold->current.ticket;

	memset(&fold->current, 0, sizeof fold->current);
	g_string_chunk_clear(fold->strings);
	fold->current.tool = g_string_chunk_insert(fold->strings, row->tool);
	ticket->key = g_string_chunk_insert(fold->strings, row->key);
	ticket->event = event_of(row->tool, row->key);
	ticket->requester_side = requester_side(fold, row->requester);
	ticket->worker_side = fold->worker_side;
	ticket->opened_ms = ticket->acknowledged_ms = ticket->resolved_ms = INSTANT_NONE;
	ticket->closed_ms = ticket->cancelled_ms = ticket->last_ms = INSTANT_NONE;
	ticket->gap_from_ms = ticket->gap_to_ms = fold->silent_ms = INSTANT_NONE;
	ticket->reopened = ticket->reassigned = ticket->sla_met = -1;
	ticket->automatic = is_robot(row->requester);
	fold->open = true;
	fold->state = TICKET_STATE_UNKNOWN;
	fold->rows = fold->reopenings = fold->reassignments = fold->steps = 0;
	g_clear_pointer(&fold->assignee, g_free);
}

static gint64 earlier(gint64 a, gint64 b)
{
	if (a == INSTANT_NONE || b == INSTANT_NONE)
		return a == INSTANT_NONE ? b : a;
	return MIN(a, b);
}

static gint64 row_instant(const struct stored_ticket_row *row)
{
	return row->activity_ms != INSTANT_NONE ? row->activity_ms : row->opened_ms;
}

static bool ended(enum ticket_state state)
{
	return state == TICKET_RESOLVED || state == TICKET_CLOSED || state == TICKET_CANCELLED;
}

static void fold_assignee(struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	const char *assignee = row->assignee != NULL ? row->assignee : row->group;

	if (assignee == NULL)
		return;
	if (fold->assignee != NULL && strcmp(fold->assignee, assignee) != 0)
		fold->reassignments++;
	g_free(fold->assignee);
	fold->assignee = g_strdup(assignee);
}

/* A step of a history that shows that somebody took the ticket up. */
static bool takes_up(const struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	if (row->activity_ms == INSTANT_NONE || row->activity_ms == row->opened_ms)
		return false;
	if (row->state == TICKET_IN_PROGRESS || row->state == TICKET_WAITING ||
	    ended(row->state))
		return true;
	return fold->rows > 0 && row->assignee != NULL;
}

static void fold_end(struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	struct timeline_ticket *ticket = &fold->current.ticket;
	gint64 at = row_instant(row);

	if (ended(fold->state) && !ended(row->state) && row->state != TICKET_STATE_UNKNOWN) {
		fold->reopenings++;
		ticket->resolved_ms = ticket->closed_ms = ticket->cancelled_ms = INSTANT_NONE;
	}
	if (row->resolved_ms != INSTANT_NONE)
		ticket->resolved_ms = row->resolved_ms;
	else if (row->state == TICKET_RESOLVED && ticket->resolved_ms == INSTANT_NONE)
		ticket->resolved_ms = at;
	if (row->closed_ms != INSTANT_NONE)
		ticket->closed_ms = row->closed_ms;
	else if (row->state == TICKET_CLOSED && ticket->closed_ms == INSTANT_NONE &&
		 ticket->resolved_ms == INSTANT_NONE)
		ticket->closed_ms = at;
	if (row->state == TICKET_CANCELLED && ticket->cancelled_ms == INSTANT_NONE)
		ticket->cancelled_ms = at;
	if (row->state != TICKET_STATE_UNKNOWN)
		fold->state = row->state;
}

/* Of a step: whether the requester, or somebody of the requester's side, took it. */
static bool is_requesters(const struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	const char *actor = row->activity_actor;
	g_autofree char *address = NULL;

	if (actor == NULL)
		return false;
	if (g_strcmp0(actor, row->requester) == 0)
		return true;
	if (strchr(actor, '@') == NULL)
		return false;
	address = g_ascii_strdown(actor, -1);
	return sides_of_address(fold->sides, g_strstrip(address)) ==
	       side_other(fold->worker_side);
}

/* Before the state of the row is taken over: what it waited in is the state before. */
static void fold_gap(struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	struct timeline_ticket *ticket = &fold->current.ticket;
	bool silence = !ended(fold->state) && fold->state != TICKET_WAITING;
	gint64 from = fold->silent_ms != INSTANT_NONE ? fold->silent_ms : ticket->opened_ms;

	if (row->activity_ms == INSTANT_NONE || is_requesters(fold, row))
		return;
	fold->steps++;
	fold->silent_ms = row->activity_ms;
	if (!silence || from == INSTANT_NONE || row->activity_ms < from)
		return;
	if (ticket->gap_from_ms == INSTANT_NONE ||
	    row->activity_ms - from > ticket->gap_to_ms - ticket->gap_from_ms) {
		ticket->gap_from_ms = from;
		ticket->gap_to_ms = row->activity_ms;
	}
}

static void fold_row(struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	struct timeline_ticket *ticket = &fold->current.ticket;

	ticket->opened_ms = earlier(ticket->opened_ms, row->opened_ms);
	if (row->opened_ms == INSTANT_NONE && row->activity != NULL)
		ticket->opened_ms = earlier(ticket->opened_ms, row->activity_ms);
	ticket->acknowledged_ms = earlier(ticket->acknowledged_ms, row->first_response_ms);
	if (ticket->acknowledged_ms == INSTANT_NONE && takes_up(fold, row))
		ticket->acknowledged_ms = row->activity_ms;
	fold_gap(fold, row);
	fold_end(fold, row);
	fold_assignee(fold, row);
	ticket->reopened = MAX(ticket->reopened, row->reopened);
	ticket->reassigned = MAX(ticket->reassigned, row->reassigned);
	if (row->sla_met >= 0)
		ticket->sla_met = row->sla_met;
	ticket->last_ms = MAX(ticket->last_ms, row_instant(row));
	ticket->last_ms = MAX(ticket->last_ms, MAX(row->resolved_ms, row->closed_ms));
	if (row->title != NULL && g_strcmp0(row->title, fold->current.title) != 0)
		fold->current.title = g_string_chunk_insert(fold->strings, row->title);
	fold->rows++;
}

static bool end_ticket(struct ticket_fold *fold)
{
	struct timeline_ticket *ticket = &fold->current.ticket;
	bool dated = fold->open && ticket->opened_ms != INSTANT_NONE;

	fold->open = false;
	if (ticket->reopened < 0 && fold->rows > 1)
		ticket->reopened = (gint32)fold->reopenings;
	if (ticket->reassigned < 0 && fold->rows > 1)
		ticket->reassigned = (gint32)fold->reassignments;
	if (fold->steps < STEPS_LEAST)
		ticket->gap_from_ms = ticket->gap_to_ms = INSTANT_NONE;
	return !dated || fold->each(&fold->current, fold->data);
}

bool ticket_fold_add(struct ticket_fold *fold, const struct stored_ticket_row *row)
{
	if (!fold->open || strcmp(fold->current.ticket.key, row->key) != 0 ||
	    strcmp(fold->current.tool, row->tool) != 0) {
		if (!end_ticket(fold))
			return false;
		begin_ticket(fold, row);
	}
	fold_row(fold, row);
	return true;
}

bool ticket_fold_finish(struct ticket_fold *fold)
{
	return end_ticket(fold);
}
