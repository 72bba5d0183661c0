/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* contact_turnover: how many of a side's regular contacts changed within a year. Regular is who
 * wrote in four weeks or more of the last 26 covered ones; they are compared with those of the
 * 26 weeks that lie a year (52 covered weeks) before: the share of all of both that is in one
 * alone. Function mailboxes are nobody; who went on under another address has not gone. Unit:
 * share; support: regular contacts of both times, three at least; a rise is worse. Its weeks
 * overlap and turnover is no wear by itself: it is shown and not judged. Boundary spanners that
 * change cost the relationship their knowledge: Bendapudi and Leone, Journal of Marketing 66,
 * 2002. */
#include <math.h>

#include "indicators/series-internal.h"

#define SPAN_WEEKS     26u
#define YEAR_WEEKS     52u
#define WEEKS_LEAST    4u /* of the span, in which a regular contact wrote */
#define CONTACTS_LEAST 3u

struct turnover {
	const struct timeline *timeline;
	enum side side;
	GArray *slices;      /* struct week_slice */
	guint *now, *before; /* persons: weeks in which they wrote */
	guint32 *last_in;    /* persons: week (1 ...) that counted them last */
	guint32 counted;
};

static gboolean is_contact(const struct turnover *turnover, guint32 index)
{
	const struct timeline_message *message = &turnover->timeline->messages[index];

	return message->side == turnover->side && message->automatic == AUTOMATIC_NOT &&
	       message->person != TIMELINE_NO_INDEX &&
	       !turnover->timeline->persons[message->person].shared;
}

/* Everybody who wrote in the week, once; by = -1 when it leaves the span. */
static void count_week(struct turnover *turnover, guint at, guint *weeks, int by)
{
	struct week_slice slice = g_array_index(turnover->slices, struct week_slice, at);

	turnover->counted++;
	for (guint32 i = slice.from; i < slice.to; i++) {
		guint32 person = turnover->timeline->messages[i].person;
		if (!is_contact(turnover, i) || turnover->last_in[person] == turnover->counted)
			continue;
		turnover->last_in[person] = turnover->counted;
		weeks[person] += (guint)by;
	}
}

static void move_spans(struct turnover *turnover, guint at)
{
	count_week(turnover, at, turnover->now, 1);
	if (at >= SPAN_WEEKS)
		count_week(turnover, at - SPAN_WEEKS, turnover->now, -1);
	if (at >= YEAR_WEEKS)
		count_week(turnover, at - YEAR_WEEKS, turnover->before, 1);
	if (at >= YEAR_WEEKS + SPAN_WEEKS)
		count_week(turnover, at - YEAR_WEEKS - SPAN_WEEKS, turnover->before, -1);
}

static gboolean is_new(const struct turnover *turnover, guint32 person)
{
	return turnover->now[person] >= WEEKS_LEAST && turnover->before[person] < WEEKS_LEAST;
}

static gboolean is_gone(const struct turnover *turnover, guint32 person)
{
	return turnover->before[person] >= WEEKS_LEAST && turnover->now[person] < WEEKS_LEAST &&
	       turnover->timeline->persons[person].elsewhere == 0;
}

static double changed(const struct turnover *turnover, guint *contacts)
{
	guint all = 0, one = 0;

	for (guint32 i = 0; i < turnover->timeline->n_persons; i++) {
		gboolean stayed =
			turnover->now[i] >= WEEKS_LEAST && turnover->before[i] >= WEEKS_LEAST;
		gboolean moved = is_new(turnover, i) || is_gone(turnover, i);
		all += stayed || moved;
		one += moved;
	}
	*contacts = all;
	return all > 0 ? (double)one / all : 0;
}

/* The week's messages of regular contacts: those of new ones show the change. */
static void add_events(const struct turnover *turnover, struct week_slice slice,
		       struct series_builder *builder)
{
	for (guint32 i = slice.from; i < slice.to; i++) {
		const struct timeline_message *message = &turnover->timeline->messages[i];
		if (is_contact(turnover, i) && turnover->now[message->person] >= WEEKS_LEAST)
			series_add(builder, message->at_ms, i,
				   is_new(turnover, message->person));
	}
}

static void fill(struct turnover *turnover, struct series_builder *builder,
		 struct series *series)
{
	for (guint i = 0; i < turnover->slices->len; i++) {
		struct week_slice slice = g_array_index(turnover->slices, struct week_slice, i);
		struct series_week *week = &series->week[slice.week - series->first_week];
		double share;
		guint contacts;
		move_spans(turnover, i);
		if (week->state != WEEK_OBSERVED || i + 1 < YEAR_WEEKS + SPAN_WEEKS)
			continue;
		share = changed(turnover, &contacts);
		week->n = contacts;
		if (contacts < CONTACTS_LEAST)
			continue;
		week->value = share;
		add_events(turnover, slice, builder);
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);
	g_autoptr(GArray) slices = series_covered_weeks(timeline);
	g_autofree guint *of_person = g_new0(guint, 3 * (gsize)timeline->n_persons + 1);
	struct turnover turnover = {
		.timeline = timeline,
		.side = side,
		.slices = slices,
		.now = of_person,
		.before = of_person + timeline->n_persons,
		.last_in = of_person + 2 * (gsize)timeline->n_persons,
	};

	fill(&turnover, builder, series);
	series_end(builder);
	for (guint i = 0; i < series->n_weeks; i++)
		if (series->week[i].state == WEEK_OBSERVED && isnan(series->week[i].value))
			series->week[i].state = WEEK_EMPTY;
}

const struct indicator indicator_contact_turnover = {
	.name = "contact_turnover",
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
		"share of the regular contacts of half a year and of the same half a year "
		"before that are in one of the two alone",
	.compute = compute,
};
