/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates of ticket tables in the styles that tools really write, learnt per file: day/month
 * order, separators, 12-hour clocks, month names in French and English (and Portuguese,
 * Spanish, German, Italian), ISO 8601 with and without zone. Serial numbers of spreadsheets are
 * not dates here: a table that holds them says nothing of its epoch. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum date_order { DATE_ORDER_UNKNOWN, DATE_ORDER_DMY, DATE_ORDER_MDY, DATE_ORDER_YMD };

/* What the cells of one file have told so far. Zero it to begin. */
struct date_style {
	enum date_order order;
	guint seen;                   /* cells that looked like dates */
	guint ambiguous;              /* both day/month orders possible */
	guint day_first, month_first; /* cells that settle the order */
	guint year_first;
	guint american; /* ambiguous cells written as in "3/4/2025 2:05 PM" */
	bool has_time, has_zone, has_seconds;
	bool twelve_hour, named_month, short_year;
	bool assumed;   /* no cell settled the order */
	char separator; /* of day, month and year, as first met; 0 when none was met */
};

/* Looks at one cell to learn the style. */
void date_style_observe(struct date_style *style, const char *cell);
/* Chooses the order once enough was seen; false when the cells contradict each other (both
 * orders were certain): *style->order is then that of the majority and the caller says so. */
bool date_style_settle(struct date_style *style);
/* "DD/MM/YYYY HH:MM", for the user. Caller owns. */
char *date_style_describe(const struct date_style *style);

/* An instant from a cell in this style; local times are read in the zone: a time that the
 * clock skips in spring is read as if it had not yet changed, one that it shows twice in autumn
 * is the second. False when it is no date or an absurd one (before 1980, after 2100): *ms
 * untouched. */
bool date_parse_cell(const char *cell, const struct date_style *style, GTimeZone *zone,
		     gint64 *ms);
