/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items of minutes and their words. */
#include "model/action.h"

#include <string.h>

void action_item_init(struct action_item *item)
{
	memset(item, 0, sizeof *item);
	item->asked = item->due = item->ended = ACTION_NO_DAY;
}

void action_item_clear(struct action_item *item)
{
	for (guint i = 0; i < ACTION_TEXTS; i++)
		g_free(item->texts[i]);
	action_item_init(item);
}

void action_item_free(struct action_item *item)
{
	if (item == NULL)
		return;
	action_item_clear(item);
	g_free(item);
}

static bool is_possible(gint32 day)
{
	return day == ACTION_NO_DAY || contract_day_possible(day);
}

bool action_item_is_sound(const struct action_item *item)
{
	return item->side != SIDE_NONE && is_possible(item->asked) && is_possible(item->due) &&
	       is_possible(item->ended) && item->event <= G_MAXINT64 &&
	       (item->state != ACTION_OPEN || item->ended == ACTION_NO_DAY);
}

gint32 action_deadline(const struct action_item *item)
{
	if (item->due != ACTION_NO_DAY)
		return item->due;
	if (item->kind == ACTION_DECISION && item->asked != ACTION_NO_DAY)
		return item->asked + DECISION_USUAL_DAYS;
	return ACTION_NO_DAY;
}

bool action_is_late(const struct action_item *item, gint32 day)
{
	gint32 deadline = action_deadline(item);

	if (deadline == ACTION_NO_DAY || deadline >= day)
		return false;
	return item->state == ACTION_OPEN ||
	       (item->ended != ACTION_NO_DAY && item->ended > day);
}

struct word {
	const char *word;
	guint value;
};

static guint value_of(const struct word *words, gsize n, const char *folded, guint none)
{
	for (gsize i = 0; i < n; i++)
		if (strcmp(words[i].word, folded) == 0)
			return words[i].value;
	return none;
}

enum action_kind action_kind_of(const char *folded)
{
	static const struct word words[] = {
		{"action", ACTION_TO_DO},       {"tache", ACTION_TO_DO},
		{"task", ACTION_TO_DO},         {"todo", ACTION_TO_DO},
		{"a faire", ACTION_TO_DO},      {"decision", ACTION_DECISION},
		{"arbitrage", ACTION_DECISION}, {"validation", ACTION_DECISION},
	};

	return value_of(words, G_N_ELEMENTS(words), folded, ACTION_KINDS);
}

enum action_state action_state_of(const char *folded)
{
	static const struct word words[] = {
		{"", ACTION_OPEN},
		{"open", ACTION_OPEN},
		{"ouvert", ACTION_OPEN},
		{"ouverte", ACTION_OPEN},
		{"en cours", ACTION_OPEN},
		{"in progress", ACTION_OPEN},
		{"a faire", ACTION_OPEN},
		{"todo", ACTION_OPEN},
		{"pending", ACTION_OPEN},
		{"en attente", ACTION_OPEN},
		{"done", ACTION_DONE},
		{"fait", ACTION_DONE},
		{"faite", ACTION_DONE},
		{"termine", ACTION_DONE},
		{"terminee", ACTION_DONE},
		{"closed", ACTION_DONE},
		{"clos", ACTION_DONE},
		{"close", ACTION_DONE},
		{"solde", ACTION_DONE},
		{"soldee", ACTION_DONE},
		{"decided", ACTION_DONE},
		{"decide", ACTION_DONE},
		{"decidee", ACTION_DONE},
		{"prise", ACTION_DONE},
		{"validee", ACTION_DONE},
		{"dropped", ACTION_DROPPED},
		{"abandonne", ACTION_DROPPED},
		{"abandonnee", ACTION_DROPPED},
		{"cancelled", ACTION_DROPPED},
		{"annule", ACTION_DROPPED},
		{"annulee", ACTION_DROPPED},
	};

	return value_of(words, G_N_ELEMENTS(words), folded, ACTION_STATES);
}

const char *action_kind_token(enum action_kind kind)
{
	static const char *const tokens[ACTION_KINDS] = {"action", "decision"};

	g_assert(kind < ACTION_KINDS);
	return tokens[kind];
}

const char *action_state_token(enum action_state state)
{
	static const char *const tokens[ACTION_STATES] = {"open", "done", "dropped"};

	g_assert(state < ACTION_STATES);
	return tokens[state];
}

const char *action_text_token(enum action_text text)
{
	static const char *const tokens[ACTION_TEXTS] = {"text", "owner", "source"};

	g_assert(text < ACTION_TEXTS);
	return tokens[text];
}
