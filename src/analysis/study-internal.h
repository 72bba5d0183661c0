/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One assessment while it is being made: the common time axis, what is known about each of its
 * weeks, every fitted series, the fused posterior. Files of this room pass it around; nothing
 * of it outlives assess_timeline(). Weeks are numbers on the axis unless said otherwise. */
#pragma once

#include <stdbool.h>

#include "analysis/assess.h"
#include "stats/onset.h"
#include "stats/rogan_gladen.h"

#define LAST_QUARTER_WEEKS 13
#define BASELINE_WEEKS     52
#define BASELINE_MIN_WEEKS 26
#define ONSET_PROBABILITY  .5 /* below it no date is given */
#define STRAIN_PROBABILITY .4
#define ALARM_PROBABILITY  .7
#define COVERAGE_LAPSE     8 /* weeks before the date asked after which nothing is concluded */

/* One indicator on one side. */
struct fit {
	const struct indicator *indicator;
	enum side side;
	struct series series; /* as computed, on its own weeks */
	double *value;        /* axis weeks: stabilised, down is worse, NAN = left out */
	double *uncut;        /* the same before outliers were cut in the light of all weeks */
	const double *covariate[ONSET_COVARIATES_MAX]; /* borrowed from the study */
	guint n_covariates;
	guint observed;
	struct onset_posterior loss; /* this series alone */
	double gain;                 /* P(better) of this series alone, NAN */
	double margin;               /* of `value`: what the reader's error explains */
	struct finding *finding;     /* handed to the assessment at the end */
};

/* A nuisance column for the series that it concerns. */
struct study_covariate {
	double *value; /* axis weeks */
	bool of_tickets, of_channel;
	bool of_sources; /* another set of channels is covered than at the end */
	bool of_mail;    /* people took to another channel */
};

struct study {
	const struct timeline *timeline;
	const struct assess_options *options;
	struct assessment *assessment;
	struct onset_axis axis;
	gint32 first_week;             /* calendar week of axis week 0 */
	guint8 *covered;               /* weeks: some source speaks of all of it */
	guint8 *left_out, *no_tickets; /* weeks that say nothing, of all and of tickets */
	GArray *covariates;            /* struct study_covariate */
	bool channel_known;            /* a fact says that talk moved */
	guint channels;                /* covered at the end, a bit each (model/timeline.h) */
	struct fit *fits;
	guint n_fits;
	struct onset_grid *grids; /* n_fits, kept for the fusion */
	struct onset_posterior fused;
	double recovery; /* P of a gain since the onset, NAN */
	bool channel_doubt;
	guint32 *rank;             /* persons: place by pseudonym, from 1 */
	guint32 pivot[SIDE_COUNT]; /* index of the person, TIMELINE_NO_INDEX */
};

/* axis.c */
bool week_has_value(const struct series_week *week);
bool study_set_axis(struct study *study);                   /* false when nothing is covered */
gint32 study_monday(const struct study *study, guint week); /* a day */
gint32 study_week_of_ms(const struct study *study, gint64 ms); /* may lie outside the axis */
guint study_channels(const struct study *study, guint week);   /* covered then, a bit each */

/* disturbances.c: facts and tool changes that move series without any erosion */
void study_find_disturbances(struct study *study);

/* fit.c */
void study_fit(struct study *study);
void fit_clear(struct fit *fit);
/* The week after the first year of observed weeks; axis.weeks without so many. */
guint study_first_year(const struct study *study, const struct fit *fit);
/* All series together, on the weeks from..to - 1 alone. */
void study_fuse_window(const struct study *study, guint from, guint to, int direction,
		       struct onset_posterior *posterior);
/* Odds of this loss alone, divided by the number of series looked at: one of many series that
 * moved by chance is no finding. */
bool fit_dated_alone(const struct study *study, const struct fit *fit);
/* Whether the series only repeats another of its side that was fitted. */
bool fit_is_mirror(const struct study *study, const struct fit *fit);
bool study_has_onset(const struct study *study);
bool fit_has_onset(const struct fit *fit);
/* Whether the series alone speaks for a loss rather than against one. */
bool fit_leans_worse(const struct fit *fit);

/* event.c: the events of a series by the indicator's kind. */
/* What it is: of a matter a ticket or a message. */
enum event_kind study_event_kind(const struct study *study, enum event_kind kind,
				 guint32 index);
guint64 study_event(const struct study *study, enum event_kind kind, guint32 index);
gint64 study_event_ms(const struct study *study, enum event_kind kind, guint32 index);
/* Which it is, whose and by whom; to a finding about that side. */
void study_describe_event(const struct study *study, enum event_kind kind, enum side side,
			  guint32 index, struct evidence *evidence);

/* rule.c: whether the series ends beyond its limit; *since_week, a week of the calendar, is the
 * first of those known weeks. False without a rule. */
bool fit_breaks_rule(const struct fit *fit, gint32 *since_week);

/* read_share.c: shares of language, for indicators that are read; weeks from..to - 1. */
/* Corrected for the reader's known error; false, and *share untouched, where that cannot be. */
bool study_read_share(const struct study *study, const struct fit *fit, guint from, guint to,
		      struct adjusted_share *share);
/* By how much the reader's mean score of those weeks, which is put in *score, may move while
 * what it reads stays the same: its error differs with the writer and the kind of text. Nought
 * for what is not read. */
double study_reader_margin(const struct study *study, const struct fit *fit, guint from,
			   guint to, double *score);
/* Whether what changed at that posterior's onset lies within that margin. */
bool study_reader_explains(const struct study *study, const struct fit *fit,
			   const struct onset_posterior *change);

/* watch.c */
void study_watch(struct study *study);

/* findings.c */
/* Shape of a posterior that has an onset, and how sure. */
enum onset_shape study_shape(const struct onset_posterior *posterior, double *probability);
void study_make_findings(struct study *study);
/* After then and now are known. */
void study_judge_findings(struct study *study);
bool fit_about_pivot(const struct study *study, const struct fit *fit);

/* baseline.c */
void study_compare(struct study *study);

/* ended.c */
void study_find_end(struct study *study);

/* pivot.c; after the people have their numbers and a doubt about the channel is known */
void study_find_pivot_loss(struct study *study);
bool fit_about_lost_pivot(const struct study *study, const struct fit *fit);
void study_find_sole_contacts(struct study *study);
/* The share of a contact with whom hardly any colleague shares a thread. */
bool fit_about_sole_contact(const struct study *study, const struct fit *fit);

/* channel.c */
void study_doubt_channel(struct study *study);

/* recovery.c */
double study_recovery(const struct study *study);

/* stage.c */
void study_set_stage(struct study *study);

/* people.c */
void study_rank_people(struct study *study);

/* compound.c: findings that several measures make together */
/* A finding that got worse; owned by the assessment, to be filled. `name` is static. */
struct finding *study_compound(struct study *study, const char *name, enum side side,
			       enum dimension dimension);
void study_add_part(struct finding *finding, const struct finding_part *part);
void study_show_event(const struct study *study, struct finding *finding, enum event_kind kind,
		      guint32 index, const char *reason, GPtrArray *out);
/* NULL when the indicator is not measured for the side. */
const struct fit *study_fit_of(const struct study *study, const char *indicator,
			       enum side side);

/* neglect.c; after findings are judged and people have their numbers */
void study_find_neglect(struct study *study);

/* evidence.c */
void study_gather_evidence(struct study *study);

/* unknown.c */
void study_list_unknowns(struct study *study);
