/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Read-only view of one relationship, loaded from the store in one go and sorted by time, then
 * by digest, so that the order of import does not show. Indicators are pure functions of it.
 * Persons are numbers; their names are not here. Copies of one message (same Message-ID, sender
 * and date) are one entry. Messages without a date are not in it (they are counted in
 * `undated`). */
#pragma once

#include <glib.h>

#include "language/style.h"
#include "model/action.h"
#include "model/ledger.h"
#include "model/survey.h"
#include "model/words.h"

#define TIMELINE_NO_INDEX G_MAXUINT32

struct timeline_message {
	gint64 at_ms;
	guint64 event;  /* public id: "m" and 16 hexadecimal digits of this */
	guint32 person; /* sender, index into persons */
	guint32 thread; /* number of its thread, dense from 0 */
	guint32 parent; /* index of the message it answers, TIMELINE_NO_INDEX when it starts a
			   thread or its parent is not in the timeline */
	enum side side; /* side of the sender's address */
	guint16 n_recipients;
	guint16 n_recipients_client; /* recipients on each side; for a list or '*' 0 or 1 */
	guint16 n_recipients_provider;
	guint16 n_added;  /* persons brought into the thread by it, after the first message */
	guint8 raised;    /* one of them is of the management */
	guint8 automatic; /* enum automatic_kind; automatic mail is in the timeline, marked */
	guint8 starts;    /* first message of its thread */
	guint8 asks;      /* a question or a request for an answer */
	guint32 novelty;  /* hash of the own text with numbers masked: equal = same report again
			   */
	const char *ticket_key; /* number of a ticket named in the subject, or NULL */
	/* As language was read (language/reading.h); all 0 for what was not read. */
	float sentences;              /* its author's own */
	float defensive, supportive;  /* sums of their probabilities */
	float explanations;           /* sentences that give a cause */
	guint8 questions;             /* it asks, complains, reminds, or is about a ticket */
	guint8 questioned;            /* it answers such a message of the other side */
	guint8 proposes;              /* sentences that recommend something */
	guint8 disputes;              /* ... that say or ask whose it is to do */
	guint8 complains;             /* ... that complain */
	guint8 confirms;              /* ... that say that it works, or may be closed */
	guint8 formal;                /* ... that give notice, or call on law or hierarchy */
	guint8 ticks;                 /* of language/closure.h, a bit each */
	guint8 language;              /* enum reading_language */
	guint16 asked, met;           /* questions of the message it answers; those it meets */
	guint32 words, syllables;     /* of its author's own sentences */
	guint8 channel;               /* enum channel */
	guint16 style[STYLE_CLASSES]; /* of its words, the function words of each class */
	guint8 activity; /* that it disputes, else that its subject names; 0: none */
};

enum reading_language { READING_UNKNOWN, READING_FRENCH, READING_ENGLISH, READING_LANGUAGES };

/* The known error of the reader of language for one stance (struct stance_error of
 * language/model.h): mean probability given where the stance is right, and where it is not;
 * how far these go from one writer to another. */
struct reading_error {
	double right, wrong;
	double right_spread, wrong_spread;
	guint n_right, n_wrong; /* sentences behind each; 0: not read, nothing known */
};

enum ticket_event_kind {
	TICKET_EVENT_OPENED,
	TICKET_EVENT_ACKNOWLEDGED, /* first answer or assignment by the worker side */
	TICKET_EVENT_UPDATED,
	TICKET_EVENT_REASSIGNED,
	TICKET_EVENT_REOPENED,
	TICKET_EVENT_RESOLVED,
	TICKET_EVENT_CLOSED,
	TICKET_EVENT_CANCELLED,
};

