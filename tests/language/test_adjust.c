/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What corrections do to a model: the very same text is settled, texts like it move, others do
 * not, whatever the order; and the optimum is the one that a slow solver finds. */
#include <math.h>
#include <string.h>

#include "language/adjust.h"
#include "language/model-internal.h"
#include "language/passage.h"
#include "tests/harness.h"

struct said {
	const char *text, *language;
};

/* One wording, of which the user says that it defends; and others of the same wording. */
static const struct said corrected[] = {
	{"Il vous appartient de surveiller l'espace disque.", "fr"},
	{"Il vous appartient de prévenir vos collaborateurs.", "fr"},
	{"Il vous appartenait de demander la sauvegarde.", "fr"},
	{"Il appartient à vos équipes de valider le devis.", "fr"},
	{"Il appartient au client de fournir les accès.", "fr"},
	{"Il vous appartient d'en informer votre direction.", "fr"},
	{"Il vous appartient de choisir un autre créneau.", "fr"},
	{"Il appartenait à votre responsable de signer le bon.", "fr"},
};

static const struct said alike[] = {
	{"Il vous appartient de vérifier les droits du dossier.", "fr"},
	{"Il vous appartenait de nous transmettre la liste.", "fr"},
	{"Il appartient à vos équipes de tester l'application.", "fr"},
};

static const struct said unrelated[] = {
	{"Le technicien passe demain matin vers dix heures.", "fr"},
	{"Ci-joint le compte rendu de notre point de lundi.", "fr"},
	{"La lenteur venait d'un câble abîmé, il est remplacé.", "fr"},
	{"Merci pour les captures d'écran.", "fr"},
	{"Deux comptes ont été créés, les mots de passe suivent par courrier.", "fr"},
	{"Avez-vous encore le message d'erreur ?", "fr"},
	{"Cette prestation n'est pas comprise dans le forfait.", "fr"},
	{"Pouvons-nous décaler l'intervention à vendredi ?", "fr"},
	{"Je regarde et je vous tiens au courant avant midi.", "fr"},
	{"L'alerte de cette nuit est sans suite, un test de l'onduleur.", "fr"},
	{"The restore finished at noon and all mailboxes are complete.", "en"},
	{"Please find attached the report for October.", "en"},
	{"That was our mistake, and here is what we changed.", "en"},
	{"Your colleague closed the ticket himself.", "en"},
	{"Could you send us the serial number?", "en"},
	{"We will add an alert so that it is seen earlier.", "en"},
	{"The meeting room screen is back.", "en"},
	{"Nobody told us about the new office.", "en"},
};

static double score(const struct language_model *model, const struct said *said,
		    enum stance stance)
{
	double p[STANCE_COUNT];

	language_model_score(model, said->text, (struct text_span){0, strlen(said->text)},
			     said->language, p);
	return p[stance];
}

/* The first `count` of the corrected texts with a label. */
static struct language_model *adjusted(guint count, enum stance label)
{
	struct labelled_text texts[G_N_ELEMENTS(corrected)];
	struct language_model *model;

	for (guint i = 0; i < count; i++)
		texts[i] = (struct labelled_text){passage_key(corrected[i].text),
						  corrected[i].language, label};
	model = language_model_adjusted(language_model_shipped(), texts, count);
	for (guint i = 0; i < count; i++)
		g_free((char *)texts[i].text);
	return model;
}

static double mean_alike(const struct language_model *model, enum stance stance)
{
	double sum = 0;

	for (guint i = 0; i < G_N_ELEMENTS(alike); i++)
		sum += score(model, &alike[i], stance);
	return sum / G_N_ELEMENTS(alike);
}

static double mean_move(const struct language_model *model)
{
	double sum = 0;

	for (guint i = 0; i < G_N_ELEMENTS(unrelated); i++) {
		double most = 0;

		for (enum stance k = 0; k < STANCE_COUNT; k++)
			most = fmax(most,
				    fabs(score(model, &unrelated[i], k) -
					 score(language_model_shipped(), &unrelated[i], k)));
		sum += most;
	}
	return sum / G_N_ELEMENTS(unrelated);
}

/* ---- what it does ---- */

static void without_texts_it_is_the_shipped_model(void **state)
{
	const struct language_model *shipped = language_model_shipped();
	struct language_model *model = language_model_adjusted(shipped, NULL, 0);

	assert_string_equal(language_model_version(model), language_model_version(shipped));
	for (guint i = 0; i < G_N_ELEMENTS(unrelated); i++)
		for (enum stance k = 0; k < STANCE_COUNT; k++)
			assert_true(score(model, &unrelated[i], k) ==
				    score(shipped, &unrelated[i], k));
	for (enum stance k = 0; k < STANCE_COUNT; k++) {
		struct stance_error one = language_model_error(model, k, "");
		struct stance_error two = language_model_error(shipped, k, "");

		assert_memory_equal(&one, &two, sizeof one);
	}
	language_model_free(model);
}

