/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Titles of meetings: committees, what only looks like one, marks of calendar programs. */
#include "text/committee.h"

#include "tests/harness.h"

struct title_case {
	const char *title;
	enum committee_kind kind;
};

static void check(const struct title_case *cases, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		enum committee_kind kind = committee_of_title(cases[i].title);

		if (kind != cases[i].kind)
			fail_msg("%s: %s", cases[i].title, committee_token(kind));
	}
}

static void committees(void **state)
{
	static const struct title_case cases[] = {
		{"Comité de pilotage Acme / Infonet", COMMITTEE_STEERING},
		{"COMITE DE PILOTAGE n°12", COMMITTEE_STEERING},
		{"[Acme] COPIL infogérance - 14/03/2024", COMMITTEE_STEERING},
		{"Annulé : Copil mensuel", COMMITTEE_STEERING},
		{"Steering committee: managed services", COMMITTEE_STEERING},
		{"IT SteerCo Q3", COMMITTEE_STEERING},
		{"COMOP Réseau", COMMITTEE_OPERATIONAL},
		{"Comité de suivi TMA", COMMITTEE_OPERATIONAL},
		{"Comité d’exploitation", COMMITTEE_OPERATIONAL},
		{"CoTech sécurité", COMMITTEE_OPERATIONAL},
		{"Operations review", COMMITTEE_OPERATIONAL},
		{"Comité stratégique 2025", COMMITTEE_STRATEGIC},
		{"COPIL stratégique", COMMITTEE_STRATEGIC},
		{"COSTRAT", COMMITTEE_STRATEGIC},
		{"Revue de service mensuelle", COMMITTEE_REVIEW},
		{"Acme <> Infonet QBR", COMMITTEE_REVIEW},
		{"Quarterly Business Review", COMMITTEE_REVIEW},
		{"Service review – March", COMMITTEE_REVIEW},
		{"Point mensuel infogérance", COMMITTEE_POINT},
		{"Point hebdo", COMMITTEE_POINT},
		{"Réunion de suivi", COMMITTEE_POINT},
		{"Weekly sync Acme/Infonet", COMMITTEE_POINT},
		{"Monthly meeting", COMMITTEE_POINT},
		{"Point d'avancement migration", COMMITTEE_POINT},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void look_alikes(void **state)
{
	static const struct title_case cases[] = {
		{NULL, COMMITTEE_NONE},
		{"", COMMITTEE_NONE},
		{"Comité d'entreprise", COMMITTEE_NONE},
		{"Comité des fêtes", COMMITTEE_NONE},
		{"CSE : comité social et économique", COMMITTEE_NONE},
		{"Comité de direction", COMMITTEE_NONE},
		{"Comité de rédaction", COMMITTEE_NONE},
		{"Revue de presse", COMMITTEE_NONE},
		{"Code review", COMMITTEE_NONE},
		{"Performance review of Paul", COMMITTEE_NONE},
		{"Copilote et GitHub Copilot : démo", COMMITTEE_NONE},
		{"Assemblée de copropriété", COMMITTEE_NONE},
		{"Coop Market", COMMITTEE_NONE},
		{"Point de vente Lyon", COMMITTEE_NONE},
		{"Mise au point imprimante", COMMITTEE_NONE},
		{"Point d'accès wifi étage 2", COMMITTEE_NONE},
		{"Weekly report due", COMMITTEE_NONE},
		{"Power steering repair", COMMITTEE_NONE},
		{"Déjeuner équipe", COMMITTEE_NONE},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void cancelled_titles(void **state)
{
	static const char *const cancelled[] = {
		"Annulé : COPIL",      "Annulé: COPIL",           "ANNULÉE : Réunion",
		"Canceled: Weekly",    "Cancelled event: Weekly", "[Annulé] COPIL",
		"(Cancelled) Meeting", "Annulation\u00a0: COPIL",
	};
	static const char *const held[] = {
		"COPIL",
		"Annulation des congés",
		"Cancelled orders review",
		"Canceled",
		"Point sur la commande annulée : suites",
		"",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cancelled); i++)
		if (!committee_title_cancelled(cancelled[i]))
			fail_msg("%s", cancelled[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(held); i++)
		if (committee_title_cancelled(held[i]))
			fail_msg("%s", held[i]);
	assert_false(committee_title_cancelled(NULL));
}

static void titles_of_one_series(void **state)
{
	static const char *const same[] = {
		"COPIL Acme - 14/03/2024",          "COPIL Acme - 18/04/2024",
		"Annulé : COPIL Acme - 16/05/2024", "FW: Canceled: COPIL Acme - 16/05/2024",
		"Copil  Acme - 16 avril 2024",
	};
	guint32 key = committee_title_key(same[0]);

	assert_true(key != 0);
	for (gsize i = 1; i < G_N_ELEMENTS(same); i++)
		if (committee_title_key(same[i]) != key)
			fail_msg("%s", same[i]);
	assert_true(committee_title_key("COPIL Autre - 14/03/2024") != key);
	assert_true(committee_title_key("COMOP Acme - 14/03/2024") != key);
	assert_int_equal(committee_title_key(NULL), 0);
}

static void tokens(void **state)
{
	assert_string_equal(committee_token(COMMITTEE_NONE), "none");
	assert_string_equal(committee_token(COMMITTEE_STEERING), "steering");
	assert_string_equal(committee_token(COMMITTEE_POINT), "point");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(committees),       cmocka_unit_test(look_alikes),
		cmocka_unit_test(cancelled_titles), cmocka_unit_test(titles_of_one_series),
		cmocka_unit_test(tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
