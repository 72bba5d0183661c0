/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the four invented assessments look like, byte for byte, in both languages. JSON in
 * English stands in docs/schemas/examples, so that the examples of the schemas cannot age.
 * ENTENTE_UPDATE_GOLDEN=1 writes the files anew. */
#include "harness.h"

#include <stdlib.h>
#include <string.h>

#include "report/fixtures.c"
#include "report/report.h"
#include "report/screen.h"

#define COLUMNS 80

static const char *const languages[] = {"en", "fr"};

static void compare(const char *folder, const char *name, const GString *text)
{
	const char *root = getenv("ENTENTE_SOURCE_ROOT");
	g_autofree char *path = g_build_filename(root != NULL ? root : ".", folder, name, NULL);
	g_autofree char *expected = NULL;

	if (getenv("ENTENTE_UPDATE_GOLDEN") != NULL)
		assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
	if (!g_file_get_contents(path, &expected, NULL, NULL))
		fail_msg("no golden file %s", path);
	assert_string_equal(text->str, expected);
}

/* English JSON is an example of its schema, all else is a golden file. */
static void compare_form(const char *form, const char *fixture, const char *language,
			 const GString *text)
{
	gboolean json = strstr(form, "json") != NULL;
	gboolean example = json && strcmp(language, "en") == 0;
	g_autofree char *verb = g_strndup(form, strcspn(form, "."));
	g_autofree char *name = example ? g_strdup_printf("%s-%s.json", verb, fixture)
					: g_strdup_printf("%s-%s.%s.%s", verb, fixture,
							  language, json ? "json" : "txt");

	compare(example ? "docs/schemas/examples" : "tests/report/golden", name, text);
}

static void check_width(const GString *text)
{
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++)
		if (screen_width(lines[i]) > COLUMNS)
			fail_msg("%u columns: %s", screen_width(lines[i]), lines[i]);
	assert_true(g_str_has_suffix(text->str, "\n"));
	assert_null(strstr(text->str, " \n"));
}

static void write_assess_text(struct assessment *assessment, const struct catalogue *catalogue,
			      GString *out)
{
	report_assess_text(assessment, catalogue, COLUMNS, FALSE, out);
}

static void write_assess_json(struct assessment *assessment, const struct catalogue *catalogue,
			      GString *out)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();

	g_ptr_array_add(one, assessment);
	report_assess_json(one, FALSE, catalogue, out);
}

static void write_explain_text(struct assessment *assessment, const struct catalogue *catalogue,
			       GString *out)
{
	for (guint i = 0; i < assessment->findings->len; i++)
		report_finding_text(assessment, g_ptr_array_index(assessment->findings, i),
				    catalogue, COLUMNS, FALSE, out);
}

static void write_explain_json(struct assessment *assessment, const struct catalogue *catalogue,
			       GString *out)
{
	if (assessment->findings->len > 0)
		report_finding_json(assessment, g_ptr_array_index(assessment->findings, 0),
				    catalogue, out);
}

static const struct {
	const char *form; /* verb.kind */
	void (*write)(struct assessment *, const struct catalogue *, GString *);
} forms[] = {
	{"assess.text", write_assess_text},
	{"assess.json", write_assess_json},
	{"explain.text", write_explain_text},
	{"explain.json", write_explain_json},
};

static void check_form(guint form, const struct fixture *fixture, const char *language)
{
	const struct catalogue *catalogue = catalogue_get(language);
	g_autoptr(assessment_auto) assessment = fixture->make();
	g_autoptr(assessment_auto) again = fixture->make();
	g_autoptr(GString) out = g_string_new(NULL), same = g_string_new(NULL);

	forms[form].write(assessment, catalogue, out);
	forms[form].write(again, catalogue, same);
	assert_string_equal(out->str, same->str);
	if (out->len == 0)
		return;
	if (strstr(forms[form].form, "text") != NULL)
		check_width(out);
	compare_form(forms[form].form, fixture->name, language, out);
}

static void test_forms(void **state)
{
	for (guint form = 0; form < G_N_ELEMENTS(forms); form++)
		for (guint i = 0; i < G_N_ELEMENTS(fixtures); i++)
			for (guint language = 0; language < G_N_ELEMENTS(languages); language++)
				check_form(form, &fixtures[i], languages[language]);
}

static GPtrArray *all_fixtures(void)
{
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)assessment_free);

	for (guint i = 0; i < G_N_ELEMENTS(fixtures); i++)
		g_ptr_array_add(all, fixtures[i].make());
	return all;
}

static void test_list(void **state)
{
	g_autoptr(GPtrArray) all = all_fixtures();
	g_autoptr(GPtrArray) none = g_ptr_array_new();

	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		const struct catalogue *catalogue = catalogue_get(languages[i]);
		g_autoptr(GString) text = g_string_new(NULL), json = g_string_new(NULL),
				   empty = g_string_new(NULL);
		report_list_text(all, catalogue, COLUMNS, FALSE, text);
		check_width(text);
		compare_form("list.text", "all", languages[i], text);
		report_list_json(all, catalogue, json);
		compare_form("list.json", "all", languages[i], json);
		report_list_json(none, catalogue, empty);
		compare_form("list.json", "none", languages[i], empty);
	}
}

