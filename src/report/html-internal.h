/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of the page, in the order in which it shows them. */
#pragma once

#include "base/catalogue.h"
#include "model/assessment.h"

struct page {
	const struct assessment *assessment;
	const struct catalogue *catalogue;
	GString *out;
};

/* html.c: a section with its heading; close with markup_close(out, "section"). */
void page_section(const struct page *page, const char *class, const char *heading);
/* <details> with a table begun in it, and its end. */
void page_open_table(const struct page *page, const char *summary);
void page_close_table(const struct page *page);

void page_comparison(const struct page *page); /* html_comparison.c */
void page_timeline(const struct page *page);   /* html_timeline.c */
void page_findings(const struct page *page);   /* html_findings.c */
void page_indicators(const struct page *page); /* html_indicators.c */
void page_unknowns(const struct page *page);   /* html_closing.c */
void page_method(const struct page *page);
