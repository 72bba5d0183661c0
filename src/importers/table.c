/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cells are found in the bytes of the source and decoded one by one, so that the place of a row
 * is exact; wide encodings are first decoded to UTF-8 and their places counted back. libcsv is
 * not used: it gives no place of a row and, once a quote is left open, takes the rest of the
 * file as one cell, while here such a row is rejected with its line and the rest is read.
 *
 * A closing quote that is followed by neither separator nor line end proves a broken row. An
 * open quote thus ends at the next odd run of quotes, which bounds what is read twice. */
#include "importers/table.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/bytes.h"
#include "importers/charset.h"

#define WINDOW_START  ((gsize)64 << 10)
#define RESYNC_LINES  100
#define DETECT_BYTES  ((gsize)64 << 10)
#define DETECT_ROWS   200
#define PREAMBLE_ROWS 10
#define REPLACEMENT   0xFFFDu

static const struct {
	const char *name;
	const char *charset; /* for cells that are not plain UTF-8; NULL guesses */
	guint unit;          /* bytes of a code unit */
	bool big_endian;
} encodings[TABLE_ENCODING_COUNT] = {
	[TABLE_UTF_8] = {"UTF-8", NULL, 1, false},
	[TABLE_WINDOWS_1252] = {"windows-1252", "windows-1252", 1, false},
	[TABLE_LATIN_9] = {"ISO-8859-15", "iso-8859-15", 1, false},
	[TABLE_UTF_16_LE] = {"UTF-16LE", NULL, 2, false},
	[TABLE_UTF_16_BE] = {"UTF-16BE", NULL, 2, true},
	[TABLE_UTF_32_LE] = {"UTF-32LE", NULL, 4, false},
	[TABLE_UTF_32_BE] = {"UTF-32BE", NULL, 4, true},
};

struct span {
	gsize start, length; /* in the window, quotes left out */
	bool escaped;        /* holds doubled quotes */
};

struct table {
	struct table_dialect dialect;
	char separator[5]; /* in the bytes of the window */
	gsize separator_length;

	struct sheet *sheet; /* the source, */
	struct sheet_cells *sheet_row;
	struct bytes *bytes; /* or... */
	const guint8 *memory;
	gsize memory_length;
	guint64 memory_offset;
	bool whole;

	GString *wide; /* decoded window of a wide encoding, NULL for others */
	gsize wide_at;
	bool wide_finished;
	guint64 wide_offset; /* source offset of wide->str[wide_at] */

	guint32 line;
	guint max_cells;
	GPtrArray *header; /* char *, NULL before table_set_header() */
	bool trailing;     /* the header ends with a separator */

	GArray *spans; /* struct span */
	GString *arena, *scratch;
	GArray *starts; /* gsize, of cells in the arena */
	GPtrArray *cells;
};

/* ---- the source ---- */

static const guint8 *peek_raw(struct table *table, gsize want, gsize *available, GError **error)
{
	if (table->bytes)
		return bytes_peek(table->bytes, want, available, error);
	*available = table->memory_length - (gsize)table->memory_offset;
	return table->memory + table->memory_offset;
}

static void skip_raw(struct table *table, gsize length)
{
	if (table->bytes)
		bytes_skip(table->bytes, length);
	else
		table->memory_offset += length;
}

static gunichar code_unit(const guint8 *bytes, guint unit, bool big_endian)
{
	gunichar value = 0;

	for (guint i = 0; i < unit; i++)
		value |= (gunichar)bytes[i] << 8 * (big_endian ? unit - 1 - i : i);
	return value;
}

static bool is_high_surrogate(gunichar c)
{
	return c >= 0xD800 && c < 0xDC00;
}

static bool is_low_surrogate(gunichar c)
{
	return c >= 0xDC00 && c < 0xE000;
}

/* One character from at least one code unit; returns the units it took, 0 when the second half
 * of a pair is not there yet. What is no character becomes U+FFFD of the same width. */
