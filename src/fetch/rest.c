/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A walk asks for what was changed since an instant, ordered by what never changes, so that a
 * ticket that is touched meanwhile comes twice at worst and never slips between two pages. The
 * next walk begins a little before the newest change seen; what it saw there already is known
 * by its mark and passed over. A ticket's text is copied as the server wrote it: what is
 * fetched and what is exported read the same. */
#include "fetch/rest.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/json_value.h"
#include "importers/json_items.h"
#include "model/assessment.h"

#define FIRST_INSTANT "2000-01-01T00:00:00" /* before any ticket */
#define STAMP_LENGTH  19u
#define TOKEN_LENGTH  2000u
#define ID_LENGTH     200u
#define PAGES_MOST    100000u
#define SUB_PAGES     100u
#define IDLE_PAGES    3u      /* in a row, that bring nothing */
#define VALUES_MOST   600000u /* of one answer, commas and brackets counted */
#define MARKS_KEPT    300u    /* in a cursor */
#define REASON_LENGTH 200u    /* of a server's own words */

/* Where a walk through a list stands; this is its cursor. */
struct walk {
	const char *list;
	bool optional;
	char *since, *newest; /* "2025-03-01T08:00:00", as the tool tells instants */
	guint64 page, offset;
	char *token;
	GHashTable *marks; /* guint64 *, changes that were given -> enum met */
	GPtrArray *recent; /* struct recent *, those that the next walk may meet again */
	guint idle;
	bool ended;
};

enum met { MET_NEVER, MET_BEFORE, MET_NOW }; /* in an earlier walk, in this one */

struct recent {
	guint64 mark;
	char stamp[STAMP_LENGTH + 1];
};

struct rest {
	struct http *http;
	const struct fetch_request *request;
	const struct fetch_sink *sink;
	const struct rest_plan *plan;
	char *session;      /* header, or NULL */
	GPtrArray *headers; /* char *, NULL-terminated: of every question */
	guint refused_subs; /* bits: those whose right is missing */
	bool worked;        /* an answer has come */
};

/* ---- how it ends ---- */

static char *shown_path(const char *path)
{
	return g_strndup(path, strcspn(path, "?"));
}

/* "help.acme.fr: GET /api/v1/tickets: 403: ..." */
static enum fetch_end fail(const struct rest *rest, enum fetch_end end, const char *path,
			   guint status, const char *what, const char *mend, GError **error)
{
	g_autofree char *shown = shown_path(path);
	g_autofree char *number = status > 0 ? g_strdup_printf("%u: ", status) : g_strdup("");

	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s %s: %s%s%s%s",
		    rest->request->remote->host,
		    rest->plan->form != NULL && strcmp(path, rest->plan->path) == 0 ? "POST"
										    : "GET",
		    shown, number, what, mend != NULL ? ". " : "", mend != NULL ? mend : "");
	return end;
}

static enum fetch_end stop(GError **error)
{
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "stopped");
	return FETCH_STOPPED;
}

static bool begins_like_html(const GString *body)
{
	const char *text = body->str;

	while (g_ascii_isspace(*text))
		text++;
	return *text == '<';
}

static enum fetch_end fail_by_status(const struct rest *rest, const char *path,
				     const struct http_answer *answer, GError **error)
{
	const struct rest_plan *plan = rest->plan;
	guint status = answer->status;

	if (status == 401 && plan->over != NULL && rest->worked &&
	    strstr(answer->body->str, plan->over) != NULL)
		return fail(rest, FETCH_LOST, path, status, "the session has run out", NULL,
			    error);
	if (status == 401)
		return fail(rest, FETCH_REFUSED, path, status,
			    "the token or password is not accepted. It must be", plan->right,
			    error);
	if (status == 403)
		return fail(rest, FETCH_FAILED, path, status,
			    "the token is known but lacks a right. It must be", plan->right,
			    error);
	if (status == 404)
		return fail(rest, FETCH_FAILED, path, status, "nothing is at this place",
			    plan->where, error);
	if (status >= 300 && status < 400)
		return fail(rest, FETCH_FAILED, path, status,
			    "the server sends us elsewhere, where no token is taken",
			    plan->where, error);
	return fail(rest, status >= 500 || status == 429 ? FETCH_LOST : FETCH_FAILED, path,
		    status, "the server refuses", NULL, error);
}

/* ---- questions ---- */

/* "basic USER:SECRET" becomes its header. Takes the text. */
static char *header_of(char *text)
{
	g_autofree char *own = text;
	g_autofree char *encoded = NULL;

	if (!g_str_has_prefix(own, "basic "))
		return g_steal_pointer(&own);
	encoded = g_base64_encode((const guchar *)own + strlen("basic "),
				  strlen(own) - strlen("basic "));
	return g_strconcat("Authorization: Basic ", encoded, NULL);
}

