/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the indicators share: building a weekly series with its events, counts, and durations
 * that are censored. */
#pragma once

#include "indicators/indicator.h"
#include "model/record.h"

struct series_builder; /* collects events by week; made by series_begin, eaten by series_end */

/* A series over the weeks of the coverage, every value unknown, states those of the coverage.
 */
struct series_builder *series_begin(const struct timeline *timeline,
				    const struct timeline_coverage *coverage,
				    struct series *series);
/* The same over the weeks from a day on until the timeline is looked at, all known: for what
 * the user keeps, which no source covers. */
struct series_builder *series_begin_since(const struct timeline *timeline, gint32 first_day,
					  struct series *series);
/* The same over what any channel covers. */
struct series_builder *series_begin_contact(const struct timeline *timeline,
					    struct series *series);
/* A message as one contact: passed over when its channel does not cover its week, or when it
 * goes on with what the same person just said. */
void series_add_contact(struct series_builder *builder, const struct timeline *timeline,
			guint32 index);
/* Week of an instant in the relationship's zone; cheap when instants come by time. */
gint32 series_week_of(struct series_builder *builder, gint64 at_ms);
/* One event in the week of its instant; weeks outside the coverage are passed over. */
void series_add(struct series_builder *builder, gint64 at_ms, guint32 index, double value);
/* Sorts the events into their weeks and frees the builder. */
void series_end(struct series_builder *builder);

/* Every observed week gets the number of its events; exposure is its business days. A week with
 * no business day is WEEK_EMPTY, one without an event WEEK_TRUE_ZERO. Call after series_end. */
void series_fill_counts(struct series *series);
/* For a measure that has no subject: every observed week becomes WEEK_EMPTY. */
void series_fill_nothing(struct series *series);

/* One duration: it began, and it ended, or was lost from sight, at `until_ms`. It could have
 * been followed up to `watch_ms`. */
struct duration {
	gint32 week; /* of its beginning: given by series_fill_durations */
	guint32 index;
	double hours;   /* business hours: given by series_fill_durations */
	gboolean ended; /* its end was seen */
	gint64 from_ms, until_ms, watch_ms;
};

/* Every observed week gets the Kaplan-Meier median of the durations (struct duration) that
 * began in it; n counts them, censored ones included. What comes after the end of the covered
 * run of weeks is not looked at. Weeks without a duration are WEEK_EMPTY; a week most of whose
 * durations could not be followed for DURATION_WATCH_MS is WEEK_PARTIAL: only its fast ones
 * would show. */
void series_fill_durations(const struct timeline *timeline, GArray *durations,
			   const struct timeline_coverage *coverage, struct series *series);
/* Median by Kaplan and Meier (1958); reads `hours` and `ended`, sorts in place. Where survival
 * is one half between two ends, their middle, as for any median. Where the median is not
 * reached the longest time under observation stands for it: "at least". NAN for none. */
double duration_median(struct duration *durations, guint count);

#define DURATION_WATCH_MS (G_GINT64_CONSTANT(14) * 86400000)

/* For each week of a coverage, when the run of covered weeks that it is in ends; 0 where it is
 * not covered. Caller owns. */
gint64 *series_run_ends(const struct timeline *timeline,
			const struct timeline_coverage *coverage);

/* Every observed week gets the share of its events that have a value above 0; n counts them
 * all. Weeks without an event are WEEK_EMPTY; a week that was not followed for `watch_ms` after
 * its end under the coverage is WEEK_PARTIAL. Call after series_end. */
void series_fill_shares(const struct timeline *timeline,
			const struct timeline_coverage *followed, gint64 watch_ms,
			struct series *series);
/* Weeks at the end of a month (SERIES_MONTH_WEEKS covered weeks) with fewer events than `least`
 * become WEEK_EMPTY: a value there would be noise. The month ends with the week, so that what
 * is to come changes nothing. */
void series_ask_support(struct series *series, guint least);

#define SERIES_MONTH_WEEKS 4
/* With a dozen the 95 % interval of one half (Wilson, JASA 22, 1927) is 0.25 to 0.75: the
 * fewest that tell a half from a quarter. The interval of their median (third to tenth of
 * twelve, sign test) then lies about within the quartiles. */
#define SERIES_MONTH_LEAST 12

/* Until when each ticket tool tells of its tickets: to the end of its own coverage; one value a
 * tool. Caller owns. */
gint64 *series_tool_watches(const struct timeline *timeline);
/* When the ticket was resolved, closed or cancelled, whichever came first; `otherwise` when
 * that is earlier or when it never was. */
gint64 series_ticket_end(const struct timeline_ticket *ticket, gint64 otherwise);

/* First message of the other side in the same thread that is later by its date; one value a
 * message, TIMELINE_NO_INDEX where nobody answered or the message is automatic. Caller owns. */
guint32 *series_answers(const struct timeline *timeline);
/* Idem, where only some messages count as an answer. Caller owns. */
guint32 *series_answers_that(const struct timeline *timeline,
			     gboolean (*counts)(const struct timeline_message *answer));
/* Whether the message is a question put to the side by mail: the other side asks, and the side
 * received it. A chat is answered in minutes or in another place: its waits are not those of
 * mail. */
gboolean series_is_put_to(const struct timeline_message *message, enum side side);

/* The message has a recipient on the side opposite to its sender's. */
gboolean series_read_by_other_side(const struct timeline_message *message);

/* The messages of one week that some channel covers: from..to - 1. */
struct week_slice {
	gint32 week;
	guint32 from, to;
};

/* Caller owns: struct week_slice, one a covered week, in the order of time. */
GArray *series_covered_weeks(const struct timeline *timeline);

/* Indices of the unprompted messages of a side, in the order of time; see proactive_contact.c.
 * Caller owns: guint32. */
GArray *proactive_messages(const struct timeline *timeline, enum side side);
