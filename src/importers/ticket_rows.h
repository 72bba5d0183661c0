/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets from rows that another format gives: the same cells make the same record. */
#pragma once

#include "importers/ticket_plan.h"

/* One row, its cells by the columns of the plan, to a ticket or a rejected record. */
void ticket_row_take(const struct ticket_plan *plan, GTimeZone *zone,
		     const struct table_row *row, struct import_record *record);
/* Digest of a step that was filled by hand. */
void ticket_step_finish(struct ticket_record *ticket);
