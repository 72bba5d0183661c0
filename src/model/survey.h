/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questionnaire that both sides answer: its items (data/survey/items.tsv), the sheets that
 * were given in, and what they say together. A sheet belongs to a side and a role, never to a
 * name. The wording is ours and no validated scale; who is followed stands in that file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "contract/notice_clock.h"
#include "model/words.h"

#define SURVEY_ITEMS_MOST  40u
#define SURVEY_PARTS_MOST  3u  /* answers to one item */
#define SURVEY_VALUE_MOST  9   /* of all scales; each begins at 1 */
#define SURVEY_DUTIES_MOST 15u /* each has its own number within the id of a round */

/* ---- items ---- */

enum survey_block {
	SURVEY_DUTY,      /* owed by one side: fulfilment and importance, asked of both */
	SURVEY_TOLERANCE, /* the other side: adequate, desired and perceived */
	SURVEY_TRUST,
	SURVEY_COMMITMENT,
	SURVEY_RESPONSE, /* what one does when things go worse */
	SURVEY_REVERSAL, /* whether one would enter into it today */
	SURVEY_WORDS,    /* an open line */
	SURVEY_BLOCKS
};

enum survey_part {
	SURVEY_FULFILMENT,
	SURVEY_IMPORTANCE,
	SURVEY_ADEQUATE,
	SURVEY_DESIRED,
	SURVEY_PERCEIVED,
	SURVEY_AGREEMENT,
	SURVEY_PART_COUNT
};

/* Roles are a closed list, so that nobody can write a name there. */
enum survey_role {
	SURVEY_MANAGEMENT,
	SURVEY_IT,
	SURVEY_FINANCE,
	SURVEY_BUSINESS, /* those who use the service */
	SURVEY_ACCOUNT,  /* who looks after the client */
	SURVEY_DELIVERY,
	SURVEY_SUPPORT,
	SURVEY_SECURITY,
	SURVEY_OTHER,
	SURVEY_ROLES
};

enum survey_language { SURVEY_ENGLISH, SURVEY_FRENCH, SURVEY_LANGUAGES };

struct survey_item {
	const char *id; /* "p3" */
	enum survey_block block;
	enum side owes; /* of a duty; SIDE_NONE else */
	guint duty;     /* its number among the duties, from 1; 0 for what is none */
	guint n_parts;  /* 0 for an open line */
	const char *label[SURVEY_LANGUAGES];
	const char *words[SURVEY_LANGUAGES][SIDE_COUNT]; /* as the side that answers reads it */
};

/* All items in their order; static. */
const struct survey_item *survey_items(guint *n);
/* The number of the item of an id, whatever its case; SURVEY_ITEMS_MOST when there is none. */
guint survey_item_of(const char *id);
/* The number of a duty by its own number, idem. */
guint survey_item_of_duty(guint duty);
/* The part that an item asks for at a place below n_parts. */
enum survey_part survey_part_at(const struct survey_item *item, guint at);
/* Its place in the item; SURVEY_PARTS_MOST when the item does not ask for it. */
guint survey_place_of(const struct survey_item *item, enum survey_part part);
/* The highest value; the lowest is 1. */
gint32 survey_part_most(enum survey_part part);

const char *survey_block_token(enum survey_block block);
const char *survey_part_token(enum survey_part part);
const char *survey_role_token(enum survey_role role);
/* The count of the enumeration where a word is none (folded, French too). */
enum survey_part survey_part_of(const char *folded);
enum survey_role survey_role_of(const char *folded);

/* ---- rounds, links, sheets ---- */

#define SURVEY_NO_DAY CONTRACT_NO_DAY

/* The id of a round leaves its last four bits to the duties that it asks about. */
#define SURVEY_EVENT_STEP 16u

struct survey_round {
	guint64 event;
	char *name;
	gint32 opens, ends; /* both included */
	gint32 closed;      /* SURVEY_NO_DAY while it is open */
};
void survey_round_free(struct survey_round *round);
/* The last day on which it takes answers. */
gint32 survey_round_end(const struct survey_round *round);
/* Whether its figures may be shown on a day: nobody can answer any more. */
bool survey_round_is_over(const struct survey_round *round, gint32 day);
/* The event of one duty in a round, and back. */
guint64 survey_duty_event(guint64 round, guint duty);
guint64 survey_round_of_event(guint64 event, guint *duty);

