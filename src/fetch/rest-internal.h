/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to the files that read help desks: rest_ask.c asks one question and judges its
 * answer, rest_walk.c knows where a walk through a list stands, rest.c goes through the pages.
 */
#pragma once

#include "base/json_value.h"
#include "fetch/rest.h"

#define REST_STAMP_LENGTH 19u
#define REST_TOKEN_LENGTH 2000u
#define REST_PAGES_MOST   100000u

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
	char stamp[REST_STAMP_LENGTH + 1];
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

/* ---- questions ---- */

/* Fills the error with the server, the question, what it answered and the mend (or NULL). */
enum fetch_end rest_fail(const struct rest *rest, enum fetch_end end, const char *path,
			 guint status, const char *what, const char *mend, GError **error);
enum fetch_end rest_stop(GError **error);
bool rest_is_one_line(const char *text);

/* Proves who asks, and opens a session where the tool wants one; closes it. */
enum fetch_end rest_open(struct rest *rest, GError **error);
void rest_close(struct rest *rest);

/* What a question gives, its text in the answer, which the caller clears. NULL with *end, or
 * with FETCH_DONE when there is nothing there. */
struct json_value *rest_ask(struct rest *rest, const char *path, const struct rest_words *words,
			    struct http_answer *answer, enum fetch_end *end, GError **error);

/* ---- walks ---- */

/* "2025-03-01T08:00:00" of what a tool writes so or with a blank; NULL for others. Caller owns.
 */
char *rest_stamp_of(const char *text);
/* Some seconds on, in a manner of writing (strftime). Caller owns. */
char *rest_stamp_moved(const char *stamp, gint seconds, const char *manner);

void walk_init(const struct rest *rest, struct walk *walk, guint number);
void walk_clear(struct walk *walk);

/* Of a ticket at a change. */
guint64 walk_mark_of(const char *list, const char *id, const char *updated);
enum met walk_met(const struct walk *walk, guint64 mark);
void walk_note_mark(struct walk *walk, guint64 mark, enum met when);
/* One that was given, for the walk after this one. */
void walk_note_recent(struct walk *walk, guint64 mark, const char *stamp);

/* Caller owns. */
char *walk_cursor(struct walk *walk, bool ended);
/* False when the cursor is none of ours: the list begins anew. */
bool walk_resume(const struct rest *rest, struct walk *walk, const char *cursor);
