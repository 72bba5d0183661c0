/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weekly watch of a relationship: the series that are fused, as they were before their
 * outliers were cut in the light of later weeks (a reading must not know them; the watch cuts
 * by the first year alone). What still looks ahead a little: which series are fit for weekly
 * statistics, and the mean support that scales counts. Method: stats/watch.h. */
#include "stats/watch.h"

#include <math.h>

#include "analysis/study-internal.h"

static guint observed_weeks(const struct onset_series *series, guint n, guint weeks)
{
	guint observed = 0;

	for (guint week = 0; week < weeks; week++) {
		bool any = false;
		for (guint s = 0; s < n; s++)
			any = any || isfinite(series[s].value[week]);
		observed += any;
	}
	return observed;
}

/* A loss that the reader's error explains is none: after the first year a series that was read
 * has the benefit of its margin, and what is left of a fall is what goes beyond it. */
static void allow_margin(const struct study *study, struct fit *fit)
{
	for (guint week = study_first_year(study, fit); week < study->axis.weeks; week++)
		fit->uncut[week] += fit->margin;
}

static guint watched_series(const struct study *study, struct onset_series *series)
{
	guint n = 0;

	for (guint i = 0; i < study->n_fits; i++) {
		struct fit *fit = &study->fits[i];

		if (fit_is_mirror(study, fit))
			continue;
		allow_margin(study, fit);
		series[n++] =
			(struct onset_series){fit->uncut, fit->covariate, fit->n_covariates};
	}
	return n;
}

static gint32 monday_or_none(const struct study *study, gint week)
{
	return week >= 0 ? study_monday(study, (guint)week) : DAY_NONE;
}

void study_watch(struct study *study)
{
	double false_alarms = study->options != NULL ? study->options->false_alarms : 0;
	g_autofree struct onset_series *series = g_new(struct onset_series, study->n_fits);
	guint n = watched_series(study, series), last = study->axis.weeks - 1;
	double level = watch_level(false_alarms > 0 ? false_alarms : WATCH_FALSE_ALARMS);
	struct watch watch;

	watch_run(series, n, &study->axis, level, 1, NULL, 0, &watch);
	study->assessment->watch = (struct assessment_watch){
		.e = exp(watch.log_e[last]),
		.level = level,
		.alarm = monday_or_none(study, watch.alarm),
		.since = monday_or_none(study, watch.since),
		.weeks = observed_weeks(series, n, study->axis.weeks),
		.series = watch.n_series,
	};
	watch_clear(&watch);
}

void assess_portfolio(GPtrArray *assessments)
{
	g_autofree double *log_e = g_new(double, assessments->len);
	g_autofree gboolean *alarmed = g_new(gboolean, assessments->len);

	for (guint i = 0; i < assessments->len; i++)
		log_e[i] =
			log(((struct assessment *)g_ptr_array_index(assessments, i))->watch.e);
	watch_portfolio(log_e, assessments->len, WATCH_SHARE_FALSE, alarmed);
	for (guint i = 0; i < assessments->len; i++)
		((struct assessment *)g_ptr_array_index(assessments, i))->watch.among_all =
			alarmed[i];
}
