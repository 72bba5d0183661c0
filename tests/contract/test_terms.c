/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Terms in sentences written for the test, French and English, and the words that take them
 * away. */
#include "contract/terms.h"

#include <string.h>

#include "base/calendar.h"
#include "tests/contract/paragraphs.h"
#include "tests/harness.h"

/* The surest reading of a kind; NULL when there is none. Borrowed from `terms`. */
static const struct contract_term *first_of(const GPtrArray *terms, enum term_kind kind)
{
	for (guint i = 0; i < terms->len; i++) {
		const struct contract_term *one = g_ptr_array_index(terms, i);
		if (one->kind == kind)
			return one;
	}
	return NULL;
}

static guint count_of(const GPtrArray *terms, enum term_kind kind)
{
	guint count = 0;

	for (guint i = 0; i < terms->len; i++)
		count += ((const struct contract_term *)g_ptr_array_index(terms, i))->kind ==
			 kind;
	return count;
}

static void expect(const GPtrArray *terms, enum term_kind kind, enum term_value value,
		   gint64 thousandths, enum quantity_unit unit)
{
	const struct contract_term *term = first_of(terms, kind);

	if (term == NULL)
		fail_msg("no %s", term_kind_token(kind));
	assert_string_equal(term_value_token(term->value), term_value_token(value));
	assert_int_equal(term->measure.given, thousandths != 0);
	if (thousandths != 0) {
		assert_int_equal(term->measure.value, thousandths);
		assert_string_equal(quantity_unit_token(term->measure.unit),
				    quantity_unit_token(unit));
	}
}

static void test_french(void **state)
{
	g_autoptr(GArray) all = paragraphs_of(
		"# Contrat d'infogérance\n"
		"Le présent contrat est signé le 12 janvier 2023.\n"
		"# Article 5 - Durée\n"
		"Le contrat prend effet le 1er février 2023 pour une durée initiale de "
		"trente-six "
		"(36) mois.\n"
		"Il est ensuite renouvelé par tacite reconduction par périodes successives de "
		"douze "
		"(12) mois, sauf dénonciation par lettre recommandée avec accusé de réception "
		"moyennant un préavis de trois (3) mois avant l'échéance.\n"
		"# Article 9 - Responsabilité\n"
		"La responsabilité du Prestataire est limitée à 100 000 euros par an.\n"
		"# Article 10 - Prix\n"
		"Les prix sont révisés chaque année selon l'indice Syntec.\n"
		"# Article 11 - Pilotage\n"
		"Un comité de pilotage se réunit chaque trimestre.\n"
		"# Article 12 - Réversibilité\n"
		"Le Prestataire assure la réversibilité pendant trois mois.\n"
		"# Article 13 - Pénalités\n"
		"Une pénalité de 5 % de la redevance est due par heure de retard.\n");
	g_autoptr(GPtrArray) terms = contract_terms(PARAGRAPHS(all), "fr");

	assert_int_equal(first_of(terms, TERM_SIGNED)->measure.value,
			 calendar_day_from_ymd(2023, 1, 12));
	assert_int_equal(first_of(terms, TERM_START)->measure.value,
			 calendar_day_from_ymd(2023, 2, 1));
	expect(terms, TERM_DURATION, TERM_NONE, 36000, UNIT_MONTH);
	expect(terms, TERM_RENEWAL, TERM_TACIT, 0, UNIT_NONE);
	expect(terms, TERM_RENEWAL_DURATION, TERM_NONE, 12000, UNIT_MONTH);
	expect(terms, TERM_NOTICE, TERM_BEFORE_END, 3000, UNIT_MONTH);
	assert_int_equal(first_of(terms, TERM_NOTICE)->form, FORM_REGISTERED);
	assert_string_equal(first_of(terms, TERM_NOTICE)->quote.clause, "Article 5");
	assert_int_equal(first_of(terms, TERM_NOTICE)->quote.page, 2);
	assert_int_equal(first_of(terms, TERM_LIABILITY_CAP)->measure.value, 100000000);
	assert_non_null(first_of(terms, TERM_PRICE_REVISION));
	expect(terms, TERM_GOVERNANCE, TERM_NONE, 3000, UNIT_MONTH);
	expect(terms, TERM_REVERSIBILITY, TERM_NONE, 3000, UNIT_MONTH);
	assert_int_equal(first_of(terms, TERM_PENALTY)->measure.value, 5000);
}

