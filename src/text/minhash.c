/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The functions are multiply-add-shift (Dietzfelbinger 1996) with fixed odd factors, over
 * elements mixed once, so that runs of near numbers spread; the same set has the same sketch
 * everywhere. */
#include "text/minhash.h"

#define SEED G_GUINT64_CONSTANT(0x456e74656e746521)

struct factors {
	guint64 by[MINHASH_SIZE], plus[MINHASH_SIZE];
};

/* Splitmix64 (Steele, Lea and Flood 2014). */
static guint64 mixed(guint64 number)
{
	number = (number ^ (number >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	number = (number ^ (number >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return number ^ (number >> 31);
}

static guint64 next_number(guint64 *state)
{
	*state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	return mixed(*state);
}

static struct factors *make_factors(void)
{
	struct factors *factors = g_new(struct factors, 1);
	guint64 state = SEED;

	for (guint i = 0; i < MINHASH_SIZE; i++) {
		factors->by[i] = next_number(&state) | 1;
		factors->plus[i] = next_number(&state);
	}
	return factors;
}

/* Shared by all threads, never freed. */
static const struct factors *all_factors(void)
{
	static struct factors *factors;

	if (g_once_init_enter(&factors))
		g_once_init_leave(&factors, make_factors());
	return factors;
}

static void take(const struct factors *factors, guint64 element, struct minhash *sketch)
{
	guint64 number = mixed(element);

	for (guint i = 0; i < MINHASH_SIZE; i++) {
		guint32 hash = (guint32)((number * factors->by[i] + factors->plus[i]) >> 32);

		sketch->least[i] = MIN(sketch->least[i], hash);
	}
}

void minhash_make(const guint64 *elements, gsize count, struct minhash *sketch)
{
	const struct factors *factors = all_factors();

	sketch->empty = count == 0;
	for (guint i = 0; i < MINHASH_SIZE; i++)
		sketch->least[i] = G_MAXUINT32;
	for (gsize i = 0; i < count; i++)
		take(factors, elements[i], sketch);
}

double minhash_resemblance(const struct minhash *first, const struct minhash *second)
{
	guint alike = 0;

	if (first->empty || second->empty)
		return 0;
	for (guint i = 0; i < MINHASH_SIZE; i++)
		alike += first->least[i] == second->least[i];
	return (double)alike / MINHASH_SIZE;
}
