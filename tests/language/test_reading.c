/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One message read: sums over its sentences, the sentences that may be shown, causes, what
 * calls conduct into question, and what is nobody's words. */
#include "harness.h"
#include "language/closure.h"

#include "marked_scorer.h"

static struct message_reading read_text(const char *text, const char *language)
{
	struct stance_scorer scorer = marked_scorer("test");
	struct text_reader *reader = text_reader_new(&scorer);
	struct message_reading reading;

	text_reader_read(reader, text, strlen(text), language, &reading);
	text_reader_free(reader);
	return reading;
}

static void check_sentence(const char *text, const struct notable_sentence *notable,
			   const char *expected)
{
	gsize length = notable->span.to - notable->span.from;

	assert_int_equal(length, strlen(expected));
	assert_memory_equal(text + notable->span.from, expected, length);
}

static void sums_are_of_probabilities(void **state)
{
	const char *text = "Bonjour,\nLe lien est coupé [d3]. Il revient [s9]. Voilà [d8][s1].";
	struct message_reading reading = read_text(text, "fr");

	assert_int_equal(reading.sentences, 4);
	assert_float_equal(reading.sum[STANCE_DEFENSIVE], 1.1, 1e-12);
	assert_float_equal(reading.sum[STANCE_SUPPORTIVE], 1, 1e-12);
	assert_float_equal(reading.sum[STANCE_NEUTRAL], 1.9, 1e-12);
	assert_string_equal(reading.language, "fr");
}

static void the_surest_sentence_is_noted(void **state)
{
	const char *text = "Un [d6]. Deux [d9]. Trois [d9]. Quatre [s7]. Cinq [s4].";
	struct message_reading reading = read_text(text, "fr");

	check_sentence(text, &reading.notable[STANCE_DEFENSIVE], "Deux [d9].");
	assert_float_equal(reading.notable[STANCE_DEFENSIVE].probability, .9, 1e-12);
	assert_null(reading.notable[STANCE_DEFENSIVE].category);
	check_sentence(text, &reading.notable[STANCE_SUPPORTIVE], "Quatre [s7].");
}

/* What is rather neutral is no quotation for a stance. */
static void a_doubtful_sentence_is_not_noted(void **state)
{
	struct message_reading reading = read_text("Un [d4]. Deux [s3].", "fr");

	for (guint i = 0; i < STANCE_COUNT; i++)
		assert_int_equal(reading.notable[i].span.to, 0);
}

/* The cue named is one of the sentence's own side. */
static void a_noted_sentence_has_its_cue(void **state)
{
	const char *defends = "Cette prestation est hors périmètre [d9].";
	const char *supports = "C'est notre erreur [s9].";
	struct message_reading reading = read_text(defends, "fr");

	assert_string_equal(reading.notable[STANCE_DEFENSIVE].category, "contract_shield");
	reading = read_text(supports, "fr");
	assert_string_equal(reading.notable[STANCE_SUPPORTIVE].category, "ownership");
	reading = read_text("C'est notre erreur [d9].", "fr");
	assert_null(reading.notable[STANCE_DEFENSIVE].category);
}

static void causes_are_counted(void **state)
{
	assert_int_equal(
		read_text("La panne vient du disque. Bonne journée.", "fr").explanations, 1);
	assert_int_equal(read_text("The outage was caused by a full disk.", "en").explanations,
			 1);
	assert_int_equal(read_text("Bonne journée à vous.", "fr").explanations, 0);
}

static void some_texts_question_conduct(void **state)
{
	assert_true(read_text("Merci. Vous ne nous avez pas prévenus.", "fr").questions);
	assert_true(read_text("Comme déjà indiqué, le serveur est plein.", "fr").questions);
	assert_false(read_text("Le serveur est prêt.", "fr").questions);
	assert_false(read_text("", "fr").questions);
}

