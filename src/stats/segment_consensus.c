/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The answer that thirty exact readings agree on: three views of the history, cut into
 * constants, lines or both under penalties of 2 to 6 log n. Each reading is a possible truth;
 * the one with the highest mean covering against all is the Bayes answer for covering among
 * them. Its changes carry the share of readings that have them too, and the interval of the
 * discrete posterior of their place between their neighbours, scale and levels integrated out
 * (Smith 1975; for lines Holbert 1982). */
#include "stats/segment-internal.h"

#include "stats/cover.h"
#include "stats/segment.h"

#include <math.h>
#include <string.h>

#define NEAR 5 /* points within which two readings have the same change */

/* In units of log n. */
static const struct segment_penalty penalty_unit[] = {
	{2, INFINITY}, {3, INFINITY}, {4, INFINITY}, {6, INFINITY}, {INFINITY, 2},
	{INFINITY, 3}, {INFINITY, 4}, {2, 3},        {3, 4},        {4, 5},
};

#define PENALTIES G_N_ELEMENTS(penalty_unit)

enum view { VIEW_CLIPPED, VIEW_DESEASONED, VIEW_RANKS, VIEWS };

#define READINGS (VIEWS * PENALTIES)

G_STATIC_ASSERT(PENALTIES <= SEGMENT_PENALTIES_MOST);

struct readings {
	gsize n;
	struct segment_sums sums[VIEWS];
	struct segment_penalty penalty[PENALTIES];
	GArray *changes[READINGS]; /* view by view */
	guint alike[READINGS];     /* how many have these changes; 0: an earlier one has */
};

static void read_view(struct readings *readings, enum view view,
		      const struct segment_points *points, const double *value)
{
	segment_sums_init(&readings->sums[view], value, points->index, points->n);
	segment_partition(&readings->sums[view], readings->penalty, PENALTIES,
			  readings->changes + view * PENALTIES);
}

/* Without a season its view is the clipped one again, whose readings then count twice. */
static void repeat_view(struct readings *readings, enum view view, enum view again,
			const struct segment_points *points, const double *value)
{
	segment_sums_init(&readings->sums[again], value, points->index, points->n);
	for (guint i = 0; i < PENALTIES; i++)
		readings->changes[again * PENALTIES + i] =
			g_array_ref(readings->changes[view * PENALTIES + i]);
}

static bool same_changes(const GArray *a, const GArray *b)
{
	return a->len == b->len &&
	       (a->len == 0 || memcmp(a->data, b->data, a->len * sizeof(gsize)) == 0);
}

static void count_alike(struct readings *readings)
{
	for (guint i = 0; i < READINGS; i++) {
		guint first = 0;
		while (!same_changes(readings->changes[first], readings->changes[i]))
			first++;
		readings->alike[i] = 0;
		readings->alike[first]++;
	}
}

static void readings_init(struct readings *readings, const struct segment_points *points)
{
	g_autofree double *value = g_memdup2(points->value, points->n * sizeof *value);
	g_autofree double *score = g_new(double, points->n);
	double unit = log((double)points->n);

	readings->n = points->n;
	for (guint i = 0; i < PENALTIES; i++) {
		readings->penalty[i].constant = unit * penalty_unit[i].constant;
		readings->penalty[i].line = unit * penalty_unit[i].line;
	}
	segment_clip(value, points->n, SEGMENT_CLIP);
	read_view(readings, VIEW_CLIPPED, points, value);
	guint period = segment_period(points, value);
	if (period > 0) {
		segment_deseason(points, value, period);
		read_view(readings, VIEW_DESEASONED, points, value);
	} else {
		repeat_view(readings, VIEW_CLIPPED, VIEW_DESEASONED, points, value);
	}
	segment_normal_scores(points->value, points->n, score);
	read_view(readings, VIEW_RANKS, points, score);
	count_alike(readings);
}

static void readings_clear(struct readings *readings)
{
	for (guint view = 0; view < VIEWS; view++)
		segment_sums_clear(&readings->sums[view]);
	for (guint i = 0; i < READINGS; i++)
		g_array_unref(readings->changes[i]);
}

