/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mail may fall because talk moved to a chat or the telephone. Erosion and a move both explain
 * the data when only volumes of mail fell, those of both sides alike, while answers and tickets
 * are as good as before. Without a fact that tells the two apart, "talk moved" is a third
 * hypothesis with prior 1/2 against erosion. It brings both sides down alike for certain, an
 * erosion less often: P(erosion) is divided accordingly and falls under 1/2, the stage is
 * strained, and the doubt is stated with what would settle it. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#define MOVED_PRIOR  .5
#define ALIKE_ERODED .8 /* P(both sides fall alike | erosion), at most */
#define VOLUME_SHARE .9 /* of the evidence that volumes must carry */
#define ALIKE_FACTOR 1.6
#define FALL         .8 /* what is left of a volume that fell */

/* Share of the evidence for erosion that volumes of mail carry. */
static double volume_share(const struct study *study)
{
	double volumes = 0, all = 0;

	for (guint i = 0; i < study->n_fits; i++) {
		double part = fmax(study->fused.contribution[i], 0);
		all += part;
		volumes += study->fits[i].indicator->follows_channel ? part : 0;
	}
	return all > 0 ? volumes / all : 0;
}

/* Something that a move does not explain got worse. */
static bool others_worsen(const struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++)
		if (!study->fits[i].indicator->follows_channel &&
		    fit_has_onset(&study->fits[i]))
			return true;
	return false;
}

/* What is left of the side's presence, NAN when not known. */
static double presence_left(const struct study *study, enum side side)
{
	for (guint i = 0; i < study->n_fits; i++) {
		const struct fit *fit = &study->fits[i];
		if (fit->side == side &&
		    strcmp(fit->indicator->name, "organisation_presence") == 0)
			return fit->finding->after / fit->finding->before;
	}
	return NAN;
}

static bool both_fell_alike(const struct study *study)
{
	double client = presence_left(study, SIDE_CLIENT);
	double provider = presence_left(study, SIDE_PROVIDER);

	return client < FALL && provider < FALL && client > 0 && provider > 0 &&
	       fabs(log(client / provider)) < log(ALIKE_FACTOR);
}

/* Of the posterior of erosion, what "talk moved" leaves to it. */
static double remaining_share(void)
{
	double eroded = (1 - MOVED_PRIOR) * ALIKE_ERODED;

	return eroded / (eroded + MOVED_PRIOR);
}

void study_doubt_channel(struct study *study)
{
	struct assessment *out = study->assessment;

	if (study->channel_known || !(study->fused.probability >= STRAIN_PROBABILITY) ||
	    volume_share(study) < VOLUME_SHARE || others_worsen(study) ||
	    !both_fell_alike(study))
		return;
	study->channel_doubt = true;
	out->probability *= remaining_share();
	memset(out->dimension, 0, sizeof out->dimension);
	for (guint i = 0; i < study->n_fits; i++)
		study->fits[i].finding->contribution = 0;
}
