/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One answer to the questionnaire from its words, however they came: a row of a table, an
 * object of JSON. And the ids that rounds, sheets and tokens have. */
#pragma once

#include "model/record.h"

#define ANSWER_TEXT_MOST   500u /* characters of an open line that are kept */
#define ANSWER_ROUND_MOST  80u  /* characters of the name of a round */
#define SURVEY_TOKEN_BYTES 20u  /* of a private link; written as twice as many digits */

/* Words as they were given; NULL or "" where nothing was. */
struct answer_words {
	const char *item, *part, *value, *side, *role, *round, *respondent;
};

/* Fills an empty record, all but its place; NULL, or what is wrong and the mend. Caller owns.
 */
char *answer_record_fill(const struct answer_words *words, struct answer_record *record);

/* The id of a round of that name: case and accents make no other. */
guint64 survey_round_event(const char *name);
/* The id of a respondent's sheet; it cannot be found again without the salt of the round. */
guint64 survey_sheet_id(const void *salt, gsize length, enum side side, enum survey_role role,
			const char *respondent);
/* The id of an open line, by its words alone. */
guint64 survey_words_id(enum side side, const char *item, const char *words);

/* A token that nobody can foresee. Caller owns. */
char *survey_token_new(void);
/* What is kept of it. */
void survey_token_digest(const char *token, guint8 out[DIGEST_SIZE]);
