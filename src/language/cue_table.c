/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A table of patterns as a file: tab-separated category, language, pattern and weight (1 where
 * the table has none), a header row, '#' before a comment. Read while the program is built, to
 * compile the database, and once a process; a row's place among those of its language is the
 * pattern's number. */
#include "language/cues-internal.h"

#include <string.h>

#include "base/error.h"

enum column { COLUMN_CATEGORY, COLUMN_LANGUAGE, COLUMN_PATTERN, COLUMN_WEIGHT, COLUMN_COUNT };

static const char header[] = "category\tlang\tpattern";

static bool fail(GError **error, guint line, const char *what)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "cues, line %u: %s", line, what);
	return false;
}

static bool read_weight(const char *text, double *weight)
{
	char *end;
	double value = text != NULL ? g_ascii_strtod(text, &end) : 1;

	if (text != NULL && (end == text || *end != '\0'))
		return false;
	if (!(value > 0 && value <= 10))
		return false;
	*weight = value;
	return true;
}

struct reading {
	const char *language;
	guint (*find)(const char *name);
	GArray *patterns; /* struct cue_pattern */
};

static bool read_row(const struct reading *reading, char **cells, guint line, GError **error)
{
	struct cue_pattern pattern = {.category = reading->find(cells[COLUMN_CATEGORY])};
	gsize length = strlen(cells[COLUMN_PATTERN]);

	if (pattern.category == CUE_CATEGORY_NONE)
		return fail(error, line, "unknown category");
	if (length == 0 || length > CUE_PATTERN_LONGEST)
		return fail(error, line, "pattern empty or too long");
	if (!read_weight(cells[COLUMN_WEIGHT], &pattern.weight))
		return fail(error, line, "the weight is no number above 0, up to 10");
	pattern.expression = g_strdup(cells[COLUMN_PATTERN]);
	g_array_append_val(reading->patterns, pattern);
	return true;
}

static bool read_line(const struct reading *reading, const char *text, guint line,
		      GError **error)
{
	g_auto(GStrv) cells = NULL;
	guint count;

	if (*text == '\0' || *text == '#' || g_str_has_prefix(text, header))
		return true;
	cells = g_strsplit(text, "\t", COLUMN_COUNT + 1);
	count = g_strv_length(cells);
	if (count != COLUMN_COUNT && count != COLUMN_WEIGHT)
		return fail(error, line, "neither three nor four columns");
	return !g_str_equal(cells[COLUMN_LANGUAGE], reading->language) ||
	       read_row(reading, cells, line, error);
}

static void clear_pattern(gpointer pattern)
{
	g_free(((struct cue_pattern *)pattern)->expression);
}

static struct cue_table *take_patterns(GArray *patterns)
{
	struct cue_table *table = g_new0(struct cue_table, 1);

	table->count = patterns->len;
	table->patterns = g_array_steal(patterns, NULL);
	return table;
}

struct cue_table *cue_table_parse(const char *tsv, gsize length, const char *language,
				  guint (*find)(const char *name), GError **error)
{
	g_autofree char *text = g_strndup(tsv, length);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GArray) patterns = g_array_new(FALSE, FALSE, sizeof(struct cue_pattern));
	struct reading reading = {language, find, patterns};

	g_array_set_clear_func(patterns, clear_pattern);
	for (guint i = 0; lines[i] != NULL; i++)
		if (!read_line(&reading, lines[i], i + 1, error))
			return NULL;
	return take_patterns(patterns);
}

void cue_table_free(struct cue_table *table)
{
	if (table == NULL)
		return;
	for (guint i = 0; i < table->count; i++)
		clear_pattern(&table->patterns[i]);
	g_free(table->patterns);
	g_free(table);
}
