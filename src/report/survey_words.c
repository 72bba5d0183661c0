/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Labels of the questionnaire. The questions themselves are data (data/survey/items.tsv). */
#include <math.h>
#include <string.h>

#include "report/phrase.h"
#include "report/survey.h"

enum survey_language survey_language_of(const struct catalogue *catalogue)
{
	return strcmp(catalogue_language(catalogue), "fr") == 0 ? SURVEY_FRENCH
								: SURVEY_ENGLISH;
}

const char *survey_side_words(const struct catalogue *catalogue, enum side side)
{
	return catalogue_text(catalogue, side == SIDE_CLIENT ? N_("client") : N_("provider"));
}

const char *survey_role_words(const struct catalogue *catalogue, enum survey_role role)
{
	static const char *const words[SURVEY_ROLES] = {
		[SURVEY_MANAGEMENT] = N_("management"), [SURVEY_IT] = N_("IT"),
		[SURVEY_FINANCE] = N_("finance"),       [SURVEY_BUSINESS] = N_("business"),
		[SURVEY_ACCOUNT] = N_("account"),       [SURVEY_DELIVERY] = N_("delivery"),
		[SURVEY_SUPPORT] = N_("user support"),  [SURVEY_SECURITY] = N_("security"),
		[SURVEY_OTHER] = N_("other role")};

	g_assert(role < SURVEY_ROLES);
	return catalogue_text(catalogue, words[role]);
}

const char *survey_scale_token(enum survey_scale scale)
{
	static const char *const tokens[SURVEY_SCALES] = {"provider_duties", "client_duties",
							  "trust", "commitment"};

	g_assert(scale < SURVEY_SCALES);
	return tokens[scale];
}

const char *survey_scale_words(const struct catalogue *catalogue, enum survey_scale scale)
{
	static const char *const words[SURVEY_SCALES] = {
		[SURVEY_SCALE_PROVIDER] = N_("duties of the provider, kept"),
		[SURVEY_SCALE_CLIENT] = N_("duties of the client, kept"),
		[SURVEY_SCALE_TRUST] = N_("trust"),
		[SURVEY_SCALE_COMMITMENT] = N_("commitment to the relationship")};

	g_assert(scale < SURVEY_SCALES);
	return catalogue_text(catalogue, words[scale]);
}

const char *survey_part_words(const struct catalogue *catalogue, enum survey_part part)
{
	static const char *const words[SURVEY_PART_COUNT] = {
		[SURVEY_FULFILMENT] = N_("kept"),    [SURVEY_IMPORTANCE] = N_("matters"),
		[SURVEY_ADEQUATE] = N_("adequate"),  [SURVEY_DESIRED] = N_("desired"),
		[SURVEY_PERCEIVED] = N_("received"), [SURVEY_AGREEMENT] = N_("agreement")};

	g_assert(part < SURVEY_PART_COUNT);
	return catalogue_text(catalogue, words[part]);
}

const char *survey_part_ends(const struct catalogue *catalogue, enum survey_part part)
{
	static const char *const words[SURVEY_PART_COUNT] = {
		[SURVEY_FULFILMENT] = N_("kept: 1 not at all, 7 entirely"),
		[SURVEY_IMPORTANCE] = N_("matters: 1 little, 5 most"),
		[SURVEY_ADEQUATE] = N_("adequate: the least you would accept, 1 to 9"),
		[SURVEY_DESIRED] = N_("desired: what you would wish, 1 to 9"),
		[SURVEY_PERCEIVED] = N_("received: what you get, 1 to 9"),
		[SURVEY_AGREEMENT] = N_("1 not at all, 7 entirely")};

	g_assert(part < SURVEY_PART_COUNT);
	return catalogue_text(catalogue, words[part]);
}

const char *survey_block_words(const struct catalogue *catalogue, enum survey_block block,
			       enum side owes, enum side answers)
{
	static const char *const words[SURVEY_BLOCKS][SIDE_COUNT] = {
		[SURVEY_TOLERANCE] = {[SIDE_CLIENT] =
					      N_("What the client gets of the provider"),
				      [SIDE_PROVIDER] =
					      N_("What the provider gets of the client")},
		[SURVEY_TRUST] = {[SIDE_CLIENT] = N_("Trust"), [SIDE_PROVIDER] = N_("Trust")},
		[SURVEY_COMMITMENT] =
			{[SIDE_CLIENT] = N_("Commitment"), [SIDE_PROVIDER] = N_("Commitment")},
		[SURVEY_RESPONSE] = {[SIDE_CLIENT] = N_("If it went worse"),
				     [SIDE_PROVIDER] = N_("If it went worse")},
		[SURVEY_REVERSAL] = {[SIDE_CLIENT] = N_("If it were to be done again"),
				     [SIDE_PROVIDER] = N_("If it were to be done again")},
		[SURVEY_WORDS] = {[SIDE_CLIENT] = N_("In your own words"),
				  [SIDE_PROVIDER] = N_("In your own words")},
	};

