/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* expectation_gap: how much of what the side expects, weighted by importance, stands in an open
 * gap at the end of each week: written nowhere, promised for less, or not kept
 * (model/ledger.h); support: expectations with a day. A level of facts that the user keeps, so
 * it is judged by a limit: more than half for a quarter of a year. Below three expectations one
 * word would decide. Its weeks are those of the ledger itself, from the first expectation on:
 * no mail is needed. */
#include "base/calendar.h"
#include "indicators/series-internal.h"

#define EXPECTATIONS_LEAST 3
#define EVENTS_A_WEEK      200 /* expectations named a week */

struct sums {
	guint n, weight, open;
};

/* Of the side's expectations on a day; names them as events of an instant within the week. */
static struct sums add_up(const struct timeline *timeline, enum side side, gint32 day,
			  gint64 at_ms, struct series_builder *builder)
{
	struct sums sums = {0, 0, 0};

	for (guint32 i = 0; i < timeline->n_expectations; i++) {
		const struct timeline_expectation *one = &timeline->expectations[i];
		gboolean open;
		if (one->day > day)
			break;
		if (one->side != side)
			continue;
		open = ledger_life_is_open(&one->life, day);
		sums.weight += one->weight;
		sums.open += open ? one->weight : 0;
		if (sums.n++ < EVENTS_A_WEEK)
			series_add(builder, at_ms, i, open ? one->weight : 0);
	}
	return sums;
}

static void compute_nothing(const struct timeline *timeline, struct series *series)
{
	series_end(series_begin_contact(timeline, series));
	series_fill_nothing(series);
}

static void measure(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin_since(timeline, timeline->expectations[0].day, series);

	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		gint32 monday = calendar_monday_of_week(series->first_week + (gint32)i);
		gint32 last = calendar_day_of_ms(timeline->as_of_ms - 1, timeline->zone);
		struct sums sums = add_up(timeline, side, MIN(monday + 6, last),
					  calendar_ms_of_day(monday, timeline->zone), builder);
		week->n = sums.n;
		if (sums.n < EXPECTATIONS_LEAST)
			week->state = WEEK_EMPTY;
		else
			week->value = (double)sums.open / sums.weight;
	}
	series_end(builder);
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	if (timeline->n_expectations == 0)
		compute_nothing(timeline, series);
	else
		measure(timeline, side, series);
}

static const struct indicator_rule rule = {.limit = 0.5, .weeks = 13};

const struct indicator indicator_expectation_gap = {
	.name = "expectation_gap",
	.dimension = DIMENSION_EXPECTATIONS,
	.kind = KIND_LEVEL,
	.source = EVENT_LEDGER,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.rule = &rule,
	.definition = "importance of the side's expectations in an open gap, over that of all",
	.compute = compute,
};
