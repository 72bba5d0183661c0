/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Greedy line breaking: a report's lines are short, and every line must stay the same when a
 * later one changes. */
#include "report/screen.h"

#include <string.h>

#define ELLIPSIS      "\u2026"
#define COLUMN_GAP    2
#define CONTINUED     2
#define COLUMNS_LEAST 12

static guint width_of(gunichar character)
{
	if (g_unichar_iszerowidth(character))
		return 0;
	return g_unichar_iswide(character) ? 2 : 1;
}

guint screen_width(const char *text)
{
	guint width = 0;

	for (; *text != '\0'; text = g_utf8_next_char(text))
		width += width_of(g_utf8_get_char(text));
	return width;
}

/* Bytes of the longest beginning that fits. */
static gsize fitting(const char *text, guint columns)
{
	const char *at = text;
	guint width = 0;

	for (; *at != '\0'; at = g_utf8_next_char(at)) {
		width += width_of(g_utf8_get_char(at));
		if (width > columns)
			break;
	}
	return (gsize)(at - text);
}

char *screen_cut(const char *text, guint columns)
{
	g_autofree char *beginning = NULL;

	if (screen_width(text) <= columns)
		return g_strdup(text);
	beginning = g_strndup(text, fitting(text, columns > 0 ? columns - 1 : 0));
	g_strchomp(beginning);
	return g_strconcat(beginning, columns > 0 ? ELLIPSIS : "", NULL);
}

/* Bytes of the next line; *next is where the one after begins. A word longer than the line is
 * cut. */
static gsize next_line(const char *text, guint columns, const char **next)
{
	gsize fits = fitting(text, columns), end = fits;

	if (text[fits] == '\0') {
		*next = text + fits;
		return fits;
	}
	while (end > 0 && text[end] != ' ')
		end--;
	if (end == 0)
		end = MAX(fits, (gsize)(g_utf8_next_char(text) - text));
	*next = text + end;
	while (**next == ' ')
		++*next;
	return end;
}

static const char *code_of(enum screen_style style)
{
	static const char *const codes[] = {
		[SCREEN_PLAIN] = "",        [SCREEN_BOLD] = "\033[1m",
		[SCREEN_DIM] = "\033[2m",   [SCREEN_WORSE] = "\033[31m",
		[SCREEN_GOOD] = "\033[32m",
	};
	return codes[style];
}

static void append_styled(const struct screen *screen, enum screen_style style,
			  const char *text, gsize length)
{
	gboolean coloured = screen->colour && style != SCREEN_PLAIN && length > 0;

	if (coloured)
		g_string_append(screen->out, code_of(style));
	g_string_append_len(screen->out, text, (gssize)length);
	if (coloured)
		g_string_append(screen->out, "\033[0m");
}

static void append_spaces(GString *out, guint count)
{
	for (guint i = 0; i < count; i++)
		g_string_append_c(out, ' ');
}

static guint room(const struct screen *screen, guint indent)
{
	return MAX(screen->columns, COLUMNS_LEAST + indent) - indent;
}

void screen_wrap_most(const struct screen *screen, enum screen_style style, const char *first,
		      guint indent, const char *text, guint lines)
{
	guint columns = room(screen, indent);

	g_string_append(screen->out, first);
	for (guint line = 1; line == 1 || *text != '\0'; line++) {
		const char *next;
		gsize length = next_line(text, columns, &next);
		g_autofree char *cut = NULL;
		if (line > 1)
			append_spaces(screen->out, indent);
		if (line == lines && *next != '\0') {
			cut = screen_cut(text, columns);
			append_styled(screen, style, cut, strlen(cut));
			next = "";
		} else {
			append_styled(screen, style, text, length);
		}
		g_string_append_c(screen->out, '\n');
		text = next;
	}
}

void screen_wrap(const struct screen *screen, enum screen_style style, const char *first,
		 guint indent, const char *text)
{
	screen_wrap_most(screen, style, first, indent, text, G_MAXUINT);
}

void screen_heading(const struct screen *screen, const char *text)
{
	g_string_append_c(screen->out, '\n');
	screen_wrap(screen, SCREEN_BOLD, "", 0, text);
}

/* ---- tables ---- */

struct screen_table *screen_table_new(guint n_columns, const gboolean *right)
{
	struct screen_table *table = g_new0(struct screen_table, 1);

	table->n_columns = n_columns;
	table->right = right;
	table->cells = g_ptr_array_new_with_free_func(g_free);
	table->styles = g_array_new(FALSE, FALSE, sizeof(enum screen_style));
	return table;
}

void screen_table_free(struct screen_table *table)
{
	if (table == NULL)
		return;
	g_ptr_array_unref(table->cells);
	g_array_unref(table->styles);
	g_free(table);
}

void screen_table_row(struct screen_table *table, enum screen_style style, char *const *cells)
{
	for (guint column = 0; column < table->n_columns; column++)
		g_ptr_array_add(table->cells, cells[column]);
	g_array_append_val(table->styles, style);
}

static const char *cell(const struct screen_table *table, guint row, guint column)
{
	return g_ptr_array_index(table->cells, row * table->n_columns + column);
}

static guint column_width(const struct screen_table *table, guint column)
{
	guint width = 0;

	for (guint row = 0; row < table->styles->len; row++)
		width = MAX(width, screen_width(cell(table, row, column)));
	return width;
}

/* What the first column may take. */
static guint first_width(const struct screen_table *table, const struct screen *screen)
{
	guint others = 0;

	for (guint column = 1; column < table->n_columns; column++)
		others += column_width(table, column) + COLUMN_GAP;
	return MIN(column_width(table, 0), room(screen, others));
}

static void write_others(const struct screen_table *table, const struct screen *screen,
			 guint row)
{
	guint owed = 0; /* spaces are written only before something */

	for (guint column = 1; column < table->n_columns; column++) {
		const char *text = cell(table, row, column);
		guint space = column_width(table, column) - screen_width(text);
		owed += COLUMN_GAP;
		if (*text == '\0') {
			owed += space;
			continue;
		}
		append_spaces(screen->out, owed + (table->right[column] ? space : 0));
		append_styled(screen, g_array_index(table->styles, enum screen_style, row),
			      text, strlen(text));
		owed = table->right[column] ? 0 : space;
	}
}

/* Lines of the first cell after its first stand two columns in. */
static void write_row(const struct screen_table *table, const struct screen *screen, guint row,
		      guint width)
{
	const char *text = cell(table, row, 0), *next;
	gsize length = next_line(text, width, &next);
	g_autofree char *line = g_strndup(text, length);

	g_string_append(screen->out, line);
	append_spaces(screen->out, width - screen_width(line));
	write_others(table, screen, row);
	g_string_append_c(screen->out, '\n');
	for (text = next; *text != '\0'; text = next) {
		length = next_line(text, width - CONTINUED, &next);
		append_spaces(screen->out, CONTINUED);
		g_string_append_len(screen->out, text, (gssize)length);
		g_string_append_c(screen->out, '\n');
	}
}

void screen_table_write(const struct screen_table *table, const struct screen *screen)
{
	guint width = first_width(table, screen);

	for (guint row = 0; row < table->styles->len; row++)
		write_row(table, screen, row, width);
}
