/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private parts of the weekly watch: the contrasts by which each week is told from all weeks
 * before it, the e-process of one series under terms laid down beforehand, and what the first
 * year teaches (autocorrelation, scale, season). */
#pragma once

#include "stats/onset-internal.h"

/* Probability that Student's t with `freedom` degrees lies below -|t| (or, `below` false,
 * below |t|), where stretch = log(1 + t^2 / freedom). Relative error at most 1e-6 from 20
 * degrees up, 1e-12 else. */
double watch_student(double stretch, bool below, double freedom);

/* Recursive residuals: the rows of a design, seen through the AR(1) filter, taken in one at a
 * time. The contrast of a row is the linear function of the observations so far that no
 * nuisance column moves and that is uncorrelated, with the same variance, with those of all
 * rows before. */
struct watch_sweep {
	const struct onset_design *design;
	guint rows;           /* taken in */
	double *link, *scale; /* n: as in struct onset_whitened */
	double *threshold;    /* columns: what counts as nought */
	double *row;          /* columns */
	double *triangle;     /* [columns][columns]: R of the rows so far */
	double *direction;    /* [columns][n]: Q' of the rows so far */
	double *whitened;     /* n: contrast with whitened observations */
	double *contrast;     /* n: contrast with the observations themselves */
};

void watch_sweep_init(struct watch_sweep *sweep, const struct onset_design *design, double rho);
void watch_sweep_clear(struct watch_sweep *sweep);
/* Takes in the next row. False when a nuisance column that had been nought so far takes all
 * that it says: then there is no contrast. */
bool watch_sweep_next(struct watch_sweep *sweep);
/* The contrast applied to the observations: the innovation of the last row. */
double watch_sweep_innovation(const struct watch_sweep *sweep);
/* Coefficients [columns] of the rows so far; 0 for columns that they do not tell. */
void watch_sweep_coefficients(const struct watch_sweep *sweep, double *coefficient);

/* All that is settled before the first week that counts. */
struct watch_terms {
	double rho;
	double limit;     /* innovations are cut here; INFINITY = nowhere */
	guint from, to;   /* axis weeks: onsets are placed, readings taken, from..to */
	guint first_read; /* the stake is 1 before this week */
	guint every;      /* weeks between readings, one of them at the axis week `phase` */
	guint phase;
	int direction;
};

bool watch_is_read(const struct watch_terms *terms, guint week);
/* E-process of one series: e[week - from] at the readings, 1 elsewhere; onset[week - from]:
 * what an onset at that week adds to the last of them. Its mean is 1 at every week when nothing
 * changes, the noise is Gaussian AR(1) of this rho and nothing is cut. */
void watch_stake(const struct onset_design *design, const struct watch_terms *terms, double *e,
		 double *onset);

/* Autocorrelation of all series together, on the cautious side; designs are those of the first
 * year. */
double watch_autocorrelation(const struct onset_design *designs, guint n);

/* Spread of the innovations of the first `rows` rows, 0 when they have none; the season of
 * these rows is taken out of all of them in `rest` (n, may be NULL). */
double watch_spread(const struct onset_design *design, double rho, guint rows, double *rest);

/* One series as it is watched, or the mean of them. */
struct watch_line {
	double *value;      /* axis weeks, NAN = left out */
	GPtrArray *columns; /* const double *: nuisance columns */
	bool founder;       /* fills the first year of the relationship */
	guint baseline_end; /* last week of its first year */
	guint read_from;
	double spread; /* of the innovations of its first year */
	double share;  /* of the stake */
};

struct watch_lines {
	const struct onset_axis *axis;
	guint *seen; /* axis weeks: how many weeks were observed by then, by any series */
	guint baseline_end, first_reading;
	double rho;     /* NAN when there is nothing to learn it from */
	guint n_series; /* 0 when nothing can be read */
	GArray *line;   /* struct watch_line: the series, then their mean */
};

void watch_lines_init(struct watch_lines *all, const struct onset_series *series, guint n,
		      const struct onset_axis *axis);
void watch_lines_clear(struct watch_lines *all);
struct onset_series watch_line_series(const struct watch_line *line);
/* The week by which `count` weeks have a value; `weeks` when there is none. */
guint watch_week_of_count(const double *value, guint weeks, guint count);
