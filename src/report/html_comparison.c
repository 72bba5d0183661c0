/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Then and now: the healthy baseline beside the last quarter, in plain units, each with its n.
 */
#include <math.h>

#include "report/html-internal.h"
#include "report/markup.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/sentence.h"
#include "report/wording.h"

#define ROWS_SHOWN 12

/* The label stands before the value where a narrow page has no room for a head row. */
static void write_cell(const struct page *page, const struct finding *finding,
		       const char *label, enum finding_moment moment)
{
	gboolean before = moment == FINDING_BEFORE;
	g_autofree char *text = sentence_value(
		finding, before ? finding->before : finding->after,
		before ? finding->weeks_before : finding->weeks_after, page->catalogue);
	g_autofree char *support = sentence_support(finding, moment, page->catalogue);

	g_string_append(page->out, "<td");
	markup_attribute(page->out, "data-label", label);
	g_string_append_c(page->out, '>');
	markup_text(page->out, text);
	g_string_append_c(page->out, ' ');
	markup_element(page->out, "small", NULL, support);
	markup_close(page->out, "td");
}

static void write_row(const struct page *page, const struct finding *finding)
{
	markup_open(page->out, "tr", finding_status_token(finding->status));
	g_string_append(page->out, "<th scope=\"row\">");
	markup_text(page->out,
		    wording_indicator(page->catalogue, finding->indicator, finding->side));
	g_string_append(page->out, "</th>");
	write_cell(page, finding, catalogue_text(page->catalogue, "before"), FINDING_BEFORE);
	write_cell(page, finding, catalogue_text(page->catalogue, "now"), FINDING_AFTER);
	markup_element(page->out, "td", "verdict",
		       wording_status(page->catalogue, finding->status));
	markup_close(page->out, "tr");
}

static GPtrArray *rows_of(const struct assessment *assessment)
{
	GPtrArray *rows = sentence_measured(assessment, ROWS_SHOWN);
	g_autoptr(GPtrArray) others = sentence_against(assessment, ROWS_SHOWN - rows->len);

	g_ptr_array_extend(rows, others, NULL, NULL);
	return rows;
}

void page_comparison(const struct page *page)
{
	const struct assessment *assessment = page->assessment;
	const struct catalogue *catalogue = page->catalogue;
	g_autoptr(GPtrArray) rows = rows_of(assessment);
	g_autofree char *then =
		phrase_period(catalogue, assessment->baseline_from, assessment->baseline_to);
	g_autofree char *now =
		phrase_period(catalogue, assessment->last_from, assessment->last_to);
	g_autofree char *before =
		phrase(catalogue_text(catalogue, "before: {then}"), {"then", then});
	g_autofree char *after = phrase(catalogue_text(catalogue, "now: {now}"), {"now", now});
	const char *const head[] = {catalogue_text(catalogue, "indicator"), before, after,
				    catalogue_text(catalogue, "judged")};

	if (rows->len == 0)
		return;
	page_section(page, "comparison", catalogue_text(catalogue, "Before and now"));
	g_string_append(page->out, "<div class=\"scroll\"><table>\n");
	markup_head_row(page->out, head, G_N_ELEMENTS(head));
	markup_open(page->out, "tbody", NULL);
	for (guint i = 0; i < rows->len; i++)
		write_row(page, g_ptr_array_index(rows, i));
	g_string_append(page->out, "</tbody></table></div>\n");
	markup_element(
		page->out, "p", "note",
		catalogue_text(catalogue,
			       "Before is the healthy baseline, not last month. n counts "
			       "the messages, answers or tickets behind a number."));
	markup_close(page->out, "section");
}
