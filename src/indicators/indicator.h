/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One indicator is one file and one row of indicators/list.c: a pure function of a timeline
 * that gives a weekly series with its support and the events behind each week. The side is a
 * parameter: the same code measures client and provider. */
#pragma once

#include "model/timeline.h"

struct series_event {
	guint32 index; /* into the timeline's array of the indicator's kind of event */
	float value; /* its own contribution: hours of a reply, 1 for a count; of a share: above
			0 when it counts, INFINITY when nobody answered at all */
};

/* A stated limit, for values that are facts and no samples: to stand beyond it on the worse
 * side for so many known weeks is a finding, dated where the value last came to stand there. */
struct indicator_rule {
	double limit; /* in the indicator's unit */
	guint weeks;
};

struct series_week {
	double value; /* NAN unless state is WEEK_OBSERVED or WEEK_TRUE_ZERO */
	double n;     /* support: exposure, denominator or number of durations */
	enum week_state state;
	guint32 event_first, event_count; /* slice of events */
};

struct series {
	gint32 first_week; /* week number of base/calendar.h */
	guint n_weeks;
	struct series_week *week;
	struct series_event *events;
	guint n_events;
	/* A sentence-free fact that some indicators add (pivot_presence: who, by pseudonym). */
	guint32 subject; /* index of a person, TIMELINE_NO_INDEX when none */
};

/* Of which stance of sentences (language/model.h) a share is a sum of probabilities. */
enum reading_stance { READ_NOTHING, READ_DEFENSIVE, READ_SUPPORTIVE };

struct indicator {
	const char *name; /* token of DESIGN section 7 */
	enum dimension dimension;
	enum indicator_kind kind;
	enum event_kind source; /* what its events are */
	const char *unit; /* token: "messages_a_week", "business_hours", "days", "share"... */
	int worse;        /* -1: a fall is worse, +1: a rise is worse */
	gboolean of_side[SIDE_COUNT]; /* for which sides it is defined; SIDE_NONE: of both as
					 one */
	gboolean of_organisation;     /* says nothing of a side that is "everyone else" */
	const char
		*mirrors; /* name of the indicator whose events it reads again, or NULL: shown,
			     but not counted as evidence of its own where both are known */
	gboolean described; /* a risk that is shown, not a wear that is judged: its weeks
			       overlap, so that weekly statistics do not hold */
	const struct indicator_rule *rule; /* judged by this limit and not by statistics: not
					      a part of what is fused; NULL for most */
	gboolean only_compared;   /* means nothing without the pair's own past: not shown
				     without a baseline */
	enum reading_stance read; /* the reader's error that its values carry */
	gboolean follows_channel; /* a volume of mail, or what mail says: moves when talk moves
				     to another channel */
	gboolean any_channel;     /* counts contact on whatever channel: its weeks compare only
				     where the same channels are covered */
	const char *definition;   /* English sentence with formula; source of the method */
	void (*compute)(const struct timeline *timeline, enum side side, struct series *series);
};

extern const struct indicator indicator_proactive_contact;
extern const struct indicator indicator_silence;
extern const struct indicator indicator_reply_time;
extern const struct indicator indicator_unanswered_questions;
extern const struct indicator indicator_defensive_share;
extern const struct indicator indicator_solution_share;
extern const struct indicator indicator_explanation_share;
extern const struct indicator indicator_escalation;
extern const struct indicator indicator_voice;
extern const struct indicator indicator_style_matching;
extern const struct indicator indicator_organisation_presence;
extern const struct indicator indicator_pivot_share;
extern const struct indicator indicator_pivot_presence;
extern const struct indicator indicator_contact_turnover;
extern const struct indicator indicator_handover_quality;
extern const struct indicator indicator_acknowledgement_time;
extern const struct indicator indicator_update_gap;
extern const struct indicator indicator_explained_share;
extern const struct indicator indicator_explanation_time;
extern const struct indicator indicator_closing_readability;
extern const struct indicator indicator_closure_confirmed;
extern const struct indicator indicator_backlog_age;
extern const struct indicator indicator_reopened_share;
extern const struct indicator indicator_recurrence;
extern const struct indicator indicator_reassignments;
extern const struct indicator indicator_sla_met;
extern const struct indicator indicator_scope_lag;
extern const struct indicator indicator_unreviewed_renewal;
extern const struct indicator indicator_report_novelty;
extern const struct indicator indicator_recommendations;
extern const struct indicator indicator_recommendations_answered;
extern const struct indicator indicator_steering_rhythm;
extern const struct indicator indicator_pending_decisions;
extern const struct indicator indicator_overdue_actions;
extern const struct indicator indicator_client_presence;
extern const struct indicator indicator_grey_zone_share;
extern const struct indicator indicator_ownership_disputes;
extern const struct indicator indicator_expectation_gap;
extern const struct indicator indicator_perception_divergence;

/* NULL-terminated, in the order of DESIGN section 7. */
const struct indicator *const *indicator_list(void);
const struct indicator *indicator_by_name(const char *name);

void series_clear(struct series *series);
