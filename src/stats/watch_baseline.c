/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the first year of a series teaches about the later ones: the spread of its innovations,
 * at which outliers are cut, and its season. Nothing of the weeks behind it is looked at, so
 * that no reading depends on what came after. */
#include "stats/watch-internal.h"

#include <math.h>

/* Takes the fitted season out of every row; columns that the first rows do not tell stay. */
static void take_out(const struct watch_sweep *sweep, double *rest)
{
	const struct onset_design *design = sweep->design;
	g_autofree double *coefficient = g_new(double, design->columns);

	watch_sweep_coefficients(sweep, coefficient);
	for (guint k = 0; k < design->n; k++) {
		rest[k] = design->y[k];
		for (guint j = 0; j < design->columns; j++)
			rest[k] -= coefficient[j] * design->column[(gsize)j * design->n + k];
	}
}

/* The mean distance, scaled to a standard deviation under normal noise: one outlier hardly
 * moves it, and it is not nought where most weeks are equal, as a median distance would be. */
double watch_spread(const struct onset_design *design, double rho, guint rows, double *rest)
{
	struct watch_sweep sweep;
	double sum = 0;
	guint n = 0;

	watch_sweep_init(&sweep, design, rho);
	for (guint k = 0; k < MIN(rows, design->n); k++) {
		if (!watch_sweep_next(&sweep))
			continue;
		sum += fabs(watch_sweep_innovation(&sweep));
		n++;
	}
	if (rest != NULL)
		take_out(&sweep, rest);
	watch_sweep_clear(&sweep);
	return n > 0 ? sqrt(G_PI / 2) * sum / n : 0;
}
