/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Draws the relationships of each cell, lets the detector judge them in parallel, and counts.
 * Every relationship has its own stream of numbers, and results are gathered by number, so that
 * threads leave no trace. The onset is judged over all relationships of a cell, found or not:
 * to look only at those that were found would flatter the dates. */
#include "calibration/calibrate.h"

#include <math.h>
#include <string.h>

#include "calibration/figures.h"
#include "calibration/signals.h"
#include "stats/verdict.h"
#include "stats/watch.h"

#define WEEKS         156
#define SIGNALS       6
#define WATCHED_YEARS ((WEEKS - WATCH_FROM) / 52.0)
#define READINGS      (WEEKS - WATCH_FROM + 1) /* one a week, as the product reads */
#define ERODING_SHARE 20 /* one in so many relationships of the portfolio erodes */

struct cell_plan {
	enum calibrate_view view;
	enum scenario scenario;
	enum disturbance disturbance;
	double loss, rho;
};

static const char *const scenario_names[SCENARIO_COUNT] = {
	[SCENARIO_NULL] = "null",   [SCENARIO_SEASONAL] = "seasonal",
	[SCENARIO_SHOCK] = "shock", [SCENARIO_DRIFT] = "drift",
	[SCENARIO_STEP] = "step",   [SCENARIO_PIVOT] = "pivot",
};

static const char *const disturbance_names[DISTURBANCE_COUNT] = {
	[DISTURBANCE_NONE] = "",
	[DISTURBANCE_LONG_MEMORY] = "long_memory",
	[DISTURBANCE_CHANGING_SEASON] = "changing_season",
	[DISTURBANCE_OVERDISPERSED] = "overdispersed",
	[DISTURBANCE_GAP] = "gap",
	[DISTURBANCE_MIGRATION] = "migration",
	[DISTURBANCE_GROWTH] = "growth",
};

static const struct cell_plan plans[] = {
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_NONE, 0, 0},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_NONE, 0, .3},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_NONE, 0, .6},
	{CALIBRATE_OFFLINE, SCENARIO_SEASONAL, DISTURBANCE_NONE, 0, .3},
	{CALIBRATE_OFFLINE, SCENARIO_SEASONAL, DISTURBANCE_NONE, 0, .6},
	{CALIBRATE_OFFLINE, SCENARIO_SHOCK, DISTURBANCE_NONE, 2, .3},
	{CALIBRATE_OFFLINE, SCENARIO_SHOCK, DISTURBANCE_NONE, 2, .6},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_NONE, 1, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_NONE, 1.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_NONE, 2.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_STEP, DISTURBANCE_NONE, 1, .3},
	{CALIBRATE_OFFLINE, SCENARIO_STEP, DISTURBANCE_NONE, 1.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_STEP, DISTURBANCE_NONE, 2.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_PIVOT, DISTURBANCE_NONE, 1.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_NONE, 1.5, .6},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_LONG_MEMORY, 0, 0},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_CHANGING_SEASON, 0, .3},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_OVERDISPERSED, 0, .3},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_GAP, 0, .3},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_MIGRATION, 0, .3},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, DISTURBANCE_GROWTH, 0, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_LONG_MEMORY, 1.5, 0},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_CHANGING_SEASON, 1.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_OVERDISPERSED, 1.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_GAP, 1.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_MIGRATION, 1.5, .3},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, DISTURBANCE_GROWTH, 1.5, .3},
	{CALIBRATE_ONLINE, SCENARIO_NULL, DISTURBANCE_NONE, 0, 0},
	{CALIBRATE_ONLINE, SCENARIO_NULL, DISTURBANCE_NONE, 0, .3},
	{CALIBRATE_ONLINE, SCENARIO_NULL, DISTURBANCE_NONE, 0, .5},
	{CALIBRATE_ONLINE, SCENARIO_SEASONAL, DISTURBANCE_NONE, 0, .3},
	{CALIBRATE_ONLINE, SCENARIO_DRIFT, DISTURBANCE_NONE, 1.5, .3},
	{CALIBRATE_ONLINE, SCENARIO_DRIFT, DISTURBANCE_NONE, 2.5, .3},
	{CALIBRATE_ONLINE, SCENARIO_STEP, DISTURBANCE_NONE, 1.5, .3},
	{CALIBRATE_ONLINE, SCENARIO_PIVOT, DISTURBANCE_NONE, 1.5, .3},
	{CALIBRATE_PORTFOLIO_VIEW, SCENARIO_DRIFT, DISTURBANCE_NONE, 2, .3},
};

