/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The steering committee and what is written around it: invitation, cancellation, minutes,
 * monthly report. Held or cancelled by a share that drifts with the change. */
#include "base/calendar.h"
#include "stories/plan-internal.h"
#include "stats/random.h"

#define FIRST_COMMITTEE   17 /* days after the start */
#define MOVED_SHARE       0.08
#define INVITATION_DAYS   10
#define MINUTES_SHARE     0.9
#define MINUTES_HOURS     20.0
#define REPORT_DAY        5 /* about the fifth of the month */
#define HOUR_MS           (G_GINT64_CONSTANT(3600000))
#define CANCELLATION_MS   (26 * HOUR_MS)
#define COMMITTEE_HOUR_MS (10 * HOUR_MS)

static gint32 next_business_day(gint32 day)
{
	while (!calendar_is_business_day(day))
		day++;
	return day;
}

void plan_meetings(struct planner *planner)
{
	const struct parameters *parameters = planner->parameters;
	gint32 step = 7 * (gint32)parameters->committee_weeks;
	gint32 day = calendar_monday_of_week(
			     calendar_week_of_day(parameters->start + FIRST_COMMITTEE)) +
		     3;

	for (; day <= parameters->end; day += step) {
		struct planned_meeting meeting = {day, day, false};
		double held = parameters_at(parameters, parameters->committee_held, day);

		meeting.held =
			random_chance(planner->random, held) && calendar_is_business_day(day);
		if (meeting.held && random_chance(planner->random, MOVED_SHARE))
			meeting.moved_to = next_business_day(day + 5);
		g_array_append_val(planner->plan->meetings, meeting);
	}
}

/* The last of the provider's people in the story file looks after the account. */
static guint account_manager(const struct planner *planner)
{
	return planner->cast->mailbox[PARTY_CLIENT] - 1 -
	       (planner->cast->successor != planner->cast->pivot);
}

static void draw_meeting_mails(struct planner *planner, guint index)
{
	const struct planned_meeting *meeting = plan_meeting(planner->plan, index);
	guint from = account_manager(planner);
	gint64 begins = calendar_ms_of_day(meeting->day, planner->zone) + COMMITTEE_HOUR_MS;
	gint32 invited = next_business_day(meeting->day - INVITATION_DAYS);
	struct planned_mail mail = planner_new_mail(
		MAIL_INVITATION, rhythm_instant(invited, planner->zone, planner->random), from,
		0);
	guint invitation;

	mail.meeting = index;
	mail.copy = 1;
	invitation = planner_add_mail(planner, mail);
	mail.at_ms =
		begins - CANCELLATION_MS + g_rand_int_range(planner->random, 0, 7200) * 1000;
	mail.kind = MAIL_CANCELLATION;
	if (invitation != PLAN_NONE) {
		mail.parent = invitation;
		mail.thread = plan_mail(planner->plan, invitation)->thread;
	}
	if (!meeting->held) {
		planner_add_mail(planner, mail);
		return;
	}
	mail.kind = MAIL_MINUTES;
	mail.parent = PLAN_NONE;
	mail.at_ms = rhythm_later(
		calendar_ms_of_day(meeting->moved_to, planner->zone) + COMMITTEE_HOUR_MS,
		random_log_normal(planner->random, MINUTES_HOURS, 0.6), planner->zone);
	if (random_chance(planner->random, MINUTES_SHARE))
		planner_add_mail(planner, mail);
}

static void draw_report(struct planner *planner, gint32 day)
{
	const struct parameters *parameters = planner->parameters;
	struct planned_mail mail;

	if (!random_chance(planner->random,
			   parameters_at(parameters, parameters->report_sent, day)))
		return;
	day = next_business_day(day + g_rand_int_range(planner->random, 0, 4));
	mail = planner_new_mail(MAIL_REPORT,
				rhythm_instant(day, planner->zone, planner->random),
				account_manager(planner), 0);
	mail.copy = 1;
	planner_add_mail(planner, mail);
}

void plan_governance_mails(struct planner *planner)
{
	const struct parameters *parameters = planner->parameters;

	for (guint i = 0; i < planner->plan->meetings->len; i++)
		draw_meeting_mails(planner, i);
	for (gint32 day = parameters->start; day <= parameters->end; day++) {
		int year, month, day_of_month;

		calendar_ymd_from_day(day, &year, &month, &day_of_month);
		if (day_of_month == REPORT_DAY)
			draw_report(planner, day);
	}
}

static void add_announcement(struct planner *planner, enum mail_kind kind, gint32 day,
			     guint from)
{
	struct planned_mail mail = planner_new_mail(
		kind, rhythm_instant(next_business_day(day), planner->zone, planner->random),
		from, 0);

	mail.copy = 1;
	planner_add_mail(planner, mail);
}

void plan_turning_points(struct planner *planner)
{
	const struct parameters *parameters = planner->parameters;
	const struct cast *cast = planner->cast;
	guint account = account_manager(planner);

	if (parameters->pivot_leaves != STORY_DAY_NONE) {
		add_announcement(planner, MAIL_FAREWELL, parameters->pivot_leaves - 4,
				 cast->pivot);
		add_announcement(planner, MAIL_SUCCESSOR,
				 cast_member(cast, cast->successor)->from, account);
	}
	if (parameters->channel_opened != STORY_DAY_NONE)
		add_announcement(planner, MAIL_CHANNEL, parameters->channel_opened - 3,
				 account);
}
