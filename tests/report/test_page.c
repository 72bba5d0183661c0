/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The HTML page: well-formed, self-contained, escaped, the same every time; and what its charts
 * draw. */
#include "harness.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "report/chart.h"
#include "report/fixtures.c"
#include "report/report.h"

static GString *page_of(const struct assessment *assessment, const char *language)
{
	GString *out = g_string_new(NULL);

	report_html(assessment, catalogue_get(language), out);
	return out;
}

static guint count(const char *text, const char *what)
{
	guint n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

static gboolean well_formed(const char *xmllint, const GString *page)
{
	g_autoptr(GSubprocess) child = g_subprocess_new(
		G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
			G_SUBPROCESS_FLAGS_STDERR_SILENCE,
		NULL, xmllint, "--noout", "-", NULL);

	assert_non_null(child);
	return g_subprocess_communicate_utf8(child, page->str, NULL, NULL, NULL, NULL) &&
	       g_subprocess_get_successful(child);
}

static void test_well_formed(void **state)
{
	g_autofree char *xmllint = g_find_program_in_path("xmllint");
	g_autoptr(GString) broken = g_string_new("<p><b></p>");

	if (xmllint == NULL) {
		print_message("# not tested: no xmllint here\n");
		return;
	}
	assert_false(well_formed(xmllint, broken));
	for (guint i = 0; i < G_N_ELEMENTS(fixtures); i++) {
		g_autoptr(assessment_auto) assessment = fixtures[i].make();
		g_autoptr(GString) english = page_of(assessment, "en");
		g_autoptr(GString) french = page_of(assessment, "fr");
		assert_true(well_formed(xmllint, english));
		assert_true(well_formed(xmllint, french));
	}
}

static void test_self_contained(void **state)
{
	static const char *const absent[] = {
		"http:", "https:",      "<script", "src=",           "url(",  "@import",
		"<link", "javascript:", "onload",  "{relationship}", "\"nan", "inf\""};

	for (guint i = 0; i < G_N_ELEMENTS(fixtures); i++) {
		g_autoptr(assessment_auto) assessment = fixtures[i].make();
		g_autoptr(GString) page = page_of(assessment, "fr");
		for (guint word = 0; word < G_N_ELEMENTS(absent); word++)
			if (strstr(page->str, absent[word]) != NULL)
				fail_msg("%s holds %s", fixtures[i].name, absent[word]);
		assert_true(g_utf8_validate(page->str, (gssize)page->len, NULL));
	}
}

static void test_escaped(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();
	g_free(assessment->relationship);
	assessment->relationship = g_strdup("a<b>&\"c\"\033[1m");
	g_autoptr(GString) page = page_of(assessment, "en");

	assert_non_null(strstr(page->str, "a&lt;b&gt;&amp;&quot;c&quot;[1m"));
	assert_non_null(strstr(page->str, "Teams &amp; &lt;b&gt;chat&lt;/b&gt;"));
	assert_null(strchr(page->str, '\033'));
	assert_null(strstr(page->str, "<b>"));
}

static void test_same_bytes(void **state)
{
	for (guint i = 0; i < G_N_ELEMENTS(fixtures); i++) {
		g_autoptr(assessment_auto) assessment = fixtures[i].make();
		g_autoptr(assessment_auto) again = fixtures[i].make();
		g_autoptr(GString) left = page_of(assessment, "fr");
		g_autoptr(GString) right = page_of(again, "fr");
		assert_string_equal(left->str, right->str);
	}
}

/* Simulated data say so; each chart has words and a table. */
static void test_parts(void **state)
{
	g_autoptr(assessment_auto) eroding = fixture_eroding();
	g_autoptr(assessment_auto) healthy = fixture_healthy();
	g_autoptr(GString) page = page_of(eroding, "fr");
	g_autoptr(GString) other = page_of(healthy, "en");

	assert_non_null(strstr(page->str, "<html lang=\"fr\">"));
	assert_non_null(strstr(page->str, "Données simulées"));
	assert_null(strstr(other->str, "Simulated data"));
	assert_int_equal(count(page->str, "<h1>"), 1);
	/* Eight series with values, the time line twice, wide and narrow. */
	assert_int_equal(count(page->str, "<svg role=\"img\""), 10);
	assert_int_equal(count(page->str, "aria-label=\""), 10);
	assert_int_equal(count(page->str, "<details>"), 10);
	assert_int_equal(count(page->str, "<figure"), count(page->str, "<figcaption"));
	assert_int_equal(count(page->str, "<article id=\""), 5);
}

static struct finding *finding_of(enum indicator_kind kind, const double *values, guint n)
{
	struct finding *finding = finding_new();

	finding->kind = kind;
	finding->indicator = "proactive_contact";
	finding->series.n_weeks = n;
	finding->series.value = g_memdup2(values, n * sizeof *values);
	finding->series.state = g_new(guint8, n);
	for (guint i = 0; i < n; i++)
		finding->series.state[i] = isnan(values[i]) ? WEEK_EMPTY : WEEK_OBSERVED;
	return finding;
}

static void test_smoothing(void **state)
{
	static const double values[] = {1, 2, 3, 4, 5, 6, 7, 8, 100};
	struct finding *duration = finding_of(KIND_DURATION, values, G_N_ELEMENTS(values));
	struct finding *counted = finding_of(KIND_COUNT, values, G_N_ELEMENTS(values));
	g_autofree double *median = chart_smooth(duration);
	g_autofree double *mean = chart_smooth(counted);

	/* Week 3 sees weeks 0 to 7, week 8 weeks 5 to 8. */
	assert_true(median[3] == 4.5 && mean[3] == 4.5);
	assert_true(median[8] == 7.5 && mean[8] == 121 / 4.0);
	finding_free(duration);
	finding_free(counted);
}

static void test_smoothing_leaves_gaps(void **state)
{
	static const double sparse[] = {1, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 2, 2, 2};
	struct finding *finding = finding_of(KIND_DURATION, sparse, G_N_ELEMENTS(sparse));
	finding->series.state[9] = WEEK_NOT_COVERED;
	g_autofree double *smooth = chart_smooth(finding);

	assert_true(isnan(smooth[0]) && isnan(smooth[3])); /* too few known around */
	assert_true(smooth[8] == 2 && smooth[10] == 2);
	assert_true(isnan(smooth[9]));
	finding_free(finding);
}

/* A series without any value, values without end, a coverage of one day: nothing breaks. */
static void test_odd_series(void **state)
{
	static const double odd[] = {INFINITY, NAN, 0, 0, 1e300};
	g_autoptr(assessment_auto) assessment = fixture_too_short();
	struct finding *finding = finding_of(KIND_DURATION, odd, G_N_ELEMENTS(odd));

	finding->id = g_strdup("f000000000000");
	finding->unit = "business_hours";
	finding->status = FINDING_WORSE;
	finding->before = 3;
	finding->after = INFINITY;
	g_ptr_array_add(assessment->findings, finding);
	assessment->coverage_to = assessment->coverage_from;
	g_autoptr(GString) page = page_of(assessment, "en");
	assert_non_null(strstr(page->str, "more than half still waiting"));
	assert_null(strstr(page->str, "=\"nan\""));
	assert_null(strstr(page->str, "=\"inf\""));
}

static void test_nothing_known(void **state)
{
	g_autoptr(assessment_auto) assessment = assessment_new();

	assessment->relationship = g_strdup("empty");
	assessment->as_of = 20000;
	assessment->recommendation_why = "too_little_evidence";
	g_autoptr(GString) page = page_of(assessment, "fr");
	assert_non_null(strstr(page->str, "aucune trace n’a été importée"));
	assert_int_equal(count(page->str, "<svg"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_well_formed),
		cmocka_unit_test(test_self_contained),
		cmocka_unit_test(test_escaped),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_smoothing),
		cmocka_unit_test(test_smoothing_leaves_gaps),
		cmocka_unit_test(test_odd_series),
		cmocka_unit_test(test_nothing_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
