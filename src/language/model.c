/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Multinomial logistic regression on integers: int8 weights, sums in 64 bits, one over a square
 * root and the exponential in fixed point. Nothing depends on the order of a sum nor on the
 * machine's mathematics library, so that a score is the same everywhere. */
#include "language/model-internal.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "language/adjust-internal.h"

#define RESOURCE "/entente/models/stance.bin"

const char *const stance_names[STANCE_COUNT] = {"neutral", "defensive", "supportive"};

enum stance stance_label(const double p[STANCE_COUNT])
{
	enum stance other =
		p[STANCE_SUPPORTIVE] > p[STANCE_NEUTRAL] ? STANCE_SUPPORTIVE : STANCE_NEUTRAL;

	if (p[STANCE_DEFENSIVE] > p[other] && p[STANCE_DEFENSIVE] >= STANCE_DEFENSIVE_LEAST)
		return STANCE_DEFENSIVE;
	return other;
}

struct block {
	const gint8 *weights; /* STANCE_COUNT a row */
	gint64 scale;
};

struct language_model {
	GBytes *bytes;
	char *version;
	struct stance_error errors[LANGUAGES][STANCE_COUNT];
	gint64 bias[LANGUAGES][STANCE_COUNT];
	struct block blocks[BLOCK_COUNT];
	struct block vector;
	struct vectors *vectors;
	struct feature_space *space;
	struct adjustment *adjustment; /* with one, all above is that of the shipped model */
	bool borrowing;
};

/* ---- reading a file ---- */

struct cursor {
	const guint8 *at;
	gsize left;
};

static const guint8 *take(struct cursor *cursor, gsize length)
{
	const guint8 *at = cursor->at;

	if (length > cursor->left)
		return NULL;
	cursor->at += length;
	cursor->left -= length;
	return at;
}

static bool take_number(struct cursor *cursor, guint32 *number)
{
	const guint8 *at = take(cursor, 4);

	if (at == NULL)
		return false;
	*number = (guint32)at[0] | (guint32)at[1] << 8 | (guint32)at[2] << 16 |
		  (guint32)at[3] << 24;
	return true;
}

static bool take_text(struct cursor *cursor, guint32 most, const char **text, guint32 *length)
{
	return take_number(cursor, length) && *length <= most &&
	       (*text = (const char *)take(cursor, *length)) != NULL &&
	       g_utf8_validate(*text, (gssize)*length, NULL);
}

static bool take_weights(struct cursor *cursor, guint rows, struct block *block)
{
	guint32 scale;

	if (!take_number(cursor, &scale) || scale > MODEL_SCALE_MOST)
		return false;
	block->scale = scale;
	block->weights = (const gint8 *)take(cursor, (gsize)rows * STANCE_COUNT);
	return block->weights != NULL;
}

static bool take_head(struct cursor *cursor, struct language_model *model, const char **classes,
		      guint32 *classes_length)
{
	const guint8 *magic = take(cursor, MODEL_MAGIC_LENGTH);
	const char *version;
	guint32 length;

	if (magic == NULL || memcmp(magic, MODEL_MAGIC, MODEL_MAGIC_LENGTH) != 0 ||
	    !take_text(cursor, MODEL_VERSION_MOST, &version, &length))
		return false;
	model->version = g_strndup(version, length);
	return take_text(cursor, CLASS_TEXT_MOST, classes, classes_length);
}

static bool take_share(struct cursor *cursor, double *share)
{
	guint32 number;

	if (!take_number(cursor, &number) || number > 1u << MODEL_SHARE_BITS)
		return false;
	*share = (double)number / (1u << MODEL_SHARE_BITS);
	return true;
}

static bool take_mean(struct cursor *cursor, double *mean, double *spread, guint *count)
{
	return take_share(cursor, mean) && take_share(cursor, spread) &&
	       take_number(cursor, count) && *count <= MODEL_SENTENCES_MOST;
}

static bool take_errors(struct cursor *cursor, struct language_model *model)
{
	for (guint language = 0; language < LANGUAGES; language++)
		for (guint stance = 0; stance < STANCE_COUNT; stance++) {
			struct stance_error *error = &model->errors[language][stance];

			if (!take_mean(cursor, &error->right, &error->right_spread,
				       &error->n_right) ||
			    !take_mean(cursor, &error->wrong, &error->wrong_spread,
				       &error->n_wrong))
				return false;
		}
	return true;
}

static bool take_biases(struct cursor *cursor, struct language_model *model)
{
	guint32 number;

	for (guint language = 0; language < LANGUAGES; language++)
		for (guint stance = 0; stance < STANCE_COUNT; stance++) {
			if (!take_number(cursor, &number))
				return false;
			model->bias[language][stance] = (gint32)number;
		}
	return true;
}