static char *replaced(const char *text, const char *word, const char *value)
{
	g_auto(GStrv) parts = g_strsplit(text, word, -1);

	return g_strjoinv(value, parts);
}

/* With the secrets in it; {second} is what stands behind a space in what was given. NULL for
 * one that needs a second secret when there is none. Caller owns. */
static char *header_with(const struct rest *rest, const char *text, const char *secret)
{
	const char *user = rest->request->remote->user;
	const char *space = strstr(rest->plan->auth, "{secret}") != NULL && user == NULL
				    ? strchr(secret, ' ')
				    : NULL;
	g_autofree char *first =
		g_strndup(secret, space != NULL ? (gsize)(space - secret) : strlen(secret));
	g_autofree char *one = NULL;
	g_autofree char *two = NULL;

	if (strstr(text, "{second}") != NULL && space == NULL)
		return NULL;
	one = replaced(text, "{user}", user != NULL ? user : "");
	two = replaced(one, "{second}", space != NULL ? space + 1 : "");
	return header_of(replaced(two, "{secret}", first));
}

static const char *usual_headers[] = {"Accept: application/json"};

static void add_header(struct rest *rest, char *header)
{
	g_ptr_array_set_size(rest->headers, (gint)rest->headers->len - 1);
	if (header != NULL)
		g_ptr_array_add(rest->headers, header);
	g_ptr_array_add(rest->headers, NULL);
}

/* A line end in a secret would be another header. */
static bool is_one_line(const char *text)
{
	for (; *text != '\0'; text++)
		if (g_ascii_iscntrl(*text))
			return false;
	return true;
}

static enum fetch_end prepare_headers(struct rest *rest, char **proof, GError **error)
{
	const struct rest_plan *plan = rest->plan;
	const char *secret = rest->request->secret;
	bool named = rest->request->remote->user != NULL;

	if (secret == NULL || *secret == '\0' || !is_one_line(secret))
		return fail(rest, FETCH_REFUSED, plan->path, 0, "a token is needed. It is",
			    plan->right, error);
	if (named && plan->auth_user == NULL)
		return fail(rest, FETCH_FAILED, plan->path, 0,
			    "this tool takes no user in its address", plan->where, error);
	g_ptr_array_add(rest->headers, g_strdup(usual_headers[0]));
	g_ptr_array_add(rest->headers, NULL);
	for (guint i = 0; plan->headers[i] != NULL; i++)
		add_header(rest, header_with(rest, plan->headers[i], secret));
	*proof = header_with(rest, named ? plan->auth_user : plan->auth, secret);
	return FETCH_DONE;
}

/* The posted field, or NULL. Caller owns. */
static char *form_of(const struct rest_plan *plan, const char *path,
		     const struct rest_words *words)
{
	g_autofree char *json = NULL;
	g_autofree char *escaped = NULL;

	if (plan->form == NULL || plan->json == NULL || path != plan->path)
		return NULL;
	json = rest_plan_fill(plan->json, words, false);
	escaped = g_uri_escape_string(json, NULL, FALSE);
	return g_strconcat(plan->form, "=", escaped, NULL);
}

static bool ask_url(struct rest *rest, const char *path, const struct rest_words *words,
		    struct http_answer *answer, GError **error)
{
	const char *base = rest->request->remote->base;
	g_autofree char *filled = rest_plan_fill(path, words, true);
	g_autofree char *brackets = replaced(filled, "[", "%5B");
	g_autofree char *safe = replaced(brackets, "]", "%5D");
	g_autofree char *url = g_strconcat(base, safe, NULL);
	g_autofree char *form = form_of(rest->plan, path, words);
	const struct http_question question = {
		.url = url,
		.plain = g_str_has_prefix(base, "http://"),
		.form = form,
		.headers = (const char *const *)rest->headers->pdata,
	};

	return http_ask(rest->http, &question, answer, error);
}

/* A tree of many small values takes far more room than its text. */
static bool too_many_values(const GString *body)
{
	guint values = 0;

	for (gsize i = 0; i < body->len; i++)
		values += body->str[i] == ',' || body->str[i] == '{' || body->str[i] == '[';
	return values > VALUES_MOST;
}

static const char *trouble_of(const struct http_answer *answer)
{
	if (answer->too_long)
		return "the answer is longer than 8 MiB";
	if (begins_like_html(answer->body))
		return "the answer is a page for people, not JSON: is it a page to sign in?";
	return too_many_values(answer->body) ? "the answer holds too many values"
					     : "the answer is broken JSON";
}

/* The words of a refusal that comes as 200, without what a terminal could obey. */
static char *words_of_server(const struct json_value *said)
{
	const char *message = json_member_text(said, "message");
	g_autofree char *text = g_strdup(message != NULL ? message : "the server refuses");

	for (char *at = text; *at != '\0'; at++)
		if (g_ascii_iscntrl(*at))
			*at = ' ';
	if (strlen(text) > REASON_LENGTH)
		text[REASON_LENGTH] = '\0';
	return g_utf8_make_valid(text, -1);
}

