/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the store to an assessment, for every verb that shows one. Quoted words are masked here,
 * before any output sees them. */
#include "cli/cli.h"

#include <math.h>
#include <string.h>

#include "analysis/assess.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "cli/survey_actions.h"
#include "ingest/contracts.h"
#include "ingest/derive.h"
#include "ingest/read.h"
#include "text/mask.h"

#define TEXT_CHARACTERS   4000 /* of one message, when it is asked for */
#define FALSE_ALARMS_MOST .5

struct quoting {
	const struct catalogue *catalogue; /* NULL: no words are made, only quoted */
	struct store *store;
	gint64 relationship;
	struct mask *mask;
};

/* Above 0.5 a year the level is 1, which a watch has before anything was seen. */
static bool set_false_alarms(struct cli *cli, const char *word, GError **error)
{
	char *end = NULL;

	if (word == NULL)
		return true;
	cli->false_alarms = g_ascii_strtod(word, &end);
	if (end != word && *end == '\0' && cli->false_alarms > 0 &&
	    cli->false_alarms <= FALSE_ALARMS_MOST)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "--false-alarms %s: give a number above 0 and up to 0.5 (a year)", word);
	return false;
}

bool cli_parse_assessing(struct cli *cli, const struct verb *verb, const GOptionEntry *entries,
			 int *argc, char ***argv)
{
	g_autofree char *word = NULL;
	const GOptionEntry knob = {"false-alarms",
				   0,
				   0,
				   G_OPTION_ARG_STRING,
				   &word,
				   "of the weekly watch, accepted a year (0.025)",
				   "F"};
	g_autoptr(GArray) all = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
	GError *error = NULL;

	for (; entries != NULL && entries->long_name != NULL; entries++)
		g_array_append_vals(all, entries, 1);
	g_array_append_val(all, knob);
	if (!cli_parse(verb, &g_array_index(all, GOptionEntry, 0), argc, argv))
		return false;
	if (set_false_alarms(cli, word, &error))
		return true;
	cli_fail(error);
	return false;
}

struct store *cli_open_store(const struct cli *cli, GError **error)
{
	return store_open(cli->store_url, DB_EXISTING, error);
}

static struct relationship *take_relationship(GPtrArray *all, guint index)
{
	struct relationship *one = g_ptr_array_index(all, index);

	g_ptr_array_set_free_func(all, NULL);
	for (guint i = 0; i < all->len; i++)
		if (i != index)
			relationship_free(g_ptr_array_index(all, i));
	return one;
}

static struct relationship *not_found(GPtrArray *all, const char *name, GError **error)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < all->len; i++)
		g_string_append_printf(
			names, "%s%s", i > 0 ? ", " : "",
			((struct relationship *)g_ptr_array_index(all, i))->name);
	if (all->len == 0)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "the store is empty; begin with: entente import PATH...");
	else if (name == NULL)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "several relationships, say which: %s", names->str);
	else
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "no relationship is called %s; there is: %s", name, names->str);
	return NULL;
}

struct relationship *cli_relationship(struct store *store, const char *name, GError **error)
{
	g_autoptr(GPtrArray) all = store_relationships(store, error);

	if (all == NULL)
		return NULL;
	for (guint i = 0; i < all->len; i++) {
		const struct relationship *one = g_ptr_array_index(all, i);
		if (name == NULL ? all->len == 1 : strcmp(one->name, name) == 0)
			return take_relationship(all, i);
	}
	return not_found(all, name, error);
}

static char *masked_words(const struct quoting *quoting, enum event_kind kind, guint64 event,
			  guint most)
{
	g_autofree char *text = NULL;

	if (kind == EVENT_ANSWER && quoting->catalogue != NULL)
		return survey_event_words(quoting->catalogue, quoting->store,
					  quoting->relationship, event);
	text = store_event_text(quoting->store, quoting->relationship, kind, event);
	if (text == NULL && kind == EVENT_MESSAGE)
		text = store_message_subject(quoting->store, quoting->relationship, event);
	return text != NULL ? mask_excerpt(quoting->mask, text, most) : NULL;
}

static char *excerpt(enum event_kind kind, guint64 event, void *data)
{
	return masked_words(data, kind, event, LIMIT_EXCERPT);
}

static char *quote(guint64 event, enum reading_stance stance, void *data)
{
	static const enum stance stances[] = {
		[READ_DEFENSIVE] = STANCE_DEFENSIVE, [READ_SUPPORTIVE] = STANCE_SUPPORTIVE};
	const struct quoting *quoting = data;
	const char *category;
	g_autofree char *sentence = store_notable_sentence(
		quoting->store, quoting->relationship, event, stances[stance], &category);

	return sentence != NULL ? mask_excerpt(quoting->mask, sentence, LIMIT_EXCERPT) : NULL;
}

struct mask *cli_mask(struct store *store, const struct relationship *relationship,
		      GError **error)
{
	g_autoptr(GPtrArray) words = store_identity_words(store, relationship->id, error);
	struct mask *mask;

	if (words == NULL)
		return NULL;
	mask = mask_new();
	for (guint i = 0; i < words->len; i++)
		mask_add(mask, g_ptr_array_index(words, i));
	return mask;
}

