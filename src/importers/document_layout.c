/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text laid out on pages, as pdftotext and typewriters leave it: lines that come back at the
 * top or bottom of most pages are headers and footers (their figures masked), a page whose
 * lines all part at one place has two columns, wide gaps in a line part the cells of a table,
 * and what is left are lines of paragraphs, put together again with their hyphens mended. */
#include "importers/document.h"

#include <string.h>

#include "base/limits.h"

#define EDGE_LINES      3u   /* at the top and bottom of a page that may repeat */
#define REPEATS_LEAST   3u   /* pages that a header stands on */
#define CELL_GAP        3u   /* spaces that part cells */
#define COLUMN_LINES    12u  /* of a page that must agree on two columns */
#define COLUMN_WORDS    3u   /* of each half, on average: less is a table */
#define PAGE_LINES      300u /* of a page in columns */
#define PROSE_BYTES     25u  /* of a line that a gap may stand in without parting cells */
#define PAGE_WIDTH      280u /* bytes that a laid out line may have */
#define WIDTH_MOST      400u
#define HEADING_LONGEST 100u
#define LABEL_LONGEST   12u

struct layout_line {
	char *text; /* without the spaces at its end; borrowed, changed in place */
	guint page;
	bool dropped;
};

struct layout {
	GArray *lines;  /* struct layout_line */
	GArray *starts; /* guint, first line of each page, and behind the last */
	guint pages;
	bool paged;
};

static struct layout_line *line_at(const struct layout *layout, guint i)
{
	return &g_array_index(layout->lines, struct layout_line, i);
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t")] == '\0';
}

/* ---- lines and pages ---- */

static void add_line(struct layout *layout, char *text)
{
	struct layout_line line = {.text = g_strchomp(text), .page = layout->pages};

	g_array_append_val(layout->lines, line);
}

static void begin_page(struct layout *layout)
{
	guint start = layout->lines->len;

	layout->pages++;
	g_array_append_val(layout->starts, start);
}

/* Cuts the text in place. */
static void split_lines(struct layout *layout, char *text)
{
	begin_page(layout);
	while (*text && layout->lines->len < LIMIT_TEXT_LINES) {
		gsize length = strcspn(text, "\n\f");
		char end = text[length];
		text[length] = '\0';
		add_line(layout, text);
		if (end == '\f')
			begin_page(layout);
		text += length + (end != '\0');
	}
	g_array_append_val(layout->starts, layout->lines->len);
	layout->paged = layout->pages > 1;
}

/* ---- headers, footers, page numbers ---- */

/* The line with its figures masked and its spaces folded. Caller owns. */
static char *mask_line(const char *text)
{
	GString *masked = g_string_new(NULL);

	for (; *text; text++) {
		char last = masked->len > 0 ? masked->str[masked->len - 1] : ' ';
		char byte = g_ascii_isdigit(*text) ? '#' : *text;
		if ((byte == ' ' || byte == '\t') ? last != ' ' : !(byte == '#' && last == '#'))
			g_string_append_c(masked, byte == '\t' ? ' ' : byte);
	}
	return g_string_free(masked, FALSE);
}

/* "- 12 -", "Page 3 of 12", "3 / 12", "iv": nothing but the number of the page. */
static bool is_page_number(const char *text, bool at_edge)
{
	g_autofree char *masked = mask_line(text);
	g_autofree char *lower = g_ascii_strdown(masked, -1);
	static const char *const always[] = {"- # -",       "-#-",          "page #",
					     "page # of #", "page # sur #", "page #/#",
					     "page # / #",  "– # –",        "[page #]"};
	static const char *const edges[] = {"#", "# / #", "#/#", "# of #", "# sur #", "p. #"};

	g_strstrip(lower);
	for (gsize i = 0; i < G_N_ELEMENTS(always); i++)
		if (strcmp(lower, always[i]) == 0)
			return true;
	for (gsize i = 0; at_edge && i < G_N_ELEMENTS(edges); i++)
		if (strcmp(lower, edges[i]) == 0)
			return true;
	return false;
}

