/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A ticket counts in the week of its end, robots' tickets left out. What a tool never tells is
 * unknown: it is not nought. */
#include "indicators/ticket_outcomes.h"

#include "indicators/series-internal.h"

void ticket_outcomes_compute(const struct timeline *timeline, enum side side,
			     ticket_outcome outcome, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->tickets_coverage, series);

	for (guint32 i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		gint64 end = series_ticket_end(ticket, G_MAXINT64);
		gint32 told = outcome(ticket);
		if (ticket->worker_side == side && !ticket->automatic && end != G_MAXINT64 &&
		    told >= 0)
			series_add(builder, end, i, told);
	}
	series_end(builder);
	series_fill_shares(timeline, &timeline->tickets_coverage, DURATION_WATCH_MS, series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}
