/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is not known and what to import; how it was judged, its limits, and what is never
 * computed. */
#include "report/html-internal.h"
#include "report/markup.h"
#include "report/sentence.h"
#include "report/wording.h"

void page_unknowns(const struct page *page)
{
	const GPtrArray *unknowns = page->assessment->unknowns;

	if (unknowns->len == 0)
		return;
	page_section(page, "unknowns",
		     catalogue_text(page->catalogue, "What is not known, and what to import"));
	markup_open(page->out, "ul", NULL);
	for (guint i = 0; i < unknowns->len; i++) {
		const struct unknown *unknown = g_ptr_array_index(unknowns, i);
		g_autofree char *what = sentence_unknown(unknown, page->catalogue);
		markup_open(page->out, "li", NULL);
		markup_text(page->out, what);
		g_string_append_c(page->out, ' ');
		markup_element(page->out, "em", NULL,
			       wording_import(page->catalogue, unknown->import));
		markup_close(page->out, "li");
	}
	markup_close(page->out, "ul");
	markup_close(page->out, "section");
}

void page_method(const struct page *page)
{
	static const char *const paragraphs[] = {
		N_("Each indicator is a weekly series. Weeks that no source covers are left "
		   "out and "
		   "never filled in; the season of the year, public holidays and dated facts "
		   "such "
		   "as a new channel or a change of tool are taken into account. The date is "
		   "read "
		   "from the probability of every week and shape of loss, all indicators "
		   "together; "
		   "the interval holds 90% of it."),
		N_("Limits: dates are weeks, the last seven weeks are too recent to date, and "
		   "what "
		   "was said elsewhere than in the imported sources is not seen. A probability "
		   "speaks of a change in the exchange, not of its cause nor of anyone's "
		   "intentions."),
		N_("entente judges a relationship between two organisations, never a person. "
		   "No "
		   "score, ranking, mood or prediction of a person is computed; contacts "
		   "appear by "
		   "role and number. Nothing left the machine on which this page was written."),
	};

	page_section(page, "method",
		     catalogue_text(page->catalogue, "Method, limits, privacy"));
	for (guint i = 0; i < G_N_ELEMENTS(paragraphs); i++)
		markup_element(page->out, "p", NULL,
			       catalogue_text(page->catalogue, paragraphs[i]));
	markup_close(page->out, "section");
}
