/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An Excel workbook is a package of parts that name each other by relations (ECMA-376 part 2);
 * the parts are found by them and not by their usual names. What is told of a relation is its
 * last word, which the transitional and the strict form of the standard share. */
#include "importers/workbook.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/ods.h"
#include "importers/xlsx.h"

#define RELATIONS_MOST 10000u
#define ZIP_NAME_AT    30 /* of the first member in its local header */
#define MEND           "; open it and save the sheet as CSV UTF-8"

/* ---- what the bytes are ---- */

static bool first_member_begins(const guint8 *head, gsize length, const char *name)
{
	gsize n = strlen(name);

	return length >= ZIP_NAME_AT + n && !memcmp(head, "PK\x03\x04", 4) &&
	       !memcmp(head + ZIP_NAME_AT, name, n);
}

static bool holds(const guint8 *head, gsize length, const char *text)
{
	return memmem(head, length, text, strlen(text)) != NULL;
}

enum workbook_form workbook_form_of(const guint8 *head, gsize length)
{
	static const char *const firsts[] = {"[Content_Types].xml", "_rels/", "docProps/",
					     "xl/", "customXml/"};

	if (first_member_begins(head, length,
				"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))
		return WORKBOOK_OPEN_DOCUMENT;
	for (gsize i = 0; i < G_N_ELEMENTS(firsts); i++)
		if (first_member_begins(head, length, firsts[i]) &&
		    holds(head, length, "xl/") && !holds(head, length, "xl/workbook.bin"))
			return WORKBOOK_EXCEL;
	return WORKBOOK_NONE;
}

/* ---- relations ---- */

struct relation {
	char *kind; /* "worksheet" */
	char *part; /* "xl/worksheets/sheet1.xml" */
};

static void free_relation(gpointer data)
{
	struct relation *relation = data;

	g_free(relation->kind);
	g_free(relation->part);
	g_free(relation);
}

/* "../worksheets/sheet1.xml" as seen from a folder of the package. Caller owns. */
static char *part_of(const char *folder, const char *target)
{
	g_autofree char *from_root =
		target[0] == '/' ? g_strdup(target) : g_strdup_printf("/%s%s", folder, target);
	g_autofree char *canonical = g_canonicalize_filename(from_root, "/");

	return g_strdup(canonical + 1);
}

static void take_relation(struct xml *xml, const char *folder, GHashTable *into)
{
	const char *id = xml_attribute(xml, "Id");
	const char *type = xml_attribute(xml, "Type");
	const char *target = xml_attribute(xml, "Target");
	const char *mode = xml_attribute(xml, "TargetMode");
	struct relation *relation;

	if (!id || !type || !target || (mode && !strcmp(mode, "External")) ||
	    g_hash_table_size(into) >= RELATIONS_MOST)
		return;
	relation = g_new0(struct relation, 1);
	relation->kind = g_strdup(strrchr(type, '/') ? strrchr(type, '/') + 1 : type);
	relation->part = part_of(folder, target);
	g_hash_table_insert(into, g_strdup(id), relation);
}

/* Relations of a part ("xl/workbook.xml", or "" for the package), by their id. Caller owns. */
static GHashTable *read_relations(const char *path, const char *part)
{
	GHashTable *relations =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_relation);
	const char *slash = strrchr(part, '/');
	const char *name = slash ? slash + 1 : part;
	g_autofree char *folder = g_strndup(part, (gsize)(name - part));
	g_autofree char *file = g_strdup_printf("%s/%s_rels/%s.rels", path, folder, name);
	struct xml *xml = xml_open(file, false, NULL);
	enum xml_event event;

	while (xml && (event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN)
		if (event == XML_OPEN && !strcmp(xml_name(xml), "Relationship"))
			take_relation(xml, folder, relations);
	g_clear_pointer(&xml, xml_free);
	return relations;
}

/* The part of the first relation of a kind, or NULL. Caller owns. */
static char *part_of_kind(GHashTable *relations, const char *kind)
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, relations);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct relation *relation = value;

		if (!strcmp(relation->kind, kind))
			return g_strdup(relation->part);
	}
	return NULL;
}