/* What a figure is held to in the cells of a scenario; a loss or rho of ANY is every one.
 * Disturbed cells lie outside the model and are only shown. */
#define ANY (-1)

static const struct target_row {
	enum calibrate_view view;
	enum scenario scenario;
	double loss, rho;
	struct figure_target target;
} targets[] = {
	{CALIBRATE_OFFLINE, SCENARIO_NULL, ANY, ANY, {"p50", CALIBRATE_AT_MOST, .04}},
	{CALIBRATE_OFFLINE, SCENARIO_NULL, ANY, ANY, {"p90", CALIBRATE_AT_MOST, .015}},
	{CALIBRATE_OFFLINE, SCENARIO_SEASONAL, ANY, ANY, {"p50", CALIBRATE_AT_MOST, .04}},
	{CALIBRATE_OFFLINE, SCENARIO_SHOCK, ANY, ANY, {"p50", CALIBRATE_AT_MOST, .04}},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, 1.5, .3, {"p50", CALIBRATE_AT_LEAST, .93}},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, 1.5, .3, {"onset_error", CALIBRATE_AT_MOST, 10}},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, 2.5, .3, {"onset_error", CALIBRATE_AT_MOST, 6}},
	{CALIBRATE_OFFLINE, SCENARIO_DRIFT, ANY, ANY, {"coverage", CALIBRATE_AT_LEAST, .84}},
	{CALIBRATE_OFFLINE, SCENARIO_STEP, ANY, ANY, {"coverage", CALIBRATE_AT_LEAST, .84}},
	{CALIBRATE_OFFLINE, SCENARIO_PIVOT, ANY, ANY, {"coverage", CALIBRATE_AT_LEAST, .88}},
	{CALIBRATE_ONLINE, SCENARIO_NULL, ANY, ANY, {"alarms_a_year", CALIBRATE_AT_MOST, .025}},
	{CALIBRATE_ONLINE,
	 SCENARIO_SEASONAL,
	 ANY,
	 ANY,
	 {"alarms_a_year", CALIBRATE_AT_MOST, .025}},
	{CALIBRATE_ONLINE, SCENARIO_DRIFT, 2.5, .3, {"delay", CALIBRATE_AT_MOST, 44}},
	{CALIBRATE_ONLINE, SCENARIO_STEP, 1.5, .3, {"delay", CALIBRATE_AT_MOST, 28}},
	{CALIBRATE_ONLINE, SCENARIO_PIVOT, 1.5, .3, {"alarmed", CALIBRATE_AT_LEAST, .80}},
	{CALIBRATE_PORTFOLIO_VIEW,
	 SCENARIO_DRIFT,
	 ANY,
	 ANY,
	 {"false_share", CALIBRATE_AT_MOST, WATCH_SHARE_FALSE}},
};

static struct figure_target target_of(const struct cell_plan *plan, const char *figure)
{
	for (guint i = 0; i < G_N_ELEMENTS(targets); i++) {
		const struct target_row *row = &targets[i];
		if (row->view == plan->view && row->scenario == plan->scenario &&
		    plan->disturbance == DISTURBANCE_NONE &&
		    (row->loss < 0 || row->loss == plan->loss) &&
		    (row->rho < 0 || row->rho == plan->rho) &&
		    strcmp(row->target.name, figure) == 0)
			return row->target;
	}
	return (struct figure_target){figure, CALIBRATE_SHOWN, NAN};
}

static bool has_onset(const struct cell_plan *plan)
{
	return plan->scenario >= SCENARIO_DRIFT;
}

