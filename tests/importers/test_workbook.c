/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Workbooks down to rows: what a script wrote with openpyxl, odfpy and by hand is read as that
 * script says, and tickets have the same identity as those of a CSV of the same content. */
#include <glib.h>
#include <stdlib.h>

#include "tests/importers/reading.h"

#include "importers/number_format.h"
#include "importers/table_probe.h"
#include "importers/tables.h"

static char *folder;

static int write_workbooks(void **state)
{
	g_autofree char *script = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "tests",
						   "importers", "workbooks.py", NULL);
	/* Debian's own, whose packages openpyxl and odfpy are. */
	const char *python = g_file_test("/usr/bin/python3", G_FILE_TEST_EXISTS)
				     ? "/usr/bin/python3"
				     : "python3";
	const char *arguments[] = {python, script, NULL, NULL};
	int status = 1;

	folder = g_dir_make_tmp("entente-workbooks-XXXXXX", NULL);
	arguments[2] = folder;
	return !g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
			     NULL, NULL, &status, NULL) ||
	       status != 0;
}

static int remove_workbooks(void **state)
{
	GDir *names = g_dir_open(folder, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_dir_close(names);
	g_rmdir(folder);
	g_free(folder);
	return 0;
}

/* ---- rows ---- */

static void append_row(GString *out, const struct table_row *row)
{
	g_string_append_printf(out, "%u", row->place.line);
	if (row->trouble)
		g_string_append_printf(out, "|! %s", row->trouble);
	for (guint i = 0; !row->trouble && i < row->n_cells; i++) {
		g_autoptr(GString) cell = g_string_new(row->cells[i]);

		g_string_replace(cell, "\n", "\\n", 0);
		g_string_replace(cell, "\t", "\\t", 0);
		g_string_append_printf(out, "|%s", cell->str);
	}
	g_string_append_c(out, '\n');
}

static void append_rows(GString *out, const char *path, const struct table_dialect *dialect)
{
	g_autoptr(table_auto) table = table_open(path, false, dialect, NULL);
	enum table_result result;
	guint64 offset = 0;
	struct table_row row;

	assert_non_null(table);
	while ((result = table_next(table, &row, NULL)) == TABLE_ROW ||
	       result == TABLE_BROKEN) {
		assert_true(row.place.offset >= offset);
		offset = row.place.offset + row.place.length;
		assert_int_equal(offset, table_offset(table));
		append_row(out, &row);
	}
	if (result == TABLE_FAILED)
		g_string_append(out, "failed\n");
}

/* "workbook, sheet "Un"; not read..." is "# Un". */
static void append_title(GString *out, const char *words)
{
	const char *name = words + strlen("workbook, sheet \"");
	const char *end = strchr(name, '"');

	g_string_append_printf(out, "# %.*s%s\n", (int)(end - name), name,
			       g_str_has_prefix(end, "\" (hidden)") ? " (hidden)" : "");
}

static char *all_rows(const char *path)
{
	struct import_probe probe = {.path = path};
	g_autofree guint8 *head = bytes_read_head(path, IMPORT_PROBE_BYTES, &probe.head_length,
						  &probe.compressed, &probe.whole, NULL);
	GString *out = g_string_new(NULL);
	struct table_dialect dialect;
	struct table *table;

	probe.head = head;
	for (guint nth = 0; (table = table_probe_open(&probe, nth, &dialect, NULL)); nth++) {
		table_free(table);
		append_title(out, dialect.words);
		append_rows(out, path, &dialect);
	}
	return g_string_free(out, FALSE);
}

static void rows_as_written(void **state)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	guint compared = 0;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *expected_path = g_build_filename(folder, name, NULL);
		g_autofree char *expected = NULL, *path = NULL, *rows = NULL;

		if (!g_str_has_suffix(name, ".rows"))
			continue;
		path = g_strndup(expected_path, strlen(expected_path) - strlen(".rows"));
		assert_true(g_file_get_contents(expected_path, &expected, NULL, NULL));
		rows = all_rows(path);
		if (strcmp(rows, expected) != 0)
			print_message("%s\n", name);
		assert_string_equal(rows, expected);
		compared++;
	}
	assert_int_equal(compared, 11);
}

static void a_sheet_that_is_not_there(void **state)
{
	g_autofree char *path = g_build_filename(folder, "sheets.xlsx", NULL);
	struct table_dialect dialect = {.form = WORKBOOK_EXCEL, .sheet = 99};
	g_autoptr(GError) error = NULL;

	assert_null(table_open(path, false, &dialect, &error));
	assert_non_null(error);
}

/* ---- tickets ---- */

struct kept {
	GPtrArray *digests; /* "digest" of each record */
	GArray *lines;
};

static void keep(const struct import_record *record, void *data)
{
	struct kept *kept = data;

	assert_int_equal(record->type, RECORD_TICKET);
	g_ptr_array_add(kept->digests, hexadecimal(record->ticket.digest, DIGEST_SIZE));
	g_array_append_val(kept->lines, record->ticket.place.line);
}

static struct kept read_tickets(const char *name, const char *words)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	struct kept kept = {g_ptr_array_new_with_free_func(g_free),
			    g_array_new(FALSE, FALSE, sizeof(guint32))};
	struct whole_file file;

	whole_file_open(&file, path);
	assert_string_equal(file.task.importer->name, "ticket-table");
	assert_string_equal(file.task.dialect, words);
	each_record(&file.task, keep, &kept);
	whole_file_close(&file);
	return kept;
}

