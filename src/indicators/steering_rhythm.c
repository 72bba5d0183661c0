/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steering_rhythm: how long the relationship has gone without a committee, in rounds of its own
 * rhythm. The rhythm is the agreed one (fact `committee_every`), of any steering committee;
 * else, for each kind of committee, the median distance of those held in the first 52 weeks of
 * the calendars, four at least. At the end of each week, the time since the last one held,
 * divided by the rhythm; the worst kind counts. A kind that is first seen after the last
 * meeting of another takes its place: committees are renamed. What a hole in the calendars
 * hides may have been held: time runs anew behind it. Unit: rounds; support: committees held; a
 * rise is worse. Beyond 2.5 rounds two committees in a row were missed; one is what a holiday
 * does (our judgement). Steering meetings as a part of governance: Goo et al. 2009
 * (communication plan, measurement charter). */
#include <math.h>

#include "base/calendar.h"
#include "contract/span.h"
#include "indicators/committees_held.h"
#include "indicators/series-internal.h"

#define FACT           "committee_every"
#define LEARNING_WEEKS 52u
#define HELD_LEAST     4u /* of a kind while its rhythm is learnt: three distances */
#define ROUNDS_MOST    2.5
#define DAYS_OF_MONTH  (365.25 / 12)
#define EXPECTED_FIRST 0 /* 1970-01-01 */

/* One kind of committee, as far as the weeks were walked. */
struct kind_state {
	double every_days; /* 0: not known */
	guint32 last;      /* index of the last one held, TIMELINE_NO_INDEX */
	gint64 first_ms;
	GArray *distances; /* double: days, while they are learnt */
};

struct steering {
	const struct timeline *timeline;
	struct kind_state kinds[COMMITTEE_KINDS];
	guint32 next; /* first meeting not passed yet */
	guint32 last; /* of any kind */
	guint held;
	gint64 learnt_ms; /* end of the weeks that teach the rhythm */
	gint64 blind_ms;  /* end of the last hole */
};

static void hold(struct steering *steering, guint32 index)
{
	const struct timeline_meeting *meeting = &steering->timeline->meetings[index];
	struct kind_state *kind = &steering->kinds[meeting->kind];

	if (kind->last == TIMELINE_NO_INDEX) {
		kind->first_ms = meeting->at_ms;
	} else if (meeting->at_ms < steering->learnt_ms) {
		double days = (double)(meeting->at_ms -
				       steering->timeline->meetings[kind->last].at_ms) /
			      CALENDAR_DAY_MS;
		g_array_append_val(kind->distances, days);
	}
	kind->last = index;
	steering->last = index;
	steering->held++;
}

static void walk_to(struct steering *steering, gint64 until_ms)
{
	const struct timeline *timeline = steering->timeline;

	for (; steering->next < timeline->n_meetings &&
	       timeline->meetings[steering->next].at_ms < until_ms;
	     steering->next++) {
		const struct timeline_meeting *meeting = &timeline->meetings[steering->next];
		if (committee_steers(meeting) && committee_was_held(meeting))
			hold(steering, steering->next);
	}
}

