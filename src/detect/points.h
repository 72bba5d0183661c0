/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Points as a user hands them to `entente detect`: `date,value[,n]` rows or bare values, one a
 * line, with or without a header; an empty cell, NA or NaN is a missing value and keeps its
 * place. Rows that cannot be read are counted, named and kept as missing. Rows are in the order
 * of their dates, those of one day in the order of the file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define POINTS_MOST          50000000 /* rows */
#define POINTS_TROUBLES_KEPT 20
#define POINTS_LINE_MOST     8192  /* bytes of a line; a longer one cannot be read */
#define POINTS_VALUE_MOST    1e100 /* so that squares and their sums stay finite */
#define POINTS_YEAR_FIRST    1000  /* of a date */
#define POINTS_YEAR_LAST     2999

enum points_rhythm {
	POINTS_UNDATED,
	POINTS_DAILY,  /* or several a day, or irregular with less than a week between */
	POINTS_WEEKLY, /* up to three weeks between */
	POINTS_MONTHLY,
	POINTS_COARSER, /* quarters, years */
};

struct points {
	gsize n;
	double *value; /* n, NAN = missing */
	double *n_of;  /* n, NAN = none given; NULL when there is no such column */
	gint32 *day;   /* n, day numbers of base/calendar.h; NULL when undated */
	enum points_rhythm rhythm;
	GPtrArray *troubles;    /* char *: "line 12: \"abc\" is no number; ..." */
	gsize n_troubles;       /* all of them, those not kept included */
	bool reordered;         /* the rows did not come in the order of their dates */
	bool day_first_assumed; /* 3/4/2025 is the 3rd of April, and nothing settles it */
};

/* Reads a whole stream (descriptor stays open). NULL with ENTENTE_ERROR_INPUT that names the
 * place and the mend when nothing in it is a point. Caller owns. */
struct points *points_read(int descriptor, const char *name, GError **error);
struct points *points_parse(const char *bytes, gsize length, const char *name, GError **error);
/* Forgets the rows after a day; those of an undated history stay. */
void points_end_at(struct points *points, gint32 day);
void points_free(struct points *points);
typedef struct points points_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(points_auto, points_free)
