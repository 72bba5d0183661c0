/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signatures and footers: cut at the tail, never in the middle of what somebody says. */
#include "own_text_check.h"

#define CARD "Jean Dupont\nResponsable informatique\nTél. : 01 23 45 67 89\njean@acme.fr\n"

static void signatures_behind_formulas_go(void **state)
{
	static const char *const formulas[] = {
		"Cordialement,",
		"Bien cordialement",
		"Cordialement.",
		"Bien à vous,",
		"Cdlt",
		"Sincères salutations",
		"CORDIALEMENT",
		"Best regards,",
		"Kind regards",
		"Regards,",
		"Sincerely,",
		"Yours sincerely,",
		"Thanks,",
		"Thank you,",
		"Many thanks,",
		"Merci,",
		"Merci d'avance,",
		"Mit freundlichen Grüßen",
		"Met vriendelijke groet,",
		("Je vous prie d'agréer, Madame, Monsieur,\n"
		 "l'expression de mes salutations distinguées."),
		"Veuillez agréer, Monsieur, mes salutations les meilleures.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(formulas); i++) {
		g_autofree char *mail = g_strdup_printf(
			"Le serveur est reparti à 9 heures.\n\n%s\n\n" CARD, formulas[i]);

		check_mail(mail, "Le serveur est reparti à 9 heures.");
	}
}

static void delimited_signatures_go(void **state)
{
	static const struct mail_case cases[] = {
		{"Done.\n-- \nrick\n", "Done."},
		{"Done.\n--\nrick\nCEO, Acme\n", "Done."},
		{"Fait.\n\n—\nJean Dupont\n", "Fait."},
		{"Fait.\n\n_______________\nJean Dupont\n01 23 45 67 89\n", "Fait."},
		{"Fait.\n\n-- \nJean\n\nLe 3 mars 2025 à 10:02, A <a@b.fr> a écrit :\n> mots\n",
		 "Fait."},
		{"Fait.\n\n***\n~~~~\n", "Fait."},
	};

	CHECK_MAILS(cases);
}

static void sign_offs_of_telephones_go(void **state)
{
	static const char *const sign_offs[] = {
		"Envoyé de mon iPhone",
		"Envoyé depuis mon mobile Orange",
		"Envoyé à partir de Outlook pour Android",
		"Obtenez Outlook pour iOS",
		"Sent from my iPhone",
		"Sent from my phone, please excuse typos.",
		"Sent from Mail for Windows 10",
		"Get Outlook for iOS<https://aka.ms/o0ukef>",
		"Von meinem iPhone gesendet",
		"Enviado desde mi iPhone",
		"Verzonden vanaf mijn iPad",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(sign_offs); i++) {
		g_autofree char *mail =
			g_strdup_printf("Je rappelle demain.\n\n%s\n", sign_offs[i]);

		check_mail(mail, "Je rappelle demain.");
	}
}

static void visiting_cards_without_formula_go(void **state)
{
	check_mail("Nous passons mardi.\n\nJean Dupont\njean@acme.fr\n01 23 45 67 "
		   "89\nwww.acme.fr\n",
		   "Nous passons mardi.");
}

