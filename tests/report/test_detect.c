/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The drawing and its marks cell by cell, the machine form on one line, and texts in both
 * languages for every answer that a detection can give. */
#include "harness.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/assessment.h"
#include "report/detect-internal.h"
#include "report/detect.h"
#include "report/screen.h"

static void assert_drawing(const char *expected, guint columns, const double *value, gsize n)
{
	g_autofree char *drawing = report_detect_drawing(value, n, columns);

	assert_string_equal(drawing, expected);
}

static void test_drawing(void **state)
{
	const double ramp[] = {0, 1, 2, 3, 4, 5, 6, 7}, holes[] = {NAN, 1, NAN, 3, NAN},
		     same[] = {5, 5, 5}, pairs[] = {0, 2, 8, 6, NAN, 4, NAN, NAN};

	assert_drawing("▁▂▃▄▅▆▇█", 80, ramp, 8);
	assert_drawing(" ▁ █", 80, holes, 5);
	assert_drawing("▅▅▅", 80, same, 3);
	assert_drawing("▁█▅", 4, pairs, 8);
	assert_drawing("", 80, NULL, 0);
	assert_drawing("", 80, &holes[0], 1);
}

static void add_change(struct detection *detection, gsize index)
{
	struct segment_change change = {index, index, index + 1, .5, 12.5, 1e6};

	g_array_append_val(detection->changes, change);
}

static struct detection *detection_of(gsize n, enum detect_as as)
{
	struct detection *detection = g_new0(struct detection, 1);

	detection->n = n;
	detection->as = as;
	detection->changes = g_array_new(FALSE, FALSE, sizeof(struct segment_change));
	detection->trend = (struct trend){-.5, -1, -.25, n, 1};
	detection->onset.median_day = detection->onset.low_day = detection->onset.high_day =
		detection->watch.since_day = DAY_NONE;
	detection->watch.since = -1;
	return detection;
}

static void assert_marks(const char *expected, gsize n, gsize index, guint columns)
{
	struct detection *detection = detection_of(n, DETECT_SEGMENT);
	g_autofree char *marks = NULL;

	add_change(detection, index);
	marks = report_detect_marks(detection, columns);
	assert_string_equal(marks, expected);
	detection_free(detection);
}

static void test_marks(void **state)
{
	assert_marks("   ^", 8, 3, 80);
	assert_marks("^", 8, 1, 4);
	assert_marks(" ^", 8, 2, 4);
	assert_marks("   ^", 8, 7, 4);
	assert_marks("^", 7, 1, 3);
	assert_marks(" ^", 7, 2, 3);
}

/* Every row falls into the cell whose rows hold it. */
static void test_marks_agree_with_the_drawing(void **state)
{
	for (gsize n = 1; n < 60; n++)
		for (guint columns = 1; columns < 20; columns++)
			for (gsize index = 0; index < n; index++) {
				guint64 cells = MIN(n, columns), cell = 0;
				g_autofree char *marks = NULL;
				struct detection *detection = detection_of(n, DETECT_SEGMENT);
				while ((cell + 1) * n / cells <= index)
					cell++;
				add_change(detection, index);
				marks = report_detect_marks(detection, columns);
				assert_int_equal(strlen(marks), cell + 1);
				detection_free(detection);
			}
}

/* ---- JSON ---- */

static void test_one_line(void **state)
{
	static const char expected[] =
		"{\"schema\":\"entente/detect/1\",\"file\":null,\"n\":8,\"as\":\"segment\","
		"\"changepoints\":[{\"index\":3,\"date\":null,\"interval\":[3,4],\"support\":0."
		"5,"
		"\"before\":12.5,\"after\":1000000}],\"onset\":null,\"watch\":null,\"trend\":{"
		"\"slope_per_year\":null,\"slope_per_row\":-0.5,\"interval\":[-1,-0.25],"
		"\"method\":\"theil-sen\",\"n\":8}}\n";
	struct detection *detection = detection_of(8, DETECT_SEGMENT);
	g_autoptr(GString) out = g_string_new(NULL);

	add_change(detection, 3);
	report_detect_json(detection, TRUE, out);
	assert_string_equal(out->str, expected);
	detection_free(detection);
}

