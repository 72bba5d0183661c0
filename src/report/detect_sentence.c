/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the detector answers, in a few sentences: since when it is worse or that it is not, or
 * whether a watch alarms and by which rule; always with the weeks behind it. */
#include "report/detect-internal.h"

#include <math.h>
#include <string.h>

#include "model/assessment.h"
#include "report/phrase.h"
#include "stats/onset.h"
#include "stats/watch.h"

#define FIGURES      "%.4g"
#define GROUPED_FROM 1e4 /* whole numbers with their thousands apart */
#define E_MOST       1e6 /* shown of a watch */

char *report_detect_number(const struct catalogue *catalogue, double value)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	if (fabs(value) >= GROUPED_FROM && fabs(value) < 1e15)
		return phrase_integer(catalogue, llround(value));
	g_ascii_formatd(digits, sizeof digits, FIGURES, value);
	if (strcmp(catalogue_language(catalogue), "fr") == 0)
		g_strdelimit(digits, ".", ',');
	return g_strdup(digits);
}

char *report_detect_place(const struct catalogue *catalogue, gint32 day, gsize row)
{
	return day != DAY_NONE ? phrase_short_day(catalogue, day)
			       : phrase_integer(catalogue, (gint64)row);
}

static char *place_in_words(const struct catalogue *catalogue, gint32 day, gsize row)
{
	g_autofree char *bare = report_detect_place(catalogue, day, row);

	if (day != DAY_NONE)
		return phrase(catalogue_text(catalogue, "{day}"), {"day", bare});
	return phrase(catalogue_text(catalogue, "row {n}"), {"n", bare});
}

gint32 report_detect_day(const struct detection *detection, gsize row)
{
	return detection->dated && row < detection->n ? detection->day[row] : DAY_NONE;
}

/* ---- onset ---- */

static const char *shape_words(const struct catalogue *catalogue, enum detect_shape shape)
{
	switch (shape) {
	case DETECT_SHAPE_ABRUPT:
		return catalogue_text(catalogue, "an abrupt loss");
	case DETECT_SHAPE_SLOW:
		return catalogue_text(catalogue, "a slow loss");
	default:
		return catalogue_text(catalogue, "a loss, abrupt or slow");
	}
}

static char *worse_since(const struct detection *detection, const struct catalogue *catalogue)
{
	g_autofree char *day =
		place_in_words(catalogue, detection->onset.median_day, detection->onset.median);
	g_autofree char *low =
		place_in_words(catalogue, detection->onset.low_day, detection->onset.low);
	g_autofree char *high =
		place_in_words(catalogue, detection->onset.high_day, detection->onset.high);
	g_autofree char *probability =
		phrase_probability(catalogue, detection->onset.probability);

	if (detection->onset.low == detection->onset.high)
		return phrase(catalogue_text(catalogue, "Worse since {day} (to within the "
							"week), {probability}: {shape}."),
			      {"day", day}, {"probability", probability},
			      {"shape", shape_words(catalogue, detection->onset.shape)});
	return phrase(catalogue_text(catalogue, "Worse since {day} (between {low} and {high}), "
						"{probability}: {shape}."),
		      {"day", day}, {"low", low}, {"high", high}, {"probability", probability},
		      {"shape", shape_words(catalogue, detection->onset.shape)});
}

static char *worse_from_the_start(const struct detection *detection,
				  const struct catalogue *catalogue)
{
	g_autofree char *day = place_in_words(catalogue, report_detect_day(detection, 0), 0);
	g_autofree char *probability =
		phrase_probability(catalogue, detection->onset.probability);

	return phrase(catalogue_text(catalogue,
				     "Already getting worse when the data begin, {day} "
				     "({probability})."),
		      {"day", day}, {"probability", probability});
}

static char *not_worse(const struct detection *detection, const struct catalogue *catalogue)
{
	g_autofree char *probability =
		phrase_probability(catalogue, detection->onset.probability);
	g_autofree char *transient = phrase_probability(catalogue, detection->onset.transient);
	g_autofree char *season = phrase_percent(catalogue, detection->onset.season);

	if (detection->onset.shape == DETECT_SHAPE_TRANSIENT)
		return phrase(catalogue_text(catalogue,
					     "A disturbance that passed (probability "
					     "{transient}); no lasting loss ({probability})."),
			      {"transient", transient}, {"probability", probability});
	if (detection->onset.shape == DETECT_SHAPE_SEASONAL)
		return phrase(catalogue_text(catalogue, "No lasting loss (probability "
							"{probability}): the "
							"season of the year explains {season} "
							"of what moves."),
			      {"probability", probability}, {"season", season});
	return phrase(catalogue_text(catalogue, "No lasting loss (probability {probability})."),
		      {"probability", probability});
}

