/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente simulate --story NAME --seed N -o DIR`: a relationship with a known truth, as real
 * files. */
#include "base/error.h"
#include "cli/cli.h"
#include "stories/story.h"

static bool list_stories(const char *templates, GError **error)
{
	g_auto(GStrv) names = story_list(templates, error);

	if (names == NULL)
		return false;
	for (guint i = 0; names[i] != NULL; i++)
		g_print("%s\n", names[i]);
	return true;
}

static int simulate_run(struct cli *cli, int argc, char **argv)
{
	g_autofree char *story = NULL, *folder = NULL, *templates = NULL;
	gint64 seed = 1;
	const GOptionEntry entries[] = {
		{"story", 0, 0, G_OPTION_ARG_STRING, &story, "which one (without: lists them)",
		 "NAME"},
		{"seed", 0, 0, G_OPTION_ARG_INT64, &seed, "the same seed gives the same bytes",
		 "N"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, "folder to write into",
		 "DIR"},
		{"templates", 0, 0, G_OPTION_ARG_FILENAME, &templates,
		 "wording and parameters of others", "DIR"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	GError *error = NULL;
	bool done;

	if (!cli_parse(&verb_simulate, entries, &argc, &argv))
		return EXIT_USAGE;
	if (story != NULL && (folder == NULL || seed < 0)) {
		g_printerr(
			"entente: simulate --story %s: add -o DIR, and a seed of 0 or more\n",
			story);
		return EXIT_USAGE;
	}
	done = story != NULL ? story_write(story, (guint64)seed, templates, folder, &error)
			     : list_stories(templates, &error);
	return done ? EXIT_DONE : cli_fail(error);
}

const struct verb verb_simulate = {
	.name = "simulate",
	.arguments = "",
	.summary = N_("write a relationship with a known truth as mbox, CSV and ICS files"),
	.run = simulate_run,
};
