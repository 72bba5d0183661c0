/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the reader of language made of each message: derived, kept from one import to the next
 * as long as the same reader would read the same words. What is passed to a callback is
 * borrowed for the call. */
#pragma once

#include "language/reading.h"
#include "store/store.h"

/* A message of the timeline that is to be read: one of a side, not automatic. */
struct stored_text {
	guint32 position; /* in the timeline */
	guint64 event;
	guint32 thread;
	const char *from_address;
	const char *language; /* as found at its import */
	const char *own_text;
	enum side side;
	gint64 at_ms;
	/* How it was read before; version 0: it was not. */
	gint64 version;
	gsize own_length;
	const char *read_language;
	guint64 read_parent;
	gsize read_parent_length;
	/* The message of the other side that it answers and that asks. */
	guint64 parent; /* 0: none */
	const char *parent_address, *parent_text;
};

/* Messages at `from` and later, at most `most`, by position; *next receives where to go on, and
 * `from` when there are no more. */
bool readings_each_text(struct store *store, gint64 relationship, guint32 from, guint most,
			bool (*each)(const struct stored_text *text, void *data), void *data,
			guint32 *next, GError **error);
/* The same with own texts alone: nothing of how they were read, nor of what they answer. */
bool readings_each_own_text(struct store *store, gint64 relationship, guint32 from, guint most,
			    bool (*each)(const struct stored_text *text, void *data),
			    void *data, guint32 *next, GError **error);
/* Positions of the timeline. */
bool readings_count(struct store *store, gint64 relationship, guint32 *positions,
		    GError **error);

/* Replaces what was known of the message. */
bool readings_put(struct store *store, gint64 relationship, guint64 event, gint64 version,
		  gsize own_length, const struct message_reading *reading, GError **error);
/* Replaces the known error of the reader, as the scorer tells it. */
bool readings_put_errors(struct store *store, gint64 relationship,
			 const struct stance_scorer *scorer, GError **error);
/* Marks the pass as done, and forgets readings of messages that the timeline no longer has. */
bool readings_finish(struct store *store, gint64 relationship, gint64 version, GError **error);
bool readings_clear(struct store *store, gint64 relationship, GError **error);
/* Version of the pass that read the present timeline; 0 when there was none. */
gint64 readings_version(struct store *store, gint64 relationship);

/* The sentence of a message that shows a stance, cut from its text; NULL when none does. Its
 * cue's category, or NULL, in *category: static. Caller owns. */
char *store_notable_sentence(struct store *store, gint64 relationship, guint64 event,
			     enum stance stance, const char **category);