static bool is_refusal(const struct rest_plan *plan, const struct json_value *said)
{
	gint64 code = 0;

	return plan->failure != NULL &&
	       json_value_integer(json_value_member(said, plan->failure), &code) && code != 0;
}

/* What an answer is as a whole; NULL with *end. */
static struct json_value *judge(struct rest *rest, const char *path,
				const struct http_answer *answer, enum fetch_end *end,
				GError **error)
{
	bool sound = !answer->too_long && !begins_like_html(answer->body) &&
		     !too_many_values(answer->body);
	struct json_value *said = sound ? json_value_parse(answer->body->str, answer->body->len,
							   JSON_VALUE_DEPTH, NULL)
					: NULL;
	g_autofree char *words = is_refusal(rest->plan, said) ? words_of_server(said) : NULL;

	rest->worked = rest->worked || said != NULL;
	if (said != NULL && words == NULL)
		return said;
	if (words != NULL)
		*end = fail(rest, FETCH_FAILED, path, 0, words, rest->plan->right, error);
	else
		*end = fail(rest, FETCH_FAILED, path, 0, trouble_of(answer), rest->plan->where,
			    error);
	json_value_free(said);
	return NULL;
}

static bool means_nothing(const struct rest_plan *plan, const struct http_answer *answer)
{
	return plan->empty != NULL && answer->status == 404 &&
	       strstr(answer->body->str, plan->empty) != NULL;
}

/* What a question gives, its text in the answer. NULL with *end, or with FETCH_DONE when there
 * is nothing there. */
static struct json_value *ask(struct rest *rest, const char *path,
			      const struct rest_words *words, struct http_answer *answer,
			      enum fetch_end *end, GError **error)
{
	*end = FETCH_LOST;
	if (!ask_url(rest, path, words, answer, error))
		return NULL;
	*end = FETCH_DONE;
	if (means_nothing(rest->plan, answer))
		return NULL;
	if (answer->status == 200 || answer->status == 206)
		return judge(rest, path, answer, end, error);
	*end = fail_by_status(rest, path, answer, error);
	return NULL;
}

/* ---- sessions ---- */

static enum fetch_end open_session(struct rest *rest, char *proof, GError **error)
{
	const struct rest_plan *plan = rest->plan;
	const struct rest_words words = {0};
	struct http_answer answer = {0};
	g_autoptr(json_value_auto) said = NULL;
	const char *ticket;
	enum fetch_end end;

	add_header(rest, proof);
	if (plan->open == NULL || plan->session == NULL || plan->ticket == NULL)
		return FETCH_DONE;
	said = ask(rest, plan->open, &words, &answer, &end, error);
	http_answer_clear(&answer);
	if (said == NULL)
		return end;
	ticket = json_member_text(said, plan->ticket);
	if (ticket == NULL || strlen(ticket) > TOKEN_LENGTH || !is_one_line(ticket))
		return fail(rest, FETCH_FAILED, plan->open, 0, "no session was given",
			    plan->where, error);
	g_ptr_array_set_size(rest->headers, (gint)rest->headers->len - 2);
	g_ptr_array_add(rest->headers, NULL);
	rest->session = replaced(plan->session, "{session}", ticket);
	add_header(rest, g_strdup(rest->session));
	rest->worked = false;
	return FETCH_DONE;
}

/* Whether it could be closed changes nothing. */
static void close_session(struct rest *rest)
{
	const struct rest_words words = {0};
	struct http_answer answer = {0};

	if (rest->session != NULL && rest->plan->close != NULL)
		ask_url(rest, rest->plan->close, &words, &answer, NULL);
	http_answer_clear(&answer);
}

/* ---- instants ---- */

/* "2025-03-01T08:00:00" of what a tool writes so or with a blank; NULL for others. */
static char *stamp_of(const char *text)
{
	static const char shape[] = "dddd-dd-dd dd:dd:dd";
	char *stamp;

	if (text == NULL || strlen(text) < STAMP_LENGTH || (text[10] != 'T' && text[10] != ' '))
		return NULL;
	for (guint i = 0; i < STAMP_LENGTH; i++)
		if (shape[i] == 'd' ? !g_ascii_isdigit(text[i])
				    : i != 10 && text[i] != shape[i])
			return NULL;
	stamp = g_strndup(text, STAMP_LENGTH);
	stamp[10] = 'T';
	return stamp;
}

static GDateTime *civil_of(const char *stamp, gint seconds)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) civil = g_date_time_new_from_iso8601(stamp, utc);

	return civil != NULL ? g_date_time_add_seconds(civil, seconds) : NULL;
}

