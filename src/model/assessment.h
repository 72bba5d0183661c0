/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The conclusion about one relationship: what analysis/ fills and report/ shows, in every
 * format. Plain values; every pointer is owned by the assessment. Days are those of
 * base/calendar.h, weeks are given by the day of their Monday. NAN = unknown. No sentence is
 * stored here: report/ words them in the reader's language from these fields. */
#pragma once

#include <glib.h>

#include "contract/notice_clock.h"
#include "model/words.h"

#define DAY_NONE G_MININT32

enum evidence_role {
	EVIDENCE_OF_FINDING, /* a message or ticket that shows it */
	EVIDENCE_COUNTER,    /* one that speaks against it */
};

struct evidence {
	char *event; /* public id, "m0123456789abcdef" */
	gint32 day;
	enum side side;
	/* Who, without a name: "pivot", "contact", "function_mailbox", "requester", "worker".
	 */
	const char *role;
	guint32 pseudonym; /* small number of the contact within the relationship, 0 = none */
	char *excerpt;     /* first words, names and addresses masked; NULL when none */
	/* Why it is shown: a stable token such as "unanswered", "slow_reply", "last_message",
	 * "still_open", "fast_reply", "unprompted". */
	const char *reason;
	double value; /* the number behind the reason (hours, days), NAN when none */
};

/* A weekly series as drawn: the raw values and what the fit made of them. */
struct finding_series {
	gint32 first_week;
	guint n_weeks;
	double *value; /* raw unit, NAN = not observed */
	guint8 *state; /* enum week_state */
};

enum finding_status {
	FINDING_WORSE, /* dated loss */
	FINDING_STABLE,
	FINDING_BETTER,
	FINDING_UNKNOWN,   /* too little support */
	FINDING_DESCRIBED, /* a risk that is shown and not judged */
};

/* What a finding about a fact compares. */
struct finding_change {
	const char *fact; /* "headcount"; NULL: the finding compares none */
	double then, now;
	gboolean share;
	gint32 since;
	double months;
};

/* One of the numbers that a finding made of several rests on. */
struct finding_part {
	const char *indicator, *unit; /* tokens */
	double before, after;
	double n_before, n_after; /* events behind each */
	guint weeks_before, weeks_after;
};

struct finding {
	char *id; /* "f" and 12 hexadecimal digits of relationship, indicator and side */
	const char *indicator; /* token */
	enum side side;
	enum dimension dimension;
	enum indicator_kind kind;
	const char *unit;
	int worse; /* -1 a fall is worse, +1 a rise is worse */
	enum finding_status status;
	double probability;  /* of erosion, this series alone */
	double contribution; /* share 0..1 of the fused evidence */
	double limit;        /* stated, by which it is judged; NAN: by statistics */
	struct finding_change change;
	GArray *parts; /* struct finding_part; of "neglect" and "watermelon" alone: these have
			  no series and no numbers of their own */
	double before, after; /* plain units: healthy baseline, last quarter */
	/* 90 % intervals of shares that were read and corrected, NAN for others. */
	double before_low, before_high, after_low, after_high;
	double n_before, n_after; /* events behind each */
	guint weeks_before, weeks_after;
	gint32 onset, onset_low, onset_high; /* DAY_NONE when not dated */
	enum onset_shape shape;
	guint subject;           /* pseudonym number of the person it is about, 0 = none */
	guint subject_elsewhere; /* its messages under other addresses since: gone on, not lost
				  */
	GPtrArray *evidence;     /* struct evidence * */
	GPtrArray *counter_evidence;
	struct finding_series series;
};

/* Something not known and the import that would settle it. */
struct unknown {
	const char *what;   /* token: "tickets", "mail", "too_short", "coverage_ended",
			       "channel_doubt", "undated_messages", "no_baseline", "hole",
			       "few_answers_client", "few_answers_provider" */
	const char *import; /* token of what to import next: "ticket_export", "older_mail",
			       "recent_export", "chat_or_fact", "none" */
	gint32 from, to;    /* days it concerns, DAY_NONE */
	double number;      /* weeks, messages...; NAN */
};

