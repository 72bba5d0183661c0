/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ownership_disputes: messages a week in which a side says that it is not for it to do, hands
 * it to the other, or asks whose it is (data/language/facts.tsv), read by the other side and no
 * machine's. Unit: messages a week; support: business days; a rise is worse. Grey zones of the
 * division of work: Goo et al. 2009. Such sentences are rare: it is shown and not judged. */
#include "indicators/series-internal.h"

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->disputes > 0 && message->side == side &&
		    message->automatic == AUTOMATIC_NOT && series_read_by_other_side(message))
			series_add_contact(builder, timeline, i);
	}
	series_end(builder);
	series_fill_counts(series);
}

const struct indicator indicator_ownership_disputes = {
	.name = "ownership_disputes",
	.dimension = DIMENSION_RESPONSIBILITY,
	.kind = KIND_COUNT,
	.source = EVENT_MESSAGE,
	.unit = "messages_a_week",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.follows_channel = TRUE,
	.any_channel = TRUE,
	.definition = "messages a week that say or ask whose it is to do",
	.compute = compute,
};
