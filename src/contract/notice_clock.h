/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The life of a contract and its notice clock: every dated duty to come, each with the sum that
 * gives it, and every reading of it that a careful reader might defend. The earliest reading is
 * the prudent one. Readings follow code de procédure civile art. 641 (months, by the same day
 * number; days, the first left out), Regulation (EEC, Euratom) 1182/71 art. 3, and what users
 * were told by asset managers; docs/contracts.md says which is which. Pure functions. */
#pragma once

#include "contract/span.h"
#include "contract/terms.h"

#define CONTRACT_AMENDMENTS_MOST 200u
#define CONTRACT_WARNING_MOST    3650
#define DEADLINE_READINGS        16u /* of one deadline, on different days */
#define DEADLINE_STEPS           10u /* of one working */
#define NOTICE_POST_DAYS         5   /* business days a registered letter may take */

enum contract_renewal {
	RENEWAL_UNKNOWN,
	RENEWAL_NEVER,
	RENEWAL_TACIT,
	RENEWAL_EXPRESS,
	RENEWAL_COUNT
};
enum notice_anchor { ANCHOR_END, ANCHOR_ANNIVERSARY, ANCHOR_ANY_TIME, ANCHOR_COUNT };
/* Which day of the letter counts. */
enum notice_counts { COUNTS_UNKNOWN, COUNTS_SENT, COUNTS_RECEIVED, COUNTS_COUNT };
/* Whether the end as written is the last day of the contract or the first without it. */
enum end_day { END_DAY_UNKNOWN, END_DAY_INCLUDED, END_DAY_EXCLUDED, END_DAY_COUNT };

/* Days may be CONTRACT_NO_DAY, spans of UNIT_NONE. */
struct contract_life {
	gint32 start, end;
	struct contract_span duration, renewal_duration, notice;
	enum contract_renewal renewal;
	enum notice_anchor anchor;
	enum term_form form;
	enum notice_counts counts;
	enum end_day end_day;
	gint32 warning_days; /* 0: none asked */
	gint32 suspended_from, suspended_to;
	gint32 terminated; /* day of the notice that was given */
};

/* From its day on; what it does not give stays as it was. */
struct contract_amendment {
	gint32 day, end;
	struct contract_span duration, renewal_duration, notice;
	enum contract_renewal renewal;
	gint32 review; /* by when it is to be looked at again */
	gint32 suspended_from, suspended_to;
	gint32 terminated;
};

enum contract_state {
	CONTRACT_UNKNOWN, /* its end cannot be told */
	CONTRACT_TO_COME,
	CONTRACT_RUNNING,
	CONTRACT_SUSPENDED,
	CONTRACT_TERMINATED, /* notice was given, the end is to come */
	CONTRACT_ENDED,
	CONTRACT_STATE_COUNT
};

enum deadline_kind {
	DEADLINE_WARNING,   /* days before the notice */
	DEADLINE_POSTING,   /* last day to post the letter where its reception counts */
	DEADLINE_NOTICE,    /* last day to give notice */
	DEADLINE_DECISION,  /* an express renewal must be agreed */
	DEADLINE_TERM_END,  /* last day of the term */
	DEADLINE_RENEWAL,   /* first day of the next one */
	DEADLINE_EXIT,      /* when it would end, were notice given on the day asked */
	DEADLINE_AMENDMENT, /* one takes effect */
	DEADLINE_REVIEW,    /* one is to be looked at again */
	DEADLINE_KIND_COUNT
};

enum deadline_status {
	DEADLINE_COMING,
	DEADLINE_DOUBTFUL, /* past in one reading, not in another */
	DEADLINE_PASSED
};

/* How the end of a term is read, then how the notice is counted from it. */
enum end_rule {
	END_AS_WRITTEN, /* the end given, or the same day number as the start */
	END_DAY_BEFORE, /* that day is the first without the contract */
	END_OF_MONTH,   /* terms run from the first of a month to its last day */
	END_NEXT_MONTH, /* a day that the month lacks is the first of the next */
	END_RULE_COUNT
};
enum count_rule {
	COUNT_FROM_LAST_DAY,
	COUNT_FROM_DAY_AFTER,
	COUNT_FORWARD,  /* the last day whose notice has run out by the end (art. 641) */
	COUNT_SIX_DAYS, /* business days are Monday to Saturday */
	COUNT_RULE_COUNT
};

