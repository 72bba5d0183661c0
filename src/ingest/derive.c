/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The derived pass. Messages are read once into plain arrays, put in the order of time and
 * digest, stripped of copies, then given a person, a side, a thread and a parent. */
#include "ingest/derive.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "ingest/audience.h"
#include "ingest/copies.h"
#include "ingest/coverage.h"
#include "ingest/derive_documents.h"
#include "ingest/derive_recurrences.h"
#include "ingest/derive_tickets.h"
#include "language/activities.h"
#include "ingest/identity.h"
#include "ingest/meeting_fold.h"
#include "ingest/sides.h"
#include "ingest/threads.h"
#include "store/people.h"
#include "text/own_text.h"

#define DERIVED_MAKER ENTENTE_VERSION ".10"

struct derivation {
	struct store *store;
	const struct relationship *relationship;
	struct sides *sides;
	struct identities *identities;
	struct audience *audience; /* while messages are written */
	GTimeZone *zone;
	GStringChunk *strings;
	struct activity_reader *activities;
	GArray *messages;                /* struct stored_message, dated, texts in `strings` */
	struct timeline_person *persons; /* identities_count() of them */
	guint undated;
	bool failed;
	GError **error;
};

static const char *keep(struct derivation *derivation, const char *text)
{
	return text == NULL ? NULL : g_string_chunk_insert(derivation->strings, text);
}

/* Cuts "address TAB name" behind the address; the name, or NULL. */
static const char *cut_name(char *line)
{
	char *tab = strchr(line, '\t');

	if (tab == NULL)
		return NULL;
	*tab = '\0';
	return tab + 1;
}

static void observe_people(struct derivation *derivation, const struct stored_message *message)
{
	struct identities *identities = derivation->identities;
	g_auto(GStrv) lines =
		message->recipients != NULL ? g_strsplit(message->recipients, "\n", -1) : NULL;

	if (message->from_address != NULL) {
		identities_observe(identities, message->from_address, message->from_name);
		if (message->automatic == AUTOMATIC_NOT)
			identities_wrote(identities, message->from_address, message->sent_ms);
	}
	for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
		const char *name = cut_name(lines[i]);
		if (*lines[i] == '\0')
			continue;
		identities_observe(identities, lines[i], name);
		identities_wrote_to(identities, message->from_address, lines[i],
				    message->sent_ms);
	}
}

static bool take_message(const struct stored_message *message, void *data)
{
	struct derivation *derivation = data;
	struct stored_message copy = *message;

	observe_people(derivation, message);
	if (message->sent_ms == INSTANT_NONE) {
		derivation->undated++;
		return true;
	}
	copy.message_id = keep(derivation, message->message_id);
	copy.in_reply_to = keep(derivation, message->in_reply_to);
	copy.reference_ids = keep(derivation, message->reference_ids);
	copy.subject = keep(derivation, message->subject);
	copy.from_address = keep(derivation, message->from_address);
	copy.from_name = NULL;
	copy.recipients = keep(derivation, message->recipients);
	copy.list_id = keep(derivation, message->list_id);
	copy.conversation = keep(derivation, message->conversation);
	g_array_append_val(derivation->messages, copy);
	return true;
}

static void count_recipients(struct derivation *derivation, const struct stored_message *stored,
			     struct timeline_message *message)
{
	g_auto(GStrv) lines =
		stored->recipients != NULL ? g_strsplit(stored->recipients, "\n", -1) : NULL;
	guint count[SIDE_COUNT] = {0};

	for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
		lines[i][strcspn(lines[i], "\t")] = '\0';
		count[sides_of_address(derivation->sides, lines[i])]++;
		message->n_recipients++;
	}
	/* Through a list, or to everyone else, the other side reads it though no address says
	 * so. */
	if (count[side_other(message->side)] == 0 &&
	    (lines == NULL || stored->list_id != NULL || sides_has_everyone(derivation->sides)))
		count[side_other(message->side)] = 1;
	message->n_recipients_client = (guint16)MIN(count[SIDE_CLIENT], G_MAXUINT16);
	message->n_recipients_provider = (guint16)MIN(count[SIDE_PROVIDER], G_MAXUINT16);
}

static struct thread_output *thread_messages(const GArray *messages)
{
	g_autofree struct thread_input *input = g_new0(struct thread_input, messages->len);
	struct thread_output *output = g_new0(struct thread_output, messages->len);

	for (guint i = 0; i < messages->len; i++) {
		const struct stored_message *stored =
			&g_array_index(messages, struct stored_message, i);
		input[i].message_id = stored->message_id;
		input[i].in_reply_to = stored->in_reply_to;
		input[i].reference_ids = stored->reference_ids;
		input[i].subject = stored->subject;
		input[i].conversation = stored->conversation;
		input[i].at_ms = stored->sent_ms;
	}
	threads_compute(input, messages->len, output);
	return output;
}

