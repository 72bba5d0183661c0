/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers to the questionnaire that come as a table: each belongs to a round that was opened,
 * and to the sheet of a respondent of one side and role. What tells the respondents apart is
 * kept as a salted digest, and the salt goes when the round is closed. */
#include "importers/answer_rows.h"
#include "ingest/import_state.h"
#include "store/survey.h"

static bool takes_answers(const struct survey_round *round)
{
	return round->closed == SURVEY_NO_DAY;
}

/* Without a name the only round that takes answers. NULL: there is none, or several. */
static const struct survey_round *find_round(const GPtrArray *rounds, const char *name)
{
	const struct survey_round *found = NULL;
	guint64 event = name != NULL ? survey_round_event(name) : 0;

	for (guint i = 0; i < rounds->len; i++) {
		const struct survey_round *round = g_ptr_array_index(rounds, i);
		if (name != NULL ? round->event != event : !takes_answers(round))
			continue;
		if (found != NULL)
			return NULL;
		found = round;
	}
	return found;
}

static char *trouble_of_round(const struct survey_round *round, const char *name)
{
	if (round == NULL && name == NULL)
		return g_strdup("no round is named, and not exactly one is open; name it in a "
				"column round, or open one: entente survey open NAME");
	if (round == NULL)
		return g_strdup_printf("there is no round \"%s\"; open it: entente survey open "
				       "NAME",
				       name);
	if (!takes_answers(round))
		return g_strdup_printf("the round \"%s\" is closed; open another one",
				       round->name);
	return NULL;
}

static char *trouble_of_sheet(const struct answer_record *answer)
{
	if (answer->side == SIDE_NONE)
		return g_strdup("no side; write client or provider in a column side");
	if (answer->role == SURVEY_ROLES)
		return g_strdup("no role; write management, it, finance, business, account, "
				"delivery, support, security or other in a column role");
	if (answer->respondent == NULL)
		return g_strdup("no respondent; number the sheets (1, 2, 3) in a column "
				"respondent, without names");
	return NULL;
}

/* The line that gave the same answer before, in the same file; 0 when none did. */
static guint line_before(struct reading *reading, const struct survey_round *round,
			 const struct answer_record *answer)
{
	g_autofree char *key = g_strdup_printf(
		"%" G_GUINT64_FORMAT " %u %u %u %u %s", round->event, answer->side,
		answer->role, answer->answer.item, answer->answer.part, answer->respondent);
	guint line;

	if (reading->answered == NULL)
		reading->answered =
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	line = GPOINTER_TO_UINT(g_hash_table_lookup(reading->answered, key));
	if (line == 0)
		g_hash_table_insert(reading->answered, g_steal_pointer(&key),
				    GUINT_TO_POINTER(MAX(answer->place.line, 1)));
	return line;
}

/* Several lines of words to one open question are all kept. */
static char *trouble_of_repeat(struct reading *reading, const struct survey_round *round,
			       const struct answer_record *answer)
{
	guint n, line;

	if (answer->answer.words != NULL)
		return NULL;
	line = line_before(reading, round, answer);
	if (line == 0)
		return NULL;
	return g_strdup_printf("respondent %s answered %s of %s on line %u already; keep one "
			       "of the two rows",
			       answer->respondent, survey_part_token(answer->answer.part),
			       survey_items(&n)[answer->answer.item].id, line);
}

static enum store_put put_answer(struct import *import, const struct survey_round *round,
				 const struct answer_record *answer, GError **error)
{
	gint64 relationship = import->relationship->id;
	guint8 salt[SURVEY_SALT_SIZE] = {0};
	struct survey_sheet_key key = {
		.round = round->event, .side = answer->side, .role = answer->role};
	bool known;
	guint n;

	if (answer->answer.words != NULL)
		return store_survey_words_put(
			import->store, relationship, round->event,
			survey_words_id(answer->side, survey_items(&n)[answer->answer.item].id,
					answer->answer.words),
			answer->side, &answer->answer, error);
	if (!store_survey_salt(import->store, relationship, round->event, salt, &known, error))
		return STORE_PUT_FAILED;
	key.sheet = survey_sheet_id(salt, sizeof salt, answer->side, answer->role,
				    answer->respondent);
	return store_survey_answer_put(import->store, relationship, &key, &answer->answer,
				       error);
}

bool import_take_answer(struct import *import, struct reading *reading,
			const struct answer_record *answer, enum store_put *put, char **trouble,
			GError **error)
{
	g_autoptr(GPtrArray) rounds =
		store_survey_rounds(import->store, import->relationship->id, error);
	const struct survey_round *round;

	if (rounds == NULL)
		return false;
	round = find_round(rounds, answer->round);
	*trouble = trouble_of_round(round, answer->round);
	if (*trouble == NULL)
		*trouble = trouble_of_sheet(answer);
	if (*trouble == NULL)
		*trouble = trouble_of_repeat(reading, round, answer);
	if (*trouble != NULL)
		return true;
	*put = put_answer(import, round, answer, error);
	return *put != STORE_PUT_FAILED;
}
