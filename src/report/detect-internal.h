/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Parts of the text of a detection that its files share. Every returned text is owned by the
 * caller. */
#pragma once

#include <stdbool.h>

#include "base/catalogue.h"
#include "detect/detect.h"

/* The history in one line of `columns` cells or less, U+2581 to U+2588, a space where nothing
 * is known, and below it "^" where it changes ("" when it does not). */
char *report_detect_drawing(const double *value, gsize n, guint columns);
char *report_detect_marks(const struct detection *detection, guint columns);

/* Four figures, for values of any size. */
char *report_detect_number(const struct catalogue *catalogue, double value);
/* A day, or the row where there are no dates. */
char *report_detect_place(const struct catalogue *catalogue, gint32 day, gsize row);
/* DAY_NONE where there are no dates. */
gint32 report_detect_day(const struct detection *detection, gsize row);

/* Whether an onset was looked for and there is one. */
bool report_detect_is_worse(const struct detection *detection);
/* The onset or the watch in sentences; NULL when neither was looked for. */
char *report_detect_answer(const struct detection *detection,
			   const struct catalogue *catalogue);