static bool write_message(struct derivation *derivation, guint position,
			  const struct thread_output *threads)
{
	const struct stored_message *stored =
		&g_array_index(derivation->messages, struct stored_message, position);
	g_autofree char *ticket_key =
		stored->subject != NULL ? own_text_ticket_key(stored->subject) : NULL;
	struct timeline_message message = {
		.at_ms = stored->sent_ms,
		.event = stored->event,
		.person = identities_person(derivation->identities, stored->from_address),
		.thread = threads[position].thread,
		.parent = threads[position].parent,
		.side = sides_of_address(derivation->sides, stored->from_address),
		.automatic = stored->automatic,
		.starts = threads[position].starts,
		.asks = stored->asks,
		.novelty = stored->novelty,
		.ticket_key = ticket_key,
		.channel = (guint8)stored->channel,
	};
	struct audience_step step;

	if (stored->subject != NULL)
		message.activity = (guint8)activity_reader_read(
			derivation->activities, stored->subject, strlen(stored->subject));

	step = audience_follow(derivation->audience, message.thread, stored);
	message.n_added = (guint16)MIN(step.added, G_MAXUINT16);
	message.raised = step.raised;
	count_recipients(derivation, stored, &message);
	return derived_put_message(derivation->store, derivation->relationship->id, position,
				   &message, derivation->error);
}

static bool write_messages(struct derivation *derivation)
{
	g_autofree struct thread_output *threads = NULL;
	bool done = true;

	copies_fold(derivation->messages, derivation->strings);
	threads = thread_messages(derivation->messages);
	derivation->audience = audience_new(derivation->identities);
	for (guint i = 0; i < derivation->messages->len && done; i++)
		done = write_message(derivation, i, threads);
	audience_free(derivation->audience);
	return done;
}

/* A named rule beats "everyone else": someone of the named organisation stays its person even
 * when more mail came later from another address. */
static enum side side_of_person(const guint32 counts[SIDE_COUNT], enum side everyone)
{
	enum side best =
		counts[SIDE_CLIENT] >= counts[SIDE_PROVIDER] ? SIDE_CLIENT : SIDE_PROVIDER;
	enum side named = side_other(everyone);

	if (everyone != SIDE_NONE && counts[named] >= 5)
		return named;
	return counts[best] > 0 ? best : SIDE_NONE;
}

struct person_count {
	guint32 by_side[SIDE_COUNT];
	gint64 last_of_side[SIDE_COUNT];
};

static void count_messages(struct derivation *derivation, struct person_count *counts)
{
	for (guint i = 0; i < derivation->messages->len; i++) {
		const struct stored_message *stored =
			&g_array_index(derivation->messages, struct stored_message, i);
		guint32 person =
			identities_person(derivation->identities, stored->from_address);
		struct timeline_person *one;
		enum side side;
		if (person == IDENTITY_NONE || stored->automatic != AUTOMATIC_NOT)
			continue;
		side = sides_of_address(derivation->sides, stored->from_address);
		one = &derivation->persons[person];
		counts[person].by_side[side]++;
		counts[person].last_of_side[side] = stored->sent_ms;
		one->first_ms = one->messages == 0 ? stored->sent_ms : one->first_ms;
		one->last_ms = stored->sent_ms;
		one->messages++;
	}
}

/* Messages after the last one that was sent from the person's own side. */
static void count_elsewhere(struct derivation *derivation, const struct person_count *counts)
{
	for (guint i = 0; i < derivation->messages->len; i++) {
		const struct stored_message *stored =
			&g_array_index(derivation->messages, struct stored_message, i);
		guint32 person =
			identities_person(derivation->identities, stored->from_address);
		if (person == IDENTITY_NONE || stored->automatic != AUTOMATIC_NOT)
			continue;
		enum side side = derivation->persons[person].side;
		if (counts[person].by_side[side] > 0 &&
		    stored->sent_ms > counts[person].last_of_side[side])
			derivation->persons[person].elsewhere++;
	}
}

static enum side everyone_side(const struct relationship *relationship)
{
	if (strcmp(relationship->client, "*") == 0)
		return SIDE_CLIENT;
	return strcmp(relationship->provider, "*") == 0 ? SIDE_PROVIDER : SIDE_NONE;
}

