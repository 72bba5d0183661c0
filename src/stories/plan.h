/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The dated events of a story, before any word is chosen: pure numbers drawn from the
 * parameters. Tests compare these with the parameters; the writers turn them into files. */
#pragma once

#include "stories/cast.h"
#include "stories/parameters.h"

#define PLAN_NONE           G_MAXUINT32
#define TICKET_FIRST_NUMBER 4101u /* number of the first ticket in its tool */

enum mail_kind {
	MAIL_ASK,
	MAIL_FORWARDED_ASK, /* a question that forwards what somebody else wrote */
	MAIL_REPLY,
	MAIL_FOLLOW_UP,
	MAIL_REMINDER,
	MAIL_THANKS,
	MAIL_COMPLAINT,
	MAIL_PROACTIVE,
	MAIL_PROACTIVE_REPLY,
	MAIL_PROJECT,
	MAIL_PROJECT_REPLY,
	MAIL_REPORT,
	MAIL_INVITATION,
	MAIL_CANCELLATION,
	MAIL_MINUTES,
	MAIL_FORWARD,  /* inside the client */
	MAIL_FAREWELL, /* the pivot says goodbye */
	MAIL_SUCCESSOR,
	MAIL_CHANNEL, /* a new channel is announced */
	MAIL_OUT_OF_OFFICE,
	MAIL_ALERT,
	MAIL_NEWSLETTER,
	MAIL_NOTICE,
	MAIL_PERSONAL,
	MAIL_OUT_OF_SCOPE,
	MAIL_KIND_COUNT
};

/* The first three are the provider's, the last is the client's. */
enum tone { TONE_NEUTRAL, TONE_SUPPORTIVE, TONE_DEFENSIVE, TONE_HARSH };

struct planned_mail {
	gint64 at_ms;
	enum mail_kind kind;
	enum tone tone;
	guint from, to, copy; /* members; copy PLAN_NONE */
	guint thread;
	guint parent;       /* index into mails, PLAN_NONE */
	guint ticket;       /* index into tickets, PLAN_NONE */
	guint meeting;      /* index into meetings, PLAN_NONE */
	guint32 topic;      /* a draw: the wording takes it modulo its topics */
	bool duplicate;     /* written twice, as after a merge of two mailboxes */
	bool broken_thread; /* without In-Reply-To and References */
};

enum ticket_tool { TOOL_GLPI, TOOL_JIRA, TOOL_COUNT };

struct planned_ticket {
	enum ticket_tool tool;
	gint64 opened_ms, acknowledged_ms, resolved_ms,
		closed_ms; /* PLAN_NEVER: not by the end */
	guint requester, technician;
	guint32 topic;
	enum tone tone;
	guint priority;             /* 1 low .. 4 very high */
	guint moved_from, moved_to; /* the same ticket in the other tool, PLAN_NONE */
};

#define PLAN_NEVER G_MININT64

struct planned_meeting {
	gint32 day, moved_to; /* moved_to == day when held as planned */
	bool held;
};

struct plan {
	gint64 start_ms, end_ms; /* end exclusive */
	GArray *mails;    /* struct planned_mail, in the order drawn: parents come first */
	GArray *by_time;  /* guint: mails sorted by instant */
	GArray *tickets;  /* struct planned_ticket, by opening */
	GArray *meetings; /* struct planned_meeting */
	guint n_threads;
};

/* Caller owns. */
struct plan *plan_draw(const struct parameters *parameters, const struct cast *cast,
		       guint64 seed, GTimeZone *zone);
void plan_free(struct plan *plan);
typedef struct plan plan_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(plan_auto, plan_free)

const struct planned_mail *plan_mail(const struct plan *plan, guint index);
const struct planned_ticket *plan_ticket(const struct plan *plan, guint index);
const struct planned_meeting *plan_meeting(const struct plan *plan, guint index);
