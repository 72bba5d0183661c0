/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The lower tail of a binomial, each term from the logarithm of the gamma function. */
#include "stats/rates.h"

#include <math.h>

static double log_term(guint k, guint n, double share)
{
	return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) + k * log(share) +
	       (n - k) * log1p(-share);
}

double rates_fell(guint before, double exposure_before, guint after, double exposure_after)
{
	double share = exposure_after / (exposure_before + exposure_after), chance = 0;

	for (guint k = 0; k <= after; k++)
		chance += exp(log_term(k, before + after, share));
	return fmin(chance, 1);
}
