/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of an event as the reader of language reads them: a message above the tail that
 * comes back below its sender's mails, a ticket's follow-ups and solution as its tool exports
 * them. */
#pragma once

#include "store/store.h"

struct own_words {
	char *text;
	const char *language; /* "fr", "en" or ""; static */
};

void own_words_free(struct own_words *words);

/* NULL when the text of the message is not kept. Caller owns. */
struct own_words *own_words_of_message(struct store *store, gint64 relationship, guint64 event);
/* What the rows of a ticket up to an instant say, each text once, oldest first: struct
 * own_words
 * *, caller owns. */
GPtrArray *own_words_of_ticket(struct store *store, gint64 relationship, guint64 event,
			       gint64 until_ms, GError **error);
