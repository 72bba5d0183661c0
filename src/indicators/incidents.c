/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Each message is tied at most once: to the ticket that its own subject names, else to the one
 * that its thread named first. Numbers come back over the years and in several tools: of the
 * tickets of one number, the message is about the latest opened by then. */
#include "indicators/incidents.h"

#include <string.h>

#include "base/calendar.h"
#include "language/closure.h"
#include "model/record.h"

/* A ticket made by hand from a mail is dated by the tool, whose clock may be late. */
#define EARLY_MS CALENDAR_DAY_MS

struct tying {
	const struct timeline *timeline;
	GHashTable *tickets;  /* key -> index + 1 of its latest ticket */
	guint32 *same_before; /* tickets: the ticket of the same key opened before */
	GHashTable *named;  /* key of which mail alone is known -> number of its incident + 1 */
	guint32 *of_ticket; /* tickets: number of its incident */
	guint32 *of_thread; /* threads: incident that it named first */
	guint32 *of_message; /* messages: incident */
	GArray *all;         /* struct incident */
};

static gboolean takes_part(const struct timeline_message *message)
{
	return message->automatic == AUTOMATIC_NOT && message->side != SIDE_NONE;
}

/* As text/ writes the number found in a subject: capitals, no zeros before a plain number.
 * Caller owns. */
static char *plain_key(const char *key)
{
	if (key[strspn(key, "0123456789")] == '\0')
		key += strspn(key, "0");
	return g_ascii_strup(key, -1);
}

static void index_tickets(struct tying *tying)
{
	for (guint32 i = 0; i < tying->timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &tying->timeline->tickets[i];
		char *key;

		tying->of_ticket[i] = tying->same_before[i] = TIMELINE_NO_INDEX;
		if (ticket->key == NULL || ticket->automatic)
			continue;
		key = plain_key(ticket->key);
		guint32 before = GPOINTER_TO_UINT(g_hash_table_lookup(tying->tickets, key));
		tying->same_before[i] = before > 0 ? before - 1 : TIMELINE_NO_INDEX;
		g_hash_table_replace(tying->tickets, key, GUINT_TO_POINTER(i + 1));
	}
}

static guint32 ticket_of(const struct tying *tying, const char *key, gint64 at_ms)
{
	guint32 found = GPOINTER_TO_UINT(g_hash_table_lookup(tying->tickets, key));
	guint32 ticket = found > 0 ? found - 1 : TIMELINE_NO_INDEX;

	while (ticket != TIMELINE_NO_INDEX &&
	       tying->timeline->tickets[ticket].opened_ms > at_ms + EARLY_MS)
		ticket = tying->same_before[ticket];
	return ticket;
}

static guint32 begin_incident(struct tying *tying, guint32 ticket)
{
	struct incident incident = {.ticket = ticket};

	g_array_append_val(tying->all, incident);
	return tying->all->len - 1;
}

static guint32 named_incident(struct tying *tying, char *key)
{
	guint32 found = GPOINTER_TO_UINT(g_hash_table_lookup(tying->named, key));

	if (found > 0) {
		g_free(key);
		return found - 1;
	}
	found = begin_incident(tying, TIMELINE_NO_INDEX);
	g_hash_table_insert(tying->named, key, GUINT_TO_POINTER(found + 1));
	return found;
}

/* Number of the incident that the message's subject names. */
static guint32 incident_named_by(struct tying *tying, const struct timeline_message *message)
{
	char *key = plain_key(message->ticket_key);
	guint32 ticket = ticket_of(tying, key, message->at_ms);

	if (ticket == TIMELINE_NO_INDEX)
		return named_incident(tying, key);
	g_free(key);
	if (tying->of_ticket[ticket] == TIMELINE_NO_INDEX)
		tying->of_ticket[ticket] = begin_incident(tying, ticket);
	return tying->of_ticket[ticket];
}

static void tie_by_subject(struct tying *tying)
{
	for (guint32 i = 0; i < tying->timeline->n_messages; i++) {
		const struct timeline_message *message = &tying->timeline->messages[i];

		tying->of_message[i] = TIMELINE_NO_INDEX;
		if (!takes_part(message) || message->ticket_key == NULL ||
		    message->channel != CHANNEL_MAIL)
			continue;
		tying->of_message[i] = incident_named_by(tying, message);
		if (tying->of_thread[message->thread] == TIMELINE_NO_INDEX)
			tying->of_thread[message->thread] = tying->of_message[i];
	}
}

