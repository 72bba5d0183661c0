/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The importers of documents: how each format is known by its first bytes, and the stream of
 * one record that they share. A text that nobody named a document is one only when it speaks
 * like a contract or a report: a stray note in a folder stays "not read". */
#include "importers/documents.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/bytes.h"
#include "importers/charset.h"
#include "importers/document_scan.h"
#include "text/own_text.h"

#define SCORE_SURE 97
#define SCORE_TEXT 40 /* every other reader of text knows its own better */
#define HTML_HEAD  2048

struct import_stream {
	struct import_task task; /* texts borrowed from the caller's */
	struct document_builder *builder;
	GError *trouble; /* the bytes broke; told behind what was read */
	bool given, told;
};

typedef bool (*document_reader)(const struct import_task *task,
				struct document_builder *builder, GError **error);

/* ---- what the bytes are ---- */

static bool begins_with(const struct import_probe *probe, const char *magic, gsize length)
{
	return probe->head_length >= length && memcmp(probe->head, magic, length) == 0;
}

static bool holds(const struct import_probe *probe, const char *text)
{
	return memmem(probe->head, probe->head_length, text, strlen(text)) != NULL;
}

static bool first_member_is(const struct import_probe *probe, const char *name)
{
	gsize length = strlen(name);

	return probe->head_length >= 30 + length && begins_with(probe, "PK\x03\x04", 4) &&
	       memcmp(probe->head + 30, name, length) == 0;
}

static int probe_docx(const struct import_probe *probe)
{
	static const char *const firsts[] = {"[Content_Types].xml", "_rels/", "docProps/",
					     "word/", "customXml/"};

	for (gsize i = 0; i < G_N_ELEMENTS(firsts); i++)
		if (first_member_is(probe, firsts[i]) && holds(probe, "word/document"))
			return SCORE_SURE;
	return 0;
}

static int probe_odt(const struct import_probe *probe)
{
	return first_member_is(probe, "mimetypeapplication/vnd.oasis.opendocument.text")
		       ? SCORE_SURE
		       : 0;
}

static int probe_pdf(const struct import_probe *probe)
{
	const guint8 *found = memmem(probe->head, MIN(probe->head_length, 1024), "%PDF-", 5);

	return found ? SCORE_SURE : 0;
}

static bool is_html(const struct import_probe *probe)
{
	g_autofree char *head = g_ascii_strdown((const char *)probe->head,
						(gssize)MIN(probe->head_length, HTML_HEAD));

	return strstr(head, "<!doctype html") || strstr(head, "<html");
}

/* Text as far as the first bytes tell. Caller owns; NULL when they are not. */
static char *text_of_probe(const struct import_probe *probe)
{
	bool guessed = false;

	if (probe->head_length == 0 || memchr(probe->head, '\0', probe->head_length))
		return NULL;
	return charset_to_utf8((const char *)probe->head, probe->head_length, NULL, &guessed);
}

static int probe_text(const struct import_probe *probe)
{
	g_autofree char *text = is_html(probe) ? NULL : text_of_probe(probe);

	return text && document_looks_like_one(text) ? SCORE_TEXT : 0;
}

static int probe_html(const struct import_probe *probe)
{
	g_autofree char *source = is_html(probe) ? text_of_probe(probe) : NULL;
	g_autofree char *text = source ? own_text_from_html(source, strlen(source)) : NULL;

	return text && document_looks_like_one(text) ? SCORE_TEXT : 0;
}

/* ---- readers of text ---- */

static char *read_text(const struct import_task *task, const char *charset, GError **error)
{
	gsize length;
	bool guessed = false;
	g_autofree guint8 *bytes = bytes_read_all(task->path, task->compressed,
						  LIMIT_DOCUMENT_SIZE, &length, error);

	return bytes ? charset_to_utf8((const char *)bytes, length, charset, &guessed) : NULL;
}

static bool text_read(const struct import_task *task, struct document_builder *builder,
		      GError **error)
{
	g_autofree char *text = read_text(task, NULL, error);

	if (!text)
		return false;
	if (markdown_is(text))
		markdown_read(text, builder);
	else
		layout_read(text, builder);
	return true;
}

static bool pdf_read(const struct import_task *task, struct document_builder *builder,
		     GError **error)
{
	g_autofree char *text = read_text(task, "UTF-8", error);
	g_autofree char *whole = NULL, *trouble = NULL;

	if (!text)
		return false;
	if (g_str_has_prefix(text, "%PDF-")) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: the text could not be taken out of the PDF; install pdftotext "
			    "(poppler-utils), or save the document as DOCX",
			    task->path);
		return false;
	}
	whole = scan_take(text, builder, &trouble);
	layout_read(whole, builder);
	if (trouble)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, trouble);
	else if (document_paragraphs(builder) == 0)
		g_set_error_literal(
			error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			"the PDF holds pictures in which no text was recognised; give "
			"the original, or a better scan");
	return !trouble && document_paragraphs(builder) > 0;
}

