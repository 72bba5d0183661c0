/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Quotation: what the other wrote goes, answers between quoted lines stay. */
#include "own_text_check.h"

static void quoted_lines_go(void **state)
{
	static const struct mail_case cases[] = {
		{"Oui.\n> Est-ce bon ?\n", "Oui."},
		{"Oui.\r\n> Est-ce bon ?\r\n", "Oui."},
		{"> > deux\n > un\nNon.\n", "Non."},
		{"Fine.\n| the old words\n| and more\n", "Fine."},
		{"JD> What now?\nNothing.\n", "Nothing."},
		{"> seul", NULL},
		{"", NULL},
		{"\n \n\t\n", NULL},
	};

	CHECK_MAILS(cases);
}

static void answers_between_quotations_stay(void **state)
{
	check_mail("Bonjour,\n\nLe 3 mars 2025 à 10:02, Ana <a@b.fr> a écrit :\n"
		   "> Le serveur est-il prêt ?\n\nOui, depuis hier.\n\n"
		   "> Et la sauvegarde ?\nPas encore.\n\nJean\n",
		   "Bonjour,\n\nOui, depuis hier.\n\nPas encore.\n\nJean");
}

static void signs_of_quotation_in_own_words_stay(void **state)
{
	static const struct mail_case cases[] = {
		{"If x > 3 then stop.", "If x > 3 then stop."},
		{"| name | size |\n| disk | 40 |", "| name | size |\n| disk | 40 |"},
		{"Schema: a->b\nb->c", "Schema: a->b\nb->c"},
	};

	CHECK_MAILS(cases);
}

/* A quoted line that was wrapped by the sender's program leaves its end without a mark. */
static void broken_off_ends_go(void **state)
{
	check_mail("Yes.\n"
		   "> a long quoted line that a mail program broke just before its very last\n"
		   "words\n"
		   "> and the next quoted line\n",
		   "Yes.");
}

static void attributions_go(void **state)
{
	static const char *const attributions[] = {
		"Le lun. 3 févr. 2025 à 14:02, Ana Roy <ana@acme.fr> a écrit :",
		"Le lun. 3 févr. 2025 à 14:02, Ana Roy\n<ana@acme.fr> a écrit\u00a0:",
		"Le lun. 3 févr. 2025 à 14:02,\nAna Roy <ana@acme.fr>\na écrit :",
		"On Mon, Feb 3, 2025 at 2:02 PM Ana Roy <ana@acme.fr> wrote:",
		"On Mon, Feb 3, 2025 at 2:02 PM Ana Roy <\nana@acme.fr> wrote:",
		"On Mon, 3 Feb 2025 14:02:11 +0100\nAna Roy <ana@acme.fr> wrote:",
		"On Feb 3, 2025, Ana wrote:",
		"Ana Roy <ana@acme.fr> wrote:",
		"Ana Roy wrote:",
		"Ana Roy a écrit :",
		"Am 03.02.2025 um 14:02 schrieb Ana Roy:",
		"Am 03.02.2025 um 14:02 schrieb Ana Roy <ana@acme.fr\n>:",
		"El 3 feb 2025, a las 14:02, Ana Roy <ana@acme.es> escribió:",
		"Il giorno 3 feb 2025, alle ore 14:02, Ana Roy <ana@acme.it> ha scritto:",
		"Op 3 feb. 2025 om 14:02 schreef Ana Roy <ana@acme.nl>:",
		"Em 3 de fev. de 2025 14:02, Ana Roy <ana@acme.pt> escreveu:",
		"2025-02-03 14:02 GMT+01:00 Ana Roy <ana@acme.fr>:",
		"03.02.2025, 14:02, \"Ana Roy\" <ana@acme.fr>:",
		"Quoting Ana Roy <ana@acme.fr>:",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(attributions); i++) {
		g_autofree char *below =
			g_strdup_printf("D'accord.\n\n%s\n\n> Ses mots.\n", attributions[i]);
		g_autofree char *tight =
			g_strdup_printf("D'accord.\n%s\n> Ses mots.\n", attributions[i]);

		check_mail(below, "D'accord.");
		check_mail(tight, "D'accord.");
	}
}

/* Without '>' all that stands below an attribution is the former mail. */
static void unquoted_former_mail_goes(void **state)
{
	static const struct mail_case cases[] = {
		{"Merci, reçu.\n\nLe 3 mars 2025 à 10:02, Ana <a@b.fr> a écrit :\n\n"
		 "Voici le rapport.\nBonne lecture.\n",
		 "Merci, reçu."},
		{"See above.\n\nOn Mon, 3 Feb 2025 at 14:02, Ana <a@b.fr> wrote:\n\nHello.\n",
		 "See above."},
		{"On Mon, 3 Feb 2025 at 14:02, Ana <a@b.fr> wrote:\n\nMy own words.\n",
		 "My own words."},
	};

	CHECK_MAILS(cases);
}