static char *onset_sentence(const struct detection *detection,
			    const struct catalogue *catalogue)
{
	switch (detection->onset.shape) {
	case DETECT_SHAPE_TOO_SHORT:
		return phrase_count(
			catalogue, "Not enough data: {n} week is needed with a value.",
			"Not enough data: {n} weeks are needed with a value.", ONSET_MIN_WEEKS);
	case DETECT_SHAPE_EARLY:
		return worse_from_the_start(detection, catalogue);
	case DETECT_SHAPE_ABRUPT:
	case DETECT_SHAPE_SLOW:
	case DETECT_SHAPE_UNDECIDED:
		return worse_since(detection, catalogue);
	default:
		return not_worse(detection, catalogue);
	}
}

/* ---- watch ---- */

/* Beyond a million nothing more is known by the figures. */
static char *stake(const struct catalogue *catalogue, double e)
{
	g_autofree char *most = report_detect_number(catalogue, E_MOST);

	if (!(e > E_MOST))
		return report_detect_number(catalogue, e);
	return phrase(catalogue_text(catalogue, "over {n}"), {"n", most});
}

static char *verdict_of_watch(const struct detection *detection,
			      const struct catalogue *catalogue)
{
	g_autofree char *e = stake(catalogue, detection->watch.e);
	g_autofree char *since = NULL;

	if (isnan(detection->watch.e))
		return phrase_count(catalogue, "No reading: the watch begins after {n} week.",
				    "No reading: the watch begins after {n} weeks.",
				    WATCH_FROM);
	if (!detection->watch.alarm)
		return phrase(catalogue_text(catalogue, "No alarm: E is {e}."), {"e", e});
	if (detection->watch.since < 0)
		return phrase(catalogue_text(catalogue, "Alarm: E is {e}."), {"e", e});
	since = place_in_words(catalogue, detection->watch.since_day,
			       (gsize)detection->watch.since);
	return phrase(catalogue_text(catalogue, "Alarm: E is {e}; likeliest since {day}."),
		      {"e", e}, {"day", since});
}

/* By which rule. */
static char *rule_of_watch(const struct detection *detection, const struct catalogue *catalogue)
{
	double years = 2 * detection->watch.level; /* between two false alarms */
	g_autofree char *level = report_detect_number(catalogue, detection->watch.level);
	g_autofree char *between = report_detect_number(catalogue, years);
	g_autofree char *share = phrase_percent(catalogue, WATCH_SHARE_FALSE);
	g_autofree char *n = phrase_integer(catalogue, detection->watch.together);

	if (detection->watch.together > 0)
		return phrase(catalogue_text(catalogue,
					     "Rule: {n} histories judged together (e-BH), at "
					     "most {share} of the alarms false."),
			      {"n", n}, {"share", share});
	return phrase(catalogue_text(catalogue, "Rule: alarm once E reaches {level}, at most "
						"one false alarm in {years} years."),
		      {"level", level}, {"years", between});
}

bool report_detect_is_worse(const struct detection *detection)
{
	switch (detection->onset.shape) {
	case DETECT_SHAPE_ABRUPT:
	case DETECT_SHAPE_SLOW:
	case DETECT_SHAPE_EARLY:
	case DETECT_SHAPE_UNDECIDED:
		return detection->as == DETECT_ONSET;
	default:
		return false;
	}
}

char *report_detect_answer(const struct detection *detection, const struct catalogue *catalogue)
{
	g_autofree char *first = NULL, *rule = NULL;
	g_autofree char *weeks =
		phrase_count(catalogue, "({n} week observed.)", "({n} weeks observed.)",
			     detection->observed_weeks);

	if (detection->as == DETECT_SEGMENT)
		return NULL;
	if (detection->as == DETECT_ONSET) {
		first = onset_sentence(detection, catalogue);
	} else {
		first = verdict_of_watch(detection, catalogue);
		rule = rule_of_watch(detection, catalogue);
	}
	return g_strjoin(" ", first, weeks, rule, NULL);
}
