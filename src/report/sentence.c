/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an assessment rests on, its stage and advice, its findings and unknowns. */
#include "report/sentence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"
#include "report/report.h"
#include "report/wording.h"

/* ---- what it rests on ---- */

gint64 sentence_covered_days(const struct assessment *assessment)
{
	if (assessment->coverage_from == DAY_NONE)
		return 0;
	return (gint64)assessment->coverage_to - assessment->coverage_from + 1;
}

char *sentence_weeks(const struct assessment *assessment, const struct catalogue *catalogue)
{
	return phrase_count(catalogue, "{n} week", "{n} weeks",
			    sentence_covered_days(assessment) / 7);
}

char *sentence_basis(const struct assessment *assessment, const struct catalogue *catalogue)
{
	g_autofree char *weeks = sentence_weeks(assessment, catalogue);
	g_autofree char *messages =
		phrase_count(catalogue, "{n} message", "{n} messages", assessment->n_messages);
	g_autofree char *tickets =
		phrase_count(catalogue, "{n} ticket", "{n} tickets", assessment->n_tickets);

	if (assessment->n_messages > 0 && assessment->n_tickets > 0)
		return phrase(catalogue_text(catalogue, "{weeks}, {messages} and {tickets}"),
			      {"weeks", weeks}, {"messages", messages}, {"tickets", tickets});
	return phrase(catalogue_text(catalogue, "{weeks} and {events}"), {"weeks", weeks},
		      {"events", assessment->n_tickets > 0 ? tickets : messages});
}

struct rest {
	guint part;
	double value;
};

static int by_rest(const void *a, const void *b)
{
	const struct rest *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return x->part < y->part ? -1 : x->part > y->part;
}

static int by_units(const void *a, const void *b)
{
	const struct sentence_part *x = a, *y = b;

	return x->units != y->units ? y->units - x->units
				    : (int)x->dimension - (int)y->dimension;
}

/* Method of the largest remainders (Hare and Niemeyer). */
guint sentence_parts(const struct assessment *assessment, int units,
		     struct sentence_part parts[DIMENSION_COUNT])
{
	struct rest rests[DIMENSION_COUNT];
	guint n = 0;
	int given = 0;

	for (guint i = 0; i < DIMENSION_COUNT; i++) {
		double exact = assessment->dimension[i] * units;
		if (!(exact > 0))
			continue;
		parts[n] = (struct sentence_part){i, (int)floor(exact)};
		rests[n] = (struct rest){n, exact - floor(exact)};
		given += parts[n++].units;
	}
	qsort(rests, n, sizeof *rests, by_rest);
	for (guint i = 0; i < n && given < units; i++, given++)
		parts[rests[i].part].units++;
	qsort(parts, n, sizeof *parts, by_units);
	return n;
}

char *sentence_shares(const struct assessment *assessment, const struct catalogue *catalogue)
{
	struct sentence_part parts[DIMENSION_COUNT];
	guint n = sentence_parts(assessment, 100, parts);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < n; i++) {
		g_autofree char *percent = phrase_percent(catalogue, parts[i].units / 100.0);
		g_string_append_printf(out, "%s%s" NO_BREAK_SPACE "%s", i > 0 ? ", " : "",
				       wording_dimension(catalogue, parts[i].dimension),
				       percent);
	}
	return g_string_free(out, FALSE);
}

/* ---- stage and advice ---- */

char *sentence_likelihood(const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	g_autofree char *basis = sentence_basis(assessment, catalogue);
	g_autofree char *percent = NULL;

	if (!isfinite(assessment->probability))
		return phrase(catalogue_text(catalogue, "Read: {basis}."), {"basis", basis});
	percent = phrase_probability(catalogue, assessment->probability);
	return phrase(
		catalogue_text(catalogue, "Erosion is {likelihood} ({percent}), from {basis}."),
		{"likelihood", wording_likelihood(catalogue, assessment->probability)},
		{"percent", percent}, {"basis", basis});
}

char *sentence_stage(const struct assessment *assessment, const struct catalogue *catalogue)
{
	g_autofree char *likelihood = sentence_likelihood(assessment, catalogue);

	return phrase(catalogue_text(catalogue, "Stage: {stage}. {likelihood}"),
		      {"stage", wording_stage(catalogue, assessment->stage)},
		      {"likelihood", likelihood});
}

