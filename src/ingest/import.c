/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Driving an import: discover, settle the two sides, read in worker processes, route, store,
 * derive. A source is a file, or the folder of single-message files (a Maildir): its weekly
 * counts hold every record it has, those out of scope included, because they are what the
 * source can speak about. */
#include "ingest/import_state.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "fetch/remote.h"
#include "ingest/derive.h"
#include "ingest/discover.h"
#include "ingest/read.h"
#include "ingest/worker.h"
#include "store/fetch_state.h"
#include "store/roots.h"

/* ---- sources ---- */

static void reading_free(gpointer data)
{
	struct reading *reading = data;

	source_free(reading->source);
	g_ptr_array_unref(reading->files);
	g_hash_table_destroy(reading->weeks);
	g_clear_pointer(&reading->answered, g_hash_table_destroy);
	g_ptr_array_unref(reading->rejected);
	g_free(reading);
}

/* Single-message files are one source with their folder, rooms with the folder above theirs;
 * "cur" and "new" are the Maildir's own.
 */
static char *source_path(const struct discovered_file *file)
{
	g_autofree char *folder = NULL;
	g_autofree char *name = NULL;

	if (!file->importer->single && !file->importer->workspace)
		return g_strdup(file->path);
	folder = g_path_get_dirname(file->path);
	if (file->importer->workspace)
		return g_path_get_dirname(folder);
	name = g_path_get_basename(folder);
	if (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0)
		return g_path_get_dirname(folder);
	return g_steal_pointer(&folder);
}

static struct reading *reading_new(const char *path, const struct discovered_file *file)
{
	struct reading *reading = g_new0(struct reading, 1);

	reading->source = source_new(path);
	reading->source->kind = g_strdup(import_kind_token(file->importer->kind));
	reading->source->description =
		g_strdup(file->description != NULL ? file->description : file->importer->name);
	reading->kind = file->importer->kind;
	reading->files = g_ptr_array_new();
	reading->weeks = g_hash_table_new(g_direct_hash, g_direct_equal);
	reading->rejected =
		g_ptr_array_new_with_free_func((GDestroyNotify)stored_rejected_free);
	return reading;
}

/* What tells that a source is as it was: sizes, times and names of its files. */
static void add_file(struct reading *reading, const struct discovered_file *file)
{
	guint64 mark = (guint64)reading->source->changed_ns;

	g_ptr_array_add(reading->files, (gpointer)(guintptr)file);
	reading->source->size += (gint64)file->size;
	mark = (mark * 31 + g_str_hash(file->path)) * 31 + (guint64)file->changed_ns;
	reading->source->changed_ns = (gint64)(mark & G_MAXINT64);
}

static bool named_by_user(const struct import *import, const char *path)
{
	for (guint i = 0; i < import->roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(import->roots, i);
		if (strcmp(root->path, path) == 0)
			return true;
	}
	return false;
}

/* A stray file in a folder is named and passed over; one that the user gave, or that should be
 * readable, is rejected. */
static void report_trouble(struct import *import, const struct discovered_file *file)
{
	static const struct place nowhere = {0};
	bool recognised = file->importer != NULL;

	if ((recognised && !file->importer->readable) ||
	    (!recognised && file->size > 0 && !named_by_user(import, file->path) &&
	     (file->container != NULL || g_access(file->path, R_OK) == 0))) {
		import_add_not_read(import, file->path,
				    recognised ? import_kind_token(file->importer->kind)
					       : "unknown",
				    file->trouble);
		return;
	}
	import_report_rejected(import->summary, file->path, &nowhere, file->trouble);
	import->summary->n_rejected++;
}

