/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract list|show|deadlines`. */
#include <string.h>

#include "base/error.h"
#include "cli/contract_actions.h"
#include "report/deadlines.h"

/* Those of a name, or the one of an id; all without a word. Borrowed elements. */
static GPtrArray *select_cases(const GPtrArray *cases, const char *word, GError **error)
{
	GPtrArray *selected = g_ptr_array_new();

	for (guint i = 0; i < cases->len; i++) {
		const struct contract_case *one = g_ptr_array_index(cases, i);
		if (word == NULL || strcmp(one->id, word) == 0 || contract_named(one, word))
			g_ptr_array_add(selected, g_ptr_array_index(cases, i));
	}
	if (selected->len > 0 || word == NULL)
		return selected;
	g_ptr_array_unref(selected);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "no contract %s; entente contract list shows them", word);
	return NULL;
}

typedef void (*text_form)(const GPtrArray *cases, const struct deadline_window *window,
			  const struct catalogue *catalogue, const struct screen *screen);
typedef void (*machine_form)(const GPtrArray *cases, const struct deadline_window *window,
			     const struct catalogue *catalogue, GString *out);

/* `machine` is NULL for text. */
static int show(const struct cli *cli, const char *word, const struct deadline_window *window,
		text_form text, machine_form machine)
{
	g_autoptr(store_auto) store = NULL;
	g_autoptr(GPtrArray) cases = NULL, selected = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};
	GError *error = NULL;

	store = cli_open_store(cli, &error);
	if (store != NULL)
		cases = contracts_load(store, window->as_of, &error);
	if (cases != NULL)
		selected = select_cases(cases, word, &error);
	if (selected == NULL)
		return cli_fail(error);
	if (machine != NULL)
		machine(selected, window, cli->catalogue, out);
	else
		text(selected, window, cli->catalogue, &screen);
	cli_write(out);
	return EXIT_DONE;
}

static struct deadline_window window_of(const struct cli *cli)
{
	return (struct deadline_window){cli_day(cli), CONTRACT_NO_DAY};
}

int contract_list(struct cli *cli, int argc, char **argv)
{
	struct deadline_window window = window_of(cli);

	if (!cli_parse(&verb_contract, NULL, &argc, &argv))
		return EXIT_USAGE;
	return show(cli, argc > 1 ? argv[1] : NULL, &window, report_contracts_text,
		    cli_wants_json(cli) ? report_contracts_json : NULL);
}

int contract_show(struct cli *cli, int argc, char **argv)
{
	struct deadline_window window = window_of(cli);

	if (!cli_parse(&verb_contract, NULL, &argc, &argv))
		return EXIT_USAGE;
	return show(cli, argc > 1 ? argv[1] : NULL, &window, report_contract_details_text,
		    cli_wants_json(cli) ? report_contract_details_json : NULL);
}

static bool set_within(const char *word, struct deadline_window *window)
{
	struct contract_span span;

	if (word == NULL)
		return true;
	if (!contract_span_read(word, UNIT_DAY, &span))
		return false;
	window->last = contract_day_add(window->as_of, &span, 1, NULL);
	return true;
}

int contract_deadlines(struct cli *cli, int argc, char **argv)
{
	struct deadline_window window = window_of(cli);
	g_autofree char *within = NULL;
	gboolean ics = FALSE;
	const GOptionEntry entries[] = {
		{"within", 0, 0, G_OPTION_ARG_STRING, &within, "how far to look", "180d"},
		{"ics", 0, 0, G_OPTION_ARG_NONE, &ics, "as an iCalendar file", NULL},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};

	if (!cli_parse(&verb_contract, entries, &argc, &argv))
		return EXIT_USAGE;
	if (!set_within(within, &window)) {
		g_printerr("entente: --within %s: give it as 180d or 6m\n", within);
		return EXIT_USAGE;
	}
	ics = ics || g_strcmp0(cli->format, "ics") == 0;
	return show(cli, argc > 1 ? argv[1] : NULL, &window, report_deadlines_text,
		    ics                   ? report_deadlines_ics
		    : cli_wants_json(cli) ? report_deadlines_json
					  : NULL);
}
