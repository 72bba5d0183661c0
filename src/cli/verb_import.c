/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente import [PATH...]`: reads evidence, proposes the two sides when they are not said,
 * and tells what was kept, set aside and rejected, each rejected record with its place and the
 * mend. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/mapping_folder.h"
#include "cli/mapping_offer.h"
#include "cli/remote_arguments.h"
#include "importers/tables.h"
#include "ingest/import.h"
#include "store/roots.h"

#define REJECTED_SHOWN 20 /* on a terminal; the JSON form lists more */
#define BAR_WIDTH      30
#define BAR_EVERY_US   200000

/* ---- progress ---- */

struct bar {
	gint64 began_us, drawn_us;
	guint64 total; /* of the present walk: bytes, then messages to read */
	bool drawn;
};

static void draw_bar(struct bar *bar, guint64 bytes, guint64 total, gint64 records)
{
	gint64 now = g_get_monotonic_time();

	if (total != bar->total)
		bar->began_us = now;
	bar->total = total;
	double seconds = (double)(now - bar->began_us) / 1e6;
	double share = total > 0 ? MIN(1.0, (double)bytes / (double)total) : 0;
	double left = share > 0.01 ? seconds * (1 - share) / share : 0;
	int filled = (int)(share * BAR_WIDTH);

	if (now - bar->drawn_us < BAR_EVERY_US)
		return;
	bar->drawn_us = now;
	bar->drawn = true;
	fprintf(stderr, "\r[%.*s%.*s] %3.0f %%  %" G_GINT64_FORMAT "  %.0f/s  %d:%02d ", filled,
		"##############################", BAR_WIDTH - filled,
		"                              ", share * 100, records,
		seconds > 0 ? (double)records / seconds : 0, (int)left / 60, (int)left % 60);
	fflush(stderr);
}

static void clear_bar(const struct bar *bar)
{
	if (bar->drawn)
		fprintf(stderr, "\r%*s\r", BAR_WIDTH + 46, "");
}

/* ---- the sides ---- */

struct asking {
	const struct catalogue *catalogue;
	struct bar bar;
};

static void draw_progress(guint64 bytes, guint64 total, gint64 records, void *data)
{
	struct asking *asking = data;

	draw_bar(&asking->bar, bytes, total, records);
}

static bool read_answer(const char *question, const char *proposed, char **answer)
{
	char line[512];

	fprintf(stderr, "%s [%s] ", question, proposed != NULL ? proposed : "");
	fflush(stderr);
	if (fgets(line, sizeof line, stdin) == NULL)
		return false;
	g_strstrip(line);
	*answer = g_strdup(*line != '\0' ? line : proposed);
	return *answer != NULL && **answer != '\0';
}

static bool ask_sides(char **client, char **provider, char **ranking, void *data)
{
	const struct asking *asking = data;
	g_autofree char *first = NULL, *second = NULL;

	clear_bar(&asking->bar);
	fprintf(stderr, "%s\n",
		catalogue_text(asking->catalogue, "Organisations by number of messages:"));
	for (guint i = 0; ranking != NULL && ranking[i] != NULL; i++)
		fprintf(stderr, "  %s\n", ranking[i]);
	if (!read_answer(catalogue_text(asking->catalogue, "The client's domain?"), *client,
			 &first) ||
	    !read_answer(catalogue_text(asking->catalogue, "The provider's domain?"), *provider,
			 &second))
		return false;
	g_free(*client);
	g_free(*provider);
	*client = g_steal_pointer(&first);
	*provider = g_steal_pointer(&second);
	return true;
}

static void say_sides_needed(const struct catalogue *catalogue,
			     const struct import_summary *summary, char **paths)
{
	fprintf(stderr, "%s\n",
		catalogue_text(catalogue,
			       "Which organisation is the client, and which the provider? "
			       "Nothing was stored."));
	for (guint i = 0; summary->ranking != NULL && summary->ranking[i] != NULL; i++)
		fprintf(stderr, "  %s\n", summary->ranking[i]);
	fprintf(stderr, "%s\n  entente import --client %s --provider %s",
		catalogue_text(catalogue, "Most likely:"),
		summary->client != NULL ? summary->client : "CLIENT.fr",
		summary->provider != NULL ? summary->provider : "PROVIDER.fr");
	for (guint i = 0; paths[i] != NULL; i++) {
		g_autofree char *quoted = g_shell_quote(paths[i]);
		fprintf(stderr, " %s",
			strpbrk(paths[i], " '\"$&()") != NULL ? quoted : paths[i]);
	}
	fprintf(stderr, "\n");
}

/* ---- the summary ---- */

static char *day_text(gint64 ms)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);

	return ms == INSTANT_NONE ? NULL : calendar_format_day(calendar_day_of_ms(ms, zone));
}

static void counts_json(struct json_writer *json, const char *key,
			const struct import_counts *counts, bool tickets)
{
	json_key(json, key);
	json_begin_object(json);
	json_member_int(json, "read", counts->read);
	json_member_int(json, "new", counts->new);
	json_member_int(json, "known", counts->known);
	if (tickets) {
		json_member_int(json, "updated", counts->updated);
	}
	json_member_int(json, "set_aside", counts->set_aside);
	json_member_int(json, "out_of_scope", counts->out_of_scope);
	json_member_int(json, "rejected", counts->rejected);
	json_end_object(json);
}

static void sources_json(struct json_writer *json, const GPtrArray *sources)
{
	json_key(json, "sources");
	json_begin_array(json);
	for (guint i = 0; i < sources->len; i++) {
		const struct import_source *source = g_ptr_array_index(sources, i);
		g_autofree char *from = day_text(source->first_ms);
		g_autofree char *to = day_text(source->last_ms);
		json_begin_object(json);
		json_member_string(json, "path", source->path);
		json_member_string(json, "kind", source->kind);
		json_key(json, "coverage");
		json_begin_array(json);
		json_string(json, from);
		json_string(json, to);
		json_end_array(json);
		json_member_string(json, "dialect", source->description);
		json_member_bool(json, "unchanged", source->unchanged);
		json_end_object(json);
	}
	json_end_array(json);
}

/* Where a rejected record stands: a line of a table, a byte of a mailbox, or the whole file. */
static char *place_text(const struct place *place)
{
	if (place->line > 0)
		return g_strdup_printf("line %u", place->line);
	if (place->offset == 0 && place->length == 0)
		return g_strdup("file");
	return g_strdup_printf("byte %" G_GUINT64_FORMAT, place->offset);
}

static void rejected_json(struct json_writer *json, const GPtrArray *rejected)
{
	json_key(json, "rejected");
	json_begin_array(json);
	for (guint i = 0; i < rejected->len; i++) {
		const struct import_rejected *one = g_ptr_array_index(rejected, i);
		g_autofree char *place = place_text(&one->place);
		json_begin_object(json);
		json_member_string(json, "file", one->file);
		json_member_string(json, "place", place);
		json_member_string(json, "reason", one->reason);
		json_end_object(json);
	}
	json_end_array(json);
}

static void not_read_json(struct json_writer *json, const GPtrArray *not_read)
{
	json_key(json, "not_read");
	json_begin_array(json);
	for (guint i = 0; i < not_read->len; i++) {
		const struct import_not_read *one = g_ptr_array_index(not_read, i);
		json_begin_object(json);
		json_member_string(json, "path", one->path);
		json_member_string(json, "kind", one->kind);
		json_member_string(json, "reason", one->reason);
		json_end_object(json);
	}
	json_end_array(json);
}

static void summary_json(const struct import_summary *summary, struct json_writer *json)
{
	json_begin_object(json);
	json_member_string(json, "schema", "entente/import/1");
	json_key(json, "relationships");
	json_begin_array(json);
	if (summary->relationship != NULL && *summary->relationship != '\0')
		json_string(json, summary->relationship);
	json_end_array(json);
	json_member_string(json, "client", summary->client);
	json_member_string(json, "provider", summary->provider);
	sources_json(json, summary->sources);
	counts_json(json, "messages", &summary->messages, false);
	counts_json(json, "tickets", &summary->tickets, true);
	counts_json(json, "meetings", &summary->meetings, false);
	counts_json(json, "documents", &summary->documents, false);
	counts_json(json, "facts", &summary->facts, false);
	if (summary->contracts.read > 0)
		counts_json(json, "contracts", &summary->contracts, false);
	if (summary->ledger.read > 0)
		counts_json(json, "ledger", &summary->ledger, false);
	if (summary->actions.read > 0)
		counts_json(json, "actions", &summary->actions, false);
	if (summary->responsibilities.read > 0)
		counts_json(json, "responsibilities", &summary->responsibilities, false);
	if (summary->answers.read > 0)
		counts_json(json, "answers", &summary->answers, false);
	json_member_int(json, "rejected_count", summary->n_rejected);
	rejected_json(json, summary->rejected);
	not_read_json(json, summary->not_read);
	json_end_object(json);
}

/* One object; an array when several relationships were read again. */
static void summaries_json(const GPtrArray *summaries, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	if (summaries->len != 1)
		json_begin_array(json);
	for (guint i = 0; i < summaries->len; i++)
		summary_json(g_ptr_array_index(summaries, i), json);
	if (summaries->len != 1)
		json_end_array(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

static void append_count(GString *out, const struct catalogue *catalogue, const char *what,
			 gint64 count)
{
	if (count > 0)
		g_string_append_printf(out, ", %" G_GINT64_FORMAT " %s", count,
				       catalogue_text(catalogue, what));
}

static void counts_text(const struct catalogue *catalogue, const char *name, const char *aside,
			const struct import_counts *counts, GString *out)
{
	if (counts->read == 0)
		return;
	g_string_append_printf(out, "%s: %" G_GINT64_FORMAT " %s",
			       catalogue_text(catalogue, name), counts->read,
			       catalogue_text(catalogue, "read"));
	append_count(out, catalogue, N_("new"), counts->new);
	append_count(out, catalogue, N_("updated"), counts->updated);
	append_count(out, catalogue, N_("known"), counts->known);
	append_count(out, catalogue, aside, counts->set_aside);
	append_count(out, catalogue, N_("out of scope (not stored)"), counts->out_of_scope);
	append_count(out, catalogue, N_("rejected"), counts->rejected);
	g_string_append_c(out, '\n');
}

static void sources_text(const struct catalogue *catalogue, const GPtrArray *sources,
			 GString *out)
{
	for (guint i = 0; i < sources->len; i++) {
		const struct import_source *source = g_ptr_array_index(sources, i);
		g_autofree char *from = day_text(source->first_ms);
		g_autofree char *to = day_text(source->last_ms);
		g_string_append_printf(out, "%s\n  %s", source->path, source->description);
		if (from != NULL)
			g_string_append_printf(out, "; %s .. %s", from, to);
		if (source->unchanged)
			g_string_append_printf(out, "; %s",
					       catalogue_text(catalogue, "unchanged"));
		g_string_append_c(out, '\n');
	}
}

static void troubles_text(const struct catalogue *catalogue,
			  const struct import_summary *summary, GString *out)
{
	for (guint i = 0; i < summary->not_read->len; i++) {
		const struct import_not_read *one = g_ptr_array_index(summary->not_read, i);
		g_string_append_printf(out, "%s %s: %s\n",
				       catalogue_text(catalogue, "not read:"), one->path,
				       one->reason);
	}
	for (guint i = 0; i < MIN(summary->rejected->len, REJECTED_SHOWN); i++) {
		const struct import_rejected *one = g_ptr_array_index(summary->rejected, i);
		g_autofree char *place = place_text(&one->place);
		g_string_append_printf(out, "%s %s, %s: %s\n",
				       catalogue_text(catalogue, "rejected:"), one->file, place,
				       one->reason);
	}
	if (summary->n_rejected > REJECTED_SHOWN)
		g_string_append_printf(out, "%s\n",
				       catalogue_text(catalogue, "(more with --json)"));
}

static void summary_text(const struct catalogue *catalogue,
			 const struct import_summary *summary, GString *out)
{
	if (summary->relationship != NULL && *summary->relationship != '\0')
		g_string_append_printf(out, "%s (%s: %s, %s: %s)\n", summary->relationship,
				       catalogue_text(catalogue, "client"), summary->client,
				       catalogue_text(catalogue, "provider"),
				       summary->provider);
	sources_text(catalogue, summary->sources, out);
	counts_text(catalogue, N_("messages"), N_("set aside (machine or personal mail)"),
		    &summary->messages, out);
	counts_text(catalogue, N_("tickets"), N_("set aside"), &summary->tickets, out);
	counts_text(catalogue, N_("meetings"), N_("set aside (private, or only proposed)"),
		    &summary->meetings, out);
	counts_text(catalogue, N_("facts"), N_("set aside"), &summary->facts, out);
	counts_text(catalogue, N_("documents"), N_("set aside"), &summary->documents, out);
	counts_text(catalogue, N_("contracts"), N_("set aside"), &summary->contracts, out);
	counts_text(catalogue, N_("ledger items"), N_("set aside"), &summary->ledger, out);
	counts_text(catalogue, N_("actions"), N_("set aside"), &summary->actions, out);
	counts_text(catalogue, N_("rows of responsibilities"), N_("set aside"),
		    &summary->responsibilities, out);
	counts_text(catalogue, N_("answers"), N_("not answered"), &summary->answers, out);
	troubles_text(catalogue, summary, out);
}

/* ---- the verb ---- */

struct import_arguments {
	char *relationship, *client, *provider, *as, *mappings, *worker_side;
	gint workers;
	gboolean read_later;
	GPtrArray *unknown; /* char *: tables that no mapping knows */
	struct remote_arguments remote;
};

static void arguments_clear(struct import_arguments *arguments)
{
	g_free(arguments->relationship);
	g_free(arguments->client);
	g_free(arguments->provider);
	g_free(arguments->as);
	g_free(arguments->mappings);
	g_free(arguments->worker_side);
	g_ptr_array_unref(arguments->unknown);
	remote_arguments_clear(&arguments->remote);
}

static bool worker_side_of(const char *text, enum side *side)
{
	*side = SIDE_NONE;
	if (text == NULL)
		return true;
	for (enum side one = SIDE_CLIENT; one <= SIDE_PROVIDER; one++)
		if (strcmp(text, side_token(one)) == 0)
			*side = one;
	return *side != SIDE_NONE;
}

static int status_of(const GPtrArray *summaries)
{
	int status = EXIT_DONE;

	for (guint i = 0; i < summaries->len; i++) {
		const struct import_summary *summary = g_ptr_array_index(summaries, i);
		if (summary->n_rejected > 0 && status != EXIT_REJECTED)
			status = summary->sources->len == 0 ? EXIT_INPUT : EXIT_REJECTED;
	}
	return status;
}

static void note_unknown(const char *path, const char *reason, GPtrArray *unknown)
{
	if (strstr(reason, TABLES_MEND) != NULL && g_file_test(path, G_FILE_TEST_IS_REGULAR))
		g_ptr_array_add(unknown, g_strdup(path));
}

static void note_unknown_tables(const GPtrArray *summaries, GPtrArray *unknown)
{
	g_ptr_array_set_size(unknown, 0);
	for (guint i = 0; i < summaries->len; i++) {
		const struct import_summary *summary = g_ptr_array_index(summaries, i);
		for (guint j = 0; j < summary->rejected->len; j++) {
			const struct import_rejected *one =
				g_ptr_array_index(summary->rejected, j);
			note_unknown(one->file, one->reason, unknown);
		}
		for (guint j = 0; j < summary->not_read->len; j++) {
			const struct import_not_read *one =
				g_ptr_array_index(summary->not_read, j);
			note_unknown(one->path, one->reason, unknown);
		}
	}
}

static int finish(const struct cli *cli, const GPtrArray *summaries, char **paths)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct import_summary *last = g_ptr_array_index(summaries, summaries->len - 1);

	if (last->sides_needed) {
		say_sides_needed(cli->catalogue, last, paths);
		return EXIT_USAGE;
	}
	if (cli_wants_json(cli))
		summaries_json(summaries, out);
	for (guint i = 0; !cli_wants_json(cli) && i < summaries->len; i++)
		summary_text(cli->catalogue, g_ptr_array_index(summaries, i), out);
	cli_write(out);
	return status_of(summaries);
}

/* Tables of many providers are read again, too. */
static bool add_desk(struct store *store, GPtrArray *names, GError **error)
{
	g_autoptr(relationship_auto) desk = relationship_desk();
	g_autoptr(GPtrArray) roots = store_roots(store, desk->id, error);

	if (roots != NULL && roots->len > 0)
		g_ptr_array_add(names, g_strdup(desk->name));
	return roots != NULL;
}

/* Whose sources are read: the one that is meant, NULL when the import itself finds out; or all,
 * when nothing says which and nothing new is given. */
static GPtrArray *relationships_meant(struct store *store,
				      const struct import_arguments *arguments,
				      char *const *paths, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) all = NULL;

	if (paths[0] != NULL || arguments->relationship != NULL || arguments->client != NULL ||
	    arguments->provider != NULL) {
		g_ptr_array_add(names, g_strdup(arguments->relationship));
		return g_steal_pointer(&names);
	}
	all = store_relationships(store, error);
	if (all == NULL)
		return NULL;
	for (guint i = 0; i < all->len; i++) {
		const struct relationship *one = g_ptr_array_index(all, i);
		g_ptr_array_add(names, g_strdup(one->name));
	}
	if (!add_desk(store, names, error))
		return NULL;
	if (names->len > 0)
		return g_steal_pointer(&names);
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "nothing was imported yet: give files or folders to read");
	return NULL;
}

/* ---- files and servers ---- */

/* What is named on the command line. */
struct named {
	GPtrArray *files;   /* char *, borrowed, NULL-terminated */
	GPtrArray *remotes; /* struct remote * */
};

static void named_clear(struct named *named)
{
	g_ptr_array_unref(named->files);
	g_ptr_array_unref(named->remotes);
}

static bool sort_out(char **paths, struct named *named, GError **error)
{
	named->files = g_ptr_array_new();
	named->remotes = g_ptr_array_new_with_free_func((GDestroyNotify)remote_free);
	for (guint i = 0; paths[i] != NULL; i++) {
		struct remote *remote;
		if (!remote_is(paths[i])) {
			g_ptr_array_add(named->files, paths[i]);
			continue;
		}
		remote = remote_parse(paths[i], error);
		if (remote == NULL)
			return false;
		g_ptr_array_add(named->remotes, remote);
	}
	g_ptr_array_add(named->files, NULL);
	return true;
}

/* The servers that the relationship was read from before. */
static bool add_remembered(struct store *store, const char *name, GPtrArray *remotes,
			   GError **error)
{
	g_autoptr(relationship_auto) relationship =
		*name != '\0' ? cli_relationship(store, name, error) : relationship_desk();
	g_autoptr(GPtrArray) roots =
		relationship != NULL ? store_roots(store, relationship->id, error) : NULL;

	for (guint i = 0; roots != NULL && i < roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(roots, i);
		struct remote *remote;
		if (!remote_is(root->path))
			continue;
		remote = remote_parse(root->path, error);
		if (remote == NULL)
			return false;
		g_ptr_array_add(remotes, remote);
	}
	return roots != NULL;
}

/* Files first: they may tell the sides. */
static bool import_named(struct store *store, const struct named *named,
			 const struct remote_options *remote_options,
			 struct import_options *options, struct import_summary *summary,
			 GError **error)
{
	bool again = named->files->len == 1 && named->remotes->len == 0;
	g_autoptr(GPtrArray) remembered =
		g_ptr_array_new_with_free_func((GDestroyNotify)remote_free);
	GPtrArray *remotes = again ? remembered : named->remotes;
	bool (*bring)(struct store *, const struct remote *, const struct remote_options *,
		      const struct import_options *, struct import_summary *, GError **) =
		again ? import_remote_again : import_remote;

	if ((again || named->files->len > 1) &&
	    !import_run(store, (const char *const *)named->files->pdata, options, summary,
			error))
		return false;
	if (again && !add_remembered(store, options->relationship, remembered, error))
		return false;
	for (guint i = 0; i < remotes->len && !summary->sides_needed; i++) {
		if (summary->relationship != NULL)
			options->relationship = summary->relationship;
		if (!bring(store, g_ptr_array_index(remotes, i), remote_options, options,
			   summary, error))
			return false;
	}
	return true;
}

static bool import_each(struct store *store, GPtrArray *names, struct import_options *options,
			const struct remote_options *remote_options, const struct named *named,
			GPtrArray *summaries, GError **error)
{
	for (guint i = 0; i < names->len; i++) {
		struct import_summary *summary = import_summary_new();

		g_ptr_array_add(summaries, summary);
		options->relationship = g_ptr_array_index(names, i);
		if (!import_named(store, named, remote_options, options, summary, error))
			return false;
	}
	return true;
}

static int import_paths(const struct cli *cli, struct import_arguments *arguments,
			enum side worker_side, char **paths)
{
	g_autoptr(GPtrArray) summaries =
		g_ptr_array_new_with_free_func((GDestroyNotify)import_summary_free);
	g_autoptr(GPtrArray) names = NULL;
	g_autoptr(store_auto) store = NULL;
	struct asking asking = {.catalogue = cli->catalogue,
				.bar = {.began_us = g_get_monotonic_time()}};
	bool terminal = isatty(STDERR_FILENO);
	g_autofree char *mappings = mapping_folder_read(arguments->mappings);
	struct import_options options = {
		.client = arguments->client,
		.provider = arguments->provider,
		.as = arguments->as,
		.mapping_dir = mappings,
		.worker_side = worker_side,
		.workers = (guint)MAX(arguments->workers, 0),
		.read_later = arguments->read_later,
		.confirm_sides = terminal && isatty(STDIN_FILENO) ? ask_sides : NULL,
		.progress = terminal ? draw_progress : NULL,
		.data = &asking,
	};
	struct remote_options remote_options;
	struct named named;
	GError *error = NULL;
	bool done;

	arguments->remote.catalogue = cli->catalogue;
	done = sort_out(paths, &named, &error) &&
	       remote_arguments_options(&arguments->remote, &remote_options, &error);
	if (done)
		store = store_open(cli->store_url, DB_READ_WRITE, &error);
	names = store != NULL ? relationships_meant(store, arguments, paths, &error) : NULL;
	done = names != NULL &&
	       import_each(store, names, &options, &remote_options, &named, summaries, &error);
	named_clear(&named);
	clear_bar(&asking.bar);
	note_unknown_tables(summaries, arguments->unknown);
	return done ? finish(cli, summaries, paths) : cli_fail(error);
}

/* A table for which the user took a mapping is read by it at once. */
static int import_and_offer(struct cli *cli, struct import_arguments *arguments,
			    enum side worker_side, char **paths)
{
	int status = import_paths(cli, arguments, worker_side, paths);
	bool taken = false;

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO) || cli_wants_json(cli))
		return status;
	for (guint i = 0; i < arguments->unknown->len; i++)
		taken = mapping_offer(cli, g_ptr_array_index(arguments->unknown, i),
				      arguments->mappings) ||
			taken;
	return taken ? import_paths(cli, arguments, worker_side, paths) : status;
}

static int import_run_verb(struct cli *cli, int argc, char **argv)
{
	struct import_arguments arguments = {.unknown = g_ptr_array_new_with_free_func(g_free)};
	const GOptionEntry entries[] = {
		{"relationship", 'r', 0, G_OPTION_ARG_STRING, &arguments.relationship,
		 "name of the relationship", "NAME"},
		{"client", 0, 0, G_OPTION_ARG_STRING, &arguments.client,
		 "domains or addresses of the client, or '*'", "RULES"},
		{"provider", 0, 0, G_OPTION_ARG_STRING, &arguments.provider,
		 "domains or addresses of the provider, or '*'", "RULES"},
		{"as", 0, 0, G_OPTION_ARG_STRING, &arguments.as,
		 "read as this kind (mbox, eml, tickets, facts, meetings, documents)", "KIND"},
		{"worker-side", 0, 0, G_OPTION_ARG_STRING, &arguments.worker_side,
		 "who works on the tickets: client or provider", "SIDE"},
		{"mappings", 0, 0, G_OPTION_ARG_FILENAME, &arguments.mappings,
		 "folder of your own ticket mappings, or one of them", "DIR"},
		{"workers", 0, 0, G_OPTION_ARG_INT, &arguments.workers,
		 "worker processes (0 = processors)", "N"},
		{"read-later", 0, 0, G_OPTION_ARG_NONE, &arguments.read_later,
		 "leave the reading of language for the next assessment", NULL},
		REMOTE_ENTRIES(&arguments.remote),
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	enum side worker_side;
	int status = EXIT_USAGE;

	if (!cli_parse(&verb_import, entries, &argc, &argv))
		return EXIT_USAGE;
	if (!worker_side_of(arguments.worker_side, &worker_side))
		g_printerr("entente: --worker-side %s: give client or provider\n",
			   arguments.worker_side);
	else
		status = import_and_offer(cli, &arguments, worker_side, argv + 1);
	arguments_clear(&arguments);
	return status;
}

const struct verb verb_import = {
	.name = "import",
	.arguments = "[PATH|imaps://USER@HOST|TOOL+https://HOST...]",
	.summary = N_("read mail, tickets, meetings, documents and facts into the store"),
	.run = import_run_verb,
};
