/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables and lists as they come: layouts, encodings, disorder, rows that cannot be read, and
 * streams that arrive in any pieces. */
#include "harness.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/error.h"
#include "detect/points.h"

static struct points *parse_bytes(const char *bytes, gsize length)
{
	g_autoptr(GError) error = NULL;
	struct points *points = points_parse(bytes, length, "test", &error);

	if (points == NULL)
		fail_msg("%s", error->message);
	return points;
}

static struct points *parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static void assert_refused(const char *bytes, gsize length, const char *word)
{
	g_autoptr(GError) error = NULL;

	assert_null(points_parse(bytes, length, "test", &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
	assert_true(g_str_has_prefix(error->message, "test: "));
	if (strstr(error->message, word) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", error->message, word);
}

static void assert_values(const struct points *points, const double *expected, gsize n)
{
	assert_int_equal(points->n, n);
	for (gsize i = 0; i < n; i++)
		if (!(points->value[i] == expected[i] ||
		      (isnan(points->value[i]) && isnan(expected[i]))))
			fail_msg("row %zu is %g", i, points->value[i]);
}

#define assert_points(points, ...)                                                             \
	assert_values((points), (const double[]){__VA_ARGS__},                                 \
		      sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void assert_day(const struct points *points, gsize row, const char *expected)
{
	g_autofree char *day = calendar_format_day(points->day[row]);

	assert_string_equal(day, expected);
}

/* ---- layouts ---- */

static void test_bare_values(void **state)
{
	g_autoptr(points_auto) points = parse("# a comment\n1\n\nNA\n2,5\n -3 \n1e3\n");

	assert_points(points, 1, NAN, NAN, 2.5, -3, 1000);
	assert_null(points->day);
	assert_null(points->n_of);
	assert_int_equal(points->rhythm, POINTS_UNDATED);
	assert_int_equal(points->n_troubles, 0);
}

static void test_bare_values_with_header(void **state)
{
	g_autoptr(points_auto) points = parse("reply time\n1\n2\n");
	g_autoptr(points_auto) named = parse("value\n1\n\n2,5\n");

	assert_points(points, 1, 2);
	assert_points(named, 1, NAN, 2.5);
}

static void test_table(void **state)
{
	g_autoptr(points_auto) points =
		parse("date,value,n\n2024-01-01,0.5,10\n2024-01-08,,12\n2024-01-15,nan,\n");

	assert_points(points, .5, NAN, NAN);
	assert_day(points, 2, "2024-01-15");
	assert_true(points->n_of[1] == 12 && isnan(points->n_of[2]));
	assert_int_equal(points->rhythm, POINTS_WEEKLY);
}

static void test_table_without_header(void **state)
{
	g_autoptr(points_auto) semicolon = parse("2024-01-01;1,5\n2024-01-02;2\n");
	g_autoptr(points_auto) tab = parse("2024-01-01\t1.5\r\n2024-01-02\t2\r\n");
	g_autoptr(points_auto) old = parse("2024-01-01,1.5\r2024-01-02,2\r");

	assert_points(semicolon, 1.5, 2);
	assert_points(tab, 1.5, 2);
	assert_points(old, 1.5, 2);
	assert_int_equal(tab->rhythm, POINTS_DAILY);
}

static void test_columns_by_name(void **state)
{
	g_autoptr(points_auto) points =
		parse("service;n;Valeur;semaine\nx;3;0,5;2024-W01\ny;4;0,7;2024-W02\n");
	g_autoptr(points_auto) undated = parse("value,n\n0.5,3\n0.7,4\n");

	assert_points(points, .5, .7);
	assert_day(points, 0, "2024-01-01");
	assert_true(points->n_of[1] == 4);
	assert_points(undated, .5, .7);
	assert_null(undated->day);
	assert_true(undated->n_of[0] == 3);
}

static void test_third_column_of_words(void **state)
{
	g_autoptr(points_auto) points =
		parse("date,value,remark\n2024-01-01,1,fine\n2024-01-02,2,\n");

	assert_points(points, 1, 2);
	assert_null(points->n_of);
	assert_int_equal(points->n_troubles, 0);
}

static void test_years_are_dates_where_they_rise(void **state)
{
	g_autoptr(points_auto) years = parse("1871,1120\n1872,1160\n1873,963\n");
	g_autoptr(points_auto) decimals = parse("1873,25\n1871,5\n1872,5\n");

	assert_points(years, 1120, 1160, 963);
	assert_int_equal(years->rhythm, POINTS_COARSER);
	assert_points(decimals, 1873.25, 1871.5, 1872.5);
}

static void test_quotes_and_hollow_rows(void **state)
{
	g_autoptr(points_auto) points = parse(
		"\"date\";\"value\"\n\"2024-01-01\";\"1,5\"\n;;\n\n\"2024-01-02\";\"2\"\n");

	assert_points(points, 1.5, 2);
	assert_int_equal(points->n_troubles, 0);
}

/* ---- encodings ---- */

static void assert_encoded(const char *charset, const char *mark, gsize mark_length)
{
	static const char text[] = "semaine;durée\n2024-W01;1,5\n2024-W02;2\n";
	g_autoptr(GString) bytes = g_string_new_len(mark, (gssize)mark_length);
	gsize written;
	g_autofree char *encoded = g_convert(text, -1, charset, "UTF-8", NULL, &written, NULL);

	g_string_append_len(bytes, encoded, (gssize)written);
	g_autoptr(points_auto) points = parse_bytes(bytes->str, bytes->len);
	assert_points(points, 1.5, 2);
	assert_int_equal(points->rhythm, POINTS_WEEKLY);
	assert_int_equal(points->n_troubles, 0);
}

static void test_encodings(void **state)
{
	assert_encoded("UTF-8", "\xef\xbb\xbf", 3);
	assert_encoded("UTF-16LE", "\xff\xfe", 2);
	assert_encoded("UTF-16BE", "\xfe\xff", 2);
	assert_encoded("UTF-32LE", "\xff\xfe\0\0", 4);
	assert_encoded("UTF-32BE", "\0\0\xfe\xff", 4);
	assert_encoded("WINDOWS-1252", "", 0);
}

static void test_half_a_character(void **state)
{
	g_autoptr(points_auto) points = parse_bytes("\xff\xfe"
						    "1\0\n\0"
						    "2\0\n",
						    9);

	assert_points(points, 1, 2);
}

static void test_bytes_that_are_no_text(void **state)
{
	assert_refused("1\0\n\0", 4, "no text");
	assert_refused("PK\3\4\0\0\0\0\0\0", 10, "no text");
	assert_refused("", 0, "no point");
	assert_refused("# nothing\n", 10, "no point");
	assert_refused("date,value\n", 11, "no point");
	assert_refused("a,b\nc,d\n", 8, "line 2");
}

/* ---- dates ---- */

static void test_disorder_is_mended(void **state)
{
	g_autoptr(points_auto) mixed =
		parse("2024-01-03,3\n2024-01-01,1\n2024-01-03,4\n2024-01-02,2\n");
	g_autoptr(points_auto) backwards =
		parse("2024-01-03,4\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n");
	g_autoptr(points_auto) straight = parse("2024-01-01,1\n2024-01-01,2\n");

	assert_points(mixed, 1, 2, 3, 4);
	assert_day(mixed, 3, "2024-01-03");
	assert_points(backwards, 1, 2, 3, 4);
	assert_true(mixed->reordered && backwards->reordered);
	assert_points(straight, 1, 2);
	assert_false(straight->reordered);
}

static void test_order_of_day_and_month(void **state)
{
	g_autoptr(points_auto) day = parse("3/4/2024;1\n4/4/2024;2\n13/4/2024;3\n");
	g_autoptr(points_auto) month = parse("4/3/2024;1\n4/4/2024;2\n4/13/2024;3\n");
	g_autoptr(points_auto) open = parse("3/4/2024;1\n4/4/2024;2\n");
	g_autoptr(points_auto) torn = parse("13/4/2024;1\n14/4/2024;2\n4/15/2024;3\n");

	assert_day(day, 0, "2024-04-03");
	assert_day(month, 0, "2024-04-03");
	assert_false(day->day_first_assumed || month->day_first_assumed);
	assert_day(open, 0, "2024-04-03");
	assert_true(open->day_first_assumed);
	assert_points(torn, 1, 2, NAN);
	assert_int_equal(torn->n_troubles, 1);
	assert_true(g_str_has_prefix(g_ptr_array_index(torn->troubles, 0), "line 3: "));
}

static enum points_rhythm rhythm_of(const char *text)
{
	g_autoptr(points_auto) points = parse(text);

	return points->rhythm;
}

static void test_rhythm(void **state)
{
	assert_int_equal(rhythm_of("2024-01-01,1\n"), POINTS_DAILY);
	assert_int_equal(rhythm_of("2024-01-01,1\n2024-01-04,1\n2024-01-19,1\n2024-01-22,1\n"),
			 POINTS_DAILY);
	assert_int_equal(rhythm_of("2024-01-01,1\n2024-01-15,1\n2024-01-29,1\n"),
			 POINTS_WEEKLY);
	assert_int_equal(rhythm_of("2024-01-01,1\n2024-02-01,1\n2024-03-01,1\n"),
			 POINTS_MONTHLY);
	assert_int_equal(rhythm_of("2024-01-01,1\n2024-04-01,1\n2024-07-01,1\n"),
			 POINTS_COARSER);
	assert_int_equal(rhythm_of("2024-W01,1\n"), POINTS_WEEKLY);
	assert_int_equal(rhythm_of("2024-01,1\n"), POINTS_MONTHLY);
	assert_int_equal(rhythm_of("2024-Q1,1\n"), POINTS_COARSER);
}

static void test_end_at(void **state)
{
	g_autoptr(points_auto) points = parse("2024-01-01,1\n2024-01-03,2\n2024-01-05,3\n");
	g_autoptr(points_auto) bare = parse("1\n2\n");

	points_end_at(points, calendar_day_from_ymd(2024, 1, 4));
	assert_points(points, 1, 2);
	points_end_at(points, calendar_day_from_ymd(2023, 1, 4));
	assert_int_equal(points->n, 0);
	points_end_at(bare, 0);
	assert_int_equal(bare->n, 2);
}

/* ---- rows that cannot be read ---- */

static void assert_trouble(const struct points *points, guint i, const char *beginning)
{
	const char *trouble = g_ptr_array_index(points->troubles, i);

	if (!g_str_has_prefix(trouble, beginning))
		fail_msg("\"%s\" does not begin \"%s\"", trouble, beginning);
}

static void test_bad_rows_keep_their_place(void **state)
{
	g_autoptr(points_auto) points = parse(
		"date,value,n\n2024-01-01,1,1\nyesterday,2,1\n2024-01-03,abc,1\n2024-01-04\n"
		"2024-01-05,5,-1\n2024-01-06,1e200,1\n2024-01-07,7,1\n");

	assert_points(points, 1, NAN, NAN, NAN, NAN, NAN, 7);
	assert_int_equal(points->n_troubles, 5);
	assert_trouble(points, 0, "line 3: \"yesterday\" is no date");
	assert_trouble(points, 1, "line 4: \"abc\" is no number");
	assert_trouble(points, 2, "line 5: 1 cell where 2 are needed");
	assert_trouble(points, 3, "line 6: n is -1");
	assert_trouble(points, 4, "line 7: 1e200 is too large");
	assert_day(points, 1, "2024-01-01");
}

static void test_troubles_are_bounded(void **state)
{
	g_autoptr(GString) text = g_string_new("1\n");

	for (guint i = 0; i < 1000; i++)
		g_string_append(text, "12x\033[2J\n");
	g_autoptr(points_auto) points = parse(text->str);
	assert_int_equal(points->n, 1001);
	assert_int_equal(points->n_troubles, 1000);
	assert_int_equal(points->troubles->len, POINTS_TROUBLES_KEPT);
	assert_trouble(points, 0, "line 2: \"12x?[2J\" is no number");
}

static void test_long_lines(void **state)
{
	g_autoptr(GString) text = g_string_new("1\n");

	for (guint length = 0; length < 300000; length++)
		g_string_append_c(text, '7');
	g_string_append(text, "\n2\n");
	g_autoptr(points_auto) points = parse(text->str);
	assert_points(points, 1, NAN, 2);
	assert_trouble(points, 0, "line 2: longer than");
}

static void test_line_as_long_as_allowed(void **state)
{
	g_autofree char *zeros = g_strnfill(POINTS_LINE_MOST - 1, '0');
	g_autofree char *fits = g_strconcat(zeros, "5\n1\n", NULL);
	g_autofree char *too_long = g_strconcat(zeros, "05\n1\n", NULL);
	g_autoptr(points_auto) five = parse(fits);
	g_autoptr(points_auto) none = parse(too_long);

	assert_points(five, 5, 1);
	assert_points(none, NAN, 1);
}

static void test_nul_in_a_row(void **state)
{
	g_autoptr(points_auto) points = parse_bytes("1\n2\n3\n4\n5\n6\n7\n8\n9\0\n10\n", 22);

	assert_int_equal(points->n, 10);
	assert_true(isnan(points->value[8]) && points->value[9] == 10);
}

/* ---- streams ---- */

struct feed {
	int descriptor;
	const char *bytes;
	gsize length, piece;
};

static gpointer feed(gpointer data)
{
	const struct feed *feed = data;

	for (gsize at = 0; at < feed->length; at += feed->piece) {
		gsize length = MIN(feed->piece, feed->length - at);
		assert_int_equal(write(feed->descriptor, feed->bytes + at, length), length);
	}
	close(feed->descriptor);
	return NULL;
}

static void assert_same_in_pieces(const GString *text, gsize piece)
{
	g_autoptr(points_auto) whole = parse_bytes(text->str, text->len);
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	struct feed writer = {ends[1], text->str, text->len, piece};
	GThread *thread = g_thread_new("feed", feed, &writer);
	g_autoptr(points_auto) points = points_read(ends[0], "test", NULL);

	g_thread_join(thread);
	close(ends[0]);
	assert_int_equal(points->n, whole->n);
	assert_int_equal(points->n_troubles, whole->n_troubles);
	assert_memory_equal(points->value, whole->value, whole->n * sizeof *whole->value);
	assert_memory_equal(points->day, whole->day, whole->n * sizeof *whole->day);
}

static void test_pieces(void **state)
{
	g_autoptr(GString) text = g_string_new("date,value\n");
	g_autofree char *wide = g_strnfill(POINTS_LINE_MOST + 1, 'x');

	for (gint32 day = 0; day < 20000; day++) {
		g_autofree char *date = calendar_format_day(day);
		g_string_append_printf(text, "%s,%d.%d\n", date, day * 7 % 1000, day % 10);
		if (day % 4000 == 17)
			g_string_append_printf(text, "%s\n", wide);
	}
	g_string_append(text, "2100-01-01,5");
	assert_same_in_pieces(text, 65536);
	assert_same_in_pieces(text, 4099);
	assert_same_in_pieces(text, 13);
}

static void test_unreadable_descriptor(void **state)
{
	g_autoptr(GError) error = NULL;

	assert_null(points_read(100000, "test", &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bare_values),
		cmocka_unit_test(test_bare_values_with_header),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_table_without_header),
		cmocka_unit_test(test_columns_by_name),
		cmocka_unit_test(test_third_column_of_words),
		cmocka_unit_test(test_years_are_dates_where_they_rise),
		cmocka_unit_test(test_quotes_and_hollow_rows),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_half_a_character),
		cmocka_unit_test(test_bytes_that_are_no_text),
		cmocka_unit_test(test_disorder_is_mended),
		cmocka_unit_test(test_order_of_day_and_month),
		cmocka_unit_test(test_rhythm),
		cmocka_unit_test(test_end_at),
		cmocka_unit_test(test_bad_rows_keep_their_place),
		cmocka_unit_test(test_troubles_are_bounded),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_line_as_long_as_allowed),
		cmocka_unit_test(test_nul_in_a_row),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_unreadable_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
