/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente people`: what is doubtful about who is who and on which side, and the user's word on
 * it, which stays through every import and rebuild. */
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/json.h"
#include "cli/cli.h"
#include "importers/mail.h"
#include "ingest/derive.h"
#include "ingest/sides.h"
#include "report/people.h"
#include "report/phrase.h"
#include "report/screen.h"
#include "store/people.h"

/* ---- review ---- */

static gint32 day_of(gint64 ms, GTimeZone *zone)
{
	return ms != INSTANT_NONE ? calendar_day_of_ms(ms, zone) : DAY_NONE;
}

static void show(const struct cli *cli, struct store *store,
		 const struct relationship *relationship, bool named, const GPtrArray *doubts)
{
	g_autofree struct shown_doubt *all = g_new0(struct shown_doubt, doubts->len);
	struct shown_doubts shown = {relationship->name, named, all, doubts->len};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(relationship->zone);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < doubts->len; i++) {
		const struct doubt *doubt = g_ptr_array_index(doubts, i);
		all[i].doubt = doubt;
		all[i].first_name = people_name(store, relationship->id, doubt->first);
		if (doubt->second != NULL)
			all[i].second_name =
				people_name(store, relationship->id, doubt->second);
		all[i].from_day = day_of(doubt->from_ms, zone);
		all[i].to_day = day_of(doubt->to_ms, zone);
	}
	if (cli_wants_json(cli))
		report_doubts_json(&shown, cli->catalogue, out);
	else
		report_doubts_text(&shown, cli->catalogue, cli->columns, cli->colour, out);
	cli_write(out);
	for (guint i = 0; i < doubts->len; i++) {
		g_free(all[i].first_name);
		g_free(all[i].second_name);
	}
}

static bool review(const struct cli *cli, struct store *store,
		   const struct relationship *relationship, bool named, GError **error)
{
	g_autoptr(GPtrArray) doubts = NULL;

	if (!derive_if_needed(store, relationship, error))
		return false;
	doubts = people_doubts(store, relationship->id, error);
	if (doubts != NULL)
		show(cli, store, relationship, named, doubts);
	return doubts != NULL;
}

/* ---- corrections ---- */

static void correction_text(const struct screen *screen, const struct people_correction *one)
{
	g_autofree char *line =
		one->says < PEOPLE_CLIENT
			? g_strdup_printf("%s %s %s", people_word_token(one->says), one->first,
					  one->second)
			: g_strdup_printf("side %s %s", one->first,
					  people_word_token(one->says));
	g_autofree char *safe = phrase_clean(line);

	screen_wrap(screen, SCREEN_PLAIN, "  ", 4, safe);
}

static void correction_json(struct json_writer *json, const struct people_correction *one)
{
	json_begin_object(json);
	json_member_string(json, "first", one->first);
	json_member_string(json, "second", *one->second != '\0' ? one->second : NULL);
	json_member_string(json, "says", people_word_token(one->says));
	json_end_object(json);
}

static void corrections_json(const struct relationship *relationship, const GPtrArray *all,
			     GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/people/1");
	json_member_string(json, "relationship", relationship->name);
	json_key(json, "corrections");
	json_begin_array(json);
	for (guint i = 0; i < all->len; i++)
		correction_json(json, g_ptr_array_index(all, i));
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

static bool list_corrections(const struct cli *cli, struct store *store,
			     const struct relationship *relationship, GError **error)
{
	g_autoptr(GPtrArray) all = people_corrections(store, relationship->id, error);
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	if (all == NULL)
		return false;
	if (cli_wants_json(cli))
		corrections_json(relationship, all, out);
	else
		screen_wrap(&screen, SCREEN_BOLD, "", 2, relationship->name);
	for (guint i = 0; !cli_wants_json(cli) && i < all->len; i++)
		correction_text(&screen, g_ptr_array_index(all, i));
	cli_write(out);
	return true;
}

static char *wanted_address(const char *word, GError **error)
{
	char *address = mail_normalise_address(word);

	if (address == NULL)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s: give an address (jean@acme.fr, /o=acme/ou=paris/cn=jdupont)",
			    word);
	return address;
}

static bool keep(const struct cli *cli, struct store *store,
		 const struct relationship *relationship, const char *first, const char *second,
		 enum people_word says, GError **error)
{
	g_autoptr(relationship_auto) corrected = NULL;
	bool known = false;

	if (!people_correct(store, relationship->id, first, second, says, &known, error))
		return false;
	if (says == PEOPLE_FORGET && !known) {
		g_set_error_literal(
			error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			"nothing was said of that (entente people corrections shows "
			"what was)");
		return false;
	}
	/* Read again: its sides have changed. */
	corrected = cli_relationship(store, relationship->name, error);
	if (corrected == NULL || !derive_relationship(store, corrected, error))
		return false;
	if (second == NULL)
		g_printerr("%s\n", catalogue_text(cli->catalogue,
						  "Kept. `entente import` now reads again what "
						  "this brings into the relationship."));
	return true;
}

static bool keep_pair(const struct cli *cli, struct store *store,
		      const struct relationship *relationship, char **words,
		      enum people_word says, GError **error)
{
	g_autofree char *first = wanted_address(words[0], error);
	g_autofree char *second = first != NULL ? wanted_address(words[1], error) : NULL;

	if (second == NULL)
		return false;
	if (strcmp(first, second) == 0) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s: give two addresses that are not the same", first);
		return false;
	}
	return keep(cli, store, relationship, first, second, says, error);
}

static enum people_word side_of_word(const char *word)
{
	enum people_word side = PEOPLE_CLIENT;

	while (side < PEOPLE_WORDS && strcmp(people_word_token(side), word) != 0)
		side++;
	return side;
}

static bool keep_side(const struct cli *cli, struct store *store,
		      const struct relationship *relationship, const char *word,
		      enum people_word side, GError **error)
{
	g_autofree char *rule = sides_rule_of_word(word);

	if (rule == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s: give an address, a domain or an Exchange house (/o=acme)",
			    word);
		return false;
	}
	return keep(cli, store, relationship, rule, NULL, side, error);
}

/* ---- the verb ---- */

struct request {
	const struct cli *cli;
	struct store *store;
	struct relationship *relationship;
	bool named; /* it had to be */
	char **words;
};

static bool run_review(const struct request *request, GError **error)
{
	return review(request->cli, request->store, request->relationship, request->named,
		      error);
}

static bool run_corrections(const struct request *request, GError **error)
{
	return list_corrections(request->cli, request->store, request->relationship, error);
}

static bool run_same(const struct request *request, GError **error)
{
	return keep_pair(request->cli, request->store, request->relationship, request->words,
			 PEOPLE_SAME, error);
}

static bool run_different(const struct request *request, GError **error)
{
	return keep_pair(request->cli, request->store, request->relationship, request->words,
			 PEOPLE_DIFFERENT, error);
}

static bool run_side(const struct request *request, GError **error)
{
	enum people_word side = side_of_word(request->words[1]);

	if (side == PEOPLE_WORDS) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s: say client, provider or neither", request->words[1]);
		return false;
	}
	return keep_side(request->cli, request->store, request->relationship, request->words[0],
			 side, error);
}

static bool run_forget(const struct request *request, GError **error)
{
	return request->words[1] == NULL
		       ? keep_side(request->cli, request->store, request->relationship,
				   request->words[0], PEOPLE_FORGET, error)
		       : keep_pair(request->cli, request->store, request->relationship,
				   request->words, PEOPLE_FORGET, error);
}

static const struct action {
	const char *name;
	int least, most; /* words behind it */
	bool (*run)(const struct request *request, GError **error);
} actions[] = {
	{"review", 0, 0, run_review},       {"same", 2, 2, run_same},
	{"different", 2, 2, run_different}, {"side", 2, 2, run_side},
	{"forget", 1, 2, run_forget},       {"corrections", 0, 0, run_corrections},
};

static const struct action *find_action(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "review";
	int words = MAX(argc - 2, 0);

	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		if (strcmp(actions[i].name, name) == 0 && words >= actions[i].least &&
		    words <= actions[i].most)
			return &actions[i];
	g_printerr("entente: people: say `review`, `same A B`, `different A B`, "
		   "`side A client|provider|neither`, `forget A [B]` or `corrections`\n");
	return NULL;
}

static int run_action(const struct cli *cli, const struct action *action, const char *name,
		      char **words)
{
	struct request request = {.cli = cli, .named = name != NULL, .words = words};
	GError *error = NULL;
	bool done = false;

	request.store = cli_open_store(cli, &error);
	if (request.store != NULL)
		request.relationship = cli_relationship(request.store, name, &error);
	if (request.relationship != NULL)
		done = action->run(&request, &error);
	relationship_free(request.relationship);
	store_close(request.store);
	return done ? EXIT_DONE : cli_fail(error);
}

static int people_run(struct cli *cli, int argc, char **argv)
{
	g_autofree char *name = NULL;
	const GOptionEntry entries[] = {
		{"relationship", 'r', 0, G_OPTION_ARG_STRING, &name, "name of the relationship",
		 "NAME"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	const struct action *action;

	if (!cli_parse(&verb_people, entries, &argc, &argv))
		return EXIT_USAGE;
	action = find_action(argc, argv);
	return action != NULL ? run_action(cli, action, name, argv + MIN(argc, 2)) : EXIT_USAGE;
}

const struct verb verb_people = {
	.name = "people",
	.arguments =
		"review | same A B | different A B | side A SIDE | forget A [B] | corrections",
	.summary = N_("who is who: what is doubtful, and your word on it"),
	.run = people_run,
};
