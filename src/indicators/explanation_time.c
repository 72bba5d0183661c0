/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explanation_time: how long an incident stays without a cause. Where mail speaks of a ticket
 * within two weeks of its opening, the wait begins with the opening; where only mail names the
 * ticket, with the first question of the other side. The side's first message about the
 * incident that gives a cause ends it, whatever was answered before. Without one the wait is
 * censored after thirty days or at the end of the coverage: closing without a word explains
 * nothing. Weekly value: Kaplan-Meier median in business hours; support: incidents, a dozen a
 * month; a rise is worse. */
#include "base/calendar.h"
#include "indicators/incidents.h"
#include "indicators/series-internal.h"

#define WATCHED_MS (30 * CALENDAR_DAY_MS)

struct explaining {
	const struct timeline *timeline;
	const struct incidents *incidents;
	enum side side;
};

static const struct timeline_message *message_at(const struct explaining *explaining,
						 const struct incident *incident, guint place,
						 guint32 *index)
{
	*index = explaining->incidents->messages[incident->first + place];
	return &explaining->timeline->messages[*index];
}

/* The wait for the ticket's explanation; it is shown by the first message about it. */
static gboolean begin_with_ticket(const struct explaining *explaining,
				  const struct incident *incident, struct duration *wait)
{
	const struct timeline_ticket *ticket = &explaining->timeline->tickets[incident->ticket];
	const struct timeline_message *first =
		message_at(explaining, incident, 0, &wait->index);

	wait->from_ms = ticket->opened_ms;
	return ticket->worker_side == explaining->side &&
	       first->at_ms - ticket->opened_ms <= DURATION_WATCH_MS;
}

static gboolean begin_with_question(const struct explaining *explaining,
				    const struct incident *incident, struct duration *wait)
{
	for (guint i = 0; i < incident->count; i++) {
		const struct timeline_message *message =
			message_at(explaining, incident, i, &wait->index);
		wait->from_ms = message->at_ms;
		if (series_is_put_to(message, explaining->side))
			return TRUE;
	}
	return FALSE;
}

static void end_with_cause(const struct explaining *explaining, const struct incident *incident,
			   struct duration *wait)
{
	guint32 index;

	wait->watch_ms = wait->until_ms = wait->from_ms + WATCHED_MS;
	for (guint i = 0; i < incident->count && !wait->ended; i++) {
		const struct timeline_message *message =
			message_at(explaining, incident, i, &index);
		if (message->side != explaining->side || message->at_ms < wait->from_ms ||
		    message->at_ms > wait->watch_ms || !incident_message_explains(message))
			continue;
		wait->ended = TRUE;
		wait->until_ms = message->at_ms;
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	g_autoptr(incidents_auto) incidents = incidents_of(timeline);
	g_autoptr(GArray) waits = g_array_new(FALSE, FALSE, sizeof(struct duration));
	struct explaining explaining = {timeline, incidents, side};

	for (guint i = 0; i < incidents->n; i++) {
		const struct incident *incident = &incidents->all[i];
		struct duration wait = {0};
		gboolean begun = incident->ticket != TIMELINE_NO_INDEX
					 ? begin_with_ticket(&explaining, incident, &wait)
					 : begin_with_question(&explaining, incident, &wait);
		if (!begun)
			continue;
		end_with_cause(&explaining, incident, &wait);
		g_array_append_val(waits, wait);
	}
	series_fill_durations(timeline, waits, &timeline->mail, series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}

const struct indicator indicator_explanation_time = {
	.name = "explanation_time",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_DURATION,
	.source = EVENT_MESSAGE,
	.unit = "business_hours",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.follows_channel = TRUE, /* what is said elsewhere is not said here */
	.definition = "median business hours until a message of the side gives the cause of an "
		      "incident that mail speaks of (Kaplan-Meier)",
	.compute = compute,
};
