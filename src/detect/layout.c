/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How the rows are written, from the first lines: each separator, and none, is tried with the
 * columns that a header names or the places of `date,value,n`, and the reading wins that makes
 * sense of most lines. Nothing is asked and no option is needed. */
#include "detect/points-internal.h"

#include <string.h>

#include "model/assessment.h"

#define LINES_MOST 100 /* looked at */
#define CELLS_MOST 64  /* of a line, when columns are looked for by name */

bool points_line_is_comment(struct points_cell line)
{
	while (line.length > 0 && (*line.text == ' ' || *line.text == '\t')) {
		line.text++;
		line.length--;
	}
	return line.length > 0 && *line.text == '#';
}

/* ---- the first lines ---- */

/* Where a file is cut short, so is its last line: it is left out. */
static guint first_lines(const char *head, gsize length, bool whole, char line_end,
			 struct points_cell lines[LINES_MOST])
{
	const char *end = head + length;
	guint n = 0;

	while (head < end && n < LINES_MOST) {
		const char *stop = memchr(head, line_end, (gsize)(end - head));
		if (stop == NULL && !whole)
			break;
		stop = stop != NULL ? stop : end;
		struct points_cell raw = {head, (gsize)(stop - head)};
		if (points_cell_strip(raw).length > 0 && !points_line_is_comment(raw))
			lines[n++] = raw;
		head = stop + 1;
	}
	return n;
}

/* ---- the names of a header ---- */

enum column_role { ROLE_DATE, ROLE_VALUE, ROLE_N, ROLE_COUNT };

static const char *const names[ROLE_COUNT][14] = {
	[ROLE_DATE] = {"date", "day", "week", "month", "time", "timestamp", "datetime",
		       "period", "jour", "semaine", "mois", "horodatage", "ds"},
	[ROLE_VALUE] = {"value", "valeur", "y", "x", "count", "nombre", "number", "total",
			"proportion", "part", "duration", "durée", "duree"},
	[ROLE_N] = {"n", "weight", "poids", "denominator", "dénominateur", "exposure",
		    "exposition", "effectif", "base", "size", "taille"},
};

static bool is_named(struct points_cell cell, enum column_role role)
{
	for (guint i = 0; i < G_N_ELEMENTS(names[role]) && names[role][i] != NULL; i++)
		if (strlen(names[role][i]) == cell.length &&
		    g_ascii_strncasecmp(names[role][i], cell.text, cell.length) == 0)
			return true;
	return false;
}

static int named_column(const struct points_cell *cells, guint n, enum column_role role)
{
	for (guint i = 0; i < n; i++)
		if (is_named(cells[i], role))
			return (int)i;
	return -1;
}

static bool begins_like_a_name(struct points_cell cell)
{
	guint8 first = cell.length > 0 ? (guint8)*cell.text : 0;

	return g_ascii_isalpha((char)first) || first == '_' || first >= 0x80;
}

/* A first line whose cells are words where dates and numbers stand below. */
static bool is_header(const struct points_cell *cells, guint n,
		      const struct points_layout *layout)
{
	bool decimal_comma = layout->separator != ',';
	struct points_date date;
	double value;

	if (layout->date >= 0 &&
	    ((guint)layout->date >= n || points_cell_date(cells[layout->date], &date)))
		return false;
	if ((guint)layout->value >= n || !begins_like_a_name(cells[layout->value]))
		return false;
	return points_cell_number(cells[layout->value], decimal_comma, &value) ==
	       POINTS_NO_NUMBER;
}

/* Columns by the names of the first line, else by place. */
static void set_columns(struct points_cell first, struct points_layout *layout)
{
	struct points_cell cells[CELLS_MOST];
	guint n = points_line_cut(first, layout->separator, cells, CELLS_MOST);
	int value = named_column(cells, n, ROLE_VALUE);

	layout->date = layout->separator != 0 ? 0 : -1;
	layout->value = layout->separator != 0 ? 1 : 0;
	layout->n = layout->separator != 0 ? 2 : -1;
	if (layout->separator != 0 && value >= 0) {
		layout->value = value;
		layout->date = named_column(cells, n, ROLE_DATE);
		layout->n = named_column(cells, n, ROLE_N);
	}
	layout->header = is_header(cells, n, layout);
}

/* ---- the readings compared ---- */

/* Four figures alone are a year only where they never fall. */
static bool dates_go_on(const struct points_date *date, gint32 *year_before)
{
	bool falls = date->form == POINTS_LONGER && date->day_first < *year_before;

	if (date->form == POINTS_LONGER)
		*year_before = date->day_first;
	return !falls;
}

static bool line_is_read(struct points_cell line, const struct points_layout *layout,
			 gint32 *year_before)
{
	struct points_cell cells[CELLS_MOST];
	guint n = points_line_cut(line, layout->separator, cells, CELLS_MOST);
	struct points_date date;
	double value;

	if (n <= (guint)MAX(layout->value, layout->date) || (n < 2 && layout->separator != 0))
		return false;
	if (layout->date >= 0)
		return points_cell_date(cells[layout->date], &date) &&
		       dates_go_on(&date, year_before);
	return points_cell_number(cells[layout->value], layout->separator != ',', &value) !=
	       POINTS_NO_NUMBER;
}

static guint lines_read(const struct points_cell *lines, guint n,
			const struct points_layout *layout)
{
	gint32 year_before = DAY_NONE;
	guint read = 0;

	for (guint i = layout->header ? 1 : 0; i < n; i++)
		read += line_is_read(lines[i], layout, &year_before);
	return read;
}

/* A third column is a support only where it holds numbers. */
static bool holds_support(const struct points_cell *lines, guint n,
			  const struct points_layout *layout)
{
	struct points_cell cells[CELLS_MOST];
	guint numbers = 0;
	double value;

	for (guint i = layout->header ? 1 : 0; i < n; i++) {
		guint found = points_line_cut(lines[i], layout->separator, cells, CELLS_MOST);
		if ((int)found <= layout->n)
			continue;
		enum points_number kind =
			points_cell_number(cells[layout->n], layout->separator != ',', &value);
		if (kind == POINTS_NO_NUMBER)
			return false;
		numbers += kind == POINTS_NUMBER;
	}
	return numbers > 0;
}

void points_layout_guess(const char *head, gsize length, bool whole,
			 struct points_layout *layout)
{
	static const char separators[] = {0, ',', '\t', ';'};
	struct points_cell lines[LINES_MOST];
	char line_end = memchr(head, '\n', length) == NULL && memchr(head, '\r', length) != NULL
				? '\r'
				: '\n';
	guint n = first_lines(head, length, whole, line_end, lines), best = 0;

	*layout = (struct points_layout){line_end, 0, false, -1, 0, -1};
	for (guint i = 0; i < G_N_ELEMENTS(separators) && n > 0; i++) {
		struct points_layout tried = {line_end, separators[i], false, -1, 0, -1};
		set_columns(lines[0], &tried);
		guint read = lines_read(lines, n, &tried);
		if (read < best || (read == 0 && i > 0))
			continue;
		best = read;
		*layout = tried;
	}
	if (layout->n >= 0 && !holds_support(lines, n, layout))
		layout->n = -1;
}
