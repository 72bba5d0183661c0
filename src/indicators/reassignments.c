/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* reassignments: of the tickets that a side ended in the week, the share that changed hands
 * twice or more. Once is dispatching; twice is a matter that nobody takes (our judgement, as in
 * the watermelon rule). Support: tickets whose tool tells, a dozen a month; a rise is worse.
 * "Taking charge" as what the provider owes: Koh, Ang and Straub 2004. */
#include "indicators/series-internal.h"
#include "indicators/ticket_outcomes.h"

#define HANDS_TOO_MANY 2

static gint32 went_round(const struct timeline_ticket *ticket)
{
	return ticket->reassigned < 0 ? -1 : ticket->reassigned >= HANDS_TOO_MANY;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	ticket_outcomes_compute(timeline, side, went_round, series);
}

const struct indicator indicator_reassignments = {
	.name = "reassignments",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_PROPORTION,
	.source = EVENT_TICKET,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.definition = "share of the tickets ended in the week that changed hands twice or more",
	.compute = compute,
};
