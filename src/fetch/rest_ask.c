/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One question to a help desk and what its answer means. The secret stands in headers only, and
 * a session's token takes its place where the tool has sessions; an error names the server, the
 * path without what stands behind it, the answer, and the mend of the description. */
#include <string.h>

#include "base/error.h"
#include "fetch/rest-internal.h"

#define VALUES_MOST   600000u /* of one answer, commas and brackets counted */
#define REASON_LENGTH 200u    /* of a server's own words */

/* ---- how it ends ---- */

static char *shown_path(const char *path)
{
	return g_strndup(path, strcspn(path, "?"));
}

/* "help.acme.fr: GET /api/v1/tickets: 403: ..." */
enum fetch_end rest_fail(const struct rest *rest, enum fetch_end end, const char *path,
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

enum fetch_end rest_stop(GError **error)
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
		return rest_fail(rest, FETCH_LOST, path, status, "the session has run out",
				 NULL, error);
	if (status == 401)
		return rest_fail(rest, FETCH_REFUSED, path, status,
				 "the token or password is not accepted", plan->right, error);
	if (status == 403)
		return rest_fail(rest, FETCH_FAILED, path, status,
				 "the token is known but lacks a right", plan->right, error);
	if (status == 404)
		return rest_fail(rest, FETCH_FAILED, path, status, "nothing is at this place",
				 plan->where, error);
	if (status >= 300 && status < 400)
		return rest_fail(rest, FETCH_FAILED, path, status,
				 "the server sends us elsewhere, where no token is taken",
				 plan->where, error);
	return rest_fail(rest, status >= 500 || status == 429 ? FETCH_LOST : FETCH_FAILED, path,
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

static bool takes_two(const struct rest_plan *plan)
{
	for (guint i = 0; plan->headers[i] != NULL; i++)
		if (strstr(plan->headers[i], "{second}") != NULL)
			return true;
	return false;
}

/* With the secrets in it; {second} is what stands behind a space in what was given. NULL for
 * one that needs a second secret when there is none. Caller owns. */
static char *header_with(const struct rest *rest, const char *text, const char *secret)
{
	const char *user = rest->request->remote->user;
	const char *space = user == NULL && takes_two(rest->plan) ? strchr(secret, ' ') : NULL;
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

static void wipe(gpointer data)
{
	char *text = data;

	if (text != NULL)
		memset(text, 0, strlen(text));
	g_free(text);
}

static void add_header(struct rest *rest, char *header)
{
	g_ptr_array_set_size(rest->headers, (gint)rest->headers->len - 1);
	if (header != NULL)
		g_ptr_array_add(rest->headers, header);
	g_ptr_array_add(rest->headers, NULL);
}

/* A line end in a secret would be another header. */
bool rest_is_one_line(const char *text)
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

	if (secret == NULL || *secret == '\0' || !rest_is_one_line(secret))
		return rest_fail(rest, FETCH_REFUSED, plan->path, 0, "a token is needed. It is",
				 plan->right, error);
	if (named && plan->auth_user == NULL)
		return rest_fail(rest, FETCH_FAILED, plan->path, 0,
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
	g_autofree char *text = g_utf8_make_valid(message ? message : "the server refuses", -1);
	GString *words = g_string_new(NULL);

	for (const char *at = text; *at != '\0' && words->len < REASON_LENGTH;
	     at = g_utf8_next_char(at)) {
		gunichar letter = g_utf8_get_char(at);
		g_string_append_unichar(words, g_unichar_iscntrl(letter) ? ' ' : letter);
	}
	return g_string_free(words, FALSE);
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
		*end = rest_fail(rest, FETCH_FAILED, path, 0, words, rest->plan->right, error);
	else
		*end = rest_fail(rest, FETCH_FAILED, path, 0, trouble_of(answer),
				 rest->plan->where, error);
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
struct json_value *rest_ask(struct rest *rest, const char *path, const struct rest_words *words,
			    struct http_answer *answer, enum fetch_end *end, GError **error)
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
	said = rest_ask(rest, plan->open, &words, &answer, &end, error);
	http_answer_clear(&answer);
	if (said == NULL)
		return end;
	ticket = json_member_text(said, plan->ticket);
	if (ticket == NULL || strlen(ticket) > REST_TOKEN_LENGTH || !rest_is_one_line(ticket))
		return rest_fail(rest, FETCH_FAILED, plan->open, 0, "no session was given",
				 plan->where, error);
	g_ptr_array_set_size(rest->headers, (gint)rest->headers->len - 2);
	g_ptr_array_add(rest->headers, NULL);
	rest->session = replaced(plan->session, "{session}", ticket);
	add_header(rest, g_strdup(rest->session));
	rest->worked = false;
	return FETCH_DONE;
}

enum fetch_end rest_open(struct rest *rest, GError **error)
{
	char *proof = NULL;
	enum fetch_end end;

	rest->headers = g_ptr_array_new_with_free_func(wipe);
	end = prepare_headers(rest, &proof, error);
	return end == FETCH_DONE ? open_session(rest, proof, error) : end;
}

/* Whether it could be closed changes nothing. */
void rest_close(struct rest *rest)
{
	const struct rest_words words = {0};
	struct http_answer answer = {0};

	if (rest->session != NULL && rest->plan->close != NULL)
		ask_url(rest, rest->plan->close, &words, &answer, NULL);
	http_answer_clear(&answer);
	g_clear_pointer(&rest->headers, g_ptr_array_unref);
	g_clear_pointer(&rest->session, g_free);
}
