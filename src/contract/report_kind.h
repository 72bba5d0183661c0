/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Periodic reports: whether a document is one, which period it speaks of, and which series it
 * belongs to. */
#pragma once

#include <stdbool.h>

#include "contract/paragraph.h"

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
/* The series of a mail whose subject, without its prefixes, names a report and its rhythm or
 * date; NULL when it does not. Caller owns. */
char *report_series_of_subject(const char *subject);
void report_kind_clear(struct report_kind *kind);

const char *report_every_token(enum report_every every); /* "week", "month"... */
