/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Labels, headings and zones of paragraphs. */
#include "contract/outline.h"

#include "tests/contract/paragraphs.h"
#include "tests/harness.h"

static void test_labels(void **state)
{
	static const struct {
		const char *text, *label, *heading;
	} expected[] = {
		{"ARTICLE 1 - OBJET", "ARTICLE 1", "OBJET"},
		{"Le contrat a pour objet l'infogérance.", "ARTICLE 1", "OBJET"},
		{"Article 12 : Durée", "Article 12", "Durée"},
		{"12.1 Le contrat est conclu pour trois ans à compter du jour.", "12.1",
		 "Durée"},
		{"(a) première condition du renouvellement", "12.1 (a)", "Durée"},
		{"(b) seconde condition du renouvellement", "12.1 (b)", "Durée"},
		{"12.2 Term. This agreement shall last two years.", "12.2", "Term"},
		{"Section 3.     NOTICE.", "Section 3", "NOTICE."},
		{"- une puce", "Section 3", "NOTICE."},
		{"30 days are a month.", "Section 3", "NOTICE."},
		{"2024 fut une année.", "Section 3", "NOTICE."},
	};
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct document_paragraph));
	g_autoptr(outline_auto) outline = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		struct document_paragraph one = {.text = (char *)expected[i].text};
		g_array_append_val(all, one);
	}
	outline = outline_new(PARAGRAPHS(all));
	for (guint i = 0; i < all->len; i++) {
		const struct outline_place *place = outline_at(outline, i);
		if (g_strcmp0(place->label, expected[i].label) != 0 ||
		    g_strcmp0(place->heading, expected[i].heading) != 0)
			fail_msg("%s: %s, %s", expected[i].text, place->label, place->heading);
	}
}

static void test_zones(void **state)
{
	g_autoptr(GArray) all = paragraphs_of("# Préambule\n"
					      "Le Prestataire doit tout.\n"
					      "# Définitions\n"
					      "Service : ce qui est dû.\n"
					      "# Obligations\n"
					      "Le Prestataire doit tout.\n"
					      "WHEREAS the Customer must pay.\n");
	static const enum outline_zone zones[] = {
		ZONE_RECITALS, ZONE_RECITALS, ZONE_DEFINITIONS, ZONE_DEFINITIONS,
		ZONE_BODY,     ZONE_BODY,     ZONE_RECITALS};
	g_autoptr(outline_auto) outline = outline_new(PARAGRAPHS(all));

	assert_int_equal(all->len, G_N_ELEMENTS(zones));
	for (guint i = 0; i < all->len; i++)
		assert_int_equal(outline_at(outline, i)->zone, zones[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
