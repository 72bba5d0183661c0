/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures of a cell with how much is behind them: shares with Wilson's interval (1927), medians
 * with the interval of their order statistics. */
#pragma once

#include "calibration/calibrate.h"

struct figure_target {
	const char *name;
	enum calibrate_bound bound;
	double target;
};

void figure_add_share(GArray *figures, const struct figure_target *target, guint hits, guint n);
/* Puts `value` (n of them) in rising order; INFINITY counts as larger than all. */
void figure_add_median(GArray *figures, const struct figure_target *target, double *value,
		       guint n);
/* A plain mean, or a number without an interval. */
void figure_add_number(GArray *figures, const struct figure_target *target, double value,
		       guint n);
