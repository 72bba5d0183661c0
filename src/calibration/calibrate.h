/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The detector's own table of errors: what it says of relationships whose truth is known, cell
 * by cell, beside the targets it is held to. Seeded: the same seed and size give the same
 * table, whatever the number of threads. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CALIBRATE_RELATIONSHIPS 500 /* a cell, when the user says nothing */
#define CALIBRATE_LEAST         10

enum calibrate_view {
	CALIBRATE_OFFLINE,        /* the onset posterior of three years, fused and alone */
	CALIBRATE_ONLINE,         /* the weekly watch from week 56 to 156 */
	CALIBRATE_PORTFOLIO_VIEW, /* e-BH over a thousand relationships */
	CALIBRATE_VIEW_COUNT
};

/* What a figure is held to. */
enum calibrate_bound { CALIBRATE_SHOWN, CALIBRATE_AT_MOST, CALIBRATE_AT_LEAST };

struct calibrate_figure {
	const char *name; /* token: "p50", "p90", "p50_alone", "onset_error"... */
	double value;     /* NAN = no relationship speaks of it */
	double low, high; /* 95 %: Wilson for shares, order statistics for medians; NAN */
	guint n;          /* relationships behind it */
	enum calibrate_bound bound;
	double target; /* NAN when only shown */
};

struct calibrate_cell {
	enum calibrate_view view;
	const char *scenario;    /* token: "null", "drift"... */
	const char *disturbance; /* token, "" = none */
	double loss, rho;
	guint n;         /* relationships */
	GArray *figures; /* struct calibrate_figure */
};

struct calibration {
	guint64 seed;
	guint relationships; /* a cell */
	GPtrArray *cells;    /* struct calibrate_cell *, in the order of the table */
};

/* Called from the caller's thread after each cell; may be NULL. */
typedef void (*calibrate_progress)(guint done, guint total, gpointer user_data);

/* Caller owns. */
struct calibration *calibrate(guint64 seed, guint relationships, guint threads,
			      calibrate_progress progress, gpointer user_data);
void calibration_free(struct calibration *calibration);

/* Whether the figure keeps its bound; true when it has none. */
bool calibrate_kept(const struct calibrate_figure *figure);
