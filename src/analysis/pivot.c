/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether the one who carried a side's mail is still there. Weeks with a message of the person
 * are contacts on the pair's operational time; the rate at which people write and stop is
 * learnt over all persons of the relationship (stats/alive.h). A loss needs three things: a
 * role that carried 30 % of the side's mail (the indicator says who), a probability of presence
 * below one in ten, and a lasting fall in its own series. It is dated after the fact, from the
 * last message to the day by which the next was due, and never predicted. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "indicators/operational_time.h"
#include "model/record.h"
#include "stats/alive.h"

#define PRESENT_LEAST .1
#define DUE_BY        .05 /* chance that a habitual gap is longer */
#define WEEKS_LEAST   8   /* weeks with a message: fewer are no habit */

/* Weeks of one person's messages, in rising order. */
struct presence {
	guint contacts;     /* weeks with a message */
	gint32 first, last; /* weeks of the calendar */
	gint64 last_ms;
	guint messages;
};

static struct presence *gather_presences(const struct timeline *timeline)
{
	struct presence *presences = g_new0(struct presence, timeline->n_persons + 1);

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->person == TIMELINE_NO_INDEX || message->automatic != AUTOMATIC_NOT)
			continue;
		struct presence *presence = &presences[message->person];
		gint32 week = calendar_week_of_ms(message->at_ms, timeline->zone);
		if (presence->contacts == 0)
			presence->first = week;
		presence->contacts += presence->contacts == 0 || week != presence->last;
		presence->last = week;
		presence->last_ms = message->at_ms;
		presence->messages++;
	}
	return presences;
}

/* Operational time of the weeks after `from` up to and with `to`. */
static double time_between(const struct operational_time *time, gint32 from, gint32 to)
{
	double sum = 0;

	for (gint64 i = MAX((gint64)from + 1 - time->first_week, 0);
	     i <= MIN((gint64)to - time->first_week, (gint64)time->weeks - 1); i++)
		sum += time->length[i];
	return sum;
}

static struct alive_history history_of(const struct operational_time *time,
				       const struct presence *presence)
{
	gint32 end = time->first_week + (gint32)time->weeks - 1;

	return (struct alive_history){
		.repeats = presence->contacts - 1.0,
		.last = time_between(time, presence->first, presence->last),
		.age = time_between(time, presence->first, end),
	};
}

static void learn_model(const struct timeline *timeline, const struct operational_time *time,
			const struct presence *presences, struct alive_model *model)
{
	g_autofree struct alive_history *history =
		g_new(struct alive_history, timeline->n_persons + 1);
	guint n = 0;

	for (guint i = 0; i < timeline->n_persons; i++)
		if (presences[i].contacts > 0 && !timeline->persons[i].shared)
			history[n++] = history_of(time, &presences[i]);
	alive_learn(history, n, model);
}

/* Monday behind the week by which a message was due under the person's own habit: the gap that
 * only one in twenty exceeds, P(gap > g) = (1 + g / time)^-(repeats + 1). */
static gint32 due_day(const struct operational_time *time, const struct presence *presence,
		      const struct alive_history *history)
{
	double gap = history->last * (pow(DUE_BY, -1 / (history->repeats + 1)) - 1);
	double passed = 0;
	gint64 week = (gint64)presence->last - time->first_week;

	while (week + 1 < time->weeks && passed < gap)
		passed += time->length[++week];
	return calendar_monday_of_week(time->first_week + (gint32)week + 1);
}

static void judge(const struct study *study, const struct fit *fit,
		  const struct operational_time *time, const struct presence *presences,
		  const struct alive_model *model)
{
	const struct presence *presence = &presences[fit->series.subject];
	struct assessment_pivot *pivot = &study->assessment->pivot[fit->side];
	struct alive_history history = history_of(time, presence);

	if (presence->contacts < WEEKS_LEAST)
		return;
	pivot->subject = study->rank[fit->series.subject];
	pivot->present = alive_probability(model, &history);
	pivot->messages = presence->messages;
	pivot->last = calendar_day_of_ms(presence->last_ms, study->timeline->zone);
	pivot->due = due_day(time, presence, &history);
	pivot->lost = pivot->present < PRESENT_LEAST && fit_leans_worse(fit);
}

void study_find_pivot_loss(struct study *study)
{
	const struct timeline *timeline = study->timeline;
	g_autofree struct presence *presences = gather_presences(timeline);
	struct operational_time time;
	struct alive_model model;

	operational_time_init(timeline, &time);
	learn_model(timeline, &time, presences, &model);
	for (guint i = 0; i < study->n_fits; i++)
		if (fit_about_pivot(study, &study->fits[i]))
			judge(study, &study->fits[i], &time, presences, &model);
	operational_time_clear(&time);
}
