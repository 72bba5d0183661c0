/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a history of any kind changes, without a model of what it is: level or straight line
 * between changes, no penalty to choose. Up to SEGMENT_CONSENSUS_MOST points the answer is the
 * segmentation that agrees best with thirty exact readings of the same history; beyond, the
 * exact piecewise constant fit by functional pruning. Deterministic; no globals. */
#pragma once

#include <glib.h>

#define SEGMENT_CONSENSUS_MOST 5000
#define SEGMENT_SHORTEST       5 /* observed points of a segment on a straight line */

struct segment_change {
	gsize index;          /* first point of the new segment, missing points counted */
	gsize low, high;      /* 90 % interval of the index, low <= index <= high */
	double support;       /* 0..1: how much speaks for a change here at all */
	double before, after; /* means of the observed points of the two segments */
};

/* Changes of n values in rising order (NAN = missing: never imputed, never a change by itself).
 * Fewer than 2 * SEGMENT_SHORTEST observed values, or all equal, give none. Caller owns the
 * array of struct segment_change. */
GArray *segment_find(const double *value, gsize n);
