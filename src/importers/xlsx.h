/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of an Excel workbook (ECMA-376 part 1, SpreadsheetML, transitional and strict): what its
 * sheets share, and one sheet as a stream. Each part is given as XML, so that it may come from
 * an archive or from memory. */
#pragma once

#include "importers/sheet_cells.h"
#include "importers/xml.h"

/* Styles and shared texts of one workbook. */
struct xlsx_book;
struct xlsx_book *xlsx_book_new(bool since_1904);
void xlsx_book_free(struct xlsx_book *book);
/* Reads xl/styles.xml; NULL is a workbook without styles. */
void xlsx_book_read_styles(struct xlsx_book *book, struct xml *xml);
/* Takes xl/sharedStrings.xml, which is read as far as a cell asks: writers number the texts in
 * the order in which they are first met, so that a look at the first rows stays cheap. */
void xlsx_book_take_texts(struct xlsx_book *book, struct xml *xml);

/* Takes the part of a worksheet; the book outlives it. Caller owns. */
struct xlsx_sheet;
struct xlsx_sheet *xlsx_sheet_new(struct xlsx_book *book, struct xml *xml);
void xlsx_sheet_free(struct xlsx_sheet *sheet);
/* The next row; after SHEET_FAILED, which fills the error, there is no other. */
enum sheet_result xlsx_sheet_next(struct xlsx_sheet *sheet, struct sheet_cells *row,
				  GError **error);