static double agreement(const struct readings *readings, guint candidate)
{
	double sum = 0;

	for (guint i = 0; i < READINGS; i++)
		if (readings->alike[i] > 0)
			sum += readings->alike[i] * cover(readings->changes[i],
							  readings->changes[candidate],
							  readings->n);
	return sum;
}

static guint medoid(const struct readings *readings)
{
	double most = -1;
	guint chosen = 0;

	for (guint i = 0; i < READINGS; i++) {
		double sum = readings->alike[i] > 0 ? agreement(readings, i) : -1;
		if (sum > most) {
			most = sum;
			chosen = i;
		}
	}
	return chosen;
}

static bool has_near(const GArray *changes, gsize place)
{
	for (guint k = 0; k < changes->len; k++) {
		gsize change = g_array_index(changes, gsize, k);
		if (MAX(change, place) - MIN(change, place) <= NEAR)
			return true;
	}
	return false;
}

static double support(const struct readings *readings, gsize place)
{
	guint with = 0;

	for (guint i = 0; i < READINGS; i++)
		if (readings->alike[i] > 0 && has_near(readings->changes[i], place))
			with += readings->alike[i];
	return (double)with / READINGS;
}

/* The form that the reading gave to a segment. */
static bool is_line(const struct segment_sums *sums, const struct segment_penalty *penalty,
		    gsize from, gsize to)
{
	return to - from >= SEGMENT_SHORTEST &&
	       segment_residual(sums, from, to, true, NULL) + penalty->line <
		       segment_residual(sums, from, to, false, NULL) + penalty->constant;
}

/* The stretch between the changes before and after one, and the forms on its two sides. */
struct stretch {
	const struct segment_sums *sums;
	gsize from, to;
	bool line_before, line_after;
};

static gsize shortest(bool line)
{
	return line ? SEGMENT_SHORTEST : SEGMENT_CONSTANT_SHORTEST;
}

/* Log density of the stretch with a change at `place`, up to a constant. */
static double log_weight_at(const struct stretch *stretch, gsize place)
{
	double before, after, squares;
	double freedom = (double)(stretch->to - stretch->from) - 2 - stretch->line_before -
			 stretch->line_after;

	squares = segment_residual(stretch->sums, stretch->from, place, stretch->line_before,
				   &before) +
		  segment_residual(stretch->sums, place, stretch->to, stretch->line_after,
				   &after);
	/* A perfect fit is as good as one to within rounding. */
	return -(before + after + freedom * log(fmax(squares, 1e-9))) / 2;
}

static void place(const struct stretch *stretch, struct segment_change *change)
{
	gsize first = stretch->from + shortest(stretch->line_before);
	gsize last = stretch->to - shortest(stretch->line_after);
	g_autofree double *log_weight = g_new(double, last - first + 1);

	for (gsize k = first; k <= last; k++)
		log_weight[k - first] = log_weight_at(stretch, k);
	segment_interval(log_weight, last - first + 1, first, change->index, &change->low,
			 &change->high);
}

static gsize boundary(const GArray *changes, guint at, gsize n)
{
	if (at == 0)
		return 0;
	return at <= changes->len ? g_array_index(changes, gsize, at - 1) : n;
}

GArray *segment_consensus(const struct segment_points *points)
{
	GArray *found = g_array_new(FALSE, TRUE, sizeof(struct segment_change));
	struct readings readings;

	readings_init(&readings, points);
	guint chosen = medoid(&readings);
	const GArray *changes = readings.changes[chosen];
	const struct segment_sums *sums = &readings.sums[chosen / PENALTIES];
	const struct segment_penalty *penalty = &readings.penalty[chosen % PENALTIES];
	for (guint i = 1; i <= changes->len; i++) {
		gsize at = boundary(changes, i, points->n);
		struct segment_change change = {.index = at, .support = support(&readings, at)};
		struct stretch stretch = {.sums = sums,
					  .from = boundary(changes, i - 1, points->n),
					  .to = boundary(changes, i + 1, points->n)};
		stretch.line_before = is_line(sums, penalty, stretch.from, at);
		stretch.line_after = is_line(sums, penalty, at, stretch.to);
		place(&stretch, &change);
		g_array_append_val(found, change);
	}
	readings_clear(&readings);
	return found;
}