char *sentence_advice(const struct assessment *assessment, const struct catalogue *catalogue)
{
	const char *why = wording_why(catalogue, assessment->recommendation_why);

	if (assessment->recommendation == NULL)
		return phrase(catalogue_text(catalogue, "No advice. {why}"), {"why", why});
	return phrase(catalogue_text(catalogue, "Advice: {option}. {why}"),
		      {"option", wording_option(catalogue, assessment->recommendation)},
		      {"why", why});
}

/* ---- findings ---- */

static GPtrArray *select_findings(const struct assessment *assessment, guint limit,
				  gboolean (*wanted)(const struct finding *finding))
{
	GPtrArray *chosen = g_ptr_array_new();

	for (guint i = 0; i < assessment->findings->len && chosen->len < limit; i++)
		if (wanted(g_ptr_array_index(assessment->findings, i)))
			g_ptr_array_add(chosen, g_ptr_array_index(assessment->findings, i));
	return chosen;
}

static gboolean is_worse(const struct finding *finding)
{
	return finding->status == FINDING_WORSE;
}

static gboolean is_compared(const struct finding *finding)
{
	return finding->status != FINDING_DESCRIBED && !isnan(finding->before) &&
	       !isnan(finding->after);
}

/* More likely worn than not is no argument against wear, even where it is not sure. */
#define MAYBE_WORSE .5

static gboolean is_against(const struct finding *finding)
{
	return (finding->status == FINDING_STABLE || finding->status == FINDING_BETTER) &&
	       finding->probability < MAYBE_WORSE && is_compared(finding);
}

static gboolean is_worse_and_compared(const struct finding *finding)
{
	return is_worse(finding) && is_compared(finding);
}

GPtrArray *sentence_worse(const struct assessment *assessment, guint limit)
{
	return select_findings(assessment, limit, is_worse);
}

static gboolean is_worse_and_measured(const struct finding *finding)
{
	return is_worse(finding) && finding->parts->len == 0;
}

GPtrArray *sentence_measured(const struct assessment *assessment, guint limit)
{
	return select_findings(assessment, limit, is_worse_and_measured);
}

static gboolean is_wearing(const struct finding *finding)
{
	return is_worse(finding) && isnan(finding->limit);
}

static gboolean is_fact(const struct finding *finding)
{
	return is_worse(finding) && !isnan(finding->limit);
}

GPtrArray *sentence_wearing(const struct assessment *assessment, guint limit)
{
	return select_findings(assessment, limit, is_wearing);
}

GPtrArray *sentence_facts(const struct assessment *assessment, guint limit)
{
	return select_findings(assessment, limit, is_fact);
}

GPtrArray *sentence_against(const struct assessment *assessment, guint limit)
{
	return select_findings(assessment, limit, is_against);
}

GPtrArray *sentence_compared(const struct assessment *assessment, guint limit)
{
	GPtrArray *worse = select_findings(assessment, limit, is_worse_and_compared);

	if (worse->len > 0)
		return worse;
	g_ptr_array_unref(worse);
	return select_findings(assessment, limit, is_compared);
}

char *sentence_since(const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *month = NULL, *interval = NULL;

	if (finding->onset == DAY_NONE)
		return NULL;
	month = phrase_month(catalogue, finding->onset);
	interval = phrase_interval(catalogue, finding->onset_low, finding->onset_high);
	return phrase(catalogue_text(catalogue, "since {month} ({interval})"), {"month", month},
		      {"interval", interval});
}

static const char *finding_text(const struct finding *finding,
				const struct catalogue *catalogue)
{
	if (finding->status == FINDING_UNKNOWN || isnan(finding->after))
		return catalogue_text(catalogue, "too little evidence "
						 "({n_before} before, {n_after} now).");
	if (isnan(finding->before) && isfinite(finding->limit))
		return catalogue_text(catalogue, "{after} now ({n_after}).");
	if (isnan(finding->before))
		return catalogue_text(catalogue, "{after} now ({n_after}), without "
						 "a healthy baseline to compare with.");
	if (finding->status == FINDING_STABLE)
		return catalogue_text(catalogue, "no lasting change; {before} before "
						 "({n_before}), {after} now ({n_after}).");
	return catalogue_text(catalogue, "{before} before ({n_before}), {after} now "
					 "({n_after}).");
}

