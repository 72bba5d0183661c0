/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One history from points to a detection: which view, what it finds where the truth is known,
 * positions that mean rows, and histories that cannot be judged. */
#include "harness.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "detect/detect.h"
#include "model/assessment.h"
#include "stats/watch.h"

static double normal(GRand *random)
{
	double u = 1 - g_rand_double(random), v = g_rand_double(random);

	return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

/* Weeks from Monday 2 January 2023 on: a level with unit noise, a loss from a week on. */
static GString *weekly(guint weeks, guint onset, double loss, guint32 seed)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	GString *text = g_string_new("date,value\n");

	for (guint i = 0; i < weeks; i++) {
		g_autofree char *day =
			calendar_format_day(calendar_day_from_ymd(2023, 1, 2) + 7 * (gint32)i);
		char digits[G_ASCII_DTOSTR_BUF_SIZE];
		double value = 20 + normal(random) - (i >= onset ? loss : 0);
		g_string_append_printf(text, "%s,%s\n", day,
				       g_ascii_formatd(digits, sizeof digits, "%.4f", value));
	}
	return text;
}

static const struct detect_options usual = {.worse = -1,
					    .false_alarms_a_year = WATCH_FALSE_ALARMS};

static struct points *points_of(const char *text)
{
	struct points *points = points_parse(text, strlen(text), "test", NULL);

	assert_non_null(points);
	return points;
}

static struct detection *detect(const struct points *points, enum detect_as as,
				enum detect_kind kind, int worse)
{
	struct detect_options options = usual;
	g_autoptr(GError) error = NULL;

	options.as = as;
	options.kind = kind;
	options.worse = worse;
	struct detection *detection = detect_points(points, "test", &options, &error);
	if (detection == NULL)
		fail_msg("%s", error->message);
	return detection;
}

static enum detect_as view_of(const char *text)
{
	g_autoptr(points_auto) points = points_of(text);
	struct detection *detection = detect(points, DETECT_AUTO, DETECT_LEVEL, -1);
	enum detect_as as = detection->as;

	detection_free(detection);
	return as;
}

static void test_usual_view(void **state)
{
	assert_int_equal(view_of("1\n2\n3\n"), DETECT_SEGMENT);
	assert_int_equal(view_of("2024-01-01,1\n2024-01-02,2\n"), DETECT_ONSET);
	assert_int_equal(view_of("2024-W01,1\n2024-W02,2\n"), DETECT_ONSET);
	assert_int_equal(view_of("2024-01,1\n2024-02,2\n"), DETECT_SEGMENT);
	assert_int_equal(view_of("1871,1\n1872,2\n"), DETECT_SEGMENT);
}

static void test_step_is_dated(void **state)
{
	guint near = 0, held = 0, abrupt = 0;

	for (guint32 seed = 0; seed < 20; seed++) {
		g_autoptr(GString) text = weekly(156, 100, 3, seed);
		g_autoptr(points_auto) points = points_of(text->str);
		struct detection *out = detect(points, DETECT_AUTO, DETECT_LEVEL, -1);
		assert_int_equal(out->as, DETECT_ONSET);
		assert_true(out->onset.probability > .95);
		assert_int_not_equal(out->onset.shape, DETECT_SHAPE_SLOW);
		abrupt += out->onset.shape == DETECT_SHAPE_ABRUPT;
		assert_int_equal(out->onset.median_day, points->day[out->onset.median]);
		near += ABS((gint64)out->onset.median - 100) <= 2;
		held += out->onset.low <= 101 && 99 <= out->onset.high;
		assert_int_equal(out->changes->len, 1);
		gsize index = g_array_index(out->changes, struct segment_change, 0).index;
		assert_true(index >= 97 && index <= 103);
		assert_true(out->trend.high < 0);
		assert_int_equal(out->observed_weeks, 156);
		detection_free(out);
	}
	assert_true(near >= 17 && held >= 17 && abrupt >= 14);
}

