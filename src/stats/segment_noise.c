/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The scale of the noise in a long history, whatever its changes: the long-run variance,
 * because the white-noise one takes every slow wave for a change. The greater of an AR(1)
 * reading of differences one and two points apart (Chakar et al. 2017; at more lags Romano,
 * Rigaill, Runge and Fearnhead 2022) and of differences between means of neighbouring blocks
 * (Wu and Zhao 2007). Squares are winsorised (Huber 1981) where these authors take medians,
 * which jump when values are whole numbers; a change, which few differences straddle, still
 * hardly tells. Where the noise itself changes, as that of counts does with their rate, its
 * loudest eighth decides. */
#include "stats/segment-internal.h"

#include <math.h>

/* Robust deviations at which a difference counts: wide where tails are heavy, narrow where
 * means are near normal but a change touches more of them. */
#define WINSOR_POINTS 6.0
#define WINSOR_BLOCKS 3.0

#define RHO_MOST .98

#define PARTS_MOST    8
#define PART_SHORTEST 100
/* Noise that is no smaller than rounding, on the scale of one. */
#define NOISE_LEAST 1e-12

/* Mean square of n differences; `still` when most of them are nought. */
static double mean_square(const double *difference, gsize n, double winsor, bool *still)
{
	double limit = winsor * 1.4826 * segment_median_size(difference, n), sum = 0;

	*still = !(limit > 0);
	if (*still)
		limit = INFINITY;
	for (gsize k = 0; k < n; k++) {
		double size = MIN(fabs(difference[k]), limit);
		sum += size * size;
	}
	return sum / (double)n;
}

static double lagged_square(const double *value, gsize n, gsize lag, double *difference,
			    bool *still)
{
	for (gsize k = 0; k + lag < n; k++)
		difference[k] = value[k + lag] - value[k];
	return mean_square(difference, n - lag, WINSOR_POINTS, still);
}

/* An autoregression never stands still: one that does is events or steps, and has no rho. */
static double autocorrelation(double one, double two, bool still)
{
	return still ? 0 : CLAMP(two / one - 1, 0, RHO_MOST);
}

static double of_blocks(const double *value, gsize n, gsize length, double *difference)
{
	gsize blocks = n / length;
	double before = 0;
	bool still;

	if (blocks < 2)
		return 0;
	for (gsize block = 0; block < blocks; block++) {
		double mean = 0;
		for (gsize k = block * length; k < (block + 1) * length; k++)
			mean += value[k] / (double)length;
		if (block > 0)
			difference[block - 1] = mean - before;
		before = mean;
	}
	return (double)length / 2 * mean_square(difference, blocks - 1, WINSOR_BLOCKS, &still);
}

/* How much louder the loudest part is than all together. */
static double unevenness(const double *value, gsize n, double all, double *difference)
{
	gsize parts = CLAMP(n / PART_SHORTEST, 1, PARTS_MOST), length = n / parts;
	double loudest = all;
	bool still;

	for (gsize part = 0; part < parts && parts > 1; part++)
		loudest = fmax(loudest, lagged_square(value + part * length, length, 1,
						      difference, &still));
	return all > 0 ? loudest / all : 1;
}

double segment_noise(const double *value, gsize n)
{
	static const gsize lengths[] = {4, 16};
	g_autofree double *difference = g_new(double, n);
	bool still_one, still_two;
	double one = lagged_square(value, n, 1, difference, &still_one);
	double two = lagged_square(value, n, 2, difference, &still_two);
	double rho = autocorrelation(one, two, still_one || still_two);
	double noise = one / 2 * (1 + rho) / ((1 - rho) * (1 - rho));

	for (guint i = 0; i < G_N_ELEMENTS(lengths); i++)
		noise = fmax(noise, of_blocks(value, n, lengths[i], difference));
	return fmax(noise * unevenness(value, n, one, difference), NOISE_LEAST);
}
