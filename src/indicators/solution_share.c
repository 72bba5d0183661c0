/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* solution_share: how much of what a side answers, where conduct was questioned, moves the
 * matter or the understanding forward: cause, action, date, a fault owned, a question, another
 * way. Weekly value: mean probability of the supportive stance over the sentences of those
 * answers; support: messages. Shown as corrected for the reader's known error. A fall is worse.
 */
#include "indicators/stance_share.h"

static double score(const struct timeline_message *message)
{
	return message->supportive;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	stance_share_fill(timeline, side, score, series);
}

const struct indicator indicator_solution_share = {
	.name = "solution_share",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_PROPORTION,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.read = READ_SUPPORTIVE,
	.follows_channel = TRUE, /* what helps may be said elsewhere */
	.definition = "mean probability that a sentence moves the matter forward, where the "
		      "other side questioned",
	.compute = compute,
};
