/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* report_novelty: of the words of a periodic report, the share that did not stand in the report
 * before it in its series, figures and dates masked, what stands in every report at a quarter
 * of its weight (contract/report_change.h; resemblance by shingles: Broder 1997). The value of
 * a week is the mean over its reports; support: reports. A fall is worse: a service that
 * reports the same quarter after quarter has stopped looking.
 *
 * It is judged by a limit, for a text is what it is and no sample: a fifth, three reports
 * running. A fifth is our judgement: it leaves room for one page of news in five, and one
 * report that repeats itself may be a quiet month. Documents are dated at the end of their
 * period, whatever mail is covered. */
#include <math.h>

#include "indicators/series-internal.h"

#define NOVELTY_LEAST 0.2
#define REPORTS_LEAST 3

static void add_reports(const struct timeline *timeline, enum side side,
			struct series_builder *builder)
{
	for (guint32 i = 0; i < timeline->n_reports; i++) {
		const struct timeline_report *report = &timeline->reports[i];
		gboolean stale = 1 - report->same < NOVELTY_LEAST;

		if (report->side == side && report->compared)
			series_add(builder, report->at_ms, i,
				   stale ? report->same : -report->same);
	}
}

static void fill_week(const struct series *series, struct series_week *week)
{
	double sum = 0;

	for (guint i = 0; i < week->event_count; i++)
		sum += 1 - fabs((double)series->events[week->event_first + i].value);
	week->n = week->event_count;
	week->value = sum / week->event_count;
	week->state = WEEK_OBSERVED;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin_contact(timeline, series);

	add_reports(timeline, side, builder);
	series_end(builder);
	series_fill_nothing(series);
	for (guint i = 0; i < series->n_weeks; i++)
		if (series->week[i].event_count > 0)
			fill_week(series, &series->week[i]);
}

static const struct indicator_rule rule = {NOVELTY_LEAST, REPORTS_LEAST};

const struct indicator indicator_report_novelty = {
	.name = "report_novelty",
	.dimension = DIMENSION_FIT,
	.kind = KIND_SIMILARITY,
	.source = EVENT_REPORT,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.rule = &rule,
	.definition = "share of the words of a periodic report that did not stand in the one "
		      "before it, figures and dates masked; what every report holds weighs a "
		      "quarter",
	.compute = compute,
};
