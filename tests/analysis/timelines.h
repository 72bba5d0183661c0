/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Seeded timelines with a known truth, built in memory: two organisations that ask, answer and
 * write unasked by Poisson, with a quiet August and Christmas. Serves the tests of analysis. */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/record.h"
#include "model/timeline.h"

#define MADE_FIRST_WEEK 2295 /* Monday 2013-12-30 */
#define MADE_PEOPLE     3    /* on each side */
#define HOUR_MS         (CALENDAR_DAY_MS / 24)

/* Rates are events a week; those of `after` are reached `ramp` weeks after `change`. */
struct made_rates {
	double asks[SIDE_COUNT], unasked[SIDE_COUNT], reply_hours, answered, tickets, ack_hours;
};

struct made_story {
	guint weeks, change, ramp; /* change 0: never */
	struct made_rates before, after;
};

static const struct made_rates made_usual = {
	{0, 5, 2}, {0, 1.5, 3}, 5, .9, 0, 3,
};

struct made_message {
	struct timeline_message message;
	guint64 parent_event;
};

struct maker {
	GRand *random;
	GArray *messages; /* struct made_message */
	GArray *tickets;  /* struct timeline_ticket */
	guint64 next;
	guint32 threads;
	gint64 end_ms;
};

static inline guint made_poisson(GRand *random, double mean)
{
	double limit = exp(-mean), product = g_rand_double(random);
	guint n = 0;

	for (; product > limit; n++)
		product *= g_rand_double(random);
	return n;
}

static inline double made_normal(GRand *random)
{
	double u = 1 - g_rand_double(random), v = g_rand_double(random);

	return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

static inline double made_season(gint32 week)
{
	int of_year = calendar_iso_week_number(week);

	return of_year >= 31 && of_year <= 34 ? .4 : of_year >= 52 || of_year == 1 ? .4 : 1;
}

static inline double made_effect(const struct made_story *story, guint week)
{
	if (story->change == 0 || week < story->change)
		return 0;
	return fmin((week - story->change + 1.0) / story->ramp, 1);
}

static inline double made_mix(double before, double after, double effect)
{
	return before + (after - before) * effect;
}

/* Monday to Friday, 09:00 to 17:00 UTC. */
static inline gint64 made_instant(GRand *random, gint32 week)
{
	gint64 day = calendar_monday_of_week(week) + g_rand_int_range(random, 0, 5);

	return day * CALENDAR_DAY_MS + 9 * HOUR_MS +
	       (gint64)(g_rand_double(random) * 8 * HOUR_MS);
}

static inline guint32 made_person(GRand *random, enum side side)
{
	double draw = g_rand_double(random);
	guint32 place = draw < .6 ? 0 : draw < .9 ? 1 : 2;

	return (side == SIDE_PROVIDER ? MADE_PEOPLE : 0) + place;
}

static inline struct made_message *made_add(struct maker *maker, gint64 at_ms, enum side side)
{
	struct made_message made = {0};

	if (at_ms >= maker->end_ms)
		return NULL;
	made.message.at_ms = at_ms;
	made.message.event = ++maker->next * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
	made.message.person = made_person(maker->random, side);
	made.message.side = side;
	made.message.n_recipients = 1;
	made.message.n_recipients_client = side == SIDE_PROVIDER;
	made.message.n_recipients_provider = side == SIDE_CLIENT;
	made.message.novelty = (guint32)maker->next;
	made.message.parent = TIMELINE_NO_INDEX;
	g_array_append_val(maker->messages, made);
	return &g_array_index(maker->messages, struct made_message, maker->messages->len - 1);
}

static inline void made_thread(struct maker *maker, gint32 week, enum side side,
			       const struct made_rates *rates, gboolean asks)
{
	gint64 at = made_instant(maker->random, week);
	struct made_message *first = made_add(maker, at, side);

	if (first == NULL)
		return;
	guint64 event = first->message.event;
	first->message.starts = TRUE;
	first->message.asks = asks;
	first->message.thread = maker->threads++;
	double hours = rates->reply_hours * exp(.6 * made_normal(maker->random));
	if (!asks || g_rand_double(maker->random) > rates->answered)
		return;
	guint32 thread = first->message.thread;
	/* Working hours are a third of the day; later ones wait for the next. */
	gint64 reply_ms = at + (gint64)(hours * 2 * HOUR_MS);
	struct made_message *reply = made_add(maker, reply_ms, side_other(side));
	if (reply == NULL)
		return;
	reply->message.thread = thread;
	reply->parent_event = event;
}

static inline void made_ticket(struct maker *maker, gint32 week, const struct made_rates *rates)
{
	gint64 at = made_instant(maker->random, week);
	double hours = rates->ack_hours * exp(.5 * made_normal(maker->random));
	struct timeline_ticket ticket = {
		.event = ++maker->next * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15),
		.key = "1",
		.requester_side = SIDE_CLIENT,
		.worker_side = SIDE_PROVIDER,
		.opened_ms = at,
		.acknowledged_ms = at + (gint64)(hours * 2 * HOUR_MS),
		.cancelled_ms = INSTANT_NONE,
		.reopened = -1,
		.reassigned = -1,
		.sla_met = -1,
	};

	ticket.resolved_ms = ticket.acknowledged_ms + 24 * HOUR_MS;
	ticket.gap_from_ms = ticket.acknowledged_ms;
	ticket.gap_to_ms = ticket.resolved_ms;
	ticket.closed_ms = ticket.last_ms = ticket.resolved_ms + HOUR_MS;
	if (ticket.closed_ms < maker->end_ms)
		g_array_append_val(maker->tickets, ticket);
}

