/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Walks the paths that a user gives, in the order of names, each folder and file once (device
 * and inode tell), and asks worker processes what the files are. Knows the shape of a Maildir
 * and of a Thunderbird profile; the files of a Maildir need no look. Only names and sizes are
 * read here. */
#include "ingest/discover.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "ingest/expand.h"
#include "ingest/recognise.h"
#include "ingest/worker.h"

#define NS_PER_SECOND G_GINT64_CONSTANT(1000000000)

/* Pieces small enough to keep all processors busy to the end, big enough to be worth opening.
 */
#define PIECES_A_FILE  32u
#define PIECE_SMALLEST ((guint64)1 << 20)
#define PIECE_LARGEST  ((guint64)16 << 20)

struct walk {
	GPtrArray *files;            /* struct discovered_file * */
	GHashTable *seen;            /* struct identity, of folders and files */
	const struct importer *mail; /* reads the files of a Maildir; NULL = look at them */
};

/* What makes a file the same under two names. */
struct identity {
	dev_t device;
	ino_t inode;
};

void discovered_file_free(struct discovered_file *file)
{
	g_free(file->path);
	g_free(file->read_path);
	g_free(file->container);
	g_free(file->folder);
	g_free(file->description);
	g_free(file->trouble);
	g_free(file);
}

static struct discovered_file *add_file(struct walk *walk, const char *path)
{
	struct discovered_file *file = g_new0(struct discovered_file, 1);

	file->path = g_strdup(path);
	g_ptr_array_add(walk->files, file);
	return file;
}

static void add_trouble(struct walk *walk, const char *path, const char *trouble)
{
	add_file(walk, path)->trouble = g_strdup(trouble);
}

static void add_errno(struct walk *walk, const char *path)
{
	int number = errno;

	if (number == EACCES || number == EPERM)
		add_trouble(walk, path,
			    "permission denied: make it readable for you, or copy it");
	else
		add_trouble(walk, path, g_strerror(number));
}

static guint identity_hash(gconstpointer data)
{
	const struct identity *identity = data;

	return (guint)(identity->inode ^ (identity->inode >> 32) ^ identity->device * 31);
}

static gboolean identity_equal(gconstpointer a, gconstpointer b)
{
	const struct identity *left = a, *right = b;

	return left->device == right->device && left->inode == right->inode;
}

static bool seen_before(struct walk *walk, const struct stat *status)
{
	struct identity *identity = g_new(struct identity, 1);

	identity->device = status->st_dev;
	identity->inode = status->st_ino;
	return !g_hash_table_add(walk->seen, identity);
}

/* ---- shapes of folders ---- */

static bool holds_folder(const char *path, const char *name)
{
	g_autofree char *inner = g_build_filename(path, name, NULL);

	return g_file_test(inner, G_FILE_TEST_IS_DIR);
}

static bool is_maildir(const char *path)
{
	return holds_folder(path, "cur") &&
	       (holds_folder(path, "new") || holds_folder(path, "tmp"));
}

/* The Maildir whose "cur" or "new" this is, or NULL. */
static char *maildir_around(const char *path)
{
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *around = g_path_get_dirname(path);

	if ((strcmp(name, "cur") != 0 && strcmp(name, "new") != 0) || !is_maildir(around))
		return NULL;
	return g_steal_pointer(&around);
}

/* ".Sent.2009" is "Sent.2009"; Maildir++ names are in the UTF-7 of IMAP. */
static char *mail_folder_name(const char *path)
{
	g_autofree char *name = g_path_get_basename(path);
	const char *visible = name[0] == '.' && name[1] != '\0' ? name + 1 : name;
	char *decoded = NULL;

	if (strchr(visible, '&') != NULL)
		decoded = g_convert(visible, -1, "UTF-8", "UTF-7-IMAP", NULL, NULL, NULL);
	return decoded != NULL ? decoded : g_filename_display_name(visible);
}

/* Indexes and settings that mail programs keep beside the mail. */
static bool is_bookkeeping(const char *name, bool in_maildir)
{
	static const char *const suffixes[] = {".msf", ".dat", NULL};
	static const char *const maildir_prefixes[] = {
		"dovecot", "courier", "maildirsize", "maildirfolder", "subscriptions", NULL};

	for (guint i = 0; suffixes[i] != NULL; i++)
		if (g_str_has_suffix(name, suffixes[i]))
			return true;
	for (guint i = 0; in_maildir && maildir_prefixes[i] != NULL; i++)
		if (g_str_has_prefix(name, maildir_prefixes[i]))
			return true;
	return false;
}

/* Whether an entry of a folder is passed over in silence. */
static bool is_skipped(const char *folder, const char *name, bool in_maildir)
{
	g_autofree char *path = NULL;

	if (in_maildir && strcmp(name, "tmp") == 0)
		return true;
	if (name[0] != '.')
		return is_bookkeeping(name, in_maildir);
	path = g_build_filename(folder, name, NULL);
	return !is_maildir(path); /* ".Sent" of Maildir++ */
}

/* ---- the walk ---- */

