/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What users said of the people of a relationship, which stays when all that is derived is made
 * anew; and what is left to be said. */
#pragma once

#include "model/doubt.h"
#include "store/store.h"

/* In the store; PEOPLE_FORGET is none: it takes a word back. */
enum people_word {
	PEOPLE_SAME,
	PEOPLE_DIFFERENT,
	PEOPLE_CLIENT,
	PEOPLE_PROVIDER,
	PEOPLE_NEITHER,
	PEOPLE_WORDS,
	PEOPLE_FORGET = PEOPLE_WORDS
};

struct people_correction {
	enum people_word says;
	char *first, *second; /* two addresses; of a side: what stands there, and "" */
	gint64 at_ms;
};

void people_correction_free(struct people_correction *correction);
/* "same", "different", "client", "provider", "neither". */
const char *people_word_token(enum people_word word);
/* Replaces what was said of the same addresses. `second` is NULL for a side. *known: whether
 * something had been said. */
bool people_correct(struct store *store, gint64 relationship, const char *first,
		    const char *second, enum people_word says, bool *known, GError **error);
/* By first and second: struct people_correction *. Caller owns. */
GPtrArray *people_corrections(struct store *store, gint64 relationship, GError **error);
/* Fills `corrections` of each struct relationship *. */
bool people_add_corrections(struct store *store, GPtrArray *relationships, GError **error);

bool people_put_doubts(struct store *store, gint64 relationship, const GPtrArray *doubts,
		       GError **error);
/* The surest first: struct doubt *. Caller owns. */
GPtrArray *people_doubts(struct store *store, gint64 relationship, GError **error);
/* The most written name of an address; NULL when there is none. Caller owns. */
char *people_name(struct store *store, gint64 relationship, const char *address);
