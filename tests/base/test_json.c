/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writer: its exact text, escapes, numbers that read back the same, and misuse that stops
 * the program. */
#include "harness.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"

static void test_layout(void **state)
{
	static const char expected[] = "{\n"
				       "  \"name\": \"acme\",\n"
				       "  \"empty\": [],\n"
				       "  \"none\": {},\n"
				       "  \"days\": [\n"
				       "    1,\n"
				       "    null,\n"
				       "    true\n"
				       "  ]\n"
				       "}";
	g_autoptr(GString) out = g_string_new(NULL);
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_key(json, "name");
	json_string(json, "acme");
	json_key(json, "empty");
	json_begin_array(json);
	json_end_array(json);
	json_key(json, "none");
	json_begin_object(json);
	json_end_object(json);
	json_key(json, "days");
	json_begin_array(json);
	json_int(json, 1);
	json_null(json);
	json_bool(json, TRUE);
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	assert_string_equal(out->str, expected);
}

static void test_one_line(void **state)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct json_writer *json = json_writer_new_line(out);

	json_begin_object(json);
	json_member_string(json, "name", "acme");
	json_key(json, "days");
	json_begin_array(json);
	json_int(json, 1);
	json_null(json);
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	assert_string_equal(out->str, "{\"name\":\"acme\",\"days\":[1,null]}");
}

static void test_rounded_numbers(void **state)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct json_writer *json = json_writer_new_line(out);

	json_begin_array(json);
	json_figures(json, 1234567.8, 6);
	json_figures(json, .1 + .2, 6);
	json_figures(json, -1e-300, 2);
	json_figures(json, NAN, 6);
	json_decimals(json, .12345, 4);
	json_decimals(json, -.00001, 4);
	json_decimals(json, INFINITY, 4);
	json_decimals(json, 2, 4);
	json_end_array(json);
	json_writer_free(json);
	assert_string_equal(out->str, "[1234570,0.3,-1e-300,null,0.1235,0,null,2]");
}

static char *string_of(const char *value)
{
	GString *out = g_string_new(NULL);
	struct json_writer *json = json_writer_new(out);

	json_string(json, value);
	json_writer_free(json);
	return g_string_free(out, FALSE);
}

static void test_strings(void **state)
{
	static const struct {
		const char *value, *written;
	} cases[] = {
		{"", "\"\""},
		{NULL, "null"},
		{"a\"b\\c", "\"a\\\"b\\\\c\""},
		{"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
		{"\001\033\177", "\"\\u0001\\u001b\\u007f\""},
		{"été 😀 </script>", "\"été 😀 </script>\""},
		{"caf\xe9", "\"caf\xef\xbf\xbd\""},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *written = string_of(cases[i].value);
		assert_string_equal(written, cases[i].written);
	}
}

static char *double_of(double value)
{
	GString *out = g_string_new(NULL);
	struct json_writer *json = json_writer_new(out);

	json_double(json, value);
	json_writer_free(json);
	return g_string_free(out, FALSE);
}

static void test_doubles(void **state)
{
	static const struct {
		double value;
		const char *written;
	} cases[] = {
		{0, "0"},
		{-0.5, "-0.5"},
		{0.1, "0.1"},
		{0.1 + 0.2, "0.30000000000000004"},
		{0.8 - 0x1p-53, "0.7999999999999999"},
		{1e21, "1e+21"},
		{4120, "4120"},
		{NAN, "null"},
		{-INFINITY, "null"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *written = double_of(cases[i].value);
		assert_string_equal(written, cases[i].written);
	}
}

/* Counting up from 15 digits, which every decimal text of that length survives. */
static char *fewest_digits(double value)
{
	for (int digits = 15;; digits++) {
		g_autofree char *text = g_strdup_printf("%.*g", digits, value);
		if (g_ascii_strtod(text, NULL) == value)
			return g_steal_pointer(&text);
	}
}

/* Every finite double reads back the same, in the fewest digits. */
static void test_doubles_read_back(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20260103);

	for (guint i = 0; i < 20000; i++) {
		guint64 bits = (guint64)g_rand_int(random) << 32 | g_rand_int(random);
		double value;
		memcpy(&value, &bits, sizeof value);
		if (!isfinite(value))
			continue;
		g_autofree char *written = double_of(value);
		g_autofree char *fewest = fewest_digits(value);
		assert_true(g_ascii_strtod(written, NULL) == value);
		assert_string_equal(written, fewest);
	}
}

static void test_locale_does_not_reach_numbers(void **state)
{
	static const char *const locales[] = {"fr_FR.UTF-8", "de_DE.UTF-8", "fr_FR"};
	gboolean set = FALSE;

	for (guint i = 0; i < G_N_ELEMENTS(locales) && !set; i++)
		set = setlocale(LC_NUMERIC, locales[i]) != NULL;
	if (!set) {
		print_message("# not tested: no locale with a decimal comma here\n");
		return;
	}
	g_autofree char *written = double_of(2.5);
	setlocale(LC_NUMERIC, "C");
	assert_string_equal(written, "2.5");
}

static void value_without_key(struct json_writer *json)
{
	json_begin_object(json);
	json_int(json, 1);
}

static void key_in_array(struct json_writer *json)
{
	json_begin_array(json);
	json_key(json, "a");
}

static void wrong_end(struct json_writer *json)
{
	json_begin_array(json);
	json_end_object(json);
}

static void end_after_key(struct json_writer *json)
{
	json_begin_object(json);
	json_key(json, "a");
	json_end_object(json);
}

static void not_ended(struct json_writer *json)
{
	json_begin_object(json);
	json_writer_free(json);
}

static void test_misuse_stops_the_program(void **state)
{
	static void (*const misuses[])(struct json_writer *) = {
		value_without_key, key_in_array, wrong_end, end_after_key, not_ended,
	};

	for (guint i = 0; i < G_N_ELEMENTS(misuses); i++) {
		int status;
		pid_t child = fork();
		if (child == 0) {
			g_autoptr(GString) out = g_string_new(NULL);
			close(STDOUT_FILENO);
			close(STDERR_FILENO);
			misuses[i](json_writer_new(out));
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGABRT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_rounded_numbers),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_doubles),
		cmocka_unit_test(test_doubles_read_back),
		cmocka_unit_test(test_locale_does_not_reach_numbers),
		cmocka_unit_test(test_misuse_stops_the_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
