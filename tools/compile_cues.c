/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* compile_cues TABLE LANGUAGE OUTPUT: compiles the patterns of one language into a Vectorscan
 * database, serialised for a processor without special features. Run while the program is
 * built. */
#include <hs/hs.h>
#include <stdio.h>

#include "language/cues-internal.h"

/* One hit a pattern is enough: PCRE2 finds the places. Folded text has no line end, so that '.'
 * need not stop there. */
#define PATTERN_FLAGS (HS_FLAG_SINGLEMATCH | HS_FLAG_DOTALL)

static const hs_platform_info_t any_processor = {.tune = HS_TUNE_FAMILY_GENERIC};

static bool fail(const char *what)
{
	fprintf(stderr, "compile_cues: %s\n", what);
	return false;
}

static hs_database_t *compile(const struct cue_table *table)
{
	g_autofree const char **expressions = g_new(const char *, table->count);
	g_autofree unsigned int *flags = g_new(unsigned int, table->count);
	g_autofree unsigned int *ids = g_new(unsigned int, table->count);
	hs_compile_error_t *problem = NULL;
	hs_database_t *database = NULL;

	for (guint i = 0; i < table->count; i++) {
		expressions[i] = table->patterns[i].expression;
		flags[i] = PATTERN_FLAGS;
		ids[i] = i;
	}
	if (hs_compile_multi(expressions, flags, ids, table->count, HS_MODE_BLOCK,
			     &any_processor, &database, &problem) == HS_SUCCESS)
		return database;
	fprintf(stderr, "compile_cues: %s: %s\n",
		problem->expression >= 0 ? expressions[problem->expression] : "all patterns",
		problem->message);
	hs_free_compile_error(problem);
	return NULL;
}

static bool save(const hs_database_t *database, const char *path)
{
	g_autoptr(GError) error = NULL;
	size_t length;
	char *bytes;
	bool written;

	if (hs_serialize_database(database, &bytes, &length) != HS_SUCCESS)
		return fail("the database cannot be serialised");
	written = g_file_set_contents(path, bytes, (gssize)length, &error);
	free(bytes);
	return written || fail(error->message);
}

/* The place of a pattern in the database is its row; what it stands for is told at run time. */
static guint any_category(const char *name)
{
	(void)name;
	return 0;
}

static bool run(const char *table_path, const char *language, const char *output)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *tsv = NULL;
	struct cue_table *table = NULL;
	hs_database_t *database;
	gsize length;
	bool done;

	if (g_file_get_contents(table_path, &tsv, &length, &error))
		table = cue_table_parse(tsv, length, language, any_category, &error);
	if (table == NULL)
		return fail(error->message);
	database = compile(table);
	done = database != NULL && save(database, output);
	hs_free_database(database);
	cue_table_free(table);
	return done;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return fail("usage: compile_cues TABLE LANGUAGE OUTPUT") ? 0 : 2;
	return run(argv[1], argv[2], argv[3]) ? 0 : 1;
}
