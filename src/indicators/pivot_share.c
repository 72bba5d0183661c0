/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pivot_share: how much of a side's exchange hangs on one role. Week by week, over the last 52
 * covered weeks: of the persons of the side, the one with the largest mean of two shares, of
 * the side's messages and of the other side's partners (who answered it or was answered by
 * it). Who holds the role may change. Unit: share; support: the side's messages; a rise is a
 * risk. It is shown and not judged: its weeks overlap, and dependence is no wear. Concentration
 * on one contact: absence factor of the CHAOSS metrics. */
#include "indicators/series-internal.h"

#define SPAN_WEEKS       52u
#define SPAN_WEEKS_LEAST 26u
#define MESSAGES_LEAST   40 /* of the side in the span */

/* Who exchanged with whom: a person of the side, a partner of the other. */
struct pair {
	guint32 person, partner;
};

struct exchange {
	const struct timeline *timeline;
	enum side side;
	GArray *pairs;    /* struct pair */
	guint32 *pair_of; /* messages: index into pairs, TIMELINE_NO_INDEX when there is none */
	/* Within the span: */
	guint *messages, *partners; /* persons */
	guint *of_pair;             /* pairs: messages between the two */
	guint *reached;             /* persons of the other side: messages with this side */
	guint total, n_reached;
};

static gboolean is_of_side(const struct exchange *exchange,
			   const struct timeline_message *message)
{
	return message->side == exchange->side && message->automatic == AUTOMATIC_NOT;
}

/* The two persons of an answer between the sides. */
static gboolean read_pair(const struct exchange *exchange,
			  const struct timeline_message *message, struct pair *pair)
{
	const struct timeline_message *parent;
	gboolean own = message->side == exchange->side;

	if (message->parent == TIMELINE_NO_INDEX || message->automatic != AUTOMATIC_NOT)
		return FALSE;
	parent = &exchange->timeline->messages[message->parent];
	pair->person = own ? message->person : parent->person;
	pair->partner = own ? parent->person : message->person;
	return parent->automatic == AUTOMATIC_NOT &&
	       message->side == side_other(parent->side) && pair->person != TIMELINE_NO_INDEX &&
	       pair->partner != TIMELINE_NO_INDEX;
}

/* Gives every pair of persons a number. */
static void number_pairs(struct exchange *exchange)
{
	const struct timeline *timeline = exchange->timeline;
	g_autoptr(GHashTable) numbers =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		struct pair pair;
		gpointer number;
		exchange->pair_of[i] = TIMELINE_NO_INDEX;
		if (!read_pair(exchange, &timeline->messages[i], &pair))
			continue;
		guint64 key = ((guint64)pair.person << 32) | pair.partner;
		if (!g_hash_table_lookup_extended(numbers, &key, NULL, &number)) {
			number = GUINT_TO_POINTER(exchange->pairs->len);
			g_hash_table_insert(numbers, g_memdup2(&key, sizeof key), number);
			g_array_append_val(exchange->pairs, pair);
		}
		exchange->pair_of[i] = GPOINTER_TO_UINT(number);
	}
}

/* A message enters the span (by = 1) or leaves it (by = -1). */
static void count(struct exchange *exchange, guint32 index, int by)
{
	const struct timeline_message *message = &exchange->timeline->messages[index];
	guint32 number = exchange->pair_of[index];

	if (is_of_side(exchange, message) && timeline_is_turn(exchange->timeline, index)) {
		exchange->total += (guint)by;
		if (message->person != TIMELINE_NO_INDEX)
			exchange->messages[message->person] += (guint)by;
	}
	if (number == TIMELINE_NO_INDEX)
		return;
	struct pair pair = g_array_index(exchange->pairs, struct pair, number);
	guint edge = by > 0; /* the count that makes the difference */
	exchange->of_pair[number] += (guint)by;
	exchange->reached[pair.partner] += (guint)by;
	if (exchange->of_pair[number] == edge)
		exchange->partners[pair.person] += (guint)by;
	if (exchange->reached[pair.partner] == edge)
		exchange->n_reached += (guint)by;
}

