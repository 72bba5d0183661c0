/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A cell says its value in an attribute beside what is shown; of texts the shown paragraphs are
 * the value. Cells and rows that are alike are written once with their count, which is how a
 * sheet fills its million rows: blank ones are counted and never made, and a row that holds
 * something stands for LIMIT_SHEET_REPEATS at most. */
#include "importers/ods.h"

#include <string.h>

#include "base/limits.h"
#include "importers/number_format.h"

#define SHEET_DEPTH 3u /* document, body, spreadsheet, table */

struct ods_sheet {
	struct xml *xml;
	struct sheet_cells *row; /* of the call */
	guint place, seen;       /* of the sheet; how many began */
	guint32 number;          /* of the next row */
	guint column, columns;   /* of the present cell, and how many it stands for */
	guint rows;              /* how many the last row stands for */
	guint given;             /* how many of them were given */
	GString *text;           /* of the cell */
	bool fixed;              /* an attribute said it */
	guint paragraphs;        /* of the cell */
	guint skip;              /* 1 + depth of what is passed over; 0: nothing is */
	bool in_sheet, in_row, in_cell, in_paragraph, row_ended, ended;
};

struct ods_sheet *ods_sheet_new(struct xml *xml, guint place)
{
	struct ods_sheet *sheet = g_new0(struct ods_sheet, 1);

	sheet->xml = xml;
	sheet->place = place;
	sheet->number = 1;
	sheet->text = g_string_new(NULL);
	return sheet;
}

void ods_sheet_free(struct ods_sheet *sheet)
{
	xml_free(sheet->xml);
	g_string_free(sheet->text, TRUE);
	g_free(sheet);
}

/* ---- values ---- */

static guint count_of(struct xml *xml, const char *attribute)
{
	const char *value = xml_attribute(xml, attribute);
	guint64 count = 1;

	if (value)
		g_ascii_string_to_unsigned(value, 10, 1, G_MAXINT, &count, NULL);
	return (guint)count;
}

/* "2024-05-03T09:15:00.000" as dates by number format are given. */
static void put_date(GString *text, const char *value)
{
	gsize length = strcspn(value, ".");

	g_string_append_len(text, value, (gssize)length);
	g_strdelimit(text->str, "T", ' ');
}

static void put_time(GString *text, const char *value)
{
	static const char units[] = "HMS";
	guint64 parts[3] = {0};
	const char *at = g_str_has_prefix(value, "PT") ? value + 2 : "";

	while (g_ascii_isdigit(*at)) {
		char *unit;
		guint64 number = g_ascii_strtoull(at, &unit, 10);
		const char *which;

		unit += strspn(unit, ".,0123456789"); /* fractions of seconds */
		which = *unit ? strchr(units, *unit) : NULL;
		if (!which || number > G_MAXUINT32)
			break;
		parts[which - units] = number;
		at = unit + 1;
	}
	g_string_append_printf(text, "%02u:%02u:%02u", (guint)parts[0], (guint)parts[1],
			       (guint)parts[2]);
}

static void put_number(GString *text, const char *value)
{
	char *end;
	double number = g_ascii_strtod(value, &end);

	if (*end)
		g_string_append(text, value);
	else
		number_format_append(text, number, NUMBER_PLAIN, false);
}

static void put_truth(GString *text, const char *value)
{
	g_string_append(text, !strcmp(value, "true") ? "TRUE" : "FALSE");
}

static void put_text(GString *text, const char *value)
{
	g_string_append(text, value);
}

static const struct {
	const char *type, *attribute;
	void (*put)(GString *text, const char *value);
} types[] = {
	{"string", "string-value", put_text},    {"float", "value", put_number},
	{"date", "date-value", put_date},        {"time", "time-value", put_time},
	{"percentage", "value", put_number},     {"currency", "value", put_number},
	{"boolean", "boolean-value", put_truth},
};

static void put_value(struct ods_sheet *sheet)
{
	const char *type = xml_attribute(sheet->xml, "value-type");

	for (gsize i = 0; type && i < G_N_ELEMENTS(types); i++)
		if (!strcmp(type, types[i].type)) {
			const char *value = xml_attribute(sheet->xml, types[i].attribute);

			sheet->fixed = value != NULL;
			if (value)
				types[i].put(sheet->text, value);
			return;
		}
}

