/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values of JSON: what each kind gives, what it gives for others, bounds and broken texts. */
#include "tests/harness.h"

#include <string.h>

#include "base/json_value.h"

static struct json_value *parse(const char *text)
{
	return json_value_parse(text, strlen(text), JSON_VALUE_DEPTH, NULL);
}

static void kinds_are_told_apart(void **state)
{
	g_autoptr(json_value_auto) root = parse("{\"s\":\"x\",\"i\":-7,\"r\":2.50,\"t\":true,"
						"\"n\":null,\"a\":[1,null],\"o\":{}}");
	static const struct {
		const char *key;
		enum json_kind kind;
		const char *text;
	} expected[] = {
		{"s", JSON_STRING, "x"},  {"i", JSON_INTEGER, "-7"},
		{"r", JSON_REAL, "2.50"}, {"t", JSON_BOOL, "true"},
		{"n", JSON_ABSENT, NULL}, {"a", JSON_ARRAY, NULL},
		{"o", JSON_OBJECT, NULL}, {"missing", JSON_ABSENT, NULL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		const struct json_value *value = json_value_member(root, expected[i].key);
		g_autofree char *text = json_value_text(value);
		assert_int_equal(json_value_kind(value), expected[i].kind);
		if (expected[i].text)
			assert_string_equal(text, expected[i].text);
		else
			assert_null(text);
	}
}

static void what_a_value_is_not_is_nothing(void **state)
{
	g_autoptr(json_value_auto) root =
		parse("{\"a\":[1],\"s\":\"x\",\"big\":92233720368547758070}");
	const struct json_value *array = json_value_member(root, "a");
	gint64 number = 42;

	assert_null(json_value_member(array, "a"));
	assert_null(json_value_member(NULL, "a"));
	assert_null(json_value_string(array));
	assert_int_equal(json_value_length(root), 0);
	assert_int_equal(json_value_length(array), 1);
	assert_null(json_value_item(array, 1));
	assert_false(json_value_integer(json_value_member(root, "s"), &number));
	assert_false(json_value_integer(json_value_member(root, "big"), &number));
	assert_int_equal(number, 42);
	assert_true(json_value_integer(json_value_item(array, 0), &number));
	assert_int_equal(number, 1);
	assert_false(json_value_is_true(json_value_member(root, "s")));
}

static void texts_hold_no_nul(void **state)
{
	g_autoptr(json_value_auto) root = parse("[\"a\\u0000b\"]");
	g_autofree char *text = json_value_text(json_value_item(root, 0));

	assert_string_equal(text, "a b");
}

static bool count_until_two(const char *key, const struct json_value *value, void *data)
{
	guint *seen = data;

	return ++*seen < 2;
}

static void members_are_walked_until_told(void **state)
{
	g_autoptr(json_value_auto) root = parse("{\"a\":1,\"b\":2,\"c\":3}");
	guint seen = 0;

	json_value_each_member(root, count_until_two, &seen);
	assert_int_equal(seen, 2);
}

static void broken_texts_are_refused(void **state)
{
	static const char *const broken[] = {
		"", "{", "[1,]", "nul", "[1] x", "{\"a\":\"\xc0\xaf\"}", "[\"\xff\"]", "null",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(json_value_parse(broken[i], strlen(broken[i]), JSON_VALUE_DEPTH,
					     &error));
		assert_non_null(error);
	}
}

static void depth_is_bounded(void **state)
{
	g_autofree char *open = g_strnfill(JSON_VALUE_DEPTH + 1, '[');
	g_autofree char *shut = g_strnfill(JSON_VALUE_DEPTH + 1, ']');
	g_autofree char *deep = g_strconcat(open, shut, NULL);
	g_autoptr(json_value_auto) shallow =
		json_value_parse("[[[1]]]", 7, JSON_VALUE_DEPTH, NULL);

	assert_null(parse(deep));
	assert_non_null(shallow);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_told_apart),
		cmocka_unit_test(what_a_value_is_not_is_nothing),
		cmocka_unit_test(texts_hold_no_nul),
		cmocka_unit_test(members_are_walked_until_told),
		cmocka_unit_test(broken_texts_are_refused),
		cmocka_unit_test(depth_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
