/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The integer model against the same formula in floating point, read from the file by another
 * hand; damaged files; the same scores in every thread; reasons and errors. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "language/model-internal.h"
#include "tests/harness.h"

static const char *const sentences[] = {
	"Nous avons corrigé la cause ce matin, le service est rétabli depuis 9 h 10.",
	"Comme déjà indiqué, cela n'entre pas dans le périmètre du contrat.",
	"Vous n'avez pas répondu à notre demande du 3 mars.",
	"Bonjour, la réunion est déplacée à jeudi.",
	"We followed the procedure; the fault is on your side.",
	"I will call you back at 3 pm with the result of the test.",
	"The invoice is attached.",
	"C'est notre erreur : nous aurions dû vous prévenir, voici ce que nous changeons.",
	"ok",
	"???",
	"שלום, 🙂 — ça marche ?",
	"",
};

static const char *const languages[] = {"fr", "en", ""};

static void assert_near(double got, double expected, double tolerance)
{
	if (!(fabs(got - expected) <= tolerance))
		fail_msg("%.10g is not %.10g", got, expected);
}

static struct text_span whole(const char *text)
{
	return (struct text_span){0, strlen(text)};
}

static GBytes *shipped_bytes(void)
{
	GBytes *bytes = g_resources_lookup_data("/entente/models/stance.bin", 0, NULL);

	assert_non_null(bytes);
	return bytes;
}

/* ---- the formula in floating point ---- */

struct slow_block {
	const gint8 *weights;
	double scale;
};

struct slow_model {
	double bias[LANGUAGES][STANCE_COUNT];
	struct slow_block blocks[BLOCK_COUNT], vector;
};

static guint32 number_at(const guint8 **at)
{
	guint32 number = 0;

	for (guint i = 0; i < 4; i++)
		number |= (guint32)(*at)[i] << 8 * i;
	*at += 4;
	return number;
}

static void slow_read(const guint8 *at, struct slow_model *model)
{
	at += MODEL_MAGIC_LENGTH;
	for (guint texts = 0; texts < 2; texts++) {
		guint32 length = number_at(&at);

		at += length;
	}
	at += LANGUAGES * STANCE_COUNT * 6 * 4;
	for (guint language = 0; language < LANGUAGES; language++)
		for (guint k = 0; k < STANCE_COUNT; k++)
			model->bias[language][k] =
				(gint32)number_at(&at) / (double)(1 << MODEL_LOGIT_BITS);
	for (guint block = 0; block < BLOCK_COUNT; block++) {
		guint32 rows = number_at(&at);

		model->blocks[block].scale = number_at(&at) / (double)(1 << MODEL_SCALE_BITS);
		model->blocks[block].weights = (const gint8 *)at;
		at += rows * STANCE_COUNT;
	}
	number_at(&at);
	model->vector.scale = number_at(&at) / (double)(1 << MODEL_SCALE_BITS);
	model->vector.weights = (const gint8 *)at;
}

static void slow_logits(const struct slow_model *model, const struct features *features,
			const char *language, double logit[STANCE_COUNT])
{
	double norm = 0;

	for (guint k = 0; k < STANCE_COUNT; k++)
		logit[k] = strcmp(language, "fr") == 0   ? model->bias[LANGUAGE_FRENCH][k]
			   : strcmp(language, "en") == 0 ? model->bias[LANGUAGE_ENGLISH][k]
							 : (model->bias[LANGUAGE_FRENCH][k] +
							    model->bias[LANGUAGE_ENGLISH][k]) /
								   2;
	for (guint b = 0; b < BLOCK_COUNT; b++) {
		guint from = features->start[b], to = features->start[b + 1];
		double root = b == BLOCK_SHAPE || to == from ? 1 : 1 / sqrt(to - from);

		for (guint i = from; i < to; i++)
			for (guint k = 0; k < STANCE_COUNT; k++)
				logit[k] +=
					root * model->blocks[b].scale *
					model->blocks[b]
						.weights[features->rows[i] * STANCE_COUNT + k];
	}
	for (guint d = 0; d < VECTOR_WIDTH; d++)
		norm += (double)features->vector[d] * features->vector[d];
	for (guint d = 0; d < VECTOR_WIDTH && norm > 0; d++)
		for (guint k = 0; k < STANCE_COUNT; k++)
			logit[k] += features->vector[d] / sqrt(norm) * model->vector.scale *
				    model->vector.weights[d * STANCE_COUNT + k];
}