static bool take_blocks(struct cursor *cursor, struct language_model *model)
{
	guint32 number;

	for (guint i = 0; i < BLOCK_COUNT; i++) {
		if (!take_number(cursor, &number) ||
		    number != feature_space_rows(model->space, i) ||
		    !take_weights(cursor, number, &model->blocks[i]))
			return false;
	}
	return true;
}

static bool take_vectors(struct cursor *cursor, struct language_model *model)
{
	const guint8 *records;
	guint32 count;

	if (!take_number(cursor, &count) || count > VECTORS_MOST ||
	    !take_weights(cursor, VECTOR_WIDTH, &model->vector))
		return false;
	records = take(cursor, (gsize)count * VECTOR_RECORD);
	if (records == NULL || cursor->left > 0)
		return false;
	model->vectors = vectors_new(records, count);
	feature_space_set_vectors(model->space, model->vectors);
	return true;
}

static bool read_model(struct language_model *model, GError **error)
{
	const char *classes;
	guint32 length;
	struct cursor cursor;
	bool whole;

	cursor.at = g_bytes_get_data(model->bytes, &cursor.left);
	whole = cursor.left <= MODEL_SIZE_MOST &&
		take_head(&cursor, model, &classes, &length) && take_errors(&cursor, model);
	if (whole) {
		model->space = feature_space_new(classes, length, error);
		if (model->space == NULL)
			return false;
		whole = take_biases(&cursor, model) && take_blocks(&cursor, model) &&
			take_vectors(&cursor, model);
	}
	if (!whole)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "no model of language, or a damaged one");
	return whole;
}

static struct language_model *model_of(GBytes *bytes, GError **error)
{
	struct language_model *model = g_new0(struct language_model, 1);

	model->bytes = bytes;
	if (read_model(model, error))
		return model;
	language_model_free(model);
	return NULL;
}

struct language_model *language_model_parse(const guint8 *bytes, gsize length, GError **error)
{
	return model_of(g_bytes_new(bytes, length), error);
}

struct language_model *language_model_load(const char *path, GError **error)
{
	char *bytes;
	gsize length;
	struct language_model *model;

	if (!g_file_get_contents(path, &bytes, &length, error))
		return NULL;
	model = model_of(g_bytes_new_take(bytes, length), error);
	if (model == NULL)
		g_prefix_error(error, "%s: ", path);
	return model;
}

const struct language_model *language_model_shipped(void)
{
	static gsize ready;
	static struct language_model *model;

	if (g_once_init_enter(&ready)) {
		GError *error = NULL;
		GBytes *bytes = g_resources_lookup_data(RESOURCE, 0, &error);

		model = bytes != NULL ? model_of(bytes, &error) : NULL;
		if (model == NULL)
			g_error("the shipped model: %s", error->message);
		g_once_init_leave(&ready, 1);
	}
	return model;
}

void language_model_free(struct language_model *model)
{
	if (model == NULL)
		return;
	adjustment_free(model->adjustment);
	if (!model->borrowing) {
		feature_space_free(model->space);
		vectors_free(model->vectors);
		g_bytes_unref(model->bytes);
		g_free(model->version);
	}
	g_free(model);
}

struct language_model *model_with_adjustment(const struct language_model *shipped,
					     struct adjustment *adjustment)
{
	struct language_model *model = g_memdup2(shipped, sizeof *shipped);

	model->adjustment = adjustment;
	model->borrowing = true;
	return model;
}

const char *language_model_version(const struct language_model *model)
{
	return model->adjustment != NULL ? adjustment_version(model->adjustment)
					 : model->version;
}

static double pooled(double left, guint n_left, double right, guint n_right)
{
	guint n = n_left + n_right;

	return n > 0 ? (left * n_left + right * n_right) / n : 0;
}

/* A user's few texts tell nothing of how writers differ: the larger spread stands. */
struct stance_error stance_error_joined(const struct stance_error *left,
					const struct stance_error *right)
{
	return (struct stance_error){
		.right = pooled(left->right, left->n_right, right->right, right->n_right),
		.wrong = pooled(left->wrong, left->n_wrong, right->wrong, right->n_wrong),
		.right_spread = MAX(left->right_spread, right->right_spread),
		.wrong_spread = MAX(left->wrong_spread, right->wrong_spread),
		.n_right = left->n_right + right->n_right,
		.n_wrong = left->n_wrong + right->n_wrong,
	};
}

static struct stance_error shipped_error(const struct language_model *model, enum stance stance,
					 const char *language)
{
	const struct stance_error *french = &model->errors[LANGUAGE_FRENCH][stance],
				  *english = &model->errors[LANGUAGE_ENGLISH][stance];

	if (strcmp(language, "fr") == 0)
		return *french;
	if (strcmp(language, "en") == 0)
		return *english;
	return stance_error_joined(french, english);
}

