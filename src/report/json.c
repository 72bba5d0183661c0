/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The machine forms of DESIGN section 12. Tokens everywhere; only `sentence` texts follow the
 * language. Probabilities have four decimals and measured values six figures, so that the last
 * bits of a sum never show. */
#include <math.h>

#include "base/calendar.h"
#include "base/json.h"
#include "report/deadlines-internal.h"
#include "report/json_parts.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/sentence.h"
#include "report/wording.h"

#define SHARE_UNITS 10000 /* four decimals */

static void put_days(struct json_writer *json, const char *key, gint32 from, gint32 to)
{
	json_key(json, key);
	json_begin_array(json);
	json_day(json, from);
	json_day(json, to);
	json_end_array(json);
}

static void put_sentence(struct json_writer *json, char *sentence)
{
	json_member_string(json, "sentence", sentence);
	g_free(sentence);
}

/* ---- findings ---- */

static void put_evidence(struct json_writer *json, const char *key, const GPtrArray *events)
{
	json_key(json, key);
	json_begin_array(json);
	for (guint i = 0; i < events->len; i++) {
		const struct evidence *evidence = g_ptr_array_index(events, i);
		json_begin_object(json);
		json_member_string(json, "event", evidence->event);
		json_put_day(json, "date", evidence->day);
		json_member_string(json, "side", side_token(evidence->side));
		json_member_string(json, "role", evidence->role);
		json_key(json, "contact");
		if (evidence->pseudonym > 0)
			json_int(json, evidence->pseudonym);
		else
			json_null(json);
		json_member_string(json, "excerpt", evidence->excerpt);
		json_member_string(json, "reason", evidence->reason);
		json_put_value(json, "value", evidence->value);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_finding_onset(struct json_writer *json, const struct finding *finding)
{
	json_key(json, "onset");
	if (finding->onset == DAY_NONE) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_put_day(json, "date", finding->onset);
	put_days(json, "interval", finding->onset_low, finding->onset_high);
	json_member_string(json, "shape", onset_shape_token(finding->shape));
	json_end_object(json);
}

/* null for what is not a share that was read. */
static void put_interval_of(struct json_writer *json, const char *key, double low, double high)
{
	if (!isnan(low) && !isnan(high)) {
		json_put_interval(json, key, low, high);
		return;
	}
	json_key(json, key);
	json_null(json);
}

static void put_change(struct json_writer *json, const struct finding_change *change)
{
	if (change->fact == NULL)
		return;
	json_key(json, "change");
	json_begin_object(json);
	json_member_string(json, "fact", change->fact);
	json_put_value(json, "then", change->then);
	json_put_value(json, "now", change->now);
	json_put_day(json, "since", change->since);
	json_end_object(json);
}

/* Left out where a finding is of one measure. */
static void put_parts(struct json_writer *json, const GArray *parts)
{
	if (parts->len == 0)
		return;
	json_key(json, "parts");
	json_begin_array(json);
	for (guint i = 0; i < parts->len; i++) {
		const struct finding_part *part = &g_array_index(parts, struct finding_part, i);
		json_begin_object(json);
		json_member_string(json, "indicator", part->indicator);
		json_member_string(json, "unit", part->unit);
		json_put_value(json, "before", part->before);
		json_put_value(json, "after", part->after);
		json_put_value(json, "n_before", part->n_before);
		json_put_value(json, "n_after", part->n_after);
		json_end_object(json);
	}
	json_end_array(json);
}

/* The members of a finding, inside an open object. */
static void finding_members(struct json_writer *json, const struct assessment *assessment,
			    const struct finding *finding, const struct catalogue *catalogue)
{
	json_member_string(json, "id", finding->id);
	json_member_string(json, "indicator", finding->indicator);
	json_member_string(json, "side", side_token(finding->side));
	json_member_string(json, "dimension", dimension_token(finding->dimension));
	json_member_string(json, "status", finding_status_token(finding->status));
	put_sentence(json, report_finding_sentence(assessment, finding, catalogue));
	json_member_string(json, "kind", indicator_kind_token(finding->kind));
	json_member_string(json, "unit", finding->unit);
	json_member_string(json, "worse", finding->worse < 0 ? "down" : "up");
	json_put_value(json, "before", finding->before);
	json_put_value(json, "after", finding->after);
	put_interval_of(json, "before_interval", finding->before_low, finding->before_high);
	put_interval_of(json, "after_interval", finding->after_low, finding->after_high);
	json_put_value(json, "n_before", finding->n_before);
	json_put_value(json, "n_after", finding->n_after);
	json_put_share(json, "probability", finding->probability);
	json_put_share(json, "contribution", finding->contribution);
	if (isfinite(finding->limit))
		json_put_value(json, "limit", finding->limit);
	put_change(json, &finding->change);
	put_parts(json, finding->parts);
	put_finding_onset(json, finding);
	put_evidence(json, "evidence", finding->evidence);
	put_evidence(json, "counter_evidence", finding->counter_evidence);
}

static void put_findings(struct json_writer *json, const char *key, gboolean worse,
			 const struct assessment *assessment, const struct catalogue *catalogue)
{
	json_key(json, key);
	json_begin_array(json);
	for (guint i = 0; i < assessment->findings->len; i++) {
		const struct finding *finding = g_ptr_array_index(assessment->findings, i);
		if ((finding->status == FINDING_WORSE) != worse)
			continue;
		json_begin_object(json);
		finding_members(json, assessment, finding, catalogue);
		json_end_object(json);
	}
	json_end_array(json);
}

void report_finding_json(const struct assessment *assessment, const struct finding *finding,
			 const struct catalogue *catalogue, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/explain/1");
	json_member_string(json, "relationship", assessment->relationship);
	json_put_day(json, "as_of", assessment->as_of);
	finding_members(json, assessment, finding, catalogue);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

/* ---- assessment ---- */

static void put_onset(struct json_writer *json, const struct assessment *assessment)
{
	json_key(json, "onset");
	if (assessment->onset == DAY_NONE) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_put_day(json, "date", assessment->onset);
	put_days(json, "interval", assessment->onset_low, assessment->onset_high);
	json_member_string(json, "shape", onset_shape_token(assessment->shape));
	json_put_share(json, "shape_probability", assessment->shape_probability);
	json_end_object(json);
}

static void put_baseline(struct json_writer *json, const struct assessment *assessment)
{
	if (assessment->baseline_from != DAY_NONE) {
		put_days(json, "baseline", assessment->baseline_from, assessment->baseline_to);
		return;
	}
	json_key(json, "baseline");
	json_null(json);
}

static void put_dimensions(struct json_writer *json, const struct assessment *assessment)
{
	struct sentence_part parts[DIMENSION_COUNT];
	guint n = sentence_parts(assessment, SHARE_UNITS, parts);

	json_key(json, "dimensions");
	json_begin_array(json);
	for (guint i = 0; i < n; i++) {
		json_begin_object(json);
		json_member_string(json, "name", dimension_token(parts[i].dimension));
		json_member_double(json, "contribution", (double)parts[i].units / SHARE_UNITS);
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_unknowns(struct json_writer *json, const struct assessment *assessment,
			 const struct catalogue *catalogue)
{
	json_key(json, "unknown");
	json_begin_array(json);
	for (guint i = 0; i < assessment->unknowns->len; i++) {
		const struct unknown *unknown = g_ptr_array_index(assessment->unknowns, i);
		json_begin_object(json);
		json_member_string(json, "what", unknown->what);
		json_member_string(json, "import", unknown->import);
		json_put_day(json, "from", unknown->from);
		json_put_day(json, "to", unknown->to);
		json_put_value(json, "number", unknown->number);
		put_sentence(json, sentence_unknown(unknown, catalogue));
		json_end_object(json);
	}
	json_end_array(json);
}

static void put_recommendation(struct json_writer *json, const struct assessment *assessment,
			       const struct catalogue *catalogue)
{
	json_key(json, "recommendation");
	if (assessment->recommendation == NULL) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_member_string(json, "option", assessment->recommendation);
	json_member_string(json, "why", assessment->recommendation_why);
	put_sentence(json, sentence_advice(assessment, catalogue));
	json_end_object(json);
}

static void put_ended(struct json_writer *json, const struct assessment *assessment)
{
	json_key(json, "ended");
	if (assessment->ended == DAY_NONE) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_put_day(json, "date", assessment->ended);
	json_member_string(json, "side", side_token(assessment->ended_side));
	json_member_int(json, "people_elsewhere", assessment->ended_people_elsewhere);
	json_end_object(json);
}

/* ---- watch ---- */

/* A single relationship alarms at its level; one of a portfolio when all are judged together.
 */
static void put_watch(struct json_writer *json, const struct assessment_watch *watch,
		      gboolean alarm)
{
	json_key(json, "watch");
	json_begin_object(json);
	json_put_value(json, "e", watch->e);
	json_member_bool(json, "alarm", alarm);
	json_put_day(json, "since", alarm ? watch->since : DAY_NONE);
}

static void put_own_watch(struct json_writer *json, const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	const struct assessment_watch *watch = &assessment->watch;
	char *sentence = sentence_watch(assessment, catalogue);

	put_watch(json, watch, watch->alarm != DAY_NONE);
	json_put_day(json, "week", watch->alarm);
	json_put_value(json, "level", watch->level);
	json_member_int(json, "weeks", watch->weeks);
	json_member_int(json, "series", watch->series);
	put_sentence(json, sentence);
	json_end_object(json);
}

/* ---- main contacts ---- */

static void put_handover(struct json_writer *json, const struct assessment_handover *handover)
{
	json_key(json, "handover");
	json_begin_object(json);
	json_member_int(json, "partners", handover->partners);
	json_member_int(json, "taken_over", handover->taken_over);
	json_key(json, "successor");
	if (handover->successor > 0)
		json_int(json, handover->successor);
	else
		json_null(json);
	json_member_int(json, "threads", handover->threads);
	json_member_int(json, "threads_known", handover->known);
	json_key(json, "weeks_back");
	if (handover->weeks_back >= 0)
		json_int(json, handover->weeks_back);
	else
		json_null(json);
	json_member_bool(json, "followed", handover->followed);
	json_end_object(json);
}

/* Whether somebody is about to leave is nobody's business: probability and date come with a
 * loss, after the fact. */
static void put_pivot(struct json_writer *json, const struct assessment_pivot *pivot,
		      enum side side)
{
	json_begin_object(json);
	json_member_string(json, "side", side_token(side));
	json_member_int(json, "contact", pivot->subject);
	json_put_share(json, "share", pivot->share);
	json_member_int(json, "messages", pivot->messages);
	json_member_int(json, "messages_last_quarter", pivot->quarter);
	json_put_day(json, "last", pivot->last);
	json_put_share(json, "present", pivot->lost ? pivot->present : NAN);
	json_put_day(json, "due", pivot->lost ? pivot->due : DAY_NONE);
	json_member_bool(json, "lost", pivot->lost);
	if (pivot->handover.partners > 0)
		put_handover(json, &pivot->handover);
	json_end_object(json);
}

static void put_pivots(struct json_writer *json, const struct assessment *assessment)
{
	json_key(json, "main_contacts");
	json_begin_array(json);
	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		if (assessment->pivot[side].subject > 0)
			put_pivot(json, &assessment->pivot[side], side);
	json_end_array(json);
}

static void put_sole(struct json_writer *json, const struct assessment_sole *sole,
		     enum side side)
{
	json_begin_object(json);
	json_member_string(json, "side", side_token(side));
	json_member_int(json, "contact", sole->subject);
	json_put_share(json, "share", sole->share);
	json_member_int(json, "threads", sole->threads);
	json_member_int(json, "threads_shared", sole->shared);
	json_end_object(json);
}

/* Left out where no role is so alone. */
static void put_soles(struct json_writer *json, const struct assessment *assessment)
{
	if (assessment->sole[SIDE_CLIENT].subject + assessment->sole[SIDE_PROVIDER].subject ==
	    0)
		return;
	json_key(json, "sole_contacts");
	json_begin_array(json);
	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		if (assessment->sole[side].subject > 0)
			put_sole(json, &assessment->sole[side], side);
	json_end_array(json);
}

/* ---- contracts ---- */

/* Left out where no contract is known. */
static void put_contract(struct json_writer *json, const struct assessment *assessment,
			 const struct catalogue *catalogue)
{
	const struct assessment_contract *contract = assessment->contract;

	if (contract == NULL)
		return;
	json_key(json, "contract");
	json_begin_object(json);
	json_member_int(json, "known", contract->known);
	json_member_string(json, "id", contract->id);
	json_member_string(json, "clause", contract->clause);
	json_key(json, "next");
	deadlines_put(json, contract->id != NULL ? &contract->next : NULL, catalogue);
	json_end_object(json);
}

static void assessment_object(struct json_writer *json, const struct assessment *assessment,
			      const struct catalogue *catalogue)
{
	json_begin_object(json);
	json_member_string(json, "schema", "entente/assess/1");
	json_member_string(json, "relationship", assessment->relationship);
	json_put_day(json, "as_of", assessment->as_of);
	put_days(json, "coverage", assessment->coverage_from, assessment->coverage_to);
	json_member_string(json, "stage", stage_token(assessment->stage));
	put_sentence(json, report_headline(assessment, catalogue));
	json_put_share(json, "probability", assessment->probability);
	put_onset(json, assessment);
	put_baseline(json, assessment);
	put_days(json, "last_quarter", assessment->last_from, assessment->last_to);
	put_ended(json, assessment);
	put_own_watch(json, assessment, catalogue);
	put_pivots(json, assessment);
	put_soles(json, assessment);
	json_member_int(json, "messages", assessment->n_messages);
	json_member_int(json, "tickets", assessment->n_tickets);
	json_member_bool(json, "simulated", assessment->simulated);
	put_dimensions(json, assessment);
	put_findings(json, "findings", TRUE, assessment, catalogue);
	put_findings(json, "not_worse", FALSE, assessment, catalogue);
	put_unknowns(json, assessment, catalogue);
	put_recommendation(json, assessment, catalogue);
	put_contract(json, assessment, catalogue);
	json_member_int(json, "seed", (gint64)assessment->seed);
	json_member_string(json, "version", ENTENTE_VERSION);
	json_end_object(json);
}

void report_assess_json(GPtrArray *assessments, gboolean array,
			const struct catalogue *catalogue, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	array = array || assessments->len != 1;
	if (array)
		json_begin_array(json);
	for (guint i = 0; i < assessments->len; i++)
		assessment_object(json, g_ptr_array_index(assessments, i), catalogue);
	if (array)
		json_end_array(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

/* ---- list ---- */

static void list_object(struct json_writer *json, const struct assessment *assessment,
			const struct catalogue *catalogue)
{
	guint worse = 0;

	for (guint i = 0; i < assessment->findings->len; i++)
		worse += ((struct finding *)g_ptr_array_index(assessment->findings, i))
				 ->status == FINDING_WORSE;
	json_begin_object(json);
	json_member_string(json, "name", assessment->relationship);
	json_put_day(json, "as_of", assessment->as_of);
	put_days(json, "coverage", assessment->coverage_from, assessment->coverage_to);
	json_member_string(json, "stage", stage_token(assessment->stage));
	json_put_share(json, "probability", assessment->probability);
	put_onset(json, assessment);
	put_watch(json, &assessment->watch, assessment->watch.among_all);
	json_end_object(json);
	json_member_int(json, "findings", worse);
	put_contract(json, assessment, catalogue);
	put_sentence(json, report_headline(assessment, catalogue));
	json_end_object(json);
}

void report_list_json(GPtrArray *assessments, const struct catalogue *catalogue, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/list/1");
	json_key(json, "relationships");
	json_begin_array(json);
	for (guint i = 0; i < assessments->len; i++)
		list_object(json, g_ptr_array_index(assessments, i), catalogue);
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
