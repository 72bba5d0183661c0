/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A message becomes a file of its own in the spool, named by what the server calls it: its
 * place in the store is then the folder and that name ("imaps://.../INBOX/;UID=20", RFC 5092),
 * and a rejected one is told by it. Files up to the last mark are a part; what came behind the
 * last mark when a connection broke is thrown away and comes again. */
#include "ingest/import_remote.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "ingest/fetch_process.h"
#include "ingest/import-internal.h"
#include "store/fetch_state.h"

#define PART_FILES     4000u
#define PART_BYTES     ((guint64)64 << 20)
#define FIRST_PAUSE_US (G_USEC_PER_SEC / 2)

/* The folder that is being read. */
struct current {
	char *name, *source;
	bool anew, begun;
	GPtrArray *files;    /* struct discovered_file *, read and marked */
	GPtrArray *rejected; /* struct stored_rejected * */
	guint64 bytes;       /* of the files */
	char *cursor;        /* of the last mark, NULL before it */
	guint marked_files, marked_rejected;
};

struct remote_import {
	struct store *store;
	const struct remote *remote;
	struct rest_plan *plan; /* of a ticket tool, else NULL */
	const struct remote_options *remote_options;
	struct import_options options; /* a copy: the name is learnt */
	char *name;
	struct import_summary *summary;
	struct spool *spool;
	char *spool_path;
	GHashTable *cursors; /* folder -> cursor that is stored */
	char *request;       /* what is asked, without the sides */
	bool known;          /* the relationship is stored */
	struct current folder;
	/* The message that is being written. */
	int descriptor;
	struct discovered_file *file;
	guint64 files_made;
	/* What the walk has brought. */
	guint64 given, expected;
	bool progressed, changed;
	GError *error;
};

/* ---- the folder ---- */

static void folder_clear(struct current *folder)
{
	g_clear_pointer(&folder->name, g_free);
	g_clear_pointer(&folder->source, g_free);
	g_clear_pointer(&folder->cursor, g_free);
	g_clear_pointer(&folder->files, g_ptr_array_unref);
	g_clear_pointer(&folder->rejected, g_ptr_array_unref);
	*folder = (struct current){0};
}

static void remove_file(const struct remote_import *run, const struct discovered_file *file)
{
	if (run->remote_options->keep_folder == NULL)
		g_unlink(file->read_path);
}

/* Of an array, what stands at `from` and behind becomes another array. */
static GPtrArray *split_off(GPtrArray *array, guint from, GDestroyNotify free_one)
{
	GPtrArray *rest = g_ptr_array_new_with_free_func(free_one);

	while (array->len > from)
		g_ptr_array_add(rest, g_ptr_array_steal_index(array, from));
	return rest;
}

static void drop_unmarked(struct remote_import *run)
{
	struct current *folder = &run->folder;

	while (folder->files != NULL && folder->files->len > folder->marked_files) {
		remove_file(run, g_ptr_array_index(folder->files, folder->files->len - 1));
		g_ptr_array_remove_index(folder->files, folder->files->len - 1);
	}
	if (folder->rejected != NULL)
		g_ptr_array_set_size(folder->rejected, (gint)folder->marked_rejected);
}

/* ---- parts ---- */

static const char *description_of(const struct remote_import *run)
{
	if (run->plan != NULL)
		return run->plan->title;
	return run->remote->kind == REMOTE_GRAPH ? "Microsoft 365 folder" : "IMAP folder";
}

/* What reads the files of the visit, and how they end. */
static const struct importer *importer_of(const struct remote_import *run)
{
	return importer_by_name(run->plan != NULL ? "ticket-json" : "eml");
}

static const char *suffix_of(const struct remote_import *run)
{
	return run->plan != NULL ? ".json" : ".eml";
}

/* Before the sides are known, a folder without messages has nothing to say about them. */
static bool worth_storing(const struct remote_import *run)
{
	return run->known || run->folder.files->len > 0;
}

static void note_stored(struct remote_import *run, const struct import_part *part, bool any)
{
	struct current *folder = &run->folder;
	const char *before = g_hash_table_lookup(run->cursors, folder->name);

	run->known = true;
	run->changed = run->changed || any;
	run->progressed =
		run->progressed || any || before == NULL || strcmp(before, part->cursor) != 0;
	g_hash_table_insert(run->cursors, g_strdup(folder->name), g_strdup(part->cursor));
	g_free(run->name);
	run->options.relationship = run->name = g_strdup(run->summary->relationship);
	run->options.client = run->options.provider = NULL;
	folder->begun = true;
	folder->anew = false;
}

