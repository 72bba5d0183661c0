/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A user's word on people: one for two addresses in whatever order, replaced, taken back, and
 * there for who reads the relationship. */
#include "store/people.h"

#include "tests/store/fixture.h"

static bool say(const struct fixture *fixture, const char *first, const char *second,
		enum people_word says)
{
	bool known;

	assert_true(people_correct(fixture->store, fixture->relationship->id, first, second,
				   says, &known, NULL));
	return known;
}

static void two_addresses_have_one_word(void **state)
{
	const struct fixture *fixture = *state;
	g_autoptr(GPtrArray) all = NULL;
	const struct people_correction *one;

	assert_false(say(fixture, "b@acme.fr", "a@acme.fr", PEOPLE_SAME));
	assert_true(say(fixture, "a@acme.fr", "b@acme.fr", PEOPLE_DIFFERENT));
	all = people_corrections(fixture->store, fixture->relationship->id, NULL);
	assert_int_equal(all->len, 1);
	one = g_ptr_array_index(all, 0);
	assert_string_equal(one->first, "a@acme.fr");
	assert_string_equal(one->second, "b@acme.fr");
	assert_int_equal(one->says, PEOPLE_DIFFERENT);
	assert_true(say(fixture, "b@acme.fr", "a@acme.fr", PEOPLE_FORGET));
	assert_false(say(fixture, "b@acme.fr", "a@acme.fr", PEOPLE_FORGET));
}

static void sides_come_with_the_relationship(void **state)
{
	const struct fixture *fixture = *state;
	g_autoptr(GPtrArray) all = NULL;

	say(fixture, "newco.fr", NULL, PEOPLE_PROVIDER);
	say(fixture, "newco.fr", NULL, PEOPLE_CLIENT);
	say(fixture, "/o=acme", NULL, PEOPLE_NEITHER);
	say(fixture, "a@acme.fr", "b@acme.fr", PEOPLE_SAME);
	all = store_relationships(fixture->store, NULL);
	assert_int_equal(all->len, 1);
	assert_string_equal(((struct relationship *)g_ptr_array_index(all, 0))->corrections,
			    "/o=acme=neither\nnewco.fr=client\n");
}

static void doubts_come_back_in_their_order(void **state)
{
	const struct fixture *fixture = *state;
	struct doubt moved = {DOUBT_DOMAIN_MOVED,
			      (char *)"newco.fr",
			      (char *)"acme.fr",
			      SIDE_CLIENT,
			      8,
			      10,
			      1000,
			      2000};
	struct doubt mail = {.kind = DOUBT_FREE_MAIL,
			     .first = (char *)"a@free.fr",
			     .n = 3,
			     .from_ms = INSTANT_NONE,
			     .to_ms = INSTANT_NONE};
	g_autoptr(GPtrArray) put = g_ptr_array_new();
	g_autoptr(GPtrArray) got = NULL;
	const struct doubt *first, *second;

	g_ptr_array_add(put, &moved);
	g_ptr_array_add(put, &mail);
	assert_true(people_put_doubts(fixture->store, fixture->relationship->id, put, NULL));
	got = people_doubts(fixture->store, fixture->relationship->id, NULL);
	assert_int_equal(got->len, 2);
	first = g_ptr_array_index(got, 0);
	second = g_ptr_array_index(got, 1);
	assert_int_equal(first->kind, DOUBT_DOMAIN_MOVED);
	assert_string_equal(first->second, "acme.fr");
	assert_int_equal(first->to_ms, 2000);
	assert_string_equal(second->first, "a@free.fr");
	assert_null(second->second);
	assert_int_equal(second->from_ms, INSTANT_NONE);
	assert_int_equal(second->n, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_addresses_have_one_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sides_come_with_the_relationship, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(doubts_come_back_in_their_order, set_up,
						tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
