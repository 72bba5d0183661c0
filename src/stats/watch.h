/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weekly watch: a wager against "nothing has changed" whose stake can be read after any
 * week. Under no change its mean never exceeds 1, so the chance that it ever reaches 1/a is at
 * most a, however often one looks (Ville 1939). Bayes factor with right-Haar prior on season,
 * level and scale and a fixed prior on the loss (Lindon, Ham, Tingley and Bojinov, arXiv
 * 2210.08589), mixed over onset weeks with fixed weights. Input as in stats/onset.h:
 * stabilised, down is worse, NAN = missing; but not cut by onset_robustify, which looks ahead:
 * the watch cuts outliers itself, by what was known. */
#pragma once

#include <glib.h>

#include "stats/onset.h"

#define WATCH_BASELINE     52    /* weeks from which the autocorrelation is learnt */
#define WATCH_FROM         56    /* no reading before this week of the watch */
#define WATCH_WEEKS        104   /* after so many readings the watch begins anew */
#define WATCH_FALSE_ALARMS 0.025 /* accepted a year, when the user says nothing */
#define WATCH_NOTICE       3.0   /* "watch" level; the alarm level follows from the knob */
#define WATCH_SHARE_FALSE  0.10  /* of a portfolio's alarms, when the user says nothing */

struct watch {
	guint weeks;
	double *log_e;  /* weeks: log e-value of the relationship at the end of each week, NAN
			   where there is no reading */
	double rho;     /* cautious autocorrelation used, pooled over the series */
	guint started;  /* week from which the last watch counts its readings */
	gint alarm;     /* first week of the last watch at or above the level, -1 = none */
	gint since;     /* at the last reading: likeliest onset week given a change, -1 */
	guint n_series; /* series that could be used */
};

/* E that one relationship must reach for f false alarms a year over a watch of two years:
 * 1 / (2 f). */
double watch_level(double false_alarms_a_year);

/* All series of one relationship on one axis; covariates are nuisance columns as in onset.h.
 * Weeks that no series observes are no weeks of the watch. Readings at every week whose
 * distance to the last is a multiple of `every` (1 = all weeks). The watch starts anew
 * WATCH_WEEKS after it began, or later: when its evidence, at `level` or above, has fallen
 * below; and after an alarm at `level` was handled (weeks in `handled`, rising, may be NULL;
 * those without an alarm of the watch before them are passed over). Recomputed from all weeks:
 * late mail needs no other care. Fills every field; log_e all NAN when nothing could be read.
 */
void watch_run(const struct onset_series *series, guint n_series, const struct onset_axis *axis,
	       double level, guint every, const guint *handled, guint n_handled,
	       struct watch *watch);
void watch_clear(struct watch *watch);

/* The e-Benjamini-Hochberg rule (Wang and Ramdas 2022): which of n hypotheses are rejected so
 * that the expected share of false ones is at most `share`, under any dependence. log_e may be
 * NAN (never rejected, but counted). Sets alarmed[n]; returns how many. */
guint watch_portfolio(const double *log_e, guint n, double share, gboolean *alarmed);
