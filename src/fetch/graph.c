/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folders by their tree, the usual ones by the names that Graph gives them whatever the
 * language; messages by the delta query of each folder with changeType=created, so that a mail
 * that was read or flagged is not told again; the mail itself as MIME by $value. Links that the
 * server gives are followed only to where we began: the token goes nowhere else. No $filter: a
 * delta query with one stops at 5,000 messages, so days are looked at here. */
#include "fetch/graph.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/json_value.h"
#include "base/limits.h"
#include "fetch/device_code.h"
#include "fetch/folders.h"
#include "model/assessment.h"

#define SCOPE        "https://graph.microsoft.com/Mail.Read offline_access"
#define ANSWER_DEPTH 16
#define TREE_DEPTH   16u
#define ID_LENGTH    900u
#define PAGES_MOST   100000u

struct graph {
	struct http *http;
	const struct fetch_request *request;
	const struct fetch_sink *sink;
	const char *base; /* of all links */
	char *mailbox;    /* "BASE/me" */
	struct tokens tokens;
	struct device_code code;
	GPtrArray *folders; /* struct folder *: raw is the id */
	GHashTable *counts; /* id -> messages */
};

/* ---- how it ends ---- */

static enum fetch_end fail(enum fetch_end end, GError **error, const char *what, guint status)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    status > 0 ? "Microsoft Graph: %s (%u)" : "Microsoft Graph: %s", what,
		    status);
	return end;
}

static enum fetch_end stop(GError **error)
{
	return fail(FETCH_STOPPED, error, "stopped", 0);
}

static enum fetch_end fail_by_status(const char *doing, guint status, GError **error)
{
	if (status == 401)
		return fail(FETCH_REFUSED, error, "the token is not accepted", status);
	if (status == 403)
		return fail(FETCH_FAILED, error,
			    "the permission Mail.Read is missing: an administrator of the "
			    "tenant can grant it",
			    status);
	return fail(FETCH_FAILED, error, doing, status);
}

/* ---- tokens ---- */

static enum fetch_end sign_in(struct graph *graph, GError **error)
{
	bool refused = false;

	if (graph->request->secret != NULL) {
		graph->tokens.access = g_strdup(graph->request->secret);
		return FETCH_DONE;
	}
	if (graph->code.client_id == NULL)
		return fail(FETCH_FAILED, error,
			    "give --client-id (the number of the application that your "
			    "administrator registered) or --token-command: docs/sources.md "
			    "tells how",
			    0);
	if (device_code_sign_in(graph->http, &graph->code, &graph->tokens, &refused, error))
		return FETCH_DONE;
	return FETCH_FAILED;
}

/* A token lasts an hour or so; one that was given can only be given anew. */
static bool renew(struct graph *graph)
{
	return graph->request->secret == NULL &&
	       device_code_refresh(graph->http, &graph->code, &graph->tokens, NULL);
}

/* ---- questions ---- */

static const char *const preferences[] = {
	"Prefer: IdType=\"ImmutableId\"",
	"Prefer: odata.maxpagesize=100",
	NULL,
};

static bool ask_twice(struct graph *graph, struct http_question *question,
		      struct http_answer *answer, GError **error)
{
	question->headers = preferences;
	question->bearer = graph->tokens.access;
	if (!http_ask(graph->http, question, answer, error))
		return false;
	if (answer->status != 401 || !renew(graph))
		return true;
	http_answer_clear(answer);
	question->bearer = graph->tokens.access;
	return http_ask(graph->http, question, answer, error);
}

/* The object that a link gives; NULL with *end, and *status when there was one. */
static struct json_value *ask(struct graph *graph, const char *url, const char *doing,
			      guint *status, enum fetch_end *end, GError **error)
{
	struct http_question question = {.url = url};
	struct http_answer answer = {0};
	struct json_value *said = NULL;

	*status = 0;
	*end = FETCH_LOST;
	if (!ask_twice(graph, &question, &answer, error))
		return NULL;
	*status = answer.status;
	if (answer.status == 200)
		said = json_value_parse(answer.body->str, answer.body->len, ANSWER_DEPTH, NULL);
	if (answer.status != 200)
		*end = fail_by_status(doing, answer.status, error);
	else if (json_value_kind(said) != JSON_OBJECT)
		*end = fail(FETCH_FAILED, error, "an answer makes no sense", 0);
	http_answer_clear(&answer);
	if (json_value_kind(said) == JSON_OBJECT)
		return said;
	json_value_free(said);
	return NULL;
}