/* In any case and with any accents and blanks, and in its own language only. */
static void the_very_text_is_settled(void **state)
{
	struct language_model *model = adjusted(1, STANCE_SUPPORTIVE);
	static const struct said same = {"IL VOUS APPARTIENT  de surveiller l’espace disque.",
					 "fr"};
	static const struct said unsure = {"Il vous appartient de surveiller l'espace disque.",
					   ""};
	static const struct said other = {"Il vous appartient de surveiller l'espace disque.",
					  "en"};

	assert_true(score(model, &corrected[0], STANCE_SUPPORTIVE) == 1);
	assert_true(score(model, &same, STANCE_SUPPORTIVE) == 1);
	assert_true(score(model, &same, STANCE_DEFENSIVE) == 0);
	assert_true(score(model, &unsure, STANCE_SUPPORTIVE) == 1);
	assert_true(score(model, &other, STANCE_SUPPORTIVE) < 1);
	language_model_free(model);
}

/* To each stance, the more the more is said. */
static void texts_alike_move(void **state)
{
	for (enum stance label = 0; label < STANCE_COUNT; label++) {
		double last = mean_alike(language_model_shipped(), label);

		for (guint count = 1; count <= G_N_ELEMENTS(corrected); count *= 2) {
			struct language_model *model = adjusted(count, label);
			double mean = mean_alike(model, label);

			assert_true(mean > last);
			last = mean;
			language_model_free(model);
		}
		assert_true(last > .5);
	}
}

/* Furthest where texts that the model is sure of are said to do the contrary. */
static void other_texts_stay(void **state)
{
	static const double most[STANCE_COUNT] = {
		[STANCE_NEUTRAL] = .02, [STANCE_DEFENSIVE] = .02, [STANCE_SUPPORTIVE] = .03};

	for (enum stance label = 0; label < STANCE_COUNT; label++) {
		struct language_model *model = adjusted(G_N_ELEMENTS(corrected), label);

		assert_true(mean_move(model) < most[label]);
		language_model_free(model);
	}
}

static void the_order_does_not_matter(void **state)
{
	struct labelled_text texts[G_N_ELEMENTS(corrected)], turned[G_N_ELEMENTS(corrected)];
	struct language_model *one, *two;

	for (guint i = 0; i < G_N_ELEMENTS(corrected); i++)
		texts[i] = (struct labelled_text){corrected[i].text, corrected[i].language,
						  (enum stance)(i % STANCE_COUNT)};
	for (guint i = 0; i < G_N_ELEMENTS(corrected); i++)
		turned[i] = texts[(i * 5 + 3) % G_N_ELEMENTS(corrected)];
	one = language_model_adjusted(language_model_shipped(), texts, G_N_ELEMENTS(texts));
	two = language_model_adjusted(language_model_shipped(), turned, G_N_ELEMENTS(turned));
	assert_string_equal(language_model_version(one), language_model_version(two));
	for (guint i = 0; i < G_N_ELEMENTS(alike); i++)
		for (enum stance k = 0; k < STANCE_COUNT; k++)
			assert_true(score(one, &alike[i], k) == score(two, &alike[i], k));
	language_model_free(one);
	language_model_free(two);
}

static void versions_tell_the_texts(void **state)
{
	struct language_model *models[] = {adjusted(2, STANCE_NEUTRAL),
					   adjusted(2, STANCE_DEFENSIVE),
					   adjusted(3, STANCE_NEUTRAL)};
	const char *shipped = language_model_version(language_model_shipped());

	for (guint i = 0; i < G_N_ELEMENTS(models); i++) {
		assert_true(g_str_has_prefix(language_model_version(models[i]), shipped));
		for (guint k = 0; k < i; k++)
			assert_string_not_equal(language_model_version(models[i]),
						language_model_version(models[k]));
	}
	for (guint i = 0; i < G_N_ELEMENTS(models); i++)
		language_model_free(models[i]);
}

/* One text in each language: what is said of the one is not said of the other. */
static void languages_have_labels_of_their_own(void **state)
{
	static const struct labelled_text texts[] = {
		{"patience", "fr", STANCE_DEFENSIVE},
		{"patience", "en", STANCE_SUPPORTIVE},
		{"ok", "", STANCE_SUPPORTIVE},
	};
	static const struct said french = {"Patience", "fr"}, english = {"patience", "en"};
	static const struct said short_french = {"OK", "fr"};
	struct language_model *model =
		language_model_adjusted(language_model_shipped(), texts, G_N_ELEMENTS(texts));

	assert_true(score(model, &french, STANCE_DEFENSIVE) == 1);
	assert_true(score(model, &english, STANCE_SUPPORTIVE) == 1);
	assert_true(score(model, &short_french, STANCE_SUPPORTIVE) == 1);
	language_model_free(model);
}

