/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One indicator: a dot a week, a line that smooths eight of them, and the two levels compared.
 * The vertical axis begins at zero and ends above the line, not above the wildest dot: what is
 * higher stands on the upper edge. Small multiples after Tufte (1990). */
#include "report/chart.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "report/chart-internal.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/svg.h"

#define WIDTH         340.0
#define HEIGHT        132.0
#define LEFT          34.0
#define RIGHT         334.0
#define TOP           8.0
#define BOTTOM        108.0
#define SMOOTH_BACK   3
#define SMOOTH_AHEAD  4
#define SMOOTH_WINDOW (SMOOTH_BACK + 1 + SMOOTH_AHEAD)
#define SMOOTH_LEAST  3
#define DOTS_QUANTILE .9
#define HEADROOM      1.1

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double mean_of(double *values, guint n)
{
	double sum = 0;

	for (guint i = 0; i < n; i++)
		sum += values[i];
	return sum / n;
}

static double median_of(double *values, guint n)
{
	qsort(values, n, sizeof *values, compare_doubles);
	return n % 2 != 0 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static guint known_around(const struct finding_series *series, guint week, double *values)
{
	guint first = week >= SMOOTH_BACK ? week - SMOOTH_BACK : 0;
	guint last = MIN(week + SMOOTH_AHEAD, series->n_weeks - 1);
	guint n = 0;

	for (guint i = first; i <= last; i++)
		if (isfinite(series->value[i]))
			values[n++] = series->value[i];
	return n;
}

double *chart_smooth(const struct finding *finding)
{
	const struct finding_series *series = &finding->series;
	double *smooth = g_new(double, series->n_weeks);
	double values[SMOOTH_WINDOW];

	for (guint week = 0; week < series->n_weeks; week++) {
		guint n = known_around(series, week, values);
		smooth[week] = NAN;
		if (series->state[week] == WEEK_NOT_COVERED || n < SMOOTH_LEAST)
			continue;
		/* The median of a rare event is zero: counts take the mean. */
		smooth[week] =
			finding->kind == KIND_COUNT ? mean_of(values, n) : median_of(values, n);
	}
	return smooth;
}

static double dots_quantile(const struct finding_series *series)
{
	g_autofree double *values = g_new(double, series->n_weeks + 1);
	guint n = 0;

	for (guint week = 0; week < series->n_weeks; week++)
		if (isfinite(series->value[week]))
			values[n++] = series->value[week];
	if (n == 0)
		return 0;
	qsort(values, n, sizeof *values, compare_doubles);
	return values[(guint)(DOTS_QUANTILE * (n - 1))];
}

/* A number of one or two figures at or above the value. */
static double nice_above(double value)
{
	double power = pow(10, floor(log10(value)));
	static const double steps[] = {1, 1.5, 2, 3, 4, 5, 6, 8, 10};

	for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
		if (steps[i] * power >= value * (1 - 1e-9))
			return steps[i] * power;
	return 10 * power;
}

static double top_value(const struct finding *finding, const double *smooth)
{
	double most = dots_quantile(&finding->series);

	for (guint week = 0; week < finding->series.n_weeks; week++)
		if (isfinite(smooth[week]))
			most = MAX(most, smooth[week] * HEADROOM);
	if (isfinite(finding->before))
		most = MAX(most, finding->before * HEADROOM);
	if (isfinite(finding->after))
		most = MAX(most, finding->after * HEADROOM);
	return most > 0 ? nice_above(most) : 1;
}

struct series_drawing {
	const struct assessment *assessment;
	const struct finding *finding;
	struct time_axis axis;
	double top_value;
	GString *out;
};

static double y_of(const struct series_drawing *drawing, double value)
{
	double share = CLAMP(value / drawing->top_value, 0, 1);

	return BOTTOM - share * (BOTTOM - TOP);
}

/* The middle of the week. */
static double x_of_week(const struct series_drawing *drawing, guint week)
{
	gint32 number = drawing->finding->series.first_week + (gint32)week;

	return time_axis_x(&drawing->axis, calendar_monday_of_week(number) + 3);
}

static void draw_scale(const struct series_drawing *drawing, const struct catalogue *catalogue)
{
	for (guint part = 0; part <= 2; part++) {
		double value = drawing->top_value * part / 2;
		double y = y_of(drawing, value);
		g_autofree char *text = phrase_number(catalogue, value);
		if (part > 0)
			svg_line(drawing->out, SVG_GRID, LEFT, y, RIGHT, y);
		svg_text(drawing->out, SVG_LABEL, SVG_END, LEFT - 5, y + 4, text);
	}
}

/* Runs of weeks that no source covers. */
static void draw_holes(const struct series_drawing *drawing)
{
	const struct finding_series *series = &drawing->finding->series;

	for (guint week = 0; week < series->n_weeks; week++) {
		guint from = week;
		gint32 first = calendar_monday_of_week(series->first_week + (gint32)from);
		double left = time_axis_x(&drawing->axis, first), right;
		while (week < series->n_weeks && series->state[week] == WEEK_NOT_COVERED)
			week++;
		if (week == from)
			continue;
		right = time_axis_x(&drawing->axis, first + 7 * (gint32)(week - from));
		svg_rectangle(drawing->out, SVG_GAP, left, TOP, right - left, BOTTOM - TOP);
	}
}

static void draw_onset(const struct series_drawing *drawing)
{
	const struct finding *finding = drawing->finding;
	const struct assessment *assessment = drawing->assessment;
	gboolean own = finding->onset != DAY_NONE;
	gint32 low = own ? finding->onset_low : assessment->onset_low;
	gint32 high = own ? finding->onset_high : assessment->onset_high;
	double left, right, at;

	if (finding->status != FINDING_WORSE || low == DAY_NONE)
		return;
	left = time_axis_x(&drawing->axis, low);
	right = time_axis_x(&drawing->axis, high + 7);
	at = time_axis_x(&drawing->axis, own ? finding->onset : assessment->onset);
	svg_rectangle(drawing->out, SVG_ONSET_BAND, left, TOP, right - left, BOTTOM - TOP);
	svg_line(drawing->out, SVG_ONSET_LINE, at, TOP, at, BOTTOM);
}

static void draw_dots(const struct series_drawing *drawing)
{
	const struct finding_series *series = &drawing->finding->series;
	struct svg_path path;

	svg_path_begin(&path, drawing->out, SVG_DOT);
	for (guint week = 0; week < series->n_weeks; week++)
		if (isfinite(series->value[week]))
			svg_path_dot(&path, x_of_week(drawing, week),
				     y_of(drawing, series->value[week]));
	svg_path_end(&path);
}

static void draw_line(const struct series_drawing *drawing, const double *smooth)
{
	struct svg_path path;

	svg_path_begin(&path, drawing->out, SVG_LINE);
	for (guint week = 0; week < drawing->finding->series.n_weeks; week++)
		if (isfinite(smooth[week]))
			svg_path_point(&path, x_of_week(drawing, week),
				       y_of(drawing, smooth[week]));
		else
			svg_path_break(&path);
	svg_path_end(&path);
}

static void draw_level(const struct series_drawing *drawing, enum svg_paint paint, double value,
		       gint32 from, gint32 to)
{
	double y;

	if (isnan(value) || from == DAY_NONE)
		return;
	y = y_of(drawing, value);
	svg_line(drawing->out, paint, time_axis_x(&drawing->axis, from), y,
		 time_axis_x(&drawing->axis, to + 1), y);
}

void chart_series(const struct assessment *assessment, const struct finding *finding,
		  const struct catalogue *catalogue, GString *out)
{
	g_autofree double *smooth = chart_smooth(finding);
	g_autofree char *label = report_finding_sentence(assessment, finding, catalogue);
	struct series_drawing drawing = {
		.assessment = assessment,
		.finding = finding,
		.axis = time_axis_of(assessment, LEFT, RIGHT),
		.top_value = top_value(finding, smooth),
		.out = out,
	};

	svg_begin(out, WIDTH, HEIGHT, "small", label);
	draw_holes(&drawing);
	draw_onset(&drawing);
	draw_scale(&drawing, catalogue);
	draw_dots(&drawing);
	draw_line(&drawing, smooth);
	draw_level(&drawing, SVG_BEFORE, finding->before, assessment->baseline_from,
		   assessment->baseline_to);
	draw_level(&drawing, SVG_AFTER, finding->after, assessment->last_from,
		   assessment->last_to);
	time_axis_draw(&drawing.axis, BOTTOM, catalogue, out);
	svg_end(out);
}
