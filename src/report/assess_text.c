/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The answer in one screen: headline, stage, then and now, the strongest findings with their
 * evidence, what speaks against it with the same room, what is not known, the advice. */
#include <math.h>
#include <string.h>

#include "report/deadline_words.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/screen.h"
#include "report/sentence.h"
#include "report/wording.h"

#define ROWS_SHOWN     5
#define FINDINGS_SHOWN 3
#define FACTS_SHOWN    4
#define EVIDENCE_SHOWN 2
#define STABLE_SHOWN   2
#define AGAINST_SHOWN  3
#define UNKNOWNS_SHOWN 3
#define EXCERPT_INDENT 5
#define EVENT_LINES    2

static enum screen_style style_of_stage(enum stage stage)
{
	static const enum screen_style styles[STAGE_COUNT] = {
		[STAGE_UNKNOWN] = SCREEN_PLAIN,  [STAGE_HEALTHY] = SCREEN_GOOD,
		[STAGE_STRAINED] = SCREEN_WORSE, [STAGE_ERODING] = SCREEN_WORSE,
		[STAGE_DEGRADED] = SCREEN_WORSE, [STAGE_RECOVERING] = SCREEN_GOOD,
		[STAGE_ENDED] = SCREEN_PLAIN,
	};
	return styles[stage];
}

static void write_top(const struct screen *screen, const struct assessment *assessment,
		      const struct catalogue *catalogue)
{
	g_autofree char *name = phrase_clean(assessment->relationship);
	g_autofree char *day = phrase_day(catalogue, assessment->as_of);
	g_autofree char *title =
		phrase(catalogue_text(catalogue, "{relationship}, as of {day}"),
		       {"relationship", name}, {"day", day});
	g_autofree char *headline = report_headline(assessment, catalogue);
	g_autofree char *stage = sentence_stage(assessment, catalogue);
	g_autofree char *watch = sentence_watch(assessment, catalogue);
	g_autofree char *loss = sentence_pivot_loss(assessment, catalogue);
	g_autofree char *sole = sentence_sole_contact(assessment, catalogue);

	screen_wrap(screen, SCREEN_DIM, "", 0, title);
	if (assessment->simulated)
		screen_wrap(screen, SCREEN_BOLD, "", 0,
			    catalogue_text(catalogue, "Simulated data: no real organisation."));
	screen_wrap(screen, SCREEN_BOLD, "", 0, headline);
	screen_wrap(screen, style_of_stage(assessment->stage), "", 0, stage);
	if (loss != NULL)
		screen_wrap(screen, SCREEN_WORSE, "", 0, loss);
	if (sole != NULL)
		screen_wrap(screen, SCREEN_PLAIN, "", 0, sole);
	if (watch != NULL)
		screen_wrap(screen,
			    assessment->watch.e >= assessment->watch.level ? SCREEN_WORSE
									   : SCREEN_PLAIN,
			    "", 0, watch);
}

/* ---- then and now ---- */

static const char *mark_of(enum finding_status status)
{
	static const char *const marks[] = {
		[FINDING_WORSE] = "-",   [FINDING_STABLE] = "=",    [FINDING_BETTER] = "+",
		[FINDING_UNKNOWN] = "?", [FINDING_DESCRIBED] = "i",
	};
	return marks[status];
}

/* A value with its n; of a level, the weeks looked at. */
static char *cell(const struct finding *finding, enum finding_moment moment,
		  const struct catalogue *catalogue)
{
	gboolean before = moment == FINDING_BEFORE;
	guint weeks = before ? finding->weeks_before : finding->weeks_after;
	g_autofree char *text = sentence_value(
		finding, before ? finding->before : finding->after, weeks, catalogue);
	double n = before ? finding->n_before : finding->n_after;
	double support = finding->kind == KIND_LEVEL ? weeks : n;
	g_autofree char *number =
		phrase_integer(catalogue, isfinite(support) ? (gint64)llround(support) : 0);
	g_autofree char *interval = sentence_interval(finding, moment, catalogue);

	if (interval == NULL)
		return g_strdup_printf("%s (%s)", text, number);
	return g_strdup_printf("%s (%s, %s)", text, interval, number);
}

static void add_row(struct screen_table *table, const struct finding *finding,
		    const struct catalogue *catalogue)
{
	char *cells[] = {
		g_strdup_printf(
			"%s %s", mark_of(finding->status),
			wording_indicator(catalogue, finding->indicator, finding->side)),
		cell(finding, FINDING_BEFORE, catalogue),
		cell(finding, FINDING_AFTER, catalogue),
	};

	screen_table_row(table, finding->status == FINDING_WORSE ? SCREEN_WORSE : SCREEN_PLAIN,
			 cells);
}

