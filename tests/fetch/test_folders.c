/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names in the UTF-7 of IMAP, with the C library's own converter as judge, and the choice of
 * folders as Gmail, Exchange and Dovecot list them. */
#include "fetch/folders.h"

#include <string.h>

#include "fetch/fetch.h"
#include "harness.h"

static void names_are_decoded(void **state)
{
	static const char *const pairs[][2] = {
		{"INBOX", "INBOX"},
		{"R&-D", "R&D"},
		{"&AMk-l&AOk-ments envoy&AOk-s", "Éléments envoyés"},
		{"Entw&APw-rfe", "Entwürfe"},
		/* The example of RFC 3501, section 5.1.3. */
		{"~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"},
		{"&2D3eAA-", "😀"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
		g_autofree char *name = folder_decode(pairs[i][0]);
		assert_string_equal(name, pairs[i][1]);
	}
}

static void broken_names_are_no_names(void **state)
{
	static const char *const names[] = {
		"&",     "&AMk",     "&AM-",  "&A-",         "&!!-",
		"&2D0-", "&3gDYPQ-", "&AAA-", "caf\303\251", "&AMl-",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		assert_null(folder_decode(names[i]));
}

/* Any text that the C library encodes comes back. */
static void what_is_encoded_comes_back(void **state)
{
	GRand *draw = g_rand_new_with_seed(3);

	for (int i = 0; i < 2000; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autofree char *encoded = NULL;
		g_autofree char *decoded = NULL;
		while (text->len < 20) {
			gunichar one = (gunichar)g_rand_int_range(draw, 0x20, 0x11000);
			if (one != 0x7f && g_unichar_validate(one))
				g_string_append_unichar(text, one);
		}
		encoded = g_convert(text->str, -1, "UTF-7-IMAP", "UTF-8", NULL, NULL, NULL);
		assert_non_null(encoded);
		decoded = folder_decode(encoded);
		assert_non_null(decoded);
		assert_string_equal(decoded, text->str);
	}
	g_rand_free(draw);
}

static void dangerous_names_are_dropped(void **state)
{
	g_autofree char *long_name = g_strnfill(FETCH_NAME_LENGTH + 1, 'x');

	assert_null(folder_new("a\r\nA1 DELETE INBOX", '/', 0));
	assert_null(folder_new("", '/', 0));
	assert_null(folder_new(long_name, '/', 0));
	assert_null(folder_new("a\033[2Jb", '/', 0));
	assert_null(folder_new("&ABs-[2J", '/', 0));
}

struct listed {
	const char *raw, *attribute;
};

static GPtrArray *list(const struct listed *listed, gsize n)
{
	GPtrArray *folders = g_ptr_array_new_with_free_func((GDestroyNotify)folder_free);

	for (gsize i = 0; i < n; i++)
		g_ptr_array_add(folders, folder_new(listed[i].raw, '/',
						    folder_trait_of(listed[i].attribute)));
	return folders;
}

static char *chosen(const struct listed *listed, gsize n, const char *const *patterns)
{
	g_autoptr(GPtrArray) folders = list(listed, n);
	g_autoptr(GString) names = g_string_new(NULL);

	folders_choose(folders, (char *const *)patterns);
	for (guint i = 0; i < folders->len; i++)
		g_string_append_printf(names, "%s|",
				       ((struct folder *)g_ptr_array_index(folders, i))->name);
	return g_string_free(g_steal_pointer(&names), FALSE);
}

static const struct listed exchange[] = {
	{"INBOX", ""},
	{"INBOX/Projets", ""},
	{"&AMk-l&AOk-ments envoy&AOk-s", ""},
	{"&AMk-l&AOk-ments supprim&AOk-s", ""},
	{"Courrier ind&AOk-sirable", ""},
	{"Brouillons", ""},
	{"Bo&AO4-te d'envoi", ""},
	{"Dossiers publics", "\\Noselect"},
};

static const struct listed dovecot[] = {
	{"INBOX", ""},        {"Poubelle", "\\Trash"},    {"Poubelle/2019", ""},
	{"Ma boite", "Junk"}, {"Sent", "\\Sent"},         {"INBOX", ""},
	{"Poubelles", ""},    {"Important", "\\Flagged"},
};

static const struct listed gmail[] = {
	{"INBOX", ""},
	{"[Gmail]", "\\Noselect"},
	{"[Gmail]/Tous les messages", "\\All"},
	{"[Gmail]/Corbeille", "\\Trash"},
	{"[Gmail]/Spam", "\\Junk"},
	{"[Gmail]/Suivis", "\\Flagged"},
	{"Clients", ""},
};

static void the_usual_choice(void **state)
{
	g_autofree char *first = chosen(exchange, G_N_ELEMENTS(exchange), NULL);
	g_autofree char *second = chosen(dovecot, G_N_ELEMENTS(dovecot), NULL);
	g_autofree char *third = chosen(gmail, G_N_ELEMENTS(gmail), NULL);

	assert_string_equal(first, "INBOX|INBOX/Projets|Éléments envoyés|");
	assert_string_equal(second, "INBOX|Poubelles|Sent|");
	assert_string_equal(third, "[Gmail]/Tous les messages|");
}

static void the_users_choice(void **state)
{
	const char *const some[] = {"inbox*", "éléments SUPPRIMÉS", NULL};
	const char *const closed[] = {"dossiers*", NULL};
	g_autofree char *first = chosen(exchange, G_N_ELEMENTS(exchange), some);
	g_autofree char *second = chosen(exchange, G_N_ELEMENTS(exchange), closed);

	assert_string_equal(first, "INBOX|INBOX/Projets|Éléments supprimés|");
	assert_string_equal(second, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_decoded),
		cmocka_unit_test(broken_names_are_no_names),
		cmocka_unit_test(what_is_encoded_comes_back),
		cmocka_unit_test(dangerous_names_are_dropped),
		cmocka_unit_test(the_usual_choice),
		cmocka_unit_test(the_users_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
