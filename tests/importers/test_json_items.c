/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items of JSON as they stream: the shapes of files, their places, what is broken costs itself,
 * bounds; and windows that end anywhere. */
#include <glib.h>

#include "tests/importers/reading.h"

#include "base/limits.h"
#include "importers/json_items.h"

static const char *const lists[] = {"value", "issues", "conversations", NULL};
static const char *const inner[] = {"MessageList", NULL};
static const struct json_items_shape shape = {{lists, inner}};

/* "3+7@1 id/context" or "3+7@1 ! trouble" a line; "..." when it failed. Caller owns. */
static char *describe(struct json_items *items)
{
	GString *out = g_string_new(NULL);
	struct json_item item;
	enum json_items_result result;

	while ((result = json_items_next(items, &item, NULL)) == JSON_ITEMS_ITEM ||
	       result == JSON_ITEMS_BROKEN) {
		g_autofree char *id = json_value_text(json_value_member(item.value, "id"));
		const char *around = json_member_text(item.context, "id");
		g_string_append_printf(out, "%u+%u@%u ", (guint)item.place.offset,
				       (guint)item.place.length, item.place.line);
		if (result == JSON_ITEMS_BROKEN)
			g_string_append_printf(out, "! %.14s\n", item.trouble);
		else
			g_string_append_printf(out, "%s%s%s\n", id ? id : "-",
					       around ? "/" : "", around ? around : "");
	}
	if (result == JSON_ITEMS_FAILED)
		g_string_append(out, "...\n");
	return g_string_free(out, FALSE);
}

static void expect(const char *text, const char *expected)
{
	g_autoptr(json_items_auto) items =
		json_items_open_memory((const guint8 *)text, strlen(text), &shape);
	g_autofree char *got = describe(items);

	assert_string_equal(got, expected);
}

static void shapes_of_files(void **state)
{
	expect("{\"id\":1}\n{\"id\":2}\n", "0+8@1 1\n9+8@2 2\n");
	expect("[{\"id\":1},{\"id\":2}]", "1+8@1 1\n10+8@1 2\n");
	expect("\xef\xbb\xbf[ {\"id\":1} , {\"id\":2} ]", "5+8@1 1\n16+8@1 2\n");
	expect("{\"n\":2,\"value\":[{\"id\":1},{\"id\":2}],\"next\":\"x\"}",
	       "16+8@1 1\n25+8@1 2\n");
	expect("{\"id\":\"p\",\"value\":[{\"id\":1}]}{\"value\":[{\"id\":2}]}",
	       "19+8@1 1/p\n39+8@1 2\n");
	expect("[{\"issues\":[{\"id\":1}]},{\"issues\":[]},{\"id\":3}]",
	       "12+8@1 1\n37+8@1 3\n");
	expect("", "");
	expect("[]", "");
	expect(" {} ", "1+2@1 -\n");
}

static void lists_within_lists(void **state)
{
	expect("{\"userId\":\"u\",\"conversations\":[{\"id\":\"a\",\"MessageList\":[{\"id\":1},"
	       "{\"id\":2}],\"x\":1},{\"id\":\"b\",\"MessageList\":[{\"id\":3}]}]}",
	       "56+8@1 1/a\n65+8@1 2/a\n107+8@1 3/b\n");
}

static void members_of_an_object(void **state)
{
	expect("{\"value\":{\"X::1\":{\"id\":1},\"X::\\\"2\":{\"id\":2}},\"code\":0}",
	       "17+8@1 1\n35+8@1 2\n");
}

static void a_name_is_a_key_with_a_list(void **state)
{
	expect("{\"id\":7,\"value\":\"[\",\"x\":{\"value\":[1]},\"y\":[\"value\"]}",
	       "0+52@1 7\n");
	expect("{\"id\":\"value\",\"a\":[1],\"value\":[{\"id\":8}]}", "31+8@1 8/value\n");
}

