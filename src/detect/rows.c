/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows as they are read: the cells of a line become a day, a value and its support, or a
 * missing row with a word that says where and what to do. Whether day or month comes first is
 * settled by the whole file, at the end. */
#include "detect/points-internal.h"

#include <math.h>
#include <string.h>

#include "model/assessment.h"

#define CELLS_MOST   64
#define EXCERPT_MOST 40 /* bytes of a cell that are shown */

/* A row whose day hangs on whether day or month comes first. */
struct open_row {
	gsize row, line;
	gint32 month_first;
};

/* ---- what is wrong ---- */

/* A beginning of the cell, fit to be shown. Caller owns. */
static char *excerpt(struct points_cell cell)
{
	g_autofree char *raw = g_strndup(cell.text, MIN(cell.length, EXCERPT_MOST));
	g_autofree char *valid = g_utf8_make_valid(raw, -1);
	GString *text = g_string_new(NULL);

	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		g_string_append_unichar(text, g_unichar_isprint(character) ? character : '?');
	}
	g_string_append(text, cell.length > EXCERPT_MOST ? "..." : "");
	return g_string_free(text, FALSE);
}

G_GNUC_PRINTF(3, 4)
static void complain(struct points_rows *rows, gsize line, const char *format, ...)
{
	va_list values;

	if (rows->n_troubles++ >= POINTS_TROUBLES_KEPT)
		return;
	va_start(values, format);
	g_autofree char *what = g_strdup_vprintf(format, values);
	va_end(values);
	g_ptr_array_add(rows->troubles,
			g_strdup_printf("line %" G_GSIZE_FORMAT ": %s", line, what));
}

static void complain_of_number(struct points_rows *rows, struct points_cell cell,
			       enum points_number kind)
{
	g_autofree char *shown = excerpt(cell);

	complain(rows, rows->line,
		 kind == POINTS_TOO_LARGE
			 ? "%s is too large; values reach 1e100 at most"
			 : "\"%s\" is no number; write it as 12.5, or leave it empty",
		 shown);
}

static void complain_of_date(struct points_rows *rows, struct points_cell cell)
{
	g_autofree char *shown = excerpt(cell);

	complain(rows, rows->line,
		 "\"%s\" is no date between the years %d and %d; write it as 2025-02-03, "
		 "2025-W06 or 2025-02",
		 shown, POINTS_YEAR_FIRST, POINTS_YEAR_LAST);
}

/* ---- rows ---- */

static bool number_of(struct points_rows *rows, struct points_cell cell, double *value)
{
	enum points_number kind =
		points_cell_number(cell, rows->layout.separator != ',', value);

	if (kind == POINTS_NUMBER || kind == POINTS_MISSING)
		return true;
	complain_of_number(rows, cell, kind);
	return false;
}

static void note_open(struct points_rows *rows, const struct points_date *date)
{
	struct open_row open = {rows->day->len, rows->line, date->month_first};

	if (date->day_first == date->month_first)
		return;
	rows->day_certain += date->month_first == DAY_NONE;
	rows->month_certain += date->day_first == DAY_NONE;
	g_array_append_val(rows->open, open);
}

static bool day_of(struct points_rows *rows, struct points_cell cell, gint32 *day)
{
	struct points_date date;

	if (!points_cell_date(cell, &date)) {
		complain_of_date(rows, cell);
		return false;
	}
	note_open(rows, &date);
	rows->form = MAX(rows->form, date.form);
	*day = date.day_first;
	return true;
}

static bool support_of(struct points_rows *rows, struct points_cell cell, double *n)
{
	g_autofree char *shown = NULL;

	if (!number_of(rows, cell, n))
		return false;
	if (!(*n < 0))
		return true;
	shown = excerpt(cell);
	complain(rows, rows->line, "n is %s; a support is nought or more", shown);
	return false;
}

/* What a row says; false when it cannot be read: its place stays, without a value. */
static bool read_row(struct points_rows *rows, const struct points_cell *cells, guint n_cells,
		     gint32 *day, double *value, double *n)
{
	const struct points_layout *layout = &rows->layout;

	if (n_cells <= (guint)MAX(layout->value, layout->date)) {
		complain(rows, rows->line,
			 "%u cell where %d are needed; write date,value or date,value,n",
			 n_cells, MAX(layout->value, layout->date) + 1);
		return false;
	}
	if (layout->date >= 0 && !day_of(rows, cells[layout->date], day))
		return false;
	if (layout->n >= 0 && (guint)layout->n < n_cells &&
	    !support_of(rows, cells[layout->n], n))
		return false;
	return number_of(rows, cells[layout->value], value);
}

