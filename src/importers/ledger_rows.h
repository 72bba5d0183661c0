/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One item of the ledger from its words, however they came: a row of a table, an object of
 * JSON, the options of a command. */
#pragma once

#include "model/ledger.h"

#define LEDGER_TEXT_MOST 500u /* characters that are kept */

/* Words as they were given; NULL or "" where nothing was. */
struct ledger_words {
	const char *kind, *side, *importance, *stated, *since, *broken, *id;
	const char *texts[LEDGER_TEXTS];
};

/* Fills an empty item, with its event; NULL, or what is wrong and the mend. `since` and
 * `broken` are read when they are days as 2026-12-31. Caller owns. */
char *ledger_item_fill(const struct ledger_words *words, struct ledger_item *item);
/* The event of an item that was given none: by kind, side and words, so that the same one
 * imported again is the same. */
guint64 ledger_item_identity(const struct ledger_item *item);
