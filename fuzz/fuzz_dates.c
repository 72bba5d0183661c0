/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The date parser: the lines of the input are the cells of one file. What is read as a date
 * lies in the range that the parser promises, and a day later reads a day later. */
#include <glib.h>
#include <stdint.h>

#include "base/calendar.h"
#include "importers/dates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_auto(GStrv) cells = g_strsplit(text, "\n", 200);
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	struct date_style style = {0};
	gint64 first = (calendar_day_from_ymd(1980, 1, 1) - 1) * CALENDAR_DAY_MS;
	gint64 last = (calendar_day_from_ymd(2100, 12, 31) + 3) * CALENDAR_DAY_MS;
	g_autofree char *words = NULL;

	for (guint i = 0; cells[i]; i++)
		date_style_observe(&style, cells[i]);
	date_style_settle(&style);
	words = date_style_describe(&style);
	for (guint i = 0; cells[i]; i++) {
		gint64 ms = first;

		if (date_parse_cell(cells[i], &style, zone, &ms))
			g_assert(ms >= first && ms <= last);
		else
			g_assert(ms == first);
	}
	return 0;
}
