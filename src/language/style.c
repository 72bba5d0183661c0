/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words are looked up in a table a language, shared by all threads and never freed. The measure
 * is that of Ireland and Pennebaker (2010), without the small number that they add to the
 * divisor: a class that neither uses is used alike. */
#include "language/style.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "text/folded.h"

#define STYLE        "/entente/language/style.tsv"
#define LONGEST_WORD 32

static const char *const names[STYLE_CLASSES] = {
	[STYLE_PERSONAL] = "personal",       [STYLE_IMPERSONAL] = "impersonal",
	[STYLE_ARTICLE] = "article",         [STYLE_PREPOSITION] = "preposition",
	[STYLE_CONJUNCTION] = "conjunction", [STYLE_AUXILIARY] = "auxiliary",
	[STYLE_ADVERB] = "adverb",           [STYLE_NEGATION] = "negation",
	[STYLE_QUANTIFIER] = "quantifier",
};

static guint class_named(const char *name)
{
	guint i = 0;

	while (i < STYLE_CLASSES && strcmp(names[i], name) != 0)
		i++;
	g_assert(i < STYLE_CLASSES);
	return i;
}

static void add_row(GHashTable *classes, const char *line, const char *language)
{
	g_auto(GStrv) cells = g_strsplit(line, "\t", 3);
	g_auto(GStrv) words = NULL;

	if (*line == '#' || g_strv_length(cells) < 3 || strcmp(cells[1], language) != 0)
		return;
	words = g_strsplit(cells[2], " ", -1);
	for (guint i = 0; words[i] != NULL; i++)
		g_hash_table_insert(classes, g_strdup(words[i]),
				    GUINT_TO_POINTER(class_named(cells[0]) + 1));
}

static GHashTable *load(const char *language)
{
	g_autoptr(GBytes) bytes =
		g_resources_lookup_data(STYLE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	GHashTable *classes = g_hash_table_new(g_str_hash, g_str_equal);

	g_assert(bytes != NULL);
	text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		add_row(classes, lines[i], language);
	return classes;
}

/* Class + 1 by word; NULL for another language. */
static GHashTable *classes_of(const char *language)
{
	static const char *const languages[] = {"fr", "en"};
	static GHashTable *all[G_N_ELEMENTS(languages)];

	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		if (strcmp(languages[i], language) != 0)
			continue;
		if (g_once_init_enter(&all[i]))
			g_once_init_leave(&all[i], load(language));
		return all[i];
	}
	return NULL;
}

static void count_word(GHashTable *classes, const char *text, gsize length,
		       guint counts[STYLE_CLASSES])
{
	char word[LONGEST_WORD];
	guint found;

	if (length >= sizeof word)
		return;
	memcpy(word, text, length);
	word[length] = '\0';
	found = GPOINTER_TO_UINT(g_hash_table_lookup(classes, word));
	if (found > 0)
		counts[found - 1]++;
}

void style_count(const struct folded *sentence, const char *language,
		 guint counts[STYLE_CLASSES])
{
	GHashTable *classes = classes_of(language);

	for (gsize from = 0, to; classes != NULL && from < sentence->length; from = to + 1) {
		for (to = from; g_ascii_isalpha(sentence->text[to]);)
			to++;
		if (to > from)
			count_word(classes, sentence->text + from, to - from, counts);
	}
}

double style_matching(const guint a[STYLE_CLASSES], guint words_a, const guint b[STYLE_CLASSES],
		      guint words_b)
{
	double sum = 0;

	if (words_a == 0 || words_b == 0)
		return NAN;
	for (guint i = 0; i < STYLE_CLASSES; i++) {
		double one = (double)a[i] / words_a, other = (double)b[i] / words_b;

		sum += one + other > 0 ? 1 - fabs(one - other) / (one + other) : 1;
	}
	return sum / STYLE_CLASSES;
}
