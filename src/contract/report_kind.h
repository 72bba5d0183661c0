/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Periodic reports: whether a document is one, which period it speaks of, which series it
 * belongs to, and how much of it the one before had already said. */
#pragma once

#include <stdbool.h>

#include "contract/paragraph.h"

#define REPORT_SHINGLE_WORDS 4u
#define REPORT_SHINGLES_MOST 200000u /* of one report that are compared */

enum report_every {
	REPORT_WEEK,
	REPORT_MONTH,
	REPORT_QUARTER,
	REPORT_YEAR,
	REPORT_EVERY_COUNT
};

struct report_kind {
	enum report_every every;
	gint32 first_day, last_day; /* of the period; base/calendar.h */
	char *series;               /* the title without its dates and numbers, folded */
};

/* False when it is no periodic report, or does not say its period. Caller clears. */
bool report_kind_read(const char *title, const struct document_paragraph *paragraphs,
		      guint count, struct report_kind *kind);
void report_kind_clear(struct report_kind *kind);

/* Resemblance (Broder 1997) of two texts by runs of four words, figures and month names masked:
 * 0 nothing in common, 1 the same but for its numbers. */
double report_resemblance(const struct document_paragraph *first, guint n_first,
			  const struct document_paragraph *second, guint n_second);

const char *report_every_token(enum report_every every); /* "week", "month"... */
