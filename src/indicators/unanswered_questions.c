/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unanswered_questions: of the questions put to a side (messages of the other side that ask and
 * that the side received), the share that none of its later messages in the thread met within
 * two weeks: nobody answered, or every answer was beside the point. An answer shares words with
 * the question that it meets (language/answers.h), but many a good one is put in other words
 * (of those on an open list of programmers, nearly half): it is called beside the point only
 * where the asking side had to ask again. A question that names nothing is met by any answer.
 * Support: questions, a dozen a month; a rise is worse. */
#include <math.h>

#include "indicators/series-internal.h"

/* Value of a question as an event: above 0 it counts as unanswered. */
#define MET               0.
#define BESIDE_THE_POINT  1.
#define WITHOUT_AN_ANSWER INFINITY

static gboolean meets_something(const struct timeline_message *answer)
{
	return answer->asked == 0 || answer->met > 0;
}

static gboolean came_in_time(const struct timeline *timeline, guint32 question, guint32 answer)
{
	return answer != TIMELINE_NO_INDEX &&
	       timeline->messages[answer].at_ms - timeline->messages[question].at_ms <=
		       DURATION_WATCH_MS;
}

static gboolean asks(const struct timeline_message *message)
{
	return message->asks;
}

/* By message: the first later one of the other side in its thread. */
struct answers {
	guint32 *any, *meeting, *asking;
};

static double value_of(const struct timeline *timeline, const struct answers *answers,
		       guint32 question)
{
	guint32 answer = answers->any[question];

	if (!came_in_time(timeline, question, answer))
		return WITHOUT_AN_ANSWER;
	if (came_in_time(timeline, question, answers->meeting[question]))
		return MET;
	return came_in_time(timeline, question, answers->asking[answer]) ? BESIDE_THE_POINT
									 : MET;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(timeline, &timeline->mail, series);
	g_autofree guint32 *any = series_answers(timeline);
	g_autofree guint32 *meeting = series_answers_that(timeline, meets_something);
	g_autofree guint32 *asking = series_answers_that(timeline, asks);
	const struct answers answers = {any, meeting, asking};
	g_autofree gint64 *ends = series_run_ends(timeline, &timeline->mail);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		gint64 at_ms = timeline->messages[i].at_ms;
		gint32 week = series_week_of(builder, at_ms);
		double value;
		if (!series_is_put_to(&timeline->messages[i], side) ||
		    timeline_coverage_at(&timeline->mail, week) == WEEK_NOT_COVERED)
			continue;
		value = value_of(timeline, &answers, i);
		/* What may still be answered is not called unanswered. */
		if (value == MET ||
		    at_ms + DURATION_WATCH_MS <= ends[week - series->first_week])
			series_add(builder, at_ms, i, value);
	}
	series_end(builder);
	series_fill_shares(timeline, &timeline->mail, DURATION_WATCH_MS, series);
	series_ask_support(series, SERIES_MONTH_LEAST);
}

const struct indicator indicator_unanswered_questions = {
	.name = "unanswered_questions",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_PROPORTION,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = 1,
	.of_side = {FALSE, TRUE, TRUE},
	.follows_channel = TRUE, /* what is said elsewhere is not said here */
	.definition =
		"share of the questions put to the side that no message of its own in the "
		"thread met within 14 days: none came, or all were beside the point",
	.compute = compute,
};