struct stance_error language_model_error(const struct language_model *model, enum stance stance,
					 const char *language)
{
	struct stance_error shipped = shipped_error(model, stance, language), here;

	if (model->adjustment == NULL)
		return shipped;
	here = adjustment_error(model->adjustment, stance, language);
	return stance_error_joined(&shipped, &here);
}

const struct feature_space *model_space(const struct language_model *model)
{
	return model->space;
}

/* ---- scoring ---- */

/* Largest integer whose square is at most `value`, which is below 2^52: the root of IEEE 754 is
 * rounded correctly, and no root of an integer so small is rounded up to the next one. */
static guint64 integer_root(guint64 value)
{
	return (guint64)sqrt((double)value);
}

guint32 model_root(guint rows)
{
	return rows == 0 ? 0
			 : (guint32)integer_root(
				   (G_GUINT64_CONSTANT(1) << 2 * MODEL_ROOT_BITS) / rows);
}

bool model_block_is_normed(enum feature_block block)
{
	return block != BLOCK_SHAPE;
}

static void add_scaled(gint64 logit[STANCE_COUNT], const gint64 sum[STANCE_COUNT], gint64 scale)
{
	const gint64 unit = G_GINT64_CONSTANT(1)
			    << (MODEL_ROOT_BITS + MODEL_SCALE_BITS - MODEL_LOGIT_BITS);

	for (guint k = 0; k < STANCE_COUNT; k++)
		logit[k] += sum[k] * scale / unit;
}

static void add_block(const struct block *block, const struct features *features,
		      enum feature_block which, gint64 logit[STANCE_COUNT])
{
	guint from = features->start[which], to = features->start[which + 1];
	gint64 root =
		model_block_is_normed(which) ? model_root(to - from) : 1 << MODEL_ROOT_BITS;
	gint32 sum[STANCE_COUNT] = {0};
	gint64 rooted[STANCE_COUNT];

	for (guint i = from; i < to; i++) {
		const gint8 *row = block->weights + (gsize)features->rows[i] * STANCE_COUNT;

		for (guint k = 0; k < STANCE_COUNT; k++)
			sum[k] += row[k];
	}
	for (guint k = 0; k < STANCE_COUNT; k++)
		rooted[k] = sum[k] * root;
	add_scaled(logit, rooted, block->scale);
}

/* The sum of the vectors, brought to length one. */
static void add_vector(const struct block *block, const gint32 vector[VECTOR_WIDTH],
		       gint64 logit[STANCE_COUNT])
{
	gint64 sum[STANCE_COUNT] = {0};
	guint64 square = 0;
	gint64 norm;

	for (guint d = 0; d < VECTOR_WIDTH; d++) {
		square += (guint64)((gint64)vector[d] * vector[d]);
		for (guint k = 0; k < STANCE_COUNT; k++)
			sum[k] += (gint64)vector[d] * block->weights[d * STANCE_COUNT + k];
	}
	norm = (gint64)MAX(integer_root(square), 1);
	for (guint k = 0; k < STANCE_COUNT; k++)
		sum[k] = sum[k] * (1 << MODEL_ROOT_BITS) / norm;
	add_scaled(logit, sum, block->scale);
}

/* Of an unsure language, the middle of both. */
static void take_bias(const struct language_model *model, enum text_language language,
		      gint64 logit[STANCE_COUNT])
{
	for (guint k = 0; k < STANCE_COUNT; k++)
		logit[k] = language == LANGUAGE_UNSURE ? (model->bias[LANGUAGE_FRENCH][k] +
							  model->bias[LANGUAGE_ENGLISH][k]) /
								 2
						       : model->bias[language][k];
}

void model_logits(const struct language_model *model, const struct features *features,
		  gint64 logit[STANCE_COUNT])
{
	take_bias(model, features->language, logit);
	for (enum feature_block block = 0; block < BLOCK_COUNT; block++)
		add_block(&model->blocks[block], features, block, logit);
	add_vector(&model->vector, features->vector, logit);
	if (model->adjustment != NULL)
		adjustment_add(model->adjustment, features, logit);
}

/* ---- probabilities ---- */

#define EXP_BITS  30
#define EXP_TERMS 12
#define LN2       G_GINT64_CONSTANT(744261118) /* ln 2 in EXP_BITS */

/* exp(-x) in EXP_BITS for x >= 0 in MODEL_LOGIT_BITS: as 2^-n * exp(-y) with y < ln 2, and the
 * series of the exponential for y. */
static gint64 exp_minus(gint64 x)
{
	gint64 y, result = G_GINT64_CONSTANT(1) << EXP_BITS;
	gint64 halvings;

	if (x >= (gint64)EXP_BITS << MODEL_LOGIT_BITS)
		return 0;
	y = x << (EXP_BITS - MODEL_LOGIT_BITS);
	halvings = y / LN2;
	y %= LN2;
	for (gint64 term = EXP_TERMS; term > 0; term--)
		result = (G_GINT64_CONSTANT(1) << EXP_BITS) - (y * result >> EXP_BITS) / term;
	return halvings > EXP_BITS ? 0 : result >> halvings;
}

