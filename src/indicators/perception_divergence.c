/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* perception_divergence: how well a side keeps its duties in the eyes of the other side, minus
 * in its own, by the last round of the questionnaire: the mean over the duties that
 * SURVEY_VOICES or more of each side answered, three duties at least. It holds for a year.
 * Unit: points of a scale of seven; support: respondents of the smaller side; a fall is worse.
 * Both views of every obligation: Koh, Ang and Straub 2004. Below -1.5 is a finding (our
 * judgement: by chance alone, with three respondents a side whose habits differ by one point
 * and whose answers by another, the mean over six duties goes there once in twenty times, with
 * five once in seventy).
 *
 * A round that may not be compared with the last one (model/survey.h) says nothing beside it:
 * its weeks are left empty, so that no change is read from other people's answers. */
#include <math.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

#define DUTIES_LEAST 3u
#define HOLDS_DAYS   371 /* a year of whole weeks */
#define LIMIT        (-1.5)

struct seen {
	double value; /* NAN: unknown */
	guint n;
};

static bool is_answered(const struct timeline_duty *duty)
{
	return duty->n[SIDE_CLIENT] >= SURVEY_VOICES && duty->n[SIDE_PROVIDER] >= SURVEY_VOICES;
}

static double apart(const struct timeline_duty *duty)
{
	return duty->view[side_other(duty->owes)] - duty->view[duty->owes];
}

static struct seen see_round(const struct timeline *timeline, enum side side, guint32 round)
{
	const guint *n = timeline->rounds[round].n;
	struct seen seen = {NAN, MIN(n[SIDE_CLIENT], n[SIDE_PROVIDER])};
	double sum = 0;
	guint duties = 0;

	for (guint i = 0; i < timeline->n_duties; i++) {
		const struct timeline_duty *duty = &timeline->duties[i];
		if (duty->round != round || duty->owes != side || !is_answered(duty))
			continue;
		sum += apart(duty);
		duties++;
	}
	if (duties >= DUTIES_LEAST)
		seen.value = sum / duties;
	return seen;
}

static bool stands_beside_last(const struct timeline *timeline, guint32 round)
{
	const struct timeline_round *one = &timeline->rounds[round];
	const struct timeline_round *last = &timeline->rounds[timeline->n_rounds - 1];

	return one == last ||
	       survey_compare(one->n, one->roles, last->n, last->roles) == SURVEY_MAY_COMPARE;
}

/* The last round that was over on a day, and how it is seen; its events in the week. */
static struct seen see_day(const struct timeline *timeline, enum side side, gint32 day,
			   gint64 at_ms, struct series_builder *builder)
{
	guint32 round = timeline->n_rounds;
	struct seen seen = {NAN, 0};

	while (round > 0 && timeline->rounds[round - 1].day > day)
		round--;
	if (round == 0 || day - timeline->rounds[round - 1].day > HOLDS_DAYS ||
	    !stands_beside_last(timeline, round - 1))
		return seen;
	seen = see_round(timeline, side, round - 1);
	for (guint32 i = 0; !isnan(seen.value) && i < timeline->n_duties; i++) {
		const struct timeline_duty *duty = &timeline->duties[i];
		if (duty->round == round - 1 && duty->owes == side && is_answered(duty))
			series_add(builder, at_ms, i, MAX(-apart(duty), 0));
	}
	return seen;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	gint32 last = calendar_day_of_ms(timeline->as_of_ms - 1, timeline->zone);
	struct series_builder *builder;

	if (timeline->n_rounds == 0) {
		series_end(series_begin_contact(timeline, series));
		series_fill_nothing(series);
		return;
	}
	builder = series_begin_since(timeline, timeline->rounds[0].day, series);
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		gint32 monday = calendar_monday_of_week(series->first_week + (gint32)i);
		struct seen seen = see_day(timeline, side, MIN(monday + 6, last),
					   calendar_ms_of_day(monday, timeline->zone), builder);
		week->n = seen.n;
		week->value = seen.value;
		if (isnan(seen.value))
			week->state = WEEK_EMPTY;
	}
	series_end(builder);
}

static const struct indicator_rule rule = {.limit = LIMIT, .weeks = 1};

const struct indicator indicator_perception_divergence = {
	.name = "perception_divergence",
	.dimension = DIMENSION_EXPECTATIONS,
	.kind = KIND_LEVEL,
	.source = EVENT_ANSWER,
	.unit = "points_of_seven",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.rule = &rule,
	.definition =
		"mean fulfilment of the side's duties as the other side answers it, minus "
		"as the side does",
	.compute = compute,
};
