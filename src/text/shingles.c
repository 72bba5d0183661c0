/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words are hashed one by one (FNV-1a), runs of them by a product, so that their order counts.
 */
#include "text/shingles.h"

#include <stdbool.h>
#include <string.h>

#include "text/folded.h"
#include "text/own_text-internal.h"

#define FNV_OFFSET G_GUINT64_CONSTANT(0xcbf29ce484222325)
#define FNV_PRIME  G_GUINT64_CONSTANT(0x100000001b3)
#define RUN_FACTOR G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)
#define MARK       G_GUINT64_CONSTANT(1)

static bool is_word_byte(char byte)
{
	return g_ascii_isalnum(byte) || (byte & 0x80) != 0;
}

/* Of what only dates or counts, MARK. */
static guint64 hash_word(const char *word, gsize length)
{
	guint64 hash = FNV_OFFSET;

	if (text_is_calendar_word(word, length))
		return MARK;
	for (gsize i = 0; i < length; i++) {
		if (g_ascii_isdigit(word[i]))
			return MARK;
		hash = (hash ^ (guchar)word[i]) * FNV_PRIME;
	}
	return hash;
}

/* guint64, in order; marks that follow each other are one. Caller owns. */
static GArray *words_of(const struct folded *folded, guint *unmarked)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(guint64));
	guint64 last = 0;

	*unmarked = 0;
	for (gsize at = 0, length; at < folded->length && words->len < SHINGLES_MOST;
	     at += MAX(length, 1)) {
		guint64 hash;

		for (length = 0;
		     at + length < folded->length && is_word_byte(folded->text[at + length]);)
			length++;
		if (length == 0)
			continue;
		hash = hash_word(folded->text + at, length);
		if (hash != MARK || last != MARK)
			g_array_append_val(words, hash);
		*unmarked += hash != MARK;
		last = hash;
	}
	return words;
}

static gint by_value(gconstpointer a, gconstpointer b)
{
	guint64 left = *(const guint64 *)a, right = *(const guint64 *)b;

	return left < right ? -1 : left > right;
}

static void keep_distinct(GArray *sorted)
{
	guint64 *all = (guint64 *)(void *)sorted->data;
	guint kept = 0;

	for (guint i = 0; i < sorted->len; i++)
		if (kept == 0 || all[i] != all[kept - 1])
			all[kept++] = all[i];
	g_array_set_size(sorted, kept);
}

static GArray *runs_of(const GArray *words)
{
	GArray *runs = g_array_new(FALSE, FALSE, sizeof(guint64));
	guint width = MIN(SHINGLE_WORDS, words->len);

	for (guint i = 0; width > 0 && i + width <= words->len; i++) {
		guint64 run = width;

		for (guint j = 0; j < width; j++)
			run = (run ^ g_array_index(words, guint64, i + j)) * RUN_FACTOR;
		g_array_append_val(runs, run);
	}
	g_array_sort(runs, by_value);
	keep_distinct(runs);
	return runs;
}

GArray *shingles_of(const char *text, guint *words)
{
	struct folded folded = {0};
	g_autoptr(GArray) read = NULL;
	guint unmarked;

	folded_make(text, strlen(text), &folded);
	read = words_of(&folded, &unmarked);
	folded_clear(&folded);
	if (words != NULL)
		*words = unmarked;
	return runs_of(read);
}

double shingles_resemblance(const GArray *first, const GArray *second)
{
	guint common = 0, all;

	for (guint i = 0, j = 0; i < first->len && j < second->len;) {
		gint order = by_value(&g_array_index(first, guint64, i),
				      &g_array_index(second, guint64, j));
		common += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	all = first->len + second->len - common;
	return all > 0 ? (double)common / all : 0;
}
