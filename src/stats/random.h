/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Seeded draws. Each concern of a subject has its own stream, so that a change to one leaves
 * the others alone. GRand (Mersenne Twister) gives the same numbers on every machine. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Caller owns. */
GRand *random_stream(guint64 seed, const char *subject, const char *concern);
bool random_chance(GRand *random, double probability);
double random_normal(GRand *random);
guint random_poisson(GRand *random, double mean);
double random_log_normal(GRand *random, double median, double sigma);
/* Index drawn by weight; the weights must not all be zero. */
guint random_weighted(GRand *random, const double *weights, guint count);
