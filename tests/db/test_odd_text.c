/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Texts that are no UTF-8 become UTF-8 and come back byte for byte; all others are left alone.
 */
#include "db/odd_text.h"

#include <string.h>

#include "tests/harness.h"

static void ordinary_text_is_left_alone(void **state)
{
	static const char *const ordinary[] = {"", "abc", "échoué", "\xf0\x9f\x98\x80",
					       "\xef\xbf\xbd"};

	for (guint i = 0; i < G_N_ELEMENTS(ordinary); i++) {
		assert_null(odd_text_encode(ordinary[i]));
		assert_null(odd_text_decode(ordinary[i]));
	}
}

static void comes_back(const char *text)
{
	g_autofree char *encoded = odd_text_encode(text), *decoded = NULL;

	assert_non_null(encoded);
	assert_true(g_utf8_validate(encoded, -1, NULL));
	decoded = odd_text_decode(encoded);
	assert_non_null(decoded);
	assert_string_equal(decoded, text);
}

static void odd_text_comes_back(void **state)
{
	comes_back("caf\xe9");
	comes_back("\xff\xfe\x80 and \xc3\xa9 and \xc3");
	comes_back("\xed\xa0\x80");     /* a surrogate */
	comes_back("\xc0\xaf");         /* an overlong slash */
	comes_back("\xf4\x90\x80\x80"); /* beyond the last character */
	comes_back("\xf4\x8f\xba\x80"); /* a stand-in itself */
	comes_back("\xf4\x8f\xbb\xbfz\xf4\x8f");
}

static void every_byte_comes_back(void **state)
{
	char all[256];

	for (guint i = 0; i < 255; i++)
		all[i] = (char)(i + 1);
	all[255] = '\0';
	comes_back(all);
}

/* Drawn from the bytes that stand-ins are made of. */
static void random_bytes_come_back(void **state)
{
	static const char letters[] = "\xf4\x8f\xba\xbb\x80\xbf\xc3\xa9z";
	g_autoptr(GRand) draw = g_rand_new_with_seed(7);

	for (guint round = 0; round < 20000; round++) {
		char text[12] = "";
		gint32 length = g_rand_int_range(draw, 1, sizeof text);
		g_autofree char *encoded = NULL, *decoded = NULL;

		for (gint32 i = 0; i < length; i++)
			text[i] = letters[g_rand_int_range(draw, 0, sizeof letters - 1)];
		encoded = odd_text_encode(text);
		if (encoded == NULL) {
			assert_null(odd_text_decode(text));
			continue;
		}
		assert_true(g_utf8_validate(encoded, -1, NULL));
		decoded = odd_text_decode(encoded);
		assert_string_equal(decoded, text);
	}
}

/* A mark that leads nowhere is no stand-in, wherever the text ends. */
static void a_lone_mark_stays(void **state)
{
	static const char *const lone[] = {"\xf4\x8f", "a\xf4\x8f\xba", "\xf4\x8f\x80\x80z"};

	for (guint i = 0; i < G_N_ELEMENTS(lone); i++) {
		g_autofree char *decoded = odd_text_decode(lone[i]);

		assert_string_equal(decoded, lone[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_text_is_left_alone),
		cmocka_unit_test(odd_text_comes_back),
		cmocka_unit_test(every_byte_comes_back),
		cmocka_unit_test(random_bytes_come_back),
		cmocka_unit_test(a_lone_mark_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
