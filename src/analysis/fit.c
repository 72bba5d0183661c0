/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every indicator on every side it is defined for: computed, brought to the common axis,
 * stabilised by its kind, turned so that down is worse, fitted alone and then with the others.
 * Weeks that are not observed are left out, never imputed.
 * Method: stats/onset.h. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#define SURPRISE_MOST  6.9 /* -log 0.001 */
#define SATURATED_FROM .8  /* of the longest weekly median */
#define RARE_WINDOW    52
#define RARE_SHARE     .35 /* of the weeks of the best year must have an event */

/* A surprise -log p has an exponential tail; the root of twice it (a Rayleigh variable when
 * nothing happens) is nearly normal. Beyond one in a thousand no habit is known well enough to
 * be more surprised, and a silence that goes on must not look like a trend without end. */
static double stabilise_level(const struct indicator *indicator, double value)
{
	if (strcmp(indicator->unit, "nats") == 0)
		return sqrt(2 * CLAMP(value, 0, SURPRISE_MOST));
	return value;
}

static double stabilise(const struct indicator *indicator, const struct series_week *week,
			double mean_n)
{
	switch (indicator->kind) {
	case KIND_COUNT:
		return onset_stabilise_count(week->value, week->n, mean_n);
	case KIND_PROPORTION:
		return onset_stabilise_proportion(week->value, week->n, mean_n);
	case KIND_DURATION:
		return onset_stabilise_duration(week->value);
	case KIND_SIMILARITY:
		return onset_stabilise_score(week->value);
	default:
		return stabilise_level(indicator, week->value);
	}
}

static double mean_support(const struct series *series)
{
	double sum = 0;
	guint n = 0;

	for (guint week = 0; week < series->n_weeks; week++) {
		if (!week_has_value(&series->week[week]) || !(series->week[week].n > 0))
			continue;
		sum += series->week[week].n;
		n++;
	}
	return n > 0 ? sum / n : 0;
}

static void forget_values(struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		if (week_has_value(&series->week[i]))
			series->week[i].state = WEEK_EMPTY;
		series->week[i].value = NAN;
	}
}

static void fill_values(const struct study *study, struct fit *fit)
{
	const struct series *series = &fit->series;
	bool tickets = fit->indicator->source == EVENT_TICKET;
	double mean_n = mean_support(series);

	fit->value = g_new(double, study->axis.weeks);
	for (guint week = 0; week < study->axis.weeks; week++) {
		gint64 at = (gint64)study->first_week + week - series->first_week;
		bool skipped = fit->indicator->described || fit->indicator->rule != NULL ||
			       study->left_out[week] || (tickets && study->no_tickets[week]);
		fit->value[week] = NAN;
		if (skipped || at < 0 || at >= series->n_weeks ||
		    !week_has_value(&series->week[at]))
			continue;
		double value = stabilise(fit->indicator, &series->week[at], mean_n);
		fit->value[week] = fit->indicator->worse > 0 ? -value : value;
		fit->observed += isfinite(value);
	}
}

/* Contact that is nought in nearly every week of its best year is too rare for weekly
 * statistics: its variance cannot be stabilised (Anscombe 1948 asks for a mean of about one).
 * Such a series is unknown, whatever its few events do. */
static bool is_too_rare(const struct series *series)
{
	g_autoptr(GArray) active = g_array_new(FALSE, FALSE, sizeof(bool));
	guint within = 0, most = 0;

	for (guint i = 0; i < series->n_weeks; i++) {
		bool happened = series->week[i].event_count > 0;
		if (series->week[i].state == WEEK_NOT_COVERED)
			continue;
		g_array_append_val(active, happened);
		within += happened;
		if (active->len > RARE_WINDOW)
			within -= g_array_index(active, bool, active->len - 1 - RARE_WINDOW);
		most = MAX(most, within);
	}
	return most < RARE_SHARE * MIN(active->len, RARE_WINDOW);
}

/* Waits that hardly ever end have no median: week after week they stand at the time they were
 * watched, and what little moves is the watch. */