	if (block == SURVEY_DUTY)
		return catalogue_text(catalogue, owes == SIDE_PROVIDER
							 ? N_("What the provider owes")
							 : N_("What the client owes"));
	return catalogue_text(catalogue, words[block][answers]);
}

char *survey_item_words(const struct catalogue *catalogue, const struct survey_item *item)
{
	return g_strdup_printf("%s %s", item->id, item->label[survey_language_of(catalogue)]);
}

static char *written(const struct catalogue *catalogue, const char *format, double value)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	if (isnan(value))
		return g_strdup("?");
	g_ascii_formatd(number, sizeof number, format, value);
	if (survey_language_of(catalogue) == SURVEY_FRENCH)
		g_strdelimit(number, ".", ',');
	return g_strdup(number);
}

char *survey_mean_words(const struct catalogue *catalogue, double mean)
{
	return written(catalogue, "%.1f", mean);
}

char *survey_alpha_words(const struct catalogue *catalogue, double alpha)
{
	return written(catalogue, "%.2f", alpha);
}

char *survey_difference_words(const struct catalogue *catalogue, double difference)
{
	/* No "-0.0": what rounds to nothing has no sign to tell. */
	double shown = round(difference * 10) / 10;

	return written(catalogue, shown == 0 ? "%.1f" : "%+.1f", shown == 0 ? 0 : shown);
}

double survey_gap(const struct survey_results *results, enum side answers, guint item)
{
	double importance = survey_figure_of(results, answers, item, SURVEY_IMPORTANCE)->mean;
	double kept = survey_figure_of(results, answers, item, SURVEY_FULFILMENT)->mean;

	return (importance - 1) / (survey_part_most(SURVEY_IMPORTANCE) - 1) -
	       (kept - 1) / (survey_part_most(SURVEY_FULFILMENT) - 1);
}

static bool is_of_scale(const struct survey_item *item, enum survey_scale scale)
{
	switch (scale) {
	case SURVEY_SCALE_PROVIDER:
		return item->owes == SIDE_PROVIDER;
	case SURVEY_SCALE_CLIENT:
		return item->owes == SIDE_CLIENT;
	case SURVEY_SCALE_TRUST:
		return item->block == SURVEY_TRUST;
	default:
		return item->block == SURVEY_COMMITMENT;
	}
}

double survey_scale_mean(const struct survey_side *side, enum survey_scale scale)
{
	guint n, answered = 0;
	const struct survey_item *items = survey_items(&n);
	double sum = 0;

	for (guint i = 0; i < n; i++) {
		if (!is_of_scale(&items[i], scale) || isnan(side->figures[i][0].mean))
			continue;
		sum += side->figures[i][0].mean;
		answered++;
	}
	return answered > 0 ? sum / answered : NAN;
}

/* Caller owns. */
static char *view_words(const struct catalogue *catalogue, enum side side,
			const struct survey_figure *figure)
{
	g_autofree char *mean = survey_mean_words(catalogue, figure->mean);
	g_autofree char *n = phrase_integer(catalogue, figure->n);

	return phrase(catalogue_text(catalogue, N_("{side} {mean} of 7 (n = {n})")),
		      {"side", survey_side_words(catalogue, side)}, {"mean", mean}, {"n", n});
}

char *report_survey_duty(const struct catalogue *catalogue, const struct survey_round *round,
			 const struct survey_results *results, guint item)
{
	guint n;
	g_autofree char *label = survey_item_words(catalogue, &survey_items(&n)[item]);
	g_autofree char *client =
		view_words(catalogue, SIDE_CLIENT,
			   survey_figure_of(results, SIDE_CLIENT, item, SURVEY_FULFILMENT));
	g_autofree char *provider =
		view_words(catalogue, SIDE_PROVIDER,
			   survey_figure_of(results, SIDE_PROVIDER, item, SURVEY_FULFILMENT));

	return phrase(
		catalogue_text(catalogue, N_("{round} · {duty}, kept: {client}, {provider}")),
		{"round", round->name}, {"duty", label}, {"client", client},
		{"provider", provider});
}
