/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/word_index.h"

#include <stdbool.h>
#include <string.h>

#define SLOTS     (2 * WORD_INDEX_MOST)
#define FNV_BASIS 2166136261u
#define FNV_PRIME 16777619u

struct slot {
	char word[WORD_INDEX_LONGEST + 1];
	guint16 number; /* from 1; 0: empty */
};

struct word_index {
	struct slot slots[SLOTS];
};

static guint hash_of(const char *word, gsize length)
{
	guint hash = FNV_BASIS;

	for (gsize i = 0; i < length; i++)
		hash = (hash ^ (guchar)word[i]) * FNV_PRIME;
	return hash ^ hash >> 15;
}

static bool is_word(const struct slot *slot, const char *word, gsize length)
{
	return memcmp(slot->word, word, length) == 0 && slot->word[length] == '\0';
}

/* The slot of a word, or the empty one where it would be. */
static guint slot_of(const struct word_index *index, const char *word, gsize length)
{
	guint at = hash_of(word, length) % SLOTS;

	while (index->slots[at].number != 0 && !is_word(&index->slots[at], word, length))
		at = (at + 1) % SLOTS;
	return at;
}

struct word_index *word_index_new(const char *(*word)(guint i), guint count)
{
	struct word_index *index = g_new0(struct word_index, 1);

	g_assert(count <= WORD_INDEX_MOST);
	for (guint i = 0; i < count; i++) {
		gsize length = strlen(word(i));
		struct slot *slot = &index->slots[slot_of(index, word(i), length)];
		g_assert(length <= WORD_INDEX_LONGEST && slot->number == 0);
		memcpy(slot->word, word(i), length);
		slot->number = (guint16)(i + 1);
	}
	return index;
}

void word_index_free(struct word_index *index)
{
	g_free(index);
}

int word_index_find(const struct word_index *index, const char *word, gsize length)
{
	if (length == 0 || length > WORD_INDEX_LONGEST)
		return -1;
	return (int)index->slots[slot_of(index, word, length)].number - 1;
}
