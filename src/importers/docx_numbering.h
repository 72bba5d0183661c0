/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Styles and automatic numbers of a Word document (ECMA-376 part 1, 17.7 and 17.9): which
 * styles are headings, and the "12.3" that Word shows and does not store with its paragraph. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct docx_numbering;

/* Of the document at `path`; parts that are missing or broken leave their defaults. Caller
 * owns. */
struct docx_numbering *docx_numbering_load(const char *path);
void docx_numbering_free(struct docx_numbering *numbering);

struct docx_paragraph_style {
	guint level;      /* of a heading; 0: none */
	guint number;     /* list it belongs to; 0: none */
	guint list_level; /* from 0 */
	bool contents;    /* a line of the table of contents */
};

/* What a style and those it is based on say. */
void docx_style_of(const struct docx_numbering *numbering, const char *style,
		   struct docx_paragraph_style *found);
/* The next label of a list at a level ("12.3", "a)", "-"); NULL when there is none. Caller
 * owns. */
char *docx_next_label(struct docx_numbering *numbering, guint number, guint list_level);
