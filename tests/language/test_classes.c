/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of word classes: what it refuses, and its tree of letters against matching each
 * phrase word by word, on the shipped table and on made ones. */
#include <stdio.h>
#include <string.h>

#include "language/features-internal.h"
#include "tests/harness.h"

static struct class_table *table_of(const char *text)
{
	GError *error = NULL;
	struct class_table *table = class_table_parse(text, strlen(text), &error);

	if (table == NULL)
		fail_msg("%s", error->message);
	return table;
}

static void read_words(struct words *words, const char *text)
{
	struct folded folded = {0};

	folded_make(text, strlen(text), &folded);
	words_read(words, &folded);
	folded_clear(&folded);
}

/* ---- what is refused ---- */

static void assert_refused(const char *text, const char *part)
{
	g_autoptr(GError) error = NULL;

	assert_null(class_table_parse(text, strlen(text), &error));
	assert_non_null(error);
	assert_non_null(strstr(error->message, part));
}

static void errors_tell_the_line(void **state)
{
	assert_refused("# a\nfault\tfr\tpanne\nfault\tde\tpanne\n", "line 3");
	assert_refused("fault\tfr\n", "line 1");
	assert_refused("\n\n\tfr\tpanne\n", "line 3");
	assert_refused("a\tfr\tb\tc\nfault fr panne\n", "line 2");
}

static void too_much_is_refused(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < CLASSES_MOST; i++)
		g_string_append_printf(text, "class%u\tfr\tmot\n", i);
	class_table_free(table_of(text->str));
	g_string_append(text, "more\tfr\tmot\n");
	assert_refused(text->str, "line 97");
	g_string_truncate(text, 0);
	for (guint i = 0; i < CLASS_TEXT_MOST / 10 + 1; i++)
		g_string_append(text, "# 3456789\n");
	assert_refused(text->str, "too long");
	assert_refused("a\tfr\t\xC3", "not UTF-8");
}

/* Every sixth letter parts a phrase, so that few share a beginning and nodes run out. */
static void a_tree_too_large_is_refused(void **state)
{
	g_autoptr(GString) text = g_string_new("a\tany\t");
	g_autoptr(GRand) random = g_rand_new_with_seed(5);

	while (text->len < CLASS_TEXT_MOST - 10)
		g_string_append_c(text,
				  text->len % 6 == 0
					  ? ','
					  : (char)('a' + g_rand_int_range(random, 0, 26)));
	assert_refused(text->str, "line 1");
}

static void comments_and_blanks_are_passed_over(void **state)
{
	struct class_table *table = table_of("# words\n\nfault\tfr\tpanne, defaut\n"
					     "fix\ten\tfix*\nfault\ten\tfault\n");

	assert_int_equal(class_table_count(table), 2);
	assert_string_equal(class_table_name(table, 0), "fault");
	assert_int_equal(class_table_find(table, "fix"), 1);
	assert_int_equal(class_table_find(table, "none"), CLASSES_MOST);
	class_table_free(table);
}

/* ---- matching, the slow way ---- */

struct phrase_word {
	char *letters;
	bool rest, gap; /* any end; words passed over before it */
};

struct slow_phrase {
	guint class;
	bool french, english;
	GArray *words; /* struct phrase_word */
};

static void clear_word(gpointer word)
{
	g_free(((struct phrase_word *)word)->letters);
}

static void free_phrase(gpointer data)
{
	struct slow_phrase *phrase = data;

	g_array_unref(phrase->words);
	g_free(phrase);
}

static void add_part(struct slow_phrase *phrase, const char *part, bool *gap)
{
	g_autofree struct words *words = g_new0(struct words, 1);

	read_words(words, part);
	for (guint i = 0; i < words->count; i++) {
		struct phrase_word word = {
			.letters = g_strndup(words->text + words->at[i].from,
					     words->at[i].to - words->at[i].from),
			.rest = i + 1 == words->count && g_str_has_suffix(part, "*"),
			.gap = *gap,
		};

		*gap = false;
		g_array_append_val(phrase->words, word);
	}
}

static struct slow_phrase *slow_phrase_new(guint class, const char *language, const char *text)
{
	struct slow_phrase *phrase = g_new0(struct slow_phrase, 1);
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	bool gap = false;

	phrase->class = class;
	phrase->french = strcmp(language, "en") != 0;
	phrase->english = strcmp(language, "fr") != 0;
	phrase->words = g_array_new(FALSE, FALSE, sizeof(struct phrase_word));
	g_array_set_clear_func(phrase->words, clear_word);
	for (guint i = 0; parts[i] != NULL; i++) {
		if (strcmp(parts[i], "~") == 0)
			gap = true;
		else
			add_part(phrase, parts[i], &gap);
	}
	return phrase;
}

