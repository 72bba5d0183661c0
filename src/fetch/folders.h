/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folders of an IMAP server: their names, which are in a UTF-7 of their own (RFC 3501 5.1.3),
 * and which of them hold mail worth reading. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What LIST says of a folder; special uses are of RFC 6154. */
enum folder_trait {
	FOLDER_CLOSED = 1 << 0, /* \Noselect, \NonExistent */
	FOLDER_ALL = 1 << 1,
	FOLDER_DRAFTS = 1 << 2,
	FOLDER_JUNK = 1 << 3,
	FOLDER_TRASH = 1 << 4,
	FOLDER_VIEW = 1 << 5, /* \Flagged, \Important: messages that are elsewhere too */
};

struct folder {
	char *raw;  /* as the server writes it */
	char *name; /* UTF-8 */
	char delimiter;
	guint traits;
};

void folder_free(struct folder *folder);

/* The trait of an attribute ("\\Trash", with or without its backslash), or 0. */
guint folder_trait_of(const char *attribute);

/* NULL for a name that no client should send back: control characters, too long, empty. */
struct folder *folder_new(const char *raw, char delimiter, guint traits);

/* The same for a name that is UTF-8 already. */
struct folder *folder_named(const char *raw, const char *name, char delimiter, guint traits);

/* UTF-8 of a name; NULL when it is no modified UTF-7. Caller owns. */
char *folder_decode(const char *raw);

/* Keeps in the array those to be read, by name, each once. `patterns` ('*' and '?', whatever
 * the case) choose alone; without them, an "all mail" folder stands for all, else every folder
 * but drafts, junk and trash by trait or by their French or English names. */
void folders_choose(GPtrArray *folders, char *const *patterns);
