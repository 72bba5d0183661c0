/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Headline, findings, unknowns, advice. The headline is one sentence with a date and an
 * interval; "no erosion" and "not datable" are written with the same care. */
#include "report/sentence.h"

#include <math.h>
#include <string.h>

#include "report/phrase.h"
#include "report/report.h"
#include "report/wording.h"

#define WEEKS_NEEDED  40 /* of observations before anything is judged */
#define DAYS_OF_MONTH (365.25 / 12)
#define SURE_OF_NONE  .3 /* below it nothing wears */

/* ---- what it rests on ---- */

static const char *sources_of(const struct assessment *assessment,
			      const struct catalogue *catalogue)
{
	if (assessment->n_messages > 0 && assessment->n_tickets > 0)
		return catalogue_text(catalogue, "mail and tickets");
	return assessment->n_tickets > 0 ? catalogue_text(catalogue, "tickets")
					 : catalogue_text(catalogue, "mail");
}

static gint64 covered_days(const struct assessment *assessment)
{
	if (assessment->coverage_from == DAY_NONE)
		return 0;
	return (gint64)assessment->coverage_to - assessment->coverage_from + 1;
}

static char *months_covered(const struct assessment *assessment,
			    const struct catalogue *catalogue)
{
	return phrase_count(catalogue, "{n} month", "{n} months",
			    llround(covered_days(assessment) / DAYS_OF_MONTH));
}

static char *weeks_covered(const struct assessment *assessment,
			   const struct catalogue *catalogue)
{
	return phrase_count(catalogue, "{n} week", "{n} weeks", covered_days(assessment) / 7);
}

