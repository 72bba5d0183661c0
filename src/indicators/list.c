/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The registered indicators: a new one is one file and one row here. */
#include <string.h>

#include "indicators/indicator.h"

static const struct indicator *const indicators[] = {
	&indicator_proactive_contact,
	&indicator_silence,
	&indicator_reply_time,
	&indicator_unanswered_questions,
	&indicator_defensive_share,
	&indicator_solution_share,
	&indicator_explanation_share,
	&indicator_escalation,
	&indicator_voice,
	&indicator_style_matching,
	&indicator_organisation_presence,
	&indicator_pivot_share,
	&indicator_pivot_presence,
	&indicator_contact_turnover,
	&indicator_handover_quality,
	&indicator_acknowledgement_time,
	&indicator_update_gap,
	&indicator_explained_share,
	&indicator_explanation_time,
	&indicator_closing_readability,
	&indicator_closure_confirmed,
	&indicator_backlog_age,
	&indicator_reopened_share,
	&indicator_recurrence,
	&indicator_reassignments,
	&indicator_sla_met,
	&indicator_scope_lag,
	&indicator_unreviewed_renewal,
	&indicator_report_novelty,
	&indicator_recommendations,
	&indicator_recommendations_answered,
	&indicator_steering_rhythm,
	&indicator_pending_decisions,
	&indicator_overdue_actions,
	&indicator_client_presence,
	&indicator_grey_zone_share,
	&indicator_ownership_disputes,
	&indicator_expectation_gap,
	&indicator_perception_divergence,
	NULL,
};

const struct indicator *const *indicator_list(void)
{
	return indicators;
}

const struct indicator *indicator_by_name(const char *name)
{
	for (guint i = 0; indicators[i] != NULL; i++)
		if (strcmp(indicators[i]->name, name) == 0)
			return indicators[i];
	return NULL;
}