static void sort_files(struct import *import)
{
	g_autoptr(GHashTable) sources =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < import->files->len; i++) {
		const struct discovered_file *file = g_ptr_array_index(import->files, i);
		g_autofree char *path = NULL;
		struct reading *reading;
		if (file->trouble != NULL) {
			report_trouble(import, file);
			continue;
		}
		if (file->expanded || file->unchanged) {
			g_ptr_array_add(file->expanded ? import->containers : import->kept,
					(gpointer)(guintptr)file);
			continue;
		}
		path = source_path(file);
		reading = g_hash_table_lookup(sources, path);
		if (reading == NULL) {
			reading = reading_new(path, file);
			g_ptr_array_add(import->readings, reading);
			g_hash_table_insert(sources, g_steal_pointer(&path), reading);
		}
		add_file(reading, file);
		g_hash_table_insert(import->by_path, file->path, reading);
	}
}

static bool any_of_kind(const struct import *import, enum import_kind kind)
{
	for (guint i = 0; i < import->readings->len; i++)
		if (((struct reading *)g_ptr_array_index(import->readings, i))->kind == kind)
			return true;
	return false;
}

/* Mail and chat know best who works with whom; meetings stand in for them. */
static bool tells_sides(const struct import *import, const struct reading *reading)
{
	if (reading->kind == IMPORT_KIND_MEETINGS)
		return !any_of_kind(import, IMPORT_KIND_MAIL) &&
		       !any_of_kind(import, IMPORT_KIND_CHAT);
	return reading->kind == IMPORT_KIND_MAIL || reading->kind == IMPORT_KIND_CHAT;
}

bool import_any_tells_sides(const struct import *import)
{
	for (guint i = 0; i < import->readings->len; i++)
		if (tells_sides(import, g_ptr_array_index(import->readings, i)))
			return true;
	return false;
}

GArray *import_tasks_of(const struct import *import, GPtrArray *readings, bool for_sides)
{
	GArray *tasks = g_array_new(FALSE, TRUE, sizeof(struct import_task));

	for (guint i = 0; i < readings->len; i++) {
		struct reading *reading = g_ptr_array_index(readings, i);
		guint before = tasks->len;
		if (for_sides && !tells_sides(import, reading))
			continue;
		for (guint f = 0; f < reading->files->len; f++)
			discover_tasks(g_ptr_array_index(reading->files, f),
				       import->options->mapping_dir, tasks);
		reading->tasks_left = tasks->len - before;
	}
	return tasks;
}

/* ---- unchanged sources ---- */

static const struct source *stored_source(const GPtrArray *sources, gint64 id)
{
	for (guint i = 0; i < sources->len; i++) {
		const struct source *one = g_ptr_array_index(sources, i);
		if (one->id == id)
			return one;
	}
	return NULL;
}

static enum import_kind kind_of_token(const char *token)
{
	for (enum import_kind kind = IMPORT_KIND_MAIL; kind < IMPORT_KIND_COUNT; kind++)
		if (strcmp(import_kind_token(kind), token) == 0)
			return kind;
	return IMPORT_KIND_NONE;
}

static struct import_counts counts_of_stored(const struct source *stored)
{
	return (struct import_counts){
		.read = stored->n_read,
		.known = stored->n_kept,
		.set_aside = stored->n_set_aside,
		.out_of_scope = stored->n_out_of_scope,
		.rejected = stored->n_rejected,
	};
}

static bool report_unchanged(struct import *import, const struct source *stored, GError **error)
{
	struct import_counts counts = counts_of_stored(stored);
	g_autoptr(GPtrArray) rejected =
		store_rejected(import->store, import->relationship->id, stored->id, error);

	if (rejected == NULL)
		return false;
	for (guint i = 0; i < rejected->len; i++) {
		const struct stored_rejected *one = g_ptr_array_index(rejected, i);
		g_autofree char *file = store_path_within(stored->path, one->file);
		import_report_rejected(import->summary, file, &one->record.place,
				       one->record.reason);
	}
	import_report_source(import, stored, &counts, kind_of_token(stored->kind), true);
	return true;
}

static bool is_as_it_was(const struct import *import, const struct source *now)
{
	const struct source *stored = stored_source(import->known_sources, now->id);

	return stored != NULL && stored->size == now->size &&
	       stored->changed_ns == now->changed_ns &&
	       strcmp(stored->description, now->description) == 0 &&
	       g_strcmp0(stored->rules, import->rules) == 0;
}

