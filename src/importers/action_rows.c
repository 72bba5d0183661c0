/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Without an id, kind, side and words are the id: the same action on two pages of minutes is
 * one, whose state is that of the later page. */
#include "importers/action_rows.h"

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

static guint64 identity_of(const struct action_item *item)
{
	g_autofree char *folded = mapping_fold(item->texts[ACTION_TEXT]);
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "action", action_kind_token(item->kind), -1);
	digest_field(&digest, "side", side_token(item->side), -1);
	digest_field(&digest, "text", *folded ? folded : item->texts[ACTION_TEXT], -1);
	return digest_event(&digest);
}

static guint64 event_of(const struct action_words *words, const struct action_item *item)
{
	enum event_kind kind;
	struct digest digest;
	guint64 event;

	if (is_empty(words->id))
		return identity_of(item);
	if (event_parse(words->id, &kind, &event) && kind == EVENT_ACTION)
		return event & G_MAXINT64;
	digest_begin(&digest);
	digest_field(&digest, "action id", words->id, -1);
	return digest_event(&digest);
}

static char *fill_words(const struct action_words *words, struct action_item *item)
{
	g_autofree char *kind = mapping_fold(is_empty(words->kind) ? "action" : words->kind);
	g_autofree char *side = mapping_fold(words->side != NULL ? words->side : "");
	g_autofree char *state = mapping_fold(words->state != NULL ? words->state : "");

	item->kind = action_kind_of(kind);
	item->side = ledger_side_of(side);
	item->state = action_state_of(state);
	if (item->kind == ACTION_KINDS)
		return trouble_of("the kind", words->kind, "write action or decision");
	if (item->side == SIDE_NONE)
		return trouble_of("the side", words->side, "write client or provider");
	if (item->state == ACTION_STATES)
		return trouble_of("the state", words->state, "write open, done or dropped");
	if (is_empty(words->texts[ACTION_TEXT]))
		return g_strdup("the text is empty; fill it in or delete the row");
	return NULL;
}

static char *fill_days(const struct action_words *words, struct action_item *item)
{
	const struct {
		const char *what, *word;
		gint32 *day;
	} days[] = {{"the day it was asked", words->asked, &item->asked},
		    {"the due day", words->due, &item->due},
		    {"the day it ended", words->ended, &item->ended}};

	for (guint i = 0; i < G_N_ELEMENTS(days); i++)
		if (!is_empty(days[i].word) && !calendar_parse_day(days[i].word, days[i].day))
			return trouble_of(days[i].what, days[i].word, "write it as 2026-12-31");
	if (item->ended == ACTION_NO_DAY)
		return NULL;
	if (is_empty(words->state)) /* a day on which it ended says that it did */
		item->state = ACTION_DONE;
	if (item->state == ACTION_OPEN)
		return g_strdup("it is open and has a day on which it ended; empty the day, or "
				"write done or dropped");
	if (item->asked != ACTION_NO_DAY && item->ended < item->asked)
		return g_strdup("it ended before it was asked; correct one of the two days");
	return NULL;
}

char *action_item_fill(const struct action_words *words, struct action_item *item)
{
	struct action_item filled;
	char *trouble;

	action_item_init(&filled);
	trouble = fill_words(words, &filled);
	if (trouble == NULL)
		trouble = fill_days(words, &filled);
	if (trouble != NULL)
		return trouble;
	for (guint i = 0; i < ACTION_TEXTS; i++)
		if (!is_empty(words->texts[i]))
			filled.texts[i] = ticket_cell_shown(words->texts[i], ACTION_TEXT_MOST);
	filled.event = event_of(words, &filled);
	if (action_item_is_sound(&filled)) {
		*item = filled;
		return NULL;
	}
	action_item_clear(&filled);
	return g_strdup("a day is too far from today; write it as 2026-12-31");
}
