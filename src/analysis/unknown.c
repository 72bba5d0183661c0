/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is not known, each with the import that would settle it: missing sources, too few weeks,
 * holes, an end of coverage before the date asked, no baseline, a doubt about the channel. */
#include "analysis/study-internal.h"

#include <math.h>

#include "base/calendar.h"
#include "indicators/stance_share.h"

#define HOLES_LISTED 10
#define YEAR_MS      (365 * CALENDAR_DAY_MS)
#define ENOUGH_WEEKS 56 /* before them the season cannot be told from a trend */

static struct unknown *add(const struct study *study, const char *what, const char *import)
{
	struct unknown *unknown = g_new(struct unknown, 1);

	*unknown = (struct unknown){what, import, DAY_NONE, DAY_NONE, NAN};
	g_ptr_array_add(study->assessment->unknowns, unknown);
	return unknown;
}

static void missing_sources(const struct study *study)
{
	if (study->timeline->n_messages == 0)
		add(study, "mail", "older_mail");
	if (study->timeline->n_tickets == 0)
		add(study, "tickets", "ticket_export");
}

static void short_history(const struct study *study)
{
	guint most = 0;

	for (guint i = 0; i < study->n_fits; i++)
		most = MAX(most, study->fits[i].observed);
	if (most < ENOUGH_WEEKS)
		add(study, "too_short", "older_mail")->number = most;
}

/* A source that ended more than some weeks before the date asked. */
static void ended_source(const struct study *study, const struct timeline_coverage *coverage)
{
	gint32 asked = calendar_week_of_ms(study->timeline->as_of_ms, study->timeline->zone);

	if (coverage->state == NULL || coverage->last_week < coverage->first_week ||
	    asked - coverage->last_week <= COVERAGE_LAPSE)
		return;
	struct unknown *unknown = add(study, "coverage_ended", "recent_export");
	unknown->from = calendar_monday_of_week(coverage->last_week + 1);
	unknown->to = study->assessment->as_of;
	unknown->number = asked - coverage->last_week;
}

/* Weeks within a source's coverage of which it does not speak. */
static void holes(const struct study *study, const struct timeline_coverage *coverage)
{
	guint listed = 0;

	for (gint32 week = coverage->first_week; week <= coverage->last_week; week++) {
		gint32 from = week;
		while (week <= coverage->last_week &&
		       timeline_coverage_at(coverage, week) == WEEK_NOT_COVERED)
			week++;
		if (week == from || listed++ >= HOLES_LISTED)
			continue;
		struct unknown *unknown = add(study, "hole", "older_mail");
		unknown->from = calendar_monday_of_week(from);
		unknown->to = calendar_monday_of_week(week) - 1;
		unknown->number = week - from;
	}
}

static void no_baseline(const struct study *study)
{
	if (study_has_onset(study) && study->assessment->baseline_from == DAY_NONE)
		add(study, "no_baseline", "older_mail")->to =
			study_monday(study, study->fused.low);
}

static void channel_doubt(const struct study *study)
{
	if (study->channel_doubt)
		add(study, "channel_doubt", "chat_or_fact")->from =
			study_monday(study, study->fused.median);
}

/* Messages a month that the shares of language look at, over the last year covered. */
static double answers_a_month(const struct study *study, enum side side)
{
	gint64 from = study->timeline->as_of_ms - YEAR_MS;
	guint messages = 0;

	for (guint i = 0; i < study->timeline->n_messages; i++)
		messages += study->timeline->messages[i].at_ms > from &&
			    stance_is_counted(&study->timeline->messages[i], side);
	return messages / 12.0;
}

static void few_answers(const struct study *study)
{
	static const char *const tokens[SIDE_COUNT] = {
		[SIDE_CLIENT] = "few_answers_client", [SIDE_PROVIDER] = "few_answers_provider"};

	for (guint i = 0; i < study->n_fits; i++) {
		const struct fit *fit = &study->fits[i];
		double answers;

		if (fit->indicator->read != READ_DEFENSIVE || fit->observed >= ONSET_MIN_WEEKS)
			continue;
		answers = answers_a_month(study, fit->side);
		if (answers > 0)
			add(study, tokens[fit->side], "none")->number = round(answers);
	}
}

void study_list_unknowns(struct study *study)
{
	const struct timeline *timeline = study->timeline;

	channel_doubt(study);
	short_history(study);
	missing_sources(study);
	for (guint channel = 0; channel < CHANNEL_COUNT; channel++)
		ended_source(study, timeline_coverage_of(timeline, channel));
	ended_source(study, &timeline->tickets_coverage);
	no_baseline(study);
	holes(study, &timeline->mail);
	few_answers(study);
	if (timeline->undated > 0)
		add(study, "undated_messages", "none")->number = timeline->undated;
}
