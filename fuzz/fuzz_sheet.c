/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of a workbook from memory: the input, parted by form feeds, is a sheet, styles and
 * shared texts of Excel, or content.xml of OpenDocument; the first byte chooses. Cells are
 * valid text within the limits, and row numbers rise. */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "importers/ods.h"
#include "importers/xlsx.h"

#define ROWS_MOST    5000u
#define ROWS_CHECKED 20u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_row(struct sheet_cells *row, guint32 last)
{
	guint n;
	char **cells = sheet_cells_take(row, &n);

	g_assert(row->number > last && n <= LIMIT_CSV_COLUMNS);
	for (guint i = 0; i < n; i++)
		g_assert(g_utf8_validate(cells[i], -1, NULL));
	g_assert(n == 0 || *cells[n - 1]);
}

/* Up to the next form feed. */
static struct xml *next_part(const uint8_t **at, const uint8_t *end)
{
	const uint8_t *from = *at;
	const uint8_t *stop = from < end ? memchr(from, '\f', (size_t)(end - from)) : NULL;

	stop = stop ? stop : end;
	*at = stop < end ? stop + 1 : end;
	return xml_open_memory("part", from, (gsize)(stop - from));
}

static void read_excel(const uint8_t *at, const uint8_t *end)
{
	struct xlsx_book *book = xlsx_book_new(*at & 2);
	struct xml *sheet_part, *styles;
	struct sheet_cells *row = sheet_cells_new();
	struct xlsx_sheet *sheet;
	guint32 last = 0;

	at++;
	sheet_part = next_part(&at, end);
	styles = next_part(&at, end);
	xlsx_book_read_styles(book, styles);
	xml_free(styles);
	xlsx_book_take_texts(book, next_part(&at, end));
	sheet = xlsx_sheet_new(book, sheet_part);
	while (last < ROWS_MOST && xlsx_sheet_next(sheet, row, NULL) == SHEET_ROW) {
		check_row(row, last);
		last = row->number;
	}
	g_assert(last >= ROWS_MOST || xlsx_sheet_next(sheet, row, NULL) != SHEET_ROW);
	xlsx_sheet_free(sheet);
	xlsx_book_free(book);
	sheet_cells_free(row);
}

static void count_sheet(const char *name, bool hidden, void *data)
{
	g_assert(g_utf8_validate(name, -1, NULL));
	++*(guint *)data;
}

static void read_ods(const uint8_t *at, const uint8_t *end)
{
	struct ods_sheet *sheet =
		ods_sheet_new(xml_open_memory("content.xml", at, (gsize)(end - at)), 0);
	struct xml *again = xml_open_memory("content.xml", at, (gsize)(end - at));
	struct sheet_cells *row = sheet_cells_new();
	guint32 last = 0;
	guint sheets = 0, rows = 0;

	while (rows++ < ROWS_MOST && ods_sheet_next(sheet, row, NULL) == SHEET_ROW) {
		g_assert(row->number > last);
		if (rows < ROWS_CHECKED) /* most are the same row again */
			check_row(row, last);
		last = row->number;
	}
	ods_each_sheet(again, count_sheet, &sheets, NULL);
	g_assert(sheets > 0 || last == 0);
	xml_free(again);
	ods_sheet_free(sheet);
	sheet_cells_free(row);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0 && data[0] & 1)
		read_ods(data + 1, data + size);
	else if (size > 0)
		read_excel(data, data + size);
	return 0;
}
