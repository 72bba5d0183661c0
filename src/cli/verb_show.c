/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente show [NAME]`: what one relationship is made of: sides, sources and what they cover,
 * its committees, every indicator with its support. How many people, never who. */
#include "base/calendar.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/source_lines.h"
#include "report/committees.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/screen.h"
#include "report/sentence.h"

struct view {
	const struct relationship *relationship;
	struct source_view sources;
	struct assessment *assessment;
	GArray *committees; /* struct committee */
	GPtrArray *titles;  /* char * of each, people hidden, or NULL */
};

static void indicator_json(struct json_writer *json, const struct finding *finding)
{
	json_begin_object(json);
	json_member_string(json, "id", finding->id);
	json_member_string(json, "indicator", finding->indicator);
	json_member_string(json, "side", side_token(finding->side));
	json_member_string(json, "unit", finding->unit);
	json_member_double(json, "before", finding->before);
	json_member_double(json, "n_before", finding->n_before);
	json_member_double(json, "after", finding->after);
	json_member_double(json, "n_after", finding->n_after);
	json_key(json, "first_week");
	if (finding->series.n_weeks > 0) {
		g_autofree char *day = calendar_format_day(
			calendar_monday_of_week(finding->series.first_week));
		json_string(json, day);
	} else {
		json_null(json);
	}
	json_key(json, "weeks");
	json_begin_array(json);
	for (guint i = 0; i < finding->series.n_weeks; i++)
		json_double(json, finding->series.value[i]);
	json_end_array(json);
	json_end_object(json);
}

static void committees_json(struct json_writer *json, const struct view *view)
{
	json_key(json, "committees");
	json_begin_array(json);
	for (guint i = 0; i < view->committees->len; i++)
		committee_json(json, &g_array_index(view->committees, struct committee, i),
			       g_ptr_array_index(view->titles, i));
	json_end_array(json);
}

static void show_json(const struct view *view, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/show/1");
	json_member_string(json, "relationship", view->relationship->name);
	json_member_string(json, "client", view->relationship->client);
	json_member_string(json, "provider", view->relationship->provider);
	json_member_string(json, "stage", stage_token(view->assessment->stage));
	source_view_json(json, &view->sources);
	committees_json(json, view);
	json_key(json, "indicators");
	json_begin_array(json);
	for (guint i = 0; i < view->assessment->findings->len; i++)
		indicator_json(json, g_ptr_array_index(view->assessment->findings, i));
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

static void put_committees(const struct screen *screen, const struct catalogue *catalogue,
			   const struct view *view)
{
	if (view->committees->len == 0)
		return;
	screen_heading(screen, catalogue_text(catalogue, "Committees"));
	for (guint i = 0; i < view->committees->len; i++) {
		const char *title = g_ptr_array_index(view->titles, i);
		g_autofree char *quoted =
			title != NULL ? phrase_quote(catalogue, title) : g_strdup("");
		g_autofree char *sentence = committee_sentence(
			&g_array_index(view->committees, struct committee, i), catalogue);
		screen_wrap(screen, SCREEN_PLAIN, "  ", 4, sentence);
		if (title != NULL)
			screen_wrap(screen, SCREEN_DIM, "    ", 4, quoted);
	}
}

static void put_sides(const struct screen *screen, const struct catalogue *catalogue,
		      const struct relationship *relationship)
{
	const struct {
		const char *side, *rules;
	} sides[] = {{catalogue_text(catalogue, "client"), relationship->client},
		     {catalogue_text(catalogue, "provider"), relationship->provider}};

	for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
		g_autofree char *line =
			g_strdup_printf("%s: %s", sides[i].side, sides[i].rules);
		if (*sides[i].rules != '\0')
			screen_wrap(screen, SCREEN_PLAIN, "", 2, line);
	}
}

static void show_text(const struct view *view, const struct cli *cli, GString *out)
{
	const struct catalogue *catalogue = cli->catalogue;
	const struct screen screen = {out, cli->columns, cli->colour};
	g_autofree char *headline = report_headline(view->assessment, catalogue);
	g_autofree char *watch = sentence_watch(view->assessment, catalogue);

	screen_wrap(&screen, SCREEN_BOLD, "", 2, view->relationship->name);
	put_sides(&screen, catalogue, view->relationship);
	screen_wrap(&screen, SCREEN_PLAIN, "", 2, headline);
	if (watch != NULL)
		screen_wrap(&screen, SCREEN_PLAIN, "", 2, watch);
	source_view_text(&screen, catalogue, &view->sources);
	put_committees(&screen, catalogue, view);
	screen_heading(&screen, catalogue_text(catalogue, "Indicators"));
	for (guint i = 0; i < view->assessment->findings->len; i++) {
		const struct finding *finding =
			g_ptr_array_index(view->assessment->findings, i);
		g_autofree char *sentence =
			report_finding_sentence(view->assessment, finding, catalogue);
		g_autofree char *line = g_strdup_printf("%s [%s]", sentence, finding->id);
		screen_wrap(&screen, SCREEN_PLAIN, "  ", 4, line);
	}
}

/* Titles of the committees' last meetings. Caller owns. */
static GPtrArray *titles_of(struct store *store, const struct relationship *relationship,
			    const GArray *committees, GError **error)
{
	struct mask *mask = cli_mask(store, relationship, error);
	GPtrArray *titles = mask != NULL ? g_ptr_array_new_with_free_func(g_free) : NULL;

	for (guint i = 0; mask != NULL && i < committees->len; i++) {
		g_autofree char *title = store_event_text(
			store, relationship->id, EVENT_MEETING,
			g_array_index(committees, struct committee, i).last_event);
		g_ptr_array_add(titles, title != NULL ? mask_excerpt(mask, title, LIMIT_EXCERPT)
						      : NULL);
	}
	if (mask != NULL)
		mask_free(mask);
	return titles;
}

static bool look_at_committees(const struct cli *cli, struct store *store, struct view *view,
			       GError **error)
{
	g_autoptr(timeline_auto) timeline = cli_timeline(cli, store, view->relationship, error);

	if (timeline == NULL)
		return false;
	view->committees = committees_of(timeline);
	view->titles = titles_of(store, view->relationship, view->committees, error);
	return view->titles != NULL;
}

static bool load(const struct cli *cli, struct store *store, const char *name,
		 struct relationship **relationship, struct view *view, GError **error)
{
	*relationship = cli_relationship(store, name, error);
	if (*relationship == NULL)
		return false;
	view->relationship = *relationship;
	view->assessment = cli_assess(cli, store, *relationship, error);
	return view->assessment != NULL &&
	       source_view_load(&view->sources, store, *relationship, error) &&
	       look_at_committees(cli, store, view, error);
}

static void show(const struct cli *cli, const struct view *view)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (cli_wants_json(cli))
		show_json(view, out);
	else
		show_text(view, cli, out);
	cli_write(out);
}

static int show_run(struct cli *cli, int argc, char **argv)
{
	g_autoptr(store_auto) store = NULL;
	g_autoptr(relationship_auto) relationship = NULL;
	struct view view = {0};
	GError *error = NULL;
	bool done;

	if (!cli_parse_assessing(cli, &verb_show, NULL, &argc, &argv))
		return EXIT_USAGE;
	store = cli_open_store(cli, &error);
	done = store != NULL &&
	       load(cli, store, argc > 1 ? argv[1] : NULL, &relationship, &view, &error);
	if (done)
		show(cli, &view);
	source_view_clear(&view.sources);
	g_clear_pointer(&view.committees, g_array_unref);
	g_clear_pointer(&view.titles, g_ptr_array_unref);
	g_clear_pointer(&view.assessment, assessment_free);
	return done ? EXIT_DONE : cli_fail(error);
}

const struct verb verb_show = {
	.name = "show",
	.arguments = "[NAME]",
	.summary = N_("one relationship: sources, committees, indicators"),
	.run = show_run,
};
