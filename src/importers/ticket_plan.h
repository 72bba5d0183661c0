/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How one ticket table is to be read, learnt from a sample of its first rows: dialect, header
 * row, mapping, date style, and whether a row is a ticket or a step. The same file and the same
 * mappings give the same plan, so that what was described is what is read. */
#pragma once

#include "importers/dates.h"
#include "importers/importer.h"
#include "importers/mapping.h"
#include "importers/table.h"

struct ticket_plan {
	struct table_dialect dialect;
	struct mapping_set *mappings;
	struct mapping_match match;
	guint preamble; /* rows before the header */
	struct date_style dates;
	bool dates_agree; /* no two cells contradict each other */
	bool log;         /* a row is a step of a history */
	guint sampled;    /* rows looked at */
	bool complete;    /* they are all */
};

/* From the bytes of a probe alone. NULL with ENTENTE_ERROR_INPUT when it is no ticket table:
 * the message lists the columns and says how to write a mapping. Caller owns. */
struct ticket_plan *ticket_plan_from_probe(const struct import_probe *probe,
					   const char *mapping_dir, GError **error);
/* From the file, with a larger sample. */
struct ticket_plan *ticket_plan_from_file(const char *path, bool compressed,
					  const char *mapping_dir, GError **error);
void ticket_plan_free(struct ticket_plan *plan);
typedef struct ticket_plan ticket_plan_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ticket_plan_auto, ticket_plan_free)

/* One line for the user. Caller owns. */
char *ticket_plan_describe(const struct ticket_plan *plan);

/* Blanks of any kind taken from both ends, in place. */
char *ticket_cell_trim(char *cell);
/* The first characters of a cell, to be quoted in a reason. Caller owns. */
char *ticket_cell_shown(const char *cell, glong characters);
/* The first value of a cell that may hold several. Caller owns. */
char *ticket_cell_first(const struct mapping *mapping, const char *cell);
