/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stems by Snowball (Porter 2001), French and English, remembered by word: a text uses few
 * words often, and the stemmer is ten times slower than a look-up. */
#include <libstemmer.h>
#include <string.h>

#include "language/features-internal.h"

#define CACHE_ROWS   (1u << 14)
#define WORD_LONGEST 22u /* a longer one stands for itself by its first bytes */

struct remembered {
	char word[WORD_LONGEST];
	guint8 length;
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

static guint32 make_stem(struct stems *stems, const char *word, gsize length, guint8 language)
{
	struct sb_stemmer *stemmer = language == 2 ? stems->english : stems->french;
	const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)length);

	return word_hash((const char *)stem, (gsize)sb_stemmer_length(stemmer));
}

guint32 stem_hash(struct stems *stems, const char *word, gsize length, guint32 hash,
		  const char *language)
{
	struct remembered *row = &stems->cache[hash % CACHE_ROWS];
	guint8 key = (guint8)(*language == 'e' ? 2 : 1);
	gsize kept = MIN(length, WORD_LONGEST);

	if (row->language == key && row->length == kept && memcmp(row->word, word, kept) == 0)
		return row->stem;
	row->language = key;
	row->length = (guint8)kept;
	memcpy(row->word, word, kept);
	row->stem = make_stem(stems, word, kept, key);
	return row->stem;
}
