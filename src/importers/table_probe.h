/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tables that a file holds: one in a delimited file, one a sheet in a workbook. Who looks
 * for a header asks for one after the other until it fits. */
#pragma once

#include "importers/importer.h"
#include "importers/table.h"

#define TABLE_PROBE_ROWS  500u         /* of a sheet that a look shows */
#define TABLE_PROBE_BYTES (128u << 10) /* idem */

/* The first rows of the nth table, from 0, and how table_open() is to read it; NULL when there
 * is none, with an error only when a workbook cannot be read at all. What `probe` points to
 * stays with the caller and outlives the table. Caller owns. */
struct table *table_probe_open(const struct import_probe *probe, guint nth,
			       struct table_dialect *dialect, GError **error);
