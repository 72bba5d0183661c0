/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which addresses are one person, and which are not. */
#include "ingest/identity.h"

#include <string.h>

#include "ingest/function_mailbox.h"
#include "tests/harness.h"

struct seen {
	const char *address, *name;
};

static struct identities *resolve(const struct sides *sides, const struct seen *seen,
				  guint count)
{
	struct identities *identities = identities_new(sides, "test");

	for (guint i = 0; i < count; i++)
		identities_observe(identities, seen[i].address, seen[i].name);
	identities_resolve(identities);
	return identities;
}

static bool one_person(const struct identities *identities, const char *a, const char *b)
{
	return identities_person(identities, a) == identities_person(identities, b);
}

static void a_full_name_is_one_person(void **state)
{
	static const struct seen seen[] = {
		{"jean.dupont@acme.fr", "Jean Dupont"},
		{"jdupont@acme.com", "DUPONT, Jean"},
		{"jean@acme.fr", "Jean"},
		{"j.d@acme.fr", "Jéan Dupont"},
	};
	g_autoptr(sides_auto) sides = sides_new("acme.fr,acme.com", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, G_N_ELEMENTS(seen));

	assert_true(one_person(identities, "jean.dupont@acme.fr", "jdupont@acme.com"));
	assert_true(one_person(identities, "jean.dupont@acme.fr", "j.d@acme.fr"));
	assert_false(one_person(identities, "jean.dupont@acme.fr", "jean@acme.fr"));
	assert_int_equal(identities_count(identities), 2);
	assert_int_equal(identities_person(identities, "nobody@acme.fr"), IDENTITY_NONE);
}

static void homonyms_of_two_named_sides_stay_two(void **state)
{
	static const struct seen seen[] = {{"jean.martin@acme.fr", "Jean Martin"},
					   {"jean.martin@infonet.fr", "Jean Martin"}};
	g_autoptr(sides_auto) named = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(sides_auto) everyone = sides_new("*", "infonet.fr", NULL);
	g_autoptr(identities_auto) two = resolve(named, seen, 2);
	g_autoptr(identities_auto) one = resolve(everyone, seen, 2);

	assert_false(one_person(two, seen[0].address, seen[1].address));
	assert_true(one_person(one, seen[0].address, seen[1].address));
}

static void a_function_mailbox_is_nobody(void **state)
{
	static const struct seen seen[] = {{"support@infonet.fr", "Jean Martin"},
					   {"jean.martin@infonet.fr", "Jean Martin"}};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, 2);

	assert_false(one_person(identities, seen[0].address, seen[1].address));
	assert_true(identities_shared(identities,
				      identities_person(identities, "support@infonet.fr")));
	assert_true(function_mailbox("n1-support@infonet.fr"));
	assert_true(function_mailbox("it@acme.fr"));
	assert_false(function_mailbox("benedicte@acme.fr"));
	assert_false(function_mailbox("merit@acme.fr"));
}

static void an_address_written_as_name_joins_nobody(void **state)
{
	static const struct seen seen[] = {{"glyph@divmod.com", "glyph at divmod.com"},
					   {"other@divmod.com", "glyph at divmod.com"}};
	g_autoptr(sides_auto) sides = sides_new("*", "divmod.com", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, 2);

	assert_false(one_person(identities, seen[0].address, seen[1].address));
}

static void the_order_of_import_does_not_show(void **state)
{
	static const struct seen seen[] = {
		{"a.b@acme.fr", "Anne Bell"},   {"c.d@acme.fr", "Carl Dent"},
		{"a.b@acme.com", "Anne Bell"},  {"e.f@acme.fr", "Eve Ford"},
		{"g.h@infonet.fr", "Guy Hall"},
	};
	struct seen reversed[G_N_ELEMENTS(seen)];
	g_autoptr(sides_auto) sides = sides_new("acme.fr,acme.com", "infonet.fr", NULL);

	for (guint i = 0; i < G_N_ELEMENTS(seen); i++)
		reversed[i] = seen[G_N_ELEMENTS(seen) - 1 - i];
	g_autoptr(identities_auto) there = resolve(sides, seen, G_N_ELEMENTS(seen));
	g_autoptr(identities_auto) back = resolve(sides, reversed, G_N_ELEMENTS(seen));
	assert_int_equal(identities_count(there), identities_count(back));
	for (guint i = 0; i < G_N_ELEMENTS(seen); i++) {
		guint32 person = identities_person(there, seen[i].address);
		assert_int_equal(person, identities_person(back, seen[i].address));
		assert_true(identities_pseudonym(there, person) ==
			    identities_pseudonym(back, person));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_name_is_one_person),
		cmocka_unit_test(homonyms_of_two_named_sides_stay_two),
		cmocka_unit_test(a_function_mailbox_is_nobody),
		cmocka_unit_test(an_address_written_as_name_joins_nobody),
		cmocka_unit_test(the_order_of_import_does_not_show),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