static void write_comparison(const struct screen *screen, const struct assessment *assessment,
			     const struct catalogue *catalogue)
{
	static const gboolean right[] = {FALSE, FALSE, FALSE};
	g_autoptr(GPtrArray) rows = sentence_compared(assessment, ROWS_SHOWN);
	g_autoptr(screen_table_auto) table = screen_table_new(G_N_ELEMENTS(right), right);
	g_autofree char *then =
		phrase_period(catalogue, assessment->baseline_from, assessment->baseline_to);
	g_autofree char *now =
		phrase_period(catalogue, assessment->last_from, assessment->last_to);
	g_autofree char *title =
		phrase(catalogue_text(catalogue, "Healthy baseline ({then}) and now ({now})"),
		       {"then", then}, {"now", now});
	char *header[] = {
		g_strdup(""),
		g_strdup(catalogue_text(catalogue, "before (n)")),
		g_strdup(catalogue_text(catalogue, "now (n)")),
	};

	screen_table_row(table, SCREEN_DIM, header);
	if (rows->len == 0)
		return;
	for (guint i = 0; i < rows->len; i++)
		add_row(table, g_ptr_array_index(rows, i), catalogue);
	screen_heading(screen, title);
	screen_table_write(table, screen);
}

/* ---- findings ---- */

/* Two lines at most: who, when, why, and what is left for the first words. */
static void write_event(const struct screen *screen, const struct finding *finding,
			const struct evidence *evidence, const struct catalogue *catalogue)
{
	g_autofree char *event = sentence_event(finding, evidence, catalogue);
	g_autofree char *quote =
		evidence->excerpt != NULL ? phrase_quote(catalogue, evidence->excerpt) : NULL;
	g_autofree char *line = g_strjoin(quote != NULL ? " " : "", event, quote, NULL);

	screen_wrap_most(screen, SCREEN_PLAIN, "   - ", EXCERPT_INDENT, line, EVENT_LINES);
}

/* The month alone: the interval is a matter of the headline and of `explain`. */
static char *finding_title(const struct finding *finding, const struct catalogue *catalogue)
{
	const char *label = wording_indicator(catalogue, finding->indicator, finding->side);
	g_autofree char *month = NULL;

	if (finding->onset == DAY_NONE)
		return g_strdup_printf("%s [%s]", label, finding->id);
	month = phrase_month(catalogue, finding->onset);
	return phrase(catalogue_text(catalogue, "{indicator}, since {month} [{id}]"),
		      {"indicator", label}, {"month", month}, {"id", finding->id});
}

static void write_finding(const struct screen *screen, guint number,
			  const struct finding *finding, const struct catalogue *catalogue)
{
	g_autofree char *first = g_strdup_printf("%u. ", number);
	g_autofree char *title = finding_title(finding, catalogue);

	screen_wrap(screen, SCREEN_PLAIN, first, 3, title);
	for (guint i = 0; i < MIN(finding->evidence->len, EVIDENCE_SHOWN); i++)
		write_event(screen, finding, g_ptr_array_index(finding->evidence, i),
			    catalogue);
}

static void write_findings(const struct screen *screen, const struct assessment *assessment,
			   const struct catalogue *catalogue)
{
	g_autoptr(GPtrArray) worse = sentence_wearing(assessment, FINDINGS_SHOWN);
	g_autofree char *shares = sentence_shares(assessment, catalogue);
	g_autofree char *title =
		*shares != '\0' ? phrase(catalogue_text(catalogue, "What wears it ({shares})"),
					 {"shares", shares})
				: g_strdup(catalogue_text(catalogue, "What wears it"));

	if (worse->len == 0)
		return;
	screen_heading(screen, title);
	for (guint i = 0; i < worse->len; i++)
		write_finding(screen, i + 1, g_ptr_array_index(worse, i), catalogue);
}

/* What stands beyond a stated limit: it has no part in the shares above. */
static void write_facts(const struct screen *screen, const struct assessment *assessment,
			const struct catalogue *catalogue)
{
	g_autoptr(GPtrArray) facts = sentence_facts(assessment, FACTS_SHOWN);

	if (facts->len == 0)
		return;
	screen_heading(screen, catalogue_text(catalogue, "Facts beyond their limit"));
	for (guint i = 0; i < facts->len; i++) {
		const struct finding *finding = g_ptr_array_index(facts, i);
		g_autofree char *sentence =
			report_finding_sentence(assessment, finding, catalogue);
		g_autofree char *line = g_strdup_printf("%s [%s]", sentence, finding->id);
		screen_wrap(screen, SCREEN_PLAIN, " - ", 3, line);
	}
}

