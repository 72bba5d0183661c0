/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table reader: one table in every encoding, with every separator and line end; random
 * tables written by a small writer of RFC 4180 and read back; broken quotes and their places.
 */
#include <glib.h>
#include "tests/importers/reading.h"

#include "base/limits.h"
#include "importers/table.h"

#define ROWS_MOST 64

/* A table as text, cells separated by '|' and rows by '\n'; broken rows as "!line". Also checks
 * that places follow each other without hole. */
static char *flatten(struct table *table)
{
	GString *text = g_string_new(NULL);
	struct table_row row;
	enum table_result result;

	while ((result = table_next(table, &row, NULL)) == TABLE_ROW ||
	       result == TABLE_BROKEN) {
		if (result == TABLE_BROKEN)
			g_string_append_printf(text, "!%u", row.place.line);
		for (guint i = 0; i < row.n_cells; i++)
			g_string_append_printf(text, "%s%s", i ? "|" : "", row.cells[i]);
		g_string_append_c(text, '\n');
		assert_int_equal(row.place.offset + row.place.length, table_offset(table));
	}
	assert_int_equal(result, TABLE_END);
	return g_string_free(text, FALSE);
}

static char *read_bytes(const char *bytes, gsize length)
{
	struct table_dialect dialect;
	g_autoptr(table_auto) table = NULL;

	assert_true(table_detect((const guint8 *)bytes, length, true, &dialect));
	table = table_open_memory((const guint8 *)bytes, length, true, &dialect);
	return flatten(table);
}

static void assert_reads(const char *text, const char *expected)
{
	g_autofree char *flat = read_bytes(text, strlen(text));

	assert_string_equal(flat, expected);
}

/* ---- encodings, separators, line ends ---- */

#define SAMPLE                                                                                 \
	"Numéro;Titre;Où\n"                                                                  \
	"1;\"Panne à l’hôtel; étage 2\";Orléans\n"                                       \
	"2;\"Deux\nlignes\";Besançon\n"                                                       \
	"3;Prix 20 €, cœur;Évry\n"

static void encodings(void **state)
{
	static const struct {
		const char *charset, *mark, *words;
		gsize mark_length;
	} cases[] = {
		{"UTF-8", "", "separator ';'; UTF-8", 0},
		{"UTF-8", "\xef\xbb\xbf", "separator ';'; UTF-8 with BOM", 3},
		{"UTF-16LE", "", "separator ';'; UTF-16LE", 0},
		{"UTF-16LE", "\xff\xfe", "separator ';'; UTF-16LE with BOM", 2},
		{"UTF-16BE", "", "separator ';'; UTF-16BE", 0},
		{"UTF-16BE", "\xfe\xff", "separator ';'; UTF-16BE with BOM", 2},
		{"UTF-32LE", "", "separator ';'; UTF-32LE", 0},
		{"UTF-32LE", "\xff\xfe\0\0", "separator ';'; UTF-32LE with BOM", 4},
		{"UTF-32BE", "\0\0\xfe\xff", "separator ';'; UTF-32BE with BOM", 4},
		{"WINDOWS-1252", "", "separator ';'; windows-1252", 0},
	};
	g_autofree char *expected = read_bytes(SAMPLE, strlen(SAMPLE));

	assert_non_null(strstr(expected, "1|Panne à l’hôtel; étage 2|Orléans\n"));
	assert_non_null(strstr(expected, "2|Deux\nlignes|Besançon\n"));
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gsize length;
		g_autofree char *body =
			g_convert(SAMPLE, -1, cases[i].charset, "UTF-8", NULL, &length, NULL);
		g_autoptr(GString) bytes =
			g_string_new_len(cases[i].mark, (gssize)cases[i].mark_length);
		struct table_dialect dialect;
		g_autofree char *words = NULL;
		g_autofree char *flat = NULL;

		g_string_append_len(bytes, body, (gssize)length);
		flat = read_bytes(bytes->str, bytes->len);
		assert_string_equal(flat, expected);
		table_detect((const guint8 *)bytes->str, bytes->len, true, &dialect);
		words = table_dialect_describe(&dialect);
		assert_string_equal(words, cases[i].words);
	}
}

/* ISO 8859-15 has no ’, so it gets a table of its own. */
static void latin_9(void **state)
{
	static const char text[] = "id;titre\n1;cœur à 20 €\n2;œuvre\n";
	gsize length;
	g_autofree char *bytes =
		g_convert(text, -1, "ISO-8859-15", "UTF-8", NULL, &length, NULL);
	g_autofree char *flat = read_bytes(bytes, length);

	assert_string_equal(flat, "id|titre\n1|cœur à 20 €\n2|œuvre\n");
}

