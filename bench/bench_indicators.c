/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time of the indicators on both sides: 100,000 messages in short threads and 50,000
 * tickets over ten years, in Paris; median of 11 runs in milliseconds, each and in total. */
#include "base/calendar.h"
#include "indicators/indicator.h"
#include "model/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNS       11
#define MESSAGES   100000u
#define TICKETS    50000u
#define PERSONS    40u
#define WEEKS      520
#define FIRST_WEEK 2400
#define HOUR_MS    (CALENDAR_DAY_MS / 24)

static struct timeline_coverage all_weeks(void)
{
	struct timeline_coverage coverage = {FIRST_WEEK, FIRST_WEEK + WEEKS - 1,
					     g_malloc(WEEKS)};

	memset(coverage.state, WEEK_OBSERVED, WEEKS);
	return coverage;
}

/* The instant of the i-th of n events. */
static gint64 instant(guint i, guint n)
{
	gint64 start = calendar_monday_of_week(FIRST_WEEK) * CALENDAR_DAY_MS;

	return start + WEEKS * 7 * CALENDAR_DAY_MS / n * i;
}

static void fill_messages(struct timeline *timeline, GRand *random)
{
	timeline->n_messages = MESSAGES;
	timeline->messages = g_new0(struct timeline_message, MESSAGES);
	for (guint32 i = 0; i < MESSAGES; i++) {
		struct timeline_message *message = &timeline->messages[i];
		gboolean answers = i > 20 && g_rand_boolean(random);
		guint32 parent = answers ? i - 1 - (guint32)g_rand_int_range(random, 0, 20) : i;
		message->at_ms = instant(i, MESSAGES);
		message->event = i;
		message->side = g_rand_boolean(random) ? SIDE_CLIENT : SIDE_PROVIDER;
		message->person = (guint32)g_rand_int_range(random, 0, PERSONS);
		message->n_recipients_client = message->side == SIDE_PROVIDER;
		message->n_recipients_provider = message->side == SIDE_CLIENT;
		message->starts = !answers;
		message->asks = g_rand_double(random) < .4;
		message->novelty = i % 5000;
		message->parent = answers ? parent : TIMELINE_NO_INDEX;
		message->thread =
			answers ? timeline->messages[parent].thread : timeline->n_threads++;
	}
}

static void fill_tickets(struct timeline *timeline, GRand *random)
{
	timeline->n_tickets = TICKETS;
	timeline->tickets = g_new0(struct timeline_ticket, TICKETS);
	for (guint32 i = 0; i < TICKETS; i++) {
		struct timeline_ticket *ticket = &timeline->tickets[i];
		ticket->event = i;
		ticket->worker_side = g_rand_boolean(random) ? SIDE_CLIENT : SIDE_PROVIDER;
		ticket->opened_ms = instant(i, TICKETS);
		ticket->acknowledged_ms =
			ticket->opened_ms + g_rand_int_range(random, 0, 100) * HOUR_MS;
		ticket->resolved_ms =
			g_rand_double(random) < .1
				? INSTANT_NONE
				: ticket->acknowledged_ms +
					  g_rand_int_range(random, 0, 900) * HOUR_MS;
		ticket->closed_ms = ticket->cancelled_ms = INSTANT_NONE;
	}
}

/* Caller owns. */
static struct timeline *make_timeline(void)
{
	struct timeline *timeline = g_new0(struct timeline, 1);
	GRand *random = g_rand_new_with_seed(1);

	timeline->zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	timeline->as_of_ms = instant(1, 1);
	timeline->mail = all_weeks();
	timeline->tickets_coverage = all_weeks();
	timeline->n_persons = PERSONS;
	timeline->persons = g_new0(struct timeline_person, PERSONS);
	timeline->n_tools = 1;
	timeline->tools = g_new0(struct timeline_tool, 1);
	timeline->tools[0] = (struct timeline_tool){"tool", all_weeks()};
	fill_messages(timeline, random);
	fill_tickets(timeline, random);
	g_rand_free(random);
	return timeline;
}

static gint64 run_once(const struct timeline *timeline, const struct indicator *indicator)
{
	gint64 start = g_get_monotonic_time();

	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		struct series series;
		indicator->compute(timeline, side, &series);
		series_clear(&series);
	}
	return g_get_monotonic_time() - start;
}

static int compare(const void *a, const void *b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	return (x > y) - (x < y);
}

static double measure(const struct timeline *timeline, const struct indicator *indicator)
{
	gint64 took[RUNS];

	for (guint run = 0; run < RUNS; run++)
		took[run] = run_once(timeline, indicator);
	qsort(took, RUNS, sizeof *took, compare);
	printf("%-24s %7.2f ms\n", indicator->name, took[RUNS / 2] / 1e3);
	return took[RUNS / 2] / 1e3;
}

int main(void)
{
	g_autoptr(timeline_auto) timeline = make_timeline();
	double total = 0;

	for (const struct indicator *const *one = indicator_list(); *one != NULL; one++)
		total += measure(timeline, *one);
	printf("%-24s %7.2f ms (both sides, %u messages, %u tickets)\n", "total", total,
	       MESSAGES, TICKETS);
	return EXIT_SUCCESS;
}
