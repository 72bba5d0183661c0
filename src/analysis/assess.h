/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a timeline to an assessment: every indicator for every side it is defined for, each
 * series fitted alone, all fused into one dated interval; baseline, stage, findings with
 * evidence and counter-evidence, unknowns, recommendation. Pure but for the callback that
 * fetches first words. */
#pragma once

#include "indicators/indicator.h"
#include "model/assessment.h"

struct assess_options {
	/* First words of an event, names and addresses already masked; caller owns; NULL when
	 * there is no text. May be NULL. */
	char *(*excerpt)(enum event_kind kind, guint64 event, void *data);
	/* The sentence of a message that shows a stance best, as `excerpt`; may be NULL. */
	char *(*quote)(guint64 event, enum reading_stance stance, void *data);
	void *excerpt_data;         /* of both */
	guint evidence_per_finding; /* 0 = 5 */
	gboolean simulated;
	double false_alarms; /* of the weekly watch, a year; 0 = WATCH_FALSE_ALARMS */
};

/* Caller owns. Never fails: what cannot be concluded is in `unknowns`. */
struct assessment *assess_timeline(const struct timeline *timeline,
				   const struct assess_options *options);

/* Judges the weekly watches of all relationships together (struct assessment *): sets
 * watch.among_all of each. */
void assess_portfolio(GPtrArray *assessments);
