/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sla_met: of the tickets that a side ended in the week, the share that its tool says kept the
 * agreed time. It is shown and never judged: clocks are paused and averages hide, so that a
 * good figure is no praise. It is there to be read beside what got worse while it stayed green.
 * Support: tickets whose tool tells, a dozen a month. */
#include "indicators/series-internal.h"
#include "indicators/ticket_outcomes.h"

static gint32 kept_time(const struct timeline_ticket *ticket)
{
	return ticket->sla_met;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	ticket_outcomes_compute(timeline, side, kept_time, series);
}

const struct indicator indicator_sla_met = {
	.name = "sla_met",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_PROPORTION,
	.source = EVENT_TICKET,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.definition = "share of the tickets ended in the week that kept the agreed time, as "
		      "their tool says",
	.compute = compute,
};
