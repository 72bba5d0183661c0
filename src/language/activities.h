/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The activities of a managed IT service, where grey zones of responsibility are usual
 * (data/responsibilities/activities.tsv), and which of them a short text is about: the title of
 * a ticket, the subject of a message, a sentence. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ACTIVITY_NONE   0u /* activities are numbered from 1, in the order of the catalogue */
#define ACTIVITIES_MOST 255u

enum activity_language { ACTIVITY_ENGLISH, ACTIVITY_FRENCH, ACTIVITY_LANGUAGES };

struct activity_group {
	const char *id;
	const char *name[ACTIVITY_LANGUAGES];
};

struct activity {
	const char *id;
	const struct activity_group *group;
	const char *name[ACTIVITY_LANGUAGES];
	const char *keeps[ACTIVITY_LANGUAGES]; /* what the client keeps; "" for nothing */
	bool client_answers;                   /* the client must be the one accountable */
	const char *cues[ACTIVITY_LANGUAGES];
};

/* All static. */
guint activities_count(void);
const struct activity *activity_at(guint number); /* 1 to the count */
/* By its token, or by its name in either language, folded; ACTIVITY_NONE for no such. */
guint activity_find(const char *folded);
/* The one whose token or name is nearest to the words, when half of the pairs of letters are
 * shared: a slip of the pen; NULL for none. */
const struct activity *activity_nearest(const char *folded);

struct activity_reader; /* one a thread */

struct activity_reader *activity_reader_new(void);
void activity_reader_free(struct activity_reader *reader);
/* The activity whose cue is there; of several the one of most words, then of most letters,
 * then the first of the catalogue. Words are those of either language: titles mix them. Reads
 * `length` bytes of valid UTF-8. */
guint activity_reader_read(struct activity_reader *reader, const char *text, gsize length);
