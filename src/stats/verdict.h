/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an onset posterior says in one word: abrupt or slow, when one of them is sure enough, or
 * already under way when the data begin; and how much of a series is the season of the year. */
#pragma once

#include "stats/onset.h"

#define VERDICT_PROBABILITY .8 /* below it abrupt against slow stays undecided */
#define VERDICT_EARLY_FROM  .5 /* posterior mass on the first 12 observed weeks */

enum onset_verdict {
	ONSET_VERDICT_UNDECIDED,
	ONSET_VERDICT_ABRUPT, /* step, or ramp of a quarter */
	ONSET_VERDICT_SLOW,   /* longer ramps */
	ONSET_VERDICT_EARLY,
};

/* Shape of a loss given that there is one; *probability says how sure. */
enum onset_verdict onset_verdict(const struct onset_posterior *posterior, double *probability);

/* Share 0..1 of the variance that level and season of the year account for (adjusted for the
 * columns used); 0 where there are less than two years, because a wave seen once is no season.
 */
double onset_season_share(const struct onset_series *series, const struct onset_axis *axis);
