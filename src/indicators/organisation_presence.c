/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* organisation_presence: messages a week from any address of the side's organisation, automatic
 * ones left out. Unit: messages a week; support: business days; a fall is worse. An
 * organisation lost and a person lost are two findings: the person is followed by
 * pivot_presence. */
#include "indicators/series-internal.h"

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->side == side && message->automatic == AUTOMATIC_NOT)
			series_add_contact(builder, timeline, i);
	}
	series_end(builder);
	series_fill_counts(series);
}

const struct indicator indicator_organisation_presence = {
	.name = "organisation_presence",
	.dimension = DIMENSION_PEOPLE,
	.kind = KIND_COUNT,
	.source = EVENT_MESSAGE,
	.unit = "messages_a_week",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.of_organisation = TRUE,
	.mirrors = "proactive_contact",
	.follows_channel = TRUE,
	.any_channel = TRUE,
	.definition = "messages a week from any address of the side's organisation",
	.compute = compute,
};
