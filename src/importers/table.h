/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of a delimited table, as a stream: encoding, separator and quote are detected, cells
 * come as UTF-8, memory depends on the longest row and never on the file. RFC 4180 with the
 * habits of real exports: any separator of one character, CR or LF or both, line breaks in
 * quoted cells, byte order marks, UTF-16 and UTF-32. A quote that is not closed costs its row:
 * reading goes on at the next line that has the shape of the table. A sheet of a workbook is
 * such a table too, whose dialect names the sheet. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "importers/workbook.h"
#include "model/record.h"

enum table_encoding {
	TABLE_UTF_8,
	TABLE_WINDOWS_1252, /* ISO 8859-1 is read as it, as browsers do */
	TABLE_LATIN_9,
	TABLE_UTF_16_LE,
	TABLE_UTF_16_BE,
	TABLE_UTF_32_LE,
	TABLE_UTF_32_BE,
	TABLE_ENCODING_COUNT
};

#define TABLE_WORDS 512u

struct table_dialect {
	enum table_encoding encoding;
	bool byte_order_mark;
	char separator[5]; /* one character in UTF-8, NUL-terminated */
	char quote;
	/* A sheet of a workbook: the rest of the dialect says nothing then. */
	enum workbook_form form;
	guint sheet;
	char words[TABLE_WORDS]; /* which sheet it is and which there are, for the user */
};

/* Finds the dialect from the first bytes by the consistency of the rows; `whole` says that
 * there are no more. False when this is no table. */
bool table_detect(const guint8 *head, gsize length, bool whole, struct table_dialect *dialect);
/* A quick look, for the many files that are no tables: binary, mail, one column. */
bool table_possible(const guint8 *head, gsize length);
/* "separator ';'; UTF-8 with BOM". Caller owns. */
char *table_dialect_describe(const struct table_dialect *dialect);

struct table; /* owned by the caller */

struct table_row {
	char **cells; /* borrowed until the next row; outer blanks are kept */
	guint n_cells;
	struct place place;
	const char *trouble; /* TABLE_BROKEN: what is wrong and the mend; static */
};

enum table_result { TABLE_ROW, TABLE_BROKEN, TABLE_END, TABLE_FAILED };

/* NULL with ENTENTE_ERROR_INPUT when the file cannot be opened. */
struct table *table_open(const char *path, bool compressed, const struct table_dialect *dialect,
			 GError **error);
/* Over bytes that stay with the caller. When they are not the whole, the row that they cut is
 * left out. */
struct table *table_open_memory(const guint8 *bytes, gsize length, bool whole,
				const struct table_dialect *dialect);
void table_free(struct table *table);
typedef struct table table_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(table_auto, table_free)

/* The next row that holds something; TABLE_FAILED fills the error. */
enum table_result table_next(struct table *table, struct table_row *row, GError **error);

/* Where the next row begins in the source; of a sheet, its number. */
guint64 table_offset(const struct table *table);

/* Tells that this row is the header: later rows that repeat it are skipped, and its number of
 * columns is the shape that a broken quote is mended by. */
void table_set_header(struct table *table, const struct table_row *row);

/* For who writes rows of something else as the text of a table: the cell in quotes, behind a
 * separator when it is not the first of its row. */
void table_append_cell(GString *text, const char *cell, bool first);
