/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The few shapes that the charts need. Each carries a class, by which the page's style gives it
 * the colours of the day and of the night, and beside it plain attributes for readers of SVG
 * that do not apply the page's style (PDF makers). Coordinates have one decimal. */
#pragma once

#include <glib.h>

enum svg_paint {
	SVG_AXIS,
	SVG_GRID,
	SVG_DOT,
	SVG_LINE,
	SVG_BEFORE,
	SVG_AFTER,
	SVG_BEFORE_BAR,
	SVG_AFTER_BAR,
	SVG_ONSET_BAND,
	SVG_ONSET_LINE,
	SVG_POSTERIOR,
	SVG_GAP,
	SVG_COVERAGE,
	SVG_FACT,
	SVG_LABEL,
	SVG_STRONG_LABEL,
	SVG_FACT_LABEL,
};

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

/* `label` says in words what the drawing shows. */
void svg_begin(GString *out, double width, double height, const char *class, const char *label);
void svg_end(GString *out);
void svg_line(GString *out, enum svg_paint paint, double x1, double y1, double x2, double y2);
void svg_rectangle(GString *out, enum svg_paint paint, double x, double y, double width,
		   double height);
void svg_circle(GString *out, enum svg_paint paint, double x, double y, double radius);
void svg_text(GString *out, enum svg_paint paint, enum svg_anchor anchor, double x, double y,
	      const char *text);

/* A path by points; a point after svg_path_break begins a new stroke. */
struct svg_path {
	GString *out;
	gboolean broken;
};
void svg_path_begin(struct svg_path *path, GString *out, enum svg_paint paint);
void svg_path_point(struct svg_path *path, double x, double y);
/* A dot on its own: a stroke of no length, round by the paint's line cap. */
void svg_path_dot(struct svg_path *path, double x, double y);
void svg_path_break(struct svg_path *path);
void svg_path_end(struct svg_path *path);
