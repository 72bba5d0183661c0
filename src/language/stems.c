/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stems by Snowball (Porter 2001), French and English, remembered by word: a text uses few
 * words often, and the stemmer is ten times slower than a look-up. */
#include <libstemmer.h>
#include <string.h>

#include "language/features-internal.h"

#define CACHE_ROWS   4096u
#define WORD_LONGEST 22u /* a longer one stands for itself by its first bytes */

struct remembered {
	char word[WORD_LONGEST + 1];
	guint8 language;
	guint32 stem;
};

struct stems {
	struct sb_stemmer *french, *english;
	struct remembered cache[CACHE_ROWS];
};

struct stems *stems_new(void)
{
	struct stems *stems = g_new0(struct stems, 1);

	stems->french = sb_stemmer_new("french", NULL);
	stems->english = sb_stemmer_new("english", NULL);
	return stems;
}

void stems_free(struct stems *stems)
{
	if (stems == NULL)
		return;
	sb_stemmer_delete(stems->french);
	sb_stemmer_delete(stems->english);
	g_free(stems);
}

guint32 word_hash(const char *text, gsize length)
{
	guint32 hash = 2166136261u;

	for (gsize i = 0; i < length; i++)
		hash = (hash ^ (guchar)text[i]) * 16777619u;
	return hash ^ hash >> 15;
}

guint32 stem_hash(struct stems *stems, const char *word, gsize length, const char *language)
{
	gsize kept = MIN(length, WORD_LONGEST);
	struct remembered *row = &stems->cache[word_hash(word, kept) % CACHE_ROWS];
	guint8 key = (guint8)(*language == 'e' ? 2 : 1);
	const sb_symbol *stem;

	if (row->language == key && strncmp(row->word, word, kept) == 0 &&
	    row->word[kept] == '\0')
		return row->stem;
	stem = sb_stemmer_stem(key == 2 ? stems->english : stems->french,
			       (const sb_symbol *)word, (int)kept);
	row->language = key;
	memcpy(row->word, word, kept);
	row->word[kept] = '\0';
	row->stem =
		word_hash((const char *)stem,
			  (gsize)sb_stemmer_length(key == 2 ? stems->english : stems->french));
	return row->stem;
}
