/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The program: global options, which may stand before or after the verb, then the verb's own
 * file through the table. */
#include "cli/cli.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/error.h"

#define COLUMNS_DEFAULT 80
#define COLUMNS_MOST    100

static const struct verb *const verbs[] = {
	&verb_import,  &verb_assess, &verb_explain,  &verb_list,     &verb_show,
	&verb_report,  &verb_detect, &verb_classify, &verb_simulate, &verb_calibrate,
	&verb_rebuild, &verb_source, &verb_contract, &verb_mapping,  &verb_people,
	&verb_ledger,  &verb_action, &verb_raci,     &verb_survey,
};

struct global_options {
	char *store, *format, *language, *as_of;
	gboolean json, version, help;
};

int cli_fail(GError *error)
{
	int status = EXIT_INTERNAL;

	if (error == NULL)
		return EXIT_INTERNAL;
	if (error->domain == ENTENTE_ERROR)
		status = error->code;
	else if (error->domain == G_OPTION_ERROR)
		status = EXIT_USAGE;
	else if (error->domain == G_FILE_ERROR)
		status = EXIT_INPUT;
	g_printerr("entente: %s\n", error->message);
	g_error_free(error);
	return status;
}

void cli_write(const GString *text)
{
	fwrite(text->str, 1, text->len, stdout);
	fflush(stdout);
}

bool cli_wants_json(const struct cli *cli)
{
	return cli->format != NULL && strcmp(cli->format, "json") == 0;
}

bool cli_parse(const struct verb *verb, const GOptionEntry *entries, int *argc, char ***argv)
{
	g_autofree char *program = g_strdup_printf("entente %s", verb->name);
	g_autoptr(GOptionContext) context = g_option_context_new(verb->arguments);
	GError *error = NULL;

	g_set_prgname(program);
	g_option_context_set_summary(context, verb->summary);
	if (entries != NULL)
		g_option_context_add_main_entries(context, entries, NULL);
	if (g_option_context_parse(context, argc, argv, &error))
		return true;
	cli_fail(error);
	g_printerr("entente: see entente %s --help\n", verb->name);
	return false;
}

static void print_help(const struct catalogue *catalogue, FILE *out)
{
	fprintf(out, "%s\n\n", catalogue_text(catalogue, "Usage: entente VERB [OPTION...]"));
	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
		fprintf(out, "  %-10s%s\n", verbs[i]->name,
			catalogue_text(catalogue, verbs[i]->summary));
	fprintf(out, "\n%s\n",
		catalogue_text(
			catalogue,
			"Options of every verb: --store PATH, --format text|json (--json),\n"
			"--lang fr|en, --as-of YYYY-MM-DD, --version, --help."));
}

static guint terminal_columns(void)
{
	struct winsize size;

	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col >= 40)
		return MIN(size.ws_col, COLUMNS_MOST);
	return COLUMNS_DEFAULT;
}

static bool fill_cli(const struct global_options *options, struct cli *cli, GError **error)
{
	const char *no_colour = g_getenv("NO_COLOR");
	const char *store = g_getenv("ENTENTE_STORE");
	const char *language = options->language != NULL
				       ? options->language
				       : catalogue_language_from_environment();

	cli->catalogue = catalogue_get(language);
	cli->as_of = DAY_NONE;
	if (options->language != NULL && strcmp(options->language, "fr") != 0 &&
	    strcmp(options->language, "en") != 0) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "--lang %s: give fr or en", options->language);
		return false;
	}
	if (options->as_of != NULL && !calendar_parse_day(options->as_of, &cli->as_of)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "--as-of %s: give a day as YYYY-MM-DD", options->as_of);
		return false;
	}
	cli->store_url = options->store != NULL ? g_strdup(options->store)
			 : store != NULL        ? g_strdup(store)
						: store_default_url();
	cli->store_named = options->store != NULL;
	cli->format = g_strdup(options->json ? "json" : options->format);
	cli->colour = isatty(STDOUT_FILENO) && (no_colour == NULL || *no_colour == '\0');
	cli->columns = terminal_columns();
	return true;
}

static const struct verb *find_verb(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	return NULL;
}

/* The verb is the first word that is no option; it is taken out of the arguments. */
static const char *take_verb(int *argc, char **argv)
{
	char *verb = *argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;

	if (verb == NULL)
		return NULL;
	memmove(argv + 1, argv + 2, (gsize)(*argc - 1) * sizeof *argv);
	--*argc;
	return verb;
}

static int run_verb(struct cli *cli, const struct global_options *options, int argc,
		    char **argv)
{
	const char *name = take_verb(&argc, argv);
	const struct verb *verb = name != NULL ? find_verb(name) : NULL;
	char help[] = "--help";
	char *help_argv[] = {argv[0], help, NULL};

	if (name == NULL || (options->help && verb == NULL)) {
		print_help(cli->catalogue, options->help ? stdout : stderr);
		return options->help ? EXIT_DONE : EXIT_USAGE;
	}
	if (verb == NULL) {
		g_printerr("entente: no verb %s; entente --help lists them\n", name);
		return EXIT_USAGE;
	}
	return options->help ? verb->run(cli, 2, help_argv) : verb->run(cli, argc, argv);
}

int main(int argc, char **argv)
{
	struct global_options options = {0};
	const GOptionEntry entries[] = {
		{"store", 0, 0, G_OPTION_ARG_FILENAME, &options.store, NULL, NULL},
		{"format", 0, 0, G_OPTION_ARG_STRING, &options.format, NULL, NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &options.json, NULL, NULL},
		{"lang", 0, 0, G_OPTION_ARG_STRING, &options.language, NULL, NULL},
		{"as-of", 0, 0, G_OPTION_ARG_STRING, &options.as_of, NULL, NULL},
		{"version", 0, 0, G_OPTION_ARG_NONE, &options.version, NULL, NULL},
		{"help", 'h', 0, G_OPTION_ARG_NONE, &options.help, NULL, NULL},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	struct cli cli = {0};
	GError *error = NULL;
	int status;

	/* Only the encoding of file names and of the terminal; numbers and dates stay neutral.
	 */
	setlocale(LC_CTYPE, "");
	g_option_context_set_ignore_unknown_options(context, TRUE);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) ||
	    !fill_cli(&options, &cli, &error))
		return cli_fail(error);
	if (options.version) {
		g_print("entente %s\n", ENTENTE_VERSION);
		return EXIT_DONE;
	}
	status = run_verb(&cli, &options, argc, argv);
	g_free(cli.store_url);
	g_free(cli.format);
	g_free(options.store);
	g_free(options.format);
	g_free(options.language);
	g_free(options.as_of);
	return status;
}
