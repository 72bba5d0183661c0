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

static void a_homonym_bridges_no_sides(void **state)
{
	static const struct seen seen[] = {
		{"jean.martin@acme.fr", "Jean Martin"},
		{"jean.martin@gmail.com", "Jean Martin"},
		{"jean.martin@infonet.fr", "Jean Martin"},
		{"jm75@gmail.com", "Jean Martin"},
	};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, G_N_ELEMENTS(seen));

	assert_int_equal(identities_count(identities), 3);
	assert_true(one_person(identities, seen[1].address, seen[3].address));
}

static void a_registry_is_no_organisation(void **state)
{
	static const struct seen seen[] = {
		{"john@acme.co.uk", NULL},      {"john@other.co.uk", NULL},
		{"john@mail.acme.co.uk", NULL}, {"john@yahoo.fr", NULL},
		{"john@yahoo.com", NULL},
	};
	g_autoptr(sides_auto) sides = sides_new("*", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, G_N_ELEMENTS(seen));

	assert_true(one_person(identities, seen[0].address, seen[2].address));
	assert_int_equal(identities_count(identities), 4);
}

static void an_address_spells_a_name_in_its_house(void **state)
{
	static const struct seen seen[] = {
		{"jd@acme.fr", "Jean Dupont"},      {"jean.dupont@acme.fr", NULL},
		{"dupont_jean@mail.acme.fr", NULL}, {"jeandupont@acme.fr", NULL},
		{"jdupont@acme.fr", NULL},          {"jean.dupont@other.fr", NULL},
	};
	g_autoptr(sides_auto) sides = sides_new("acme.fr,other.fr", "infonet.fr", NULL);
	g_autoptr(sides_auto) apart = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, G_N_ELEMENTS(seen));
	g_autoptr(identities_auto) others = resolve(apart, seen, G_N_ELEMENTS(seen));

	for (guint i = 1; i < 4; i++)
		assert_true(one_person(identities, seen[0].address, seen[i].address));
	assert_false(one_person(identities, seen[0].address, seen[4].address));
	assert_true(one_person(identities, seen[1].address, seen[5].address));
	assert_false(one_person(others, seen[1].address, seen[5].address));
}

static void two_names_at_one_local_part_are_two(void **state)
{
	static const struct seen seen[] = {{"info2@a.acme.fr", "Anne Bell"},
					   {"info2@b.acme.fr", "Carl Dent"},
					   {"cdent@a.acme.fr", NULL},
					   {"cdent@b.acme.fr", NULL}};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, G_N_ELEMENTS(seen));

	assert_false(one_person(identities, seen[0].address, seen[1].address));
	assert_true(one_person(identities, seen[2].address, seen[3].address));
}

static void an_exchange_name_is_the_address_of_its_user(void **state)
{
	static const struct seen seen[] = {
		{"/o=acme/ou=paris/cn=recipients/cn=jdupont", "Jean Dupont"},
		{"jdupont@acme.fr", NULL},
		{"/o=acme/ou=x/cn=recipients/cn=0123456789abcdef0123456789abcdef-aroux", NULL},
		{"aroux@acme.fr", "Anne Roux"},
		{"/o=acme/ou=paris/cn=recipients/cn=pnoir", NULL},
		{"pnoir@acme.fr", NULL},
		{"/o=other/ou=paris/cn=recipients/cn=jdupont", NULL},
	};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, G_N_ELEMENTS(seen));

	assert_true(one_person(identities, seen[0].address, seen[1].address));
	assert_true(one_person(identities, seen[2].address, seen[3].address));
	assert_false(one_person(identities, seen[4].address, seen[5].address));
	assert_false(one_person(identities, seen[0].address, seen[6].address));
}

static void where_many_people_write_is_nobody(void **state)
{
	static const struct seen seen[] = {
		{"discuss@lists.acme.fr", "Anne Bell"}, {"discuss@lists.acme.fr", "Carl Dent"},
		{"discuss@lists.acme.fr", "Eve Ford"},  {"discuss@lists.acme.fr", "Guy Hall"},
		{"a.b@acme.fr", "Anne Bell"},           {"c.d@acme.fr", "Carl Dent"},
	};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = resolve(sides, seen, G_N_ELEMENTS(seen));

	assert_int_equal(identities_count(identities), 3);
	assert_true(identities_shared(identities,
				      identities_person(identities, "discuss@lists.acme.fr")));
}

struct said {
	guint first, second;
	bool same;
};

/* What is said in one order and in the other gives the same persons. */
static void check_said(const struct seen *seen, guint n_seen, const struct said *said,
		       guint n_said, bool backwards, guint32 persons[])
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = identities_new(sides, "test");

	for (guint i = 0; i < n_said; i++) {
		const struct said *one = &said[backwards ? n_said - 1 - i : i];
		identities_say(identities, seen[one->first].address, seen[one->second].address,
			       one->same);
	}
	for (guint i = 0; i < n_seen; i++)
		identities_observe(identities, seen[i].address, seen[i].name);
	identities_resolve(identities);
	for (guint i = 0; i < n_seen; i++)
		persons[i] = identities_person(identities, seen[i].address);
}

static void a_users_word_beats_every_rule(void **state)
{
	static const struct seen seen[] = {
		{"jean.dupont@acme.fr", "Jean Dupont"}, {"jd@acme.fr", "Jean Dupont"},
		{"j.d@acme.fr", "Jean Dupont"},         {"cloclo@free.fr", NULL},
		{"guy@infonet.fr", "Guy Hall"},         {"support@acme.fr", NULL},
	};
	static const struct said said[] = {
		{0, 1, false},                /* though the name is one */
		{0, 2, true},                 /* so that 1 and 2 are two as well */
		{3, 4, true},                 /* across the sides */
		{3, 5, true},  {4, 5, false}, /* they contradict: two */
	};
	guint32 persons[G_N_ELEMENTS(seen)], back[G_N_ELEMENTS(seen)];

	check_said(seen, G_N_ELEMENTS(seen), said, G_N_ELEMENTS(said), false, persons);
	check_said(seen, G_N_ELEMENTS(seen), said, G_N_ELEMENTS(said), true, back);
	assert_memory_equal(persons, back, sizeof persons);
	assert_int_not_equal(persons[0], persons[1]);
	assert_int_equal(persons[0], persons[2]);
	assert_int_equal(persons[3], persons[4]);
	assert_int_not_equal(persons[4], persons[5]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_name_is_one_person),
		cmocka_unit_test(homonyms_of_two_named_sides_stay_two),
		cmocka_unit_test(a_function_mailbox_is_nobody),
		cmocka_unit_test(an_address_written_as_name_joins_nobody),
		cmocka_unit_test(the_order_of_import_does_not_show),
		cmocka_unit_test(a_homonym_bridges_no_sides),
		cmocka_unit_test(a_registry_is_no_organisation),
		cmocka_unit_test(an_address_spells_a_name_in_its_house),
		cmocka_unit_test(two_names_at_one_local_part_are_two),
		cmocka_unit_test(an_exchange_name_is_the_address_of_its_user),
		cmocka_unit_test(where_many_people_write_is_nobody),
		cmocka_unit_test(a_users_word_beats_every_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
