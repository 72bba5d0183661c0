/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All texts of a row stand in one string; a column knows where its text begins there. */
#include "importers/sheet_cells.h"

#include "base/limits.h"

struct sheet_cells *sheet_cells_new(void)
{
	struct sheet_cells *row = g_new0(struct sheet_cells, 1);

	row->arena = g_string_new(NULL);
	row->starts = g_array_new(FALSE, TRUE, sizeof(gsize));
	row->cells = g_ptr_array_new();
	return row;
}

void sheet_cells_free(struct sheet_cells *row)
{
	g_string_free(row->arena, TRUE);
	g_array_unref(row->starts);
	g_ptr_array_unref(row->cells);
	g_free(row);
}

/* The arena begins with the text of all blank cells. */
void sheet_cells_begin(struct sheet_cells *row, guint32 number)
{
	row->number = number;
	row->trouble = NULL;
	g_string_truncate(row->arena, 0);
	g_string_append_c(row->arena, '\0');
	g_array_set_size(row->starts, 0);
}

static const char *fault_of(const struct sheet_cells *row, guint column, gsize length)
{
	if (column >= LIMIT_CSV_COLUMNS)
		return "a row with more than 1000 columns; delete what stands to the right of "
		       "the table";
	if (length > LIMIT_CSV_FIELD)
		return "a cell is longer than 1 MiB; shorten it or delete the row";
	if (row->arena->len + length >= LIMIT_CSV_ROW)
		return "a row is longer than 8 MiB; shorten it or delete it";
	return NULL;
}

void sheet_cells_put(struct sheet_cells *row, guint column, const char *text, gsize length)
{
	const char *fault = length > 0 ? fault_of(row, column, length) : NULL;

	if (fault)
		row->trouble = fault;
	if (fault || length == 0)
		return;
	if (row->starts->len <= column)
		g_array_set_size(row->starts, column + 1);
	g_array_index(row->starts, gsize, column) = row->arena->len;
	g_string_append_len(row->arena, text, (gssize)length);
	g_string_append_c(row->arena, '\0');
}

char **sheet_cells_take(struct sheet_cells *row, guint *n_cells)
{
	g_ptr_array_set_size(row->cells, 0);
	for (guint i = 0; i < row->starts->len; i++)
		g_ptr_array_add(row->cells,
				row->arena->str + g_array_index(row->starts, gsize, i));
	*n_cells = row->cells->len;
	return (char **)row->cells->pdata;
}
