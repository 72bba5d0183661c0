/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a round says, for machines: docs/schemas/survey.schema.json. */
#include <math.h>

#include "report/json_parts.h"
#include "report/survey.h"

struct page {
	const struct shown_survey *survey;
	const struct survey_item *items;
	guint n_items;
	enum survey_language language;
	struct json_writer *json;
};

static void put_round(struct json_writer *json, const struct survey_round *round, gint32 day)
{
	g_autofree char *id = event_name(EVENT_ANSWER, round->event);

	json_begin_object(json);
	json_member_string(json, "id", id);
	json_member_string(json, "name", round->name);
	json_put_day(json, "opens", round->opens);
	json_put_day(json, "ends", round->ends);
	json_put_day(json, "closed", round->closed);
	json_member_bool(json, "over", survey_round_is_over(round, day));
	json_end_object(json);
}

/* ---- sides ---- */

/* Null for one voice. */
static void put_roles(struct json_writer *json, const struct survey_side *side)
{
	json_key(json, "roles");
	if (side->n < SURVEY_VOICES) {
		json_null(json);
		return;
	}
	json_begin_array(json);
	for (enum survey_role role = 0; role < SURVEY_ROLES; role++) {
		if (side->roles[role] == 0)
			continue;
		json_begin_object(json);
		json_member_string(json, "role", survey_role_token(role));
		json_member_int(json, "n", side->roles[role]);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_straight(struct json_writer *json, const struct survey_side *side)
{
	static const char *const tokens[SURVEY_LINES] = {"fulfilment", "importance",
							 "perceived", "attitude"};

	json_key(json, "straight_lines");
	json_begin_object(json);
	json_member_int(json, "respondents", side->straight_sheets);
	for (enum survey_line line = 0; line < SURVEY_LINES; line++)
		json_member_int(json, tokens[line], side->straight[line]);
	json_end_object(json);
}

static void put_sides(const struct page *page, bool over)
{
	json_key(page->json, "sides");
	json_begin_array(page->json);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		const struct survey_side *one = &page->survey->results->sides[side];
		json_begin_object(page->json);
		json_member_string(page->json, "side", side_token(side));
		json_member_int(page->json, "invited", page->survey->invited[side]);
		json_member_int(page->json, "respondents", one->n);
		json_member_bool(page->json, "one_voice", one->n < SURVEY_VOICES);
		put_roles(page->json, one);
		if (over)
			put_straight(page->json, one);
		json_end_object(page->json);
	}
	json_end_array(page->json);
}

/* ---- items ---- */

static void put_counts(const struct page *page, const struct survey_figure *figure,
		       enum survey_part part, guint respondents)
{
	json_key(page->json, "counts");
	if (respondents < SURVEY_VOICES || figure->n < SURVEY_VOICES) {
		json_null(page->json);
		return;
	}
	json_begin_array(page->json);
	for (gint32 value = 1; value <= survey_part_most(part); value++)
		json_int(page->json, figure->counts[value]);
	json_end_array(page->json);
}

static void put_figure(const struct page *page, guint item, enum side side,
		       enum survey_part part)
{
	const struct survey_figure *figure =
		survey_figure_of(page->survey->results, side, item, part);

	json_begin_object(page->json);
	json_member_string(page->json, "side", side_token(side));
	json_member_string(page->json, "part", survey_part_token(part));
	json_member_int(page->json, "most", survey_part_most(part));
	json_put_value(page->json, "mean", figure->mean);
	json_member_int(page->json, "n", figure->n);
	put_counts(page, figure, part, page->survey->results->sides[side].n);
	json_end_object(page->json);
}

static double tolerance(const struct page *page, guint item, enum side side,
			enum survey_part against)
{
	const struct survey_results *results = page->survey->results;

	return survey_figure_of(results, side, item, SURVEY_PERCEIVED)->mean -
	       survey_figure_of(results, side, item, against)->mean;
}

static void put_differences(const struct page *page, guint item)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		json_key(page->json, side_token(side));
		json_begin_object(page->json);
		if (page->items[item].block == SURVEY_DUTY) {
			json_put_value(page->json, "gap",
				       survey_gap(page->survey->results, side, item));
		} else {
			json_put_value(page->json, "adequacy",
				       tolerance(page, item, side, SURVEY_ADEQUATE));
			json_put_value(page->json, "superiority",
				       tolerance(page, item, side, SURVEY_DESIRED));
		}
		json_end_object(page->json);
	}
}

static void put_item(const struct page *page, guint item)
{
	const struct survey_item *one = &page->items[item];

	json_begin_object(page->json);
	json_member_string(page->json, "id", one->id);
	json_member_string(page->json, "block", survey_block_token(one->block));
	json_member_string(page->json, "owes",
			   one->owes != SIDE_NONE ? side_token(one->owes) : NULL);
	json_member_string(page->json, "sentence", one->words[page->language][SIDE_CLIENT]);
	json_key(page->json, "answers");
	json_begin_array(page->json);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		for (guint at = 0; at < one->n_parts; at++)
			put_figure(page, item, side, survey_part_at(one, at));
	json_end_array(page->json);
	if (one->block == SURVEY_DUTY)
		json_put_value(page->json, "divergence",
			       survey_divergence(page->survey->results, item));
	if (one->block == SURVEY_DUTY || one->block == SURVEY_TOLERANCE)
		put_differences(page, item);
	json_end_object(page->json);
}