static guint decode_wide(const guint8 *bytes, gsize length, enum table_encoding encoding,
			 bool last, gunichar *c)
{
	guint unit = encodings[encoding].unit;
	bool big_endian = encodings[encoding].big_endian;
	gunichar second;

	*c = code_unit(bytes, unit, big_endian);
	if (unit == 2 && is_high_surrogate(*c)) {
		if (length < 2 * unit && !last)
			return 0;
		second = length < 2 * unit ? 0 : code_unit(bytes + unit, unit, big_endian);
		if (is_low_surrogate(second)) {
			*c = 0x10000 + ((*c - 0xD800) << 10) + (second - 0xDC00);
			return 2;
		}
	}
	if (*c == 0 || !g_unichar_validate(*c))
		*c = REPLACEMENT;
	return 1;
}

static gsize append_wide(GString *text, const guint8 *bytes, gsize length,
			 enum table_encoding encoding, bool last)
{
	guint unit = encodings[encoding].unit;
	gsize used = 0;
	gunichar c;

	while (length - used >= unit) {
		guint units = decode_wide(bytes + used, length - used, encoding, last, &c);

		if (units == 0)
			break;
		g_string_append_unichar(text, c);
		used += units * unit;
	}
	return used;
}

static bool fill_wide(struct table *table, gsize want, GError **error)
{
	const guint8 *raw;
	gsize available, used;

	g_string_erase(table->wide, 0, (gssize)table->wide_at);
	table->wide_at = 0;
	while (!table->wide_finished && table->wide->len < want) {
		raw = peek_raw(table, WINDOW_START, &available, error);
		if (!raw)
			return false;
		available = MIN(available, WINDOW_START);
		used = append_wide(table->wide, raw, available, table->dialect.encoding,
				   available < WINDOW_START);
		table->wide_finished = available < WINDOW_START;
		skip_raw(table, used);
	}
	return true;
}

/* Source bytes of decoded characters. */
static gsize wide_source_length(const struct table *table, const char *text, gsize length)
{
	guint unit = encodings[table->dialect.encoding].unit;
	gsize units = 0;

	for (gsize i = 0; i < length; i++) {
		guint8 byte = (guint8)text[i];

		units += (byte & 0xC0) != 0x80;
		units += unit == 2 && byte >= 0xF0;
	}
	return units * unit;
}

/* Shows `want` bytes from the present place, fewer only at the end (*last). */
static const char *window(struct table *table, gsize want, gsize *length, bool *last,
			  GError **error)
{
	const guint8 *raw;

	if (!table->wide) {
		raw = peek_raw(table, want, length, error);
		*last = raw && *length < want;
		if (!table->bytes)
			*last = true;
		return (const char *)raw;
	}
	if (table->wide->len - table->wide_at < want && !fill_wide(table, want, error))
		return NULL;
	*length = table->wide->len - table->wide_at;
	*last = table->wide_finished;
	return table->wide->str + table->wide_at;
}

guint64 table_offset(const struct table *table)
{
	if (table->sheet)
		return (guint64)table->sheet_row->number + 1;
	if (table->wide)
		return table->wide_offset;
	return table->bytes ? bytes_offset(table->bytes) : table->memory_offset;
}

