/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Seeded timelines whose provider has a main contact that may leave: busy and quiet pairs,
 * weeks of leave in summer, at Christmas and in between, weeks that are busier than a Poisson
 * process has them, colleagues who write on. None of it is what the model assumes. */
#pragma once

#include "timelines.h"

#define DEPARTURE_NEVER G_MAXUINT

struct departure {
	guint weeks, leaves;  /* leaves: first week without the contact, or DEPARTURE_NEVER */
	double volume, share; /* of the usual mail; of the provider's messages */
	guint fades; /* from this week on the contact writes a quarter as much, or never */
};

/* Weeks of a person's leave over a history. */
static inline void departure_leave(GRand *random, guint weeks, guint8 *away)
{
	for (guint year = 0; year < weeks; year += 52) {
		guint starts[] = {
			year + 30 + (guint)g_rand_int_range(random, 0, 3), /* two in summer */
			year + 51,
			year + (guint)g_rand_int_range(random, 5, 28),
			year + (guint)g_rand_int_range(random, 36, 48),
		};
		guint lengths[] = {2, 1, 1, g_rand_double(random) < .3 ? 4 : 1};
		for (guint i = 0; i < G_N_ELEMENTS(starts); i++)
			for (guint k = 0; k < lengths[i] && starts[i] + k < weeks; k++)
				away[starts[i] + k] = TRUE;
	}
}

/* The provider's messages of each week shared out anew among those who are there. */
static inline void departure_share_out(struct timeline *timeline, const struct departure *plan,
				       guint32 seed)
{
	GRand *random = g_rand_new_with_seed(seed ^ 0x5bd1e995);
	g_autofree guint8 *away = g_new0(guint8, MADE_PEOPLE * plan->weeks);
	g_autofree double *busy = g_new(double, MADE_PEOPLE * plan->weeks);
	double usual[MADE_PEOPLE] = {plan->share, (1 - plan->share) * .7,
				     (1 - plan->share) * .3};

	for (guint i = 0; i < MADE_PEOPLE; i++)
		departure_leave(random, plan->weeks, away + i * plan->weeks);
	for (guint i = 0; i < MADE_PEOPLE * plan->weeks; i++) {
		guint place = i / plan->weeks, week = i % plan->weeks;
		gboolean gone = place == 0 && week >= plan->leaves;
		gboolean faded = place == 0 && week >= plan->fades;
		busy[i] = away[i] || gone ? 0
					  : usual[place] * (faded ? .25 : 1) *
						    -log(1 - g_rand_double(random));
	}
	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message *message = &timeline->messages[i];
		gint32 week =
			calendar_week_of_ms(message->at_ms, timeline->zone) - MADE_FIRST_WEEK;
		const double *weight = busy + week;
		if (message->side != SIDE_PROVIDER)
			continue;
		double sum = weight[0] + weight[plan->weeks] + weight[(gsize)2 * plan->weeks];
		double draw = g_rand_double(random) * sum;
		guint place = draw < weight[0]                         ? 0
			      : draw < weight[0] + weight[plan->weeks] ? 1
								       : 2;
		message->person = MADE_PEOPLE + (sum > 0 ? place : 2);
	}
	g_rand_free(random);
}

/* Caller owns. */
static inline struct timeline *departure_timeline(const struct departure *plan, guint32 seed)
{
	struct made_story story = {plan->weeks, 0, 1, made_usual, made_usual};

	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		story.before.asks[side] *= plan->volume;
		story.before.unasked[side] *= plan->volume;
	}
	struct timeline *timeline = made_timeline(&story, seed);
	departure_share_out(timeline, plan, seed);
	g_free(timeline->persons);
	made_persons(timeline);
	return timeline;
}

/* What was known at the end of a week: the timeline cut there. Nothing is copied; call with
 * rising or falling weeks on the same timeline, and with its own weeks before it is freed. */
static inline void departure_cut(struct timeline *timeline, const struct timeline *whole,
				 guint weeks)
{
	gint64 end = calendar_monday_of_week(MADE_FIRST_WEEK + (gint32)weeks) * CALENDAR_DAY_MS;
	guint n = whole->n_messages;

	while (n > 0 && whole->messages[n - 1].at_ms >= end)
		n--;
	*timeline = *whole;
	timeline->n_messages = n;
	timeline->as_of_ms = end - 1;
	timeline->mail.last_week = MADE_FIRST_WEEK + (gint32)weeks - 1;
}
