/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Vectors of words by the hash of the word: open addressing over the records as they stand in
 * the model. Two words of one hash would share a vector; the trainer lets in only the first. */
#include "language/features-internal.h"

/* The hash stands beside the record's place, so that a word without a vector costs one line of
 * the processor's cache, not two. */
struct slot {
	guint32 hash;
	guint32 record; /* 1-based; 0: free */
};

struct vectors {
	const guint8 *records;
	guint mask;
	struct slot slots[];
};

static guint32 record_hash(const guint8 *record)
{
	return (guint32)record[0] | (guint32)record[1] << 8 | (guint32)record[2] << 16 |
	       (guint32)record[3] << 24;
}

struct vectors *vectors_new(const guint8 *records, guint count)
{
	guint size = 2;
	struct vectors *vectors;

	while (size < 2 * count)
		size *= 2;
	vectors = g_malloc0(sizeof *vectors + size * sizeof vectors->slots[0]);
	vectors->records = records;
	vectors->mask = size - 1;
	for (guint i = 0; i < count; i++) {
		guint32 hash = record_hash(records + (gsize)i * VECTOR_RECORD);
		guint slot = hash & vectors->mask;

		while (vectors->slots[slot].record != 0)
			slot = (slot + 1) & vectors->mask;
		vectors->slots[slot] = (struct slot){hash, i + 1};
	}
	return vectors;
}

void vectors_free(struct vectors *vectors)
{
	g_free(vectors);
}

const gint8 *vectors_find(const struct vectors *vectors, guint32 hash)
{
	for (guint i = hash & vectors->mask; vectors->slots[i].record != 0;
	     i = (i + 1) & vectors->mask) {
		const struct slot *slot = &vectors->slots[i];

		if (slot->hash == hash)
			return (const gint8 *)vectors->records +
			       (gsize)(slot->record - 1) * VECTOR_RECORD + 4;
	}
	return NULL;
}
