/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Weekly signals of one relationship with a known truth: counts, proportions and durations on
 * the French season, correlated in time and with one another, with heavy tails and missing
 * weeks; two thirds of them carry the erosion, some weeks late. What is drawn is raw; what is
 * handed out is stabilised and turned as the product does it. Seeded: the same plan, seed and
 * number give the same signals on every machine. */
#pragma once

#include "stats/onset.h"

#define SIGNALS_MOST 12

enum scenario {
	SCENARIO_NULL,
	SCENARIO_SEASONAL, /* a season of 2.5 times the usual height */
	SCENARIO_SHOCK,    /* a loss that fades with 6 weeks */
	SCENARIO_DRIFT,    /* a loss that is complete after a year */
	SCENARIO_STEP,
	SCENARIO_PIVOT, /* a step of which four tenths are made good over 10 weeks */
	SCENARIO_COUNT
};

/* What lies outside the class of models that the detector fits. */
enum disturbance {
	DISTURBANCE_NONE,
	DISTURBANCE_LONG_MEMORY,     /* fractional noise, d = 0.3, instead of AR(1) */
	DISTURBANCE_CHANGING_SEASON, /* height and place of the season move over the years */
	DISTURBANCE_OVERDISPERSED,   /* counts of negative binomial weeks, size 3 */
	DISTURBANCE_GAP,             /* a quarter that no source covers */
	DISTURBANCE_MIGRATION,       /* a new ticket tool shifts every third signal; declared */
	DISTURBANCE_GROWTH,          /* the company doubles in 18 months; rates stay */
	DISTURBANCE_COUNT
};

struct signal_plan {
	enum scenario scenario;
	enum disturbance disturbance;
	double loss; /* at full effect, in standard deviations of a week */
	double rho;  /* from one week to the next */
	guint weeks, signals;
	guint onset_from, onset_to; /* the onset is drawn from from..to - 1 */
};

struct signals {
	guint weeks, n;
	double first_week_of_year;
	guint onset;
	double *value[SIGNALS_MOST];     /* weeks: stabilised, down is worse, NAN = missing */
	double *covariate[SIGNALS_MOST]; /* weeks, or NULL: declared disturbance */
};

void signals_draw(const struct signal_plan *plan, guint64 seed, guint number,
		  struct signals *signals);
void signals_clear(struct signals *signals);
/* The signal as the detector takes it; borrows from `signals`. */
struct onset_series signals_series(const struct signals *signals, guint signal);
