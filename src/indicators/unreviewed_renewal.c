/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unreviewed_renewal: how many times running the contracts were renewed by tacit renewal while
 * nobody looked at them: no amendment and no steering committee in the half-year before. A
 * renewal that was reviewed, or an amendment, ends the run. Where the calendars do not cover
 * that half-year, nothing is known of it. Unit: renewals; support: renewals of which it is
 * known; a rise is worse, and one is a finding (our judgement: a term that nobody decided on).
 * Inertia as a driver of staying that is no commitment: Meyer and Allen 1991 (continuance). */
#include "base/calendar.h"
#include "indicators/committees_held.h"
#include "indicators/series-internal.h"

#define REVIEW_DAYS 182

struct run {
	guint unreviewed, known;
};

static gboolean is_amended_within(const struct timeline *timeline, gint32 from, gint32 to)
{
	for (guint i = 0; i < timeline->n_acts; i++)
		if (timeline->acts[i].kind == ACT_AMENDMENT && timeline->acts[i].day >= from &&
		    timeline->acts[i].day <= to)
			return TRUE;
	return FALSE;
}

static gboolean is_met_within(const struct timeline *timeline, gint32 from, gint32 to)
{
	gint64 from_ms = calendar_ms_of_day(from, timeline->zone);
	gint64 to_ms = calendar_ms_of_day(to + 1, timeline->zone);

	for (guint i = 0; i < timeline->n_meetings; i++) {
		const struct timeline_meeting *meeting = &timeline->meetings[i];
		if (meeting->at_ms >= from_ms && meeting->at_ms < to_ms &&
		    committee_steers(meeting) && committee_was_held(meeting))
			return TRUE;
	}
	return FALSE;
}

static gboolean is_covered(const struct timeline *timeline, gint32 from, gint32 to)
{
	for (gint32 week = calendar_week_of_day(from); week <= calendar_week_of_day(to); week++)
		if (timeline_coverage_at(&timeline->meetings_coverage, week) ==
		    WEEK_NOT_COVERED)
			return FALSE;
	return TRUE;
}

/* 1 nobody looked at it, 0 somebody did, -1 nobody knows. */
static int is_unreviewed(const struct timeline *timeline, gint32 day)
{
	gint32 from = day - REVIEW_DAYS;

	if (is_amended_within(timeline, from, day) || is_met_within(timeline, from, day))
		return 0;
	return is_covered(timeline, from, day) ? 1 : -1;
}

static void follow(const struct timeline *timeline, guint32 index,
		   struct series_builder *builder, struct run *run)
{
	const struct timeline_act *act = &timeline->acts[index];
	int unreviewed;

	if (act->kind == ACT_AMENDMENT)
		run->unreviewed = 0;
	if (act->kind != ACT_RENEWAL)
		return;
	unreviewed = is_unreviewed(timeline, act->day);
	if (unreviewed < 0)
		return;
	run->known++;
	run->unreviewed = unreviewed ? run->unreviewed + 1 : 0;
	series_add(builder, calendar_ms_of_day(act->day, timeline->zone), index, unreviewed);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder;
	struct run run = {0, 0};
	guint32 next = 0;

	if (timeline->n_acts == 0) {
		series_end(series_begin_contact(timeline, series));
		series_fill_nothing(series);
		return;
	}
	builder = series_begin_since(timeline, timeline->acts[0].day, series);
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		gint32 monday = calendar_monday_of_week(series->first_week + (gint32)i);
		while (next < timeline->n_acts && timeline->acts[next].day < monday + 7)
			follow(timeline, next++, builder, &run);
		week->n = run.known;
		if (run.known > 0)
			week->value = run.unreviewed;
		else
			week->state = WEEK_EMPTY;
	}
	series_end(builder);
}

static const struct indicator_rule rule = {.limit = 0, .weeks = 1};

const struct indicator indicator_unreviewed_renewal = {
	.name = "unreviewed_renewal",
	.dimension = DIMENSION_FIT,
	.kind = KIND_LEVEL,
	.source = EVENT_CONTRACT,
	.unit = "renewals",
	.worse = 1,
	.of_side = {TRUE, FALSE, FALSE},
	.rule = &rule,
	.definition =
		"tacit renewals running without an amendment or a steering committee in the "
		"half-year before",
	.compute = compute,
};
