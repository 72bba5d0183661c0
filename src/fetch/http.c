/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only file that includes libcurl. */
#include "fetch/http.h"

#include <curl/curl.h>
#include <string.h>

#include "base/error.h"

#define CONNECT_SECONDS 30L
#define FIRST_PAUSE_US  (G_USEC_PER_SEC / 2)

struct http {
	CURL *curl;
	char *ca_file;
};

/* One attempt. */
struct attempt {
	const struct http_question *question;
	struct http_answer *answer;
	struct http *http;
	guint64 received;
	bool begun;
};

struct http *http_new(const char *ca_file)
{
	struct http *http = g_new0(struct http, 1);

	curl_global_init(CURL_GLOBAL_DEFAULT);
	http->curl = curl_easy_init();
	if (http->curl == NULL)
		g_error("out of memory");
	http->ca_file = g_strdup(ca_file);
	return http;
}

void http_free(struct http *http)
{
	if (http == NULL)
		return;
	curl_easy_cleanup(http->curl);
	g_free(http->ca_file);
	g_free(http);
}

void http_answer_clear(struct http_answer *answer)
{
	if (answer->body != NULL)
		g_string_free(answer->body, TRUE);
	*answer = (struct http_answer){0};
}

static guint status_of(const struct http *http)
{
	long status = 0;

	curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	return (guint)CLAMP(status, 0, 999);
}

static bool give_long(struct attempt *attempt, const guint8 *bytes, gsize length)
{
	const struct http_question *question = attempt->question;
	struct http_answer *answer = attempt->answer;

	if (attempt->received > question->most) {
		answer->too_long = true;
		return false;
	}
	if (!attempt->begun)
		answer->stopped = !question->begin(question->data);
	attempt->begun = true;
	if (!answer->stopped)
		answer->stopped = !question->bytes(bytes, length, question->data);
	return !answer->stopped;
}

static bool keep(struct attempt *attempt, const char *bytes, gsize length)
{
	attempt->answer->too_long = attempt->received > HTTP_TEXT_MOST;
	if (!attempt->answer->too_long)
		g_string_append_len(attempt->answer->body, bytes, (gssize)length);
	return !attempt->answer->too_long;
}

/* Returning another number than it was given ends the transfer. */
static size_t take_body(char *bytes, size_t one, size_t length, void *data)
{
	struct attempt *attempt = data;
	bool whole = attempt->question->bytes != NULL && status_of(attempt->http) == 200;

	attempt->received += length;
	if (whole ? give_long(attempt, (const guint8 *)bytes, length)
		  : keep(attempt, bytes, length))
		return length;
	return 0;
}

static struct curl_slist *headers_of(const struct http_question *question)
{
	struct curl_slist *list = NULL;
	g_autofree char *bearer = NULL;

	for (guint i = 0; question->headers != NULL && question->headers[i] != NULL; i++)
		list = curl_slist_append(list, question->headers[i]);
	if (question->bearer == NULL)
		return list;
	bearer = g_strconcat("Authorization: Bearer ", question->bearer, NULL);
	return curl_slist_append(list, bearer);
}

static void set_options(struct attempt *attempt, const struct curl_slist *headers)
{
	CURL *curl = attempt->http->curl;

	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, attempt->question->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
			 attempt->question->plain ? "http" : "https");
	if (attempt->question->plain)
		curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)HTTP_STALL_SECONDS);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "entente/" ENTENTE_VERSION);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, attempt);
	if (attempt->http->ca_file != NULL)
		curl_easy_setopt(curl, CURLOPT_CAINFO, attempt->http->ca_file);
	if (attempt->question->form != NULL)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, attempt->question->form);
}

static CURLcode ask_once(struct http *http, const struct http_question *question,
			 struct http_answer *answer)
{
	struct attempt attempt = {.question = question, .answer = answer, .http = http};
	struct curl_slist *headers = headers_of(question);
	CURLcode result;

	answer->body = g_string_new(NULL);
	set_options(&attempt, headers);
	result = curl_easy_perform(http->curl);
	curl_slist_free_all(headers);
	answer->status = status_of(http);
	if (answer->too_long || answer->stopped)
		result = CURLE_OK;
	return result;
}

/* What another attempt cannot change. */
static bool for_good(CURLcode result)
{
	static const CURLcode codes[] = {
		CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_URL_MALFORMAT,
		CURLE_UNSUPPORTED_PROTOCOL,     CURLE_SSL_CONNECT_ERROR,
	};

	for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
		if (result == codes[i])
			return true;
	return false;
}

static bool says_later(const struct http_answer *answer)
{
	static const guint codes[] = {429, 500, 502, 503, 504};

	for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
		if (answer->status == codes[i])
			return true;
	return false;
}

static void pause_before(struct http *http, guint attempt)
{
	curl_off_t asked = 0;

	curl_easy_getinfo(http->curl, CURLINFO_RETRY_AFTER, &asked);
	if (asked > 0)
		g_usleep((gulong)MIN(asked, (curl_off_t)HTTP_PAUSE_MOST) * G_USEC_PER_SEC);
	else
		g_usleep(FIRST_PAUSE_US << attempt);
}

static bool fail(const struct http_question *question, CURLcode result, GError **error)
{
	g_autoptr(GUri) uri = g_uri_parse(question->url, G_URI_FLAGS_NONE, NULL);

	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s",
		    uri != NULL && g_uri_get_host(uri) != NULL ? g_uri_get_host(uri)
							       : "the server",
		    curl_easy_strerror(result));
	return false;
}

char *http_header(struct http *http, const char *name)
{
	struct curl_header *header;

	if (curl_easy_header(http->curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
		return NULL;
	return g_strdup(header->value);
}

bool http_ask(struct http *http, const struct http_question *question,
	      struct http_answer *answer, GError **error)
{
	for (guint attempt = 0;; attempt++) {
		struct http_answer one = {0};
		CURLcode result = ask_once(http, question, &one);
		bool last = attempt + 1 == HTTP_ATTEMPTS;
		if (result == CURLE_OK && (last || !says_later(&one))) {
			*answer = one;
			return true;
		}
		http_answer_clear(&one);
		if (result != CURLE_OK && (last || for_good(result)))
			return fail(question, result, error);
		pause_before(http, attempt);
	}
}
