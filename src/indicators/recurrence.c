/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* recurrence: of the tickets that a side was given in the week, the share that repeat one that
 * ended within 90 days before, by the words of their titles (language/recurrences.h). Tickets
 * without a title say nothing; of the first 90 days of a tool nothing is known. Support:
 * tickets, a dozen a month; a rise is worse: what comes back was not mended (ITIL: problem
 * management; a second failure weighs more than the first: Smith, Bolton and Wagner 1999).
 * Titles are told by words alone, so that it is shown and not judged. */
#include "base/calendar.h"
#include "indicators/series-internal.h"
#include "language/recurrences.h"

/* From when on each tool could tell that a ticket repeats one. Caller owns. */
static gint64 *known_from(const struct timeline *timeline)
{
	gint64 *from = g_new(gint64, timeline->n_tools + 1);

	for (guint i = 0; i < timeline->n_tools; i++)
		from[i] = calendar_ms_of_day(calendar_monday_of_week(
						     timeline->tools[i].coverage.first_week),
					     timeline->zone) +
			  RECURRENCE_WITHIN_MS;
	return from;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->tickets_coverage, series);
	g_autofree gint64 *from = known_from(timeline);

	for (guint32 i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		if (ticket->worker_side == side && !ticket->automatic && ticket->repeats >= 0 &&
		    ticket->opened_ms >= from[ticket->tool])
			series_add(builder, ticket->opened_ms, i, ticket->repeats);
	}
	series_end(builder);
	series_fill_shares(timeline, &timeline->tickets_coverage, 0, series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}

const struct indicator indicator_recurrence = {
	.name = "recurrence",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_PROPORTION,
	.source = EVENT_TICKET,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.definition =
		"share of the tickets opened in the week that repeat one that ended within "
		"90 days before",
	.compute = compute,
};