void model_softmax(const gint64 logit[STANCE_COUNT], double probability[STANCE_COUNT])
{
	gint64 most = logit[0], power[STANCE_COUNT], sum = 0;

	for (guint k = 1; k < STANCE_COUNT; k++)
		most = MAX(most, logit[k]);
	for (guint k = 0; k < STANCE_COUNT; k++) {
		power[k] = exp_minus(most - logit[k]);
		sum += power[k];
	}
	for (guint k = 0; k < STANCE_COUNT; k++)
		probability[k] = (double)power[k] / (double)sum;
}

static GPrivate reader_of_thread = G_PRIVATE_INIT((GDestroyNotify)feature_reader_free);

static struct feature_reader *thread_reader(void)
{
	struct feature_reader *reader = g_private_get(&reader_of_thread);

	if (reader == NULL) {
		reader = feature_reader_new();
		g_private_set(&reader_of_thread, reader);
	}
	return reader;
}

bool model_given(const struct language_model *model, const struct folded *folded,
		 const char *language, enum stance *label)
{
	return model->adjustment != NULL &&
	       adjustment_given(model->adjustment, folded->text, language, label);
}

void language_model_score_folded(const struct language_model *model,
				 const struct folded *sentence, const char *language,
				 double probability[STANCE_COUNT])
{
	gint64 logit[STANCE_COUNT];
	enum stance label;

	if (model_given(model, sentence, language, &label)) {
		for (guint k = 0; k < STANCE_COUNT; k++)
			probability[k] = k == label;
		return;
	}
	model_logits(model,
		     features_read_folded(model->space, thread_reader(), sentence, language),
		     logit);
	model_softmax(logit, probability);
}

void language_model_score(const struct language_model *model, const char *text,
			  struct text_span sentence, const char *language,
			  double probability[STANCE_COUNT])
{
	struct folded folded = {0};

	folded_make(text + sentence.from, MIN(sentence.to - sentence.from, SENTENCE_LONGEST),
		    &folded);
	language_model_score_folded(model, &folded, language, probability);
	folded_clear(&folded);
}

/* ---- reasons ---- */

struct reason {
	enum feature_block block;
	guint32 row;
	gint64 weight;
};

static int compare_reasons(gconstpointer a, gconstpointer b)
{
	const struct reason *left = a, *right = b;

	if (left->weight != right->weight)
		return left->weight < right->weight ? 1 : -1;
	if (left->block != right->block)
		return left->block < right->block ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

/* What a row says for the stance more than for the others on the average. */
static gint64 weight_for(const struct block *block, guint32 row, enum stance stance)
{
	const gint8 *weights = block->weights + (gsize)row * STANCE_COUNT;
	gint64 sum = 0;

	for (guint k = 0; k < STANCE_COUNT; k++)
		sum += weights[k];
	return (STANCE_COUNT * (gint64)weights[stance] - sum) * block->scale;
}

static void gather(const struct language_model *model, const struct features *features,
		   enum feature_block which, enum stance stance, GArray *reasons)
{
	guint from = features->start[which], to = features->start[which + 1];

	for (guint i = from; i < to; i++) {
		struct reason reason = {
			which, features->rows[i],
			weight_for(&model->blocks[which], features->rows[i], stance) *
				model_root(to - from)};

		if (reason.weight > 0)
			g_array_append_val(reasons, reason);
	}
}

static char *reason_name(const struct language_model *model, const struct reason *reason)
{
	const struct class_table *classes = feature_space_classes(model->space);
	guint count = class_table_count(classes);

	if (reason->block == BLOCK_CLASS)
		return g_strdup(class_table_name(classes, reason->row));
	return g_strdup_printf("%s %s", class_table_name(classes, reason->row / count),
			       class_table_name(classes, reason->row % count));
}

char **language_model_reasons(const struct language_model *model, const char *text,
			      struct text_span sentence, const char *language,
			      enum stance stance, guint most)
{
	const struct features *features =
		features_read(model->space, thread_reader(), text, sentence, language);
	g_autoptr(GArray) reasons = g_array_new(FALSE, FALSE, sizeof(struct reason));
	char **names;
	guint count;

	gather(model, features, BLOCK_CLASS, stance, reasons);
	gather(model, features, BLOCK_PAIR, stance, reasons);
	g_array_sort(reasons, compare_reasons);
	count = MIN(reasons->len, most);
	names = g_new0(char *, count + 1);
	for (guint i = 0; i < count; i++)
		names[i] = reason_name(model, &g_array_index(reasons, struct reason, i));
	return names;
}