/* ---- elements ---- */

static bool begins_sheet(struct xml *xml)
{
	return xml_depth(xml) == SHEET_DEPTH && !strcmp(xml_name(xml), "table");
}

static void pass_over(struct ods_sheet *sheet)
{
	sheet->skip = 1 + xml_depth(sheet->xml);
}

static void open_sheet(struct ods_sheet *sheet)
{
	sheet->in_sheet = sheet->seen++ == sheet->place;
	if (!sheet->in_sheet)
		pass_over(sheet);
}

static void close_table(struct ods_sheet *sheet)
{
	sheet->ended = true;
}

static void open_row(struct ods_sheet *sheet)
{
	sheet->in_row = true;
	sheet->rows = count_of(sheet->xml, "number-rows-repeated");
	sheet->column = 0;
	sheet->columns = 0;
	sheet_cells_begin(sheet->row, sheet->number);
}

static void close_row(struct ods_sheet *sheet)
{
	sheet->row_ended = sheet->in_row;
	sheet->in_row = false;
}

static void open_cell(struct ods_sheet *sheet)
{
	sheet->column += sheet->columns;
	sheet->columns = count_of(sheet->xml, "number-columns-repeated");
	sheet->columns = MIN(sheet->columns, G_MAXINT32 - sheet->column);
	sheet->in_cell = true;
	sheet->fixed = false;
	sheet->paragraphs = 0;
	g_string_truncate(sheet->text, 0);
	put_value(sheet);
}

static void close_cell(struct ods_sheet *sheet)
{
	sheet->in_cell = false;
	for (guint i = 0; i < sheet->columns && sheet->text->len > 0 && !sheet->row->trouble;
	     i++)
		sheet_cells_put(sheet->row, sheet->column + i, sheet->text->str,
				sheet->text->len);
}

/* What a merged cell covers is not shown. */
static void open_covered(struct ods_sheet *sheet)
{
	open_cell(sheet);
	g_string_truncate(sheet->text, 0);
	sheet->fixed = true;
}

static void append(struct ods_sheet *sheet, const char *text)
{
	if (sheet->in_paragraph && !sheet->fixed && sheet->text->len <= LIMIT_CSV_FIELD)
		g_string_append(sheet->text, text);
}

static void open_paragraph(struct ods_sheet *sheet)
{
	sheet->in_paragraph = sheet->in_cell;
	if (sheet->paragraphs++ > 0)
		append(sheet, "\n");
}

static void close_paragraph(struct ods_sheet *sheet)
{
	sheet->in_paragraph = false;
}

static void take_spaces(struct ods_sheet *sheet)
{
	guint count = MIN(count_of(sheet->xml, "c"), LIMIT_SUBJECT);

	for (guint i = 0; i < count; i++)
		append(sheet, " ");
}

static void take_tab(struct ods_sheet *sheet)
{
	append(sheet, "\t");
}

static void take_line_break(struct ods_sheet *sheet)
{
	append(sheet, "\n");
}

/* Notes and drawings of a cell are not its text, nor is a table in it. */
static const struct element {
	const char *name;
	void (*open)(struct ods_sheet *sheet);
	void (*close)(struct ods_sheet *sheet);
} elements[] = {
	{"table-cell", open_cell, close_cell},
	{"p", open_paragraph, close_paragraph},
	{"table-row", open_row, close_row},
	{"covered-table-cell", open_covered, close_cell},
	{"s", take_spaces, NULL},
	{"tab", take_tab, NULL},
	{"line-break", take_line_break, NULL},
	{"table", pass_over, close_table},
	{"annotation", pass_over, NULL},
	{"frame", pass_over, NULL},
	{"custom-shape", pass_over, NULL},
	{"ruby-text", pass_over, NULL},
	{"shapes", pass_over, NULL},
};

static void take_element(struct ods_sheet *sheet, bool opened)
{
	const char *name = xml_name(sheet->xml);

	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
		if (!strcmp(name, elements[i].name)) {
			void (*act)(struct ods_sheet *) =
				opened ? elements[i].open : elements[i].close;
			if (act)
				act(sheet);
			return;
		}
}