/* However great the gain, it is no loss. */
static void test_gain_is_no_loss(void **state)
{
	for (guint32 seed = 0; seed < 20; seed++) {
		g_autoptr(GString) text = weekly(156, 100, .5 + seed, seed);
		g_autoptr(points_auto) points = points_of(text->str);
		struct detection *out = detect(points, DETECT_ONSET, DETECT_LEVEL, 1);
		assert_true(out->onset.probability < .2);
		detection_free(out);
	}
}

/* Nothing happened: the answer is there all the same, with its small probability. */
static void test_nothing_happened(void **state)
{
	guint called = 0;

	for (guint32 seed = 0; seed < 20; seed++) {
		g_autoptr(GString) text = weekly(156, 200, 0, 100 + seed);
		g_autoptr(points_auto) points = points_of(text->str);
		struct detection *out = detect(points, DETECT_AUTO, DETECT_LEVEL, -1);
		called += out->onset.probability >= .5;
		assert_true(isfinite(out->onset.probability));
		assert_true(out->onset.low <= out->onset.median &&
			    out->onset.median <= out->onset.high);
		detection_free(out);
	}
	assert_true(called <= 2);
}

static void test_season_is_named(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(3);
	g_autoptr(GString) text = g_string_new(NULL);
	gint32 day = calendar_day_from_ymd(2022, 1, 3);

	for (guint i = 0; i < 208; i++, day += 7) {
		g_autofree char *date = calendar_format_day(day);
		g_string_append_printf(text, "%s,%d\n", date,
				       (int)lround(500 + 200 * sin(2 * G_PI * i / 52.1775) +
						   60 * normal(random)));
	}
	g_autoptr(points_auto) points = points_of(text->str);
	struct detection *out = detect(points, DETECT_AUTO, DETECT_LEVEL, -1);
	assert_true(out->onset.probability < .5);
	assert_int_equal(out->onset.shape, DETECT_SHAPE_SEASONAL);
	assert_true(out->onset.season > .7 && out->onset.season < .95);
	detection_free(out);
}

/* Daily counts halve: the week is that of the change, the row the first of that week. */
static void test_daily_counts(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(4);
	g_autoptr(GString) text = g_string_new(NULL);
	gint32 first = calendar_day_from_ymd(2022, 1, 5), change = first + 700;

	for (gint32 day = first; day < first + 1000; day++) {
		g_autofree char *date = calendar_format_day(day);
		guint count = 0;
		for (guint k = 0; k < 40; k++)
			count += g_rand_double(random) < (day < change ? .2 : .1);
		g_string_append_printf(text, "%s,%u\n", date, count);
	}
	g_autoptr(points_auto) points = points_of(text->str);
	struct detection *out = detect(points, DETECT_AUTO, DETECT_COUNT, -1);
	assert_true(out->onset.probability > .99);
	assert_true(ABS(out->onset.median_day - change) <= 14);
	assert_int_equal(points->day[out->onset.median], out->onset.median_day);
	assert_int_equal(out->onset.median_day % 7, calendar_monday_of_week(0) % 7);
	detection_free(out);
}

static void test_too_short(void **state)
{
	g_autoptr(GString) text = weekly(39, 20, 3, 5);
	g_autoptr(points_auto) points = points_of(text->str);
	struct detection *out = detect(points, DETECT_AUTO, DETECT_LEVEL, -1);

	assert_true(isnan(out->onset.probability));
	assert_int_equal(out->onset.shape, DETECT_SHAPE_TOO_SHORT);
	assert_int_equal(out->onset.median_day, DAY_NONE);
	assert_int_equal(out->observed_weeks, 39);
	detection_free(out);
}

/* Every view of histories with next to nothing in them. */
static void test_next_to_nothing(void **state)
{
	static const char *const texts[] = {"1\n",
					    "NA\nNA\n",
					    "5\n5\n5\n5\n5\n",
					    "2024-01-01,1\n",
					    "2024-01-01,\n",
					    "2024-W01,NA\n2024-W60x,NA\n"};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		for (enum detect_as as = DETECT_AUTO; as <= DETECT_WATCH; as++) {
			g_autoptr(points_auto) points =
				points_parse(texts[i], strlen(texts[i]), "test", NULL);
			if (points == NULL)
				continue;
			struct detection *out = detect(points, as, DETECT_LEVEL, -1);
			assert_int_equal(out->changes->len, 0);
			assert_true(isnan(out->onset.probability));
			assert_true(isnan(out->watch.e) && !out->watch.alarm);
			detection_free(out);
		}
}

