/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Proposals on a terminal: per document the terms in the order of a contract's life, then what
 * each party is bound to. A reading that is less than sure says so; nothing is shown without
 * its words and their place. */
#include "report/contract.h"

#include <string.h>

#include "report/phrase.h"
#include "report/screen.h"

#define QUOTE_LINES 4
#define WHAT_LINES  3

struct page {
	struct screen screen;
	const struct catalogue *catalogue;
	const char *scans; /* of the document that is shown */
};

static const char *const kind_labels[TERM_KIND_COUNT] = {
	[TERM_SIGNED] = N_("Signed"),
	[TERM_START] = N_("Takes effect"),
	[TERM_DURATION] = N_("Initial duration"),
	[TERM_END] = N_("Ends"),
	[TERM_RENEWAL] = N_("Renewal"),
	[TERM_RENEWAL_DURATION] = N_("Duration of a renewal"),
	[TERM_NOTICE] = N_("Notice"),
	[TERM_REVERSIBILITY] = N_("Reversibility"),
	[TERM_LIABILITY_CAP] = N_("Limit of liability"),
	[TERM_PENALTY] = N_("Penalties and service credits"),
	[TERM_PRICE_REVISION] = N_("Revision of prices"),
	[TERM_GOVERNANCE] = N_("Governance"),
};

static const char *const value_labels[TERM_VALUE_COUNT] = {
	[TERM_NEVER] = N_("none"),
	[TERM_TACIT] = N_("tacit"),
	[TERM_EXPRESS] = N_("express"),
	[TERM_INDEFINITE] = N_("indefinite"),
	[TERM_EXCLUDED] = N_("excluded"),
	[TERM_BEFORE_END] = N_("before the end of the term"),
	[TERM_BEFORE_ANNIVERSARY] = N_("before the anniversary"),
	[TERM_ANY_TIME] = N_("at any time"),
};

static const char *const form_labels[FORM_COUNT] = {
	[FORM_WRITTEN] = N_("in writing"),
	[FORM_REGISTERED] = N_("by registered letter"),
	[FORM_ELECTRONIC] = N_("by electronic mail"),
};

static const char *const sure_labels[SURE_COUNT] = {
	[SURE_LOW] = N_("to be checked"),
	[SURE_MEDIUM] = N_("likely"),
};

static const char *const party_labels[PARTY_COUNT] = {
	[PARTY_UNKNOWN] = N_("Obligations without a known party"),
	[PARTY_CLIENT] = N_("Obligations of the client"),
	[PARTY_PROVIDER] = N_("Obligations of the provider"),
	[PARTY_BOTH] = N_("Obligations of both"),
};

/* ---- measures ---- */

static char *measured(const struct catalogue *catalogue, const char *one, const char *many,
		      gint64 thousandths)
{
	g_autofree char *number = phrase_number(catalogue, (double)thousandths / QUANTITY_ONE);
	gulong n = (gulong)((thousandths + QUANTITY_ONE - 1) / QUANTITY_ONE);

	return phrase(catalogue_plural(catalogue, one, many, n), {"n", number});
}

static char *duration_text(const struct catalogue *catalogue,
			   const struct contract_measure *measure)
{
	gint64 value = measure->value;

	switch (measure->unit) {
	case UNIT_MINUTE:
		return measured(catalogue, "{n} minute", "{n} minutes", value);
	case UNIT_HOUR:
		return measured(catalogue, "{n} hour", "{n} hours", value);
	case UNIT_BUSINESS_HOUR:
		return measured(catalogue, "{n} business hour", "{n} business hours", value);
	case UNIT_DAY:
		return measured(catalogue, "{n} day", "{n} days", value);
	case UNIT_BUSINESS_DAY:
		return measured(catalogue, "{n} business day", "{n} business days", value);
	case UNIT_WEEK:
		return measured(catalogue, "{n} week", "{n} weeks", value);
	case UNIT_MONTH:
		return measured(catalogue, "{n} month", "{n} months", value);
	default:
		return measured(catalogue, "{n} year", "{n} years", value);
	}
}

/* With all its decimals: 99.95 % is not 99.9 %. */
static char *percent_text(const struct catalogue *catalogue, gint64 thousandths)
{
	g_autoptr(GString) number = g_string_new(NULL);
	bool french = strcmp(catalogue_language(catalogue), "fr") == 0;

	g_string_append_printf(number, "%" G_GINT64_FORMAT, thousandths / QUANTITY_ONE);
	if (thousandths % QUANTITY_ONE != 0) {
		g_string_append_printf(number, "%c%03" G_GINT64_FORMAT, french ? ',' : '.',
				       thousandths % QUANTITY_ONE);
		while (number->str[number->len - 1] == '0')
			g_string_truncate(number, number->len - 1);
	}
	return phrase(catalogue_text(catalogue, "{n}%"), {"n", number->str});
}

