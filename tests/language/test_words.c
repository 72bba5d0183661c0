/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words of folded text: what parts them, what parts segments, and the bounds. */
#include <string.h>

#include "language/features-internal.h"
#include "tests/harness.h"

/* "un mot | un autre": words of a segment by spaces, segments by bars. */
static char *shown(const char *text)
{
	struct words *words = g_new0(struct words, 1);
	g_autoptr(GString) out = g_string_new(NULL);
	struct folded folded = {0};

	folded_make(text, strlen(text), &folded);
	words_read(words, &folded);
	for (guint i = 0; i < words->count; i++) {
		const struct word *word = &words->at[i];

		if (i > 0)
			g_string_append(out, word->segment != word[-1].segment ? " | " : " ");
		g_string_append_len(out, words->text + word->from, word->to - word->from);
	}
	folded_clear(&folded);
	g_free(words);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void assert_words(const char *text, const char *expected)
{
	g_autofree char *got = shown(text);

	assert_string_equal(got, expected);
}

static void signs_part_words(void **state)
{
	assert_words("L'équipe n'a pas ré-ouvert", "l equipe n a pas re ouvert");
	assert_words("Œuvre_commune/à\u00a0deux", "oeuvre commune a deux");
	assert_words("שלום 🙂 мир", "שלום 🙂 мир");
}

static void figures_are_not_told_apart(void **state)
{
	assert_words("le 14 à 9h30", "le 00 a 0h00");
	assert_words("v2.1.7 sur srv01.acme.fr:8080", "v0 0 0 sur srv00 acme fr 0000");
}

static void punctuation_parts_segments(void **state)
{
	assert_words("Oui, mais non. Bon ; (ici) !", "oui | mais non | bon | ici");
	assert_words("coût 3,5 k - hors taxe", "cout 0 0 k | hors taxe");
	assert_words("a-b - c", "a b | c");
	assert_words("...!!! x ??? y", "x | y");
}

static void nothing_has_no_words(void **state)
{
	assert_words("", "");
	assert_words(" \t\n", "");
	assert_words("?!... ---", "");
}

static void words_stand_between_spaces(void **state)
{
	struct words *words = g_new0(struct words, 1);
	struct folded folded = {0};
	const char *text = "Nous, vous: (eux)";

	folded_make(text, strlen(text), &folded);
	words_read(words, &folded);
	assert_string_equal(words->text, " nous vous eux ");
	assert_int_equal(words->length, strlen(words->text));
	assert_int_equal(words->segments, 3);
	for (guint i = 0; i < words->count; i++)
		assert_int_equal(words->at[i].hash,
				 word_hash(words->text + words->at[i].from,
					   (gsize)(words->at[i].to - words->at[i].from)));
	folded_clear(&folded);
	g_free(words);
}

/* The most words and the longest that a sentence can hold. */
static void bounds_hold(void **state)
{
	struct words *words = g_new0(struct words, 1);
	struct folded folded = {0};
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < 2 * SENTENCE_LONGEST; i++)
		g_string_append(text, "a ");
	folded_make(text->str, text->len, &folded);
	words_read(words, &folded);
	assert_int_equal(words->count, WORDS_MOST);
	assert_true(words->length < sizeof words->text);
	g_string_truncate(text, 0);
	for (guint i = 0; i < 2 * SENTENCE_LONGEST; i++)
		g_string_append_c(text, 'b');
	folded_make(text->str, text->len, &folded);
	words_read(words, &folded);
	assert_int_equal(words->count, 1);
	assert_int_equal(words->at[0].to - words->at[0].from, SENTENCE_LONGEST);
	assert_true(words->length < sizeof words->text);
	folded_clear(&folded);
	g_free(words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs_part_words),
		cmocka_unit_test(figures_are_not_told_apart),
		cmocka_unit_test(punctuation_parts_segments),
		cmocka_unit_test(nothing_has_no_words),
		cmocka_unit_test(words_stand_between_spaces),
		cmocka_unit_test(bounds_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