/* Events that speak against the findings shown, one of each at a time. */
static guint write_counter_events(const struct screen *screen, const GPtrArray *worse,
				  const struct catalogue *catalogue)
{
	guint shown = 0;

	for (guint round = 0; round < EVIDENCE_SHOWN && shown < AGAINST_SHOWN; round++)
		for (guint i = 0; i < worse->len && shown < AGAINST_SHOWN; i++) {
			const struct finding *finding = g_ptr_array_index(worse, i);
			if (round >= finding->counter_evidence->len)
				continue;
			write_event(screen, finding,
				    g_ptr_array_index(finding->counter_evidence, round),
				    catalogue);
			shown++;
		}
	return shown;
}

static void write_against(const struct screen *screen, const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	g_autoptr(GPtrArray) worse = sentence_wearing(assessment, FINDINGS_SHOWN);
	g_autoptr(GPtrArray) against = sentence_against(assessment, STABLE_SHOWN);
	guint shown;

	if (worse->len == 0)
		return;
	screen_heading(screen, catalogue_text(catalogue, "What speaks against it"));
	for (guint i = 0; i < against->len; i++) {
		const struct finding *finding = g_ptr_array_index(against, i);
		g_autofree char *sentence =
			report_finding_sentence(assessment, finding, catalogue);
		screen_wrap(screen, SCREEN_PLAIN, " - ", 3, sentence);
	}
	shown = write_counter_events(screen, worse, catalogue);
	if (shown + against->len == 0)
		screen_wrap(screen, SCREEN_PLAIN, "   ", 3,
			    catalogue_text(catalogue, "Looked for, and nothing was found."));
}

/* ---- unknowns, advice ---- */

static void write_unknowns(const struct screen *screen, const struct assessment *assessment,
			   const struct catalogue *catalogue)
{
	guint n = assessment->unknowns->len, shown = MIN(n, UNKNOWNS_SHOWN);

	if (n == 0)
		return;
	screen_heading(screen,
		       catalogue_text(catalogue, "What is not known, and what to import"));
	for (guint i = 0; i < shown; i++) {
		const struct unknown *unknown = g_ptr_array_index(assessment->unknowns, i);
		const char *import = wording_import(catalogue, unknown->import);
		g_autofree char *what = sentence_unknown(unknown, catalogue);
		g_autofree char *line =
			g_strjoin(*import != '\0' ? " " : "", what, import, NULL);
		screen_wrap(screen, SCREEN_PLAIN, " - ", 3, line);
	}
	if (n > shown) {
		g_autofree char *more = phrase_count(catalogue, "and {n} more (--json)",
						     "and {n} more (--json)", n - shown);
		screen_wrap(screen, SCREEN_DIM, "   ", 3, more);
	}
}

static const struct finding *first_to_explain(const struct assessment *assessment)
{
	g_autoptr(GPtrArray) worse = sentence_worse(assessment, 1);

	if (worse->len > 0)
		return g_ptr_array_index(worse, 0);
	return assessment->findings->len > 0 ? g_ptr_array_index(assessment->findings, 0)
					     : NULL;
}

static void write_duty(const struct screen *screen, const struct assessment *assessment,
		       const struct catalogue *catalogue)
{
	const struct assessment_contract *contract = assessment->contract;
	g_autofree char *sentence = NULL;
	g_autofree char *line = NULL;

	if (contract == NULL || contract->id == NULL)
		return;
	sentence = deadline_sentence(catalogue, &contract->next);
	line = phrase(catalogue_text(catalogue,
				     "Next dated duty: {duty}. entente contract show {id}"),
		      {"duty", sentence}, {"id", contract->id});
	g_string_append_c(screen->out, '\n');
	screen_wrap(screen, SCREEN_PLAIN, "", 0, line);
}

static void write_bottom(const struct screen *screen, const struct assessment *assessment,
			 const struct catalogue *catalogue)
{
	const struct finding *finding = first_to_explain(assessment);
	g_autofree char *advice = sentence_advice(assessment, catalogue);
	g_autofree char *hint = NULL;

	g_string_append_c(screen->out, '\n');
	screen_wrap(screen, SCREEN_PLAIN, "", 0, advice);
	if (finding == NULL)
		return;
	hint = phrase(catalogue_text(catalogue,
				     "entente explain {id}: down to its messages and tickets"),
		      {"id", finding->id});
	screen_wrap(screen, SCREEN_DIM, "", 0, hint);
}

void report_assess_text(const struct assessment *assessment, const struct catalogue *catalogue,
			guint columns, gboolean colour, GString *out)
{
	const struct screen screen = {out, columns, colour};

	write_top(&screen, assessment, catalogue);
	write_comparison(&screen, assessment, catalogue);
	write_findings(&screen, assessment, catalogue);
	write_facts(&screen, assessment, catalogue);
	write_against(&screen, assessment, catalogue);
	write_unknowns(&screen, assessment, catalogue);
	write_duty(&screen, assessment, catalogue);
	write_bottom(&screen, assessment, catalogue);
}