/* An archive as a source: it has no record of its own, but its size and time tell whether
 * anything in it can have changed. */
static struct source *source_of_container(const struct discovered_file *container)
{
	struct source *source = source_new(container->path);

	source->kind = g_strdup(STORE_SOURCE_CONTAINER);
	source->description =
		g_strdup(container->description != NULL ? container->description : "");
	source->size = (gint64)container->size;
	source->changed_ns = container->changed_ns;
	return source;
}

static bool is_unchanged_container(const struct discovered_file *container, void *data)
{
	g_autoptr(source_auto) source = source_of_container(container);

	return is_as_it_was(data, source);
}

static bool report_kept_containers(struct import *import, GError **error)
{
	for (guint i = 0; i < import->kept->len; i++) {
		const struct discovered_file *container = g_ptr_array_index(import->kept, i);
		g_autofree char *within = g_strconcat(container->path, "/", NULL);
		for (guint s = 0; s < import->known_sources->len; s++) {
			const struct source *one = g_ptr_array_index(import->known_sources, s);
			if (g_str_has_prefix(one->path, within) &&
			    strcmp(one->kind, STORE_SOURCE_CONTAINER) != 0 &&
			    !report_unchanged(import, one, error))
				return false;
		}
	}
	return true;
}

/* Keeps in import->readings only what must be read; clears what was known of those. */
static bool pass_over_unchanged(struct import *import, GError **error)
{
	for (guint i = 0; i < import->readings->len;) {
		struct reading *reading = g_ptr_array_index(import->readings, i);
		if (is_as_it_was(import, reading->source)) {
			if (!report_unchanged(
				    import,
				    stored_source(import->known_sources, reading->source->id),
				    error))
				return false;
			g_ptr_array_remove_index(import->readings, i);
			continue;
		}
		if (!store_source_clear(import->store, import->relationship->id,
					reading->source->id, error))
			return false;
		import->total_bytes += (guint64)reading->source->size;
		i++;
	}
	return report_kept_containers(import, error);
}

/* What was read to its end is remembered: the paths to come back to, and the archives. */
static bool remember(struct import *import, GError **error)
{
	gint64 relationship = import->relationship->id;
	g_autoptr(GHashTable) no_weeks = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < import->roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(import->roots, i);
		if (!store_root_save(import->store, relationship, root->path, root->imposed,
				     error))
			return false;
	}
	for (guint i = 0; i < import->containers->len; i++) {
		g_autoptr(source_auto) source =
			source_of_container(g_ptr_array_index(import->containers, i));
		source->rules = g_strdup(import->rules);
		if (!store_source_clear(import->store, relationship, source->id, error) ||
		    !store_source_save(import->store, relationship, source, no_weeks, error))
			return false;
	}
	return true;
}

/* ---- sources that come in parts ---- */

static bool count_rejected(struct import *import, struct reading *reading, GError **error)
{
	g_autoptr(GPtrArray) rejected = store_rejected(import->store, import->relationship->id,
						       reading->source->id, error);

	if (rejected == NULL)
		return false;
	reading->rejected_before = rejected->len;
	return true;
}

/* What the source has so far is what this part is added to. */
static bool take_up(struct import *import, struct reading *reading, const struct source *stored,
		    GError **error)
{
	struct source *source = reading->source;

	if (stored == NULL || import->part->anew)
		return store_source_clear(import->store, import->relationship->id, source->id,
					  error);
	reading->before = counts_of_stored(stored);
	source->size += stored->size;
	source->first_ms = stored->first_ms;
	source->last_ms = stored->last_ms;
	source->simulated = stored->simulated;
	return count_rejected(import, reading, error);
}

static bool nothing_in(const struct import_part *part)
{
	return part->files->len == 0 && part->rejected->len == 0;
}

