/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* acknowledgement_time: business hours from the opening of a ticket to its first answer or
 * assignment by the side that works on it. A ticket that was never acknowledged is censored
 * when it ends or when the coverage does. Tools whose export never says it are left out: that
 * is unknown, not "never". Weekly value: Kaplan-Meier median by week of opening; support:
 * tickets; a rise is worse. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

static gboolean *tools_that_acknowledge(const struct timeline *timeline)
{
	gboolean *says = g_new0(gboolean, timeline->n_tools);

	for (guint i = 0; i < timeline->n_tickets; i++)
		if (timeline->tickets[i].acknowledged_ms != INSTANT_NONE)
			says[timeline->tickets[i].tool] = TRUE;
	return says;
}

static gint64 first_end(const struct timeline_ticket *ticket, gint64 otherwise)
{
	const gint64 ends[] = {ticket->resolved_ms, ticket->closed_ms, ticket->cancelled_ms};

	for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
		if (ends[i] != INSTANT_NONE)
			otherwise = MIN(otherwise, ends[i]);
	return otherwise;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	const struct timeline_coverage *coverage = &timeline->tickets_coverage;
	g_autofree gboolean *says = tools_that_acknowledge(timeline);
	g_autoptr(GArray) waits = g_array_new(FALSE, FALSE, sizeof(struct duration));
	gint64 end = series_coverage_end(timeline, coverage);

	for (guint32 i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		gint64 until = ticket->acknowledged_ms;
		struct duration wait = {.index = i, .ended = until != INSTANT_NONE};
		if (ticket->worker_side != side || ticket->automatic || !says[ticket->tool])
			continue;
		until = wait.ended ? until : first_end(ticket, end);
		wait.week = calendar_week_of_ms(ticket->opened_ms, timeline->zone);
		wait.hours = calendar_business_hours(ticket->opened_ms, until, timeline->zone);
		g_array_append_val(waits, wait);
	}
	series_fill_durations(waits, coverage, series);
}

const struct indicator indicator_acknowledgement_time = {
	.name = "acknowledgement_time",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_DURATION,
	.source = INDICATOR_FROM_TICKETS,
	.unit = "business_hours",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "median business hours until a ticket is taken up (Kaplan-Meier)",
	.compute = compute,
};
