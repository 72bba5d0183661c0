/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much two sets have in common, from sketches of fixed size: each of many hash functions
 * keeps the smallest value that it gives to any element; two sets agree on it as often as they
 * resemble each other (Broder 1997, "On the resemblance and containment of documents"). */
#pragma once

#include <glib.h>

/* The standard error of a resemblance J is sqrt(J (1 - J) / MINHASH_SIZE): 0.044 at most. */
#define MINHASH_SIZE 128u

struct minhash {
	guint32 least[MINHASH_SIZE];
	gboolean empty;
};

/* Elements are numbers of any kind, in any order; repeating one changes nothing. */
void minhash_make(const guint64 *elements, gsize count, struct minhash *sketch);
/* Estimated share of the elements of either that are in both; 0 when one is empty. */
double minhash_resemblance(const struct minhash *first, const struct minhash *second);
