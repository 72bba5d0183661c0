/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Driving an import: discover, settle the two sides, read in worker processes, route, store,
 * derive. A source is a file, or the folder of single-message files (a Maildir): its weekly
 * counts hold every record it has, those out of scope included, because they are what the
 * source can speak about. */
#include "ingest/import.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/limits.h"
#include "ingest/derive.h"
#include "ingest/discover.h"
#include "ingest/read.h"
#include "ingest/worker.h"

#define RECORDS_A_TRANSACTION 5000
#define EXTRACTOR_VERSION     "1" /* raise it when the same bytes give other records */

struct reading;

/* A ticket met in this import counts once, with the source that met it first. */
struct ticket_mark {
	const struct reading *owner;
	bool existed; /* in the store before this import */
	bool new_row;
};

/* A source that is being read. */
struct reading {
	struct source *source;
	enum import_kind kind;
	GPtrArray *files;    /* struct discovered_file *, borrowed */
	GHashTable *weeks;   /* week -> records */
	GPtrArray *rejected; /* struct stored_rejected * */
	guint tasks_left;
	struct import_counts counts;
};

struct import {
	struct store *store;
	const struct import_options *options;
	struct import_summary *summary;
	struct relationship *relationship;
	struct sides *sides;
	char *rules;
	GTimeZone *zone;
	GPtrArray *files;    /* struct discovered_file * */
	GPtrArray *readings; /* struct reading * */
	GHashTable *by_path; /* file path -> struct reading * */
	GHashTable *tickets; /* "tool\nkey" -> struct ticket_mark * */
	guint64 total_bytes;
	gint64 records;
	guint in_transaction;
	bool changed;
};

/* ---- the summary ---- */

static void source_report_free(gpointer data)
{
	struct import_source *source = data;

	g_free(source->path);
	g_free(source->kind);
	g_free(source->description);
	g_free(source);
}

static void not_read_free(gpointer data)
{
	struct import_not_read *one = data;

	g_free(one->path);
	g_free(one->kind);
	g_free(one->reason);
	g_free(one);
}

static void rejected_report_free(gpointer data)
{
	struct import_rejected *one = data;

	g_free(one->file);
	g_free(one->reason);
	g_free(one);
}

struct import_summary *import_summary_new(void)
{
	struct import_summary *summary = g_new0(struct import_summary, 1);

	summary->sources = g_ptr_array_new_with_free_func(source_report_free);
	summary->not_read = g_ptr_array_new_with_free_func(not_read_free);
	summary->rejected = g_ptr_array_new_with_free_func(rejected_report_free);
	return summary;
}

void import_summary_free(struct import_summary *summary)
{
	if (summary == NULL)
		return;
	g_free(summary->relationship);
	g_free(summary->client);
	g_free(summary->provider);
	g_strfreev(summary->ranking);
	g_ptr_array_unref(summary->sources);
	g_ptr_array_unref(summary->not_read);
	g_ptr_array_unref(summary->rejected);
	g_free(summary);
}

static void report_rejected(struct import_summary *summary, const char *file,
			    const struct place *place, const char *reason)
{
	struct import_rejected *one;

	if (summary->rejected->len >= LIMIT_REJECTED_LISTED)
		return;
	one = g_new0(struct import_rejected, 1);
	one->file = g_strdup(file);
	one->place = *place;
	one->reason = g_strdup(reason);
	g_ptr_array_add(summary->rejected, one);
}

static struct import_counts *counts_of_kind(struct import_summary *summary,
					    enum import_kind kind)
{
	if (kind == IMPORT_KIND_TICKETS)
		return &summary->tickets;
	return kind == IMPORT_KIND_FACTS ? &summary->facts : &summary->messages;
}

static void add_counts(struct import_counts *total, const struct import_counts *more)
{
	total->read += more->read;
	total->new += more->new;
	total->known += more->known;
	total->updated += more->updated;
	total->set_aside += more->set_aside;
	total->out_of_scope += more->out_of_scope;
	total->rejected += more->rejected;
}