/* One without anything new is as it was. */
static bool begin_part(struct import *import, GError **error)
{
	gint64 relationship = import->relationship->id;
	g_autoptr(GPtrArray) sources = store_sources(import->store, relationship, error);
	struct reading *reading = g_ptr_array_index(import->readings, 0);
	const struct source *stored;

	if (sources == NULL)
		return false;
	stored = stored_source(sources, reading->source->id);
	if (!nothing_in(import->part) || import->part->anew)
		return take_up(import, reading, stored, error);
	if (stored != NULL && !import->part->begun)
		return report_unchanged(import, stored, error);
	return true;
}

/* ---- the end of a source ---- */

static gint by_place(gconstpointer a, gconstpointer b)
{
	const struct stored_rejected *left = *(struct stored_rejected *const *)a;
	const struct stored_rejected *right = *(struct stored_rejected *const *)b;
	int order = strcmp(left->file, right->file);

	if (order != 0)
		return order;
	return left->record.place.offset < right->record.place.offset   ? -1
	       : left->record.place.offset > right->record.place.offset ? 1
									: 0;
}

static bool save_rejected(struct import *import, struct reading *reading, GError **error)
{
	const struct source *source = reading->source;

	g_ptr_array_sort(reading->rejected, by_place);
	for (guint i = 0; i < reading->rejected->len; i++) {
		const struct stored_rejected *one = g_ptr_array_index(reading->rejected, i);
		g_autofree char *file = store_path_within(source->path, one->file);
		if (!store_rejected_put(import->store, import->relationship->id, source->id,
					reading->rejected_before + i, one, error))
			return false;
		import_report_rejected(import->summary, file, &one->record.place,
				       one->record.reason);
	}
	return true;
}

static void count_tickets(const struct import *import, struct reading *reading)
{
	struct import_counts *counts = &reading->counts;
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, import->tickets);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		const struct ticket_mark *mark = key;
		if (mark->owner != reading)
			continue;
		counts->read++;
		if (!mark->new_row)
			counts->known++;
		else if (mark->existed)
			counts->updated++;
		else
			counts->new ++;
	}
}

static bool finish_source(struct import *import, struct reading *reading, GError **error)
{
	struct import_counts total = reading->before;
	struct source *source = reading->source;
	bool begun = import->part != NULL && import->part->begun;

	count_tickets(import, reading);
	import_counts_add(&total, &reading->counts);
	source->rules = g_strdup(import->rules);
	source->n_read = total.read;
	source->n_kept = total.new + total.known + total.updated;
	source->n_set_aside = total.set_aside;
	source->n_out_of_scope = total.out_of_scope;
	source->n_rejected = total.rejected;
	import->changed = true;
	if (!save_rejected(import, reading, error) ||
	    !store_source_save(import->store, import->relationship->id, source, reading->weeks,
			       error))
		return false;
	import_report_source(import, source, begun ? &reading->counts : &total, reading->kind,
			     false);
	return true;
}

static bool task_finished(const struct import_task *task, void *data, GError **error)
{
	struct import *import = data;
	struct reading *reading = g_hash_table_lookup(import->by_path, task->name);

	return --reading->tasks_left > 0 || finish_source(import, reading, error);
}

static void report_progress(guint64 bytes, void *data)
{
	struct import *import = data;

	if (import->options->progress != NULL)
		import->options->progress(bytes, import->total_bytes, import->records,
					  import->options->data);
}

static bool read_sources(struct import *import, GError **error)
{
	static const struct worker_callbacks callbacks = {
		.record = import_take_record,
		.finished = task_finished,
		.progress = report_progress,
	};
	struct worker_options options = {.workers = import->options->workers};
	g_autoptr(GArray) tasks = import_tasks_of(import, import->readings, false);

	return worker_run((const struct import_task *)tasks->data, tasks->len, &options,
			  &callbacks, import, error);
}

