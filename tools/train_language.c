/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* train_language CLASSES VECTORS MODEL FIGURES BACKGROUND SENTENCES...: fits the model of
 * language and says how it does on hands it has not seen. Each hand is left out in turn; how
 * far the fit may go is chosen, and probabilities are calibrated, on the other hands only. The
 * shipped model is then fitted on all. VECTORS is a file of records or "-"; files of one hand
 * are joined by commas. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "tools/train_language.h"

struct training {
	struct feature_space *space;
	struct examples *examples;
	struct vectors *vectors;
	char *classes, *vector_records;
	gsize classes_length, vectors_length;
	bool *wanted;
	/* Of each hand by a model without it. */
	double (*logits)[STANCE_COUNT], (*held_out)[STANCE_COUNT];
};

/* Marks the examples of all hands but one; what has no text of its own teaches nothing. */
static void want_but(const struct training *training, guint hand)
{
	for (guint i = 0; i < training->examples->count; i++) {
		const struct example *example = &training->examples->at[i];

		training->wanted[i] =
			example->hand != hand && !example->empty && !example->background;
	}
}

static void score_without(const struct training *training, guint hand)
{
	struct weights *weights;

	want_but(training, hand);
	weights = weights_fit(training->space, training->examples, training->wanted);
	for (guint i = 0; i < training->examples->count; i++)
		if (training->examples->at[i].hand == hand)
			weights_logits(weights, &training->examples->at[i],
				       training->logits[i]);
	weights_free(weights);
}

/* On the logits of all hands but one. */
static struct calibration calibrate_without(const struct training *training, guint hand)
{
	want_but(training, hand);
	return calibration_fit(training->examples, training->wanted,
			       (const double(*)[STANCE_COUNT])training->logits);
}

/* What has no text of its own is neutral without being scored. */
static void set_neutral(double p[STANCE_COUNT])
{
	for (guint k = 0; k < STANCE_COUNT; k++)
		p[k] = k == STANCE_NEUTRAL;
}

static void hold_out(const struct training *training, guint hand)
{
	struct calibration calibration = calibrate_without(training, hand);

	for (guint i = 0; i < training->examples->count; i++) {
		const struct example *example = &training->examples->at[i];

		if (example->hand != hand)
			continue;
		calibration_apply(&calibration, example->language, training->logits[i],
				  training->held_out[i]);
		cue_vote_cast(example->vote, training->held_out[i]);
		if (example->empty)
			set_neutral(training->held_out[i]);
	}
}

static void hold_out_each(const struct training *training)
{
	for (guint hand = 0; hand < training->examples->hands; hand++)
		score_without(training, hand);
	for (guint hand = 0; hand < training->examples->hands; hand++)
		hold_out(training, hand);
}

static bool write_figures(const struct training *training, const char *path,
			  const struct calibration *shipped)
{
	FILE *out = fopen(path, "w");

	if (out == NULL)
		return false;
	fprintf(out, "Calibration: stretch %.4f.\n\n", shipped->stretch);
	figures_write(out, training->examples,
		      (const double(*)[STANCE_COUNT])training->held_out);
	return fclose(out) == 0;
}

/* Says how the rounded model agrees with the fitted one. */
static bool check_rounding(const struct training *training, const struct weights *weights,
			   const struct calibration *calibration, const GByteArray *bytes,
			   GError **error)
{
	struct language_model *model = language_model_parse(bytes->data, bytes->len, error);
	guint agree = 0;
	double worst = 0;

	if (model == NULL)
		return false;
	for (guint i = 0; i < training->examples->count; i++) {
		const struct example *example = &training->examples->at[i];
		struct features *features = g_new0(struct features, 1);
		double logit[STANCE_COUNT], p[STANCE_COUNT], q[STANCE_COUNT];
		gint64 rounded[STANCE_COUNT];
		guint left = 0, right = 0;

		memcpy(features->rows, example->rows,
		       example->start[BLOCK_COUNT] * sizeof features->rows[0]);
		memcpy(features->start, example->start, sizeof features->start);
		memcpy(features->vector, example->vector, sizeof features->vector);
		features->language = example->language;
		weights_logits(weights, example, logit);
		calibration_apply(calibration, example->language, logit, p);
		model_logits(model, features, rounded);
		model_softmax(rounded, q);
		for (guint k = 0; k < STANCE_COUNT; k++) {
			worst = MAX(worst, fabs(p[k] - q[k]));
			left = p[k] > p[left] ? k : left;
			right = q[k] > q[right] ? k : right;
		}
		agree += left == right;
		g_free(features);
	}
	printf("int8 against double: %u of %u labels agree, probabilities within %.4f\n", agree,
	       training->examples->count, worst);
	language_model_free(model);
	return true;
}

