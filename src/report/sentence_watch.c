/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weekly watch in one line: alarm or not, on how much evidence of how much it takes, from
 * how many weeks and series; or when it begins. */
#include <math.h>

#include "report/phrase.h"
#include "report/sentence.h"
#include "stats/watch.h"

#define EVIDENCE_MOST 1000.0 /* more needs no figure */

static char *evidence(const struct assessment_watch *watch, const struct catalogue *catalogue)
{
	g_autofree char *most = NULL;

	if (watch->e <= EVIDENCE_MOST)
		return phrase_number(catalogue, watch->e);
	most = phrase_number(catalogue, EVIDENCE_MOST);
	return phrase(catalogue_text(catalogue, "over {n}"), {"n", most});
}

static char *no_reading(const struct assessment_watch *watch, const struct catalogue *catalogue)
{
	g_autofree char *weeks = phrase_integer(catalogue, watch->weeks);
	g_autofree char *needed = phrase_integer(catalogue, WATCH_FROM);

	if (watch->weeks >= WATCH_FROM)
		return g_strdup(catalogue_text(
			catalogue, "Weekly watch: no series is full enough to be watched."));
	return phrase(catalogue_text(catalogue, "Weekly watch: not yet, {weeks} of the "
						"{needed} observed weeks it needs."),
		      {"weeks", weeks}, {"needed", needed});
}

static char *alarmed(const struct assessment_watch *watch, const struct phrase_value *values,
		     const struct catalogue *catalogue)
{
	const char *text = catalogue_text(
		catalogue, "Weekly watch: alarm in {month} (evidence {e}, {level} needed).");

	if (watch->e < watch->level)
		text = catalogue_text(catalogue, "Weekly watch: alarm in {month}, evidence "
						 "back to {e} since ({level} needed).");
	return phrase_fill(text, values);
}

char *sentence_watch(const struct assessment *assessment, const struct catalogue *catalogue)
{
	const struct assessment_watch *watch = &assessment->watch;
	g_autofree char *e = NULL, *level = NULL, *series = NULL, *weeks = NULL, *month = NULL;

	if (watch->weeks == 0)
		return NULL;
	if (isnan(watch->e))
		return no_reading(watch, catalogue);
	e = evidence(watch, catalogue);
	level = phrase_number(catalogue, watch->level);
	series = phrase_count(catalogue, "{n} series", "{n} series", watch->series);
	weeks = phrase_count(catalogue, "{n} week", "{n} weeks", watch->weeks);
	month = phrase_month(catalogue, watch->alarm);
	const struct phrase_value values[] = {{"e", e},           {"level", level},
					      {"series", series}, {"weeks", weeks},
					      {"month", month},   {NULL, NULL}};
	if (watch->alarm != DAY_NONE)
		return alarmed(watch, values, catalogue);
	return phrase_fill(catalogue_text(catalogue,
					  "Weekly watch: no alarm (evidence {e} of the {level} "
					  "it takes; {weeks}, {series})."),
			   values);
}
