/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The answers are outside bytes: a page that is not HTTPS is not shown, a pause is bounded. */
#include "fetch/device_code.h"

#include <string.h>

#include "base/error.h"
#include "base/json_value.h"

#define ANSWER_DEPTH  8
#define PAUSE_USUAL   5
#define PAUSE_MOST    60
#define WORD_LENGTH   200u
#define GRANT_BY_CODE "urn:ietf:params:oauth:grant-type:device_code"

void tokens_clear(struct tokens *tokens)
{
	g_clear_pointer(&tokens->access, g_free);
	g_clear_pointer(&tokens->refresh, g_free);
}

static bool fail(const char *reason, GError **error)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "signing in: %s", reason);
	return false;
}

/* Names and values in turn, until NULL. */
static char *form_of(const char *const *words)
{
	g_autoptr(GString) form = g_string_new(NULL);

	for (guint i = 0; words[i] != NULL; i += 2) {
		g_autofree char *value = g_uri_escape_string(words[i + 1], NULL, FALSE);
		g_string_append_printf(form, "%s%s=%s", i > 0 ? "&" : "", words[i], value);
	}
	return g_string_free(g_steal_pointer(&form), FALSE);
}

/* NULL with the error when it is no JSON; *status as answered. Caller owns. */
static struct json_value *post(struct http *http, const struct device_code *code,
			       const char *where, const char *const *words, guint *status,
			       GError **error)
{
	g_autofree char *tenant = g_uri_escape_string(code->tenant, NULL, FALSE);
	g_autofree char *url =
		g_strdup_printf("%s/%s/oauth2/v2.0/%s", code->login_url, tenant, where);
	g_autofree char *form = form_of(words);
	const struct http_question question = {.url = url, .form = form};
	struct http_answer answer = {0};
	struct json_value *said;

	if (!http_ask(http, &question, &answer, error))
		return NULL;
	*status = answer.status;
	said = json_value_parse(answer.body->str, answer.body->len, ANSWER_DEPTH, NULL);
	http_answer_clear(&answer);
	if (said == NULL)
		fail("the server's answer makes no sense", error);
	return said;
}

/* A word that may be shown: short, printable, without blanks. */
static const char *shown_word(const struct json_value *said, const char *key)
{
	const char *word = json_member_text(said, key);

	if (word == NULL || *word == '\0' || strlen(word) > WORD_LENGTH)
		return NULL;
	for (const char *at = word; *at != '\0'; at++)
		if (!g_ascii_isgraph(*at))
			return NULL;
	return word;
}

static bool show(const struct device_code *code, const struct json_value *said, GError **error)
{
	const char *page = shown_word(said, "verification_uri");
	const char *word = shown_word(said, "user_code");
	g_autofree char *line = NULL;

	if (page == NULL || word == NULL || !g_str_has_prefix(page, "https://"))
		return fail("the server gave no page and code", error);
	line = g_strdup_printf("to sign in, open %s and enter the code %s", page, word);
	return code->say(line, code->data) || fail("stopped", error);
}

static bool take_tokens(const struct json_value *said, struct tokens *tokens)
{
	const char *access = shown_word(said, "token_type") != NULL
				     ? json_member_text(said, "access_token")
				     : NULL;
	const char *refresh = json_member_text(said, "refresh_token");

	if (access == NULL || *access == '\0' || strpbrk(access, "\r\n") != NULL)
		return false;
	g_free(tokens->access);
	tokens->access = g_strdup(access);
	if (refresh != NULL) {
		g_free(tokens->refresh);
		tokens->refresh = g_strdup(refresh);
	}
	return true;
}

static gint64 number(const struct json_value *said, const char *key, gint64 usual, gint64 most)
{
	gint64 value;

	if (!json_value_integer(json_value_member(said, key), &value) || value < 0)
		value = usual;
	return MIN(value, most);
}

enum poll { POLL_GRANTED, POLL_WAIT, POLL_SLOWER, POLL_REFUSED, POLL_FAILED };

static enum poll poll_once(struct http *http, const struct device_code *code,
			   const char *device, struct tokens *tokens, GError **error)
{
	const char *const words[] = {"grant_type",  GRANT_BY_CODE, "client_id", code->client_id,
				     "device_code", device,        NULL};
	guint status = 0;
	g_autoptr(json_value_auto) said = post(http, code, "token", words, &status, error);
	const char *reason;

	if (said == NULL)
		return POLL_FAILED;
	if (status == 200)
		return take_tokens(said, tokens) ? POLL_GRANTED : POLL_REFUSED;
	reason = shown_word(said, "error");
	if (g_strcmp0(reason, "authorization_pending") == 0)
		return POLL_WAIT;
	if (g_strcmp0(reason, "slow_down") == 0)
		return POLL_SLOWER;
	fail(reason != NULL ? reason : "refused", error);
	return POLL_REFUSED;
}

static bool poll_until(struct http *http, const struct device_code *code,
		       const struct json_value *said, struct tokens *tokens, bool *refused,
		       GError **error)
{
	const char *device = json_member_text(said, "device_code");
	gint64 pause = number(said, "interval", PAUSE_USUAL, PAUSE_MOST);
	gint64 left = number(said, "expires_in", DEVICE_CODE_SECONDS, DEVICE_CODE_SECONDS);

	while (device != NULL && left > 0) {
		enum poll poll;
		g_usleep((gulong)MAX(pause, 1) * G_USEC_PER_SEC);
		left -= MAX(pause, 1);
		poll = poll_once(http, code, device, tokens, error);
		if (poll == POLL_GRANTED)
			return true;
		*refused = poll == POLL_REFUSED;
		if (poll >= POLL_REFUSED)
			return false;
		if (poll == POLL_SLOWER)
			pause = MIN(pause + PAUSE_USUAL, PAUSE_MOST);
	}
	*refused = true;
	return fail("the code was not entered in time", error);
}

bool device_code_sign_in(struct http *http, const struct device_code *code,
			 struct tokens *tokens, bool *refused, GError **error)
{
	const char *const words[] = {"client_id", code->client_id, "scope", code->scope, NULL};
	guint status = 0;
	g_autoptr(json_value_auto) said = post(http, code, "devicecode", words, &status, error);
	const char *reason;

	*refused = false;
	if (said == NULL)
		return false;
	if (status == 200)
		return show(code, said, error) &&
		       poll_until(http, code, said, tokens, refused, error);
	*refused = true;
	reason = shown_word(said, "error");
	return fail(reason != NULL ? reason : "refused", error);
}

bool device_code_refresh(struct http *http, const struct device_code *code,
			 struct tokens *tokens, GError **error)
{
	const char *const words[] = {"grant_type",    "refresh_token", "client_id",
				     code->client_id, "scope",         code->scope,
				     "refresh_token", tokens->refresh, NULL};
	guint status = 0;
	g_autoptr(json_value_auto) said = NULL;

	if (tokens->refresh == NULL)
		return fail("the token has run out", error);
	said = post(http, code, "token", words, &status, error);
	if (said == NULL)
		return false;
	if (status == 200 && take_tokens(said, tokens))
		return true;
	return fail("the token has run out and is not renewed", error);
}