static void put_items(const struct page *page, bool over)
{
	json_key(page->json, "items");
	json_begin_array(page->json);
	for (guint i = 0; over && i < page->n_items; i++)
		if (page->items[i].block != SURVEY_WORDS)
			put_item(page, i);
	json_end_array(page->json);
}

/* ---- scales, roles ---- */

static void put_scales(const struct page *page, bool over)
{
	json_key(page->json, "scales");
	json_begin_array(page->json);
	for (enum survey_scale scale = 0; over && scale < SURVEY_SCALES; scale++)
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			const struct survey_side *one = &page->survey->results->sides[side];
			const struct survey_reliability *alpha = &one->reliability[scale];
			json_begin_object(page->json);
			json_member_string(page->json, "scale", survey_scale_token(scale));
			json_member_string(page->json, "side", side_token(side));
			json_put_value(page->json, "mean", survey_scale_mean(one, scale));
			json_put_value(page->json, "alpha", alpha->alpha);
			json_put_interval(page->json, "interval", alpha->low, alpha->high);
			json_member_int(page->json, "n", alpha->n);
			json_end_object(page->json);
		}
	json_end_array(page->json);
}

static void put_role(const struct page *page, enum side side, enum survey_role role)
{
	g_autofree struct survey_side *one = g_new0(struct survey_side, 1);

	survey_add_up_role(page->survey->sheets, side, role, one);
	json_begin_object(page->json);
	json_member_string(page->json, "side", side_token(side));
	json_member_string(page->json, "role", survey_role_token(role));
	json_member_int(page->json, "n", one->n);
	for (enum survey_scale scale = 0; scale < SURVEY_SCALES; scale++)
		json_put_value(page->json, survey_scale_token(scale),
			       survey_scale_mean(one, scale));
	json_end_object(page->json);
}

static void put_by_role(const struct page *page, bool over)
{
	json_key(page->json, "by_role");
	json_begin_array(page->json);
	for (enum side side = SIDE_CLIENT; over && side < SIDE_COUNT; side++) {
		guint32 shown = survey_roles_shown(&page->survey->results->sides[side]);
		for (enum survey_role role = 0; role < SURVEY_ROLES; role++)
			if (shown >> role & 1)
				put_role(page, side, role);
	}
	json_end_array(page->json);
}

/* ---- then and now, open lines ---- */

static void put_change(const struct page *page, guint item, enum side side)
{
	json_begin_object(page->json);
	json_member_string(page->json, "item", page->items[item].id);
	json_member_string(page->json, "side", side_token(side));
	json_put_value(
		page->json, "before",
		survey_figure_of(page->survey->results_before, side, item, SURVEY_FULFILMENT)
			->mean);
	json_put_value(
		page->json, "now",
		survey_figure_of(page->survey->results, side, item, SURVEY_FULFILMENT)->mean);
	json_end_object(page->json);
}

static void put_comparison(const struct page *page, bool over)
{
	static const char *const why[] = {
		[SURVEY_TOO_FEW] = "too_few", [SURVEY_OTHER_ROLES] = "other_roles"};
	const struct shown_survey *survey = page->survey;
	bool may = survey->comparison == SURVEY_MAY_COMPARE;

	json_key(page->json, "comparison");
	if (!over || survey->before == NULL) {
		json_null(page->json);
		return;
	}
	json_begin_object(page->json);
	json_member_string(page->json, "before", survey->before->name);
	json_member_string(page->json, "refused", may ? NULL : why[survey->comparison]);
	json_key(page->json, "fulfilment");
	json_begin_array(page->json);
	for (guint i = 0; may && i < page->n_items; i++)
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
			if (page->items[i].block == SURVEY_DUTY)
				put_change(page, i, side);
	json_end_array(page->json);
	json_end_object(page->json);
}

static void put_words(const struct page *page, bool over)
{
	json_key(page->json, "words");
	json_begin_array(page->json);
	for (guint i = 0; over && i < page->survey->words->len; i++) {
		const struct shown_words *one =
			&g_array_index(page->survey->words, struct shown_words, i);
		json_begin_object(page->json);
		json_member_string(page->json, "side", side_token(one->side));
		json_member_string(page->json, "item", page->items[one->item].id);
		json_member_string(page->json, "words", one->words);
		json_end_object(page->json);
	}
	json_end_array(page->json);
}

void report_survey_json(const struct shown_survey *survey, const struct catalogue *catalogue,
			GString *out)
{
	struct page page = {.survey = survey,
			    .language = survey_language_of(catalogue),
			    .json = json_writer_new(out)};
	bool over = survey_round_is_over(survey->round, survey->day);

	page.items = survey_items(&page.n_items);
	json_begin_object(page.json);
	json_member_string(page.json, "schema", "entente/survey/1");
	json_member_string(page.json, "relationship", survey->relationship);
	json_put_day(page.json, "as_of", survey->day);
	json_key(page.json, "round");
	put_round(page.json, survey->round, survey->day);
	put_sides(&page, over);
	put_items(&page, over);
	put_scales(&page, over);
	put_by_role(&page, over);
	put_comparison(&page, over);
	put_words(&page, over);
	json_end_object(page.json);
	json_writer_free(page.json);
	g_string_append_c(out, '\n');
}