/* An instant some seconds on, in a manner of writing; what it was when that cannot be. Caller
 * owns. */
static char *stamp_moved(const char *stamp, gint seconds, const char *manner)
{
	g_autoptr(GDateTime) civil = civil_of(stamp, seconds);

	return civil != NULL ? g_date_time_format(civil, manner) : g_strdup(stamp);
}

/* ---- tickets ---- */

/* A value at a path of members, as text. Caller owns; NULL. */
static char *text_at(const struct json_value *value, const char *path)
{
	g_auto(GStrv) keys = g_strsplit(path, ".", -1);

	for (guint i = 0; keys[i] != NULL; i++)
		value = json_value_member(value, keys[i]);
	return json_value_text(value);
}

/* Of a ticket at a change. */
static guint64 mark_of(const char *list, const char *id, const char *updated)
{
	g_autofree char *text = g_strconcat(list, " ", id, " ", updated, NULL);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	digest[16] = '\0';
	return g_ascii_strtoull(digest, NULL, 16);
}

static enum met met(const struct walk *walk, guint64 mark)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(walk->marks, &mark));
}

static void note_mark(struct walk *walk, guint64 mark, enum met when)
{
	g_hash_table_insert(walk->marks, g_memdup2(&mark, sizeof mark), GUINT_TO_POINTER(when));
}

static void note_recent(struct walk *walk, guint64 mark, const char *stamp)
{
	struct recent *one = g_new0(struct recent, 1);

	one->mark = mark;
	g_strlcpy(one->stamp, stamp, sizeof one->stamp);
	g_ptr_array_add(walk->recent, one);
	if (strcmp(stamp, walk->newest) > 0) {
		g_free(walk->newest);
		walk->newest = g_strdup(stamp);
	}
}

static gint by_stamp(gconstpointer a, gconstpointer b)
{
	const struct recent *left = *(struct recent *const *)a;
	const struct recent *right = *(struct recent *const *)b;
	int order = strcmp(right->stamp, left->stamp);

	return order != 0 ? order : (left->mark > right->mark) - (left->mark < right->mark);
}

/* The newest ones stay. */
static void forget_old(struct walk *walk)
{
	g_ptr_array_sort(walk->recent, by_stamp);
	if (walk->recent->len > MARKS_KEPT)
		g_ptr_array_set_size(walk->recent, MARKS_KEPT);
}

static const struct json_items_shape *shape_of(const char *name, const char *lists[2],
					       struct json_items_shape *shape)
{
	lists[0] = name;
	lists[1] = NULL;
	*shape = (struct json_items_shape){{name != NULL ? lists : NULL}};
	return shape;
}

/* An answer without items may say null, or an object that is none. */
static bool holds_items(const struct json_value *said, const char *name)
{
	enum json_kind kind =
		json_value_kind(name != NULL ? json_value_member(said, name) : said);

	return kind == JSON_ARRAY || (kind == JSON_OBJECT && name != NULL);
}

struct page {
	GString *text; /* "[" tickets */
	guint tickets; /* in the text */
	guint items;   /* in the answer */
	char *last;    /* stamp of the last one */
	bool fresh;    /* one of them was not met in this walk */
};

/* The items of one answer behind the others; how many they were. */
static guint append_items(const GString *body, const char *name, GString *text)
{
	const char *lists[2];
	struct json_items_shape shape;
	g_autoptr(json_items_auto) items = json_items_open_memory(
		(const guint8 *)body->str, body->len, shape_of(name, lists, &shape));
	struct json_item item;
	guint count = 0;

	while (json_items_next(items, &item, NULL) == JSON_ITEMS_ITEM) {
		count++;
		if (text->len + item.place.length > REST_TICKET_SIZE / 2)
			continue;
		if (text->str[text->len - 1] != '[')
			g_string_append_c(text, ',');
		g_string_append_len(text, body->str + item.place.offset,
				    (gssize)item.place.length);
	}
	return count;
}

/* What was deleted meanwhile, or may not be read, is no trouble where that is said. */
static enum fetch_end forgive(struct rest *rest, guint number, guint status, enum fetch_end end,
			      GError **trouble, GError **error)
{
	const struct rest_sub *sub = g_ptr_array_index(rest->plan->subs, number);
	bool refused = sub->optional && end != FETCH_LOST &&
		       (status == 401 || status == 403 || status == 400);
	g_autofree char *line = NULL;

	if (end == FETCH_DONE || (status == 404 && end != FETCH_LOST)) {
		g_clear_error(trouble);
		return FETCH_DONE;
	}
	if (!refused) {
		g_propagate_error(error, g_steal_pointer(trouble));
		return end;
	}
	rest->refused_subs |= 1u << number;
	line = g_strdup_printf("%s: read without \"%s\": %s", rest->request->remote->host,
			       sub->member, (*trouble)->message);
	g_clear_error(trouble);
	return rest->sink->say(line, rest->sink->data) ? FETCH_DONE : stop(error);
}

