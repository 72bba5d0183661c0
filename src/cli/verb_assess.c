/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente assess [NAME]`: the answer, in one screen. */
#include "cli/cli.h"
#include "report/report.h"

static int assess_run(struct cli *cli, int argc, char **argv)
{
	g_autoptr(store_auto) store = NULL;
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	GError *error = NULL;

	if (!cli_parse_assessing(cli, &verb_assess, NULL, &argc, &argv))
		return EXIT_USAGE;
	store = cli_open_store(cli, &error);
	if (store == NULL)
		return cli_fail(error);
	if (argc > 1) {
		g_autoptr(relationship_auto) one = cli_relationship(store, argv[1], &error);
		struct assessment *assessment =
			one != NULL ? cli_assess(cli, store, one, &error) : NULL;
		if (assessment == NULL)
			return cli_fail(error);
		all = g_ptr_array_new_with_free_func((GDestroyNotify)assessment_free);
		g_ptr_array_add(all, assessment);
	} else {
		all = cli_assess_all(cli, store, &error);
	}
	if (all == NULL)
		return cli_fail(error);
	if (cli_wants_json(cli))
		report_assess_json(all, all->len != 1, cli->catalogue, out);
	else
		for (guint i = 0; i < all->len; i++)
			report_assess_text(g_ptr_array_index(all, i), cli->catalogue,
					   cli->columns, cli->colour, out);
	cli_write(out);
	return EXIT_DONE;
}

const struct verb verb_assess = {
	.name = "assess",
	.arguments = "[NAME]",
	.summary = N_("is it wearing, since when, on which evidence: one screen"),
	.run = assess_run,
};
