/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overdue_actions: of the actions of a side that were due within half a year, or before and are
 * open still, the share that stands open at the end of the week, by the lists of the minutes;
 * dropped ones aside. Unit: share; support: actions due, three at least; a rise is worse. More
 * than half for a quarter of a year is a finding (our judgement: more of what was due stands
 * open than was done). Action tracking as a part of project monitoring: Koh, Ang and Straub
 * 2004. */
#include <math.h>

#include "indicators/actions_late.h"

#define DUE_LEAST 3u

static double share_late(const struct actions_at *at)
{
	return at->due < DUE_LEAST ? NAN : (double)at->late / at->due;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	actions_late_compute(timeline, side, ACTION_TO_DO, share_late, series);
}

static const struct indicator_rule rule = {.limit = 0.5, .weeks = 13};

const struct indicator indicator_overdue_actions = {
	.name = "overdue_actions",
	.dimension = DIMENSION_GOVERNANCE,
	.kind = KIND_LEVEL,
	.source = EVENT_ACTION,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.rule = &rule,
	.definition = "share of the side's actions due within half a year, or late still, that "
		      "stand open",
	.compute = compute,
};
