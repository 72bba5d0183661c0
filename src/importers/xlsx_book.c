/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A cell names a style by its place in cellXfs, and that style a number format; a text that
 * several cells share is named by its place in the table of shared texts, which is kept whole
 * because any row may name any of them, and is therefore bounded. */
#include "importers/xlsx-internal.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"

#define TEXT_BLOCK ((gsize)1 << 20)

struct shared_texts {
	struct xml *xml; /* NULL once it is read to the end */
	GStringChunk *block;
	GPtrArray *texts; /* borrowed from the block */
	GString *text;
	gsize bytes;
};

struct xlsx_book {
	bool since_1904;
	GByteArray *kinds;   /* enum number_kind by style */
	GHashTable *formats; /* id -> kind, those with a code of their own */
	struct shared_texts shared;
};

struct xlsx_book *xlsx_book_new(bool since_1904)
{
	struct xlsx_book *book = g_new0(struct xlsx_book, 1);

	book->since_1904 = since_1904;
	book->kinds = g_byte_array_new();
	book->formats = g_hash_table_new(NULL, NULL);
	book->shared.block = g_string_chunk_new(TEXT_BLOCK);
	book->shared.texts = g_ptr_array_new();
	book->shared.text = g_string_new(NULL);
	return book;
}

void xlsx_book_free(struct xlsx_book *book)
{
	g_clear_pointer(&book->shared.xml, xml_free);
	g_string_chunk_free(book->shared.block);
	g_ptr_array_unref(book->shared.texts);
	g_string_free(book->shared.text, TRUE);
	g_byte_array_unref(book->kinds);
	g_hash_table_unref(book->formats);
	g_free(book);
}

bool xlsx_book_since_1904(const struct xlsx_book *book)
{
	return book->since_1904;
}

/* ---- styles ---- */

guint xlsx_number(const char *text, guint most, guint otherwise)
{
	guint64 number;

	return text && g_ascii_string_to_unsigned(text, 10, 0, most, &number, NULL)
		       ? (guint)number
		       : otherwise;
}

static void take_format(struct xlsx_book *book, struct xml *xml)
{
	guint id = xlsx_number(xml_attribute(xml, "numFmtId"), G_MAXINT, 0);
	const char *code = xml_attribute(xml, "formatCode");

	if (code && g_hash_table_size(book->formats) < LIMIT_SHEET_STYLES)
		g_hash_table_insert(book->formats, GUINT_TO_POINTER(id),
				    GUINT_TO_POINTER(number_format_of_code(code)));
}

static void take_style(struct xlsx_book *book, struct xml *xml)
{
	guint id = xlsx_number(xml_attribute(xml, "numFmtId"), G_MAXINT, 0);
	gpointer own;
	guint8 kind = (guint8)number_format_builtin(id);

	if (g_hash_table_lookup_extended(book->formats, GUINT_TO_POINTER(id), NULL, &own))
		kind = (guint8)GPOINTER_TO_UINT(own);
	if (book->kinds->len < LIMIT_SHEET_STYLES)
		g_byte_array_append(book->kinds, &kind, 1);
}

void xlsx_book_read_styles(struct xlsx_book *book, struct xml *xml)
{
	enum xml_event event;
	bool in_styles = false;

	while (xml && (event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN) {
		const char *name = event == XML_TEXT ? "" : xml_name(xml);

		if (!strcmp(name, "cellXfs"))
			in_styles = event == XML_OPEN;
		else if (event == XML_OPEN && in_styles && !strcmp(name, "xf"))
			take_style(book, xml);
		else if (event == XML_OPEN && !strcmp(name, "numFmt"))
			take_format(book, xml);
	}
}

enum number_kind xlsx_book_kind(const struct xlsx_book *book, guint style)
{
	return style < book->kinds->len ? (enum number_kind)book->kinds->data[style]
					: NUMBER_PLAIN;
}

/* ---- texts ---- */

/* The character of "_x000D_" at `text`, 0 when none stands there. */
static gunichar escaped_at(const char *text)
{
	gunichar c = 0;

	if (text[0] != '_' || text[1] != 'x')
		return 0;
	for (guint i = 2; i < 6; i++) {
		if (!g_ascii_isxdigit(text[i]))
			return 0;
		c = c << 4 | (gunichar)g_ascii_xdigit_value(text[i]);
	}
	return text[6] == '_' && g_unichar_validate(c) ? c : 0;
}

void xlsx_unescape(GString *text)
{
	gsize to = 0, from = 0;

	while (from < text->len) {
		gunichar c = escaped_at(text->str + from);

		if (c == 0)
			text->str[to++] = text->str[from++];
		else {
			to += (gsize)g_unichar_to_utf8(c, text->str + to);
			from += 7;
		}
		if (to > 1 && text->str[to - 1] == '\n' && text->str[to - 2] == '\r')
			text->str[--to - 1] = '\n';
	}
	g_string_truncate(text, to);
}

void xlsx_book_take_texts(struct xlsx_book *book, struct xml *xml)
{
	book->shared.xml = xml;
}

static bool set_too_long(GError **error)
{
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "the texts of the workbook are longer than is kept in memory; save "
			    "the sheet as CSV UTF-8");
	return false;
}

static bool keep_text(struct shared_texts *shared, GError **error)
{
	xlsx_unescape(shared->text);
	shared->bytes += shared->text->len;
	if (shared->bytes > LIMIT_SHARED_TEXTS || shared->texts->len >= LIMIT_SHARED_COUNT)
		return set_too_long(error);
	g_ptr_array_add(shared->texts,
			g_string_chunk_insert_len(shared->block, shared->text->str,
						  (gssize)shared->text->len));
	return true;
}

/* Reads one text: <si> with <t>, or with runs <r><t>; what is to be read aloud (<rPh>) is not
 * of it. False at the end, or with the error. */
static bool read_text(struct shared_texts *shared, GError **error)
{
	bool in_text = false, aloud = false;
	enum xml_event event;

	g_string_truncate(shared->text, 0);
	while ((event = xml_next(shared->xml, error)) != XML_END && event != XML_BROKEN) {
		const char *name = xml_name(shared->xml);

		if (event == XML_TEXT) {
			if (in_text && !aloud && shared->text->len <= LIMIT_CSV_FIELD)
				g_string_append(shared->text, xml_text(shared->xml));
		} else if (!strcmp(name, "t")) {
			in_text = event == XML_OPEN;
		} else if (!strcmp(name, "rPh")) {
			aloud = event == XML_OPEN;
		} else if (event == XML_CLOSE && !strcmp(name, "si")) {
			return keep_text(shared, error);
		}
	}
	return false;
}

bool xlsx_book_text(struct xlsx_book *book, guint place, const char **text, GError **error)
{
	struct shared_texts *shared = &book->shared;
	GError *why = NULL;

	while (shared->xml && shared->texts->len <= place)
		if (!read_text(shared, &why))
			g_clear_pointer(&shared->xml, xml_free);
	if (why) {
		g_propagate_error(error, why);
		return false;
	}
	*text = place < shared->texts->len ? g_ptr_array_index(shared->texts, place) : NULL;
	return true;
}
