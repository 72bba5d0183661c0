/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text as a whole, as a filter gets it: what of it is its author's own, the stance of that,
 * and the cues in it. Quotations, signatures and footers say nothing of the author and are
 * never counted. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "language/cues.h"
#include "language/model.h"

/* The text of a line with its line ends: the sign for one (U+23CE) and a written "\n" become
 * one, with spaces before it, so that what follows keeps its place. Caller owns. */
char *passage_with_line_ends(const char *text);
/* The author's own words, "" when nothing is left. Caller owns. */
char *passage_own_text(const char *text);
/* Own words from the first sentence to the last, folded: what makes two texts the
 * same. "" when there are none. Caller owns. */
char *passage_key(const char *text);

#define PASSAGE_REASONS 3u /* word classes or pairs given at most */

struct passage_reader; /* one a thread */

struct passage_reader *passage_reader_new(const struct language_model *model);
void passage_reader_free(struct passage_reader *reader);

struct passage {
	const char *language; /* "fr", "en" or "" when unsure; static */
	bool empty;           /* nothing of its author's: neutral without being scored */
	bool given;           /* the stance is what a user said of this very text */
	double probability[STANCE_COUNT];
	enum stance stance;   /* the most probable */
	const GArray *cues;   /* struct cue, by their place in the text given; borrowed */
	char *const *reasons; /* word classes behind the stance, strongest first; borrowed */
};

/* `text` is valid UTF-8; `language` "fr", "en" or "": to be found. What is borrowed lasts until
 * the next call. */
void passage_read(struct passage_reader *reader, const char *text, const char *language,
		  struct passage *passage);