static void advance(struct table *table, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		table->line += text[i] == '\n' ||
			       (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
	if (!table->wide) {
		skip_raw(table, length);
		return;
	}
	table->wide_offset += wide_source_length(table, text, length);
	table->wide_at += length;
}

/* ---- one row ---- */

enum scan { SCAN_ROW, SCAN_OPEN_QUOTE, SCAN_STRAY_QUOTE, SCAN_CELL, SCAN_COLUMNS, SCAN_MORE };

static const char *const troubles[] = {
	[SCAN_OPEN_QUOTE] =
		"a quoted cell is not closed; close it, or double the quotes inside it",
	[SCAN_STRAY_QUOTE] = "a quote inside a quoted cell is not doubled, or a cell is not "
			     "closed; double the quotes inside it",
	[SCAN_CELL] = "a cell or row is larger than the limit; check its quotes",
	[SCAN_COLUMNS] = "far more cells than the header has columns; check the separator and "
			 "the quotes of this line",
	[SCAN_MORE] = "a cell or row is larger than the limit; check its quotes",
};

struct scanner {
	const struct table *table;
	const char *at, *end;
	bool last;
};

static bool at_separator(const struct scanner *scanner, const char *at)
{
	gsize length = scanner->table->separator_length;

	return (gsize)(scanner->end - at) >= length &&
	       !memcmp(at, scanner->table->separator, length);
}

static bool at_line_end(const char *at)
{
	return *at == '\n' || *at == '\r';
}

/* Stands on the first character of the cell; leaves on what follows it. */
static enum scan scan_plain(struct scanner *scanner, struct span *span)
{
	char first = scanner->table->separator[0];
	const char *start = scanner->at, *p = start;

	for (; p < scanner->end; p++)
		if (at_line_end(p) || (*p == first && at_separator(scanner, p)))
			break;
	if (p == scanner->end && !scanner->last)
		return SCAN_MORE;
	if (p - start > (gssize)LIMIT_CSV_FIELD)
		return SCAN_CELL;
	span->length = (gsize)(p - start);
	scanner->at = p;
	return SCAN_ROW;
}

/* Behind a closing quote: blanks, then separator, line end or the end of all. */
static enum scan scan_behind_quote(struct scanner *scanner, const char *at)
{
	while (at < scanner->end && *at == ' ')
		at++;
	if (at == scanner->end && !scanner->last)
		return SCAN_MORE;
	if (at < scanner->end && !at_line_end(at) && !at_separator(scanner, at))
		return SCAN_STRAY_QUOTE;
	scanner->at = at;
	return SCAN_ROW;
}

/* Stands behind the opening quote. */
static enum scan scan_quoted(struct scanner *scanner, struct span *span)
{
	char quote = scanner->table->dialect.quote;
	const char *start = scanner->at, *p = start;

	for (;; p += 2) {
		p = memchr(p, quote, (gsize)(scanner->end - p));
		if (!p || (p + 1 == scanner->end && !scanner->last))
			break;
		if (p - start > (gssize)LIMIT_CSV_FIELD)
			return SCAN_CELL;
		if (p + 1 < scanner->end && p[1] == quote) {
			span->escaped = true;
			continue;
		}
		span->length = (gsize)(p - start);
		return scan_behind_quote(scanner, p + 1);
	}
	if (scanner->end - start > (gssize)LIMIT_CSV_FIELD)
		return SCAN_CELL;
	return scanner->last ? SCAN_OPEN_QUOTE : SCAN_MORE;
}

static enum scan scan_cell(struct scanner *scanner, const char *text, struct span *span)
{
	const char *p = scanner->at;
	enum scan result;

	while (p < scanner->end && *p == ' ' && scanner->table->separator[0] != ' ')
		p++;
	if (p == scanner->end && !scanner->last)
		return SCAN_MORE;
	span->escaped = false;
	if (p < scanner->end && *p == scanner->table->dialect.quote) {
		scanner->at = p + 1;
		span->start = (gsize)(scanner->at - text);
		return scan_quoted(scanner, span);
	}
	span->start = (gsize)(scanner->at - text);
	result = scan_plain(scanner, span);
	return result;
}

/* Finds the cells of the row that begins at `text`, and where the next row begins. */
static enum scan scan_row(const struct table *table, const char *text, gsize length, bool last,
			  GArray *spans, gsize *next)
{
	struct scanner scanner = {table, text, text + length, last};
	struct span span;
	enum scan result;

	g_array_set_size(spans, 0);
	for (;;) {
		result = scan_cell(&scanner, text, &span);
		if (result != SCAN_ROW)
			return result;
		if (spans->len >= table->max_cells)
			return SCAN_COLUMNS;
		g_array_append_val(spans, span);
		if (scanner.at == scanner.end || at_line_end(scanner.at))
			break;
		scanner.at += table->separator_length;
	}
	if (scanner.at < scanner.end && *scanner.at == '\r') {
		if (scanner.at + 1 == scanner.end && !last)
			return SCAN_MORE;
		scanner.at += scanner.at + 1 < scanner.end && scanner.at[1] == '\n';
	}
	*next = (gsize)(scanner.at - text) + (scanner.at < scanner.end);
	return SCAN_ROW;
}

/* ---- cells ---- */

static bool is_ascii(const char *text, gsize length)
{
	guint8 all = 0;

	for (gsize i = 0; i < length; i++)
		all |= (guint8)text[i];
	return all < 0x80;
}

static void append_decoded(struct table *table, const char *text, gsize length)
{
	const char *charset = encodings[table->dialect.encoding].charset;
	bool plain = charset ? is_ascii(text, length) && !memchr(text, 0, length)
			     : g_utf8_validate(text, (gssize)length, NULL);
	bool guessed = false;

	if (plain && !memchr(text, '\r', length)) {
		g_string_append_len(table->arena, text, (gssize)length);
	} else {
		g_autofree char *decoded = charset_to_utf8(text, length, charset, &guessed);
		g_string_append(table->arena, decoded);
	}
	g_string_append_c(table->arena, '\0');
}

static void unescape(struct table *table, const char *text, gsize length)
{
	char quote = table->dialect.quote;

	g_string_truncate(table->scratch, 0);
	for (gsize i = 0; i < length; i++) {
		g_string_append_c(table->scratch, text[i]);
		i += text[i] == quote;
	}
}

static void decode_cells(struct table *table, const char *text)
{
	g_string_truncate(table->arena, 0);
	g_array_set_size(table->starts, 0);
	g_ptr_array_set_size(table->cells, 0);
	for (guint i = 0; i < table->spans->len; i++) {
		const struct span *span = &g_array_index(table->spans, struct span, i);

		g_array_append_val(table->starts, table->arena->len);
		if (!span->escaped) {
			append_decoded(table, text + span->start, span->length);
			continue;
		}
		unescape(table, text + span->start, span->length);
		append_decoded(table, table->scratch->str, table->scratch->len);
	}
	for (guint i = 0; i < table->starts->len; i++)
		g_ptr_array_add(table->cells,
				table->arena->str + g_array_index(table->starts, gsize, i));
}

static bool is_blank_row(const struct table *table)
{
	for (guint i = 0; i < table->cells->len; i++)
		for (const char *p = g_ptr_array_index(table->cells, i); *p; p++)
			if (!g_ascii_isspace(*p))
				return false;
	return true;
}

static bool repeats_header(const struct table *table)
{
	guint n = table->cells->len;

	if (!table->header || n + table->trailing < table->header->len ||
	    n > table->header->len)
		return false;
	for (guint i = 0; i < n; i++)
		if (strcmp(g_ptr_array_index(table->cells, i),
			   g_ptr_array_index(table->header, i)) != 0)
			return false;
	return true;
}

/* ---- rows ---- */

static gsize line_length(const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		if (text[i] == '\n')
			return i + 1;
		if (text[i] == '\r')
			return i + 1 + (i + 1 < length && text[i + 1] == '\n');
	}
	return length;
}

