/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How well one segmentation covers another: the mean, over all points, of the Jaccard index of
 * the true segment around the point and the found segment that overlaps it best (Arbelaez et
 * al. 2011; for time series van den Burg and Williams, arXiv 2003.06222, section 4). */
#pragma once

#include <glib.h>

/* Both arrays hold gsize, the first points of the second and later segments of 0..n-1, rising.
 * 1 when they are equal. */
double cover(const GArray *truth, const GArray *found, gsize n);
