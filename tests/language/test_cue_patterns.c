/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of cues, its database, and the two engines against each other: on every sentence
 * and on strings made from every pattern, Vectorscan finds the patterns that PCRE2 finds. */
#include "pattern_example.h"
#include "shared_sentences.h"

#include <gio/gio.h>

#include "base/error.h"
#include "language/cues-internal.h"

static void test_categories(void **state)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);

	assert_int_equal(n_cue_categories, CUE_CATEGORY_COUNT);
	for (guint i = 0; i < n_cue_categories; i++) {
		const struct cue_category *category = &cue_categories[i];

		assert_true(g_hash_table_add(names, (gpointer)category->name));
		assert_true(category->polarity >= -1 && category->polarity <= 1);
		assert_non_null(category->meaning);
		assert_int_equal(cue_category_find(category->name), i);
	}
	assert_true(cue_category_find("politeness") == CUE_CATEGORY_NONE);
}

static void test_table(void **state)
{
	static const char tsv[] = "# a comment\n"
				  "category\tlang\tpattern\tweight\n"
				  "denial\ten\t\\bnot us\\b\t1.5\n"
				  "ownership\tfr\tnotre erreur\t2\n"
				  "\n"
				  "ownership\ten\tour mistake\t2.25\n"
				  "apology\ten\tsorry\n";
	struct cue_table *table =
		cue_table_parse(tsv, sizeof tsv - 1, "en", cue_category_find, NULL);

	assert_int_equal(table->count, 3);
	assert_int_equal(table->patterns[0].category, CUE_DENIAL);
	assert_string_equal(table->patterns[0].expression, "\\bnot us\\b");
	assert_true(table->patterns[1].weight == 2.25);
	assert_true(table->patterns[2].weight == 1);
	cue_table_free(table);
}

static void test_bad_tables(void **state)
{
	static const char *const bad[] = {
		"denial\ten\n",
		"denial\ten\tnot us\t1\tx\n",
		"politeness\ten\tplease\t1\n",
		"denial\ten\t\t1\n",
		"denial\ten\tnot us\t\n",
		"denial\ten\tnot us\t-1\n",
		"denial\ten\tnot us\tnan\n",
		"denial\ten\tnot us\t1,5\n",
		"denial\ten\tnot us\t1000\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;

		assert_null(cue_table_parse(bad[i], strlen(bad[i]), "en", cue_category_find,
					    &error));
		assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
		assert_non_null(strstr(error->message, "line 1"));
	}
}

static void test_database_refuses(void **state)
{
	g_autoptr(GBytes) good = g_resources_lookup_data("/entente/language/cues-fr.database",
							 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	gsize length = g_bytes_get_size(good);
	g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(good, NULL), length);
	struct hs_database *database;
	g_autoptr(GError) error = NULL;

	database = cue_database_open(bytes, length, &error);
	assert_non_null(database);
	cue_database_close(database);
	assert_null(cue_database_open(bytes, length - 1, NULL));
	assert_null(cue_database_open(bytes, 7, NULL));
	bytes[length / 2] ^= 1;
	assert_null(cue_database_open(bytes, length, NULL));
	bytes[length / 2] ^= 1;
	bytes[5] ^= 1; /* the version of the library */
	assert_null(cue_database_open(bytes, length, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL));
}

static void test_without_database(void **state)
{
	struct cue_lexicon lexicon = *cue_lexicon_get("en");
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(guint));

	lexicon.database = NULL;
	cue_lexicon_hits(&lexicon, NULL, "", 0, hits);
	assert_int_equal(hits->len, lexicon.table->count);
	for (guint i = 0; i < hits->len; i++)
		assert_int_equal(g_array_index(hits, guint, i), i);
}

struct database {
	const char *table, *language;
	guint least;                 /* patterns */
	struct cue_lexicon *lexicon; /* never freed */
};

static struct database databases[] = {
	{"cues", "fr", 300}, {"cues", "en", 300}, {"facts", "fr", 40}, {"facts", "en", 40}};

/* Both engines on one text. */
struct contest {
	const struct cue_lexicon *lexicon;
	struct hs_scratch *scratch;
	struct cue_matcher *matcher;
	GArray *hits;
	guint *found; /* a pattern: texts in which it occurs */
	guint texts;
};