/* The items of a ticket's resource, all its pages, into the text. */
static enum fetch_end read_sub(struct rest *rest, guint number, const char *id, GString *text,
			       GError **error)
{
	const struct rest_sub *sub = g_ptr_array_index(rest->plan->subs, number);
	struct rest_words words = {.id = id, .page = 1, .size = sub->size};
	guint count = sub->size;

	for (guint page = 0; count >= sub->size && page < SUB_PAGES; page++) {
		struct http_answer answer = {0};
		GError *trouble = NULL;
		enum fetch_end end;
		g_autoptr(json_value_auto) said =
			ask(rest, sub->path, &words, &answer, &end, &trouble);
		guint status = answer.status;
		count = holds_items(said, sub->items)
				? append_items(answer.body, sub->items, text)
				: 0;
		http_answer_clear(&answer);
		if (said == NULL)
			return forgive(rest, number, status, end, &trouble, error);
		if (sub->paging == REST_ONE)
			return FETCH_DONE;
		words.page++;
		words.offset += sub->size;
	}
	return FETCH_DONE;
}

static enum fetch_end say_left_out(const struct rest *rest, const struct rest_sub *sub,
				   const char *id, GError **error)
{
	g_autofree char *line =
		g_strdup_printf("%s: \"%s\" of ticket %s is left out: with it the ticket is "
				"larger than 4 MiB",
				rest->request->remote->host, sub->member, id);

	return rest->sink->say(line, rest->sink->data) ? FETCH_DONE : stop(error);
}

/* The ticket's own text, and behind its members those that are asked apart. */
static enum fetch_end append_ticket(struct rest *rest, const char *text, gsize length,
				    const char *id, GString *page, GError **error)
{
	g_autoptr(GString) whole = g_string_new_len(text, (gssize)length);
	enum fetch_end end = FETCH_DONE;

	for (guint i = 0; i < rest->plan->subs->len && end == FETCH_DONE; i++) {
		const struct rest_sub *sub = g_ptr_array_index(rest->plan->subs, i);
		g_autoptr(GString) items = g_string_new("[");
		if ((rest->refused_subs & 1u << i) != 0)
			continue;
		end = read_sub(rest, i, id, items, error);
		if (whole->len + items->len + strlen(sub->member) + 8 > REST_TICKET_SIZE) {
			end = end == FETCH_DONE ? say_left_out(rest, sub, id, error) : end;
			continue;
		}
		g_string_truncate(whole, whole->len - 1); /* the last brace */
		g_string_append_printf(whole, ",\"%s\":%s]}", sub->member, items->str);
	}
	if (end != FETCH_DONE)
		return end;
	if (page->len > 1)
		g_string_append(page, ",\n");
	g_string_append_len(page, whole->str, (gssize)whole->len);
	return FETCH_DONE;
}

static bool is_id(const char *id)
{
	return id != NULL && *id != '\0' && strlen(id) <= ID_LENGTH && is_one_line(id);
}

/* Days are of the last change at the beginning, of the opening at the end. */
static bool is_wanted(const struct rest *rest, const struct walk *walk, const char *updated,
		      const char *opened)
{
	g_autofree char *until = rest->request->until != DAY_NONE
					 ? calendar_format_day(rest->request->until)
					 : NULL;

	if (updated != NULL && strcmp(updated, walk->since) < 0)
		return false;
	return until == NULL || opened == NULL || strncmp(opened, until, strlen(until)) <= 0;
}

/* By its place in the answer, as it has no other name. */
static enum fetch_end reject(const struct rest *rest, const struct walk *walk,
			     const struct page *page, const char *reason, GError **error)
{
	g_autofree char *id = g_strdup_printf(";since=%s;page=%" G_GUINT64_FORMAT ";item=%u",
					      walk->since, walk->page, page->items);

	return rest->sink->rejected(id, reason, rest->sink->data) ? FETCH_DONE : stop(error);
}

static enum fetch_end take_item(struct rest *rest, struct walk *walk,
				const struct json_item *item, const char *body,
				struct page *page, GError **error)
{
	g_autofree char *id = text_at(item->value, rest->plan->id);
	g_autofree char *changed = text_at(item->value, rest->plan->updated);
	g_autofree char *began = text_at(item->value, rest->plan->opened);
	g_autofree char *updated = stamp_of(changed);
	g_autofree char *opened = stamp_of(began);
	enum met before;
	guint64 mark;

