/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The time line, drawn for a wide and for a narrow page, its facts in words, and its table. */
#include <math.h>

#include "base/calendar.h"
#include "report/chart.h"
#include "report/html-internal.h"
#include "report/markup.h"
#include "report/phrase.h"
#include "report/wording.h"

#define WIDE   720.0
#define NARROW 340.0
#define SHOWN  .005 /* smallest share of a month that is listed */

static void write_facts(const struct page *page)
{
	const GPtrArray *facts = page->assessment->facts;

	if (facts->len == 0)
		return;
	markup_open(page->out, "ol", "facts");
	for (guint i = 0; i < facts->len; i++) {
		const struct assessment_fact *fact = g_ptr_array_index(facts, i);
		gboolean value = fact->value != NULL && *fact->value != '\0';
		g_autofree char *day = phrase_day(page->catalogue, fact->day);
		g_autofree char *line = g_strdup_printf(
			"%s, %s%s%s%s", day, wording_fact(page->catalogue, fact->fact),
			value ? " (" : "", value ? fact->value : "", value ? ")" : "");
		markup_element(page->out, "li", NULL, line);
	}
	markup_close(page->out, "ol");
}

static void span_row(const struct page *page, const char *name, gint32 from, gint32 to)
{
	g_autofree char *first = phrase_day(page->catalogue, from);
	g_autofree char *last = phrase_day(page->catalogue, to);
	const char *const cells[] = {name, first, last};

	if (from != DAY_NONE)
		markup_row(page->out, cells, G_N_ELEMENTS(cells));
}

static void write_spans(const struct page *page)
{
	const struct assessment *assessment = page->assessment;
	const struct catalogue *catalogue = page->catalogue;
	const char *const head[] = {"", catalogue_text(catalogue, "from"),
				    catalogue_text(catalogue, "to")};

	page_open_table(page, catalogue_text(catalogue, "The time line as a table"));
	markup_head_row(page->out, head, G_N_ELEMENTS(head));
	markup_open(page->out, "tbody", NULL);
	span_row(page, catalogue_text(catalogue, "onset, 90% interval"), assessment->onset_low,
		 assessment->onset_high);
	span_row(page, catalogue_text(catalogue, "onset, most likely week"), assessment->onset,
		 assessment->onset != DAY_NONE ? assessment->onset + 6 : DAY_NONE);
	span_row(page, catalogue_text(catalogue, "healthy baseline"), assessment->baseline_from,
		 assessment->baseline_to);
	span_row(page, catalogue_text(catalogue, "last quarter"), assessment->last_from,
		 assessment->last_to);
	span_row(page, catalogue_text(catalogue, "mail read"), assessment->mail_from,
		 assessment->mail_to);
	span_row(page, catalogue_text(catalogue, "tickets read"), assessment->tickets_from,
		 assessment->tickets_to);
	markup_close(page->out, "tbody");
	page_close_table(page);
}

static int month_of_week(const struct assessment *assessment, guint week)
{
	int year, month, day;

	calendar_ymd_from_day(
		calendar_monday_of_week(assessment->posterior_first_week + (gint32)week), &year,
		&month, &day);
	return year * 12 + month - 1;
}

static void month_row(const struct page *page, int month, double share)
{
	g_autofree char *name = phrase_month(
		page->catalogue, calendar_day_from_ymd(month / 12, month % 12 + 1, 1));
	g_autofree char *percent = phrase_percent(page->catalogue, share);
	const char *const cells[] = {name, percent};

	if (share >= SHOWN)
		markup_row(page->out, cells, G_N_ELEMENTS(cells));
}

/* The posterior summed by the month of each Monday. */
static void write_posterior(const struct page *page)
{
	const struct assessment *assessment = page->assessment;
	const struct catalogue *catalogue = page->catalogue;
	const char *const head[] = {
		catalogue_text(catalogue, "month"),
		catalogue_text(catalogue, "probability that it began then")};
	double share = 0;

	if (assessment->onset == DAY_NONE || assessment->posterior == NULL)
		return;
	page_open_table(page, catalogue_text(catalogue, "When it began, month by month"));
	markup_head_row(page->out, head, G_N_ELEMENTS(head));
	markup_open(page->out, "tbody", NULL);
	for (guint week = 0; week < assessment->posterior_weeks; week++) {
		int month = month_of_week(assessment, week);
		share +=
			isfinite(assessment->posterior[week]) ? assessment->posterior[week] : 0;
		if (week + 1 < assessment->posterior_weeks &&
		    month_of_week(assessment, week + 1) == month)
			continue;
		month_row(page, month, share);
		share = 0;
	}
	markup_close(page->out, "tbody");
	page_close_table(page);
}

void page_timeline(const struct page *page)
{
	const struct catalogue *catalogue = page->catalogue;

	if (page->assessment->coverage_from == DAY_NONE)
		return;
	page_section(page, "timeline",
		     page->assessment->onset != DAY_NONE
			     ? catalogue_text(catalogue, "Since when")
			     : catalogue_text(catalogue, "What was read"));
	markup_open(page->out, "figure", NULL);
	chart_timeline(page->assessment, catalogue, WIDE, "wide", page->out);
	chart_timeline(page->assessment, catalogue, NARROW, "narrow", page->out);
	markup_element(
		page->out, "figcaption", NULL,
		page->assessment->onset != DAY_NONE
			? catalogue_text(catalogue,
					 "The line is the most likely week, the band holds 90% "
					 "of the probability, the curve shows it week by week.")
			: catalogue_text(catalogue,
					 "What was read, and the periods compared."));
	markup_close(page->out, "figure");
	write_facts(page);
	write_spans(page);
	write_posterior(page);
	markup_close(page->out, "section");
}