static bool has_table_shape(const struct table *table, guint cells)
{
	if (!table->header)
		return true;
	return cells == table->header->len ||
	       (table->trailing && cells + 1 == table->header->len);
}

/* As if quotes were letters. */
static guint count_naively(const struct table *table, const char *text, gsize length)
{
	struct scanner scanner = {table, text, text + length, true};
	guint cells = 1;

	for (; scanner.at < scanner.end && !at_line_end(scanner.at); scanner.at++)
		cells += at_separator(&scanner, scanner.at);
	return cells;
}

/* A row of the table's shape begins here, be it broken in its turn. */
static bool begins_row(const struct table *table, const char *text, gsize length, bool last)
{
	gsize next;

	if (scan_row(table, text, length, last, table->spans, &next) == SCAN_ROW)
		return has_table_shape(table, table->spans->len);
	return table->header && has_table_shape(table, count_naively(table, text, length));
}

/* Where reading goes on behind a broken row: the next line that begins a row, else simply the
 * next line. */
static gsize find_next_row(struct table *table, const char *text, gsize length, bool last)
{
	gsize first = line_length(text, length), at = first;

	for (guint i = 0; i < RESYNC_LINES && at < length; i++) {
		if (begins_row(table, text + at, length - at, last))
			return at;
		at += line_length(text + at, length - at);
	}
	return at >= length && last ? length : first;
}

/* A line without end is dropped piece by piece. */
static enum table_result skip_broken(struct table *table, enum scan scan, struct table_row *row,
				     GError **error)
{
	bool last;
	gsize length, skipped;
	const char *text = window(table, LIMIT_CSV_FIELD, &length, &last, error);

	if (!text)
		return TABLE_FAILED;
	row->trouble = troubles[scan];
	row->n_cells = 0;
	row->cells = NULL;
	skipped = find_next_row(table, text, length, last);
	advance(table, text, skipped);
	while (skipped == length && !last) {
		text = window(table, LIMIT_CSV_FIELD, &length, &last, error);
		if (!text)
			return TABLE_FAILED;
		skipped = line_length(text, length);
		advance(table, text, skipped);
	}
	row->place.length = table_offset(table) - row->place.offset;
	return TABLE_BROKEN;
}

