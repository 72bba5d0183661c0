/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A fitted model as the file of language/model-internal.h: the calibration folded into weights
 * and biases, weights rounded to int8 by block. */
#include <math.h>
#include <string.h>

#include "tools/train_language.h"

#define WEIGHT_MOST 127.0

static void put_number(GByteArray *bytes, guint32 number)
{
	guint8 four[4] = {(guint8)number, (guint8)(number >> 8), (guint8)(number >> 16),
			  (guint8)(number >> 24)};

	g_byte_array_append(bytes, four, sizeof four);
}

static void put_text(GByteArray *bytes, const char *text, gsize length)
{
	put_number(bytes, (guint32)length);
	g_byte_array_append(bytes, (const guint8 *)text, (guint)length);
}

/* Scale, then the weights divided by it. */
static void put_weights(GByteArray *bytes, const double *weights, guint count, double stretch)
{
	double most = 0, scale;

	for (guint i = 0; i < count; i++)
		most = MAX(most, fabs(weights[i]) * stretch);
	scale = ceil(most / WEIGHT_MOST * (1 << MODEL_SCALE_BITS));
	put_number(bytes, (guint32)scale);
	for (guint i = 0; i < count; i++) {
		gint8 weight = (gint8)lround(
			scale > 0 ? weights[i] * stretch * (1 << MODEL_SCALE_BITS) / scale : 0);

		g_byte_array_append(bytes, (const guint8 *)&weight, 1);
	}
}

static void put_mean(GByteArray *bytes, double mean, double spread, guint count)
{
	put_number(bytes, (guint32)lround(mean * (1 << MODEL_SHARE_BITS)));
	put_number(bytes, (guint32)lround(spread * (1 << MODEL_SHARE_BITS)));
	put_number(bytes, count);
}

static void put_errors(GByteArray *bytes,
		       const struct stance_error errors[LANGUAGES][STANCE_COUNT])
{
	for (guint language = 0; language < LANGUAGES; language++)
		for (guint stance = 0; stance < STANCE_COUNT; stance++) {
			const struct stance_error *error = &errors[language][stance];

			put_mean(bytes, error->right, error->right_spread, error->n_right);
			put_mean(bytes, error->wrong, error->wrong_spread, error->n_wrong);
		}
}

static void put_biases(GByteArray *bytes, const struct weights *weights,
		       const struct calibration *calibration)
{
	for (guint language = 0; language < LANGUAGES; language++)
		for (guint k = 0; k < STANCE_COUNT; k++) {
			double bias = weights->bias[k] * calibration->stretch +
				      calibration->shift[language][k];

			put_number(bytes,
				   (guint32)(gint32)lround(bias * (1 << MODEL_LOGIT_BITS)));
		}
}

GByteArray *model_bytes(const struct feature_space *space, const struct weights *weights,
			const struct calibration *calibration, const struct model_parts *parts)
{
	GByteArray *bytes = g_byte_array_new();
	double stretch = calibration->stretch;

	g_byte_array_append(bytes, (const guint8 *)MODEL_MAGIC, MODEL_MAGIC_LENGTH);
	put_text(bytes, parts->version, strlen(parts->version));
	put_text(bytes, parts->classes, parts->classes_length);
	put_errors(bytes, parts->errors);
	put_biases(bytes, weights, calibration);
	for (guint block = 0; block < BLOCK_COUNT; block++) {
		guint rows = feature_space_rows(space, block);

		put_number(bytes, rows);
		put_weights(bytes, weights->blocks[block], rows * STANCE_COUNT, stretch);
	}
	put_number(bytes, parts->n_vectors);
	put_weights(bytes, weights->vector, VECTOR_WIDTH * STANCE_COUNT, stretch);
	g_byte_array_append(bytes, parts->vectors, parts->n_vectors * VECTOR_RECORD);
	return bytes;
}