/* The filled lines of a page's edge, the outermost first. */
static guint edge_lines(const struct layout *layout, guint page, bool top,
			guint lines[EDGE_LINES])
{
	guint from = g_array_index(layout->starts, guint, page);
	guint to = g_array_index(layout->starts, guint, page + 1);
	guint count = 0;

	for (guint i = from; i < to && count < EDGE_LINES; i++) {
		guint line = top ? i : to - 1 - (i - from);
		if (!is_blank(line_at(layout, line)->text))
			lines[count++] = line;
	}
	return count;
}

static void count_edges(const struct layout *layout, bool top, GHashTable *counts)
{
	for (guint page = 0; page < layout->pages; page++) {
		guint lines[EDGE_LINES], count = edge_lines(layout, page, top, lines);
		for (guint i = 0; i < count; i++) {
			char *key = mask_line(line_at(layout, lines[i])->text);
			guint seen = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));
			g_hash_table_insert(counts, key, GUINT_TO_POINTER(seen + 1));
		}
	}
}

/* From the outside in: what stands behind a line that stays is text. */
static void drop_edges(struct layout *layout, bool top)
{
	g_autoptr(GHashTable) counts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint least = MAX(REPEATS_LEAST, layout->pages / 2);

	count_edges(layout, top, counts);
	for (guint page = 0; page < layout->pages; page++) {
		guint lines[EDGE_LINES], count = edge_lines(layout, page, top, lines);
		for (guint i = 0; i < count; i++) {
			struct layout_line *line = line_at(layout, lines[i]);
			g_autofree char *key = mask_line(line->text);
			guint seen = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));
			if (seen < least && !is_page_number(line->text, layout->paged))
				break;
			line->dropped = true;
		}
	}
}

static void drop_page_numbers(struct layout *layout)
{
	for (guint i = 0; i < layout->lines->len; i++)
		if (strlen(line_at(layout, i)->text) < HEADING_LONGEST &&
		    is_page_number(line_at(layout, i)->text, false))
			line_at(layout, i)->dropped = true;
}

/* ---- columns ---- */

static guint count_words(const char *text, gsize length)
{
	guint words = 0;

	for (gsize i = 0; i < length && text[i]; i++)
		words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return words;
}

/* Byte of the character at a column; the length when the line is shorter. */
static gsize byte_of_column(const char *text, guint column)
{
	const char *at = text;

	while (*at && column-- > 0)
		at = g_utf8_next_char(at);
	return (gsize)(at - text);
}

/* Whether two spaces stand before the column, or the line ends before it. */
static bool is_open_at(const char *text, guint column)
{
	gsize byte = byte_of_column(text, column);

	return text[byte] == '\0' ||
	       (byte >= 2 && text[byte - 1] == ' ' && text[byte - 2] == ' ');
}

struct halves {
	guint lines, both, left_words, right_words;
	bool open; /* no line goes across */
};

static void measure_halves(const struct layout *layout, guint from, guint to, guint column,
			   struct halves *halves)
{
	guint across = 0;

	*halves = (struct halves){0};
	for (guint i = from; i < to; i++) {
		const struct layout_line *line = line_at(layout, i);
		gsize byte;
		if (line->dropped || is_blank(line->text))
			continue;
		halves->lines++;
		if (!is_open_at(line->text, column)) {
			across++;
			continue;
		}
		byte = byte_of_column(line->text, column);
		if (line->text[byte] == '\0' || count_words(line->text, byte) == 0)
			continue;
		halves->both++;
		halves->left_words += count_words(line->text, byte);
		halves->right_words += count_words(line->text + byte, G_MAXSIZE);
	}
	halves->open = across * 10 <= halves->lines;
}

static bool are_columns(const struct halves *halves)
{
	return halves->open && halves->both >= COLUMN_LINES &&
	       halves->both * 2 >= halves->lines &&
	       halves->left_words >= COLUMN_WORDS * halves->both &&
	       halves->right_words >= COLUMN_WORDS * halves->both;
}

/* Where the right column of a page begins; 0 when the page has one column. */
static guint find_column(const struct layout *layout, guint from, guint to)
{
	guint widest = 0;
	struct halves halves;

	if (to - from > PAGE_LINES)
		return 0;
	for (guint i = from; i < to; i++)
		widest = MAX(widest, (guint)MIN(g_utf8_strlen(line_at(layout, i)->text, -1),
						WIDTH_MOST));
	for (guint column = widest * 2 / 5; column < widest * 3 / 5; column++) {
		measure_halves(layout, from, to, column, &halves);
		if (are_columns(&halves))
			return column;
	}
	return 0;
}

