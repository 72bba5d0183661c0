/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Readings of a text: language, question or request, novelty, clean UTF-8. */
#include "own_text_check.h"

static void languages(void **state)
{
	static const char *const french[] = {
		"Bonjour, le serveur ne répond plus depuis ce matin.",
		"Merci de votre retour.",
		"Pouvez-vous nous dire où en est la demande ?",
		"LE SERVEUR EST EN PANNE ET NOUS ATTENDONS",
		"Meme sans accents, nous vous repondons que la panne est levee.",
		"L'équipe n'a qu'à redémarrer.",
		"Thé à midi, réunion à 14h.",
	};
	static const char *const english[] = {
		"Hello, the server has been down since this morning.",
		"Please let me know when it is done.",
		"We are still waiting for your answer.",
		"It's down, I don't see why, they're off.",
		"The café is closed.",
	};
	static const char *const others[] = {
		"",
		"OK",
		"12:30",
		"Der Server ist seit heute Morgen nicht erreichbar und wir warten.",
		"El servidor no responde desde esta mañana y los usuarios no pueden trabajar.",
		"De server doet het niet meer en wij kunnen niet werken met het systeem.",
		"Il server non risponde da questa mattina e gli utenti sono fermi.",
		"O servidor não responde e os utilizadores não conseguem trabalhar.",
		"https://example.org/the/of/and/is",
		"Impact I1, I2, I3",
		"Jag vet inte när servern är tillbaka.",
		"Сервер не отвечает с утра.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(french); i++)
		assert_string_equal(own_text_language(french[i]), "fr");
	for (gsize i = 0; i < G_N_ELEMENTS(english); i++)
		assert_string_equal(own_text_language(english[i]), "en");
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		if (*own_text_language(others[i]) != '\0')
			print_error("%s\n", others[i]);
		assert_string_equal(own_text_language(others[i]), "");
	}
}

#define SENTENCE_LEAST 25 /* characters */

struct score {
	guint right, wrong, all;
};

static void score_line(char *line, struct score *score)
{
	g_auto(GStrv) cells = g_strsplit(line, "\t", 6);
	const char *language;

	if (g_strv_length(cells) != 6 || strlen(cells[1]) != 2 ||
	    g_utf8_strlen(cells[5], -1) < SENTENCE_LEAST)
		return;
	language = own_text_language(cells[5]);
	score->all++;
	score->right += g_str_equal(language, cells[1]);
	score->wrong += *language != '\0' && !g_str_equal(language, cells[1]);
}

/* Single sentences written by several people: sure ones are right, few are unsure. */
static void languages_of_labelled_sentences(void **state)
{
	struct score score = {0};

	for (int file = 0; file < 4; file++) {
		g_autofree char *name = g_strdup_printf("language/sentences-%d.tsv", file);
		gsize length;
		g_autofree char *text = shared_text(name, &length);
		g_auto(GStrv) lines = NULL;

		if (text == NULL) {
			print_message("# the shared data is not beside this tree\n");
			skip();
		}
		lines = g_strsplit(text, "\n", -1);
		for (guint i = 1; lines[i] != NULL; i++)
			score_line(lines[i], &score);
	}
	print_message("# language: %u of %u right, %u wrong\n", score.right, score.all,
		      score.wrong);
	assert_true(score.all > 1500);
	assert_true(score.right * 100 >= score.all * 97);
	assert_int_equal(score.wrong, 0);
}

static void what_asks(void **state)
{
	static const char *const asking[] = {
		"Avez-vous reçu le devis ?",
		"Quand\u00a0?",
		"Is it done?",
		"Done (really?)",
		"Pouvez-vous relancer le serveur.",
		"Merci de me rappeler.",
		"Merci de bien vouloir vérifier.",
		"Pourriez-vous regarder",
		"Où en est la commande",
		"Je suis sans nouvelles.\nAvez-vous des nouvelles du "
		"technicien",
		"Could you check the backup.",
		"Please advise.",
		"Let me know.",
		"Any news",
		"Voir https://a.fr/?x=1\nQuid du contrat",
		"Dans l'attente de votre "
		"retour,",
		"Merci de\nnous répondre",
		"Il dit \"non\". Et vous ?",
		"Serait-il possible de décaler ?",
		"Veuillez nous confirmer la date.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(asking); i++) {
		if (!own_text_asks(asking[i], ""))
			print_error("%s\n", asking[i]);
		assert_true(own_text_asks(asking[i], ""));
	}
}

