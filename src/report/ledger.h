/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ledger on the screen and as JSON or CSV: items, gaps, proposals and proposed pairs. */
#pragma once

#include "base/catalogue.h"
#include "model/ledger.h"
#include "report/screen.h"

struct shown_pair {
	const struct ledger_item *expectation, *commitment;
	double score; /* 0 to 1 */
	char *why;    /* words that both have */
};

/* What is shown of one relationship; arrays that are NULL are not shown. */
struct shown_ledger {
	const char *relationship;
	const GPtrArray *items; /* const struct ledger_item * */
	const GArray *gaps;     /* struct ledger_gap */
	const GArray *pairs;    /* struct shown_pair */
	gint32 day;
};

void report_ledger_text(const struct shown_ledger *ledger, const struct catalogue *catalogue,
			const struct screen *screen);
void report_ledger_json(const struct shown_ledger *ledger, const struct catalogue *catalogue,
			GString *out);
/* One row an item, as the importer reads it. */
void report_ledger_csv(const GPtrArray *items, GString *out);