/* What the detector said of one relationship. */
struct verdict {
	guint onset; /* the truth */
	double fused, alone;
	bool inside;
	guint median, width;
	enum onset_verdict shape;
	double log_e[READINGS]; /* of the watch, NAN where none */
};

struct task {
	const struct cell_plan *plan;
	struct signal_plan signals;
	guint number;
	struct verdict *verdict;
};

static void judge_onset(const struct signals *signals, const struct onset_axis *axis,
			struct verdict *verdict)
{
	struct onset_grid grids[SIGNALS_MOST];
	struct onset_posterior alone, fused;
	double sure;

	for (guint i = 0; i < signals->n; i++) {
		struct onset_series series = signals_series(signals, i);
		onset_grid_compute(&series, axis, &grids[i]);
	}
	onset_fuse(grids, 1, axis, &alone);
	onset_fuse(grids, signals->n, axis, &fused);
	verdict->alone = alone.probability;
	verdict->fused = fused.probability;
	verdict->median = fused.median;
	verdict->width = fused.high - fused.low;
	verdict->inside = fused.low <= signals->onset && signals->onset <= fused.high;
	verdict->shape = onset_verdict(&fused, &sure);
	onset_posterior_clear(&alone);
	onset_posterior_clear(&fused);
	for (guint i = 0; i < signals->n; i++)
		onset_grid_clear(&grids[i]);
}

static void judge_watch(const struct signals *signals, const struct onset_axis *axis,
			struct verdict *verdict)
{
	struct onset_series series[SIGNALS_MOST];
	struct watch watch;

	for (guint i = 0; i < signals->n; i++)
		series[i] = signals_series(signals, i);
	watch_run(series, signals->n, axis, watch_level(WATCH_FALSE_ALARMS), 1, NULL, 0,
		  &watch);
	for (guint i = 0; i < READINGS; i++)
		verdict->log_e[i] = watch.log_e[WATCH_FROM + i - 1];
	watch_clear(&watch);
}

static void judge(gpointer data, gpointer user_data)
{
	const struct task *task = data;
	struct signals signals;

	signals_draw(&task->signals, *(const guint64 *)user_data, task->number, &signals);
	struct onset_axis axis = {signals.weeks, signals.first_week_of_year, -1};
	task->verdict->onset = signals.onset;
	if (task->plan->view == CALIBRATE_OFFLINE) {
		for (guint i = 0; i < signals.n; i++) {
			struct onset_series series = signals_series(&signals, i);
			onset_robustify(signals.value[i], &series, &axis);
		}
		judge_onset(&signals, &axis, task->verdict);
	} else {
		judge_watch(&signals, &axis, task->verdict);
	}
	signals_clear(&signals);
}

/* The eroding ones of a portfolio share three kinds; the others are null. */
static void vary_portfolio(guint number, struct signal_plan *signals)
{
	static const struct {
		enum scenario scenario;
		double loss;
	} kinds[] = {{SCENARIO_DRIFT, 1.5}, {SCENARIO_DRIFT, 2.5}, {SCENARIO_PIVOT, 1.5}};
	bool erodes = number % ERODING_SHARE == 0;
	guint kind = number / ERODING_SHARE % G_N_ELEMENTS(kinds);

	signals->scenario = erodes ? kinds[kind].scenario : SCENARIO_NULL;
	signals->loss = erodes ? kinds[kind].loss : 0;
}

static struct signal_plan signals_of(const struct cell_plan *plan, guint number)
{
	bool offline = plan->view == CALIBRATE_OFFLINE;
	struct signal_plan signals = {
		.scenario = plan->scenario,
		.disturbance = plan->disturbance,
		.loss = plan->loss,
		.rho = plan->rho,
		.weeks = WEEKS,
		.signals = SIGNALS,
		.onset_from = offline ? WEEKS * 3 / 10 : 60,
		.onset_to = offline ? WEEKS * 3 / 4 : 90,
	};

	if (plan->view == CALIBRATE_PORTFOLIO_VIEW)
		vary_portfolio(number, &signals);
	return signals;
}

