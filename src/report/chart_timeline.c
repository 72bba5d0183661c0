/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lanes above one axis: where the onset lies, which spans are compared, what the sources cover,
 * dated facts by number. */
#include "report/chart.h"

#include <math.h>

#include "base/calendar.h"
#include "report/chart-internal.h"
#include "report/phrase.h"
#include "report/sentence.h"
#include "report/report.h"
#include "report/svg.h"

#define MARGIN       6.0
#define CURVE_TOP    22.0
#define CURVE_HEIGHT 64.0
#define LANE_HEIGHT  27.0
#define BAR_HEIGHT   7.0
#define LABEL_ABOVE  5.0
#define AXIS_ROOM    24.0
#define FACT_RADIUS  8.0
#define FACT_LANE    24.0

struct timeline_drawing {
	const struct assessment *assessment;
	const struct catalogue *catalogue;
	struct time_axis axis;
	double lanes_to; /* y of the axis */
	GString *out;
};

static gboolean has_onset(const struct assessment *assessment)
{
	return assessment->onset != DAY_NONE;
}

static double curve_bottom(const struct assessment *assessment)
{
	return has_onset(assessment) ? CURVE_TOP + CURVE_HEIGHT : 4;
}

static void draw_band(const struct timeline_drawing *drawing)
{
	const struct assessment *assessment = drawing->assessment;
	double low, high, at;
	g_autofree char *month = NULL;

	if (!has_onset(assessment))
		return;
	low = time_axis_x(&drawing->axis, assessment->onset_low);
	high = time_axis_x(&drawing->axis, assessment->onset_high + 7);
	at = time_axis_x(&drawing->axis, assessment->onset);
	month = phrase_month(drawing->catalogue, assessment->onset);
	svg_rectangle(drawing->out, SVG_ONSET_BAND, low, CURVE_TOP - 4, high - low,
		      drawing->lanes_to - CURVE_TOP + 4);
	svg_line(drawing->out, SVG_ONSET_LINE, at, CURVE_TOP - 4, at, drawing->lanes_to);
	svg_text(drawing->out, SVG_STRONG_LABEL,
		 at > (drawing->axis.left + drawing->axis.right) / 2 ? SVG_END : SVG_START, at,
		 CURVE_TOP - 9, month);
}

static double highest(const struct assessment *assessment)
{
	double most = 0;

	for (guint week = 0; week < assessment->posterior_weeks; week++)
		if (isfinite(assessment->posterior[week]))
			most = MAX(most, assessment->posterior[week]);
	return most;
}

/* Steps of a week each: the posterior is a table, not a curve. */
static void draw_posterior(const struct timeline_drawing *drawing)
{
	const struct assessment *assessment = drawing->assessment;
	double bottom = curve_bottom(assessment);
	struct svg_path path;
	double most;

	if (!has_onset(assessment) || assessment->posterior == NULL)
		return;
	most = highest(assessment);
	if (most <= 0)
		return;
	svg_path_begin(&path, drawing->out, SVG_POSTERIOR);
	svg_path_point(&path, drawing->axis.left, bottom);
	for (guint week = 0; week < assessment->posterior_weeks; week++) {
		gint32 monday = calendar_monday_of_week(assessment->posterior_first_week +
							(gint32)week);
		double value = assessment->posterior[week];
		double y = bottom - (isfinite(value) ? value / most : 0) * (CURVE_HEIGHT - 4);
		svg_path_point(&path, time_axis_x(&drawing->axis, monday), y);
		svg_path_point(&path, time_axis_x(&drawing->axis, monday + 7), y);
	}
	svg_path_point(&path, drawing->axis.right, bottom);
	svg_path_end(&path);
	svg_line(drawing->out, SVG_GRID, drawing->axis.left, bottom, drawing->axis.right,
		 bottom);
	svg_text(drawing->out, SVG_LABEL, SVG_START, drawing->axis.left, CURVE_TOP + 6,
		 catalogue_text(drawing->catalogue, "when it began"));
}

