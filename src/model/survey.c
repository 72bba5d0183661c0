/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items come from the table that is compiled in; a table that does not hold together stops the
 * program. */
#include "model/survey.h"

#include <gio/gio.h>
#include <string.h>

#define RESOURCE "/entente/survey/items.tsv"

enum {
	CELL_ID,
	CELL_BLOCK,
	CELL_OWES,
	CELL_LABEL,                                 /* a language each */
	CELL_WORDS = CELL_LABEL + SURVEY_LANGUAGES, /* both sides of each */
	CELLS = CELL_WORDS + SURVEY_LANGUAGES * 2
};

struct catalogue_of_items {
	struct survey_item items[SURVEY_ITEMS_MOST];
	guint n, duties;
};

const char *survey_block_token(enum survey_block block)
{
	static const char *const tokens[SURVEY_BLOCKS] = {
		"duty", "tolerance", "trust", "commitment", "response", "reversal", "words"};

	g_assert(block < SURVEY_BLOCKS);
	return tokens[block];
}

static const struct {
	guint n;
	enum survey_part parts[SURVEY_PARTS_MOST];
} parts_of_block[SURVEY_BLOCKS] = {
	[SURVEY_DUTY] = {2, {SURVEY_FULFILMENT, SURVEY_IMPORTANCE}},
	[SURVEY_TOLERANCE] = {3, {SURVEY_ADEQUATE, SURVEY_DESIRED, SURVEY_PERCEIVED}},
	[SURVEY_TRUST] = {1, {SURVEY_AGREEMENT}},
	[SURVEY_COMMITMENT] = {1, {SURVEY_AGREEMENT}},
	[SURVEY_RESPONSE] = {1, {SURVEY_AGREEMENT}},
	[SURVEY_REVERSAL] = {1, {SURVEY_AGREEMENT}},
	[SURVEY_WORDS] = {0, {SURVEY_AGREEMENT}},
};

static enum survey_block block_of(const char *word)
{
	enum survey_block block = 0;

	while (block < SURVEY_BLOCKS && strcmp(survey_block_token(block), word) != 0)
		block++;
	return block;
}

static enum side owner_of(const char *word)
{
	if (strcmp(word, side_token(SIDE_CLIENT)) == 0)
		return SIDE_CLIENT;
	return strcmp(word, side_token(SIDE_PROVIDER)) == 0 ? SIDE_PROVIDER : SIDE_NONE;
}

/* The cells stay with the item: the table is read once. */
static void read_item(struct catalogue_of_items *all, const char *line)
{
	g_auto(GStrv) cells = g_strsplit(line, "\t", -1);
	struct survey_item *item = &all->items[all->n];

	g_assert(g_strv_length(cells) == CELLS && all->n < SURVEY_ITEMS_MOST);
	item->id = g_intern_string(cells[CELL_ID]);
	item->block = block_of(cells[CELL_BLOCK]);
	g_assert(item->block < SURVEY_BLOCKS);
	item->owes = owner_of(cells[CELL_OWES]);
	item->n_parts = parts_of_block[item->block].n;
	for (guint i = 0; i < SURVEY_LANGUAGES; i++) {
		item->label[i] = g_intern_string(cells[CELL_LABEL + i]);
		item->words[i][SIDE_CLIENT] = g_intern_string(cells[CELL_WORDS + 2 * i]);
		item->words[i][SIDE_PROVIDER] = g_intern_string(cells[CELL_WORDS + 2 * i + 1]);
	}
	if (item->block == SURVEY_DUTY)
		item->duty = ++all->duties;
	g_assert((item->duty > 0) == (item->owes != SIDE_NONE) &&
		 all->duties <= SURVEY_DUTIES_MOST);
	all->n++;
}

