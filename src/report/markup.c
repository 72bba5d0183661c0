/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Elements are written in order and closed by hand: a page has one shape, a tree of nodes would
 * only repeat it. */
#include "report/markup.h"

#include "report/phrase.h"

void markup_text(GString *out, const char *text)
{
	g_autofree char *clean = phrase_clean(text);

	for (const char *at = clean; *at != '\0'; at++) {
		switch (*at) {
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		default:
			g_string_append_c(out, *at);
		}
	}
}

void markup_open(GString *out, const char *tag, const char *class)
{
	g_string_append_printf(out, "<%s", tag);
	if (class != NULL)
		markup_attribute(out, "class", class);
	g_string_append(out, ">");
}

void markup_close(GString *out, const char *tag)
{
	g_string_append_printf(out, "</%s>\n", tag);
}

void markup_element(GString *out, const char *tag, const char *class, const char *text)
{
	markup_open(out, tag, class);
	markup_text(out, text);
	markup_close(out, tag);
}

void markup_attribute(GString *out, const char *name, const char *value)
{
	g_string_append_printf(out, " %s=\"", name);
	markup_text(out, value);
	g_string_append_c(out, '"');
}

void markup_head_row(GString *out, const char *const *cells, guint n)
{
	g_string_append(out, "<thead><tr>");
	for (guint i = 0; i < n; i++) {
		g_string_append(out, "<th scope=\"col\">");
		markup_text(out, cells[i]);
		g_string_append(out, "</th>");
	}
	g_string_append(out, "</tr></thead>\n");
}

void markup_row(GString *out, const char *const *cells, guint n)
{
	g_string_append(out, "<tr><th scope=\"row\">");
	markup_text(out, cells[0]);
	g_string_append(out, "</th>");
	for (guint i = 1; i < n; i++) {
		g_string_append(out, "<td>");
		markup_text(out, cells[i]);
		g_string_append(out, "</td>");
	}
	g_string_append(out, "</tr>\n");
}
