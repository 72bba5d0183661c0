/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One finding an indicator and side, whether it got worse or not: what speaks against an
 * erosion has the same place as what speaks for it. A finding is worse when it is dated alone,
 * or when an erosion is there and this series takes part in it, and the plain numbers do not
 * contradict. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "indicators/scope_lag.h"
#include "stats/verdict.h"

#define TAKES_PART .7 /* inclusion that makes a series part of the erosion */
#define SUPPORTS   .3 /* and what it must say alone */

enum onset_shape study_shape(const struct onset_posterior *posterior, double *probability)
{
	static const enum onset_shape shapes[] = {
		[ONSET_VERDICT_UNDECIDED] = SHAPE_UNDECIDED,
		[ONSET_VERDICT_ABRUPT] = SHAPE_ABRUPT,
		[ONSET_VERDICT_SLOW] = SHAPE_SLOW,
		[ONSET_VERDICT_EARLY] = SHAPE_ALREADY_DECLINING,
	};

	return shapes[onset_verdict(posterior, probability)];
}

static char *finding_id(const struct study *study, const struct fit *fit)
{
	g_autofree char *key = g_strdup_printf("%s\n%s\n%s", study->timeline->name,
					       fit->indicator->name, side_token(fit->side));
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);

	return g_strdup_printf("f%.12s", digest);
}

bool fit_about_pivot(const struct study *study, const struct fit *fit)
{
	return strcmp(fit->indicator->name, "pivot_presence") == 0 &&
	       fit->series.subject < study->timeline->n_persons;
}

static void copy_series(const struct series *series, struct finding_series *out)
{
	out->first_week = series->first_week;
	out->n_weeks = series->n_weeks;
	out->value = g_new(double, series->n_weeks);
	out->state = g_new(guint8, series->n_weeks);
	for (guint week = 0; week < series->n_weeks; week++) {
		out->value[week] = series->week[week].value;
		out->state[week] = series->week[week].state;
	}
}

/* A fact stands beyond its limit since a day, not within an interval. */
static void date_by_rule(const struct fit *fit, struct finding *finding)
{
	gint32 since;

	finding->limit = fit->indicator->rule->limit;
	finding->shape = SHAPE_UNDECIDED;
	if (fit_breaks_rule(fit, &since))
		finding->onset = finding->onset_low = finding->onset_high =
			calendar_monday_of_week(since);
}

/* What the company is on the last day of the axis, and what it was. */
static void tell_change(const struct study *study, struct finding *finding)
{
	gint32 day =
		MIN(study_monday(study, study->axis.weeks - 1) + 6, study->assessment->as_of);
	struct scope_lag lag;

	if (!scope_lag_worst(study->timeline, day, &lag))
		return;
	finding->change = (struct finding_change){
		.fact = lag.fact,
		.then = lag.then,
		.now = lag.now,
		.share = lag.share,
		.since = lag.since,
		.months = lag.months,
	};
}

static void date_finding(const struct study *study, const struct fit *fit,
			 struct finding *finding)
{
	double sure;

	finding->shape = fit->observed < ONSET_MIN_WEEKS ? SHAPE_TOO_SHORT : SHAPE_UNDECIDED;
	if (fit->loss.transient >= ONSET_PROBABILITY)
		finding->shape = SHAPE_TRANSIENT;
	if (!fit_has_onset(fit))
		return;
	finding->shape = study_shape(&fit->loss, &sure);
	finding->onset = study_monday(study, fit->loss.median);
	finding->onset_low = study_monday(study, fit->loss.low);
	finding->onset_high = study_monday(study, fit->loss.high);
}

static struct finding *finding_of(const struct study *study, const struct fit *fit)
{
	const struct indicator *indicator = fit->indicator;
	struct finding *finding = finding_new();

	finding->id = finding_id(study, fit);
	finding->indicator = indicator->name;
	finding->side = fit->side;
	finding->dimension = indicator->dimension;
	finding->kind = indicator->kind;
	finding->unit = indicator->unit;
	finding->worse = indicator->worse;
	finding->probability = fit->loss.probability;
	if (indicator == &indicator_scope_lag)
		tell_change(study, finding);
	if (indicator->rule != NULL)
		date_by_rule(fit, finding);
	else
		date_finding(study, fit, finding);
	copy_series(&fit->series, &finding->series);
	return finding;
}

static void share_evidence(struct study *study)
{
	double total = 0;

	if (!study_has_onset(study))
		return;
	for (guint i = 0; i < study->n_fits; i++)
		total += fmax(study->fused.contribution[i], 0);
	for (guint i = 0; i < study->n_fits && total > 0; i++) {
		struct finding *finding = study->fits[i].finding;
		finding->contribution = fmax(study->fused.contribution[i], 0) / total;
		study->assessment->dimension[finding->dimension] += finding->contribution;
	}
}

void study_make_findings(struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++)
		study->fits[i].finding = finding_of(study, &study->fits[i]);
	share_evidence(study);
}

/* The plain numbers moved the other way. */
static bool contradicted(const struct finding *finding)
{
	return (finding->after - finding->before) * finding->worse < 0;
}

/* In a relationship that erodes, a series takes part when the fusion says so, or when its own
 * loss is sure enough though it came later or repeats another's events. */
static bool part_of_erosion(const struct study *study, guint i)
{
	double alone = study->fits[i].loss.probability;

	if (!study_has_onset(study))
		return false;
	return alone >= ALARM_PROBABILITY ||
	       (study->fused.inclusion[i] >= TAKES_PART && alone >= SUPPORTS);
}

static enum finding_status status_by_rule(const struct finding *finding)
{
	if (finding->onset != DAY_NONE)
		return FINDING_WORSE;
	return isfinite(finding->after) ? FINDING_STABLE : FINDING_UNKNOWN;
}

static enum finding_status status_of(const struct study *study, guint i)
{
	const struct fit *fit = &study->fits[i];

	if (fit->indicator->rule != NULL)
		return status_by_rule(fit->finding);
	if (fit->indicator->described && isfinite(fit->finding->after) &&
	    (!fit->indicator->only_compared || isfinite(fit->finding->before)))
		return FINDING_DESCRIBED;
	if (isnan(fit->loss.probability))
		return FINDING_UNKNOWN;
	if ((part_of_erosion(study, i) || fit_dated_alone(study, fit)) &&
	    !contradicted(fit->finding))
		return FINDING_WORSE;
	if (fit->gain >= ALARM_PROBABILITY && !fit_has_onset(fit))
		return FINDING_BETTER;
	return FINDING_STABLE;
}

void study_judge_findings(struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++)
		study->fits[i].finding->status = status_of(study, i);
}
