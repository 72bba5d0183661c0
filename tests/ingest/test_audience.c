/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is brought into a thread, counted by hand. */
#include "ingest/audience.h"

#include "tests/harness.h"

static struct stored_message mail(const char *from, const char *recipients)
{
	return (struct stored_message){
		.from_address = from, .recipients = recipients, .sent_ms = 1};
}

static struct identities *people(struct sides *sides)
{
	static const char *const all[] = {
		"anne@acme.fr",       "bob@infonet.fr", "carl@infonet.fr", "direction@acme.fr",
		"support@infonet.fr", "dora@acme.fr",   "eve@acme.fr"};
	struct identities *identities = identities_new(sides, "acme");

	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		identities_observe(identities, all[i], NULL);
	identities_resolve(identities);
	return identities;
}

static void assert_step(struct audience *audience, guint32 thread,
			struct stored_message message, guint added, bool raised)
{
	struct audience_step step = audience_follow(audience, thread, &message);

	assert_int_equal(step.added, added);
	assert_int_equal(step.raised, raised);
}

static void who_joins_is_counted_once(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = people(sides);
	struct audience *audience = audience_new(identities);

	/* The first message makes the audience. */
	assert_step(audience, 0, mail("anne@acme.fr", "bob@infonet.fr\tBob\neve@acme.fr"), 0,
		    false);
	assert_step(audience, 0, mail("bob@infonet.fr", "anne@acme.fr\neve@acme.fr"), 0, false);
	/* A function mailbox and oneself are nobody. */
	assert_step(audience, 0,
		    mail("bob@infonet.fr", "anne@acme.fr\ncarl@infonet.fr\nsupport@infonet.fr\n"
					   "bob@infonet.fr"),
		    1, false);
	/* Who is there already does not join again; the management is somebody. */
	assert_step(audience, 0,
		    mail("anne@acme.fr", "bob@infonet.fr\ncarl@infonet.fr\ndirection@acme.fr"),
		    1, true);
	assert_step(audience, 0, mail("anne@acme.fr", "direction@acme.fr\ndora@acme.fr"), 1,
		    false);
	/* Another thread begins anew; who writes on its own is known from then on. */
	assert_step(audience, 1, mail("anne@acme.fr", "bob@infonet.fr"), 0, false);
	assert_step(audience, 1, mail("dora@acme.fr", "anne@acme.fr"), 0, false);
	assert_step(audience, 1, mail("anne@acme.fr", "dora@acme.fr\ncarl@infonet.fr"), 1,
		    false);
	audience_free(audience);
}

static void robots_and_chats_bring_nobody(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(identities_auto) identities = people(sides);
	struct audience *audience = audience_new(identities);
	struct stored_message robot = mail("support@infonet.fr", "dora@acme.fr\neve@acme.fr");
	struct stored_message chat = mail("bob@infonet.fr", "dora@acme.fr\neve@acme.fr");

	robot.automatic = 1;
	chat.channel = CHANNEL_CHAT;
	assert_step(audience, 0, mail("anne@acme.fr", "bob@infonet.fr"), 0, false);
	assert_step(audience, 0, robot, 0, false);
	assert_step(audience, 0, chat, 0, false);
	assert_step(audience, 0, mail("bob@infonet.fr", NULL), 0, false);
	assert_step(audience, 0, mail("bob@infonet.fr", "dora@acme.fr\neve@acme.fr"), 2, false);
	audience_free(audience);
}

static void the_management_is_told_by_plain_words(void **state)
{
	assert_true(audience_is_management("direction@acme.fr", NULL));
	assert_true(audience_is_management("p.durand-dg@acme.fr", NULL));
	assert_true(audience_is_management("anne@acme.fr", "Anne Dupont (Directrice)"));
	assert_true(audience_is_management("anne@acme.fr", "DUPONT Anne, PDG"));
	assert_true(audience_is_management(NULL, "Jean Gérant"));
	assert_false(audience_is_management("anne@direction.fr", "Anne Dupont"));
	assert_false(audience_is_management("account.manager@infonet.fr", "Account Manager"));
	assert_false(audience_is_management("support@infonet.fr", "Responsable support"));
	assert_false(audience_is_management("directions@acme.fr", "Ceol Legall"));
	assert_false(audience_is_management(NULL, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_joins_is_counted_once),
		cmocka_unit_test(robots_and_chats_bring_nobody),
		cmocka_unit_test(the_management_is_told_by_plain_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