/* A link of an answer; NULL when there is none, or when it leads elsewhere. */
static const char *link_of(const struct graph *graph, const struct json_value *said,
			   const char *key)
{
	const char *link = json_member_text(said, key);
	gsize length = strlen(graph->base);

	if (link == NULL || strlen(link) > FETCH_CURSOR_LENGTH ||
	    strncmp(link, graph->base, length) != 0 || link[length] != '/')
		return NULL;
	for (const char *at = link; *at != '\0'; at++)
		if (!g_ascii_isgraph(*at))
			return NULL;
	return link;
}

/* An id that can be a part of a path and of a link. */
static const char *id_of(const struct json_value *item)
{
	const char *id = json_member_text(item, "id");
	gsize length = id != NULL ? strlen(id) : 0;

	if (length == 0 || length > ID_LENGTH || strchr(id, '/') != NULL)
		return NULL;
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isgraph(id[i]))
			return NULL;
	return id;
}

/* ---- folders ---- */

static const struct usual {
	const char *name;
	guint trait;
} usual_folders[] = {
	{"deleteditems", FOLDER_TRASH},
	{"junkemail", FOLDER_JUNK},
	{"drafts", FOLDER_DRAFTS},
	{"outbox", FOLDER_DRAFTS},
};

/* Ids of the usual folders; what a mailbox lacks (404) is no trouble. */
static enum fetch_end find_usual(struct graph *graph, GHashTable *traits, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(usual_folders); i++) {
		g_autofree char *url = g_strdup_printf("%s/mailFolders/%s?$select=id",
						       graph->mailbox, usual_folders[i].name);
		g_autoptr(GError) trouble = NULL;
		enum fetch_end end;
		guint status;
		g_autoptr(json_value_auto) said =
			ask(graph, url, "a folder", &status, &end, &trouble);
		const char *id = id_of(said);
		if (id != NULL)
			g_hash_table_insert(traits, g_strdup(id),
					    GUINT_TO_POINTER(usual_folders[i].trait));
		else if (said == NULL && status != 404) {
			g_propagate_error(error, g_steal_pointer(&trouble));
			return end;
		}
	}
	return FETCH_DONE;
}

static enum fetch_end list_below(struct graph *graph, GHashTable *traits, const char *url,
				 const char *above, guint inherited, guint depth,
				 GError **error);

static char *name_below(const char *above, const struct json_value *item)
{
	const char *given = json_member_text(item, "displayName");
	g_autofree char *name = g_strdup(given != NULL ? given : "?");

	g_strdelimit(name, "/", ' ');
	return *above == '\0' ? g_steal_pointer(&name) : g_strconcat(above, "/", name, NULL);
}

static enum fetch_end take_folder(struct graph *graph, GHashTable *traits,
				  const struct json_value *item, const char *above,
				  guint inherited, guint depth, GError **error)
{
	const char *id = id_of(item);
	g_autofree char *name = name_below(above, item);
	g_autofree char *url = NULL;
	g_autofree char *escaped = NULL;
	struct folder *folder;
	gint64 count = 0;

	if (id == NULL || graph->folders->len >= FETCH_FOLDERS)
		return FETCH_DONE;
	inherited |= GPOINTER_TO_UINT(g_hash_table_lookup(traits, id));
	folder = folder_named(id, name, '/', inherited);
	if (folder == NULL)
		return FETCH_DONE;
	g_ptr_array_add(graph->folders, folder);
	json_value_integer(json_value_member(item, "totalItemCount"), &count);
	g_hash_table_insert(graph->counts, g_strdup(id),
			    GUINT_TO_POINTER((guint)CLAMP(count, 0, G_MAXINT)));
	count = 0;
	json_value_integer(json_value_member(item, "childFolderCount"), &count);
	if (count == 0 || depth >= TREE_DEPTH)
		return FETCH_DONE;
	escaped = g_uri_escape_string(id, NULL, FALSE);
	url = g_strdup_printf("%s/mailFolders/%s/childFolders", graph->mailbox, escaped);
	return list_below(graph, traits, url, name, inherited, depth + 1, error);
}

static enum fetch_end list_below(struct graph *graph, GHashTable *traits, const char *url,
				 const char *above, guint inherited, guint depth,
				 GError **error)
{
	g_autofree char *next = g_strconcat(
		url, "?$top=100&$select=id,displayName,childFolderCount,totalItemCount", NULL);
	enum fetch_end end = FETCH_DONE;

	while (next != NULL && end == FETCH_DONE && graph->folders->len < FETCH_FOLDERS) {
		guint status;
		g_autoptr(json_value_auto) said =
			ask(graph, next, "its folders", &status, &end, error);
		const struct json_value *items = json_value_member(said, "value");
		if (said == NULL)
			return end;
		end = FETCH_DONE;
		for (guint i = 0; i < json_value_length(items) && end == FETCH_DONE; i++)
			end = take_folder(graph, traits, json_value_item(items, i), above,
					  inherited, depth, error);
		g_free(next);
		next = g_strdup(link_of(graph, said, "@odata.nextLink"));
	}
	return end;
}

