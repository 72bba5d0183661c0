/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* BG/NBD: contacts come at a rate that is gamma over the sources, and after each contact the
 * source stops with a chance that is beta over them. All products of gamma functions are kept
 * as logarithms, so that thousands of contacts do no harm. Parameters by maximum of the
 * likelihood and a weak log-normal prior: a handful of histories moves them little.
 * Method: Fader, Hardie and Lee, Marketing Science 24(2), 2005; Nelder and Mead 1965. */
#include "stats/alive.h"

#include <math.h>
#include <string.h>

#define PARAMETERS      4
#define HISTORIES_LEAST 3   /* fewer leave the defaults */
#define PRIOR_SPREAD    1.5 /* standard deviation of the log of each parameter */
#define STEPS_MOST      400
#define FLAT            1e-7 /* spread of the simplex's values at which it rests */
#define LOG_MOST        12.0 /* of a parameter */

/* Before any history: rates differ as an exponential does, and a source stops after a contact
 * with a chance of one in forty or so. alpha follows from the mean rate. */
#define DEFAULT_R 1.0
#define DEFAULT_A 0.5
#define DEFAULT_B 20.0

static double log_add(double a, double b)
{
	double high = fmax(a, b), low = fmin(a, b);

	return high == -INFINITY ? high : high + log1p(exp(low - high));
}

/* The source lives at the end, or stopped after its last contact: logs of the two, up to what
 * they share. */
static double log_lives(const struct alive_model *m, const struct alive_history *h)
{
	return -(m->r + h->repeats) * log(m->alpha + h->age);
}

static double log_stopped(const struct alive_model *m, const struct alive_history *h)
{
	if (h->repeats < 1)
		return -INFINITY;
	return log(m->a) - log(m->b + h->repeats - 1) -
	       (m->r + h->repeats) * log(m->alpha + h->last);
}

/* The part of the log likelihood that is the same for all histories. */
static double log_constant(const struct alive_model *m)
{
	return lgamma(m->a + m->b) - lgamma(m->b) - lgamma(m->r) + m->r * log(m->alpha);
}

static double log_likelihood(const struct alive_model *m, double constant,
			     const struct alive_history *h)
{
	double x = h->repeats;

	/* Most write but once: all gamma functions cancel. */
	if (x < 1)
		return m->r * (log(m->alpha) - log(m->alpha + h->age));
	return constant + lgamma(m->b + x) - lgamma(m->a + m->b + x) + lgamma(m->r + x) +
	       log_add(log_lives(m, h), log_stopped(m, h));
}

double alive_log_likelihood(const struct alive_model *model,
			    const struct alive_history *history)
{
	return log_likelihood(model, log_constant(model), history);
}

double alive_probability(const struct alive_model *model, const struct alive_history *history)
{
	double lives = log_lives(model, history), stopped = log_stopped(model, history);

	return exp(lives - log_add(lives, stopped));
}

/* ---- empirical Bayes ---- */

struct fit {
	const struct alive_history *history;
	guint n;
	double center[PARAMETERS]; /* logs of the defaults */
};

static struct alive_model model_of(const double *log_parameter)
{
	return (struct alive_model){
		.r = exp(CLAMP(log_parameter[0], -LOG_MOST, LOG_MOST)),
		.alpha = exp(CLAMP(log_parameter[1], -LOG_MOST, LOG_MOST)),
		.a = exp(CLAMP(log_parameter[2], -LOG_MOST, LOG_MOST)),
		.b = exp(CLAMP(log_parameter[3], -LOG_MOST, LOG_MOST)),
	};
}

/* Less is better. */
static double loss(const struct fit *fit, const double *log_parameter)
{
	struct alive_model model = model_of(log_parameter);
	double constant = log_constant(&model), sum = 0;

	for (guint i = 0; i < PARAMETERS; i++) {
		double off = (log_parameter[i] - fit->center[i]) / PRIOR_SPREAD;
		sum += off * off / 2;
	}
	for (guint i = 0; i < fit->n; i++)
		sum -= log_likelihood(&model, constant, &fit->history[i]);
	return sum;
}

