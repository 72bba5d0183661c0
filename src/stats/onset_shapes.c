/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The shapes of a loss: a step, ramps that are complete after a quarter to two years, a ramp
 * that does not end, and shocks that fade over 6 or 13 weeks. */
#include "stats/onset-internal.h"

#include <math.h>

static const struct shape {
	guint ramp;   /* weeks until the full loss, 0 when it is no ramp with an end */
	double decay; /* weeks, 0 when it is no shock */
} shapes[ONSET_BASIS_COUNT] = {
	[ONSET_STEP] = {1, 0},    [ONSET_RAMP13] = {13, 0},   [ONSET_RAMP26] = {26, 0},
	[ONSET_RAMP52] = {52, 0}, [ONSET_RAMP104] = {104, 0}, [ONSET_RAMP_OPEN] = {0, 0},
	[ONSET_SHOCK6] = {0, 6},  [ONSET_SHOCK13] = {0, 13},
};

guint onset_ramp_length(enum onset_basis basis)
{
	return basis == ONSET_STEP ? 0 : shapes[basis].ramp;
}

double onset_shock_decay(enum onset_basis basis)
{
	return shapes[basis].decay > 0 ? exp(-1 / shapes[basis].decay) : 0;
}

double onset_shape_at(enum onset_basis basis, gint since)
{
	if (since < 0)
		return 0;
	if (shapes[basis].decay > 0)
		return exp(-since / shapes[basis].decay);
	return shapes[basis].ramp > 0 ? fmin((since + 1.0) / shapes[basis].ramp, 1) : since + 1;
}

void onset_products_init(struct onset_products *products, guint weeks)
{
	gsize cells = (gsize)ONSET_BASIS_COUNT * weeks;

	products->weeks = weeks;
	products->with_data = g_new0(double, cells);
	products->length = g_new0(double, cells);
	products->remainder = g_new0(double, cells);
}

void onset_products_clear(struct onset_products *products)
{
	g_free(products->with_data);
	g_free(products->length);
	g_free(products->remainder);
}
