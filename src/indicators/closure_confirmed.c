/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* closure_confirmed: of the incidents that a side closed in the week and that the requester's
 * side wrote about by mail, the share of which somebody of that side said within two weeks that
 * it works or may be closed (data/language/facts.tsv). Support: incidents, a dozen a month; a
 * fall is worse. Who writes nothing more may be content: it is shown and not judged. */
#include "base/calendar.h"
#include "indicators/incidents.h"
#include "indicators/series-internal.h"

#define CONFIRM_MS (14 * CALENDAR_DAY_MS)

/* 1 confirmed, 0 not, -1 its requester never wrote. */
static int outcome(const struct incidents *incidents, const struct incident *incident,
		   enum side side, gint64 closed_ms)
{
	int told = -1;

	for (guint i = 0; i < incident->count; i++) {
		const struct timeline_message *message =
			&incidents->timeline
				 ->messages[incidents->messages[incident->first + i]];
		gint64 after = message->at_ms - closed_ms;
		if (message->side != side_other(side))
			continue;
		if (message->confirms > 0 && after >= 0 && after <= CONFIRM_MS)
			return 1;
		told = 0;
	}
	return told;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(timeline, &timeline->mail, series);
	g_autoptr(incidents_auto) incidents = incidents_of(timeline);

	for (guint i = 0; i < incidents->n; i++) {
		const struct incident *incident = &incidents->all[i];
		const struct timeline_ticket *ticket;
		gint64 closed;
		int told;
		if (incident->ticket == TIMELINE_NO_INDEX)
			continue;
		ticket = &timeline->tickets[incident->ticket];
		closed = incident_closed_ms(ticket);
		if (ticket->worker_side != side || closed == INSTANT_NONE)
			continue;
		told = outcome(incidents, incident, side, closed);
		if (told >= 0)
			series_add(builder, closed, incident->ticket, told);
	}
	series_end(builder);
	series_fill_shares(timeline, &timeline->mail, CONFIRM_MS, series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}

const struct indicator indicator_closure_confirmed = {
	.name = "closure_confirmed",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_PROPORTION,
	.source = EVENT_TICKET,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.definition =
		"share of the incidents closed in the week and written about by mail that "
		"the requester's side confirmed within two weeks",
	.compute = compute,
};