static enum table_result take_row(struct table *table, const char *text, gsize next,
				  struct table_row *row)
{
	decode_cells(table, text);
	advance(table, text, next);
	row->place.length = table_offset(table) - row->place.offset;
	row->cells = (char **)table->cells->pdata;
	row->n_cells = table->cells->len;
	return TABLE_ROW;
}

static enum table_result read_sheet_row(struct table *table, struct table_row *row,
					GError **error)
{
	struct sheet_cells *cells = table->sheet_row;
	enum sheet_result result = sheet_next(table->sheet, cells, error);
	char **texts;

	if (result != SHEET_ROW)
		return result == SHEET_END ? TABLE_END : TABLE_FAILED;
	texts = sheet_cells_take(cells, &row->n_cells);
	g_ptr_array_set_size(table->cells, 0);
	for (guint i = 0; i < row->n_cells; i++)
		g_ptr_array_add(table->cells, texts[i]);
	row->cells = (char **)table->cells->pdata;
	row->place = (struct place){cells->number, 1, cells->number};
	row->trouble = cells->trouble;
	return cells->trouble ? TABLE_BROKEN : TABLE_ROW;
}

static enum table_result read_row(struct table *table, struct table_row *row, GError **error)
{
	enum scan scan = SCAN_MORE;
	gsize length, next = 0;
	bool last = false;
	const char *text = NULL;

	row->place = (struct place){.offset = table_offset(table), .line = table->line};
	row->trouble = NULL;
	for (gsize want = WINDOW_START; scan == SCAN_MORE && want <= LIMIT_CSV_ROW; want *= 2) {
		text = window(table, want, &length, &last, error);
		if (!text)
			return TABLE_FAILED;
		if (length == 0)
			return TABLE_END;
		scan = scan_row(table, text, length, last && table->whole, table->spans, &next);
		if (scan == SCAN_MORE && last)
			return TABLE_END;
	}
	if (scan == SCAN_ROW)
		return take_row(table, text, next, row);
	return skip_broken(table, scan, row, error);
}

enum table_result table_next(struct table *table, struct table_row *row, GError **error)
{
	enum table_result result;

	do
		result = table->sheet ? read_sheet_row(table, row, error)
				      : read_row(table, row, error);
	while (result == TABLE_ROW && (is_blank_row(table) || repeats_header(table)));
	return result;
}

void table_set_header(struct table *table, const struct table_row *row)
{
	g_clear_pointer(&table->header, g_ptr_array_unref);
	table->header = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < row->n_cells; i++)
		g_ptr_array_add(table->header, g_strdup(row->cells[i]));
	table->trailing = row->n_cells > 1 && !*row->cells[row->n_cells - 1];
	table->max_cells = MIN(LIMIT_CSV_COLUMNS, 2 * row->n_cells + 16);
}

/* ---- life ---- */

static gsize mark_length(const struct table_dialect *dialect)
{
	if (!dialect->byte_order_mark)
		return 0;
	return dialect->encoding == TABLE_UTF_8 ? 3 : encodings[dialect->encoding].unit;
}

/* The separator as the window holds it. */
static void set_separator(struct table *table)
{
	gunichar c = g_utf8_get_char(table->dialect.separator);

	g_strlcpy(table->separator, table->dialect.separator, sizeof table->separator);
	if (encodings[table->dialect.encoding].charset && c >= 0x80) {
		table->separator[0] = (char)c;
		table->separator[1] = 0;
	}
	table->separator_length = strlen(table->separator);
}

static struct table *table_new(const struct table_dialect *dialect)
{
	struct table *table = g_new0(struct table, 1);

	table->dialect = *dialect;
	set_separator(table);
	table->whole = true;
	table->line = 1;
	table->max_cells = LIMIT_CSV_COLUMNS;
	table->spans = g_array_new(FALSE, FALSE, sizeof(struct span));
	table->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	table->cells = g_ptr_array_new();
	table->arena = g_string_new(NULL);
	table->scratch = g_string_new(NULL);
	if (encodings[dialect->encoding].unit > 1)
		table->wide = g_string_new(NULL);
	table->wide_offset = mark_length(dialect);
	return table;
}