static void test_english(void **state)
{
	g_autoptr(GArray) all = paragraphs_of(
		"MANAGED SERVICES AGREEMENT\n"
		"This Agreement is entered into as of the 3rd day of June, 2021.\n"
		"11. Term. The initial term of this Agreement shall be three (3) years "
		"commencing on "
		"July 1, 2021.\n"
		"Thereafter this Agreement shall automatically renew for successive one (1) "
		"year "
		"terms unless either party gives written notice of non-renewal at least ninety "
		"(90) "
		"days prior to the end of the then-current term.\n"
		"The Customer may terminate this Agreement at any time without cause upon "
		"sixty (60) "
		"days' prior written notice.\n");
	g_autoptr(GPtrArray) terms = contract_terms(PARAGRAPHS(all), "en");

	expect(terms, TERM_DURATION, TERM_NONE, 3000, UNIT_YEAR);
	expect(terms, TERM_RENEWAL, TERM_TACIT, 0, UNIT_NONE);
	expect(terms, TERM_RENEWAL_DURATION, TERM_NONE, 1000, UNIT_YEAR);
	/* Both readings are kept. */
	assert_int_equal(count_of(terms, TERM_NOTICE), 2);
	expect(terms, TERM_NOTICE, TERM_BEFORE_END, 90000, UNIT_DAY);
	assert_int_equal(first_of(terms, TERM_NOTICE)->form, FORM_WRITTEN);
}

static void test_kinds_of_renewal(void **state)
{
	static const struct {
		const char *text;
		enum term_value value; /* TERM_NONE: no term */
	} cases[] = {
		{"Le contrat est conclu pour un an, sans tacite reconduction.", TERM_NEVER},
		{"Toute tacite reconduction du contrat est exclue.", TERM_NEVER},
		{"This Agreement is non-renewable.", TERM_NEVER},
		{"Le contrat est renouvelable par reconduction expresse.", TERM_EXPRESS},
		{"Le contrat peut être reconduit par accord écrit des parties.", TERM_EXPRESS},
		{"The Customer may extend the term of this Agreement for one year.",
		 TERM_EXPRESS},
		{"This Agreement shall continue on a year to year basis.", TERM_TACIT},
		{"Le contrat se renouvelle tacitement.", TERM_TACIT},
		{"The insurance policy renews automatically each year.", TERM_NONE},
		{"The domain name registration is automatically renewed.", TERM_NONE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) all = paragraphs_of(cases[i].text);
		g_autoptr(GPtrArray) terms = contract_terms(PARAGRAPHS(all), "");
		const struct contract_term *term = first_of(terms, TERM_RENEWAL);
		enum term_value value = term ? term->value : TERM_NONE;

		if (value != cases[i].value)
			fail_msg("%s: %s", cases[i].text, term_value_token(value));
	}
}

/* Durations that are not the contract's. */
static void test_other_durations(void **state)
{
	static const char *const texts[] = {
		"The obligations of confidentiality survive for five (5) years.",
		"Each party may terminate if a breach is not cured within thirty (30) days.",
		"Les données sont conservées pendant une durée de dix ans.",
		"Invoices are payable within thirty (30) days.",
		"The insurance shall be maintained for at least four years.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GArray) all = paragraphs_of(texts[i]);
		g_autoptr(GPtrArray) terms = contract_terms(PARAGRAPHS(all), "");

		if (first_of(terms, TERM_DURATION) || first_of(terms, TERM_NOTICE))
			fail_msg("%s", texts[i]);
	}
}

static void test_bounds(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GArray) all = NULL;
	g_autoptr(GPtrArray) terms = NULL;

	for (guint i = 1; i < 60; i++)
		g_string_append_printf(text,
				       "Le contrat est conclu pour une durée de %u mois.\n", i);
	all = paragraphs_of(text->str);
	terms = contract_terms(PARAGRAPHS(all), "fr");
	assert_int_equal(count_of(terms, TERM_DURATION), TERMS_A_KIND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_french),           cmocka_unit_test(test_english),
		cmocka_unit_test(test_kinds_of_renewal), cmocka_unit_test(test_other_durations),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
