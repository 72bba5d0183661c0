/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recovery: the same machine with the sign turned, on the weeks since an onset. The onset is
 * that of today's posterior or, when the gain has already washed it out of that, the one that
 * stood 26 weeks ago: after 26 weeks at the baseline a relationship is simply healthy again. */
#include "analysis/study-internal.h"

#include <math.h>

#define BACK_AT_BASELINE 26

/* P of a gain on the weeks after `from`, and when it began; NAN when these are too few. */
static double gain_since(const struct study *study, guint from, guint *began)
{
	struct onset_posterior posterior;

	study_fuse_window(study, from, study->axis.weeks, 1, &posterior);
	double probability = posterior.probability;
	*began = posterior.median;
	onset_posterior_clear(&posterior);
	return probability;
}

static double recovery_from_earlier(const struct study *study)
{
	struct onset_posterior earlier;
	double recovery = NAN;
	guint began = 0;

	if (study->axis.weeks <= BACK_AT_BASELINE)
		return NAN;
	study_fuse_window(study, 0, study->axis.weeks - BACK_AT_BASELINE, -1, &earlier);
	if (earlier.probability >= ALARM_PROBABILITY)
		recovery = gain_since(study, earlier.median, &began);
	onset_posterior_clear(&earlier);
	return began + BACK_AT_BASELINE < study->axis.weeks ? NAN : recovery;
}

double study_recovery(const struct study *study)
{
	guint began;

	if (study->channel_doubt || isnan(study->fused.probability))
		return NAN;
	if (study->fused.probability >= ALARM_PROBABILITY)
		return gain_since(study, study->fused.median, &began);
	return recovery_from_earlier(study);
}
