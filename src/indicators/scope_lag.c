/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* scope_lag: for each measured fact of the company (headcount, sites, share of remote work,
 * systems), the relative difference between what it is and what the contract counts on, times
 * the months since the contract last followed; the worst counts. What the contract counts on is
 * said by a fact of its own (`contract_headcount`), else it is what the company was on the day
 * of the last act of the contract (its beginning, an amendment), or first told within half a
 * year of it. A share differs by its points. Less than a tenth is no difference: no contract is
 * made to the head. Both ways: a company that shrank pays for what it
 * no longer has. Level; unit: relative difference times months; support: facts compared; a rise
 * is worse. Beyond 3 (a quarter more for a year) it is a finding: our judgement. Anticipated
 * change and future demand as elements of a contract: Goo, Kishore, Rao and Nam 2009. */
#include "indicators/scope_lag.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"
#include "model/company_fact.h"

#define LIMIT         3.
#define DAYS_OF_MONTH (365.25 / 12)
#define TENTH         .1
#define TOLD_SOON     183 /* days after an act: what the company was then */

/* The last value of a fact told up to a day; FALSE when there is none. */
static gboolean value_at(const struct timeline *timeline, const char *name, gint32 day,
			 double *value, guint32 *index)
{
	gboolean found = FALSE;

	for (guint32 i = 0; i < timeline->n_facts; i++) {
		const struct timeline_fact *fact = &timeline->facts[i];
		if (fact->day > day || strcmp(fact->fact, name) != 0 ||
		    company_fact_read(name, fact->value, value) != FACT_NUMBER)
			continue;
		*index = i;
		found = TRUE;
	}
	return found;
}

/* The first value told after `from` and up to `to`. */
static gboolean value_after(const struct timeline *timeline, const char *name, gint32 from,
			    gint32 to, double *value, guint32 *index)
{
	for (guint32 i = 0; i < timeline->n_facts; i++) {
		const struct timeline_fact *fact = &timeline->facts[i];
		if (fact->day <= from || fact->day > to || strcmp(fact->fact, name) != 0 ||
		    company_fact_read(name, fact->value, value) != FACT_NUMBER)
			continue;
		*index = i;
		return TRUE;
	}
	return FALSE;
}

/* Day of the last act of the contract up to a day, G_MININT32 without one. */
static gint32 last_act(const struct timeline *timeline, gint32 day)
{
	gint32 last = G_MININT32;

	for (guint i = 0; i < timeline->n_acts; i++)
		if (timeline->acts[i].kind != ACT_RENEWAL && timeline->acts[i].day <= day)
			last = MAX(last, timeline->acts[i].day);
	return last;
}

static gboolean agreed_value(const struct timeline *timeline, const char *name, gint32 day,
			     struct scope_lag *lag)
{
	g_autofree char *agreed = g_strconcat("contract_", name, NULL);
	gint32 act = last_act(timeline, day);

	if (value_at(timeline, agreed, day, &lag->then, &lag->then_index)) {
		lag->since = timeline->facts[lag->then_index].day;
		return TRUE;
	}
	lag->since = act;
	return act != G_MININT32 &&
	       (value_at(timeline, name, act, &lag->then, &lag->then_index) ||
		value_after(timeline, name, act, MIN(day, act + TOLD_SOON), &lag->then,
			    &lag->then_index));
}

static gboolean compare(const struct timeline *timeline, const struct measured_fact *measured,
			gint32 day, struct scope_lag *lag)
{
	double difference;

	if (!value_at(timeline, measured->fact, day, &lag->now, &lag->now_index) ||
	    !agreed_value(timeline, measured->fact, day, lag))
		return FALSE;
	difference = fabs(lag->now - lag->then);
	if (!measured->share)
		difference /= lag->then;
	lag->fact = measured->fact;
	lag->share = measured->share;
	lag->months = MAX(day - lag->since, 0) / DAYS_OF_MONTH;
	lag->lag = difference < TENTH ? 0 : difference * lag->months;
	return TRUE;
}

gboolean scope_lag_worst(const struct timeline *timeline, gint32 day, struct scope_lag *worst)
{
	guint known = 0;

	for (const struct measured_fact *row = measured_facts(); row->fact != NULL; row++) {
		struct scope_lag one = {0};
		if (!compare(timeline, row, day, &one))
			continue;
		if (known++ == 0 || one.lag > worst->lag)
			*worst = one;
	}
	if (known > 0)
		worst->known = known;
	return known > 0;
}

static struct series_builder *begin(const struct timeline *timeline, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);

	if (series->n_weeks > 0 || timeline->tickets_coverage.state == NULL)
		return builder;
	series_end(builder);
	series_clear(series);
	return series_begin(timeline, &timeline->tickets_coverage, series);
}

/* What it is now shows the lag; what the contract was made for is told beside it. */
static void add_events(struct series_builder *builder, const struct scope_lag *lag,
		       gint64 at_ms)
{
	if (!(lag->lag > 0))
		return;
	series_add(builder, at_ms, lag->now_index, lag->lag);
	if (lag->then_index != lag->now_index)
		series_add(builder, at_ms, lag->then_index, lag->lag / 2);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = begin(timeline, series);

	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		gint32 sunday = calendar_monday_of_week(series->first_week + (gint32)i) + 6;
		struct scope_lag lag;
		if (week->state != WEEK_OBSERVED)
			continue;
		if (!scope_lag_worst(timeline, sunday, &lag)) {
			week->state = WEEK_EMPTY;
			continue;
		}
		week->value = lag.lag;
		week->n = lag.known;
		add_events(builder, &lag, calendar_ms_of_day(sunday, timeline->zone));
	}
	series_end(builder);
}

static const struct indicator_rule a_quarter_for_a_year = {.limit = LIMIT, .weeks = 1};

const struct indicator indicator_scope_lag = {
	.name = "scope_lag",
	.dimension = DIMENSION_FIT,
	.kind = KIND_LEVEL,
	.source = EVENT_FACT,
	.unit = "difference_months",
	.worse = 1,
	.of_side = {TRUE, FALSE, FALSE},
	.rule = &a_quarter_for_a_year,
	.definition = "relative difference between the company and what the contract counts "
		      "on, times the months since the contract last followed; the worst fact",
	.compute = compute,
};
