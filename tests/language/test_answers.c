/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Questions and what meets them: shared words, a date, a plain yes; and what does not. */
#include "harness.h"

#include <string.h>

#include "language/answers.h"

static GArray *matches_of(const char *asked, const char *reply, const char *language)
{
	GArray *matches = g_array_new(FALSE, FALSE, sizeof(struct answer_match));

	answers_match(asked, reply, language, matches);
	return matches;
}

static const struct answer_match *at(const GArray *matches, guint index)
{
	return &g_array_index(matches, struct answer_match, index);
}

struct exchange {
	const char *language, *asked, *reply;
	enum answer answer;
};

static const struct exchange exchanges[] = {
	{"fr", "Pourquoi la sauvegarde a-t-elle échoué ?",
	 "Les sauvegardes ont manqué de place.", ANSWER_CONTENT},
	{"fr", "Pourquoi la sauvegarde a-t-elle échoué ?",
	 "Votre contrat ne prévoit pas cette prestation.", ANSWER_NONE},
	{"fr", "Pourquoi la sauvegarde a-t-elle échoué ?", "Oui, bien sûr.", ANSWER_NONE},
	{"fr", "Pourquoi la sauvegarde a-t-elle échoué ?", "", ANSWER_NONE},
	{"fr", "Pourquoi la sauvegarde a-t-elle échoué ?",
	 "Je reviens vers vous demain à 10 h.", ANSWER_DATE},
	{"fr", "Pourquoi la sauvegarde a-t-elle échoué ?", "Je reviens vers vous.",
	 ANSWER_NONE},
	{"fr", "Pourquoi la sauvegarde a-t-elle échoué ?", "Nous étions fermés lundi.",
	 ANSWER_NONE},
	{"fr", "Quand le poste sera-t-il livré ?", "Jeudi matin.", ANSWER_DATE},
	{"fr", "Quand le poste sera-t-il livré ?", "Dès que possible.", ANSWER_NONE},
	{"fr", "Le VPN est-il ouvert aux stagiaires ?", "Oui.", ANSWER_PLAIN},
	{"fr", "Pouvez-vous redémarrer l’imprimante ?", "C’est fait.", ANSWER_PLAIN},
	{"fr", "Le VPN est-il ouvert ?", "L’accès VPN reste filtré.", ANSWER_CONTENT},
	{"en", "Why did the backup fail?", "The backups ran out of space.", ANSWER_CONTENT},
	{"en", "Why did the backup fail?", "Your contract does not include this.", ANSWER_NONE},
	{"en", "Why did the backup fail?", "I will get back to you tomorrow.", ANSWER_DATE},
	{"en", "Why did the backup fail?", "Yes.", ANSWER_NONE},
	{"en", "When will the laptop arrive?", "On Thursday.", ANSWER_DATE},
	{"en", "Is srv02 patched?", "We patched srv02.", ANSWER_CONTENT},
	{"en", "Could you restart the printer?", "Done.", ANSWER_PLAIN},
	{"", "Why did the backup fail?", "Je reviens vers vous demain.", ANSWER_DATE},
};

static void test_exchanges(void **state)
{
	for (gsize i = 0; i < G_N_ELEMENTS(exchanges); i++) {
		const struct exchange *exchange = &exchanges[i];
		g_autoptr(GArray) matches =
			matches_of(exchange->asked, exchange->reply, exchange->language);

		assert_int_equal(matches->len, 1);
		if (at(matches, 0)->answer != exchange->answer)
			print_error("%s / %s\n", exchange->asked, exchange->reply);
		assert_int_equal(at(matches, 0)->answer, exchange->answer);
		assert_true((at(matches, 0)->reply.to > 0) ==
			    (exchange->answer != ANSWER_NONE));
	}
}

static void test_what_is_no_question(void **state)
{
	static const char *const texts[] = {
		"",
		"La sauvegarde a échoué.",
		"Des nouvelles ?",
		"Any news?",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GArray) matches = matches_of(texts[i], "La sauvegarde.", "");

		assert_int_equal(matches->len, 0);
	}
}

static void test_spans(void **state)
{
	static const char asked[] =
		"Bonjour,\n\nLe serveur est lent. Quelle est la cause de cette "
		"lenteur ? Le NAS est-il à jour ?";
	static const char reply[] = "Bonjour. Nous regardons. Le NAS a été mis à jour hier.";
	g_autoptr(GArray) matches = matches_of(asked, reply, "fr");
	const struct answer_match *nas;

	assert_int_equal(matches->len, 2);
	assert_int_equal(at(matches, 0)->answer, ANSWER_NONE);
	nas = at(matches, 1);
	assert_int_equal(nas->answer, ANSWER_CONTENT);
	assert_string_equal(asked + nas->question.from, "Le NAS est-il à jour ?");
	assert_string_equal(reply + nas->reply.from, "Le NAS a été mis à jour hier.");
}

/* One shared word is too little for a long question. */
static void test_long_question(void **state)
{
	static const char asked[] = "Pourquoi les imprimantes du magasin de Lyon perdent-elles "
				    "leur connexion chaque "
				    "vendredi après la bascule ?";
	g_autoptr(GArray) vague = matches_of(asked, "Le magasin est couvert.", "fr");
	g_autoptr(GArray) near = matches_of(asked, "La bascule coupe la connexion.", "fr");

	assert_int_equal(at(vague, 0)->answer, ANSWER_NONE);
	assert_int_equal(at(near, 0)->answer, ANSWER_CONTENT);
}

static void test_many_questions(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GArray) matches = NULL;

	for (guint i = 0; i < 3 * ANSWERS_QUESTIONS; i++)
		g_string_append(text, "Le serveur est-il prêt ? ");
	matches = matches_of(text->str, text->str, "fr");
	assert_int_equal(matches->len, ANSWERS_QUESTIONS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exchanges),
		cmocka_unit_test(test_what_is_no_question),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_long_question),
		cmocka_unit_test(test_many_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
