/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explained_share: of the incidents that a side closed in the week, the share whose last texts
 * of that side (language/closure.h) say the cause, and besides what was done or will be, or how
 * its return is prevented or was checked. Only incidents that the side wrote about by mail are
 * judged, and only while mail is covered from their opening to their end: where nothing was
 * written, nothing is known of what was said. Support: incidents, a dozen a month; a fall is
 * worse. Explanation as a part of recovery after failure: Bies and Shapiro 1988; Tax, Brown and
 * Chandrashekaran 1998. */
#include "base/calendar.h"
#include "indicators/incidents.h"
#include "indicators/series-internal.h"
#include "language/closure.h"

#define BIT(tick) (1u << (tick))

/* Cause and (consequence or prevention) as the closing ticks give them. */
static gboolean is_explained(guint ticks)
{
	return (ticks & BIT(CLOSURE_CAUSE)) != 0 &&
	       (ticks & (BIT(CLOSURE_ACTION) | BIT(CLOSURE_CHECK))) != 0;
}

static gboolean has_mail(const struct timeline *timeline, gint64 at_ms)
{
	return timeline_coverage_at(&timeline->mail,
				    calendar_week_of_ms(at_ms, timeline->zone)) !=
	       WEEK_NOT_COVERED;
}

static gboolean is_judged(const struct timeline *timeline, const struct timeline_ticket *ticket,
			  enum side side)
{
	gint64 closed = incident_closed_ms(ticket);

	return ticket->worker_side == side && closed != INSTANT_NONE &&
	       has_mail(timeline, ticket->opened_ms) && has_mail(timeline, closed);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->tickets_coverage, series);
	g_autoptr(incidents_auto) incidents = incidents_of(timeline);

	for (guint i = 0; i < incidents->n; i++) {
		const struct incident *incident = &incidents->all[i];
		guint32 texts[INCIDENT_LAST_TEXTS];
		guint n, ticks = 0;
		if (incident->ticket == TIMELINE_NO_INDEX ||
		    !is_judged(timeline, &timeline->tickets[incident->ticket], side))
			continue;
		n = incident_last_texts(incidents, incident, side, texts);
		for (guint t = 0; t < n; t++)
			ticks |= timeline->messages[texts[t]].ticks;
		if (n > 0)
			series_add(builder,
				   incident_closed_ms(&timeline->tickets[incident->ticket]),
				   incident->ticket, is_explained(ticks));
	}
	series_end(builder);
	series_fill_shares(timeline, &timeline->mail, INCIDENT_CLOSING_MS, series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}

const struct indicator indicator_explained_share = {
	.name = "explained_share",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_PROPORTION,
	.source = EVENT_TICKET,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.follows_channel = TRUE, /* what is said elsewhere is not said here */
	.definition =
		"share of the closed incidents whose last texts by mail hold the cause and "
		"an action or a check; incidents that the side did not write about are "
		"not judged",
	.compute = compute,
};
