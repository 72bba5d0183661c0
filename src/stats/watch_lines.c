/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The series of a relationship made ready for the watch, and the mean of those that were there
 * from the start: when each can be read, its first year, its spread. Nothing of the weeks
 * behind the first year settles anything. Weeks that no series observes are not counted. */
#include "stats/watch.h"

#include <math.h>

#include "stats/watch-internal.h"

#define SETTLING   4    /* weeks between the baseline and the first reading */
#define NOISE_FROM 1e-9 /* of the squared values: less is a constant */

/* ---- windows ---- */

static guint observed_until(const double *value, guint week)
{
	guint n = 0;

	for (guint i = 0; i <= week; i++)
		n += isfinite(value[i]) != 0;
	return n;
}

guint watch_week_of_count(const double *value, guint weeks, guint count)
{
	guint n = 0;

	for (guint week = 0; week < weeks; week++) {
		n += isfinite(value[week]) != 0;
		if (n == count)
			return week;
	}
	return weeks;
}

static void count_seen(struct watch_lines *all, const struct onset_series *series, guint n)
{
	guint count = 0;

	for (guint week = 0; week < all->axis->weeks; week++) {
		bool any = false;
		for (guint s = 0; s < n; s++)
			any = any || isfinite(series[s].value[week]);
		all->seen[week] = count += any;
	}
}

/* The first year has as many weeks as it takes, and one series at least that fills most of
 * them. False when the readings do not begin within the axis. */
static bool set_windows(struct watch_lines *all, const struct onset_series *series, guint n)
{
	guint weeks = all->axis->weeks, full = weeks, week = 0;

	count_seen(all, series, n);
	for (guint s = 0; s < n; s++)
		full = MIN(full, watch_week_of_count(series[s].value, weeks, ONSET_MIN_WEEKS));
	while (week < weeks && (all->seen[week] < WATCH_BASELINE || week < full))
		week++;
	if (week == weeks)
		return false;
	all->baseline_end = week;
	guint from = MAX(WATCH_FROM, all->seen[week] + SETTLING);
	while (week < weeks && all->seen[week] < from)
		week++;
	all->first_reading = week;
	return week < weeks;
}

/* ---- lines ---- */

static void line_clear(gpointer data)
{
	struct watch_line *line = data;

	g_free(line->value);
	g_ptr_array_unref(line->columns);
}

static struct watch_line *line_at(const struct watch_lines *all, guint i)
{
	return &g_array_index(all->line, struct watch_line, i);
}

struct onset_series watch_line_series(const struct watch_line *line)
{
	return (struct onset_series){line->value, (const double *const *)line->columns->pdata,
				     line->columns->len};
}

/* How deep August and Christmas go differs from year to year, for all series at once, and the
 * first year shows them once: they would ring every second summer. */
static void leave_out_holidays(const struct onset_axis *axis, double *value)
{
	for (guint week = 0; week < axis->weeks; week++)
		if (onset_is_holiday(axis, week))
			value[week] = NAN;
}

/* A line of its own values, with the outliers of its first year cut in the light of all of that
 * year: those of the very first weeks are no innovations, and would bend what is expected of
 * all weeks behind them. */
static struct watch_line *add_line(struct watch_lines *all, const double *value,
				   guint baseline_end)
{
	struct watch_line line = {
		.value = g_memdup2(value, all->axis->weeks * sizeof *value),
		.columns = g_ptr_array_new(),
		.baseline_end = baseline_end,
	};
	struct onset_series plain = {line.value, NULL, 0};
	struct onset_axis first_year = *all->axis;

	first_year.weeks = baseline_end + 1;
	leave_out_holidays(all->axis, line.value);
	onset_robustify(line.value, &plain, &first_year);
	g_array_append_val(all->line, line);
	return line_at(all, all->line->len - 1);
}

static void add_columns(struct watch_line *line, const double *const *column, guint n)
{
	for (guint i = 0; i < n; i++)
		if (!g_ptr_array_find(line->columns, column[i], NULL))
			g_ptr_array_add(line->columns, (gpointer)column[i]);
}

/* The first year of a line as a design of its own; false when it is a constant there: without
 * any noise there is no scale to compare with. */
static bool first_year(const struct watch_lines *all, const struct watch_line *line,
		       struct onset_design *design)
{
	struct onset_series series = watch_line_series(line);
	struct onset_axis axis = *all->axis;
	struct onset_whitened plain;

	axis.weeks = line->baseline_end + 1;
	if (!onset_design_init_full(design, &series, &axis))
		return false;
	onset_whiten(design, 0, &plain);
	double total = onset_dot(design->y, design->y, design->n);
	bool noisy = plain.sum_of_squares > NOISE_FROM * total && design->n > design->columns;
	onset_whitened_clear(&plain);
	if (!noisy)
		onset_design_clear(design);
	return noisy;
}

/* A series becomes a line when it can be read within the axis: with the relationship when it
 * fills most of its first year, else after as many weeks of its own. */
