/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente report [NAME] --format html|json -o FILE`: one self-contained file. */
#include <gio/gio.h>
#include <string.h>

#include "base/error.h"
#include "cli/cli.h"
#include "report/report.h"

static bool render(const struct cli *cli, struct assessment *assessment, GString *out,
		   GError **error)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();

	g_ptr_array_add(one, assessment);
	if (cli->format == NULL || strcmp(cli->format, "html") == 0)
		report_html(assessment, cli->catalogue, out);
	else if (strcmp(cli->format, "json") == 0)
		report_assess_json(one, FALSE, cli->catalogue, out);
	else if (strcmp(cli->format, "text") == 0)
		report_assess_text(assessment, cli->catalogue, cli->columns, FALSE, out);
	else {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "--format %s: this version writes html, json and text",
			    cli->format);
		return false;
	}
	return true;
}

static bool write_report(const char *file, const GString *text, GError **error)
{
	if (file == NULL || strcmp(file, "-") == 0) {
		cli_write(text);
		return true;
	}
	return g_file_set_contents_full(file, text->str, (gssize)text->len,
					G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static int report_run(struct cli *cli, int argc, char **argv)
{
	g_autofree char *file = NULL;
	const GOptionEntry entries[] = {
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &file, "where to write (- = here)",
		 "FILE"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(store_auto) store = NULL;
	g_autoptr(relationship_auto) one = NULL;
	g_autoptr(assessment_auto) assessment = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	GError *error = NULL;

	if (!cli_parse_assessing(cli, &verb_report, entries, &argc, &argv))
		return EXIT_USAGE;
	store = cli_open_store(cli, &error);
	one = store != NULL ? cli_relationship(store, argc > 1 ? argv[1] : NULL, &error) : NULL;
	assessment = one != NULL ? cli_assess(cli, store, one, &error) : NULL;
	if (assessment == NULL || !render(cli, assessment, out, &error) ||
	    !write_report(file, out, &error))
		return cli_fail(error);
	return EXIT_DONE;
}

const struct verb verb_report = {
	.name = "report",
	.arguments = "[NAME]",
	.summary = N_("one self-contained file, HTML"),
	.run = report_run,
};
