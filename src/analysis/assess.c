/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a timeline to an assessment, one step a file of this room: axis, disturbances, fits,
 * findings, then and now, the end of an exchange, doubts, stage, evidence, unknowns. Pure: the
 * same timeline gives the same assessment. */
#include "analysis/assess.h"

#include <math.h>
#include <string.h>

#include "analysis/study-internal.h"
#include "base/calendar.h"
#include "model/record.h"

static void set_coverage(const struct timeline_coverage *coverage, gint32 as_of, gint32 *from,
			 gint32 *to)
{
	if (coverage->last_week < coverage->first_week)
		return;
	*from = calendar_monday_of_week(coverage->first_week);
	*to = MIN(calendar_monday_of_week(coverage->last_week) + 6, as_of);
}

static gint32 earlier_day(gint32 a, gint32 b)
{
	return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

static void set_extent(const struct timeline *timeline, struct assessment *out)
{
	struct timeline_coverage contact;
	gint32 from = DAY_NONE, to = DAY_NONE;

	set_coverage(&timeline->mail, out->as_of, &out->mail_from, &out->mail_to);
	set_coverage(&timeline->tickets_coverage, out->as_of, &out->tickets_from,
		     &out->tickets_to);
	timeline_contact_coverage(timeline, &contact);
	set_coverage(&contact, out->as_of, &from, &to);
	g_free(contact.state);
	out->coverage_from = earlier_day(from, out->tickets_from);
	out->coverage_to = MAX(to, out->tickets_to);
	for (guint i = 0; i < timeline->n_messages; i++)
		out->n_messages += timeline->messages[i].automatic == AUTOMATIC_NOT;
	for (guint i = 0; i < timeline->n_tickets; i++)
		out->n_tickets += !timeline->tickets[i].automatic;
}

static void copy_facts(const struct timeline *timeline, struct assessment *out)
{
	for (guint i = 0; i < timeline->n_facts; i++) {
		struct assessment_fact *fact = g_new(struct assessment_fact, 1);
		*fact = (struct assessment_fact){timeline->facts[i].day,
						 g_strdup(timeline->facts[i].fact),
						 g_strdup(timeline->facts[i].value)};
		g_ptr_array_add(out->facts, fact);
	}
}

static struct assessment *assessment_begin(const struct timeline *timeline,
					   const struct assess_options *options)
{
	struct assessment *out = assessment_new();

	out->relationship = g_strdup(timeline->name);
	out->as_of = calendar_day_of_ms(timeline->as_of_ms, timeline->zone);
	out->simulated = options != NULL && options->simulated;
	set_extent(timeline, out);
	copy_facts(timeline, out);
	return out;
}

/* How sure a finding is alone: what stands beyond a stated limit is a fact; what is unknown
 * comes last. */
static double sureness(const struct finding *finding)
{
	if (isfinite(finding->limit) && finding->status != FINDING_UNKNOWN)
		return finding->status == FINDING_WORSE ? 1 : 0;
	return isnan(finding->probability) ? -1 : finding->probability;
}

/* Strongest first: by share of the evidence, then alone, then by name. */
static gint compare_findings(gconstpointer a, gconstpointer b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;
	double px = sureness(x), py = sureness(y);
	int names = strcmp(x->indicator, y->indicator);

	if (x->contribution != y->contribution)
		return x->contribution < y->contribution ? 1 : -1;
	if (px != py)
		return px < py ? 1 : -1;
	return names != 0 ? names : (int)x->side - (int)y->side;
}

/* A fact that no source ever told is no finding, not even an unknown one: what was not imported
 * is said among the unknowns. */
static bool was_told(const struct fit *fit)
{
	bool told = fit->indicator->rule == NULL && !fit->indicator->described;

	for (guint i = 0; i < fit->series.n_weeks && !told; i++)
		told = week_has_value(&fit->series.week[i]);
	return told;
}

static void hand_over_findings(struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++)
		if (was_told(&study->fits[i]))
			g_ptr_array_add(study->assessment->findings,
					g_steal_pointer(&study->fits[i].finding));
	g_ptr_array_sort(study->assessment->findings, compare_findings);
}

static void conclude(struct study *study)
{
	study_find_disturbances(study);
	study_fit(study);
	study->assessment->probability = study->fused.probability;
	study->assessment->transient = study->fused.transient;
	study_watch(study);
	study_make_findings(study);
	study_compare(study);
	study_judge_findings(study);
	study_find_end(study);
	study_doubt_channel(study);
	study_rank_people(study);
	study_find_pivot_loss(study);
	study_find_sole_contacts(study);
	study_find_neglect(study);
	study_set_stage(study);
	study_gather_evidence(study);
}

static void covariate_clear(gpointer data)
{
	struct study_covariate *covariate = data;

	g_free(covariate->value);
}

static void study_clear(struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++) {
		fit_clear(&study->fits[i]);
		onset_grid_clear(&study->grids[i]);
	}
	onset_posterior_clear(&study->fused);
	g_free(study->fits);
	g_free(study->grids);
	g_free(study->covered);
	g_free(study->left_out);
	g_free(study->no_tickets);
	g_free(study->rank);
	g_array_unref(study->covariates);
}

struct assessment *assess_timeline(const struct timeline *timeline,
				   const struct assess_options *options)
{
	struct study study = {
		.timeline = timeline,
		.options = options,
		.assessment = assessment_begin(timeline, options),
		.covariates = g_array_new(FALSE, FALSE, sizeof(struct study_covariate)),
		.fused = {.probability = NAN},
		.recovery = NAN,
	};

	g_array_set_clear_func(study.covariates, covariate_clear);
	study.assessment->recommendation_why = "too_little_evidence";
	if (study_set_axis(&study))
		conclude(&study);
	study_list_unknowns(&study);
	hand_over_findings(&study);
	study_clear(&study);
	return study.assessment;
}