static void take_series(struct watch_lines *all, const struct onset_series *series)
{
	guint weeks = all->axis->weeks, end = all->baseline_end, from = all->first_reading;
	bool founder = observed_until(series->value, end) >= ONSET_MIN_WEEKS;
	struct onset_design design;

	if (!founder) {
		end = watch_week_of_count(series->value, weeks, WATCH_BASELINE);
		from = MAX(from, watch_week_of_count(series->value, weeks, WATCH_FROM));
	}
	if (from == weeks)
		return;
	struct watch_line *line = add_line(all, series->value, end);
	line->founder = founder;
	line->read_from = from;
	add_columns(line, series->covariate, series->n_covariates);
	if (first_year(all, line, &design))
		onset_design_clear(&design);
	else
		g_array_set_size(all->line, all->line->len - 1);
}

static double pooled_autocorrelation(const struct watch_lines *all)
{
	g_autofree struct onset_design *designs = g_new(struct onset_design, all->line->len);
	guint n = 0;

	for (guint i = 0; i < all->line->len; i++)
		n += line_at(all, i)->founder && first_year(all, line_at(all, i), &designs[n]);
	double rho = n > 0 ? watch_autocorrelation(designs, n) : NAN;
	for (guint i = 0; i < n; i++)
		onset_design_clear(&designs[i]);
	return rho;
}

/* Spread of the line's first year; what its season leaves of each week goes to `rest` (axis
 * weeks, NAN = missing) unless that is NULL. */
static void measure_line(const struct watch_lines *all, struct watch_line *line, double *rest)
{
	struct onset_series series = watch_line_series(line);
	struct onset_design design;

	if (!onset_design_init_full(&design, &series, all->axis))
		return;
	g_autofree double *left = g_new(double, design.n);
	line->spread = watch_spread(&design, all->rho,
				    observed_until(line->value, line->baseline_end), left);
	for (guint week = 0; rest != NULL && week < all->axis->weeks; week++)
		rest[week] = NAN;
	for (guint k = 0; rest != NULL && k < design.n; k++)
		rest[design.offset + design.week[k]] = left[k];
	onset_design_clear(&design);
}

/* The mean of the founders, each without its season and in its own spreads. A week counts where
 * half of them speak. Returns how many founders there are. */
static guint mean_of_founders(const struct watch_lines *all, double *mean)
{
	guint weeks = all->axis->weeks, founders = 0;
	g_autofree double *rest = g_new(double, weeks);
	g_autofree guint *n = g_new0(guint, weeks);

	for (guint i = 0; i < all->line->len; i++) {
		struct watch_line *line = line_at(all, i);
		measure_line(all, line, rest);
		founders += line->founder;
		for (guint week = 0; line->founder && week < weeks; week++) {
			if (isnan(rest[week]))
				continue;
			mean[week] += rest[week] / line->spread;
			n[week]++;
		}
	}
	for (guint week = 0; week < weeks; week++)
		mean[week] =
			n[week] > 0 && 2 * n[week] >= founders ? mean[week] / n[week] : NAN;
	return founders;
}

static void take_mean(struct watch_lines *all, const double *mean)
{
	guint n = all->line->len;
	struct watch_line *line = add_line(all, mean, all->baseline_end);

	line->read_from = all->first_reading;
	for (guint i = 0; i < n; i++) {
		const GPtrArray *columns = line_at(all, i)->columns;
		if (line_at(all, i)->founder)
			add_columns(line, (const double *const *)columns->pdata, columns->len);
	}
	measure_line(all, line, NULL);
}

static void set_shares(struct watch_lines *all, bool with_mean)
{
	guint n = all->n_series;

	for (guint i = 0; i < n; i++)
		line_at(all, i)->share = (with_mean ? .5 : 1.0) / n;
	if (with_mean)
		line_at(all, n)->share = .5;
}

void watch_lines_init(struct watch_lines *all, const struct onset_series *series, guint n,
		      const struct onset_axis *axis)
{
	g_autofree double *mean = g_new0(double, axis->weeks);

	*all = (struct watch_lines){
		.axis = axis,
		.seen = g_new0(guint, axis->weeks),
		.line = g_array_new(FALSE, FALSE, sizeof(struct watch_line)),
		.rho = NAN,
	};
	g_array_set_clear_func(all->line, line_clear);
	if (!set_windows(all, series, n))
		return;
	for (guint s = 0; s < n; s++)
		take_series(all, &series[s]);
	all->rho = pooled_autocorrelation(all);
	if (isnan(all->rho))
		return;
	all->n_series = all->line->len;
	bool with_mean = mean_of_founders(all, mean) > 1;
	if (with_mean)
		take_mean(all, mean);
	set_shares(all, with_mean);
}

void watch_lines_clear(struct watch_lines *all)
{
	g_free(all->seen);
	g_array_unref(all->line);
}
