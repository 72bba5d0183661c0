/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The wager on one series: for every shape and onset week the Bayes factor of a loss against
 * none, with right-Haar prior on season, level and scale (so that they need not be known) and a
 * half-normal prior on the loss; the stake is their mean over onset weeks with a geometric
 * prior. From the contrasts of the sweep, which are independent with one variance: only sums of
 * squares and products are kept, all weeks cost O(weeks^2).
 * Method: Lindon, Ham, Tingley and Bojinov (arXiv 2210.08589); E-detectors of Shin, Ramdas and
 * Rinaldo for the mixture over onsets. */
#include "stats/watch-internal.h"

#include <math.h>

#define LOSS_SCALE    1.5 /* prior of the loss, in standard deviations of the series */
#define HAZARD        (1.0 / 104)
#define RAMP_WEEKS    26
#define SLOPE_WEEKS   52.0 /* the slope's loss is that of a year */
#define EXPONENT_MOST 600  /* a Bayes factor is cut here: less is never more than fair */

enum shape { SHAPE_STEP, SHAPE_RAMP, SHAPE_SLOPE, SHAPE_COUNT };

struct wager {
	const struct onset_design *design;
	const struct watch_terms *terms;
	guint weeks;    /* from..to */
	guint known;    /* onset weeks that the observations have reached */
	double *square; /* [SHAPE_COUNT][weeks]: shape . shape */
	double *along;  /* same: shape . data */
	double *open;   /* weeks: contrast of the ramp without end */
	double *pulled; /* weeks: contrast by week */
	double freedom, sum_of_squares;
};

static void wager_init(struct wager *w, const struct onset_design *design,
		       const struct watch_terms *terms)
{
	guint weeks = terms->to - terms->from + 1;

	*w = (struct wager){
		.design = design,
		.terms = terms,
		.weeks = weeks,
		.square = g_new0(double, (gsize)SHAPE_COUNT *weeks),
		.along = g_new0(double, (gsize)SHAPE_COUNT *weeks),
		.open = g_new0(double, (gsize)weeks + RAMP_WEEKS),
		.pulled = g_new0(double, weeks),
	};
}

static void wager_clear(struct wager *w)
{
	g_free(w->square);
	g_free(w->along);
	g_free(w->open);
	g_free(w->pulled);
}

/* The contrast of row k laid out by week. */
static void lay_out(struct wager *w, const double *contrast, guint k)
{
	for (guint week = 0; week < w->known; week++)
		w->pulled[week] = 0;
	for (guint i = 0; i <= k; i++) {
		guint week = w->design->offset + w->design->week[i];
		if (week >= w->terms->from)
			w->pulled[week - w->terms->from] = contrast[i];
	}
}

/* Adds one contrast: its values for all shapes and onsets follow from suffix sums. */
static void add_contrast(struct wager *w, const double *contrast, guint k, double innovation)
{
	double step = 0, open = 0;

	lay_out(w, contrast, k);
	w->freedom += 1;
	w->sum_of_squares += innovation * innovation;
	for (guint week = w->known; week-- > 0;) {
		step += w->pulled[week];
		open += step;
		w->open[week] = open;
		const double value[SHAPE_COUNT] = {
			[SHAPE_STEP] = step,
			[SHAPE_RAMP] = (open - w->open[week + RAMP_WEEKS]) / RAMP_WEEKS,
			[SHAPE_SLOPE] = open / SLOPE_WEEKS,
		};
		for (guint shape = 0; shape < SHAPE_COUNT; shape++) {
			w->square[shape * w->weeks + week] += value[shape] * value[shape];
			w->along[shape * w->weeks + week] += value[shape] * innovation;
		}
	}
}

/* Bayes factor of a loss of one shape from one week on: that of a loss or gain, times twice the
 * share of the posterior (a t distribution) that is a loss. */
static double bayes_factor(const struct wager *w, double square, double along)
{
	const double prior = LOSS_SCALE * LOSS_SCALE;
	double grown = 1 + prior * square;
	double explained = prior * along * along / (grown * w->sum_of_squares);
	double stretch = -log1p(-fmin(explained, 1 - 1e-12));
	double share = watch_student(stretch, w->terms->direction * along < 0, w->freedom);

	return 2 * share * exp(fmin(w->freedom / 2 * stretch, EXPONENT_MOST)) / sqrt(grown);
}

/* The stake now, and what each onset week adds to it. Weeks that no observation has reached
 * keep the factor 1. */
static double stake_now(const struct wager *w, double *onset)
{
	double left = 1, stake = 0;

	if (!(w->sum_of_squares > 0))
		return 1;
	for (guint week = 0; week < w->known; week++) {
		double sum = 0;
		for (guint shape = 0; shape < SHAPE_COUNT; shape++)
			sum += bayes_factor(w, w->square[shape * w->weeks + week],
					    w->along[shape * w->weeks + week]);
		onset[week] = left * HAZARD * sum / SHAPE_COUNT;
		stake += onset[week];
		left *= 1 - HAZARD;
	}
	return stake + left;
}

bool watch_is_read(const struct watch_terms *terms, guint week)
{
	guint distance = week > terms->phase ? week - terms->phase : terms->phase - week;

	return week >= terms->first_read && distance % terms->every == 0;
}

/* Takes in the rows of one axis week, none or one. */
static void take_week(struct wager *w, struct watch_sweep *sweep, guint week)
{
	const struct onset_design *design = w->design;
	double limit = w->terms->limit;

	if (sweep->rows == design->n || design->offset + design->week[sweep->rows] != week)
		return;
	if (week >= w->terms->from)
		w->known = week - w->terms->from + 1;
	if (!watch_sweep_next(sweep))
		return;
	add_contrast(w, sweep->contrast, sweep->rows - 1,
		     CLAMP(watch_sweep_innovation(sweep), -limit, limit));
}

void watch_stake(const struct onset_design *design, const struct watch_terms *terms, double *e,
		 double *onset)
{
	struct watch_sweep sweep;
	struct wager wager;

	watch_sweep_init(&sweep, design, terms->rho);
	wager_init(&wager, design, terms);
	for (guint week = 0; week < wager.weeks; week++) {
		e[week] = 1;
		onset[week] = 0;
	}
	for (guint week = 0; week <= terms->to; week++) {
		take_week(&wager, &sweep, week);
		if (week >= terms->from && watch_is_read(terms, week))
			e[week - terms->from] = stake_now(&wager, onset);
	}
	wager_clear(&wager);
	watch_sweep_clear(&sweep);
}
