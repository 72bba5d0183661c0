/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One action or decision from its words, however they came: a row of a table, a line of
 * minutes, the options of a command. */
#pragma once

#include "model/action.h"

#define ACTION_TEXT_MOST 500u /* characters that are kept */

/* Words as they were given; NULL or "" where nothing was. */
struct action_words {
	const char *kind, *side, *state, *asked, *due, *ended, *id;
	const char *texts[ACTION_TEXTS];
};

/* Fills an empty item, with its event; NULL, or what is wrong and the mend. Days are read as
 * 2026-12-31. Caller owns. */
char *action_item_fill(const struct action_words *words, struct action_item *item);