static struct table *open_sheet(const char *path, const struct table_dialect *dialect,
				GError **error)
{
	struct sheet *sheet = sheet_open(path, dialect->form, dialect->sheet, error);
	struct table *table;

	if (!sheet)
		return NULL;
	table = table_new(dialect);
	table->sheet = sheet;
	table->sheet_row = sheet_cells_new();
	sheet_cells_begin(table->sheet_row, 0);
	return table;
}

static struct table *open_bytes(const char *path, bool compressed,
				const struct table_dialect *dialect, GError **error)
{
	struct bytes *bytes = bytes_open(path, compressed, mark_length(dialect), error);
	struct table *table;

	if (!bytes)
		return NULL;
	table = table_new(dialect);
	table->bytes = bytes;
	return table;
}

struct table *table_open(const char *path, bool compressed, const struct table_dialect *dialect,
			 GError **error)
{
	return dialect->form != WORKBOOK_NONE ? open_sheet(path, dialect, error)
					      : open_bytes(path, compressed, dialect, error);
}

struct table *table_open_memory(const guint8 *bytes, gsize length, bool whole,
				const struct table_dialect *dialect)
{
	struct table *table = table_new(dialect);

	table->memory = bytes;
	table->memory_length = length;
	table->memory_offset = MIN(mark_length(dialect), length);
	table->whole = whole;
	return table;
}

void table_free(struct table *table)
{
	g_clear_pointer(&table->sheet, sheet_free);
	g_clear_pointer(&table->sheet_row, sheet_cells_free);
	g_clear_pointer(&table->bytes, bytes_free);
	g_clear_pointer(&table->header, g_ptr_array_unref);
	if (table->wide)
		g_string_free(table->wide, TRUE);
	g_array_unref(table->spans);
	g_array_unref(table->starts);
	g_ptr_array_unref(table->cells);
	g_string_free(table->arena, TRUE);
	g_string_free(table->scratch, TRUE);
	g_free(table);
}

/* ---- detection of the encoding ---- */