static void report_source(struct import *import, const struct source *source,
			  const struct import_counts *counts, enum import_kind kind,
			  bool unchanged)
{
	struct import_source *one = g_new0(struct import_source, 1);

	one->path = g_strdup(source->path);
	one->kind = g_strdup(source->kind);
	one->description = g_strdup(source->description);
	one->first_ms = source->first_ms;
	one->last_ms = source->last_ms;
	one->unchanged = unchanged;
	g_ptr_array_add(import->summary->sources, one);
	add_counts(counts_of_kind(import->summary, kind), counts);
	import->summary->n_rejected += counts->rejected;
}

/* ---- sources ---- */

static void reading_free(gpointer data)
{
	struct reading *reading = data;

	source_free(reading->source);
	g_ptr_array_unref(reading->files);
	g_hash_table_destroy(reading->weeks);
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

static bool named_by_user(const char *const *paths, const char *path)
{
	for (guint i = 0; paths[i] != NULL; i++) {
		g_autofree char *absolute = g_canonicalize_filename(paths[i], NULL);
		if (strcmp(absolute, path) == 0)
			return true;
	}
	return false;
}

/* A stray file in a folder is named and passed over; one that the user gave, or that should be
 * readable, is rejected. */
static void report_trouble(struct import *import, const struct discovered_file *file,
			   const char *const *paths)
{
	static const struct place nowhere = {0};
	bool recognised = file->importer != NULL;

	if ((recognised && !file->importer->readable) ||
	    (!recognised && file->size > 0 && !named_by_user(paths, file->path) &&
	     (file->container != NULL || g_access(file->path, R_OK) == 0))) {
		struct import_not_read *one = g_new0(struct import_not_read, 1);
		one->path = g_strdup(file->path);
		one->kind = g_strdup(recognised ? import_kind_token(file->importer->kind)
						: "unknown");
		one->reason = g_strdup(file->trouble);
		g_ptr_array_add(import->summary->not_read, one);
		return;
	}
	report_rejected(import->summary, file->path, &nowhere, file->trouble);
	import->summary->n_rejected++;
}

static void sort_files(struct import *import, const char *const *paths)
{
	g_autoptr(GHashTable) sources =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < import->files->len; i++) {
		const struct discovered_file *file = g_ptr_array_index(import->files, i);
		g_autofree char *path = NULL;
		struct reading *reading;
		if (file->trouble != NULL) {
			report_trouble(import, file, paths);
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

/* Whether the addresses of such sources show who writes to whom. */
static bool tells_sides(const struct reading *reading)
{
	return reading->kind == IMPORT_KIND_MAIL || reading->kind == IMPORT_KIND_CHAT;
}

static bool any_tells_sides(const struct import *import)
{
	for (guint i = 0; i < import->readings->len; i++)
		if (tells_sides(g_ptr_array_index(import->readings, i)))
			return true;
	return false;
}

static GArray *tasks_of(const struct import *import, GPtrArray *readings, bool for_sides)
{
	GArray *tasks = g_array_new(FALSE, TRUE, sizeof(struct import_task));

	for (guint i = 0; i < readings->len; i++) {
		struct reading *reading = g_ptr_array_index(readings, i);
		guint before = tasks->len;
		if (for_sides && !tells_sides(reading))
			continue;
		for (guint f = 0; f < reading->files->len; f++)
			discover_tasks(g_ptr_array_index(reading->files, f),
				       import->options->mapping_dir, tasks);
		reading->tasks_left = tasks->len - before;
	}
	return tasks;
}

/* ---- the two sides ---- */

static bool observe_record(const struct import_task *task, struct import_record *record,
			   void *data, GError **error)
{
	if (record->type == RECORD_MESSAGE)
		side_proposal_observe(data, &record->message);
	return true;
}

static bool propose_sides(struct import *import, char **client, char **provider, GError **error)
{
	static const struct worker_callbacks callbacks = {.record = observe_record};
	struct worker_options options = {.workers = import->options->workers};
	g_autoptr(GArray) tasks = tasks_of(import, import->readings, true);
	struct side_proposal *proposal = side_proposal_new();
	bool done = worker_run((const struct import_task *)tasks->data, tasks->len, &options,
			       &callbacks, proposal, error);

	if (done) {
		side_proposal_best(proposal, client, provider);
		import->summary->ranking = side_proposal_ranking(proposal, 8);
	}
	side_proposal_free(proposal);
	return done;
}

static bool given(const char *text)
{
	return text != NULL && *text != '\0';
}

/* "acme-infonet" of "acme.fr,acme.com" and "infonet.fr": the first label of each first rule. */
static char *name_of_sides(const char *client, const char *provider)
{
	const char *const rules[] = {client, provider};
	g_autoptr(GString) name = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
		const char *rule = rules[i];
		const char *at = given(rule) ? strchr(rule, '@') : NULL;
		gsize length;
		if (!given(rule) || *rule == '*')
			continue;
		length = at != NULL ? (gsize)(at - rule) : strcspn(rule, ".,; ");
		if (name->len > 0)
			g_string_append_c(name, '-');
		g_string_append_len(name, rule, (gssize)length);
	}
	return g_strdup(name->len > 0 ? name->str : "default");
}

static struct relationship *relationship_of_sides(const GPtrArray *all, const char *client,
						  const char *provider)
{
	for (guint i = 0; i < all->len; i++) {
		struct relationship *one = g_ptr_array_index(all, i);
		if (strcmp(one->client, client) == 0 && strcmp(one->provider, provider) == 0)
			return one;
	}
	return NULL;
}

static struct relationship *relationship_named(const GPtrArray *all, const char *name)
{
	for (guint i = 0; i < all->len; i++) {
		struct relationship *one = g_ptr_array_index(all, i);
		if (strcmp(one->name, name) == 0)
			return one;
	}
	return NULL;
}

static struct relationship *copy_relationship(const struct relationship *one)
{
	struct relationship *copy = relationship_new(one->name);

	g_free(copy->client);
	g_free(copy->provider);
	g_free(copy->zone);
	copy->client = g_strdup(one->client);
	copy->provider = g_strdup(one->provider);
	copy->zone = g_strdup(one->zone);
	copy->worker_side = one->worker_side;
	return copy;
}

/* The stored relationship that the options mean, or NULL; several and none named is an error.
 */
static bool find_relationship(struct import *import, struct relationship **found,
			      GError **error)
{
	const struct import_options *options = import->options;
	g_autoptr(GPtrArray) all = store_relationships(import->store, error);
	const struct relationship *one = NULL;

	if (all == NULL)
		return false;
	if (given(options->relationship))
		one = relationship_named(all, options->relationship);
	else if (given(options->client) && given(options->provider))
		one = relationship_of_sides(all, options->client, options->provider);
	else if (all->len == 1)
		one = g_ptr_array_index(all, 0);
	else if (all->len > 1) {
		g_set_error_literal(
			error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			"the store holds several relationships: say which with -r NAME"
			" (entente list shows them)");
		return false;
	}
	*found = one != NULL ? copy_relationship(one) : NULL;
	return true;
}

static void set_rules(struct relationship *relationship, const char *client,
		      const char *provider)
{
	if (given(client)) {
		g_free(relationship->client);
		relationship->client = g_strdup(client);
	}
	if (given(provider)) {
		g_free(relationship->provider);
		relationship->provider = g_strdup(provider);
	}
}

static bool ask_for_sides(struct import *import, char **client, char **provider, GError **error)
{
	const struct import_options *options = import->options;

	if (!propose_sides(import, client, provider, error))
		return false;
	import->summary->sides_needed =
		options->confirm_sides == NULL ||
		!options->confirm_sides(client, provider, import->summary->ranking,
					options->data);
	import->summary->client = g_strdup(*client);
	import->summary->provider = g_strdup(*provider);
	return true;
}

/* Leaves summary->sides_needed when nothing may be stored yet. */
static bool settle_relationship(struct import *import, GError **error)
{
	const struct import_options *options = import->options;
	g_autofree char *client = g_strdup(options->client);
	g_autofree char *provider = g_strdup(options->provider);
	struct relationship *stored = NULL;
	bool stored_sides;

	if (!find_relationship(import, &stored, error))
		return false;
	import->relationship = stored;
	stored_sides = stored != NULL && given(stored->client) && given(stored->provider);
	if (!stored_sides && (!given(client) || !given(provider)) && any_tells_sides(import)) {
		g_clear_pointer(&client, g_free);
		g_clear_pointer(&provider, g_free);
		if (!ask_for_sides(import, &client, &provider, error))
			return false;
		if (import->summary->sides_needed)
			return true;
	}
	if (import->relationship == NULL) {
		g_autofree char *name = given(options->relationship)
						? g_strdup(options->relationship)
						: name_of_sides(client, provider);
		import->relationship = relationship_new(name);
	}
	set_rules(import->relationship, client, provider);
	if (options->worker_side != SIDE_NONE)
		import->relationship->worker_side = options->worker_side;
	return true;
}

static bool open_relationship(struct import *import, GError **error)
{
	struct relationship *relationship = import->relationship;

	import->sides = sides_new(relationship->client, relationship->provider, error);
	if (import->sides == NULL ||
	    !store_relationship_save(import->store, relationship, error))
		return false;
	import->rules = g_strdup_printf("%s|%s|%s", EXTRACTOR_VERSION, relationship->client,
					relationship->provider);
	import->zone = g_time_zone_new_identifier(relationship->zone);
	if (import->zone == NULL)
		import->zone = g_time_zone_new_utc();
	g_free(import->summary->relationship);
	g_free(import->summary->client);
	g_free(import->summary->provider);
	import->summary->relationship = g_strdup(relationship->name);
	import->summary->client = g_strdup(relationship->client);
	import->summary->provider = g_strdup(relationship->provider);
	return true;
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

static bool report_unchanged(struct import *import, const struct reading *reading,
			     const struct source *stored, GError **error)
{
	struct import_counts counts = {
		.read = stored->n_read,
		.known = stored->n_kept,
		.set_aside = stored->n_set_aside,
		.out_of_scope = stored->n_out_of_scope,
		.rejected = stored->n_rejected,
	};
	g_autoptr(GPtrArray) rejected =
		store_rejected(import->store, import->relationship->id, stored->id, error);

	if (rejected == NULL)
		return false;
	for (guint i = 0; i < rejected->len; i++) {
		const struct stored_rejected *one = g_ptr_array_index(rejected, i);
		g_autofree char *file = store_path_within(stored->path, one->file);
		report_rejected(import->summary, file, &one->record.place, one->record.reason);
	}
	report_source(import, stored, &counts, reading->kind, true);
	return true;
}

/* Keeps in import->readings only what must be read; clears what was known of those. */
static bool pass_over_unchanged(struct import *import, GError **error)
{
	gint64 relationship = import->relationship->id;
	g_autoptr(GPtrArray) sources = store_sources(import->store, relationship, error);

	if (sources == NULL)
		return false;
	for (guint i = 0; i < import->readings->len;) {
		struct reading *reading = g_ptr_array_index(import->readings, i);
		const struct source *stored = stored_source(sources, reading->source->id);
		if (stored != NULL && stored->size == reading->source->size &&
		    stored->changed_ns == reading->source->changed_ns &&
		    strcmp(stored->description, reading->source->description) == 0 &&
		    strcmp(stored->rules, import->rules) == 0) {
			if (!report_unchanged(import, reading, stored, error))
				return false;
			g_ptr_array_remove_index(import->readings, i);
			continue;
		}
		if (!store_source_clear(import->store, relationship, reading->source->id,
					error))
			return false;
		import->total_bytes += (guint64)reading->source->size;
		i++;
	}
	return true;
}

/* ---- records ---- */

static void note_instant(struct import *import, struct reading *reading, gint64 ms)
{
	gpointer week;
	guint count;

	if (ms == INSTANT_NONE)
		return;
	week = GINT_TO_POINTER(calendar_week_of_ms(ms, import->zone));
	count = GPOINTER_TO_UINT(g_hash_table_lookup(reading->weeks, week));
	g_hash_table_insert(reading->weeks, week, GUINT_TO_POINTER(count + 1));
	if (reading->source->first_ms == INSTANT_NONE || ms < reading->source->first_ms)
		reading->source->first_ms = ms;
	reading->source->last_ms = MAX(reading->source->last_ms, ms);
}

static bool count_put(struct import *import, enum store_put put, gint64 *new, gint64 *known)
{
	if (put == STORE_PUT_FAILED)
		return false;
	import->changed = import->changed || put == STORE_PUT_NEW;
	++*(put == STORE_PUT_NEW ? new : known);
	return true;
}

static bool take_message(struct import *import, struct reading *reading,
			 const struct store_origin *origin,
			 const struct message_record *message, GError **error)
{
	struct import_counts *counts = &reading->counts;
	gint64 ignored = 0;
	bool machine = message->automatic != AUTOMATIC_NOT;

	counts->read++;
	reading->source->simulated = reading->source->simulated || message->simulated;
	note_instant(import, reading, message->date_ms);
	if (message->personal) {
		counts->set_aside++;
		return true;
	}
	if (!sides_in_scope(import->sides, message)) {
		counts->out_of_scope++;
		return true;
	}
	counts->set_aside += machine;
	return count_put(import,
			 store_message_put(import->store, import->relationship->id, origin,
					   message, error),
			 machine ? &ignored : &counts->new,
			 machine ? &ignored : &counts->known);
}

static struct ticket_mark *mark_of_ticket(struct import *import, const struct reading *reading,
					  const struct ticket_record *ticket, GError **error)
{
	g_autofree char *key = g_strconcat(ticket->tool, "\n", ticket->key, NULL);
	struct ticket_mark *mark = g_hash_table_lookup(import->tickets, key);
	bool existed = false;

	if (mark != NULL)
		return mark;
	if (!store_ticket_known(import->store, import->relationship->id, ticket->tool,
				ticket->key, &existed, error))
		return NULL;
	mark = g_new0(struct ticket_mark, 1);
	mark->owner = reading;
	mark->existed = existed;
	g_hash_table_insert(import->tickets, g_steal_pointer(&key), mark);
	return mark;
}

static bool take_ticket(struct import *import, struct reading *reading,
			const struct store_origin *origin, const struct ticket_record *ticket,
			GError **error)
{
	struct ticket_mark *mark = mark_of_ticket(import, reading, ticket, error);
	gint64 new = 0, known = 0;

	note_instant(import, reading, ticket->opened_ms);
	note_instant(import, reading, ticket->activity_ms);
	if (mark == NULL ||
	    !count_put(import,
		       store_ticket_row_put(import->store, import->relationship->id, origin,
					    ticket, error),
		       &new, &known))
		return false;
	mark->new_row = mark->new_row || new > 0;
	return true;
}

static bool take_fact(struct import *import, struct reading *reading,
		      const struct store_origin *origin, const struct fact_record *fact,
		      GError **error)
{
	note_instant(import, reading, calendar_ms_of_day(fact->day, import->zone));
	reading->counts.read++;
	return count_put(
		import,
		store_fact_put(import->store, import->relationship->id, origin, fact, error),
		&reading->counts.new, &reading->counts.known);
}

static bool take_rejected(struct reading *reading, const struct store_origin *origin,
			  struct rejected_record *rejected)
{
	struct stored_rejected *one;

	reading->counts.read++;
	reading->counts.rejected++;
	if (reading->rejected->len >= LIMIT_REJECTED_LISTED)
		return true;
	one = g_new0(struct stored_rejected, 1);
	one->file = g_strdup(origin->file);
	one->record = *rejected;
	rejected->reason = NULL;
	g_ptr_array_add(reading->rejected, one);
	return true;
}

static bool renew_transaction(struct import *import, GError **error)
{
	import->records++;
	if (++import->in_transaction < RECORDS_A_TRANSACTION)
		return true;
	import->in_transaction = 0;
	return db_commit(import->store->db, error) && db_begin(import->store->db, error);
}

static const char *file_within(const struct reading *reading, const char *path)
{
	gsize length = strlen(reading->source->path);

	return strcmp(reading->source->path, path) == 0 ? "" : path + length + 1;
}

static bool take_record(const struct import_task *task, struct import_record *record,
			void *data, GError **error)
{
	struct import *import = data;
	struct reading *reading = g_hash_table_lookup(import->by_path, task->name);
	struct store_origin origin = {reading->source->id, file_within(reading, task->name)};
	bool done = true;

	switch (record->type) {
	case RECORD_MESSAGE:
		done = take_message(import, reading, &origin, &record->message, error);
		break;
	case RECORD_TICKET:
		done = take_ticket(import, reading, &origin, &record->ticket, error);
		break;
	case RECORD_FACT:
		done = take_fact(import, reading, &origin, &record->fact, error);
		break;
	case RECORD_REJECTED:
		done = take_rejected(reading, &origin, &record->rejected);
		break;
	case RECORD_MEMBER:
	case RECORD_END:
		break;
	}
	return done && renew_transaction(import, error);
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
		if (!store_rejected_put(import->store, import->relationship->id, source->id, i,
					one, error))
			return false;
		report_rejected(import->summary, file, &one->record.place, one->record.reason);
	}
	return true;
}

static void count_tickets(const struct import *import, struct reading *reading)
{
	struct import_counts *counts = &reading->counts;
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, import->tickets);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct ticket_mark *mark = value;
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
	struct import_counts *counts = &reading->counts;
	struct source *source = reading->source;

	count_tickets(import, reading);
	source->rules = g_strdup(import->rules);
	source->n_read = counts->read;
	source->n_kept = counts->new + counts->known + counts->updated;
	source->n_set_aside = counts->set_aside;
	source->n_out_of_scope = counts->out_of_scope;
	source->n_rejected = counts->rejected;
	import->changed = true;
	if (!save_rejected(import, reading, error) ||
	    !store_source_save(import->store, import->relationship->id, source, reading->weeks,
			       error))
		return false;
	report_source(import, source, counts, reading->kind, false);
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
		.record = take_record,
		.finished = task_finished,
		.progress = report_progress,
	};
	struct worker_options options = {.workers = import->options->workers};
	g_autoptr(GArray) tasks = tasks_of(import, import->readings, false);

	return worker_run((const struct import_task *)tasks->data, tasks->len, &options,
			  &callbacks, import, error);
}

