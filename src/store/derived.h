/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading all evidence of a relationship for the derived pass, and writing what it found. What
 * is passed to a callback is borrowed for the call. */
#pragma once

#include "store/store.h"

struct stored_message {
	guint64 event;
	const char *message_id, *in_reply_to, *reference_ids; /* references one a line */
	const char *subject;
	gint64 sent_ms; /* INSTANT_NONE when undated */
	guint8 automatic;
	bool asks;
	const char *from_address, *from_name;
	const char *recipients; /* address TAB name, one a line */
	const char *list_id;
	guint32 novelty;
	guint32 quality; /* enum record_quality bits */
	enum channel channel;
	const char *conversation;
};

struct stored_ticket_row {
	guint64 event;
	const char *tool, *key, *title, *status;
	enum ticket_state state;
	const char *requester, *assignee, *group, *activity, *activity_actor;
	gint64 activity_ms, opened_ms, first_response_ms, resolved_ms, closed_ms;
	gint32 reopened, reassigned, sla_met;
};

/* A ticket that has a title and was opened by no robot. */
struct stored_ticket_title {
	guint64 event;
	const char *title;
	gint64 opened_ms, ended_ms; /* G_MAXINT64 while it is open */
};

struct stored_meeting {
	guint64 event;
	const char *uid, *title;
	gint64 instance_ms, start_ms, end_ms, revised_ms; /* INSTANT_NONE when absent */
	guint32 sequence;
	bool day_only, recurring, exception, onwards, cancelled, planned, answer;
	const char *organiser_address;
	const char *people; /* participation TAB address TAB name, one a line */
};

/* By event id, so that nothing depends on the order of import. */
bool store_each_message(struct store *store, gint64 relationship,
			bool (*each)(const struct stored_message *message, void *data),
			void *data, GError **error);
/* By tool, key, time of activity; of one instant in the order of a ticket's life, then event
 * id: many tools write minutes, in which a ticket may go through several states. */
bool store_each_ticket_row(struct store *store, gint64 relationship,
			   bool (*each)(const struct stored_ticket_row *row, void *data),
			   void *data, GError **error);
/* By uid, then event id. */
bool store_each_meeting(struct store *store, gint64 relationship,
			bool (*each)(const struct stored_meeting *meeting, void *data),
			void *data, GError **error);
/* Weekly counts of the sources of a kind ("mail"), by source and week; for tickets by source.
 */
bool store_each_source_week(struct store *store, gint64 relationship, const char *kind,
			    bool (*each)(gint64 source, gint32 week, gint64 records,
					 void *data),
			    void *data, GError **error);

bool derived_clear(struct store *store, gint64 relationship, GError **error);
bool derived_put_person(struct store *store, gint64 relationship, guint32 number,
			const struct timeline_person *person, GError **error);
bool derived_put_identity(struct store *store, gint64 relationship, const char *address,
			  const char *name, guint32 person, GError **error);
/* `parent` and `person` of the message are positions and numbers of this same pass. */
bool derived_put_message(struct store *store, gint64 relationship, guint32 position,
			 const struct timeline_message *message, GError **error);
bool derived_put_ticket(struct store *store, gint64 relationship, const char *tool,
			const char *title, const struct timeline_ticket *ticket,
			GError **error);
/* Derived tickets by opening, then event id. */
bool store_each_ticket_title(struct store *store, gint64 relationship,
			     bool (*each)(const struct stored_ticket_title *ticket, void *data),
			     void *data, GError **error);
/* The derived ticket `event` repeats the ticket `of`. */
bool derived_put_repeat(struct store *store, gint64 relationship, guint64 event, guint64 of,
			GError **error);
bool derived_put_meeting(struct store *store, gint64 relationship,
			 const struct timeline_meeting *meeting, GError **error);
bool derived_put_coverage(struct store *store, gint64 relationship, const char *channel,
			  const char *tool, const struct timeline_coverage *coverage,
			  GError **error);
/* Marks the pass as done by this version. */
bool derived_finish(struct store *store, gint64 relationship, const char *maker, guint undated,
		    GError **error);
/* Version that made the derived tables; NULL when they were never made. Caller owns. */
char *derived_maker(struct store *store, gint64 relationship);
