/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Variance-stabilising transforms: after them the noise of a week no longer depends on its
 * level, as the Gaussian model of the onset posterior needs.
 * Method: Anscombe (1948) for counts and proportions, logarithm for durations. */
#include "stats/onset.h"

#include <math.h>

double onset_stabilise_count(double count, double exposure, double mean_exposure)
{
	if (!(exposure > 0) || !(mean_exposure > 0))
		return NAN;
	return 2 * sqrt(count * mean_exposure / exposure + 3.0 / 8);
}

double onset_stabilise_proportion(double proportion, double n, double mean_n)
{
	if (!(n > 0) || !(mean_n > 0))
		return NAN;
	double share = (CLAMP(proportion, 0, 1) * n + 3.0 / 8) / (n + 3.0 / 4);
	return 2 * sqrt(mean_n) * asin(sqrt(share));
}

double onset_stabilise_duration(double duration)
{
	return log(fmax(duration, 1.0 / 60));
}

double onset_stabilise_score(double score)
{
	double share = (10 * CLAMP(score, 0, 1) + 0.5) / 11;

	return log(share / (1 - share));
}