static void texts_of_any_form_are_taken(void **state)
{
	g_autofree char *long_text = g_strnfill(3 * SENTENCE_LONGEST, 'a');
	const struct labelled_text texts[] = {
		{"", "fr", STANCE_DEFENSIVE},
		{"?", "", STANCE_SUPPORTIVE},
		{long_text, "en", STANCE_DEFENSIVE},
		{"שלום 🙂", "", STANCE_NEUTRAL},
	};
	struct language_model *model =
		language_model_adjusted(language_model_shipped(), texts, G_N_ELEMENTS(texts));

	assert_true(mean_move(model) < .02);
	language_model_free(model);
}

/* ---- its errors ---- */

static void texts_count_in_the_error(void **state)
{
	const struct language_model *shipped = language_model_shipped();
	struct language_model *model = adjusted(2, STANCE_DEFENSIVE);
	double p = score(shipped, &corrected[0], STANCE_DEFENSIVE) +
		   score(shipped, &corrected[1], STANCE_DEFENSIVE);
	double q = score(shipped, &corrected[0], STANCE_SUPPORTIVE) +
		   score(shipped, &corrected[1], STANCE_SUPPORTIVE);
	struct stance_error before = language_model_error(shipped, STANCE_DEFENSIVE, "fr");
	struct stance_error after = language_model_error(model, STANCE_DEFENSIVE, "fr");
	struct stance_error english = language_model_error(model, STANCE_DEFENSIVE, "en");
	struct stance_error shipped_english =
		language_model_error(shipped, STANCE_DEFENSIVE, "en");

	assert_int_equal(after.n_right, before.n_right + 2);
	assert_int_equal(after.n_wrong, before.n_wrong);
	assert_true(fabs(after.right * after.n_right - before.right * before.n_right - p) <
		    1e-6);
	assert_memory_equal(&english, &shipped_english, sizeof english);
	before = language_model_error(shipped, STANCE_SUPPORTIVE, "");
	after = language_model_error(model, STANCE_SUPPORTIVE, "");
	assert_int_equal(after.n_wrong, before.n_wrong + 2);
	assert_true(fabs(after.wrong * after.n_wrong - before.wrong * before.n_wrong - q) <
		    1e-6);
	language_model_free(model);
}

/* ---- the optimum ---- */

#define SLOW_STEPS 20000
#define BLOCKS     4u

static const enum feature_block moved[BLOCKS] = {BLOCK_PAIR, BLOCK_SUBJECT, BLOCK_DIRECTION,
						 BLOCK_STEM};

struct slow_text {
	struct features *features;
	double shipped[STANCE_COUNT], dual[STANCE_COUNT];
	enum stance label;
};

static guint times(const struct features *features, enum feature_block block, guint row)
{
	guint count = 0;

	for (guint i = features->start[block]; i < features->start[block + 1]; i++)
		count += features->rows[i] == row;
	return count;
}

/* What two texts share, under a variance of 9/16 of each row of the blocks that move. */
static double kernel(const struct features *one, const struct features *two)
{
	double sum = 0;

	for (guint b = 0; b < BLOCKS; b++) {
		enum feature_block block = moved[b];
		guint n = one->start[block + 1] - one->start[block];
		guint m = two->start[block + 1] - two->start[block];
		guint shared = 0;

		for (guint i = one->start[block]; i < one->start[block + 1]; i++)
			shared += times(two, block, one->rows[i]);
		if (n > 0 && m > 0)
			sum += 9. / 16 * shared / (sqrt(n) * sqrt(m));
	}
	return sum;
}

static void softmax(const double logit[STANCE_COUNT], double p[STANCE_COUNT])
{
	double sum = 0;

	for (guint k = 0; k < STANCE_COUNT; k++)
		sum += p[k] = exp(logit[k]);
	for (guint k = 0; k < STANCE_COUNT; k++)
		p[k] /= sum;
}

static struct slow_text slow_text_of(struct feature_reader *reader, const char *text,
				     enum stance label)
{
	const struct language_model *shipped = language_model_shipped();
	const struct features *features = features_read(
		model_space(shipped), reader, text, (struct text_span){0, strlen(text)}, "fr");
	struct slow_text slow = {.features = g_memdup2(features, sizeof *features),
				 .label = label};
	gint64 logit[STANCE_COUNT];

	model_logits(shipped, features, logit);
	for (guint k = 0; k < STANCE_COUNT; k++)
		slow.shipped[k] = logit[k] / (double)(1 << MODEL_LOGIT_BITS);
	return slow;
}

