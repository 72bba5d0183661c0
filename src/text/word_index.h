/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which word of a fixed list a piece of text is, by one hash (FNV-1a, open addressing) instead
 * of a search by halves: these lists are asked for every word of every message. */
#pragma once

#include <glib.h>

#define WORD_INDEX_MOST    1024u /* words of a list */
#define WORD_INDEX_LONGEST 15u   /* bytes of a word */

struct word_index;

/* `word(i)` is the i-th of `count` different words, as long as the index lives. Caller frees.
 */
struct word_index *word_index_new(const char *(*word)(guint i), guint count);
void word_index_free(struct word_index *index);
/* The i of the word, -1 when it is none. `word` need not end behind `length`. */
int word_index_find(const struct word_index *index, const char *word, gsize length);
