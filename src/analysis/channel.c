/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mail may fall because talk moved to a chat or the telephone. Erosion and a move both explain
 * the data when only volumes of mail fell, those of both sides alike, while answers and tickets
 * are as good as before. Without a fact that tells the two apart, "talk moved" is a third
 * hypothesis with prior 1/2 against erosion. It brings both sides down alike for certain, an
 * erosion less often: P(erosion) is divided accordingly and falls under 1/2, the stage is
 * strained, and the doubt is stated with what would settle it. An export of the chat or a log
 * of the calls settles it: contact is counted there too. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"

#define MOVED_PRIOR    .5
#define ALIKE_ERODED   .8 /* P(both sides fall alike | erosion), at most */
#define VOLUME_SHARE   .9 /* of the evidence that volumes must carry */
#define ALIKE_FACTOR   1.6
#define FALL           .8 /* what is left of a volume that fell */
#define FACT_REACH     26 /* weeks from an onset that a fact explains */
#define MEAN_WEEKS_MIN 6

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
		    fit_leans_worse(&study->fits[i]))
			return true;
	return false;
}

/* Mean weekly value of a series on axis weeks [from, to); NAN when too few are known. */
static double mean_value(const struct study *study, const struct series *series, gint64 from,
			 gint64 to)
{
	gint64 shift = (gint64)study->first_week - series->first_week;
	double sum = 0;
	guint n = 0;

	for (gint64 at = MAX(from + shift, 0); at < MIN(to + shift, series->n_weeks); at++)
		if (isfinite(series->week[at].value)) {
			sum += series->week[at].value;
			n++;
		}
	return n >= MEAN_WEEKS_MIN ? sum / n : NAN;
}

/* What is left of the side's presence since the onset, NAN when not known. */
static double presence_left(const struct study *study, enum side side)
{
	for (guint i = 0; i < study->n_fits; i++) {
		const struct fit *fit = &study->fits[i];
		if (fit->side == side &&
		    strcmp(fit->indicator->name, "organisation_presence") == 0)
			return mean_value(study, &fit->series, study->fused.high,
					  study->axis.weeks) /
			       mean_value(study, &fit->series, 0, study->fused.median);
	}
	return NAN;
}

/* A fact explains the fall that goes with it, not one of another year. */
static bool explained_by_fact(const struct study *study)
{
	const struct timeline *timeline = study->timeline;

	for (guint i = 0; i < timeline->n_facts; i++) {
		gint64 week = (gint64)calendar_week_of_day(timeline->facts[i].day) -
			      study->first_week;
		if (strcmp(timeline->facts[i].fact, "channel_opened") == 0 &&
		    week + FACT_REACH >= study->fused.low &&
		    week <= (gint64)study->fused.high + FACT_REACH)
			return true;
	}
	return false;
}

/* Where talk could have moved is seen: the relationship speaks there too, and a source covers
 * it through the change to the end. */
static bool seen_elsewhere(const struct study *study)
{
	guint spoken = timeline_channels_spoken(study->timeline) & ~(1u << CHANNEL_MAIL);

	for (guint week = study->fused.low; week < study->axis.weeks; week++)
		if (study->covered[week])
			spoken &= study_channels(study, week);
	return spoken != 0;
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

	if (!(study->fused.probability >= STRAIN_PROBABILITY) || explained_by_fact(study) ||
	    seen_elsewhere(study) || volume_share(study) < VOLUME_SHARE ||
	    others_worsen(study) || !both_fell_alike(study))
		return;
	study->channel_doubt = true;
	out->probability *= remaining_share();
	memset(out->dimension, 0, sizeof out->dimension);
	for (guint i = 0; i < study->n_fits; i++)
		study->fits[i].finding->contribution = 0;
}