char *sentence_basis(const struct assessment *assessment, const struct catalogue *catalogue)
{
	g_autofree char *weeks = weeks_covered(assessment, catalogue);
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

char *sentence_shares(const struct assessment *assessment, const struct catalogue *catalogue)
{
	gboolean told[DIMENSION_COUNT] = {FALSE};
	GString *out = g_string_new(NULL);

	for (guint round = 0; round < DIMENSION_COUNT; round++) {
		g_autofree char *percent = NULL;
		enum dimension largest = DIMENSION_COUNT;
		for (guint i = 0; i < DIMENSION_COUNT; i++)
			if (!told[i] && assessment->dimension[i] > 0 &&
			    (largest == DIMENSION_COUNT ||
			     assessment->dimension[i] > assessment->dimension[largest]))
				largest = i;
		if (largest == DIMENSION_COUNT)
			break;
		told[largest] = TRUE;
		percent = phrase_percent(catalogue, assessment->dimension[largest]);
		g_string_append_printf(out, "%s%s %s", out->len > 0 ? ", " : "",
				       wording_dimension(catalogue, largest), percent);
	}
	return g_string_free(out, FALSE);
}

/* ---- headline ---- */

static const struct unknown *find_unknown(const struct assessment *assessment, const char *what)
{
	for (guint i = 0; i < assessment->unknowns->len; i++) {
		const struct unknown *unknown = g_ptr_array_index(assessment->unknowns, i);
		if (strcmp(unknown->what, what) == 0)
			return unknown;
	}
	return NULL;
}

static char *lower_first(const char *text)
{
	g_autofree char *first = g_utf8_substring(text, 0, 1);
	g_autofree char *lower = g_utf8_strdown(first, -1);

	return g_strconcat(lower, text + strlen(first), NULL);
}

/* Fills {month} and {interval}, which every dated sentence has. */
static char *dated(const struct assessment *assessment, const struct catalogue *catalogue,
		   const char *text)
{
	g_autofree char *month = phrase_month(catalogue, assessment->onset);
	g_autofree char *interval =
		phrase_interval(catalogue, assessment->onset_low, assessment->onset_high);

	return phrase(text, {"month", month}, {"interval", interval},
		      {"shape", wording_shape(catalogue, assessment->shape)});
}

static char *headline_unknown(const struct assessment *assessment,
			      const struct catalogue *catalogue)
{
	g_autofree char *weeks = weeks_covered(assessment, catalogue);
	char needed[12];

	if (assessment->coverage_from == DAY_NONE)
		return g_strdup(catalogue_text(
			catalogue, "Nothing to judge yet: no evidence was imported."));
	if (find_unknown(assessment, "coverage_ended") != NULL) {
		g_autofree char *day = phrase_day(catalogue, assessment->as_of);
		g_autofree char *end = phrase_day(catalogue, assessment->coverage_to);
		return phrase(catalogue_text(catalogue,
					     "Not judged as of {day}: the evidence ends on "
					     "{end}, which says nothing about the "
					     "relationship."),
			      {"day", day}, {"end", end});
	}
	g_snprintf(needed, sizeof needed, "%d", WEEKS_NEEDED);
	return phrase(
		catalogue_text(catalogue,
			       "Not datable: {weeks} of evidence, where {needed} observed "
			       "weeks are needed."),
		{"weeks", weeks}, {"needed", needed});
}

static char *headline_healthy(const struct assessment *assessment,
			      const struct catalogue *catalogue)
{
	g_autofree char *months = months_covered(assessment, catalogue);
	const char *text =
		assessment->shape == SHAPE_TRANSIENT
			? catalogue_text(catalogue, "No lasting erosion in {months} of "
						    "{sources}: a dip came and went.")
			: catalogue_text(catalogue, "No erosion in {months} of {sources}.");

	return phrase(text, {"months", months}, {"sources", sources_of(assessment, catalogue)});
}

static char *headline_channel(const struct unknown *doubt, const struct catalogue *catalogue)
{
	g_autofree char *month = phrase_month(catalogue, doubt->from);

	return phrase(catalogue_text(catalogue,
				     "Less mail since {month}, on both sides alike: the talk "
				     "may have moved to another channel."),
		      {"month", month});
}

static char *headline_strained(const struct assessment *assessment,
			       const struct catalogue *catalogue)
{
	const struct unknown *doubt = find_unknown(assessment, "channel_doubt");
	g_autoptr(GPtrArray) worse = sentence_worse(assessment, 1);

	if (doubt != NULL && doubt->from != DAY_NONE)
		return headline_channel(doubt, catalogue);
	if (assessment->onset != DAY_NONE)
		return dated(assessment, catalogue,
			     catalogue_text(catalogue,
					    "The relationship has been under strain since "
					    "{month} ({interval}): {shape}."));
	if (worse->len > 0) {
		const struct finding *finding = g_ptr_array_index(worse, 0);
		g_autofree char *label = lower_first(
			wording_indicator(catalogue, finding->indicator, finding->side));
		return phrase(catalogue_text(catalogue, "First signs of strain: {indicator}."),
			      {"indicator", label});
	}
	return g_strdup(catalogue_text(
		catalogue, "The evidence hesitates: it may be wearing, but no date holds."));
}

static char *headline_eroding(const struct assessment *assessment,
			      const struct catalogue *catalogue)
{
	if (assessment->onset == DAY_NONE)
		return g_strdup(catalogue_text(
			catalogue, "The relationship is wearing, but no date holds."));
	return dated(assessment, catalogue,
		     catalogue_text(catalogue, "The relationship has been wearing since "
					       "{month} ({interval}): {shape}."));
}

static char *headline_degraded(const struct assessment *assessment,
			       const struct catalogue *catalogue)
{
	if (assessment->onset == DAY_NONE)
		return headline_eroding(assessment, catalogue);
	return dated(assessment, catalogue,
		     catalogue_text(catalogue,
				    "The relationship has been worn since {month} ({interval}) "
				    "and stays on that lower level: {shape}."));
}

static char *headline_recovering(const struct assessment *assessment,
				 const struct catalogue *catalogue)
{
	if (assessment->onset == DAY_NONE)
		return g_strdup(catalogue_text(catalogue, "The relationship is recovering."));
	return dated(assessment, catalogue,
		     catalogue_text(catalogue, "The relationship is recovering, after an "
					       "erosion that began in {month} ({interval})."));
}

static char *headline_ended(const struct assessment *assessment,
			    const struct catalogue *catalogue)
{
	static const char *const texts[SIDE_COUNT] = {
		N_("The contract ended on {day}."),
		N_("The exchange has ended: the client's last message is dated {day}."),
		N_("The exchange has ended: the provider's last message is dated {day}."),
	};
	g_autofree char *day = phrase_day(catalogue, assessment->ended);

	g_assert(assessment->ended_side < SIDE_COUNT);
	return phrase(catalogue_text(catalogue, texts[assessment->ended_side]), {"day", day});
}

char *sentence_lead(const struct assessment *assessment, const struct catalogue *catalogue)
{
	static char *(*const by_stage[STAGE_COUNT])(const struct assessment *,
						    const struct catalogue *) = {
		[STAGE_UNKNOWN] = headline_unknown,   [STAGE_HEALTHY] = headline_healthy,
		[STAGE_STRAINED] = headline_strained, [STAGE_ERODING] = headline_eroding,
		[STAGE_DEGRADED] = headline_degraded, [STAGE_RECOVERING] = headline_recovering,
		[STAGE_ENDED] = headline_ended,
	};
	gboolean judged = assessment->stage == STAGE_ERODING ||
			  assessment->stage == STAGE_DEGRADED ||
			  assessment->stage == STAGE_STRAINED;

	g_assert(assessment->stage < STAGE_COUNT);
	if (judged && assessment->onset != DAY_NONE &&
	    assessment->shape == SHAPE_ALREADY_DECLINING) {
		g_autofree char *month = phrase_month(catalogue, assessment->coverage_from);
		return phrase(catalogue_text(catalogue,
					     "The relationship was already wearing when the "
					     "evidence begins, in {month}."),
			      {"month", month});
	}
	return by_stage[assessment->stage](assessment, catalogue);
}

/* What was known before the evidence ended. */
static char *rest_unknown(const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	if (find_unknown(assessment, "coverage_ended") == NULL)
		return g_strdup("");
	if (assessment->onset != DAY_NONE)
		return dated(assessment, catalogue,
			     catalogue_text(catalogue, "Until then it was wearing, since "
						       "{month} ({interval})."));
	if (assessment->probability < SURE_OF_NONE)
		return g_strdup(catalogue_text(catalogue, "Until then, no erosion."));
	return g_strdup("");
}

static char *rest_ended(const struct assessment *assessment, const struct catalogue *catalogue)
{
	g_autofree char *before = NULL, *elsewhere = NULL;

	if (assessment->onset != DAY_NONE && assessment->onset < assessment->ended)
		before = dated(
			assessment, catalogue,
			catalogue_text(catalogue,
				       "It had been wearing since {month} ({interval})."));
	if (assessment->ended_people_elsewhere > 0)
		elsewhere = phrase_count(
			catalogue,
			"{n} of its people still writes under another address: the "
			"organisation is gone, the person is not.",
			"{n} of its people still write under other addresses: the "
			"organisation is gone, they are not.",
			assessment->ended_people_elsewhere);
	return g_strconcat(before != NULL ? before : "",
			   before != NULL && elsewhere != NULL ? " " : "",
			   elsewhere != NULL ? elsewhere : "", NULL);
}

char *sentence_rest(const struct assessment *assessment, const struct catalogue *catalogue)
{
	if (assessment->stage == STAGE_UNKNOWN)
		return rest_unknown(assessment, catalogue);
	if (assessment->stage == STAGE_ENDED)
		return rest_ended(assessment, catalogue);
	return g_strdup("");
}

char *report_headline(const struct assessment *assessment, const struct catalogue *catalogue)
{
	g_autofree char *lead = sentence_lead(assessment, catalogue);
	g_autofree char *rest = sentence_rest(assessment, catalogue);

	return g_strjoin(*rest != '\0' ? " " : "", lead, rest, NULL);
}

char *sentence_likelihood(const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	g_autofree char *basis = sentence_basis(assessment, catalogue);
	g_autofree char *percent = NULL;

	if (!isfinite(assessment->probability))
		return phrase(catalogue_text(catalogue, "Read: {basis}."), {"basis", basis});
	percent = phrase_percent(catalogue, assessment->probability);
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
	return !isnan(finding->before) && !isnan(finding->after);
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
	if (isnan(finding->before))
		return catalogue_text(catalogue, "{after} now ({n_after}), without "
						 "a healthy baseline to compare with.");
	if (finding->status == FINDING_STABLE)
		return catalogue_text(catalogue, "no lasting change; {before} before "
						 "({n_before}), {after} now ({n_after}).");
	return catalogue_text(catalogue, "{before} before ({n_before}), {after} now "
					 "({n_after}).");
}

static char *finding_comparison(const struct finding *finding,
				const struct catalogue *catalogue)
{
	g_autofree char *before =
		sentence_value(finding, finding->before, finding->weeks_before, catalogue);
	g_autofree char *after =
		sentence_value(finding, finding->after, finding->weeks_after, catalogue);
	g_autofree char *n_before =
		sentence_support(finding, finding->n_before, finding->weeks_before, catalogue);
	g_autofree char *n_after =
		sentence_support(finding, finding->n_after, finding->weeks_after, catalogue);

	return phrase(finding_text(finding, catalogue), {"before", before}, {"after", after},
		      {"n_before", n_before}, {"n_after", n_after});
}

char *sentence_finding(const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *comparison = finding_comparison(finding, catalogue);
	g_autofree char *since = is_worse(finding) ? sentence_since(finding, catalogue) : NULL;
	GString *out = g_string_new(comparison);

	if (since != NULL) {
		g_autofree char *dated_since =
			phrase(catalogue_text(catalogue, " It has been so {since}."),
			       {"since", since});
		g_string_append(out, dated_since);
	}
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

char *report_finding_sentence(const struct assessment *assessment,
			      const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *finds = sentence_finding(finding, catalogue);

	return phrase(
		catalogue_text(catalogue, "{indicator}: {finds}"),
		{"indicator", wording_indicator(catalogue, finding->indicator, finding->side)},
		{"finds", finds});
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
	{"undated_messages", N_("{number} messages without a usable date are left out.")},
	{"no_baseline",
	 N_("There is no healthy baseline: what comes before {to} is too short.")},
	{"hole", N_("No source speaks from {from} to {to}.")},
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