static void slow_softmax(const double logit[STANCE_COUNT], double p[STANCE_COUNT])
{
	double sum = 0;

	for (guint k = 0; k < STANCE_COUNT; k++)
		sum += p[k] = exp(logit[k] - fmax(logit[0], fmax(logit[1], logit[2])));
	for (guint k = 0; k < STANCE_COUNT; k++)
		p[k] /= sum;
}

/* But for rounding: a root has a grain of 1/32768, a part in 500 where there are 4,000 rows. */
static void integers_say_what_the_formula_says(void **state)
{
	const struct language_model *model = language_model_shipped();
	g_autoptr(GBytes) bytes = shipped_bytes();
	struct feature_reader *reader = feature_reader_new();
	struct slow_model slow;

	slow_read(g_bytes_get_data(bytes, NULL), &slow);
	for (guint i = 0; i < G_N_ELEMENTS(sentences) * G_N_ELEMENTS(languages); i++) {
		const char *text = sentences[i / G_N_ELEMENTS(languages)];
		const char *language = languages[i % G_N_ELEMENTS(languages)];
		const struct features *features =
			features_read(model_space(model), reader, text, whole(text), language);
		double expected[STANCE_COUNT], p[STANCE_COUNT], q[STANCE_COUNT];
		gint64 logit[STANCE_COUNT];

		slow_logits(&slow, features, language, expected);
		model_logits(model, features, logit);
		for (guint k = 0; k < STANCE_COUNT; k++)
			assert_near(logit[k] / (double)(1 << MODEL_LOGIT_BITS), expected[k],
				    1e-2);
		slow_softmax(expected, p);
		language_model_score(model, text, whole(text), language, q);
		for (guint k = 0; k < STANCE_COUNT; k++)
			assert_near(p[k], q[k], 2.5e-3);
	}
	feature_reader_free(reader);
}

/* ---- parts ---- */

static void probabilities_are_those_of_exp(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(3);

	for (guint i = 0; i < 20000; i++) {
		gint64 logit[STANCE_COUNT];
		double real[STANCE_COUNT], p[STANCE_COUNT], q[STANCE_COUNT], sum = 0;
		double reach = i % 4 == 0 ? .01 : i % 4 == 1 ? 3 : i % 4 == 2 ? 25 : 4000;

		for (guint k = 0; k < STANCE_COUNT; k++) {
			logit[k] = (gint64)(g_rand_double_range(random, -reach, reach) *
					    (1 << MODEL_LOGIT_BITS));
			real[k] = logit[k] / (double)(1 << MODEL_LOGIT_BITS);
		}
		model_softmax(logit, p);
		slow_softmax(real, q);
		for (guint k = 0; k < STANCE_COUNT; k++) {
			assert_near(p[k], q[k], 1e-8);
			sum += p[k];
		}
		assert_near(sum, 1, 1e-12);
	}
}

static void equal_logits_are_thirds(void **state)
{
	const gint64 logit[STANCE_COUNT] = {5, 5, 5};
	double p[STANCE_COUNT];

	model_softmax(logit, p);
	for (guint k = 0; k < STANCE_COUNT; k++)
		assert_true(p[k] == 1. / 3);
}

static void roots_are_the_nearest_below(void **state)
{
	const double one = 1 << MODEL_ROOT_BITS;

	assert_int_equal(model_root(0), 0);
	for (guint rows = 1; rows <= ROWS_MOST; rows++) {
		assert_true(model_root(rows) <= one / sqrt(rows));
		assert_near(model_root(rows), one / sqrt(rows), 1.5);
	}
}

/* ---- files ---- */

static struct language_model *parse(const guint8 *bytes, gsize length)
{
	g_autoptr(GError) error = NULL;
	struct language_model *model = language_model_parse(bytes, length, &error);

	assert_true((model == NULL) == (error != NULL));
	return model;
}

static void a_copy_of_the_file_is_the_same_model(void **state)
{
	const struct language_model *shipped = language_model_shipped();
	g_autoptr(GBytes) bytes = shipped_bytes();
	gsize length;
	const guint8 *data = g_bytes_get_data(bytes, &length);
	struct language_model *model = parse(data, length);

	assert_non_null(model);
	assert_string_equal(language_model_version(model), language_model_version(shipped));
	for (guint i = 0; i < G_N_ELEMENTS(sentences); i++) {
		double p[STANCE_COUNT], q[STANCE_COUNT];

		language_model_score(shipped, sentences[i], whole(sentences[i]), "fr", p);
		language_model_score(model, sentences[i], whole(sentences[i]), "fr", q);
		assert_memory_equal(p, q, sizeof p);
	}
	language_model_free(model);
}

