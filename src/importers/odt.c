/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* OpenDocument texts (OASIS ODF 1.3, part 3): content.xml as a stream. Deleted passages are
 * kept apart by the format (text:tracked-changes) and are counted; hidden text, comments and
 * the table of contents are left out; notes stand behind their paragraph. Pages are soft page
 * breaks, where the program wrote them. */
#include "importers/document.h"

#include <string.h>

#include "base/limits.h"
#include "importers/xml.h"

#define STYLES_MOST 20000u

struct odt {
	struct xml *xml;
	struct document_builder *builder;
	GHashTable *hidden; /* names of styles that are not shown */
	char *style_name;
	GString *text, *row, *note;
	guint level;                     /* of the present heading */
	guint paragraphs, tables, notes; /* that are open */
	guint cells, page;
	bool rendered, item;
	guint skip;   /* 1 + depth of what is passed over; 0: none */
	guint unseen; /* 1 + depth of the hidden span; 0: none */
};

static GString *target(struct odt *odt)
{
	return odt->notes > 0 ? odt->note : odt->text;
}

static void append(struct odt *odt, const char *text)
{
	GString *into = target(odt);

	if (odt->unseen == 0 && into->len < LIMIT_PARAGRAPH)
		g_string_append(into, text);
}

/* ---- paragraphs ---- */

static void hide_if_styled(struct odt *odt)
{
	const char *style = xml_attribute(odt->xml, "style-name");

	if (odt->unseen == 0 && style && g_hash_table_contains(odt->hidden, style))
		odt->unseen = 1 + xml_depth(odt->xml);
}

static void open_paragraph(struct odt *odt)
{
	if (odt->notes == 0 && odt->paragraphs++ == 0) {
		g_string_truncate(odt->text, 0);
		g_string_truncate(odt->note, 0);
		odt->level = 0;
		document_set_page(odt->builder, odt->page);
		if (odt->item && odt->tables == 0)
			g_string_append(odt->text, "- ");
	} else {
		append(odt, " ");
	}
	hide_if_styled(odt);
}

static void open_heading(struct odt *odt)
{
	const char *level = xml_attribute(odt->xml, "outline-level");
	guint64 number = 1;

	open_paragraph(odt);
	if (odt->notes > 0 || odt->paragraphs != 1)
		return;
	if (level)
		g_ascii_string_to_unsigned(level, 10, 1, DOCUMENT_LEVELS, &number, NULL);
	odt->level = (guint)number;
	g_string_truncate(odt->text, 0);
}

static void end_paragraph(struct odt *odt)
{
	if (odt->tables > 0) {
		if (odt->row->len > 0 && !g_str_has_suffix(odt->row->str, " "))
			g_string_append_c(odt->row, ' ');
		g_string_append(odt->row, odt->text->str);
	} else if (strcmp(odt->text->str, "- ") != 0) {
		document_add(odt->builder, odt->level, odt->text->str);
	}
	if (odt->note->len > 0)
		document_add(odt->builder, 0, odt->note->str);
}

static void close_paragraph(struct odt *odt)
{
	if (odt->notes > 0 || odt->paragraphs == 0 || --odt->paragraphs > 0)
		return;
	end_paragraph(odt);
	odt->item = false;
}

static void take_spaces(struct odt *odt)
{
	append(odt, " ");
}

static void take_page_break(struct odt *odt)
{
	odt->rendered = true;
	odt->page++;
}

/* ---- lists, notes, tables ---- */

static void open_item(struct odt *odt)
{
	odt->item = true;
}

static void open_note(struct odt *odt)
{
	odt->notes++;
}

static void close_note(struct odt *odt)
{
	odt->notes -= odt->notes > 0;
}

static void open_table(struct odt *odt)
{
	odt->tables++;
}

static void close_table(struct odt *odt)
{
	odt->tables -= odt->tables > 0;
}

static void open_row(struct odt *odt)
{
	if (odt->tables != 1)
		return;
	g_string_truncate(odt->row, 0);
	odt->cells = 0;
}

static void open_cell(struct odt *odt)
{
	if (odt->tables == 1 && odt->cells++ > 0)
		g_string_append(odt->row, " | ");
}

