/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writes SVG 1.1 elements inside HTML, where no namespace needs to be named. */
#include "report/svg.h"

#include "report/markup.h"

static const struct {
	const char *class, *attributes;
} paints[] = {
	[SVG_AXIS] = {"axis", "stroke=\"#6b7680\" stroke-width=\"1\""},
	[SVG_GRID] = {"grid", "stroke=\"#d8dde2\" stroke-width=\"1\""},
	[SVG_DOT] = {"dot", "fill=\"none\" stroke=\"#9aa7b2\" stroke-width=\"3\" "
			    "stroke-linecap=\"round\""},
	[SVG_LINE] = {"line", "fill=\"none\" stroke=\"#23445c\" stroke-width=\"1.8\" "
			      "stroke-linejoin=\"round\""},
	[SVG_BEFORE] = {"before", "stroke=\"#1f7a6d\" stroke-width=\"2\" "
				  "stroke-dasharray=\"5 3\""},
	[SVG_AFTER] = {"after", "stroke=\"#b3471d\" stroke-width=\"3\""},
	[SVG_BEFORE_BAR] = {"before-bar", "fill=\"#1f7a6d\""},
	[SVG_AFTER_BAR] = {"after-bar", "fill=\"#b3471d\""},
	[SVG_ONSET_BAND] = {"onset", "fill=\"#f3dccf\""},
	[SVG_ONSET_LINE] = {"onset-line", "stroke=\"#b3471d\" stroke-width=\"1.4\""},
	[SVG_POSTERIOR] = {"posterior", "fill=\"#d98c66\""},
	[SVG_GAP] = {"gap", "fill=\"#eceff1\""},
	[SVG_COVERAGE] = {"coverage", "fill=\"#8fa3b2\""},
	[SVG_FACT] = {"fact", "fill=\"#23445c\""},
	[SVG_LABEL] = {"label", "fill=\"#4d5862\" font-size=\"11\""},
	[SVG_STRONG_LABEL] = {"strong-label", "fill=\"#1b242b\" font-size=\"11\" "
					      "font-weight=\"600\""},
	[SVG_FACT_LABEL] = {"fact-label", "fill=\"#ffffff\" font-size=\"10\" "
					  "font-weight=\"600\""},
};

static void number(GString *out, double value)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.1f", value));
}

static void coordinate(GString *out, const char *name, double value)
{
	g_string_append_printf(out, " %s=\"", name);
	number(out, value);
	g_string_append_c(out, '"');
}

static void begin(GString *out, const char *element, enum svg_paint paint)
{
	g_string_append_printf(out, "<%s class=\"%s\" %s", element, paints[paint].class,
			       paints[paint].attributes);
}

void svg_begin(GString *out, double width, double height, const char *class, const char *label)
{
	g_string_append(out, "<svg role=\"img\" viewBox=\"0 0 ");
	number(out, width);
	g_string_append_c(out, ' ');
	number(out, height);
	g_string_append_c(out, '"');
	markup_attribute(out, "class", class);
	markup_attribute(out, "aria-label", label);
	g_string_append(out, ">\n");
}

void svg_end(GString *out)
{
	g_string_append(out, "</svg>\n");
}

void svg_line(GString *out, enum svg_paint paint, double x1, double y1, double x2, double y2)
{
	begin(out, "line", paint);
	coordinate(out, "x1", x1);
	coordinate(out, "y1", y1);
	coordinate(out, "x2", x2);
	coordinate(out, "y2", y2);
	g_string_append(out, "/>\n");
}

void svg_rectangle(GString *out, enum svg_paint paint, double x, double y, double width,
		   double height)
{
	begin(out, "rect", paint);
	coordinate(out, "x", x);
	coordinate(out, "y", y);
	coordinate(out, "width", MAX(width, 0));
	coordinate(out, "height", MAX(height, 0));
	g_string_append(out, "/>\n");
}

void svg_circle(GString *out, enum svg_paint paint, double x, double y, double radius)
{
	begin(out, "circle", paint);
	coordinate(out, "cx", x);
	coordinate(out, "cy", y);
	coordinate(out, "r", radius);
	g_string_append(out, "/>\n");
}

void svg_text(GString *out, enum svg_paint paint, enum svg_anchor anchor, double x, double y,
	      const char *text)
{
	static const char *const anchors[] = {"start", "middle", "end"};

	begin(out, "text", paint);
	markup_attribute(out, "text-anchor", anchors[anchor]);
	coordinate(out, "x", x);
	coordinate(out, "y", y);
	g_string_append_c(out, '>');
	markup_text(out, text);
	g_string_append(out, "</text>\n");
}

void svg_path_begin(struct svg_path *path, GString *out, enum svg_paint paint)
{
	*path = (struct svg_path){out, TRUE};
	begin(out, "path", paint);
	g_string_append(out, " d=\"");
}

void svg_path_point(struct svg_path *path, double x, double y)
{
	g_string_append_c(path->out, path->broken ? 'M' : 'L');
	number(path->out, x);
	g_string_append_c(path->out, ' ');
	number(path->out, y);
	path->broken = FALSE;
}

void svg_path_dot(struct svg_path *path, double x, double y)
{
	svg_path_break(path);
	svg_path_point(path, x, y);
	g_string_append(path->out, "h0");
	svg_path_break(path);
}

void svg_path_break(struct svg_path *path)
{
	path->broken = TRUE;
}

void svg_path_end(struct svg_path *path)
{
	g_string_append(path->out, "\"/>\n");
}
