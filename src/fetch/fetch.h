/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One visit to a server: what is asked, what comes back, how it ended. The visit runs in a
 * process of its own that may speak to its server and nothing else: it hands every byte to a
 * sink and writes no file. Its caller decides whether to visit again. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "fetch/remote.h"
#include "fetch/rest_plan.h"

#define FETCH_BATCH_MESSAGES 500u        /* messages between two marks of progress */
#define FETCH_BATCH_BYTES    (32u << 20) /* ... or bytes of them */
#define FETCH_NAME_LENGTH    1000u       /* bytes of a folder's name */
#define FETCH_FOLDERS        5000u       /* folders of one server */
#define FETCH_CURSOR_LENGTH  (16u << 10) /* bytes of a cursor */
#define FETCH_SECRET_LENGTH  (32u << 10) /* bytes of a password or token */

struct fetch_request {
	const struct remote *remote;
	char *secret;        /* password or token; NULL: the server's own way of asking */
	bool bearer;         /* the secret is a token (RFC 6750) */
	char *ca_file;       /* authorities that are trusted, or NULL for the system's */
	char **folders;      /* patterns of names, or NULL for the usual choice */
	gint32 since, until; /* days, `until` included; DAY_NONE */
	/* Of Microsoft 365; NULL for the usual ones, and no sign-in by code. */
	const char *graph_url, *login_url, *client_id;
	const struct rest_plan *plan; /* of a ticket tool, else NULL */
	GHashTable *cursors;          /* folder name -> where the last visit stopped */
};

/* How a visit ended. */
enum fetch_end {
	FETCH_DONE,
	FETCH_LOST,    /* the connection broke: another visit may go on */
	FETCH_REFUSED, /* the secret was not accepted */
	FETCH_FAILED,  /* another visit would fail likewise */
	FETCH_STOPPED, /* the sink wanted no more */
	FETCH_ENDS
};

/* Each returns false when the visit is to stop. Calls come as: folder, then any number of
 * (message_begin, message_bytes..., message_end | rejected) with marks between, then the next
 * folder. */
struct fetch_sink {
	/* `anew`: what was known of the folder no longer holds. `messages`: about how many will
	 * come. */
	bool (*folder)(const char *name, bool anew, guint messages, void *data);
	/* `id` names it within its folder: ";UID=20". It throws away one that did not end, and
	 * so does rejected(). */
	bool (*message_begin)(const char *id, void *data);
	bool (*message_bytes)(const guint8 *bytes, gsize length, void *data);
	bool (*message_end)(void *data);
	bool (*rejected)(const char *id, const char *reason, void *data);
	/* All before it is complete: a later visit that is given this cursor begins behind. */
	bool (*mark)(const char *cursor, void *data);
	/* A line for the user. */
	bool (*say)(const char *line, void *data);
	void *data;
};