static void a_broken_item_costs_itself(void **state)
{
	expect("[{\"id\":1},{\"id\":},{\"id\":3}]",
	       "1+8@1 1\n10+7@1 ! this is no JSO\n18+8@1 3\n");
	/* Lines: a bracket, a quote. */
	expect("{\"id\":1}\n{\"id\":[2}\n{\"id\":3}\n{\"id\":\"4}\n{\"id\":5}\n",
	       "0+8@1 1\n9+10@2 ! a bracket or a\n19+8@3 3\n28+10@4 ! a bracket or a\n"
	       "38+8@5 5\n");
	/* A list written in lines, and one that is indented. */
	expect("[\n{\"id\":1},\n{\"id\":[2},\n{\"id\":3}\n]",
	       "2+8@2 1\n12+11@3 ! a bracket or a\n23+8@4 3\n");
	expect("[\n  {\n    \"id\": [1\n  },\n  {\n    \"id\": 2\n  }\n]",
	       "4+22@2 ! a bracket or a\n26+17@5 2\n");
}

static void the_end_of_the_file_is_told(void **state)
{
	expect("[{\"id\":1},{\"id\":", "1+8@1 1\n10+6@1 ! the file ends \n");
	expect("{\"value\":[{\"id\":1}", "10+8@1 1\n10+8@1 ! the file ends \n");
}

static void bounds(void **state)
{
	g_autofree char *filler = g_strnfill(LIMIT_JSON_ITEM, 'x');
	g_autofree char *large = g_strdup_printf("[{\"id\":\"%s\"},{\"id\":2}]", filler);
	g_autoptr(GString) many = g_string_new("[[");

	g_autofree char *expected = g_strdup_printf("1+%u@1 ! the item is la\n%u+8@1 2\n",
						    LIMIT_JSON_ITEM + 9, LIMIT_JSON_ITEM + 11);
	expect(large, expected);
	for (guint i = 0; i < JSON_ITEM_VALUES; i++)
		g_string_append(many, "{},");
	g_string_append(many, "{}],{\"id\":2}]");
	g_free(expected);
	expected = g_strdup_printf("1+%u@1 ! the item is la\n%u+8@1 2\n",
				   3 * JSON_ITEM_VALUES + 4, 3 * JSON_ITEM_VALUES + 6);
	expect(many->str, expected);
}

static void wide_encodings_are_refused(void **state)
{
	static const guint8 wide[] = {0xff, 0xfe, '[', 0, ']', 0};
	g_autoptr(json_items_auto) items = json_items_open_memory(wide, sizeof wide, &shape);
	g_autofree char *got = describe(items);

	assert_string_equal(got, "...\n");
}

/* Items of every length around the size of a window: they and their places are right wherever
 * it ends. */
static void windows_end_anywhere(void **state)
{
	g_autoptr(GString) text = g_string_new("{\"value\":[");
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint64));
	g_autofree char *path = NULL;
	g_autoptr(json_items_auto) items = NULL;
	struct json_item item;

	for (guint i = 0; i < 3000; i++) {
		guint64 offset = text->len;
		g_autofree char *filler = g_strnfill(i * 7 % 211, i % 3 ? '}' : ']');
		g_array_append_val(places, offset);
		g_string_append_printf(text, "{\"id\":%u,\"t\":\"%s\\\"\"},", i, filler);
	}
	text->str[text->len - 1] = ']';
	g_string_append_c(text, '}');
	path = file_with(text->str, text->len);
	items = json_items_open(path, false, &shape, NULL);
	for (guint i = 0; i < 3000; i++) {
		gint64 id = -1;
		assert_int_equal(json_items_next(items, &item, NULL), JSON_ITEMS_ITEM);
		assert_true(json_value_integer(json_value_member(item.value, "id"), &id));
		assert_int_equal(id, i);
		assert_int_equal(item.place.offset, g_array_index(places, guint64, i));
	}
	assert_int_equal(json_items_next(items, &item, NULL), JSON_ITEMS_END);
	assert_int_equal(json_items_offset(items), text->len);
	g_remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes_of_files),
		cmocka_unit_test(lists_within_lists),
		cmocka_unit_test(members_of_an_object),
		cmocka_unit_test(a_name_is_a_key_with_a_list),
		cmocka_unit_test(a_broken_item_costs_itself),
		cmocka_unit_test(the_end_of_the_file_is_told),
		cmocka_unit_test(bounds),
		cmocka_unit_test(wide_encodings_are_refused),
		cmocka_unit_test(windows_end_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