static bool store_part(struct remote_import *run)
{
	struct current *folder = &run->folder;
	const struct import_part part = {
		.source = folder->source,
		.description = description_of(run),
		.importer = importer_of(run),
		.anew = folder->anew,
		.begun = folder->begun,
		.files = folder->files,
		.rejected = folder->rejected,
		.request = run->request,
		.cursor = folder->cursor,
	};
	bool any = part.files->len > 0 || part.rejected->len > 0;
	struct import_options options = run->options;

	options.progress = NULL; /* messages are counted as they come */
	if (!import_part(run->store, &part, &options, run->summary, &run->error))
		return false;
	if (run->summary->sides_needed)
		return false;
	note_stored(run, &part, any);
	return true;
}

/* Stores what is marked and keeps what is not. */
static bool flush(struct remote_import *run)
{
	struct current *folder = &run->folder;
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GPtrArray) rejected = NULL;
	bool stored;

	if (folder->cursor == NULL)
		return true;
	files = split_off(folder->files, folder->marked_files,
			  (GDestroyNotify)discovered_file_free);
	rejected = split_off(folder->rejected, folder->marked_rejected,
			     (GDestroyNotify)stored_rejected_free);
	stored = !worth_storing(run) || store_part(run);
	for (guint i = 0; i < folder->files->len; i++)
		remove_file(run, g_ptr_array_index(folder->files, i));
	g_ptr_array_unref(folder->files);
	g_ptr_array_unref(folder->rejected);
	folder->files = g_steal_pointer(&files);
	folder->rejected = g_steal_pointer(&rejected);
	folder->marked_files = folder->marked_rejected = 0;
	folder->bytes = 0;
	g_clear_pointer(&folder->cursor, g_free);
	return stored;
}

/* ---- what the visit tells ---- */

static bool take_folder(const char *name, bool anew, guint messages, void *data)
{
	struct remote_import *run = data;

	if (!flush(run))
		return false;
	drop_unmarked(run);
	folder_clear(&run->folder);
	run->folder.name = g_strdup(name);
	run->folder.source = remote_source(run->remote, name);
	run->folder.anew = anew;
	run->folder.files =
		g_ptr_array_new_with_free_func((GDestroyNotify)discovered_file_free);
	run->folder.rejected =
		g_ptr_array_new_with_free_func((GDestroyNotify)stored_rejected_free);
	run->expected += messages;
	return true;
}

static bool fail_to_write(struct remote_import *run, const char *path)
{
	g_set_error(&run->error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL, "%s: %s", path,
		    g_strerror(errno));
	return false;
}

/* A name of a file that any system takes. Caller owns. */
static char *file_name(const struct remote_import *run, const char *id)
{
	char *name = g_strconcat(id, suffix_of(run), NULL);

	for (char *at = name; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && strchr("=-_.", *at) == NULL)
			*at = '_';
	return name;
}

/* Caller owns; NULL with run->error. */
static char *path_to_keep(struct remote_import *run, const char *id)
{
	g_autofree char *below = g_uri_escape_string(run->folder.name, " !'(),&+=@[]{}", TRUE);
	g_autofree char *name = file_name(run, id);
	g_autofree char *folder = NULL;

	if (*below == '.')
		*below = '_';
	folder = g_build_filename(run->remote_options->keep_folder, below, NULL);
	if (g_mkdir_with_parents(folder, 0700) == 0)
		return g_build_filename(folder, name, NULL);
	fail_to_write(run, folder);
	return NULL;
}

static char *path_for(struct remote_import *run, const char *id)
{
	if (run->remote_options->keep_folder != NULL)
		return path_to_keep(run, id);
	return g_strdup_printf("%s/%" G_GUINT64_FORMAT "%s", run->spool_path, run->files_made++,
			       suffix_of(run));
}

static void forget_message(struct remote_import *run)
{
	if (run->file == NULL)
		return;
	close(run->descriptor);
	g_unlink(run->file->read_path);
	g_clear_pointer(&run->file, discovered_file_free);
}

static bool take_begin(const char *id, void *data)
{
	struct remote_import *run = data;
	g_autofree char *path = path_for(run, id);

	if (path == NULL)
		return false;
	forget_message(run);
	run->descriptor =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (run->descriptor < 0)
		return fail_to_write(run, path);
	run->file = g_new0(struct discovered_file, 1);
	run->file->path = g_build_filename(run->folder.source, id, NULL);
	run->file->read_path = g_steal_pointer(&path);
	run->file->folder = g_strdup(run->folder.name);
	run->file->importer = importer_of(run);
	run->file->description = g_strdup(description_of(run));
	return true;
}

static bool take_bytes(const guint8 *bytes, gsize length, void *data)
{
	struct remote_import *run = data;

	run->file->size += length;
	if (run->file->size > LIMIT_MESSAGE_SIZE)
		return true; /* the end rejects it */
	while (length > 0) {
		gssize put = TEMP_FAILURE_RETRY(write(run->descriptor, bytes, length));
		if (put < 0)
			return fail_to_write(run, run->file->read_path);
		bytes += put;
		length -= (gsize)put;
	}
	return true;
}

