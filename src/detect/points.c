/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a stream of bytes to points, in one pass and a bounded buffer: the first part shows the
 * layout, then each line becomes a row as soon as it is complete. */
#include "detect/points-internal.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/assessment.h"

#define BUFFER_SIZE  (64u << 10)
#define BINARY_SHARE 10 /* one NUL byte in so many: no text */

G_STATIC_ASSERT(BUFFER_SIZE > 2 * POINTS_LINE_MOST);

/* An empty line is a missing value where a line is a value, and nothing in a table. */
static void take_line(struct points_rows *rows, struct points_cell line)
{
	rows->line++;
	if (points_line_is_comment(line))
		return;
	if (points_cell_strip(line).length == 0 &&
	    (rows->header_awaited || rows->layout.separator != 0))
		return;
	if (rows->header_awaited) {
		rows->header_awaited = false;
		return;
	}
	points_rows_add(rows, line);
}

static void take_long_line(struct points_rows *rows)
{
	rows->line++;
	points_rows_add_long(rows);
}

/* The part of the stream that is looked at. */
struct window {
	char bytes[BUFFER_SIZE];
	gsize from, to;
	bool ended;
	bool within_long; /* what follows belongs to a line already complained of */
};

static bool widen(struct window *window, struct points_source *source, GError **error)
{
	gssize got;

	memmove(window->bytes, window->bytes + window->from, window->to - window->from);
	window->to -= window->from;
	window->from = 0;
	got = points_source_read(source, window->bytes + window->to, BUFFER_SIZE - window->to,
				 error);
	if (got < 0)
		return false;
	window->ended = got == 0;
	window->to += (gsize)got;
	return true;
}

static void take_whole_line(struct points_rows *rows, struct window *window, gsize length)
{
	if (!window->within_long && length > POINTS_LINE_MOST)
		take_long_line(rows);
	else if (!window->within_long)
		take_line(rows, (struct points_cell){window->bytes + window->from, length});
	window->within_long = false;
}

/* All lines that are complete; a beginning that is already too long is let go. */
static void take_lines(struct points_rows *rows, struct window *window)
{
	const char *stop;

	while ((stop = memchr(window->bytes + window->from, rows->layout.line_end,
			      window->to - window->from)) != NULL) {
		gsize length = (gsize)(stop - window->bytes) - window->from;
		take_whole_line(rows, window, length);
		window->from += length + 1;
	}
	if (window->to - window->from <= POINTS_LINE_MOST)
		return;
	if (!window->within_long)
		take_long_line(rows);
	window->within_long = true;
	window->from = window->to;
}

static bool is_binary(const struct window *window)
{
	gsize nought = 0;

	for (gsize i = window->from; i < window->to; i++)
		nought += window->bytes[i] == '\0';
	return nought * BINARY_SHARE > window->to - window->from;
}

/* The first part, as long as the buffer, shows the layout. */
static bool begin(struct points_rows *rows, struct window *window, struct points_source *source,
		  GError **error)
{
	while (!window->ended && window->to < BUFFER_SIZE)
		if (!widen(window, source, error))
			return false;
	if (is_binary(window)) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    "bytes that are no text (a spreadsheet, an archive, or "
				    "UTF-16 without its mark); save it as CSV in UTF-8");
		return false;
	}
	points_layout_guess(window->bytes, window->to, window->ended, &rows->layout);
	rows->header_awaited = rows->layout.header;
	return true;
}

static bool read_lines(struct points_rows *rows, struct points_source *source, GError **error)
{
	g_autofree struct window *window = g_new0(struct window, 1);

	if (!begin(rows, window, source, error))
		return false;
	for (;;) {
		take_lines(rows, window);
		if (rows->value->len > POINTS_MOST) {
			g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    "more than %d rows; cut it into parts", POINTS_MOST);
			return false;
		}
		if (window->ended)
			break;
		if (!widen(window, source, error))
			return false;
	}
	if (window->to > window->from)
		take_whole_line(rows, window, window->to - window->from);
	return true;
}

static bool any_value(const GArray *value)
{
	for (guint i = 0; i < value->len; i++)
		if (isfinite(g_array_index(value, double, i)))
			return true;
	return false;
}

/* Rows that are missing on purpose are points; where none has a value and some could not be
 * read, the first of these says why. */
static bool has_points(const struct points_rows *rows, GError **error)
{
	static const char wanted[] = "no point in it; give date,value rows or a value a line";

	if (rows->value->len == 0) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, wanted);
		return false;
	}
	if (rows->n_troubles == 0 || any_value(rows->value))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s (%s)", wanted,
		    (const char *)g_ptr_array_index(rows->troubles, 0));
	return false;
}

static struct points *build(struct points_source *source, const char *name, GError **error)
{
	g_autoptr(GError) trouble = NULL;
	struct points *points = NULL;
	struct points_rows rows;

	points_rows_init(&rows);
	if (read_lines(&rows, source, &trouble) && has_points(&rows, &trouble))
		points = points_rows_finish(&rows);
	else
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", name,
			    trouble->message);
	points_rows_clear(&rows);
	return points;
}

struct points *points_read(int descriptor, const char *name, GError **error)
{
	g_autoptr(points_source_auto) source = points_source_open(descriptor);

	return build(source, name, error);
}

struct points *points_parse(const char *bytes, gsize length, const char *name, GError **error)
{
	g_autoptr(points_source_auto) source = points_source_open_memory(bytes, length);

	return build(source, name, error);
}

void points_end_at(struct points *points, gint32 day)
{
	while (points->day != NULL && points->n > 0 && points->day[points->n - 1] > day)
		points->n--;
}

void points_free(struct points *points)
{
	if (points == NULL)
		return;
	g_free(points->value);
	g_free(points->n_of);
	g_free(points->day);
	g_ptr_array_unref(points->troubles);
	g_free(points);
}
