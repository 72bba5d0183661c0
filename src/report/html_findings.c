/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What got worse, each finding with its evidence and its counter-evidence side by side, then
 * what did not get worse. */
#include "report/html-internal.h"
#include "report/markup.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/sentence.h"
#include "report/wording.h"

#define EVENTS_SHOWN 3

static void write_event(const struct page *page, const struct finding *finding,
			const struct evidence *evidence)
{
	g_autofree char *line = sentence_event(finding, evidence, page->catalogue);

	markup_open(page->out, "li", NULL);
	markup_element(page->out, "p", NULL, line);
	if (evidence->excerpt != NULL) {
		g_autofree char *quote = phrase_quote(page->catalogue, evidence->excerpt);
		markup_element(page->out, "blockquote", NULL, quote);
	}
	markup_element(page->out, "code", NULL, evidence->event);
	markup_close(page->out, "li");
}

static void write_events(const struct page *page, const char *title,
			 const struct finding *finding, const GPtrArray *events)
{
	markup_open(page->out, "div", "events");
	markup_element(page->out, "h4", NULL, title);
	if (events->len == 0) {
		markup_element(
			page->out, "p", NULL,
			catalogue_text(page->catalogue, "Looked for, and nothing was found."));
	} else {
		markup_open(page->out, "ul", NULL);
		for (guint i = 0; i < MIN(events->len, EVENTS_SHOWN); i++)
			write_event(page, finding, g_ptr_array_index(events, i));
		markup_close(page->out, "ul");
	}
	markup_close(page->out, "div");
}

static void write_finding(const struct page *page, const struct finding *finding)
{
	const struct catalogue *catalogue = page->catalogue;
	g_autofree char *finds = sentence_finding(finding, catalogue);
	g_autofree char *sentence = phrase_sentence(finds);

	g_string_append(page->out, "<article");
	markup_attribute(page->out, "id", finding->id);
	g_string_append(page->out, ">\n");
	markup_open(page->out, "div", "title");
	markup_element(page->out, "h3", NULL,
		       wording_indicator(catalogue, finding->indicator, finding->side));
	markup_element(page->out, "code", NULL, finding->id);
	markup_close(page->out, "div");
	markup_element(page->out, "p", NULL, sentence);
	markup_open(page->out, "div", "both");
	write_events(page, catalogue_text(catalogue, "Evidence"), finding, finding->evidence);
	write_events(page, catalogue_text(catalogue, "Counter-evidence"), finding,
		     finding->counter_evidence);
	markup_close(page->out, "div");
	markup_close(page->out, "article");
}

static void write_against(const struct page *page, const GPtrArray *against)
{
	page_section(page, "against",
		     catalogue_text(page->catalogue, "What did not get worse"));
	markup_open(page->out, "ul", NULL);
	for (guint i = 0; i < against->len; i++) {
		g_autofree char *sentence = report_finding_sentence(
			page->assessment, g_ptr_array_index(against, i), page->catalogue);
		markup_element(page->out, "li", NULL, sentence);
	}
	markup_close(page->out, "ul");
	markup_close(page->out, "section");
}

void page_findings(const struct page *page)
{
	g_autoptr(GPtrArray) worse = sentence_worse(page->assessment, G_MAXUINT);
	g_autoptr(GPtrArray) against = sentence_against(page->assessment, G_MAXUINT);

	if (worse->len > 0) {
		page_section(page, "findings",
			     catalogue_text(page->catalogue, "On which evidence"));
		for (guint i = 0; i < worse->len; i++)
			write_finding(page, g_ptr_array_index(worse, i));
		markup_close(page->out, "section");
	}
	if (against->len > 0)
		write_against(page, against);
}
