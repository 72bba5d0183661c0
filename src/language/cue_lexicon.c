/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The patterns of a language and their database, from the program's resources, read once a
 * process when they are first asked for. A database made for another version of Vectorscan does
 * not load; every pattern is then asked, which is slow and finds the same. */
#include "language/cues-internal.h"

#include <gio/gio.h>

static GBytes *resource(const char *name)
{
	g_autofree char *path = g_strconcat("/entente/language/", name, NULL);
	g_autoptr(GError) error = NULL;
	GBytes *bytes = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

	if (bytes == NULL)
		g_error("%s", error->message);
	return bytes;
}

static struct cue_table *load_table(const char *table_name, const char *language,
				    guint (*find)(const char *name))
{
	g_autofree char *name = g_strconcat(table_name, ".tsv", NULL);
	g_autoptr(GBytes) bytes = resource(name);
	g_autoptr(GError) error = NULL;
	gsize length;
	const char *tsv = g_bytes_get_data(bytes, &length);
	struct cue_table *table = cue_table_parse(tsv, length, language, find, &error);

	if (table == NULL)
		g_error("%s: %s", name, error->message);
	return table;
}

static struct hs_database *load_database(const char *table_name, const char *language)
{
	g_autofree char *name = g_strdup_printf("%s-%s.database", table_name, language);
	g_autoptr(GBytes) bytes = resource(name);
	g_autoptr(GError) error = NULL;
	gsize length;
	const void *start = g_bytes_get_data(bytes, &length);
	struct hs_database *database = cue_database_open(start, length, &error);

	if (database == NULL)
		g_debug("%s", error->message);
	return database;
}

struct cue_lexicon *cue_lexicon_load(const char *table, const char *language,
				     guint (*find)(const char *name))
{
	struct cue_lexicon *lexicon = g_new0(struct cue_lexicon, 1);

	lexicon->table = load_table(table, language, find);
	lexicon->database = load_database(table, language);
	lexicon->expressions = cue_expressions_new(lexicon->table);
	return lexicon;
}

const struct cue_lexicon *cue_lexicon_get(const char *language)
{
	static struct cue_lexicon *french, *english;
	struct cue_lexicon **lexicon = g_str_equal(language, "fr") ? &french : &english;

	if (g_once_init_enter(lexicon))
		g_once_init_leave(lexicon,
				  cue_lexicon_load("cues", language, cue_category_find));
	return *lexicon;
}

void cue_lexicon_hits(const struct cue_lexicon *lexicon, struct hs_scratch *scratch,
		      const char *text, gsize length, GArray *hits)
{
	if (lexicon->database != NULL) {
		cue_database_hits(lexicon->database, scratch, text, length, hits);
		return;
	}
	for (guint pattern = 0; pattern < lexicon->table->count; pattern++)
		g_array_append_val(hits, pattern);
}