struct timeline_ticket {
	guint64 event; /* public id: "t" and 16 hexadecimal digits */
	const char *key;
	guint32 tool; /* index into tools */
	enum side requester_side, worker_side;
	gint64 opened_ms, acknowledged_ms, resolved_ms, closed_ms,
		cancelled_ms; /* INSTANT_NONE */
	gint64 last_ms;       /* last thing known about it */
	/* The longest time, while it was open and not set to wait, without a step
	 * by whoever works on it; INSTANT_NONE where its tool tells no steps. */
	gint64 gap_from_ms, gap_to_ms;
	gint32 reopened, reassigned; /* -1 unknown */
	gint32 sla_met;              /* 1, 0, -1 unknown */
	guint8 automatic;            /* opened by a robot or monitoring */
	guint8 activity;             /* that its title names; 0: none */
	gint8 repeats;               /* 1: a ticket that ended within 90 days before; 0 none;
					-1 it has no title */
};

/* The last version of one meeting of both sides. Held: neither cancelled nor planned. */
struct timeline_meeting {
	guint64 event;
	gint64 at_ms, end_ms;
	guint16 invited[SIDE_COUNT]; /* by side, the organiser included */
	guint16 accepted[SIDE_COUNT], declined[SIDE_COUNT]; /* of those */
	guint8 kind; /* enum committee_kind of text/committee.h, as its title says */
	guint8 cancelled;
	guint8 planned; /* still to come when its calendar was written: held or not, unknown */
	guint8 day_only;
	guint32 series; /* number of its committee, dense from 0 by first meeting;
			   TIMELINE_NO_INDEX for a meeting of none */
};

struct timeline_person {
	guint64 pseudonym; /* digest of the identity, salted by the relationship */
	enum side side;    /* side of most of its messages */
	guint32 messages;  /* dated, not automatic */
	gint64 first_ms, last_ms;
	/* Messages it sent from addresses of no side or of the other side after its last
	 * message from this side: the person goes on under another address. */
	guint32 elsewhere;
	guint8 shared; /* a function mailbox (support@, info@), not a human */
};

/* What the sources together speak about. One value a week from first_week on. */
struct timeline_coverage {
	gint32 first_week, last_week; /* inclusive; last < first when nothing is covered */
	guint8 *state; /* enum week_state: WEEK_OBSERVED covered, WEEK_PARTIAL an end inside the
			  week, WEEK_NOT_COVERED a hole */
};

struct timeline_fact {
	gint32 day;
	const char *fact, *value;
	guint64 event;
};

enum act_kind {
	ACT_BEGINNING,
	ACT_AMENDMENT, /* from these two on it follows the company again */
	ACT_RENEWAL,   /* a term began by tacit renewal */
};

/* What happened to a contract. */
struct timeline_act {
	gint32 day;
	guint64 event; /* of the contract */
	enum act_kind kind;
};

/* A periodic report and what it shares with the one before it in its series. */
struct timeline_report {
	guint64 event;     /* of the document or message that it is */
	gint64 at_ms;      /* end of its period; of mail, when it was sent */
	enum side side;    /* who reports */
	gboolean compared; /* there was one before it */
	float same;   /* 0..1: share of its words that came back; contract/report_change.h */
	float shared; /* 0..1: share of its words that stand in every report */
	guint32 figures, unmoved; /* of passages that came back; those that did not change */
};

/* What a side counts on from a day on, and what became of it. */
struct timeline_expectation {
	guint64 event;
	gint64 at_ms; /* of its day */
	gint32 day;
	enum side side; /* that expects */
	guint weight;   /* its importance */
	struct ledger_life life;
};

/* An action or a decision, without its words. */
struct timeline_action {
	gint64 at_ms;            /* of its deadline, else of the day it was asked */
	struct action_item item; /* texts are NULL */
};

/* How many roles answer for an activity, from a day on. */
struct timeline_responsibility {
	guint activity;
	gint32 since; /* RACI_ALWAYS */
	guint accountable;
};

/* A ticket, or a message that disputes whose it is, about an activity, since there is a grid.
 */
struct timeline_matter {
	enum event_kind kind;
	guint32 index; /* into the array of its kind */
	gint64 at_ms;
	guint activity;
	guint accountable; /* roles that answered for it on its day; 1 unless it is a grey zone
			    */
};

/* A round of the questionnaire that is over. */
struct timeline_round {
	guint64 event;
	gint64 at_ms;
	gint32 day;                /* its last one */
	guint n[SIDE_COUNT];       /* respondents */
	guint32 roles[SIDE_COUNT]; /* who answered, a bit (1 << enum survey_role) each */
};

