/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A row a program. What it wrote is outside bytes again: it is looked at and read by sandboxed
 * workers like everything else, under the name that the user knows. */
#include "ingest/convert.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/bytes.h"
#include "ingest/child.h"
#include "ingest/scanned.h"

#define MEBIBYTE        ((guint64)1 << 20)
#define PROGRAM_MEMORY  (1024 * MEBIBYTE)
#define PROGRAM_SECONDS 7200u
#define PDF_SECONDS     300u

/* One conversion on its way. */
struct conversion {
	struct discovered_file *file;
	char *folder; /* where the program writes */
	char *input;  /* a real file: the member of an archive is taken out first */
	guint64 size; /* of it */
	guint64 room; /* bytes that may be written */
	GPtrArray *members;
};

/* ---- the file itself ---- */

static bool copy_to_output(const struct child_job *job)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(bytes_auto) bytes = bytes_open(job->data, false, 0, &error);
	const guint8 *shown = NULL;
	gsize available = 0;

	while (bytes && (shown = bytes_peek(bytes, 1, &available, &error)) && available > 0) {
		gssize n = write(STDOUT_FILENO, shown, available);

		if (n <= 0 && errno != EINTR)
			error = g_error_new_literal(ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
						    g_strerror(errno));
		if (error)
			break;
		bytes_skip(bytes, (gsize)MAX(n, 0));
	}
	if (error)
		fprintf(stderr, "%s\n", error->message);
	return !error;
}

/* A member of an archive becomes a file, by a process that could be harmed by it. */
static bool take_out(struct conversion *conversion, GError **error)
{
	g_autofree char *copy = g_build_filename(conversion->folder, "member", NULL);
	const struct child_job job = {
		.work = copy_to_output,
		.data = conversion->file->path,
		.output = copy,
		.folder = conversion->folder,
		.limits = {PROGRAM_MEMORY, conversion->room, PROGRAM_SECONDS},
		.patience = PROGRAM_SECONDS,
	};

	if (!child_run(&job, error))
		return false;
	conversion->input = g_steal_pointer(&copy);
	return true;
}

static bool find_input(struct conversion *conversion, GError **error)
{
	struct stat status;

	if (stat(conversion->file->path, &status) == 0)
		conversion->input = g_strdup(conversion->file->path);
	else if (!take_out(conversion, error) || stat(conversion->input, &status) != 0)
		return false;
	conversion->size = (guint64)status.st_size;
	return true;
}

/* ---- readpst ---- */

/* "Top/Inbox/mbox" is the folder "Top/Inbox" of the store. */
static void add_converted(struct conversion *conversion, const char *path, const char *within,
			  const struct stat *status)
{
	const struct discovered_file *store = conversion->file;
	struct discovered_file *file = g_new0(struct discovered_file, 1);
	g_autofree char *shown = g_str_has_suffix(within, "/mbox") ? g_path_get_dirname(within)
								   : g_strdup(within);

	file->path = g_build_filename(store->path, shown, NULL);
	file->read_path = g_strdup(path);
	file->container = g_strdup(store->path);
	file->ordinal = conversion->members->len;
	file->size = (guint64)status->st_size;
	file->changed_ns = store->changed_ns;
	g_ptr_array_add(conversion->members, file);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *names_in(const char *path)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *folder = g_dir_open(path, 0, NULL);
	const char *name;

	while (folder && (name = g_dir_read_name(folder)))
		g_ptr_array_add(names, g_strdup(name));
	if (folder)
		g_dir_close(folder);
	g_ptr_array_sort(names, by_name);
	return names;
}

static void collect_converted(struct conversion *conversion, const char *path,
			      const char *within, guint depth)
{
	g_autoptr(GPtrArray) names = names_in(path);

	for (guint i = 0; i < names->len && depth < LIMIT_FOLDER_DEPTH; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *inner = g_build_filename(path, name, NULL);
		g_autofree char *shown =
			*within ? g_build_filename(within, name, NULL) : g_strdup(name);
		struct stat status;

		if (lstat(inner, &status) != 0)
			continue;
		if (S_ISDIR(status.st_mode))
			collect_converted(conversion, inner, shown, depth + 1);
		else if (S_ISREG(status.st_mode) && status.st_size > 0)
			add_converted(conversion, inner, shown, &status);
	}
}

