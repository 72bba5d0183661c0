/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Expectations and the commitments that answer to them, labelled by hand: each row is a pair,
 * every other combination of rows is none. How many of the pairs reach the likeness from which
 * they are proposed, and how many of those proposed are pairs. */
#include "harness.h"

#include <stdio.h>

#include "language/likeness.h"

/* LEDGER_MATCH_LEAST of the command line: chosen on the rows of even number, judged on the
 * others. */
#define LEAST 0.18
#define MOST  3 /* proposed an expectation */

static const char *const rows[][2] = {
	{"Nous comptons sur un test de restauration chaque trimestre",
	 "The provider restores a backup as a test once a year"},
	{"We expect somebody to answer within the hour when production is down",
	 "Délai d'intervention de quatre heures ouvrées en cas de panne bloquante"},
	{"Un interlocuteur unique qui connaît notre parc",
	 "A named account manager is dedicated to the customer"},
	{"Être prévenus avant toute coupure planifiée",
	 "Le prestataire informe le client des interruptions programmées cinq jours avant"},
	{"Des conseils sur la cybersécurité sans avoir à les demander",
	 "The provider makes security recommendations twice a year"},
	{"A report every month that we can read",
	 "Rapport d'activité mensuel remis avant le 10"},
	{"Que les comptes des sortants soient fermés le jour du départ",
	 "Suppression des comptes utilisateurs des collaborateurs partis sous 24 h"},
	{"Les factures doivent être détaillées par site", "Invoices are itemised by site"},
	{"We thought laptops were replaced when they are five years old",
	 "Renouvellement des ordinateurs portables tous les cinq ans"},
	{"Une documentation à jour de notre réseau",
	 "The provider keeps the network diagram and the inventory up to date"},
	{"Un comité de pilotage tous les trois mois", "Steering committee held every quarter"},
	{"The antivirus should be on every workstation",
	 "Déploiement de l'EDR sur l'ensemble des postes de travail"},
	{"Les correctifs de sécurité des serveurs passés sous huit jours",
	 "Critical server patches are applied within fifteen days"},
	{"Être dépannés le samedi", "Astreinte du lundi au samedi de 8 h à 20 h"},
	{"Que nos données nous soient rendues en fin de contrat",
	 "Reversibility: customer data is returned at the end of the contract"},
	{"Our telephone line should never be down more than half a day",
	 "Rétablissement de la téléphonie sous quatre heures"},
	{"Nos nouveaux arrivants ont leur poste prêt le premier jour",
	 "Workstations of joiners are prepared two days ahead"},
	{"Une formation annuelle des équipes à l'hameçonnage",
	 "Awareness training against phishing once a year"},
	{"Le wifi de l'entrepôt doit tenir", "Disponibilité du réseau sans fil de 99 %"},
	{"Someone comes on site every week", "Passage sur site hebdomadaire d'un technicien"},
	{"Les licences inutiles sont signalées",
	 "Unused licences are reported every half-year"},
	{"Supervision des sauvegardes chaque matin", "Backup jobs are monitored daily"},
	{"A plan for when the server room burns",
	 "Plan de reprise d'activité testé une fois par an"},
	{"Que les boîtes aux lettres partagées soient gérées sans supplément",
	 "Shared mailboxes are managed within the fixed price"},
	{"Un devis avant tout travail hors forfait",
	 "Out-of-scope work requires a signed quote"},
	{"Imprimantes remises en marche dans la journée",
	 "Printer repair by the next business day"},
};

static guint better_than(const double *scores, guint n, guint at)
{
	guint better = 0;

	for (guint i = 0; i < n; i++)
		better += scores[i] > scores[at];
	return better;
}

/* How many expectations of every other row, from `half` on, have their commitment proposed. */
static guint count(const struct likeness *likeness, guint half, guint *proposed)
{
	guint n = G_N_ELEMENTS(rows), found = 0;

	*proposed = 0;
	for (guint i = half; i < n; i += 2) {
		double scores[G_N_ELEMENTS(rows)];
		for (guint k = 0; k < n; k++)
			scores[k] = likeness_of(likeness, 2 * i, 2 * k + 1, NULL);
		for (guint k = 0; k < n; k++) {
			bool asked = scores[k] >= LEAST && better_than(scores, n, k) < MOST;
			*proposed += asked;
			found += asked && k == i;
		}
	}
	return found;
}

static void test_labelled_pairs(void **state)
{
	struct likeness *likeness = likeness_new();

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		likeness_add(likeness, rows[i][0]);
		likeness_add(likeness, rows[i][1]);
	}
	for (guint half = 0; half < 2; half++) {
		guint proposed, found = count(likeness, half, &proposed);
		print_message("# rows %u, %u...: %u of 13 found, %u proposed\n", half, half + 2,
			      found, proposed);
		assert_in_range(found, 9, 13);
		assert_in_range(proposed, found, 2 * found);
	}
	likeness_free(likeness);
}

static void test_one_concept(void **state)
{
	struct likeness *likeness = likeness_new();
	guint french = likeness_add(likeness, "Sauvegardes quotidiennes");
	guint english = likeness_add(likeness, "The daily backup");
	guint other = likeness_add(likeness, "Une imprimante");
	guint nothing = likeness_add(likeness, " ... ");
	g_autoptr(GString) why = g_string_new(NULL);

	assert_true(likeness_of(likeness, french, english, why) > 0.3);
	assert_string_equal(why->str, "sauvegardes = backup");
	assert_float_equal(likeness_of(likeness, french, other, NULL), 0, 0);
	assert_float_equal(likeness_of(likeness, french, nothing, NULL), 0, 0);
	assert_float_equal(likeness_of(likeness, french, french, NULL), 1, 1e-12);
	likeness_free(likeness);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labelled_pairs),
		cmocka_unit_test(test_one_concept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
