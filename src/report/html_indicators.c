/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every indicator as a small chart on the same days, each with a table by quarter. */
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "report/chart.h"
#include "report/html-internal.h"
#include "report/markup.h"
#include "report/phrase.h"
#include "report/wording.h"

#define MONTHS_OF_QUARTER 3

/* Weeks of one quarter, as they come. */
struct quarter {
	int number; /* year * 4 + quarter */
	guint known;
	double sum;
};

static int quarter_of_week(gint32 week)
{
	int year, month, day;

	calendar_ymd_from_day(calendar_monday_of_week(week), &year, &month, &day);
	return year * 4 + (month - 1) / MONTHS_OF_QUARTER;
}

static void quarter_row(const struct page *page, const struct quarter *quarter)
{
	char year[12], part[4];
	g_autofree char *name = NULL, *mean = NULL, *weeks = NULL;

	g_snprintf(year, sizeof year, "%d", quarter->number / 4);
	g_snprintf(part, sizeof part, "%d", quarter->number % 4 + 1);
	name = phrase(catalogue_text(page->catalogue, "Q{part} {year}"), {"part", part},
		      {"year", year});
	mean = quarter->known > 0
		       ? phrase_number(page->catalogue, quarter->sum / quarter->known)
		       : g_strdup("–");
	weeks = phrase_integer(page->catalogue, quarter->known);
	markup_row(page->out, (const char *const[]){name, mean, weeks}, 3);
}

static void write_quarters(const struct page *page, const struct finding *finding)
{
	const struct finding_series *series = &finding->series;
	struct quarter quarter = {0};

	for (guint week = 0; week < series->n_weeks; week++) {
		gint32 number = series->first_week + (gint32)week;
		quarter.number = quarter_of_week(number);
		if (isfinite(series->value[week])) {
			quarter.known++;
			quarter.sum += series->value[week];
		}
		if (week + 1 < series->n_weeks && quarter_of_week(number + 1) == quarter.number)
			continue;
		quarter_row(page, &quarter);
		quarter = (struct quarter){0};
	}
}

static void write_table(const struct page *page, const struct finding *finding)
{
	const struct catalogue *catalogue = page->catalogue;
	const char *const head[] = {catalogue_text(catalogue, "quarter"),
				    catalogue_text(catalogue, "mean of the weeks"),
				    catalogue_text(catalogue, "weeks known")};

	page_open_table(page, catalogue_text(catalogue, "By quarter"));
	markup_head_row(page->out, head, G_N_ELEMENTS(head));
	markup_open(page->out, "tbody", NULL);
	write_quarters(page, finding);
	markup_close(page->out, "tbody");
	page_close_table(page);
}

static void write_chart(const struct page *page, const struct finding *finding)
{
	const struct catalogue *catalogue = page->catalogue;
	const char *definition = wording_definition(catalogue, finding->indicator);

	markup_open(page->out, "figure", finding_status_token(finding->status));
	markup_open(page->out, "figcaption", NULL);
	markup_element(page->out, "strong", NULL,
		       wording_indicator(catalogue, finding->indicator, finding->side));
	markup_element(page->out, "span", "unit", wording_unit(catalogue, finding->unit));
	if (definition != NULL)
		markup_element(page->out, "span", "definition", definition);
	markup_close(page->out, "figcaption");
	chart_series(page->assessment, finding, catalogue, page->out);
	write_table(page, finding);
	markup_close(page->out, "figure");
}

static gboolean has_values(const struct finding *finding)
{
	for (guint week = 0; week < finding->series.n_weeks; week++)
		if (isfinite(finding->series.value[week]))
			return TRUE;
	return FALSE;
}

void page_indicators(const struct page *page)
{
	const GPtrArray *findings = page->assessment->findings;
	const struct catalogue *catalogue = page->catalogue;
	gboolean begun = FALSE;

	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = g_ptr_array_index(findings, i);
		if (!has_values(finding))
			continue;
		if (!begun) {
			page_section(page, "indicators",
				     catalogue_text(catalogue, "Indicators, week by week"));
			markup_element(
				page->out, "p", "note",
				catalogue_text(catalogue,
					       "A dot is a week. The line smooths eight weeks; "
					       "the dashed line is the healthy baseline, the "
					       "thick one the last quarter; grey means that no "
					       "source speaks of these weeks."));
			markup_open(page->out, "div", "multiples");
			begun = TRUE;
		}
		write_chart(page, finding);
	}
	if (begun)
		g_string_append(page->out, "</div></section>\n");
}
