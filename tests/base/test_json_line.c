/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Objects on one line: what is taken, what is refused, and that nothing outside is harmful. */
#include "base/json_line.h"

#include <string.h>

#include "base/error.h"
#include "tests/harness.h"

enum { TEXT, ID, MEMBERS };

struct read_line {
	struct json_line_member members[MEMBERS + 1];
	bool done;
};

static struct read_line read_line(const char *line, gsize length)
{
	struct read_line read = {.members = {{.key = "text"}, {.key = "id"}, {.key = NULL}}};
	g_autoptr(GError) error = NULL;

	read.done = json_line_read(line, length, read.members, &error);
	assert_true(read.done == (error == NULL));
	if (!read.done)
		assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
	return read;
}

static void assert_text(const char *line, const char *expected)
{
	struct read_line read = read_line(line, strlen(line));

	assert_true(read.done);
	assert_int_equal(read.members[TEXT].kind, JSON_LINE_STRING);
	assert_string_equal(read.members[TEXT].string, expected);
	json_line_clear(read.members);
	assert_null(read.members[TEXT].string);
}

static void assert_refused(const char *line)
{
	struct read_line read = read_line(line, strlen(line));

	if (read.done)
		fail_msg("taken: %s", line);
	assert_int_equal(read.members[TEXT].kind, JSON_LINE_ABSENT);
	json_line_clear(read.members);
}

static void strings_are_taken(void **state)
{
	assert_text("{\"text\":\"un\"}", "un");
	assert_text(" { \"a\" : [1, {\"text\":2}], \"text\" : \"un\" } ", "un");
	assert_text("{\"text\":\"\\u00e9\\ud83d\\ude42\\n\\\"\\\\\"}", "é🙂\n\"\\");
	assert_text("{\"text\":\"a\\u0000b\"}", "a b");
	assert_text("{\"text\":\"\"}", "");
	assert_text("{\"text\":\"un\",\"text\":\"deux\"}", "deux");
}

static enum json_line_kind kind_of_id(const char *value, gint64 *integer)
{
	g_autofree char *line = g_strdup_printf("{\"id\":%s}", value);
	struct read_line read = read_line(line, strlen(line));
	enum json_line_kind kind = read.members[ID].kind;

	assert_true(read.done);
	*integer = read.members[ID].integer;
	json_line_clear(read.members);
	return kind;
}

static void kinds_are_told(void **state)
{
	gint64 integer;

	assert_int_equal(kind_of_id("7", &integer), JSON_LINE_INTEGER);
	assert_int_equal(integer, 7);
	assert_int_equal(kind_of_id("-9007199254740993", &integer), JSON_LINE_INTEGER);
	assert_true(integer == G_GINT64_CONSTANT(-9007199254740993));
	assert_int_equal(kind_of_id("\"7\"", &integer), JSON_LINE_STRING);
	assert_int_equal(kind_of_id("null", &integer), JSON_LINE_ABSENT);
	assert_int_equal(kind_of_id("1.5", &integer), JSON_LINE_OTHER);
	assert_int_equal(kind_of_id("1e3", &integer), JSON_LINE_OTHER);
	assert_int_equal(kind_of_id("true", &integer), JSON_LINE_OTHER);
	/* No JSON, and yet what some programs write. */
	assert_int_equal(kind_of_id("NaN", &integer), JSON_LINE_OTHER);
	assert_int_equal(kind_of_id("[1]", &integer), JSON_LINE_OTHER);
	assert_int_equal(kind_of_id("{}", &integer), JSON_LINE_OTHER);
}

/* Not the nearest number that fits. */
static void numbers_beyond_64_bits_are_no_integers(void **state)
{
	gint64 integer;

	assert_int_equal(kind_of_id("9223372036854775808", &integer), JSON_LINE_OTHER);
	assert_int_equal(kind_of_id("18446744073709551616", &integer), JSON_LINE_OTHER);
	assert_int_equal(kind_of_id("123456789012345678901234567890", &integer),
			 JSON_LINE_OTHER);
	assert_int_equal(kind_of_id("-9223372036854775809", &integer), JSON_LINE_OTHER);
}

static void what_is_no_object_is_refused(void **state)
{
	static const char *const lines[] = {
		"",           "text", "[]",           "\"text\"",     "7",
		"null",       "{",    "{\"text\"}",   "{\"text\":}",  "{\"text\":\"a}",
		"{} {}",      "{}x",  "{'text':'a'}", "{text:\"a\"}", "{\"text\":\"a\",}",
		"{\"a\":01}",

		"/**/{}",
	};

	for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
		assert_refused(lines[i]);
}

static void broken_bytes_are_refused(void **state)
{
	assert_refused("{\"text\":\"\xC3\"}");
	assert_refused("{\"text\":\"\xFF\"}");
	assert_refused("{\"text\":\"\xC1\x8B\"}");
	assert_false(read_line("{\"text\":\"a\0b\"}", 14).done);
}

static char *nested(guint depth)
{
	g_autofree char *open = g_strnfill(depth, '[');
	g_autofree char *shut = g_strnfill(depth, ']');

	return g_strdup_printf("{\"text\":\"a\",\"x\":%s%s}", open, shut);
}

static void depth_is_bounded(void **state)
{
	g_autofree char *shallow = nested(JSON_LINE_DEPTH - 2);
	g_autofree char *deep = nested(JSON_LINE_DEPTH);
	g_autofree char *deepest = nested(200000);

	assert_text(shallow, "a");
	assert_refused(deep);
	assert_refused(deepest);
}

static void a_megabyte_is_taken(void **state)
{
	g_autofree char *text = g_strnfill(1 << 20, 'x');
	g_autofree char *line = g_strdup_printf("{\"text\":\"%s\"}", text);

	assert_text(line, text);
}

/* Every beginning of an object is refused, and nothing of it stays. */
static void truncated_objects_are_refused(void **state)
{
	static const char line[] =
		"{\"id\":\"\\u00e9\",\"text\":\"a\\n\",\"x\":[1,{\"y\":null}]}";

	for (gsize length = 0; length < strlen(line); length++) {
		g_autofree char *part = g_strndup(line, length);

		assert_refused(part);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_are_taken),
		cmocka_unit_test(kinds_are_told),
		cmocka_unit_test(numbers_beyond_64_bits_are_no_integers),
		cmocka_unit_test(what_is_no_object_is_refused),
		cmocka_unit_test(broken_bytes_are_refused),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(a_megabyte_is_taken),
		cmocka_unit_test(truncated_objects_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
