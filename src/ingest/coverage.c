/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coverage from weekly counts. Holes: with at least r records a week on both sides, a run of L
 * empty weeks has probability about exp(-r L) under the source's own rate; beyond HOLE_EXPECTED
 * the export is torn, not silent. Weeks of August and around New Year weigh a quarter, for they
 * are empty by habit. Ticket blocks: the shortest run of weeks with CORE_SHARE of the openings,
 * widened while the openings stay above a quarter of its median. */
#include "ingest/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

#define HOLE_EXPECTED  25.0  /* records that should have been there */
#define HOLE_WINDOW    26    /* weeks on each side whose rate is taken */
#define ISOLATED_GAP   26    /* empty weeks that cut a stray record off */
#define ISOLATED_SHARE 0.005 /* a cut-off piece is stray below this share of all records */
#define CORE_SHARE     0.9
#define TAIL_SHARE     0.25
#define TAIL_WINDOW    4

static void set_empty(struct timeline_coverage *coverage)
{
	*coverage = (struct timeline_coverage){.first_week = 0, .last_week = -1};
}

/* One value a week, zeroes included. Caller owns. */
static gint64 *dense_counts(const struct week_count *counts, guint n_counts, guint *n_weeks)
{
	gint64 *dense;

	*n_weeks = (guint)(counts[n_counts - 1].week - counts[0].week + 1);
	dense = g_new0(gint64, *n_weeks);
	for (guint i = 0; i < n_counts; i++)
		dense[counts[i].week - counts[0].week] += counts[i].records;
	return dense;
}

static gint64 sum_records(const struct week_count *counts, guint from, guint to)
{
	gint64 sum = 0;

	for (guint i = from; i < to; i++)
		sum += counts[i].records;
	return sum;
}

/* Drops stray pieces at the start and at the end; [*from, *to) remains. */
static void cut_strays(const struct week_count *counts, guint *from, guint *to)
{
	gint64 total = sum_records(counts, *from, *to);

	for (guint i = *from + 1; i < *to; i++)
		if (counts[i].week - counts[i - 1].week > ISOLATED_GAP &&
		    (double)sum_records(counts, *from, i) < ISOLATED_SHARE * (double)total)
			*from = i;
	for (guint i = *to - 1; i > *from; i--)
		if (counts[i].week - counts[i - 1].week > ISOLATED_GAP &&
		    (double)sum_records(counts, i, *to) < ISOLATED_SHARE * (double)total)
			*to = i;
}

static gint compare_counts(gconstpointer a, gconstpointer b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return left < right ? -1 : left > right;
}

