/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What cannot be read rejects the item: an importance that is guessed would weigh in a figure.
 * An id of our own ("x" and digits) names the item that was exported; any other word is the
 * user's own number, and names the same item each time. */
#include "importers/ledger_rows.h"

#include <string.h>

#include "base/calendar.h"
#include "importers/digest.h"
#include "importers/mapping.h"
#include "importers/ticket_plan.h"

static bool is_empty(const char *word)
{
	return word == NULL || *word == '\0';
}

static char *trouble_of(const char *what, const char *word, const char *mend)
{
	g_autofree char *shown = ticket_cell_shown(word != NULL ? word : "", 40);

	return g_strdup_printf("%s \"%s\" cannot be read; %s", what, shown, mend);
}

guint64 ledger_item_identity(const struct ledger_item *item)
{
	g_autofree char *folded = mapping_fold(item->texts[LEDGER_TEXT]);
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "kind", ledger_kind_token(item->kind), -1);
	digest_field(&digest, "side", side_token(item->side), -1);
	digest_field(&digest, "text", *folded ? folded : item->texts[LEDGER_TEXT], -1);
	return digest_event(&digest);
}

static guint64 event_of_own_number(const char *id)
{
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "id", id, -1);
	return digest_event(&digest);
}

static guint64 event_of(const struct ledger_words *words, const struct ledger_item *item)
{
	enum event_kind kind;
	guint64 event;

	if (is_empty(words->id))
		return ledger_item_identity(item);
	if (event_parse(words->id, &kind, &event) && kind == EVENT_LEDGER)
		return event & G_MAXINT64;
	return event_of_own_number(words->id);
}

static char *fill_day(const char *what, const char *word, gint32 *day)
{
	if (is_empty(word) || calendar_parse_day(word, day))
		return NULL;
	return trouble_of(what, word, "write it as 2026-12-31");
}

static char *fill_importance(const char *word, guint32 *importance)
{
	if (is_empty(word))
		return NULL;
	if (strlen(word) != 1 || *word < '1' || *word > '0' + (int)LEDGER_IMPORTANCE_MOST)
		return trouble_of("the importance", word,
				  "write 1 (little) to 5 (most), or leave it empty");
	*importance = (guint32)(*word - '0');
	return NULL;
}

static char *fill_words(const struct ledger_words *words, struct ledger_item *item)
{
	g_autofree char *kind = mapping_fold(words->kind != NULL ? words->kind : "");
	g_autofree char *side = mapping_fold(words->side != NULL ? words->side : "");
	g_autofree char *stated = mapping_fold(words->stated != NULL ? words->stated : "");

	item->kind = ledger_kind_of(kind);
	item->side = ledger_side_of(side);
	item->stated = ledger_stated_of(stated);
	if (item->kind == LEDGER_KINDS)
		return trouble_of("the kind", words->kind, "write expectation or commitment");
	if (item->side == SIDE_NONE)
		return trouble_of("the side", words->side, "write client or provider");
	if (item->stated == LEDGER_STATED_COUNT)
		return trouble_of("how it was stated", words->stated,
				  "write explicit, implicit or written, or leave it empty");
	if (is_empty(words->texts[LEDGER_TEXT]))
		return g_strdup("the text is empty; fill it in or delete the row");
	return NULL;
}

/* A promise alone can be broken: what is expected and does not come is a gap by itself. */
static char *fill_days(const struct ledger_words *words, struct ledger_item *item)
{
	char *trouble = fill_day("the day", words->since, &item->since);

	if (trouble == NULL)
		trouble = fill_day("the day", words->broken, &item->broken);
	if (trouble == NULL && item->broken != CONTRACT_NO_DAY &&
	    item->kind != LEDGER_COMMITMENT)
		trouble = g_strdup("only a commitment can be broken; move the day to the "
				   "commitment, or empty it");
	return trouble;
}

char *ledger_item_fill(const struct ledger_words *words, struct ledger_item *item)
{
	struct ledger_item filled;
	char *trouble;

	ledger_item_init(&filled);
	trouble = fill_words(words, &filled);
	if (trouble == NULL)
		trouble = fill_importance(words->importance, &filled.importance);
	if (trouble == NULL)
		trouble = fill_days(words, &filled);
	if (trouble != NULL)
		return trouble;
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		if (!is_empty(words->texts[i]))
			filled.texts[i] = ticket_cell_shown(words->texts[i], LEDGER_TEXT_MOST);
	filled.event = event_of(words, &filled);
	if (ledger_item_is_sound(&filled)) {
		*item = filled;
		return NULL;
	}
	ledger_item_clear(&filled);
	return g_strdup("a day is too far from today; write it as 2026-12-31");
}
