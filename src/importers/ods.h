/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of an OpenDocument spreadsheet (OASIS ODF 1.3 part 3, chapter 9): one content.xml holds
 * all sheets, one after the other. */
#pragma once

#include "importers/sheet_cells.h"
#include "importers/xml.h"

/* Sheets that begin behind so much of content.xml are not looked for. */
#define ODS_SHEETS_WITHIN ((guint64)64 << 20)

/* Calls back for each sheet in order, with its name and whether it is hidden. False with the
 * error when the XML breaks before its end; what was called back holds. */
bool ods_each_sheet(struct xml *xml, void (*seen)(const char *name, bool hidden, void *data),
		    void *data, GError **error);

/* Takes content.xml and reads on to the sheet of this place, from 0. Caller owns. */
struct ods_sheet;
struct ods_sheet *ods_sheet_new(struct xml *xml, guint place);
void ods_sheet_free(struct ods_sheet *sheet);
/* The next row; after SHEET_FAILED, which fills the error, there is no other. */
enum sheet_result ods_sheet_next(struct ods_sheet *sheet, struct sheet_cells *row,
				 GError **error);
