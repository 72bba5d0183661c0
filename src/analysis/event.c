/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the rows behind a series are: when each kind of event happened, and who it concerns. A
 * kind that indicators index is one row here. */
#include "analysis/study-internal.h"

#include "base/calendar.h"
#include "model/record.h"

struct event_shown {
	guint64 event;
	gint64 at_ms;
	enum event_kind kind; /* of a matter, what it is */
};

static const char *role_of(const struct study *study, const struct timeline_message *message)
{
	if (message->person >= study->timeline->n_persons)
		return "contact";
	if (study->timeline->persons[message->person].shared)
		return "function_mailbox";
	return study->pivot[message->side] == message->person ? "pivot" : "contact";
}

static struct event_shown message_shown(const struct timeline *timeline, guint32 index)
{
	return (struct event_shown){timeline->messages[index].event,
				    timeline->messages[index].at_ms};
}

static void describe_message(const struct study *study, enum side side, guint32 index,
			     struct evidence *evidence)
{
	const struct timeline_message *message = &study->timeline->messages[index];

	evidence->side = message->side;
	evidence->role = role_of(study, message);
	if (message->person < study->timeline->n_persons)
		evidence->pseudonym = study->rank[message->person];
}

static struct event_shown ticket_shown(const struct timeline *timeline, guint32 index)
{
	return (struct event_shown){timeline->tickets[index].event,
				    timeline->tickets[index].opened_ms};
}

static void describe_ticket(const struct study *study, enum side side, guint32 index,
			    struct evidence *evidence)
{
	evidence->side = side;
	evidence->role =
		study->timeline->tickets[index].worker_side == side ? "worker" : "requester";
}

static struct event_shown meeting_shown(const struct timeline *timeline, guint32 index)
{
	return (struct event_shown){timeline->meetings[index].event,
				    timeline->meetings[index].at_ms};
}

static struct event_shown fact_shown(const struct timeline *timeline, guint32 index)
{
	const struct timeline_fact *fact = &timeline->facts[index];

	return (struct event_shown){fact->event, calendar_ms_of_day(fact->day, timeline->zone)};
}

static void describe_fact(const struct study *study, enum side side, guint32 index,
			  struct evidence *evidence)
{
	evidence->side = SIDE_CLIENT;
	evidence->role = "company_fact";
}

static struct event_shown report_shown(const struct timeline *timeline, guint32 index)
{
	return (struct event_shown){timeline->reports[index].event,
				    timeline->reports[index].at_ms};
}

static void describe_report(const struct study *study, enum side side, guint32 index,
			    struct evidence *evidence)
{
	evidence->side = study->timeline->reports[index].side;
	evidence->role = "report";
}

static struct event_shown expectation_shown(const struct timeline *timeline, guint32 index)
{
	return (struct event_shown){timeline->expectations[index].event,
				    timeline->expectations[index].at_ms};
}

static void describe_expectation(const struct study *study, enum side side, guint32 index,
				 struct evidence *evidence)
{
	evidence->side = side;
	evidence->role = "ledger";
}

static struct event_shown act_shown(const struct timeline *timeline, guint32 index)
{
	const struct timeline_act *act = &timeline->acts[index];

	return (struct event_shown){act->event, calendar_ms_of_day(act->day, timeline->zone)};
}

static struct event_shown action_shown(const struct timeline *timeline, guint32 index)
{
	return (struct event_shown){timeline->actions[index].item.event,
				    timeline->actions[index].at_ms};
}

static void describe_action(const struct study *study, enum side side, guint32 index,
			    struct evidence *evidence)
{
	const struct action_item *item = &study->timeline->actions[index].item;

	evidence->side = item->side;
	evidence->role = item->kind == ACTION_DECISION ? "decision" : "action";
}

static struct event_shown matter_shown(const struct timeline *timeline, guint32 index)
{
	const struct timeline_matter *matter = &timeline->matters[index];

	return (struct event_shown){matter->kind == EVENT_TICKET
					    ? timeline->tickets[matter->index].event
					    : timeline->messages[matter->index].event,
				    matter->at_ms, matter->kind};
}

static void describe_matter(const struct study *study, enum side side, guint32 index,
			    struct evidence *evidence)
{
	const struct timeline_matter *matter = &study->timeline->matters[index];

	if (matter->kind == EVENT_TICKET)
		describe_ticket(study, study->timeline->tickets[matter->index].worker_side,
				matter->index, evidence);
	else
		describe_message(study, side, matter->index, evidence);
}

static struct event_shown duty_shown(const struct timeline *timeline, guint32 index)
{
	return (struct event_shown){timeline->duties[index].event,
				    timeline->duties[index].at_ms};
}

static void describe_duty(const struct study *study, enum side side, guint32 index,
			  struct evidence *evidence)
{
	evidence->side = study->timeline->duties[index].owes;
	evidence->role = "survey_duty";
}

/* Of both sides. */
static void describe_shared(const struct study *study, enum side side, guint32 index,
			    struct evidence *evidence)
{
	evidence->side = side;
	evidence->role = "both_sides";
}

static const struct {
	struct event_shown (*shown)(const struct timeline *timeline, guint32 index);
	void (*describe)(const struct study *study, enum side side, guint32 index,
			 struct evidence *evidence);
} kinds[EVENT_KINDS] = {
	[EVENT_MESSAGE] = {message_shown, describe_message},
	[EVENT_TICKET] = {ticket_shown, describe_ticket},
	[EVENT_MEETING] = {meeting_shown, describe_shared},
	[EVENT_FACT] = {fact_shown, describe_fact},
	[EVENT_CONTRACT] = {act_shown, describe_shared},
	[EVENT_REPORT] = {report_shown, describe_report},
	[EVENT_LEDGER] = {expectation_shown, describe_expectation},
	[EVENT_ACTION] = {action_shown, describe_action},
	[EVENT_MATTER] = {matter_shown, describe_matter},
	[EVENT_ANSWER] = {duty_shown, describe_duty},
};

guint64 study_event(const struct study *study, enum event_kind kind, guint32 index)
{
	return kinds[kind].shown(study->timeline, index).event;
}

gint64 study_event_ms(const struct study *study, enum event_kind kind, guint32 index)
{
	return kinds[kind].shown(study->timeline, index).at_ms;
}

enum event_kind study_event_kind(const struct study *study, enum event_kind kind, guint32 index)
{
	return kind == EVENT_MATTER ? kinds[kind].shown(study->timeline, index).kind : kind;
}

void study_describe_event(const struct study *study, enum event_kind kind, enum side side,
			  guint32 index, struct evidence *evidence)
{
	evidence->event = event_name(study_event_kind(study, kind, index),
				     study_event(study, kind, index));
	kinds[kind].describe(study, side, index, evidence);
}