static bool is_saturated(const struct series *series)
{
	double most = 0;
	guint near = 0, known = 0;

	for (guint i = 0; i < series->n_weeks; i++)
		if (week_has_value(&series->week[i]))
			most = fmax(most, series->week[i].value);
	for (guint i = 0; i < series->n_weeks; i++) {
		known += week_has_value(&series->week[i]);
		near += week_has_value(&series->week[i]) &&
			series->week[i].value >= SATURATED_FROM * most;
	}
	return 2 * near > known;
}

/* Whether weekly statistics can say anything of the series. */
static bool can_be_fitted(const struct fit *fit)
{
	if (fit->indicator->kind == KIND_DURATION)
		return !is_saturated(&fit->series);
	if (fit->indicator->described && fit->indicator->kind == KIND_COUNT)
		return true; /* shown as it is: no statistics are asked of it */
	return !(fit->indicator->follows_channel && is_too_rare(&fit->series));
}

static void choose_covariates(const struct study *study, struct fit *fit)
{
	bool tickets = fit->indicator->source == EVENT_TICKET;

	for (guint i = 0; i < study->covariates->len; i++) {
		const struct study_covariate *covariate =
			&g_array_index(study->covariates, struct study_covariate, i);
		bool concerned = (covariate->of_tickets && tickets) ||
				 (covariate->of_channel && fit->indicator->follows_channel) ||
				 (covariate->of_sources && fit->indicator->any_channel) ||
				 (covariate->of_mail && fit->indicator->follows_channel &&
				  !fit->indicator->any_channel);
		if (concerned && fit->n_covariates < ONSET_COVARIATES_MAX)
			fit->covariate[fit->n_covariates++] = covariate->value;
	}
}

static struct onset_series onset_series_of(const struct fit *fit)
{
	return (struct onset_series){fit->value, fit->covariate, fit->n_covariates};
}

static double probability_of_gain(const struct study *study, const struct fit *fit)
{
	struct onset_series series = onset_series_of(fit);
	struct onset_axis axis = study->axis;
	struct onset_posterior posterior;
	struct onset_grid grid;

	axis.direction = 1;
	onset_grid_compute(&series, &axis, &grid);
	onset_fuse(&grid, 1, &axis, &posterior);
	double probability = study_reader_explains(study, fit, &posterior)
				     ? posterior.prior
				     : posterior.probability;
	onset_posterior_clear(&posterior);
	onset_grid_clear(&grid);
	return probability;
}

guint study_first_year(const struct study *study, const struct fit *fit)
{
	guint week = 0;

	for (guint n = 0; week < study->axis.weeks && n < BASELINE_WEEKS; week++)
		n += isfinite(fit->uncut[week]) != 0;
	return week;
}

/* As the first year teaches it, in the units of stabilised values. */
static double stabilised_margin(const struct study *study, const struct fit *fit)
{
	double mean_n = mean_support(&fit->series), score;
	double margin =
		study_reader_margin(study, fit, 0, study_first_year(study, fit), &score);

	if (!(margin > 0))
		return 0;
	return onset_stabilise_proportion(MIN(score + margin, 1), mean_n, mean_n) -
	       onset_stabilise_proportion(score, mean_n, mean_n);
}

/* What the reader's error explains as well as a change does speaks for neither. */
static void discount_reader(const struct study *study, struct fit *fit, struct onset_grid *grid)
{
	guint cells = ONSET_BASIS_COUNT * grid->weeks;

	if (!fit_leans_worse(fit) || !study_reader_explains(study, fit, &fit->loss))
		return;
	for (guint i = 0; i < cells; i++)
		if (isfinite(grid->log_bf[i]))
			grid->log_bf[i] = 0;
	onset_posterior_clear(&fit->loss);
	onset_fuse(grid, 1, &study->axis, &fit->loss);
}

static void fit_alone(const struct study *study, struct fit *fit, struct onset_grid *grid)
{
	struct onset_series series;

	fit->indicator->compute(study->timeline, fit->side, &fit->series);
	if (!can_be_fitted(fit))
		forget_values(&fit->series);
	fill_values(study, fit);
	choose_covariates(study, fit);
	fit->uncut = g_memdup2(fit->value, study->axis.weeks * sizeof *fit->value);
	series = onset_series_of(fit);
	onset_robustify(fit->value, &series, &study->axis);
	onset_grid_compute(&series, &study->axis, grid);
	onset_fuse(grid, 1, &study->axis, &fit->loss);
	discount_reader(study, fit, grid);
	fit->margin = stabilised_margin(study, fit);
	fit->gain = probability_of_gain(study, fit);
}