static void late_encoding(void **state)
{
	/* The accents come where detection does not look any more, and in another encoding. */
	GString *text = g_string_new("id;titre\n");
	struct table_dialect dialect;
	g_autoptr(table_auto) table = NULL;
	g_autofree char *flat = NULL;

	for (guint i = 0; i < 100; i++)
		g_string_append_printf(text, "%u;abc\n", i);
	assert_true(table_detect((guint8 *)text->str, text->len, false, &dialect));
	g_string_append(text, "100;r\xe9seau\n101;réseau\n");
	table = table_open_memory((guint8 *)text->str, text->len, true, &dialect);
	flat = flatten(table);
	assert_true(g_str_has_suffix(flat, "100|réseau\n101|réseau\n"));
	g_string_free(text, TRUE);
}

static void separators_and_ends(void **state)
{
	static const char *const separators[] = {";", ",", "\t",   "|", "^", "~", ":",
						 "#", "!", "\x1f", "§", "¤", "¦"};
	static const char *const ends[] = {"\n", "\r\n", "\r"};

	for (gsize i = 0; i < G_N_ELEMENTS(separators); i++)
		for (gsize j = 0; j < G_N_ELEMENTS(ends); j++) {
			const char *s = separators[i], *e = ends[j];
			g_autofree char *text = g_strdup_printf(
				"id%stitle%sopened%s1%sa b%s2024-01-02%s2%s\"x%s\"\"y\"\"\"%s"
				"2024-01-03%s3%s%s2024-01-04",
				s, s, e, s, s, e, s, s, s, e, s, s);
			g_autofree char *expected =
				g_strdup_printf("id|title|opened\n1|a b|2024-01-02\n"
						"2|x%s\"y\"|2024-01-03\n3||2024-01-04\n",
						s);
			g_autofree char *flat = read_bytes(text, strlen(text));

			assert_string_equal(flat, expected);
		}
}

static void odd_shapes(void **state)
{
	/* An empty last column, rows shorter and longer than the header, blank rows. */
	assert_reads("a;b;c;\n1;2;3;\n4;5;6;\n4;5\n\n;;;\n6;7;8;9;10\n7;8;9;\n",
		     "a|b|c|\n1|2|3|\n4|5|6|\n4|5\n6|7|8|9|10\n7|8|9|\n");
	assert_reads("sep=,\na,b\n1;x,2\n", "sep=|\na|b\n1;x|2\n");
	assert_reads("'a';'b'\n'1;2';'it''s'\n", "a|b\n1;2|it's\n");
	assert_reads("\"a\" ; \"b\" \n \"1\";2\n", "a|b\n1|2\n");
}

static void no_tables(void **state)
{
	static const char *const texts[] = {
		"", "\n", "one column\nonly\n", "Dear all,\n\nplease see below.\n", "a\nb\nc\n",
	};
	struct table_dialect dialect;

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_false(table_detect((const guint8 *)texts[i], strlen(texts[i]), true,
					  &dialect));
	assert_false(table_detect((const guint8 *)"\x7f"
						  "ELF\0\1\2\0\0;;\n;;\n",
				  16, true, &dialect));
	assert_false(table_possible((const guint8 *)"From a@b Mon\nX: y\n", 18));
	assert_false(table_possible((const guint8 *)"Subject: a;b;c\n\nx\n", 18));
}

/* ---- broken quotes ---- */

static char *read_with_header(const char *text)
{
	struct table_dialect dialect = {.separator = ";", .quote = '"'};
	g_autoptr(table_auto) table =
		table_open_memory((const guint8 *)text, strlen(text), true, &dialect);
	struct table_row row;

	assert_int_equal(table_next(table, &row, NULL), TABLE_ROW);
	table_set_header(table, &row);
	return flatten(table);
}

