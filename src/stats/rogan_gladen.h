/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A share that was counted by an imperfect reader, corrected for its known error: if the reader
 * gives what counts a mean score `right` and what does not a mean score `wrong`, an observed
 * mean s stands for a share (s - wrong) / (right - wrong) (Rogan and Gladen, American Journal
 * of Epidemiology 107, 1978; with averages of scores in the place of rates, as Bella, Ferri,
 * Hernandez-Orallo and Ramirez-Quintana, ICDM 2010). The interval is a bootstrap over clusters
 * (Efron and Tibshirani 1993, chapter 8): what was said in one place is no independent witness.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* All scores of one cluster, in 0..1. */
struct score_cluster {
	double sum;
	double n; /* how many; may be a fraction */
};

struct reader_error {
	double right, wrong;
	/* Standard deviations of both where the text is by others than those it was measured
	 * on: what is known of the error is known of other writers. */
	double right_spread, wrong_spread;
	guint n_right, n_wrong; /* cases behind each */
};

struct adjusted_share {
	double observed;         /* the mean score */
	double value, low, high; /* in 0..1; 90 % interval */
};

/* A reader that tells what counts from what does not by less than this says nothing. */
#define ROGAN_GLADEN_LEAST 0.2
#define ROGAN_GLADEN_DRAWS 1000u

/* False, and *out untouched, without scores or when the reader's error is not known or too
 * large. The same clusters in the same order give the same interval. */
bool rogan_gladen(const struct score_cluster *clusters, guint count,
		  const struct reader_error *error, struct adjusted_share *out);
