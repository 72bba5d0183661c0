/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* reopened_share: of the tickets that a side ended in the week, the share that had been ended
 * before and were opened again, as the export counts it or as its history shows. Support:
 * tickets whose tool tells, a dozen a month; a rise is worse. A repair that does not hold is a
 * second failure: Smith, Bolton and Wagner 1999 on recovery that must match the failure. */
#include "indicators/series-internal.h"
#include "indicators/ticket_outcomes.h"

static gint32 was_reopened(const struct timeline_ticket *ticket)
{
	return ticket->reopened < 0 ? -1 : ticket->reopened > 0;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	ticket_outcomes_compute(timeline, side, was_reopened, series);
}

const struct indicator indicator_reopened_share = {
	.name = "reopened_share",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_PROPORTION,
	.source = EVENT_TICKET,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "share of the tickets ended in the week that had been reopened",
	.compute = compute,
};
