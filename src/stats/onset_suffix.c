/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inner products of all shapes at all onsets in one backward sweep each. A product with a
 * vector is a sum over later weeks, so that step, ramp and shock at week t follow from those at
 * t + 1; a ramp with an end is the difference of two open ones. Squared lengths follow in the
 * same way from the tridiagonal precision matrix K of the AR(1) errors. Exact as long as no gap
 * is longer than the shortest ramp and a week. */
#include "stats/onset-internal.h"

#include <math.h>

/* Precision matrix of the observations, and K applied to a constant and to the time. */
struct precision {
	guint weeks;
	guint *at;               /* weeks: observation of the week, or n */
	double *diagonal, *next; /* n: K[k][k], K[k][k + 1] */
	double *on_one, *on_time;
	double origin; /* time is counted from here to keep the sums small */
};

static double later(const double *suffix, guint weeks, guint week)
{
	return week < weeks ? suffix[week] : 0;
}

static double time_of(const struct precision *k, guint week)
{
	return week - k->origin;
}

static void apply_precision(const struct onset_design *design, struct precision *p)
{
	for (guint k = 0; k < design->n; k++) {
		double before = k > 0 ? p->next[k - 1] : 0;
		double one = p->diagonal[k] + p->next[k] + before;
		double time = p->diagonal[k] * time_of(p, design->week[k]);
		if (k + 1 < design->n)
			time += p->next[k] * time_of(p, design->week[k + 1]);
		if (k > 0)
			time += before * time_of(p, design->week[k - 1]);
		p->on_one[k] = one;
		p->on_time[k] = time;
	}
}

static void precision_init(const struct onset_design *design, const struct onset_whitened *w,
			   struct precision *p)
{
	guint n = design->n;

	*p = (struct precision){
		.weeks = design->weeks,
		.at = g_new(guint, design->weeks),
		.diagonal = g_new(double, n),
		.next = g_new(double, n),
		.on_one = g_new(double, n),
		.on_time = g_new(double, n),
		.origin = design->weeks / 2.0,
	};
	for (guint week = 0; week < design->weeks; week++)
		p->at[week] = n;
	for (guint k = 0; k < n; k++) {
		double pull = k + 1 < n ? w->link[k + 1] / w->scale[k + 1] : 0;
		p->at[design->week[k]] = k;
		p->diagonal[k] = 1 / (w->scale[k] * w->scale[k]) + pull * pull;
		p->next[k] = k + 1 < n ? -pull / w->scale[k + 1] : 0;
	}
	apply_precision(design, p);
}

static void precision_clear(struct precision *p)
{
	g_free(p->at);
	g_free(p->diagonal);
	g_free(p->next);
	g_free(p->on_one);
	g_free(p->on_time);
}

static void finite_ramps(double *out, guint weeks)
{
	const double *open = out + (gsize)ONSET_RAMP_OPEN * weeks;

	for (guint basis = ONSET_RAMP13; basis <= ONSET_RAMP104; basis++) {
		guint length = onset_ramp_length(basis);
		double *ramp = out + (gsize)basis * weeks;
		for (guint week = 0; week < weeks; week++)
			ramp[week] = (open[week] - later(open, weeks, week + length)) / length;
	}
}

/* Products of every shape with a vector of the whitened space. */
static void linear_products(const struct onset_design *design, const struct onset_whitened *w,
			    const double *vector, double *pulled, double *out)
{
	guint weeks = design->weeks;
	double step = 0, open = 0, shock6 = 0, shock13 = 0;
	double decay6 = onset_shock_decay(ONSET_SHOCK6);
	double decay13 = onset_shock_decay(ONSET_SHOCK13);

	for (guint week = 0; week < weeks; week++)
		pulled[week] = 0;
	for (guint k = 0; k < design->n; k++) {
		double next = k + 1 < design->n
				      ? w->link[k + 1] * vector[k + 1] / w->scale[k + 1]
				      : 0;
		pulled[design->week[k]] = vector[k] / w->scale[k] - next;
	}
	for (guint week = weeks; week-- > 0;) {
		step += pulled[week];
		open += step;
		shock6 = pulled[week] + decay6 * shock6;
		shock13 = pulled[week] + decay13 * shock13;
		out[ONSET_STEP * weeks + week] = step;
		out[ONSET_RAMP_OPEN * weeks + week] = open;
		out[ONSET_SHOCK6 * weeks + week] = shock6;
		out[ONSET_SHOCK13 * weeks + week] = shock13;
	}
	finite_ramps(out, weeks);
}

static void shock_lengths(const struct onset_design *design, const struct precision *p,
			  enum onset_basis basis, double *out)
{
	double decay = onset_shock_decay(basis), sum = 0;

	for (guint week = p->weeks; week-- > 0;) {
		guint k = p->at[week];
		sum *= decay * decay;
		if (k < design->n) {
			double next =
				k + 1 < design->n ? pow(decay, design->week[k + 1] - week) : 0;
			sum += p->diagonal[k] + 2 * p->next[k] * next;
		}
		out[(gsize)basis * p->weeks + week] = sum;
	}
}