	if (!is_id(id) || body[item->place.offset + item->place.length - 1] != '}')
		return reject(rest, walk, page,
			      "the ticket has no number; does the description fit the tool?",
			      error);
	mark = mark_of(walk->list, id, changed != NULL ? changed : "");
	g_free(page->last);
	page->last = g_strdup(updated);
	before = met(walk, mark);
	note_mark(walk, mark, MET_NOW);
	page->fresh = page->fresh || before != MET_NOW;
	if (before != MET_NEVER || !is_wanted(rest, walk, updated, opened))
		return FETCH_DONE;
	if (updated != NULL)
		note_recent(walk, mark, updated);
	page->tickets++;
	return append_ticket(rest, body + item->place.offset, (gsize)item->place.length, id,
			     page->text, error);
}

static enum fetch_end take_items(struct rest *rest, struct walk *walk, const GString *body,
				 struct page *page, GError **error)
{
	const char *lists[2];
	struct json_items_shape shape;
	g_autoptr(json_items_auto) items =
		json_items_open_memory((const guint8 *)body->str, body->len,
				       shape_of(rest->plan->items, lists, &shape));
	enum fetch_end end = FETCH_DONE;
	enum json_items_result result;
	struct json_item item;

	while (end == FETCH_DONE &&
	       ((result = json_items_next(items, &item, NULL)) == JSON_ITEMS_ITEM ||
		result == JSON_ITEMS_BROKEN)) {
		page->items++;
		if (result == JSON_ITEMS_ITEM)
			end = take_item(rest, walk, &item, body->str, page, error);
		else
			end = reject(rest, walk, page, item.trouble, error);
	}
	return end;
}

/* ---- cursors ---- */

/* "SINCE PAGE OFFSET NEWEST TOKEN MARK@STAMP,..."; a walk that ended has page 0. */
static char *cursor_of(struct walk *walk, bool ended)
{
	GString *text = g_string_new(NULL);
	g_autofree char *token = g_uri_escape_string(walk->token, NULL, FALSE);

	forget_old(walk);
	g_string_append_printf(text, "%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s %s ",
			       walk->since, ended ? 0 : walk->page, walk->offset, walk->newest,
			       *token != '\0' ? token : "-");
	for (guint i = 0; i < walk->recent->len; i++) {
		const struct recent *one = g_ptr_array_index(walk->recent, i);
		g_string_append_printf(text, "%s%016" G_GINT64_MODIFIER "x@%s",
				       i > 0 ? "," : "", one->mark, one->stamp);
	}
	return g_string_free(text, FALSE);
}

static void take_marks(struct walk *walk, const char *text)
{
	g_auto(GStrv) marks = g_strsplit(text, ",", MARKS_KEPT);

	for (guint i = 0; marks[i] != NULL; i++) {
		char *at = strchr(marks[i], '@');
		g_autofree char *stamp = at != NULL ? stamp_of(at + 1) : NULL;
		guint64 mark;
		if (stamp == NULL)
			continue;
		*at = '\0';
		mark = g_ascii_strtoull(marks[i], NULL, 16);
		note_mark(walk, mark, MET_BEFORE);
		note_recent(walk, mark, stamp);
	}
}

/* False when the cursor is none of ours: the list begins anew. */
static bool resume(const struct rest *rest, struct walk *walk, const char *cursor)
{
	g_auto(GStrv) parts = g_strsplit(cursor, " ", 6);
	g_autofree char *since = g_strv_length(parts) == 6 ? stamp_of(parts[0]) : NULL;
	g_autofree char *newest = since != NULL ? stamp_of(parts[3]) : NULL;
	bool ended;

	if (newest == NULL ||
	    !g_ascii_string_to_unsigned(parts[1], 10, 0, PAGES_MOST, &walk->page, NULL) ||
	    !g_ascii_string_to_unsigned(parts[2], 10, 0, G_MAXINT64, &walk->offset, NULL))
		return false;
	ended = walk->page == 0;
	g_free(walk->newest);
	walk->newest = g_strdup(newest);
	g_free(walk->since);
	walk->since =
		ended ? stamp_moved(newest, -(gint)rest->plan->overlap, "%Y-%m-%dT%H:%M:%S")
		      : g_steal_pointer(&since);
	if (ended) {
		walk->page = 1;
		walk->offset = 0;
	} else if (strcmp(parts[4], "-") != 0) {
		g_free(walk->token);
		walk->token = g_uri_unescape_string(parts[4], NULL);
	}
	take_marks(walk, parts[5]);
	return walk->token != NULL;
}

/* ---- pages ---- */

/* A token is one line that a cursor can hold. */
static const char *next_token(const struct rest_plan *plan, const struct json_value *said)
{
	const char *token = plan->token != NULL ? json_member_text(said, plan->token) : NULL;
	bool last = plan->is_last != NULL &&
		    json_value_is_true(json_value_member(said, plan->is_last));

	if (token == NULL || last || *token == '\0' || strlen(token) > TOKEN_LENGTH ||
	    !is_one_line(token))
		return NULL;
	return token;
}

