/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where registries end, and whose mail is anybody's. */
#include "ingest/organisation.h"

#include "tests/harness.h"

static void an_organisation_is_what_was_registered(void **state)
{
	static const struct {
		const char *address, *organisation, *label;
	} cases[] = {
		{"jean@mail.acme.fr", "acme.fr", "acme"},
		{"jean@acme.co.uk", "acme.co.uk", "acme"},
		{"jean@a.b.acme.com.au", "acme.com.au", "acme"},
		{"jean@mairie.asso.fr", "mairie.asso.fr", "mairie"},
		{"jean@localhost", "localhost", "localhost"},
		{"/o=acme/ou=paris/cn=anne", "/o=acme", "acme"},
		{"/o=first organization/cn=anne", "/o=first organization",
		 "first organization"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *organisation = organisation_of_address(cases[i].address);
		g_autofree char *label = organisation_label(organisation);
		assert_string_equal(organisation, cases[i].organisation);
		assert_string_equal(label, cases[i].label);
	}
	assert_null(organisation_of_address("jean"));
	assert_null(organisation_of_address("jean@"));
	assert_null(organisation_of_address(NULL));
}

static void free_mail_is_nobodys(void **state)
{
	assert_true(organisation_is_free_mail("gmail.com"));
	assert_true(organisation_is_free_mail("yahoo.co.uk"));
	assert_true(organisation_is_free_mail("free.fr"));
	assert_false(organisation_is_free_mail("freedom.fr"));
	assert_false(organisation_is_free_mail("gmailer.com"));
	assert_false(organisation_is_free_mail("acme.fr"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_organisation_is_what_was_registered),
		cmocka_unit_test(free_mail_is_nobodys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
