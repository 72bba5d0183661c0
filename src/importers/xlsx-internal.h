/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the reader of a sheet asks of its workbook. */
#pragma once

#include "importers/number_format.h"
#include "importers/xlsx.h"

bool xlsx_book_since_1904(const struct xlsx_book *book);
/* What the numbers of a style are. */
enum number_kind xlsx_book_kind(const struct xlsx_book *book, guint style);
/* The shared text of a place, NULL when there is none; borrowed from the book. False with the
 * error when the texts cannot be read. */
bool xlsx_book_text(struct xlsx_book *book, guint place, const char **text, GError **error);
/* Characters that XML has not, "_x000D_", put back; line ends as LF. In place. */
void xlsx_unescape(GString *text);
guint xlsx_number(const char *text, guint most, guint otherwise);
