/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One document, one record. The identity is what was read (texts, levels, pages), so that the
 * same file under two names is one piece of evidence. What a limit or broken bytes cut off is
 * said by a rejected record behind the document's own. */
#include "importers/document.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/digest.h"
#include "text/own_text.h"

#define TITLE_MOST     200 /* characters */
#define LANGUAGE_BYTES (64u << 10)

struct document_builder {
	GArray *paragraphs; /* struct document_paragraph */
	gsize text;         /* bytes of all */
	guint page, deletions;
	char *title;
	GString *scans;
	bool full;
};

struct document_builder *document_builder_new(void)
{
	struct document_builder *builder = g_new0(struct document_builder, 1);

	builder->paragraphs = g_array_new(FALSE, TRUE, sizeof(struct document_paragraph));
	builder->scans = g_string_new(NULL);
	return builder;
}

static struct document_paragraph *paragraph_at(const struct document_builder *builder, guint i)
{
	return &g_array_index(builder->paragraphs, struct document_paragraph, i);
}

void document_builder_free(struct document_builder *builder)
{
	for (guint i = 0; i < builder->paragraphs->len; i++)
		g_free(paragraph_at(builder, i)->text);
	g_array_unref(builder->paragraphs);
	g_string_free(builder->scans, TRUE);
	g_free(builder->title);
	g_free(builder);
}

/* One line, runs of white space as one space, no control characters, soft hyphens out, whole
 * characters up to the limit. Caller owns; NULL when nothing is left. */
static char *fold_spaces(const char *text)
{
	GString *line = g_string_new(NULL);

	for (; *text && line->len < LIMIT_PARAGRAPH; text = g_utf8_next_char(text)) {
		gunichar character = g_utf8_get_char(text);
		bool no_break = character == 0xa0 || character == 0x202f;
		if (character == 0xad || character == 0x200b || character == 0xfeff)
			continue;
		if (!g_unichar_isspace(character) && !g_unichar_iscntrl(character))
			g_string_append_unichar(line, character);
		else if (no_break)
			g_string_append_unichar(line, character);
		else if (line->len > 0 && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	g_strchomp(line->str);
	if (*line->str == '\0')
		return g_string_free(line, TRUE);
	return g_string_free(line, FALSE);
}

bool document_add(struct document_builder *builder, guint level, const char *text)
{
	struct document_paragraph paragraph = {.page = builder->page,
					       .level = MIN(level, DOCUMENT_LEVELS)};

	if (builder->full)
		return false;
	paragraph.text = fold_spaces(text);
	if (!paragraph.text)
		return true;
	builder->text += strlen(paragraph.text);
	g_array_append_val(builder->paragraphs, paragraph);
	builder->full = builder->text >= LIMIT_DOCUMENT_TEXT ||
			builder->paragraphs->len >= LIMIT_PARAGRAPHS;
	return !builder->full;
}

void document_set_page(struct document_builder *builder, guint page)
{
	builder->page = MIN(page, LIMIT_PAGES);
}

void document_forget_pages(struct document_builder *builder)
{
	builder->page = 0;
	for (guint i = 0; i < builder->paragraphs->len; i++)
		paragraph_at(builder, i)->page = 0;
}

void document_add_scan(struct document_builder *builder, guint page, guint confidence,
		       guint words)
{
	document_scan_add(builder->scans, &(struct document_scan){page, confidence, words});
}

void document_count_deletion(struct document_builder *builder)
{
	builder->deletions++;
}

void document_set_title(struct document_builder *builder, const char *title)
{
	g_free(builder->title);
	builder->title = fold_spaces(title);
}

bool document_is_full(const struct document_builder *builder)
{
	return builder->full;
}

guint document_paragraphs(const struct document_builder *builder)
{
	return builder->paragraphs->len;
}

/* ---- the record ---- */

static char *find_title(const struct document_builder *builder)
{
	const char *title = builder->title;

	for (guint i = 0; !title && i < builder->paragraphs->len; i++)
		if (paragraph_at(builder, i)->level > 0)
			title = paragraph_at(builder, i)->text;
	if (!title && builder->paragraphs->len > 0)
		title = paragraph_at(builder, 0)->text;
	return title ? g_utf8_substring(title, 0, MIN(g_utf8_strlen(title, -1), TITLE_MOST))
		     : NULL;
}

static const char *find_language(const struct document_builder *builder)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < builder->paragraphs->len && text->len < LANGUAGE_BYTES; i++) {
		g_string_append(text, paragraph_at(builder, i)->text);
		g_string_append_c(text, '\n');
	}
	return own_text_language(text->str);
}

static void take_digest(struct document_record *record)
{
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "format", record->format, -1);
	digest_field(&digest, "title", record->title ? record->title : "", -1);
	digest_field(&digest, "language", record->language, -1);
	for (guint i = 0; i < record->n_paragraphs; i++) {
		const struct document_paragraph *one = &record->paragraphs[i];
		char place[64];
		g_snprintf(place, sizeof place, "%u.%u", one->page, one->level);
		digest_field(&digest, place, one->text, -1);
	}
	digest_end(&digest, record->digest);
}

void document_take(struct document_builder *builder, const char *format,
		   struct document_record *record)
{
	memset(record, 0, sizeof *record);
	record->title = find_title(builder);
	record->format = g_strdup(format);
	g_strlcpy(record->language, find_language(builder), sizeof record->language);
	record->pages = builder->page;
	record->deletions = builder->deletions;
	record->scans = builder->scans->len > 0 ? g_strdup(builder->scans->str) : NULL;
	record->n_paragraphs = builder->paragraphs->len;
	record->paragraphs =
		(struct document_paragraph *)(void *)g_array_free(builder->paragraphs, FALSE);
	builder->paragraphs = g_array_new(FALSE, TRUE, sizeof(struct document_paragraph));
	take_digest(record);
}
