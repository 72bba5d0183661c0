/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente explain ID`: a finding down to its events, and an event down to its words and its
 * place in the source bytes. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/closure.h"
#include "cli/survey_actions.h"
#include "report/report.h"

static const struct finding *find_finding(const struct assessment *assessment, const char *id)
{
	for (guint i = 0; i < assessment->findings->len; i++) {
		const struct finding *finding = g_ptr_array_index(assessment->findings, i);
		if (strcmp(finding->id, id) == 0)
			return finding;
	}
	return NULL;
}

/* EXIT_USAGE with *told unset when the relationship has no such finding. */
static int explain_finding(const struct cli *cli, struct store *store,
			   const struct relationship *relationship, const char *id, bool *told)
{
	GError *error = NULL;
	g_autoptr(assessment_auto) assessment = cli_assess(cli, store, relationship, &error);
	g_autoptr(GString) out = g_string_new(NULL);
	const struct finding *finding;

	*told = assessment == NULL;
	if (assessment == NULL)
		return cli_fail(error);
	finding = find_finding(assessment, id);
	if (finding == NULL)
		return EXIT_USAGE;
	*told = true;
	if (cli_wants_json(cli))
		report_finding_json(assessment, finding, cli->catalogue, out);
	else
		report_finding_text(assessment, finding, cli->catalogue, cli->columns,
				    cli->colour, out);
	cli_write(out);
	return EXIT_DONE;
}

static void places_json(struct json_writer *json, const GPtrArray *places)
{
	json_key(json, "places");
	json_begin_array(json);
	for (guint i = 0; i < places->len; i++) {
		const struct event_place *place = g_ptr_array_index(places, i);
		json_begin_object(json);
		json_member_string(json, "path", place->path);
		json_member_int(json, "offset", (gint64)place->offset);
		json_member_int(json, "length", (gint64)place->length);
		json_key(json, "line");
		if (place->line > 0)
			json_int(json, place->line);
		else
			json_null(json);
		json_end_object(json);
	}
	json_end_array(json);
}

/* What is said of one event. */
struct told_event {
	const char *id;
	enum event_kind kind;
	const char *words; /* masked; NULL when there are none */
	const GPtrArray *places;
	const struct shown_closure *closure; /* of a ticket */
};

static void event_json(const struct told_event *event, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/event/1");
	json_member_string(json, "event", event->id);
	json_member_string(json, "words", event->words);
	report_closure_json(json, event->closure);
	places_json(json, event->places);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

static void places_text(const struct catalogue *catalogue, const GPtrArray *places,
			GString *out)
{
	for (guint i = 0; i < places->len; i++) {
		const struct event_place *place = g_ptr_array_index(places, i);
		bool there = g_file_test(place->path, G_FILE_TEST_EXISTS);
		g_string_append_printf(out, "%s: ", place->path);
		if (place->line > 0)
			g_string_append_printf(out, catalogue_text(catalogue, "line %u, "),
					       place->line);
		g_string_append_printf(out, catalogue_text(catalogue, "byte %lu, %lu bytes"),
				       (gulong)place->offset, (gulong)place->length);
		if (!there)
			g_string_append_printf(
				out, " %s", catalogue_text(catalogue, "(the source is gone)"));
		g_string_append_c(out, '\n');
	}
}

static void event_text(const struct cli *cli, const struct told_event *event, GString *out)
{
	g_string_append_printf(out, "%s\n", event->id);
	if (event->words != NULL)
		g_string_append_printf(out, "\n%s\n\n", event->words);
	if (event->kind == EVENT_TICKET) {
		report_closure_text(event->closure, cli->catalogue, cli->columns, cli->colour,
				    out);
		g_string_append_c(out, '\n');
	}
	places_text(cli->catalogue, event->places, out);
}

static void tell_event(const struct cli *cli, const struct told_event *event)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (cli_wants_json(cli))
		event_json(event, out);
	else
		event_text(cli, event, out);
	cli_write(out);
}

/* Caller owns. */
static char *words_of(const struct cli *cli, struct store *store,
		      const struct relationship *relationship, enum event_kind kind,
		      guint64 event)
{
	if (kind == EVENT_ANSWER)
		return survey_event_words(cli->catalogue, store, relationship->id, event);
	return cli_masked_text(store, relationship, kind, event);
}

static int explain_event(const struct cli *cli, struct store *store,
			 const struct relationship *relationship, const char *id, bool *told)
{
	enum event_kind kind;
	guint64 event;
	GError *error = NULL;
	g_autoptr(GPtrArray) places = NULL;
	g_autoptr(shown_closure_auto) closure = NULL;
	g_autofree char *words = NULL;

	*told = false;
	if (!event_parse(id, &kind, &event))
		return EXIT_USAGE;
	places = store_event_places(store, relationship->id, kind, event, &error);
	if (places != NULL)
		words = words_of(cli, store, relationship, kind, event);
	*told = places == NULL || places->len > 0 || words != NULL;
	if (places == NULL)
		return cli_fail(error);
	if (!*told)
		return EXIT_USAGE;
	if (kind == EVENT_TICKET &&
	    !cli_closure(cli, store, relationship, event, &closure, &error))
		return cli_fail(error);
	tell_event(cli, &(struct told_event){id, kind, words, places, closure});
	return EXIT_DONE;
}

static int explain_in_all(const struct cli *cli, struct store *store, const char *id)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) all = store_relationships(store, &error);
	enum event_kind kind;
	guint64 event;
	bool told = false;

	if (all == NULL)
		return cli_fail(error);
	for (guint i = 0; i < all->len; i++) {
		const struct relationship *one = g_ptr_array_index(all, i);
		int status = event_parse(id, &kind, &event)
				     ? explain_event(cli, store, one, id, &told)
				     : explain_finding(cli, store, one, id, &told);
		if (told)
			return status;
	}
	g_printerr("entente: nothing has the id %s; entente assess shows the findings\n", id);
	return EXIT_USAGE;
}

static int explain_run(struct cli *cli, int argc, char **argv)
{
	g_autoptr(store_auto) store = NULL;
	GError *error = NULL;

	if (!cli_parse(&verb_explain, NULL, &argc, &argv))
		return EXIT_USAGE;
	if (argc != 2) {
		g_printerr("entente: explain: give the id of a finding or of an event\n");
		return EXIT_USAGE;
	}
	store = cli_open_store(cli, &error);
	return store != NULL ? explain_in_all(cli, store, argv[1]) : cli_fail(error);
}

const struct verb verb_explain = {
	.name = "explain",
	.arguments = "ID",
	.summary = N_("a finding down to its messages and tickets"),
	.run = explain_run,
};
