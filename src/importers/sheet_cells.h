/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One row of a spreadsheet while it is read: cells come by column, most columns of a sheet are
 * blank, and what is blank to the right is no cell. The limits are those of other tables. */
#pragma once

#include <glib.h>

struct sheet_cells {
	guint32 number; /* of the row in its sheet, from 1 */
	const char *
		trouble; /* why the row cannot be used and the mend; static, NULL when it can */
	/* The rest is for sheet_cells.c. */
	GString *arena;
	GArray *starts;
	GPtrArray *cells;
};

struct sheet_cells *sheet_cells_new(void);
void sheet_cells_free(struct sheet_cells *row);
/* Begins the row of this number. */
void sheet_cells_begin(struct sheet_cells *row, guint32 number);
/* The text of a column, from 0: valid UTF-8 without NUL, copied; an empty one is blank. */
void sheet_cells_put(struct sheet_cells *row, guint column, const char *text, gsize length);
/* The cells up to the last that is not blank. Borrowed until the next row. */
char **sheet_cells_take(struct sheet_cells *row, guint *n_cells);

enum sheet_result { SHEET_ROW, SHEET_END, SHEET_FAILED };
