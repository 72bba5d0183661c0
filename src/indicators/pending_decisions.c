/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pending_decisions: decisions that a side was asked for and has not taken by the end of the
 * week, after the day they were due, or 30 days after they were asked where no day was given.
 * Unit: decisions; support: decisions due within half a year or late still; a rise is worse.
 * Two or more for eight weeks is a finding (our judgement: one late decision is an oversight,
 * two for two months are a way of steering). Decisions delayed by the client's management stop
 * the work of both: Koh, Ang and Straub 2004. */
#include <math.h>

#include "indicators/actions_late.h"

static double number_late(const struct actions_at *at)
{
	return at->due == 0 ? NAN : at->late;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	actions_late_compute(timeline, side, ACTION_DECISION, number_late, series);
}

static const struct indicator_rule rule = {.limit = 1, .weeks = 8};

const struct indicator indicator_pending_decisions = {
	.name = "pending_decisions",
	.dimension = DIMENSION_GOVERNANCE,
	.kind = KIND_LEVEL,
	.source = EVENT_ACTION,
	.unit = "decisions",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.rule = &rule,
	.definition = "decisions that the side was to take and has not, after their day",
	.compute = compute,
};
