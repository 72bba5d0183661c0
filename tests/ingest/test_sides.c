/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rules of sides, routing, and the proposal of a pair. */
#include "ingest/sides.h"

#include "base/error.h"
#include "tests/harness.h"

static struct mail_address address(const char *text)
{
	return (struct mail_address){.address = g_strdup(text)};
}

/* A mail from `from` to one recipient, or through a list when `to` is NULL. */
static void fill(struct message_record *message, const char *from, const char *to)
{
	message_record_init(message);
	message->from = address(from);
	if (to != NULL) {
		message->to = g_new0(struct mail_address, 1);
		message->to[0] = address(to);
		message->n_to = 1;
	}
}

static bool in_scope(const struct sides *sides, const char *from, const char *to)
{
	struct message_record message;
	bool answer;

	fill(&message, from, to);
	answer = sides_in_scope(sides, &message);
	message_record_clear(&message);
	return answer;
}

static void numbers_have_sides(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr tel:+331234* tel:201",
						"tel:+33450000001 tel:+33123499*", NULL);

	assert_non_null(sides);
	assert_int_equal(sides_of_address(sides, "tel:+33123456789"), SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "tel:+33123499789"), SIDE_PROVIDER);
	assert_int_equal(sides_of_address(sides, "tel:+33450000001"), SIDE_PROVIDER);
	assert_int_equal(sides_of_address(sides, "tel:+334500000012"), SIDE_NONE);
	assert_int_equal(sides_of_address(sides, "tel:201"), SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "tel:2011"), SIDE_NONE);
	assert_null(sides_new("tel:", "infonet.fr", NULL));
	assert_null(sides_new("tel:+33*1", "infonet.fr", NULL));
	assert_null(sides_new("tel:jean", "infonet.fr", NULL));
}

/* In a chat that nobody of the other side is known to read, nothing is said between the two. */
static void a_chat_needs_both_sides(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	struct message_record message;

	fill(&message, "a@acme.fr", NULL);
	assert_true(sides_in_scope(sides, &message));
	message.channel = CHANNEL_CHAT;
	assert_false(sides_in_scope(sides, &message));
	message_record_clear(&message);
	fill(&message, "a@acme.fr", "b@infonet.fr");
	message.channel = CHANNEL_CHAT;
	assert_true(sides_in_scope(sides, &message));
	message_record_clear(&message);
}

static void the_most_precise_rule_wins(void **state)
{
	g_autoptr(sides_auto) sides =
		sides_new("acme.fr, jean@free.fr", "infonet.fr;support.acme.fr", NULL);

	assert_non_null(sides);
	assert_int_equal(sides_of_address(sides, "x@acme.fr"), SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "x@mail.acme.fr"), SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "x@support.acme.fr"), SIDE_PROVIDER);
	assert_int_equal(sides_of_address(sides, "jean@free.fr"), SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "paul@free.fr"), SIDE_NONE);
	assert_int_equal(sides_of_address(sides, "x@notacme.fr"), SIDE_NONE);
	assert_int_equal(sides_of_address(sides, NULL), SIDE_NONE);
}

/* What Exchange writes instead of an address inside its own house. */
static void names_of_exchange_have_sides(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr, /o=First Organization/ou=Paris",
						"infonet.fr;/o=infonet", NULL);

	assert_non_null(sides);
	assert_int_equal(sides_of_address(sides, "/o=first organization/ou=paris/cn=recipients/"
						 "cn=anne"),
			 SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "/o=infonet/cn=recipients/cn=lea"),
			 SIDE_PROVIDER);
	assert_int_equal(sides_of_address(sides, "/o=infonet2/cn=recipients/cn=lea"),
			 SIDE_NONE);
	assert_int_equal(sides_of_address(sides, "/o=first organization/ou=lyon/cn=paul"),
			 SIDE_NONE);
	assert_int_equal(sides_of_address(sides, "x@acme.fr"), SIDE_CLIENT);
}

static void everyone_else_is_the_last_rule(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("*", "divmod.com", NULL);

	assert_int_equal(sides_of_address(sides, "x@divmod.com"), SIDE_PROVIDER);
	assert_int_equal(sides_of_address(sides, "x@gmail.com"), SIDE_CLIENT);
	assert_true(sides_has_everyone(sides));
	assert_true(sides_known(sides));
}