/* "Everyone else" is no organisation: it has no presence, no main contact and no silence. */
static bool is_defined(const struct study *study, const struct indicator *indicator,
		       enum side side)
{
	return indicator->of_side[side] &&
	       !(indicator->of_organisation && study->timeline->everyone[side]);
}

bool fit_is_mirror(const struct study *study, const struct fit *fit)
{
	for (guint i = 0; fit->indicator->mirrors != NULL && i < study->n_fits; i++) {
		const struct fit *other = &study->fits[i];
		if (other->side == fit->side && other->observed >= ONSET_MIN_WEEKS &&
		    strcmp(other->indicator->name, fit->indicator->mirrors) == 0)
			return true;
	}
	return false;
}

/* Fuses all series but the mirrors: the same evidence counts once. */
static void fuse_distinct(const struct study *study, const struct onset_grid *grids,
			  const struct onset_axis *axis, struct onset_posterior *posterior)
{
	g_autofree struct onset_grid *distinct =
		g_memdup2(grids, study->n_fits * sizeof *grids);

	for (guint i = 0; i < study->n_fits; i++)
		if (fit_is_mirror(study, &study->fits[i]))
			distinct[i].log_bf = NULL;
	onset_fuse(distinct, study->n_fits, axis, posterior);
}

void study_fit(struct study *study)
{
	const struct indicator *const *list = indicator_list();
	guint n = 0;

	for (guint i = 0; list[i] != NULL; i++)
		for (guint side = SIDE_NONE; side < SIDE_COUNT; side++)
			n += is_defined(study, list[i], side);
	study->fits = g_new0(struct fit, n);
	study->grids = g_new0(struct onset_grid, n);
	for (guint i = 0; list[i] != NULL; i++)
		for (guint side = SIDE_NONE; side < SIDE_COUNT; side++) {
			if (!is_defined(study, list[i], side))
				continue;
			struct fit *fit = &study->fits[study->n_fits];
			fit->indicator = list[i];
			fit->side = side;
			fit_alone(study, fit, &study->grids[study->n_fits++]);
		}
	fuse_distinct(study, study->grids, &study->axis, &study->fused);
}

void fit_clear(struct fit *fit)
{
	series_clear(&fit->series);
	g_free(fit->value);
	g_free(fit->uncut);
	onset_posterior_clear(&fit->loss);
	if (fit->finding != NULL)
		finding_free(fit->finding);
}

void study_fuse_window(const struct study *study, guint from, guint to, int direction,
		       struct onset_posterior *posterior)
{
	g_autofree struct onset_grid *grids = g_new0(struct onset_grid, study->n_fits);
	struct onset_axis axis = study->axis;

	axis.direction = direction;
	for (guint i = 0; i < study->n_fits; i++) {
		struct onset_series series = onset_series_of(&study->fits[i]);
		g_autofree double *inside =
			g_memdup2(series.value, axis.weeks * sizeof *inside);
		for (guint week = 0; week < axis.weeks; week++)
			if (week < from || week >= to)
				inside[week] = NAN;
		series.value = inside;
		onset_grid_compute(&series, &axis, &grids[i]);
	}
	fuse_distinct(study, grids, &axis, posterior);
	for (guint i = 0; i < study->n_fits; i++)
		onset_grid_clear(&grids[i]);
}

bool fit_dated_alone(const struct study *study, const struct fit *fit)
{
	double probability = fit->loss.probability;
	guint looked_at = 0;

	if (!(probability >= ALARM_PROBABILITY) || fit_is_mirror(study, fit))
		return false;
	for (guint i = 0; i < study->n_fits; i++)
		looked_at += study->fits[i].observed >= ONSET_MIN_WEEKS;
	double odds = probability / (1 - probability) / looked_at;
	return odds >= ALARM_PROBABILITY / (1 - ALARM_PROBABILITY);
}

bool study_has_onset(const struct study *study)
{
	return study->fused.probability >= ONSET_PROBABILITY;
}

bool fit_leans_worse(const struct fit *fit)
{
	return fit->loss.probability > fit->loss.prior;
}

bool fit_has_onset(const struct fit *fit)
{
	return fit->loss.probability >= ONSET_PROBABILITY;
}
