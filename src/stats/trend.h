/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The slope of a history that may be noisy, gappy and correlated: the median of the slopes of
 * its pairs of points (Theil 1950, Sen 1968), with an interval whose variance knows the
 * autocorrelation (Hamed and Rao 1998). It describes; it dates nothing. */
#pragma once

#include <glib.h>

struct trend {
	double slope, low, high; /* per unit of `at`, 90 % interval; NAN = too few points */
	gsize n;                 /* points used */
	gsize block;             /* points whose median was taken as one, 1 = none */
};

/* `at` rises strictly (an index, or days); value NAN = missing. Long series are first reduced
 * to medians of equal blocks, so that time and memory stay bounded. */
void trend_estimate(const double *at, const double *value, gsize n, struct trend *trend);