static void wrong_rules_are_usage_errors(void **state)
{
	static const char *const cases[][2] = {{"acme", "infonet.fr"},
					       {"acme.fr", "acme.fr"},
					       {"*", "*"},
					       {"/o=", "infonet.fr"},
					       {"@", "infonet.fr"}};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(sides_new(cases[i][0], cases[i][1], &error));
		assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE));
	}
}

static void both_sides_must_take_part(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);

	assert_true(in_scope(sides, "a@acme.fr", "b@infonet.fr"));
	assert_true(in_scope(sides, "b@infonet.fr", "a@acme.fr"));
	assert_false(in_scope(sides, "a@acme.fr", "a2@acme.fr"));
	assert_false(in_scope(sides, "a@acme.fr", "x@other.fr"));
	assert_false(in_scope(sides, "x@other.fr", "y@third.fr"));
	/* Through a list archive the recipients are not written: the writer's side decides. */
	assert_true(in_scope(sides, "a@acme.fr", NULL));
	assert_false(in_scope(sides, "x@other.fr", NULL));
}

static void everyone_else_writes_to_the_named_side(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("*", "divmod.com", NULL);

	assert_true(in_scope(sides, "x@gmail.com", NULL));
	assert_true(in_scope(sides, "x@divmod.com", "list@twisted.org"));
	assert_true(in_scope(sides, "x@gmail.com", "list@twisted.org"));
	assert_false(in_scope(sides, "x@divmod.com", "y@divmod.com"));
}

static void observe(struct side_proposal *proposal, const char *from, const char *to, bool asks,
		    guint times)
{
	for (guint i = 0; i < times; i++) {
		struct message_record message;
		fill(&message, from, to);
		message.asks = asks;
		side_proposal_observe(proposal, &message);
		message_record_clear(&message);
	}
}

static void the_pair_that_exchanges_most_is_proposed(void **state)
{
	struct side_proposal *proposal = side_proposal_new();
	g_autofree char *client = NULL, *provider = NULL;
	g_auto(GStrv) ranking = NULL;

	observe(proposal, "a@acme.fr", "support@infonet.fr", true, 40);
	observe(proposal, "support@infonet.fr", "a@acme.fr", false, 30);
	observe(proposal, "news@shop.com", "a@acme.fr", false, 500);
	observe(proposal, "a@acme.fr", "b@bank.fr", false, 5);
	observe(proposal, "b@bank.fr", "a@acme.fr", false, 5);
	assert_true(side_proposal_best(proposal, &client, &provider));
	assert_string_equal(client, "acme.fr");
	assert_string_equal(provider, "infonet.fr");
	ranking = side_proposal_ranking(proposal, 2);
	assert_int_equal(g_strv_length(ranking), 2);
	assert_string_equal(ranking[0], "shop.com (500 messages)");
	side_proposal_free(proposal);
}

static void a_house_without_a_domain_is_proposed(void **state)
{
	struct side_proposal *proposal = side_proposal_new();
	g_autofree char *client = NULL, *provider = NULL;
	g_autoptr(sides_auto) sides = NULL;

	observe(proposal, "/o=first organization/ou=x/cn=anne", "support@infonet.co.uk", true,
		20);
	observe(proposal, "support@infonet.co.uk", "/o=first organization/ou=x/cn=luc", false,
		20);
	observe(proposal, "a@other.co.uk", "b@shop.co.uk", false, 30);
	assert_true(side_proposal_best(proposal, &client, &provider));
	assert_string_equal(client, "/o=first organization");
	assert_string_equal(provider, "infonet.co.uk");
	sides = sides_new(client, provider, NULL);
	assert_int_equal(sides_of_address(sides, "/o=first organization/ou=x/cn=anne"),
			 SIDE_CLIENT);
	side_proposal_free(proposal);
}

static void no_exchange_proposes_nothing(void **state)
{
	struct side_proposal *proposal = side_proposal_new();
	char *client = NULL, *provider = NULL;

	observe(proposal, "news@shop.com", "a@acme.fr", false, 10);
	assert_false(side_proposal_best(proposal, &client, &provider));
	assert_null(client);
	side_proposal_free(proposal);
}

