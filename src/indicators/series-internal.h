/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the indicators share: building a weekly series with its events, counts, and durations
 * that are censored. */
#pragma once

#include "indicators/indicator.h"
#include "model/record.h"

struct series_builder; /* collects events by week; made by series_begin, eaten by series_end */

/* A series over the weeks of the coverage, every value unknown, states those of the coverage.
 */
struct series_builder *series_begin(const struct timeline_coverage *coverage,
				    struct series *series);
/* One event; weeks outside the coverage are passed over. */
void series_add(struct series_builder *builder, gint32 week, guint32 index, double value);
/* Sorts the events into their weeks and frees the builder. */
void series_end(struct series_builder *builder);

/* Every observed week gets the number of its events; exposure is its business days. A week with
 * no business day is WEEK_EMPTY, one without an event WEEK_TRUE_ZERO. Call after series_end. */
void series_fill_counts(struct series *series);

/* One duration: its length in business hours, and whether its end was seen. */
struct duration {
	gint32 week; /* of its beginning */
	guint32 index;
	double hours;
	gboolean ended;
};

/* Every observed week gets the Kaplan-Meier median of the durations (struct duration) that
 * began in it; n counts them, censored ones included. Where the median is not reached the
 * longest time under observation stands for it: "at least". Weeks without a duration are
 * WEEK_EMPTY. */
void series_fill_durations(GArray *durations, const struct timeline_coverage *coverage,
			   struct series *series);
/* Median by Kaplan and Meier (1958); durations are sorted in place. NAN for none. */
double duration_median(struct duration *durations, guint count);

/* End of the covered time as an instant: the last midnight of the coverage. */
gint64 series_coverage_end(const struct timeline *timeline,
			   const struct timeline_coverage *coverage);

/* First later message of the other side than the asker's in the same thread; one value a
 * message, TIMELINE_NO_INDEX where nobody answered or the message is automatic. Caller owns. */
guint32 *series_answers(const struct timeline *timeline);

/* Indices of the unprompted messages of a side, in the order of time; see proactive_contact.c.
 * Caller owns: guint32. */
GArray *proactive_messages(const struct timeline *timeline, enum side side);
