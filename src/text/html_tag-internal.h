/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One tag of HTML, for html.c alone: name, layout, effect on what it encloses. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum html_layout {
	HTML_INLINE,
	HTML_BREAK,        /* ends the line, even an empty one */
	HTML_LINE,         /* begins and ends on a line of its own */
	HTML_PARAGRAPH,    /* the same, with an empty line around */
	HTML_ITEM,         /* a line that begins with a dash */
	HTML_CELL,         /* a tab from the cell before */
	HTML_PREFORMATTED, /* keeps its spaces and line ends */
	HTML_RAW,          /* holds no text at all */
};

enum html_effect {
	HTML_NOTHING,
	HTML_QUOTE,
	HTML_QUOTE_LEAD, /* quotes; but up to the quotation inside when it opens with one */
	HTML_QUOTE_REST, /* all that follows is quoted */
	HTML_HIDE,
};

struct html_tag {
	const char *name, *attributes; /* borrowed, not terminated */
	gsize name_length, attributes_length;
	enum html_layout layout;
	bool closing, empty;
};

/* Reads what stands between '<' and '>'. */
void html_tag_read(struct html_tag *tag, const char *text, gsize length);
bool html_tag_is(const struct html_tag *tag, const char *name);
/* Of an opening tag. */
enum html_effect html_tag_effect(const struct html_tag *tag);
