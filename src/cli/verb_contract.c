/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract ACTION [NAME]`: one row an action. */
#include <string.h>

#include "cli/cli.h"
#include "cli/contract_read.h"

static const struct action {
	const char *name;
	int (*run)(struct cli *cli, int argc, char **argv); /* what stands behind the name */
} actions[] = {
	{"read", contract_read},
};

static int contract_run_verb(struct cli *cli, int argc, char **argv)
{
	if (!cli_parse(&verb_contract, NULL, &argc, &argv))
		return EXIT_USAGE;
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(actions); i++)
		if (strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(cli, argc - 2, argv + 2);
	g_printerr("entente: contract: say what to do:");
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
		g_printerr(" %s", actions[i].name);
	g_printerr("\n");
	return EXIT_USAGE;
}

const struct verb verb_contract = {
	.name = "contract",
	.arguments = "read [NAME]",
	.summary = N_("read the terms and obligations that contracts propose"),
	.run = contract_run_verb,
};
