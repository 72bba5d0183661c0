/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a round says, on a terminal. The pair of what matters and what is kept is shown, each
 * with the number of those who answered; a difference stands beside its two sides, never
 * alone. */
#include <math.h>

#include "base/calendar.h"
#include "report/phrase.h"
#include "report/survey.h"

#define MATTERS 4.0 /* of 5: a duty that matters */
#define UNKEPT  4.0 /* of 7: its middle */

struct page {
	const struct shown_survey *survey;
	const struct survey_item *items;
	guint n_items;
	const struct catalogue *catalogue;
	const struct screen *screen;
};

static void put(const struct page *page, const char *text)
{
	g_autofree char *safe = phrase_clean(text);

	screen_wrap(page->screen, SCREEN_PLAIN, "", 0, safe);
}

static const struct survey_side *side_of(const struct page *page, enum side side)
{
	return &page->survey->results->sides[side];
}

/* ---- rows of tables, which take the cells ---- */

static void add_row(struct screen_table *table, enum screen_style style, GPtrArray *cells)
{
	screen_table_row(table, style, (char *const *)cells->pdata);
	g_ptr_array_set_size(cells, 0);
}

static void add_cell(const struct page *page, GPtrArray *cells, const char *text)
{
	g_ptr_array_add(cells, g_strdup(text));
}

static void add_mean(const struct page *page, GPtrArray *cells, double mean)
{
	g_ptr_array_add(cells, survey_mean_words(page->catalogue, mean));
}

static void add_n(const struct page *page, GPtrArray *cells, guint n)
{
	g_ptr_array_add(cells, phrase_integer(page->catalogue, n));
}

static void write_table(const struct page *page, struct screen_table *table)
{
	screen_table_write(table, page->screen);
	screen_table_free(table);
}

/* ---- who answered ---- */

/* "client 4 (management 1, IT 3)"; below SURVEY_VOICES one voice. Caller owns. */
static char *answered(const struct page *page, enum side side)
{
	const struct survey_side *one = side_of(page, side);
	g_autofree char *n = phrase_integer(page->catalogue, one->n);
	g_autoptr(GString) roles = g_string_new(NULL);

	for (enum survey_role role = 0; one->n >= SURVEY_VOICES && role < SURVEY_ROLES; role++)
		if (one->roles[role] > 0)
			g_string_append_printf(roles, "%s%s %u", roles->len > 0 ? ", " : "",
					       survey_role_words(page->catalogue, role),
					       one->roles[role]);
	if (one->n > 0 && one->n < SURVEY_VOICES)
		g_string_assign(roles, catalogue_text(page->catalogue, N_("one voice")));
	if (roles->len == 0)
		return g_strdup_printf("%s %s", survey_side_words(page->catalogue, side), n);
	return g_strdup_printf("%s %s (%s)", survey_side_words(page->catalogue, side), n,
			       roles->str);
}

static void put_invited(const struct page *page)
{
	const guint *invited = page->survey->invited;
	g_autofree char *client = phrase_integer(page->catalogue, invited[SIDE_CLIENT]);
	g_autofree char *provider = phrase_integer(page->catalogue, invited[SIDE_PROVIDER]);
	g_autofree char *line = NULL;

	if (invited[SIDE_CLIENT] + invited[SIDE_PROVIDER] == 0)
		return;
	line = phrase(catalogue_text(page->catalogue,
				     N_("Links given: client {client}, provider {provider}.")),
		      {"client", client}, {"provider", provider});
	put(page, line);
}

static void put_head(const struct page *page)
{
	const struct survey_round *round = page->survey->round;
	g_autofree char *from = phrase_day(page->catalogue, round->opens);
	g_autofree char *to = phrase_day(page->catalogue, survey_round_end(round));
	g_autofree char *head =
		phrase(catalogue_text(page->catalogue, N_("{name} · {round}, {from} to {to}")),
		       {"name", page->survey->relationship}, {"round", round->name},
		       {"from", from}, {"to", to});
	g_autofree char *safe = phrase_clean(head);
	g_autofree char *client = answered(page, SIDE_CLIENT);
	g_autofree char *provider = answered(page, SIDE_PROVIDER);
	g_autofree char *who =
		phrase(catalogue_text(page->catalogue, N_("Answered: {client}; {provider}.")),
		       {"client", client}, {"provider", provider});

	screen_wrap(page->screen, SCREEN_BOLD, "", 0, safe);
	put(page, who);
	put_invited(page);
}