static GPtrArray *slow_phrases(const struct class_table *table, const char *text)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(free_phrase);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 3);
		g_auto(GStrv) patterns = NULL;

		if (*lines[i] == '#' || *lines[i] == '\0')
			continue;
		patterns = g_strsplit(cells[2], ",", -1);
		for (guint k = 0; patterns[k] != NULL; k++)
			g_ptr_array_add(all,
					slow_phrase_new(class_table_find(table, cells[0]),
							cells[1], g_strstrip(patterns[k])));
	}
	return all;
}

static bool word_is(const struct words *words, guint at, const struct phrase_word *wanted)
{
	const struct word *word = &words->at[at];
	gsize length = word->to - word->from, letters = strlen(wanted->letters);

	return (wanted->rest ? length >= letters : length == letters) &&
	       memcmp(words->text + word->from, wanted->letters, letters) == 0;
}

/* Marks every word at which the phrase, whose word `w` is to stand at `at`, ends. */
static void slow_walk(const struct words *words, const struct slow_phrase *phrase, guint w,
		      guint at, bool *ends)
{
	if (at >= words->count ||
	    !word_is(words, at, &g_array_index(phrase->words, struct phrase_word, w)))
		return;
	if (w + 1 == phrase->words->len) {
		ends[at] = true;
		return;
	}
	for (guint passed = 0;
	     passed <= (g_array_index(phrase->words, struct phrase_word, w + 1).gap ? 2u : 0u);
	     passed++) {
		guint next = at + 1 + passed;

		if (next < words->count && words->at[next].segment == words->at[at].segment)
			slow_walk(words, phrase, w + 1, next, ends);
	}
}

/* "first last class" of all occurrences, each once. */
static GHashTable *slow_match(const GPtrArray *phrases, const struct words *words,
			      const char *language)
{
	GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree bool *ends = g_new(bool, words->count + 1);

	for (guint p = 0; p < phrases->len; p++) {
		const struct slow_phrase *phrase = g_ptr_array_index(phrases, p);

		if (phrase->words->len == 0 || !((phrase->french && *language != 'e') ||
						 (phrase->english && *language != 'f')))
			continue;
		for (guint first = 0; first < words->count; first++) {
			memset(ends, 0, words->count * sizeof ends[0]);
			slow_walk(words, phrase, 0, first, ends);
			for (guint last = 0; last < words->count; last++)
				if (ends[last])
					g_hash_table_add(found,
							 g_strdup_printf("%u %u %u", first,
									 last, phrase->class));
		}
	}
	return found;
}

struct place {
	guint first, last, class;
};

static struct place place_of(const char *key)
{
	struct place place;

	assert_int_equal(sscanf(key, "%u %u %u", &place.first, &place.last, &place.class), 3);
	return place;
}

static bool is_hidden(GHashTable *found, const char *key, guint look_alike)
{
	struct place inner = place_of(key);
	GHashTableIter iter;
	gpointer other;

	g_hash_table_iter_init(&iter, found);
	while (g_hash_table_iter_next(&iter, &other, NULL)) {
		struct place outer = place_of(other);

		if (outer.class == look_alike && inner.class != look_alike &&
		    outer.first <= inner.first && inner.last <= outer.last)
			return true;
	}
	return false;
}

static guint count_shown(GHashTable *found, guint look_alike)
{
	GHashTableIter iter;
	gpointer key;
	guint count = 0;

	g_hash_table_iter_init(&iter, found);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		count += !is_hidden(found, key, look_alike);
	return count;
}

static void assert_as_slow(const struct class_table *table, const GPtrArray *phrases,
			   const char *text, const char *language)
{
	static struct occurrence found[OCCURRENCES_MOST];
	g_autofree struct words *words = g_new0(struct words, 1);
	g_autoptr(GHashTable) slow = NULL;
	guint count, look_alike = class_table_find(table, "look_alike"), last = 0;

	read_words(words, text);
	count = class_table_match(table, words, language, found);
	slow = slow_match(phrases, words, language);
	if (count != count_shown(slow, look_alike))
		fail_msg("%u occurrences, not %u: %s", count, count_shown(slow, look_alike),
			 text);
	for (guint i = 0; i < count; i++) {
		g_autofree char *key = g_strdup_printf("%u %u %u", found[i].first,
						       found[i].last, found[i].class);

		assert_true(g_hash_table_contains(slow, key));
		assert_false(is_hidden(slow, key, look_alike));
		assert_true(found[i].first >= last);
		last = found[i].first;
	}
}

/* ---- against it ---- */

