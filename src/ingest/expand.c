/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Archives are listed by worker processes, like all outside bytes; programs run as limited
 * children (ingest/convert.h). A container that breaks in the middle gives what stood before
 * and stays in the list with its trouble. */
#include "ingest/expand.h"

#include <string.h>

#include "base/limits.h"
#include "ingest/convert.h"
#include "ingest/worker.h"

struct expansion {
	const struct import_task *tasks;
	GPtrArray *containers; /* struct discovered_file * of each task, borrowed */
	GPtrArray *members;    /* struct discovered_file * */
};

/* ---- members of archives ---- */

/* "__MACOSX/._a.eml", ".DS_Store": what file managers leave. The dot of ".Sent/cur/1:2,S" is
 * Maildir++'s. */
static bool is_litter(const char *name)
{
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);
	guint n = g_strv_length(parts);
	bool maildir = n > 2 && (!strcmp(parts[n - 2], "cur") || !strcmp(parts[n - 2], "new"));

	for (guint i = 0; i < n; i++) {
		bool hidden = parts[i][0] == '.' && strcmp(parts[i], "..");
		bool own_dot = maildir && i == n - 3;

		if (!strcmp(parts[i], "__MACOSX") || (hidden && !own_dot))
			return true;
	}
	return false;
}

static void add_member(struct expansion *expansion, const struct discovered_file *container,
		       struct member_record *member)
{
	struct discovered_file *file;

	if (is_litter(member->name))
		return;
	file = g_new0(struct discovered_file, 1);
	file->path = g_build_filename(container->path, member->name, NULL);
	file->container = g_strdup(container->path);
	file->ordinal = expansion->members->len;
	file->size = member->place.length;
	file->changed_ns = container->changed_ns ^ member->changed_ns;
	file->trouble = g_steal_pointer(&member->trouble);
	if (container->read_path)
		file->read_path = g_build_filename(container->read_path, member->name, NULL);
	g_ptr_array_add(expansion->members, file);
}

static bool take_member(const struct import_task *task, struct import_record *record,
			void *data, GError **error)
{
	struct expansion *expansion = data;
	struct discovered_file *container =
		g_ptr_array_index(expansion->containers, task - expansion->tasks);

	if (record->type == RECORD_MEMBER)
		add_member(expansion, container, &record->member);
	else if (record->type == RECORD_REJECTED && !container->trouble)
		container->trouble = g_steal_pointer(&record->rejected.reason);
	return true;
}

static bool list_archives(struct expansion *expansion, GError **error)
{
	static const struct worker_callbacks callbacks = {.record = take_member};
	static const struct worker_options options = {0};
	g_autoptr(GArray) tasks = g_array_new(FALSE, TRUE, sizeof(struct import_task));

	for (guint i = 0; i < expansion->containers->len; i++)
		discover_tasks(g_ptr_array_index(expansion->containers, i), NULL, tasks);
	expansion->tasks = (const struct import_task *)tasks->data;
	return worker_run(expansion->tasks, tasks->len, &options, &callbacks, expansion, error);
}

/* ---- what is to be expanded ---- */

static bool is_container(const struct discovered_file *file)
{
	return file->importer && file->importer->container && !file->trouble &&
	       !file->expanded && !file->unchanged;
}

static bool awaits_conversion(const struct discovered_file *file)
{
	return file->importer && file->importer->converter && !file->trouble &&
	       !file->converted && !file->unchanged;
}

static void collect_archives(GPtrArray *files, guint depth, struct expansion *expansion)
{
	for (guint i = 0; i < files->len; i++) {
		struct discovered_file *file = g_ptr_array_index(files, i);

		if (!is_container(file) || file->importer->converter)
			continue;
		if (depth < LIMIT_ARCHIVE_DEPTH)
			g_ptr_array_add(expansion->containers, file);
		else
			file->trouble = g_strdup("archives are nested too deep here: unpack "
						 "this one and give the folder");
	}
}

static void convert_files(GPtrArray *files, struct spool *spool, struct expansion *expansion)
{
	for (guint i = 0; i < files->len; i++) {
		struct discovered_file *file = g_ptr_array_index(files, i);

		if (awaits_conversion(file))
			convert_file(file, spool, expansion->members);
	}
}

static void pass_over_unchanged(GPtrArray *files, const struct discover_options *options)
{
	for (guint i = 0; i < files->len; i++) {
		struct discovered_file *file = g_ptr_array_index(files, i);

		if (is_container(file))
			file->unchanged =
				options->unchanged && options->unchanged(file, options->data);
	}
}

static void mark_expanded(GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		struct discovered_file *file = g_ptr_array_index(files, i);

		file->expanded = file->expanded || is_container(file);
	}
}

bool expand_containers(GPtrArray *files, const struct discover_options *options, guint depth,
		       bool *found, GError **error)
{
	struct expansion expansion = {
		.containers = g_ptr_array_new(),
		.members = g_ptr_array_new_with_free_func((GDestroyNotify)discovered_file_free),
	};
	bool done;

	pass_over_unchanged(files, options);
	collect_archives(files, depth, &expansion);
	done = expansion.containers->len == 0 || list_archives(&expansion, error);
	convert_files(files, options->spool, &expansion);
	*found = expansion.members->len > 0;
	g_ptr_array_unref(expansion.containers);
	mark_expanded(files);
	g_ptr_array_extend_and_steal(files, expansion.members);
	return done;
}