/* Logits of a text under the duals of others. */
static void slow_logits(const struct slow_text *texts, guint count,
			const struct slow_text *text, double logit[STANCE_COUNT])
{
	memcpy(logit, text->shipped, sizeof text->shipped);
	for (guint i = 0; i < count; i++) {
		double shared = kernel(texts[i].features, text->features);

		for (guint k = 0; k < STANCE_COUNT; k++)
			logit[k] += shared * texts[i].dual[k];
	}
}

/* Functional gradient descent, a short step at a time: at the optimum the dual variables are
 * label minus probability. */
static void slow_solve(struct slow_text *texts, guint count)
{
	g_autofree double *shared = g_new(double, count *count);

	for (guint i = 0; i < count; i++)
		for (guint j = 0; j < count; j++)
			shared[i * count + j] = kernel(texts[i].features, texts[j].features);
	for (guint step = 0; step < SLOW_STEPS; step++)
		for (guint i = 0; i < count; i++) {
			double logit[STANCE_COUNT], p[STANCE_COUNT];

			memcpy(logit, texts[i].shipped, sizeof logit);
			for (guint j = 0; j < count; j++)
				for (guint k = 0; k < STANCE_COUNT; k++)
					logit[k] += shared[i * count + j] * texts[j].dual[k];
			softmax(logit, p);
			for (guint k = 0; k < STANCE_COUNT; k++)
				texts[i].dual[k] +=
					.02 * ((k == texts[i].label) - p[k] - texts[i].dual[k]);
		}
}

static void the_optimum_is_found(void **state)
{
	struct labelled_text texts[G_N_ELEMENTS(corrected)];
	struct slow_text slow[G_N_ELEMENTS(corrected)];
	struct feature_reader *reader = feature_reader_new();
	struct language_model *model;

	for (guint i = 0; i < G_N_ELEMENTS(corrected); i++) {
		enum stance label = i % 3 == 0 ? STANCE_SUPPORTIVE : STANCE_DEFENSIVE;

		texts[i] = (struct labelled_text){corrected[i].text, "fr", label};
		slow[i] = slow_text_of(reader, corrected[i].text, label);
	}
	slow_solve(slow, G_N_ELEMENTS(slow));
	model = language_model_adjusted(language_model_shipped(), texts, G_N_ELEMENTS(texts));
	for (guint i = 0; i < G_N_ELEMENTS(alike); i++) {
		struct slow_text text = slow_text_of(reader, alike[i].text, 0);
		double logit[STANCE_COUNT], p[STANCE_COUNT];

		slow_logits(slow, G_N_ELEMENTS(slow), &text, logit);
		softmax(logit, p);
		for (enum stance k = 0; k < STANCE_COUNT; k++)
			assert_true(fabs(score(model, &alike[i], k) - p[k]) < 2e-3);
		g_free(text.features);
	}
	for (guint i = 0; i < G_N_ELEMENTS(slow); i++)
		g_free(slow[i].features);
	feature_reader_free(reader);
	language_model_free(model);
}

/* Many that agree and a few that do not: weights stay finite, and the many have it. */
static void hundreds_of_texts_settle(void **state)
{
	guint count = 400;
	struct labelled_text *texts = g_new(struct labelled_text, count);
	struct language_model *model;
	static const struct said more = {"il vous appartient de relire le point 9000.", "fr"};

	for (guint i = 0; i < count; i++)
		texts[i] = (struct labelled_text){
			g_strdup_printf("il vous appartient de relire le point %u%c.", i,
					'a' + i % 26),
			"fr", i % 10 == 0 ? STANCE_NEUTRAL : STANCE_DEFENSIVE};
	model = language_model_adjusted(language_model_shipped(), texts, count);
	assert_true(score(model, &more, STANCE_DEFENSIVE) > .8);
	assert_true(score(model, &more, STANCE_DEFENSIVE) < .97);
	for (guint i = 0; i < count; i++)
		g_free((char *)texts[i].text);
	g_free(texts);
	language_model_free(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_texts_it_is_the_shipped_model),
		cmocka_unit_test(the_very_text_is_settled),
		cmocka_unit_test(texts_alike_move),
		cmocka_unit_test(other_texts_stay),
		cmocka_unit_test(the_order_does_not_matter),
		cmocka_unit_test(versions_tell_the_texts),
		cmocka_unit_test(languages_have_labels_of_their_own),
		cmocka_unit_test(texts_of_any_form_are_taken),
		cmocka_unit_test(texts_count_in_the_error),
		cmocka_unit_test(the_optimum_is_found),
		cmocka_unit_test(hundreds_of_texts_settle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
