/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Puts the parts of the plan together. Each part has its own random stream, so that a change of
 * one rate leaves the other parts as they were. */
#include "stories/plan.h"

#include "base/calendar.h"
#include "stories/plan-internal.h"
#include "stats/random.h"

struct part {
	const char *stream;
	void (*draw)(struct planner *planner);
};

/* Meetings and tickets first: mails refer to them. */
static const struct part parts[] = {
	{"meetings", plan_meetings},
	{"tickets", plan_tickets},
	{"mails", plan_mails},
	{"client-tone", plan_client_tone},
	{"governance", plan_governance_mails},
	{"turning-points", plan_turning_points},
	{"machines", plan_machine_mails},
};

const struct planned_mail *plan_mail(const struct plan *plan, guint index)
{
	return &g_array_index(plan->mails, struct planned_mail, index);
}

const struct planned_ticket *plan_ticket(const struct plan *plan, guint index)
{
	return &g_array_index(plan->tickets, struct planned_ticket, index);
}

const struct planned_meeting *plan_meeting(const struct plan *plan, guint index)
{
	return &g_array_index(plan->meetings, struct planned_meeting, index);
}

void plan_free(struct plan *plan)
{
	if (plan == NULL)
		return;
	g_array_unref(plan->mails);
	g_array_unref(plan->by_time);
	g_array_unref(plan->tickets);
	g_array_unref(plan->meetings);
	g_free(plan);
}

gint32 planner_day(const struct planner *planner, gint64 at_ms)
{
	return calendar_day_of_ms(at_ms, planner->zone);
}

enum tone planner_tone(const struct planner *planner, gint32 day)
{
	const struct parameters *parameters = planner->parameters;
	double defensive = parameters_at(parameters, parameters->defensive_share, day);
	double supportive = parameters_at(parameters, parameters->supportive_share, day);
	double drawn = g_rand_double(planner->random);

	if (drawn < defensive)
		return TONE_DEFENSIVE;
	return drawn < defensive + supportive ? TONE_SUPPORTIVE : TONE_NEUTRAL;
}

struct planned_mail planner_new_mail(enum mail_kind kind, gint64 at_ms, guint from, guint to)
{
	struct planned_mail mail = {
		.at_ms = at_ms,
		.kind = kind,
		.from = from,
		.to = to,
		.copy = PLAN_NONE,
		.parent = PLAN_NONE,
		.ticket = PLAN_NONE,
		.meeting = PLAN_NONE,
	};

	return mail;
}

guint planner_add_mail(struct planner *planner, struct planned_mail mail)
{
	const struct parameters *parameters = planner->parameters;
	struct plan *plan = planner->plan;

	if (mail.at_ms < plan->start_ms || mail.at_ms >= plan->end_ms)
		return PLAN_NONE;
	if (mail.parent == PLAN_NONE) {
		mail.thread = plan->n_threads++;
		mail.topic = g_rand_int(planner->random);
	}
	mail.duplicate = random_chance(planner->random, parameters->duplicate_share);
	mail.broken_thread = mail.parent != PLAN_NONE &&
			     random_chance(planner->random, parameters->broken_thread_share);
	g_array_append_val(plan->mails, mail);
	return plan->mails->len - 1;
}

struct planned_mail planner_answer(const struct planner *planner, guint parent,
				   enum mail_kind kind, guint from, double business_hours)
{
	const struct planned_mail *before = plan_mail(planner->plan, parent);
	/* Even a hurried answer takes some minutes. */
	gint64 earliest = before->at_ms + 120000;
	struct planned_mail mail = *before;

	mail.kind = kind;
	mail.at_ms = MAX(rhythm_later(before->at_ms, business_hours, planner->zone), earliest);
	mail.from = from;
	mail.to = before->from;
	mail.copy = PLAN_NONE;
	mail.parent = parent;
	mail.tone = TONE_NEUTRAL;
	return mail;
}

static int compare_instants(gconstpointer first, gconstpointer second, gpointer data)
{
	const struct plan *plan = data;
	guint one = *(const guint *)first, other = *(const guint *)second;
	gint64 at_one = plan_mail(plan, one)->at_ms, at_other = plan_mail(plan, other)->at_ms;

	if (at_one != at_other)
		return at_one < at_other ? -1 : 1;
	return (one > other) - (one < other);
}

static void sort_mails(struct plan *plan)
{
	for (guint i = 0; i < plan->mails->len; i++)
		g_array_append_val(plan->by_time, i);
	g_array_sort_with_data(plan->by_time, compare_instants, plan);
}

static struct plan *plan_new(const struct parameters *parameters, GTimeZone *zone)
{
	struct plan *plan = g_new0(struct plan, 1);

	plan->start_ms = calendar_ms_of_day(parameters->start, zone);
	plan->end_ms = calendar_ms_of_day(parameters->end + 1, zone);
	plan->mails = g_array_new(FALSE, FALSE, sizeof(struct planned_mail));
	plan->by_time = g_array_new(FALSE, FALSE, sizeof(guint));
	plan->tickets = g_array_new(FALSE, FALSE, sizeof(struct planned_ticket));
	plan->meetings = g_array_new(FALSE, FALSE, sizeof(struct planned_meeting));
	return plan;
}

struct plan *plan_draw(const struct parameters *parameters, const struct cast *cast,
		       guint64 seed, GTimeZone *zone)
{
	struct plan *plan = plan_new(parameters, zone);

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autoptr(GRand) random =
			random_stream(seed, parameters->name, parts[i].stream);
		struct planner planner = {parameters, cast, zone, seed, random, plan};

		parts[i].draw(&planner);
	}
	sort_mails(plan);
	return plan;
}
