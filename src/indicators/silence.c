/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* silence: how unlikely the present silence of a side is under the pair's own habit. At the end
 * of each week, with g the time since the side's last unprompted contact and k contacts over a
 * time T before, the level is -log P(gap > g) = (k + 1) log(1 + g / T), the predictive survival
 * of a Poisson rate with a gamma posterior (gamma-Poisson; Fader and Hardie 2005 use the same
 * mixture). Time runs on an operational clock: a business day of August or of the turn of the
 * year counts as much as the pair usually writes then. Habit is all that was seen up to a
 * quarter before, so that a new silence does not become its own measure. Unit: nats; support:
 * contacts of the habit; a rise is worse. */
#include <math.h>

#include "indicators/operational_time.h"
#include "indicators/series-internal.h"
#include "stats/alive.h"

#define HABIT_CONTACTS  8 /* fewer give no habit */
#define HABIT_LAG_WEEKS 13
/* Contacts a week of five business days; below, there is no weekly habit. */
#define HABIT_RATE_LEAST 0.35
#define WORKING_WEEK     5

/* What was seen of the side's contacts up to a quarter ago. */
struct habit {
	double time, contacts;
	gboolean regular; /* once it is, a long silence does not undo it */
};

static void learn(struct habit *habit, double time, guint contacts)
{
	if (!(time > 0))
		return;
	habit->time += time;
	habit->contacts += contacts;
	habit->regular = habit->regular ||
			 (habit->contacts >= HABIT_CONTACTS &&
			  habit->contacts * WORKING_WEEK >= HABIT_RATE_LEAST * habit->time);
}

/* Walks the weeks: the silence so far, and the habit as it stood a quarter ago. */
static void fill(struct series *series, const double *length)
{
	struct habit habit = {0};
	double gap = 0;

	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		if (i >= HABIT_LAG_WEEKS)
			learn(&habit, length[i - HABIT_LAG_WEEKS],
			      series->week[i - HABIT_LAG_WEEKS].event_count);
		/* Contacts cut their week into equal parts; the last of them is silent. */
		gap = week->event_count > 0 ? length[i] / (week->event_count + 1)
					    : gap + length[i];
		if (week->state != WEEK_OBSERVED)
			continue;
		week->n = habit.contacts;
		if (habit.regular)
			week->value = alive_silence(habit.contacts, habit.time, gap);
		else
			week->state = WEEK_EMPTY;
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);
	g_autoptr(GArray) found = proactive_messages(timeline, side);
	struct operational_time time;

	for (guint i = 0; i < found->len; i++)
		series_add_contact(builder, timeline, g_array_index(found, guint32, i));
	series_end(builder);
	operational_time_init(timeline, &time);
	fill(series, time.length);
	operational_time_clear(&time);
}

const struct indicator indicator_silence = {
	.name = "silence",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_LEVEL,
	.source = EVENT_MESSAGE,
	.unit = "nats",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.of_organisation = TRUE,
	.mirrors = "proactive_contact",
	.follows_channel = TRUE,
	.any_channel = TRUE,
	.definition =
		"-log of the probability of the present silence under the pair's own habit",
	.compute = compute,
};
