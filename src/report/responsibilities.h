/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The grid of responsibilities, what is wrong with it, and what fell into its holes. */
#pragma once

#include "base/catalogue.h"
#include "model/responsibility.h"
#include "report/screen.h"

struct shown_grid {
	const char *relationship;
	const GPtrArray *rows; /* struct raci_row *, by activity, then day */
	gint32 day;
};

/* A ticket or a dispute whose activity had not exactly one accountable role on its day. */
struct shown_hole {
	char *event; /* public id */
	gint32 day;
	char *activity;    /* as in struct raci_row */
	guint accountable; /* roles that answered for it */
	char *words;       /* masked; NULL */
};
void shown_hole_free(struct shown_hole *hole);

/* The catalogue: every activity, what the client keeps, and whether it must answer for it. */
void report_activities_text(const struct catalogue *catalogue, const struct screen *screen);
void report_activities_json(GString *out);
/* The rows that hold on the day. */
void report_grid_text(const struct shown_grid *grid, const struct catalogue *catalogue,
		      const struct screen *screen);
void report_grid_json(const struct shown_grid *grid, GString *out);
/* All rows and all activities, those without a row blank: what can be filled in and read again.
 * Names of activities in the catalogue's language. */
void report_grid_csv(const struct shown_grid *grid, const struct catalogue *catalogue,
		     GString *out);
/* What raci_check() finds. */
void report_grid_check_text(const struct shown_grid *grid, const struct catalogue *catalogue,
			    const struct screen *screen);
void report_grid_check_json(const struct shown_grid *grid, GString *out);
/* Holes (struct shown_hole *), out of so many tickets and disputes tied to an activity. */
void report_holes_text(const GPtrArray *holes, guint tied, const struct catalogue *catalogue,
		       const struct screen *screen);
void report_holes_json(const struct shown_grid *grid, const GPtrArray *holes, guint tied,
		       GString *out);
