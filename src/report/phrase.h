/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers, days and quoted words as the reader's language writes them, and texts with named
 * places. Never the machine's locale: French takes the decimal comma, narrow no-break spaces
 * and « », English the point, commas and “ ”. Every returned text is owned by the caller. */
#pragma once

#include "base/catalogue.h"

#define NO_BREAK_SPACE        "\u00a0"
#define NARROW_NO_BREAK_SPACE "\u202f"
#define ELLIPSIS              "\u2026"

struct phrase_value {
	const char *name, *text;
};

/* Fills the places "{name}" of a text. A place without a value stops the program. */
#define phrase(text, ...)                                                                      \
	phrase_fill((text), (const struct phrase_value[]){__VA_ARGS__, {NULL, NULL}})
char *phrase_fill(const char *text, const struct phrase_value *values);

char *phrase_integer(const struct catalogue *catalogue, gint64 value);
/* Two or three figures: 0.25, 3.2, 41, 1,250. */
char *phrase_number(const struct catalogue *catalogue, double value);
/* A share 0..1; "less than 1%" and "more than 99%" next to the ends. */
char *phrase_percent(const struct catalogue *catalogue, double share);
/* Idem, and never a bare 0 % or 100 %: nothing is certain. */
char *phrase_probability(const struct catalogue *catalogue, double probability);
/* "13 weeks": a text of the catalogue with the place {n}. */
char *phrase_count(const struct catalogue *catalogue, const char *one, const char *many,
		   gint64 n) G_GNUC_FORMAT(2) G_GNUC_FORMAT(3);

/* With a capital at its beginning. */
char *phrase_sentence(const char *text);

/* Days of base/calendar.h; DAY_NONE gives "?". */
char *phrase_day(const struct catalogue *catalogue, gint32 day);       /* 12 March 2025 */
char *phrase_short_day(const struct catalogue *catalogue, gint32 day); /* 12 Mar 2025 */
char *phrase_month(const struct catalogue *catalogue, gint32 day);     /* March 2025 */
char *phrase_short_month(const struct catalogue *catalogue, gint32 day);
/* "between January and May 2025"; within one month by days. */
char *phrase_interval(const struct catalogue *catalogue, gint32 low, gint32 high);
/* "Mar 2024 - Feb 2025" */
char *phrase_period(const struct catalogue *catalogue, gint32 from, gint32 to);

/* Bytes from outside made fit to be shown: no control or direction-changing character, so that
 * nothing quoted can drive a terminal or hide text. */
char *phrase_clean(const char *text);
char *phrase_quote(const struct catalogue *catalogue, const char *text);
