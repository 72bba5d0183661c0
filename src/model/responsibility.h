/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who does what: for an activity of the service (language/activities.h), which roles of either
 * side are responsible (do it), accountable (answer for it), consulted, informed. A row holds
 * from its day until the next row of its activity. What is wrong with a grid is told by the
 * rules of the RACI literature (Smith and Erwin, Role and Responsibility Charting, 2005) and,
 * between two companies, by what lies across their border without a clause. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "contract/notice_clock.h"
#include "model/words.h"

enum raci { RACI_RESPONSIBLE, RACI_ACCOUNTABLE, RACI_CONSULTED, RACI_INFORMED, RACI_LETTERS };
#define RACI_BIT(letter) (1u << (letter))

#define RACI_ALWAYS    CONTRACT_NO_DAY /* as the day of a row: it has always held */
#define RACI_ROLE_MOST 60u             /* characters of a role */
#define RACI_ROLES     40u             /* of one row, at most */
#define RACI_NAME_MOST 200u            /* characters of an activity of one's own */

struct raci_cell {
	enum side side;
	char role[RACI_ROLE_MOST * 4 + 1];
	guint8 letters; /* RACI_BITs, at least one */
};

struct raci_row {
	char *activity; /* token of the catalogue, or the user's own name of another activity */
	gint32 since;
	guint32 applies; /* 0: the service has no such activity */
	char *clause;    /* of the contract that says so, or NULL */
	char *cells;     /* one a line: side TAB role TAB letters; NULL for none */
};

void raci_row_clear(struct raci_row *row);
void raci_row_free(struct raci_row *row);
/* An activity, a possible day, cells that can be read, each role once. */
bool raci_row_is_sound(const struct raci_row *row);
/* struct raci_cell, in the row's order. Caller owns; NULL when they cannot be read. */
GArray *raci_cells(const struct raci_row *row);
/* Adds a cell to the text of cells; letters as bits. */
void raci_add_cell(GString *cells, enum side side, const char *role, guint8 letters);
/* "A", "R/A", "ra, c"; 0 with *fits unset for other words, and for none. */
guint8 raci_letters_of(const char *word, bool *fits);
/* "RA", in the order of the word RACI; at most four letters and the end. */
void raci_letters_put(guint8 letters, char out[RACI_LETTERS + 1]);

/* The row of an activity that holds on a day, of rows by activity, then day; NULL: none. */
const struct raci_row *raci_row_on(const GPtrArray *rows, const char *activity, gint32 day);
/* Whether it is the first row of an activity that the catalogue does not know. */
bool raci_is_first_of_own(const GPtrArray *rows, guint index);
/* How many roles answer for it; 0 where it does not apply. */
guint raci_accountable(const struct raci_row *row);

/* ---- rules ---- */

enum raci_trouble {
	RACI_NOBODY_ACCOUNTABLE,
	RACI_SEVERAL_ACCOUNTABLE,
	RACI_NOBODY_RESPONSIBLE,
	RACI_CLIENT_MUST_ANSWER, /* the provider answers for what a client cannot hand over */
	RACI_ACROSS_THE_BORDER,  /* one company answers, the other alone does it, and no clause
				    says so */
	RACI_OVERLOADED,         /* a role does more than RACI_OVERLOAD activities, and is not
				    alone on its side */
	RACI_NO_ROW,             /* nobody said whose it is */
	RACI_TROUBLES
};
#define RACI_OVERLOAD 20u /* our judgement: about a third of the catalogue */

struct raci_finding {
	enum raci_trouble trouble;
	guint activity;  /* number in the catalogue; ACTIVITY_NONE for a role or one's own */
	const char *own; /* an activity of one's own; borrowed from the rows */
	enum side side;  /* of the role, else SIDE_NONE */
	char *role;
	guint count; /* accountable roles, or activities of the role */
};

/* What is wrong with the grid on a day, by activity, one's own last, then roles: struct
 * raci_finding *. Without any row there is no grid, and nothing to say. Caller owns. */
GPtrArray *raci_check(const GPtrArray *rows, gint32 day);
const char *raci_trouble_token(enum raci_trouble trouble);
