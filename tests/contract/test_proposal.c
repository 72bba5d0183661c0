/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the sentences of a contract to a life whose notice clock can be read; what is not said
 * stays unknown. */
#include "contract/proposal.h"

#include <string.h>

#include "base/calendar.h"
#include "tests/contract/paragraphs.h"
#include "tests/harness.h"

static void expect_span(const struct contract_span *span, const char *expected)
{
	g_autofree char *text = contract_span_write(span);

	assert_string_equal(text != NULL ? text : "", expected);
}

static void test_a_whole_life(void **state)
{
	g_autoptr(GArray) all = paragraphs_of(
		"Le contrat prend effet le 1er février 2023 pour une durée initiale de "
		"trente-six (36) mois.\n"
		"Il est ensuite renouvelé par tacite reconduction par périodes de douze (12) "
		"mois, sauf dénonciation par lettre recommandée moyennant un préavis de trois "
		"(3) mois avant l'échéance.\n");
	g_autoptr(GPtrArray) terms = contract_terms(PARAGRAPHS(all), "fr");
	struct contract_proposal made;

	assert_true(contract_proposal_make(terms, &made));
	assert_int_equal(made.life.start, calendar_day_from_ymd(2023, 2, 1));
	expect_span(&made.life.duration, "36m");
	expect_span(&made.life.renewal_duration, "12m");
	expect_span(&made.life.notice, "3m");
	assert_int_equal(made.life.renewal, RENEWAL_TACIT);
	assert_int_equal(made.life.form, FORM_REGISTERED);
	assert_int_equal(made.life.anchor, ANCHOR_END);
	assert_non_null(strstr(made.clause, "préavis de trois (3) mois"));
	assert_int_equal(made.others, 0);
}

/* A second notice is not lost without a word. */
static void test_readings_that_were_passed_over(void **state)
{
	g_autoptr(GArray) all = paragraphs_of(
		"The agreement may be terminated at any time with six (6) months' written "
		"notice.\n"
		"It is renewed automatically for 12 months unless a party gives ninety (90) "
		"days' notice before the end of the term.\n");
	g_autoptr(GPtrArray) terms = contract_terms(PARAGRAPHS(all), "en");
	struct contract_proposal made;

	assert_true(contract_proposal_make(terms, &made));
	assert_true(made.others > 0);
	assert_int_equal(made.life.renewal, RENEWAL_TACIT);
	assert_int_equal(made.life.start, CONTRACT_NO_DAY);
	expect_span(&made.life.duration, "");
}

static void test_nothing_said(void **state)
{
	g_autoptr(GArray) all =
		paragraphs_of("The parties wish to work together in good faith.\n");
	g_autoptr(GPtrArray) terms = contract_terms(PARAGRAPHS(all), "en");
	struct contract_proposal made = {.others = 7};

	assert_false(contract_proposal_make(terms, &made));
	assert_int_equal(made.others, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_life),
		cmocka_unit_test(test_readings_that_were_passed_over),
		cmocka_unit_test(test_nothing_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