static void read_items(struct catalogue_of_items *all)
{
	g_autoptr(GBytes) bytes =
		g_resources_lookup_data(RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	g_auto(GStrv) lines = NULL;

	g_assert(bytes != NULL);
	lines = g_strsplit(g_bytes_get_data(bytes, NULL), "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		if (*lines[i] != '\0' && *lines[i] != '#')
			read_item(all, lines[i]);
}

const struct survey_item *survey_items(guint *n)
{
	static struct catalogue_of_items all;
	static gsize ready;

	if (g_once_init_enter(&ready)) {
		read_items(&all);
		g_once_init_leave(&ready, 1);
	}
	*n = all.n;
	return all.items;
}

guint survey_item_of(const char *id)
{
	guint n;
	const struct survey_item *items = survey_items(&n);

	for (guint i = 0; i < n; i++)
		if (g_ascii_strcasecmp(items[i].id, id) == 0)
			return i;
	return SURVEY_ITEMS_MOST;
}

guint survey_item_of_duty(guint duty)
{
	guint n;
	const struct survey_item *items = survey_items(&n);

	for (guint i = 0; duty > 0 && i < n; i++)
		if (items[i].duty == duty)
			return i;
	return SURVEY_ITEMS_MOST;
}

enum survey_part survey_part_at(const struct survey_item *item, guint at)
{
	g_assert(at < item->n_parts);
	return parts_of_block[item->block].parts[at];
}

guint survey_place_of(const struct survey_item *item, enum survey_part part)
{
	for (guint i = 0; i < item->n_parts; i++)
		if (survey_part_at(item, i) == part)
			return i;
	return SURVEY_PARTS_MOST;
}

gint32 survey_part_most(enum survey_part part)
{
	static const gint32 most[SURVEY_PART_COUNT] = {
		[SURVEY_FULFILMENT] = 7, [SURVEY_IMPORTANCE] = 5, [SURVEY_ADEQUATE] = 9,
		[SURVEY_DESIRED] = 9,    [SURVEY_PERCEIVED] = 9,  [SURVEY_AGREEMENT] = 7};

	g_assert(part < SURVEY_PART_COUNT);
	return most[part];
}

const char *survey_part_token(enum survey_part part)
{
	static const char *const tokens[SURVEY_PART_COUNT] = {
		"fulfilment", "importance", "adequate", "desired", "perceived", "agreement"};

	g_assert(part < SURVEY_PART_COUNT);
	return tokens[part];
}

const char *survey_role_token(enum survey_role role)
{
	static const char *const tokens[SURVEY_ROLES] = {"management", "it",       "finance",
							 "business",   "account",  "delivery",
							 "support",    "security", "other"};

	g_assert(role < SURVEY_ROLES);
	return tokens[role];
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

enum survey_part survey_part_of(const char *folded)
{
	static const struct word words[] = {
		{"fulfilment", SURVEY_FULFILMENT},  {"fulfillment", SURVEY_FULFILMENT},
		{"realisation", SURVEY_FULFILMENT}, {"respect", SURVEY_FULFILMENT},
		{"importance", SURVEY_IMPORTANCE},  {"adequate", SURVEY_ADEQUATE},
		{"acceptable", SURVEY_ADEQUATE},    {"minimum", SURVEY_ADEQUATE},
		{"desired", SURVEY_DESIRED},        {"souhaite", SURVEY_DESIRED},
		{"perceived", SURVEY_PERCEIVED},    {"percu", SURVEY_PERCEIVED},
		{"agreement", SURVEY_AGREEMENT},    {"accord", SURVEY_AGREEMENT},
	};

	return value_of(words, G_N_ELEMENTS(words), folded, SURVEY_PART_COUNT);
}

enum survey_role survey_role_of(const char *folded)
{
	static const struct word words[] = {
		{"management", SURVEY_MANAGEMENT},
		{"direction", SURVEY_MANAGEMENT},
		{"it", SURVEY_IT},
		{"dsi", SURVEY_IT},
		{"informatique", SURVEY_IT},
		{"finance", SURVEY_FINANCE},
		{"achats", SURVEY_FINANCE},
		{"purchasing", SURVEY_FINANCE},
		{"business", SURVEY_BUSINESS},
		{"metier", SURVEY_BUSINESS},
		{"utilisateur", SURVEY_BUSINESS},
		{"user", SURVEY_BUSINESS},
		{"account", SURVEY_ACCOUNT},
		{"commercial", SURVEY_ACCOUNT},
		{"compte", SURVEY_ACCOUNT},
		{"delivery", SURVEY_DELIVERY},
		{"projet", SURVEY_DELIVERY},
		{"project", SURVEY_DELIVERY},
		{"support", SURVEY_SUPPORT},
		{"assistance", SURVEY_SUPPORT},
		{"security", SURVEY_SECURITY},
		{"securite", SURVEY_SECURITY},
		{"other", SURVEY_OTHER},
		{"autre", SURVEY_OTHER},
	};

	return value_of(words, G_N_ELEMENTS(words), folded, SURVEY_ROLES);
}

/* ---- rounds, answers ---- */

void survey_round_free(struct survey_round *round)
{
	if (round == NULL)
		return;
	g_free(round->name);
	g_free(round);
}

gint32 survey_round_end(const struct survey_round *round)
{
	if (round->closed == SURVEY_NO_DAY)
		return round->ends;
	return MIN(round->closed, round->ends);
}

bool survey_round_is_over(const struct survey_round *round, gint32 day)
{
	if (round->closed != SURVEY_NO_DAY)
		return day >= round->closed;
	return day > round->ends;
}

guint64 survey_duty_event(guint64 round, guint duty)
{
	g_assert(round % SURVEY_EVENT_STEP == 0 && duty < SURVEY_EVENT_STEP);
	return round + duty;
}

guint64 survey_round_of_event(guint64 event, guint *duty)
{
	*duty = (guint)(event % SURVEY_EVENT_STEP);
	return event - *duty;
}

void survey_answer_clear(struct survey_answer *answer)
{
	g_clear_pointer(&answer->words, g_free);
}

bool survey_answer_is_sound(const struct survey_answer *answer)
{
	guint n;
	const struct survey_item *items = survey_items(&n);

	if (answer->item >= n || answer->part >= SURVEY_PART_COUNT)
		return false;
	if (items[answer->item].block == SURVEY_WORDS)
		return answer->words != NULL && answer->value == 0;
	return answer->words == NULL && answer->value >= 1 &&
	       answer->value <= survey_part_most(answer->part) &&
	       survey_place_of(&items[answer->item], answer->part) < SURVEY_PARTS_MOST;
}
