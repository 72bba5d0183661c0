/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The watch over one relationship: half the stake on the mean of its standardised series, half
 * spread over them one by one (a mean of e-values is one, however they depend).
 *
 * Exact under Gaussian AR(1) noise of the autocorrelation used: season, covariates, level and
 * scale of each series unknown, missing weeks, any number of looks, the mixture over series, a
 * new watch. Approximate: the autocorrelation (learnt, on the cautious side, from weeks that
 * are then read too); outliers cut in the first year and innovations beyond 3.5 of its spreads,
 * as heavy tails need; the mean of the series in weeks where some are missing; a series that
 * begins later (it takes its share of the stake from the start, as if known to come); what is
 * blanked after an alarm, as it is chosen by the data. All that settles a series (its cuts, its
 * spread, its season in the mean) comes from its first year, before its first reading, so that
 * a later week never changes an earlier reading. No onset is placed before the last
 * quarter of the first year: how the data begin is no change, and what wore before the watch is
 * the posterior's to find.
 *
 * A watch that begins anew lays down a new stake of 1 on onsets from then on; all weeks before
 * are its baseline, so that it reads at once. An alarm that was handled is another matter: the
 * weeks from its onset on are neither healthy nor new. They are left out, and the level behind
 * them is free: what is watched for is a further loss. */
#include "stats/watch.h"

#include <math.h>

#include "stats/watch-internal.h"

#define CUT     3.5 /* innovations, in spreads of the first year */
#define EARLIER 13  /* weeks before the first reading from which on onsets are placed */

struct run {
	const struct onset_axis *axis;
	guint every;
	double level;
	struct watch_lines lines;
	GPtrArray *levels; /* double *: 1 after each handled alarm */
	struct watch *out;
};

double watch_level(double false_alarms_a_year)
{
	return 1 / (2 * false_alarms_a_year);
}

/* ---- one watch ---- */

/* Adds the stake on one line to the relationship's. */
static void play_line(const struct run *run, const struct watch_line *line,
		      struct watch_terms *terms, double *total, double *onset_total)
{
	guint weeks = terms->to - terms->from + 1;
	g_autofree double *e = g_new(double, weeks);
	g_autofree double *onset = g_new0(double, weeks);
	struct onset_series series = watch_line_series(line);
	struct onset_design design;
	guint enough = watch_week_of_count(line->value, run->axis->weeks, ONSET_MIN_WEEKS);

	for (guint week = 0; week < weeks; week++)
		e[week] = 1;
	terms->limit = CUT * line->spread;
	terms->first_read = MAX(line->read_from, enough);
	if (line->spread > 0 && terms->first_read <= terms->to &&
	    onset_design_init_full(&design, &series, run->axis)) {
		watch_stake(&design, terms, e, onset);
		onset_design_clear(&design);
	}
	for (guint week = 0; week < weeks; week++) {
		total[week] += line->share * e[week];
		onset_total[week] += line->share * onset[week];
	}
}

static gint likeliest(const double *onset, guint weeks, guint from)
{
	guint best = 0;

	for (guint week = 1; week < weeks; week++)
		if (onset[week] > onset[best])
			best = week;
	return onset[best] > 0 ? (gint)(from + best) : -1;
}

/* Fills the readings begin..to, with onsets placed from `from` on. */
static void play(struct run *run, guint from, guint begin, guint to)
{
	guint weeks = to - from + 1;
	g_autofree double *total = g_new0(double, weeks);
	g_autofree double *onset = g_new0(double, weeks);
	struct watch *out = run->out;
	struct watch_terms terms = {
		.rho = run->lines.rho,
		.from = from,
		.to = to,
		.every = run->every,
		.phase = run->axis->weeks - 1,
		.direction = run->axis->direction,
	};

	for (guint i = 0; i < run->lines.line->len; i++)
		play_line(run, &g_array_index(run->lines.line, struct watch_line, i), &terms,
			  total, onset);
	terms.first_read = begin;
	out->alarm = -1;
	for (guint week = begin; week < run->axis->weeks; week++) {
		bool read = week <= to && watch_is_read(&terms, week);
		out->log_e[week] = read ? log(total[week - from]) : NAN;
		if (read && out->alarm < 0 && total[week - from] >= run->level)
			out->alarm = (gint)week;
	}
	out->since = likeliest(onset, weeks, from);
	out->started = begin;
}

