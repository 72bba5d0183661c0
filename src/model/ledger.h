/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What each side counts on and what is promised in writing, and the gaps between the two. The
 * four kinds of gap carry the names of Parasuraman, Zeithaml and Berry (Journal of Marketing
 * 49, 1985): what is expected and written nowhere is a gap of knowledge (1), what is written
 * below what is expected one of standards (2), what is written and not kept one of delivery
 * (3), what is written and nobody is known to count on one of communication (4). Their fifth,
 * expected against perceived, is asked and not read here. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "contract/notice_clock.h"
#include "model/words.h"

#define LEDGER_IMPORTANCE_MOST    5u
#define LEDGER_IMPORTANCE_UNKNOWN 3u /* weight of an item whose importance nobody gave */

enum ledger_kind { LEDGER_EXPECTATION, LEDGER_COMMITMENT, LEDGER_KINDS };
/* How it came to be known; `written`: it stands somewhere in writing, in no row of its own. */
enum ledger_stated {
	LEDGER_UNSTATED,
	LEDGER_EXPLICIT,
	LEDGER_IMPLICIT,
	LEDGER_WRITTEN,
	LEDGER_STATED_COUNT
};
enum ledger_text {
	LEDGER_AREA,
	LEDGER_TEXT,
	LEDGER_SOURCE,
	LEDGER_CLAUSE,
	LEDGER_MEASURE,
	LEDGER_TARGET,
	LEDGER_PERIOD,
	LEDGER_PAGE,
	LEDGER_EVIDENCE, /* that it is not kept */
	LEDGER_TEXTS
};

struct ledger_item {
	guint64 event;
	enum ledger_kind kind;
	enum side side; /* who expects, who owes */
	enum ledger_stated stated;
	guint32 importance; /* 1 to LEDGER_IMPORTANCE_MOST; 0: nobody said */
	gint32 since;       /* CONTRACT_NO_DAY */
	gint32 broken;      /* a commitment is not kept from here on; CONTRACT_NO_DAY */
	char *texts[LEDGER_TEXTS];
};

void ledger_item_init(struct ledger_item *item);
void ledger_item_clear(struct ledger_item *item);
void ledger_item_free(struct ledger_item *item);
/* Whether its days are possible, a side is named, and its event is one. */
bool ledger_item_is_sound(const struct ledger_item *item);
guint ledger_weight(const struct ledger_item *item);

/* The user's word on an expectation and a commitment. */
struct ledger_pair {
	guint64 expectation, commitment;
	gboolean confirmed; /* else rejected: not asked again */
};

enum ledger_gap_kind {
	GAP_UNWRITTEN,  /* expected, written nowhere */
	GAP_UNEXPECTED, /* written, and nobody is known to count on it */
	GAP_SHORT,      /* both, and the written is less than the expected */
	GAP_BROKEN,     /* both, and not kept */
	GAP_KINDS
};

struct ledger_gap {
	enum ledger_gap_kind kind;
	const struct ledger_item *expectation, *commitment; /* borrowed; either may be NULL */
	gint32 since;                                       /* CONTRACT_NO_DAY: nobody knows */
	guint importance;
};

/* What stands open on a day, the weightiest and then the oldest first: struct ledger_gap.
 * `items` holds struct ledger_item *, `pairs` struct ledger_pair. Caller owns. */
GArray *ledger_gaps(const GPtrArray *items, const GArray *pairs, gint32 day);

/* The life of one expectation: from `written` on (CONTRACT_NO_DAY: never) something answers to
 * it, from `failing` on (idem) what answers is too little or not kept. */
struct ledger_life {
	gint32 written, failing;
	gboolean always; /* it was written before anybody knows when */
};

void ledger_life_read(const struct ledger_item *expectation, const GPtrArray *items,
		      const GArray *pairs, struct ledger_life *life);
bool ledger_life_is_open(const struct ledger_life *life, gint32 day);

/* Whether the commitment promises less than is expected, where both say it in numbers that can
 * be compared: a longer delay or period, a lower share. */
bool ledger_is_short(const struct ledger_item *expectation,
		     const struct ledger_item *commitment);

/* Tokens; the count of the enumeration where a word is none (folded, French too). */
const char *ledger_kind_token(enum ledger_kind kind);
const char *ledger_stated_token(enum ledger_stated stated); /* "" for unstated */
const char *ledger_gap_token(enum ledger_gap_kind kind);
const char *ledger_text_token(enum ledger_text text);
enum ledger_kind ledger_kind_of(const char *folded);
enum ledger_stated ledger_stated_of(const char *folded);
enum side ledger_side_of(const char *folded); /* SIDE_NONE when it is none */