/* Two runs that differ in language differ in `sentence` lines and in nothing else. */
static void test_language_changes_sentences_only(void **state)
{
	for (guint i = 0; i < G_N_ELEMENTS(fixtures); i++) {
		g_autoptr(assessment_auto) assessment = fixtures[i].make();
		g_autoptr(GString) english = g_string_new(NULL), french = g_string_new(NULL);
		guint differ = 0;
		write_assess_json(assessment, catalogue_get("en"), english);
		write_assess_json(assessment, catalogue_get("fr"), french);
		g_auto(GStrv) left = g_strsplit(english->str, "\n", -1);
		g_auto(GStrv) right = g_strsplit(french->str, "\n", -1);
		assert_int_equal(g_strv_length(left), g_strv_length(right));
		for (guint line = 0; left[line] != NULL; line++) {
			if (strcmp(left[line], right[line]) == 0)
				continue;
			assert_non_null(strstr(left[line], "\"sentence\": "));
			differ++;
		}
		assert_true(differ > 0);
	}
}

static void test_arrays(void **state)
{
	g_autoptr(GPtrArray) all = all_fixtures();
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GString) many = g_string_new(NULL), empty = g_string_new(NULL);

	report_assess_json(all, FALSE, catalogue_get("en"), many);
	assert_true(g_str_has_prefix(many->str, "[\n"));
	report_assess_json(none, FALSE, catalogue_get("en"), empty);
	assert_string_equal(empty->str, "[]\n");
}

/* Colour adds escapes and nothing else. */
static void test_colour(void **state)
{
	g_autoptr(GRegex) escapes = g_regex_new("\033\\[[0-9]*m", 0, 0, NULL);

	for (guint i = 0; i < G_N_ELEMENTS(fixtures); i++) {
		g_autoptr(assessment_auto) assessment = fixtures[i].make();
		g_autoptr(GString) plain = g_string_new(NULL), colour = g_string_new(NULL);
		report_assess_text(assessment, catalogue_get("fr"), COLUMNS, FALSE, plain);
		report_assess_text(assessment, catalogue_get("fr"), COLUMNS, TRUE, colour);
		g_autofree char *stripped =
			g_regex_replace_literal(escapes, colour->str, -1, 0, "", 0, NULL);
		assert_string_not_equal(plain->str, colour->str);
		assert_string_equal(plain->str, stripped);
	}
}

/* Shares that do not end on four decimals still add up to 1. */
static void test_contributions_add_up(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_healthy();
	g_autoptr(GString) out = g_string_new(NULL);
	double sum = 0;
	guint n = 0;

	for (guint i = 0; i < DIMENSION_COUNT; i++)
		assessment->dimension[i] = 1.0 / DIMENSION_COUNT;
	write_assess_json(assessment, catalogue_get("en"), out);
	const char *list = strstr(out->str, "\"dimensions\"");
	const char *end = strstr(list, "\"findings\"");
	for (const char *at = list; (at = strstr(at, "\"contribution\": ")) != NULL && at < end;
	     at++, n++)
		sum += g_ascii_strtod(at + strlen("\"contribution\": "), NULL);
	assert_int_equal(n, DIMENSION_COUNT);
	assert_true(fabs(sum - 1) < 1e-12);
}

/* Tokens of a later analysis are shown as they are. */
static void test_unknown_tokens(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();
	struct finding *finding = g_ptr_array_index(assessment->findings, 0);
	struct evidence *evidence = g_ptr_array_index(finding->evidence, 0);
	g_autoptr(GString) out = g_string_new(NULL);

	finding->indicator = "later_indicator";
	finding->unit = "furlongs";
	evidence->role = "auditor";
	evidence->reason = "seen_twice";
	assessment->recommendation = "redefine_roles";
	assessment->recommendation_why = "because";
	write_assess_text(assessment, catalogue_get("fr"), out);
	check_width(out);
	assert_non_null(strstr(out->str, "later_indicator"));
	assert_non_null(strstr(out->str, "furlongs"));
	assert_non_null(strstr(out->str, "auditor"));
	assert_non_null(strstr(out->str, "seen_twice"));
	assert_non_null(strstr(out->str, "redéfinir les rôles"));
}

/* Every stage, dated or not, in both languages, has its sentence and keeps its width. */
static void test_every_stage(void **state)
{
	for (enum stage stage = STAGE_UNKNOWN; stage < STAGE_COUNT; stage++)
		for (enum onset_shape shape = 0; shape < SHAPE_COUNT; shape++)
			for (guint dated = 0; dated < 2; dated++) {
				g_autoptr(assessment_auto) assessment = fixture_eroding();
				g_autoptr(GString) out = g_string_new(NULL);
				assessment->stage = stage;
				assessment->shape = shape;
				assessment->ended = assessment->as_of - 30;
				if (dated == 0)
					assessment->onset = assessment->onset_low =
						assessment->onset_high = DAY_NONE;
				write_assess_text(assessment, catalogue_get("fr"), out);
				check_width(out);
				assert_null(strchr(out->str, '{'));
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_language_changes_sentences_only),
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_colour),
		cmocka_unit_test(test_contributions_add_up),
		cmocka_unit_test(test_unknown_tokens),
		cmocka_unit_test(test_every_stage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
