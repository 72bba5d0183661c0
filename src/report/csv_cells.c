/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands in quotation marks is read back as it was by this program and by spreadsheets. */
#include "report/csv_cells.h"

#include <string.h>

#include "base/calendar.h"
#include "contract/notice_clock.h"

void csv_put_cell(GString *out, const char *text)
{
	g_autoptr(GString) cell = g_string_new(text);

	if (cell->str[strcspn(cell->str, ",;\t\"\r\n")] != '\0') {
		g_string_replace(cell, "\"", "\"\"", 0);
		g_string_append_printf(out, "\"%s\"", cell->str);
	} else {
		g_string_append(out, cell->str);
	}
	g_string_append_c(out, ',');
}

void csv_put_day(GString *out, gint32 day)
{
	g_autofree char *text = day != CONTRACT_NO_DAY ? calendar_format_day(day) : NULL;

	csv_put_cell(out, text);
}