/* What <meta charset=...> says; NULL when nothing does. Caller owns. */
static char *html_charset(const char *head, gsize length)
{
	g_autofree char *lower = g_ascii_strdown(head, (gssize)MIN(length, HTML_HEAD));
	const char *at = strstr(lower, "charset=");
	gsize size;

	if (!at)
		return NULL;
	at += strlen("charset=") + strspn(at + strlen("charset="), "\"' ");
	size = strcspn(at, "\"'/>; ");
	return size > 0 && size < 32 ? g_strndup(at, size) : NULL;
}

static bool html_read(const struct import_task *task, struct document_builder *builder,
		      GError **error)
{
	gsize length;
	bool guessed = false;
	g_autofree guint8 *bytes = bytes_read_all(task->path, task->compressed,
						  LIMIT_DOCUMENT_SIZE, &length, error);
	g_autofree char *charset = bytes ? html_charset((const char *)bytes, length) : NULL;
	g_autofree char *source = NULL, *text = NULL;

	if (!bytes)
		return false;
	source = charset_to_utf8((const char *)bytes, length, charset, &guessed);
	text = own_text_from_html(source, strlen(source));
	if (text)
		layout_read(text, builder);
	return true;
}

/* ---- the stream ---- */

static const struct {
	const struct importer *importer;
	document_reader read;
	const char *words;
} formats[] = {
	{&importer_docx, docx_read, "Word document (DOCX)"},
	{&importer_odt, odt_read, "text document (ODT)"},
	{&importer_pdf, pdf_read, "PDF"},
	{&importer_html_document, html_read, "HTML"},
	{&importer_text_document, text_read, "text"},
};

static gsize format_of(const struct importer *importer)
{
	gsize i = 0;

	while (formats[i].importer != importer)
		g_assert(++i < G_N_ELEMENTS(formats));
	return i;
}

static char *document_describe(const struct import_probe *probe, const struct import_task *task,
			       GError **error)
{
	gsize i = 0;

	while (i + 1 < G_N_ELEMENTS(formats) && formats[i].importer->probe(probe) == 0)
		i++;
	return g_strdup(formats[i].words);
}

static struct import_stream *document_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->task = *task;
	stream->builder = document_builder_new();
	return stream;
}

static void document_close(struct import_stream *stream)
{
	document_builder_free(stream->builder);
	g_clear_error(&stream->trouble);
	g_free(stream);
}

static void give_document(struct import_stream *stream, const char *format,
			  struct import_record *record)
{
	record->type = RECORD_DOCUMENT;
	document_take(stream->builder, format, &record->document);
}

static void tell_trouble(struct import_stream *stream, struct import_record *record)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){0};
	record->rejected.reason =
		stream->trouble
			? g_strdup(stream->trouble->message)
			: g_strdup("the document is longer than is read; its end is left out: "
				   "give it in parts");
}

static bool document_next(struct import_stream *stream, struct import_record *record,
			  GError **error)
{
	gsize format = format_of(stream->task.importer);

	record->type = RECORD_END;
	if (!stream->given) {
		stream->given = true;
		formats[format].read(&stream->task, stream->builder, &stream->trouble);
		if (document_paragraphs(stream->builder) > 0) {
			give_document(stream, stream->task.importer->name, record);
			return true;
		}
		if (!stream->trouble)
			g_set_error(&stream->trouble, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    "%s: the document holds no text", stream->task.path);
	}
	if (!stream->told && (stream->trouble || document_is_full(stream->builder))) {
		stream->told = true;
		tell_trouble(stream, record);
	}
	return true;
}

#define DOCUMENT_IMPORTER(symbol, token, known_by, ...)                                        \
	const struct importer symbol = {.name = token,                                         \
					.kind = IMPORT_KIND_DOCUMENTS,                         \
					.readable = true,                                      \
					.probe = known_by,                                     \
					.describe = document_describe,                         \
					.open = document_open,                                 \
					.next = document_next,                                 \
					.close = document_close,                               \
					__VA_ARGS__}

DOCUMENT_IMPORTER(importer_docx, "docx", probe_docx, .converter = NULL);
DOCUMENT_IMPORTER(importer_odt, "odt", probe_odt, .converter = NULL);
DOCUMENT_IMPORTER(importer_pdf, "pdf", probe_pdf, .converter = "pdftotext");
DOCUMENT_IMPORTER(importer_html_document, "html", probe_html, .converter = NULL);
DOCUMENT_IMPORTER(importer_text_document, "text", probe_text, .converter = NULL);
