/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mail between people: questions and their answers, reminders, follow-ups, unprompted contact,
 * a project. Arrivals are Poisson given a weekly activity with memory; delays are log-normal
 * in business hours (Eckmann et al. 2004 find such tails in mail). */
#include "base/calendar.h"
#include "stories/plan-internal.h"
#include "stats/random.h"

#define DAYS_A_WEEK        5.0
#define ROUNDS_MOST        4u
#define TO_MAILBOX_SHARE   0.22 /* questions sent to support@ */
#define COPY_SHARE         0.22
#define TICKET_SHARE       0.10 /* questions about a ticket by its number */
#define FORWARDED_SHARE    0.06
#define FORWARD_SHARE      0.04
#define THANKS_SHARE       0.28
#define FOLLOW_UP_SHARE    0.27
#define REMINDER_SHARE     0.5
#define PATIENCE_HOURS     14.0 /* business hours before a client thinks of a reminder */
#define UNPROMPTED_TONE    0.85
#define CLIENT_REPLY_SIGMA 1.1

/* Somebody asked; someone of the provider answers after a delay of the day's median. */
static guint draw_reply(struct planner *planner, guint ask, bool *reminded)
{
	const struct parameters *parameters = planner->parameters;
	const struct planned_mail *asked = plan_mail(planner->plan, ask);
	gint32 day = planner_day(planner, asked->at_ms);
	const struct member *to = cast_member(planner->cast, asked->to);
	double median = parameters_at(parameters, parameters->reply_hours, day);
	double hours = random_log_normal(planner->random, median, parameters->reply_sigma);
	double share = parameters_at(parameters, parameters->pivot_share, day);
	bool same = to->kind == MEMBER_PERSON && day >= to->from && day <= to->to &&
		    random_chance(planner->random, 0.85);
	guint from =
		same ? asked->to
		     : cast_pick(planner->cast, PARTY_PROVIDER, day, share, planner->random);
	struct planned_mail reply = planner_answer(planner, ask, MAIL_REPLY, from, hours);

	*reminded = hours > PATIENCE_HOURS && random_chance(planner->random, REMINDER_SHARE);
	if (*reminded)
		return PLAN_NONE;
	reply.copy = asked->copy;
	reply.tone = planner_tone(planner, day);
	return planner_add_mail(planner, reply);
}

static guint draw_reminder(struct planner *planner, guint ask)
{
	const struct parameters *parameters = planner->parameters;
	const struct planned_mail *asked = plan_mail(planner->plan, ask);
	gint32 day = planner_day(planner, asked->at_ms);
	double hours = PATIENCE_HOURS + random_log_normal(planner->random, 6, 0.7);
	bool complains = random_chance(
		planner->random, parameters_at(parameters, parameters->complaint_share, day));
	struct planned_mail reminder = planner_answer(
		planner, ask, complains ? MAIL_COMPLAINT : MAIL_REMINDER, asked->from, hours);

	reminder.to = asked->to;
	return planner_add_mail(planner, reminder);
}

/* The client forwards an answer to a colleague. */
static void draw_forward(struct planner *planner, guint reply)
{
	const struct planned_mail *answered = plan_mail(planner->plan, reply);
	gint32 day = planner_day(planner, answered->at_ms);
	guint to = cast_colleague(planner->cast, answered->to, day, planner->random);
	struct planned_mail forward =
		planner_answer(planner, reply, MAIL_FORWARD, answered->to,
			       random_log_normal(planner->random, 1.5, CLIENT_REPLY_SIGMA));

	if (to == answered->to)
		return;
	forward.to = to;
	planner_add_mail(planner, forward);
}

/* What the client does with an answer: the next question, or PLAN_NONE when it is over. */
static guint draw_reaction(struct planner *planner, guint reply)
{
	const struct parameters *parameters = planner->parameters;
	const struct planned_mail *answered = plan_mail(planner->plan, reply);
	gint32 day = planner_day(planner, answered->at_ms);
	guint client = answered->to;
	double median = parameters_at(parameters, parameters->client_reply_hours, day);
	double hours = random_log_normal(planner->random, median, CLIENT_REPLY_SIGMA);
	double drawn = g_rand_double(planner->random);

	if (random_chance(planner->random, FORWARD_SHARE))
		draw_forward(planner, reply);
	if (drawn < THANKS_SHARE) {
		planner_add_mail(planner,
				 planner_answer(planner, reply, MAIL_THANKS, client, hours));
		return PLAN_NONE;
	}
	if (drawn < THANKS_SHARE + FOLLOW_UP_SHARE)
		return planner_add_mail(
			planner, planner_answer(planner, reply, MAIL_FOLLOW_UP, client, hours));
	return PLAN_NONE;
}

static void draw_exchange(struct planner *planner, guint ask)
{
	const struct parameters *parameters = planner->parameters;

	for (guint round = 0; round < ROUNDS_MOST && ask != PLAN_NONE; round++) {
		gint32 day = planner_day(planner, plan_mail(planner->plan, ask)->at_ms);
		double answered = parameters_at(parameters, parameters->answered_share, day);
		bool reminded = random_chance(planner->random, REMINDER_SHARE);
		guint reply = PLAN_NONE;

		if (random_chance(planner->random, answered))
			reply = draw_reply(planner, ask, &reminded);
		if (reply != PLAN_NONE)
			ask = draw_reaction(planner, reply);
		else
			ask = reminded ? draw_reminder(planner, ask) : PLAN_NONE;
	}
}

/* A ticket of the last days, for "about ticket 1234". */
static guint recent_ticket(const struct planner *planner, gint64 at_ms)
{
	const struct plan *plan = planner->plan;
	guint low = 0, high = plan->tickets->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (plan_ticket(plan, middle)->opened_ms <= at_ms)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || at_ms - plan_ticket(plan, low - 1)->opened_ms > 14 * CALENDAR_DAY_MS)
		return PLAN_NONE;
	return low - 1;
}

