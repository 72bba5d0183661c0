/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente survey ACTION`: one row an action. */
#include <string.h>

#include "cli/survey_actions.h"

static int survey_import(struct cli *cli, int argc, char **argv)
{
	return verb_import.run(cli, argc, argv);
}

static const struct action {
	const char *name;
	int (*run)(struct cli *cli, int argc, char **argv); /* argv[0] is the name */
} actions[] = {
	{"open", survey_open},     {"close", survey_close},   {"list", survey_list},
	{"invite", survey_invite}, {"revoke", survey_revoke}, {"form", survey_form},
	{"answer", survey_answer}, {"import", survey_import}, {"results", survey_results},
};

static int survey_run(struct cli *cli, int argc, char **argv)
{
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(actions); i++)
		if (strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(cli, argc - 1, argv + 1);
	if (!cli_parse(&verb_survey, NULL, &argc, &argv))
		return EXIT_USAGE;
	g_printerr("entente: survey: say what to do:");
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
		g_printerr(" %s", actions[i].name);
	g_printerr("\n");
	return EXIT_USAGE;
}

const struct verb verb_survey = {
	.name = "survey",
	.arguments = "open|close|list|invite|revoke|form|answer|import|results [NAME|ID]",
	.summary = N_("the questionnaire that both sides answer, in rounds"),
	.run = survey_run,
};
