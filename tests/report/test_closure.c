/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The closure of an incident as a reader sees it: in both languages, in narrow and wide
 * terminals, as JSON, and where nothing is known. */
#include "report/closure.h"

#include <string.h>

#include "harness.h"
#include "report/screen.h"

/* Cause and check are written; the cause is longer than three lines of eighty columns. */
static struct shown_closure *example(void)
{
	struct shown_closure *closure = g_new0(struct shown_closure, 1);
	g_autoptr(GString) cause = g_string_new("La panne vient du disque");

	for (guint i = 0; i < 30; i++)
		g_string_append(cause, " du serveur");
	closure->score = 2;
	closure->ticks[CLOSURE_CAUSE].sentence = g_strdup(cause->str);
	closure->ticks[CLOSURE_CAUSE].event = g_strdup("m0123456789abcdef");
	closure->ticks[CLOSURE_CHECK].sentence = g_strdup("Vérifié avec *** \"ce matin\".");
	closure->ticks[CLOSURE_CHECK].event = g_strdup("t0123456789abcdef");
	return closure;
}

static char *text_of(const struct shown_closure *closure, const char *language, guint columns)
{
	GString *out = g_string_new(NULL);

	report_closure_text(closure, catalogue_get(language), columns, FALSE, out);
	return g_string_free(out, FALSE);
}

static void test_text(void **state)
{
	g_autoptr(shown_closure_auto) closure = example();
	g_autofree char *text = text_of(closure, "en", 80);

	assert_true(g_str_has_prefix(text,
				     "In the last texts of those who handle it: 2 of 5\n"
				     "  [x] the cause is said\n"
				     "      “La panne vient du disque du serveur du serveur"));
	assert_non_null(strstr(text,
			       "…\n      m0123456789abcdef\n"
			       "  [ ] what was done, or will be, is said\n"
			       "  [ ] a date or an hour is given\n"
			       "  [ ] somebody is named, at least by role\n"
			       "  [x] checked with the user, or made sure that it does not "
			       "return\n      “Vérifié avec *** \"ce matin\".”\n"
			       "      t0123456789abcdef\n"));
	assert_true(g_str_has_suffix(
		text, "A missing tick says only that it was not written here.\n"));
}

static void test_french(void **state)
{
	g_autoptr(shown_closure_auto) closure = example();
	g_autofree char *text = text_of(closure, "fr", 80);

	assert_non_null(strstr(text, "Dans les derniers textes de ceux qui le traitent\u00a0: "
				     "2 sur 5\n"));
	assert_non_null(strstr(text, "  [x] la cause est dite\n      «\u00a0La panne"));
	assert_non_null(strstr(text, "Une case vide dit seulement"));
}

static void test_width(void **state)
{
	static const char *const languages[] = {"en", "fr"};
	static const guint columns[] = {40, 80, 132};
	g_autoptr(shown_closure_auto) closure = example();

	for (guint l = 0; l < G_N_ELEMENTS(languages); l++)
		for (guint c = 0; c < G_N_ELEMENTS(columns); c++)
			for (guint known = 0; known < 2; known++) {
				g_autofree char *text = text_of(known ? closure : NULL,
								languages[l], columns[c]);
				g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
				for (guint i = 0; lines[i] != NULL; i++)
					assert_in_range(screen_width(lines[i]), 0, columns[c]);
			}
}

static char *json_of(const struct shown_closure *closure)
{
	GString *out = g_string_new(NULL);
	struct json_writer *json = json_writer_new_line(out);

	json_begin_object(json);
	report_closure_json(json, closure);
	json_end_object(json);
	json_writer_free(json);
	return g_string_free(out, FALSE);
}

static void test_json(void **state)
{
	struct shown_closure closure = {
		.score = 1,
		.ticks = {[CLOSURE_DATE] = {(char *)"Le \"12\".", (char *)"m1"}},
	};
	g_autofree char *known = json_of(&closure);
	g_autofree char *unknown = json_of(NULL);

	g_strstrip(known);
	g_strstrip(unknown);
	assert_string_equal(unknown, "{\"closure\":null}");
	assert_non_null(strstr(known, "\"score\":1"));
	assert_non_null(strstr(known, "\"of\":5"));
	assert_non_null(strstr(known, "{\"tick\":\"cause\",\"sentence\":null,\"event\":null}"));
	assert_non_null(strstr(known, "{\"tick\":\"date\",\"sentence\":\"Le \\\"12\\\".\","
				      "\"event\":\"m1\"}"));
	shown_closure_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_french),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