static bool store_evidence(struct import *import, GError **error)
{
	if (!db_begin(import->store->db, error))
		return false;
	if (import_open_relationship(import, error) && pass_over_unchanged(import, error) &&
	    read_sources(import, error) && remember(import, error) &&
	    db_commit(import->store->db, error))
		return true;
	db_rollback(import->store->db);
	return false;
}

static bool derive(struct import *import, GError **error)
{
	return import->changed ? derive_relationship(import->store, import->relationship, error)
			       : derive_if_needed(import->store, import->relationship, error);
}

static void report_reading(guint64 done, guint64 total, void *data)
{
	struct import *import = data;

	if (import->options->progress != NULL)
		import->options->progress(done, total, (gint64)done, import->options->data);
}

static bool read_language(struct import *import, GError **error)
{
	const struct read_progress progress = {report_reading, import};

	return import->options->read_later ||
	       read_by_model(import->store, import->relationship, &progress, error);
}

static bool store_everything(struct import *import, GError **error)
{
	return store_evidence(import, error) && derive(import, error) &&
	       read_language(import, error);
}

static gint by_source_path(gconstpointer a, gconstpointer b)
{
	return strcmp((*(struct import_source *const *)a)->path,
		      (*(struct import_source *const *)b)->path);
}

static gint by_rejected_place(gconstpointer a, gconstpointer b)
{
	const struct import_rejected *left = *(struct import_rejected *const *)a;
	const struct import_rejected *right = *(struct import_rejected *const *)b;
	int order = strcmp(left->file, right->file);

	if (order != 0)
		return order;
	return left->place.offset < right->place.offset   ? -1
	       : left->place.offset > right->place.offset ? 1
							  : 0;
}

/* ---- tables that speak of many providers ---- */

static bool names_nothing(const struct import_options *options)
{
	return options->relationship == NULL && !import_is_given(options->client) &&
	       !import_is_given(options->provider);
}

static bool has_only_contracts(const struct import *import)
{
	for (guint i = 0; i < import->readings->len; i++)
		if (((struct reading *)g_ptr_array_index(import->readings, i))->kind !=
		    IMPORT_KIND_CONTRACTS)
			return false;
	return import->readings->len > 0;
}

/* A table of contracts that is given alone belongs to no relationship, whether the store holds
 * none, one or many of them. */
static bool go_to_desk(struct import *import, GError **error)
{
	GPtrArray *sources;
	struct relationship *desk;

	if (!names_nothing(import->options) || !has_only_contracts(import))
		return true;
	desk = relationship_desk();
	sources = store_sources(import->store, desk->id, error);
	if (sources == NULL) {
		relationship_free(desk);
		return false;
	}
	relationship_free(import->relationship);
	import->relationship = desk;
	import->several = false;
	g_ptr_array_unref(import->known_sources);
	import->known_sources = sources;
	return true;
}

/* ---- what is to be read ---- */

/* What the store knows beforehand: relationship, sides, sources. */
static bool recall(struct import *import, GError **error)
{
	const struct import_options *options = import->options;
	const struct relationship *stored;

	if (!import_find_relationship(import, &import->relationship, error))
		return false;
	stored = import->relationship;
	import->known_sources = stored != NULL ? store_sources(import->store, stored->id, error)
					       : g_ptr_array_new();
	if (stored != NULL)
		import->rules = import_rules_of(
			import_is_given(options->client) ? options->client : stored->client,
			import_is_given(options->provider) ? options->provider
							   : stored->provider,
			stored->corrections);
	return import->known_sources != NULL;
}

static GPtrArray *roots_given(const char *const *paths, const char *imposed)
{
	GPtrArray *roots = g_ptr_array_new_with_free_func((GDestroyNotify)import_root_free);

	for (guint i = 0; paths[i] != NULL; i++) {
		struct import_root *root = g_new0(struct import_root, 1);
		root->path = g_canonicalize_filename(paths[i], NULL);
		root->imposed = g_strdup(imposed);
		g_ptr_array_add(roots, root);
	}
	return roots;
}

