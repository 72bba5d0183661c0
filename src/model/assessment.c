/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Life and death of an assessment. */
#include "model/assessment.h"

#include <math.h>

static void fact_free(gpointer data)
{
	struct assessment_fact *fact = data;

	g_free(fact->fact);
	g_free(fact->value);
	g_free(fact);
}

void evidence_free(struct evidence *evidence)
{
	g_free(evidence->event);
	g_free(evidence->excerpt);
	g_free(evidence);
}

struct finding *finding_new(void)
{
	struct finding *finding = g_new0(struct finding, 1);

	finding->probability = finding->limit = finding->before = finding->after = NAN;
	finding->before_low = finding->before_high = NAN;
	finding->after_low = finding->after_high = NAN;
	finding->onset = finding->onset_low = finding->onset_high = DAY_NONE;
	finding->parts = g_array_new(FALSE, FALSE, sizeof(struct finding_part));
	finding->evidence = g_ptr_array_new_with_free_func((GDestroyNotify)evidence_free);
	finding->counter_evidence =
		g_ptr_array_new_with_free_func((GDestroyNotify)evidence_free);
	return finding;
}

void finding_free(struct finding *finding)
{
	g_free(finding->id);
	g_array_unref(finding->parts);
	g_ptr_array_unref(finding->evidence);
	g_ptr_array_unref(finding->counter_evidence);
	g_free(finding->series.value);
	g_free(finding->series.state);
	g_free(finding);
}

struct assessment *assessment_new(void)
{
	struct assessment *assessment = g_new0(struct assessment, 1);
	gint32 *const days[] = {
		&assessment->as_of,       &assessment->coverage_from, &assessment->coverage_to,
		&assessment->mail_from,   &assessment->mail_to,       &assessment->tickets_from,
		&assessment->tickets_to,  &assessment->onset,         &assessment->onset_low,
		&assessment->onset_high,  &assessment->baseline_from, &assessment->baseline_to,
		&assessment->last_from,   &assessment->last_to,       &assessment->ended,
		&assessment->watch.alarm, &assessment->watch.since,
	};

	for (guint i = 0; i < G_N_ELEMENTS(days); i++)
		*days[i] = DAY_NONE;
	assessment->probability = assessment->transient = assessment->shape_probability = NAN;
	assessment->watch.e = assessment->watch.level = NAN;
	for (guint side = 0; side < SIDE_COUNT; side++)
		assessment->pivot[side] = (struct assessment_pivot){
			.share = NAN, .present = NAN, .last = DAY_NONE, .due = DAY_NONE};
	assessment->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	assessment->unknowns = g_ptr_array_new_with_free_func(g_free);
	assessment->facts = g_ptr_array_new_with_free_func(fact_free);
	return assessment;
}

void assessment_free(struct assessment *assessment)
{
	if (assessment == NULL)
		return;
	g_free(assessment->relationship);
	g_ptr_array_unref(assessment->findings);
	g_ptr_array_unref(assessment->unknowns);
	g_ptr_array_unref(assessment->facts);
	if (assessment->contract != NULL) {
		g_free(assessment->contract->id);
		g_free(assessment->contract->clause);
		g_free(assessment->contract);
	}
	g_free(assessment->posterior);
	g_free(assessment);
}
