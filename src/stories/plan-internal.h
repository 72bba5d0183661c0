/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Shared by the parts of the plan: what they draw from and where they put it. */
#pragma once

#include "stories/plan.h"
#include "stories/rhythm.h"

struct planner {
	const struct parameters *parameters;
	const struct cast *cast;
	GTimeZone *zone;
	guint64 seed;
	GRand *random;
	struct plan *plan;
};

void plan_meetings(struct planner *planner);
void plan_tickets(struct planner *planner);
/* Reads the meetings and tickets drawn before. */
void plan_mails(struct planner *planner);
void plan_governance_mails(struct planner *planner);
void plan_machine_mails(struct planner *planner);
/* Which of the client's mails are harsh: reads the mails drawn before, moves none of them. */
void plan_client_tone(struct planner *planner);
/* Mail whose day is fixed by the story: farewells, announcements. */
void plan_turning_points(struct planner *planner);

/* Adds a mail in a thread of its own (parent PLAN_NONE) or in its parent's; PLAN_NONE and
 * nothing added when it falls after the end. */
guint planner_add_mail(struct planner *planner, struct planned_mail mail);
struct planned_mail planner_new_mail(enum mail_kind kind, gint64 at_ms, guint from, guint to);
/* An answer to a mail by somebody, a delay in business hours later. */
struct planned_mail planner_answer(const struct planner *planner, guint parent,
				   enum mail_kind kind, guint from, double business_hours);
enum tone planner_tone(const struct planner *planner, gint32 day);
gint32 planner_day(const struct planner *planner, gint64 at_ms);
