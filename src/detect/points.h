/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Points as a user hands them to `entente detect`: `date,value[,n]` rows or bare values, one a
 * line, with or without a header; an empty cell, NA or NaN is a missing value and keeps its
 * place. Rows that cannot be read are counted, named and kept as missing. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define POINTS_MOST          50000000 /* rows */
#define POINTS_TROUBLES_KEPT 20

enum points_rhythm {
	POINTS_UNDATED,
	POINTS_DAILY, /* or several a day, or irregular with less than a week between */
	POINTS_WEEKLY,
	POINTS_MONTHLY,
	POINTS_COARSER, /* quarters, years */
};

struct points {
	gsize n;
	double *value; /* n, NAN = missing */
	double *n_of;  /* n, NAN = none given; NULL when there is no such column */
	gint32 *day;   /* n, day numbers of base/calendar.h; NULL when undated */
	enum points_rhythm rhythm;
	GPtrArray *troubles; /* char *: "line 12: \"abc\" is no number; ..." */
	gsize n_troubles;    /* all of them, those not kept included */
};

/* Reads a whole stream (descriptor stays open). NULL with ENTENTE_ERROR_INPUT that names the
 * place and the mend when nothing in it is a point. Caller owns. */
struct points *points_read(int descriptor, const char *name, GError **error);
struct points *points_parse(const char *bytes, gsize length, const char *name, GError **error);
void points_free(struct points *points);
typedef struct points points_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(points_auto, points_free)