/* ---- paragraphs ---- */

struct joiner {
	struct document_builder *builder;
	GString *text; /* of the paragraph that is being put together */
	guint page;    /* it began on; 0 when the text has no pages */
	gsize last;    /* characters of its last line */
	bool broken;   /* a page ended behind it */
};

static void end_paragraph(struct joiner *joiner)
{
	if (joiner->text->len > 0) {
		document_set_page(joiner->builder, joiner->page);
		document_add(joiner->builder, 0, joiner->text->str);
	}
	g_string_truncate(joiner->text, 0);
	joiner->broken = false;
}

static gsize cell_gap(const char *text)
{
	gsize count = strspn(text, " ");

	return text[0] == '\t' ? strspn(text, "\t ") : count >= CELL_GAP ? count : 0;
}

/* "12.1" or "(a)" before a gap is a label and no cell. */
static bool is_label(const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum(text[i]) && !strchr(".()- *", text[i]) &&
		    (text[i] & 0x80) == 0)
			return false;
	return length <= LABEL_LONGEST && strcspn(text, ".)0123456789-*\xe2") < length;
}

/* The line with its gaps as " | "; *cells receives how many. Caller owns. */
static char *part_cells(const char *text, guint *cells)
{
	GString *row = g_string_new(NULL);
	bool labelled = false;

	*cells = 1;
	for (gsize gap; *text; text++) {
		gap = cell_gap(text);
		if (gap == 0) {
			g_string_append_c(row, *text == '\t' ? ' ' : *text);
			continue;
		}
		if (row->len > PROSE_BYTES && g_ascii_islower(text[gap]) &&
		    !strchr(".:;", row->str[row->len - 1])) {
			g_string_append_c(row, ' '); /* justified */
		} else if (!labelled && *cells == 1 && is_label(row->str, row->len)) {
			g_string_append_c(row, ' ');
			labelled = true;
		} else {
			g_string_append(row, " | ");
			++*cells;
		}
		text += gap - 1;
	}
	return g_string_free(row, FALSE);
}

static bool ends_sentence(const GString *text)
{
	return text->len > 0 && strchr(".:;!?", text->str[text->len - 1]);
}

static bool begins_item(const char *text)
{
	static const char *const bullets[] = {"- ", "* ", "• ", "– ", "▪ ", "· ", "o "};
	gsize figures = strspn(text, "0123456789."), letters;

	for (gsize i = 0; i < G_N_ELEMENTS(bullets); i++)
		if (g_str_has_prefix(text, bullets[i]))
			return true;
	if (figures > 0 && figures < LABEL_LONGEST && memchr(text, '.', figures) &&
	    (text[figures] == ' ' || text[figures] == ')'))
		return true;
	letters = text[0] == '(' ? strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789") : 0;
	if (letters > 0 && letters < 5 && text[1 + letters] == ')')
		return true;
	return g_ascii_strncasecmp(text, "article ", 8) == 0 && g_ascii_isalnum(text[8]) &&
	       text[0] == 'A';
}

/* "(1) year", "2007." in the middle of a sentence, that only begin a line. */
static bool is_counted(const char *text)
{
	return g_ascii_isdigit(text[text[0] == '(']);
}

/* A line well short of the others that ends a sentence ends its paragraph. */
static bool goes_on(const struct joiner *joiner, const char *text)
{
	gunichar first = g_utf8_get_char(text);

	if (joiner->text->len == 0 ||
	    (begins_item(text) && (ends_sentence(joiner->text) || !is_counted(text))))
		return false;
	if (joiner->broken)
		return !ends_sentence(joiner->text) && g_unichar_islower(first);
	return !(ends_sentence(joiner->text) && joiner->last < 60);
}

/* "disponi-" "bilité" is one word; "Meaux-" "Provins" and "1-" "2" stay as they are. */
static void join_line(struct joiner *joiner, const char *text)
{
	GString *all = joiner->text;
	bool hyphen = all->len > 1 && all->str[all->len - 1] == '-' &&
		      g_ascii_isalpha(all->str[all->len - 2]) &&
		      g_unichar_islower(g_utf8_get_char(text));

	if (hyphen)
		g_string_truncate(all, all->len - 1);
	else if (all->len > 0 && all->str[all->len - 1] != '-')
		g_string_append_c(all, ' ');
	g_string_append(all, text);
}

