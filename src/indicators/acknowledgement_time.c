/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* acknowledgement_time: business hours from the opening of a ticket to its first answer or
 * assignment by the side that works on it. A ticket that was never acknowledged is censored
 * when it ends or when the coverage of its tool does. Tools whose export never says it are left
 * out: that is unknown, not "never". Weekly value: Kaplan-Meier median by week of opening;
 * support: tickets; a rise is worse. */
#include "indicators/series-internal.h"

static gboolean *tools_that_acknowledge(const struct timeline *timeline)
{
	gboolean *says = g_new0(gboolean, timeline->n_tools);

	for (guint i = 0; i < timeline->n_tickets; i++)
		if (timeline->tickets[i].acknowledged_ms != INSTANT_NONE)
			says[timeline->tickets[i].tool] = TRUE;
	return says;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	g_autofree gboolean *says = tools_that_acknowledge(timeline);
	g_autofree gint64 *watches = series_tool_watches(timeline);
	g_autoptr(GArray) waits = g_array_new(FALSE, FALSE, sizeof(struct duration));

	for (guint32 i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		struct duration wait = {.index = i, .from_ms = ticket->opened_ms};
		if (ticket->worker_side != side || ticket->automatic || !says[ticket->tool])
			continue;
		wait.ended = ticket->acknowledged_ms != INSTANT_NONE;
		wait.watch_ms = watches[ticket->tool];
		wait.until_ms = wait.ended ? ticket->acknowledged_ms
					   : series_ticket_end(ticket, wait.watch_ms);
		g_array_append_val(waits, wait);
	}
	series_fill_durations(timeline, waits, &timeline->tickets_coverage, series);
}

const struct indicator indicator_acknowledgement_time = {
	.name = "acknowledgement_time",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_DURATION,
	.source = EVENT_TICKET,
	.unit = "business_hours",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "median business hours until a ticket is taken up (Kaplan-Meier)",
	.compute = compute,
};
