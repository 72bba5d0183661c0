/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/mapping_offer.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/mapping_folder.h"

#define ANSWER_MOST 200

/* The answer without its line feed, `usual` when it is empty; NULL at the end of input. Caller
 * owns. */
static char *ask(const char *question, const char *usual)
{
	char line[ANSWER_MOST];

	fprintf(stderr, "%s [%s] ", question, usual);
	if (fgets(line, sizeof line, stdin) == NULL)
		return NULL;
	g_strstrip(line);
	return g_strdup(*line != '\0' ? line : usual);
}

static bool agrees(const struct cli *cli, const char *question)
{
	g_autofree char *answer = ask(question, catalogue_text(cli->catalogue, "no"));

	return answer != NULL && (g_ascii_tolower(*answer) == 'y' ||
				  g_ascii_tolower(*answer) == 'o' || *answer == '1');
}

/* "export-2024" of ".../export-2024.csv". Caller owns. */
static char *usual_name(const char *path)
{
	char *name = g_path_get_basename(path);
	char *point = strchr(name, '.');

	if (point != NULL && point > name)
		*point = '\0';
	return name;
}

static void correct(const char *path)
{
	const char *editor =
		g_getenv("VISUAL") != NULL ? g_getenv("VISUAL") : g_getenv("EDITOR");
	g_auto(GStrv) words = NULL;
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	if (!g_shell_parse_argv(editor != NULL ? editor : "editor", NULL, &words, &error)) {
		g_printerr("entente: %s\n", error->message);
		return;
	}
	for (guint i = 0; words[i] != NULL; i++)
		g_ptr_array_add(arguments, words[i]);
	g_ptr_array_add(arguments, (char *)path);
	g_ptr_array_add(arguments, NULL);
	if (!g_spawn_sync(NULL, (char **)arguments->pdata, NULL,
			  G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL,
			  NULL, NULL, &error))
		g_printerr("entente: %s\n", error->message);
}

/* The file that the proposal was kept in. Caller owns. */
static char *keep(const struct cli *cli, const char *path, const char *mappings)
{
	g_autofree char *usual = usual_name(path);
	g_autofree char *name =
		ask(catalogue_text(cli->catalogue, "Name of the mapping?"), usual);
	g_autofree char *output = NULL;
	GError *error = NULL;

	if (name == NULL)
		return NULL;
	output = mapping_folder_path(name, &error);
	if (output != NULL && mapping_guess(cli, path, mappings, output, &error))
		return g_steal_pointer(&output);
	cli_fail(error);
	return NULL;
}

bool mapping_offer(const struct cli *cli, const char *path, const char *mappings)
{
	const struct catalogue *catalogue = cli->catalogue;
	g_autofree char *kept = NULL;

	fprintf(stderr, "%s\n", path);
	if (!agrees(cli,
		    catalogue_text(catalogue, "Are these tickets, and shall entente propose "
					      "what the columns mean?")))
		return false;
	kept = keep(cli, path, mappings);
	if (kept == NULL)
		return false;
	if (agrees(cli, catalogue_text(catalogue, "Correct it in your editor?")))
		correct(kept);
	return true;
}
