/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grey_zone_share: of the tickets and of the messages that dispute whose something is, over the
 * last thirteen weeks, tied to an activity (language/activities.h, or the user), the share
 * whose activity had not exactly one role that answered for it on that day
 * (model/responsibility.h). Known since the first day of the grid; a week with fewer than a
 * dozen such matters behind it says nothing. Unit: share; support: matters; a rise is worse.
 * More than a fifth for a quarter of a year is a finding: our judgement. What is tied is a fact
 * of the grid and of the words of titles, not a sample. Process ownership as an element of a
 * contract: Goo, Kishore, Rao and Nam 2009; exactly one accountable: Smith and Erwin 2005. */
#include <math.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"

#define LIMIT        .2
#define WEEKS        13
#define WINDOW_WEEKS 13

/* Over the window that ends with each week. */
static void fill(struct series *series)
{
	guint tied = 0, grey = 0;

	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		for (guint k = 0; k < week->event_count; k++)
			grey += series->events[week->event_first + k].value > 0;
		tied += week->event_count;
		if (i >= WINDOW_WEEKS) {
			const struct series_week *gone = &series->week[i - WINDOW_WEEKS];
			for (guint k = 0; k < gone->event_count; k++)
				grey -= series->events[gone->event_first + k].value > 0;
			tied -= gone->event_count;
		}
		week->n = tied;
		week->value = tied >= SERIES_MONTH_LEAST ? (double)grey / tied : NAN;
		week->state = tied >= SERIES_MONTH_LEAST ? WEEK_OBSERVED : WEEK_EMPTY;
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder;

	if (timeline->n_matters == 0) {
		series_end(series_begin_contact(timeline, series));
		series_fill_nothing(series);
		return;
	}
	builder = series_begin_since(
		timeline, calendar_day_of_ms(timeline->matters[0].at_ms, timeline->zone),
		series);
	for (guint32 i = 0; i < timeline->n_matters; i++)
		series_add(builder, timeline->matters[i].at_ms, i,
			   timeline->matters[i].accountable != 1);
	series_end(builder);
	fill(series);
}

static const struct indicator_rule rule = {LIMIT, WEEKS};

const struct indicator indicator_grey_zone_share = {
	.name = "grey_zone_share",
	.dimension = DIMENSION_RESPONSIBILITY,
	.kind = KIND_LEVEL,
	.source = EVENT_MATTER,
	.unit = "share",
	.worse = 1,
	.of_side = {TRUE, FALSE, FALSE},
	.rule = &rule,
	.definition =
		"share of the tickets and disputes of thirteen weeks, tied to an activity, "
		"whose activity had not exactly one accountable role",
	.compute = compute,
};