static struct meeting_person person(const char *address)
{
	return (struct meeting_person){.who = {.address = (char *)address}};
}

/* Who was asked decides; the title only where the calendar keeps no people. */
static void both_sides_must_be_asked(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	struct meeting_person people[] = {person("a@acme.fr"), person("b@infonet.fr")};
	struct meeting_record meeting = {.title = (char *)"COPIL", .people = people};

	meeting.n_people = 2;
	assert_true(sides_meet(sides, &meeting));
	people[1] = person("b@acme.fr");
	assert_false(sides_meet(sides, &meeting));
	meeting.organiser.address = (char *)"b@infonet.fr";
	assert_true(sides_meet(sides, &meeting));
	meeting.n_people = 0;
	assert_true(sides_meet(sides, &meeting));
	meeting.title = (char *)"Déjeuner";
	assert_false(sides_meet(sides, &meeting));
	meeting.title = NULL;
	assert_false(sides_meet(sides, &meeting));
}

static void meetings_propose_a_pair(void **state)
{
	struct side_proposal *proposal = side_proposal_new();
	struct meeting_person people[] = {person("a@acme.fr"), person("support@infonet.fr")};
	struct meeting_record meeting = {.people = people, .n_people = 2};
	char *client = NULL, *provider = NULL;

	for (int i = 0; i < 20; i++) {
		meeting.organiser.address =
			(char *)(i % 2 ? "a@acme.fr" : "support@infonet.fr");
		side_proposal_observe_meeting(proposal, &meeting);
	}
	assert_true(side_proposal_best(proposal, &client, &provider));
	assert_string_equal(client, "acme.fr");
	assert_string_equal(provider, "infonet.fr");
	g_free(client);
	g_free(provider);
	side_proposal_free(proposal);
}

static void a_correction_wins_over_its_own_rule(void **state)
{
	g_autoptr(relationship_auto) relationship = relationship_new("test");
	g_autoptr(sides_auto) sides = NULL;
	g_autofree char *rule = sides_rule_of_word("@NewCo.fr");
	g_autofree char *none = sides_rule_of_word("newco");

	g_free(relationship->client);
	relationship->client = g_strdup("acme.fr,jean@free.fr");
	g_free(relationship->provider);
	relationship->provider = g_strdup("infonet.fr");
	g_free(relationship->corrections);
	relationship->corrections =
		g_strdup("/o=acme=client\nacme.fr=neither\next-a=b@acme.fr=provider\n"
			 "newco.fr=client\n");
	sides = sides_of_relationship(relationship, NULL);
	assert_non_null(sides);
	assert_int_equal(sides_of_address(sides, "jean@free.fr"), SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "anne@acme.fr"), SIDE_NONE);
	assert_int_equal(sides_of_address(sides, "ext-a=b@acme.fr"), SIDE_PROVIDER);
	assert_int_equal(sides_of_address(sides, "anne@mail.newco.fr"), SIDE_CLIENT);
	assert_int_equal(sides_of_address(sides, "/o=acme/ou=x/cn=anne"), SIDE_CLIENT);
	assert_true(sides_is_corrected(sides, "newco.fr"));
	assert_false(sides_is_corrected(sides, "infonet.fr"));
	assert_string_equal(rule, "newco.fr");
	assert_null(none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_most_precise_rule_wins),
		cmocka_unit_test(numbers_have_sides),
		cmocka_unit_test(a_chat_needs_both_sides),
		cmocka_unit_test(names_of_exchange_have_sides),
		cmocka_unit_test(everyone_else_is_the_last_rule),
		cmocka_unit_test(wrong_rules_are_usage_errors),
		cmocka_unit_test(both_sides_must_take_part),
		cmocka_unit_test(everyone_else_writes_to_the_named_side),
		cmocka_unit_test(the_pair_that_exchanges_most_is_proposed),
		cmocka_unit_test(a_house_without_a_domain_is_proposed),
		cmocka_unit_test(no_exchange_proposes_nothing),
		cmocka_unit_test(both_sides_must_be_asked),
		cmocka_unit_test(meetings_propose_a_pair),
		cmocka_unit_test(a_correction_wins_over_its_own_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