static void step_and_open_lengths(const struct onset_design *design, const struct precision *p,
				  double *out)
{
	double step = 0, open = 0, cross = 0;

	for (guint week = p->weeks; week-- > 0;) {
		guint k = p->at[week];
		double with_next = cross;
		if (k < design->n) {
			if (k + 1 < design->n)
				with_next += p->next[k] * (design->week[k + 1] - week);
			step += p->diagonal[k] + 2 * p->next[k];
		}
		open += 2 * with_next + step;
		cross = with_next + step;
		out[ONSET_STEP * p->weeks + week] = step;
		out[ONSET_RAMP_OPEN * p->weeks + week] = open;
	}
}

/* Suffix sums of time^a * (K time^b): all that the product of two ramps needs. */
struct ramp_moments {
	double *time_time, *time, *one_time, *one;
};

static void moments_init(const struct onset_design *design, const struct precision *p,
			 struct ramp_moments *moments)
{
	double *const rows = g_new0(double, 4 * (gsize)p->weeks);
	double sums[4] = {0};

	*moments = (struct ramp_moments){rows, rows + p->weeks, rows + 2 * (gsize)p->weeks,
					 rows + 3 * (gsize)p->weeks};
	for (guint week = p->weeks; week-- > 0;) {
		guint k = p->at[week];
		if (k < design->n) {
			double time = time_of(p, week);
			sums[0] += p->on_time[k] * time;
			sums[1] += p->on_time[k];
			sums[2] += p->on_one[k] * time;
			sums[3] += p->on_one[k];
		}
		for (guint i = 0; i < 4; i++)
			rows[(gsize)i * p->weeks + week] = sums[i];
	}
}

/* What the line before `early` added through the link of observation k to the one before it. */
static double link_before(const struct onset_design *design, const struct precision *p, guint k,
			  guint early, guint late)
{
	if (k == 0 || k == design->n || design->week[k - 1] + 1 >= early)
		return 0;
	return (design->week[k] + 1.0 - late) * p->next[k - 1] *
	       (design->week[k - 1] + 1.0 - early);
}

/* Product of the open ramps that begin at `early` and at `late`. */
static double ramps_product(const struct precision *p, const struct ramp_moments *moments,
			    guint early, guint late)
{
	double shift = 1 - time_of(p, late), start = time_of(p, early) - 1;
	return moments->time_time[late] + shift * moments->time[late] -
	       start * (moments->one_time[late] + shift * moments->one[late]);
}

/* First observation at or after each week; the number of observations when there is none. */
static guint *first_from(const struct onset_design *design, const struct precision *p)
{
	guint *first = g_new(guint, p->weeks);
	guint k = design->n;

	for (guint week = p->weeks; week-- > 0;) {
		if (p->at[week] < design->n)
			k = p->at[week];
		first[week] = k;
	}
	return first;
}

/* A ramp that ends is the difference of two open ones. */
static double ramp_length_at(const struct onset_design *design, const struct precision *p,
			     const struct ramp_moments *moments, const double *open,
			     const guint *first, guint week, guint length)
{
	guint end = week + length;
	double square = (double)length * length;

	if (end >= p->weeks)
		return open[week] / square;
	double cross = ramps_product(p, moments, week, end) -
		       link_before(design, p, first[end], week, end);
	return (open[week] + open[end] - 2 * cross) / square;
}

static void finite_ramp_lengths(const struct onset_design *design, const struct precision *p,
				double *out)
{
	const double *open = out + (gsize)ONSET_RAMP_OPEN * p->weeks;
	g_autofree guint *first = first_from(design, p);
	struct ramp_moments moments;

	moments_init(design, p, &moments);
	for (guint basis = ONSET_RAMP13; basis <= ONSET_RAMP104; basis++) {
		guint length = onset_ramp_length(basis);
		double *ramp = out + (gsize)basis * p->weeks;
		for (guint week = 0; week < p->weeks; week++)
			ramp[week] =
				ramp_length_at(design, p, &moments, open, first, week, length);
	}
	g_free(moments.time_time);
}

void onset_products_suffix(const struct onset_design *design,
			   const struct onset_whitened *whitened,
			   struct onset_products *products)
{
	gsize cells = (gsize)ONSET_BASIS_COUNT * design->weeks;
	g_autofree double *pulled = g_new(double, design->weeks);
	g_autofree double *along = g_new(double, cells);
	struct precision precision;

	precision_init(design, whitened, &precision);
	step_and_open_lengths(design, &precision, products->length);
	finite_ramp_lengths(design, &precision, products->length);
	shock_lengths(design, &precision, ONSET_SHOCK6, products->length);
	shock_lengths(design, &precision, ONSET_SHOCK13, products->length);
	precision_clear(&precision);

	linear_products(design, whitened, whitened->residual, pulled, products->with_data);
	for (gsize cell = 0; cell < cells; cell++)
		products->remainder[cell] = products->length[cell];
	for (guint j = 0; j < whitened->columns; j++) {
		linear_products(design, whitened, whitened->basis + (gsize)j * design->n,
				pulled, along);
		for (gsize cell = 0; cell < cells; cell++)
			products->remainder[cell] -= along[cell] * along[cell];
	}
}
