/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private parts of the onset posterior: the nuisance columns, their whitening under one AR(1)
 * coefficient, the inner products of every candidate loss with the whitened data, and the small
 * robust statistics that several files share. */
#pragma once

#include "stats/onset.h"

#define ONSET_HARMONICS_FROM 56 /* shorter histories cannot tell a year's wave from a trend */

/* Observed weeks of one series, counted from the first of them, with the nuisance columns
 * (intercept, season, covariates) that are linearly independent there. */
struct onset_design {
	guint offset; /* axis week of the first observation */
	guint weeks;  /* from the first to the last observation, both included */
	guint n;      /* observations */
	guint *week;  /* n: weeks since the first observation, rising */
	double *y;    /* n */
	guint columns;
	double *column; /* [columns][n] */
};

/* False, and nothing to clear, when nothing is observed. */
bool onset_design_init(struct onset_design *design, const struct onset_series *series,
		       const struct onset_axis *axis);
/* The same with the whole season and all covariates, however short the history. */
bool onset_design_init_full(struct onset_design *design, const struct onset_series *series,
			    const struct onset_axis *axis);
void onset_design_clear(struct onset_design *design);
/* The weeks of August and Christmas, which have columns of their own. */
bool onset_is_holiday(const struct onset_axis *axis, guint week);

/* The design seen through the AR(1) filter of one coefficient. */
struct onset_whitened {
	guint n, columns;
	double *link;     /* n: correlation with the previous observation, 0 for the first */
	double *scale;    /* n: innovation scale, 1 for the first */
	double *basis;    /* [columns][n], orthonormal */
	double *residual; /* n: y outside the span of the basis */
	double sum_of_squares;
	double log_determinant; /* -sum log scale - log |R| */
};

void onset_whiten(const struct onset_design *design, double rho,
		  struct onset_whitened *whitened);
void onset_whitened_clear(struct onset_whitened *whitened);

/* Modified Gram-Schmidt, in place, on [columns][n]. A column whose remainder is
 * below `tolerance` of its own squared length is dropped when `kept` is given (the later ones
 * move up; kept[i] is the old number of column i). Returns the number of columns left; adds
 * the logs of the lengths to *log_lengths when given. */
guint onset_orthonormalise(double *column, guint columns, guint n, double tolerance,
			   guint *kept, double *log_lengths);
/* Takes the span of an orthonormal basis out of a vector. */
void onset_project_out(const double *basis, guint columns, guint n, double *vector);
double onset_dot(const double *a, const double *b, guint n);

/* Inner products of every shape at every onset week: [ONSET_BASIS_COUNT][weeks]. */
struct onset_products {
	guint weeks;
	double *with_data; /* shape . residual */
	double *length;    /* shape . shape, whitened */
	double *remainder; /* what of it the nuisance columns leave */
};

void onset_products_init(struct onset_products *products, guint weeks);
void onset_products_clear(struct onset_products *products);
guint onset_ramp_length(enum onset_basis basis);  /* 0 when it is not a ramp with an end */
double onset_shock_decay(enum onset_basis basis); /* a week; 0 when it is not a shock */
/* Part of the full loss that is there `since` weeks after the onset; the open ramp grows by 1 a
 * week. */
double onset_shape_at(enum onset_basis basis, gint since);
/* By suffix recursions, linear in the weeks, exact for every pattern of missing weeks. */
void onset_products_suffix(const struct onset_design *design,
			   const struct onset_whitened *whitened,
			   struct onset_products *products);

/* Slow waves in what the design, whitened by rho, leaves beside a loss of that basis and week
 * (counted from the first observation): see struct onset_grid. */
void onset_slow_noise(const struct onset_design *design, double rho, enum onset_basis basis,
		      guint onset, double *power, double *freedom);

/* log(exp(a) + exp(b)) without overflow; -INFINITY is a zero. */
double onset_log_add(double a, double b);

/* Median of n values, which are put in another order; NAN when n is 0. */
double onset_median(double *value, guint n);
/* 1.4826 times the median distance to the median; n is at least 1. */
double onset_mad(const double *value, guint n);