char *cli_masked_text(struct store *store, const struct relationship *relationship,
		      enum event_kind kind, guint64 event)
{
	struct quoting quoting = {NULL, store, relationship->id,
				  cli_mask(store, relationship, NULL)};
	char *words = quoting.mask != NULL
			      ? masked_words(&quoting, kind, event, TEXT_CHARACTERS)
			      : NULL;

	mask_free(quoting.mask);
	return words;
}

static bool any_simulated(struct store *store, gint64 relationship)
{
	g_autoptr(GPtrArray) sources = store_sources(store, relationship, NULL);

	for (guint i = 0; sources != NULL && i < sources->len; i++)
		if (((struct source *)g_ptr_array_index(sources, i))->simulated)
			return true;
	return false;
}

/* The end of the day asked, in the relationship's zone. */
static gint64 end_of_day(const struct relationship *relationship, gint32 day)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(relationship->zone);

	return day == DAY_NONE ? INSTANT_NONE : calendar_ms_of_day(day + 1, zone) - 1;
}

struct timeline *cli_timeline(const struct cli *cli, struct store *store,
			      const struct relationship *relationship, GError **error)
{
	if (!derive_if_needed(store, relationship, error) ||
	    !read_by_model(store, relationship, NULL, error))
		return NULL;
	return store_timeline_load(store, relationship, end_of_day(relationship, cli->as_of),
				   error);
}

gint32 cli_day(const struct cli *cli)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);

	return cli->as_of != DAY_NONE ? cli->as_of : calendar_day_of_ms(clock_now_ms(), zone);
}

/* The earliest duty of any of its contracts. */
static void add_contract(struct assessment *assessment, const struct contract_case *one)
{
	const struct contract_deadline *next = contract_outlook_next(&one->outlook);
	struct assessment_contract *contract = assessment->contract;

	if (contract == NULL)
		contract = assessment->contract = g_new0(struct assessment_contract, 1);
	contract->known++;
	if (next == NULL ||
	    (contract->id != NULL && contract->next.readings[0].day <= next->readings[0].day))
		return;
	g_free(contract->id);
	g_free(contract->clause);
	contract->id = g_strdup(one->id);
	contract->clause = g_strdup(one->stored->record.clause);
	contract->next = *next;
}

static void add_contracts(struct assessment *assessment, const GPtrArray *cases)
{
	for (guint i = 0; i < cases->len; i++) {
		const struct contract_case *one = g_ptr_array_index(cases, i);
		if (g_strcmp0(one->relationship, assessment->relationship) == 0)
			add_contract(assessment, one);
	}
}

static struct assessment *assess_with(const struct cli *cli, struct store *store,
				      const struct relationship *relationship,
				      const GPtrArray *cases, GError **error)
{
	g_autoptr(timeline_auto) timeline = cli_timeline(cli, store, relationship, error);
	struct quoting quoting = {cli->catalogue, store, relationship->id, NULL};
	struct assess_options options = {
		.excerpt = excerpt, .quote = quote, .excerpt_data = &quoting};
	struct assessment *assessment;

	if (timeline == NULL)
		return NULL;
	contracts_tell_acts(cases, timeline);
	quoting.mask = cli_mask(store, relationship, error);
	if (quoting.mask == NULL)
		return NULL;
	options.false_alarms = cli->false_alarms;
	options.simulated = any_simulated(store, relationship->id);
	assessment = assess_timeline(timeline, &options);
	mask_free(quoting.mask);
	add_contracts(assessment, cases);
	return assessment;
}

struct assessment *cli_assess(const struct cli *cli, struct store *store,
			      const struct relationship *relationship, GError **error)
{
	g_autoptr(GPtrArray) cases = contracts_load(store, cli_day(cli), error);

	return cases != NULL ? assess_with(cli, store, relationship, cases, error) : NULL;
}

static int gravity(const struct assessment *assessment)
{
	static const int order[STAGE_COUNT] = {
		[STAGE_DEGRADED] = 0, [STAGE_ERODING] = 1,    [STAGE_ENDED] = 2,
		[STAGE_STRAINED] = 3, [STAGE_RECOVERING] = 4, [STAGE_UNKNOWN] = 5,
		[STAGE_HEALTHY] = 6,
	};
	return order[assessment->stage];
}

static gint worst_first(gconstpointer a, gconstpointer b)
{
	const struct assessment *left = *(struct assessment *const *)a;
	const struct assessment *right = *(struct assessment *const *)b;
	double p = isnan(left->probability) ? 0 : left->probability;
	double q = isnan(right->probability) ? 0 : right->probability;

	if (gravity(left) != gravity(right))
		return gravity(left) - gravity(right);
	if (p != q)
		return p > q ? -1 : 1;
	return strcmp(left->relationship, right->relationship);
}

GPtrArray *cli_assess_all(const struct cli *cli, struct store *store, GError **error)
{
	g_autoptr(GPtrArray) relationships = store_relationships(store, error);
	g_autoptr(GPtrArray) cases =
		relationships != NULL ? contracts_load(store, cli_day(cli), error) : NULL;
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)assessment_free);

	if (cases == NULL)
		return NULL;
	for (guint i = 0; i < relationships->len; i++) {
		struct assessment *one = assess_with(
			cli, store, g_ptr_array_index(relationships, i), cases, error);
		if (one == NULL)
			return NULL;
		g_ptr_array_add(all, one);
	}
	assess_portfolio(all);
	g_ptr_array_sort(all, worst_first);
	return g_steal_pointer(&all);
}
