/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* voice: complaints of a side (messages with a sentence that complains,
 * data/language/facts.tsv) for a hundred tickets that it opened, over 13 weeks that mail and
 * tickets cover. Unit: complaints a hundred tickets; support: tickets, a dozen at least.
 * Falling voice is good news only while contact outside tickets does not fall with it: then it
 * is neglect (Hirschman 1970; Ping, Journal of Retailing 69, 1993), so that it is shown, not
 * judged, and read together. Its windows overlap. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define WINDOW_WEEKS  13u
#define TICKETS_LEAST 12u
#define TICKETS_UNIT  100.0

struct tally {
	guint *complaints, *tickets; /* by week of the series */
};

static gboolean complains(const struct timeline_message *message, enum side side)
{
	return message->complains > 0 && message->side == side &&
	       message->automatic == AUTOMATIC_NOT && series_read_by_other_side(message);
}

static void count_into(guint *weeks, const struct series *series, gint32 week)
{
	if (week >= series->first_week && week < series->first_week + (gint32)series->n_weeks)
		weeks[week - series->first_week]++;
}

/* The window that ends with the week lies wholly under both coverages. */
static gboolean is_covered(const struct timeline *timeline, const struct series *series,
			   guint at)
{
	for (guint i = 0; i < WINDOW_WEEKS; i++) {
		gint32 week = series->first_week + (gint32)at - (gint32)i;
		if (at < i || timeline_coverage_at(&timeline->mail, week) == WEEK_NOT_COVERED ||
		    timeline_coverage_at(&timeline->tickets_coverage, week) == WEEK_NOT_COVERED)
			return FALSE;
	}
	return TRUE;
}

static void fill(const struct timeline *timeline, struct tally tally, struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		guint complaints = 0, tickets = 0;
		for (guint k = 0; k < MIN(WINDOW_WEEKS, i + 1); k++) {
			complaints += tally.complaints[i - k];
			tickets += tally.tickets[i - k];
		}
		if (week->state != WEEK_OBSERVED)
			continue;
		week->n = tickets;
		if (tickets < TICKETS_LEAST || !is_covered(timeline, series, i))
			week->state = WEEK_EMPTY;
		else
			week->value = TICKETS_UNIT * complaints / tickets;
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->tickets_coverage, series);
	g_autofree guint *counts = g_new0(guint, 2 * (gsize)series->n_weeks + 1);
	struct tally tally = {counts, counts + series->n_weeks};

	for (guint32 i = 0; i < timeline->n_messages; i++)
		if (complains(&timeline->messages[i], side)) {
			gint64 at = timeline->messages[i].at_ms;
			count_into(tally.complaints, series, series_week_of(builder, at));
			series_add(builder, at, i, 1);
		}
	for (guint32 i = 0; i < timeline->n_tickets; i++)
		if (timeline->tickets[i].requester_side == side &&
		    !timeline->tickets[i].automatic)
			count_into(tally.tickets, series,
				   series_week_of(builder, timeline->tickets[i].opened_ms));
	series_end(builder);
	fill(timeline, tally, series);
}

const struct indicator indicator_voice = {
	.name = "voice",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_LEVEL,
	.source = EVENT_MESSAGE,
	.unit = "per_100_tickets",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.definition = "complaints for a hundred tickets opened by the side, over 13 weeks",
	.compute = compute,
};