static void take_row(struct joiner *joiner, const char *row, guint page)
{
	end_paragraph(joiner);
	document_set_page(joiner->builder, page);
	document_add(joiner->builder, 0, row);
}

static void take_prose(struct joiner *joiner, const char *text, guint page)
{
	if (!goes_on(joiner, text) || joiner->text->len > LIMIT_PARAGRAPH) {
		end_paragraph(joiner);
		joiner->page = page;
	}
	join_line(joiner, text);
	joiner->last = (gsize)g_utf8_strlen(text, -1);
	joiner->broken = false;
}

/* A line far longer than a page is wide had its line ends turned into spaces: its gaps are line
 * ends, but for the one behind a label. */
static void take_unwrapped(struct joiner *joiner, const char *text, guint page)
{
	g_autoptr(GString) piece = g_string_new(NULL);

	for (; *text; text++) {
		gsize gap = cell_gap(text);
		if (gap == 0) {
			g_string_append_c(piece, *text);
			continue;
		}
		text += gap - 1;
		if (is_label(piece->str, piece->len)) {
			g_string_append_c(piece, ' ');
			continue;
		}
		if (piece->len > 0)
			take_prose(joiner, piece->str, page);
		g_string_truncate(piece, 0);
	}
	if (piece->len > 0)
		take_prose(joiner, piece->str, page);
}

static void take_line(struct joiner *joiner, const char *text, guint page)
{
	const char *begin = text + strspn(text, " \t");
	g_autofree char *row = NULL;
	guint cells;

	if (*begin == '\0') {
		if (!joiner->broken)
			end_paragraph(joiner);
		return;
	}
	if (strlen(begin) > PAGE_WIDTH) {
		take_unwrapped(joiner, begin, page);
		return;
	}
	row = part_cells(begin, &cells);
	if (cells > 1)
		take_row(joiner, row, page);
	else
		take_prose(joiner, row, page);
}

static void take_half(struct joiner *joiner, const struct layout *layout, guint from, guint to,
		      guint column, bool right, guint page)
{
	for (guint i = from; i < to && !document_is_full(joiner->builder); i++) {
		const struct layout_line *line = line_at(layout, i);
		gsize byte = byte_of_column(line->text, column);
		g_autofree char *half =
			right ? g_strdup(line->text + byte) : g_strndup(line->text, byte);
		if (!line->dropped)
			take_line(joiner, g_strchomp(half), page);
	}
	end_paragraph(joiner);
}

static void take_page(struct joiner *joiner, const struct layout *layout, guint page)
{
	guint from = g_array_index(layout->starts, guint, page);
	guint to = g_array_index(layout->starts, guint, page + 1);
	guint column = layout->paged ? find_column(layout, from, to) : 0;
	guint number = layout->paged ? page + 1 : 0;

	if (column > 0) {
		take_half(joiner, layout, from, to, column, false, number);
		take_half(joiner, layout, from, to, column, true, number);
		return;
	}
	/* What is blank above a footer ends no paragraph. */
	while (to > from &&
	       (line_at(layout, to - 1)->dropped || is_blank(line_at(layout, to - 1)->text)))
		to--;
	for (guint i = from; i < to && !document_is_full(joiner->builder); i++)
		if (!line_at(layout, i)->dropped)
			take_line(joiner, line_at(layout, i)->text, number);
	joiner->broken = joiner->text->len > 0;
}

void layout_read(const char *text, struct document_builder *builder)
{
	g_autofree char *copy = g_strdup(text);
	struct layout layout = {
		.lines = g_array_new(FALSE, FALSE, sizeof(struct layout_line)),
		.starts = g_array_new(FALSE, FALSE, sizeof(guint)),
	};
	struct joiner joiner = {.builder = builder, .text = g_string_new(NULL)};

	split_lines(&layout, copy);
	if (layout.paged) {
		drop_edges(&layout, true);
		drop_edges(&layout, false);
	}
	drop_page_numbers(&layout);
	for (guint page = 0; page < layout.pages; page++)
		take_page(&joiner, &layout, page);
	end_paragraph(&joiner);
	g_string_free(joiner.text, TRUE);
	g_array_unref(layout.lines);
	g_array_unref(layout.starts);
}