static double share_of(const struct exchange *exchange, guint32 person)
{
	double messages = (double)exchange->messages[person] / exchange->total;

	if (exchange->n_reached == 0)
		return messages;
	return (messages + (double)exchange->partners[person] / exchange->n_reached) / 2;
}

static guint32 holder_of(const struct exchange *exchange, double *share)
{
	guint32 holder = TIMELINE_NO_INDEX;

	*share = 0;
	for (guint32 i = 0; i < exchange->timeline->n_persons; i++) {
		if (exchange->messages[i] == 0 || exchange->timeline->persons[i].shared)
			continue;
		double own = share_of(exchange, i);
		if (own > *share) {
			holder = i;
			*share = own;
		}
	}
	return holder;
}

/* The messages of the role's holder in this week are its events. */
static void add_events(const struct exchange *exchange, struct week_slice slice, guint32 holder,
		       struct series_builder *builder)
{
	for (guint32 i = slice.from; i < slice.to; i++) {
		const struct timeline_message *message = &exchange->timeline->messages[i];
		if (is_of_side(exchange, message) && message->person == holder)
			series_add(builder, message->at_ms, i, 1);
	}
}

static void fill(struct exchange *exchange, struct series_builder *builder,
		 struct series *series)
{
	g_autoptr(GArray) weeks = series_covered_weeks(exchange->timeline);
	const struct week_slice *slice = (const struct week_slice *)weeks->data;

	for (guint i = 0; i < weeks->len; i++) {
		double share;
		struct series_week *week = &series->week[slice[i].week - series->first_week];
		for (guint32 m = slice[i].from; m < slice[i].to; m++)
			count(exchange, m, 1);
		for (guint32 m = i >= SPAN_WEEKS ? slice[i - SPAN_WEEKS].from : 0;
		     i >= SPAN_WEEKS && m < slice[i - SPAN_WEEKS].to; m++)
			count(exchange, m, -1);
		if (week->state != WEEK_OBSERVED || i + 1 < SPAN_WEEKS_LEAST ||
		    exchange->total < MESSAGES_LEAST)
			continue;
		series->subject = holder_of(exchange, &share);
		if (series->subject == TIMELINE_NO_INDEX)
			continue;
		week->value = share;
		week->n = exchange->total;
		add_events(exchange, slice[i], series->subject, builder);
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);
	g_autofree guint32 *pair_of = g_new(guint32, timeline->n_messages + 1);
	g_autofree guint *of_person = g_new0(guint, (gsize)3 * timeline->n_persons + 1);
	struct exchange exchange = {
		.timeline = timeline,
		.side = side,
		.pairs = g_array_new(FALSE, FALSE, sizeof(struct pair)),
		.pair_of = pair_of,
		.messages = of_person,
		.partners = of_person + timeline->n_persons,
		.reached = of_person + (gsize)2 * timeline->n_persons,
	};

	number_pairs(&exchange);
	g_autofree guint *of_pair = g_new0(guint, exchange.pairs->len + 1);
	exchange.of_pair = of_pair;
	fill(&exchange, builder, series);
	g_array_unref(exchange.pairs);
	series_end(builder);
	for (guint i = 0; i < series->n_weeks; i++)
		if (series->week[i].state == WEEK_OBSERVED && !(series->week[i].n > 0))
			series->week[i].state = WEEK_EMPTY;
}

const struct indicator indicator_pivot_share = {
	.name = "pivot_share",
	.dimension = DIMENSION_PEOPLE,
	.kind = KIND_LEVEL,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.of_organisation = TRUE,
	.described = TRUE,
	.any_channel = TRUE,
	.definition =
		"largest share, over 52 covered weeks, that one person of the side holds of "
		"its messages and of the other side's partners: the mean of the two",
	.compute = compute,
};
