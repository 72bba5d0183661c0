/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Actions of `entente survey`. Every one takes what stands behind its own name. */
#pragma once

#include "cli/cli.h"
#include "cli/ledger_actions.h"
#include "importers/answer_rows.h"
#include "report/survey.h"
#include "store/survey.h"

int survey_open(struct cli *cli, int argc, char **argv);
int survey_close(struct cli *cli, int argc, char **argv);
int survey_list(struct cli *cli, int argc, char **argv);
int survey_invite(struct cli *cli, int argc, char **argv);
int survey_revoke(struct cli *cli, int argc, char **argv);
int survey_form(struct cli *cli, int argc, char **argv);
int survey_answer(struct cli *cli, int argc, char **argv);
int survey_results(struct cli *cli, int argc, char **argv);

/* ---- what they share ---- */

/* Today, whatever day is asked: links and rounds live by it. */
gint32 survey_today(void);
/* The round of a name; without one the last that is open or, where none is and `over` is
 * allowed, the last of all. Borrowed of `rounds`; NULL with ENTENTE_ERROR_USAGE. */
const struct survey_round *survey_find_round(const GPtrArray *rounds, const char *name,
					     bool over, GError **error);
/* client or provider, in a word; SIDE_NONE with the error. */
enum side survey_side_of(const char *word, GError **error);
/* SURVEY_ROLES with the error. */
enum survey_role survey_role_named(const char *word, GError **error);

/* What is said of a duty in a round, or the round's name; NULL when there is none, or its round
 * is not over. Caller owns. */
char *survey_event_words(const struct catalogue *catalogue, struct store *store,
			 gint64 relationship, guint64 event);

/* ---- terminal entry (survey_ask.c) ---- */

enum survey_asked {
	SURVEY_ASKED,     /* to the end, or ended by the respondent */
	SURVEY_ABANDONED, /* the input ended before: nothing is to be kept */
};
/* Asks item after item on standard output and reads standard input; struct survey_answer of
 * what was answered. */
enum survey_asked survey_ask(const struct cli *cli, enum side side, GArray *answers);
