/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A folded line goes on with one space, which counts among its octets. */
#include "base/ics.h"

#include "base/calendar.h"

#define FOLD_OCTETS 74u

void ics_line(GString *out, const char *line)
{
	gsize column = 0;

	for (const char *at = line; *at != '\0';) {
		gsize length = (gsize)g_utf8_skip[(guchar)*at];

		if (column + length > FOLD_OCTETS) {
			g_string_append(out, "\r\n ");
			column = 1;
		}
		g_string_append_len(out, at, (gssize)length);
		column += length;
		at += length;
	}
	g_string_append(out, "\r\n");
}

void ics_format(GString *out, const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list arguments;

	va_start(arguments, format);
	line = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	ics_line(out, line);
}

static void append_escaped(GString *value, const char *at)
{
	for (; *at != '\0'; at++) {
		if (*at == '\n')
			g_string_append(value, "\\n");
		else if ((guchar)*at >= ' ' && *at != '\x7f') {
			if (*at == '\\' || *at == ';' || *at == ',')
				g_string_append_c(value, '\\');
			g_string_append_c(value, *at);
		}
	}
}

void ics_text(GString *out, const char *name, const char *text)
{
	g_autoptr(GString) line = g_string_new(name);

	g_string_append_c(line, ':');
	append_escaped(line, text);
	ics_line(out, line->str);
}

static char *basic_date(gint32 day)
{
	int year, month, day_of_month;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	return g_strdup_printf("%04d%02d%02d", year, month, day_of_month);
}

void ics_day(GString *out, const char *name, gint32 day)
{
	g_autofree char *date = basic_date(day);

	ics_format(out, "%s;VALUE=DATE:%s", name, date);
}

void ics_stamp(GString *out, const char *name, gint32 day)
{
	g_autofree char *date = basic_date(day);

	ics_format(out, "%s:%sT000000Z", name, date);
}
