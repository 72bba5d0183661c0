/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The days along a chart, shared by both kinds of chart. */
#pragma once

#include "base/catalogue.h"
#include "model/assessment.h"

struct time_axis {
	gint32 from, to; /* days */
	double left, right;
};

struct time_axis time_axis_of(const struct assessment *assessment, double left, double right);
/* Clamped to the axis. */
double time_axis_x(const struct time_axis *axis, gint32 day);
/* A base line with ticks by quarter and labels by year, or by quarter when the span is short.
 */
void time_axis_draw(const struct time_axis *axis, double y, const struct catalogue *catalogue,
		    GString *out);