/* How many tickets there are, -1 when the server does not say. */
static gint64 total_of(struct rest *rest, const struct json_value *said)
{
	g_autofree char *header = rest->plan->total_header != NULL
					  ? http_header(rest->http, rest->plan->total_header)
					  : NULL;
	guint64 counted;
	gint64 total = -1;

	if (rest->plan->total != NULL)
		json_value_integer(json_value_member(said, rest->plan->total), &total);
	if (header != NULL &&
	    g_ascii_string_to_unsigned(header, 10, 0, G_MAXINT64, &counted, NULL))
		total = (gint64)counted;
	return total;
}

static void step_offset(struct rest *rest, struct walk *walk, const struct page *page,
			gint64 total)
{
	walk->offset += rest->plan->whole_steps ? rest->plan->size : page->items;
	walk->page++;
	if (total >= 0)
		walk->ended = walk->offset >= (guint64)total;
	else
		walk->ended = page->items == 0;
	walk->ended = walk->ended || (page->items == 0 && !rest->plan->whole_steps);
}

/* On to the instant of the last ticket, less a second: servers differ on what "since" includes.
 * Where all of a page are of one second, the next page. */
static void step_window(struct walk *walk, const struct page *page)
{
	g_autofree char *since =
		page->last != NULL ? stamp_moved(page->last, -1, "%Y-%m-%dT%H:%M:%S") : NULL;

	walk->ended = page->items == 0;
	walk->page++;
	if (since == NULL || strcmp(since, walk->since) <= 0)
		return;
	g_free(walk->since);
	walk->since = g_steal_pointer(&since);
	walk->page = 1;
}

static void step_token(const struct rest_plan *plan, struct walk *walk,
		       const struct json_value *said)
{
	const char *token = next_token(plan, said);

	walk->ended = token == NULL;
	walk->page++;
	g_free(walk->token);
	walk->token = g_strdup(token != NULL ? token : "");
}

static void step(struct rest *rest, struct walk *walk, const struct json_value *said,
		 const struct page *page, gint64 total)
{
	switch (rest->plan->paging) {
	case REST_PAGE:
		walk->page++;
		walk->ended = page->items == 0;
		break;
	case REST_OFFSET:
		step_offset(rest, walk, page, total);
		break;
	case REST_TOKEN:
		step_token(rest->plan, walk, said);
		break;
	case REST_WINDOW:
		step_window(walk, page);
		break;
	default:
		walk->ended = true;
	}
}

/* A page without tickets is no message, but its mark counts. */
static enum fetch_end give_page(struct rest *rest, struct walk *walk, const struct page *page,
				guint64 number, const char *since, GError **error)
{
	const struct fetch_sink *sink = rest->sink;
	g_autofree char *id =
		g_strdup_printf(";since=%s;page=%" G_GUINT64_FORMAT, since, number);
	g_autofree char *cursor = NULL;

	if (page->tickets > 0) {
		g_string_append(page->text, "]\n");
		if (!sink->message_begin(id, sink->data) ||
		    !sink->message_bytes((const guint8 *)page->text->str, page->text->len,
					 sink->data) ||
		    !sink->message_end(sink->data))
			return stop(error);
	}
	cursor = cursor_of(walk, walk->ended);
	return sink->mark(cursor, sink->data) ? FETCH_DONE : stop(error);
}

static enum fetch_end check_progress(struct rest *rest, struct walk *walk,
				     const struct page *page, GError **error)
{
	walk->idle = page->fresh ? 0 : walk->idle + 1;
	if (walk->ended)
		return FETCH_DONE;
	if (walk->page > rest->plan->pages_most)
		return fail(rest, FETCH_FAILED, rest->plan->path, 0,
			    "there are more pages than the tool gives: ask for a later --since",
			    NULL, error);
	if (walk->idle <= IDLE_PAGES)
		return FETCH_DONE;
	return fail(rest, FETCH_FAILED, rest->plan->path, 0,
		    "the server gives page after page without anything new", NULL, error);
}

/* One page: asked, told, and the walk is behind it. */
static enum fetch_end read_page(struct rest *rest, struct walk *walk, GError **error)
{
	const struct rest_plan *plan = rest->plan;
	g_autofree char *since = stamp_moved(walk->since, 0, plan->stamp);
	g_autofree char *from = g_strdup(walk->since);
	const struct rest_words words = {.list = walk->list,
					 .since = since,
					 .token = walk->token,
					 .page = walk->page,
					 .offset = walk->offset,
					 .size = plan->size};
	struct page page = {.text = g_string_new("[")};
	struct http_answer answer = {0};
	guint64 number = walk->page;
	enum fetch_end end;
	g_autoptr(json_value_auto) said = ask(rest, plan->path, &words, &answer, &end, error);
	gint64 total = said != NULL ? total_of(rest, said) : 0;