/* Caller owns. */
static struct verdict *judge_all(const struct cell_plan *plan, guint64 seed, guint n,
				 guint threads)
{
	struct verdict *verdicts = g_new0(struct verdict, n);
	g_autofree struct task *tasks = g_new(struct task, n);
	GThreadPool *pool = g_thread_pool_new(judge, &seed, (gint)threads, TRUE, NULL);

	for (guint i = 0; i < n; i++) {
		tasks[i] = (struct task){plan, signals_of(plan, i), i, &verdicts[i]};
		g_thread_pool_push(pool, &tasks[i], NULL);
	}
	g_thread_pool_free(pool, FALSE, TRUE);
	return verdicts;
}

/* ---- offline ---- */

static guint count_above(const struct verdict *verdicts, guint n, double probability,
			 bool alone)
{
	guint above = 0;

	for (guint i = 0; i < n; i++)
		above += (alone ? verdicts[i].alone : verdicts[i].fused) > probability;
	return above;
}

struct gathering {
	const struct cell_plan *plan;
	const struct verdict *verdicts;
	guint n;
	GArray *figures;
};

static void add_share(const struct gathering *g, const char *figure, guint hits, guint n)
{
	struct figure_target target = target_of(g->plan, figure);

	figure_add_share(g->figures, &target, hits, n);
}

static void add_median(const struct gathering *g, const char *figure, double *value, guint n)
{
	struct figure_target target = target_of(g->plan, figure);

	figure_add_median(g->figures, &target, value, n);
}

static void add_number(const struct gathering *g, const char *figure, double value)
{
	struct figure_target target = target_of(g->plan, figure);

	figure_add_number(g->figures, &target, value, g->n);
}

static void add_dates(const struct gathering *g)
{
	g_autofree double *error = g_new(double, g->n);
	double bias = 0, width = 0;
	guint inside = 0;

	for (guint i = 0; i < g->n; i++) {
		double off = (double)g->verdicts[i].median - g->verdicts[i].onset;
		error[i] = fabs(off);
		bias += off / g->n;
		width += g->verdicts[i].width / (double)g->n;
		inside += g->verdicts[i].inside;
	}
	add_median(g, "onset_error", error, g->n);
	add_number(g, "bias", bias);
	add_share(g, "coverage", inside, g->n);
	add_number(g, "width", width);
}

static void add_shapes(const struct gathering *g)
{
	guint abrupt = 0, slow = 0;

	for (guint i = 0; i < g->n; i++) {
		abrupt += g->verdicts[i].shape == ONSET_VERDICT_ABRUPT;
		slow += g->verdicts[i].shape == ONSET_VERDICT_SLOW;
	}
	add_share(g, "abrupt", abrupt, g->n);
	add_share(g, "slow", slow, g->n);
}

static void offline_figures(const struct gathering *g)
{
	add_share(g, "p50", count_above(g->verdicts, g->n, .5, false), g->n);
	add_share(g, "p90", count_above(g->verdicts, g->n, .9, false), g->n);
	add_share(g, "p50_alone", count_above(g->verdicts, g->n, .5, true), g->n);
	if (!has_onset(g->plan))
		return;
	add_dates(g);
	add_shapes(g);
}

/* ---- online ---- */

/* Week of the first reading at or above the level; INFINITY when there is none. */
static double first_alarm(const struct verdict *verdict, double log_level)
{
	for (guint i = 0; i < READINGS; i++)
		if (verdict->log_e[i] >= log_level)
			return WATCH_FROM + i;
	return INFINITY;
}

static void add_delay(const struct gathering *g, const char *figure, double level)
{
	g_autofree double *delay = g_new(double, g->n);

	for (guint i = 0; i < g->n; i++)
		delay[i] = first_alarm(&g->verdicts[i], log(level)) - g->verdicts[i].onset;
	add_median(g, figure, delay, g->n);
}

static void online_figures(const struct gathering *g)
{
	double level = watch_level(WATCH_FALSE_ALARMS);
	guint ever = 0;

	for (guint i = 0; i < g->n; i++)
		ever += isfinite(first_alarm(&g->verdicts[i], log(level))) != 0;
	add_share(g, "alarmed", ever, g->n);
	if (!has_onset(g->plan)) {
		add_number(g, "alarms_a_year", ever / (g->n * WATCHED_YEARS));
		return;
	}
	add_delay(g, "delay", level);
	add_delay(g, "delay_notice", WATCH_NOTICE);
}

