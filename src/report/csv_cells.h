/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cells of a table that is written out: RFC 4180, lines ended by a line feed. */
#pragma once

#include <glib.h>

/* A cell and the comma behind it; NULL is an empty one. */
void csv_put_cell(GString *out, const char *text);
/* A day as 2026-12-31; CONTRACT_NO_DAY (contract/span.h) is an empty cell. */
void csv_put_day(GString *out, gint32 day);
