/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Word documents (ECMA-376, WordprocessingML): the body in reading order as a stream, tables
 * row by row, automatic numbers written out, footnotes behind the paragraph that calls them. Of
 * tracked changes insertions are kept, deletions left out and counted; hidden text, field codes
 * and the second form of drawings are left out. Pages are those of Word's last rendering. */
#include "importers/document.h"

#include <string.h>

#include "base/limits.h"
#include "importers/docx_numbering.h"
#include "importers/xml.h"

#define NOTES_MOST 20000u

struct docx {
	struct xml *xml;
	struct document_builder *builder;
	struct docx_numbering *numbering;
	GHashTable *notes; /* "footnote 3" -> text */
	GPtrArray *called; /* notes of this paragraph, borrowed */
	GString *text;     /* of the paragraph */
	GString *row;      /* of the outermost table */
	struct docx_paragraph_style style;
	guint paragraphs, tables; /* that are open */
	guint cells;              /* of the row */
	guint page;
	guint pages;   /* that the document says it has; 0: unknown */
	bool rendered; /* some page break of the last rendering was met */
	gsize linked;  /* bytes of the paragraph within links into the document */
	bool in_run, in_text, in_link, hidden;
	guint skip; /* 1 + depth of the element that is passed over; 0: none */
	bool deleting, deleted;
};

/* ---- elements ---- */

static bool is_off(struct xml *xml)
{
	const char *value = xml_attribute(xml, "val");

	return value && (strcmp(value, "0") == 0 || strcmp(value, "false") == 0 ||
			 strcmp(value, "off") == 0);
}

static void append(struct docx *docx, const char *text)
{
	if (docx->text->len < LIMIT_PARAGRAPH)
		g_string_append(docx->text, text);
}

static void open_paragraph(struct docx *docx)
{
	if (docx->paragraphs++ > 0) {
		append(docx, " ");
		return;
	}
	g_string_truncate(docx->text, 0);
	g_ptr_array_set_size(docx->called, 0);
	docx->style = (struct docx_paragraph_style){0};
	docx->linked = 0;
	document_set_page(docx->builder, docx->page);
}

static void close_paragraph(struct docx *docx)
{
	g_autofree char *label = NULL, *line = NULL;

	if (docx->paragraphs == 0 || --docx->paragraphs > 0)
		return;
	/* Nothing but a link to a place in the document: a line of its table of contents. */
	docx->style.contents =
		docx->style.contents || (docx->linked > 0 && docx->linked >= docx->text->len);
	if (docx->style.number > 0 && docx->text->len > 0 && !docx->style.contents)
		label = docx_next_label(docx->numbering, docx->style.number,
					docx->style.list_level);
	line = label ? g_strdup_printf("%s %s", label, docx->text->str)
		     : g_strdup(docx->text->str);
	if (docx->style.contents)
		return;
	if (docx->tables > 0) {
		if (docx->row->len > 0 && !g_str_has_suffix(docx->row->str, " "))
			g_string_append_c(docx->row, ' ');
		g_string_append(docx->row, g_strstrip(line));
	} else {
		document_add(docx->builder, docx->style.level, line);
	}
	for (guint i = 0; i < docx->called->len; i++)
		document_add(docx->builder, 0, g_ptr_array_index(docx->called, i));
}

static void take_style(struct docx *docx)
{
	const char *style = xml_attribute(docx->xml, "val");

	if (docx->paragraphs == 1 && !docx->in_run && style)
		docx_style_of(docx->numbering, style, &docx->style);
}

static guint number_of(struct docx *docx, guint most)
{
	const char *value = xml_attribute(docx->xml, "val");
	guint64 number = 0;

	return value && g_ascii_string_to_unsigned(value, 10, 0, most, &number, NULL)
		       ? (guint)number
		       : 0;
}

static void take_list(struct docx *docx)
{
	if (docx->paragraphs == 1 && !docx->in_run)
		docx->style.number = number_of(docx, G_MAXINT);
}

static void take_list_level(struct docx *docx)
{
	if (docx->paragraphs == 1 && !docx->in_run)
		docx->style.list_level = number_of(docx, 8);
}

static void take_outline(struct docx *docx)
{
	if (docx->paragraphs == 1 && !docx->in_run)
		docx->style.level = (number_of(docx, 9) + 1) % 10;
}

static void open_run(struct docx *docx)
{
	docx->in_run = true;
	docx->hidden = false;
}

static void close_run(struct docx *docx)
{
	docx->in_run = docx->hidden = false;
}

