/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steering_rhythm: of the committees that were due over the last six rounds, the share held.
 * The rhythm is the agreed one (fact `committee_every`), of any steering committee; else, for
 * each kind of committee, the median distance of those held in the first 52 weeks of the
 * calendars, four at least; the kind that keeps it worst counts. A kind that is first seen
 * after the last meeting of another takes its place: committees are renamed. What a hole in the
 * calendars hides may have been held: rounds are counted anew behind it, three at least. Unit:
 * share; support: rounds due; a fall is worse. It is a finding when fewer than half were held;
 * holidays and a change of date cost one or two (our judgement). Steering meetings as a part of
 * governance: Goo et al. 2009 (communication plan, measurement charter). */
#include <math.h>

#include "base/calendar.h"
#include "contract/span.h"
#include "indicators/committees_held.h"
#include "indicators/series-internal.h"

#define FACT           "committee_every"
#define LEARNING_WEEKS 52u
#define HELD_LEAST     4u /* of a kind while its rhythm is learnt: three distances */
#define ROUNDS         6.
#define ROUNDS_LEAST   3.
#define SHARE_LEAST    0.5
#define LATE           1.5 /* rounds: the last one held is shown from then on */
#define DAYS_OF_MONTH  (365.25 / 12)

struct steering {
	const struct timeline *timeline;
	GArray *held;                       /* guint32: committees held, by time */
	double every_days[COMMITTEE_KINDS]; /* 0: not known */
	gint64 first_ms[COMMITTEE_KINDS];   /* of the first one held */
	gint64 learnt_ms;                   /* end of the weeks that teach the rhythm */
	gint64 seen_from_ms;                /* the calendars see all since then */
};

static const struct timeline_meeting *held_at(const struct steering *steering, guint i)
{
	return &steering->timeline->meetings[g_array_index(steering->held, guint32, i)];
}

static GArray *committees_held(const struct timeline *timeline)
{
	GArray *held = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < timeline->n_meetings; i++)
		if (committee_steers(&timeline->meetings[i]) &&
		    committee_was_held(&timeline->meetings[i]))
			g_array_append_val(held, i);
	return held;
}

/* ---- the rhythm ---- */

