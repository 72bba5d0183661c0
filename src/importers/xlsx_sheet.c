/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Only <sheetData> is read: rows, in them cells, in these a value <v> or an own text <is>; the
 * formula <f> beside it says nothing that its kept result does not. A cell says its column, or
 * stands behind the one before; the same for rows. Of merged cells the first holds the value,
 * the others are blank, as Excel itself writes them to CSV. An error of a formula is blank. */
#include "importers/xlsx-internal.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"

#define COLUMN_LETTERS 4u /* no sheet has columns of so many */

struct xlsx_sheet {
	struct xlsx_book *book;
	struct xml *xml;
	struct sheet_cells *row; /* of the call */
	GString *value, *text;   /* of the cell; what it is in the row */
	guint32 number;          /* of the last row */
	guint column;            /* of the present cell */
	guint next_column;
	guint style;
	void (*put)(struct xlsx_sheet *sheet); /* value to text, by the type of the cell */
	bool in_data, in_row, in_cell, in_value, aloud, row_ended, ended;
	GError *trouble; /* of the shared texts */
};

struct xlsx_sheet *xlsx_sheet_new(struct xlsx_book *book, struct xml *xml)
{
	struct xlsx_sheet *sheet = g_new0(struct xlsx_sheet, 1);

	sheet->book = book;
	sheet->xml = xml;
	sheet->value = g_string_new(NULL);
	sheet->text = g_string_new(NULL);
	return sheet;
}

void xlsx_sheet_free(struct xlsx_sheet *sheet)
{
	xml_free(sheet->xml);
	g_string_free(sheet->value, TRUE);
	g_string_free(sheet->text, TRUE);
	g_clear_error(&sheet->trouble);
	g_free(sheet);
}

/* ---- values ---- */

/* "2024-05-03T09:15:00.000" as dates by number format are given. */
static void put_date(struct xlsx_sheet *sheet)
{
	char *between, *fraction;

	g_string_assign(sheet->text, sheet->value->str);
	between = strchr(sheet->text->str, 'T');
	fraction = strchr(sheet->text->str, '.');
	if (between)
		*between = ' ';
	if (fraction && strspn(fraction + 1, "0123456789") == strlen(fraction + 1))
		g_string_truncate(sheet->text, (gsize)(fraction - sheet->text->str));
}

static void put_number(struct xlsx_sheet *sheet)
{
	enum number_kind kind = xlsx_book_kind(sheet->book, sheet->style);
	char *end;
	double value = g_ascii_strtod(sheet->value->str, &end);

	if (end == sheet->value->str || *end || !isfinite(value))
		g_string_assign(sheet->text, sheet->value->str);
	else
		number_format_append(sheet->text, value, kind,
				     xlsx_book_since_1904(sheet->book));
}

static void put_shared(struct xlsx_sheet *sheet)
{
	const char *text = NULL;

	if (!*sheet->value->str || sheet->trouble)
		return;
	if (!xlsx_book_text(sheet->book, xlsx_number(sheet->value->str, G_MAXINT, G_MAXUINT),
			    &text, &sheet->trouble))
		return;
	if (text)
		g_string_assign(sheet->text, text);
	else
		sheet->row->trouble = "a cell names a text that the workbook does not hold; "
				      "open it in Excel and save it again";
}

static void put_text(struct xlsx_sheet *sheet)
{
	xlsx_unescape(sheet->value);
	g_string_assign(sheet->text, sheet->value->str);
}

static void put_truth(struct xlsx_sheet *sheet)
{
	const char *value = sheet->value->str;

	if (*value)
		g_string_assign(sheet->text, !strcmp(value, "1") || !strcmp(value, "true")
						     ? "TRUE"
						     : "FALSE");
}

static void put_error(struct xlsx_sheet *sheet)
{
}

static const struct {
	const char *word;
	void (*put)(struct xlsx_sheet *sheet);
} types[] = {
	{"s", put_shared}, {"n", put_number}, {"inlineStr", put_text}, {"str", put_text},
	{"b", put_truth},  {"e", put_error},  {"d", put_date},
};

/* ---- elements ---- */

