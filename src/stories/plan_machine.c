/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What no person of the two sides wrote to the other for the work: monitoring, newsletters,
 * ticket notices, absence replies, other suppliers, private mail. It must not count as contact,
 * so it has to be there. */
#include "base/calendar.h"
#include "stories/plan-internal.h"
#include "stats/random.h"

#define DAYS_A_WEEK    5.0
#define DAYS_A_MONTH   30.4
#define SOLVED_NOTICE  0.6 /* of the tickets with an opening notice, one when solved */
#define ABSENCE_MS     (G_GINT64_CONSTANT(45) * 1000)
#define NIGHT_SPREAD_S 86399
#define BURST_WEEKS    4
#define BURST_TICKETS  120 /* the last ones, which the new tool tells everybody about */

static void add_at(struct planner *planner, enum mail_kind kind, gint64 at_ms, guint from,
		   guint to, guint ticket)
{
	struct planned_mail mail = planner_new_mail(kind, at_ms, from, to);

	mail.ticket = ticket;
	planner_add_mail(planner, mail);
}

static gint64 any_time(struct planner *planner, gint32 day)
{
	return calendar_ms_of_day(day, planner->zone) +
	       1000 * (gint64)g_rand_int_range(planner->random, 0, NIGHT_SPREAD_S);
}

static gint64 office_time(struct planner *planner, gint32 day)
{
	return rhythm_instant(day, planner->zone, planner->random);
}

static guint a_client(struct planner *planner, gint32 day)
{
	return cast_pick(planner->cast, PARTY_CLIENT, day, 0, planner->random);
}

static void draw_robots(struct planner *planner, gint32 day)
{
	const struct parameters *parameters = planner->parameters;
	const struct cast *cast = planner->cast;
	guint alerts = random_poisson(planner->random, parameters->alerts_a_week / 7);
	double newsletters = calendar_is_business_day(day)
				     ? parameters->newsletters_a_month * 7 / DAYS_A_MONTH / 5
				     : 0;

	while (alerts-- > 0)
		add_at(planner, MAIL_ALERT, any_time(planner, day), cast->monitoring,
		       cast->mailbox[PARTY_CLIENT], PLAN_NONE);
	if (random_chance(planner->random, newsletters)) {
		guint to = a_client(planner, day);

		add_at(planner, MAIL_NEWSLETTER, office_time(planner, day), cast->newsletter,
		       to, PLAN_NONE);
	}
}

static void draw_bystanders(struct planner *planner, gint32 day)
{
	const struct parameters *parameters = planner->parameters;
	double activity = rhythm_activity(parameters, day) / DAYS_A_WEEK;
	guint others =
		random_poisson(planner->random, activity * parameters->out_of_scope_a_week);
	guint personal = random_poisson(
		planner->random, activity * parameters->personal_a_month * 7 / DAYS_A_MONTH);

	while (others-- > 0) {
		guint client = a_client(planner, day);

		add_at(planner, MAIL_OUT_OF_SCOPE, office_time(planner, day), client, client,
		       PLAN_NONE);
	}
	while (personal-- > 0) {
		guint to = cast_pick(planner->cast, PARTY_PROVIDER, day, 0.5, planner->random);
		guint from = a_client(planner, day);

		add_at(planner, MAIL_PERSONAL, office_time(planner, day), from, to, PLAN_NONE);
	}
}

static void draw_notices(struct planner *planner)
{
	const struct plan *plan = planner->plan;
	const struct cast *cast = planner->cast;

	for (guint i = 0; i < plan->tickets->len; i++) {
		const struct planned_ticket *ticket = plan_ticket(plan, i);

		if (!random_chance(planner->random, planner->parameters->notice_share))
			continue;
		add_at(planner, MAIL_NOTICE, ticket->opened_ms + 30000, cast->ticket_tool,
		       ticket->requester, i);
		if (ticket->resolved_ms != PLAN_NEVER &&
		    random_chance(planner->random, SOLVED_NOTICE))
			add_at(planner, MAIL_NOTICE, ticket->resolved_ms + 30000,
			       cast->ticket_tool, ticket->requester, i);
	}
}

static guint tickets_before(const struct planner *planner, gint32 day)
{
	gint64 at_ms = calendar_ms_of_day(day, planner->zone);
	guint count = 0;

	while (count < planner->plan->tickets->len &&
	       plan_ticket(planner->plan, count)->opened_ms < at_ms)
		count++;
	return count;
}

static void draw_burst_notice(struct planner *planner, gint32 day, gint32 known)
{
	gint32 first = MAX(0, known - BURST_TICKETS);
	guint ticket = (guint)g_rand_int_range(planner->random, first, known);
	guint to = a_client(planner, day);

	add_at(planner, MAIL_NOTICE, any_time(planner, day), planner->cast->ticket_tool, to,
	       ticket);
}

/* A new ticket tool writes to everybody in its first weeks. */
static void draw_burst(struct planner *planner)
{
	const struct parameters *parameters = planner->parameters;
	gint32 first = parameters->tool_changed;
	gint32 known = first != STORY_DAY_NONE ? (gint32)tickets_before(planner, first) : 0;

	if (known == 0)
		return;
	for (gint32 day = first; day < first + 7 * BURST_WEEKS; day++) {
		double left = 1 - (day - first) / (7.0 * BURST_WEEKS);
		double mean = parameters->tool_notices_a_day * left *
			      rhythm_activity(parameters, day);
		guint count = random_poisson(planner->random, mean);

		while (count-- > 0)
			draw_burst_notice(planner, day, known);
	}
}

/* "I am out of the office" comes back at once from some of those who are written to. */
static void draw_absences(struct planner *planner)
{
	const struct parameters *parameters = planner->parameters;
	guint count = planner->plan->mails->len;

	for (guint i = 0; i < count; i++) {
		const struct planned_mail *mail = plan_mail(planner->plan, i);
		gint32 day = planner_day(planner, mail->at_ms);
		double quiet = 1 / (0.25 + MIN(rhythm_activity(parameters, day), 1));
		struct planned_mail reply;

		if (cast_member(planner->cast, mail->to)->kind != MEMBER_PERSON ||
		    cast_member(planner->cast, mail->from)->kind != MEMBER_PERSON ||
		    mail->to == mail->from ||
		    !random_chance(planner->random, parameters->absence_share * quiet))
			continue;
		reply = planner_answer(planner, i, MAIL_OUT_OF_OFFICE, mail->to, 0);
		reply.at_ms = mail->at_ms + ABSENCE_MS;
		planner_add_mail(planner, reply);
	}
}

void plan_machine_mails(struct planner *planner)
{
	for (gint32 day = planner->parameters->start; day <= planner->parameters->end; day++) {
		draw_robots(planner, day);
		draw_bystanders(planner, day);
	}
	draw_absences(planner);
	draw_notices(planner);
	draw_burst(planner);
}
