/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Weekly medians of durations of which some have not ended yet. The estimator is that of Kaplan
 * and Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958): an
 * unanswered question counts as "longer than the time it was watched", not as nothing. */
#include "indicators/series-internal.h"

#include <math.h>
#include <stdlib.h>

static int by_hours(const void *a, const void *b)
{
	const struct duration *left = a, *right = b;

	if (left->hours != right->hours)
		return left->hours < right->hours ? -1 : 1;
	return right->ended - left->ended; /* at a tie, ends come before censored ones */
}

double duration_median(struct duration *durations, guint count)
{
	double survival = 1;

	if (count == 0)
		return NAN;
	qsort(durations, count, sizeof *durations, by_hours);
	for (guint i = 0; i < count; i++) {
		if (!durations[i].ended)
			continue;
		survival *= 1 - 1.0 / (count - i);
		if (survival <= 0.5 + 1e-12)
			return durations[i].hours;
	}
	return durations[count - 1].hours;
}

static gint by_week(gconstpointer a, gconstpointer b)
{
	const struct duration *left = a, *right = b;

	if (left->week != right->week)
		return left->week < right->week ? -1 : 1;
	return left->index < right->index ? -1 : left->index > right->index;
}

static void fill_week(struct series_week *week, GArray *durations, guint from, guint to)
{
	guint count = to - from;

	if (week->state != WEEK_OBSERVED)
		return;
	week->n = count;
	week->state = count > 0 ? WEEK_OBSERVED : WEEK_EMPTY;
	if (count > 0)
		week->value = duration_median(&g_array_index(durations, struct duration, from),
					      count);
}

void series_fill_durations(GArray *durations, const struct timeline_coverage *coverage,
			   struct series *series)
{
	struct series_builder *builder = series_begin(coverage, series);
	const struct duration *all = (const struct duration *)durations->data;
	guint from = 0;

	for (guint i = 0; i < durations->len; i++)
		series_add(builder, all[i].week, all[i].index, all[i].hours);
	series_end(builder);
	g_array_sort(durations, by_week);
	for (guint i = 0; i < series->n_weeks; i++) {
		gint32 week = series->first_week + (gint32)i;
		guint to;
		while (from < durations->len && all[from].week < week)
			from++;
		for (to = from; to < durations->len && all[to].week == week; to++)
			;
		fill_week(&series->week[i], durations, from, to);
		from = to;
	}
}