static char *fact_value(const struct finding_change *change, double value,
			const struct catalogue *catalogue)
{
	return change->share ? phrase_percent(catalogue, value)
			     : phrase_number(catalogue, value);
}

/* "+60%"; of a share its points are its values. NULL then. */
static char *change_in_percent(const struct finding_change *change,
			       const struct catalogue *catalogue)
{
	double relative = change->now / change->then - 1;
	g_autofree char *percent = NULL;

	if (change->share)
		return NULL;
	percent = phrase_percent(catalogue, fabs(relative));
	return g_strdup_printf(" (%s%s)", relative < 0 ? "−" : "+", percent);
}

static char *finding_of_change(const struct finding_change *change,
			       const struct catalogue *catalogue)
{
	g_autofree char *then = fact_value(change, change->then, catalogue);
	g_autofree char *now = fact_value(change, change->now, catalogue);
	g_autofree char *percent = change_in_percent(change, catalogue);
	g_autofree char *day = phrase_day(catalogue, change->since);
	g_autofree char *months =
		phrase_count(catalogue, "{n} month", "{n} months", llround(change->months));

	return phrase(catalogue_text(catalogue,
				     "{fact} {then} when the contract last followed ({day}), "
				     "{now} now{percent}, {months} later."),
		      {"fact", wording_fact(catalogue, change->fact)}, {"then", then},
		      {"day", day}, {"now", now}, {"months", months},
		      {"percent", percent != NULL ? percent : ""});
}

/* ---- what several measures make together ---- */

static char *part_text(const struct finding_part *part, enum side side,
		       const struct catalogue *catalogue)
{
	const struct finding alone = {.unit = part->unit,
				      .kind = KIND_COUNT,
				      .limit = NAN,
				      .before_low = NAN,
				      .after_low = NAN,
				      .n_before = part->n_before,
				      .n_after = part->n_after};
	g_autofree char *before =
		sentence_value(&alone, part->before, part->weeks_before, catalogue);
	g_autofree char *after =
		sentence_value(&alone, part->after, part->weeks_after, catalogue);
	g_autofree char *n_before = sentence_support(&alone, FINDING_BEFORE, catalogue);
	g_autofree char *n_after = sentence_support(&alone, FINDING_AFTER, catalogue);

	return phrase(catalogue_text(catalogue, "{indicator}: {before} before ({n_before}), "
						"{after} since ({n_after})."),
		      {"indicator", wording_indicator(catalogue, part->indicator, side)},
		      {"before", before}, {"after", after}, {"n_before", n_before},
		      {"n_after", n_after});
}

static char *compound_text(const struct finding *finding, const struct catalogue *catalogue)
{
	g_autoptr(GString) out = g_string_new(wording_rule(catalogue, finding->indicator));

	for (guint i = 0; i < finding->parts->len; i++) {
		g_autofree char *part =
			part_text(&g_array_index(finding->parts, struct finding_part, i),
				  finding->side, catalogue);
		g_string_append_printf(out, " %s", part);
	}
	return g_strdup(out->str);
}

static char *finding_comparison(const struct finding *finding,
				const struct catalogue *catalogue)
{
	g_autofree char *before =
		sentence_value(finding, finding->before, finding->weeks_before, catalogue);
	g_autofree char *after =
		sentence_value(finding, finding->after, finding->weeks_after, catalogue);
	g_autofree char *n_before = sentence_support(finding, FINDING_BEFORE, catalogue);
	g_autofree char *n_after = sentence_support(finding, FINDING_AFTER, catalogue);

	if (finding->parts->len > 0)
		return compound_text(finding, catalogue);
	if (finding->change.fact != NULL && finding->status != FINDING_UNKNOWN)
		return finding_of_change(&finding->change, catalogue);
	return phrase(finding_text(finding, catalogue), {"before", before}, {"after", after},
		      {"n_before", n_before}, {"n_after", n_after});
}

/* Since when it is worse; NULL when it is not. */
static char *finding_since(const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *since = is_worse(finding) ? sentence_since(finding, catalogue) : NULL;

	return since != NULL ? phrase(catalogue_text(catalogue, " It has been so {since}."),
				      {"since", since})
			     : NULL;
}