/* A formula in the middle, a rule between paragraphs, a request that begins with thanks. */
static void own_words_are_never_cut(void **state)
{
	static const char *const own[] = {
		"Merci,\nmais le serveur ne répond toujours pas depuis ce matin et personne ne "
		"nous rappelle.",
		"Cordialement invité ce matin, je ne pourrai pas venir.",
		"Merci d'effectuer ces changements\n\nDans l'attente de votre retour",
		"Regards to the payment system are needed.\nWe should wait.",
		"As regards the timeline, we should be done by Friday.",
		"Sincèrement je ne comprends pas.",
		"Veuillez recevoir le certificat de cession de mon véhicule.",
		"Points clés\n----\n\n1. Le débit est revenu à la normale depuis "
		"lundi.\n\n----\n\n"
		"Les traits ci-dessus sont une mise en forme, pas une signature.",
		"Sent from my desk, this is much easier to write than on a phone.",
		"The notification was sent from my iPhone app to all users.",
		"Voici les adresses :\n\nhttps://a.example\nhttps://b.example",
		"Please ring 01 23 45 67 89 or write to it@acme.fr",
		"Thanks!",
		"Merci beaucoup",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
		check_mail(own[i], own[i]);
}

static void a_postscript_keeps_all_before_it(void **state)
{
	static const char mail[] =
		"C'est fait.\n\nCordialement,\nJean\n\nPS : il reste à changer "
		"le mot de passe du pare-feu avant vendredi.";

	check_mail(mail, mail);
}

static void thanks_that_are_all_the_mail_stay(void **state)
{
	check_mail("Merci !\n\nJean\n", "Merci !");
}

static void footers_go(void **state)
{
	static const char *const footers[] = {
		"Ce message et ses pièces jointes peuvent contenir des informations\n"
		"confidentielles. Si vous l'avez reçu par erreur, détruisez-le.",
		"This email and any attachments are confidential and intended solely for\n"
		"the use of the individual to whom they are addressed.",
		"The information contained in this e-mail is privileged.\n\nSecond paragraph.",
		"CONFIDENTIALITY NOTICE: do not read.",
		"Pensez à l'environnement avant d'imprimer ce message.",
		"Please consider the environment before printing this email.",
		"Garanti sans virus. www.avast.com",
		"Cet e-mail a été vérifié par le logiciel antivirus d'Avast.",
		"________________\nUsers mailing list\nUsers@lists.example.org\n"
		"http://lists.example.org/mailman/listinfo/users",
		"__\nriak-users mailing list\nriak@lists.example.org",
		"Pour vous désabonner, cliquez ici.",
		"To unsubscribe from this group, send an email.",
		"-------------- next part --------------\nA non-text attachment was "
		"scrubbed...",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(footers); i++) {
		g_autofree char *mail =
			g_strdup_printf("La panne est levée.\n\n%s\n", footers[i]);

		check_mail(mail, "La panne est levée.");
	}
}

static void words_that_resemble_footers_stay(void **state)
{
	static const char *const own[] = {
		"Les informations contenues dans ce rapport sont fausses.",
		"This message is about the printer.",
		"Attention à la mise à jour de mardi.",
		"Important : la réunion est déplacée.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
		check_mail(own[i], own[i]);
}

static void a_banner_above_goes_alone(void **state)
{
	check_mail("CAUTION: This email originated from outside of the organization.\n"
		   "Do not click links.\n\nThe backup failed again.\n",
		   "The backup failed again.");
}

/* A name of two words and more goes with the sign-off below it; words do not. */
static void a_name_goes_with_its_sign_off(void **state)
{
	static const struct mail_case cases[] = {
		{"Je regarde.\n\nJean Dupont\nvia mobile", "Je regarde."},
		{"Je regarde.\n\nÉlodie De-La Tour\nEnvoyé de mon iPhone", "Je regarde."},
		{"Je regarde.\n\nDemain matin\nEnvoyé de mon iPhone",
		 "Je regarde.\n\nDemain matin"},
		{"Je regarde.\n\nOui.\nEnvoyé de mon iPhone", "Je regarde.\n\nOui."},
		{"Jean Dupont\nEnvoyé de mon iPhone", "Jean Dupont"},
	};

	CHECK_MAILS(cases);
}

/* A last paragraph of names, with what people do; not what was announced, nor other words. */
static void names_at_the_end_go(void **state)
{
	static const struct mail_case cases[] = {
		{"Je transmets.\n\nKim Smith\nConseillère clientèle", "Je transmets."},
		{"I forward it.\n\nKim Smith\nAcme Sales Representative\nkim@acme.fr",
		 "I forward it."},
		{"Je transmets.\n\xc2\xa0\nMadame Dupont", "Je transmets."},
		{"Le contact est :\n\nJean Martin", "Le contact est :\n\nJean Martin"},
		{"Qui ?\n\nJean Martin", "Qui ?\n\nJean Martin"},
		{"Jean Martin", "Jean Martin"},
		{"Je transmets.\n\nJean Martin rappelle",
		 "Je transmets.\n\nJean Martin rappelle"},
		{"Fait.\n\nKim Smith\nà relancer demain",
		 "Fait.\n\nKim Smith\nà relancer demain"},
	};

	CHECK_MAILS(cases);
}

static void what_pgp_adds_goes(void **state)
{
	check_mail("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nOui.\n"
		   "-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG\n\niD8DBQFA\n=x1\n"
		   "-----END PGP SIGNATURE-----\n",
		   "Oui.");
}

static void rules_within_code_stay(void **state)
{
	static const char code[] = "Voici :\n```\n# a\n####\nb c\n```\n\nVoilà.";
	g_autofree char *signed_code = g_strconcat(code, "\n-- \nJean", NULL);

	check_mail(code, code);
	check_mail(signed_code, code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_behind_formulas_go),
		cmocka_unit_test(delimited_signatures_go),
		cmocka_unit_test(sign_offs_of_telephones_go),
		cmocka_unit_test(visiting_cards_without_formula_go),
		cmocka_unit_test(own_words_are_never_cut),
		cmocka_unit_test(a_postscript_keeps_all_before_it),
		cmocka_unit_test(thanks_that_are_all_the_mail_stay),
		cmocka_unit_test(footers_go),
		cmocka_unit_test(words_that_resemble_footers_stay),
		cmocka_unit_test(a_banner_above_goes_alone),
		cmocka_unit_test(a_name_goes_with_its_sign_off),
		cmocka_unit_test(names_at_the_end_go),
		cmocka_unit_test(what_pgp_adds_goes),
		cmocka_unit_test(rules_within_code_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