/* ---- portfolio ---- */

/* Marks who is alarmed at each reading; *first gets the week, 0 = never. */
static void run_portfolio(const struct verdict *verdicts, guint n, guint *first)
{
	g_autofree double *log_e = g_new(double, n);
	g_autofree gboolean *alarmed = g_new(gboolean, n);

	for (guint reading = 0; reading < READINGS; reading++) {
		for (guint i = 0; i < n; i++)
			log_e[i] = verdicts[i].log_e[reading];
		watch_portfolio(log_e, n, WATCH_SHARE_FALSE, alarmed);
		for (guint i = 0; i < n; i++)
			if (alarmed[i] && first[i] == 0)
				first[i] = WATCH_FROM + reading;
	}
}

static void portfolio_figures(const struct gathering *g)
{
	g_autofree guint *first = g_new0(guint, g->n);
	g_autofree double *delay = g_new(double, g->n);
	guint alarms = 0, found = 0, eroding = 0;

	run_portfolio(g->verdicts, g->n, first);
	for (guint i = 0; i < g->n; i++) {
		bool erodes = i % ERODING_SHARE == 0;
		alarms += first[i] > 0;
		eroding += erodes;
		if (erodes && first[i] > 0 && first[i] >= g->verdicts[i].onset)
			delay[found++] = (double)first[i] - g->verdicts[i].onset;
	}
	add_share(g, "false_share", alarms - found, alarms);
	add_share(g, "found", found, eroding);
	add_median(g, "delay", delay, found);
}

/* ---- the table ---- */

static void cell_free(gpointer data)
{
	struct calibrate_cell *cell = data;

	g_array_unref(cell->figures);
	g_free(cell);
}

static struct calibrate_cell *run_cell(const struct cell_plan *plan, guint64 seed, guint n,
				       guint threads)
{
	static void (*const count[CALIBRATE_VIEW_COUNT])(const struct gathering *) = {
		[CALIBRATE_OFFLINE] = offline_figures,
		[CALIBRATE_ONLINE] = online_figures,
		[CALIBRATE_PORTFOLIO_VIEW] = portfolio_figures,
	};
	struct calibrate_cell *cell = g_new(struct calibrate_cell, 1);
	g_autofree struct verdict *verdicts = judge_all(plan, seed, n, threads);

	*cell = (struct calibrate_cell){
		.view = plan->view,
		.scenario = plan->view == CALIBRATE_PORTFOLIO_VIEW
				    ? "portfolio"
				    : scenario_names[plan->scenario],
		.disturbance = disturbance_names[plan->disturbance],
		.loss = plan->loss,
		.rho = plan->rho,
		.n = n,
		.figures = g_array_new(FALSE, FALSE, sizeof(struct calibrate_figure)),
	};
	count[plan->view](&(struct gathering){plan, verdicts, n, cell->figures});
	return cell;
}

struct calibration *calibrate(guint64 seed, guint relationships, guint threads,
			      calibrate_progress progress, gpointer user_data)
{
	struct calibration *calibration = g_new(struct calibration, 1);

	*calibration = (struct calibration){
		.seed = seed,
		.relationships = relationships,
		.cells = g_ptr_array_new_with_free_func(cell_free),
	};
	for (guint i = 0; i < G_N_ELEMENTS(plans); i++) {
		bool portfolio = plans[i].view == CALIBRATE_PORTFOLIO_VIEW;
		guint n = portfolio ? 2 * relationships : relationships;
		g_ptr_array_add(calibration->cells, run_cell(&plans[i], seed, n, threads));
		if (progress != NULL)
			progress(i + 1, G_N_ELEMENTS(plans), user_data);
	}
	return calibration;
}

void calibration_free(struct calibration *calibration)
{
	g_ptr_array_unref(calibration->cells);
	g_free(calibration);
}
