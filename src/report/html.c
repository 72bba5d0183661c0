/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The report as one page that needs nothing else: no script, no outside reference, the style
 * inside. Well-formed as XML too, so that it can be checked and made into a PDF. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "report/html-internal.h"
#include "report/markup.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/sentence.h"
#include "report/wording.h"

#define STYLE_RESOURCE "/entente/report/report.css"

void page_section(const struct page *page, const char *class, const char *heading)
{
	markup_open(page->out, "section", class);
	markup_element(page->out, "h2", NULL, heading);
}

void page_open_table(const struct page *page, const char *summary)
{
	markup_open(page->out, "details", NULL);
	markup_element(page->out, "summary", NULL, summary);
	g_string_append(page->out, "<div class=\"scroll\"><table>\n");
}

void page_close_table(const struct page *page)
{
	g_string_append(page->out, "</table></div></details>\n");
}

static void write_style(GString *out)
{
	GBytes *style = g_resources_lookup_data(STYLE_RESOURCE, 0, NULL);

	g_assert(style != NULL);
	g_string_append(out, "<style>\n");
	g_string_append_len(out, g_bytes_get_data(style, NULL),
			    (gssize)g_bytes_get_size(style));
	g_string_append(out, "</style>\n");
	g_bytes_unref(style);
}

static void write_head(const struct page *page)
{
	const char *language = catalogue_language(page->catalogue);
	g_autofree char *day = phrase_day(page->catalogue, page->assessment->as_of);
	g_autofree char *title =
		phrase(catalogue_text(page->catalogue, "{relationship}, as of {day}"),
		       {"relationship", page->assessment->relationship}, {"day", day});

	g_string_append(page->out, "<!DOCTYPE html>\n<html");
	markup_attribute(page->out, "lang", language);
	g_string_append(page->out,
			">\n<head>\n<meta charset=\"utf-8\"/>\n"
			"<meta name=\"viewport\" content=\"width=device-width, "
			"initial-scale=1\"/>\n"
			"<meta name=\"color-scheme\" content=\"light dark\"/>\n"
			"<meta name=\"referrer\" content=\"no-referrer\"/>\n"
			"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
			"'none'; style-src 'unsafe-inline'\"/>\n");
	markup_element(page->out, "title", NULL, title);
	write_style(page->out);
	g_string_append(page->out, "</head>\n<body>\n");
	if (page->assessment->simulated)
		markup_element(page->out, "p", "banner",
			       catalogue_text(page->catalogue,
					      "Simulated data: no real organisation."));
}

static void write_shares(const struct page *page)
{
	g_autofree char *shares = sentence_shares(page->assessment, page->catalogue);
	g_autofree char *text = NULL;

	if (*shares == '\0')
		return;
	text = phrase(catalogue_text(page->catalogue, "What wears it: {shares}."),
		      {"shares", shares});
	markup_element(page->out, "p", NULL, text);
}

static void write_top(const struct page *page)
{
	const struct assessment *assessment = page->assessment;
	const struct catalogue *catalogue = page->catalogue;
	g_autofree char *day = phrase_day(catalogue, assessment->as_of);
	g_autofree char *lead = sentence_lead(assessment, catalogue);
	g_autofree char *rest = sentence_rest(assessment, catalogue);
	g_autofree char *basis = sentence_likelihood(assessment, catalogue);
	g_autofree char *watch = sentence_watch(assessment, catalogue);
	g_autofree char *loss = sentence_pivot_loss(assessment, catalogue);
	g_autofree char *sole = sentence_sole_contact(assessment, catalogue);
	g_autofree char *advice = sentence_advice(assessment, catalogue);
	g_autofree char *class = g_strdup_printf("stage %s", stage_token(assessment->stage));

	markup_open(page->out, "header", NULL);
	markup_open(page->out, "p", "name");
	markup_element(page->out, "span", NULL, assessment->relationship);
	markup_element(page->out, "span", "day", day);
	markup_close(page->out, "p");
	markup_element(page->out, "h1", NULL, lead);
	if (*rest != '\0')
		markup_element(page->out, "p", "rest", rest);
	markup_open(page->out, "p", NULL);
	markup_element(page->out, "span", class, wording_stage(catalogue, assessment->stage));
	markup_text(page->out, basis);
	markup_close(page->out, "p");
	write_shares(page);
	if (loss != NULL)
		markup_element(page->out, "p", NULL, loss);
	if (sole != NULL)
		markup_element(page->out, "p", NULL, sole);
	if (watch != NULL)
		markup_element(page->out, "p", "watch", watch);
	markup_element(page->out, "p", "advice", advice);
	markup_close(page->out, "header");
}

static void write_bottom(const struct page *page)
{
	char seed[24];
	g_autofree char *text = NULL;

	g_snprintf(seed, sizeof seed, "%" G_GUINT64_FORMAT, page->assessment->seed);
	text = phrase(catalogue_text(page->catalogue,
				     "Written by entente {version}, seed {seed}: the same "
				     "inputs give the same page."),
		      {"version", ENTENTE_VERSION}, {"seed", seed});
	markup_open(page->out, "footer", NULL);
	markup_element(page->out, "p", NULL, text);
	markup_close(page->out, "footer");
	g_string_append(page->out, "</body>\n</html>\n");
}

void report_html(const struct assessment *assessment, const struct catalogue *catalogue,
		 GString *out)
{
	const struct page page = {assessment, catalogue, out};

	write_head(&page);
	markup_open(out, "main", NULL);
	write_top(&page);
	page_comparison(&page);
	page_timeline(&page);
	page_findings(&page);
	page_indicators(&page);
	page_unknowns(&page);
	page_method(&page);
	markup_close(out, "main");
	write_bottom(&page);
}
