/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sums of squares about a constant and about a line (least squares) in constant time, from
 * running sums. Values are on a scale of one and places are small whole numbers, so that the
 * differences of the sums lose about six digits of sixteen at most. */
#include "stats/segment-internal.h"

#include <math.h>

void segment_sums_init(struct segment_sums *sums, const double *value, const gsize *index,
		       gsize n)
{
	sums->n = n;
	for (guint s = 0; s < SUMS; s++)
		sums->sum[s] = g_new0(double, n + 1);
	for (gsize k = 0; k < n; k++) {
		double y = value[k], t = (double)index[k];
		double term[SUMS] = {y, y * y, t, t * t, t * y};
		for (guint s = 0; s < SUMS; s++)
			sums->sum[s][k + 1] = sums->sum[s][k] + term[s];
	}
}

void segment_sums_clear(struct segment_sums *sums)
{
	for (guint s = 0; s < SUMS; s++)
		g_free(sums->sum[s]);
}

double segment_residual(const struct segment_sums *sums, gsize from, gsize to, bool line,
			double *log_determinant)
{
	double d[SUMS], points = (double)(to - from);

	for (guint s = 0; s < SUMS; s++)
		d[s] = sums->sum[s][to] - sums->sum[s][from];
	double width = d[SUM_TT] - d[SUM_T] * d[SUM_T] / points;
	double slope = d[SUM_TY] - d[SUM_T] * d[SUM_Y] / points;
	double about = fmax(d[SUM_YY] - d[SUM_Y] * d[SUM_Y] / points, 0);
	if (log_determinant != NULL)
		*log_determinant = log(points) + (line ? log(width) : 0);
	return line ? fmax(about - slope * slope / width, 0) : about;
}
