/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An item that has one part need not name it. A token is twenty bytes of chance: no salt and no
 * slow digest is needed to keep it. */
#include "importers/answer_rows.h"

#include <string.h>

#include "importers/digest.h"
#include "importers/mapping.h"
#include "importers/ticket_plan.h"

#define SHOWN 40 /* characters of a bad cell in a reason */

static bool is_empty(const char *word)
{
	return word == NULL || *word == '\0';
}

static char *trouble_of(const char *what, const char *word, const char *mend)
{
	g_autofree char *shown = ticket_cell_shown(word != NULL ? word : "", SHOWN);

	return g_strdup_printf("%s \"%s\" cannot be read; %s", what, shown, mend);
}

static char *fill_item(const struct answer_words *words, struct answer_record *record)
{
	record->answer.item = survey_item_of(words->item != NULL ? words->item : "");
	if (record->answer.item != SURVEY_ITEMS_MOST)
		return NULL;
	return trouble_of("the item", words->item,
			  "entente survey form lists them: p1 to p6, k1 to k6, z1 to z5...");
}

/* "fulfilment or importance". Caller owns. */
static char *parts_of(const struct survey_item *item)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < item->n_parts; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? " or " : "",
				       survey_part_token(survey_part_at(item, i)));
	return g_string_free(g_steal_pointer(&all), FALSE);
}

static char *fill_part(const struct answer_words *words, const struct survey_item *item,
		       struct answer_record *record)
{
	g_autofree char *folded = mapping_fold(words->part != NULL ? words->part : "");
	g_autofree char *parts = NULL, *mend = NULL;

	if (item->n_parts <= 1 && *folded == '\0') {
		record->answer.part = SURVEY_AGREEMENT;
		return NULL;
	}
	record->answer.part = survey_part_of(folded);
	if (survey_place_of(item, record->answer.part) < SURVEY_PARTS_MOST)
		return NULL;
	if (item->n_parts == 0) {
		record->answer.part = SURVEY_AGREEMENT;
		return NULL;
	}
	parts = parts_of(item);
	mend = g_strdup_printf("of %s write %s", item->id, parts);
	return trouble_of("the part", words->part, mend);
}

static char *fill_value(const struct answer_words *words, const struct survey_item *item,
			struct answer_record *record)
{
	gint32 most = survey_part_most(record->answer.part);
	g_autofree char *mend = NULL;
	guint64 value;

	if (is_empty(words->value))
		return NULL;
	if (item->n_parts == 0) {
		record->answer.words = ticket_cell_shown(words->value, ANSWER_TEXT_MOST);
		if (*record->answer.words == '\0')
			g_clear_pointer(&record->answer.words, g_free);
		return NULL;
	}
	if (g_ascii_string_to_unsigned(words->value, 10, 1, (guint64)most, &value, NULL)) {
		record->answer.value = (gint32)value;
		return NULL;
	}
	mend = g_strdup_printf("%s of %s is a whole number from 1 to %d",
			       survey_part_token(record->answer.part), item->id, most);
	return trouble_of("the value", words->value, mend);
}

static char *fill_who(const struct answer_words *words, struct answer_record *record)
{
	g_autofree char *side = mapping_fold(words->side != NULL ? words->side : "");
	g_autofree char *role = mapping_fold(words->role != NULL ? words->role : "");

	record->side = ledger_side_of(side);
	record->role = survey_role_of(role);
	if (record->side == SIDE_NONE && *side != '\0')
		return trouble_of("the side", words->side, "write client or provider");
	if (record->role == SURVEY_ROLES && *role != '\0')
		return trouble_of("the role", words->role,
				  "write management, it, finance, business, account, delivery, "
				  "support, security or other, and no name");
	return NULL;
}

char *answer_record_fill(const struct answer_words *words, struct answer_record *record)
{
	guint n;
	const struct survey_item *items = survey_items(&n);
	struct answer_record filled = {.role = SURVEY_ROLES};
	char *trouble = fill_item(words, &filled);

	if (trouble == NULL)
		trouble = fill_part(words, &items[filled.answer.item], &filled);
	if (trouble == NULL)
		trouble = fill_who(words, &filled);
	if (trouble == NULL)
		trouble = fill_value(words, &items[filled.answer.item], &filled);
	if (trouble != NULL) {
		answer_record_clear(&filled);
		return trouble;
	}
	if (!is_empty(words->round))
		filled.round = ticket_cell_shown(words->round, ANSWER_ROUND_MOST);
	if (!is_empty(words->respondent))
		filled.respondent = ticket_cell_shown(words->respondent, ANSWER_ROUND_MOST);
	*record = filled;
	return NULL;
}

/* ---- ids ---- */

guint64 survey_round_event(const char *name)
{
	g_autofree char *folded = mapping_fold(name);
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "survey round", *folded ? folded : name, -1);
	return digest_event(&digest) / SURVEY_EVENT_STEP * SURVEY_EVENT_STEP;
}

guint64 survey_sheet_id(const void *salt, gsize length, enum side side, enum survey_role role,
			const char *respondent)
{
	struct digest digest;

	digest_begin(&digest);
	digest_update(&digest, salt, length);
	digest_field(&digest, "side", side_token(side), -1);
	digest_field(&digest, "role", survey_role_token(role), -1);
	digest_field(&digest, "respondent", respondent, -1);
	return digest_event(&digest);
}

guint64 survey_words_id(enum side side, const char *item, const char *words)
{
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "side", side_token(side), -1);
	digest_field(&digest, "item", item, -1);
	digest_field(&digest, "words", words, -1);
	return digest_event(&digest);
}

char *survey_token_new(void)
{
	guint8 bytes[SURVEY_TOKEN_BYTES];
	GString *token = g_string_new(NULL);

	digest_random(bytes, sizeof bytes);
	for (gsize i = 0; i < sizeof bytes; i++)
		g_string_append_printf(token, "%02x", bytes[i]);
	return g_string_free(token, FALSE);
}

void survey_token_digest(const char *token, guint8 out[DIGEST_SIZE])
{
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "survey token", token, -1);
	digest_end(&digest, out);
}