/* ---- duties ---- */

/* Matters to the side that counts on it, and is not kept in its eyes. */
static bool is_wanting(const struct page *page, guint item)
{
	enum side counts = side_other(page->items[item].owes);
	const struct survey_results *results = page->survey->results;

	return survey_figure_of(results, counts, item, SURVEY_IMPORTANCE)->mean >= MATTERS &&
	       survey_figure_of(results, counts, item, SURVEY_FULFILMENT)->mean < UNKEPT;
}

static void add_view(const struct page *page, GPtrArray *cells, enum side side, guint item)
{
	const struct survey_figure *kept =
		survey_figure_of(page->survey->results, side, item, SURVEY_FULFILMENT);
	const struct survey_figure *matters =
		survey_figure_of(page->survey->results, side, item, SURVEY_IMPORTANCE);

	add_mean(page, cells, kept->mean);
	add_mean(page, cells, matters->mean);
	add_n(page, cells, MIN(kept->n, matters->n));
}

static void add_duty(const struct page *page, struct screen_table *table, GPtrArray *cells,
		     guint item)
{
	g_ptr_array_add(cells, survey_item_words(page->catalogue, &page->items[item]));
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		add_view(page, cells, side, item);
	g_ptr_array_add(
		cells, survey_difference_words(page->catalogue,
					       survey_divergence(page->survey->results, item)));
	add_row(table, is_wanting(page, item) ? SCREEN_WORSE : SCREEN_PLAIN, cells);
}

static void put_duties(const struct page *page, enum side owes)
{
	static const gboolean right[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
	struct screen_table *table = screen_table_new(G_N_ELEMENTS(right), right);
	g_autoptr(GPtrArray) cells = g_ptr_array_new();

	add_cell(page, cells, "");
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		add_cell(page, cells, survey_side_words(page->catalogue, side));
		add_cell(page, cells, survey_part_words(page->catalogue, SURVEY_IMPORTANCE));
		add_cell(page, cells, "n");
	}
	add_cell(page, cells, catalogue_text(page->catalogue, N_("apart")));
	add_row(table, SCREEN_DIM, cells);
	for (guint i = 0; i < page->n_items; i++)
		if (page->items[i].owes == owes)
			add_duty(page, table, cells, i);
	screen_heading(page->screen,
		       survey_block_words(page->catalogue, SURVEY_DUTY, owes, SIDE_NONE));
	write_table(page, table);
}

static void put_wanting(const struct page *page)
{
	g_autoptr(GString) all = g_string_new(NULL);
	g_autofree char *line = NULL;

	for (guint i = 0; i < page->n_items; i++)
		if (page->items[i].block == SURVEY_DUTY && is_wanting(page, i))
			g_string_append_printf(
				all, "%s%s %s", all->len > 0 ? ", " : "", page->items[i].id,
				page->items[i].label[survey_language_of(page->catalogue)]);
	if (all->len == 0)
		g_string_assign(all, catalogue_text(page->catalogue, N_("none")));
	line = phrase(
		catalogue_text(page->catalogue,
			       N_("Matters (4 of 5 or more) to the side that counts on it "
				  "and is not kept in its eyes (below 4 of 7): {duties}.")),
		{"duties", all->str});
	g_string_append_c(page->screen->out, '\n');
	put(page, line);
	put(page,
	    catalogue_text(page->catalogue,
			   N_("Under each side: how well it is kept, 1 to 7, and how much "
			      "it matters, 1 to 5. Apart: the other side's view of what "
			      "is kept minus that of the side that owes it.")));
}

/* ---- zone of tolerance ---- */

