/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is asked of the user, and what is not asked again. */
#include <string.h>

#include "base/calendar.h"
#include "ingest/identity.h"
#include "tests/harness.h"

struct wrote {
	const char *from, *name, *to;
	guint day, times;
};

static void write_all(struct identities *identities, const struct wrote *wrote, guint n)
{
	for (guint i = 0; i < n; i++)
		for (guint j = 0; j < wrote[i].times; j++) {
			gint64 ms = (wrote[i].day + j) * CALENDAR_DAY_MS;
			identities_observe(identities, wrote[i].from, wrote[i].name);
			identities_observe(identities, wrote[i].to, NULL);
			identities_wrote(identities, wrote[i].from, ms);
			identities_wrote_to(identities, wrote[i].from, wrote[i].to, ms);
		}
}

/* Caller owns. */
static GPtrArray *doubts_of(const struct sides *sides, const struct wrote *wrote, guint n,
			    const char *different[2])
{
	g_autoptr(identities_auto) identities = identities_new(sides, "test");

	write_all(identities, wrote, n);
	if (different != NULL)
		identities_say(identities, different[0], different[1], false);
	identities_resolve(identities);
	return identities_doubts(identities);
}

static const struct doubt *find(const GPtrArray *doubts, enum doubt_kind kind)
{
	const struct doubt *found = NULL;

	for (guint i = 0; i < doubts->len; i++) {
		const struct doubt *one = g_ptr_array_index(doubts, i);
		if (one->kind == kind) {
			assert_null(found);
			found = one;
		}
	}
	return found;
}

static void check_pair(const struct wrote *wrote, guint n, enum doubt_kind kind)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	const char *different[2] = {wrote[0].from, wrote[1].from};
	g_autoptr(GPtrArray) asked = doubts_of(sides, wrote, n, NULL);
	g_autoptr(GPtrArray) settled = doubts_of(sides, wrote, n, different);
	const struct doubt *doubt = find(asked, kind);

	assert_non_null(doubt);
	assert_true(doubt_is_of_pair(doubt));
	assert_true(strcmp(doubt->first, wrote[0].from) == 0 ||
		    strcmp(doubt->second, wrote[0].from) == 0);
	assert_true(strcmp(doubt->first, wrote[1].from) == 0 ||
		    strcmp(doubt->second, wrote[1].from) == 0);
	assert_null(find(settled, kind));
}

#define P "paul.henri@infonet.fr"

static void pairs_are_asked_once_and_not_again(void **state)
{
	static const struct wrote longer[] = {{"m.d@acme.fr", "Marie Dupont", P, 1, 1},
					      {"mdm@acme.fr", "Marie Dupont-Martin", P, 2, 1}};
	static const struct wrote near[] = {{"a@acme.fr", "Anne Rouxel", P, 1, 1},
					    {"b@acme.fr", "Anne Rouxell", P, 2, 1}};
	static const struct wrote exchange[] = {{"/o=acme/ou=x/cn=pnoir", NULL, P, 1, 1},
						{"pnoir@acme.fr", NULL, P, 2, 1}};
	static const struct wrote fits[] = {{"jean@acme.fr", "Jean Dupont", P, 1, 1},
					    {"jdupont@acme.fr", NULL, P, 2, 1}};
	static const struct wrote elsewhere[] = {{"jean.dupont@acme.fr", NULL, P, 1, 1},
						 {"jean.dupont@newco.fr", NULL, P, 2, 1}};
	static const struct wrote conflict[] = {{"post@a.acme.fr", "Jean Duval", P, 1, 1},
						{"post@b.acme.fr", "Anne Roux", P, 2, 1}};
	static const struct wrote homonyms[] = {{"x@acme.fr", "Guy Hall", P, 1, 1},
						{"y@infonet.fr", "Guy Hall", P, 2, 1}};

	check_pair(longer, 2, DOUBT_LONGER_NAME);
	check_pair(near, 2, DOUBT_NEAR_NAME);
	check_pair(exchange, 2, DOUBT_EXCHANGE_NAME);
	check_pair(fits, 2, DOUBT_LOCAL_FITS_NAME);
	check_pair(elsewhere, 2, DOUBT_SAME_LOCAL_PART);
	check_pair(homonyms, 2, DOUBT_NAME_ON_BOTH_SIDES);
	check_pair(conflict, 2, DOUBT_CONFLICTING_NAMES);
}

static void a_new_name_begins_where_the_old_one_ends(void **state)
{
	static const struct wrote follows[] = {
		{"marie.curie@acme.fr", "Marie Curie", P, 1, 6},
		{"marie.langevin@acme.fr", "Marie Langevin", P, 20, 6}};
	static const struct wrote overlaps[] = {
		{"marie.curie@acme.fr", "Marie Curie", P, 1, 30},
		{"marie.langevin@acme.fr", "Marie Langevin", P, 20, 6}};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(GPtrArray) none = doubts_of(sides, overlaps, 2, NULL);
	g_autoptr(GPtrArray) asked = doubts_of(sides, follows, 2, NULL);
	const struct doubt *doubt = find(asked, DOUBT_NAME_CHANGED);

	check_pair(follows, 2, DOUBT_NAME_CHANGED);
	assert_null(find(none, DOUBT_NAME_CHANGED));
	assert_int_equal(doubt->from_ms, 6 * CALENDAR_DAY_MS);
	assert_int_equal(doubt->to_ms, 20 * CALENDAR_DAY_MS);
}

