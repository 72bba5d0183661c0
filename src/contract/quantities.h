/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Durations, percentages, amounts of money and days as contracts write them, in French and
 * English: "trois (3) mois", "ninety (90) days", "un an", "4 heures ouvrées", "99,9 %", "J+1",
 * "1st day of May, 2006". */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum quantity_kind { QUANTITY_DURATION, QUANTITY_PERCENT, QUANTITY_AMOUNT, QUANTITY_DAY };

enum quantity_unit {
	UNIT_NONE,
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_BUSINESS_HOUR,
	UNIT_DAY,
	UNIT_BUSINESS_DAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_YEAR,
	UNIT_COUNT
};

struct quantity {
	enum quantity_kind kind;
	enum quantity_unit unit; /* of a duration */
	gint64 value;            /* in thousandths; of a day, its number (base/calendar.h) */
	char currency[4];        /* of an amount: "EUR" */
	gsize from, to;          /* bytes of the folded text */
};

#define QUANTITY_ONE  1000             /* a value of 1 */
#define QUANTITY_MOST 1000000000000000 /* larger numbers are passed over */

/* Appends struct quantity in order, none over another, from a folded text (text/folded.h).
 * `language` "en" reads 3/4/2020 as the fourth of March where nothing else tells. Linear. */
void quantities_find(const char *folded, gsize length, const char *language, GArray *found);

/* "hour", "business_day"...; "" for UNIT_NONE. */
const char *quantity_unit_token(enum quantity_unit unit);
/* UNIT_COUNT when it is none. */
enum quantity_unit quantity_unit_of_token(const char *token);
