/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The headline: one sentence with a date and an interval, whatever the stage; "no erosion" and
 * "not datable" are written with the same care. Some stages add a second sentence. */
#include "report/sentence.h"

#include <math.h>
#include <string.h>

#include "report/phrase.h"
#include "report/report.h"
#include "report/wording.h"

#define WEEKS_NEEDED  40 /* of observations before anything is judged */
#define DAYS_OF_MONTH (365.25 / 12)
#define SURE_OF_NONE  .3 /* below it nothing wears */

static const char *sources_of(const struct assessment *assessment,
			      const struct catalogue *catalogue)
{
	if (assessment->n_messages > 0 && assessment->n_tickets > 0)
		return catalogue_text(catalogue, "mail and tickets");
	return assessment->n_tickets > 0 ? catalogue_text(catalogue, "tickets")
					 : catalogue_text(catalogue, "mail");
}

static char *months_covered(const struct assessment *assessment,
			    const struct catalogue *catalogue)
{
	return phrase_count(catalogue, "{n} month", "{n} months",
			    llround(sentence_covered_days(assessment) / DAYS_OF_MONTH));
}

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
	g_autofree char *weeks = sentence_weeks(assessment, catalogue);
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
