/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Addresses as users write them, and those that are refused with a word. */
#include "fetch/remote.h"

#include <string.h>

#include "base/error.h"
#include "harness.h"

static void addresses_are_taken_apart(void **state)
{
	static const struct {
		const char *address;
		enum remote_kind kind;
		const char *user, *host;
		guint16 port;
		const char *name;
	} cases[] = {
		{"imaps://anne@imap.acme.fr/", REMOTE_IMAPS, "anne", "imap.acme.fr", 993,
		 "imaps://anne@imap.acme.fr"},
		{"imaps://anne@acme.fr@imap.acme.fr", REMOTE_IMAPS, "anne@acme.fr",
		 "imap.acme.fr", 993, "imaps://anne%40acme.fr@imap.acme.fr"},
		{"imaps://anne%40acme.fr@IMAP.acme.fr:993/", REMOTE_IMAPS, "anne@acme.fr",
		 "imap.acme.fr", 993, "imaps://anne%40acme.fr@imap.acme.fr"},
		{"IMAP://anne@localhost:1143", REMOTE_IMAP, "anne", "localhost", 1143,
		 "imap://anne@localhost:1143"},
		{"imaps://anne@[::1]:2993", REMOTE_IMAPS, "anne", "::1", 2993,
		 "imaps://anne@[::1]:2993"},
		{"graph://me", REMOTE_GRAPH, "me", NULL, 0, "graph://me"},
		{"graph://anne@acme.fr", REMOTE_GRAPH, "anne@acme.fr", "acme.fr", 0,
		 "graph://anne%40acme.fr"},
		{"zammad+https://HELP.acme.fr/", REMOTE_REST, NULL, "help.acme.fr", 443,
		 "zammad+https://help.acme.fr"},
		{"jira+https://anne@acme.fr@acme.atlassian.net", REMOTE_REST, "anne@acme.fr",
		 "acme.atlassian.net", 443, "jira+https://anne%40acme.fr@acme.atlassian.net"},
		{"glpi+http://[::1]:8080/a@b/apirest.php/", REMOTE_REST, NULL, "::1", 8080,
		 "glpi+http://[::1]:8080/a@b/apirest.php"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(remote_auto) remote = remote_parse(cases[i].address, NULL);
		assert_non_null(remote);
		assert_int_equal(remote->kind, cases[i].kind);
		if (cases[i].user == NULL)
			assert_null(remote->user);
		else
			assert_string_equal(remote->user, cases[i].user);
		if (cases[i].host == NULL)
			assert_null(remote->host);
		else
			assert_string_equal(remote->host, cases[i].host);
		assert_int_equal(remote->port, cases[i].port);
		assert_string_equal(remote->name, cases[i].name);
	}
}

/* The name of a source must not depend on how its address was spelled. */
static void a_name_names_itself(void **state)
{
	static const char *const addresses[] = {
		"imaps://anne@acme.fr@imap.acme.fr:994/",
		"imap://a%2Fb%25@[fe80::1]/",
		"graph://anne@acme.fr",
		"jira+https://anne@acme.fr@acme.atlassian.net:444/x/",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_autoptr(remote_auto) once = remote_parse(addresses[i], NULL);
		g_autoptr(remote_auto) twice = remote_parse(once->name, NULL);
		assert_string_equal(once->name, twice->name);
		assert_string_equal(once->user, twice->user);
	}
}

static void others_are_refused(void **state)
{
	static const char *const addresses[] = {
		"imaps://imap.acme.fr/",
		"imaps://@imap.acme.fr/",
		"imaps://anne@/",
		"imaps://anne@imap.acme.fr:0/",
		"imaps://anne@imap.acme.fr:99999",
		"imaps://anne@imap.acme.fr:",
		"imaps://anne@imap.acme.fr/INBOX",
		"imaps://anne@-oProxy/",
		"imaps://an%00ne@imap.acme.fr/",
		"imaps://an%0d%0ane@imap.acme.fr/",
		"imaps://an%ffne@imap.acme.fr/",
		"imaps://anne@[::1",
		"graph://anne",
		"graph://anne@",
		"https://acme.fr/",
		"zammad+http://help.acme.fr",
		"zammad+http://127.0.0.1.evil.example",
		"zammad+https://",
		"zammad+https://help.acme.fr/?a=b",
		"zammad+https://help.acme.fr/#a",
		"zammad+https://help.acme.fr/a b",
		"zammad+https://help.acme.fr/../x",
		"zammad+https://an%0d%0ane@help.acme.fr",
		"zammad+ftp://help.acme.fr",
		"+https://help.acme.fr",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(remote_parse(addresses[i], &error));
		assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE));
	}
}

static void a_password_is_refused_and_not_repeated(void **state)
{
	g_autoptr(GError) error = NULL;

	assert_null(remote_parse("imaps://anne:geheim@imap.acme.fr/", &error));
	assert_non_null(strstr(error->message, "never holds a password"));
	assert_null(strstr(error->message, "geheim"));
	g_clear_error(&error);
	assert_null(remote_parse("zammad+https://anne:geheim@help.acme.fr/x", &error));
	assert_null(strstr(error->message, "geheim"));
}

static void a_path_is_not_an_address(void **state)
{
	assert_false(remote_is("/home/anne/imaps:"));
	assert_false(remote_is("imaps"));
	assert_true(remote_is("imaps://"));
	assert_true(remote_is("GRAPH://me"));
}

static void a_folder_is_a_source(void **state)
{
	g_autoptr(remote_auto) remote = remote_parse("imaps://anne@imap.acme.fr/", NULL);
	g_autofree char *source = remote_source(remote, "Clients/Été");

	assert_string_equal(source, "imaps://anne@imap.acme.fr/Clients/Été");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_taken_apart),
		cmocka_unit_test(a_name_names_itself),
		cmocka_unit_test(others_are_refused),
		cmocka_unit_test(a_password_is_refused_and_not_repeated),
		cmocka_unit_test(a_path_is_not_an_address),
		cmocka_unit_test(a_folder_is_a_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
