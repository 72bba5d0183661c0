/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Is somebody who used to write still there? Probability that a source of contacts is alive
 * given how often, since when and how recently it wrote: the BG/NBD model of Fader, Hardie and
 * Lee (2005; P(alive) in their note of 2008), its four parameters by empirical Bayes over all
 * sources of a relationship. And how surprising a silence is: the gamma-Poisson survival of a
 * gap. Time is operational: the caller counts quiet weeks for less. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct alive_history {
	double repeats; /* contacts after the first */
	double last;    /* operational time of the last contact, from the first */
	double age;     /* operational time now, from the first; >= last */
};

/* gamma(r, alpha) contact rates, beta(a, b) chance to stop after each contact. */
struct alive_model {
	double r, alpha, a, b;
	guint n;    /* histories it was learnt from */
	bool prior; /* too few histories: stated defaults */
};

/* Maximum likelihood over the histories, shrunk to the defaults; never fails. */
void alive_learn(const struct alive_history *history, guint n, struct alive_model *model);
double alive_log_likelihood(const struct alive_model *model,
			    const struct alive_history *history);
/* P(alive) at history->age, 0..1. */
double alive_probability(const struct alive_model *model, const struct alive_history *history);

/* -log P(gap > g) when `contacts` were seen over `time` before: (contacts + 1) log(1 + g/time).
 * NAN when there was no time. */
double alive_silence(double contacts, double time, double gap);
