/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items of the ledger and their words. */
#include "model/ledger.h"

#include <string.h>

void ledger_item_init(struct ledger_item *item)
{
	memset(item, 0, sizeof *item);
	item->since = CONTRACT_NO_DAY;
	item->broken = CONTRACT_NO_DAY;
}

void ledger_item_clear(struct ledger_item *item)
{
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		g_free(item->texts[i]);
	ledger_item_init(item);
}

void ledger_item_free(struct ledger_item *item)
{
	if (item == NULL)
		return;
	ledger_item_clear(item);
	g_free(item);
}

static bool is_possible(gint32 day)
{
	return day == CONTRACT_NO_DAY || contract_day_possible(day);
}

bool ledger_item_is_sound(const struct ledger_item *item)
{
	return item->side != SIDE_NONE && is_possible(item->since) &&
	       is_possible(item->broken) && item->event <= G_MAXINT64;
}

guint ledger_weight(const struct ledger_item *item)
{
	return item->importance > 0 ? item->importance : LEDGER_IMPORTANCE_UNKNOWN;
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

enum ledger_kind ledger_kind_of(const char *folded)
{
	static const struct word words[] = {
		{"expectation", LEDGER_EXPECTATION}, {"expected", LEDGER_EXPECTATION},
		{"attente", LEDGER_EXPECTATION},     {"attendu", LEDGER_EXPECTATION},
		{"commitment", LEDGER_COMMITMENT},   {"engagement", LEDGER_COMMITMENT},
		{"promise", LEDGER_COMMITMENT},      {"obligation", LEDGER_COMMITMENT},
	};

	return value_of(words, G_N_ELEMENTS(words), folded, LEDGER_KINDS);
}

enum ledger_stated ledger_stated_of(const char *folded)
{
	static const struct word words[] = {
		{"", LEDGER_UNSTATED},          {"explicit", LEDGER_EXPLICIT},
		{"explicite", LEDGER_EXPLICIT}, {"dite", LEDGER_EXPLICIT},
		{"implicit", LEDGER_IMPLICIT},  {"implicite", LEDGER_IMPLICIT},
		{"tacite", LEDGER_IMPLICIT},    {"written", LEDGER_WRITTEN},
		{"ecrit", LEDGER_WRITTEN},      {"ecrite", LEDGER_WRITTEN},
	};

	return value_of(words, G_N_ELEMENTS(words), folded, LEDGER_STATED_COUNT);
}

enum side ledger_side_of(const char *folded)
{
	static const struct word words[] = {
		{"client", SIDE_CLIENT},        {"customer", SIDE_CLIENT},
		{"provider", SIDE_PROVIDER},    {"prestataire", SIDE_PROVIDER},
		{"fournisseur", SIDE_PROVIDER}, {"supplier", SIDE_PROVIDER},
	};

	return value_of(words, G_N_ELEMENTS(words), folded, SIDE_NONE);
}

const char *ledger_kind_token(enum ledger_kind kind)
{
	static const char *const tokens[LEDGER_KINDS] = {"expectation", "commitment"};

	g_assert(kind < LEDGER_KINDS);
	return tokens[kind];
}

const char *ledger_stated_token(enum ledger_stated stated)
{
	static const char *const tokens[LEDGER_STATED_COUNT] = {"", "explicit", "implicit",
								"written"};

	g_assert(stated < LEDGER_STATED_COUNT);
	return tokens[stated];
}

const char *ledger_gap_token(enum ledger_gap_kind kind)
{
	static const char *const tokens[GAP_KINDS] = {"unwritten", "unexpected", "short",
						      "broken"};

	g_assert(kind < GAP_KINDS);
	return tokens[kind];
}

const char *ledger_text_token(enum ledger_text text)
{
	static const char *const tokens[LEDGER_TEXTS] = {"area",   "text",    "source",
							 "clause", "measure", "target",
							 "period", "page",    "evidence"};

	g_assert(text < LEDGER_TEXTS);
	return tokens[text];
}