static char *measure_text(const struct catalogue *catalogue,
			  const struct contract_measure *measure)
{
	g_autofree char *number = NULL;

	switch (measure->kind) {
	case QUANTITY_DAY:
		return phrase_day(catalogue, (gint32)measure->value);
	case QUANTITY_PERCENT:
		return percent_text(catalogue, measure->value);
	case QUANTITY_AMOUNT:
		number = phrase_integer(catalogue, measure->value / QUANTITY_ONE);
		return g_strdup_printf("%s" NO_BREAK_SPACE "%s", number, measure->currency);
	default:
		return duration_text(catalogue, measure);
	}
}

/* ---- lines ---- */

static void add_part(GString *line, const char *part)
{
	if (part == NULL || *part == '\0')
		return;
	if (line->len > 0)
		g_string_append(line, ", ");
	g_string_append(line, part);
}

static void add_label(const struct page *page, GString *line, const char *label)
{
	if (label != NULL)
		add_part(line, catalogue_text(page->catalogue, label));
}

static char *page_text(const struct page *page, guint number)
{
	g_autofree char *shown = g_strdup_printf("%u", number);
	struct document_scan scan;

	for (const char *scans = page->scans; document_scan_next(&scans, &scan);) {
		g_autofree char *sure = NULL;
		if (scan.page != number)
			continue;
		sure = phrase_percent(page->catalogue, scan.confidence / 100.);
		return phrase(catalogue_text(page->catalogue,
					     "page {number} (scan, recognised at {share})"),
			      {"number", shown}, {"share", sure});
	}
	return phrase(catalogue_text(page->catalogue, "page {number}"), {"number", shown});
}

/* "clause 11.1, page 3" */
static char *place_text(const struct page *page, enum contract_sure sure,
			const struct contract_quote *quote)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autofree char *clause =
		quote->clause ? phrase(catalogue_text(page->catalogue, "clause {name}"),
				       {"name", quote->clause})
			      : NULL;
	g_autofree char *sheet = quote->page > 0 ? page_text(page, quote->page) : NULL;

	add_label(page, line, sure_labels[sure]);
	add_part(line, clause);
	add_part(line, sheet);
	return phrase_clean(line->str);
}

static void write_term(const struct page *page, const struct contract_term *term)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autofree char *measure =
		term->measure.given ? measure_text(page->catalogue, &term->measure) : NULL;
	g_autofree char *shown = NULL;
	g_autofree char *quote = phrase_quote(page->catalogue, term->quote.text);
	g_autofree char *place = place_text(page, term->sure, &term->quote);
	const char *colon = strcmp(catalogue_language(page->catalogue), "fr") == 0
				    ? NO_BREAK_SPACE ": "
				    : ": ";

	add_part(line, measure);
	add_label(page, line, value_labels[term->value]);
	add_label(page, line, form_labels[term->form]);
	shown = g_strconcat(catalogue_text(page->catalogue, kind_labels[term->kind]),
			    line->len > 0 ? colon : "", line->str, NULL);
	screen_wrap(&page->screen, SCREEN_BOLD, "  ", 4, shown);
	screen_wrap_most(&page->screen, SCREEN_PLAIN, "    ", 4, quote, QUOTE_LINES);
	if (*place != '\0')
		screen_wrap(&page->screen, SCREEN_DIM, "    ", 4, place);
}

static void add_measure(const struct page *page, GString *line, const char *text,
			const struct contract_measure *measure)
{
	g_autofree char *value = NULL;
	g_autofree char *part = NULL;

	if (!measure->given)
		return;
	value = measure_text(page->catalogue, measure);
	part = phrase(text, {"value", value});
	add_part(line, part);
}

static void write_obligation(const struct page *page,
			     const struct contract_obligation *obligation)
{
	const struct catalogue *catalogue = page->catalogue;
	g_autoptr(GString) facts = g_string_new(NULL);
	g_autofree char *what = phrase_clean(obligation->what);
	g_autofree char *place = place_text(page, obligation->sure, &obligation->quote);

	if (obligation->negative)
		add_label(page, facts, N_("must not"));
	add_measure(page, facts, "{value}", &obligation->target);
	add_measure(page, facts, catalogue_text(catalogue, "within {value}"),
		    &obligation->delay);
	add_measure(page, facts, catalogue_text(catalogue, "period {value}"),
		    &obligation->period);
	add_part(facts, place);
	screen_wrap_most(&page->screen, SCREEN_PLAIN, "  - ", 4, what, WHAT_LINES);
	if (facts->len > 0)
		screen_wrap(&page->screen, SCREEN_DIM, "    ", 4, facts->str);
}

