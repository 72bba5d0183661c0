/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente list`: every relationship, worst first. */
#include "cli/cli.h"
#include "report/report.h"

static int list_run(struct cli *cli, int argc, char **argv)
{
	g_autoptr(store_auto) store = NULL;
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	GError *error = NULL;

	if (!cli_parse_assessing(cli, &verb_list, NULL, &argc, &argv))
		return EXIT_USAGE;
	store = cli_open_store(cli, &error);
	all = store != NULL ? cli_assess_all(cli, store, &error) : NULL;
	if (all == NULL)
		return cli_fail(error);
	if (cli_wants_json(cli))
		report_list_json(all, cli->catalogue, out);
	else
		report_list_text(all, cli->catalogue, cli->columns, cli->colour, out);
	cli_write(out);
	return EXIT_DONE;
}

const struct verb verb_list = {
	.name = "list",
	.arguments = "",
	.summary = N_("relationships, worst first"),
	.run = list_run,
};
