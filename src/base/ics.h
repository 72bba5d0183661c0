/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines of an iCalendar file (RFC 5545, 3.1): CRLF at their ends, folded between characters so
 * that no line is longer than 75 octets, texts with their marks escaped. */
#pragma once

#include <glib.h>

/* A whole content line, without its end. */
void ics_line(GString *out, const char *line);
void ics_format(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "NAME:text", the text escaped (3.3.11): any line break in it is one of the value. */
void ics_text(GString *out, const char *name, const char *text);
/* "DTSTART;VALUE=DATE:20260628": a day of base/calendar.h. */
void ics_day(GString *out, const char *name, gint32 day);
/* "DTSTAMP:20260628T000000Z": the first instant of the day. */
void ics_stamp(GString *out, const char *name, gint32 day);