static gint by_value(gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void learn_rhythms(struct steering *steering)
{
	for (guint i = 0; i < COMMITTEE_KINDS; i++) {
		struct kind_state *kind = &steering->kinds[i];
		if (kind->distances->len + 1 < HELD_LEAST)
			continue;
		g_array_sort(kind->distances, by_value);
		kind->every_days =
			g_array_index(kind->distances, double, kind->distances->len / 2);
	}
}

/* "30" (days), "3 mois", "6 weeks"; 0 where it says nothing. */
static double days_of_fact(const char *value)
{
	struct contract_span span;
	gint32 months;

	if (value == NULL || !contract_span_read(value, UNIT_DAY, &span) || span.count <= 0)
		return 0;
	if (contract_span_months(&span, &months))
		return months * DAYS_OF_MONTH;
	return contract_day_add(EXPECTED_FIRST, &span, 1, NULL) - EXPECTED_FIRST;
}

/* Days of the rhythm agreed before `until_ms`, 0 where none is. */
static double agreed_days(const struct timeline *timeline, gint64 until_ms)
{
	double days = 0;

	for (guint i = 0; i < timeline->n_facts; i++) {
		const struct timeline_fact *fact = &timeline->facts[i];
		if (strcmp(fact->fact, FACT) == 0 &&
		    calendar_ms_of_day(fact->day, timeline->zone) < until_ms)
			days = days_of_fact(fact->value);
	}
	return days;
}

/* The last meeting of the kind, or of one that took its place. */
static guint32 last_of(const struct steering *steering, const struct kind_state *kind)
{
	const struct timeline_meeting *meetings = steering->timeline->meetings;
	guint32 last = kind->last;

	for (guint i = 0; i < COMMITTEE_KINDS; i++) {
		const struct kind_state *other = &steering->kinds[i];
		if (other->last != TIMELINE_NO_INDEX &&
		    other->first_ms > meetings[kind->last].at_ms &&
		    meetings[other->last].at_ms > meetings[last].at_ms)
			last = other->last;
	}
	return last;
}

/* Days without a committee since that one, as far as the calendars saw. */
static double days_without(const struct steering *steering, guint32 last, gint64 at_ms)
{
	gint64 from_ms = MAX(steering->timeline->meetings[last].at_ms, steering->blind_ms);

	return (double)(at_ms - from_ms) / CALENDAR_DAY_MS;
}

struct standing {
	double rounds;
	guint32 meeting; /* the last one held */
};

/* NAN rounds where no rhythm is known. */
static struct standing worst_of_kinds(const struct steering *steering, gint64 at_ms)
{
	struct standing worst = {NAN, TIMELINE_NO_INDEX};

	for (guint i = 0; i < COMMITTEE_KINDS; i++) {
		const struct kind_state *kind = &steering->kinds[i];
		if (kind->every_days <= 0)
			continue;
		guint32 last = last_of(steering, kind);
		double rounds = days_without(steering, last, at_ms) / kind->every_days;
		if (isnan(worst.rounds) || rounds > worst.rounds)
			worst = (struct standing){rounds, last};
	}
	return worst;
}

static struct standing stand_at(const struct steering *steering, gint64 at_ms)
{
	double agreed = agreed_days(steering->timeline, at_ms);

	if (steering->last == TIMELINE_NO_INDEX)
		return (struct standing){NAN, TIMELINE_NO_INDEX};
	if (agreed > 0)
		return (struct standing){days_without(steering, steering->last, at_ms) / agreed,
					 steering->last};
	return worst_of_kinds(steering, at_ms);
}

static void fill_week(struct steering *steering, struct series_builder *builder,
		      struct series *series, guint i)
{
	gint64 end_ms = series_week_end_ms(steering->timeline, series, i);
	struct series_week *week = &series->week[i];
	struct standing standing;

	walk_to(steering, end_ms);
	if (i + 1 == LEARNING_WEEKS)
		learn_rhythms(steering);
	if (week->state == WEEK_NOT_COVERED)
		steering->blind_ms = end_ms;
	if (week->state != WEEK_OBSERVED)
		return;
	standing = stand_at(steering, end_ms);
	if (isnan(standing.rounds)) {
		week->state = WEEK_EMPTY;
		return;
	}
	week->value = standing.rounds;
	week->n = steering->held;
	series_add(builder, end_ms - 1, standing.meeting, standing.rounds - ROUNDS_MOST);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->meetings_coverage, series);
	struct steering steering = {.timeline = timeline, .last = TIMELINE_NO_INDEX};

	for (guint i = 0; i < COMMITTEE_KINDS; i++)
		steering.kinds[i] = (struct kind_state){
			.last = TIMELINE_NO_INDEX,
			.distances = g_array_new(FALSE, FALSE, sizeof(double))};
	if (series->n_weeks >= LEARNING_WEEKS)
		steering.learnt_ms = series_week_end_ms(timeline, series, LEARNING_WEEKS - 1);
	for (guint i = 0; i < series->n_weeks; i++)
		fill_week(&steering, builder, series, i);
	for (guint i = 0; i < COMMITTEE_KINDS; i++)
		g_array_unref(steering.kinds[i].distances);
	series_end(builder);
}

static const struct indicator_rule two_missed = {.limit = ROUNDS_MOST, .weeks = 1};

const struct indicator indicator_steering_rhythm = {
	.name = "steering_rhythm",
	.dimension = DIMENSION_GOVERNANCE,
	.kind = KIND_LEVEL,
	.source = EVENT_MEETING,
	.unit = "rounds",
	.worse = 1,
	.of_side = {TRUE, FALSE, FALSE},
	.rule = &two_missed,
	.definition = "time since the last committee was held, in rounds of the agreed rhythm "
		      "or, without one, of the first year's",
	.compute = compute,
};
