/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets: arrivals, first response, resolution, closing. When the tool changes, what is open
 * is closed in the old one and opened again in the new one on the same day. */
#include "base/calendar.h"
#include "stories/plan-internal.h"
#include "stats/random.h"

#define DAYS_A_WEEK         5.0
#define CLOSING_HOURS       27.0 /* from resolved to closed, business hours */
#define CLOSING_SIGMA       0.5
#define MIGRATION_HOUR_MS   (G_GINT64_CONSTANT(7) * 3600000)
#define MIGRATION_SPREAD_S  2400
#define FIRST_RESPONSE_MOST 0.9 /* of the time to resolve */

static const double priority_weights[] = {0.15, 0.6, 0.2, 0.05};

static gint64 never_after(const struct planner *planner, gint64 at_ms)
{
	return at_ms < planner->plan->end_ms ? at_ms : PLAN_NEVER;
}

/* Instants after the opening; each only when it falls before the end of the story. */
static void draw_life(struct planner *planner, struct planned_ticket *ticket, gint32 day)
{
	const struct parameters *parameters = planner->parameters;
	GRand *random = planner->random;
	double resolve = random_log_normal(
		random, parameters_at(parameters, parameters->resolve_hours, day),
		parameters->resolve_sigma);
	double acknowledge = random_log_normal(
		random, parameters_at(parameters, parameters->acknowledge_hours, day),
		parameters->acknowledge_sigma);
	double closing = random_log_normal(random, CLOSING_HOURS, CLOSING_SIGMA);
	gint64 first, resolved;

	resolve += acknowledge;
	first = rhythm_later(ticket->opened_ms, MIN(acknowledge, FIRST_RESPONSE_MOST * resolve),
			     planner->zone);
	resolved = rhythm_later(ticket->opened_ms, resolve, planner->zone);
	ticket->acknowledged_ms = never_after(planner, first);
	ticket->resolved_ms = never_after(planner, resolved);
	ticket->closed_ms =
		never_after(planner, rhythm_later(resolved, closing, planner->zone));
}

static void draw_ticket(struct planner *planner, gint32 day)
{
	const struct parameters *parameters = planner->parameters;
	GRand *random = planner->random;
	double share = parameters_at(parameters, parameters->pivot_share, day);
	struct planned_ticket ticket = {.moved_from = PLAN_NONE, .moved_to = PLAN_NONE};

	ticket.tool =
		parameters->tool_changed != STORY_DAY_NONE && day >= parameters->tool_changed
			? TOOL_JIRA
			: TOOL_GLPI;
	ticket.opened_ms = rhythm_instant(day, planner->zone, random);
	ticket.requester = cast_requester(planner->cast, random);
	ticket.technician = cast_pick(planner->cast, PARTY_PROVIDER, day, share, random);
	ticket.topic = g_rand_int(random);
	ticket.tone = planner_tone(planner, day);
	ticket.priority =
		1 + random_weighted(random, priority_weights, G_N_ELEMENTS(priority_weights));
	draw_life(planner, &ticket, day);
	g_array_append_val(planner->plan->tickets, ticket);
}

static int compare_openings(gconstpointer first, gconstpointer second)
{
	const struct planned_ticket *one = first, *other = second;

	if (one->opened_ms != other->opened_ms)
		return one->opened_ms < other->opened_ms ? -1 : 1;
	return (one->topic > other->topic) - (one->topic < other->topic);
}

static bool open_at(const struct planned_ticket *ticket, gint64 at_ms)
{
	return ticket->tool == TOOL_GLPI && ticket->opened_ms < at_ms &&
	       (ticket->resolved_ms == PLAN_NEVER || ticket->resolved_ms >= at_ms);
}

/* The copy in the new tool lives on; the one in the old tool is closed there. */
static void move_ticket(struct planner *planner, guint index, gint64 at_ms)
{
	GArray *tickets = planner->plan->tickets;
	struct planned_ticket *old = &g_array_index(tickets, struct planned_ticket, index);
	struct planned_ticket moved = *old;

	moved.tool = TOOL_JIRA;
	moved.opened_ms =
		at_ms + 1000 * g_rand_int_range(planner->random, 0, MIGRATION_SPREAD_S);
	moved.moved_from = index;
	if (moved.acknowledged_ms != PLAN_NEVER)
		moved.acknowledged_ms = MAX(moved.acknowledged_ms, moved.opened_ms + 60000);
	if (old->acknowledged_ms >= at_ms)
		old->acknowledged_ms = PLAN_NEVER;
	old->resolved_ms = at_ms;
	old->closed_ms = at_ms;
	old->moved_to = tickets->len;
	g_array_append_val(tickets, moved);
}

static void move_open_tickets(struct planner *planner)
{
	gint64 at_ms = calendar_ms_of_day(planner->parameters->tool_changed, planner->zone) +
		       MIGRATION_HOUR_MS;
	guint count = planner->plan->tickets->len;

	for (guint i = 0; i < count; i++)
		if (open_at(plan_ticket(planner->plan, i), at_ms))
			move_ticket(planner, i, at_ms);
}

void plan_tickets(struct planner *planner)
{
	const struct parameters *parameters = planner->parameters;
	struct momentum momentum = {G_MININT32, 0};

	for (gint32 day = parameters->start; day <= parameters->end; day++) {
		double mean = rhythm_activity(parameters, day) / DAYS_A_WEEK *
			      parameters_at(parameters, parameters->tickets_a_week, day) *
			      rhythm_momentum(parameters, &momentum, day, planner->random);

		for (guint left = random_poisson(planner->random, mean); left > 0; left--)
			draw_ticket(planner, day);
	}
	g_array_sort(planner->plan->tickets, compare_openings);
	if (parameters->tool_changed != STORY_DAY_NONE)
		move_open_tickets(planner);
}