static void kept_clear(struct kept *kept)
{
	g_ptr_array_unref(kept->digests);
	g_array_unref(kept->lines);
}

#define TICKETS "; dates YYYY-MM-DD HH:MM:SS; snapshot; 400 rows"

static void same_tickets_as_csv(void **state)
{
	static const struct {
		const char *name, *words;
		guint first_row;
	} cases[] = {
		{"tickets.xlsx",
		 "glpi (fr); workbook, sheet \"Tickets\"; not read: \"Notes\", \"Brouillon\" "
		 "(hidden)" TICKETS,
		 4},
		{"tickets.ods", "glpi (fr); workbook, sheet \"Tickets\"" TICKETS, 2},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *csv = g_strconcat(cases[i].name, ".csv", NULL);
		g_autofree char *path = g_build_filename(folder, csv, NULL);
		struct kept expected, found;

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			skip(); /* its writer is not installed */
		expected = read_tickets(csv, "glpi (fr); separator ';'; UTF-8" TICKETS);
		found = read_tickets(cases[i].name, cases[i].words);
		assert_int_equal(expected.digests->len, 400);
		assert_int_equal(found.digests->len, 400);
		for (guint j = 0; j < 400; j++) {
			assert_string_equal(g_ptr_array_index(found.digests, j),
					    g_ptr_array_index(expected.digests, j));
			assert_int_equal(g_array_index(found.lines, guint32, j),
					 j + cases[i].first_row);
		}
		kept_clear(&expected);
		kept_clear(&found);
	}
}

/* ---- other tables ---- */

static void add_words(const struct import_record *record, void *data)
{
	g_autoptr(GDateTime) at = NULL;
	g_autofree char *words = NULL;

	if (record->type == RECORD_REJECTED) {
		words = g_strdup_printf("%u: %s", record->rejected.place.line,
					record->rejected.reason);
	} else if (record->type == RECORD_FACT) {
		words = g_strdup_printf("%d %s %s", record->fact.day, record->fact.fact,
					record->fact.value);
	} else {
		assert_int_equal(record->type, RECORD_MESSAGE);
		at = g_date_time_new_from_unix_utc(record->message.date_ms / 1000);
		words = g_date_time_format(at, "%FT%TZ ");
	}
	g_string_append_printf(data, "%s%s\n", words,
			       record->type == RECORD_MESSAGE ? record->message.subject : "");
}

static void other_tables_too(void **state)
{
	static const struct {
		const char *name, *importer, *records;
	} cases[] = {
		{"facts.xlsx", "fact-table",
		 "19448 channel_opened Teams\n3: the date \"\" cannot be read as YYYY-MM-DD; "
		 "write it as 2024-12-31\n"},
		{"books.zip/docs/facts.xlsx", "fact-table",
		 "19448 channel_opened Teams\n3: the date \"\" cannot be read as YYYY-MM-DD; "
		 "write it as 2024-12-31\n"},
		{"calls.xlsx", "call-log", "2023-04-01T07:15:00Z 00:03:12\n"},
		{"trace.xlsx", "message-trace", "2023-04-01T12:00:00Z Panne\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_build_filename(folder, cases[i].name, NULL);
		g_autoptr(GString) words = g_string_new(NULL);
		struct whole_file file;

		whole_file_open(&file, path);
		assert_string_equal(file.task.importer->name, cases[i].importer);
		assert_non_null(strstr(file.task.dialect, "not read: \"Lisez-moi\""));
		each_record(&file.task, add_words, words);
		assert_string_equal(words->str, cases[i].records);
		whole_file_close(&file);
	}
}

/* ---- what is not read ---- */

static char *why_not(const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	struct import_probe probe = {.path = path};
	struct import_task task = {.path = path};
	g_autofree guint8 *head = bytes_read_head(path, IMPORT_PROBE_BYTES, &probe.head_length,
						  &probe.compressed, &probe.whole, NULL);
	const struct importer *importer;
	g_autoptr(GError) error = NULL;
	char *words;

	probe.head = head;
	importer = importer_recognise(&probe);
	assert_non_null(importer);
	assert_string_equal(importer->name, "spreadsheet");
	words = importer->describe(&probe, &task, &error);
	return words ? words : g_strdup(error->message);
}

static void named_with_the_way_out(void **state)
{
	static const char *const cases[][2] = {
		{"locked.ods", "protected by a password; open it and save the sheet as CSV"},
		{"old.xls", "old Excel workbook (XLS): save it as XLSX"},
		{"kinds.xlsx", "workbook, sheet \"S\": no ticket number and opening date among "
			       "the columns \"\", "},
		{"sheets.xlsx",
		 "sheet \"B\"; not read: \"A\" (hidden), \"C\" (hidden): no ticket "},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *words = why_not(cases[i][0]);

		if (!strstr(words, cases[i][1]))
			print_message("%s\n", words);
		assert_non_null(strstr(words, cases[i][1]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_as_written),
		cmocka_unit_test(a_sheet_that_is_not_there),
		cmocka_unit_test(same_tickets_as_csv),
		cmocka_unit_test(other_tables_too),
		cmocka_unit_test(named_with_the_way_out),
	};

	return cmocka_run_group_tests_name("workbook", tests, write_workbooks,
					   remove_workbooks);
}
