/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Subjects: base of a thread, ticket named, mark of personal mail. */
#include "own_text_check.h"

struct subject_case {
	const char *subject, *expected;
};

static void base_subjects(void **state)
{
	static const struct subject_case cases[] = {
		{"Panne serveur", "Panne serveur"},
		{"Re: Panne serveur", "Panne serveur"},
		{"RE : Panne serveur", "Panne serveur"},
		{"RE\u00a0: TR: Re[2]: Fwd: Panne", "Panne"},
		{"Réf: Panne", "Panne"},
		{"Rép : Panne", "Panne"},
		{"AW: WG: Ausfall", "Ausfall"},
		{"SV: VS: Re: x", "x"},
		{"[Twisted-Python] Re: [Twisted-Python] Question", "Question"},
		{"[EXTERNAL] RE: [INC0012345] Panne", "[INC0012345] Panne"},
		{"  deux   espaces\tet  tab ", "deux espaces et tab"},
		{"Panne (fwd)", "Panne"},
		{"Re:", ""},
		{"", ""},
		{"Restart: done", "Restart: done"},
		{"Retour : matériel", "Retour : matériel"},
		{"[seul]", "[seul]"},
		{"Re\xef\xbc\x9a Panne", "Panne"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *base = own_text_base_subject(cases[i].subject);

		assert_string_equal(base, cases[i].expected);
	}
}

/* Taking a base again changes nothing. */
static void base_is_idempotent(void **state)
{
	static const char *const subjects[] = {"Re: Fwd: [a] [b] Re: x (fwd)",
					       "[a]",
					       "Re: [1]",
					       "Re: re",
					       "[x] Re:",
					       "R: I: y"};

	for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *once = own_text_base_subject(subjects[i]);
		g_autofree char *twice = own_text_base_subject(once);

		assert_string_equal(once, twice);
	}
}

static void ticket_keys(void **state)
{
	static const struct subject_case cases[] = {
		{"Re: [INC0012345] Panne", "INC0012345"},
		{"inc0012345 panne", "INC0012345"},
		{"RITM0010203: new laptop", "RITM0010203"},
		{"[GLPI #0012345] Nouveau suivi", "12345"},
		{"Panne #12345", "12345"},
		{"Ticket n° 4512 : suite", "4512"},
		{"ticket n°4512", "4512"},
		{"Votre demande numéro 88123", "88123"},
		{"Incident : 99812", "99812"},
		{"case 123456 closed", "123456"},
		{"PROJ-123 build broken", "PROJ-123"},
		{"Re: [ABC2-7] suite", "ABC2-7"},
		{"Norme ISO-27001", NULL},
		{"CVE-2024-1234 à corriger", NULL},
		{"UTF-8 cassé", NULL},
		{"Réunion du 12/03/2025", NULL},
		{"Facture 123456", NULL},
		{"#1 priorité", NULL},
		{"Ticket restaurant", NULL},
		{"proj-123", NULL},
		{"", NULL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *key = own_text_ticket_key(cases[i].subject);

		if (g_strcmp0(key, cases[i].expected) != 0)
			print_error("%s: %s\n", cases[i].subject, key);
		assert_true(g_strcmp0(key, cases[i].expected) == 0);
	}
}

static void personal_marks(void **state)
{
	static const char *const subjects[] = {
		"[Personnel] Vacances",
		"[PERSO] dîner",
		"PERSO : dîner",
		"Perso: dîner",
		"Privé - dîner",
		"Re: Privé - dîner",
		"TR: [perso] photos",
		"Personnel",
		"personal",
		"(perso) photos",
		"Photos (personnel)",
		"Private: dinner",
		"Personnel et confidentiel",
		"PERSONNEL ET CONFIDENTIEL : entretien",
		"Confidentiel personnel",
		"*Perso*",
		"Private and confidential",
	};
	static const char *const folders[] = {
		"Personnel", "Perso/Vacances",   "INBOX.Perso",        "INBOX/Privé",
		"Private",   "Boîte/PERSO/2024", "Archives\\Personal",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
		if (!own_text_marked_personal(subjects[i], NULL))
			print_error("not seen: %s\n", subjects[i]);
		assert_true(own_text_marked_personal(subjects[i], "INBOX"));
	}
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++)
		assert_true(own_text_marked_personal("Bonjour", folders[i]));
}

static void marks_that_are_none(void **state)
{
	static const char *const subjects[] = {
		"Dossier du personnel",
		"Réunion du personnel",
		"Private Cloud",
		"Private-cloud offer",
		"Confidentiel",
		"[Confidentiel] offre",
		"Confidentiel : offre",
		"Personnel absent lundi",
		"Données personnelles",
		"Personal computer",
		"Cloud privé",
		"Le personnel est informé",
		"Personne",
		"Persona grata",
		"Offre (cloud privé)",
		"Hosting (private) offer",
		"",
	};
	static const char *const folders[] = {
		"INBOX",
		"Dossiers personnels",
		"Personal Folders",
		"RH/Personnel",
		"Direction du personnel",
		"Private Cloud",
		"Confidentiel",
		"",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
		if (own_text_marked_personal(subjects[i], NULL))
			print_error("seen: %s\n", subjects[i]);
		assert_false(own_text_marked_personal(subjects[i], NULL));
	}
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++)
		assert_false(own_text_marked_personal(NULL, folders[i]));
	assert_false(own_text_marked_personal(NULL, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base_subjects),       cmocka_unit_test(base_is_idempotent),
		cmocka_unit_test(ticket_keys),         cmocka_unit_test(personal_marks),
		cmocka_unit_test(marks_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
