/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who must do what: subjects, agents, lists, negatives; what is no obligation. */
#include "contract/obligations.h"

#include <string.h>

#include "tests/contract/paragraphs.h"
#include "tests/harness.h"

static GPtrArray *obligations_of(const char *text, const char *language)
{
	g_autoptr(GArray) all = paragraphs_of(text);

	return contract_obligations(PARAGRAPHS(all), language);
}

static const struct contract_obligation *only(const GPtrArray *all, const char *text)
{
	if (all->len != 1)
		fail_msg("%s: %u obligations", text, all->len);
	return g_ptr_array_index(all, 0);
}

static void test_parties(void **state)
{
	static const struct {
		const char *text;
		enum contract_party party;
		bool negative;
	} cases[] = {
		{"Le Prestataire s'engage à sauvegarder les données.", PARTY_PROVIDER, false},
		{"Le Client doit régler les factures sous 30 jours.", PARTY_CLIENT, false},
		{"Le Fournisseur est tenu de remettre un rapport mensuel.", PARTY_PROVIDER,
		 false},
		{"Le Prestataire, en cas de panne, devra prévenir le Client.", PARTY_PROVIDER,
		 false},
		{"Le Prestataire ne saurait sous-traiter les Services.", PARTY_PROVIDER, true},
		{"Le Prestataire s'engage à ne pas divulguer les données.", PARTY_PROVIDER,
		 true},
		{"Le Client et le Prestataire s'engagent à coopérer.", PARTY_BOTH, false},
		{"Le Client dégage le Prestataire de tout recours et s'engage à payer.",
		 PARTY_CLIENT, false},
		{"Les Parties s'engagent à la confidentialité.", PARTY_BOTH, false},
		{"Les Informations doivent être protégées par le Prestataire.", PARTY_PROVIDER,
		 false},
		{"The Supplier shall provide the Services.", PARTY_PROVIDER, false},
		{"Customer will pay each invoice within thirty (30) days.", PARTY_CLIENT,
		 false},
		{"The Supplier shall not disclose any information.", PARTY_PROVIDER, true},
		{"Each party shall keep the terms secret.", PARTY_BOTH, false},
		{"If the Customer asks for it, the Supplier shall restore the data.",
		 PARTY_PROVIDER, false},
		{"Reports shall be delivered by the Supplier every month.", PARTY_PROVIDER,
		 false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) all = obligations_of(cases[i].text, "");
		const struct contract_obligation *one = only(all, cases[i].text);

		if (one->party != cases[i].party || one->negative != cases[i].negative)
			fail_msg("%s: %s%s", cases[i].text, one->negative ? "not " : "",
				 contract_party_token(one->party));
	}
}

static void test_none(void **state)
{
	static const char *const texts[] = {
		"Si le Prestataire doit intervenir, le prix change.",
		"If the Supplier must leave, the price changes.",
		"\"Service\" means what the Supplier shall deliver.",
		"This Agreement shall commence on the Effective Date.",
		"The Customer shall be entitled to a copy.",
		"The Supplier shall have the right to suspend.",
		"Le présent contrat décrit les services que le Prestataire doit fournir.",
		"# Définitions\nLe Prestataire s'engage à tout.",
		"WHEREAS the Supplier shall be an expert in hosting.",
		"Le Prestataire est une société de Lyon.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GPtrArray) all = obligations_of(texts[i], "");

		if (all->len != 0)
			fail_msg("%s", texts[i]);
	}
}

static void test_measures(void **state)
{
	g_autoptr(GPtrArray) all =
		obligations_of("Le Prestataire s'engage à rétablir le service dans un "
			       "délai de quatre (4) heures "
			       "ouvrées.\n"
			       "Le Prestataire remettra un rapport mensuel.\n"
			       "Disponibilité du serveur | 99,95 % | mensuelle\n"
			       "Une pénalité de 5 % est appliquée au Prestataire.\n",
			       "fr");
	const struct contract_obligation *one;

	assert_int_equal(all->len, 4);
	one = g_ptr_array_index(all, 0);
	assert_string_equal(one->measure, "resolution_time");
	assert_true(one->delay.given && one->delay.value == 4000);
	assert_int_equal(one->delay.unit, UNIT_BUSINESS_HOUR);
	one = g_ptr_array_index(all, 1);
	assert_string_equal(one->measure, "report");
	assert_int_equal(one->period.unit, UNIT_MONTH);
	one = g_ptr_array_index(all, 2);
	assert_int_equal(one->kind, OBLIGATION_LEVEL);
	assert_string_equal(one->measure, "availability");
	assert_int_equal(one->target.value, 99950);
	one = g_ptr_array_index(all, 3);
	assert_int_equal(one->kind, OBLIGATION_PENALTY);
	assert_int_equal(one->target.value, 5000);
}

static void test_lists(void **state)
{
	g_autoptr(GPtrArray) all = obligations_of("Le Prestataire s'engage à :\n"
						  "- sauvegarder les données ;\n"
						  "- superviser les serveurs.\n"
						  "Le contrat est régi par le droit français.\n"
						  "- une puce de personne\n",
						  "fr");

	assert_int_equal(all->len, 2);
	for (guint i = 0; i < 2; i++) {
		const struct contract_obligation *one = g_ptr_array_index(all, i);
		assert_int_equal(one->party, PARTY_PROVIDER);
		assert_int_equal(one->quote.paragraph, i + 2);
	}
}

static void test_given_names(void **state)
{
	g_autoptr(GPtrArray) all = obligations_of(
		"This Agreement is between Alpha Corp. (\"Alpha\") and Beta Ltd. (\"Beta\").\n"
		"Beta shall host and maintain the site.\n"
		"Alpha shall pay the fees.\n",
		"en");
	const struct contract_obligation *one;

	assert_int_equal(all->len, 2);
	one = g_ptr_array_index(all, 0);
	assert_string_equal(one->who, "Beta");
	assert_int_equal(one->party, PARTY_PROVIDER);
	one = g_ptr_array_index(all, 1);
	assert_string_equal(one->who, "Alpha");
	assert_int_equal(one->party, PARTY_CLIENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parties),     cmocka_unit_test(test_none),
		cmocka_unit_test(test_measures),    cmocka_unit_test(test_lists),
		cmocka_unit_test(test_given_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