/* Dovecot marks compressed messages with a flag Z: those need a look. */
static bool is_plain_maildir_message(const char *path)
{
	const char *flags = strrchr(path, ':');

	return flags == NULL || strchr(flags, 'Z') == NULL;
}

static void walk_file(struct walk *walk, const char *path, const struct stat *status,
		      const char *maildir_folder)
{
	struct discovered_file *file;

	if (access(path, R_OK) != 0) {
		add_errno(walk, path);
		return;
	}
	file = add_file(walk, path);
	file->size = (guint64)status->st_size;
	file->changed_ns =
		status->st_mtim.tv_sec * NS_PER_SECOND + (gint64)status->st_mtim.tv_nsec;
	file->folder = g_strdup(maildir_folder);
	if (file->size == 0) {
		file->trouble = g_strdup("the file is empty");
	} else if (walk->mail != NULL && maildir_folder != NULL &&
		   is_plain_maildir_message(path)) {
		file->importer = walk->mail;
		file->description = g_strdup("Maildir message");
	}
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in order; NULL with errno. */
static GPtrArray *names_in(const char *path)
{
	DIR *folder = opendir(path);
	GPtrArray *names;
	const struct dirent *entry;

	if (folder == NULL)
		return NULL;
	names = g_ptr_array_new_with_free_func(g_free);
	while ((entry = readdir(folder)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			g_ptr_array_add(names, g_strdup(entry->d_name));
	closedir(folder);
	g_ptr_array_sort(names, by_name);
	return names;
}

static void walk_path(struct walk *walk, const char *path, const char *maildir_folder,
		      guint depth);

static void walk_folder(struct walk *walk, const char *path, guint depth)
{
	g_autofree char *around = maildir_around(path);
	g_autofree char *folder = around != NULL ? mail_folder_name(around) : NULL;
	bool maildir = is_maildir(path);
	g_autoptr(GPtrArray) names = NULL;

	if (depth > LIMIT_FOLDER_DEPTH) {
		add_trouble(walk, path,
			    "folders are nested too deep here: give this one by itself");
		return;
	}
	names = names_in(path);
	if (names == NULL) {
		add_errno(walk, path);
		return;
	}
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *inner = g_build_filename(path, name, NULL);
		if (!is_skipped(path, name, maildir))
			walk_path(walk, inner, folder, depth + 1);
	}
}

static void walk_path(struct walk *walk, const char *path, const char *maildir_folder,
		      guint depth)
{
	struct stat status;

	if (stat(path, &status) != 0)
		add_errno(walk, path);
	else if (seen_before(walk, &status))
		return;
	else if (S_ISDIR(status.st_mode))
		walk_folder(walk, path, depth);
	else if (S_ISREG(status.st_mode))
		walk_file(walk, path, &status, maildir_folder);
	else
		add_trouble(walk, path, "neither a file nor a folder");
}

static void walk_all(struct walk *walk, const char *const *paths)
{
	g_autoptr(GPtrArray) absolute = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; paths[i] != NULL; i++)
		g_ptr_array_add(absolute, g_canonicalize_filename(paths[i], NULL));
	g_ptr_array_sort(absolute, by_name);
	for (guint i = 0; i < absolute->len; i++) {
		const char *path = g_ptr_array_index(absolute, i);
		g_autofree char *folder = g_path_get_dirname(path);
		g_autofree char *around = maildir_around(folder);
		g_autofree char *name = around != NULL ? mail_folder_name(around) : NULL;
		walk_path(walk, path, name, 0);
	}
}

/* ---- what the files are ---- */

/* "cur" of a Maildir that is inside an archive, where its neighbours cannot be looked for. */
static bool is_maildir_part(const struct discovered_file *file, const char *folder)
{
	return file->container != NULL &&
	       (g_str_has_suffix(folder, "/cur") || g_str_has_suffix(folder, "/new"));
}

/* The mailbox "Sent.mbox.gz" is the folder "Sent"; a single message is in the folder that it
 * stands in. */
static char *folder_of_mail(const struct discovered_file *file)
{
	static const char *const suffixes[] = {".gz", ".xz", ".bz2", ".zst", ".mbox", NULL};
	g_autofree char *around = NULL;
	g_autofree char *name = NULL;

	if (!file->importer->splittable) {
		around = g_path_get_dirname(file->path);
		if (is_maildir_part(file, around))
			*strrchr(around, '/') = '\0';
		return mail_folder_name(around);
	}
	name = g_path_get_basename(file->path);
	for (guint i = 0; suffixes[i] != NULL; i++)
		if (g_str_has_suffix(name, suffixes[i]))
			name[strlen(name) - strlen(suffixes[i])] = '\0';
	return mail_folder_name(name);
}

struct look {
	const struct import_task *tasks;
	GPtrArray *files; /* struct discovered_file * of each task, borrowed */
};

static bool take_look(const struct import_task *task, struct import_record *record, void *data,
		      GError **error)
{
	const struct look *look = data;
	struct discovered_file *file = g_ptr_array_index(look->files, task - look->tasks);

	if (record->type == RECORD_REJECTED && file->trouble == NULL)
		file->trouble = g_steal_pointer(&record->rejected.reason);
	if (record->type != RECORD_FACT || file->importer != NULL)
		return true;
	file->importer = importer_by_name(record->fact.fact);
	file->description = g_steal_pointer(&record->fact.value);
	file->compressed = record->fact.day == 1;
	return true;
}

static bool look_at_files(GPtrArray *files, const char *imposed, const char *mapping_dir,
			  GError **error)
{
	static const struct worker_callbacks callbacks = {.record = take_look};
	static const struct worker_options options = {0};
	g_autoptr(GArray) tasks = g_array_new(FALSE, TRUE, sizeof(struct import_task));
	g_autoptr(GPtrArray) looked_at = g_ptr_array_new();
	struct look look = {.files = looked_at};

	for (guint i = 0; i < files->len; i++) {
		struct discovered_file *file = g_ptr_array_index(files, i);
		struct import_task task = {
			.path = file->read_path != NULL ? file->read_path : file->path,
			.name = file->path,
			.folder = file->folder,
			.importer = &recognise_importer,
			.to = G_MAXUINT64,
			.dialect = (char *)imposed,
			.mapping_dir = mapping_dir,
		};
		if (file->trouble != NULL || file->importer != NULL)
			continue;
		g_array_append_val(tasks, task);
		g_ptr_array_add(looked_at, file);
	}
	look.tasks = (const struct import_task *)tasks->data;
	return worker_run(look.tasks, tasks->len, &options, &callbacks, &look, error);
}

/* Members of an archive stay in its order, so that it is read forward. */
static gint by_path(gconstpointer a, gconstpointer b)
{
	const struct discovered_file *left = *(struct discovered_file *const *)a;
	const struct discovered_file *right = *(struct discovered_file *const *)b;
	int order = strcmp(left->container != NULL ? left->container : left->path,
			   right->container != NULL ? right->container : right->path);

	if (order != 0)
		return order;
	return left->ordinal < right->ordinal ? -1 : left->ordinal > right->ordinal;
}

static void complete_files(GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		struct discovered_file *file = g_ptr_array_index(files, i);
		if (file->importer == NULL && file->trouble == NULL)
			file->trouble = g_strdup("nothing could be learnt about the file");
		if (file->importer != NULL && file->importer->kind == IMPORT_KIND_MAIL &&
		    file->folder == NULL)
			file->folder = folder_of_mail(file);
	}
	g_ptr_array_sort(files, by_path);
}

