/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The stage at the date asked. It is read from the posterior of that date alone, not from the
 * stages of earlier weeks: P >= 0.7 gives eroding (the fitted shape still falls, or the break
 * is younger than 13 weeks), recovering (a gain since the onset has P >= 0.7) or degraded; P >=
 * 0.4 or a dated loss gives strained; less is healthy. Between 0.3 and 0.4 that is the reading
 * of one who comes from healthy. A doubt about the channel gives strained. */
#include "analysis/study-internal.h"

#include <math.h>

#include "base/calendar.h"

#define YOUNG_BREAK 13
#define STILL_FALLS .5

static bool coverage_lapsed(const struct study *study)
{
	gint32 asked = study_week_of_ms(study, study->timeline->as_of_ms);

	return asked - ((gint32)study->axis.weeks - 1) > COVERAGE_LAPSE;
}

/* Posterior share of shapes whose loss is not complete at the last week. */
static double still_falling(const struct study *study)
{
	static const guint length[ONSET_EROSION_BASES] = {1, 13, 26, 52, 104, G_MAXUINT / 2};
	double share = 0;

	for (guint basis = 0; basis < ONSET_EROSION_BASES; basis++)
		for (guint week = 0; week < study->axis.weeks; week++)
			if (week + length[basis] > study->axis.weeks)
				share += study->fused.basis[basis] * study->fused.week[week];
	return share;
}

static bool dated_finding(const struct study *study)
{
	if (study->assessment->findings->len > 0)
		return true; /* several measures together: analysis/compound.c */
	for (guint i = 0; i < study->n_fits; i++)
		if (study->fits[i].finding->status == FINDING_WORSE &&
		    (study->fits[i].indicator->rule != NULL ||
		     fit_dated_alone(study, &study->fits[i]) ||
		     fit_about_lost_pivot(study, &study->fits[i])))
			return true;
	return false;
}

static enum stage alarmed_stage(const struct study *study)
{
	if (study->axis.weeks - study->fused.median < YOUNG_BREAK ||
	    still_falling(study) >= STILL_FALLS)
		return STAGE_ERODING;
	return STAGE_DEGRADED;
}

static enum stage stage_of(const struct study *study)
{
	const struct assessment *out = study->assessment;
	bool by_contract = out->ended != DAY_NONE && out->ended_side == SIDE_NONE;

	if (by_contract)
		return STAGE_ENDED;
	if (isnan(study->fused.probability) || coverage_lapsed(study))
		return STAGE_UNKNOWN;
	if (out->ended != DAY_NONE)
		return STAGE_ENDED;
	if (study->channel_doubt)
		return STAGE_STRAINED;
	if (study->recovery >= ALARM_PROBABILITY)
		return STAGE_RECOVERING;
	if (out->probability >= ALARM_PROBABILITY)
		return alarmed_stage(study);
	if (out->probability >= STRAIN_PROBABILITY || dated_finding(study))
		return STAGE_STRAINED;
	return STAGE_HEALTHY;
}

struct advice {
	const char *option, *why;
};

static struct advice advice_for(const struct study *study)
{
	static const struct advice by_stage[STAGE_COUNT] = {
		[STAGE_UNKNOWN] = {NULL, "too_little_evidence"},
		[STAGE_HEALTHY] = {"continue", "no_erosion"},
		[STAGE_STRAINED] = {"dialogue", "early_signs"},
		[STAGE_ERODING] = {"dialogue", "slow_erosion"},
		[STAGE_DEGRADED] = {"audit", "lasting_loss"},
		[STAGE_RECOVERING] = {"continue", "recovery"},
		[STAGE_ENDED] = {"exit", "exchange_ended"},
	};
	const struct assessment *out = study->assessment;

	if (study->channel_doubt && out->stage == STAGE_STRAINED)
		return (struct advice){"dialogue", "channel_doubt"};
	if (out->stage == STAGE_ERODING && out->shape == SHAPE_ABRUPT)
		return (struct advice){"audit", "abrupt_break"};
	return by_stage[out->stage];
}

static void publish_onset(const struct study *study, struct assessment *out)
{
	out->shape = isnan(study->fused.probability) ? SHAPE_TOO_SHORT : SHAPE_UNDECIDED;
	if (study->fused.transient >= ONSET_PROBABILITY)
		out->shape = SHAPE_TRANSIENT;
	if (!study_has_onset(study) || study->channel_doubt)
		return;
	out->shape = study_shape(&study->fused, &out->shape_probability);
	out->onset = study_monday(study, study->fused.median);
	out->onset_low = study_monday(study, study->fused.low);
	out->onset_high = study_monday(study, study->fused.high);
}

static void publish_posterior(const struct study *study, struct assessment *out)
{
	if (isnan(study->fused.probability))
		return;
	out->posterior_first_week = study->first_week;
	out->posterior_weeks = study->axis.weeks;
	out->posterior = g_memdup2(study->fused.week, study->axis.weeks * sizeof(double));
}

void study_set_stage(struct study *study)
{
	struct assessment *out = study->assessment;

	study->recovery = study_recovery(study);
	publish_onset(study, out);
	publish_posterior(study, out);
	out->stage = stage_of(study);
	struct advice advice = advice_for(study);
	out->recommendation = advice.option;
	out->recommendation_why = advice.why;
}
