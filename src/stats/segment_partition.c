/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Exact optimal partitioning (Jackson et al. 2005) with a constant or a line on each segment.
 * The sums of squares do not depend on the penalties, so that one sweep serves all of them. A
 * start is dropped once it can never win again (inequality pruning, Killick, Fearnhead and
 * Eckley 2012): splitting a segment at e never raises the sum of squares, so a start whose cost
 * up to e, penalty aside, exceeds the best cost up to e loses to e for good, as soon as e
 * itself may start a segment of any kind. */
#include "stats/segment-internal.h"
#include "stats/segment.h"

#include <math.h>

/* Starts are looked through for losers every so many points, and go at the next time: more than
 * the shortest line, so that the winner is then allowed. */
#define PRUNE_EVERY 8
/* Keeps starts that lose by no more than rounding. */
#define PRUNE_SLACK 1e-6

G_STATIC_ASSERT(PRUNE_EVERY >= SEGMENT_SHORTEST);

struct partition {
	const struct segment_sums *sums;
	const struct segment_penalty *penalty;
	guint penalties;
	double *best[SEGMENT_PENALTIES_MOST]; /* n + 1: least cost of the first k points */
	gsize *last[SEGMENT_PENALTIES_MOST];  /* n + 1: start of the last segment then */
	/* Starts still in the race, rising, with what belongs to them side by side. */
	gsize live;
	gsize *start;
	bool *lost;
	double *sum[SUMS];
	double *until[SEGMENT_PENALTIES_MOST];
	double *constant, *line; /* sums of squares from each start to the point at hand */
};

static void partition_init(struct partition *partition, const struct segment_sums *sums,
			   const struct segment_penalty *penalty, guint penalties)
{
	gsize n = sums->n + 1;

	*partition =
		(struct partition){.sums = sums, .penalty = penalty, .penalties = penalties};
	for (guint i = 0; i < penalties; i++) {
		partition->best[i] = g_new(double, n);
		partition->last[i] = g_new0(gsize, n);
		partition->until[i] = g_new(double, n);
		partition->best[i][0] = 0;
	}
	for (guint s = 0; s < SUMS; s++)
		partition->sum[s] = g_new(double, n);
	partition->start = g_new(gsize, n);
	partition->lost = g_new(bool, n);
	partition->constant = g_new(double, n);
	partition->line = g_new(double, n);
}

static void partition_clear(struct partition *partition)
{
	for (guint i = 0; i < partition->penalties; i++) {
		g_free(partition->best[i]);
		g_free(partition->last[i]);
		g_free(partition->until[i]);
	}
	for (guint s = 0; s < SUMS; s++)
		g_free(partition->sum[s]);
	g_free(partition->start);
	g_free(partition->lost);
	g_free(partition->constant);
	g_free(partition->line);
}

static void add_start(struct partition *partition, gsize start)
{
	gsize at = partition->live++;

	partition->start[at] = start;
	partition->lost[at] = false;
	for (guint s = 0; s < SUMS; s++)
		partition->sum[s][at] = partition->sums->sum[s][start];
	for (guint i = 0; i < partition->penalties; i++)
		partition->until[i][at] = partition->best[i][start];
}

/* Both sums of squares for the first `count` starts, which leave two points and more. */
static void measure(struct partition *partition, gsize end, gsize count)
{
	double *const *sum = partition->sums->sum;
	const double y = sum[SUM_Y][end], yy = sum[SUM_YY][end], t = sum[SUM_T][end];
	const double tt = sum[SUM_TT][end], ty = sum[SUM_TY][end];

	for (gsize k = 0; k < count; k++) {
		double points = (double)(end - partition->start[k]);
		double dy = y - partition->sum[SUM_Y][k], dt = t - partition->sum[SUM_T][k];
		double mean = dy / points;
		double about = yy - partition->sum[SUM_YY][k] - mean * dy;
		double slope = ty - partition->sum[SUM_TY][k] - mean * dt;
		double width = tt - partition->sum[SUM_TT][k] - dt * dt / points;
		partition->constant[k] = MAX(about, 0);
		partition->line[k] = MAX(about - slope * slope / width, 0);
	}
}

static double least_sum(const double *a, const double *b, gsize n, gsize *at)
{
	double least = INFINITY;

	for (gsize k = 0; k < n; k++) {
		double sum = a[k] + b[k];
		if (sum < least) {
			least = sum;
			*at = k;
		}
	}
	return least;
}

/* Starts rise one by one at the end of the list: the last `few` of them are too near. */
static gsize starts_before(const struct partition *partition, gsize few)
{
	return partition->live > few ? partition->live - few : 0;
}

static void choose(struct partition *partition, gsize end)
{
	gsize constants = starts_before(partition, SEGMENT_CONSTANT_SHORTEST - 1);
	gsize lines = starts_before(partition, SEGMENT_SHORTEST - 1);

	measure(partition, end, constants);
	for (guint i = 0; i < partition->penalties; i++) {
		const struct segment_penalty *penalty = &partition->penalty[i];
		const double *until = partition->until[i];
		double flat = INFINITY, sloped = INFINITY;
		gsize flat_at = 0, sloped_at = 0;
		if (isfinite(penalty->constant))
			flat = penalty->constant +
			       least_sum(until, partition->constant, constants, &flat_at);
		if (isfinite(penalty->line))
			sloped = penalty->line +
				 least_sum(until, partition->line, lines, &sloped_at);
		partition->best[i][end] = fmin(flat, sloped);
		partition->last[i][end] = partition->start[sloped < flat ? sloped_at : flat_at];
	}
}

static bool may_win(const struct partition *partition, gsize at, gsize end)
{
	for (guint i = 0; i < partition->penalties; i++) {
		double squares = isfinite(partition->penalty[i].line) ? partition->line[at]
								      : partition->constant[at];
		if (!(partition->until[i][at] + squares >
		      partition->best[i][end] + PRUNE_SLACK))
			return true;
	}
	return false;
}

static void keep(struct partition *partition, gsize from, gsize to)
{
	partition->start[to] = partition->start[from];
	partition->lost[to] = partition->lost[from];
	for (guint s = 0; s < SUMS; s++)
		partition->sum[s][to] = partition->sum[s][from];
	for (guint i = 0; i < partition->penalties; i++)
		partition->until[i][to] = partition->until[i][from];
}

/* Those marked the last time go, those that lose now are marked. */
static void prune(struct partition *partition, gsize end)
{
	gsize measured = starts_before(partition, SEGMENT_SHORTEST - 1), kept = 0;

	for (gsize k = 0; k < partition->live; k++) {
		if (partition->lost[k])
			continue;
		partition->lost[k] = k < measured && !may_win(partition, k, end);
		keep(partition, k, kept++);
	}
	partition->live = kept;
}

void segment_partition(const struct segment_sums *sums, const struct segment_penalty *penalty,
		       guint penalties, GArray **changes)
{
	struct partition partition;

	g_assert(penalties <= SEGMENT_PENALTIES_MOST);
	partition_init(&partition, sums, penalty, penalties);
	for (gsize end = 1; end <= sums->n; end++) {
		add_start(&partition, end - 1);
		choose(&partition, end);
		if (end % PRUNE_EVERY == 0)
			prune(&partition, end);
	}
	for (guint i = 0; i < penalties; i++)
		changes[i] = segment_trace(partition.last[i], sums->n);
	partition_clear(&partition);
}