static bool check_imposed(const char *imposed, GError **error)
{
	g_autofree char *choices = NULL;

	if (imposed == NULL || recognise_knows(imposed))
		return true;
	choices = recognise_choices();
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "nothing reads files as \"%s\"; there is: %s", imposed, choices);
	return false;
}

static bool look_into(GPtrArray *files, const char *imposed,
		      const struct discover_options *options, GError **error)
{
	bool more = true;

	for (guint depth = 0; more; depth++)
		if (!look_at_files(files, imposed, options->mapping_dir, error) ||
		    !expand_containers(files, options, depth, &more, error))
			return false;
	return true;
}

GPtrArray *discover_files(const char *const *paths, const char *as,
			  const struct discover_options *options, GError **error)
{
	g_autoptr(GPtrArray) files =
		g_ptr_array_new_with_free_func((GDestroyNotify)discovered_file_free);
	struct walk walk = {.files = files};

	if (!check_imposed(as, error))
		return NULL;
	walk.mail = as == NULL ? importer_by_name("eml") : NULL;
	walk.seen = g_hash_table_new_full(identity_hash, identity_equal, g_free, NULL);
	walk_all(&walk, paths);
	g_hash_table_destroy(walk.seen);
	if (!look_into(files, as, options, error))
		return NULL;
	complete_files(files);
	return g_steal_pointer(&files);
}

/* ---- tasks ---- */

/* Where Content-Length rules, a From_ line in the middle may be part of a body. */
static bool may_be_cut(const struct discovered_file *file)
{
	static const char *const dialects[] = {"mboxo", "mboxrd"};
	gsize length;

	if (!file->importer->splittable || file->compressed || file->description == NULL ||
	    (file->container != NULL && file->read_path == NULL))
		return false;
	length = strcspn(file->description, ",; ");
	for (gsize i = 0; i < G_N_ELEMENTS(dialects); i++)
		if (strlen(dialects[i]) == length &&
		    strncmp(file->description, dialects[i], length) == 0)
			return true;
	return false;
}

void discover_tasks(const struct discovered_file *file, const char *mapping_dir, GArray *tasks)
{
	struct import_task task = {
		.path = file->read_path != NULL ? file->read_path : file->path,
		.name = file->path,
		.folder = file->folder,
		.importer = file->importer,
		.dialect = file->description,
		.mapping_dir = mapping_dir,
		.compressed = file->compressed,
	};
	guint64 piece = CLAMP(file->size / PIECES_A_FILE, PIECE_SMALLEST, PIECE_LARGEST);

	if (may_be_cut(file))
		for (; file->size - task.from > piece; task.from += piece) {
			task.to = task.from + piece;
			g_array_append_val(tasks, task);
		}
	task.to = G_MAXUINT64;
	g_array_append_val(tasks, task);
}