static inline void made_week(struct maker *maker, const struct made_story *story, guint number)
{
	gint32 week = MADE_FIRST_WEEK + (gint32)number;
	double effect = made_effect(story, number), season = made_season(week);
	struct made_rates now = {
		.reply_hours =
			made_mix(story->before.reply_hours, story->after.reply_hours, effect),
		.answered = made_mix(story->before.answered, story->after.answered, effect),
		.ack_hours = made_mix(story->before.ack_hours, story->after.ack_hours, effect),
	};

	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		double asks =
			made_mix(story->before.asks[side], story->after.asks[side], effect);
		double unasked = made_mix(story->before.unasked[side],
					  story->after.unasked[side], effect);
		for (guint n = made_poisson(maker->random, asks * season); n > 0; n--)
			made_thread(maker, week, side, &now, TRUE);
		for (guint n = made_poisson(maker->random, unasked * season); n > 0; n--)
			made_thread(maker, week, side, &now, FALSE);
	}
	double tickets = made_mix(story->before.tickets, story->after.tickets, effect);
	for (guint n = made_poisson(maker->random, tickets * season); n > 0; n--)
		made_ticket(maker, week, &now);
}

static inline gint made_by_time(gconstpointer a, gconstpointer b)
{
	const struct made_message *x = a, *y = b;

	return (x->message.at_ms > y->message.at_ms) - (x->message.at_ms < y->message.at_ms);
}

static inline gint made_tickets_by_time(gconstpointer a, gconstpointer b)
{
	const struct timeline_ticket *x = a, *y = b;

	return (x->opened_ms > y->opened_ms) - (x->opened_ms < y->opened_ms);
}

static inline struct timeline_coverage made_coverage(guint weeks)
{
	struct timeline_coverage coverage = {
		MADE_FIRST_WEEK,
		MADE_FIRST_WEEK + (gint32)weeks - 1,
		g_malloc(weeks),
	};

	memset(coverage.state, WEEK_OBSERVED, weeks);
	return coverage;
}

static inline void made_persons(struct timeline *timeline)
{
	timeline->n_persons = 2 * MADE_PEOPLE;
	timeline->persons = g_new0(struct timeline_person, timeline->n_persons);
	for (guint i = 0; i < timeline->n_persons; i++) {
		timeline->persons[i].pseudonym = 0xABCDEFu * (7 * i % 6 + 1);
		timeline->persons[i].side = i < MADE_PEOPLE ? SIDE_CLIENT : SIDE_PROVIDER;
		timeline->persons[i].first_ms = G_MAXINT64;
	}
	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		struct timeline_person *person = &timeline->persons[message->person];
		person->messages++;
		person->first_ms = MIN(person->first_ms, message->at_ms);
		person->last_ms = message->at_ms;
	}
}

static inline void made_messages(struct maker *maker, struct timeline *timeline)
{
	g_autoptr(GHashTable) places = g_hash_table_new(g_int64_hash, g_int64_equal);

	g_array_sort(maker->messages, made_by_time);
	timeline->n_messages = maker->messages->len;
	timeline->messages = g_new(struct timeline_message, timeline->n_messages + 1);
	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct made_message *made =
			&g_array_index(maker->messages, struct made_message, i);
		timeline->messages[i] = made->message;
		g_hash_table_insert(places, &timeline->messages[i].event, GUINT_TO_POINTER(i));
		if (made->parent_event != 0)
			timeline->messages[i].parent = GPOINTER_TO_UINT(
				g_hash_table_lookup(places, &made->parent_event));
	}
}

/* Caller owns. */
static inline struct timeline *made_timeline(const struct made_story *story, guint32 seed)
{
	struct timeline *timeline = g_new0(struct timeline, 1);
	struct maker maker = {
		g_rand_new_with_seed(seed),
		g_array_new(FALSE, FALSE, sizeof(struct made_message)),
		g_array_new(FALSE, FALSE, sizeof(struct timeline_ticket)),
		0,
		0,
		calendar_monday_of_week(MADE_FIRST_WEEK + (gint32)story->weeks) *
			CALENDAR_DAY_MS,
	};

	for (guint week = 0; week < story->weeks; week++)
		made_week(&maker, story, week);
	timeline->name = "acme / infonet";
	timeline->zone = g_time_zone_new_utc();
	timeline->as_of_ms = maker.end_ms - 1;
	timeline->mail = made_coverage(story->weeks);
	timeline->tickets_coverage = (struct timeline_coverage){0, -1, NULL};
	if (story->before.tickets > 0) {
		timeline->tickets_coverage = made_coverage(story->weeks);
		timeline->n_tools = 1;
		timeline->tools = g_new0(struct timeline_tool, 1);
		timeline->tools[0] =
			(struct timeline_tool){"glpi", made_coverage(story->weeks)};
	}
	made_messages(&maker, timeline);
	made_persons(timeline);
	timeline->n_threads = maker.threads;
	g_array_sort(maker.tickets, made_tickets_by_time);
	timeline->n_tickets = maker.tickets->len;
	timeline->tickets = (struct timeline_ticket *)g_array_free(maker.tickets, FALSE);
	g_array_unref(maker.messages);
	g_rand_free(maker.random);
	return timeline;
}

static inline void made_fact(struct timeline *timeline, guint week, const char *fact,
			     const char *value)
{
	guint n = timeline->n_facts++;

	timeline->facts = g_renew(struct timeline_fact, timeline->facts, n + 1);
	timeline->facts[n] = (struct timeline_fact){
		.day = calendar_monday_of_week(MADE_FIRST_WEEK + (gint32)week),
		.fact = fact,
		.value = value,
	};
}

static inline gint32 made_monday(guint week)
{
	return calendar_monday_of_week(MADE_FIRST_WEEK + (gint32)week);
}
