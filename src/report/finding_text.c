/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente explain` and `entente list` as text. */
#include <math.h>
#include <stdbool.h>

#include "base/calendar.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/screen.h"
#include "report/sentence.h"
#include "report/wording.h"
#include "stats/watch.h"

#define EXCERPT_LINES 3

static void write_event(const struct screen *screen, const struct finding *finding,
			const struct evidence *evidence, const struct catalogue *catalogue)
{
	g_autofree char *event = sentence_event(finding, evidence, catalogue);

	screen_wrap(screen, SCREEN_PLAIN, "   - ", 5, event);
	if (evidence->excerpt != NULL) {
		g_autofree char *quote = phrase_quote(catalogue, evidence->excerpt);
		screen_wrap_most(screen, SCREEN_DIM, "     ", 5, quote, EXCERPT_LINES);
	}
	screen_wrap(screen, SCREEN_DIM, "     ", 5, evidence->event);
}

static void write_events(const struct screen *screen, const char *title,
			 const struct finding *finding, const GPtrArray *events,
			 const struct catalogue *catalogue)
{
	screen_heading(screen, title);
	if (events->len == 0)
		screen_wrap(screen, SCREEN_PLAIN, "   ", 3,
			    catalogue_text(catalogue, "Looked for, and nothing was found."));
	for (guint i = 0; i < events->len; i++)
		write_event(screen, finding, g_ptr_array_index(events, i), catalogue);
}

static void write_numbers(const struct screen *screen, const struct finding *finding,
			  const struct catalogue *catalogue)
{
	const char *definition = wording_definition(catalogue, finding->indicator);
	g_autofree char *line = NULL;

	if (definition != NULL)
		screen_wrap(screen, SCREEN_PLAIN, "", 0, definition);
	if (isfinite(finding->probability)) {
		g_autofree char *percent = phrase_probability(catalogue, finding->probability);
		g_autofree char *part = phrase_percent(catalogue, finding->contribution);
		line = phrase(
			catalogue_text(catalogue,
				       "This series alone: erosion is {likelihood} "
				       "({percent}); its part in the whole: {part}."),
			{"likelihood", wording_likelihood(catalogue, finding->probability)},
			{"percent", percent}, {"part", part});
		screen_wrap(screen, SCREEN_PLAIN, "", 0, line);
	}
}

void report_finding_text(const struct assessment *assessment, const struct finding *finding,
			 const struct catalogue *catalogue, guint columns, gboolean colour,
			 GString *out)
{
	const struct screen screen = {out, columns, colour};
	g_autofree char *name = phrase_clean(assessment->relationship);
	g_autofree char *day = phrase_day(catalogue, assessment->as_of);
	g_autofree char *title =
		phrase(catalogue_text(catalogue, "{relationship}, as of {day}: finding {id}"),
		       {"relationship", name}, {"day", day}, {"id", finding->id});
	g_autofree char *sentence = report_finding_sentence(assessment, finding, catalogue);

	screen_wrap(&screen, SCREEN_DIM, "", 0, title);
	screen_wrap(&screen, SCREEN_BOLD, "", 0, sentence);
	write_numbers(&screen, finding, catalogue);
	write_events(&screen, catalogue_text(catalogue, "Evidence"), finding, finding->evidence,
		     catalogue);
	write_events(&screen, catalogue_text(catalogue, "Counter-evidence"), finding,
		     finding->counter_evidence, catalogue);
	g_string_append_c(out, '\n');
	screen_wrap(&screen, SCREEN_DIM, "", 0,
		    catalogue_text(catalogue, "entente explain with the id of a message or "
					      "ticket shows its words and its place in the "
					      "source."));
}

static char *percent_cell(const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	return isfinite(assessment->probability)
		       ? phrase_probability(catalogue, assessment->probability)
		       : g_strdup("?");
}

static char *since_cell(const struct assessment *assessment, const struct catalogue *catalogue)
{
	return assessment->onset != DAY_NONE ? phrase_short_month(catalogue, assessment->onset)
					     : g_strdup("");
}

/* The stage, marked when the watch rings among all. */
static char *stage_cell(const struct assessment *assessment, const struct catalogue *catalogue)
{
	return g_strconcat(wording_stage(catalogue, assessment->stage),
			   assessment->watch.among_all ? NO_BREAK_SPACE "*" : "", NULL);
}

/* The column of duties is there where a contract is known. */
#define LIST_COLUMNS 7

static bool any_contract(const GPtrArray *assessments)
{
	for (guint i = 0; i < assessments->len; i++)
		if (((const struct assessment *)g_ptr_array_index(assessments, i))->contract !=
		    NULL)
			return true;
	return false;
}

static char *duty_cell(const struct assessment *assessment)
{
	const struct assessment_contract *contract = assessment->contract;

	return contract != NULL && contract->id != NULL
		       ? calendar_format_day(contract->next.readings[0].day)
		       : g_strdup("");
}

static void list_row(struct screen_table *table, const struct assessment *assessment,
		     const struct catalogue *catalogue)
{
	gboolean alarmed =
		assessment->stage == STAGE_ERODING || assessment->stage == STAGE_DEGRADED;
	char *cells[] = {
		phrase_clean(assessment->relationship),
		stage_cell(assessment, catalogue),
		since_cell(assessment, catalogue),
		percent_cell(assessment, catalogue),
		phrase_short_month(catalogue, assessment->coverage_from),
		phrase_short_month(catalogue, assessment->coverage_to),
		table->n_columns == LIST_COLUMNS ? duty_cell(assessment) : NULL,
	};

	screen_table_row(table, alarmed ? SCREEN_WORSE : SCREEN_PLAIN, cells);
}

/* What the mark means, when there is one. */
static void write_alarms(const struct screen *screen, const GPtrArray *assessments,
			 const struct catalogue *catalogue)
{
	g_autofree char *share = phrase_percent(catalogue, WATCH_SHARE_FALSE);
	g_autofree char *n = phrase_integer(catalogue, assessments->len);
	g_autofree char *line = NULL;
	const char *text;
	gboolean any = FALSE;

	for (guint i = 0; i < assessments->len; i++)
		any = any ||
		      ((struct assessment *)g_ptr_array_index(assessments, i))->watch.among_all;
	if (!any)
		return;
	text = assessments->len > 1
		       ? catalogue_text(catalogue,
					"* alarm of the weekly watch; at most {share} of these "
					"alarms are false ({n} judged together).")
		       : catalogue_text(catalogue,
					"* alarm of the weekly watch; at most {share} of such "
					"alarms are false.");
	line = phrase(text, {"share", share}, {"n", n});
	screen_wrap(screen, SCREEN_DIM, "", 2, line);
}

void report_list_text(GPtrArray *assessments, const struct catalogue *catalogue, guint columns,
		      gboolean colour, GString *out)
{
	static const gboolean right[LIST_COLUMNS] = {FALSE, FALSE, FALSE, TRUE, FALSE};
	const struct screen screen = {out, columns, colour};
	bool duties = any_contract(assessments);
	g_autoptr(screen_table_auto) table =
		screen_table_new(duties ? LIST_COLUMNS : LIST_COLUMNS - 1, right);
	char *header[] = {
		g_strdup(catalogue_text(catalogue, "relationship")),
		g_strdup(catalogue_text(catalogue, "stage")),
		g_strdup(catalogue_text(catalogue, "since")),
		g_strdup(catalogue_text(catalogue, "erosion")),
		g_strdup(catalogue_text(catalogue, "from")),
		g_strdup(catalogue_text(catalogue, "to")),
		duties ? g_strdup(catalogue_text(catalogue, "next duty")) : NULL,
	};

	screen_table_row(table, SCREEN_DIM, header);
	for (guint i = 0; i < assessments->len; i++)
		list_row(table, g_ptr_array_index(assessments, i), catalogue);
	screen_table_write(table, &screen);
	write_alarms(&screen, assessments, catalogue);
}
