/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The steps from bytes to points: a source of UTF-8 bytes, the layout of its rows, the meaning
 * of a cell, the rows put in order. */
#pragma once

#include "detect/points.h"

/* ---- source.c: bytes from a descriptor or memory, whatever their Unicode encoding ---- */

struct points_source; /* owned by the caller */

struct points_source *points_source_open(int descriptor); /* descriptor stays open */
struct points_source *points_source_open_memory(const char *bytes, gsize length);
void points_source_free(struct points_source *source);
typedef struct points_source points_source_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(points_source_auto, points_source_free)
/* The next bytes, without a byte order mark; 0 at the end, -1 with the error. */
gssize points_source_read(struct points_source *source, char *out, gsize room, GError **error);

/* ---- cells.c ---- */

struct points_cell { /* borrowed, not NUL-terminated */
	const char *text;
	gsize length;
};

enum points_number { POINTS_NUMBER, POINTS_MISSING, POINTS_NO_NUMBER, POINTS_TOO_LARGE };

/* Without blanks and quotes around it. */
struct points_cell points_cell_strip(struct points_cell cell);
/* *value is set for a number only. */
enum points_number points_cell_number(struct points_cell cell, bool decimal_comma,
				      double *value);
/* Cuts a line at its separators (0: it is one cell) outside quotes; at most `most` cells, what
 * follows is left out. Returns how many. */
guint points_line_cut(struct points_cell line, char separator, struct points_cell *cells,
		      guint most);

/* ---- dates.c ---- */

enum points_date_form { POINTS_DAY, POINTS_WEEK, POINTS_MONTH, POINTS_LONGER };

struct points_date {
	enum points_date_form form;
	/* The two readings of 3/4/2025, equal where the writing leaves no doubt; DAY_NONE when
	 * a reading is no day. */
	gint32 day_first, month_first;
};

/* False, and *date untouched, when the cell is no date. */
bool points_cell_date(struct points_cell cell, struct points_date *date);

/* ---- layout.c ---- */

struct points_layout {
	char line_end;      /* '\n'; '\r' in files of old Macintoshes */
	char separator;     /* 0: a value a line */
	bool header;        /* the first line that holds something */
	int date, value, n; /* columns, -1 = none */
};

/* The layout that reads most of the first lines. */
void points_layout_guess(const char *head, gsize length, bool whole,
			 struct points_layout *layout);
bool points_line_is_comment(struct points_cell line);

/* ---- rows.c ---- */

struct points_rows {
	struct points_layout layout; /* set before the first row */
	bool header_awaited;
	GArray *value, *n_of;             /* double */
	GArray *day;                      /* gint32, DAY_NONE = none of its own */
	GArray *open;                     /* rows whose day hangs on the order */
	gsize day_certain, month_certain; /* open rows that only one order can read */
	enum points_date_form form;       /* the longest met */
	gsize line;                       /* the present one, from 1 */
	GPtrArray *troubles;
	gsize n_troubles;
};

void points_rows_init(struct points_rows *rows);
void points_rows_clear(struct points_rows *rows);
void points_rows_add(struct points_rows *rows, struct points_cell line);
/* A row in the place of the present line, which is longer than a line may be. */
void points_rows_add_long(struct points_rows *rows);
/* Takes what the rows hold. Caller owns. */
struct points *points_rows_finish(struct points_rows *rows);

/* ---- order.c ---- */

/* In the order of dates; a file that runs backwards is turned round. */
void points_sort(struct points *points);
enum points_rhythm points_rhythm_of(const struct points *points);