/* A server is visited by import_remote(). A root that is gone is told, not refused: its
 * evidence stays. */
static void set_gone_aside(struct import *import)
{
	for (guint i = 0; i < import->roots->len;) {
		const struct import_root *root = g_ptr_array_index(import->roots, i);
		if (g_file_test(root->path, G_FILE_TEST_EXISTS)) {
			i++;
			continue;
		}
		if (!remote_is(root->path))
			import_add_not_read(
				import, root->path, "gone",
				"it is not there any more; what was read of it is kept"
				" (`entente source remove` takes it out)");
		g_ptr_array_remove_index(import->roots, i);
	}
}

static bool choose_roots(struct import *import, const char *const *paths, GError **error)
{
	if (paths[0] != NULL) {
		import->roots = roots_given(paths, import->options->as);
		return true;
	}
	if (import->relationship != NULL)
		import->roots = store_roots(import->store, import->relationship->id, error);
	else if (import_is_settled(import, error))
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "nothing was imported yet: give files or folders to read");
	if (import->roots == NULL)
		return false;
	set_gone_aside(import);
	return true;
}

/* The files of the roots that are read alike. */
static bool discover_alike(struct import *import, struct spool *spool, const char *imposed,
			   GError **error)
{
	const struct discover_options options = {
		.mapping_dir = import->options->mapping_dir,
		.spool = spool,
		.unchanged = is_unchanged_container,
		.data = import,
	};
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	GPtrArray *files;

	for (guint i = 0; i < import->roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(import->roots, i);
		if (g_strcmp0(root->imposed, imposed) == 0)
			g_ptr_array_add(paths, root->path);
	}
	g_ptr_array_add(paths, NULL);
	files = discover_files((const char *const *)paths->pdata, imposed, &options, error);
	if (files != NULL)
		g_ptr_array_extend_and_steal(import->files, files);
	return files != NULL;
}

static bool discover(struct import *import, struct spool *spool, GError **error)
{
	g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < import->roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(import->roots, i);
		const char *word = root->imposed != NULL ? root->imposed : "";
		if (g_hash_table_add(done, (gpointer)(guintptr)word) &&
		    !discover_alike(import, spool, root->imposed, error))
			return false;
	}
	sort_files(import);
	return true;
}

static bool import_all(struct import *import, const char *const *paths, struct spool *spool,
		       GError **error)
{
	if (!recall(import, error) || !choose_roots(import, paths, error) ||
	    !discover(import, spool, error) || !go_to_desk(import, error) ||
	    !import_settle_relationship(import, error))
		return false;
	if (import->summary->sides_needed ||
	    (import->readings->len == 0 && import->kept->len == 0))
		return true;
	return store_everything(import, error);
}