/* How both sides see that one of them kept a duty, in one round. */
struct timeline_duty {
	guint64 event;
	gint64 at_ms;
	guint32 round; /* index into rounds */
	enum side owes;
	double view[SIDE_COUNT]; /* mean fulfilment, 1 to 7; NAN: nobody answered */
	guint n[SIDE_COUNT];     /* answers */
};

/* A change of ticket tool: one tool's export ends where another's begins. */
struct timeline_tool {
	const char *name;
	struct timeline_coverage coverage;
};

struct timeline {
	const char *name; /* relationship */
	GTimeZone *zone;
	gint64 as_of_ms; /* nothing later is in the timeline */
	struct timeline_message *messages;
	guint n_messages;
	struct timeline_ticket *tickets; /* by opened_ms, then event */
	guint n_tickets;
	struct timeline_person *persons;
	guint n_persons;
	guint n_threads;
	struct timeline_fact *facts;
	guint n_facts;
	struct timeline_act *acts; /* by day, event, kind */
	guint n_acts;
	struct timeline_expectation *expectations; /* those with a day, by day, then event */
	guint n_expectations;
	struct timeline_action *actions; /* those with a deadline, by it, then event */
	guint n_actions;
	struct timeline_responsibility *responsibilities; /* by activity, then day */
	guint n_responsibilities;
	GPtrArray *own_activities; /* char *: numbered behind the catalogue; may be NULL */
	struct timeline_matter *matters; /* by at_ms, kind, index */
	guint n_matters;
	struct timeline_round *rounds; /* by day, then event */
	guint n_rounds;
	struct timeline_duty *duties; /* by round, then number of the duty */
	guint n_duties;
	struct timeline_tool *tools;
	guint n_tools;
	struct timeline_coverage mail, tickets_coverage;
	struct timeline_coverage chat, calls;
	struct reading_error defensive_error[READING_LANGUAGES];
	struct reading_error supportive_error[READING_LANGUAGES];
	guint undated;                     /* messages kept without a usable date */
	gboolean everyone[SIDE_COUNT];     /* the side is '*': everyone else */
	struct timeline_meeting *meetings; /* by at_ms, then event */
	guint n_meetings;
	guint n_committees; /* series of meetings */
	struct timeline_coverage meetings_coverage;
	struct timeline_report *reports; /* by at_ms, then event */
	guint n_reports;
	GStringChunk *strings; /* owns every const char * above */
};

void timeline_free(struct timeline *timeline);
typedef struct timeline timeline_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(timeline_auto, timeline_free)

/* State of a week under a coverage; weeks outside are WEEK_NOT_COVERED. */
enum week_state timeline_coverage_at(const struct timeline_coverage *coverage, gint32 week);

/* ---- contact: what is said on any channel ---- */
const struct timeline_coverage *timeline_coverage_of(const struct timeline *timeline,
						     enum channel channel);
/* The channels that some source covers in the week, a bit (1 << enum channel) each. Counts of
 * contact compare only between weeks where these are the same. */
guint timeline_channels_at(const struct timeline *timeline, gint32 week);
/* Covered by any channel is covered; an end of one makes the week partial. The caller frees
 * ->state. */
void timeline_contact_coverage(const struct timeline *timeline,
			       struct timeline_coverage *coverage);
/* Whether a silence of the week is one of the relationship: some channel is covered, and none
 * on which it spoke has ended or has a hole. `spoken` has a bit a channel. */
gboolean timeline_contact_whole(const struct timeline *timeline, guint spoken, gint32 week);
/* The channels on which the relationship ever spoke, machines left out: a bit each. */
guint timeline_channels_spoken(const struct timeline *timeline);
/* Whether the message stands in a week that its channel covers. */
gboolean timeline_is_covered(const struct timeline *timeline,
			     const struct timeline_message *message, gint32 week);
/* Whether the message is a contact of its own: a line that goes on with what the same person
 * just said in a chat is none. */
gboolean timeline_is_turn(const struct timeline *timeline, guint32 index);
