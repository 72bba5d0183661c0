/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A week without any row is missing, never nought. Of a week of daily counts of which some days
 * are missing, the days that are there stand for the others (their share is the exposure); a
 * first or last week that the data only begin or end in is no week. */
#include "detect/weeks.h"

#include <math.h>

#include "base/calendar.h"
#include "base/error.h"
#include "model/assessment.h"
#include "stats/onset.h"

#define SUPPORT_UNSAID 100 /* denominator of a proportion that comes without its own */

/* What the rows of one week add up to. */
struct tally {
	double sum;     /* of values, weighted where they are averaged */
	double support; /* of weights, or of exposure */
	guint listed, observed;
};

/* ---- what a kind asks ---- */

static const struct {
	double least, most;
	const char *mend;
} ranges[] = {
	[DETECT_LEVEL] = {-INFINITY, INFINITY, NULL},
	[DETECT_COUNT] = {0, INFINITY, "counts are nought or more; use --kind level"},
	[DETECT_PROPORTION] = {0, 1,
			       "proportions lie between 0 and 1; divide percentages by 100, or "
			       "use --kind level"},
	[DETECT_DURATION] = {0, INFINITY, "durations are nought or more; use --kind level"},
};

static bool check_range(const struct points *points, enum detect_kind kind, GError **error)
{
	for (gsize i = 0; i < points->n; i++) {
		char digits[G_ASCII_DTOSTR_BUF_SIZE];
		if (!(points->value[i] < ranges[kind].least) &&
		    !(points->value[i] > ranges[kind].most))
			continue;
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "row %" G_GSIZE_FORMAT " is %s: %s", i,
			    g_ascii_formatd(digits, sizeof digits, "%.6g", points->value[i]),
			    ranges[kind].mend);
		return false;
	}
	return true;
}

static bool check_rhythm(const struct points *points, GError **error)
{
	static const char *const words[] = {
		[POINTS_MONTHLY] = "monthly",
		[POINTS_COARSER] = "quarterly or yearly",
	};

	if (points->rhythm < POINTS_MONTHLY)
		return true;
	g_set_error(
		error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		"%s values: onset and watch count in weeks; give daily or weekly rows, or use "
		"--as segment",
		words[points->rhythm]);
	return false;
}

static double stabilise(enum detect_kind kind, double value, double support,
			double mean_support)
{
	switch (kind) {
	case DETECT_COUNT:
		return onset_stabilise_count(value, support, mean_support);
	case DETECT_PROPORTION:
		return onset_stabilise_proportion(value, support, mean_support);
	case DETECT_DURATION:
		return onset_stabilise_duration(value);
	default:
		return value;
	}
}

/* ---- folding ---- */

static guint week_of_row(const struct points *points, const struct detect_weeks *weeks,
			 gsize row)
{
	return weeks->dated
		       ? (guint)(calendar_week_of_day(points->day[row]) - weeks->first_week)
		       : (guint)row;
}

static bool set_axis(const struct points *points, struct detect_weeks *weeks, GError **error)
{
	gint64 n = (gint64)points->n;

	weeks->dated = points->day != NULL;
	if (weeks->dated && n > 0) {
		weeks->first_week = calendar_week_of_day(points->day[0]);
		n = (gint64)calendar_week_of_day(points->day[n - 1]) - weeks->first_week + 1;
	}
	if (n > DETECT_WEEKS_MOST) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%" G_GINT64_FORMAT
			    " weeks: onset and watch look at %d at most; cut it, or use --as "
			    "segment",
			    n, DETECT_WEEKS_MOST);
		return false;
	}
	weeks->n = (guint)n;
	return true;
}

static void tally_rows(const struct points *points, enum detect_kind kind,
		       struct detect_weeks *weeks, struct tally *tally)
{
	for (gsize row = points->n; row-- > 0;) {
		guint week = week_of_row(points, weeks, row);
		double value = points->value[row];
		double support = points->n_of != NULL ? points->n_of[row] : 1;
		weeks->row[week] = row;
		tally[week].listed++;
		if (isnan(value) || isnan(support))
			continue;
		tally[week].observed++;
		tally[week].support += support;
		tally[week].sum += kind == DETECT_COUNT ? value : value * support;
	}
	/* A week without rows is dated by the row after it. */
	for (guint week = weeks->n; week-- > 1;)
		if (tally[week - 1].listed == 0)
			weeks->row[week - 1] = weeks->row[week];
}

