/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The charts of the page, drawn once, in C: the time line of the whole, and one small chart an
 * indicator, all on the same days. */
#pragma once

#include "base/catalogue.h"
#include "model/assessment.h"

/* Onset band and posterior, baseline and last quarter, what each source covers, facts. */
void chart_timeline(const struct assessment *assessment, const struct catalogue *catalogue,
		    double width, const char *class, GString *out);
/* Weekly dots, their smoothed line, the level before and now, the onset band. */
void chart_series(const struct assessment *assessment, const struct finding *finding,
		  const struct catalogue *catalogue, GString *out);

/* The smoothed line: eight weeks, the mean of counts and the median of all else; NAN in a hole
 * and where fewer than three weeks are known. Caller owns, one value a week. */
double *chart_smooth(const struct finding *finding);
