/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* docs/indicators.md against the program: a row for each indicator, with its kind, unit,
 * direction and way of judging, and no row for anything else. */
#include "harness.h"

#include <string.h>

#include "indicators/indicator.h"

enum {
	CELL_NAME = 1,
	CELL_KIND,
	CELL_WORSE,
	CELL_JUDGED,
	CELL_SUPPORT,
	CELL_MEASURES,
	CELLS = 9
};

static char **table_rows(void)
{
	g_autofree char *path = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "docs",
						 "indicators.md", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	g_autoptr(GPtrArray) rows = g_ptr_array_new();

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		if (g_str_has_prefix(lines[i], "| `"))
			g_ptr_array_add(rows, g_strdup(lines[i]));
	g_ptr_array_add(rows, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&rows), FALSE);
}

static const char *judged(const struct indicator *indicator)
{
	if (indicator->rule != NULL)
		return "limit";
	if (indicator->described)
		return "shown";
	return indicator->mirrors != NULL ? "again" : "statistics";
}

static void assert_row(const struct indicator *indicator, char **cells)
{
	g_autofree char *kind = g_strdup_printf("%s, %s", indicator_kind_token(indicator->kind),
						indicator->unit);

	assert_int_equal(g_strv_length(cells), CELLS);
	assert_string_equal(cells[CELL_KIND], kind);
	assert_string_equal(cells[CELL_WORSE], indicator->worse < 0 ? "down" : "up");
	assert_string_equal(cells[CELL_JUDGED], judged(indicator));
	assert_true(strlen(cells[CELL_SUPPORT]) > 0);
	assert_true(strlen(cells[CELL_MEASURES]) > 0);
}

static const struct indicator *named(const char *cell)
{
	g_autofree char *name = g_strndup(cell + 1, strlen(cell) - 2);

	return indicator_by_name(name);
}

static void test_every_indicator_has_its_row(void **state)
{
	g_auto(GStrv) rows = table_rows();
	guint n = 0;

	for (guint i = 0; rows[i] != NULL; i++) {
		g_auto(GStrv) cells = g_strsplit(rows[i], "|", -1);
		for (guint cell = 0; cells[cell] != NULL; cell++)
			g_strstrip(cells[cell]);
		const struct indicator *indicator = named(cells[CELL_NAME]);
		if (indicator == NULL)
			fail_msg("docs/indicators.md: %s is no indicator", cells[CELL_NAME]);
		assert_ptr_equal(indicator, indicator_list()[n]);
		assert_row(indicator, cells);
		n++;
	}
	if (indicator_list()[n] != NULL)
		fail_msg("docs/indicators.md lacks %s", indicator_list()[n]->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_indicator_has_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
