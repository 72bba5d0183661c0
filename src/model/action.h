/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a committee settles: actions that somebody of a side is to do, decisions that a side is
 * to take, each with the day it was asked, the day it is due and what became of it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "model/ledger.h"
#include "model/words.h"

#define ACTION_NO_DAY       CONTRACT_NO_DAY
#define DECISION_USUAL_DAYS 30 /* for a decision that was given no day; our judgement */

enum action_kind { ACTION_TO_DO, ACTION_DECISION, ACTION_KINDS };
enum action_state { ACTION_OPEN, ACTION_DONE, ACTION_DROPPED, ACTION_STATES };
enum action_text { ACTION_TEXT, ACTION_OWNER, ACTION_SOURCE, ACTION_TEXTS };

struct action_item {
	guint64 event;
	enum action_kind kind;
	enum side side; /* that is to do or to decide */
	enum action_state state;
	gint32 asked, due;         /* ACTION_NO_DAY: nobody said */
	gint32 ended;              /* done, decided or dropped; idem while open or unknown */
	char *texts[ACTION_TEXTS]; /* what; the role that owns it; where it was settled */
};

void action_item_init(struct action_item *item);
void action_item_clear(struct action_item *item);
void action_item_free(struct action_item *item);
/* A side, possible days, a state that its end fits. */
bool action_item_is_sound(const struct action_item *item);

/* The day by which it was to be settled; ACTION_NO_DAY for an action without a due day and for
 * a decision of which neither day is known. */
gint32 action_deadline(const struct action_item *item);
/* Whether it stands open after its deadline on a day. What ended on an unknown day is not told
 * to be late: nobody knows. */
bool action_is_late(const struct action_item *item, gint32 day);

/* Tokens; the count of the enumeration where a word is none (folded, French too). */
const char *action_kind_token(enum action_kind kind);
const char *action_state_token(enum action_state state);
const char *action_text_token(enum action_text text);
enum action_kind action_kind_of(const char *folded);
enum action_state action_state_of(const char *folded);