/* Mail and appointments; deleted items stay where they are. One process: its children would
 * share the limits. */
static bool run_readpst(struct conversion *conversion, GError **error)
{
	g_autofree char *output = g_build_filename(conversion->folder, "store", NULL);
	const char *const arguments[] = {"readpst", "-r", "-q", "-8", "-b",   "-t",
					 "ea",      "-j", "0",  "-o", output, conversion->input,
					 NULL};
	const struct child_job job = {
		.arguments = arguments,
		.folder = conversion->folder,
		.limits = {PROGRAM_MEMORY, conversion->room, PROGRAM_SECONDS},
		.patience = PROGRAM_SECONDS,
	};
	guint before = conversion->members->len;

	if (mkdir(output, 0700) != 0 || !child_run(&job, error))
		return false;
	collect_converted(conversion, output, "", 0);
	if (conversion->members->len > before)
		return true;
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "there is neither mail nor an appointment in it");
	return false;
}

/* ---- pdftotext ---- */

static bool run_pdftotext(struct conversion *conversion, GError **error)
{
	g_autofree char *output = g_build_filename(conversion->folder, "text", NULL);
	const char *const arguments[] = {"pdftotext",       "-layout", "-enc", "UTF-8",
					 conversion->input, output,    NULL};
	const struct child_job job = {
		.arguments = arguments,
		.folder = conversion->folder,
		.limits = {PROGRAM_MEMORY, MIN(conversion->room, LIMIT_DOCUMENT_SIZE),
			   PDF_SECONDS},
		.patience = 2 * PDF_SECONDS,
	};

	if (!child_run(&job, error) ||
	    !scanned_fill(conversion->input, output, conversion->folder, conversion->room,
			  error))
		return false;
	conversion->file->read_path = g_steal_pointer(&output);
	return true;
}

/* ---- the table ---- */

static const struct converter {
	const char *program, *package;
	guint64 growth; /* room it needs, in times the size of its input */
	bool (*run)(struct conversion *conversion, GError **error);
} converters[] = {
	{"readpst", "pst-utils", 2, run_readpst},
	{"pdftotext", "poppler-utils", 1, run_pdftotext},
};

static const struct converter *find_converter(const char *program)
{
	for (gsize i = 0; i < G_N_ELEMENTS(converters); i++)
		if (!strcmp(converters[i].program, program))
			return &converters[i];
	g_assert_not_reached();
}

static bool convert(const struct converter *converter, struct conversion *conversion,
		    struct spool *spool, GError **error)
{
	conversion->room = spool_room(spool);
	conversion->folder = spool_folder(spool, error);
	if (!conversion->folder || !find_input(conversion, error))
		return false;
	if (conversion->size * converter->growth <= conversion->room)
		return converter->run(conversion, error);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "%s needs about %" G_GUINT64_FORMAT " MB of temporary space: free some, or "
		    "set XDG_CACHE_HOME to a larger disk",
		    converter->program, conversion->size * converter->growth / MEBIBYTE);
	return false;
}

void convert_file(struct discovered_file *file, struct spool *spool, GPtrArray *members)
{
	const struct converter *converter = find_converter(file->importer->converter);
	struct conversion conversion = {.file = file, .members = members};
	g_autoptr(GError) error = NULL;

	file->converted = true;
	if (!child_exists(converter->program))
		file->trouble = g_strdup_printf("it is read by the program %s, which is not "
						"installed: apt install %s",
						converter->program, converter->package);
	else if (!convert(converter, &conversion, spool, &error))
		file->trouble = g_strdup_printf("cannot be read: %s",
						error ? error->message : g_strerror(errno));
	g_free(conversion.folder);
	g_free(conversion.input);
}