/* ---- the sheets ---- */

static void free_sheet(gpointer data)
{
	struct workbook_sheet *sheet = data;

	g_free(sheet->name);
	g_free(sheet->part);
	g_free(sheet);
}

static void add_sheet(struct workbook *workbook, const char *name, const char *part,
		      bool hidden)
{
	struct workbook_sheet *sheet;

	if (workbook->sheets->len >= LIMIT_SHEETS)
		return;
	sheet = g_new0(struct workbook_sheet, 1);
	sheet->name = g_strdup(name);
	sheet->part = g_strdup(part);
	sheet->place = workbook->sheets->len;
	sheet->hidden = hidden;
	g_ptr_array_add(workbook->sheets, sheet);
}

static void take_excel_sheet(struct workbook *workbook, struct xml *xml, GHashTable *relations)
{
	const char *id = xml_attribute(xml, "id");
	const char *state = xml_attribute(xml, "state");
	const struct relation *relation = id ? g_hash_table_lookup(relations, id) : NULL;
	g_autofree char *name = g_strdup(xml_attribute(xml, "name"));

	if (relation && !strcmp(relation->kind, "worksheet"))
		add_sheet(workbook, name ? name : "", relation->part,
			  state && strcmp(state, "visible") != 0);
}

static bool is_true(const char *value)
{
	return value && (!strcmp(value, "1") || !strcmp(value, "true"));
}

static bool read_excel(struct workbook *workbook, GError **error)
{
	g_autoptr(GHashTable) package = read_relations(workbook->path, "");
	g_autofree char *named = part_of_kind(package, "officeDocument");
	const char *part = named ? named : "xl/workbook.xml";
	g_autoptr(GHashTable) relations = read_relations(workbook->path, part);
	g_autofree char *file = g_build_filename(workbook->path, part, NULL);
	g_autoptr(xml_auto) xml = xml_open(file, false, error);
	enum xml_event event;

	if (!xml)
		return false;
	workbook->styles = part_of_kind(relations, "styles");
	workbook->texts = part_of_kind(relations, "sharedStrings");
	while ((event = xml_next(xml, error)) != XML_END && event != XML_BROKEN) {
		if (event == XML_OPEN && !strcmp(xml_name(xml), "sheet"))
			take_excel_sheet(workbook, xml, relations);
		else if (event == XML_OPEN && !strcmp(xml_name(xml), "workbookPr"))
			workbook->since_1904 = is_true(xml_attribute(xml, "date1904"));
	}
	return event == XML_END;
}

static void take_open_sheet(const char *name, bool hidden, void *data)
{
	add_sheet(data, name, "content.xml", hidden);
}

/* A password leaves the list of members readable, and says there that they are not. */
static bool is_encrypted(const char *path)
{
	g_autofree char *file = g_build_filename(path, "META-INF/manifest.xml", NULL);
	g_autoptr(xml_auto) xml = xml_open(file, false, NULL);
	enum xml_event event;

	while (xml && (event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN)
		if (event == XML_OPEN && !strcmp(xml_name(xml), "encryption-data"))
			return true;
	return false;
}

static bool read_open_document(struct workbook *workbook, GError **error)
{
	g_autofree char *file = g_build_filename(workbook->path, "content.xml", NULL);
	g_autoptr(xml_auto) xml = NULL;

	if (is_encrypted(workbook->path)) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    "the spreadsheet is protected by a password");
		return false;
	}
	xml = xml_open(file, false, error);
	return xml && ods_each_sheet(xml, take_open_sheet, workbook, error);
}

/* A sheet that is shown is what its author means. */
static gint shown_first(gconstpointer a, gconstpointer b)
{
	const struct workbook_sheet *left = *(struct workbook_sheet *const *)a;
	const struct workbook_sheet *right = *(struct workbook_sheet *const *)b;

	if (left->hidden != right->hidden)
		return left->hidden ? 1 : -1;
	return left->place < right->place ? -1 : left->place > right->place;
}

/* What was understood before the bytes broke holds. */
struct workbook *workbook_open(const char *path, enum workbook_form form, GError **error)
{
	g_autoptr(workbook_auto) workbook = g_new0(struct workbook, 1);
	g_autoptr(GError) why = NULL;

