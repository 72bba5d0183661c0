/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which relationship an import is of, and who is on which side: by the options, the store, or a
 * proposal from the mail that the user confirms. */
#include "ingest/import_state.h"

#include <string.h>

#include "base/error.h"
#include "ingest/discover.h"

#define EXTRACTOR_VERSION "1" /* raise it when the same bytes give other records */

static bool observe_record(const struct import_task *task, struct import_record *record,
			   void *data, GError **error)
{
	if (record->type == RECORD_MESSAGE)
		side_proposal_observe(data, &record->message);
	if (record->type == RECORD_MEETING)
		side_proposal_observe_meeting(data, &record->meeting);
	return true;
}

static bool propose_sides(struct import *import, char **client, char **provider, GError **error)
{
	static const struct worker_callbacks callbacks = {.record = observe_record};
	struct worker_options options = {.workers = import->options->workers};
	g_autoptr(GArray) tasks = import_tasks_of(import, import->readings, true);
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

bool import_is_given(const char *text)
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
		const char *at = import_is_given(rule) ? strchr(rule, '@') : NULL;
		gsize length;
		if (!import_is_given(rule) || *rule == '*')
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
	g_free(copy->corrections);
	copy->corrections = g_strdup(one->corrections);
	copy->zone = g_strdup(one->zone);
	copy->worker_side = one->worker_side;
	return copy;
}

/* The stored relationship that the options mean, or NULL; *several when none is named and the
 * store holds more than one. The empty name is the desk's. */
bool import_find_relationship(struct import *import, struct relationship **found,
			      GError **error)
{
	const struct import_options *options = import->options;
	g_autoptr(GPtrArray) all = store_relationships(import->store, error);
	const struct relationship *one = NULL;

	if (all == NULL)
		return false;
	if (options->relationship != NULL && !import_is_given(options->relationship)) {
		*found = relationship_desk();
		return true;
	}
	if (import_is_given(options->relationship))
		one = relationship_named(all, options->relationship);
	else if (import_is_given(options->client) && import_is_given(options->provider))
		one = relationship_of_sides(all, options->client, options->provider);
	else if (all->len == 1)
		one = g_ptr_array_index(all, 0);
	else
		import->several = all->len > 1;
	*found = one != NULL ? copy_relationship(one) : NULL;
	return true;
}

bool import_is_settled(const struct import *import, GError **error)
{
	if (!import->several)
		return true;
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "the store holds several relationships: say which with -r NAME"
			    " (entente list shows them)");
	return false;
}

void import_set_rules(struct relationship *relationship, const char *client,
		      const char *provider)
{
	if (import_is_given(client)) {
		g_free(relationship->client);
		relationship->client = g_strdup(client);
	}
	if (import_is_given(provider)) {
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
bool import_settle_relationship(struct import *import, GError **error)
{
	const struct import_options *options = import->options;
	g_autofree char *client = g_strdup(options->client);
	g_autofree char *provider = g_strdup(options->provider);
	const struct relationship *stored = import->relationship;
	bool stored_sides = stored != NULL && import_is_given(stored->client) &&
			    import_is_given(stored->provider);

	if (!import_is_settled(import, error))
		return false;
	if (!stored_sides && (!import_is_given(client) || !import_is_given(provider)) &&
	    import_any_tells_sides(import)) {
		g_clear_pointer(&client, g_free);
		g_clear_pointer(&provider, g_free);
		if (!ask_for_sides(import, &client, &provider, error))
			return false;
		if (import->summary->sides_needed)
			return true;
	}
	if (import->relationship == NULL) {
		g_autofree char *name = import_is_given(options->relationship)
						? g_strdup(options->relationship)
						: name_of_sides(client, provider);
		import->relationship = relationship_new(name);
	}
	import_set_rules(import->relationship, client, provider);
	if (options->worker_side != SIDE_NONE)
		import->relationship->worker_side = options->worker_side;
	return true;
}

/* What a source was read with: when it is another, the same bytes are read again. */
char *import_rules_of(const char *client, const char *provider, const char *corrections)
{
	return g_strdup_printf("%s|%s|%s%s%s", EXTRACTOR_VERSION, client, provider,
			       *corrections != '\0' ? "|" : "", corrections);
}

char *import_rules(const struct relationship *relationship)
{
	return import_rules_of(relationship->client, relationship->provider,
			       relationship->corrections);
}

bool import_open_relationship(struct import *import, GError **error)
{
	struct relationship *relationship = import->relationship;

	import->sides = sides_of_relationship(relationship, error);
	if (import->sides == NULL ||
	    !store_relationship_save(import->store, relationship, error) ||
	    !store_any_ticket(import->store, relationship->id, &import->had_tickets, error))
		return false;
	g_free(import->rules);
	import->rules = import_rules(relationship);
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
