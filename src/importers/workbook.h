/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A workbook as tables: which sheets it has, and the rows of one of them, whatever the format.
 * The file is an archive whose members are read through importers/bytes.h, so that a workbook
 * may itself be a member of an archive. */
#pragma once

#include <stdbool.h>

#include "importers/sheet_cells.h"

enum workbook_form { WORKBOOK_NONE, WORKBOOK_EXCEL, WORKBOOK_OPEN_DOCUMENT };

/* What the first bytes of a file are. */
enum workbook_form workbook_form_of(const guint8 *head, gsize length);

struct workbook_sheet {
	char *name;
	char *part;  /* member with its rows */
	guint place; /* in the workbook, from 0 */
	bool hidden;
};

struct workbook {
	char *path;
	GPtrArray *sheets; /* struct workbook_sheet *, those that are shown first */
	bool since_1904;
	char *styles, *texts; /* members of an Excel workbook, or NULL */
};

/* NULL with ENTENTE_ERROR_INPUT, which names the mend. Caller owns. */
struct workbook *workbook_open(const char *path, enum workbook_form form, GError **error);
void workbook_free(struct workbook *workbook);
typedef struct workbook workbook_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(workbook_auto, workbook_free)

/* The rows of the sheet of this place. NULL with ENTENTE_ERROR_INPUT. Caller owns. */
struct sheet;
struct sheet *sheet_open(const char *path, enum workbook_form form, guint place,
			 GError **error);
void sheet_free(struct sheet *sheet);
typedef struct sheet sheet_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sheet_auto, sheet_free)
/* The next row; after SHEET_FAILED, which fills the error, there is no other. */
enum sheet_result sheet_next(struct sheet *sheet, struct sheet_cells *row, GError **error);