static bool write_persons(struct derivation *derivation)
{
	guint count = identities_count(derivation->identities);
	g_autofree struct person_count *counts = g_new0(struct person_count, count);
	enum side everyone = everyone_side(derivation->relationship);

	derivation->persons = g_new0(struct timeline_person, count);
	count_messages(derivation, counts);
	for (guint i = 0; i < count; i++) {
		derivation->persons[i].pseudonym =
			identities_pseudonym(derivation->identities, i);
		derivation->persons[i].shared = identities_shared(derivation->identities, i);
		derivation->persons[i].side = side_of_person(counts[i].by_side, everyone);
	}
	count_elsewhere(derivation, counts);
	for (guint i = 0; i < count; i++)
		if (!derived_put_person(derivation->store, derivation->relationship->id, i,
					&derivation->persons[i], derivation->error))
			return false;
	return true;
}

static void write_identity(const char *address, const char *name, guint32 person, void *data)
{
	struct derivation *derivation = data;

	if (!derivation->failed &&
	    !derived_put_identity(derivation->store, derivation->relationship->id, address,
				  name, person, derivation->error))
		derivation->failed = true;
}

/* What users said of two addresses, before any rule. */
static bool take_corrections(struct derivation *derivation)
{
	g_autoptr(GPtrArray) all = people_corrections(
		derivation->store, derivation->relationship->id, derivation->error);

	for (guint i = 0; all != NULL && i < all->len; i++) {
		const struct people_correction *one = g_ptr_array_index(all, i);
		if (one->says == PEOPLE_SAME || one->says == PEOPLE_DIFFERENT)
			identities_say(derivation->identities, one->first, one->second,
				       one->says == PEOPLE_SAME);
	}
	return all != NULL;
}

static bool write_doubts(struct derivation *derivation)
{
	g_autoptr(GPtrArray) doubts = identities_doubts(derivation->identities);

	return people_put_doubts(derivation->store, derivation->relationship->id, doubts,
				 derivation->error);
}

static bool derive_mail(struct derivation *derivation)
{
	if (!take_corrections(derivation) ||
	    !store_each_message(derivation->store, derivation->relationship->id, take_message,
				derivation, derivation->error))
		return false;
	identities_resolve(derivation->identities);
	if (!write_messages(derivation) || !write_persons(derivation))
		return false;
	identities_each(derivation->identities, write_identity, derivation);
	return !derivation->failed && write_doubts(derivation);
}

/* ---- coverage ---- */

struct mailbox_coverage {
	GArray *counts; /* struct week_count of the present source */
	gint64 source;
	struct timeline_coverage total;
};

static void end_mailbox(struct mailbox_coverage *mail)
{
	struct timeline_coverage one;

	coverage_of_mailbox((const struct week_count *)mail->counts->data, mail->counts->len,
			    &one);
	coverage_unite(&mail->total, &one);
	g_free(one.state);
	g_array_set_size(mail->counts, 0);
}

static bool take_week(gint64 source, gint32 week, gint64 records, void *data)
{
	struct mailbox_coverage *mail = data;
	struct week_count count = {week, records};

	if (mail->counts->len > 0 && mail->source != source)
		end_mailbox(mail);
	mail->source = source;
	g_array_append_val(mail->counts, count);
	return true;
}

/* A relationship has no silence before both sides have spoken: its channels are covered from
 * the week in which the later of the two first did, on whatever channel. */
static void begin_with_both_sides(const struct derivation *derivation,
				  struct timeline_coverage *coverage)
{
	gint64 first[SIDE_COUNT] = {INSTANT_NONE, INSTANT_NONE, INSTANT_NONE};
	gint32 week;

	for (guint i = derivation->messages->len; i-- > 0;) {
		const struct stored_message *stored =
			&g_array_index(derivation->messages, struct stored_message, i);
		if (stored->automatic == AUTOMATIC_NOT)
			first[sides_of_address(derivation->sides, stored->from_address)] =
				stored->sent_ms;
	}
	week = first[SIDE_CLIENT] == INSTANT_NONE || first[SIDE_PROVIDER] == INSTANT_NONE
		       ? coverage->last_week + 1 /* one side never wrote: nothing to judge */
		       : calendar_week_of_ms(MAX(first[SIDE_CLIENT], first[SIDE_PROVIDER]),
					     derivation->zone);
	for (gint32 at = coverage->first_week; at < week && at <= coverage->last_week; at++)
		coverage->state[at - coverage->first_week] = WEEK_NOT_COVERED;
	coverage_trim(coverage);
}

static bool derive_channel_coverage(struct derivation *derivation, enum channel channel)
{
	struct mailbox_coverage sources = {
		.counts = g_array_new(FALSE, FALSE, sizeof(struct week_count)),
		.total = {.first_week = 0, .last_week = -1},
	};
	bool done = store_each_source_week(derivation->store, derivation->relationship->id,
					   channel_token(channel), take_week, &sources,
					   derivation->error);

	end_mailbox(&sources);
	begin_with_both_sides(derivation, &sources.total);
	coverage_mark_ends(&sources.total);
	done = done && derived_put_coverage(derivation->store, derivation->relationship->id,
					    channel_token(channel), "", &sources.total,
					    derivation->error);
	g_array_unref(sources.counts);
	g_free(sources.total.state);
	return done;
}

