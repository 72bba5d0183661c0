/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Spans of civil time as contracts and spreadsheets write them ("36", "3 mois", "90 j ouvrés",
 * "2 ans", "1 an 6 mois") and their sum with a day. A month added to a day that the last month
 * does not have ends on the last day of it (code de procédure civile, art. 641; Regulation
 * (EEC, Euratom) 1182/71, art. 3(2)(c)); `clipped` says so, because other readings exist. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "contract/quantities.h"

#define CONTRACT_NO_DAY     G_MININT32
#define CONTRACT_FIRST_YEAR 1950
#define CONTRACT_LAST_YEAR  2150
#define SPAN_TEXT_MOST      80u   /* bytes of a written span */
#define SPAN_MONTHS_MOST    1200  /* of years and months */
#define SPAN_DAYS_MOST      36525 /* of days and weeks */

/* UNIT_NONE: not given; else a business day, day, week, month or year. */
struct contract_span {
	gint32 count;
	enum quantity_unit unit;
};

/* Whether a contract may speak of it. */
bool contract_day_possible(gint32 day);
bool contract_span_possible(const struct contract_span *span);

/* `bare` is the unit of a number alone. False when it is no span of civil days: untouched. */
bool contract_span_read(const char *text, enum quantity_unit bare, struct contract_span *span);
/* "36m", "90d", "10bd", "2w", "1y": what contract_span_read() reads again. Caller owns. */
char *contract_span_write(const struct contract_span *span);

/* The same as a number of months; false for one of days. */
bool contract_span_months(const struct contract_span *span, gint32 *months);
/* `day` with the span `times` times (negative: before it). Business days are Monday to Friday
 * without French holidays, `day` itself left out. *clipped, when not NULL, is set when the last
 * month lacks the day. */
gint32 contract_day_add(gint32 day, const struct contract_span *span, gint32 times,
			bool *clipped);
/* `count` days back from `day` that `counts` accepts. */
gint32 contract_day_back(gint32 day, gint32 count, bool (*counts)(gint32 day));