static gsize head_length(const guint8 *data)
{
	const guint8 *at = data + MODEL_MAGIC_LENGTH;

	for (guint texts = 0; texts < 2; texts++) {
		guint32 length = number_at(&at);

		at += length;
	}
	return (gsize)(at - data);
}

/* Each length of the numbers after the texts and of the file's end; the rest by steps. */
static void truncated_files_are_refused(void **state)
{
	g_autoptr(GBytes) bytes = shipped_bytes();
	gsize length, head;
	const guint8 *data = g_bytes_get_data(bytes, &length);

	head = head_length(data);
	for (gsize cut = 0; cut < length;
	     cut +=
	     cut < 100 || (cut > head && cut < head + 200) || cut + 100 > length ? 1 : 4999)
		assert_null(parse(data, cut));
}

static void longer_files_are_refused(void **state)
{
	g_autoptr(GBytes) bytes = shipped_bytes();
	gsize length;
	const guint8 *data = g_bytes_get_data(bytes, &length);
	g_autofree guint8 *longer = g_malloc0(MODEL_SIZE_MOST + 1);

	memcpy(longer, data, length);
	assert_null(parse(longer, length + 1));
	assert_null(parse(longer, MODEL_SIZE_MOST + 1));
}

static void try_model(struct language_model *model)
{
	double p[STANCE_COUNT];
	g_auto(GStrv) reasons = NULL;

	if (model == NULL)
		return;
	language_model_score(model, sentences[1], whole(sentences[1]), "fr", p);
	assert_near(p[0] + p[1] + p[2], 1, 1e-9);
	reasons = language_model_reasons(model, sentences[1], whole(sentences[1]), "fr",
					 STANCE_DEFENSIVE, 3);
	language_model_free(model);
}

/* Refused, or a model that scores: never anything else. */
static void damaged_files_do_no_harm(void **state)
{
	g_autoptr(GBytes) bytes = shipped_bytes();
	g_autoptr(GRand) random = g_rand_new_with_seed(9);
	gsize length;
	const guint8 *data = g_bytes_get_data(bytes, &length);
	g_autofree guint8 *damaged = g_memdup2(data, length);
	gsize head = head_length(data);

	for (guint i = 0; i < 300; i++) {
		gsize reach = i % 3 == 0 ? 100 : i % 3 == 1 ? head : length;
		gsize at = (gsize)g_rand_int_range(random, 0, (gint32)reach);
		gsize beside = head + (gsize)g_rand_int_range(random, 0, 200);

		damaged[at] ^= (guint8)(1u << g_rand_int_range(random, 0, 8));
		damaged[beside] = (guint8)g_rand_int(random);
		try_model(parse(damaged, length));
		damaged[at] = data[at];
		damaged[beside] = data[beside];
	}
}

static void files_that_are_not_there_are_told(void **state)
{
	g_autoptr(GError) error = NULL;

	assert_null(language_model_load("/nonexistent/stance.bin", &error));
	assert_non_null(error);
}

/* ---- scores ---- */

#define THREADS 6u
#define ROUNDS  40u
#define STEP    5u /* has no divisor in common with their number */

struct score {
	double p[STANCE_COUNT];
};

static gpointer score_all(gpointer data)
{
	struct score *scores = g_new0(struct score, G_N_ELEMENTS(sentences));
	guint turn = GPOINTER_TO_UINT(data);

	for (guint round = 0; round < ROUNDS; round++)
		for (guint n = 0; n < G_N_ELEMENTS(sentences); n++) {
			guint i = (n * STEP + turn) % G_N_ELEMENTS(sentences);

			language_model_score(language_model_shipped(), sentences[i],
					     whole(sentences[i]), "fr", scores[i].p);
		}
	return scores;
}

/* Each thread begins elsewhere. */
static void threads_score_alike(void **state)
{
	struct score expected[G_N_ELEMENTS(sentences)];
	GThread *threads[THREADS];

	for (guint i = 0; i < G_N_ELEMENTS(sentences); i++)
		language_model_score(language_model_shipped(), sentences[i],
				     whole(sentences[i]), "fr", expected[i].p);
	for (guint t = 0; t < THREADS; t++)
		threads[t] = g_thread_new("score", score_all, GUINT_TO_POINTER(t));
	for (guint t = 0; t < THREADS; t++) {
		g_autofree struct score *scores = g_thread_join(threads[t]);

		assert_memory_equal(scores, expected, sizeof expected);
	}
}

