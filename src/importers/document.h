/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A document while it is read: paragraphs are added in reading order, within the limits of
 * base/limits.h, and become one record. Each format is a function that fills a builder. */
#pragma once

#include "importers/importer.h"

struct document_builder;

struct document_builder *document_builder_new(void);
void document_builder_free(struct document_builder *builder);
typedef struct document_builder document_builder_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(document_builder_auto, document_builder_free)

/* Adds a paragraph; white space is folded, an empty text is left out. `level` is 0 or that of
 * a heading. False when the document is full: the rest is not looked at. */
bool document_add(struct document_builder *builder, guint level, const char *text);
/* What follows stands on this page. Pages are given only when the format knows them. */
void document_set_page(struct document_builder *builder, guint page);
/* What was taken for pages says nothing: all of it stands on page 0. */
void document_forget_pages(struct document_builder *builder);
/* The page was a picture in which so many words were recognised, `confidence` per cent sure. */
void document_add_scan(struct document_builder *builder, guint page, guint confidence,
		       guint words);
void document_count_deletion(struct document_builder *builder);
/* A title from the document's own properties; without one the first heading is it. */
void document_set_title(struct document_builder *builder, const char *title);
bool document_is_full(const struct document_builder *builder);
guint document_paragraphs(const struct document_builder *builder);

/* The record of all that was added. Caller clears. */
void document_take(struct document_builder *builder, const char *format,
		   struct document_record *record);

/* Readers of formats: false with ENTENTE_ERROR_INPUT when nothing can be read; what was added
 * before the bytes broke holds. */
bool docx_read(const struct import_task *task, struct document_builder *builder,
	       GError **error);
bool odt_read(const struct import_task *task, struct document_builder *builder, GError **error);
/* Valid UTF-8 with LF: pages parted by form feeds, columns by spaces. */
void layout_read(const char *text, struct document_builder *builder);
void markdown_read(const char *text, struct document_builder *builder);
bool markdown_is(const char *text);
/* Whether a text speaks like a contract or like a periodic report. */
bool document_looks_like_one(const char *text);