static void add_tolerance(const struct page *page, struct screen_table *table, GPtrArray *cells,
			  enum side side, guint item)
{
	static const enum survey_part parts[] = {SURVEY_ADEQUATE, SURVEY_DESIRED,
						 SURVEY_PERCEIVED};
	const struct survey_results *results = page->survey->results;
	double mean[G_N_ELEMENTS(parts)];
	guint n = G_MAXUINT;

	g_ptr_array_add(cells, survey_item_words(page->catalogue, &page->items[item]));
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		const struct survey_figure *figure =
			survey_figure_of(results, side, item, parts[i]);
		mean[i] = figure->mean;
		n = MIN(n, figure->n);
		add_mean(page, cells, mean[i]);
	}
	add_n(page, cells, n);
	g_ptr_array_add(cells, survey_difference_words(page->catalogue, mean[2] - mean[0]));
	g_ptr_array_add(cells, survey_difference_words(page->catalogue, mean[2] - mean[1]));
	add_row(table, mean[2] < mean[0] ? SCREEN_WORSE : SCREEN_PLAIN, cells);
}

static void put_tolerance(const struct page *page, enum side side)
{
	static const gboolean right[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
	struct screen_table *table = screen_table_new(G_N_ELEMENTS(right), right);
	g_autoptr(GPtrArray) cells = g_ptr_array_new();

	add_cell(page, cells, "");
	add_cell(page, cells, survey_part_words(page->catalogue, SURVEY_ADEQUATE));
	add_cell(page, cells, survey_part_words(page->catalogue, SURVEY_DESIRED));
	add_cell(page, cells, survey_part_words(page->catalogue, SURVEY_PERCEIVED));
	add_cell(page, cells, "n");
	add_cell(page, cells, catalogue_text(page->catalogue, N_("adequacy")));
	add_cell(page, cells, catalogue_text(page->catalogue, N_("superiority")));
	add_row(table, SCREEN_DIM, cells);
	for (guint i = 0; i < page->n_items; i++)
		if (page->items[i].block == SURVEY_TOLERANCE)
			add_tolerance(page, table, cells, side, i);
	screen_heading(page->screen,
		       survey_block_words(page->catalogue, SURVEY_TOLERANCE, SIDE_NONE, side));
	write_table(page, table);
}

/* ---- what is agreed with ---- */

static void put_agreement(const struct page *page, enum survey_block block)
{
	static const gboolean right[] = {FALSE, TRUE, TRUE, TRUE, TRUE};
	struct screen_table *table = screen_table_new(G_N_ELEMENTS(right), right);
	g_autoptr(GPtrArray) cells = g_ptr_array_new();

	add_cell(page, cells, "");
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		add_cell(page, cells, survey_side_words(page->catalogue, side));
		add_cell(page, cells, "n");
	}
	add_row(table, SCREEN_DIM, cells);
	for (guint i = 0; i < page->n_items; i++) {
		if (page->items[i].block != block)
			continue;
		g_ptr_array_add(cells, survey_item_words(page->catalogue, &page->items[i]));
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			const struct survey_figure *figure = survey_figure_of(
				page->survey->results, side, i, SURVEY_AGREEMENT);
			add_mean(page, cells, figure->mean);
			add_n(page, cells, figure->n);
		}
		add_row(table, SCREEN_PLAIN, cells);
	}
	screen_heading(page->screen,
		       survey_block_words(page->catalogue, block, SIDE_NONE, SIDE_CLIENT));
	write_table(page, table);
}

/* ---- how far it carries ---- */

static char *alpha_words(const struct page *page, const struct survey_reliability *one)
{
	g_autofree char *alpha = NULL, *low = NULL, *high = NULL;

	if (isnan(one->alpha))
		return g_strdup(catalogue_text(page->catalogue, N_("not known")));
	alpha = survey_alpha_words(page->catalogue, one->alpha);
	low = survey_alpha_words(page->catalogue, one->low);
	high = survey_alpha_words(page->catalogue, one->high);
	return phrase(catalogue_text(page->catalogue, N_("{alpha} ({low} to {high})")),
		      {"alpha", alpha}, {"low", low}, {"high", high});
}