static void words_that_resemble_attributions_stay(void **state)
{
	static const char *const own[] = {
		"On the other hand, we should wait.\nOn Thursday we decide.",
		"Le lundi nous verrons cela.\nVoici ce que Paul a écrit :\n\nRien de neuf.",
		"Rendez-vous le 3 mars 2025 à 14:02 :\n\n- budget\n- contrat",
		"Three things I wrote:\n\n- one\n- two",
		"Times seen in the log:\n\n2025-02-03 14:02:11 start\n2025-02-03 14:03:00 stop",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
		check_mail(own[i], own[i]);
}

static void header_blocks_cut_all_behind(void **state)
{
	static const char *const blocks[] = {
		"De : Ana Roy\nEnvoyé : lundi 3 février 2025 14:02\nÀ : Jean\nObjet : Panne",
		"De\u00a0: Ana Roy <a@b.fr>\nEnvoyé le\u00a0: lundi 3 février 2025\n"
		"À\u00a0: Jean\nCc\u00a0: Luc\nObjet\u00a0: Panne",
		"From: Ana Roy\nSent: Monday, February 3, 2025 2:02 PM\nTo: Jean\nSubject: "
		"Down",
		"*From:* Ana Roy [mailto:a@b.fr]\n*Sent:* Monday\n*To:* Jean\n*Subject:* Down",
		"From: Ana Roy\n\nSent: Monday\n\nTo: Jean\n\nSubject: Down",
		"________________________________\nDe : Ana Roy <a@b.fr>\nEnvoyé : lundi\n"
		"À : Jean <j@b.fr>; Luc <l@b.fr>;\n  Eve <e@b.fr>\nObjet : Panne",
		"Von: Ana Roy\nGesendet: Montag, 3. Februar 2025\nAn: Jean\nBetreff: Ausfall",
		"Da: Ana Roy\nInviato: lunedì 3 febbraio 2025\nA: Jean\nOggetto: Guasto",
		"Van: Ana Roy\nVerzonden: maandag 3 februari 2025\nAan: Jean\nOnderwerp: "
		"Storing",
		"De: Ana Roy\nEnviado el: lunes 3 de febrero\nPara: Jean\nAsunto: Fallo",
		"-----Message d'origine-----\nDe : Ana Roy\nObjet : Panne",
		"-----Original Message-----",
		"-------- Message transféré --------",
		"---------- Forwarded message ---------\nFrom: Ana Roy <a@b.fr>",
		"Début du message transféré :\n\nDe: Ana Roy <a@b.fr>",
		"Begin forwarded message:\n\nFrom: Ana Roy <a@b.fr>",
		"----- Transféré par Jean le 24/05/2018 11:49 -----",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
		g_autofree char *mail = g_strdup_printf(
			"Je regarde.\n\n%s\n\nLe serveur ne répond plus.\nAna\n", blocks[i]);

		check_mail(mail, "Je regarde.");
	}
}

static void lists_that_resemble_headers_stay(void **state)
{
	static const char *const own[] = {
		"De : Paris\nÀ : Lyon\nDate : 12 mars",
		"Objet : migration\nDate : lundi",
		"The data comes From: our database, not From: others.",
		"Note: to be done\nTo: check",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
		check_mail(own[i], own[i]);
}

/* Some people put an Outlook header above text they quote line by line, and answer below. */
static void answer_below_a_quoted_header_block_stays(void **state)
{
	check_mail("-----Original Message-----\nFrom: Ana <a@b.fr>\nSent: Monday\n"
		   "Subject: Down\n\n> It is down.\n\nI see it too.\n",
		   "I see it too.");
}

/* The line of a helpdesk: what is below is answered, unless nothing stands above. */
static void the_line_of_a_helpdesk_cuts(void **state)
{
	static const struct mail_case cases[] = {
		{"Oui.\n\n##- Please type your reply above this line -##\nYour request",
		 "Oui."},
		{"Oui.\n--- Répondre au-dessus de cette ligne ---\n\nVotre demande 12", "Oui."},
		{"-- reply above this line --\n\nBonjour, c'est fait.", "Bonjour, c'est fait."},
		{"Please sign above this line.\nThen send.",
		 "Please sign above this line.\nThen send."},
	};

	CHECK_MAILS(cases);
}

static void header_blocks_of_other_scripts_cut(void **state)
{
	static const struct mail_case cases[] = {
		{"Oui.\n\n发件人：王 <a@b.cn>\n发送时间：2017年8月2日\n收件人：X\n主题：Y\n\nz",
		 "Oui."},
		{"Oui.\n\nОт: Иван\nОтправлено: вторник\nКому: X\nТема: Y\n\nz", "Oui."},
	};

	CHECK_MAILS(cases);
}

static void a_pure_forward_has_no_own_text(void **state)
{
	check_mail("---------- Forwarded message ---------\nFrom: A <a@b.fr>\nDate: Mon\n"
		   "Subject: X\nTo: <c@d.fr>\n\nNot mine.\n",
		   NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quoted_lines_go),
		cmocka_unit_test(answers_between_quotations_stay),
		cmocka_unit_test(signs_of_quotation_in_own_words_stay),
		cmocka_unit_test(broken_off_ends_go),
		cmocka_unit_test(attributions_go),
		cmocka_unit_test(unquoted_former_mail_goes),
		cmocka_unit_test(words_that_resemble_attributions_stay),
		cmocka_unit_test(header_blocks_cut_all_behind),
		cmocka_unit_test(lists_that_resemble_headers_stay),
		cmocka_unit_test(answer_below_a_quoted_header_block_stays),
		cmocka_unit_test(the_line_of_a_helpdesk_cuts),
		cmocka_unit_test(header_blocks_of_other_scripts_cut),
		cmocka_unit_test(a_pure_forward_has_no_own_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
