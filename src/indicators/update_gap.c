/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* update_gap: of the tickets that a side ended in the week, the median of the longest time that
 * each stood without a step by whoever works on it (a change of state, an assignment, a
 * comment), in business hours; time in which the ticket is set to wait does not count. Only
 * tickets whose tool tells at least two such steps: of others nothing is known. Support:
 * tickets, a dozen a month; a rise is worse. Being kept informed is a part of recovery from
 * failure: Smith, Bolton and Wagner 1999. Long gaps are rare and tools write history unevenly,
 * so that it is shown and not judged. */
#include <stdlib.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

static gboolean is_told(const struct timeline_ticket *ticket, enum side side)
{
	return ticket->worker_side == side && !ticket->automatic &&
	       ticket->gap_from_ms != INSTANT_NONE && ticket->gap_to_ms != INSTANT_NONE;
}

static gint by_value(gconstpointer a, gconstpointer b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

static double median_of(const struct series *series, const struct series_week *week)
{
	g_autofree double *values = g_new(double, week->event_count);
	guint n = week->event_count;

	for (guint i = 0; i < n; i++)
		values[i] = series->events[week->event_first + i].value;
	qsort(values, n, sizeof *values, by_value);
	return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

static void fill_medians(struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		week->n = week->event_count;
		if (week->state != WEEK_OBSERVED)
			continue;
		if (week->event_count == 0)
			week->state = WEEK_EMPTY;
		else
			week->value = median_of(series, week);
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->tickets_coverage, series);

	for (guint32 i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		gint64 end = series_ticket_end(ticket, G_MAXINT64);
		if (is_told(ticket, side) && end != G_MAXINT64)
			series_add(builder, end, i,
				   calendar_business_hours(ticket->gap_from_ms,
							   ticket->gap_to_ms, timeline->zone));
	}
	series_end(builder);
	fill_medians(series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}

const struct indicator indicator_update_gap = {
	.name = "update_gap",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_LEVEL,
	.source = EVENT_TICKET,
	.unit = "business_hours",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.definition = "median over the tickets ended in the week of the longest time without a "
		      "step by whoever works on it, business hours",
	.compute = compute,
};
