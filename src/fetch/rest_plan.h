/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How the REST interface of a ticket tool is asked: a description file a tool, next to its
 * mapping (data/mappings/NAME.rest, compiled in; those of the user's folder come first). A new
 * tool is a new file, not C. The keys are told in data/mappings/README.md. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "fetch/remote.h"

#define REST_PLAN_LENGTH (64u << 10) /* bytes of a description file */
#define REST_SUBS        8u          /* resources that are asked for each ticket */
#define REST_LISTS       16u         /* lists of tickets of one tool */

enum rest_paging {
	REST_ONE,    /* one answer holds all */
	REST_PAGE,   /* {page}: 1, 2, 3... */
	REST_OFFSET, /* {offset} and {last}: 0-99, 100-199... */
	REST_TOKEN,  /* {token}: each answer gives that of the next */
	REST_WINDOW, /* {page} from {since} on, which moves to what was read last */
	REST_PAGINGS
};

/* What stands for {words} in the texts of a description. */
struct rest_words {
	const char *list, *since, *token, *id;
	guint64 page, offset, size;
};

/* What belongs to a ticket but is asked for apart. */
struct rest_sub {
	char *member; /* of the ticket, that holds it */
	char *path;
	char *items; /* member of the answer that holds its items, or NULL: the answer is a list
		      */
	enum rest_paging paging;
	guint size;
	bool optional; /* whose right may be missing */
};

struct rest_plan {
	char *name, *title;
	char **lists;      /* at least one; the last '?' of an optional one is taken away */
	bool *optional;    /* one a list */
	char *path, *form; /* form: what is posted where reading demands it, or NULL to get */
	char *json;        /* text that the form's field of that name holds */
	char *items, *total, *total_header, *token, *is_last;
	char *id, *updated, *opened; /* paths in a ticket */
	char *failure;               /* member that is not 0 when an answer is a refusal */
	char *empty;                 /* words of a refusal that only means: no tickets */
	enum rest_paging paging;
	guint size, pages_most;
	bool whole_steps;       /* an offset moves by the size, whatever came */
	char *stamp;            /* instants as the tool wants them, by g_date_time_format() */
	guint overlap;          /* seconds */
	char *auth, *auth_user; /* header that proves who asks, without and with a user */
	char **headers;         /* further ones */
	/* A session: paths, member, header, and words of an answer when it has run out. */
	char *open, *close, *ticket, *session, *over;
	char *right, *where; /* mends, in English */
	GPtrArray *subs;     /* struct rest_sub * */
};

/* One description. NULL with ENTENTE_ERROR_INPUT. Caller owns. */
struct rest_plan *rest_plan_parse(const char *name, const char *text, gsize length,
				  GError **error);
/* That of an address, from the user's folder (or NULL) or built in. NULL with the error, which
 * names those that there are. Caller owns. */
struct rest_plan *rest_plan_load(const struct remote *remote, const char *folder,
				 GError **error);
void rest_plan_free(struct rest_plan *plan);
typedef struct rest_plan rest_plan_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rest_plan_auto, rest_plan_free)

/* The text with its {words} filled in; escaped for an address where `escape`. Caller owns. */
char *rest_plan_fill(const char *text, const struct rest_words *words, bool escape);
