/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Functional pruning optimal partitioning (Maidstone, Hocking, Rigaill and Fearnhead 2017): for
 * every level of the last segment, the start that is best so far. These starts own intervals of
 * the level; a start that owns none can never win again, and few of them remain whether the
 * history changes often or never. Each cost is kept as a parabola about its own mean, updated
 * as a running variance is (Welford 1962), and counted from the cost of the best partition so
 * far: no number grows with the length. */
#include "stats/segment-internal.h"

#include <math.h>

/* Cost of the levels low..high: count * (level - mean)^2 + rest, the last segment starting at
 * `start`. */
struct piece {
	double low, high;
	double count, mean, rest;
	gsize start;
};

struct envelope {
	struct piece *piece, *next; /* now; and as it will be after the point at hand */
	gsize pieces, grown, room;
};

static void envelope_reserve(struct envelope *envelope, gsize wanted)
{
	if (wanted <= envelope->room)
		return;
	envelope->room = 2 * wanted;
	envelope->piece = g_renew(struct piece, envelope->piece, envelope->room);
	envelope->next = g_renew(struct piece, envelope->next, envelope->room);
}

static double cost_at(const struct piece *piece, double level)
{
	double distance = level - piece->mean;

	return piece->count * distance * distance + piece->rest;
}

/* Takes in a point; returns the least cost and its start. */
static double add_point(struct envelope *envelope, double value, gsize *start)
{
	double least = INFINITY;

	for (gsize k = 0; k < envelope->pieces; k++) {
		struct piece *piece = &envelope->piece[k];
		double count = piece->count + 1, distance = value - piece->mean;
		double step = distance / count;
		piece->rest += piece->count * distance * step;
		piece->mean += step;
		piece->count = count;
		double cost = cost_at(piece, CLAMP(piece->mean, piece->low, piece->high));
		if (cost < least) {
			least = cost;
			*start = piece->start;
		}
	}
	return least;
}

static void put_new(struct envelope *envelope, double low, double high, double penalty,
		    gsize start)
{
	if (!(low < high))
		return;
	if (envelope->grown > 0 && envelope->next[envelope->grown - 1].start == start)
		envelope->next[envelope->grown - 1].high = high;
	else
		envelope->next[envelope->grown++] =
			(struct piece){low, high, 0, low, penalty, start};
}

/* A new start costs the same at all levels: it takes those where the piece costs more. */
static void put(struct envelope *envelope, const struct piece *piece, double penalty,
		gsize start)
{
	double low = piece->low, high = piece->high;

	if (cost_at(piece, low) > penalty || cost_at(piece, high) > penalty) {
		double reach = piece->rest < penalty
				       ? sqrt((penalty - piece->rest) / piece->count)
				       : -INFINITY;
		low = MAX(low, piece->mean - reach);
		high = MIN(high, piece->mean + reach);
	}
	if (!(low < high)) {
		put_new(envelope, piece->low, piece->high, penalty, start);
		return;
	}
	put_new(envelope, piece->low, low, penalty, start);
	envelope->next[envelope->grown] = *piece;
	envelope->next[envelope->grown].low = low;
	envelope->next[envelope->grown++].high = high;
	put_new(envelope, high, piece->high, penalty, start);
}

static void add_start(struct envelope *envelope, double penalty, gsize start)
{
	envelope_reserve(envelope, 3 * envelope->pieces);
	envelope->grown = 0;
	for (gsize k = 0; k < envelope->pieces; k++)
		put(envelope, &envelope->piece[k], penalty, start);
	struct piece *spare = envelope->piece;
	envelope->piece = envelope->next;
	envelope->next = spare;
	envelope->pieces = envelope->grown;
}

static void recount(struct envelope *envelope, double least)
{
	for (gsize k = 0; k < envelope->pieces; k++)
		envelope->piece[k].rest -= least;
}

/* Levels reach a little further than the values, so that a constant history has some as well.
 */
static void envelope_init(struct envelope *envelope, const double *value, gsize n)
{
	double low = value[0], high = value[0];

	for (gsize k = 1; k < n; k++) {
		low = MIN(low, value[k]);
		high = MAX(high, value[k]);
	}
	*envelope = (struct envelope){0};
	envelope_reserve(envelope, 32);
	envelope->pieces = 1;
	envelope->piece[0] = (struct piece){low - 1, high + 1, 0, low, 0, 0};
}

/* The wider of two neighbours takes the levels of the other. */
static struct piece absorb(const struct piece *left, const struct piece *right)
{
	struct piece wider = left->high - left->low < right->high - right->low ? *right : *left;

	wider.low = left->low;
	wider.high = right->high;
	return wider;
}

/* On a smooth slope without noise nearly every start stays best somewhere. Half of them do
 * there as well: what is found remains a segmentation and its cost, now perhaps not the least.
 */
static void thin(struct envelope *envelope)
{
	gsize kept = 0;

	if (envelope->pieces <= SEGMENT_PIECES_MOST)
		return;
	for (gsize k = 0; k + 1 < envelope->pieces; k += 2)
		envelope->piece[kept++] = absorb(&envelope->piece[k], &envelope->piece[k + 1]);
	if (envelope->pieces % 2 != 0)
		envelope->piece[kept++] = envelope->piece[envelope->pieces - 1];
	envelope->pieces = kept;
}

GArray *segment_fpop(const double *value, gsize n, double penalty)
{
	g_autofree gsize *last = g_new(gsize, n + 1);
	struct envelope envelope;

	envelope_init(&envelope, value, n);
	for (gsize k = 0; k < n; k++) {
		double least = add_point(&envelope, value[k], &last[k + 1]);
		recount(&envelope, least);
		add_start(&envelope, penalty, k + 1);
		thin(&envelope);
	}
	g_free(envelope.piece);
	g_free(envelope.next);
	return segment_trace(last, n);
}