static void import_init(struct import *import, struct store *store,
			const struct import_options *options, struct import_summary *summary)
{
	*import = (struct import){.store = store, .options = options, .summary = summary};
	import->readings = g_ptr_array_new_with_free_func(reading_free);
	import->containers = g_ptr_array_new();
	import->kept = g_ptr_array_new();
	import->by_path = g_hash_table_new(g_str_hash, g_str_equal);
	import->tickets = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	import->houses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void import_clear(struct import *import)
{
	if (import->summary != NULL) {
		import_tell_houses(import);
		g_ptr_array_sort(import->summary->sources, by_source_path);
		g_ptr_array_sort(import->summary->rejected, by_rejected_place);
	}
	relationship_free(import->relationship);
	sides_free(import->sides);
	g_free(import->rules);
	g_clear_pointer(&import->zone, g_time_zone_unref);
	g_hash_table_destroy(import->by_path);
	g_hash_table_destroy(import->tickets);
	g_hash_table_destroy(import->houses);
	g_ptr_array_unref(import->readings);
	g_ptr_array_unref(import->containers);
	g_ptr_array_unref(import->kept);
	g_clear_pointer(&import->files, g_ptr_array_unref);
	g_clear_pointer(&import->roots, g_ptr_array_unref);
	g_clear_pointer(&import->known_sources, g_ptr_array_unref);
}

bool import_run(struct store *store, const char *const *paths,
		const struct import_options *options, struct import_summary *summary,
		GError **error)
{
	struct import import;
	g_autoptr(spool_auto) spool = spool_new();
	bool done;

	import_init(&import, store, options, summary);
	import.files = g_ptr_array_new_with_free_func((GDestroyNotify)discovered_file_free);
	done = import_all(&import, paths, spool, error);
	import_clear(&import);
	return done;
}

/* ---- sources that come in parts ---- */

static void add_part(struct import *import)
{
	const struct import_part *part = import->part;
	const struct discovered_file like = {
		.description = (char *)part->description,
		.importer = part->importer,
	};
	struct reading *reading = reading_new(part->source, &like);

	g_ptr_array_add(import->readings, reading);
	for (guint i = 0; i < part->files->len; i++) {
		const struct discovered_file *file = g_ptr_array_index(part->files, i);
		add_file(reading, file);
		g_hash_table_insert(import->by_path, file->path, reading);
	}
	reading->counts.read = reading->counts.rejected = part->rejected->len;
}

/* Moved at the end: what the workers reject comes first and counts itself. */
static void move_rejected(const struct import_part *part, struct reading *reading)
{
	while (part->rejected->len > 0)
		g_ptr_array_add(reading->rejected, g_ptr_array_steal_index(part->rejected, 0));
}

static bool store_part(struct import *import, GError **error)
{
	const struct import_part *part = import->part;
	struct reading *reading = g_ptr_array_index(import->readings, 0);
	bool without_files = part->files->len == 0;
	bool empty = nothing_in(part);
	g_autofree char *request = NULL;

	if (!import_open_relationship(import, error) || !begin_part(import, error))
		return false;
	move_rejected(part, reading);
	if (!empty && !(without_files ? finish_source(import, reading, error)
				      : read_sources(import, error)))
		return false;
	request = g_strconcat(import->rules, "|", part->request, NULL);
	return store_cursor_put(import->store, import->relationship->id, reading->source,
				request, part->cursor, error);
}

static bool store_part_whole(struct import *import, GError **error)
{
	if (!db_begin(import->store->db, error))
		return false;
	if (store_part(import, error) && db_commit(import->store->db, error))
		return true;
	db_rollback(import->store->db);
	return false;
}

bool import_part(struct store *store, const struct import_part *part,
		 const struct import_options *options, struct import_summary *summary,
		 GError **error)
{
	struct import import;
	bool done;

	import_init(&import, store, options, summary);
	import.files = g_ptr_array_ref(part->files);
	import.part = part;
	add_part(&import);
	done = import_find_relationship(&import, &import.relationship, error) &&
	       import_settle_relationship(&import, error);
	if (done && !summary->sides_needed)
		done = store_part_whole(&import, error);
	import_clear(&import);
	return done;
}

bool import_conclude(struct store *store, const struct import_options *options,
		     const char *root, bool changed, struct import_summary *summary,
		     GError **error)
{
	struct import import;
	bool done;

	import_init(&import, store, options, summary);
	import.files = g_ptr_array_new();
	import.changed = changed;
	done = import_find_relationship(&import, &import.relationship, error) &&
	       import_is_settled(&import, error);
	if (done && import.relationship != NULL)
		done = store_root_save(store, import.relationship->id, root, NULL, error) &&
		       derive(&import, error) && read_language(&import, error);
	import_clear(&import);
	return done;
}

bool import_known(struct store *store, const struct import_options *options,
		  struct relationship **relationship, GError **error)
{
	struct import import;
	bool done;

	import_init(&import, store, options, NULL);
	done = import_find_relationship(&import, relationship, error) &&
	       import_is_settled(&import, error);
	if (done && *relationship != NULL)
		import_set_rules(*relationship, options->client, options->provider);
	import_clear(&import);
	return done;
}