/* The weekly watch: what stands against "nothing has changed" now. */
struct assessment_watch {
	double e;     /* evidence at the last reading, NAN = no reading yet */
	double level; /* evidence that is an alarm, for one relationship; NAN = not looked at */
	gint32 alarm; /* first week at that level, DAY_NONE = no alarm */
	gint32 since; /* likeliest week of the onset, given a change; DAY_NONE without readings
		       */
	guint weeks;  /* observed */
	guint series; /* watched */
	gboolean among_all; /* alarm also when all relationships are judged together */
};

/* How a lost contact's exchange was handed over. */
struct assessment_handover {
	guint partners;       /* of the other side, in the half-year before; 0: not known */
	guint taken_over;     /* of them, those who exchange with the successor */
	guint successor;      /* as in struct finding; 0: nobody took any of them over */
	guint threads, known; /* of the contact; those that the successor had written in */
	gint weeks_back;      /* until the side's rhythm was back; -1: not yet */
	gboolean followed;    /* for as long as somebody may take over */
};

/* A contact who carries most of a side's exchange while hardly any of its threads is known to a
 * colleague: what hangs on the role, whoever holds it. */
struct assessment_sole {
	guint subject;         /* as in struct finding; 0: there is no such contact */
	double share;          /* of the exchange, as pivot_share has it */
	guint threads, shared; /* with the other side in 52 covered weeks; with a colleague */
};

/* The one who carried the largest share of a side's mail; shown by role, never by name. */
struct assessment_pivot {
	guint subject;    /* as in struct finding; 0 = there is none, or no habit is known */
	double share;     /* of the side's messages, in the 52 covered weeks up to its last */
	double present;   /* P(still writes), NAN when not known */
	guint messages;   /* up to the day asked */
	guint quarter;    /* of them, in the 13 covered weeks up to the last */
	gint32 last, due; /* days: of the last message, by when the next was due; DAY_NONE */
	gboolean lost;
	struct assessment_handover handover; /* of a lost one */
};

/* The contracts that are known of it, and the first of their dated duties. */
struct assessment_contract {
	guint known;
	char *id; /* of the contract whose duty is next; NULL: none is to come */
	char *clause;
	struct contract_deadline next;
};

struct assessment {
	char *relationship;
	gint32 as_of;
	gint32 coverage_from, coverage_to; /* days, DAY_NONE when nothing is covered */
	gint32 mail_from, mail_to, tickets_from, tickets_to;
	guint n_messages, n_tickets; /* dated, counted once, automatic ones left out */
	enum stage stage;
	double probability; /* of erosion, fused */
	double transient;
	gint32 onset, onset_low, onset_high; /* DAY_NONE below probability 0.5 */
	enum onset_shape shape;
	double shape_probability;
	gint32 baseline_from, baseline_to; /* days, DAY_NONE = no baseline */
	gint32 last_from, last_to;         /* the quarter it is compared with */
	gint32 ended; /* day of the last exchange of an organisation that ended, DAY_NONE */
	enum side ended_side;
	guint ended_people_elsewhere;      /* people of it who go on under other addresses */
	double dimension[DIMENSION_COUNT]; /* contributions, sum to 1 (all 0 without erosion) */
	GPtrArray *findings; /* struct finding *, strongest first, every computed series */
	GPtrArray *unknowns; /* struct unknown * */
	const char *recommendation;     /* option token: "continue", "dialogue", "audit", ... */
	const char *recommendation_why; /* token, worded by report */
	gboolean simulated;             /* a source says that it was written by simulate */
	guint64 seed;
	struct assessment_watch watch;
	struct assessment_pivot pivot[SIDE_COUNT];
	struct assessment_sole sole[SIDE_COUNT];
	/* Posterior of the onset week given erosion, for the time line; NULL when unknown. */
	gint32 posterior_first_week;
	guint posterior_weeks;
	double *posterior;
	/* Dated facts for the time line. */
	GPtrArray *facts;                     /* struct assessment_fact * */
	struct assessment_contract *contract; /* NULL: none is known */
};

struct assessment_fact {
	gint32 day;
	char *fact, *value;
};

struct assessment *assessment_new(void);
struct finding *finding_new(void);
void assessment_free(struct assessment *assessment);
void finding_free(struct finding *finding);
void evidence_free(struct evidence *evidence);
typedef struct assessment assessment_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(assessment_auto, assessment_free)