/* A text ticks what its sentences say of an incident, whatever their order. */
static void closing_facts_are_ticked(void **state)
{
	const char *text =
		"Le câble était débranché, d'où la panne. Je le remplace demain à 9 h.";

	assert_int_equal(read_text(text, "fr").ticks &
				 (1u << CLOSURE_CAUSE | 1u << CLOSURE_DATE),
			 1u << CLOSURE_CAUSE | 1u << CLOSURE_DATE);
	assert_int_equal(read_text("Bonne journée à vous.", "fr").ticks, 0);
	assert_int_equal(read_text("", "fr").ticks, 0);
}

/* Words and syllables of sentences, not of the signature below them. */
static void words_are_those_of_sentences(void **state)
{
	struct message_reading reading =
		read_text("Le serveur est tombé.\n\nCordialement,\n-- \nJeanne Martin", "fr");

	assert_int_equal(read_text("Le serveur est tombé.", "fr").words, 4);
	assert_int_equal(read_text("Le serveur est tombé.", "fr").syllables, 6);
	assert_true(reading.words < 8);
}

static struct answered match(const char *asked, const char *reply)
{
	struct stance_scorer scorer = marked_scorer("test");
	struct text_reader *reader = text_reader_new(&scorer);
	struct answered answered = {.parent = 1};

	text_reader_match(reader, asked, strlen(asked), reply, strlen(reply), "fr", &answered);
	text_reader_free(reader);
	return answered;
}

static void questions_met_are_counted(void **state)
{
	const char *asked =
		"Quand le serveur sera-t-il remplacé ? Où en est le devis du pare-feu ?";
	struct answered both = match(asked, "Le serveur sera remplacé mardi. Le devis du "
					    "pare-feu part ce soir.");
	struct answered one = match(asked, "Le devis du pare-feu est parti.");
	struct answered none = match(asked, "Merci de votre message.");

	assert_int_equal(both.asked, 2);
	assert_int_equal(both.met, 2);
	assert_int_equal(one.asked, 2);
	assert_int_equal(one.met, 1);
	assert_int_equal(none.met, 0);
	assert_int_equal(match("Merci.", "De rien.").asked, 0);
}

/* Only the first bytes of each are its author's own. */
static void what_is_not_own_asks_nothing(void **state)
{
	const char *asked = "Merci. Où en est le devis du pare-feu ?";
	const char *reply = "Bien reçu. Le devis du pare-feu part ce soir.";
	struct stance_scorer scorer = marked_scorer("test");
	struct text_reader *reader = text_reader_new(&scorer);
	struct answered answered = {0};

	text_reader_match(reader, asked, strlen("Merci."), reply, strlen(reply), "fr",
			  &answered);
	assert_int_equal(answered.asked, 0);
	text_reader_match(reader, asked, strlen(asked), reply, strlen("Bien reçu."), "fr",
			  &answered);
	assert_int_equal(answered.asked, 1);
	assert_int_equal(answered.met, 0);
	text_reader_free(reader);
}

static void an_empty_text_has_no_sentence(void **state)
{
	struct message_reading reading = read_text(" \n-- \n", "");

	assert_int_equal(reading.sentences, 0);
	assert_string_equal(reading.language, "");
}

static void what_was_pasted_is_bounded(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < 5 * READING_SENTENCES; i++)
		g_string_append_printf(text, "Ligne numéro %u [d9].\n", i);
	assert_int_equal(read_text(text->str, "fr").sentences, READING_SENTENCES);
}

/* A reader that has read another message reads the next as a new one does. */
static void buffers_hold_nothing_over(void **state)
{
	const char *const texts[] = {"Hors périmètre [d9]. Un [s8].", "", "Deux [s6]."};
	struct stance_scorer scorer = marked_scorer("test");
	struct text_reader *reader = text_reader_new(&scorer);

	for (guint i = 0; i < 9; i++) {
		const char *text = texts[i % G_N_ELEMENTS(texts)];
		struct message_reading fresh = read_text(text, "fr"), again;

		text_reader_read(reader, text, strlen(text), "fr", &again);
		assert_int_equal(again.sentences, fresh.sentences);
		assert_memory_equal(again.sum, fresh.sum, sizeof(again.sum));
		assert_int_equal(again.questions, fresh.questions);
		assert_memory_equal(again.notable, fresh.notable, sizeof(again.notable));
	}
	text_reader_free(reader);
}

