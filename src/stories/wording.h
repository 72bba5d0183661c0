/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences from a small grammar kept in text files: named lists of alternatives with {slots},
 * inline {a|b} choices and values bound by the program. Format: docs/stories.md. Every slot is
 * checked when the files are loaded, so that a misspelt one is an error with its file and line,
 * not a hole in a message. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define WORDING_DEPTH      24u         /* lists within lists */
#define WORDING_TEXT       (64u << 10) /* bytes of one expansion */
#define WORDING_LANGUAGE   "any"       /* lists that serve every language */
#define WORDING_FILE_BYTES (4u << 20)  /* one wording file */

struct wording;

/* What a slot may mean at one place: values bound by the program, and the values that capital
 * slots have taken so far in this conversation. Keys and values are owned by the tables. */
struct wording_context {
	const char *language;
	GHashTable *bound;  /* name -> text */
	GHashTable *memory; /* "Name" -> text, NULL = nothing is remembered */
	GRand *random;
};

struct wording *wording_new(void);
void wording_free(struct wording *wording);
typedef struct wording wording_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(wording_auto, wording_free)

/* Adds a file; its language is its base name up to the first '-' or '.'. */
bool wording_add(struct wording *wording, const char *file, const char *text, gsize length,
		 GError **error);
/* Every slot of every list leads somewhere: to a list, or to one of the NULL-terminated bound
 * names. `prefixes` are bound names that stand before a dot ({topic.question}). */
bool wording_check(const struct wording *wording, const char *const *bound,
		   const char *const *prefixes, GError **error);
/* The language and then "any" hold this list. */
bool wording_has(const struct wording *wording, const char *language, const char *list);
/* Alternatives of a list, expanded by nobody: for lists of plain words such as `topics`. */
guint wording_size(const struct wording *wording, const char *language, const char *list);
const char *wording_item(const struct wording *wording, const char *language, const char *list,
			 guint index);
/* One alternative of the list, expanded. Caller owns. */
char *wording_expand(const struct wording *wording, const struct wording_context *context,
		     const char *list, GError **error);