static enum fetch_end list_folders(struct graph *graph, GError **error)
{
	g_autoptr(GHashTable) traits =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *url = g_strconcat(graph->mailbox, "/mailFolders", NULL);
	enum fetch_end end = find_usual(graph, traits, error);

	if (end == FETCH_DONE)
		end = list_below(graph, traits, url, "", 0, 0, error);
	if (end != FETCH_DONE)
		return end;
	folders_choose(graph->folders, graph->request->folders);
	if (graph->folders->len > 0)
		return FETCH_DONE;
	return fail(FETCH_FAILED, error,
		    graph->request->folders != NULL ? "no folder has such a name (--folder)"
						    : "no folder to read",
		    0);
}

/* ---- messages ---- */

struct message {
	struct graph *graph;
	const char *id; /* of the sink */
	bool begun;
};

static bool begin_message(void *data)
{
	struct message *message = data;
	const struct fetch_sink *sink = message->graph->sink;

	message->begun = true;
	return sink->message_begin(message->id, sink->data);
}

static bool take_bytes(const guint8 *bytes, gsize length, void *data)
{
	const struct message *message = data;
	const struct fetch_sink *sink = message->graph->sink;

	return sink->message_bytes(bytes, length, sink->data);
}

static enum fetch_end reject(struct graph *graph, const char *id, const char *reason,
			     GError **error)
{
	return graph->sink->rejected(id, reason, graph->sink->data) ? FETCH_DONE : stop(error);
}

/* One that is gone meanwhile (404) is no trouble. */
static enum fetch_end end_message(struct message *message, const struct http_answer *answer,
				  GError **error)
{
	struct graph *graph = message->graph;

	if (answer->stopped)
		return stop(error);
	if (answer->too_long)
		return reject(graph, message->id,
			      "the message is larger than 64 MiB: it was not fetched", error);
	if (answer->status == 404)
		return FETCH_DONE;
	if (answer->status != 200)
		return fail_by_status("a message", answer->status, error);
	if (!message->begun)
		return reject(graph, message->id, "the server gave an empty message", error);
	return graph->sink->message_end(graph->sink->data) ? FETCH_DONE : stop(error);
}

static enum fetch_end give_message(struct graph *graph, const char *id, GError **error)
{
	g_autofree char *escaped = g_uri_escape_string(id, NULL, FALSE);
	g_autofree char *url =
		g_strdup_printf("%s/messages/%s/$value", graph->mailbox, escaped);
	g_autofree char *name = g_strconcat(";ID=", id, NULL);
	struct message message = {.graph = graph, .id = name};
	struct http_question question = {
		.url = url,
		.begin = begin_message,
		.bytes = take_bytes,
		.data = &message,
		.most = LIMIT_MESSAGE_SIZE,
	};
	struct http_answer answer = {0};
	enum fetch_end end;

	if (!ask_twice(graph, &question, &answer, error))
		return FETCH_LOST;
	end = end_message(&message, &answer, error);
	http_answer_clear(&answer);
	return end;
}

/* Removed ones and drafts are not mail; days are of its receipt. */
static bool is_wanted(const struct graph *graph, const struct json_value *item)
{
	const struct fetch_request *request = graph->request;
	const char *received = json_member_text(item, "receivedDateTime");
	g_autofree char *text = received != NULL ? g_strndup(received, 10) : NULL;
	gint32 day;

	if (json_value_member(item, "@removed") != NULL ||
	    json_value_is_true(json_value_member(item, "isDraft")))
		return false;
	if (text == NULL || !calendar_parse_day(text, &day))
		return request->since == DAY_NONE && request->until == DAY_NONE;
	return (request->since == DAY_NONE || day >= request->since) &&
	       (request->until == DAY_NONE || day <= request->until);
}

static enum fetch_end give_page(struct graph *graph, const struct json_value *said,
				GError **error)
{
	const struct json_value *items = json_value_member(said, "value");
	enum fetch_end end = FETCH_DONE;

	for (guint i = 0; i < json_value_length(items) && end == FETCH_DONE; i++) {
		const struct json_value *item = json_value_item(items, i);
		const char *id = id_of(item);
		if (id != NULL && is_wanted(graph, item))
			end = give_message(graph, id, error);
	}
	return end;
}

/* ---- a folder ---- */

