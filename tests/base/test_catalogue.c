/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The catalogue inside the program against its source: every text of po/fr.po is found under
 * its key, with gettext's plural rules; unknown keys come back as they are. */
#include "harness.h"

#include <stdlib.h>
#include <string.h>

#include "base/catalogue.h"

static void test_languages(void **state)
{
	assert_string_equal(catalogue_language(catalogue_get("fr")), "fr");
	assert_string_equal(catalogue_language(catalogue_get("en")), "en");
	assert_string_equal(catalogue_language(catalogue_get("de")), "en");
	assert_string_equal(catalogue_language(catalogue_get(NULL)), "en");
	assert_ptr_equal(catalogue_get("fr"), catalogue_get("fr"));
}

static void test_texts(void **state)
{
	assert_string_equal(catalogue_text(catalogue_get("fr"), "provider"), "prestataire");
	assert_string_equal(catalogue_text(catalogue_get("en"), "provider"), "provider");
	assert_string_equal(catalogue_text(catalogue_get("fr"), "no such key"), "no such key");
	/* In the file the empty key holds its header, which is no text. */
	assert_string_equal(catalogue_text(catalogue_get("fr"), ""), "");
}

static void test_plurals(void **state)
{
	static const struct {
		const char *language;
		gulong n;
		const char *text;
	} cases[] = {
		{"en", 0, "{n} weeks"},        {"en", 1, "{n} week"},
		{"en", 2, "{n} weeks"},        {"fr", 0, "{n}\u00a0semaine"},
		{"fr", 1, "{n}\u00a0semaine"}, {"fr", 2, "{n}\u00a0semaines"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_string_equal(catalogue_plural(catalogue_get(cases[i].language),
						     "{n} week", "{n} weeks", cases[i].n),
				    cases[i].text);
	assert_string_equal(catalogue_plural(catalogue_get("fr"), "one x", "many x", 3),
			    "many x");
}

static void set_locale(const char *all, const char *messages, const char *lang,
		       const char *language)
{
	g_setenv("LC_ALL", all, TRUE);
	g_setenv("LC_MESSAGES", messages, TRUE);
	g_setenv("LANG", lang, TRUE);
	g_setenv("LANGUAGE", language, TRUE);
}

static void test_environment(void **state)
{
	static const struct {
		const char *all, *messages, *lang, *language, *expected;
	} cases[] = {
		{"", "", "", "", "en"},
		{"fr_FR.UTF-8", "en_US", "en_US", "en", "fr"},
		{"", "fr", "en_US", "", "fr"},
		{"", "", "fr_CA.UTF-8", "", "fr"},
		{"", "", "fr@euro", "", "fr"},
		{"", "", "", "fr:en", "fr"},
		{"C.UTF-8", "fr", "fr", "fr", "en"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		set_locale(cases[i].all, cases[i].messages, cases[i].lang, cases[i].language);
		assert_string_equal(catalogue_language_from_environment(), cases[i].expected);
	}
	set_locale("C.UTF-8", "", "", "");
}

/* The text between the quotes of `keyword "text"`; NULL when the line is another one. */
static char *quoted(const char *line, const char *keyword)
{
	g_autofree char *start = g_strconcat(keyword, " \"", NULL);
	g_autofree char *inside = NULL;

	if (!g_str_has_prefix(line, start))
		return NULL;
	inside = g_strndup(line + strlen(start), strlen(line) - strlen(start) - 1);
	return g_strcompress(inside);
}

static void check_entry(const char *key, const char *line)
{
	g_autofree char *text = quoted(line, "msgstr");
	g_autofree char *first = quoted(line, "msgstr[0]");
	const char *expected = text != NULL ? text : first;

	if (key != NULL && *key != '\0' && expected != NULL)
		assert_string_equal(catalogue_text(catalogue_get("fr"), key), expected);
}

/* po/fr.po keeps one line a text, so that it can be read without gettext. */
static void test_every_text(void **state)
{
	const char *root = getenv("ENTENTE_SOURCE_ROOT");
	g_autofree char *path =
		g_build_filename(root != NULL ? root : ".", "po", "fr.po", NULL);
	g_autofree char *file = NULL, *key = NULL;
	g_auto(GStrv) lines = NULL;
	guint entries = 0;

	assert_true(g_file_get_contents(path, &file, NULL, NULL));
	lines = g_strsplit(file, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		char *found = quoted(lines[i], "msgid");
		if (found != NULL) {
			g_free(key);
			key = found;
			entries++;
		}
		check_entry(key, lines[i]);
	}
	assert_true(entries > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_languages),  cmocka_unit_test(test_texts),
		cmocka_unit_test(test_plurals),    cmocka_unit_test(test_environment),
		cmocka_unit_test(test_every_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
