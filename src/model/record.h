/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an importer yields: one mail, ticket row, company fact, meeting, or rejected record.
 * Plain values, all text valid UTF-8 without NUL; every pointer is owned by the record. An
 * absent text is NULL, never "". Records cross from the worker process to the parent, so they
 * hold no handles. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "contract/notice_clock.h"
#include "contract/paragraph.h"
#include "model/action.h"
#include "model/ledger.h"
#include "model/responsibility.h"
#include "model/survey.h"
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

enum participation {
	PARTICIPATION_NONE, /* not answered, or not said */
	PARTICIPATION_ACCEPTED,
	PARTICIPATION_DECLINED,
	PARTICIPATION_TENTATIVE,
	PARTICIPATION_COUNT
};

struct meeting_person {
	struct mail_address who;
	enum participation participation;
};

/* One meeting: a single one, or one instance of a series. What a calendar says of one uid and
 * instance may change: each version is a record of its own. */
struct meeting_record {
	guint8 digest[DIGEST_SIZE]; /* BLAKE2b-256 of all below but place and simulated */
	struct place place;         /* of the event that it comes from */
	char *uid;
	/* When its series put it, which names it in the series even after it was moved;
	 * INSTANT_NONE for a single meeting. */
	gint64 instance_ms;
	gint64 start_ms, end_ms; /* INSTANT_NONE when an answer or a cancellation says none */
	gint64 revised_ms;       /* when this version was made, or INSTANT_NONE */
	guint32 sequence;        /* of the version: the highest is the last */
	bool day_only;           /* whole days, no hours */
	bool recurring;          /* of a series */
	bool exception;          /* replaces one instance of a series, */
	bool onwards;            /* and moves those behind it too */
	bool cancelled;
	bool planned;  /* was still to come when the calendar was written */
	bool answer;   /* an attendee's answer: no meeting, only a participation */
	bool proposal; /* another date proposed, or a request to be told again: no meeting */
	bool private;  /* its author hides it: no title, people nor text here */
	bool simulated;
	char *title;
	struct mail_address organiser; /* address NULL when none */
	struct meeting_person *people; /* n_people of them, without rooms */
	guint n_people;
	char *text; /* the description as own text; of a series on its first instance only */
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

/* A contract, a report: its paragraphs in reading order, what repeats on every page left out.
 */
struct document_record {
	guint8 digest[DIGEST_SIZE]; /* BLAKE2b-256 of all that is below but the place */
	struct place place;
	char *title;       /* its first heading, or what stands first */
	char *format;      /* "docx", "pdf"... */
	char language[3];  /* "fr", "en" or "" */
	guint32 pages;     /* 0 when the format has none */
	guint32 deletions; /* tracked deletions that were left out */
	char *scans;       /* pages that were pictures: lines "page confidence words"; NULL */
	struct document_paragraph *paragraphs;
	guint32 n_paragraphs;
};

/* A page that was recognised: how sure, in per cent, and of how many words. */
struct document_scan {
	guint page, confidence, words;
};

/* The next line of document_record.scans, which moves on; false at its end. */
bool document_scan_next(const char **scans, struct document_scan *scan);
void document_scan_add(GString *scans, const struct document_scan *scan);

/* A contract as a user keeps it: a row of a table, or typed in. */
struct contract_record {
	guint8 digest[DIGEST_SIZE]; /* BLAKE2b-256 of all that is below but the place */
	struct place place;
	char *provider; /* as written */
	char *object, *reference, *owner;
	char *clause; /* in the contract's own words */
	char *remark;
	char *currency; /* "EUR" */
	gint64 amount;  /* in thousandths; CONTRACT_NO_AMOUNT */
	struct contract_life life;
	gint32 amended; /* day of the last amendment, or CONTRACT_NO_DAY */
	char *amendment;
};
#define CONTRACT_NO_AMOUNT G_MININT64

/* An expectation or a commitment as a user keeps it: a row of a table. */
struct ledger_record {
	struct place place;
	struct ledger_item item;
};

/* An action or a decision as minutes list it. */
struct action_record {
	struct place place;
	struct action_item item;
};

/* What a grid of responsibilities says of one activity. */
struct raci_record {
	struct place place;
	struct raci_row row;
};

/* An answer to the questionnaire. Side, role, round and respondent may be unsaid: a private
 * link knows them. Value 0 without words: the row is there and nothing was answered. */
struct answer_record {
	struct place place;
	struct survey_answer answer;
	enum side side;        /* SIDE_NONE: not said */
	enum survey_role role; /* SURVEY_ROLES: not said */
	char *round;           /* its name */
	char *respondent;      /* what tells one sheet from another; kept nowhere */
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
void answer_record_clear(struct answer_record *record);
/* An item that there is, and a value or words that it asks for; or nothing answered. */
bool answer_record_is_sound(const struct answer_record *record);
bool answer_record_is_empty(const struct answer_record *record);
void ticket_record_clear(struct ticket_record *record);
void fact_record_clear(struct fact_record *record);
void meeting_record_clear(struct meeting_record *record);
void rejected_record_clear(struct rejected_record *record);
void document_record_clear(struct document_record *record);
void member_record_clear(struct member_record *record);
void contract_record_clear(struct contract_record *record);
/* Zeroed, with instants and optional numbers set to "absent". */
void message_record_init(struct message_record *record);
void ticket_record_init(struct ticket_record *record);
void meeting_record_init(struct meeting_record *record);
void contract_record_init(struct contract_record *record);