/* `movers` of ten people of acme.fr write from newco.fr from day 100 on, one a day. */
static GPtrArray *doubts_after_move(const struct sides *sides, guint movers, guint days_apart)
{
	g_autoptr(identities_auto) identities = identities_new(sides, "test");

	for (guint i = 0; i < 10; i++) {
		g_autofree char *old = g_strdup_printf("user%c.name@acme.fr", 'a' + i);
		g_autofree char *new = g_strdup_printf("user%c.name@newco.fr", 'a' + i);
		struct wrote wrote[] = {{old, NULL, P, 10, 60},
					{new, NULL, P, 100 + i *days_apart, 3}};
		write_all(identities, wrote, i < movers ? 2 : 1);
	}
	identities_resolve(identities);
	return identities_doubts(identities);
}

static void people_who_move_together_change_their_domain(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(GPtrArray) most = doubts_after_move(sides, 8, 1);
	g_autoptr(GPtrArray) some = doubts_after_move(sides, 3, 1);
	g_autoptr(GPtrArray) slowly = doubts_after_move(sides, 8, 60);
	const struct doubt *doubt = find(most, DOUBT_DOMAIN_MOVED);

	assert_non_null(doubt);
	assert_ptr_equal(doubt, most->pdata[0]);
	assert_string_equal(doubt->first, "newco.fr");
	assert_string_equal(doubt->second, "acme.fr");
	assert_int_equal(doubt->side, SIDE_CLIENT);
	assert_int_equal(doubt->n, 8);
	assert_int_equal(doubt->of, 10);
	assert_int_equal(doubt->from_ms, 100 * CALENDAR_DAY_MS);
	assert_int_equal(doubt->to_ms, 107 * CALENDAR_DAY_MS);
	assert_null(find(some, DOUBT_DOMAIN_MOVED));
	assert_null(find(slowly, DOUBT_DOMAIN_MOVED));
	sides_correct(sides, "newco.fr", SIDE_NONE);
	g_autoptr(GPtrArray) settled = doubts_after_move(sides, 8, 1);
	assert_null(find(settled, DOUBT_DOMAIN_MOVED));
}

static const struct wrote on_no_side[] = {
	{"jean.dupont@acme.fr", "Jean Dupont", P, 1, 1},
	{"jd75@gmail.com", "Jean Dupont", P, 2, 1},
	{"cloclo@free.fr", NULL, P, 3, 4},
	{"/o=siege/ou=x/cn=jdupont", "Jean Dupont", P, 4, 1},
	{"/o=siege/ou=x/cn=aroux", NULL, P, 4, 1},
	{"eve@acme.com", NULL, P, 5, 1},
	{"luc.petit@acme.fr", "Luc Petit (Infonet)", P, 6, 2},
};

static void sides_are_proposed_with_their_reason(void **state)
{
	static const struct {
		enum doubt_kind kind;
		const char *first, *second;
		enum side side;
		guint n, of;
	} expected[] = {
		{DOUBT_SISTER_DOMAIN, "acme.com", NULL, SIDE_CLIENT, 0, 1},
		{DOUBT_EXCHANGE_HOUSE, "/o=siege", NULL, SIDE_CLIENT, 1, 2},
		{DOUBT_EXTERNAL_STAFF, "luc.petit@acme.fr", NULL, SIDE_PROVIDER, 2, 0},
		{DOUBT_FREE_MAIL_OF_PERSON, "jd75@gmail.com", "jean.dupont@acme.fr",
		 SIDE_CLIENT, 0, 1},
		{DOUBT_FREE_MAIL, "cloclo@free.fr", NULL, SIDE_CLIENT, 0, 4},
	};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(GPtrArray) doubts =
		doubts_of(sides, on_no_side, G_N_ELEMENTS(on_no_side), NULL);

	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		const struct doubt *doubt = g_ptr_array_index(doubts, i);
		assert_int_equal(doubt->kind, expected[i].kind);
		assert_string_equal(doubt->first, expected[i].first);
		assert_int_equal(g_strcmp0(doubt->second, expected[i].second), 0);
		assert_int_equal(doubt->side, expected[i].side);
		assert_int_equal(doubt->n, expected[i].n);
		assert_int_equal(doubt->of, expected[i].of);
		sides_correct(sides, expected[i].first, SIDE_CLIENT);
	}
	g_autoptr(GPtrArray) settled =
		doubts_of(sides, on_no_side, G_N_ELEMENTS(on_no_side), NULL);
	for (guint i = 0; i < settled->len; i++)
		assert_true(doubt_is_of_pair(g_ptr_array_index(settled, i)));
}

/* A word of many addresses says nothing of any two. */
static void a_common_word_asks_nothing(void **state)
{
	static const struct wrote wrote[] = {
		{"python@a.fr", NULL, P, 1, 1},    {"python@b.fr", NULL, P, 1, 1},
		{"python@c.fr", NULL, P, 1, 1},    {"laforge49@d.fr", NULL, P, 1, 1},
		{"laforge49@e.fr", NULL, P, 1, 1}, {"virginie@f.fr", "Virginie Roux", P, 1, 1},
		{"virginie@g.fr", NULL, P, 1, 1},
	};
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(GPtrArray) doubts = doubts_of(sides, wrote, G_N_ELEMENTS(wrote), NULL);
	const struct doubt *doubt = find(doubts, DOUBT_SAME_LOCAL_PART);

	assert_non_null(doubt);
	assert_string_equal(doubt->first, "laforge49@d.fr");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_asked_once_and_not_again),
		cmocka_unit_test(a_new_name_begins_where_the_old_one_ends),
		cmocka_unit_test(people_who_move_together_change_their_domain),
		cmocka_unit_test(sides_are_proposed_with_their_reason),
		cmocka_unit_test(a_common_word_asks_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
