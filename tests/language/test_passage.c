/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text as a filter gets it: what is its author's, offsets that name what they say on any
 * bytes, windows, and labels that were given. */
#include <math.h>
#include <string.h>

#include "language/adjust.h"
#include "language/passage.h"
#include "tests/harness.h"

static struct passage_reader *shipped_reader(void)
{
	return passage_reader_new(language_model_shipped());
}

static const struct cue *cue_at(const struct passage *passage, guint i)
{
	return &g_array_index(passage->cues, struct cue, i);
}

static bool has_cue(const struct passage *passage, const char *text, const char *words)
{
	for (guint i = 0; i < passage->cues->len; i++) {
		const struct cue *cue = cue_at(passage, i);

		if (cue->to - cue->from == strlen(words) &&
		    memcmp(text + cue->from, words, strlen(words)) == 0)
			return true;
	}
	return false;
}

static bool is_border(const char *text, gsize at)
{
	return ((guchar)text[at] & 0xC0) != 0x80;
}

static void assert_sound(const struct passage *passage, const char *text)
{
	gsize last = 0, length = strlen(text);
	double sum = 0;

	for (guint k = 0; k < STANCE_COUNT; k++) {
		assert_true(passage->probability[k] >= 0);
		sum += passage->probability[k];
	}
	assert_true(fabs(sum - 1) < 1e-9);
	for (guint i = 0; i < passage->cues->len; i++) {
		const struct cue *cue = cue_at(passage, i);

		assert_true(cue->from >= last && cue->from < cue->to && cue->to <= length);
		assert_true(is_border(text, cue->from) && is_border(text, cue->to));
		last = cue->from;
	}
}

/* ---- line ends ---- */

static void assert_line_ends(const char *text, const char *expected)
{
	g_autofree char *got = passage_with_line_ends(text);

	assert_string_equal(got, expected);
	assert_int_equal(strlen(got), strlen(text));
}

static void line_ends_keep_every_place(void **state)
{
	assert_line_ends("un\\ndeux", "un \ndeux");
	assert_line_ends("un⏎deux", "un  \ndeux");
	assert_line_ends("⏎⏎\\n", "  \n  \n \n");
	assert_line_ends("a\\", "a\\");
	assert_line_ends("\\\\n", "\\ \n");
	assert_line_ends("", "");
}

/* ---- own words ---- */

static void what_others_wrote_is_not_read(void **state)
{
	static const char text[] = "Bonjour,\nLe disque est remplacé.\n\n"
				   "Le 3 mars 2026 à 10:12, Anne a écrit :\n"
				   "> Vous n'avez pas répondu, c'est votre faute.\n";
	struct passage_reader *reader = shipped_reader();
	g_autofree char *own = passage_own_text(text);
	struct passage passage;

	assert_null(strstr(own, "faute"));
	assert_non_null(strstr(own, "remplacé"));
	passage_read(reader, text, "", &passage);
	assert_sound(&passage, text);
	assert_false(has_cue(&passage, text, "Vous n'avez pas répondu"));
	passage_reader_free(reader);
}

static void nothing_of_its_author_is_neutral(void **state)
{
	static const char *const texts[] = {"",         "   ",      "> cité", "-- ",
					    "🙂🙂", "\n\n\t\n", "...",    "\x01\x02"};
	struct passage_reader *reader = shipped_reader();

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct passage passage;
		g_autofree char *key = passage_key(texts[i]);

		passage_read(reader, texts[i], "", &passage);
		assert_true(passage.empty);
		assert_int_equal(passage.stance, STANCE_NEUTRAL);
		assert_true(passage.probability[STANCE_NEUTRAL] == 1);
		assert_int_equal(passage.cues->len, 0);
		assert_string_equal(passage.language, "");
		assert_string_equal(key, "");
	}
	passage_reader_free(reader);
}

static void keys_are_own_words_folded(void **state)
{
	static const char *const alike[] = {
		"C'est de votre faute.",
		"  - c’est de VOTRE   faute.\n\n> cité : autre chose\n",
		"\tC'EST de\nvotre faute.",
		"C'est\u00A0de votre faute.\x01",
	};
	g_autofree char *other = passage_key("C'est de notre faute.");

	for (guint i = 0; i < G_N_ELEMENTS(alike); i++) {
		g_autofree char *key = passage_key(alike[i]);

		assert_string_equal(key, "c'est de votre faute.");
		assert_string_not_equal(key, other);
	}
}

