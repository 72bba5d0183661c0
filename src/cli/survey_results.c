/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente survey results [ROUND]`: what a round says, beside the one before it. */
#include "base/error.h"
#include "cli/survey_actions.h"

/* Caller owns; NULL on error. */
static struct survey_results *load(struct store *store, gint64 relationship,
				   const struct survey_round *round, GPtrArray **sheets,
				   GError **error)
{
	struct survey_results *results;

	*sheets = store_survey_sheets(store, relationship, round->event, error);
	if (*sheets == NULL)
		return NULL;
	results = g_new0(struct survey_results, 1);
	survey_add_up(*sheets, results);
	return results;
}

char *survey_event_words(const struct catalogue *catalogue, struct store *store,
			 gint64 relationship, guint64 event)
{
	g_autoptr(GPtrArray) rounds = store_survey_rounds(store, relationship, NULL);
	guint duty, item;
	guint64 wanted = survey_round_of_event(event, &duty);

	item = survey_item_of_duty(duty);
	for (guint i = 0; rounds != NULL && i < rounds->len; i++) {
		const struct survey_round *round = g_ptr_array_index(rounds, i);
		g_autofree struct survey_results *results = NULL;
		g_autoptr(GPtrArray) sheets = NULL;
		if (round->event != wanted)
			continue;
		if (duty == 0)
			return g_strdup(round->name);
		if (item == SURVEY_ITEMS_MOST || !survey_round_is_over(round, survey_today()))
			return NULL;
		results = load(store, relationship, round, &sheets, NULL);
		return results != NULL ? report_survey_duty(catalogue, round, results, item)
				       : NULL;
	}
	return NULL;
}

/* ---- the round before ---- */

static const struct survey_round *round_before(const GPtrArray *rounds,
					       const struct survey_round *round)
{
	const struct survey_round *before = NULL;

	for (guint i = 0; i < rounds->len; i++) {
		const struct survey_round *one = g_ptr_array_index(rounds, i);
		if (survey_round_end(one) < round->opens &&
		    (before == NULL || survey_round_end(one) >= survey_round_end(before)))
			before = one;
	}
	return before;
}

static enum survey_comparison compare(const struct survey_results *before,
				      const struct survey_results *now)
{
	guint n[2][SIDE_COUNT] = {{0}};
	guint32 roles[2][SIDE_COUNT] = {{0}};

	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		n[0][side] = before->sides[side].n;
		n[1][side] = now->sides[side].n;
		roles[0][side] = survey_roles_present(&before->sides[side]);
		roles[1][side] = survey_roles_present(&now->sides[side]);
	}
	return survey_compare(n[0], roles[0], n[1], roles[1]);
}

/* ---- what is shown ---- */

static void words_clear(gpointer data)
{
	g_free(((struct shown_words *)data)->words);
}

/* People are masked, as everywhere. Caller owns. */
static GArray *load_words(struct store *store, const struct relationship *relationship,
			  const struct survey_round *round, GError **error)
{
	g_autoptr(GPtrArray) all =
		store_survey_words(store, relationship->id, round->event, error);
	struct mask *mask = all != NULL ? cli_mask(store, relationship, error) : NULL;
	GArray *words;

	if (mask == NULL)
		return NULL;
	words = g_array_new(FALSE, TRUE, sizeof(struct shown_words));
	g_array_set_clear_func(words, words_clear);
	for (guint i = 0; i < all->len; i++) {
		const struct survey_said *said = g_ptr_array_index(all, i);
		struct shown_words one = {said->side, said->item,
					  mask_excerpt(mask, said->words, ANSWER_TEXT_MOST)};
		g_array_append_val(words, one);
	}
	mask_free(mask);
	return words;
}

static bool count_links(struct store *store, gint64 relationship, struct shown_survey *shown,
			GError **error)
{
	g_autoptr(GArray) links =
		store_survey_links(store, relationship, shown->round->event, error);

	for (guint i = 0; links != NULL && i < links->len; i++) {
		const struct survey_link *link = &g_array_index(links, struct survey_link, i);
		shown->invited[link->side] += link->state != SURVEY_LINK_REVOKED;
	}
	return links != NULL;
}

static void write_out(const struct cli *cli, const struct shown_survey *shown)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	if (cli_wants_json(cli))
		report_survey_json(shown, cli->catalogue, out);
	else
		report_survey_text(shown, cli->catalogue, &screen);
	cli_write(out);
}

static bool show_round(const struct cli *cli, const struct ledger_desk *desk,
		       const GPtrArray *rounds, const struct survey_round *round,
		       GError **error)
{
	gint64 relationship = desk->relationship->id;
	g_autoptr(GPtrArray) sheets = NULL, sheets_before = NULL;
	g_autofree struct survey_results *results = NULL, *before = NULL;
	g_autoptr(GArray) words = load_words(desk->store, desk->relationship, round, error);
	struct shown_survey shown = {.relationship = desk->relationship->name,
				     .day = cli_day(cli),
				     .round = round,
				     .before = round_before(rounds, round)};

	if (words != NULL)
		results = load(desk->store, relationship, round, &sheets, error);
	if (results == NULL || !count_links(desk->store, relationship, &shown, error))
		return false;
	if (shown.before != NULL) {
		before = load(desk->store, relationship, shown.before, &sheets_before, error);
		if (before == NULL)
			return false;
		shown.comparison = compare(before, results);
	}
	shown.sheets = sheets;
	shown.results = results;
	shown.results_before = before;
	shown.words = words;
	write_out(cli, &shown);
	return true;
}

static bool show(const struct cli *cli, const char *name, const char *word, GError **error)
{
	struct ledger_desk desk = {NULL, NULL};
	g_autoptr(GPtrArray) rounds = NULL;
	const struct survey_round *round = NULL;
	bool done = false;

	if (ledger_desk_open(cli, name, &desk, error))
		rounds = store_survey_rounds(desk.store, desk.relationship->id, error);
	if (rounds != NULL)
		round = survey_find_round(rounds, word, true, error);
	if (round != NULL)
		done = show_round(cli, &desk, rounds, round, error);
	ledger_desk_close(&desk);
	return done;
}

int survey_results(struct cli *cli, int argc, char **argv)
{
	g_autofree char *name = NULL;
	const GOptionEntry entries[] = {
		{"relationship", 'r', 0, G_OPTION_ARG_STRING, &name, "of which relationship",
		 "NAME"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	GError *error = NULL;

	if (!cli_parse(&verb_survey, entries, &argc, &argv))
		return EXIT_USAGE;
	return show(cli, name, argc > 1 ? argv[1] : NULL, &error) ? EXIT_DONE : cli_fail(error);
}
