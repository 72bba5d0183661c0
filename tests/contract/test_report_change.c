/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Successive reports against counts by hand: what came back, what is shared by all, which
 * figures moved. Passages here either come back whole or not at all, so that sketches are
 * exact. */
#include "contract/report_change.h"

#include "contract/report_figures.h"
#include "tests/contract/paragraphs.h"
#include "tests/harness.h"

/* Ten words each, figures and months left out. */
#define COVER    "ce document est confidentiel et ne peut pas etre transmis"
#define TICKETS  "en %s nous avons traite %s tickets dont plusieurs urgents sans retard"
#define FIREWALL "le pare-feu du siege a ete remplace par un modele recent"
#define TRAINING "une formation des nouveaux utilisateurs sera donnee aux deux agences voisines"

static bool compare(const char *const *texts, guint count, struct report_change *change)
{
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	struct report_passages *before = NULL;
	bool compared = false;

	for (guint i = 0; i < count; i++) {
		GArray *paragraphs = paragraphs_of(texts[i]);
		struct report_passages *report = report_passages_new(PARAGRAPHS(paragraphs));

		g_ptr_array_add(all, paragraphs);
		compared = report_compare(before, report, change);
		report_passages_free(before);
		before = report;
	}
	report_passages_free(before);
	return compared;
}

static void test_nothing_to_compare(void **state)
{
	static const char *const texts[] = {COVER, "# Titre\n12 2024", COVER};
	struct report_change change = {.same = 7};

	assert_false(compare(texts, 1, &change));
	assert_false(compare(texts, 2, &change));
	assert_false(compare(texts, 3, &change));
	assert_true(change.same == 7);
}

static void test_what_came_back(void **state)
{
	g_autofree char *march = g_strdup_printf(TICKETS "\n" FIREWALL, "mars", "12");
	g_autofree char *april = g_strdup_printf(TICKETS "\n" TRAINING, "avril", "12");
	const char *const texts[] = {march, april};
	struct report_change change;

	assert_true(compare(texts, 2, &change));
	/* ten words of 10 + 11 */
	assert_float_equal(change.same, 10. / 21, 1e-9);
	assert_int_equal(change.passages, 2);
	assert_int_equal(change.again, 1);
	assert_int_equal(change.changed, 1);
	assert_int_equal(change.figures, 1);
	assert_int_equal(change.unmoved, 1);
	assert_true(change.shared == 0);
}

static void test_the_same_again(void **state)
{
	static const char *const months[] = {"janvier", "mars", "mai"};
	static const char *const counts[] = {"12", "14", "15"};
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	struct report_change change;

	for (guint i = 0; i < 3; i++)
		g_ptr_array_add(texts, g_strdup_printf("# Rapport\n" COVER "\n" TICKETS,
						       months[i], counts[i]));
	assert_true(compare((const char *const *)texts->pdata, 3, &change));
	assert_true(change.same == 1);
	assert_true(change.shared == 1);
	assert_int_equal(change.changed, G_MAXUINT);
	assert_int_equal(change.kept, 1); /* as long as the next one; the title is none */
	assert_int_equal(change.figures, 1);
	assert_int_equal(change.unmoved, 0);
}

/* Four fifths boilerplate, the rest new every time. */
static void test_boilerplate_weighs_little(void **state)
{
	static const char *const texts[] = {
		COVER "\n" COVER "\n" COVER "\n" COVER "\nun pare-feu tombe",
		COVER "\n" COVER "\n" COVER "\n" COVER "\nla ligne fut lente",
		COVER "\n" COVER "\n" COVER "\n" COVER "\nles disques sont changes",
	};
	struct report_change change;

	assert_true(compare(texts, 2, &change));
	assert_float_equal(change.same, 40. / 44, 1e-9);
	assert_true(compare(texts, 3, &change));
	assert_float_equal(change.same, 10. / 14, 1e-9);
	assert_float_equal(change.shared, 40. / 44, 1e-9);
}

static void test_figures(void **state)
{
	static const struct {
		const char *text, *figures;
	} cases[] = {
		{"Disponibilité : 99,95 % sur 1 204 postes", "99,95 1204"},
		{"Du 12 mars 2024 au 15/04/2024 à 9h30, 7 incidents.", "7"},
		{"3 agences, 12 tickets et 100 postes (x2)", "3 12 100"},
		{"Version 4.2.1 ; 18:30 ; 2024-03-01 ; 5", "5"},
		{"rien", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) figures = report_figures(cases[i].text);
		g_autofree char *joined = NULL;

		g_ptr_array_add(figures, NULL);
		joined = g_strjoinv(" ", (char **)figures->pdata);
		assert_string_equal(joined, cases[i].figures);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_to_compare),
		cmocka_unit_test(test_what_came_back),
		cmocka_unit_test(test_the_same_again),
		cmocka_unit_test(test_boilerplate_weighs_little),
		cmocka_unit_test(test_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
