/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers of spreadsheets as the text that a table would hold. A sheet keeps a date as a count
 * of days and says only by the number format of the cell that it is one (ECMA-376 part 1,
 * 18.8.30 and 18.17.4); what the two date systems count from, and the day that 1900 did not
 * have, is known here. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum number_kind {
	NUMBER_PLAIN,
	NUMBER_DATE,      /* shows no time */
	NUMBER_TIME,      /* shows no day */
	NUMBER_DATE_TIME, /* both */
	NUMBER_ELAPSED,   /* hours beyond the day: "[h]:mm" */
};

/* Of a format that has a number and no code of its own. */
enum number_kind number_format_builtin(guint id);
/* Of a code: "yyyy\-mm\-dd hh:mm", "#,##0.00", "[h]:mm:ss". */
enum number_kind number_format_of_code(const char *code);

/* "2024-05-03 09:15:00", "2024-05-03" for a whole day whose format shows no time, "09:15:00",
 * "36:00:00", or the number in at most 15 digits; what is no date of its system is a number. */
void number_format_append(GString *out, double value, enum number_kind kind, bool since_1904);
