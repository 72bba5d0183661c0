/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of tools/train_language: labelled sentences with their features, a fit of weights
 * by liblinear, the figures of what was held out. A *hand* is who wrote sentences; the
 * sentences of one hand never stand on both sides of a split. */
#pragma once

#include <stdio.h>

#include "language/cues.h"
#include "language/model-internal.h"

#define HANDS_MOST 64u

/* ---- train_examples.c ---- */

struct example {
	char *id, *tags;
	enum text_language language;
	guint hand;
	enum stance stance;
	bool background; /* ordinary prose of no hand: hardly ever defensive */
	struct cue_vote vote;
	bool empty; /* nothing is left of it without quotations and signatures */
	guint32 *rows;
	guint start[BLOCK_COUNT + 1];
	gint32 vector[VECTOR_WIDTH];
};

struct examples {
	struct example *at;
	guint count, hands;
	char *names[HANDS_MOST]; /* of the hands' files */
};

/* Reads `files`, a hand each (a hand's files are joined by commas), and lines of `background`
 * (language, tab, text; NULL: none). Caller owns. */
struct examples *examples_read(const struct feature_space *space, char *const *files,
			       const char *background, GError **error);
void examples_free(struct examples *examples);

/* ---- train_fit.c ---- */

struct weights {
	double *blocks[BLOCK_COUNT]; /* STANCE_COUNT a row */
	double vector[VECTOR_WIDTH * STANCE_COUNT];
	double bias[STANCE_COUNT];
};

/* Fits on the examples that `wanted` marks. Caller owns. */
struct weights *weights_fit(const struct feature_space *space, const struct examples *examples,
			    const bool *wanted);
void weights_free(struct weights *weights);
void weights_logits(const struct weights *weights, const struct example *example,
		    double logit[STANCE_COUNT]);

/* Logits to calibrated ones: stretched alike, each stance moved by language (vector scaling,
 * Guo et al. 2017, with one stretch). */
struct calibration {
	double stretch;
	double shift[LANGUAGES][STANCE_COUNT];
};

struct calibration calibration_fit(const struct examples *examples, const bool *wanted,
				   const double (*logits)[STANCE_COUNT]);
void calibration_apply(const struct calibration *calibration, enum text_language language,
		       const double logit[STANCE_COUNT], double probability[STANCE_COUNT]);

/* ---- train_figures.c ---- */

double figures_macro_f1(const struct examples *examples, const bool *wanted,
			const double (*probabilities)[STANCE_COUNT]);
/* Mean scores where a stance is right and where it is not, by language; as the model gives them
 * (language_model_error). */
void figures_errors(const struct examples *examples,
		    const double (*probabilities)[STANCE_COUNT],
		    struct stance_error errors[LANGUAGES][STANCE_COUNT]);
/* Tables in Markdown of probabilities that were held out. */
void figures_write(FILE *out, const struct examples *examples,
		   const double (*probabilities)[STANCE_COUNT]);

/* ---- train_write.c ---- */

struct model_parts {
	const char *version, *classes;
	gsize classes_length;
	const guint8 *vectors; /* records */
	guint n_vectors;
	struct stance_error errors[LANGUAGES][STANCE_COUNT];
};

/* The bytes of a model, weights rounded to int8. */
GByteArray *model_bytes(const struct feature_space *space, const struct weights *weights,
			const struct calibration *calibration, const struct model_parts *parts);
