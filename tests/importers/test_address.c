/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Address fields: what people, lists and archives write, and agreement with GMime on the
 * well-formed ones of real mail. */
#include "reading.h"

#include <gmime/gmime.h>

#include "base/limits.h"
#include "importers/address.h"
#include "importers/header.h"
#include "importers/mail.h"

/* "address|name, address|name" */
static char *written(const char *field)
{
	struct mail_address *found;
	guint n = mail_parse_addresses(field, &found);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < n; i++) {
		g_string_append_printf(text, "%s%s|%s", i ? ", " : "", found[i].address,
				       found[i].name ? found[i].name : "");
		g_free(found[i].address);
		g_free(found[i].name);
	}
	g_free(found);
	return g_string_free(text, FALSE);
}

static void test_fields(void **state)
{
	static const struct {
		const char *field, *expected;
	} cases[] = {
		{"Jean Dupont <Jean.Dupont@ACME.fr>", "jean.dupont@acme.fr|Jean Dupont"},
		{"jean@acme.fr", "jean@acme.fr|"},
		{"jean@acme.fr (Jean Dupont)", "jean@acme.fr|Jean Dupont"},
		{"exarkun at divmod.com (Jean-Paul Calderone)",
		 "exarkun@divmod.com|Jean-Paul Calderone"},
		{"a [at] b dot org", "a@b.org|"},
		{"a(at)b.org", "a@b.org|"},
		{"\"Dupont, Jean\" <jean@acme.fr>, b@c.fr",
		 "jean@acme.fr|Dupont, Jean, b@c.fr|"},
		{"Dupont, Jean <jean@acme.fr>; b@c.fr", "jean@acme.fr|Dupont, Jean, b@c.fr|"},
		{"Team: a@b.fr, C <c@d.fr>;, e@f.fr", "a@b.fr|, c@d.fr|C, e@f.fr|"},
		{"undisclosed-recipients:;", ""},
		{"=?utf-8?Q?Fran=C3=A7ois?= <f@acme.fr>", "f@acme.fr|François"},
		{"\"=?iso-8859-1?Q?Fran=E7ois?=\" <f@acme.fr>", "f@acme.fr|François"},
		{"=?utf-8?B?RnJhbsOnb2lz?= =?utf-8?B?IExlZsOodnJl?= <f@acme.fr>",
		 "f@acme.fr|François Lefèvre"},
		{"=?utf-8?Q?Fran=C3=A7ois <f@acme.fr>", "f@acme.fr|=?utf-8?Q?Fran=C3=A7ois"},
		{"Fran\xe7ois <f@acme.fr>", "f@acme.fr|François"},
		{"\"Jean <jean@acme.fr>, b@c.fr", "jean@acme.fr|\"Jean, b@c.fr|"},
		{"Jean <jean@acme.fr, b@c.fr", "jean@acme.fr|Jean, b@c.fr|"},
		{"'jean@acme.fr' <jean@acme.fr>", "jean@acme.fr|"},
		{"\"'Jean Dupont' via Support\" <support@acme.fr>",
		 "support@acme.fr|Jean Dupont"},
		{"mailto:jean@acme.fr", "jean@acme.fr|"},
		{"<@relay.fr:jean@acme.fr>", "jean@acme.fr|"},
		{"Jean (atelier (nord)) <jean@acme.fr>", "jean@acme.fr|Jean"},
		{"\"/O=ACME/OU=FR/CN=RECIPIENTS/CN=JDUPONT\"",
		 "/o=acme/ou=fr/cn=recipients/cn=jdupont|"},
		{"Jean </O=ACME/CN=JDUPONT>", "/o=acme/cn=jdupont|Jean"},
		{"Big Bug bb@bug.com", "bb@bug.com|Big Bug"},
		{"root@localhost", "root@localhost|"},
		{"\"a b\"@c.fr", "\"a b\"@c.fr|"},
		{"<\"a b\"@c.fr>", "\"a b\"@c.fr|"},
		{"Jean Dupont", ""},
		{"", ""},
		{",,;,", ""},
		{"<>", ""},
		{"@", ""},
		{"meet at noon", ""},
		{"\"Jean \\\"le grand\\\" Dupont\" <j@a.fr>",
		 "j@a.fr|Jean \"le grand\" Dupont"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = written(cases[i].field);

		if (!g_str_equal(text, cases[i].expected))
			fail_msg("%s: %s instead of %s", cases[i].field, text,
				 cases[i].expected);
	}
}

/* Time must not explode and the limit must hold, whatever is opened and never closed. */
static void test_hostile_fields(void **state)
{
	static const char *const units[] = {"(",    "\"",   "<",  "\\", "a@b.fr,", "(a)<",
					    "\"<(", " at ", ":;", "'<", "[at]"};

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(GString) field = g_string_new(NULL);
		g_autoptr(GArray) entries = NULL;

		while (field->len < LIMIT_HEADER_FIELD)
			g_string_append(field, units[i]);
		entries = address_split(field->str, LIMIT_ADDRESSES);
		assert_true(entries->len <= LIMIT_ADDRESSES);
	}
}

