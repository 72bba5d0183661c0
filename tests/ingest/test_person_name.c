/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names and local parts; the resemblance against the figures that Winkler (1990) printed. */
#include "ingest/person_name.h"

#include <string.h>

#include "tests/harness.h"

static void check_text(char *got, const char *expected)
{
	if (expected == NULL)
		assert_null(got);
	else
		assert_string_equal(got, expected);
	g_free(got);
}

static void names_are_folded(void **state)
{
	static const struct {
		const char *name, *folded, *given;
	} cases[] = {
		{"DUPONT, Jéan", "dupont jean", "jean"},
		{"Jean Dupont (ext)", "dupont jean", "jean"},
		{"Jean-Paul Dupont - Infonet", "dupont jean paul", "jean"},
		{"Chris.Hadgis at mincom.com", "chris hadgis", "chris"},
		{"glyph at divmod.com", NULL, NULL},
		{"Jean", NULL, NULL},
		{"Service Informatique", NULL, NULL},
		{"jean@acme.fr", NULL, NULL},
		{"", NULL, NULL},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		check_text(person_name_fold(cases[i].name), cases[i].folded);
		check_text(person_name_given(cases[i].name), cases[i].given);
	}
}

static void local_parts_are_read(void **state)
{
	check_text(person_local_part("jean.dupont@acme.fr"), "jean.dupont");
	check_text(person_local_part("/o=acme/ou=x/cn=recipients/cn=jdupont"), "jdupont");
	check_text(person_local_part("/o=acme/ou=x/cn=0123456789abcdef-jdupont"), "jdupont");
	check_text(person_local_part("/o=acme/cn=abc-jdupont"), "abc-jdupont");
	check_text(person_local_part("/o=acme/ou=x"), NULL);
	check_text(person_local_part("tel:+331"), NULL);
	check_text(person_local_name("dupont_jean"), "dupont jean");
	check_text(person_local_name("jdupont"), NULL);
	check_text(person_local_name("jean.2008"), NULL);
	check_text(person_local_letters("j.d-upont"), "jdupont");
}

static bool has_form(const char *folded, enum person_form form, const char *wanted)
{
	g_autoptr(GPtrArray) forms = person_name_forms(folded, form);

	for (guint i = 0; i < forms->len; i++)
		if (strcmp(forms->pdata[i], wanted) == 0)
			return true;
	return false;
}

static void local_parts_are_made_of_names(void **state)
{
	assert_true(has_form("dupont jean", PERSON_FORM_WHOLE, "jeandupont"));
	assert_true(has_form("dupont jean", PERSON_FORM_WHOLE, "dupontjean"));
	assert_false(has_form("dupont jean", PERSON_FORM_WHOLE, "jdupont"));
	assert_true(has_form("dupont jean", PERSON_FORM_INITIAL, "jdupont"));
	assert_true(has_form("dupont jean", PERSON_FORM_INITIAL, "jeand"));
	assert_true(has_form("dupont jean", PERSON_FORM_INITIAL, "dupontj"));
	assert_false(has_form("li bo", PERSON_FORM_INITIAL, "bli"));
	assert_true(has_form("élan zoé", PERSON_FORM_INITIAL, "zélan"));
}

static void resemblance_is_winklers(void **state)
{
	static const struct {
		const char *a, *b;
		double expected;
	} cases[] = {
		{"martha", "marhta", 0.961},
		{"dwayne", "duane", 0.840},
		{"dixon", "dicksonx", 0.813},
		{"same", "same", 1},
		{"abc", "xyz", 0},
		{"", "", 1},
		{"", "a", 0},
		{"a", "a", 1},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		double there = person_resemblance(cases[i].a, cases[i].b);
		double back = person_resemblance(cases[i].b, cases[i].a);
		assert_true(there > cases[i].expected - 0.0006);
		assert_true(there < cases[i].expected + 0.0006);
		assert_true(there == back);
	}
}

static void staff_from_outside_is_marked(void **state)
{
	assert_true(person_name_is_external("Jean Dupont (ext)"));
	assert_true(person_name_is_external("Jean Dupont - Prestataire"));
	assert_true(person_name_is_external("[EXTERNAL] Jean Dupont"));
	assert_false(person_name_is_external("Jean Dexter"));
	assert_true(person_address_is_external("ext-jean@acme.fr"));
	assert_true(person_address_is_external("jean.dupont-ext@acme.fr"));
	assert_true(person_address_is_external("jean@presta.acme.fr"));
	assert_false(person_address_is_external("dexter@acme.fr"));
	assert_false(person_address_is_external("alexis@next.fr"));
}

static void shared_words_touch(void **state)
{
	assert_true(person_names_touch("dupont jean", "dupont marie"));
	assert_false(person_names_touch("de jean", "de marie"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_folded),
		cmocka_unit_test(local_parts_are_read),
		cmocka_unit_test(local_parts_are_made_of_names),
		cmocka_unit_test(resemblance_is_winklers),
		cmocka_unit_test(staff_from_outside_is_marked),
		cmocka_unit_test(shared_words_touch),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