static void tie_by_thread(struct tying *tying)
{
	for (guint32 i = 0; i < tying->timeline->n_messages; i++) {
		const struct timeline_message *message = &tying->timeline->messages[i];

		if (takes_part(message) && tying->of_message[i] == TIMELINE_NO_INDEX)
			tying->of_message[i] = tying->of_thread[message->thread];
	}
}

/* Counting sort of the messages by incident: those of one stay in the order of time. */
static void group_messages(const struct tying *tying, struct incidents *incidents)
{
	struct incident *all = (struct incident *)tying->all->data;
	guint32 n = tying->timeline->n_messages, next = 0;

	for (guint32 i = 0; i < n; i++)
		if (tying->of_message[i] != TIMELINE_NO_INDEX)
			all[tying->of_message[i]].count++;
	for (guint i = 0; i < tying->all->len; i++) {
		all[i].first = next;
		next += all[i].count;
		all[i].count = 0;
	}
	incidents->n_messages = next;
	incidents->messages = g_new(guint32, next);
	for (guint32 i = 0; i < n; i++) {
		if (tying->of_message[i] == TIMELINE_NO_INDEX)
			continue;
		struct incident *incident = &all[tying->of_message[i]];
		incidents->messages[incident->first + incident->count++] = i;
	}
}

struct incidents *incidents_of(const struct timeline *timeline)
{
	struct incidents *incidents = g_new0(struct incidents, 1);
	g_autoptr(GHashTable) tickets =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) named =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree guint32 *same_before = g_new(guint32, timeline->n_tickets);
	g_autofree guint32 *of_ticket = g_new(guint32, timeline->n_tickets);
	g_autofree guint32 *of_thread = g_new(guint32, timeline->n_threads);
	g_autofree guint32 *of_message = g_new(guint32, timeline->n_messages);
	struct tying tying = {
		.timeline = timeline,
		.tickets = tickets,
		.same_before = same_before,
		.named = named,
		.of_ticket = of_ticket,
		.of_thread = of_thread,
		.of_message = of_message,
		.all = g_array_new(FALSE, FALSE, sizeof(struct incident)),
	};

	for (guint i = 0; i < timeline->n_threads; i++)
		of_thread[i] = TIMELINE_NO_INDEX;
	index_tickets(&tying);
	tie_by_subject(&tying);
	tie_by_thread(&tying);
	incidents->timeline = timeline;
	group_messages(&tying, incidents);
	incidents->n = tying.all->len;
	incidents->all = (struct incident *)g_array_free(tying.all, FALSE);
	return incidents;
}

void incidents_free(struct incidents *incidents)
{
	if (incidents == NULL)
		return;
	g_free(incidents->all);
	g_free(incidents->messages);
	g_free(incidents);
}

const struct incident *incidents_find(const struct incidents *incidents, guint32 ticket)
{
	for (guint i = 0; i < incidents->n; i++)
		if (incidents->all[i].ticket == ticket)
			return &incidents->all[i];
	return NULL;
}

gint64 incident_closed_ms(const struct timeline_ticket *ticket)
{
	gint64 resolved = ticket->resolved_ms, closed = ticket->closed_ms;

	if (ticket->cancelled_ms != INSTANT_NONE)
		return INSTANT_NONE;
	if (resolved == INSTANT_NONE || closed == INSTANT_NONE)
		return resolved == INSTANT_NONE ? closed : resolved;
	return MIN(resolved, closed);
}

static gint64 closing_end(const struct incidents *incidents, const struct incident *incident)
{
	gint64 closed =
		incident->ticket != TIMELINE_NO_INDEX
			? incident_closed_ms(&incidents->timeline->tickets[incident->ticket])
			: INSTANT_NONE;

	return closed != INSTANT_NONE ? closed + INCIDENT_CLOSING_MS : G_MAXINT64;
}

guint incident_last_texts(const struct incidents *incidents, const struct incident *incident,
			  enum side side, guint32 texts[INCIDENT_LAST_TEXTS])
{
	const guint32 *tied = incidents->messages + incident->first;
	gint64 end = closing_end(incidents, incident);
	guint n = 0;

	for (guint i = 0; i < incident->count; i++) {
		const struct timeline_message *message =
			&incidents->timeline->messages[tied[i]];

		if (message->side != side || message->at_ms > end)
			continue;
		if (n == INCIDENT_LAST_TEXTS)
			memmove(texts, texts + 1, --n * sizeof *texts);
		texts[n++] = tied[i];
	}
	return n;
}

gboolean incident_message_explains(const struct timeline_message *message)
{
	return message->explanations > 0 || (message->ticks & 1u << CLOSURE_CAUSE) != 0;
}