static void take_hidden(struct docx *docx)
{
	docx->hidden = docx->in_run && !is_off(docx->xml);
}

static void open_text(struct docx *docx)
{
	docx->in_text = true;
}

static void close_text(struct docx *docx)
{
	docx->in_text = false;
}

static void open_link(struct docx *docx)
{
	docx->in_link = xml_attribute(docx->xml, "anchor") != NULL;
}

static void close_link(struct docx *docx)
{
	docx->in_link = false;
}

static void take_space(struct docx *docx)
{
	if (docx->in_run)
		append(docx, " ");
}

static void take_hyphen(struct docx *docx)
{
	append(docx, "-");
}

static void take_break(struct docx *docx)
{
	take_space(docx);
}

static void take_rendered_break(struct docx *docx)
{
	docx->rendered = true;
	docx->page++;
	/* Before any of its text: the paragraph begins on the new page. */
	if (docx->text->len == 0)
		document_set_page(docx->builder, docx->page);
}

static void call_note(struct docx *docx)
{
	const char *kind =
		g_str_has_prefix(xml_name(docx->xml), "end") ? "endnote" : "footnote";
	const char *id = xml_attribute(docx->xml, "id");
	g_autofree char *key = g_strdup_printf("%s %s", kind, id ? id : "");
	char *note = g_hash_table_lookup(docx->notes, key);

	if (note && docx->called->len < NOTES_MOST)
		g_ptr_array_add(docx->called, note);
}

/* ---- tables ---- */

static void open_table(struct docx *docx)
{
	docx->tables++;
}

static void close_table(struct docx *docx)
{
	docx->tables -= docx->tables > 0;
}

static void open_row(struct docx *docx)
{
	if (docx->tables != 1)
		return;
	g_string_truncate(docx->row, 0);
	docx->cells = 0;
}

static void open_cell(struct docx *docx)
{
	if (docx->tables == 1 && docx->cells++ > 0)
		g_string_append(docx->row, " | ");
}

static void close_row(struct docx *docx)
{
	if (docx->tables == 1 && strspn(docx->row->str, " |") < docx->row->len)
		document_add(docx->builder, 0, docx->row->str);
}

static const struct element {
	const char *name;
	void (*open)(struct docx *docx);
	void (*close)(struct docx *docx);
} elements[] = {
	{"t", open_text, close_text},
	{"r", open_run, close_run},
	{"p", open_paragraph, close_paragraph},
	{"pStyle", take_style, NULL},
	{"numId", take_list, NULL},
	{"ilvl", take_list_level, NULL},
	{"outlineLvl", take_outline, NULL},
	{"vanish", take_hidden, NULL},
	{"tab", take_space, NULL},
	{"br", take_break, NULL},
	{"cr", take_space, NULL},
	{"hyperlink", open_link, close_link},
	{"noBreakHyphen", take_hyphen, NULL},
	{"lastRenderedPageBreak", take_rendered_break, NULL},
	{"footnoteReference", call_note, NULL},
	{"endnoteReference", call_note, NULL},
	{"tbl", open_table, close_table},
	{"tr", open_row, close_row},
	{"tc", open_cell, NULL},
};

/* What is not of the text as it stands: old states, codes, and forms given twice. */
static const struct {
	const char *name;
	bool deletion;
} passed_over[] = {
	{"del", true},           {"moveFrom", true},       {"Fallback", false},
	{"instrText", false},    {"rPrChange", false},     {"pPrChange", false},
	{"sectPrChange", false}, {"tblPrChange", false},   {"trPrChange", false},
	{"tcPrChange", false},   {"tblGridChange", false}, {"numberingChange", false},
};

static bool begin_skip(struct docx *docx)
{
	const char *name = xml_name(docx->xml);

	for (gsize i = 0; i < G_N_ELEMENTS(passed_over); i++)
		if (strcmp(name, passed_over[i].name) == 0) {
			docx->skip = 1 + xml_depth(docx->xml);
			docx->deleting = passed_over[i].deletion;
			docx->deleted = false;
			return true;
		}
	return false;
}

/* A mark of deletion without a text (of a paragraph's end) deletes nothing that is shown. */
static void pass_over(struct docx *docx, enum xml_event event)
{
	docx->deleted = docx->deleted || event == XML_TEXT;
	if (event != XML_CLOSE || 1 + xml_depth(docx->xml) != docx->skip)
		return;
	docx->skip = 0;
	if (docx->deleting && docx->deleted)
		document_count_deletion(docx->builder);
}

