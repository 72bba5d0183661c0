/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Periodic reports by their title, their periods and their series. */
#include "contract/report_kind.h"

#include "base/calendar.h"
#include "tests/harness.h"

static void test_periods(void **state)
{
	static const struct {
		const char *title, *every, *from, *to, *series;
	} cases[] = {
		{"Rapport mensuel de service - mars 2024", "month", "2024-03-01", "2024-03-31",
		 "rapport mensuel de service"},
		{"Rapport d'activité Décembre 2023", "month", "2023-12-01", "2023-12-31",
		 "rapport d'activite"},
		{"Monthly Service Report, February 2024", "month", "2024-02-01", "2024-02-29",
		 "monthly service report"},
		{"Quarterly report Q4 2023", "quarter", "2023-10-01", "2023-12-31",
		 "quarterly report"},
		{"Rapport trimestriel, 2e trimestre 2024", "quarter", "2024-04-01",
		 "2024-06-30", "rapport trimestriel trimestre"},
		{"Weekly report week 1, 2021", "week", "2021-01-04", "2021-01-10",
		 "weekly report week"},
		{"Bilan annuel 2022", "year", "2022-01-01", "2022-12-31", "bilan annuel"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct report_kind kind;
		g_autofree char *from = NULL;
		g_autofree char *to = NULL;

		if (!report_kind_read(cases[i].title, NULL, 0, &kind))
			fail_msg("%s", cases[i].title);
		from = calendar_format_day(kind.first_day);
		to = calendar_format_day(kind.last_day);
		assert_string_equal(report_every_token(kind.every), cases[i].every);
		assert_string_equal(from, cases[i].from);
		assert_string_equal(to, cases[i].to);
		assert_string_equal(kind.series, cases[i].series);
		report_kind_clear(&kind);
	}
}

static void test_others(void **state)
{
	static const char *const titles[] = {"Contrat d'infogérance mars 2024",
					     "Rapport mensuel sans date", "Reporting tool 2024",
					     "Conditions générales"};

	for (gsize i = 0; i < G_N_ELEMENTS(titles); i++) {
		struct report_kind kind;

		if (report_kind_read(titles[i], NULL, 0, &kind))
			fail_msg("%s", titles[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
