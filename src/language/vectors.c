/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Vectors of words by the hash of the word: open addressing over the records as they stand in
 * the model. Two words of one hash would share a vector; the trainer lets in only the first. */
#include "language/features-internal.h"

struct vectors {
	const guint8 *records;
	guint mask;
	guint32 slots[]; /* 1-based record; 0: free */
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
		guint slot = record_hash(records + (gsize)i * VECTOR_RECORD) & vectors->mask;

		while (vectors->slots[slot] != 0)
			slot = (slot + 1) & vectors->mask;
		vectors->slots[slot] = i + 1;
	}
	return vectors;
}

void vectors_free(struct vectors *vectors)
{
	g_free(vectors);
}

const gint8 *vectors_find(const struct vectors *vectors, guint32 hash)
{
	for (guint slot = hash & vectors->mask; vectors->slots[slot] != 0;
	     slot = (slot + 1) & vectors->mask) {
		const guint8 *record =
			vectors->records + (gsize)(vectors->slots[slot] - 1) * VECTOR_RECORD;

		if (record_hash(record) == hash)
			return (const gint8 *)record + 4;
	}
	return NULL;
}