static void what_does_not_ask(void **state)
{
	static const char *const telling[] = {
		"",
		"?",
		"Le serveur est reparti.",
		"Voir https://a.fr/page?x=1 pour le détail.",
		"Merci de votre retour.",
		"Merci de votre aide",
		"Merci pour tout.",
		"Merci de\nvotre aide",
		"Veuillez trouver ci-joint le rapport.",
		"Veuillez agréer nos salutations.",
		"Please find attached the report.",
		"Let me know if you have any questions.",
		"> Est-ce fait ?",
		"Il a demandé \"est-ce fait ?\" hier.",
		"Il a dit « pourquoi ? » puis rien.",
		"As you can see, it works.",
		"Please do not hesitate to call.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(telling); i++) {
		if (own_text_asks(telling[i], ""))
			print_error("%s\n", telling[i]);
		assert_false(own_text_asks(telling[i], ""));
	}
}

static void requests_are_read_in_their_language(void **state)
{
	assert_true(own_text_asks("Please call back.", "en"));
	assert_false(own_text_asks("Please call back.", "fr"));
	assert_true(own_text_asks("Merci de rappeler.", "fr"));
	assert_false(own_text_asks("Merci de rappeler.", "en"));
}

static void novelty_masks_figures(void **state)
{
	static const char *const same[][2] = {
		{"Rapport du 3 février 2025 : 12 tickets",
		 "Rapport du 14 mars 2026 : 7 tickets"},
		{"Disk  at 91 %\nok", "disk at 5% OK"},
		{"Monday 3 March 2025, 14:02", "Tue 11 Nov 2024 9:15"},
		{"Déjà vu", "DEJA VU"},
	};
	static const char *const different[][2] = {
		{"Rapport : 12 tickets ouverts", "Rapport : 12 tickets fermés"},
		{"oui", "non"},
		{"a", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(same); i++)
		assert_int_equal(own_text_novelty(same[i][0]), own_text_novelty(same[i][1]));
	for (gsize i = 0; i < G_N_ELEMENTS(different); i++)
		assert_int_not_equal(own_text_novelty(different[i][0]),
				     own_text_novelty(different[i][1]));
}

struct bytes_case {
	const char *bytes;
	gsize length;
	const char *clean;
};

#define BYTES(text) text, sizeof(text) - 1

static void cleaning(void **state)
{
	static const struct bytes_case cases[] = {
		{BYTES(""), ""},
		{BYTES("plain ascii text, longer than a word"),
		 "plain ascii text, longer than a word"},
		{BYTES("été\tà\n€ 🎉"), "été\tà\n€ 🎉"},
		{BYTES("a\r\nb\rc"), "a\nb\nc"},
		{BYTES("a\0b"), "a\ufffdb"},
		{BYTES("abcdefgh\x1bz\x7f"), "abcdefgh\ufffdz\ufffd"},
		{BYTES("caf\xe9 noir"), "caf\ufffd noir"},
		{BYTES("\xc3"), "\ufffd"},
		{BYTES("\xe2\x82"), "\ufffd\ufffd"},
		{BYTES("\xc2\x85x"), "\ufffdx"},
		{BYTES("\xed\xa0\x80"), "\ufffd\ufffd\ufffd"},
		{BYTES("\xc0\xaf"), "\ufffd\ufffd"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *clean = own_text_clean_utf8(cases[i].bytes, cases[i].length);

		assert_string_equal(clean, cases[i].clean);
	}
}

/* Any bytes give valid UTF-8 without controls, and cleaning again changes nothing. */
static void cleaning_any_bytes(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);

	for (guint round = 0; round < 2000; round++) {
		char bytes[64];
		gsize length = (gsize)g_rand_int_range(random, 0, sizeof(bytes));
		g_autofree char *once = NULL, *twice = NULL;

		for (gsize i = 0; i < length; i++)
			bytes[i] = (char)(g_rand_boolean(random)
						  ? g_rand_int_range(random, 0, 256)
						  : g_rand_int_range(random, ' ', 0x7F));
		once = own_text_clean_utf8(bytes, length);
		twice = own_text_clean_utf8(once, strlen(once));
		assert_true(g_utf8_validate(once, -1, NULL));
		assert_string_equal(once, twice);
		for (const char *at = once; *at != '\0'; at = g_utf8_next_char(at)) {
			gunichar character = g_utf8_get_char(at);

			assert_true(character == '\t' || character == '\n' ||
				    !g_unichar_iscntrl(character));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(languages),
		cmocka_unit_test(languages_of_labelled_sentences),
		cmocka_unit_test(what_asks),
		cmocka_unit_test(what_does_not_ask),
		cmocka_unit_test(requests_are_read_in_their_language),
		cmocka_unit_test(novelty_masks_figures),
		cmocka_unit_test(cleaning),
		cmocka_unit_test(cleaning_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
