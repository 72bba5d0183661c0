/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stems against those that Snowball publishes for its French and English samples (words without
 * accents, as folded text has them), and the memory of words seen. */
#include <string.h>

#include "language/features-internal.h"
#include "tests/harness.h"

struct known {
	const char *word, *stem;
};

/* snowballstem.org/algorithms/english/stemmer.html */
static const struct known english[] = {
	{"consign", "consign"},      {"consigned", "consign"},
	{"consigning", "consign"},   {"consignment", "consign"},
	{"consist", "consist"},      {"consisted", "consist"},
	{"consistency", "consist"},  {"consistent", "consist"},
	{"consistently", "consist"}, {"consolation", "consol"},
	{"consolations", "consol"},  {"consolatory", "consolatori"},
	{"console", "consol"},       {"consoled", "consol"},
	{"consolingly", "consol"},   {"conspiracy", "conspiraci"},
	{"conspire", "conspir"},     {"constables", "constabl"},
	{"constancy", "constanc"},   {"knack", "knack"},
	{"knavery", "knaveri"},      {"kneaded", "knead"},
	{"kneel", "kneel"},          {"knew", "knew"},
	{"knightly", "knight"},      {"knots", "knot"},
};

/* snowballstem.org/algorithms/french/stemmer.html */
static const struct known french[] = {
	{"continu", "continu"},
	{"continua", "continu"},
	{"continuait", "continu"},
	{"continuant", "continu"},
	{"continuation", "continu"},
	{"continue", "continu"},
	{"continuelle", "continuel"},
	{"continuellement", "continuel"},
	{"continuer", "continu"},
	{"contour", "contour"},
	{"contournait", "contourn"},
	{"contourner", "contourn"},
	{"contracta", "contract"},
	{"contractait", "contract"},
	{"contracter", "contract"},
	{"contractions", "contract"},
	{"contradictoirement", "contradictoir"},
	{"main", "main"},
	{"mains", "main"},
	{"maintenait", "mainten"},
	{"maintenant", "mainten"},
	{"maintenir", "mainten"},
	{"maires", "mair"},
	{"mais", "mais"},
	{"maison", "maison"},
	{"maisons", "maison"},
	{"majestueusement", "majestu"},
	{"majeur", "majeur"},
	{"majeure", "majeur"},
	{"malade", "malad"},
	{"malades", "malad"},
	{"maladies", "malad"},
};

static guint32 stem(struct stems *stems, const char *word, const char *language)
{
	gsize length = strlen(word);

	return stem_hash(stems, word, length, word_hash(word, length), language);
}

static void assert_known(struct stems *stems, const struct known *known, guint count,
			 const char *language)
{
	for (guint i = 0; i < count; i++)
		if (stem(stems, known[i].word, language) !=
		    word_hash(known[i].stem, strlen(known[i].stem)))
			fail_msg("%s is not stemmed to %s", known[i].word, known[i].stem);
}

/* Twice: from the stemmer, then from memory. */
static void stems_are_those_published(void **state)
{
	struct stems *stems = stems_new();

	for (guint round = 0; round < 2; round++) {
		assert_known(stems, english, G_N_ELEMENTS(english), "en");
		assert_known(stems, french, G_N_ELEMENTS(french), "fr");
	}
	stems_free(stems);
}

/* A word of both languages has a stem in each, whichever was asked last. */
static void languages_are_apart(void **state)
{
	struct stems *stems = stems_new();
	guint32 in_french = stem(stems, "contournait", "fr");
	guint32 in_english = stem(stems, "contournait", "en");

	assert_int_not_equal(in_french, in_english);
	assert_int_equal(stem(stems, "contournait", "fr"), in_french);
	assert_int_equal(stem(stems, "contournait", ""), in_french);
	assert_int_equal(stem(stems, "contournait", "en"), in_english);
	stems_free(stems);
}

/* More words than the memory has rows, against a stemmer that knows none of them. */
static void memory_never_answers_for_another_word(void **state)
{
	struct stems *old = stems_new();

	for (guint i = 0; i < 60000; i++) {
		g_autofree char *word = g_strdup_printf("mot%cs%u", 'a' + i % 26, i / 7);
		const char *language = i % 3 == 0 ? "en" : "fr";
		guint32 first = stem(old, word, language);

		if (i % 97 == 0) {
			struct stems *fresh = stems_new();

			assert_int_equal(first, stem(fresh, word, language));
			stems_free(fresh);
		}
	}
	stems_free(old);
}

static void long_words_stand_for_their_beginning(void **state)
{
	struct stems *stems = stems_new();
	const char *one = "anticonstitutionnellementun", *two = "anticonstitutionnellementdeux";
	g_autofree char *longest = g_strnfill(SENTENCE_LONGEST, 'z');

	assert_int_equal(stem(stems, one, "fr"), stem(stems, two, "fr"));
	assert_int_not_equal(stem(stems, longest, "fr"), stem(stems, one, "fr"));
	/* Cut in the middle of a character. */
	assert_int_equal(stem(stems, "aééééééééééé", "fr"), stem(stems, "aéééééééééééé", "fr"));
	stems_free(stems);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stems_are_those_published),
		cmocka_unit_test(languages_are_apart),
		cmocka_unit_test(memory_never_answers_for_another_word),
		cmocka_unit_test(long_words_stand_for_their_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