static bool tell_folder(const struct graph *graph, const struct folder *folder, bool anew)
{
	guint messages =
		anew ? GPOINTER_TO_UINT(g_hash_table_lookup(graph->counts, folder->raw)) : 0;

	return graph->sink->folder(folder->name, anew, messages, graph->sink->data);
}

static char *first_link(const struct graph *graph, const struct folder *folder)
{
	g_autofree char *id = g_uri_escape_string(folder->raw, NULL, FALSE);

	return g_strdup_printf("%s/mailFolders/%s/messages/delta?changeType=created"
			       "&$select=id,receivedDateTime,isDraft",
			       graph->mailbox, id);
}

/* The link behind a page: of the next one, or of the next visit. NULL: it gave none. */
static char *link_behind(const struct graph *graph, const struct json_value *said, bool *more)
{
	const char *next = link_of(graph, said, "@odata.nextLink");

	*more = next != NULL;
	return g_strdup(next != NULL ? next : link_of(graph, said, "@odata.deltaLink"));
}

/* A link that holds no more (410) begins the folder anew, once. */
static enum fetch_end read_pages(struct graph *graph, const struct folder *folder, char **link,
				 bool *expired, GError **error)
{
	bool more = true;

	for (guint page = 0; more && page < PAGES_MOST; page++) {
		enum fetch_end end;
		guint status;
		g_autoptr(json_value_auto) said =
			ask(graph, *link, "a folder", &status, &end, error);
		*expired = status == 410;
		if (said == NULL)
			return end;
		end = give_page(graph, said, error);
		if (end != FETCH_DONE)
			return end;
		g_free(*link);
		*link = link_behind(graph, said, &more);
		if (*link == NULL)
			return fail(FETCH_FAILED, error, "a folder has no next link", 0);
		if (!graph->sink->mark(*link, graph->sink->data))
			return stop(error);
	}
	return FETCH_DONE;
}

static enum fetch_end read_folder(struct graph *graph, const struct folder *folder,
				  GError **error)
{
	const char *cursor = g_hash_table_lookup(graph->request->cursors, folder->name);
	g_autofree char *link = cursor != NULL ? g_strdup(cursor) : first_link(graph, folder);
	g_autoptr(GError) trouble = NULL;
	bool expired = false;
	enum fetch_end end;

	if (!tell_folder(graph, folder, cursor == NULL))
		return stop(error);
	end = read_pages(graph, folder, &link, &expired, &trouble);
	if (expired && cursor != NULL) {
		g_clear_error(&trouble);
		g_free(link);
		link = first_link(graph, folder);
		if (!tell_folder(graph, folder, true))
			return stop(error);
		end = read_pages(graph, folder, &link, &expired, &trouble);
	}
	if (trouble != NULL)
		g_propagate_error(error, g_steal_pointer(&trouble));
	return end;
}

static enum fetch_end read_all(struct graph *graph, GError **error)
{
	enum fetch_end end = sign_in(graph, error);

	if (end == FETCH_DONE)
		end = list_folders(graph, error);
	for (guint i = 0; end == FETCH_DONE && i < graph->folders->len; i++)
		end = read_folder(graph, g_ptr_array_index(graph->folders, i), error);
	return end;
}

static char *mailbox_of(const char *base, const struct remote *remote)
{
	g_autofree char *user = g_uri_escape_string(remote->user, "@", FALSE);

	return remote->host == NULL ? g_strconcat(base, "/me", NULL)
				    : g_strconcat(base, "/users/", user, NULL);
}

static const char *or_usual(const char *given, const char *usual)
{
	return given != NULL ? given : usual;
}

enum fetch_end graph_visit(struct http *http, const struct fetch_request *request,
			   const struct fetch_sink *sink, GError **error)
{
	struct graph graph = {
		.http = http,
		.request = request,
		.sink = sink,
		.base = or_usual(request->graph_url, GRAPH_URL),
		.code =
			{
				.login_url = or_usual(request->login_url, GRAPH_LOGIN_URL),
				.tenant = or_usual(request->remote->host, GRAPH_TENANT),
				.client_id = request->client_id,
				.scope = SCOPE,
				.say = sink->say,
				.data = sink->data,
			},
		.folders = g_ptr_array_new_with_free_func((GDestroyNotify)folder_free),
		.counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	enum fetch_end end;

	graph.mailbox = mailbox_of(graph.base, request->remote);
	end = read_all(&graph, error);
	tokens_clear(&graph.tokens);
	g_free(graph.mailbox);
	g_ptr_array_unref(graph.folders);
	g_hash_table_destroy(graph.counts);
	return end;
}