static void put_reliability(const struct page *page)
{
	static const gboolean right[] = {FALSE, TRUE, TRUE, TRUE, TRUE};
	struct screen_table *table = screen_table_new(G_N_ELEMENTS(right), right);
	g_autoptr(GPtrArray) cells = g_ptr_array_new();

	add_cell(page, cells, catalogue_text(page->catalogue, N_("Cronbach's alpha")));
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		add_cell(page, cells, survey_side_words(page->catalogue, side));
		add_cell(page, cells, "n");
	}
	add_row(table, SCREEN_DIM, cells);
	for (enum survey_scale scale = 0; scale < SURVEY_SCALES; scale++) {
		add_cell(page, cells, survey_scale_words(page->catalogue, scale));
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			const struct survey_reliability *one =
				&side_of(page, side)->reliability[scale];
			g_ptr_array_add(cells, alpha_words(page, one));
			add_n(page, cells, one->n);
		}
		add_row(table, SCREEN_PLAIN, cells);
	}
	screen_heading(page->screen,
		       catalogue_text(page->catalogue, N_("How far the answers carry")));
	write_table(page, table);
	put(page, catalogue_text(
			  page->catalogue,
			  N_("n: respondents who answered the whole scale; below five alpha is "
			     "not known. In brackets, its 95% interval.")));
}

static void put_straight(const struct page *page)
{
	const struct survey_side *client = side_of(page, SIDE_CLIENT);
	const struct survey_side *provider = side_of(page, SIDE_PROVIDER);
	g_autofree char *of_client = phrase_integer(page->catalogue, client->straight_sheets);
	g_autofree char *of_provider =
		phrase_integer(page->catalogue, provider->straight_sheets);
	g_autofree char *line = NULL;

	if (client->straight_sheets + provider->straight_sheets == 0)
		return;
	line = phrase(
		catalogue_text(page->catalogue,
			       N_("One value all along a row of questions: client "
				  "{client}, provider {provider}. They are counted as the "
				  "others.")),
		{"client", of_client}, {"provider", of_provider});
	put(page, line);
}

/* ---- roles ---- */

/* "trust 4.2 · commitment 5.0". Caller owns. */
static char *scale_means(const struct page *page, const struct survey_side *side)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (enum survey_scale scale = 0; scale < SURVEY_SCALES; scale++) {
		g_autofree char *mean =
			survey_mean_words(page->catalogue, survey_scale_mean(side, scale));
		g_string_append_printf(all, "%s%s %s", scale > 0 ? " · " : "",
				       survey_scale_words(page->catalogue, scale), mean);
	}
	return g_string_free(g_steal_pointer(&all), FALSE);
}

static void put_role(const struct page *page, enum side side, enum survey_role role)
{
	g_autofree struct survey_side *one = g_new0(struct survey_side, 1);
	g_autofree char *means = NULL, *n = NULL, *line = NULL;

	survey_add_up_role(page->survey->sheets, side, role, one);
	means = scale_means(page, one);
	n = phrase_integer(page->catalogue, one->n);
	line = phrase(catalogue_text(page->catalogue, N_("{side}, {role} (n = {n}): {means}")),
		      {"side", survey_side_words(page->catalogue, side)},
		      {"role", survey_role_words(page->catalogue, role)}, {"n", n},
		      {"means", means});
	put(page, line);
}

/* A role that is the whole side says nothing more. */
static void put_roles(const struct page *page, enum side side)
{
	const struct survey_side *whole = side_of(page, side);
	guint32 shown = survey_roles_shown(whole);

	for (enum survey_role role = 0; role < SURVEY_ROLES; role++)
		if (shown >> role & 1 && whole->roles[role] < whole->n)
			put_role(page, side, role);
}

/* ---- then and now ---- */

static void add_change(const struct page *page, GPtrArray *cells, enum side side, guint item)
{
	add_mean(page, cells,
		 survey_figure_of(page->survey->results_before, side, item, SURVEY_FULFILMENT)
			 ->mean);
	add_mean(page, cells,
		 survey_figure_of(page->survey->results, side, item, SURVEY_FULFILMENT)->mean);
}