struct vertex {
	double at[PARAMETERS], value;
};

static int compare_vertices(const void *a, const void *b)
{
	double x = ((const struct vertex *)a)->value, y = ((const struct vertex *)b)->value;

	return (x > y) - (x < y);
}

/* The point `along` times as far from the mean of the better ones as the worst is. */
static struct vertex beyond(const struct fit *fit, const struct vertex *simplex, double along)
{
	struct vertex vertex;

	for (guint i = 0; i < PARAMETERS; i++) {
		double mean = 0;
		for (guint v = 0; v < PARAMETERS; v++)
			mean += simplex[v].at[i] / PARAMETERS;
		vertex.at[i] = mean + along * (simplex[PARAMETERS].at[i] - mean);
	}
	vertex.value = loss(fit, vertex.at);
	return vertex;
}

static void shrink(const struct fit *fit, struct vertex *simplex)
{
	for (guint v = 1; v <= PARAMETERS; v++) {
		for (guint i = 0; i < PARAMETERS; i++)
			simplex[v].at[i] = (simplex[v].at[i] + simplex[0].at[i]) / 2;
		simplex[v].value = loss(fit, simplex[v].at);
	}
}

/* One step on a simplex in rising order of value. */
static void step(const struct fit *fit, struct vertex *simplex)
{
	struct vertex *worst = &simplex[PARAMETERS];
	struct vertex reflected = beyond(fit, simplex, -1);

	if (reflected.value < simplex[0].value) {
		struct vertex expanded = beyond(fit, simplex, -2);
		*worst = expanded.value < reflected.value ? expanded : reflected;
	} else if (reflected.value < simplex[PARAMETERS - 1].value) {
		*worst = reflected;
	} else {
		bool outside = reflected.value < worst->value;
		struct vertex inner = beyond(fit, simplex, outside ? -.5 : .5);
		if (inner.value < fmin(reflected.value, worst->value))
			*worst = inner;
		else
			shrink(fit, simplex);
	}
}

static void minimise(const struct fit *fit, double *log_parameter)
{
	struct vertex simplex[PARAMETERS + 1];

	for (guint v = 0; v <= PARAMETERS; v++) {
		memcpy(simplex[v].at, log_parameter, sizeof simplex[v].at);
		if (v > 0)
			simplex[v].at[v - 1] += .5;
		simplex[v].value = loss(fit, simplex[v].at);
	}
	for (guint i = 0; i < STEPS_MOST; i++) {
		qsort(simplex, PARAMETERS + 1, sizeof *simplex, compare_vertices);
		if (simplex[PARAMETERS].value - simplex[0].value < FLAT)
			break;
		step(fit, simplex);
	}
	qsort(simplex, PARAMETERS + 1, sizeof *simplex, compare_vertices);
	memcpy(log_parameter, simplex[0].at, sizeof simplex[0].at);
}

/* A mean rate of r / alpha: the repeats seen over the time they had. */
static double default_alpha(const struct alive_history *history, guint n)
{
	double repeats = 0, time = 0;

	for (guint i = 0; i < n; i++) {
		repeats += history[i].repeats;
		time += history[i].repeats > 0 ? history[i].last : history[i].age;
	}
	return repeats > 0 && time > 0 ? DEFAULT_R * time / repeats : 1;
}

void alive_learn(const struct alive_history *history, guint n, struct alive_model *model)
{
	struct fit fit = {
		.history = history,
		.n = n,
		.center = {log(DEFAULT_R), log(default_alpha(history, n)), log(DEFAULT_A),
			   log(DEFAULT_B)},
	};
	double log_parameter[PARAMETERS];

	memcpy(log_parameter, fit.center, sizeof log_parameter);
	if (n >= HISTORIES_LEAST)
		minimise(&fit, log_parameter);
	*model = model_of(log_parameter);
	model->n = n;
	model->prior = n < HISTORIES_LEAST;
}

double alive_silence(double contacts, double time, double gap)
{
	return time > 0 ? (contacts + 1) * log1p(gap / time) : NAN;
}