static guint any_category(const char *name)
{
	return 0;
}

static void contest_begin(struct contest *contest, struct database *database)
{
	if (database->lexicon == NULL)
		database->lexicon =
			cue_lexicon_load(database->table, database->language, any_category);
	contest->lexicon = database->lexicon;
	assert_non_null(contest->lexicon->database);
	contest->scratch = NULL;
	cue_database_prepare(contest->lexicon->database, &contest->scratch);
	contest->matcher = cue_matcher_new();
	contest->hits = g_array_new(FALSE, FALSE, sizeof(guint));
	contest->found = g_new0(guint, contest->lexicon->table->count);
	contest->texts = 0;
}

static void contest_end(struct contest *contest)
{
	cue_scratch_free(contest->scratch);
	cue_matcher_free(contest->matcher);
	g_array_unref(contest->hits);
	g_free(contest->found);
}

static bool contest_hit(const struct contest *contest, guint pattern)
{
	guint count = 0;

	for (guint i = 0; i < contest->hits->len; i++)
		count += g_array_index(contest->hits, guint, i) == pattern;
	assert_true(count <= 1);
	return count == 1;
}

static void contest_run(struct contest *contest, const char *text)
{
	gsize length = strlen(text), from, to;

	contest->texts++;
	g_array_set_size(contest->hits, 0);
	cue_database_hits(contest->lexicon->database, contest->scratch, text, length,
			  contest->hits);
	for (guint i = 0; i < contest->lexicon->table->count; i++) {
		bool found = cue_matcher_next(contest->matcher, contest->lexicon->expressions,
					      i, text, length, 0, &from, &to);

		contest->found[i] += found;
		if (found != contest_hit(contest, i))
			print_error("%s\n%s\n", contest->lexicon->table->patterns[i].expression,
				    text);
		assert_true(found == contest_hit(contest, i));
		if (found)
			assert_true(from < to && to <= length);
	}
}

static void test_engines_on_sentences(void **state)
{
	g_autoptr(GPtrArray) rows = shared_sentences();
	struct folded folded = {0};

	if (rows == NULL) {
		print_message("no ../shared/data/language\n");
		skip();
	}
	for (guint i = 0; i < G_N_ELEMENTS(databases); i++) {
		struct contest contest;

		contest_begin(&contest, &databases[i]);
		for (guint row = 0; row < rows->len; row++) {
			char **cells = g_ptr_array_index(rows, row);

			folded_make(cells[5], strlen(cells[5]), &folded);
			contest_run(&contest, folded.text);
		}
		contest_end(&contest);
	}
	folded_clear(&folded);
}

#define WALKS 30 /* a pattern */

static const char *const surroundings[][2] = {
	{"", ""}, {"x ", " y"}, {"mais ", "."}, {"z", "z"}, {"\xd0\xb6", "\xd0\xb6"},
};

/* Every pattern occurs in one of its own examples at least: none is dead. */
static void test_engines_on_examples(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);

	for (guint d = 0; d < G_N_ELEMENTS(databases); d++) {
		struct contest contest;
		const struct cue_table *table;

		contest_begin(&contest, &databases[d]);
		table = contest.lexicon->table;
		assert_true(table->count > databases[d].least);
		for (guint i = 0; i < table->count * WALKS; i++) {
			const char *const *around =
				surroundings[i / table->count % G_N_ELEMENTS(surroundings)];
			g_autofree char *example = pattern_example(
				table->patterns[i % table->count].expression, random);
			g_autofree char *text =
				g_strconcat(around[0], example, around[1], NULL);

			contest_run(&contest, text);
		}
		for (guint i = 0; i < table->count; i++) {
			if (contest.found[i] == 0)
				print_error("dead: %s\n", table->patterns[i].expression);
			assert_true(contest.found[i] > 0);
		}
		contest_end(&contest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_categories),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_bad_tables),
		cmocka_unit_test(test_database_refuses),
		cmocka_unit_test(test_without_database),
		cmocka_unit_test(test_engines_on_sentences),
		cmocka_unit_test(test_engines_on_examples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