static void assert_json_holds(const struct detection *detection, const char *part)
{
	g_autoptr(GString) out = g_string_new(NULL);

	report_detect_json(detection, TRUE, out);
	if (strstr(out->str, part) == NULL)
		fail_msg("%s does not hold %s", out->str, part);
}

static void test_onset_json(void **state)
{
	static const char *const tokens[] = {"undecided",         "abrupt",    "slow",
					     "already_declining", "transient", "seasonal",
					     "undecided",         "too_short"};
	struct detection *detection = detection_of(8, DETECT_ONSET);

	detection->onset.probability = .123456;
	detection->onset.median = 3;
	detection->onset.low = 2;
	detection->onset.high = 5;
	assert_json_holds(detection,
			  "\"onset\":{\"probability\":0.1235,\"index\":3,\"date\":null,"
			  "\"median\":3,\"interval\":[2,5],\"interval_index\":[2,5],");
	detection->onset.median_day = calendar_day_from_ymd(2025, 2, 3);
	detection->onset.low_day = calendar_day_from_ymd(2025, 1, 6);
	detection->onset.high_day = calendar_day_from_ymd(2025, 3, 3);
	assert_json_holds(detection, "\"index\":3,\"date\":\"2025-02-03\",\"median\":"
				     "\"2025-02-03\",\"interval\":[\"2025-01-06\","
				     "\"2025-03-03\"],\"interval_index\":[2,5]");
	for (guint shape = 0; shape < G_N_ELEMENTS(tokens); shape++) {
		g_autofree char *part = g_strdup_printf("\"shape\":\"%s\"", tokens[shape]);
		detection->onset.shape = shape;
		assert_json_holds(detection, part);
	}
	detection->onset.probability = NAN;
	assert_json_holds(detection, "\"probability\":null,\"index\":null,\"date\":null,"
				     "\"median\":null,\"interval\":null,"
				     "\"interval_index\":null,\"shape\":\"too_short\"");
	detection_free(detection);
}

static void test_watch_json(void **state)
{
	struct detection *detection = detection_of(8, DETECT_WATCH);

	detection->watch.e = NAN;
	detection->watch.level = 20;
	assert_json_holds(detection, "\"watch\":{\"e\":null,\"alarm\":false,\"since\":null,"
				     "\"rule\":\"level\",\"level\":20,");
	detection->watch.e = 33.3333333;
	detection->watch.alarm = true;
	detection->watch.since = 5;
	detection->watch.together = 4;
	assert_json_holds(detection, "\"watch\":{\"e\":33.3333,\"alarm\":true,\"since\":5,"
				     "\"rule\":\"e-bh\",\"level\":20,\"judged_together\":4,");
	detection_free(detection);
}

/* ---- text ---- */

static void assert_answer(const struct detection *detection, const char *english,
			  const char *french)
{
	g_autofree char *in_english = report_detect_answer(detection, catalogue_get("en"));
	g_autofree char *in_french = report_detect_answer(detection, catalogue_get("fr"));

	assert_string_equal(in_english, english);
	assert_string_equal(in_french, french);
}