	if (holds_items(said, plan->items))
		end = take_items(rest, walk, answer.body, &page, error);
	if (end == FETCH_DONE) {
		step(rest, walk, said, &page, total);
		walk->ended = walk->ended || said == NULL;
		end = check_progress(rest, walk, &page, error);
	}
	if (end == FETCH_DONE)
		end = give_page(rest, walk, &page, number, from, error);
	http_answer_clear(&answer);
	g_string_free(page.text, TRUE);
	g_free(page.last);
	return end;
}

/* ---- lists ---- */

static void walk_clear(struct walk *walk)
{
	g_free(walk->since);
	g_free(walk->newest);
	g_free(walk->token);
	g_hash_table_destroy(walk->marks);
	g_ptr_array_unref(walk->recent);
}

/* From the beginning, or from the day that is asked for. */
static void walk_init(const struct rest *rest, struct walk *walk, guint number)
{
	gint32 day = rest->request->since;
	g_autofree char *text = day != DAY_NONE ? calendar_format_day(day) : NULL;

	*walk = (struct walk){
		.list = rest->plan->lists[number],
		.optional = rest->plan->optional[number],
		.since = text != NULL ? g_strconcat(text, "T00:00:00", NULL)
				      : g_strdup(FIRST_INSTANT),
		.newest = g_strdup(FIRST_INSTANT),
		.page = 1,
		.token = g_strdup(""),
		.marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		.recent = g_ptr_array_new_with_free_func(g_free),
	};
}

static enum fetch_end read_pages(struct rest *rest, struct walk *walk, GError **error)
{
	enum fetch_end end = FETCH_DONE;

	while (end == FETCH_DONE && !walk->ended)
		end = read_page(rest, walk, error);
	return end;
}

static void begin_again(struct walk *walk)
{
	walk->page = 1;
	*walk->token = '\0';
	g_hash_table_remove_all(walk->marks);
}

/* The token of a page runs out after some days: the walk then begins again. */
static enum fetch_end read_list(struct rest *rest, struct walk *walk, GError **error)
{
	const char *cursor = g_hash_table_lookup(rest->request->cursors, walk->list);
	bool known = cursor != NULL && resume(rest, walk, cursor);
	g_autoptr(GError) trouble = NULL;
	bool with_token = *walk->token != '\0';
	enum fetch_end end;

	if (!rest->sink->folder(walk->list, !known, 0, rest->sink->data))
		return stop(error);
	if (!with_token)
		return read_pages(rest, walk, error);
	end = read_page(rest, walk, &trouble);
	if (end == FETCH_DONE)
		return read_pages(rest, walk, error);
	if (end != FETCH_FAILED) {
		g_propagate_error(error, g_steal_pointer(&trouble));
		return end;
	}
	begin_again(walk);
	return read_pages(rest, walk, error);
}

static bool is_chosen(const struct rest *rest, const char *list)
{
	char **patterns = rest->request->folders;

	for (guint i = 0; patterns != NULL && patterns[i] != NULL; i++)
		if (g_pattern_match_simple(patterns[i], list))
			return true;
	return patterns == NULL;
}

/* A list that not every house has may fail. */
static enum fetch_end read_lists(struct rest *rest, GError **error)
{
	enum fetch_end end = FETCH_DONE;

	for (guint i = 0; rest->plan->lists[i] != NULL && end == FETCH_DONE; i++) {
		g_autoptr(GError) trouble = NULL;
		struct walk walk;
		if (!is_chosen(rest, rest->plan->lists[i]))
			continue;
		walk_init(rest, &walk, i);
		end = read_list(rest, &walk, &trouble);
		if (end == FETCH_FAILED && walk.optional && walk.page == 1)
			end = rest->sink->say(trouble->message, rest->sink->data) ? FETCH_DONE
										  : stop(error);
		else if (trouble != NULL)
			g_propagate_error(error, g_steal_pointer(&trouble));
		walk_clear(&walk);
	}
	return end;
}

static void wipe(gpointer data)
{
	char *text = data;

	if (text != NULL)
		memset(text, 0, strlen(text));
	g_free(text);
}

enum fetch_end rest_visit(struct http *http, const struct fetch_request *request,
			  const struct fetch_sink *sink, GError **error)
{
	struct rest rest = {
		.http = http,
		.request = request,
		.sink = sink,
		.plan = request->plan,
		.headers = g_ptr_array_new_with_free_func(wipe),
	};
	char *proof = NULL;
	enum fetch_end end = prepare_headers(&rest, &proof, error);

	if (end == FETCH_DONE)
		end = open_session(&rest, proof, error);
	if (end == FETCH_DONE)
		end = read_lists(&rest, error);
	close_session(&rest);
	g_ptr_array_unref(rest.headers);
	g_free(rest.session);
	return end;
}
