/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente mapping guess|check|list|show`: what the columns of a ticket table mean, proposed,
 * tried and shared. Tables are outside bytes: they are looked at by a limited child. */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/cli.h"
#include "cli/mapping_folder.h"
#include "cli/mapping_offer.h"
#include "importers/bytes.h"
#include "importers/tables.h"
#include "ingest/child.h"
#include "report/mapping_guess.h"

#define MEMORY_MOST  ((guint64)512 << 20)
#define OUTPUT_MOST  ((guint64)16 << 20)
#define SECONDS_MOST 600u
#define MARK         '\x1e' /* before the mapping file, in what a child writes */
#define REJECTS_TOLD 5u
#define RESOURCES    "/entente/mappings/"

struct mapping_arguments {
	char *mappings, *save, *output;
};

/* What a child is to look at. */
struct looking {
	const struct cli *cli;
	const char *path, *mappings;
	const char *name; /* of the mapping that is proposed */
};

/* ---- guess ---- */

static int open_output(const char *path, GError **error)
{
	int fd = g_open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	if (fd < 0)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", path,
			    errno == EEXIST ? "it is there already: give another name, or "
					      "delete it"
					    : g_strerror(errno));
	return fd;
}

/* "my-tool" of ".../my-tool.ini". Caller owns. */
static char *name_of(const char *path)
{
	char *name = g_path_get_basename(path);

	if (g_str_has_suffix(name, ".ini"))
		name[strlen(name) - strlen(".ini")] = '\0';
	return name;
}

static bool write_all(int fd, const char *text, gsize length)
{
	while (length > 0) {
		gssize n = write(fd, text, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text += n;
		length -= (gsize)n;
	}
	return true;
}

/* In the child: what is shown, a mark, and the mapping file. */
static bool guess_in_child(const struct child_job *job)
{
	const struct looking *looking = job->data;
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, looking->cli->columns, looking->cli->colour};
	g_autoptr(GError) error = NULL;
	g_autoptr(table_guess_auto) guess =
		table_guess_file(looking->path, looking->mappings, &error);
	g_autofree char *mapping = NULL;

	if (!guess) {
		g_printerr("%s\n", error->message);
		return false;
	}
	if (cli_wants_json(looking->cli))
		report_guess_json(guess, looking->path, out);
	else
		report_guess_text(guess, looking->path, looking->cli->catalogue, &screen);
	mapping = table_guess_mapping(guess, looking->name);
	g_string_append_c(out, MARK);
	g_string_append(out, mapping);
	return write_all(STDOUT_FILENO, out->str, out->len);
}

/* What `work` wrote in a process of its own. Caller owns. */
static char *run_in_child(const struct looking *looking,
			  bool (*work)(const struct child_job *job), GError **error)
{
	g_autofree char *folder = g_dir_make_tmp("entente-mapping-XXXXXX", error);
	g_autofree char *output = folder ? g_build_filename(folder, "output", NULL) : NULL;
	const struct child_job job = {
		.work = work,
		.data = looking,
		.output = output,
		.folder = folder,
		.limits = {MEMORY_MOST, OUTPUT_MOST, SECONDS_MOST},
		.patience = SECONDS_MOST,
	};
	char *text = NULL;

	if (!folder)
		return NULL;
	if (child_run(&job, error))
		g_file_get_contents(output, &text, NULL, error);
	g_unlink(output);
	g_rmdir(folder);
	return text;
}

static bool save(const struct cli *cli, const char *output, const char *mapping, GError **error)
{
	int fd = open_output(output, error);
	bool done = fd >= 0 && write_all(fd, mapping, strlen(mapping));

	if (fd >= 0 && (close(fd) != 0 || !done))
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", output,
			    g_strerror(errno));
	if (done)
		g_printerr(catalogue_text(cli->catalogue, "Saved: %s\n"), output);
	return done;
}

bool mapping_guess(const struct cli *cli, const char *path, const char *mappings,
		   const char *output, GError **error)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	g_autofree char *name = name_of(output ? output : path);
	const struct looking looking = {cli, whole, mappings, name};
	g_autofree char *text = run_in_child(&looking, guess_in_child, error);
	char *mark = text ? strrchr(text, MARK) : NULL;

	if (!mark)
		return false;
	*mark = '\0';
	g_print("%s", text);
	return !output || save(cli, output, mark + 1, error);
}

static int guess_action(struct cli *cli, const struct mapping_arguments *arguments, int argc,
			char **argv)
{
	g_autofree char *mappings = mapping_folder_read(arguments->mappings);
	g_autofree char *output = g_strdup(arguments->output);
	GError *error = NULL;

	if (argc != 2) {
		g_printerr("entente: mapping guess: give one table\n");
		return EXIT_USAGE;
	}
	if (arguments->save) {
		g_free(output);
		output = mapping_folder_path(arguments->save, &error);
	}
	if (error || !mapping_guess(cli, argv[1], mappings, output, &error))
		return cli_fail(error);
	return EXIT_DONE;
}

/* ---- check ---- */

struct checking {
	guint tickets, rejected, unknown;
	GString *reasons;
	GHashTable *states; /* words whose state is not known -> rows */
};

static void check_record(struct checking *checking, const struct import_record *record)
{
	const char *status = record->type == RECORD_TICKET ? record->ticket.status : NULL;

	if (record->type == RECORD_REJECTED) {
		if (checking->rejected++ < REJECTS_TOLD)
			g_string_append_printf(checking->reasons, "  %u: %s\n",
					       record->rejected.place.line,
					       record->rejected.reason);
		return;
	}
	checking->tickets++;
	if (status && record->ticket.state == TICKET_STATE_UNKNOWN &&
	    g_hash_table_size(checking->states) < GUESS_STATES) {
		guint rows = GPOINTER_TO_UINT(g_hash_table_lookup(checking->states, status));
		g_hash_table_insert(checking->states, g_strdup(status),
				    GUINT_TO_POINTER(rows + 1));
	}
}

static bool read_table(const struct import_task *task, struct checking *checking,
		       GError **error)
{
	struct import_stream *stream = task->importer->open(task, error);
	struct import_record record = {0};
	bool done = stream != NULL;

	while (done) {
		done = task->importer->next(stream, &record, error);
		if (!done || record.type == RECORD_END)
			break;
		check_record(checking, &record);
		import_record_clear(&record);
	}
	if (stream)
		task->importer->close(stream);
	return done;
}

static void append_check(const struct catalogue *catalogue, const char *words,
			 const struct checking *checking, GString *out)
{
	g_autoptr(GList) states = g_hash_table_get_keys(checking->states);

	states = g_list_sort(states, (GCompareFunc)strcmp);
	g_string_append_printf(out, "%s\n", words);
	g_string_append_printf(
		out,
		catalogue_text(catalogue, "rows that are tickets or steps: %u; rejected: %u\n"),
		checking->tickets, checking->rejected);
	g_string_append(out, checking->reasons->str);
	for (const GList *one = states; one; one = one->next)
		g_string_append_printf(
			out, catalogue_text(catalogue, "state not known: %s (%u)\n"),
			(const char *)one->data,
			GPOINTER_TO_UINT(g_hash_table_lookup(checking->states, one->data)));
}

/* One line in front: how many rows were rejected. */
static bool check_in_child(const struct child_job *job)
{
	const struct looking *looking = job->data;
	struct checking checking = {
		.reasons = g_string_new(NULL),
		.states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
	struct import_probe probe = {.path = looking->path, .mapping_dir = looking->mappings};
	struct import_task task = {.path = (char *)looking->path,
				   .importer = &importer_csv_tickets,
				   .mapping_dir = (char *)looking->mappings,
				   .to = G_MAXUINT64};
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree guint8 *head =
		bytes_read_head(looking->path, IMPORT_PROBE_BYTES, &probe.head_length,
				&probe.compressed, &probe.whole, &error);
	g_autofree char *words = NULL;
	bool done;

	probe.head = head;
	task.compressed = probe.compressed;
	task.dialect = words = head ? task.importer->describe(&probe, &task, &error) : NULL;
	done = words && read_table(&task, &checking, &error);
	if (done) {
		g_string_append_printf(out, "%u\n", checking.rejected);
		append_check(looking->cli->catalogue, words, &checking, out);
	} else {
		g_printerr("%s\n", error->message);
	}
	g_string_free(checking.reasons, TRUE);
	g_hash_table_unref(checking.states);
	return done && write_all(STDOUT_FILENO, out->str, out->len);
}

static int check_action(struct cli *cli, const struct mapping_arguments *arguments, int argc,
			char **argv)
{
	g_autofree char *mapping = NULL, *path = NULL, *text = NULL;
	struct looking looking = {.cli = cli};
	GError *error = NULL;

	if (argc != 3) {
		g_printerr("entente: mapping check: give a mapping file and a table\n");
		return EXIT_USAGE;
	}
	looking.mappings = mapping = g_canonicalize_filename(argv[1], NULL);
	looking.path = path = g_canonicalize_filename(argv[2], NULL);
	text = run_in_child(&looking, check_in_child, &error);
	if (!text)
		return cli_fail(error);
	g_print("%s", text + strcspn(text, "\n") + 1);
	return text[0] != '0' ? EXIT_REJECTED : EXIT_DONE;
}

/* ---- list, show ---- */

static void list_mapping(const struct mapping *mapping, void *data)
{
	const struct cli *cli = data;

	g_print("%-16s %s\n", mapping->name,
		catalogue_text(cli->catalogue, mapping->user ? "yours" : "built in"));
}

static int list_action(struct cli *cli, const struct mapping_arguments *arguments, int argc,
		       char **argv)
{
	g_autofree char *folder = mapping_folder_read(arguments->mappings);
	GError *error = NULL;
	g_autoptr(mapping_set_auto) set = mapping_set_new(folder, &error);

	if (!set)
		return cli_fail(error);
	mapping_set_each(set, list_mapping, cli);
	return EXIT_DONE;
}

static bool print_own(const char *folder, const char *file)
{
	g_autofree char *path = folder ? g_build_filename(folder, file, NULL) : NULL;
	g_autofree char *text = NULL;

	if (!path || !g_file_get_contents(path, &text, NULL, NULL))
		return false;
	g_print("%s", text);
	return true;
}

static int show_action(struct cli *cli, const struct mapping_arguments *arguments, int argc,
		       char **argv)
{
	g_autofree char *folder = mapping_folder_read(arguments->mappings);
	g_autofree char *file = argc == 2 ? g_strconcat(argv[1], ".ini", NULL) : NULL;
	g_autofree char *resource = file ? g_strconcat(RESOURCES, file, NULL) : NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (!file || strchr(file, '/')) {
		g_printerr("entente: mapping show: give one name of entente mapping list\n");
		return EXIT_USAGE;
	}
	if (print_own(folder, file))
		return EXIT_DONE;
	bytes = g_resources_lookup_data(resource, 0, NULL);
	if (!bytes) {
		g_printerr("entente: no mapping %s; entente mapping list shows them\n",
			   argv[1]);
		return EXIT_USAGE;
	}
	g_print("%.*s", (int)g_bytes_get_size(bytes),
		(const char *)g_bytes_get_data(bytes, NULL));
	return EXIT_DONE;
}

/* ---- the verb ---- */

static const struct action {
	const char *name;
	int (*run)(struct cli *cli, const struct mapping_arguments *arguments, int argc,
		   char **argv);
} actions[] = {
	{"guess", guess_action},
	{"check", check_action},
	{"list", list_action},
	{"show", show_action},
};

static int mapping_run(struct cli *cli, int argc, char **argv)
{
	struct mapping_arguments arguments = {0};
	const GOptionEntry entries[] = {
		{"mappings", 0, 0, G_OPTION_ARG_FILENAME, &arguments.mappings,
		 "folder of your own mappings, or one file", "DIR"},
		{"save", 0, 0, G_OPTION_ARG_STRING, &arguments.save,
		 "guess: keep the proposal among your mappings", "NAME"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output,
		 "guess: keep the proposal in this file", "FILE"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	int status = -1;

	if (!cli_parse(&verb_mapping, entries, &argc, &argv))
		return EXIT_USAGE;
	for (gsize i = 0; argc > 1 && status < 0 && i < G_N_ELEMENTS(actions); i++)
		if (strcmp(argv[1], actions[i].name) == 0)
			status = actions[i].run(cli, &arguments, argc - 1, argv + 1);
	if (status < 0) {
		g_printerr("entente: mapping: say what to do: guess FILE, check MAPPING FILE, "
			   "list, show NAME\n");
		status = EXIT_USAGE;
	}
	g_free(arguments.mappings);
	g_free(arguments.save);
	g_free(arguments.output);
	return status;
}

const struct verb verb_mapping = {
	.name = "mapping",
	.arguments = "guess FILE [--save NAME] | check MAPPING FILE | list | show NAME",
	.summary = N_("what the columns of a ticket table mean: proposed, tried, shared"),
	.run = mapping_run,
};