static void add_rejected(struct remote_import *run, const char *id, const char *reason)
{
	struct stored_rejected *one = g_new0(struct stored_rejected, 1);

	one->file = g_strdup(id);
	one->record.reason = g_strdup(reason);
	g_ptr_array_add(run->folder.rejected, one);
}

static void count_message(struct remote_import *run)
{
	const struct import_options *options = &run->options;

	run->given++;
	run->expected = MAX(run->expected, run->given);
	if (options->progress != NULL)
		options->progress(run->given, run->expected, (gint64)run->given, options->data);
}

/* Before it is a file of the folder: nothing at all, or too much. */
static const char *trouble_of(const struct discovered_file *file)
{
	if (file->size == 0)
		return "the server gave an empty message";
	return file->size > LIMIT_MESSAGE_SIZE
		       ? "the message is larger than its server said, and than 64 MiB"
		       : NULL;
}

static bool take_end(void *data)
{
	struct remote_import *run = data;
	const char *trouble = trouble_of(run->file);

	count_message(run);
	if (trouble != NULL) {
		g_autofree char *id = g_path_get_basename(run->file->path);
		add_rejected(run, id, trouble);
		forget_message(run);
		return true;
	}
	close(run->descriptor);
	run->folder.bytes += run->file->size;
	g_ptr_array_add(run->folder.files, g_steal_pointer(&run->file));
	return true;
}

static bool take_rejected(const char *id, const char *reason, void *data)
{
	struct remote_import *run = data;

	forget_message(run);
	count_message(run);
	add_rejected(run, id, reason);
	return true;
}

static bool take_mark(const char *cursor, void *data)
{
	struct remote_import *run = data;
	struct current *folder = &run->folder;

	g_free(folder->cursor);
	folder->cursor = g_strdup(cursor);
	folder->marked_files = folder->files->len;
	folder->marked_rejected = folder->rejected->len;
	if (folder->files->len < PART_FILES && folder->bytes < PART_BYTES)
		return true;
	return flush(run);
}

static bool take_line(const char *line, void *data)
{
	struct remote_import *run = data;

	if (run->remote_options->say != NULL)
		run->remote_options->say(line, run->remote_options->data);
	return true;
}

/* ---- visits ---- */

static enum fetch_end visit(struct remote_import *run, char *secret, bool bearer,
			    GError **error)
{
	const struct remote_options *asked = run->remote_options;
	const struct fetch_request request = {
		.remote = run->remote,
		.secret = secret,
		.bearer = bearer,
		.ca_file = (char *)asked->ca_file,
		.folders = asked->folders,
		.since = asked->since,
		.until = asked->until,
		.graph_url = asked->graph_url,
		.login_url = asked->login_url,
		.client_id = asked->client_id,
		.plan = run->plan,
		.cursors = run->cursors,
	};
	const struct fetch_sink sink = {
		.folder = take_folder,
		.message_begin = take_begin,
		.message_bytes = take_bytes,
		.message_end = take_end,
		.rejected = take_rejected,
		.mark = take_mark,
		.say = take_line,
		.data = run,
	};
	enum fetch_end end = fetch_process_visit(&request, &sink, error);

	forget_message(run);
	if (end != FETCH_STOPPED && !flush(run))
		end = FETCH_STOPPED;
	drop_unmarked(run);
	folder_clear(&run->folder);
	if (end == FETCH_STOPPED)
		g_clear_error(error);
	return end;
}

static bool get_secret(const struct remote_import *run, char **secret, bool *bearer,
		       GError **error)
{
	const struct remote_options *asked = run->remote_options;

	if (asked->secret == NULL || (*secret != NULL && !*bearer))
		return true;
	g_clear_pointer(secret, g_free);
	return asked->secret(run->remote, secret, bearer, asked->data, error);
}

/* A token may run out under a long walk: one that has worked is asked for anew. */
static bool worth_another(const struct remote_import *run, enum fetch_end end, bool bearer,
			  guint fruitless)
{
	if (end == FETCH_REFUSED)
		return bearer && run->progressed;
	return end == FETCH_LOST && fruitless < REMOTE_ATTEMPTS;
}

static void pause_before(struct remote_import *run, const GError *why, guint fruitless)
{
	take_line(why->message, run);
	g_usleep(FIRST_PAUSE_US << fruitless);
}

static enum fetch_end walk(struct remote_import *run, GError **error)
{
	g_autofree char *secret = NULL;
	enum fetch_end end = FETCH_LOST;
	guint fruitless = 0;
	bool bearer = false;