static guint labelled_count(const struct examples *examples)
{
	guint count = 0;

	for (guint i = 0; i < examples->count; i++)
		count += !examples->at[i].background;
	return count;
}

static bool write_model(const struct training *training, const char *path,
			const struct calibration *calibration, GError **error)
{
	g_autofree char *version =
		g_strdup_printf("1, trained on %u sentences of %u hands",
				labelled_count(training->examples), training->examples->hands);
	struct model_parts parts = {
		.version = version,
		.classes = training->classes,
		.classes_length = training->classes_length,
		.vectors = (const guint8 *)training->vector_records,
		.n_vectors = (guint)(training->vectors_length / VECTOR_RECORD),
	};
	struct weights *weights;
	g_autoptr(GByteArray) bytes = NULL;
	bool written;

	figures_errors(training->examples, (const double(*)[STANCE_COUNT])training->held_out,
		       parts.errors);
	want_but(training, HANDS_MOST);
	weights = weights_fit(training->space, training->examples, training->wanted);
	bytes = model_bytes(training->space, weights, calibration, &parts);
	written = check_rounding(training, weights, calibration, bytes, error) &&
		  g_file_set_contents(path, (const char *)bytes->data, bytes->len, error);
	weights_free(weights);
	return written;
}

static bool read_inputs(struct training *training, char **argv, GError **error)
{
	if (!g_file_get_contents(argv[1], &training->classes, &training->classes_length, error))
		return false;
	if (strcmp(argv[2], "-") != 0 &&
	    !g_file_get_contents(argv[2], &training->vector_records, &training->vectors_length,
				 error))
		return false;
	training->space = feature_space_new(training->classes, training->classes_length, error);
	if (training->space == NULL)
		return false;
	training->vectors = vectors_new((const guint8 *)training->vector_records,
					(guint)(training->vectors_length / VECTOR_RECORD));
	feature_space_set_vectors(training->space, training->vectors);
	training->examples = examples_read(training->space, argv + 6,
					   strcmp(argv[5], "-") != 0 ? argv[5] : NULL, error);
	return training->examples != NULL;
}

static bool run(struct training *training, char **argv, GError **error)
{
	struct calibration shipped;

	if (!read_inputs(training, argv, error))
		return false;
	training->wanted = g_new(bool, training->examples->count);
	training->logits = g_malloc0_n(training->examples->count, sizeof *training->logits);
	training->held_out = g_malloc0_n(training->examples->count, sizeof *training->held_out);
	hold_out_each(training);
	shipped = calibrate_without(training, HANDS_MOST);
	if (!write_model(training, argv[3], &shipped, error))
		return false;
	if (strcmp(argv[4], "-") == 0 || write_figures(training, argv[4], &shipped))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s cannot be written", argv[4]);
	return false;
}

int main(int argc, char **argv)
{
	struct training training = {0};
	g_autoptr(GError) error = NULL;

	if (argc < 8) {
		fputs("train_language CLASSES VECTORS|- MODEL FIGURES|- BACKGROUND|- "
		      "SENTENCES...\n",
		      stderr);
		return 2;
	}
	if (run(&training, argv, &error))
		return 0;
	fprintf(stderr, "train_language: %s\n", error->message);
	return 1;
}