static void broken_quotes(void **state)
{
	static const struct {
		const char *text, *rows;
	} cases[] = {
		/* never closed */
		{"a;b;c\n1;x;y\n2;\"open;y\n3;x;y\n4;x;y\n", "1|x|y\n!3\n3|x|y\n4|x|y\n"},
		/* closed by the next cell that opens */
		{"a;b;c\n1;\"open;y\n2;\"x\";y\n3;x;y\n", "!2\n2|x|y\n3|x|y\n"},
		/* an empty quoted cell does not close it */
		{"a;b;c\n1;\"open;y\n2;\"\";y\n3;x;y\n", "!2\n2||y\n3|x|y\n"},
		/* not doubled inside */
		{"a;b;c\n1;\"say \"no\" now\";y\n2;x;y\n", "!2\n2|x|y\n"},
		/* and with a line break: its second line is no row of the table */
		{"a;b;c\n1;\"say \"no\"\nand more\";y\n2;x;y\n", "!2\n2|x|y\n"},
		/* a stray quote inside a plain cell stays */
		{"a;b;c\n1;5\" disk;y\n2;x;y\n", "1|5\" disk|y\n2|x|y\n"},
		/* the last row */
		{"a;b;c\n1;x;y\n2;\"open", "1|x|y\n!3\n"},
		{"a;b;c\n1;x;\"y", "!2\n"},
		/* two in a row */
		{"a;b;c\n1;\"o;y\n2;\"o;y\n3;x;y\n", "!2\n!3\n3|x|y\n"},
		/* repeated header lines are no rows */
		{"a;b;c\n1;x;y\na;b;c\n2;x;y\n", "1|x|y\n2|x|y\n"},
		{"a;b;\n1;x;\na;b\na;b;\n2;x;\n", "1|x|\n2|x|\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *flat = read_with_header(cases[i].text);

		assert_string_equal(flat, cases[i].rows);
	}
}

static void place_of_a_broken_row(void **state)
{
	static const char text[] = "a;b\n1;x\n2;\"o\n3;y\n";
	struct table_dialect dialect = {.separator = ";", .quote = '"'};
	g_autoptr(table_auto) table =
		table_open_memory((const guint8 *)text, strlen(text), true, &dialect);
	struct table_row row;

	table_next(table, &row, NULL);
	table_set_header(table, &row);
	table_next(table, &row, NULL);
	assert_int_equal(table_next(table, &row, NULL), TABLE_BROKEN);
	assert_int_equal(row.place.offset, 8);
	assert_int_equal(row.place.length, 5);
	assert_int_equal(row.place.line, 3);
	assert_non_null(strstr(row.trouble, "quote"));
}

/* ---- files larger than any window ---- */

static struct table *open_file(const char *path, const GString *text)
{
	struct table_dialect dialect;

	assert_true(table_detect((guint8 *)text->str, text->len, true, &dialect));
	return table_open(path, false, &dialect, NULL);
}

static void long_file(void **state)
{
	/* 6 MB with quoted line breaks everywhere, in UTF-8 and in UTF-16: the same rows, and
	 * places that point at them. */
	g_autoptr(GString) text = g_string_new("id;text;end\n");
	gsize wide_length;
	g_autofree char *wide = NULL;
	g_autofree char *path = NULL, *wide_path = NULL;
	g_autoptr(table_auto) table = NULL;
	g_autoptr(table_auto) wide_table = NULL;
	g_autoptr(GString) wide_text = NULL;
	struct table_row row, wide_row;
	guint rows = 0;

	for (guint i = 0; i < 40000; i++)
		g_string_append_printf(
			text,
			"%u;\"première ligne du ticket, avec \"\"guillemets\"\"\n𝄞 et une "
			"autre; puis la fin des mots de cette description qui est "
			"longue\";%u\r\n",
			i, i * 7);
	wide = g_convert(text->str, (gssize)text->len, "UTF-16LE", "UTF-8", NULL, &wide_length,
			 NULL);
	wide_text = g_string_new_len(wide, (gssize)wide_length);
	path = file_with(text->str, text->len);
	wide_path = file_with(wide, wide_length);
	table = open_file(path, text);
	wide_table = open_file(wide_path, wide_text);
	while (table_next(table, &row, NULL) == TABLE_ROW) {
		assert_int_equal(table_next(wide_table, &wide_row, NULL), TABLE_ROW);
		assert_int_equal(row.n_cells, 3);
		assert_int_equal(row.place.line, wide_row.place.line);
		assert_int_equal(row.place.line, rows ? 2 * rows : 1);
		assert_string_equal(row.cells[1], wide_row.cells[1]);
		assert_memory_equal(text->str + row.place.offset, row.cells[0],
				    strlen(row.cells[0]));
		assert_int_equal(wide[wide_row.place.offset], row.cells[0][0]);
		rows++;
	}
	assert_int_equal(rows, 40001);
	assert_int_equal(table_offset(table), text->len);
	assert_int_equal(table_offset(wide_table), wide_length);
	g_unlink(path);
	g_unlink(wide_path);
}

static void monsters(void **state)
{
	/* A cell of 3 MB costs its row; a line of 20 MB without end too; the next rows live. */
	g_autoptr(GString) text = g_string_new("id;text\n1;\"");
	struct table_dialect dialect = {.separator = ";", .quote = '"'};
	g_autofree char *path = NULL;
	g_autofree char *flat = NULL;
	g_autofree char *big = g_strnfill(20 << 20, 'x');

	g_string_append_len(text, big, 3 << 20);
	g_string_append(text, "\"\n2;ok\n3;");
	g_string_append(text, big);
	g_string_append(text, "\n4;ok\n");
	path = file_with(text->str, text->len);
	{
		g_autoptr(table_auto) table = table_open(path, false, &dialect, NULL);

		flat = flatten(table);
	}
	assert_string_equal(flat, "id|text\n!2\n2|ok\n!4\n4|ok\n");
	g_unlink(path);
}

/* ---- random tables ---- */

static void append_random_cell(GRand *random, GString *out, GString *expected)
{
	static const char *const atoms[] = {"a",  "é", " ", "\"", ";", "\n", "'",
					    "12", "€", ",", "\t", "œ", "😀"};
	g_autoptr(GString) cell = g_string_new(NULL);
	int n = g_rand_int_range(random, 0, 8);
	bool quoted = g_rand_boolean(random);

	for (int i = 0; i < n; i++)
		g_string_append(cell, atoms[g_rand_int_range(random, 0, G_N_ELEMENTS(atoms))]);
	g_string_append(expected, cell->str);
	quoted |= strpbrk(cell->str, "\";\n\r") != NULL || cell->str[0] == ' ';
	if (quoted)
		g_string_replace(cell, "\"", "\"\"", 0);
	g_string_append_printf(out, "%s%s%s", quoted ? "\"" : "", cell->str,
			       quoted ? "\"" : "");
}

static void random_tables(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	struct table_dialect dialect = {.separator = ";", .quote = '"'};

	for (guint round = 0; round < 2000; round++) {
		g_autoptr(GString) out = g_string_new(NULL);
		g_autoptr(GString) expected = g_string_new(NULL);
		g_autoptr(table_auto) table = NULL;
		g_autofree char *flat = NULL;
		int rows = g_rand_int_range(random, 1, 6);

		for (int i = 0; i < rows; i++) {
			g_string_append_printf(out, "%d", i);
			g_string_append_printf(expected, "%d", i);
			for (int j = 0; j < 3; j++) {
				g_string_append_c(out, ';');
				g_string_append_c(expected, '|');
				append_random_cell(random, out, expected);
			}
			g_string_append(out, g_rand_boolean(random) ? "\n" : "\r\n");
			g_string_append_c(expected, '\n');
		}
		table = table_open_memory((guint8 *)out->str, out->len, true, &dialect);
		flat = flatten(table);
		assert_string_equal(flat, expected->str);
	}
}

/* Whatever the bytes, reading ends, rows are valid text and places do not overlap. */
static void random_bytes(void **state)
{
	static const char alphabet[] = "a;\"\n\r,\xe9\xff\0 \xc3";
	g_autoptr(GRand) random = g_rand_new_with_seed(13);

	for (guint round = 0; round < 3000; round++) {
		guint8 bytes[200];
		int length = g_rand_int_range(random, 1, sizeof bytes);
		struct table_dialect dialect = {.separator = ";", .quote = '"'};
		g_autoptr(table_auto) table = NULL;
		struct table_row row;
		enum table_result result;
		guint64 end = 0;

		for (int i = 0; i < length; i++)
			bytes[i] = (guint8)
				alphabet[g_rand_int_range(random, 0, sizeof alphabet - 1)];
		dialect.encoding =
			(enum table_encoding)g_rand_int_range(random, 0, TABLE_ENCODING_COUNT);
		table = table_open_memory(bytes, (gsize)length, true, &dialect);
		while ((result = table_next(table, &row, NULL)) != TABLE_END) {
			assert_true(row.place.offset >= end);
			assert_true(row.place.length > 0);
			end = row.place.offset + row.place.length;
			for (guint i = 0; i < row.n_cells; i++)
				assert_true(g_utf8_validate(row.cells[i], -1, NULL));
		}
		assert_true(end <= (guint64)length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodings),     cmocka_unit_test(latin_9),
		cmocka_unit_test(late_encoding), cmocka_unit_test(separators_and_ends),
		cmocka_unit_test(odd_shapes),    cmocka_unit_test(no_tables),
		cmocka_unit_test(broken_quotes), cmocka_unit_test(place_of_a_broken_row),
		cmocka_unit_test(long_file),     cmocka_unit_test(monsters),
		cmocka_unit_test(random_tables), cmocka_unit_test(random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