/* A bar with its name above it; returns where the next lane begins. */
static double draw_bar(const struct timeline_drawing *drawing, enum svg_paint paint, double top,
		       gint32 from, gint32 to, const char *name)
{
	double left, right;
	gboolean late;

	if (from == DAY_NONE)
		return top;
	left = time_axis_x(&drawing->axis, from);
	right = time_axis_x(&drawing->axis, to + 1);
	late = left > (drawing->axis.left + drawing->axis.right) / 2;
	svg_text(drawing->out, SVG_LABEL, late ? SVG_END : SVG_START, late ? right : left,
		 top + LANE_HEIGHT - BAR_HEIGHT - 2 * LABEL_ABOVE, name);
	svg_rectangle(drawing->out, paint, left, top + LANE_HEIGHT - BAR_HEIGHT - LABEL_ABOVE,
		      right - left, BAR_HEIGHT);
	return top + LANE_HEIGHT;
}

static void draw_lanes(const struct timeline_drawing *drawing)
{
	const struct assessment *assessment = drawing->assessment;
	const struct catalogue *catalogue = drawing->catalogue;
	double top = curve_bottom(assessment);

	top = draw_bar(drawing, SVG_BEFORE_BAR, top, assessment->baseline_from,
		       assessment->baseline_to, catalogue_text(catalogue, "healthy baseline"));
	top = draw_bar(drawing, SVG_AFTER_BAR, top, assessment->last_from, assessment->last_to,
		       catalogue_text(catalogue, "last quarter"));
	top = draw_bar(drawing, SVG_COVERAGE, top, assessment->mail_from, assessment->mail_to,
		       catalogue_text(catalogue, "mail read"));
	draw_bar(drawing, SVG_COVERAGE, top, assessment->tickets_from, assessment->tickets_to,
		 catalogue_text(catalogue, "tickets read"));
}

static void draw_facts(const struct timeline_drawing *drawing)
{
	const GPtrArray *facts = drawing->assessment->facts;
	double y = drawing->lanes_to - FACT_LANE / 2;

	for (guint i = 0; i < facts->len; i++) {
		const struct assessment_fact *fact = g_ptr_array_index(facts, i);
		double x = CLAMP(time_axis_x(&drawing->axis, fact->day),
				 drawing->axis.left + FACT_RADIUS,
				 drawing->axis.right - FACT_RADIUS);
		g_autofree char *number = g_strdup_printf("%u", i + 1);
		svg_circle(drawing->out, SVG_FACT, x, y, FACT_RADIUS);
		svg_text(drawing->out, SVG_FACT_LABEL, SVG_MIDDLE, x, y + 4, number);
	}
}

static double lanes_height(const struct assessment *assessment)
{
	const gint32 lanes[] = {assessment->baseline_from, assessment->last_from,
				assessment->mail_from, assessment->tickets_from};
	double height = curve_bottom(assessment);

	for (guint i = 0; i < G_N_ELEMENTS(lanes); i++)
		height += lanes[i] != DAY_NONE ? LANE_HEIGHT : 0;
	height += assessment->facts->len > 0 ? FACT_LANE : 0;
	return height + 4;
}

void chart_timeline(const struct assessment *assessment, const struct catalogue *catalogue,
		    double width, const char *class, GString *out)
{
	g_autofree char *label = report_headline(assessment, catalogue);
	struct timeline_drawing drawing = {
		.assessment = assessment,
		.catalogue = catalogue,
		.axis = time_axis_of(assessment, MARGIN, width - MARGIN),
		.lanes_to = lanes_height(assessment),
		.out = out,
	};

	svg_begin(out, width, drawing.lanes_to + AXIS_ROOM, class, label);
	draw_band(&drawing);
	draw_posterior(&drawing);
	draw_lanes(&drawing);
	draw_facts(&drawing);
	time_axis_draw(&drawing.axis, drawing.lanes_to, catalogue, out);
	svg_end(out);
}