/* ---- offsets ---- */

static void cues_are_shown_where_they_stand(void **state)
{
	static const char *const before[] = {"",           "  ",   "é🙂, ",    "\t- ",
					     "> cité\n\n", "ﬁn. ", "\xE2\x80\x8F"};
	struct passage_reader *reader = shipped_reader();

	for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
		g_autofree char *text =
			g_strconcat(before[i], "Comme déjà indiqué, rien n'a changé.", NULL);
		struct passage passage;

		passage_read(reader, text, "fr", &passage);
		assert_sound(&passage, text);
		assert_true(has_cue(&passage, text, "Comme déjà indiqué"));
	}
	passage_reader_free(reader);
}

/* A cue that goes on behind the end of a line, indented or not. */
static void wrapped_lines_hold_cues(void **state)
{
	static const char *const texts[] = {
		"Bonjour, je vous rappelle que comme déjà\nindiqué le poste est ancien.",
		"  Bonjour, je vous rappelle que comme déjà\n  indiqué le poste est ancien.",
	};
	struct passage_reader *reader = shipped_reader();

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct passage passage;
		bool found = false;

		passage_read(reader, texts[i], "fr", &passage);
		assert_sound(&passage, texts[i]);
		for (guint k = 0; k < passage.cues->len; k++)
			found = found || memchr(texts[i] + cue_at(&passage, k)->from, '\n',
						cue_at(&passage, k)->to -
							cue_at(&passage, k)->from) != NULL;
		assert_true(found);
	}
	passage_reader_free(reader);
}

/* The same line is cited and written: the one that is the author's is shown. */
static void repeated_lines_are_told_apart(void **state)
{
	static const char text[] = "> Comme déjà indiqué, non.\nBien reçu.\n"
				   "Comme déjà indiqué, non.\n";
	struct passage_reader *reader = shipped_reader();
	struct passage passage;

	passage_read(reader, text, "fr", &passage);
	assert_true(has_cue(&passage, text, "Comme déjà indiqué"));
	for (guint i = 0; i < passage.cues->len; i++)
		assert_true(cue_at(&passage, i)->from > strlen("> Comme déjà indiqué, non.\n"));
	passage_reader_free(reader);
}

static char *made_text(GRand *random)
{
	static const char *const pieces[] = {
		"comme déjà indiqué ",
		"hors périmètre ",
		"our mistake ",
		"\n",
		"\n> ",
		"  ",
		"\r\n",
		"\xC2\xA0",
		"שלום",
		"🙂",
		"Ã©tÃ© ",
		"-- \n",
		"Cordialement,\n",
		"\t",
		"\x07",
		"Le 3 mars, X a écrit :\n",
		"vous n'avez pas ",
		". ",
		"é\u0301",
		"x",
	};
	GString *text = g_string_new(NULL);

	for (gint32 i = g_rand_int_range(random, 0, 60); i > 0; i--)
		g_string_append(text,
				pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
	return g_string_free(text, FALSE);
}

/* And what a reader has read before changes nothing. */
static void any_text_is_read_soundly(void **state)
{
	static const char *const languages[] = {"fr", "en", "", "de"};
	g_autoptr(GRand) random = g_rand_new_with_seed(12);
	struct passage_reader *old = shipped_reader();

	for (guint i = 0; i < 400; i++) {
		g_autofree char *text = made_text(random);
		struct passage_reader *fresh = shipped_reader();
		struct passage one, two;

		passage_read(old, text, languages[i % 4], &one);
		passage_read(fresh, text, languages[i % 4], &two);
		assert_sound(&one, text);
		assert_memory_equal(one.probability, two.probability, sizeof one.probability);
		assert_int_equal(one.cues->len, two.cues->len);
		passage_reader_free(fresh);
	}
	passage_reader_free(old);
}

static void a_megabyte_without_a_space_is_read(void **state)
{
	static const char *const pieces[] = {"x", "é", "🙂", "a-", "⏎", "א"};
	struct passage_reader *reader = shipped_reader();

	for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) text = g_string_new("Comme déjà indiqué. ");
		struct passage passage;

		while (text->len < 1 << 20)
			g_string_append(text, pieces[i]);
		passage_read(reader, text->str, "fr", &passage);
		assert_sound(&passage, text->str);
		assert_true(has_cue(&passage, text->str, "Comme déjà indiqué"));
	}
	passage_reader_free(reader);
}