enum step_kind {
	STEP_START,        /* starts on {day} */
	STEP_END,          /* end as written: {day} */
	STEP_PLUS,         /* plus {span} = {day} */
	STEP_TERM,         /* term {number}: plus {span} each = {day} */
	STEP_BEFORE,       /* the day before: {day} */
	STEP_AFTER,        /* the day after: {day} */
	STEP_SAME,         /* on that very day: {day} */
	STEP_NEXT,         /* no such day in the month: {day} */
	STEP_SUSPENDED,    /* plus the {number} days of its suspension = {day} */
	STEP_MINUS,        /* minus {span} = {day} */
	STEP_FORWARD,      /* {span} from {day} have run out by then */
	STEP_SIX_DAYS,     /* minus {span}, Saturdays counted = {day} */
	STEP_WARNING,      /* {number} days before: {day} */
	STEP_POST,         /* minus {number} business days for the post = {day} */
	STEP_NOTICE_GIVEN, /* notice given on {day} */
	STEP_IN_TIME,      /* by {day} at the latest: in time */
	STEP_LATE,         /* after {day}: too late for this term */
	STEP_AMENDED,      /* amended on {day} */
	STEP_KIND_COUNT
};

struct deadline_step {
	enum step_kind kind;
	gint32 day;
	gint32 number;
	struct contract_span span;
};

struct deadline_reading {
	gint32 day;
	enum end_rule end;
	enum count_rule count;
	bool suspended; /* the days of the suspension are added */
	struct deadline_step steps[DEADLINE_STEPS];
	guint n_steps;
};

struct contract_deadline {
	enum deadline_kind kind;
	enum deadline_status status;
	guint term; /* from 1; 0: of none */
	guint n;
	guint usual; /* which reading most people would take */
	struct deadline_reading readings[DEADLINE_READINGS]; /* by day: the first is prudent */
};

struct contract_outlook {
	enum contract_state state;
	guint term;        /* in course, from 1; 0: not known */
	GArray *deadlines; /* struct contract_deadline, by day */
};

/* All unknown. */
void contract_life_init(struct contract_life *life);
void contract_amendment_init(struct contract_amendment *amendment);
/* What is wrong with it and the mend, in English; NULL when nothing is. Static. */
const char *contract_life_trouble(const struct contract_life *life);
const char *contract_amendment_trouble(const struct contract_amendment *amendment);

/* Amendments in any order; those of a later day than `as_of` are duties to come. The life and
 * the amendments have no trouble. Caller clears. */
void notice_clock_read(const struct contract_life *life,
		       const struct contract_amendment *amendments, guint n_amendments,
		       gint32 as_of, struct contract_outlook *outlook);
void contract_outlook_clear(struct contract_outlook *outlook);
/* The earliest that is still to be done: not one that only tells what would be. NULL: none. */
const struct contract_deadline *contract_outlook_next(const struct contract_outlook *outlook);

const char *contract_renewal_token(enum contract_renewal renewal); /* "tacit"; "" unknown */
const char *notice_anchor_token(enum notice_anchor anchor);        /* "end", "anniversary" */
const char *notice_counts_token(enum notice_counts counts);        /* "sent"; "" unknown */
const char *end_day_token(enum end_day end_day);                   /* "included" */
const char *contract_state_token(enum contract_state state);
const char *deadline_kind_token(enum deadline_kind kind);
const char *deadline_status_token(enum deadline_status status);
const char *end_rule_token(enum end_rule rule);
const char *count_rule_token(enum count_rule rule);
/* The value of a token; -1 when it is none. */
int contract_renewal_of_token(const char *token);
int notice_anchor_of_token(const char *token);
int notice_counts_of_token(const char *token);
int end_day_of_token(const char *token);
int notice_form_of_token(const char *token); /* enum term_form */
