/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which part of a mail holds its text: plain text where there is some, else HTML; of several
 * forms of the same content the simplest; of several pieces in a row all of them, because mail
 * programs cut a text around its pictures and lists append their footers as parts. Only these
 * parts are decoded. */
#include <string.h>

#include "base/limits.h"
#include "importers/mail-internal.h"
#include "text/own_text.h"

struct reader {
	const struct mime_tree *tree;
	guint32 quality;
	gsize length; /* text gathered so far */
};

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static char *leaf_text(struct reader *reader, const struct mime_part *part)
{
	g_autofree char *text = NULL;

	if (part->attached || reader->length >= LIMIT_MAIL_TEXT)
		return NULL;
	text = mail_decode_part(part, &reader->quality);
	if (part->kind == MIME_TEXT_HTML) {
		g_autofree char *html = g_steal_pointer(&text);

		text = own_text_from_html(html, strlen(html));
	}
	if (!text || is_blank(text))
		return NULL;
	reader->length += strlen(text);
	return g_steal_pointer(&text);
}

static char *part_text(struct reader *reader, const struct mime_part *part);

static char *best_alternative(struct reader *reader, const struct mime_part *part)
{
	for (int pass = 0; pass < 3; pass++)
		for (guint i = 0; i < part->n_children; i++) {
			const struct mime_part *child =
				mime_part_at(reader->tree, part->first_child + i);
			int rank = child->kind == MIME_TEXT_PLAIN  ? 0
				   : child->kind == MIME_TEXT_HTML ? 2
								   : 1;
			char *text = rank == pass ? part_text(reader, child) : NULL;

			if (text)
				return text;
		}
	return NULL;
}

static char *all_children(struct reader *reader, const struct mime_part *part)
{
	GString *joined = NULL;

	for (guint i = 0; i < part->n_children; i++) {
		g_autofree char *text =
			part_text(reader, mime_part_at(reader->tree, part->first_child + i));

		if (!text)
			continue;
		if (!joined) {
			joined = g_string_new(text);
			continue;
		}
		if (joined->str[joined->len - 1] != '\n')
			g_string_append_c(joined, '\n');
		g_string_append(joined, text);
	}
	return joined ? g_string_free(joined, FALSE) : NULL;
}

/* Recursion is as deep as the tree, which is bounded by LIMIT_MIME_DEPTH. */
static char *part_text(struct reader *reader, const struct mime_part *part)
{
	switch (part->kind) {
	case MIME_TEXT_PLAIN:
	case MIME_TEXT_HTML:
		return leaf_text(reader, part);
	case MIME_ALTERNATIVE:
		return best_alternative(reader, part);
	case MIME_RELATED:
	case MIME_MULTIPART:
		return all_children(reader, part);
	default:
		return NULL;
	}
}

/* Pictures of an HTML page and signatures are no attachments; a mail within the mail is one. */
static guint16 count_attachments(const struct mime_tree *tree)
{
	guint16 n = 0;

	for (guint i = 0; i < tree->parts->len; i++) {
		const struct mime_part *part = mime_part_at(tree, i);
		bool picture = header_is(&part->type, "image") &&
			       !header_is(&part->disposition, "attachment");

		if (part->kind == MIME_SIGNATURE || part->kind >= MIME_ALTERNATIVE || picture)
			continue;
		n += part->attached || part->kind == MIME_MESSAGE;
	}
	return n;
}

/* A calendar with a method (RFC 6047) that is the mail or one of its alternative forms; an
 * .ics file that a person attached is not. */
static bool is_invitation(const struct mime_tree *tree)
{
	for (guint i = 0; i < tree->parts->len; i++) {
		const struct mime_part *part = mime_part_at(tree, i);
		g_autofree char *method = NULL;

		if (part->kind != MIME_CALENDAR || header_is(&part->disposition, "attachment"))
			continue;
		method = header_parameter(&part->type, "method");
		if (method && *method)
			return true;
	}
	return false;
}

static void cut_at_character(char *text, gsize limit)
{
	if (strlen(text) > limit)
		*g_utf8_find_prev_char(text, text + limit + 1) = '\0';
}

static void read_own_text(const char *text, struct message_record *record)
{
	gsize cut = 0;

	record->own_text = own_text_extract(text, strlen(text), &cut);
	record->quoted_length = (guint32)cut;
	if (!record->own_text)
		return;
	cut_at_character(record->own_text, LIMIT_OWN_TEXT);
	g_strlcpy(record->language, own_text_language(record->own_text),
		  sizeof record->language);
	record->asks = own_text_asks(record->own_text, record->language);
}

void mail_read_content(const struct mime_tree *tree, struct message_record *record,
		       bool *invitation)
{
	struct reader reader = {.tree = tree};
	g_autofree char *text = part_text(&reader, mime_part_at(tree, 0));

	record->quality |= reader.quality;
	record->attachments = count_attachments(tree);
	*invitation = is_invitation(tree);
	if (text)
		read_own_text(text, record);
}