static void draw_ask(struct planner *planner, gint32 day)
{
	const struct cast *cast = planner->cast;
	GRand *random = planner->random;
	double share =
		parameters_at(planner->parameters, planner->parameters->pivot_share, day);
	gint64 at = rhythm_instant(day, planner->zone, random);
	guint from = cast_pick(cast, PARTY_CLIENT, day, 0, random);
	guint to = random_chance(random, TO_MAILBOX_SHARE)
			   ? cast->mailbox[PARTY_PROVIDER]
			   : cast_pick(cast, PARTY_PROVIDER, day, share, random);
	struct planned_mail ask = planner_new_mail(MAIL_ASK, at, from, to);

	if (random_chance(random, FORWARDED_SHARE))
		ask.kind = MAIL_FORWARDED_ASK;
	if (random_chance(random, COPY_SHARE))
		ask.copy = cast_colleague(cast, random_chance(random, 0.6) ? from : to, day,
					  random);
	if (ask.copy == ask.from || ask.copy == ask.to)
		ask.copy = PLAN_NONE;
	if (random_chance(random, TICKET_SHARE))
		ask.ticket = recent_ticket(planner, at);
	draw_exchange(planner, planner_add_mail(planner, ask));
}

/* The provider, or a project, begins; the client answers now and then. */
static void draw_unprompted(struct planner *planner, gint32 day, enum mail_kind kind,
			    enum mail_kind answer_kind)
{
	const struct parameters *parameters = planner->parameters;
	GRand *random = planner->random;
	double share = parameters_at(parameters, parameters->pivot_share, day);
	double median = parameters_at(parameters, parameters->client_reply_hours, day);
	guint from = cast_pick(planner->cast, PARTY_PROVIDER, day, share, random);
	guint to = cast_pick(planner->cast, PARTY_CLIENT, day, 0, random);
	struct planned_mail mail =
		planner_new_mail(kind, rhythm_instant(day, planner->zone, random), from, to);
	guint index;

	mail.tone = random_chance(random, UNPROMPTED_TONE) ? TONE_SUPPORTIVE : TONE_NEUTRAL;
	if (random_chance(random, COPY_SHARE))
		mail.copy = cast_colleague(planner->cast, to, day, random);
	if (mail.copy == mail.to)
		mail.copy = PLAN_NONE;
	index = planner_add_mail(planner, mail);
	if (index == PLAN_NONE ||
	    !random_chance(random,
			   parameters_at(parameters, parameters->unprompted_answered, day)))
		return;
	planner_add_mail(planner,
			 planner_answer(planner, index, answer_kind, to,
					random_log_normal(random, median, CLIENT_REPLY_SIGMA)));
}

static bool in_project(const struct parameters *parameters, gint32 day)
{
	return parameters->tool_changed != STORY_DAY_NONE &&
	       day >= parameters->tool_changed -
			       (gint32)(7 * parameters->tool_project_weeks / 2) &&
	       day < parameters->tool_changed +
			       (gint32)(7 * parameters->tool_project_weeks / 2);
}

static void draw_day(struct planner *planner, gint32 day, struct momentum *client,
		     struct momentum *provider)
{
	const struct parameters *parameters = planner->parameters;
	double activity = rhythm_activity(parameters, day) / DAYS_A_WEEK;
	double by_mail = parameters_mail_share(parameters, day);
	double asks = activity * by_mail *
		      parameters_at(parameters, parameters->asks_a_week, day) *
		      rhythm_momentum(parameters, client, day, planner->random);
	double unprompted = activity * by_mail *
			    parameters_at(parameters, parameters->proactive_a_week, day) *
			    rhythm_momentum(parameters, provider, day, planner->random);
	guint count = random_poisson(planner->random, asks);

	while (count-- > 0)
		draw_ask(planner, day);
	for (count = random_poisson(planner->random, unprompted); count > 0; count--)
		draw_unprompted(planner, day, MAIL_PROACTIVE, MAIL_PROACTIVE_REPLY);
	if (!in_project(parameters, day))
		return;
	count = random_poisson(planner->random, activity * parameters->tool_project_a_week);
	while (count-- > 0)
		draw_unprompted(planner, day, MAIL_PROJECT, MAIL_PROJECT_REPLY);
}

void plan_mails(struct planner *planner)
{
	struct momentum client = {G_MININT32, 0}, provider = {G_MININT32, 0};

	for (gint32 day = planner->parameters->start; day <= planner->parameters->end; day++)
		draw_day(planner, day, &client, &provider);
}

static bool may_be_harsh(enum mail_kind kind)
{
	static const bool kinds[MAIL_KIND_COUNT] = {
		[MAIL_ASK] = true,    [MAIL_FOLLOW_UP] = true, [MAIL_REMINDER] = true,
		[MAIL_THANKS] = true, [MAIL_COMPLAINT] = true, [MAIL_PROACTIVE_REPLY] = true,
	};

	return kinds[kind];
}

/* By a stream of its own, after all mail is drawn: an angry client asks as often, of the same
 * people and on the same days, as a friendly one. */
void plan_client_tone(struct planner *planner)
{
	const struct parameters *parameters = planner->parameters;

	for (guint i = 0; i < planner->plan->mails->len; i++) {
		struct planned_mail *mail =
			&g_array_index(planner->plan->mails, struct planned_mail, i);
		gint32 day = planner_day(planner, mail->at_ms);

		if (may_be_harsh(mail->kind) &&
		    random_chance(planner->random,
				  parameters_at(parameters, parameters->client_harsh, day)))
			mail->tone = TONE_HARSH;
	}
}
