/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows in the order of their dates. An export that runs backwards is turned round, so that the
 * readings of one day also come out forwards; any other disorder is sorted, and readings of one
 * day keep the order of the file. */
#include "detect/points-internal.h"

#include <stdlib.h>

#include "model/assessment.h"

#define WEEKLY_FROM  7 /* days between two dates, the median of all */
#define MONTHLY_FROM 22
#define COARSER_FROM 46

struct dated_row {
	gint32 day;
	gsize row;
};

static int compare_rows(const void *a, const void *b)
{
	const struct dated_row *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static bool never_falls(const gint32 *day, gsize n)
{
	for (gsize i = 1; i < n; i++)
		if (day[i] < day[i - 1])
			return false;
	return true;
}

static bool never_rises(const gint32 *day, gsize n)
{
	for (gsize i = 1; i < n; i++)
		if (day[i] > day[i - 1])
			return false;
	return true;
}

static void take_column(double **column, const struct dated_row *rows, gsize n)
{
	double *sorted;

	if (*column == NULL)
		return;
	sorted = g_new(double, n);
	for (gsize i = 0; i < n; i++)
		sorted[i] = (*column)[rows[i].row];
	g_free(*column);
	*column = sorted;
}

void points_sort(struct points *points)
{
	gsize n = points->n;
	bool backwards;
	g_autofree struct dated_row *rows = NULL;

	if (points->day == NULL || never_falls(points->day, n))
		return;
	points->reordered = true;
	backwards = never_rises(points->day, n);
	rows = g_new(struct dated_row, n);
	for (gsize i = 0; i < n; i++) {
		gsize row = backwards ? n - 1 - i : i;
		rows[i] = (struct dated_row){points->day[row], row};
	}
	if (!backwards)
		qsort(rows, n, sizeof *rows, compare_rows);
	for (gsize i = 0; i < n; i++)
		points->day[i] = rows[i].day;
	take_column(&points->value, rows, n);
	take_column(&points->n_of, rows, n);
}

static int compare_days(const void *a, const void *b)
{
	gint32 x = *(const gint32 *)a, y = *(const gint32 *)b;

	return (x > y) - (x < y);
}

/* Median number of days from one date to the next other one, 0 when there is one date only. */
static gint32 usual_step(const struct points *points)
{
	g_autofree gint32 *step = g_new(gint32, points->n);
	gsize n = 0;

	for (gsize i = 1; i < points->n; i++)
		if (points->day[i] != points->day[i - 1])
			step[n++] = points->day[i] - points->day[i - 1];
	qsort(step, n, sizeof *step, compare_days);
	return n > 0 ? step[n / 2] : 0;
}

enum points_rhythm points_rhythm_of(const struct points *points)
{
	gint32 step = points->day != NULL ? usual_step(points) : 0;

	if (points->day == NULL)
		return POINTS_UNDATED;
	if (step < WEEKLY_FROM)
		return POINTS_DAILY;
	if (step < MONTHLY_FROM)
		return POINTS_WEEKLY;
	return step < COARSER_FROM ? POINTS_MONTHLY : POINTS_COARSER;
}