enum survey_link_state { SURVEY_LINK_OPEN, SURVEY_LINK_USED, SURVEY_LINK_REVOKED };

struct survey_link {
	guint64 id, round;
	enum side side;
	enum survey_role role;
	gint32 expires; /* the last day on which it can be used */
	enum survey_link_state state;
};

/* The answers of one respondent. */
struct survey_sheet {
	enum side side;
	enum survey_role role;
	gint8 values[SURVEY_ITEMS_MOST][SURVEY_PARTS_MOST]; /* 0: not answered */
};

/* One answer as it is given: a value, or words to an open line. */
struct survey_answer {
	guint item;
	enum survey_part part; /* of no meaning for words */
	gint32 value;          /* 0 for words */
	char *words;
};
void survey_answer_clear(struct survey_answer *answer);
/* Whether the item asks for it and its scale holds it. */
bool survey_answer_is_sound(const struct survey_answer *answer);

/* ---- what they say together ---- */

#define SURVEY_VOICES     3u /* respondents of a side below whom it speaks with one voice */
#define SURVEY_COMPARABLE 5u /* of each side, to compare two rounds */
#define SURVEY_LINE_LEAST 5u /* answers of one value in a row of questions: a straight line */

struct survey_figure {
	double mean; /* NAN without an answer */
	guint n;
	guint counts[SURVEY_VALUE_MOST + 1]; /* by value; shown from SURVEY_VOICES on */
};

enum survey_scale {
	SURVEY_SCALE_PROVIDER, /* fulfilment of what the provider owes */
	SURVEY_SCALE_CLIENT,
	SURVEY_SCALE_TRUST,
	SURVEY_SCALE_COMMITMENT,
	SURVEY_SCALES
};

/* Rows of questions that a respondent may answer without reading. */
enum survey_line {
	SURVEY_LINE_FULFILMENT,
	SURVEY_LINE_IMPORTANCE,
	SURVEY_LINE_PERCEIVED,
	SURVEY_LINE_ATTITUDE, /* trust and commitment */
	SURVEY_LINES
};

struct survey_reliability {
	double alpha, low, high; /* NAN: unknown */
	guint n;                 /* respondents who answered the whole scale */
};

struct survey_side {
	guint n; /* respondents */
	guint roles[SURVEY_ROLES];
	struct survey_figure figures[SURVEY_ITEMS_MOST][SURVEY_PARTS_MOST];
	struct survey_reliability reliability[SURVEY_SCALES];
	guint straight[SURVEY_LINES]; /* respondents who gave one value all along */
	guint straight_sheets;        /* who did so in any of them */
};

struct survey_results {
	struct survey_side sides[SIDE_COUNT];
};

/* Nothing is dropped: means are over those who answered, straight lines count as the others.
 * `sheets`: struct survey_sheet *. */
void survey_add_up(const GPtrArray *sheets, struct survey_results *results);
/* Idem of one role of one side. */
void survey_add_up_role(const GPtrArray *sheets, enum side side, enum survey_role role,
			struct survey_side *out);

/* The figure of an item's part, as a side answered it. */
const struct survey_figure *survey_figure_of(const struct survey_results *results,
					     enum side answers, guint item,
					     enum survey_part part);
/* The other side's mean fulfilment of a duty minus that of the side that owes it; NAN when one
 * of them did not answer. Below 0: it is seen worse than by who owes it. */
double survey_divergence(const struct survey_results *results, guint item);

/* Roles that may be shown apart, a bit each (1 << role): each has SURVEY_VOICES respondents,
 * and so have all others together, or nobody is left: else the rest could be subtracted. */
guint32 survey_roles_shown(const struct survey_side *side);
guint32 survey_roles_present(const struct survey_side *side);

enum survey_comparison {
	SURVEY_MAY_COMPARE,
	SURVEY_TOO_FEW,     /* fewer than SURVEY_COMPARABLE on a side of either round */
	SURVEY_OTHER_ROLES, /* a side answered by other roles */
};
enum survey_comparison survey_compare(const guint before[SIDE_COUNT],
				      const guint32 roles_before[SIDE_COUNT],
				      const guint now[SIDE_COUNT],
				      const guint32 roles_now[SIDE_COUNT]);
