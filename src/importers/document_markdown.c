/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Markdown (CommonMark, with the tables of GitHub and Pandoc) down to paragraphs: headings keep
 * their level, rows of tables their cells, items their dash; signs of emphasis, links and
 * comments go. */
#include "importers/document.h"

#include <string.h>

#include "base/limits.h"

#define HEADINGS_LEAST 2u /* that make a text Markdown */

struct markdown {
	struct document_builder *builder;
	GString *text;
};

static guint heading_level(const char *line)
{
	gsize count = strspn(line, "#");

	return count >= 1 && count <= 6 && line[count] == ' ' ? (guint)count : 0;
}

/* "| :--- | ---: |" */
static bool is_table_rule(const char *line)
{
	return line[0] == '|' && strstr(line, "--") && strspn(line, "|:- \t") == strlen(line);
}

static bool is_rule(const char *line)
{
	return strlen(line) >= 3 && strspn(line, "-*_= ") == strlen(line);
}

bool markdown_is(const char *text)
{
	guint headings = 0;

	for (guint lines = 0; *text && lines < LIMIT_TEXT_LINES; lines++) {
		gsize length = strcspn(text, "\n");
		g_autofree char *line = g_strndup(text, MIN(length, 200));
		if (is_table_rule(g_strstrip(line)))
			return true;
		headings += heading_level(line) > 0;
		text += length + (text[length] == '\n');
	}
	return headings >= HEADINGS_LEAST;
}

/* ---- inline signs ---- */

/* Bytes of "](target)" that begins at text; 0 when there is none. */
static gsize link_target(const char *text)
{
	gsize length;

	if (text[0] != ']' || text[1] != '(')
		return 0;
	length = strcspn(text, ")");
	return text[length] == ')' ? length + 1 : 0;
}

/* Bytes of "<br/>", "<!-- -->"; 0 when the '<' is text. */
static gsize tag_length(const char *text)
{
	gsize length = strcspn(text, ">\n");

	if (text[0] != '<' || text[length] != '>' ||
	    !(g_ascii_isalpha(text[1]) || text[1] == '/' || text[1] == '!'))
		return 0;
	return length + 1;
}

/* A sign of emphasis or code, or the bracket that opens a link. A star or an underline between
 * two spaces is text. */
static bool is_sign(const char *text, const GString *before)
{
	bool spaced = before->len == 0 || before->str[before->len - 1] == ' ';

	if (text[0] == '*' || (text[0] == '_' && (text[1] == '_' || text[1] == ' ' || spaced)))
		return !spaced || (text[1] != ' ' && text[1] != '\0');
	return text[0] == '`' || (text[0] == '[' && strchr(text, ']'));
}

/* Caller owns. */
static char *plain(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++) {
		gsize skipped = link_target(text);
		if (skipped == 0)
			skipped = tag_length(text);
		if (skipped > 0) {
			g_string_append_c(out, ' ');
			text += skipped - 1;
		} else if (text[0] == '\\' && g_ascii_ispunct(text[1])) {
			g_string_append_c(out, *++text);
		} else if (is_sign(text, out)) {
			continue;
		} else if (text[0] != ']' || text[1] == ']') {
			g_string_append_c(out, *text);
		}
	}
	return g_string_free(out, FALSE);
}

/* ---- blocks ---- */

static void end_block(struct markdown *markdown, guint level)
{
	g_autofree char *text = plain(markdown->text->str);

	document_add(markdown->builder, level, text);
	g_string_truncate(markdown->text, 0);
}

static void take_row(struct markdown *markdown, const char *line)
{
	g_auto(GStrv) cells = NULL;
	gsize length;

	end_block(markdown, 0);
	if (is_table_rule(line))
		return;
	length = strlen(line + 1);
	if (length > 0 && line[length] == '|')
		length--;
	g_autofree char *inside = g_strndup(line + 1, length);
	cells = g_strsplit(inside, "|", -1);
	for (guint i = 0; cells[i]; i++) {
		g_strstrip(cells[i]);
		if (i > 0)
			g_string_append(markdown->text, " | ");
		g_string_append(markdown->text, cells[i]);
	}
	end_block(markdown, 0);
}

static bool begins_item(const char *line)
{
	gsize figures = strspn(line, "0123456789");

	return ((line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') ||
	       (figures > 0 && figures < 4 && (line[figures] == '.' || line[figures] == ')') &&
		line[figures + 1] == ' ');
}

static void take_line(struct markdown *markdown, const char *line)
{
	guint level = heading_level(line);

	if (*line == '\0' || is_rule(line)) {
		end_block(markdown, 0);
	} else if (level > 0) {
		end_block(markdown, 0);
		g_string_append(markdown->text, line + level + 1);
		end_block(markdown, level);
	} else if (line[0] == '|') {
		take_row(markdown, line);
	} else {
		if (begins_item(line) || markdown->text->len > LIMIT_PARAGRAPH)
			end_block(markdown, 0);
		if (markdown->text->len > 0)
			g_string_append_c(markdown->text, ' ');
		g_string_append(markdown->text, line[0] == '*' && line[1] == ' ' ? "- " : "");
		g_string_append(markdown->text,
				line + (line[0] == '*' && line[1] == ' ' ? 2 : 0));
	}
}

/* "title: ..." between two lines of dashes at the top. Returns what stands behind. */
static const char *skip_front_matter(const char *text, struct document_builder *builder)
{
	const char *end = g_str_has_prefix(text, "---\n") ? strstr(text + 4, "\n---\n") : NULL;
	const char *title;

	if (!end)
		return text;
	title = g_strstr_len(text, end - text, "\ntitle:");
	if (title) {
		title += strlen("\ntitle:");
		g_autofree char *line = g_strndup(title, strcspn(title, "\n"));
		g_autofree char *shown = plain(g_strstrip(line));
		document_set_title(builder, shown);
	}
	return end + strlen("\n---\n");
}

void markdown_read(const char *text, struct document_builder *builder)
{
	struct markdown markdown = {.builder = builder, .text = g_string_new(NULL)};

	text = skip_front_matter(text, builder);
	for (guint i = 0; *text && i < LIMIT_TEXT_LINES && !document_is_full(builder); i++) {
		gsize length = strcspn(text, "\n");
		g_autofree char *line = g_strndup(text, MIN(length, LIMIT_PARAGRAPH));
		g_strstrip(line);
		if (g_str_has_prefix(line, "```"))
			end_block(&markdown, 0);
		else
			take_line(&markdown, line);
		text += length + (text[length] == '\n');
	}
	end_block(&markdown, 0);
	g_string_free(markdown.text, TRUE);
}