static bool derive_contact_coverage(struct derivation *derivation)
{
	for (guint channel = 0; channel < CHANNEL_COUNT; channel++)
		if (!derive_channel_coverage(derivation, channel))
			return false;
	return true;
}

/* ---- meetings ---- */

static bool take_meeting_row(const struct stored_meeting *row, void *data)
{
	meeting_fold_add(data, row);
	return true;
}

static bool write_meetings(struct derivation *derivation, const GArray *meetings)
{
	for (guint i = 0; i < meetings->len; i++)
		if (!derived_put_meeting(derivation->store, derivation->relationship->id,
					 &g_array_index(meetings, struct timeline_meeting, i),
					 derivation->error))
			return false;
	return true;
}

/* A calendar speaks from its first meeting to its last that was past when it was written, those
 * of others included: a committee that is no longer in it is no longer held. */
static bool derive_meeting_coverage(struct derivation *derivation)
{
	struct mailbox_coverage calendars = {
		.counts = g_array_new(FALSE, FALSE, sizeof(struct week_count)),
		.total = {.first_week = 0, .last_week = -1},
	};
	bool done =
		store_each_source_week(derivation->store, derivation->relationship->id,
				       "meetings", take_week, &calendars, derivation->error);

	end_mailbox(&calendars);
	coverage_mark_ends(&calendars.total);
	done = done &&
	       derived_put_coverage(derivation->store, derivation->relationship->id, "meetings",
				    "", &calendars.total, derivation->error);
	g_array_unref(calendars.counts);
	g_free(calendars.total.state);
	return done;
}

static bool derive_meetings(struct derivation *derivation)
{
	struct meeting_fold *fold = meeting_fold_new(derivation->sides);
	bool done = store_each_meeting(derivation->store, derivation->relationship->id,
				       take_meeting_row, fold, derivation->error) &&
		    write_meetings(derivation, meeting_fold_finish(fold));

	meeting_fold_free(fold);
	return done && derive_meeting_coverage(derivation);
}

static bool derive_all(struct derivation *derivation)
{
	gint64 id = derivation->relationship->id;

	return derived_clear(derivation->store, id, derivation->error) &&
	       derive_mail(derivation) && derive_contact_coverage(derivation) &&
	       derive_meetings(derivation) &&
	       derive_tickets(derivation->store, derivation->relationship, derivation->sides,
			      derivation->zone, derivation->error) &&
	       derive_recurrences(derivation->store, id, derivation->error) &&
	       derive_documents(derivation->store, derivation->relationship,
				derivation->error) &&
	       derived_finish(derivation->store, id, DERIVED_MAKER, derivation->undated,
			      derivation->error);
}

static bool derive_in_transaction(struct derivation *derivation)
{
	if (!db_begin(derivation->store->db, derivation->error))
		return false;
	if (derive_all(derivation) && db_commit(derivation->store->db, derivation->error))
		return true;
	db_rollback(derivation->store->db);
	return false;
}

bool derive_relationship(struct store *store, const struct relationship *relationship,
			 GError **error)
{
	g_autoptr(sides_auto) sides = sides_of_relationship(relationship, error);
	struct derivation derivation = {
		.store = store,
		.relationship = relationship,
		.sides = sides,
		.error = error,
	};
	bool done;

	if (sides == NULL)
		return false;
	derivation.identities = identities_new(sides, relationship->name);
	derivation.zone = g_time_zone_new_identifier(relationship->zone);
	if (derivation.zone == NULL)
		derivation.zone = g_time_zone_new_utc();
	derivation.strings = g_string_chunk_new(1 << 16);
	derivation.activities = activity_reader_new();
	derivation.messages = g_array_new(FALSE, FALSE, sizeof(struct stored_message));
	done = derive_in_transaction(&derivation);
	identities_free(derivation.identities);
	g_time_zone_unref(derivation.zone);
	g_string_chunk_free(derivation.strings);
	activity_reader_free(derivation.activities);
	g_array_unref(derivation.messages);
	g_free(derivation.persons);
	return done;
}

bool derive_if_needed(struct store *store, const struct relationship *relationship,
		      GError **error)
{
	g_autofree char *maker = derived_maker(store, relationship->id);

	return g_strcmp0(maker, DERIVED_MAKER) == 0 ||
	       derive_relationship(store, relationship, error);
}