static void append_row(struct points_rows *rows, gint32 day, double value, double n)
{
	g_array_append_val(rows->value, value);
	if (rows->layout.n >= 0)
		g_array_append_val(rows->n_of, n);
	if (rows->layout.date >= 0)
		g_array_append_val(rows->day, day);
}

/* ";;;": what spreadsheets leave below a table. */
static bool is_hollow(const struct points_cell *cells, guint n)
{
	for (guint i = 0; i < n; i++)
		if (cells[i].length > 0)
			return false;
	return n > 1;
}

void points_rows_add(struct points_rows *rows, struct points_cell line)
{
	struct points_cell cells[CELLS_MOST];
	guint n_cells = points_line_cut(line, rows->layout.separator, cells, CELLS_MOST);
	double value = NAN, n = NAN;
	gint32 day = DAY_NONE;

	if (is_hollow(cells, n_cells))
		return;
	if (!read_row(rows, cells, n_cells, &day, &value, &n))
		value = n = NAN;
	append_row(rows, day, value, n);
}

void points_rows_add_long(struct points_rows *rows)
{
	complain(rows, rows->line, "longer than %d bytes; a row is date,value,n",
		 POINTS_LINE_MOST);
	append_row(rows, DAY_NONE, NAN, NAN);
}

/* ---- the end ---- */

/* Day or month first, by what the certain dates of the file say. */
static void settle_open_rows(struct points_rows *rows)
{
	bool month_first = rows->month_certain > rows->day_certain;

	for (guint i = 0; i < rows->open->len; i++) {
		const struct open_row *open = &g_array_index(rows->open, struct open_row, i);
		gint32 *day = &g_array_index(rows->day, gint32, open->row);
		if (month_first)
			*day = open->month_first;
		if (*day != DAY_NONE)
			continue;
		complain(rows, open->line,
			 "the date has %s first, most others of the file %s; write "
			 "YYYY-MM-DD",
			 month_first ? "the day" : "the month",
			 month_first ? "the month" : "the day");
		g_array_index(rows->value, double, open->row) = NAN;
	}
}

/* A row without a day of its own stays behind the row before it. */
static void lend_days(GArray *days)
{
	gint32 last = DAY_NONE;

	for (guint i = 0; i < days->len && last == DAY_NONE; i++)
		last = g_array_index(days, gint32, i);
	for (guint i = 0; i < days->len; i++) {
		gint32 *day = &g_array_index(days, gint32, i);
		if (*day == DAY_NONE)
			*day = last;
		last = *day;
	}
}

static enum points_rhythm rhythm_of(const struct points_rows *rows, const struct points *points)
{
	static const enum points_rhythm least[] = {
		[POINTS_DAY] = POINTS_UNDATED,
		[POINTS_WEEK] = POINTS_WEEKLY,
		[POINTS_MONTH] = POINTS_MONTHLY,
		[POINTS_LONGER] = POINTS_COARSER,
	};

	return MAX(points_rhythm_of(points), least[rows->form]);
}

struct points *points_rows_finish(struct points_rows *rows)
{
	struct points *points = g_new0(struct points, 1);

	settle_open_rows(rows);
	lend_days(rows->day);
	points->n = rows->value->len;
	points->value = (double *)g_array_free(g_steal_pointer(&rows->value), FALSE);
	if (rows->layout.n >= 0)
		points->n_of = (double *)g_array_free(g_steal_pointer(&rows->n_of), FALSE);
	if (rows->layout.date >= 0)
		points->day = (gint32 *)g_array_free(g_steal_pointer(&rows->day), FALSE);
	points->troubles = g_steal_pointer(&rows->troubles);
	points->n_troubles = rows->n_troubles;
	points->day_first_assumed =
		rows->open->len > 0 && rows->day_certain == 0 && rows->month_certain == 0;
	points_sort(points);
	points->rhythm = rhythm_of(rows, points);
	return points;
}

void points_rows_init(struct points_rows *rows)
{
	*rows = (struct points_rows){
		.value = g_array_new(FALSE, FALSE, sizeof(double)),
		.n_of = g_array_new(FALSE, FALSE, sizeof(double)),
		.day = g_array_new(FALSE, FALSE, sizeof(gint32)),
		.open = g_array_new(FALSE, FALSE, sizeof(struct open_row)),
		.troubles = g_ptr_array_new_with_free_func(g_free),
	};
}

void points_rows_clear(struct points_rows *rows)
{
	g_clear_pointer(&rows->value, g_array_unref);
	g_clear_pointer(&rows->n_of, g_array_unref);
	g_clear_pointer(&rows->day, g_array_unref);
	g_clear_pointer(&rows->open, g_array_unref);
	g_clear_pointer(&rows->troubles, g_ptr_array_unref);
}
