/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente raci ACTION`: who does what, what is wrong with it, and what fell between. */
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "cli/cli.h"
#include "cli/ledger_actions.h"
#include "cli/raci_read.h"
#include "importers/raci_rows.h"
#include "language/activities.h"
#include "report/responsibilities.h"
#include "store/responsibilities.h"

struct given {
	char *relationship, *since, *clause, *document;
	char **cells; /* "client: IT manager=A" */
	gboolean not_applicable;
};

static void given_clear(struct given *given)
{
	g_free(given->relationship);
	g_free(given->since);
	g_free(given->clause);
	g_free(given->document);
	g_strfreev(given->cells);
}

static bool parse(struct given *given, int *argc, char ***argv)
{
	const GOptionEntry entries[] = {
		{"relationship", 'r', 0, G_OPTION_ARG_STRING, &given->relationship,
		 "of which relationship", "NAME"},
		{"cell", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &given->cells,
		 "set: a role and its letters, \"client: IT manager=A\"; may be repeated",
		 "CELL"},
		{"since", 0, 0, G_OPTION_ARG_STRING, &given->since,
		 "set, remove: the day from which the row holds (always)", "DAY"},
		{"clause", 0, 0, G_OPTION_ARG_STRING, &given->clause,
		 "set: the clause of the contract that says so", "WORDS"},
		{"document", 0, 0, G_OPTION_ARG_STRING, &given->document,
		 "read: a part of the title or path of a document", "WORDS"},
		{"not-applicable", 0, 0, G_OPTION_ARG_NONE, &given->not_applicable,
		 "set: the service has no such activity", NULL},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};

	return cli_parse(&verb_raci, entries, argc, argv);
}

/* ---- what is shown of the grid ---- */

typedef void (*shown_as_text)(const struct shown_grid *grid, const struct catalogue *catalogue,
			      const struct screen *screen);
typedef void (*shown_as_json)(const struct shown_grid *grid, GString *out);

static bool show_grid(const struct cli *cli, const char *name, shown_as_text text,
		      shown_as_json json, GError **error)
{
	struct ledger_desk desk;
	g_autoptr(GPtrArray) rows = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	if (ledger_desk_open(cli, name, &desk, error))
		rows = store_raci_rows(desk.store, desk.relationship->id, error);
	if (rows != NULL) {
		const struct shown_grid grid = {desk.relationship->name, rows, cli_day(cli)};
		if (json != NULL && (cli_wants_json(cli) || text == NULL))
			json(&grid, out);
		else if (text != NULL)
			text(&grid, cli->catalogue, &screen);
		else
			report_grid_csv(&grid, cli->catalogue, out);
		cli_write(out);
	}
	ledger_desk_close(&desk);
	return rows != NULL;
}

static const char *named(const struct given *given, const char *word)
{
	return word != NULL ? word : given->relationship;
}

static bool list(const struct cli *cli, const struct given *given, char *const *words,
		 GError **error)
{
	return show_grid(cli, named(given, words[0]), report_grid_text, report_grid_json,
			 error);
}

static bool check(const struct cli *cli, const struct given *given, char *const *words,
		  GError **error)
{
	return show_grid(cli, named(given, words[0]), report_grid_check_text,
			 report_grid_check_json, error);
}

static bool export(const struct cli *cli, const struct given *given, char *const *words,
		   GError **error)
{
	return show_grid(cli, named(given, words[0]), NULL,
			 cli_wants_json(cli) ? report_grid_json : NULL, error);
}

static bool catalogue(const struct cli *cli, const struct given *given, char *const *words,
		      GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	if (cli_wants_json(cli))
		report_activities_json(out);
	else
		report_activities_text(cli->catalogue, &screen);
	cli_write(out);
	return true;
}

/* What the contract's own matrix says, to be looked at and imported. */
static bool read_matrices(const struct cli *cli, const struct given *given, char *const *words,
			  GError **error)
{
	struct ledger_desk desk;
	g_autoptr(GString) out = g_string_new(NULL);
	guint n = 0;
	bool done = ledger_desk_open(cli, named(given, words[0]), &desk, error) &&
		    raci_read_documents(&desk, given->document, out, &n, error);

	ledger_desk_close(&desk);
	if (done && n == 0)
		g_printerr("entente: raci: no table of activities and letters in the documents "
			   "of the relationship\n");
	cli_write(out);
	return done;
}

/* ---- holes ---- */

static void add_hole(const struct cli *cli, const struct ledger_desk *desk,
		     const struct timeline *timeline, const struct timeline_matter *matter,
		     GPtrArray *holes)
{
	struct shown_hole *hole = g_new0(struct shown_hole, 1);
	guint64 event = matter->kind == EVENT_TICKET ? timeline->tickets[matter->index].event
						     : timeline->messages[matter->index].event;

	hole->event = event_name(matter->kind, event);
	hole->day = calendar_day_of_ms(matter->at_ms, timeline->zone);
	hole->activity = g_strdup(
		matter->activity <= activities_count()
			? activity_at(matter->activity)->id
			: g_ptr_array_index(timeline->own_activities,
					    matter->activity - activities_count() - 1));
	hole->accountable = matter->accountable;
	hole->words = cli_masked_text(desk->store, desk->relationship, matter->kind, event);
	g_ptr_array_add(holes, hole);
}

static bool show_holes(const struct cli *cli, const struct ledger_desk *desk, GError **error)
{
	g_autoptr(timeline_auto) timeline =
		cli_timeline(cli, desk->store, desk->relationship, error);
	g_autoptr(GPtrArray) holes =
		g_ptr_array_new_with_free_func((GDestroyNotify)shown_hole_free);
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};
	const struct shown_grid grid = {desk->relationship->name, NULL, cli_day(cli)};

	if (timeline == NULL)
		return false;
	for (guint i = 0; i < timeline->n_matters; i++)
		if (timeline->matters[i].accountable != 1)
			add_hole(cli, desk, timeline, &timeline->matters[i], holes);
	if (cli_wants_json(cli))
		report_holes_json(&grid, holes, timeline->n_matters, out);
	else
		report_holes_text(holes, timeline->n_matters, cli->catalogue, &screen);
	cli_write(out);
	return true;
}

static bool holes(const struct cli *cli, const struct given *given, char *const *words,
		  GError **error)
{
	struct ledger_desk desk;
	bool done = ledger_desk_open(cli, named(given, words[0]), &desk, error) &&
		    show_holes(cli, &desk, error);

	ledger_desk_close(&desk);
	return done;
}

/* ---- set, remove ---- */

/* Cuts "client: IT manager=A" in two. */
static bool read_cell(char *word, struct raci_words_cell *cell, GError **error)
{
	char *equals = strrchr(word, '=');
	gsize length;

	if (equals != NULL) {
		*equals = '\0';
		cell->side = raci_role_of(word, &cell->role, &length);
		cell->letters = equals + 1;
		if (cell->side != SIDE_NONE && length > 0 && *cell->letters != '\0')
			return true;
		*equals = '=';
	}
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "--cell %s: write it as \"client: IT manager=A\"", word);
	return false;
}

static bool fill(const struct given *given, const char *activity, struct raci_row *row,
		 GError **error)
{
	struct raci_words_cell cells[RACI_ROLES];
	struct raci_words words = {.activity = activity,
				   .since = given->since,
				   .applies = given->not_applicable ? "no" : "yes",
				   .clause = given->clause,
				   .cells = cells};
	g_autofree char *trouble = NULL;

	for (char **cell = given->cells; cell != NULL && *cell != NULL; cell++)
		if (words.n_cells == RACI_ROLES ||
		    !read_cell(*cell, &cells[words.n_cells++], error))
			return false;
	trouble = raci_row_fill(&words, row);
	if (trouble != NULL)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, trouble);
	return trouble == NULL;
}

static bool set(const struct cli *cli, const struct given *given, char *const *words,
		GError **error)
{
	struct ledger_desk desk;
	struct raci_row row;
	bool done;

	if (!fill(given, words[0], &row, error))
		return false;
	done = ledger_desk_open(cli, given->relationship, &desk, error) &&
	       store_raci_put(desk.store, desk.relationship->id, &row, error) !=
		       STORE_PUT_FAILED;
	ledger_desk_close(&desk);
	raci_row_clear(&row);
	return done;
}

static bool away(const struct cli *cli, const struct given *given, char *const *words,
		 GError **error)
{
	struct ledger_desk desk;
	struct raci_row row;
	bool known = false, done;

	if (!fill(given, words[0], &row, error))
		return false;
	done = ledger_desk_open(cli, given->relationship, &desk, error) &&
	       store_raci_remove(desk.store, desk.relationship->id, row.activity, row.since,
				 &known, error);
	ledger_desk_close(&desk);
	if (done && !known)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "the grid has no row of %s from that day", row.activity);
	raci_row_clear(&row);
	return done && known;
}

/* ---- ties ---- */

static bool read_tie(char *const *words, struct activity_tie *tie, GError **error)
{
	g_autofree char *trouble = NULL;

	if (words[0] == NULL || !event_parse(words[0], &tie->kind, &tie->event) ||
	    (tie->kind != EVENT_TICKET && tie->kind != EVENT_MESSAGE)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s: give the id of a ticket or a message (t or m and 16 digits)",
			    words[0] != NULL && *words[0] != '\0' ? words[0] : "nothing");
		return false;
	}
	if (words[1] == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "say which activity: one of entente raci catalogue, one of your "
			    "grid, or none");
		return false;
	}
	return true;
}

/* The activity as rows name it: of the catalogue or of the grid; NULL for `none`. */
static bool find_activity(const struct ledger_desk *desk, const char *word,
			  struct activity_tie *tie, GPtrArray **rows, GError **error)
{
	guint number = activity_find(word);

	if (number != ACTIVITY_NONE)
		tie->activity = activity_at(number)->id;
	if (number != ACTIVITY_NONE || strcmp(word, "none") == 0)
		return true;
	*rows = store_raci_rows(desk->store, desk->relationship->id, error);
	for (guint i = 0; *rows != NULL && i < (*rows)->len; i++) {
		const struct raci_row *row = g_ptr_array_index(*rows, i);
		if (strcmp(row->activity, word) != 0)
			continue;
		tie->activity = row->activity;
		return true;
	}
	if (*rows != NULL)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s is no activity of the catalogue or of the grid, nor none",
			    word);
	return false;
}

static bool put_tie(const struct ledger_desk *desk, char *const *words,
		    struct activity_tie *tie, GError **error)
{
	g_autofree char *text =
		store_event_text(desk->store, desk->relationship->id, tie->kind, tie->event);
	g_autoptr(GPtrArray) rows = NULL;

	if (text == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, "no %s here", words[0]);
		return false;
	}
	return find_activity(desk, words[1], tie, &rows, error) &&
	       store_tie_put(desk->store, desk->relationship->id, tie, error);
}

static bool tie(const struct cli *cli, const struct given *given, char *const *words,
		GError **error)
{
	struct ledger_desk desk;
	struct activity_tie tie = {0};
	bool done;

	if (!read_tie(words, &tie, error))
		return false;
	done = ledger_desk_open(cli, given->relationship, &desk, error) &&
	       put_tie(&desk, words, &tie, error);
	ledger_desk_close(&desk);
	return done;
}

/* ---- the verb ---- */

static const struct row {
	const char *name;
	bool (*run)(const struct cli *cli, const struct given *given, char *const *words,
		    GError **error);
} rows[] = {
	{"catalogue", catalogue}, {"list", list}, {"check", check}, {"holes", holes},
	{"read", read_matrices},  {"set", set},   {"remove", away}, {"tie", tie},
	{"export", export},
};

static int run_row(const struct row *row, struct cli *cli, int argc, char **argv)
{
	struct given given = {0};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (parse(&given, &argc, &argv))
		status = row->run(cli, &given, argv + 1, &error) ? EXIT_DONE : cli_fail(error);
	given_clear(&given);
	return status;
}

static int raci_run(struct cli *cli, int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "import") == 0)
		return verb_import.run(cli, argc - 1, argv + 1);
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(rows); i++)
		if (strcmp(argv[1], rows[i].name) == 0)
			return run_row(&rows[i], cli, argc - 1, argv + 1);
	if (!cli_parse(&verb_raci, NULL, &argc, &argv))
		return EXIT_USAGE;
	g_printerr("entente: raci: say what to do: import");
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_printerr(" %s", rows[i].name);
	g_printerr("\n");
	return EXIT_USAGE;
}

const struct verb verb_raci = {
	.name = "raci",
	.arguments = "catalogue|list|check|holes|read|set|remove|tie|import|export "
		     "[NAME|ACTIVITY|ID]",
	.summary = N_("who answers for which activity, and what falls between the two sides"),
	.run = raci_run,
};