/* A span is scored as the text it names; folding makes no difference. */
static void spans_are_scored_alone(void **state)
{
	const struct language_model *model = language_model_shipped();
	const char *inner = sentences[1];
	g_autofree char *text = g_strconcat("Avant. ", inner, " Après ?", NULL);
	struct text_span span = {strlen("Avant. "), strlen("Avant. ") + strlen(inner)};
	double p[STANCE_COUNT], q[STANCE_COUNT];
	struct folded folded = {0};

	language_model_score(model, inner, whole(inner), "fr", p);
	language_model_score(model, text, span, "fr", q);
	assert_memory_equal(p, q, sizeof p);
	folded_make(inner, strlen(inner), &folded);
	language_model_score(model, folded.text, whole(folded.text), "fr", q);
	assert_memory_equal(p, q, sizeof p);
	language_model_score_folded(model, &folded, "fr", q);
	assert_memory_equal(p, q, sizeof p);
	folded_clear(&folded);
}

static void plain_cases_are_told_apart(void **state)
{
	const struct language_model *model = language_model_shipped();
	double p[STANCE_COUNT];

	language_model_score(model, sentences[0], whole(sentences[0]), "fr", p);
	assert_true(p[STANCE_SUPPORTIVE] > .5);
	language_model_score(model, sentences[1], whole(sentences[1]), "fr", p);
	assert_true(p[STANCE_DEFENSIVE] > .5);
	language_model_score(model, sentences[3], whole(sentences[3]), "fr", p);
	assert_true(p[STANCE_NEUTRAL] > .5);
}

static void reasons_are_classes_of_the_sentence(void **state)
{
	const struct language_model *model = language_model_shipped();
	g_auto(GStrv) reasons = language_model_reasons(model, sentences[1], whole(sentences[1]),
						       "fr", STANCE_DEFENSIVE, 3);
	g_auto(GStrv) one = language_model_reasons(model, sentences[1], whole(sentences[1]),
						   "fr", STANCE_DEFENSIVE, 1);
	g_auto(GStrv) none =
		language_model_reasons(model, "", whole(""), "fr", STANCE_DEFENSIVE, 3);

	assert_int_equal(g_strv_length(reasons), 3);
	assert_int_equal(g_strv_length(one), 1);
	assert_string_equal(one[0], reasons[0]);
	assert_int_equal(g_strv_length(none), 0);
	for (guint i = 0; i < 3; i++) {
		g_auto(GStrv) names = g_strsplit(reasons[i], " ", -1);

		assert_in_range(g_strv_length(names), 1, 2);
		for (guint n = 0; names[n] != NULL; n++)
			assert_in_range(
				class_table_find(feature_space_classes(model_space(model)),
						 names[n]),
				0, CLASSES_MOST - 1);
	}
}

/* ---- its known error ---- */

static void errors_are_shares_that_add_up(void **state)
{
	const struct language_model *model = language_model_shipped();

	for (enum stance stance = 0; stance < STANCE_COUNT; stance++) {
		struct stance_error french = language_model_error(model, stance, "fr");
		struct stance_error english = language_model_error(model, stance, "en");
		struct stance_error both = language_model_error(model, stance, "");

		assert_int_equal(both.n_right, french.n_right + english.n_right);
		assert_int_equal(both.n_wrong, french.n_wrong + english.n_wrong);
		assert_true(french.right > french.wrong && english.right > english.wrong);
		assert_true(french.wrong_spread > 0 && french.wrong_spread < .2);
		assert_near(both.right_spread, MAX(french.right_spread, english.right_spread),
			    0);
		assert_near(both.right * both.n_right,
			    french.right * french.n_right + english.right * english.n_right,
			    1e-6);
		assert_near(both.wrong * both.n_wrong,
			    french.wrong * french.n_wrong + english.wrong * english.n_wrong,
			    1e-6);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_say_what_the_formula_says),
		cmocka_unit_test(probabilities_are_those_of_exp),
		cmocka_unit_test(equal_logits_are_thirds),
		cmocka_unit_test(roots_are_the_nearest_below),
		cmocka_unit_test(a_copy_of_the_file_is_the_same_model),
		cmocka_unit_test(truncated_files_are_refused),
		cmocka_unit_test(longer_files_are_refused),
		cmocka_unit_test(damaged_files_do_no_harm),
		cmocka_unit_test(files_that_are_not_there_are_told),
		cmocka_unit_test(threads_score_alike),
		cmocka_unit_test(spans_are_scored_alone),
		cmocka_unit_test(plain_cases_are_told_apart),
		cmocka_unit_test(reasons_are_classes_of_the_sentence),
		cmocka_unit_test(errors_are_shares_that_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
