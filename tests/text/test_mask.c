/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Masking: known names, addresses and numbers go, words of the language stay. */
#include "harness.h"

#include "text/mask.h"

#define DOTS "\u2022\u2022\u2022"

struct mask_case {
	const char *text, *shown;
};

static void people_are_hidden(void **state)
{
	static const struct mask_case cases[] = {
		{"Bonjour Pierre, merci.", "Bonjour " DOTS ", merci."},
		{"Une pierre est tombée.", "Une pierre est tombée."},
		{"PIERRE Dupont a appelé", DOTS " " DOTS " a appelé"},
		{"Écrire à p.d@acme.fr vite", "Écrire à " DOTS " vite"},
		{"Appeler 01 23 45 67 89.", "Appeler " DOTS "."},
		{"Ticket 4512 du 3 mars", "Ticket 4512 du 3 mars"},
		{"  plusieurs\n\nlignes ", "plusieurs lignes"},
		{"", ""},
	};
	struct mask *mask = mask_new();

	mask_add(mask, "Pierre Dupont");
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *shown = mask_excerpt(mask, cases[i].text, 100);

		assert_string_equal(shown, cases[i].shown);
	}
	mask_free(mask);
}

static void an_address_hides_the_names_in_it(void **state)
{
	struct mask *mask = mask_new();
	g_autofree char *shown = NULL;

	mask_add(mask, "jean.martin@acme.fr");
	shown = mask_excerpt(mask, "Martin et Jean de chez Acme", 100);
	assert_string_equal(shown, DOTS " et " DOTS " de chez Acme");
	mask_free(mask);
}

static void long_texts_are_cut(void **state)
{
	struct mask *mask = mask_new();
	g_autofree char *shown = mask_excerpt(mask, "un deux trois quatre cinq", 9);

	assert_true(g_str_has_prefix(shown, "un deux"));
	assert_true(g_str_has_suffix(shown, "\u2026"));
	mask_free(mask);
	mask_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_are_hidden),
		cmocka_unit_test(an_address_hides_the_names_in_it),
		cmocka_unit_test(long_texts_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
