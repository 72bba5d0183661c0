/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text on a terminal: columns counted by what a cell shows (East Asian wide and zero-width
 * characters, Unicode UAX 11), lines broken at spaces, never at no-break ones. */
#pragma once

#include <glib.h>

enum screen_style { SCREEN_PLAIN, SCREEN_BOLD, SCREEN_DIM, SCREEN_WORSE, SCREEN_GOOD };

struct screen {
	GString *out;
	guint columns;
	gboolean colour;
};

guint screen_width(const char *text);
/* At most `columns`, with an ellipsis where it was cut. Caller owns. */
char *screen_cut(const char *text, guint columns);
/* Broken into lines; `first` before the first line, `indent` spaces before the others. */
void screen_wrap(const struct screen *screen, enum screen_style style, const char *first,
		 guint indent, const char *text);
/* Idem, at most `lines` of them, the last cut with an ellipsis. */
void screen_wrap_most(const struct screen *screen, enum screen_style style, const char *first,
		      guint indent, const char *text, guint lines);
/* An empty line, then a heading. */
void screen_heading(const struct screen *screen, const char *text);

/* A table: cells by rows; every column but the first is as wide as its widest cell, the first
 * takes what is left and is broken into lines. */
struct screen_table {
	guint n_columns;
	const gboolean *right; /* columns set to the right */
	GPtrArray *cells;      /* char *, rows of n_columns */
	GArray *styles;        /* enum screen_style, one a row */
};

struct screen_table *screen_table_new(guint n_columns, const gboolean *right);
/* Takes the cells. */
void screen_table_row(struct screen_table *table, enum screen_style style, char *const *cells);
void screen_table_write(const struct screen_table *table, const struct screen *screen);
void screen_table_free(struct screen_table *table);
typedef struct screen_table screen_table_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(screen_table_auto, screen_table_free)
