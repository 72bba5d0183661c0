/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* defensive_share: how much of what a side answers, where conduct was questioned, protects it:
 * excuse, justification, denial, blame, contract. Weekly value: mean probability of the
 * defensive stance over the sentences of those answers; support: messages. What is shown is
 * corrected for the reader's known error; the series is not, since that is the same straight
 * line every week. A rise is worse. */
#include "indicators/stance_share.h"

static double score(const struct timeline_message *message)
{
	return message->defensive;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	stance_share_fill(timeline, side, score, series);
}

const struct indicator indicator_defensive_share = {
	.name = "defensive_share",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_PROPORTION,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.read = READ_DEFENSIVE,
	.definition = "mean probability that a sentence justifies or moves the fault, where "
		      "the other side questioned",
	.compute = compute,
};