static void close_row(struct odt *odt)
{
	if (odt->tables == 1 && strspn(odt->row->str, " |") < odt->row->len)
		document_add(odt->builder, 0, odt->row->str);
}

/* ---- styles ---- */

static void open_style(struct odt *odt)
{
	g_free(odt->style_name);
	odt->style_name = g_strdup(xml_attribute(odt->xml, "name"));
}

static void take_properties(struct odt *odt)
{
	const char *display = xml_attribute(odt->xml, "display");

	if (odt->style_name && g_strcmp0(display, "none") == 0 &&
	    g_hash_table_size(odt->hidden) < STYLES_MOST)
		g_hash_table_add(odt->hidden, g_strdup(odt->style_name));
}

static void count_deletion(struct odt *odt)
{
	odt->skip = 1 + xml_depth(odt->xml);
	document_count_deletion(odt->builder);
}

static void pass_over(struct odt *odt)
{
	odt->skip = 1 + xml_depth(odt->xml);
}

static const struct element {
	const char *name;
	void (*open)(struct odt *odt);
	void (*close)(struct odt *odt);
} elements[] = {
	{"p", open_paragraph, close_paragraph},
	{"h", open_heading, close_paragraph},
	{"span", hide_if_styled, NULL},
	{"s", take_spaces, NULL},
	{"tab", take_spaces, NULL},
	{"line-break", take_spaces, NULL},
	{"soft-page-break", take_page_break, NULL},
	{"list-item", open_item, NULL},
	{"note", open_note, close_note},
	{"table", open_table, close_table},
	{"table-row", open_row, close_row},
	{"table-cell", open_cell, NULL},
	{"style", open_style, NULL},
	{"text-properties", take_properties, NULL},
	{"deletion", count_deletion, NULL},
	{"note-citation", pass_over, NULL},
	{"annotation", pass_over, NULL},
	{"hidden-text", pass_over, NULL},
	{"hidden-paragraph", pass_over, NULL},
	{"table-of-content", pass_over, NULL},
};

static void act(struct odt *odt, enum xml_event event)
{
	const char *name = xml_name(odt->xml);

	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
		if (strcmp(name, elements[i].name) == 0) {
			void (*does)(struct odt *) =
				event == XML_OPEN ? elements[i].open : elements[i].close;
			if (does)
				does(odt);
			return;
		}
}

static void take_event(struct odt *odt, enum xml_event event)
{
	guint depth = 1 + xml_depth(odt->xml);

	if (odt->skip > 0) {
		if (event == XML_CLOSE && depth == odt->skip)
			odt->skip = 0;
		return;
	}
	if (event == XML_TEXT) {
		if (odt->paragraphs > 0 || odt->notes > 0)
			append(odt, xml_text(odt->xml));
		return;
	}
	act(odt, event);
	if (event == XML_CLOSE && depth == odt->unseen)
		odt->unseen = 0;
}

static bool read_content(struct odt *odt, GError **error)
{
	enum xml_event event;

	while ((event = xml_next(odt->xml, error)) != XML_END && event != XML_BROKEN) {
		take_event(odt, event);
		if (document_is_full(odt->builder))
			return true;
	}
	if (!odt->rendered)
		document_forget_pages(odt->builder);
	return event == XML_END;
}

bool odt_read(const struct import_task *task, struct document_builder *builder, GError **error)
{
	g_autofree char *part = g_build_filename(task->path, "content.xml", NULL);
	struct odt odt = {.builder = builder, .page = 1};
	bool read;

	odt.xml = xml_open(part, false, error);
	if (!odt.xml)
		return false;
	odt.hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	odt.text = g_string_new(NULL);
	odt.row = g_string_new(NULL);
	odt.note = g_string_new(NULL);
	read = read_content(&odt, error);
	xml_free(odt.xml);
	g_string_free(odt.note, TRUE);
	g_string_free(odt.row, TRUE);
	g_string_free(odt.text, TRUE);
	g_hash_table_destroy(odt.hidden);
	g_free(odt.style_name);
	return read;
}
