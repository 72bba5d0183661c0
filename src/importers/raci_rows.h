/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One row of a grid of responsibilities from its words, however they came: a row of a table or
 * the options of a command. */
#pragma once

#include "model/responsibility.h"

#define RACI_CLAUSE_MOST 200u /* characters that are kept */

/* A role and its cell, as they were given. */
struct raci_words_cell {
	enum side side;
	const char *role, *letters;
};

/* Words as they were given; NULL or "" where nothing was. */
struct raci_words {
	const char *activity; /* its token or its name; any other is the user's own */
	const char *since, *applies, *clause;
	const struct raci_words_cell *cells;
	guint n_cells;
};

/* Fills an empty row; NULL, or what is wrong and the mend. The day is read as 2026-12-31.
 * Caller owns. */
char *raci_row_fill(const struct raci_words *words, struct raci_row *row);
/* Whether the words give an activity nothing: a blank line of the grid. */
bool raci_words_are_blank(const struct raci_words *words);
/* "client: IT manager", "Prestataire / Support": the side and where the role's name begins
 * (length *length); SIDE_NONE for no such header. A side alone is its own role. */
enum side raci_role_of(const char *header, const char **role, gsize *length);