static void test_constant_history(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < 200; i++)
		g_string_append(text, "3.25\n");
	g_autoptr(points_auto) points = points_of(text->str);
	for (enum detect_as as = DETECT_SEGMENT; as <= DETECT_WATCH; as++) {
		struct detection *out = detect(points, as, DETECT_LEVEL, -1);
		assert_int_equal(out->changes->len, 0);
		assert_false(out->onset.probability >= .5);
		assert_false(out->watch.alarm);
		assert_true(out->trend.slope == 0);
		detection_free(out);
	}
}

static void test_no_row_left(void **state)
{
	g_autoptr(points_auto) points = points_of("2024-01-01,1\n");

	points_end_at(points, 0);
	for (enum detect_as as = DETECT_AUTO; as <= DETECT_WATCH; as++) {
		struct detection *out = detect(points, as, DETECT_COUNT, -1);
		assert_int_equal(out->n, 0);
		detection_free(out);
	}
}

static void test_months_are_refused(void **state)
{
	g_autoptr(points_auto) points = points_of("2024-01,1\n2024-02,2\n");
	struct detect_options options = usual;
	g_autoptr(GError) error = NULL;

	options.as = DETECT_ONSET;
	assert_null(detect_points(points, "test", &options, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
}

static void test_watch(void **state)
{
	g_autoptr(GString) worse = weekly(156, 100, 3, 6), same = weekly(156, 200, 0, 7);
	g_autoptr(points_auto) fallen = points_of(worse->str);
	g_autoptr(points_auto) steady = points_of(same->str);
	struct detection *alarm = detect(fallen, DETECT_WATCH, DETECT_LEVEL, -1);
	struct detection *quiet = detect(steady, DETECT_WATCH, DETECT_LEVEL, -1);

	assert_true(alarm->watch.alarm && alarm->watch.e > 20);
	assert_true(alarm->watch.level == 20);
	assert_true(ABS(alarm->watch.since - 100) <= 4);
	assert_false(quiet->watch.alarm);
	assert_true(quiet->watch.e < 20);
	assert_int_equal(quiet->watch.together, 0);
	detection_free(alarm);
	detection_free(quiet);
}

/* Of three, one alarms from 30 on, two from 15 on, each; alone it would be 20. */
static void test_watches_together(void **state)
{
	struct detection one = {.watch = {.e = 14.9, .alarm = false}},
			 two = {.watch = {.e = 25, .alarm = true}},
			 three = {.watch = {.e = NAN}};
	g_autoptr(GPtrArray) all = g_ptr_array_new();

	g_ptr_array_add(all, &one);
	g_ptr_array_add(all, NULL);
	g_ptr_array_add(all, &two);
	g_ptr_array_add(all, &three);
	detect_watch_together(all, .1);
	assert_false(one.watch.alarm || two.watch.alarm || three.watch.alarm);
	assert_int_equal(one.watch.together, 3);
	one.watch.e = 15.1;
	detect_watch_together(all, .1);
	assert_true(one.watch.alarm && two.watch.alarm);
	assert_false(three.watch.alarm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual_view),
		cmocka_unit_test(test_step_is_dated),
		cmocka_unit_test(test_gain_is_no_loss),
		cmocka_unit_test(test_nothing_happened),
		cmocka_unit_test(test_season_is_named),
		cmocka_unit_test(test_daily_counts),
		cmocka_unit_test(test_too_short),
		cmocka_unit_test(test_next_to_nothing),
		cmocka_unit_test(test_constant_history),
		cmocka_unit_test(test_no_row_left),
		cmocka_unit_test(test_months_are_refused),
		cmocka_unit_test(test_watch),
		cmocka_unit_test(test_watches_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