static double median_count(const gint64 *counts, guint n)
{
	g_autofree gint64 *sorted = g_memdup2(counts, n * sizeof *counts);

	if (n == 0)
		return 0;
	qsort(sorted, n, sizeof *sorted, compare_counts);
	return n % 2 ? (double)sorted[n / 2] : (double)(sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static double habit_weight(gint32 week)
{
	int number = calendar_iso_week_number(week);

	return (number >= 31 && number <= 34) || number >= 52 || number == 1 ? 0.25 : 1;
}

static bool run_is_hole(const gint64 *counts, guint n, guint from, guint to, gint32 first_week)
{
	guint before = from > HOLE_WINDOW ? from - HOLE_WINDOW : 0;
	guint after = MIN(n, to + HOLE_WINDOW);
	double rate = MIN(median_count(counts + before, from - before),
			  median_count(counts + to, after - to));
	double expected = 0;

	for (guint i = from; i < to; i++)
		expected += rate * habit_weight(first_week + (gint32)i);
	return expected > HOLE_EXPECTED;
}

static void mark_holes(const gint64 *counts, guint n, struct timeline_coverage *coverage)
{
	for (guint from = 0; from < n; from++) {
		guint to = from;
		while (to < n && counts[to] == 0)
			to++;
		if (to > from && run_is_hole(counts, n, from, to, coverage->first_week))
			memset(coverage->state + from, WEEK_NOT_COVERED, to - from);
		from = MAX(from, to);
	}
}

void coverage_of_mailbox(const struct week_count *counts, guint n_counts,
			 struct timeline_coverage *coverage)
{
	guint from = 0, to = n_counts, n_weeks;
	g_autofree gint64 *dense = NULL;

	set_empty(coverage);
	if (n_counts == 0)
		return;
	cut_strays(counts, &from, &to);
	dense = dense_counts(counts + from, to - from, &n_weeks);
	coverage->first_week = counts[from].week;
	coverage->last_week = counts[to - 1].week;
	coverage->state = g_new(guint8, n_weeks);
	memset(coverage->state, WEEK_OBSERVED, n_weeks);
	mark_holes(dense, n_weeks, coverage);
}

/* Shortest [*from, *to) whose counts hold `share` of the total. */
static void shortest_block(const gint64 *counts, guint n, double share, guint *from, guint *to)
{
	double total = 0, sum = 0;
	guint start = 0, best = n + 1;

	for (guint i = 0; i < n; i++)
		total += (double)counts[i];
	for (guint end = 0; end < n; end++) {
		sum += (double)counts[end];
		while (sum - (double)counts[start] >= share * total)
			sum -= (double)counts[start++];
		if (sum >= share * total && end + 1 - start < best) {
			best = end + 1 - start;
			*from = start;
			*to = end + 1;
		}
	}
}

static double mean_of(const gint64 *counts, guint from, guint to)
{
	double sum = 0;

	for (guint i = from; i < to; i++)
		sum += (double)counts[i];
	return to > from ? sum / (to - from) : 0;
}

void coverage_of_tickets(const struct week_count *counts, guint n_counts,
			 struct timeline_coverage *coverage)
{
	guint from = 0, to = 0, n;
	g_autofree gint64 *dense = NULL;
	double floor;

	set_empty(coverage);
	if (n_counts == 0)
		return;
	dense = dense_counts(counts, n_counts, &n);
	shortest_block(dense, n, CORE_SHARE, &from, &to);
	floor = TAIL_SHARE * median_count(dense + from, to - from);
	while (from > 0 &&
	       mean_of(dense, from > TAIL_WINDOW ? from - TAIL_WINDOW : 0, from) >= floor)
		from--;
	while (to < n && mean_of(dense, to, MIN(n, to + TAIL_WINDOW)) >= floor)
		to++;
	coverage->first_week = counts[0].week + (gint32)from;
	coverage->last_week = counts[0].week + (gint32)to - 1;
	coverage->state = g_new(guint8, to - from);
	memset(coverage->state, WEEK_OBSERVED, to - from);
	mark_holes(dense + from, to - from, coverage);
}

void coverage_unite(struct timeline_coverage *total, const struct timeline_coverage *more)
{
	struct timeline_coverage united;
	gsize weeks;

	if (more->last_week < more->first_week)
		return;
	united.first_week = total->last_week < total->first_week
				    ? more->first_week
				    : MIN(total->first_week, more->first_week);
	united.last_week = total->last_week < total->first_week
				   ? more->last_week
				   : MAX(total->last_week, more->last_week);
	weeks = (gsize)(united.last_week - united.first_week + 1);
	united.state = g_new(guint8, weeks);
	for (gsize i = 0; i < weeks; i++) {
		gint32 week = united.first_week + (gint32)i;
		bool covered = timeline_coverage_at(total, week) != WEEK_NOT_COVERED ||
			       timeline_coverage_at(more, week) != WEEK_NOT_COVERED;
		united.state[i] = covered ? WEEK_OBSERVED : WEEK_NOT_COVERED;
	}
	g_free(total->state);
	*total = united;
}

void coverage_trim(struct timeline_coverage *coverage)
{
	gint32 cut = 0;

	while (coverage->first_week + cut <= coverage->last_week &&
	       coverage->state[cut] == WEEK_NOT_COVERED)
		cut++;
	while (coverage->last_week >= coverage->first_week + cut &&
	       coverage->state[coverage->last_week - coverage->first_week] == WEEK_NOT_COVERED)
		coverage->last_week--;
	coverage->first_week += cut;
	if (cut > 0 && coverage->last_week >= coverage->first_week)
		memmove(coverage->state, coverage->state + cut,
			(gsize)(coverage->last_week - coverage->first_week + 1));
}

void coverage_mark_ends(struct timeline_coverage *coverage)
{
	if (coverage->last_week < coverage->first_week)
		return;
	coverage->state[0] = WEEK_PARTIAL;
	coverage->state[coverage->last_week - coverage->first_week] = WEEK_PARTIAL;
}