static void test_onset_sentences(void **state)
{
	struct detection *detection = detection_of(156, DETECT_ONSET);

	detection->observed_weeks = 150;
	detection->onset.probability = .97;
	detection->onset.shape = DETECT_SHAPE_SLOW;
	detection->onset.median = 100;
	detection->onset.low = 95;
	detection->onset.high = 104;
	assert_answer(
		detection,
		"Worse since row 100 (between row 95 and row 104), 97%: a slow loss. (150 "
		"weeks observed.)",
		"Dégradation depuis la ligne 100 (entre la ligne 95 et la ligne 104), "
		"97\u202f%\u00a0: perte lente. (150 semaines observées.)");
	detection->onset.median_day = detection->onset.low_day = detection->onset.high_day =
		calendar_day_from_ymd(2025, 2, 3);
	detection->onset.low = detection->onset.high = 100;
	detection->onset.shape = DETECT_SHAPE_ABRUPT;
	assert_answer(detection,
		      "Worse since 3 Feb 2025 (to within the week), 97%: an abrupt loss. (150 "
		      "weeks observed.)",
		      "Dégradation depuis le 3 févr. 2025 (à la semaine près), "
		      "97\u202f%\u00a0: perte "
		      "brutale. (150 semaines observées.)");
	assert_true(report_detect_is_worse(detection));
	detection->onset.probability = .02;
	detection->onset.season = .71;
	detection->onset.shape = DETECT_SHAPE_SEASONAL;
	assert_answer(
		detection,
		"No lasting loss (probability 2%): the season of the year explains 71% of "
		"what moves. (150 weeks observed.)",
		"Pas de dégradation durable (probabilité 2\u202f%)\u00a0: la saison explique "
		"71\u202f% de ce qui bouge. (150 semaines observées.)");
	assert_false(report_detect_is_worse(detection));
	detection->onset.shape = DETECT_SHAPE_TOO_SHORT;
	detection->observed_weeks = 1;
	assert_answer(
		detection,
		"Not enough data: 40 weeks are needed with a value. (1 week observed.)",
		"Données insuffisantes\u00a0: il faut 40 semaines avec une valeur. (1 semaine "
		"observée.)");
	detection_free(detection);
}

static void test_watch_sentences(void **state)
{
	struct detection *detection = detection_of(156, DETECT_WATCH);

	detection->observed_weeks = 150;
	detection->watch.e = 3.25;
	detection->watch.level = 20;
	assert_answer(detection,
		      "No alarm: E is 3.25. (150 weeks observed.) Rule: alarm once E reaches "
		      "20, at most one false alarm in 40 years.",
		      "Pas d’alerte\u00a0: E vaut 3,25. (150 semaines observées.) Règle\u00a0: "
		      "alerte dès que E atteint 20, au plus une fausse alerte en 40 ans.");
	detection->watch.e = 1e18;
	detection->watch.alarm = true;
	detection->watch.since = 3;
	detection->watch.together = 7;
	assert_answer(
		detection,
		"Alarm: E is over 1,000,000; likeliest since row 3. (150 weeks observed.) "
		"Rule: 7 histories judged together (e-BH), at most 10% of the alarms "
		"false.",
		"Alerte\u00a0: E vaut plus de 1\u202f000\u202f000\u202f; le plus probablement "
		"depuis la ligne 3. (150 semaines observées.) Règle\u00a0: 7 historiques "
		"jugés ensemble (e-BH), au plus 10\u202f% des alertes fausses.");
	detection_free(detection);
}

static void assert_number(double value, const char *english, const char *french)
{
	g_autofree char *in_english = report_detect_number(catalogue_get("en"), value);
	g_autofree char *in_french = report_detect_number(catalogue_get("fr"), value);

	assert_string_equal(in_english, english);
	assert_string_equal(in_french, french);
}

static void test_numbers(void **state)
{
	assert_number(12.34567, "12.35", "12,35");
	assert_number(0, "0", "0");
	assert_number(-2.6e-8, "-2.6e-08", "-2,6e-08");
	assert_number(1234567.8, "1,234,568", "1\u202f234\u202f568");
	assert_number(1e20, "1e+20", "1e+20");
}

/* No line is wider than the screen, whatever the name. */
static void test_width(void **state)
{
	struct detection *detection = detection_of(200, DETECT_SEGMENT);
	g_autofree double *value = g_new0(double, 200);
	struct points points = {.n = 200, .value = value};
	g_autoptr(GString) out = g_string_new(NULL);

	detection->file = g_strdup("a/rather/long/path \033[31m/of/a/file.csv");
	add_change(detection, 50);
	add_change(detection, 150);
	report_detect_text(detection, &points, catalogue_get("fr"), 200, FALSE, out);
	assert_null(strchr(out->str, '\033'));
	g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		assert_true(screen_width(lines[i]) <= 80);
	detection_free(detection);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawing),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_marks_agree_with_the_drawing),
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_onset_json),
		cmocka_unit_test(test_watch_json),
		cmocka_unit_test(test_onset_sentences),
		cmocka_unit_test(test_watch_sentences),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
