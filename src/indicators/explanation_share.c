/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explanation_share: how much of what a side answers, where conduct was questioned, gives a
 * cause. Weekly value: sentences with a turn of phrase that explains, by all sentences of those
 * answers; support: messages. The error of those turns of phrase is not known, so that the
 * share is shown as counted. A fall is worse. */
#include "indicators/stance_share.h"

static double score(const struct timeline_message *message)
{
	return message->explanations;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	stance_share_fill(timeline, side, score, series);
}

const struct indicator indicator_explanation_share = {
	.name = "explanation_share",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_PROPORTION,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.read = READ_NOTHING,
	.follows_channel = TRUE, /* what is explained elsewhere is not explained here */
	.definition = "share of sentences that give a cause, where the other side questioned",
	.compute = compute,
};
