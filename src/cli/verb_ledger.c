/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente ledger ACTION`: one row an action. */
#include <string.h>

#include "cli/ledger_actions.h"

static int ledger_import(struct cli *cli, int argc, char **argv)
{
	return verb_import.run(cli, argc, argv);
}

static const struct action {
	const char *name;
	int (*run)(struct cli *cli, int argc, char **argv); /* argv[0] is the name */
} actions[] = {
	{"list", ledger_list},
	{"add", ledger_add},
	{"edit", ledger_edit},
	{"remove", ledger_remove},
	{"import", ledger_import},
	{"export", ledger_export},
	{"commitments", ledger_show_commitments},
	{"mine", ledger_show_mined},
	{"accept", ledger_accept},
	{"match", ledger_show_pairs},
	{"confirm", ledger_confirm},
	{"reject", ledger_reject},
	{"gaps", ledger_show_gaps},
};

static int ledger_run(struct cli *cli, int argc, char **argv)
{
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(actions); i++)
		if (strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(cli, argc - 1, argv + 1);
	if (!cli_parse(&verb_ledger, NULL, &argc, &argv))
		return EXIT_USAGE;
	g_printerr("entente: ledger: say what to do:");
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
		g_printerr(" %s", actions[i].name);
	g_printerr("\n");
	return EXIT_USAGE;
}

const struct verb verb_ledger = {
	.name = "ledger",
	.arguments = "list|add|edit|remove|import|export|commitments|mine|accept|match|confirm|"
		     "reject|gaps [NAME|ID]",
	.summary = N_("what each side expects and what is promised, and the gaps between"),
	.run = ledger_run,
};
