/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Covering by interval arithmetic: segments that overlap lie next to each other, so that one
 * walk over both segmentations is enough. */
#include "stats/cover.h"

static gsize segment_start(const GArray *changes, gsize segment)
{
	return segment == 0 ? 0 : g_array_index(changes, gsize, segment - 1);
}

static gsize segment_end(const GArray *changes, gsize segment, gsize n)
{
	return segment < changes->len ? g_array_index(changes, gsize, segment) : n;
}

double cover(const GArray *truth, const GArray *found, gsize n)
{
	double sum = 0;

	for (gsize i = 0, j = 0; i <= truth->len; i++) {
		gsize from = segment_start(truth, i), to = segment_end(truth, i, n);
		double best = 0;
		while (segment_end(found, j, n) <= from)
			j++;
		for (gsize k = j; k <= found->len && segment_start(found, k) < to; k++) {
			gsize start = segment_start(found, k), end = segment_end(found, k, n);
			double common = (double)(MIN(to, end) - MAX(from, start));
			double whole = (double)(MAX(to, end) - MIN(from, start));
			best = MAX(best, common / whole);
		}
		sum += best * (double)(to - from);
	}
	return sum / (double)n;
}