static void put_changes(const struct page *page)
{
	static const gboolean right[] = {FALSE, TRUE, TRUE, TRUE, TRUE};
	struct screen_table *table = screen_table_new(G_N_ELEMENTS(right), right);
	g_autoptr(GPtrArray) cells = g_ptr_array_new();

	add_cell(page, cells, catalogue_text(page->catalogue, N_("kept")));
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		g_autofree char *then =
			g_strdup_printf("%s %s", survey_side_words(page->catalogue, side),
					catalogue_text(page->catalogue, N_("then")));
		add_cell(page, cells, then);
		add_cell(page, cells, catalogue_text(page->catalogue, N_("now")));
	}
	add_row(table, SCREEN_DIM, cells);
	for (guint i = 0; i < page->n_items; i++) {
		if (page->items[i].block != SURVEY_DUTY)
			continue;
		g_ptr_array_add(cells, survey_item_words(page->catalogue, &page->items[i]));
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
			add_change(page, cells, side, i);
		add_row(table, SCREEN_PLAIN, cells);
	}
	write_table(page, table);
}

static void put_comparison(const struct page *page)
{
	static const char *const why[] = {
		[SURVEY_MAY_COMPARE] = N_("Compared with {round}."),
		[SURVEY_TOO_FEW] = N_("Not compared with {round}: fewer than five answered on "
				      "a side of one of the two."),
		[SURVEY_OTHER_ROLES] = N_("Not compared with {round}: other roles answered."),
	};
	g_autofree char *line = NULL;

	if (page->survey->before == NULL)
		return;
	screen_heading(page->screen, catalogue_text(page->catalogue, N_("Then and now")));
	line = phrase(catalogue_text(page->catalogue, why[page->survey->comparison]),
		      {"round", page->survey->before->name});
	put(page, line);
	if (page->survey->comparison == SURVEY_MAY_COMPARE)
		put_changes(page);
}

/* ---- open lines ---- */

static void put_words(const struct page *page)
{
	const GArray *words = page->survey->words;

	if (words->len == 0)
		return;
	screen_heading(page->screen, catalogue_text(page->catalogue, N_("In their own words")));
	for (guint i = 0; i < words->len; i++) {
		const struct shown_words *one = &g_array_index(words, struct shown_words, i);
		g_autofree char *quote = phrase_quote(page->catalogue, one->words);
		g_autofree char *line = phrase(
			catalogue_text(page->catalogue, N_("{side}, {what}: {quote}")),
			{"side", survey_side_words(page->catalogue, one->side)},
			{"what",
			 page->items[one->item].label[survey_language_of(page->catalogue)]},
			{"quote", quote});
		screen_wrap(page->screen, SCREEN_PLAIN, "- ", 2, line);
	}
	put(page, catalogue_text(page->catalogue,
				 N_("entente ledger mine proposes them as expectations.")));
}

static void put_figures(const struct page *page)
{
	put_duties(page, SIDE_PROVIDER);
	put_duties(page, SIDE_CLIENT);
	put_wanting(page);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		put_tolerance(page, side);
	put(page,
	    catalogue_text(page->catalogue,
			   N_("From 1 to 9. Adequacy: received minus adequate, below 0 it "
			      "calls for an act; superiority: received minus desired.")));
	put_agreement(page, SURVEY_TRUST);
	put_agreement(page, SURVEY_COMMITMENT);
	put_agreement(page, SURVEY_RESPONSE);
	put_agreement(page, SURVEY_REVERSAL);
	put_reliability(page);
	put_straight(page);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		put_roles(page, side);
	put_comparison(page);
	put_words(page);
}

void report_survey_text(const struct shown_survey *survey, const struct catalogue *catalogue,
			const struct screen *screen)
{
	struct page page = {.survey = survey, .catalogue = catalogue, .screen = screen};

	page.items = survey_items(&page.n_items);
	put_head(&page);
	if (survey_round_is_over(survey->round, survey->day))
		put_figures(&page);
	else
		put(&page, catalogue_text(catalogue,
					  N_("The round still takes answers: its figures come "
					     "when it is over, so that nobody can be told from "
					     "what one more answer changes.")));
}