	workbook->path = g_strdup(path);
	workbook->sheets = g_ptr_array_new_with_free_func(free_sheet);
	if (form == WORKBOOK_EXCEL)
		read_excel(workbook, &why);
	else
		read_open_document(workbook, &why);
	if (workbook->sheets->len > 0) {
		g_ptr_array_sort(workbook->sheets, shown_first);
		return g_steal_pointer(&workbook);
	}
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s" MEND,
		    why ? why->message : "the workbook has no sheet with cells");
	return NULL;
}

void workbook_free(struct workbook *workbook)
{
	g_ptr_array_unref(workbook->sheets);
	g_free(workbook->styles);
	g_free(workbook->texts);
	g_free(workbook->path);
	g_free(workbook);
}

/* ---- the rows of a sheet ---- */

struct sheet {
	struct xlsx_book *book; /* of Excel, */
	struct xlsx_sheet *xlsx;
	struct ods_sheet *ods; /* or this */
};

static struct xml *open_part(const struct workbook *workbook, const char *part, GError **error)
{
	g_autofree char *file = g_build_filename(workbook->path, part, NULL);

	return xml_open(file, false, error);
}

static const char *part_at(const struct workbook *workbook, guint place)
{
	for (guint i = 0; i < workbook->sheets->len; i++) {
		const struct workbook_sheet *sheet = g_ptr_array_index(workbook->sheets, i);

		if (sheet->place == place)
			return sheet->part;
	}
	return NULL;
}

static struct xlsx_book *open_book(const struct workbook *workbook, GError **error)
{
	struct xlsx_book *book = xlsx_book_new(workbook->since_1904);
	struct xml *xml = workbook->styles ? open_part(workbook, workbook->styles, NULL) : NULL;

	xlsx_book_read_styles(book, xml);
	g_clear_pointer(&xml, xml_free);
	if (!workbook->texts)
		return book;
	xml = open_part(workbook, workbook->texts, error);
	if (xml) {
		xlsx_book_take_texts(book, xml);
		return book;
	}
	xlsx_book_free(book);
	return NULL;
}

static struct sheet *open_excel(const char *path, guint place, GError **error)
{
	g_autoptr(workbook_auto) workbook = workbook_open(path, WORKBOOK_EXCEL, error);
	const char *part = workbook ? part_at(workbook, place) : NULL;
	struct xml *xml = part ? open_part(workbook, part, error) : NULL;
	struct xlsx_book *book = xml ? open_book(workbook, error) : NULL;
	struct sheet *sheet;

	if (workbook && !part)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: the workbook has no such sheet", path);
	if (!book) {
		g_clear_pointer(&xml, xml_free);
		return NULL;
	}
	sheet = g_new0(struct sheet, 1);
	sheet->book = book;
	sheet->xlsx = xlsx_sheet_new(book, xml);
	return sheet;
}

static struct sheet *open_ods(const char *path, guint place, GError **error)
{
	g_autofree char *file = g_build_filename(path, "content.xml", NULL);
	struct xml *xml = xml_open(file, false, error);
	struct sheet *sheet = xml ? g_new0(struct sheet, 1) : NULL;

	if (sheet)
		sheet->ods = ods_sheet_new(xml, place);
	return sheet;
}

struct sheet *sheet_open(const char *path, enum workbook_form form, guint place, GError **error)
{
	return form == WORKBOOK_EXCEL ? open_excel(path, place, error)
				      : open_ods(path, place, error);
}

void sheet_free(struct sheet *sheet)
{
	g_clear_pointer(&sheet->xlsx, xlsx_sheet_free);
	g_clear_pointer(&sheet->book, xlsx_book_free);
	g_clear_pointer(&sheet->ods, ods_sheet_free);
	g_free(sheet);
}

enum sheet_result sheet_next(struct sheet *sheet, struct sheet_cells *row, GError **error)
{
	return sheet->xlsx ? xlsx_sheet_next(sheet->xlsx, row, error)
			   : ods_sheet_next(sheet->ods, row, error);
}
