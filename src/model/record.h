/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an importer yields: one mail, one ticket row, one company fact, one rejected record.
 * Plain values, all text valid UTF-8 without NUL; every pointer is owned by the record. An
 * absent text is NULL, never "". Records cross from the worker process to the parent, so they
 * hold no handles. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "model/words.h"

#define DIGEST_SIZE  32
#define INSTANT_NONE G_MININT64

/* Where the bytes stand in the source, after decompression. */
struct place {
	guint64 offset;
	guint64 length;
	guint32 line; /* 1-based line of a table, 0 for mail */
};

enum record_quality {
	QUALITY_NO_MESSAGE_ID = 1 << 0,
	QUALITY_NO_DATE = 1 << 1, /* no usable date anywhere: kept, outside every series */
	QUALITY_DATE_REPAIRED =
		1 << 2, /* taken from Received or the From_ line, or zone mended */
	QUALITY_HEADER_BROKEN = 1 << 3,
	QUALITY_CHARSET_GUESSED = 1 << 4,
	QUALITY_TRUNCATED = 1 << 5, /* the message ends early, or a limit cut it */
	QUALITY_PARTS_SKIPPED = 1 << 6,
	QUALITY_SENDER_MISSING = 1 << 7,
	QUALITY_HEADERS_ONLY = 1 << 8, /* a log speaks of it: no text, perhaps one recipient */
};

enum automatic_kind {
	AUTOMATIC_NOT,
	AUTOMATIC_BOUNCE,
	AUTOMATIC_AUTO_REPLY, /* out of office, acknowledgement by a robot */
	AUTOMATIC_NEWSLETTER,
	AUTOMATIC_MONITORING, /* alerts, backup and job reports */
	AUTOMATIC_ROBOT,      /* other machine mail: ticket notices, invitations, no-reply */
	AUTOMATIC_COUNT
};

struct mail_address {
	char *address; /* lower case, "user@host"; scrambled forms repaired */
	char *name;    /* display name, list decoration ("via ...") removed; NULL when none */
};

struct message_record {
	guint8 digest[DIGEST_SIZE]; /* BLAKE2b-256 of the canonical message, see
				       importers/mail.h */
	struct place place;
	char *message_id;      /* without angle brackets */
	char *in_reply_to;     /* idem */
	GPtrArray *references; /* char *, oldest first; NULL when none */
	char *subject;
	gint64 date_ms;        /* INSTANT_NONE when there is no usable date */
	gint16 offset_minutes; /* as written */
	guint32 quality;       /* enum record_quality bits */
	enum automatic_kind automatic;
	bool personal;  /* marked personal or private by its subject, folder or Sensitivity */
	bool simulated; /* says that it was written by `entente simulate` */
	bool asks;      /* own text holds a question or a request for an answer */
	struct mail_address from;
	struct mail_address *to; /* To then Cc, n_to of them */
	guint n_to;
	guint n_cc;            /* how many of the last of `to` come from Cc */
	char *list_id;         /* mailing list it passed through */
	char *own_text;        /* author's new text; NULL when there is none */
	guint32 quoted_length; /* bytes of text that were quoted, signature or footer */
	guint16 attachments;
	char language[3]; /* "fr", "en" or "" */
	enum channel channel;
	char *conversation; /* of a chat or a call: what is said there belongs together when it
			       is said close in time; NULL for mail */
};

/* One row of a ticket table, or one step of an event log. Instants are INSTANT_NONE when
 * absent. */
struct ticket_record {
	guint8 digest[DIGEST_SIZE]; /* BLAKE2b-256 of the normalised cells with their field
				       names */
	struct place place;
	char *tool; /* mapping name: "glpi", "servicenow", "jira", "generic" */
	char *key;  /* the ticket's own number, thousands spaces removed; required */
	char *title;
	char *description;
	char *status; /* as written */
	enum ticket_state {
		TICKET_STATE_UNKNOWN,
		TICKET_NEW,
		TICKET_IN_PROGRESS,
		TICKET_WAITING,
		TICKET_RESOLVED,
		TICKET_CLOSED,
		TICKET_CANCELLED,
	} state;
	char *priority;
	char *category;
	char *requester; /* as written: name, login, address or number */
	char *assignee;
	char *group;
	char *organisation;
	/* An event log names what happened in this row; NULL for a snapshot row. */
	char *activity;
	gint64 activity_ms; /* when this row's state was true: last update, or the step's time
			       stamp */
	char *activity_actor;
	gint64 opened_ms;
	gint64 first_response_ms;
	gint64 resolved_ms;
	gint64 closed_ms;
	gint64 due_ms;
	gint32 reopened;   /* -1 when absent */
	gint32 reassigned; /* -1 when absent */
	gint32 sla_met;    /* 1, 0, or -1 when absent */
	char *comments;    /* texts of follow-ups and solution, one blank line between two */
};

/* A dated fact of the company: headcount, channel_opened, ticket_tool_changed,
 * contract_ended... */
struct fact_record {
	guint8 digest[DIGEST_SIZE];
	struct place place;
	gint32 day;
	char *fact;
	char *value;
};

/* A file inside a container, as a walk finds it. */
struct member_record {
	struct place place; /* length: bytes it unpacks to, 0 when it is not told */
	char *name;         /* within the container, '/' between folders */
	gint64 changed_ns;  /* 0 when it is not told */
	char *trouble;      /* why it is not read and the mend, or NULL */
};

struct rejected_record {
	struct place place;
	char *reason; /* what is wrong and the mend, one sentence, English */
};

void message_record_clear(struct message_record *record);
void ticket_record_clear(struct ticket_record *record);
void fact_record_clear(struct fact_record *record);
void rejected_record_clear(struct rejected_record *record);
void member_record_clear(struct member_record *record);
/* Zeroed, with instants and optional numbers set to "absent". */
void message_record_init(struct message_record *record);
void ticket_record_init(struct ticket_record *record);
