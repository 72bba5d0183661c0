/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract ACTION [NAME]`: one row an action. */
#include <string.h>

#include "cli/cli.h"
#include "cli/contract_actions.h"
#include "cli/contract_read.h"

static const struct action {
	const char *name;
	int (*run)(struct cli *cli, int argc, char **argv); /* argv[0] is the name */
} actions[] = {
	{"list", contract_list},           {"show", contract_show},
	{"deadlines", contract_deadlines}, {"add", contract_add},
	{"amend", contract_amend},         {"link", contract_link},
	{"remove", contract_remove},       {"read", contract_read},
};

static int contract_run_verb(struct cli *cli, int argc, char **argv)
{
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(actions); i++)
		if (strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(cli, argc - 1, argv + 1);
	if (!cli_parse(&verb_contract, NULL, &argc, &argv))
		return EXIT_USAGE;
	g_printerr("entente: contract: say what to do:");
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
		g_printerr(" %s", actions[i].name);
	g_printerr("\n");
	return EXIT_USAGE;
}

const struct verb verb_contract = {
	.name = "contract",
	.arguments = "list|show|deadlines|add|amend|link|remove|read [NAME|ID]",
	.summary = N_("notice deadlines of contracts, and what contracts propose"),
	.run = contract_run_verb,
};
