/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of a model that its trainer shares with it: the form of the file, and scores before
 * they become probabilities. */
#pragma once

#include "language/features-internal.h"
#include "language/model.h"

/* A file, numbers little-endian: MODEL_MAGIC; length and text of the version; length and text
 * of the table of word classes; for each language and stance the mean score where it is right
 * and where it is wrong (MODEL_SHARE_BITS), each with its sentences; a bias for each of the
 * same; for each block its rows, its scale and three int8 a row; the number of word vectors,
 * the scale of their weights, the weights (VECTOR_WIDTH * STANCE_COUNT int8), the records.
 * Biases have MODEL_LOGIT_BITS of fraction, scales MODEL_SCALE_BITS. */
#define MODEL_MAGIC          "ENTSTN03"
#define MODEL_MAGIC_LENGTH   8u
#define MODEL_VERSION_MOST   500u
#define MODEL_SIZE_MOST      (4u << 20)
#define MODEL_SHARE_BITS     16
#define MODEL_SENTENCES_MOST 10000000u /* behind a share */
#define MODEL_LOGIT_BITS     16
#define MODEL_SCALE_BITS     24
#define MODEL_SCALE_MOST     (1u << MODEL_SCALE_BITS) /* no sum can then overflow */
#define MODEL_ROOT_BITS      15 /* of one over the square root of a block's rows */

/* Whether a block's sum is divided by the square root of its rows. */
bool model_block_is_normed(enum feature_block block);
/* One over the square root, in MODEL_ROOT_BITS. */
guint32 model_root(guint rows);

/* Logits in MODEL_LOGIT_BITS. */
void model_logits(const struct language_model *model, const struct features *features,
		  gint64 logit[STANCE_COUNT]);
const struct feature_space *model_space(const struct language_model *model);
/* Probabilities of logits, without a function of the machine's mathematics library. */
void model_softmax(const gint64 logit[STANCE_COUNT], double probability[STANCE_COUNT]);

/* Two measurements of one error as one. */
struct stance_error stance_error_joined(const struct stance_error *left,
					const struct stance_error *right);

struct adjustment;

/* `shipped` with what corrections changed (taken; NULL: nothing), which it must outlive. Caller
 * owns. */
struct language_model *model_with_adjustment(const struct language_model *shipped,
					     struct adjustment *adjustment);
/* Whether the text of a correction is this very one; its label. */
bool model_given(const struct language_model *model, const struct folded *folded,
		 const char *language, enum stance *label);
