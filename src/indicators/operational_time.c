/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weight of the quiet season is learnt once a half year and an August were seen; before, a
 * quiet day counts half. Never nought: a silence of years must be seen even if nobody works in
 * summer. */
#include "indicators/operational_time.h"

#include "base/calendar.h"
#include "model/record.h"

#define QUIET_FLOOR      0.05
#define QUIET_UNKNOWN    0.5 /* weight of a quiet week when too few were seen */
#define USUAL_DAYS_LEAST 125 /* business days seen, to know the weight: half a year, */
#define QUIET_DAYS_LEAST 19  /* and an August */

static gboolean is_quiet_season(gint32 week)
{
	int number = calendar_iso_week_number(week);

	return (number >= 31 && number <= 34) || number >= 52 || number == 1;
}

/* Messages a business day, in the quiet season over the rest of the year: 0.05 to 1. */
static double quiet_weight(const struct timeline *timeline,
			   const struct timeline_coverage *contact)
{
	double messages[2] = {0}, days[2] = {0}, weight;

	for (gint32 week = contact->first_week; week <= contact->last_week; week++)
		if (timeline_coverage_at(contact, week) == WEEK_OBSERVED)
			days[is_quiet_season(week)] += calendar_business_days_of_week(week);
	for (guint i = 0; i < timeline->n_messages; i++) {
		gint32 week = calendar_week_of_ms(timeline->messages[i].at_ms, timeline->zone);
		messages[is_quiet_season(week)] +=
			timeline_coverage_at(contact, week) == WEEK_OBSERVED &&
			timeline->messages[i].automatic == AUTOMATIC_NOT;
	}
	if (days[0] < USUAL_DAYS_LEAST || days[1] < QUIET_DAYS_LEAST || messages[0] == 0)
		return QUIET_UNKNOWN;
	weight = messages[1] / days[1] / (messages[0] / days[0]);
	return CLAMP(weight, QUIET_FLOOR, 1);
}

void operational_time_init(const struct timeline *timeline, struct operational_time *time)
{
	guint spoken = timeline_channels_spoken(timeline);
	struct timeline_coverage contact;
	double quiet;

	timeline_contact_coverage(timeline, &contact);
	quiet = quiet_weight(timeline, &contact);
	*time = (struct operational_time){
		.first_week = contact.first_week,
		.weeks = (guint)(contact.last_week - contact.first_week + 1),
	};
	g_free(contact.state);
	time->length = g_new0(double, time->weeks);
	for (guint i = 0; i < time->weeks; i++) {
		gint32 week = time->first_week + (gint32)i;
		if (timeline_contact_whole(timeline, spoken, week))
			time->length[i] = calendar_business_days_of_week(week) *
					  (is_quiet_season(week) ? quiet : 1);
	}
}

void operational_time_clear(struct operational_time *time)
{
	g_clear_pointer(&time->length, g_free);
}