	for (guint visits = 0; visits < REMOTE_VISITS; visits++) {
		g_autoptr(GError) why = NULL;
		if (!get_secret(run, &secret, &bearer, error))
			return FETCH_FAILED;
		run->progressed = false;
		end = visit(run, secret, bearer, &why);
		fruitless = run->progressed ? 0 : fruitless + 1;
		if (!worth_another(run, end, bearer, fruitless)) {
			if (why != NULL)
				g_propagate_error(error, g_steal_pointer(&why));
			return end;
		}
		pause_before(run, why, fruitless);
	}
	return end;
}

/* ---- the whole ---- */

static char *request_text(const struct remote_options *asked)
{
	return g_strdup_printf("%d..%d", asked->since, asked->until);
}

/* How a ticket tool is asked; a server of mail needs none. */
static bool load_plan(struct remote_import *run, GError **error)
{
	if (run->remote->kind != REMOTE_REST)
		return true;
	run->plan = rest_plan_load(run->remote, run->options.mapping_dir, error);
	return run->plan != NULL;
}

static bool load_cursors(struct remote_import *run, GError **error)
{
	g_autoptr(relationship_auto) relationship = NULL;
	g_autofree char *rules = NULL;
	g_autofree char *request = NULL;
	g_autofree char *prefix = g_strconcat(run->remote->name, "/", NULL);

	if (!import_known(run->store, &run->options, &relationship, error))
		return false;
	if (relationship == NULL) {
		run->cursors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		return true;
	}
	run->known = *relationship->client != '\0' && *relationship->provider != '\0';
	rules = import_rules(relationship);
	request = g_strconcat(rules, "|", run->request, NULL);
	run->cursors = store_cursors(run->store, relationship->id, prefix, request, error);
	return run->cursors != NULL;
}

/* What is stored stays; the reason says how to go on. */
static bool tell_failure(struct remote_import *run, GError *why, GError **error)
{
	if (run->error != NULL) {
		g_clear_error(&why);
		g_propagate_error(error, g_steal_pointer(&run->error));
	} else if (why != NULL) {
		if (run->changed)
			g_prefix_error(&why,
				       "what came so far is kept (the same command goes on "
				       "from there): ");
		g_propagate_error(error, why);
	}
	return false;
}

static bool bring(struct remote_import *run, GError **error)
{
	GError *why = NULL;
	enum fetch_end end = walk(run, &why);
	bool nothing_stored = run->summary->sides_needed || !run->known;

	if (!nothing_stored && run->error == NULL &&
	    !import_conclude(run->store, &run->options, run->remote->name, run->changed,
			     run->summary, error)) {
		g_clear_error(&why);
		return false;
	}
	if (end == FETCH_DONE || run->summary->sides_needed) {
		g_clear_error(&why);
		return true;
	}
	return tell_failure(run, why, error);
}

bool import_remote(struct store *store, const struct remote *remote,
		   const struct remote_options *remote_options,
		   const struct import_options *options, struct import_summary *summary,
		   GError **error)
{
	g_autoptr(spool_auto) spool = spool_new();
	struct remote_import run = {
		.store = store,
		.remote = remote,
		.remote_options = remote_options,
		.options = *options,
		.name = g_strdup(options->relationship),
		.summary = summary,
		.spool = spool,
		.request = request_text(remote_options),
	};
	bool done;

	run.options.relationship = run.name;
	run.spool_path = spool_folder(spool, error);
	done = run.spool_path != NULL && load_plan(&run, error) && load_cursors(&run, error) &&
	       bring(&run, error);
	rest_plan_free(run.plan);
	g_clear_pointer(&run.cursors, g_hash_table_unref);
	g_clear_error(&run.error);
	g_free(run.spool_path);
	g_free(run.request);
	g_free(run.name);
	return done;
}

static void tell_not_read(struct import_summary *summary, const struct remote *remote,
			  const char *reason)
{
	struct import_not_read *one = g_new0(struct import_not_read, 1);
	enum import_kind kind =
		remote->kind == REMOTE_REST ? IMPORT_KIND_TICKETS : IMPORT_KIND_MAIL;

	one->path = g_strdup(remote->name);
	one->kind = g_strdup(import_kind_token(kind));
	one->reason = g_strdup(reason);
	g_ptr_array_add(summary->not_read, one);
}

bool import_remote_again(struct store *store, const struct remote *remote,
			 const struct remote_options *remote_options,
			 const struct import_options *options, struct import_summary *summary,
			 GError **error)
{
	g_autoptr(GError) trouble = NULL;

	if (import_remote(store, remote, remote_options, options, summary, &trouble))
		return true;
	if (g_error_matches(trouble, ENTENTE_ERROR, ENTENTE_ERROR_STORE) ||
	    g_error_matches(trouble, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL)) {
		g_propagate_error(error, g_steal_pointer(&trouble));
		return false;
	}
	tell_not_read(summary, remote, trouble->message);
	return true;
}