static void take_event(struct ods_sheet *sheet, enum xml_event event)
{
	if (sheet->skip > 0) {
		if (event == XML_CLOSE && 1 + xml_depth(sheet->xml) == sheet->skip)
			sheet->skip = 0;
	} else if (event == XML_TEXT) {
		append(sheet, xml_text(sheet->xml));
	} else if (!sheet->in_sheet) {
		if (event == XML_OPEN && begins_sheet(sheet->xml))
			open_sheet(sheet);
	} else {
		take_element(sheet, event == XML_OPEN);
	}
}

/* ---- rows ---- */

static enum sheet_result read_row(struct ods_sheet *sheet, GError **error)
{
	enum xml_event event = XML_TEXT;

	sheet->row_ended = false;
	sheet->rows = sheet->given = 0;
	sheet_cells_begin(sheet->row, sheet->number);
	while (!sheet->row_ended && !sheet->ended) {
		event = xml_next(sheet->xml, error);
		if (event == XML_END || event == XML_BROKEN)
			sheet->ended = true;
		else
			take_event(sheet, event);
	}
	if (event == XML_BROKEN)
		return SHEET_FAILED;
	return sheet->row_ended ? SHEET_ROW : SHEET_END;
}

/* The row that was read, or once more the one that the caller still has. */
static void give_row(struct ods_sheet *sheet)
{
	guint rest = sheet->rows - sheet->given, taken = 1;

	if (sheet->given == LIMIT_SHEET_REPEATS)
		sheet->row->trouble = "the row stands more than 1000 times one after the "
				      "other; keep it once";
	if (sheet->row->starts->len == 0 || sheet->row->trouble)
		taken = rest;
	sheet->row->number = sheet->number;
	sheet->given += taken;
	sheet->ended = sheet->ended || taken > G_MAXINT32 - sheet->number;
	sheet->number += MIN(taken, G_MAXINT32 - sheet->number);
}

enum sheet_result ods_sheet_next(struct ods_sheet *sheet, struct sheet_cells *row,
				 GError **error)
{
	enum sheet_result result = SHEET_ROW;

	sheet->row = row;
	if (sheet->given == sheet->rows || sheet->ended)
		result = read_row(sheet, error);
	if (result == SHEET_ROW)
		give_row(sheet);
	return result;
}

/* ---- the sheets ---- */

/* Styles of tables that are not shown stand before the tables. */
struct hidden_styles {
	GHashTable *names;
	char *style; /* that is open */
};

static void take_style(struct hidden_styles *styles, struct xml *xml)
{
	const char *name = xml_name(xml);
	const char *shown;

	if (!strcmp(name, "style")) {
		g_free(styles->style);
		styles->style = g_strdup(xml_attribute(xml, "name"));
		return;
	}
	shown = strcmp(name, "table-properties") ? NULL : xml_attribute(xml, "display");
	if (shown && !strcmp(shown, "false") && styles->style &&
	    g_hash_table_size(styles->names) < LIMIT_SHEET_STYLES)
		g_hash_table_add(styles->names, g_strdup(styles->style));
}

static void tell_sheet(struct xml *xml, const struct hidden_styles *styles,
		       void (*seen)(const char *name, bool hidden, void *data), void *data)
{
	g_autofree char *name = g_strdup(xml_attribute(xml, "name"));
	const char *style = xml_attribute(xml, "style-name");

	seen(name ? name : "", style && g_hash_table_contains(styles->names, style), data);
}

bool ods_each_sheet(struct xml *xml, void (*seen)(const char *name, bool hidden, void *data),
		    void *data, GError **error)
{
	struct hidden_styles styles = {
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), NULL};
	enum xml_event event = XML_OPEN;

	while (event < XML_END && xml_offset(xml) < ODS_SHEETS_WITHIN) {
		event = xml_next(xml, error);
		if (event != XML_OPEN)
			continue;
		if (begins_sheet(xml))
			tell_sheet(xml, &styles, seen, data);
		else
			take_style(&styles, xml);
	}
	g_hash_table_unref(styles.names);
	g_free(styles.style);
	return event != XML_BROKEN;
}