static int weekday(gint32 day)
{
	return day - calendar_monday_of_week(calendar_week_of_day(day));
}

/* Whether the data begin after the first weekday, or end before the last, that they ever hold.
 */
static void find_partial_ends(const struct points *points, bool *first, bool *last)
{
	int least = 6, most = 0;

	for (gsize row = 0; row < points->n; row++) {
		least = MIN(least, weekday(points->day[row]));
		most = MAX(most, weekday(points->day[row]));
	}
	*first = weekday(points->day[0]) > least;
	*last = weekday(points->day[points->n - 1]) < most;
}

static void drop_partial_ends(const struct points *points, enum detect_kind kind,
			      const struct detect_weeks *weeks, struct tally *tally)
{
	bool first, last;

	if (kind != DETECT_COUNT || points->rhythm != POINTS_DAILY || weeks->n == 0)
		return;
	find_partial_ends(points, &first, &last);
	if (first)
		tally[0].observed = 0;
	if (last)
		tally[weeks->n - 1].observed = 0;
}

/* Of a count without exposure: how much of the week is known. */
static double support_of(const struct points *points, enum detect_kind kind,
			 const struct tally *tally)
{
	if (points->n_of == NULL && kind == DETECT_COUNT)
		return (double)tally->observed / tally->listed;
	if (points->n_of == NULL && kind == DETECT_PROPORTION)
		return SUPPORT_UNSAID;
	return tally->support;
}

static double mean_support(const struct points *points, enum detect_kind kind,
			   const struct tally *tally, guint n)
{
	double sum = 0;
	guint known = 0;

	for (guint week = 0; week < n; week++) {
		double support =
			tally[week].observed > 0 ? support_of(points, kind, &tally[week]) : 0;
		sum += support;
		known += support > 0;
	}
	return known > 0 ? sum / known : 0;
}

static void fill_values(const struct points *points, const struct detect_options *options,
			const struct tally *tally, struct detect_weeks *weeks)
{
	double mean = mean_support(points, options->kind, tally, weeks->n);

	for (guint week = 0; week < weeks->n; week++) {
		const struct tally *one = &tally[week];
		weeks->value[week] = NAN;
		if (one->observed == 0 || !(one->support > 0))
			continue;
		double value =
			options->kind == DETECT_COUNT ? one->sum : one->sum / one->support;
		value = stabilise(options->kind, value, support_of(points, options->kind, one),
				  mean);
		weeks->value[week] = options->worse > 0 ? -value : value;
		weeks->observed += isfinite(value) != 0;
	}
}

bool detect_weeks_fold(const struct points *points, const struct detect_options *options,
		       struct detect_weeks *weeks, GError **error)
{
	struct detect_weeks folded = {0};
	g_autofree struct tally *tally = NULL;

	if (!check_rhythm(points, error) || !check_range(points, options->kind, error) ||
	    !set_axis(points, &folded, error))
		return false;
	folded.value = g_new(double, folded.n);
	folded.row = g_new(gsize, folded.n);
	tally = g_new0(struct tally, folded.n);
	tally_rows(points, options->kind, &folded, tally);
	drop_partial_ends(points, options->kind, &folded, tally);
	fill_values(points, options, tally, &folded);
	*weeks = folded;
	return true;
}

void detect_weeks_clear(struct detect_weeks *weeks)
{
	g_clear_pointer(&weeks->value, g_free);
	g_clear_pointer(&weeks->row, g_free);
}

gint32 detect_weeks_monday(const struct detect_weeks *weeks, guint week)
{
	return weeks->dated ? calendar_monday_of_week(weeks->first_week + (gint32)week)
			    : DAY_NONE;
}