/* ---- language and windows ---- */

static void the_language_asked_is_kept(void **state)
{
	struct passage_reader *reader = shipped_reader();
	struct passage passage;

	passage_read(reader, "Le serveur est rétabli depuis ce matin.", "", &passage);
	assert_string_equal(passage.language, "fr");
	passage_read(reader, "Le serveur est rétabli depuis ce matin.", "en", &passage);
	assert_string_equal(passage.language, "en");
	passage_read(reader, "The server is back since this morning.", "de", &passage);
	assert_string_equal(passage.language, "en");
	passage_reader_free(reader);
}

/* A short text is scored as the trainer saw it: at once. */
static void short_texts_are_scored_whole(void **state)
{
	static const char text[] = "Le disque est remplacé. Rien d'autre n'est touché.";
	struct passage_reader *reader = shipped_reader();
	struct passage passage;
	double p[STANCE_COUNT];

	passage_read(reader, text, "fr", &passage);
	language_model_score(language_model_shipped(), text,
			     (struct text_span){0, strlen(text)}, "fr", p);
	assert_memory_equal(p, passage.probability, sizeof p);
	passage_reader_free(reader);
}

/* One defensive sentence among many others does not make a long text defensive. */
static void long_texts_are_averaged(void **state)
{
	g_autoptr(GString) text =
		g_string_new("Cela n'entre pas dans le périmètre du contrat. ");
	struct passage_reader *reader = shipped_reader();
	struct passage alone, among;
	double before;

	passage_read(reader, text->str, "fr", &alone);
	assert_int_equal(alone.stance, STANCE_DEFENSIVE);
	before = alone.probability[STANCE_DEFENSIVE];
	for (guint i = 0; i < 40; i++)
		g_string_append(text, "La réunion de suivi est fixée au jeudi 14 mai à 10 h. ");
	passage_read(reader, text->str, "fr", &among);
	assert_true(among.probability[STANCE_DEFENSIVE] < before / 2);
	passage_reader_free(reader);
}

/* ---- labels that were given ---- */

static void given_labels_are_told(void **state)
{
	static const char text[] = "- Cela n'entre pas dans le périmètre du contrat.\n"
				   "Merci de votre compréhension.";
	g_autofree char *key = passage_key(text);
	const struct labelled_text label = {key, "fr", STANCE_NEUTRAL};
	struct language_model *model =
		language_model_adjusted(language_model_shipped(), &label, 1);
	struct passage_reader *reader = passage_reader_new(model);
	struct passage passage;

	passage_read(reader, text, "", &passage);
	assert_true(passage.given);
	assert_int_equal(passage.stance, STANCE_NEUTRAL);
	assert_true(passage.probability[STANCE_NEUTRAL] == 1);
	passage_read(reader, "Cela n'entre pas dans le périmètre du contrat.", "", &passage);
	assert_false(passage.given);
	passage_reader_free(reader);
	language_model_free(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_ends_keep_every_place),
		cmocka_unit_test(what_others_wrote_is_not_read),
		cmocka_unit_test(nothing_of_its_author_is_neutral),
		cmocka_unit_test(keys_are_own_words_folded),
		cmocka_unit_test(cues_are_shown_where_they_stand),
		cmocka_unit_test(wrapped_lines_hold_cues),
		cmocka_unit_test(repeated_lines_are_told_apart),
		cmocka_unit_test(any_text_is_read_soundly),
		cmocka_unit_test(a_megabyte_without_a_space_is_read),
		cmocka_unit_test(the_language_asked_is_kept),
		cmocka_unit_test(short_texts_are_scored_whole),
		cmocka_unit_test(long_texts_are_averaged),
		cmocka_unit_test(given_labels_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
