/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What users said of single texts: truth beside the evidence, kept by `rebuild`. The model of
 * language that reads in this store is the shipped one, adjusted to them. */
#pragma once

#include "language/model.h"
#include "store/store.h"

#define CORRECTIONS_MOST 5000u /* of one store: they bound the time of a refit */
#define CORRECTION_ID    17u   /* letters of an id: a 'c' and 16 hexadecimal digits */

struct correction {
	char id[CORRECTION_ID + 1]; /* by text and language */
	char *text;                 /* the author's own words, folded (passage_key) */
	char *language;             /* "fr", "en" or "" */
	char *original;             /* as given */
	enum stance label;          /* given by the user */
	enum stance said;           /* by the shipped model */
	gint64 at_ms;
};

void correction_free(struct correction *correction);

/* Keeps a label (`id` is not read), in the place of what was said of the same text. *before
 * receives that label, STANCE_COUNT when there was none; `id` the id. */
bool store_correction_put(struct store *store, const struct correction *correction,
			  enum stance *before, char id[CORRECTION_ID + 1], GError **error);
/* *known: whether there was one of that id. */
bool store_correction_forget(struct store *store, const char *id, bool *known, GError **error);
/* All, by text and language: struct correction *. Caller owns. */
GPtrArray *store_corrections(struct store *store, GError **error);

/* The model of this store: made at the first call and again when corrections changed. Borrowed
 * until then, or the store is closed. */
const struct language_model *store_language_model(struct store *store, GError **error);