static void take_event(struct docx *docx, enum xml_event event)
{
	const char *name;

	if (docx->skip > 0) {
		pass_over(docx, event);
		return;
	}
	if (event == XML_TEXT) {
		if (docx->in_text && !docx->hidden) {
			append(docx, xml_text(docx->xml));
			docx->linked += docx->in_link ? strlen(xml_text(docx->xml)) : 0;
		}
		return;
	}
	if (event == XML_OPEN && begin_skip(docx))
		return;
	name = xml_name(docx->xml);
	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
		void (*act)(struct docx *) =
			event == XML_OPEN ? elements[i].open : elements[i].close;
		if (strcmp(name, elements[i].name) == 0) {
			if (act)
				act(docx);
			return;
		}
	}
}

/* ---- footnotes ---- */

/* Text of one note, whose element was just opened. Caller owns. */
static char *read_note(struct xml *xml)
{
	guint depth = xml_depth(xml);
	GString *text = g_string_new(NULL);
	bool in_text = false;
	enum xml_event event;

	while ((event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN) {
		if (event == XML_CLOSE && xml_depth(xml) == depth)
			break;
		if (event == XML_TEXT && in_text && text->len < LIMIT_PARAGRAPH)
			g_string_append(text, xml_text(xml));
		else if (event != XML_TEXT)
			in_text = event == XML_OPEN && strcmp(xml_name(xml), "t") == 0;
		if (event == XML_CLOSE && strcmp(xml_name(xml), "p") == 0)
			g_string_append_c(text, ' ');
	}
	return g_string_free(text, FALSE);
}

static void read_notes(struct docx *docx, const char *path, const char *kind)
{
	g_autofree char *part = g_strdup_printf("%s/word/%ss.xml", path, kind);
	g_autoptr(xml_auto) xml = xml_open(part, false, NULL);
	enum xml_event event;

	if (!xml)
		return;
	while ((event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN) {
		const char *id;
		if (event != XML_OPEN || strcmp(xml_name(xml), kind) != 0 ||
		    xml_attribute(xml, "type") || g_hash_table_size(docx->notes) >= NOTES_MOST)
			continue;
		id = xml_attribute(xml, "id");
		char *key = g_strdup_printf("%s %s", kind, id ? id : "");
		g_hash_table_insert(docx->notes, key, read_note(xml));
	}
}

/* ---- the document ---- */

/* A program that rewrites a document may leave some page breaks of an older rendering: those
 * that do not come near the number of pages are not believed. */
static guint read_page_count(const char *path)
{
	g_autofree char *part = g_build_filename(path, "docProps/app.xml", NULL);
	g_autoptr(xml_auto) xml = xml_open(part, false, NULL);
	enum xml_event event;
	bool inside = false;

	while (xml && (event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN) {
		guint64 pages;
		if (event == XML_TEXT && inside &&
		    g_ascii_string_to_unsigned(xml_text(xml), 10, 0, LIMIT_PAGES, &pages, NULL))
			return (guint)pages;
		inside = event == XML_OPEN && strcmp(xml_name(xml), "Pages") == 0;
	}
	return 0;
}

static bool read_body(struct docx *docx, GError **error)
{
	enum xml_event event;

	while ((event = xml_next(docx->xml, error)) != XML_END && event != XML_BROKEN) {
		take_event(docx, event);
		if (document_is_full(docx->builder))
			return true;
	}
	if (!docx->rendered || docx->page * 5 < docx->pages * 4)
		document_forget_pages(docx->builder);
	return event == XML_END;
}

bool docx_read(const struct import_task *task, struct document_builder *builder, GError **error)
{
	g_autofree char *part = g_build_filename(task->path, "word/document.xml", NULL);
	struct docx docx = {.builder = builder, .page = 1};
	bool read;

	docx.xml = xml_open(part, false, error);
	if (!docx.xml)
		return false;
	docx.notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	docx.called = g_ptr_array_new();
	docx.text = g_string_new(NULL);
	docx.row = g_string_new(NULL);
	docx.numbering = docx_numbering_load(task->path);
	docx.pages = read_page_count(task->path);
	read_notes(&docx, task->path, "footnote");
	read_notes(&docx, task->path, "endnote");
	read = read_body(&docx, error);
	xml_free(docx.xml);
	docx_numbering_free(docx.numbering);
	g_string_free(docx.row, TRUE);
	g_string_free(docx.text, TRUE);
	g_ptr_array_unref(docx.called);
	g_hash_table_destroy(docx.notes);
	return read;
}