/* Pieces of phrases, whole phrases and other words, with and without punctuation. */
static char *made_sentence(GRand *random, const GPtrArray *phrases)
{
	static const char *const between[] = {" ", " ", " ", ", ", " mot ", " x y ", ". ", "'"};
	GString *text = g_string_new(NULL);

	for (guint pieces = (guint)g_rand_int_range(random, 1, 8); pieces > 0; pieces--) {
		const struct slow_phrase *phrase = g_ptr_array_index(
			phrases, (guint)g_rand_int_range(random, 0, (gint32)phrases->len));

		for (guint w = 0; w < phrase->words->len; w++) {
			const struct phrase_word *word =
				&g_array_index(phrase->words, struct phrase_word, w);

			g_string_append(text, word->letters);
			if (word->rest && g_rand_boolean(random))
				g_string_append(text, "ement");
			g_string_append(
				text,
				between[g_rand_int_range(random, 0, G_N_ELEMENTS(between))]);
		}
	}
	return g_string_free(text, FALSE);
}

static void the_shipped_table_matches_as_the_slow_way(void **state)
{
	static const char *const languages[] = {"fr", "en", ""};
	g_autofree char *path = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "data",
						 "language", "classes.tsv", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GRand) random = g_rand_new_with_seed(20261123);
	struct class_table *table;
	g_autoptr(GPtrArray) phrases = NULL;

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	table = table_of(text);
	phrases = slow_phrases(table, text);
	assert_true(phrases->len > 1000);
	for (guint i = 0; i < 600; i++) {
		g_autofree char *sentence = made_sentence(random, phrases);

		assert_as_slow(table, phrases, sentence, languages[i % 3]);
	}
	class_table_free(table);
}

/* Words of three letters out of two: every ambiguity of gaps, rests and shared beginnings. */
static void dense_tables_match_as_the_slow_way(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);

	for (guint round = 0; round < 60; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GPtrArray) phrases = NULL;
		struct class_table *table;

		for (guint line = 0; line < 12; line++) {
			g_string_append_printf(text, "%s\t%s\t",
					       line % 5 == 4 ? "look_alike"
					       : line % 2    ? "b"
							     : "c",
					       line % 3 == 0   ? "any"
					       : line % 3 == 1 ? "fr"
							       : "en");
			for (gint32 w = g_rand_int_range(random, 1, 4); w > 0; w--)
				g_string_append_printf(
					text, "%c%s%s", g_rand_boolean(random) ? 'a' : 'b',
					g_rand_int_range(random, 0, 4) == 0 ? "*" : "",
					w == 1                   ? "\n"
					: g_rand_boolean(random) ? " ~ "
								 : " ");
		}
		table = table_of(text->str);
		phrases = slow_phrases(table, text->str);
		for (guint i = 0; i < 20; i++) {
			g_autoptr(GString) sentence = g_string_new(NULL);

			for (gint32 w = g_rand_int_range(random, 1, 12); w > 0; w--)
				g_string_append_printf(
					sentence, "%s%s",
					g_rand_int_range(random, 0, 5) == 0 ? "ab"
					: g_rand_boolean(random)            ? "a"
									    : "b",
					g_rand_int_range(random, 0, 6) == 0 ? ", " : " ");
			assert_as_slow(table, phrases, sentence->str, i % 2 ? "fr" : "en");
		}
		class_table_free(table);
	}
}

static void look_alikes_hide_what_stands_within(void **state)
{
	struct class_table *table =
		table_of("fault\tfr\tfaute*, erreur\nlook_alike\tfr\tfaute de frappe\n");
	static struct occurrence found[OCCURRENCES_MOST];
	g_autofree struct words *words = g_new0(struct words, 1);

	read_words(words, "une faute de frappe, une faute");
	assert_int_equal(class_table_match(table, words, "fr", found), 2);
	assert_int_equal(found[0].class, class_table_find(table, "look_alike"));
	assert_int_equal(found[1].class, class_table_find(table, "fault"));
	assert_int_equal(found[1].first, 5);
	assert_int_equal(class_table_match(table, words, "en", found), 0);
	class_table_free(table);
}

static void occurrences_are_bounded(void **state)
{
	struct class_table *table = table_of("a\tany\tb, b ~ b\nc\tany\tb*, b b\n");
	static struct occurrence found[OCCURRENCES_MOST];
	g_autofree struct words *words = g_new0(struct words, 1);
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < WORDS_MOST; i++)
		g_string_append(text, "b ");
	read_words(words, text->str);
	assert_int_equal(class_table_match(table, words, "fr", found), OCCURRENCES_MOST);
	class_table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_tell_the_line),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(a_tree_too_large_is_refused),
		cmocka_unit_test(comments_and_blanks_are_passed_over),
		cmocka_unit_test(the_shipped_table_matches_as_the_slow_way),
		cmocka_unit_test(dense_tables_match_as_the_slow_way),
		cmocka_unit_test(look_alikes_hide_what_stands_within),
		cmocka_unit_test(occurrences_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
