/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How consistently several items speak of one thing: alpha of Cronbach (Psychometrika 16,
 * 1951), with the interval of Feldt (Psychometrika 30, 1965): (1 - alpha) / (1 - estimate) has
 * the distribution F with n - 1 and (n - 1)(k - 1) degrees of freedom. */
#pragma once

#include <glib.h>

/* Of respondents. Below it the interval spans nearly all values, and a single answer moves the
 * estimate from good to bad; our judgement. */
#define RELIABILITY_LEAST 5u

struct reliability {
	double alpha, low, high; /* 95 % interval; NAN where it is unknown */
	guint n, k;              /* respondents who answered every item; items */
};

/* `values`: n rows of k items. Unknown below RELIABILITY_LEAST respondents or two items, and
 * where all respondents have one sum: alpha divides by its variance. */
void reliability_cronbach(const double *values, guint n, guint k, struct reliability *out);

/* The value below which a variable of the distribution F stays with that probability (0..1);
 * within 1e-10 of its own size. */
double reliability_f_quantile(double probability, double d1, double d2);