static void write_party(const struct page *page, const GPtrArray *obligations,
			enum contract_party party)
{
	bool begun = false;

	for (guint i = 0; i < obligations->len; i++) {
		const struct contract_obligation *one = g_ptr_array_index(obligations, i);
		if (one->party != party)
			continue;
		if (!begun)
			screen_heading(&page->screen,
				       catalogue_text(page->catalogue, party_labels[party]));
		begun = true;
		write_obligation(page, one);
	}
}

/* ---- documents ---- */

static void write_report(const struct page *page, const struct stored_document *document)
{
	const struct catalogue *catalogue = page->catalogue;
	g_autofree char *from = phrase_day(catalogue, document->report.first_day);
	g_autofree char *to = phrase_day(catalogue, document->report.last_day);
	g_autofree char *share = phrase_percent(catalogue, (double)document->resemblance / 1e6);
	g_autofree char *period =
		phrase(catalogue_text(catalogue, "Periodic report, {from} to {to}"),
		       {"from", from}, {"to", to});
	g_autofree char *same = phrase(
		catalogue_text(catalogue,
			       "{share} of its wording was in the report before it, figures "
			       "aside"),
		{"share", share});

	screen_wrap(&page->screen, SCREEN_PLAIN, "  ", 4, period);
	if (document->previous != 0)
		screen_wrap(&page->screen, SCREEN_PLAIN, "  ", 4, same);
}

static char *title_of(const struct page *page, const struct stored_document *document)
{
	return phrase_clean(document->title ? document->title
					    : catalogue_text(page->catalogue, "(no title)"));
}

/* Every page with its confidence. */
static void write_scans(const struct page *page)
{
	g_autoptr(GString) pages = g_string_new(NULL);
	g_autofree char *line = NULL;
	struct document_scan scan;
	guint words = 0;
	g_autofree char *count = NULL;

	for (const char *scans = page->scans; document_scan_next(&scans, &scan);) {
		g_autofree char *share =
			phrase_percent(page->catalogue, scan.confidence / 100.);
		g_autofree char *one = g_strdup_printf("%u (%s)", scan.page, share);
		add_part(pages, one);
		words += scan.words;
	}
	if (pages->len == 0)
		return;
	count = phrase_count(page->catalogue, "{n} word", "{n} words", words);
	line = phrase(catalogue_text(page->catalogue,
				     "Scanned, {words} recognised; page and how sure: {pages}"),
		      {"words", count}, {"pages", pages->str});
	screen_wrap(&page->screen, SCREEN_PLAIN, "  ", 4, line);
}

static void write_head(const struct page *page, const struct stored_document *document)
{
	const struct catalogue *catalogue = page->catalogue;
	g_autofree char *title = title_of(page, document);
	g_autoptr(GString) line = g_string_new(document->format);
	g_autofree char *pages =
		document->pages > 0
			? phrase_count(catalogue, "{n} page", "{n} pages", document->pages)
			: NULL;
	g_autofree char *deletions =
		document->deletions > 0
			? phrase_count(catalogue, "{n} tracked deletion left out",
				       "{n} tracked deletions left out", document->deletions)
			: NULL;

	add_part(line, pages);
	add_part(line, deletions);
	add_part(line, document->path);
	screen_heading(&page->screen, title);
	screen_wrap(&page->screen, SCREEN_DIM, "  ", 4, line->str);
	write_scans(page);
}

static void write_view(const struct page *page, const struct contract_view *view)
{
	write_head(page, view->document);
	if (view->document->report.series != NULL) {
		write_report(page, view->document);
		return;
	}
	if (view->terms->len == 0 && view->obligations->len == 0)
		screen_wrap(
			&page->screen, SCREEN_PLAIN, "  ", 4,
			catalogue_text(page->catalogue,
				       "Neither a term nor an obligation was found in it."));
	for (guint i = 0; i < view->terms->len; i++)
		write_term(page, g_ptr_array_index(view->terms, i));
	for (enum contract_party party = PARTY_COUNT; party-- > 0;)
		write_party(page, view->obligations, party);
}

void report_contract_text(const GArray *views, const struct catalogue *catalogue, guint columns,
			  gboolean colour, GString *out)
{
	struct page page = {{out, columns, colour}, catalogue, NULL};

	if (views->len == 0)
		screen_wrap(&page.screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue,
					   "No contract and no report is in the store: import "
					   "one (PDF, DOCX, ODT, HTML or text)."));
	else
		screen_wrap(&page.screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue,
					   "Read by rules and proposed: check each against its "
					   "words before you rely on it."));
	for (guint i = 0; i < views->len; i++) {
		const struct contract_view *view =
			&g_array_index(views, struct contract_view, i);
		page.scans = view->document->scans;
		write_view(&page, view);
	}
}