/* Which side of its stated limit a fact stands on; NULL without a limit. */
static char *finding_limit(const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *limit = NULL, *month = NULL;

	if (isnan(finding->limit) || isnan(finding->after))
		return NULL;
	limit = sentence_value(finding, finding->limit, finding->weeks_after, catalogue);
	if (!is_worse(finding))
		return phrase(catalogue_text(catalogue, " Within the limit of {limit}."),
			      {"limit", limit});
	month = phrase_month(catalogue, finding->onset);
	return phrase(catalogue_text(catalogue, " Beyond the limit of {limit} since {month}."),
		      {"limit", limit}, {"month", month});
}

char *sentence_finding(const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *comparison = finding_comparison(finding, catalogue);
	g_autofree char *since = isnan(finding->limit) ? finding_since(finding, catalogue)
						       : finding_limit(finding, catalogue);
	GString *out = g_string_new(comparison);

	if (since != NULL)
		g_string_append(out, since);
	if (finding->subject_elsewhere > 0) {
		g_autofree char *elsewhere = phrase_count(
			catalogue,
			" The contact goes on under another address ({n} message since).",
			" The contact goes on under another address ({n} messages since).",
			finding->subject_elsewhere);
		g_string_append(out, elsewhere);
	}
	return g_string_free(out, FALSE);
}

/* What is said with the numbers of some findings; NULL for most. */
static char *reason_of(const struct assessment *assessment, const struct finding *finding,
		       const struct catalogue *catalogue)
{
	if (strcmp(finding->indicator, "voice") == 0 && finding->status == FINDING_BETTER)
		return g_strdup(catalogue_text(
			catalogue, "Fewer complaints for as many tickets, and as much contact "
				   "outside them: good news."));
	return sentence_pivot_reason(assessment, finding, catalogue);
}

char *report_finding_sentence(const struct assessment *assessment,
			      const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *finds = sentence_finding(finding, catalogue);
	g_autofree char *reason = reason_of(assessment, finding, catalogue);
	g_autofree char *both = g_strjoin(" ", finds, reason, NULL);

	return phrase(
		catalogue_text(catalogue, "{indicator}: {finds}"),
		{"indicator", wording_indicator(catalogue, finding->indicator, finding->side)},
		{"finds", both});
}

/* ---- unknowns ---- */

static const struct {
	const char *what;
	const char *text;
} unknown_texts[] = {
	{"mail", N_("Mail: none was imported.")},
	{"tickets",
	 N_("Tickets: none was imported, so the handling of incidents is not known.")},
	{"too_short",
	 N_("The history is short ({number} observed weeks): a trend and the season "
	    "of the year cannot be told apart.")},
	{"coverage_ended",
	 N_("Nothing is known from {from} to {to}: the sources stop there, and "
	    "that is not silence.")},
	{"channel_doubt",
	 N_("Mail fell from {from} on both sides alike: talk may have moved to a "
	    "chat or the telephone.")},
	{"undated_messages", N_("Messages without a usable date are left out ({number}).")},
	{"no_baseline",
	 N_("There is no healthy baseline: what comes before {to} is too short.")},
	{"hole", N_("No source speaks from {from} to {to}.")},
	{"few_answers_client",
	 N_("Language of the client: {number} answers a month where something was questioned; "
	    "below 40 a share is not known.")},
	{"few_answers_provider",
	 N_("Language of the provider: {number} answers a month where something was "
	    "questioned; below 40 a share is not known.")},
};

char *sentence_unknown(const struct unknown *unknown, const struct catalogue *catalogue)
{
	g_autofree char *from = phrase_day(catalogue, unknown->from);
	g_autofree char *to = phrase_day(catalogue, unknown->to);
	g_autofree char *number = phrase_number(catalogue, unknown->number);

	for (guint i = 0; i < G_N_ELEMENTS(unknown_texts); i++)
		if (strcmp(unknown_texts[i].what, unknown->what) == 0)
			return phrase(catalogue_text(catalogue, unknown_texts[i].text),
				      {"from", from}, {"to", to}, {"number", number});
	return g_strdup(unknown->what);
}
