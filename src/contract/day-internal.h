/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days written out in contracts, on folded text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The day that begins at text[at] ("1er mars 2024", "march 1st, 2024", "16 day of january,
 * 2007", "2024-03-01", "01/03/2024"); returns the bytes it takes, 0 when none does. */
gsize day_read(const char *text, gsize length, gsize at, bool month_first, gint32 *day);
