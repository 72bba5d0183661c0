/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rounds of the questionnaire, their private links and their answers: truth, which no rebuild
 * takes away. A link knows whether it was used and no more; a sheet knows its side and role and
 * no more; an open line knows its side and no more. */
#pragma once

#include "model/survey.h"
#include "store/store.h"

#define SURVEY_ROUNDS_MOST 400u   /* of one relationship */
#define SURVEY_SHEETS_MOST 20000u /* of one round */
#define SURVEY_SALT_SIZE   16u

/* ---- rounds ---- */

/* A new round with its salt, or other days and another name for the one that has its event. */
enum store_put store_survey_round_put(struct store *store, gint64 relationship,
				      const struct survey_round *round,
				      const guint8 salt[SURVEY_SALT_SIZE], GError **error);
/* Takes the salt away: from then on no row of a table can be tied to a sheet. */
bool store_survey_round_close(struct store *store, gint64 relationship, guint64 round,
			      gint32 day, GError **error);
/* All, by their end, then event: struct survey_round *. Caller owns. */
GPtrArray *store_survey_rounds(struct store *store, gint64 relationship, GError **error);
/* *known: whether the round has one, being open. */
bool store_survey_salt(struct store *store, gint64 relationship, guint64 round,
		       guint8 salt[SURVEY_SALT_SIZE], bool *known, GError **error);

/* ---- links ---- */

bool store_survey_link_put(struct store *store, gint64 relationship,
			   const struct survey_link *link, const guint8 digest[DIGEST_SIZE],
			   GError **error);
/* Those of a round, by side, role and id: struct survey_link. Caller owns. */
GArray *store_survey_links(struct store *store, gint64 relationship, guint64 round,
			   GError **error);
/* The link of a token among all relationships; *known: whether there is one. */
bool store_survey_link_of(struct store *store, const guint8 digest[DIGEST_SIZE],
			  gint64 *relationship, struct survey_link *link, bool *known,
			  GError **error);
/* Moves an open link on; *moved is false when it was not open, or there is none. */
bool store_survey_link_move(struct store *store, gint64 relationship, guint64 link,
			    enum survey_link_state to, bool *moved, GError **error);

/* ---- answers ---- */

struct survey_sheet_key {
	guint64 round, sheet;
	enum side side;
	enum survey_role role;
};
/* Puts a value in the place of the one that the sheet has; makes the sheet. */
enum store_put store_survey_answer_put(struct store *store, gint64 relationship,
				       const struct survey_sheet_key *key,
				       const struct survey_answer *answer, GError **error);
/* An open line under an id of its own. */
enum store_put store_survey_words_put(struct store *store, gint64 relationship, guint64 round,
				      guint64 id, enum side side,
				      const struct survey_answer *answer, GError **error);
/* struct survey_sheet *, in no order that tells who came first. Caller owns. */
GPtrArray *store_survey_sheets(struct store *store, gint64 relationship, guint64 round,
			       GError **error);

struct survey_said {
	enum side side;
	guint item;
	char *words;
};
void survey_said_free(struct survey_said *said);
/* Open lines by side, item, words: struct survey_said *. Caller owns. */
GPtrArray *store_survey_words(struct store *store, gint64 relationship, guint64 round,
			      GError **error);