/* ---- one watch after the other ---- */

static guint calendar_end(const struct run *run, guint begin)
{
	guint before = begin > 0 ? run->lines.seen[begin - 1] : 0, week = begin;

	while (week + 1 < run->axis->weeks && run->lines.seen[week + 1] - before <= WATCH_WEEKS)
		week++;
	return week;
}

static bool stands(const struct run *run, guint week)
{
	return exp(run->out->log_e[week]) >= run->level;
}

static guint last_reading(const struct run *run, guint week)
{
	while (week > 0 && isnan(run->out->log_e[week]))
		week--;
	return week;
}

/* First week of `handled` within the watch that has an alarm before it; the axis' length when
 * there is none. */
static guint handled_at(const struct run *run, guint to, const guint *handled, guint n_handled)
{
	for (guint i = 0; i < n_handled && run->out->alarm >= 0; i++)
		if (handled[i] >= (guint)run->out->alarm && handled[i] <= to)
			return handled[i];
	return run->axis->weeks;
}

/* Plays one watch; returns its last week. While its alarm stands it goes on: the error it may
 * make is made, and a new stake would only silence it. */
static guint play_watch(struct run *run, guint from, guint begin, const guint *handled,
			guint n_handled, bool *was_handled)
{
	guint last = run->axis->weeks - 1, to = calendar_end(run, begin);

	play(run, from, begin, to);
	if (to < last && stands(run, last_reading(run, to))) {
		play(run, from, begin, last);
		while (to < last && !(isfinite(run->out->log_e[to]) && !stands(run, to)))
			to++;
		play(run, from, begin, to);
	}
	guint at = handled_at(run, to, handled, n_handled);
	*was_handled = at <= to;
	if (at < to)
		play(run, from, begin, at);
	return MIN(at, to);
}

/* The weeks since the onset are neither healthy nor new; the level behind them is free. */
static void set_free(struct run *run, guint since, guint handled)
{
	double *column = g_new(double, run->axis->weeks);

	for (guint week = 0; week < run->axis->weeks; week++)
		column[week] = week > handled;
	g_ptr_array_add(run->levels, column);
	for (guint i = 0; i < run->lines.line->len; i++) {
		struct watch_line *line = &g_array_index(run->lines.line, struct watch_line, i);
		g_ptr_array_add(line->columns, column);
		for (guint week = since; week <= handled; week++)
			line->value[week] = NAN;
	}
}

static void play_all(struct run *run, const guint *handled, guint n_handled)
{
	guint begin = run->lines.first_reading, from = begin - EARLIER,
	      weeks = run->axis->weeks;
	bool was_handled = false;

	while (begin < weeks) {
		guint to = play_watch(run, from, begin, handled, n_handled, &was_handled);
		if (was_handled)
			set_free(run, (guint)run->out->since, to);
		from = begin = to + 1;
	}
	if (was_handled) {
		run->out->started = weeks;
		run->out->alarm = run->out->since = -1;
	}
}

void watch_run(const struct onset_series *series, guint n_series, const struct onset_axis *axis,
	       double level, guint every, const guint *handled, guint n_handled,
	       struct watch *watch)
{
	struct run run = {
		.axis = axis,
		.every = MAX(every, 1),
		.level = level,
		.levels = g_ptr_array_new_with_free_func(g_free),
		.out = watch,
	};

	watch_lines_init(&run.lines, series, n_series, axis);
	*watch = (struct watch){
		.weeks = axis->weeks,
		.log_e = g_new(double, axis->weeks),
		.rho = run.lines.rho,
		.started = axis->weeks,
		.alarm = -1,
		.since = -1,
		.n_series = run.lines.n_series,
	};
	for (guint week = 0; week < axis->weeks; week++)
		watch->log_e[week] = NAN;
	if (watch->n_series > 0)
		play_all(&run, handled, n_handled);
	watch_lines_clear(&run.lines);
	g_ptr_array_unref(run.levels);
}

void watch_clear(struct watch *watch)
{
	g_clear_pointer(&watch->log_e, g_free);
}