static void the_thread_tells_the_language(void **state)
{
	const char *french = "Bonjour, nous avons bien reçu votre demande et la traitons.";

	assert_string_equal(reading_language(french, strlen(french), "en"), "fr");
	assert_string_equal(reading_language("OK", 2, "en"), "en");
	assert_string_equal(reading_language("OK", 2, ""), "");
	assert_string_equal(reading_language("OK", 2, "de"), "");
}

static void versions_part_readings(void **state)
{
	struct stance_scorer one = marked_scorer("1"), two = marked_scorer("2");

	assert_true(reading_version(&one) > 0);
	assert_true(reading_version(&one) == reading_version(&one));
	assert_true(reading_version(&one) != reading_version(&two));
}

/* ---- what comes back below texts ---- */

#define LEGAL                                                                                  \
	"\n\nAcme SAS au capital de 10 euros, inscrite à Lyon, ne saurait être tenue des "   \
	"termes de ce qui précède, sauf accord écrit et signé de sa direction."
#define CARD "\n\nJeanne Martin\nTél. 04 72 00 00 00"

static char *body_of(guint number)
{
	static const char *const subjects[] = {"serveur", "poste", "lien", "disque"};
	static const char *const verbs[] = {"redémarre", "répond", "attend", "tombe"};
	static const char *const places[] = {"Lyon", "Paris", "Nantes", "Lille"};

	return g_strdup_printf("Le %s %s à %s.", subjects[number % 4], verbs[number / 4 % 4],
			       places[number / 16 % 4]);
}

/* Her card stands above the notice of her house. */
static struct repeated *learn_house(guint texts)
{
	struct repeated *repeated = repeated_new();

	for (guint pass = 0; pass < 2; pass++)
		for (guint i = 0; i < texts; i++) {
			g_autofree char *body = body_of(i);
			bool hers = i % 6 == 0;
			g_autofree char *text =
				g_strconcat(body, hers ? CARD LEGAL : LEGAL, NULL);
			const char *address = hers ? "jm@acme.fr" : "autre@acme.fr";

			if (pass == 0)
				reading_learn_house(repeated, address, text);
			else
				reading_learn_sender(repeated, address, text);
		}
	return repeated;
}

static void house_and_card_are_left_out(void **state)
{
	struct repeated *repeated = learn_house(48);
	const char *own = "Cela ne nous regarde pas [d9].";
	g_autofree char *text = g_strconcat(own, CARD LEGAL, NULL);

	assert_int_equal(reading_own_length(repeated, "jm@acme.fr", text), strlen(own));
	assert_int_equal(reading_own_length(repeated, "neuf@acme.fr", text),
			 strlen(own) + strlen(CARD));
	assert_int_equal(reading_own_length(repeated, "x@ailleurs.fr", text), strlen(text));
	assert_int_equal(reading_own_length(repeated, NULL, text), strlen(text));
	repeated_free(repeated);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_of_probabilities),
		cmocka_unit_test(the_surest_sentence_is_noted),
		cmocka_unit_test(a_doubtful_sentence_is_not_noted),
		cmocka_unit_test(a_noted_sentence_has_its_cue),
		cmocka_unit_test(causes_are_counted),
		cmocka_unit_test(some_texts_question_conduct),
		cmocka_unit_test(closing_facts_are_ticked),
		cmocka_unit_test(words_are_those_of_sentences),
		cmocka_unit_test(questions_met_are_counted),
		cmocka_unit_test(what_is_not_own_asks_nothing),
		cmocka_unit_test(an_empty_text_has_no_sentence),
		cmocka_unit_test(what_was_pasted_is_bounded),
		cmocka_unit_test(buffers_hold_nothing_over),
		cmocka_unit_test(the_thread_tells_the_language),
		cmocka_unit_test(versions_part_readings),
		cmocka_unit_test(house_and_card_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
