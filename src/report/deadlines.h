/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract list|show|deadlines`: contracts and their deadlines as text, JSON and
 * iCalendar. `cases`: struct contract_case * of ingest/contracts.h. Every form ends with a line
 * feed. */
#pragma once

#include "base/catalogue.h"
#include "ingest/contracts.h"
#include "report/screen.h"

/* Which deadlines: from a day on, up to another. */
struct deadline_window {
	gint32 as_of;
	gint32 last; /* CONTRACT_NO_DAY: all */
};

void report_contracts_text(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, const struct screen *screen);
/* Schema "entente/contract-list/1". */
void report_contracts_json(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, GString *out);
/* Schema "entente/contract/1": each with its deadlines. */
void report_contract_details_text(const GPtrArray *cases, const struct deadline_window *window,
				  const struct catalogue *catalogue,
				  const struct screen *screen);
void report_contract_details_json(const GPtrArray *cases, const struct deadline_window *window,
				  const struct catalogue *catalogue, GString *out);
void report_deadlines_text(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, const struct screen *screen);
/* Schema "entente/contract-deadlines/1". */
void report_deadlines_json(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, GString *out);
/* RFC 5545: an all-day event and an alarm for each duty. */
void report_deadlines_ics(const GPtrArray *cases, const struct deadline_window *window,
			  const struct catalogue *catalogue, GString *out);
