/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pivot_presence: messages a week of the side's pivot, the person who in some span of 52
 * covered weeks wrote the largest share of the side's messages (30 % at least; a function
 * mailbox is nobody). Who takes over the mail of a pivot that is gone does not take its place
 * here for two years, else the loss would not show. All of the person's messages count, from
 * whatever address: who goes on under another address is not lost. The pivot is a role, shown
 * by role; a departure is dated after the fact and never predicted. Unit: messages a week;
 * support: business days; a fall is worse. Concentration on one contact: absence factor of the
 * CHAOSS metrics. */
#include "indicators/handover.h"
#include "indicators/series-internal.h"

#define SPAN_WEEKS          52u
#define SHARE_LEAST         0.30
#define SPAN_MESSAGES_LEAST 40   /* of the side in the span */
#define PRESENT_WEEKS       13u  /* without a message: gone */
#define HISTORY_WEEKS       104u /* without a message: another pivot's time */

struct search {
	const struct timeline *timeline;
	enum side side;
	guint *of_person; /* messages within the span */
	guint *last_seen; /* covered week of the person's latest message */
	guint total;      /* of the side within the span, of whomever */
	guint32 best;
	double best_share;
};

static gboolean counts(const struct search *search, guint32 index)
{
	const struct timeline_message *message = &search->timeline->messages[index];

	return timeline_is_turn(search->timeline, index) && message->side == search->side &&
	       message->automatic == AUTOMATIC_NOT;
}

static void count_in(struct search *search, struct week_slice slice, guint week)
{
	for (guint32 i = slice.from; i < slice.to; i++) {
		const struct timeline_message *message = &search->timeline->messages[i];
		if (!counts(search, i))
			continue;
		search->total++;
		if (message->person == TIMELINE_NO_INDEX)
			continue;
		search->of_person[message->person]++;
		search->last_seen[message->person] = week;
	}
}

static void count_out(struct search *search, struct week_slice slice)
{
	for (guint32 i = slice.from; i < slice.to; i++) {
		const struct timeline_message *message = &search->timeline->messages[i];
		if (!counts(search, i))
			continue;
		search->total--;
		if (message->person != TIMELINE_NO_INDEX)
			search->of_person[message->person]--;
	}
}

/* The person with the largest share of the span, of those who wrote in a slice of it: no other
 * share has grown. */
static guint32 leader_of(const struct search *search, struct week_slice slice, double *share)
{
	guint32 leader = TIMELINE_NO_INDEX;

	*share = 0;
	for (guint32 i = slice.from; i < slice.to; i++) {
		guint32 person = search->timeline->messages[i].person;
		double own;
		if (person == TIMELINE_NO_INDEX || search->timeline->persons[person].shared)
			continue;
		own = (double)search->of_person[person] / search->total;
		if (own > *share || (own == *share && person < leader)) {
			leader = person;
			*share = own;
		}
	}
	return leader;
}

/* The largest share met, and met first, decides. */
static void consider(struct search *search, struct week_slice slice, guint week)
{
	double share;
	guint32 leader;

	if (search->total < SPAN_MESSAGES_LEAST)
		return;
	leader = leader_of(search, slice, &share);
	if (share < SHARE_LEAST)
		return;
	if (search->best != TIMELINE_NO_INDEX) {
		guint absent = week - search->last_seen[search->best];
		if (absent < HISTORY_WEEKS &&
		    (absent >= PRESENT_WEEKS || share <= search->best_share))
			return;
	}
	search->best = leader;
	search->best_share = share;
}

/* Slides a span of a year over the side's messages; a record shorter than a year is one span.
 */
guint32 pivot_of_side(const struct timeline *timeline, enum side side)
{
	g_autoptr(GArray) weeks = series_covered_weeks(timeline);
	g_autofree guint *of_person = g_new0(guint, timeline->n_persons);
	g_autofree guint *last_seen = g_new0(guint, timeline->n_persons);
	struct search search = {
		.timeline = timeline,
		.side = side,
		.of_person = of_person,
		.last_seen = last_seen,
		.best = TIMELINE_NO_INDEX,
	};
	const struct week_slice *slice = (const struct week_slice *)weeks->data;
	guint span = MIN(SPAN_WEEKS, weeks->len);

	for (guint i = 0; i < weeks->len; i++) {
		count_in(&search, slice[i], i);
		if (i >= span)
			count_out(&search, slice[i - span]);
		if (i + 1 == span)
			consider(&search,
				 (struct week_slice){.from = slice[0].from, .to = slice[i].to},
				 i);
		else if (i >= span)
			consider(&search, slice[i], i);
	}
	return search.best;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);
	guint32 pivot = pivot_of_side(timeline, side);

	for (guint32 i = 0; pivot != TIMELINE_NO_INDEX && i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->person == pivot && message->automatic == AUTOMATIC_NOT)
			series_add_contact(builder, timeline, i);
	}
	series_end(builder);
	series->subject = pivot;
	if (pivot == TIMELINE_NO_INDEX)
		series_fill_nothing(series);
	else
		series_fill_counts(series);
}

const struct indicator indicator_pivot_presence = {
	.name = "pivot_presence",
	.dimension = DIMENSION_PEOPLE,
	.kind = KIND_COUNT,
	.source = EVENT_MESSAGE,
	.unit = "messages_a_week",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.of_organisation = TRUE,
	.follows_channel = TRUE,
	.any_channel = TRUE,
	.definition = "messages a week of the person who carried the largest share of the "
		      "side's mail",
	.compute = compute,
};
