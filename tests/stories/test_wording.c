/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The grammar: slots, memory, choices, numbers, French seams; and its errors, which must name
 * the file and the line. */
#include "stories/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"

static const char *const bound_names[] = {"from_first", "topic", NULL};
static const char *const prefixes[] = {"topic", NULL};

struct bench {
	struct wording *wording;
	GHashTable *bound, *memory;
	GRand *random;
};

static int set_up(void **state)
{
	struct bench *bench = g_new0(struct bench, 1);

	bench->wording = wording_new();
	bench->bound = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	bench->memory = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	bench->random = g_rand_new_with_seed(7);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	wording_free(bench->wording);
	g_hash_table_unref(bench->bound);
	g_hash_table_unref(bench->memory);
	g_rand_free(bench->random);
	g_free(bench);
	return 0;
}

static void add(struct bench *bench, const char *file, const char *text)
{
	GError *error = NULL;

	assert_true(wording_add(bench->wording, file, text, strlen(text), &error));
	assert_null(error);
}

static char *expand(struct bench *bench, const char *list, GError **error)
{
	struct wording_context context = {"fr", bench->bound, bench->memory, bench->random};

	return wording_expand(bench->wording, &context, list, error);
}

static void assert_expands(struct bench *bench, const char *list, const char *expected)
{
	g_autofree char *text = expand(bench, list, NULL);

	assert_string_equal(text, expected);
}

static void assert_refused(struct bench *bench, const char *what)
{
	g_autoptr(GError) error = NULL;

	assert_false(wording_check(bench->wording, bound_names, prefixes, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
	if (strstr(error->message, what) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", error->message, what);
}

static void test_slots(void **state)
{
	struct bench *bench = *state;

	g_hash_table_insert(bench->bound, g_strdup("from_first"), g_strdup("Zoé"));
	g_hash_table_insert(bench->bound, g_strdup("topic"), g_strdup("vpn"));
	add(bench, "fr-a.txt",
	    "# comment\n[a]\nJe suis {from_first}\\n{b} \\{c\\}\n[b]\nle {topic.noun}\n"
	    "[vpn.noun]\ntunnel\n[c]\n{^b}\n");
	assert_expands(bench, "a", "Je suis Zoé\nle tunnel {c}");
	assert_expands(bench, "c", "Le tunnel");
	assert_true(wording_check(bench->wording, bound_names, prefixes, NULL));
}

static void test_french_seams(void **state)
{
	struct bench *bench = *state;

	add(bench, "fr-a.txt",
	    "[a]\nde {place}, à {place}, de {month}, que {month}, de le faire, code {month}\n"
	    "[place]\nle quai\n[month]\navril\n");
	assert_expands(bench, "a",
		       "du quai, au quai, d'avril, qu'avril, de le faire, code avril");
}

static void test_memory(void **state)
{
	struct bench *bench = *state;
	g_autofree char *first = NULL;

	add(bench, "any-a.txt", "[a]\n{Number}\n[number]\n{#1-1000000}\n");
	first = expand(bench, "a", NULL);
	for (guint i = 0; i < 20; i++)
		assert_expands(bench, "a", first);
	g_hash_table_remove_all(bench->memory);
	for (guint i = 0; i < 20; i++) {
		g_autofree char *later = NULL;

		g_hash_table_remove_all(bench->memory);
		later = expand(bench, "a", NULL);
		assert_string_not_equal(later, first);
	}
}

/* Weights are kept within four standard deviations of a binomial. */
static void test_weights_and_choices(void **state)
{
	struct bench *bench = *state;
	guint heavy = 0, chosen = 0;

	add(bench, "fr-a.txt", "[a]\n*3 x\ny\n[b]\n{x|y}\n[c]\n{x{|!}|x}\n");
	for (guint i = 0; i < 4000; i++) {
		g_autofree char *a = expand(bench, "a", NULL);
		g_autofree char *b = expand(bench, "b", NULL);

		heavy += g_str_equal(a, "x");
		chosen += g_str_equal(b, "x");
	}
	assert_in_range(heavy, 3000 - 110, 3000 + 110);
	assert_in_range(chosen, 2000 - 127, 2000 + 127);
	for (guint i = 0; i < 50; i++) {
		g_autofree char *c = expand(bench, "c", NULL);

		assert_true(g_str_equal(c, "x") || g_str_equal(c, "x!"));
	}
}

static void test_language_of_the_file(void **state)
{
	struct bench *bench = *state;

	add(bench, "/somewhere/en-a.txt", "[a]\nhello\n");
	add(bench, "/somewhere/fr.txt", "[a]\nbonjour\n");
	add(bench, "any-a.txt", "[b]\nboth\n");
	assert_expands(bench, "a", "bonjour");
	assert_expands(bench, "b", "both");
	assert_true(wording_has(bench->wording, "en", "b"));
	assert_false(wording_has(bench->wording, "en", "c"));
}

static void test_unknown_slot_names_file_and_line(void **state)
{
	add(*state, "fr-b.txt", "[a]\nfine {from_first}\n\nbroken {nobody}\n");
	assert_refused(*state, "fr-b.txt:4: unknown slot: nobody");
}

static void test_unclosed_brace(void **state)
{
	add(*state, "fr-b.txt", "[a]\nan open {from_first\n");
	assert_refused(*state, "fr-b.txt:2");
}

static void test_bad_range(void **state)
{
	add(*state, "fr-b.txt", "[a]\n{#9-3}\n");
	assert_refused(*state, "fr-b.txt:2");
}

static void test_text_before_a_list(void **state)
{
	struct bench *bench = *state;
	g_autoptr(GError) error = NULL;

	assert_false(wording_add(bench->wording, "fr-b.txt", "\nlost\n", 6, &error));
	assert_non_null(strstr(error->message, "fr-b.txt:2"));
}

static void test_endless_recursion_is_an_error(void **state)
{
	g_autoptr(GError) error = NULL;

	add(*state, "fr-b.txt", "[a]\n{b}\n[b]\n{a}\n");
	assert_null(expand(*state, "a", &error));
	assert_non_null(strstr(error->message, "nested too deeply"));
}

static void test_growth_is_bounded(void **state)
{
	g_autoptr(GString) text = g_string_new("[l0]\n0123456789\n");
	g_autoptr(GError) error = NULL;

	for (guint i = 1; i < WORDING_DEPTH; i++)
		g_string_append_printf(text, "[l%u]\n{l%u}{l%u}{l%u}{l%u}\n", i, i - 1, i - 1,
				       i - 1, i - 1);
	add(*state, "fr-b.txt", text->str);
	assert_null(expand(*state, "l20", &error));
	assert_non_null(strstr(error->message, "grew beyond"));
}

static void test_missing_list(void **state)
{
	g_autoptr(GError) error = NULL;

	assert_null(expand(*state, "nothing", &error));
	assert_non_null(strstr(error->message, "[nothing]"));
}

#define ON_BENCH(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BENCH(test_slots),
		ON_BENCH(test_french_seams),
		ON_BENCH(test_memory),
		ON_BENCH(test_weights_and_choices),
		ON_BENCH(test_language_of_the_file),
		ON_BENCH(test_unknown_slot_names_file_and_line),
		ON_BENCH(test_unclosed_brace),
		ON_BENCH(test_bad_range),
		ON_BENCH(test_text_before_a_list),
		ON_BENCH(test_endless_recursion_is_an_error),
		ON_BENCH(test_growth_is_bounded),
		ON_BENCH(test_missing_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