static bool detect_mark(const guint8 *head, gsize length, struct table_dialect *dialect)
{
	static const struct {
		enum table_encoding encoding;
		guint8 length;
		guint8 mark[4];
	} marks[] = {
		{TABLE_UTF_8, 3, {0xEF, 0xBB, 0xBF}},
		{TABLE_UTF_32_LE, 4, {0xFF, 0xFE, 0, 0}},
		{TABLE_UTF_32_BE, 4, {0, 0, 0xFE, 0xFF}},
		{TABLE_UTF_16_LE, 2, {0xFF, 0xFE}},
		{TABLE_UTF_16_BE, 2, {0xFE, 0xFF}},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		if (length >= marks[i].length &&
		    !memcmp(head, marks[i].mark, marks[i].length)) {
			dialect->encoding = marks[i].encoding;
			dialect->byte_order_mark = true;
			return true;
		}
	return false;
}

/* Western text in a wide encoding has its zeros at fixed places: nearly everywhere but in one
 * byte of each unit. */
static bool detect_zeros(const guint8 *head, gsize length, struct table_dialect *dialect)
{
	gsize zeros[4] = {0}, n = MIN(length, 4096) / 4;

	for (gsize i = 0; i < 4 * n; i++)
		zeros[i % 4] += head[i] == 0;
	if (n == 0)
		return false;
	for (gsize i = 0; i < 4; i++)
		zeros[i] = 10 * zeros[i] > 8 * n ? 1 : 0;
	if (!zeros[0] && zeros[1] && zeros[2] && zeros[3])
		dialect->encoding = TABLE_UTF_32_LE;
	else if (zeros[0] && zeros[1] && zeros[2] && !zeros[3])
		dialect->encoding = TABLE_UTF_32_BE;
	else if (!zeros[0] && zeros[1] && !zeros[2] && zeros[3])
		dialect->encoding = TABLE_UTF_16_LE;
	else if (zeros[0] && !zeros[1] && zeros[2] && !zeros[3])
		dialect->encoding = TABLE_UTF_16_BE;
	else
		return false;
	return true;
}

/* UTF-8 but for a character cut by the end. */
static bool is_utf8_head(const guint8 *head, gsize length, bool whole)
{
	const char *stop;

	if (g_utf8_validate((const char *)head, (gssize)length, &stop))
		return true;
	return !whole && (const char *)head + length - stop < 4 &&
	       g_utf8_get_char_validated(stop, (const char *)head + length - stop) ==
		       (gunichar)-2;
}

/* ISO 8859-15 has letters and the euro where 8859-1 has fractions and the currency sign, which
 * do not stand within words; windows-1252 uses the bytes that both leave to controls. */
static bool looks_latin_9(const guint8 *head, gsize length)
{
	bool found = false;

	for (gsize i = 1; i < length; i++) {
		if (head[i] >= 0x80 && head[i] < 0xA0)
			return false;
		if (head[i] == 0xA4 ||
		    (head[i] >= 0xBC && head[i] <= 0xBE && g_ascii_isalpha((char)head[i - 1])))
			found = true;
	}
	return found;
}

static bool detect_encoding(const guint8 *head, gsize length, bool whole,
			    struct table_dialect *dialect)
{
	dialect->byte_order_mark = false;
	if (detect_mark(head, length, dialect) || detect_zeros(head, length, dialect))
		return true;
	if (memchr(head, 0, MIN(length, 1024)))
		return false;
	if (is_utf8_head(head, length, whole))
		dialect->encoding = TABLE_UTF_8;
	else
		dialect->encoding =
			looks_latin_9(head, length) ? TABLE_LATIN_9 : TABLE_WINDOWS_1252;
	return true;
}

/* ---- detection of the separator ---- */

/* In the order of preference between equals. */
static const char *const separators[] = {
	";",
	"\t",
	",",
	"|",
	"^",
	"~",
	"\x1f",
	"\x1e",
	"\x01",
	"#",
	"!",
	"\xc2\xa7" /* § */,
	"\xc2\xa4" /* ¤ */,
	"\xc2\xa6" /* ¦ */,
	"\xc2\xac" /* ¬ */,
	":",
	"*",
	"&",
	"$",
	"%",
	"+",
};

/* Excel's own line: "sep=;". */
static bool detect_declared(const char *text, struct table_dialect *dialect)
{
	gunichar c;

	if (g_ascii_strncasecmp(text, "sep=", 4) != 0)
		return false;
	c = g_utf8_get_char_validated(text + 4, -1);
	if (c < ' ' && c != '\t')
		return false;
	if (c >= 0x110000)
		return false;
	dialect->separator[g_unichar_to_utf8(c, dialect->separator)] = 0;
	return text[4 + strlen(dialect->separator)] == '\n' ||
	       text[4 + strlen(dialect->separator)] == '\r';
}

/* How many cells the rows have with this dialect. */
static GArray *count_cells(const guint8 *head, gsize length, bool whole,
			   const struct table_dialect *dialect)
{
	g_autoptr(table_auto) table = table_open_memory(head, length, whole, dialect);
	GArray *counts = g_array_new(FALSE, FALSE, sizeof(guint));
	struct table_row row;
	enum table_result result = table_next(table, &row, NULL);

	while ((result == TABLE_ROW || result == TABLE_BROKEN) && counts->len < DETECT_ROWS) {
		guint cells = result == TABLE_ROW ? row.n_cells : 0;

		g_array_append_val(counts, cells);
		result = table_next(table, &row, NULL);
	}
	return counts;
}

static guint count_of(const GArray *counts, guint value)
{
	guint found = 0;

	for (guint i = 0; i < counts->len; i++)
		found += g_array_index(counts, guint, i) == value;
	return found;
}

static guint usual_count(const GArray *counts)
{
	guint best = 0, best_found = 0;

	for (guint i = 0; i < counts->len; i++) {
		guint found = count_of(counts, g_array_index(counts, guint, i));

		if (found > best_found) {
			best_found = found;
			best = g_array_index(counts, guint, i);
		}
	}
	return best;
}

/* A row that can be the header stands near the top: as many cells as the usual row, or one more
 * or less. */
static bool header_fits(const GArray *counts, guint usual)
{
	for (guint i = 0; i < MIN(counts->len, PREAMBLE_ROWS); i++) {
		guint cells = g_array_index(counts, guint, i);

		if (cells >= 2 && cells + 1 >= usual && cells <= usual + 1)
			return true;
	}
	return false;
}

/* 0 for what is no separator here. */
static double separator_score(const guint8 *head, gsize length, bool whole,
			      const struct table_dialect *dialect)
{
	g_autoptr(GArray) counts = count_cells(head, length, whole, dialect);
	guint usual = usual_count(counts);
	double share;

	if (counts->len == 0 || usual < 2 || !header_fits(counts, usual))
		return 0;
	share = count_of(counts, usual) / (double)counts->len;
	return share < 0.6 ? 0 : share * share * MIN(usual, 12);
}

/* The first line in UTF-8, BOM left out. Caller owns. */
static char *first_line(const guint8 *head, gsize length, const struct table_dialect *dialect)
{
	gsize skip = MIN(mark_length(dialect), length), used = MIN(length - skip, 4096);
	GString *text = g_string_new(NULL);

	if (encodings[dialect->encoding].unit > 1)
		append_wide(text, head + skip, used, dialect->encoding, true);
	else
		g_string_append_len(text, (const char *)head + skip, (gssize)used);
	g_string_truncate(text, line_length(text->str, text->len));
	return g_string_free(text, FALSE);
}

static bool detect_separator(const guint8 *head, gsize length, bool whole, const char *line,
			     struct table_dialect *dialect)
{
	struct table_dialect candidate = *dialect;
	double best = 0, score;

	for (gsize i = 0; i < G_N_ELEMENTS(separators); i++) {
		g_strlcpy(candidate.separator, separators[i], sizeof candidate.separator);
		if ((guint8)separators[i][0] < 0x80 && !strstr(line, separators[i]) &&
		    !memchr(head, separators[i][0], MIN(length, 4096)))
			continue;
		score = separator_score(head, length, whole, &candidate);
		if (score > best) {
			best = score;
			*dialect = candidate;
		}
	}
	return best > 0;
}

bool table_detect(const guint8 *head, gsize length, bool whole, struct table_dialect *dialect)
{
	struct table_dialect found = {.quote = '"'};
	g_autofree char *line = NULL;

	if (!detect_encoding(head, length, whole, &found))
		return false;
	if (length > DETECT_BYTES) {
		length = DETECT_BYTES;
		whole = false;
	}
	line = first_line(head, length, &found);
	if (line[0] == '\'')
		found.quote = '\'';
	if (!detect_declared(line, &found) &&
	    !detect_separator(head, length, whole, line, &found))
		return false;
	*dialect = found;
	return true;
}

/* "Subject: ..." or "From jean@..." begins a mail. */
static bool begins_mail(const char *line)
{
	const char *p = line;

	if (g_str_has_prefix(line, "From "))
		return true;
	while (g_ascii_isalnum(*p) || *p == '-')
		p++;
	return p > line && *p == ':' && (p[1] == ' ' || p[1] == '\t');
}

bool table_possible(const guint8 *head, gsize length)
{
	struct table_dialect dialect = {.quote = '"'};
	g_autofree char *line = NULL;

	if (length < 4 || !detect_encoding(head, MIN(length, 4096), false, &dialect))
		return false;
	line = first_line(head, length, &dialect);
	return *line && *line != '<' && *line != '{' && !begins_mail(line) &&
	       !g_str_has_prefix(line, "BEGIN:") && !g_str_has_prefix(line, "%PDF");
}

char *table_dialect_describe(const struct table_dialect *dialect)
{
	const char *name = dialect->separator[0] == '\t' ? "tab" : dialect->separator;
	const char *bars = dialect->separator[0] == '\t' ? "" : "'";

	if (dialect->form != WORKBOOK_NONE)
		return g_strdup(dialect->words);
	if ((guint8)dialect->separator[0] < ' ' && dialect->separator[0] != '\t')
		return g_strdup_printf("separator 0x%02x; %s%s", dialect->separator[0],
				       encodings[dialect->encoding].name,
				       dialect->byte_order_mark ? " with BOM" : "");
	return g_strdup_printf("separator %s%s%s; %s%s", bars, name, bars,
			       encodings[dialect->encoding].name,
			       dialect->byte_order_mark ? " with BOM" : "");
}

void table_append_cell(GString *text, const char *cell, bool first)
{
	g_string_append(text, first ? "\"" : ";\"");
	for (; *cell; cell++) {
		if (*cell == '"')
			g_string_append_c(text, '"');
		g_string_append_c(text, *cell);
	}
	g_string_append_c(text, '"');
}
