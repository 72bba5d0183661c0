/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An organisation whose exchange ended within coverage, as against an export that ended. Gaps
 * are counted in covered weeks, against the organisation's own habit of its last two active
 * years: the gap must be long in weeks, long against its usual ones, and improbable.
 * Method: gamma-Poisson predictive of a gap, P(gap > g) = (beta / (beta + g))^alpha. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/record.h"

#define GAP_MIN_WEEKS     13
#define GAP_AGAINST_USUAL 4
#define GAP_PROBABILITY   .001
#define HABIT_WEEKS       104
#define ACTIVE_WEEKS_MIN  8 /* fewer are no habit */
#define USUAL_QUANTILE    .95
#define PRIOR_EVENTS      .5

struct silence {
	guint gap; /* covered weeks since the last active one */
	gint64 last_ms;
	double usual, probability;
	guint active;
};

static bool counts_as_exchange(const struct timeline_message *message, enum side side)
{
	return message->side == side && message->automatic == AUTOMATIC_NOT;
}

/* Messages a week of one side; returns the instant of the last. */
static gint64 count_weeks(const struct study *study, enum side side, guint *count)
{
	const struct timeline *timeline = study->timeline;
	gint64 last = INSTANT_NONE;

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		gint32 week = study_week_of_ms(study, message->at_ms);
		if (!counts_as_exchange(message, side) || week < 0 ||
		    week >= (gint32)study->axis.weeks)
			continue;
		count[week]++;
		last = MAX(last, message->at_ms);
	}
	return last;
}

/* Whether a silence of the week would be seen on every channel that was used. */
static bool is_watched(const struct study *study, guint spoken, guint week)
{
	return timeline_contact_whole(study->timeline, spoken,
				      study->first_week + (gint32)week);
}

static int compare_guints(const void *a, const void *b)
{
	guint x = *(const guint *)a, y = *(const guint *)b;

	return (x > y) - (x < y);
}

/* Walks back over covered weeks: first the gap at the end, then the habit before it. */
static void measure(const struct study *study, const guint *count, struct silence *silence)
{
	g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(guint));
	guint spoken = timeline_channels_spoken(study->timeline);
	guint since = 0, habit = 0;

	for (guint week = study->axis.weeks; week-- > 0 && habit < HABIT_WEEKS;) {
		if (!is_watched(study, spoken, week))
			continue;
		habit += silence->active > 0;
		if (count[week] == 0) {
			since++;
			continue;
		}
		if (silence->active++ == 0)
			silence->gap = since;
		else
			g_array_append_val(gaps, since);
		since = 0;
	}
	if (gaps->len == 0)
		return;
	g_array_sort(gaps, compare_guints);
	guint at = (guint)(USUAL_QUANTILE * (gaps->len - 1));
	silence->usual = MAX(g_array_index(gaps, guint, at), 1);
	double alpha = silence->active + PRIOR_EVENTS, beta = habit + 1.0;
	silence->probability = pow(beta / (beta + silence->gap), alpha);
}

static bool is_end(const struct silence *silence)
{
	return silence->active >= ACTIVE_WEEKS_MIN && silence->gap >= GAP_MIN_WEEKS &&
	       silence->gap >= GAP_AGAINST_USUAL * silence->usual &&
	       silence->probability < GAP_PROBABILITY;
}

/* Tickets go on: the exchange lives in another place. */
static bool tickets_go_on(const struct timeline *timeline, gint64 since_ms)
{
	gint64 slack = 28 * CALENDAR_DAY_MS;

	for (guint i = 0; i < timeline->n_tickets; i++)
		if (!timeline->tickets[i].automatic &&
		    timeline->tickets[i].opened_ms > since_ms + slack)
			return true;
	return false;
}

static guint people_elsewhere(const struct timeline *timeline, enum side side)
{
	guint n = 0;

	for (guint i = 0; i < timeline->n_persons; i++)
		n += timeline->persons[i].side == side && timeline->persons[i].elsewhere > 0;
	return n;
}

static void set_end(struct study *study, enum side side, gint32 day)
{
	struct assessment *out = study->assessment;

	out->ended = day;
	out->ended_side = side;
	out->ended_people_elsewhere = people_elsewhere(study->timeline, side);
}

static void look_at_side(struct study *study, enum side side)
{
	g_autofree guint *count = g_new0(guint, study->axis.weeks);
	struct silence silence = {0};

	silence.last_ms = count_weeks(study, side, count);
	if (silence.last_ms == INSTANT_NONE)
		return;
	measure(study, count, &silence);
	if (!is_end(&silence) || tickets_go_on(study->timeline, silence.last_ms))
		return;
	gint32 day = calendar_day_of_ms(silence.last_ms, study->timeline->zone);
	gint32 known = study->assessment->ended;
	if (known == DAY_NONE || day < known)
		set_end(study, side, day);
}

static void look_at_contract(struct study *study)
{
	const struct timeline *timeline = study->timeline;

	for (guint i = 0; i < timeline->n_facts; i++)
		if (strcmp(timeline->facts[i].fact, "contract_ended") == 0)
			set_end(study, SIDE_NONE, timeline->facts[i].day);
}

/* Of two sides that fell silent, the one that did so first ended it; a dated contract end says
 * it before both. With a fact that talk moved elsewhere, mail alone ends nothing. */
void study_find_end(struct study *study)
{
	look_at_contract(study);
	if (study->assessment->ended != DAY_NONE || study->channel_known)
		return;
	look_at_side(study, SIDE_CLIENT);
	look_at_side(study, SIDE_PROVIDER);
}
