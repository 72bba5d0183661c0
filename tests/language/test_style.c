/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Function words counted by hand, and the measure of Ireland and Pennebaker on shares that are
 * known. */
#include "harness.h"

#include <math.h>

#include "language/style.h"
#include "text/folded.h"

static void count(const char *text, const char *language, guint counts[STYLE_CLASSES])
{
	struct folded folded = {0};

	memset(counts, 0, STYLE_CLASSES * sizeof *counts);
	folded_make(text, strlen(text), &folded);
	style_count(&folded, language, counts);
	folded_clear(&folded);
}

static void assert_counts(const char *text, const char *language,
			  const guint expected[STYLE_CLASSES])
{
	guint counts[STYLE_CLASSES];

	count(text, language, counts);
	for (guint i = 0; i < STYLE_CLASSES; i++)
		if (counts[i] != expected[i])
			fail_msg("%s: class %u is %u, not %u", text, i, counts[i], expected[i]);
}

static void words_are_counted_by_class(void **state)
{
	/* je l' ai déjà envoyé au client, mais il n' a pas répondu à tout ce que vous avez dit
	 */
	static const guint french[] = {3, 1, 1, 3, 2, 2, 1, 2, 1};
	/* I don't think that we will very often see any of these errors in the log */
	static const guint english[] = {2, 2, 1, 2, 0, 2, 2, 1, 1};
	static const guint none[STYLE_CLASSES] = {0};

	assert_counts(
		"Je l'ai déjà envoyé au client, mais il n'a pas répondu à tout ce que vous "
		"avez dit.",
		"fr", french);
	assert_counts(
		"I don't think that we will very often see any of these errors in the log",
		"en", english);
	assert_counts("Serveur 42 redémarré 10:30", "fr", none);
	assert_counts("I don't think so", "", none);
}

static void likeness_of_known_shares(void **state)
{
	static const guint even[STYLE_CLASSES] = {10, 10, 10, 10, 10, 10, 10, 10, 10};
	static const guint twice[STYLE_CLASSES] = {20, 20, 20, 20, 20, 20, 20, 20, 20};
	/* One class three times as often, one never, one of neither. */
	static const guint other[STYLE_CLASSES] = {30, 0, 10, 10, 10, 10, 10, 10, 10};
	guint nothing[STYLE_CLASSES] = {0};

	assert_float_equal(style_matching(even, 500, twice, 1000), 1, 1e-12);
	assert_float_equal(style_matching(even, 500, other, 500), (7 + .5 + 0) / 9, 1e-12);
	assert_float_equal(style_matching(other, 500, even, 500), (7 + .5 + 0) / 9, 1e-12);
	assert_float_equal(style_matching(nothing, 500, nothing, 700), 1, 1e-12);
	assert_float_equal(style_matching(even, 500, nothing, 700), 0, 1e-12);
	assert_true(isnan(style_matching(even, 500, nothing, 0)));
}

/* A word stands in one class of a language. */
static void classes_do_not_overlap(void **state)
{
	g_autofree char *path = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "data",
						 "language", "style.tsv", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 3);
		g_auto(GStrv) words = NULL;
		if (*lines[i] == '#' || g_strv_length(cells) < 3)
			continue;
		words = g_strsplit(cells[2], " ", -1);
		for (guint k = 0; words[k] != NULL; k++)
			if (!g_hash_table_add(seen,
					      g_strdup_printf("%s %s", cells[1], words[k])))
				fail_msg("%s stands twice in %s", words[k], cells[1]);
	}
	assert_true(g_hash_table_size(seen) > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_counted_by_class),
		cmocka_unit_test(likeness_of_known_shares),
		cmocka_unit_test(classes_do_not_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
