/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Syllables against words whose division a dictionary gives, and against a text counted by
 * hand. */
#include "text/syllables.h"

#include "harness.h"

struct word {
	const char *text, *language;
	guint syllables;
};

static const struct word words[] = {
	{"serveur", "fr", 2},     {"imprimante", "fr", 3}, {"sauvegarde", "fr", 3},
	{"été", "fr", 2},         {"panne", "fr", 1},      {"câbles", "fr", 1},
	{"redémarrent", "fr", 3}, {"comment", "fr", 2},    {"intervention", "fr", 4},
	{"prestataire", "fr", 3}, {"je", "fr", 1},         {"le", "fr", 1},
	{"server", "en", 2},      {"backup", "en", 2},     {"cable", "en", 2},
	{"closed", "en", 1},      {"restarted", "en", 3},  {"licences", "en", 3},
	{"password", "en", 2},    {"the", "en", 1},        {"update", "en", 2},
	{"responsible", "en", 4},
};

static void count(const char *text, const char *language, guint *n_words, guint *syllables)
{
	struct folded folded = {0};

	*n_words = *syllables = 0;
	folded_make(text, strlen(text), &folded);
	syllables_count(text, &folded, language, n_words, syllables);
	folded_clear(&folded);
}

static void words_have_the_syllables_of_a_dictionary(void **state)
{
	guint n_words, syllables;

	(void)state;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		count(words[i].text, words[i].language, &n_words, &syllables);
		assert_int_equal(n_words, 1);
		if (syllables != words[i].syllables)
			fail_msg("%s: %u, not %u", words[i].text, syllables,
				 words[i].syllables);
	}
}

static void figures_and_marks_count_nothing(void **state)
{
	guint n_words, syllables;

	(void)state;
	count("12:30 - 4,5 % ... \xF0\x9F\x99\x82", "fr", &n_words, &syllables);
	assert_int_equal(n_words, 0);
	assert_int_equal(syllables, 0);
}

static void counts_add_up_over_sentences(void **state)
{
	struct folded folded = {0};
	guint n_words = 0, syllables = 0;
	const char *text = "L'antenne du premier étage était débranchée.";

	(void)state;
	folded_make(text, strlen(text), &folded);
	syllables_count(text, &folded, "fr", &n_words, &syllables);
	syllables_count(text, &folded, "fr", &n_words, &syllables);
	folded_clear(&folded);
	assert_int_equal(n_words, 14); /* an apostrophe parts words */
	assert_int_equal(syllables, 2 * 13);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_have_the_syllables_of_a_dictionary),
		cmocka_unit_test(figures_and_marks_count_nothing),
		cmocka_unit_test(counts_add_up_over_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