static bool store_evidence(struct import *import, GError **error)
{
	if (!db_begin(import->store->db, error))
		return false;
	if (open_relationship(import, error) && pass_over_unchanged(import, error) &&
	    read_sources(import, error) && db_commit(import->store->db, error))
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

	return read_by_model(import->store, import->relationship, &progress, error);
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

bool import_run(struct store *store, const char *const *paths,
		const struct import_options *options, struct import_summary *summary,
		GError **error)
{
	struct import import = {.store = store, .options = options, .summary = summary};
	g_autoptr(spool_auto) spool = spool_new();
	bool done;

	import.files = discover_files(paths, options->as, options->mapping_dir, spool, error);
	if (import.files == NULL)
		return false;
	import.readings = g_ptr_array_new_with_free_func(reading_free);
	import.by_path = g_hash_table_new(g_str_hash, g_str_equal);
	import.tickets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	sort_files(&import, paths);
	done = settle_relationship(&import, error);
	if (done && !summary->sides_needed && import.readings->len > 0)
		done = store_everything(&import, error);
	g_ptr_array_sort(summary->sources, by_source_path);
	g_ptr_array_sort(summary->rejected, by_rejected_place);
	relationship_free(import.relationship);
	sides_free(import.sides);
	g_free(import.rules);
	g_clear_pointer(&import.zone, g_time_zone_unref);
	g_hash_table_destroy(import.by_path);
	g_hash_table_destroy(import.tickets);
	g_ptr_array_unref(import.readings);
	g_ptr_array_unref(import.files);
	return done;
}