/* "BC12" is column 54; what says none stands behind the cell before. */
static guint column_of(const char *reference, guint next)
{
	guint column = 0;

	for (guint i = 0; reference && i < COLUMN_LETTERS; i++) {
		if (!g_ascii_isalpha(reference[i]))
			return i > 0 ? column - 1 : next;
		column = 26 * column + (guint)(g_ascii_toupper(reference[i]) - 'A') + 1;
	}
	return next;
}

static void open_row(struct xlsx_sheet *sheet)
{
	guint number = xlsx_number(xml_attribute(sheet->xml, "r"), G_MAXINT, 0);

	sheet->in_row = true;
	sheet->number = number > sheet->number ? number : sheet->number + 1;
	sheet->next_column = 0;
	sheet_cells_begin(sheet->row, sheet->number);
}

static void close_row(struct xlsx_sheet *sheet)
{
	sheet->row_ended = sheet->in_row;
	sheet->in_row = false;
}

static void open_cell(struct xlsx_sheet *sheet)
{
	const char *type = xml_attribute(sheet->xml, "t");

	sheet->put = put_number;
	for (gsize i = 0; type && i < G_N_ELEMENTS(types); i++)
		if (!strcmp(type, types[i].word))
			sheet->put = types[i].put;
	sheet->column = column_of(xml_attribute(sheet->xml, "r"), sheet->next_column);
	sheet->next_column = sheet->column + 1;
	sheet->style = xlsx_number(xml_attribute(sheet->xml, "s"), G_MAXINT, 0);
	sheet->in_cell = sheet->in_row;
	g_string_truncate(sheet->value, 0);
	g_string_truncate(sheet->text, 0);
}

static void close_cell(struct xlsx_sheet *sheet)
{
	if (!sheet->in_cell)
		return;
	sheet->in_cell = false;
	if (sheet->value->len > 0)
		sheet->put(sheet);
	sheet_cells_put(sheet->row, sheet->column, sheet->text->str, sheet->text->len);
}

static void open_value(struct xlsx_sheet *sheet)
{
	sheet->in_value = sheet->in_cell && !sheet->aloud;
}

static void close_value(struct xlsx_sheet *sheet)
{
	sheet->in_value = false;
}

static void open_aloud(struct xlsx_sheet *sheet)
{
	sheet->aloud = true;
}

static void close_aloud(struct xlsx_sheet *sheet)
{
	sheet->aloud = false;
}

static void close_data(struct xlsx_sheet *sheet)
{
	sheet->ended = true;
}

static const struct element {
	const char *name;
	void (*open)(struct xlsx_sheet *sheet);
	void (*close)(struct xlsx_sheet *sheet);
} elements[] = {
	{"c", open_cell, close_cell},     {"v", open_value, close_value},
	{"row", open_row, close_row},     {"t", open_value, close_value},
	{"rPh", open_aloud, close_aloud}, {"sheetData", NULL, close_data},
};

static void take_element(struct xlsx_sheet *sheet, bool opened)
{
	const char *name = xml_name(sheet->xml);

	if (!sheet->in_data) {
		sheet->in_data = opened && !strcmp(name, "sheetData");
		return;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
		if (!strcmp(name, elements[i].name)) {
			void (*act)(struct xlsx_sheet *) =
				opened ? elements[i].open : elements[i].close;
			if (act)
				act(sheet);
			return;
		}
}

static void take_event(struct xlsx_sheet *sheet, enum xml_event event)
{
	if (event != XML_TEXT)
		take_element(sheet, event == XML_OPEN);
	else if (sheet->in_value && sheet->value->len <= LIMIT_CSV_FIELD)
		g_string_append(sheet->value, xml_text(sheet->xml));
}

enum sheet_result xlsx_sheet_next(struct xlsx_sheet *sheet, struct sheet_cells *row,
				  GError **error)
{
	enum xml_event event = XML_TEXT;

	sheet->row = row;
	sheet->row_ended = false;
	sheet_cells_begin(row, sheet->number);
	while (!sheet->row_ended && !sheet->ended && !sheet->trouble) {
		event = xml_next(sheet->xml, error);
		if (event == XML_END || event == XML_BROKEN)
			sheet->ended = true;
		else
			take_event(sheet, event);
	}
	if (sheet->trouble)
		g_propagate_error(error, g_steal_pointer(&sheet->trouble));
	else if (event != XML_BROKEN)
		return sheet->row_ended ? SHEET_ROW : SHEET_END;
	sheet->ended = true;
	return SHEET_FAILED;
}