static gint by_value(gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double learnt_days(const struct steering *steering, guint kind)
{
	g_autoptr(GArray) distances = g_array_new(FALSE, FALSE, sizeof(double));
	const struct timeline_meeting *before = NULL;

	for (guint i = 0; i < steering->held->len; i++) {
		const struct timeline_meeting *meeting = held_at(steering, i);
		if (meeting->kind != kind || meeting->at_ms >= steering->learnt_ms)
			continue;
		if (before != NULL) {
			double days =
				(double)(meeting->at_ms - before->at_ms) / CALENDAR_DAY_MS;
			g_array_append_val(distances, days);
		}
		before = meeting;
	}
	if (distances->len + 1 < HELD_LEAST)
		return 0;
	g_array_sort(distances, by_value);
	return g_array_index(distances, double, distances->len / 2);
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
	return contract_day_add(0, &span, 1, NULL);
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

/* ---- what was held ---- */

/* How the committees stand at an instant. */
struct standing {
	double share, rounds; /* NAN share where it cannot be said */
	double since;         /* rounds since the last one */
	guint32 last;         /* its index, TIMELINE_NO_INDEX */
};

/* Whether a meeting keeps the rhythm of `kind` (COMMITTEE_NONE: any), whose last meeting of its
 * own before `until_ms` was at `own_ms`. */
static gboolean keeps(const struct steering *steering, guint i, guint kind, gint64 own_ms)
{
	guint8 other = held_at(steering, i)->kind;

	return kind == COMMITTEE_NONE || other == kind || steering->first_ms[other] > own_ms;
}

static gint64 own_last_ms(const struct steering *steering, guint kind, gint64 until_ms)
{
	gint64 last = G_MININT64;

	for (guint i = 0; i < steering->held->len; i++)
		if (held_at(steering, i)->kind == kind &&
		    held_at(steering, i)->at_ms < until_ms)
			last = held_at(steering, i)->at_ms;
	return last;
}

static struct standing stand(const struct steering *steering, guint kind, double every_days,
			     gint64 until_ms)
{
	double seen = (double)(until_ms - steering->seen_from_ms) / CALENDAR_DAY_MS;
	struct standing standing = {.share = NAN, .last = TIMELINE_NO_INDEX};
	gint64 own_ms = own_last_ms(steering, kind, until_ms);
	gint64 from_ms;
	guint n = 0;

	standing.rounds = MIN(seen / every_days, ROUNDS);
	from_ms = until_ms - (gint64)(standing.rounds * every_days * CALENDAR_DAY_MS);
	for (guint i = 0; i < steering->held->len; i++) {
		const struct timeline_meeting *meeting = held_at(steering, i);
		if (meeting->at_ms >= until_ms || !keeps(steering, i, kind, own_ms))
			continue;
		n += meeting->at_ms >= from_ms;
		standing.last = g_array_index(steering->held, guint32, i);
		standing.since =
			(double)(until_ms - meeting->at_ms) / CALENDAR_DAY_MS / every_days;
	}
	if (standing.rounds >= ROUNDS_LEAST)
		standing.share = MIN(n / standing.rounds, 1);
	return standing;
}

static struct standing stand_at(const struct steering *steering, gint64 until_ms)
{
	struct standing worst = {.share = NAN, .last = TIMELINE_NO_INDEX};
	double agreed = agreed_days(steering->timeline, until_ms);

	if (agreed > 0)
		return stand(steering, COMMITTEE_NONE, agreed, until_ms);
	for (guint kind = 0; kind < COMMITTEE_KINDS && until_ms >= steering->learnt_ms;
	     kind++) {
		if (steering->every_days[kind] <= 0)
			continue;
		struct standing one =
			stand(steering, kind, steering->every_days[kind], until_ms);
		if (isnan(worst.share) || one.share < worst.share)
			worst = one;
	}
	return worst;
}

static void fill_week(struct steering *steering, struct series_builder *builder,
		      struct series *series, guint i)
{
	gint64 end_ms = series_week_end_ms(steering->timeline, series, i);
	struct series_week *week = &series->week[i];
	struct standing standing;

	if (week->state == WEEK_NOT_COVERED)
		steering->seen_from_ms = end_ms;
	if (week->state != WEEK_OBSERVED)
		return;
	standing = stand_at(steering, end_ms);
	if (isnan(standing.share)) {
		week->state = WEEK_EMPTY;
		return;
	}
	week->value = standing.share;
	week->n = standing.rounds;
	if (standing.last != TIMELINE_NO_INDEX && standing.since > LATE)
		series_add(builder, end_ms - 1, standing.last, standing.since);
}

/* Cancelled ones show it, those held speak against it. */
static void add_meetings(const struct timeline *timeline, struct series_builder *builder)
{
	for (guint32 i = 0; i < timeline->n_meetings; i++) {
		const struct timeline_meeting *meeting = &timeline->meetings[i];
		if (committee_steers(meeting) && !meeting->planned)
			series_add(builder, meeting->at_ms, i, meeting->cancelled ? 1 : 0);
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->meetings_coverage, series);
	struct steering steering = {.timeline = timeline, .held = committees_held(timeline)};

	if (series->n_weeks > 0) {
		steering.learnt_ms = series_week_end_ms(timeline, series, LEARNING_WEEKS - 1);
		steering.seen_from_ms =
			series_week_end_ms(timeline, series, 0) - 7 * CALENDAR_DAY_MS;
	}
	for (guint i = steering.held->len; i-- > 0;)
		steering.first_ms[held_at(&steering, i)->kind] = held_at(&steering, i)->at_ms;
	for (guint kind = 0; kind < COMMITTEE_KINDS; kind++)
		steering.every_days[kind] = learnt_days(&steering, kind);
	add_meetings(timeline, builder);
	for (guint i = 0; i < series->n_weeks; i++)
		fill_week(&steering, builder, series, i);
	g_array_unref(steering.held);
	series_end(builder);
}

static const struct indicator_rule half_missed = {.limit = SHARE_LEAST, .weeks = 1};

const struct indicator indicator_steering_rhythm = {
	.name = "steering_rhythm",
	.dimension = DIMENSION_GOVERNANCE,
	.kind = KIND_LEVEL,
	.source = EVENT_MEETING,
	.unit = "share",
	.worse = -1,
	.of_side = {TRUE, FALSE, FALSE},
	.rule = &half_missed,
	.definition = "share held of the committees due over six rounds of the agreed rhythm "
		      "or, without one, of the first year's",
	.compute = compute,
};
