/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the columns of a table that no mapping knows may mean, for a user to confirm: by the
 * names that other tools give them, then by what they hold (dates and their order, numbers that
 * come once, words of states, lengths). A proposal and never more: nothing is read by it before
 * it stands in a mapping file. */
#pragma once

#include "importers/mapping.h"

#define GUESS_SAMPLES 3u
#define GUESS_COLUMNS 500u /* of a table that are looked at */
#define GUESS_STATES  30u  /* words of states that are told */

enum guess_ground { GUESS_NONE, GUESS_BY_NAME, GUESS_BY_CONTENT };

struct guessed_column {
	char *name;                    /* as the header writes it */
	char *samples[GUESS_SAMPLES];  /* different cells, as they come; NULL behind the last */
	guint filled, distinct, dates; /* of the rows that were looked at */
	guint spaced;                  /* cells of several words */
	glong letters;                 /* of all cells */
	gint64 mean_ms;                /* of a column of dates */
	enum guess_ground ground;
	enum ticket_field field; /* without a ground: none */
};

struct guessed_state {
	char *word;
	guint cells;
	enum ticket_state state; /* TICKET_STATE_UNKNOWN: to be told */
};

struct table_guess {
	guint rows;      /* looked at */
	bool log;        /* tickets come again: a row is a step */
	GArray *columns; /* struct guessed_column */
	GArray *states;  /* struct guessed_state, most frequent first */
};

/* NULL with ENTENTE_ERROR_INPUT when the file is no table or cannot be read. `mapping_dir` may
 * be NULL. Caller owns. */
struct table_guess *table_guess_file(const char *path, const char *mapping_dir, GError **error);
/* From the first bytes of a file. */
struct table_guess *table_guess_bytes(const guint8 *bytes, gsize length, bool whole,
				      const struct mapping_set *mappings, GError **error);
void table_guess_free(struct table_guess *guess);
typedef struct table_guess table_guess_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(table_guess_auto, table_guess_free)

/* The first column of a field, or NULL. Borrowed. */
const struct guessed_column *table_guess_column(const struct table_guess *guess,
						enum ticket_field field);
/* Whether tickets can be read by it: a number, and when it was opened or changed. */
bool table_guess_suffices(const struct table_guess *guess);
/* A mapping file of that name that reads this table and no other, samples as comments. Caller
 * owns. */
char *table_guess_mapping(const struct table_guess *guess, const char *name);
