/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A small client of HTTPS for the programming interfaces of ticket and mail services: TLS with
 * a verified certificate, no redirections (a token goes where it was meant to go), limits on
 * time and size, and patience: a server that is busy (429, 503) is asked again when it says so,
 * one that is lost after a pause that doubles. Proxies are taken from the environment. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define HTTP_ATTEMPTS      6u         /* of one question */
#define HTTP_PAUSE_MOST    300u       /* seconds that a server may ask us to wait */
#define HTTP_TEXT_MOST     (8u << 20) /* bytes of an answer that is kept in memory */
#define HTTP_STALL_SECONDS 60

struct http;

/* `ca_file` names the authorities to trust in the place of the system's, or NULL. Caller owns.
 */
struct http *http_new(const char *ca_file);
void http_free(struct http *http);
typedef struct http http_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(http_auto, http_free)

struct http_question {
	const char *url;
	bool plain;                 /* http:// to this machine, past proxies */
	const char *bearer;         /* token, or NULL */
	const char *form;           /* what is posted, or NULL to get */
	const char *const *headers; /* more of them, NULL-terminated, or NULL */
	/* A long body goes here; it begins anew with each attempt. NULL: it is kept. */
	bool (*begin)(void *data);
	bool (*bytes)(const guint8 *bytes, gsize length, void *data);
	void *data;
	guint64 most; /* bytes of a long body */
};

struct http_answer {
	guint status;  /* 200... */
	bool too_long; /* the body is longer than allowed, and was cut off */
	bool stopped;  /* begin() or bytes() wanted no more */
	GString *body; /* when it was kept; also of every answer but 200 */
};
void http_answer_clear(struct http_answer *answer);

/* A header of the last answer; NULL when it had none. Caller owns. */
char *http_header(struct http *http, const char *name);

/* False with ENTENTE_ERROR_INPUT when no answer could be had. Any status is an answer, but
 * those that say "later" only at the last attempt. */
bool http_ask(struct http *http, const struct http_question *question,
	      struct http_answer *answer, GError **error);