static void test_normalise(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{"Jean@ACME.fr", "jean@acme.fr"},
		{"<jean@acme.fr>", "jean@acme.fr"},
		{"mailto:jean@acme.fr", "jean@acme.fr"},
		{"jean at acme dot fr", "jean@acme.fr"},
		{"jean_at_acme.fr", "jean@acme.fr"},
		{"jean.dupont=40acme.fr@dmarc.ietf.org", "jean.dupont@acme.fr"},
		{"a=40b=40c.fr@dmarc.ietf.org", "a=40b=40c.fr@dmarc.ietf.org"},
		{"=40@dmarc.x.fr", "=40@dmarc.x.fr"},
		{"a=40@dmarc.x.fr", "a=40@dmarc.x.fr"},
		{"a=40b!c.fr@dmarc.x.fr", "a=40b!c.fr@dmarc.x.fr"},
		{"a=40b@dmarc.x.fr", "a=40b@dmarc.x.fr"},
		{"a@dmarc.x=40y.fr", NULL},
		{"a=40b@acme.fr", "a=40b@acme.fr"},
		{"jean at acme", NULL},
		{"jean@", NULL},
		{"@acme.fr", NULL},
		{"jean", NULL},
		{"jean dupont@acme.fr", NULL},
		{"jean@ac me.fr", NULL},
		{"jean@[192.0.2.1]", "jean@[192.0.2.1]"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = mail_normalise_address(cases[i].text);

		if (g_strcmp0(found, cases[i].expected))
			fail_msg("%s: %s", cases[i].text, found ? found : "none");
	}
}

struct agreement {
	guint same, different;
};

static bool is_ordinary(const char *field)
{
	return !strpbrk(field, ":;\\") && strchr(field, '@') && g_str_is_ascii(field);
}

/* Both readers on one field, as address lists; GMime keeps the letter case. */
static void compare_field(const char *field, struct agreement *agreement)
{
	g_autoptr(GArray) ours = address_split(field, LIMIT_ADDRESSES);
	InternetAddressList *theirs = internet_address_list_parse(NULL, field);
	int n = theirs ? internet_address_list_length(theirs) : 0;
	bool same = (guint)n == ours->len;

	for (int i = 0; same && i < n; i++) {
		InternetAddress *one = internet_address_list_get_address(theirs, i);
		struct address_entry *entry =
			&g_array_index(ours, struct address_entry, (guint)i);

		same = INTERNET_ADDRESS_IS_MAILBOX(one) && entry->address &&
		       !g_ascii_strcasecmp(entry->address,
					   internet_address_mailbox_get_addr(
						   INTERNET_ADDRESS_MAILBOX(one)));
	}
	agreement->same += same;
	agreement->different += !same;
	if (!same)
		print_message("# differs: %.100s\n", field);
	g_clear_object(&theirs);
}

static void compare_file(const char *path, struct agreement *agreement)
{
	g_autofree char *bytes = NULL;
	struct header_block block;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, NULL))
		return;
	header_block_scan((const guint8 *)bytes, length, &block);
	for (int id = HEADER_FROM; id <= HEADER_CC; id++) {
		g_autofree char *field = header_unfold(&block.first[id]);

		if (field && is_ordinary(field))
			compare_field(field, agreement);
	}
}

static void walk(const char *folder, struct agreement *agreement)
{
	g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);
	const char *name;

	while (open && (name = g_dir_read_name(open))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			walk(path, agreement);
		else
			compare_file(path, agreement);
	}
}

static void test_agrees_with_gmime_on_real_fields(void **state)
{
	const char *shared = g_getenv("ENTENTE_SHARED");
	g_autofree char *folder = g_build_filename(shared ? shared : "", "data/mime", NULL);
	struct agreement agreement = {0};

	if (!shared || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		print_message("# ../shared is absent\n");
		skip();
	}
	g_mime_init();
	walk(folder, &agreement);
	print_message("# %u fields the same, %u not\n", agreement.same, agreement.different);
	/* What remains are names of one host without any, which are no addresses here. */
	assert_true(agreement.same >= 580);
	assert_true(agreement.different <= 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_hostile_fields),
		cmocka_unit_test(test_normalise),
		cmocka_unit_test(test_agrees_with_gmime_on_real_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
