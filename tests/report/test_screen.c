/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Display width, cutting, wrapping and tables; wrapping on random text never passes its width
 * and loses no word. */
#include "harness.h"

#include <string.h>

#include "report/screen.h"

static void test_width(void **state)
{
	assert_int_equal(screen_width(""), 0);
	assert_int_equal(screen_width("été"), 3);
	assert_int_equal(screen_width("e\u0301te\u0301"), 3);
	assert_int_equal(screen_width("漢字"), 4);
	assert_int_equal(screen_width("a\u202fb"), 3);
}

static void test_cut(void **state)
{
	static const struct {
		const char *text;
		guint columns;
		const char *cut;
	} cases[] = {
		{"short", 5, "short"},    {"longer", 5, "long…"}, {"one two", 5, "one…"},
		{"漢字漢字", 5, "漢字…"}, {"x", 0, ""},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *cut = screen_cut(cases[i].text, cases[i].columns);
		assert_string_equal(cut, cases[i].cut);
	}
}

static void test_wrap(void **state)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, 24, FALSE};

	screen_wrap(&screen, SCREEN_BOLD, " - ", 3, "one two three four five\u00a0six seven");
	assert_string_equal(out->str, " - one two three four\n   five\u00a0six seven\n");
	g_string_truncate(out, 0);
	screen_wrap_most(&screen, SCREEN_PLAIN, "", 0, "one two three four five six seven", 1);
	assert_string_equal(out->str, "one two three four five…\n");
	g_string_truncate(out, 0);
	screen_wrap(&screen, SCREEN_PLAIN, "", 0, "");
	assert_string_equal(out->str, "\n");
}

static void test_colour(void **state)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, 40, TRUE};

	screen_wrap(&screen, SCREEN_WORSE, "", 0, "red");
	screen_wrap(&screen, SCREEN_PLAIN, "", 0, "plain");
	assert_string_equal(out->str, "\033[31mred\033[0m\nplain\n");
}

static char *random_text(GRand *random)
{
	static const char *const words[] = {
		"a", "mot", "été", "漢字", "longueparole", "de", "n\u00a0=\u00a041", "😀"};
	GString *text = g_string_new(NULL);
	gint32 n = g_rand_int_range(random, 0, 40);

	for (gint32 i = 0; i < n; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " " : "",
				       words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]);
	return g_string_free(text, FALSE);
}

/* The text again, from its lines. */
static char *joined(char **lines)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " " : "", lines[i]);
	return g_string_free(text, FALSE);
}

static void test_wrap_random(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);

	for (guint round = 0; round < 2000; round++) {
		g_autofree char *text = random_text(random);
		g_autoptr(GString) out = g_string_new(NULL);
		const struct screen screen = {out, (guint)g_rand_int_range(random, 20, 90),
					      FALSE};
		screen_wrap(&screen, SCREEN_PLAIN, "", 0, text);
		g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
		g_autofree char *again = joined(lines);
		for (guint i = 0; lines[i] != NULL; i++)
			assert_true(screen_width(lines[i]) <= screen.columns);
		assert_string_equal(again, text);
	}
}

static void test_long_word_is_cut(void **state)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, 20, FALSE};

	screen_wrap(&screen, SCREEN_PLAIN, "", 0, "aaaaaaaaaaaaaaaaaaaaaaaaa");
	assert_string_equal(out->str, "aaaaaaaaaaaaaaaaaaaa\naaaaa\n");
}

static void test_table(void **state)
{
	static const gboolean right[] = {FALSE, FALSE, TRUE};
	g_autoptr(screen_table_auto) table = screen_table_new(3, right);
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, 30, FALSE};
	char *head[] = {g_strdup("name"), g_strdup("été"), g_strdup("n")};
	char *row[] = {g_strdup("a rather long name"), g_strdup("x"), g_strdup("1,234")};
	char *hollow[] = {g_strdup("b"), g_strdup(""), g_strdup("5")};

	screen_table_row(table, SCREEN_PLAIN, head);
	screen_table_row(table, SCREEN_PLAIN, row);
	screen_table_row(table, SCREEN_PLAIN, hollow);
	screen_table_write(table, &screen);
	assert_string_equal(out->str, "name                été      n\n"
				      "a rather long name  x    1,234\n"
				      "b                            5\n");
	g_string_truncate(out, 0);
	screen_table_write(table, &(const struct screen){out, 26, FALSE});
	assert_string_equal(out->str, "name            été      n\n"
				      "a rather long   x    1,234\n"
				      "  name\n"
				      "b                        5\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width),       cmocka_unit_test(test_cut),
		cmocka_unit_test(test_wrap),        cmocka_unit_test(test_colour),
		cmocka_unit_test(test_wrap_random), cmocka_unit_test(test_long_word_is_cut),
		cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
