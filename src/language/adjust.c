/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Maximum a posteriori adaptation (Chelba and Acero 2006): multinomial logistic regression on
 * the user's texts, each weight with a Gaussian prior around the shipped one. Solved in the
 * dual, text by text (Yu, Huang and Lin 2011), each step bounded by the largest curvature that
 * the softmax can have (Böhning 1992), so that it needs no line search. All in integers, in the
 * order of the texts' own bytes: the same on every machine. */
#include "language/adjust.h"

#include <string.h>

#include "language/adjust-internal.h"
#include "language/model-internal.h"

#define SWEEPS     50 /* over all texts at most */
#define STEP_BITS  24 /* fraction of a dual variable, and of a change to a weight */
#define STEP_LEAST 64 /* a sweep whose steps are all smaller is the last */

/* Variance of a weight around the shipped one, in PRIOR_BITS. A row that most sentences have
 * (that a party is named, the place of a word, a question mark, three letters of a language)
 * was learnt from thousands of them and stays, and so do biases and word vectors. What moves,
 * by equal shares, are the four blocks whose rows tell one wording from another. Together they
 * give a text's own logits a variance of about ln 9 (36/16): alone it can then move from a sure
 * error (0.9 against it) to an open question, and a few that agree move it across. */
#define PRIOR_BITS 4
static const guint8 variances[BLOCK_COUNT] = {
	[BLOCK_PAIR] = 9,
	[BLOCK_SUBJECT] = 9,
	[BLOCK_DIRECTION] = 9,
	[BLOCK_STEM] = 9,
};

enum { SPOKEN_FRENCH, SPOKEN_ENGLISH, SPOKEN_OTHER, SPOKEN_COUNT };

struct change {
	gint64 weight[STANCE_COUNT]; /* STEP_BITS */
};

struct given {
	guint8 label[SPOKEN_COUNT]; /* a stance, 1-based; 0: none */
};

struct adjustment {
	char *version;
	guint32 *places[BLOCK_COUNT]; /* of a row in `changes`; 0: none. NULL: block stays */
	GArray *changes;              /* struct change; the first is nobody's */
	GHashTable *given;            /* folded text, struct given */
	struct stance_error errors[SPOKEN_COUNT][STANCE_COUNT];
};

static guint spoken(const char *language)
{
	return strcmp(language, "fr") == 0   ? SPOKEN_FRENCH
	       : strcmp(language, "en") == 0 ? SPOKEN_ENGLISH
					     : SPOKEN_OTHER;
}

/* ---- what is asked of it ---- */

void adjustment_free(struct adjustment *adjustment)
{
	if (adjustment == NULL)
		return;
	for (guint block = 0; block < BLOCK_COUNT; block++)
		g_free(adjustment->places[block]);
	g_array_unref(adjustment->changes);
	g_hash_table_unref(adjustment->given);
	g_free(adjustment->version);
	g_free(adjustment);
}

const char *adjustment_version(const struct adjustment *adjustment)
{
	return adjustment->version;
}

void adjustment_add(const struct adjustment *adjustment, const struct features *features,
		    gint64 logit[STANCE_COUNT])
{
	const gint64 unit = G_GINT64_CONSTANT(1)
			    << (STEP_BITS + MODEL_ROOT_BITS - MODEL_LOGIT_BITS);
	const struct change *changes =
		(const struct change *)(const void *)adjustment->changes->data;

	for (guint block = 0; block < BLOCK_COUNT; block++) {
		guint from = features->start[block], to = features->start[block + 1];
		gint64 root = model_root(to - from), sum[STANCE_COUNT] = {0};

		if (adjustment->places[block] == NULL)
			continue;
		for (guint i = from; i < to; i++) {
			guint place = adjustment->places[block][features->rows[i]];

			for (guint k = 0; k < STANCE_COUNT; k++)
				sum[k] += changes[place].weight[k];
		}
		for (guint k = 0; k < STANCE_COUNT; k++)
			logit[k] += sum[k] * root / unit;
	}
}

/* What was said of it in its language; else where the language was not known; else in any. */
bool adjustment_given(const struct adjustment *adjustment, const char *folded,
		      const char *language, enum stance *label)
{
	const struct given *given = g_hash_table_lookup(adjustment->given, folded);
	const guint order[] = {spoken(language), SPOKEN_OTHER, SPOKEN_FRENCH, SPOKEN_ENGLISH};
	guint asked = *language == '\0' ? G_N_ELEMENTS(order) : 2;

	for (guint i = 0; given != NULL && i < asked; i++)
		if (given->label[order[i]] > 0) {
			*label = (enum stance)(given->label[order[i]] - 1);
			return true;
		}
	return false;
}

struct stance_error adjustment_error(const struct adjustment *adjustment, enum stance stance,
				     const char *language)
{
	struct stance_error all = {0};

	if (*language != '\0')
		return adjustment->errors[spoken(language)][stance];
	for (guint i = 0; i < SPOKEN_COUNT; i++)
		all = stance_error_joined(&all, &adjustment->errors[i][stance]);
	return all;
}

/* ---- texts as the fit sees them ---- */

struct entry {
	guint32 place;
	gint32 value; /* MODEL_ROOT_BITS */
	guint8 block;
};

struct fitted_text {
	guint from, to;               /* entries */
	gint64 shipped[STANCE_COUNT]; /* logits, MODEL_LOGIT_BITS */
	gint64 dual[STANCE_COUNT];    /* STEP_BITS */
	gint64 width;                 /* variance of its own logit, MODEL_LOGIT_BITS */
	enum stance label;
};

struct fit {
	struct adjustment *adjustment;
	GArray *entries; /* struct entry */
	struct fitted_text *texts;
	guint count;
};

static guint32 place_of(struct adjustment *adjustment, guint block, guint32 row)
{
	guint32 *place = &adjustment->places[block][row];
	const struct change none = {{0}};

	if (*place == 0) {
		*place = adjustment->changes->len;
		g_array_append_val(adjustment->changes, none);
	}
	return *place;
}

static gint compare_rows(gconstpointer a, gconstpointer b)
{
	guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;

	return (left > right) - (left < right);
}

/* Rows of a block, a row that occurs more than once in one entry. */
static void add_entries(struct fit *fit, const struct features *features, guint block,
			struct fitted_text *text)
{
	guint from = features->start[block], count = features->start[block + 1] - from;
	g_autofree guint32 *rows =
		g_memdup2(features->rows + from, count * sizeof features->rows[0]);
	gint32 root = (gint32)model_root(count);

	if (count > 0)
		qsort(rows, count, sizeof rows[0], compare_rows);
	for (guint i = 0, next; i < count; i = next) {
		struct entry entry = {.block = (guint8)block};

		for (next = i; next < count && rows[next] == rows[i]; next++)
			entry.value += root;
		entry.place = place_of(fit->adjustment, block, rows[i]);
		g_array_append_val(fit->entries, entry);
		text->width += ((gint64)entry.value * entry.value >> MODEL_ROOT_BITS) *
			       variances[block];
	}
}

static void add_text(struct fit *fit, const struct language_model *shipped,
		     struct feature_reader *reader, const struct labelled_text *labelled)
{
	struct text_span whole = {0, strlen(labelled->text)};
	const struct features *features = features_read(
		model_space(shipped), reader, labelled->text, whole, labelled->language);
	struct fitted_text *text = &fit->texts[fit->count++];

	text->label = labelled->label;
	text->from = fit->entries->len;
	model_logits(shipped, features, text->shipped);
	for (guint block = 0; block < BLOCK_COUNT; block++)
		if (variances[block] > 0)
			add_entries(fit, features, block, text);
	text->to = fit->entries->len;
	text->width >>= PRIOR_BITS + MODEL_ROOT_BITS - MODEL_LOGIT_BITS;
}

/* ---- the fit ---- */

static const struct entry *entry_at(const struct fit *fit, guint i)
{
	return &g_array_index(fit->entries, struct entry, i);
}

static void present_logits(const struct fit *fit, const struct fitted_text *text,
			   gint64 logit[STANCE_COUNT])
{
	gint64 sum[STANCE_COUNT] = {0};

	for (guint i = text->from; i < text->to; i++) {
		const struct entry *entry = entry_at(fit, i);
		const struct change *change =
			&g_array_index(fit->adjustment->changes, struct change, entry->place);

		for (guint k = 0; k < STANCE_COUNT; k++)
			sum[k] += change->weight[k] * entry->value;
	}
	for (guint k = 0; k < STANCE_COUNT; k++)
		logit[k] = text->shipped[k] +
			   sum[k] / (G_GINT64_CONSTANT(1)
				     << (STEP_BITS + MODEL_ROOT_BITS - MODEL_LOGIT_BITS));
}

static void move_weights(struct fit *fit, const struct fitted_text *text,
			 const gint64 step[STANCE_COUNT])
{
	for (guint i = text->from; i < text->to; i++) {
		const struct entry *entry = entry_at(fit, i);
		struct change *change =
			&g_array_index(fit->adjustment->changes, struct change, entry->place);
		gint64 gain = (gint64)entry->value * variances[entry->block];

		for (guint k = 0; k < STANCE_COUNT; k++)
			change->weight[k] +=
				step[k] * gain / (1 << (MODEL_ROOT_BITS + PRIOR_BITS));
	}
}

/* One step of the text's dual variables towards label minus probability, which they are at the
 * optimum. Returns the largest. */
static gint64 step_text(struct fit *fit, struct fitted_text *text)
{
	const gint64 one = G_GINT64_CONSTANT(1) << MODEL_LOGIT_BITS;
	gint64 logit[STANCE_COUNT], step[STANCE_COUNT], largest = 0;
	double p[STANCE_COUNT];

	present_logits(fit, text, logit);
	model_softmax(logit, p);
	for (guint k = 0; k < STANCE_COUNT; k++) {
		gint64 wanted = ((gint64)(k == text->label) << STEP_BITS) -
				(gint64)(p[k] * (1 << STEP_BITS));

		step[k] = (wanted - text->dual[k]) * one / (one + text->width / 2);
		text->dual[k] += step[k];
		largest = MAX(largest, ABS(step[k]));
	}
	move_weights(fit, text, step);
	return largest;
}

static void solve(struct fit *fit)
{
	gint64 largest = STEP_LEAST;

	for (guint sweep = 0; sweep < SWEEPS && largest >= STEP_LEAST; sweep++) {
		largest = 0;
		for (guint i = 0; i < fit->count; i++)
			largest = MAX(largest, step_text(fit, &fit->texts[i]));
	}
}

/* ---- what is kept beside the weights ---- */

static void keep_given(struct adjustment *adjustment, const struct labelled_text *text)
{
	struct given *given = g_hash_table_lookup(adjustment->given, text->text);

	if (given == NULL) {
		given = g_new0(struct given, 1);
		g_hash_table_insert(adjustment->given, g_strdup(text->text), given);
	}
	given->label[spoken(text->language)] = (guint8)(text->label + 1);
}

static void count_error(struct adjustment *adjustment, const struct labelled_text *text,
			const struct fitted_text *fitted)
{
	double p[STANCE_COUNT];

	model_softmax(fitted->shipped, p);
	for (guint k = 0; k < STANCE_COUNT; k++) {
		struct stance_error *all = &adjustment->errors[spoken(text->language)][k];
		struct stance_error one = {0};

		if (k == text->label)
			one = (struct stance_error){.right = p[k], .n_right = 1};
		else
			one = (struct stance_error){.wrong = p[k], .n_wrong = 1};
		*all = stance_error_joined(all, &one);
	}
}

static char *version_with(const struct language_model *shipped,
			  const struct labelled_text *const *texts, guint count)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (guint i = 0; i < count; i++) {
		const char label[] = {(char)('0' + texts[i]->label), '\0'};

		g_checksum_update(sum, (const guchar *)label, 1);
		g_checksum_update(sum, (const guchar *)texts[i]->language,
				  (gssize)strlen(texts[i]->language) + 1);
		g_checksum_update(sum, (const guchar *)texts[i]->text,
				  (gssize)strlen(texts[i]->text) + 1);
	}
	return g_strdup_printf("%s; %u texts corrected (%.16s)",
			       language_model_version(shipped), count,
			       g_checksum_get_string(sum));
}

/* ---- all of it ---- */

static gint compare_texts(gconstpointer a, gconstpointer b)
{
	const struct labelled_text *left = *(const struct labelled_text *const *)a;
	const struct labelled_text *right = *(const struct labelled_text *const *)b;
	int order = strcmp(left->text, right->text);

	return order != 0 ? order : strcmp(left->language, right->language);
}

static struct adjustment *adjustment_new(const struct language_model *shipped)
{
	struct adjustment *adjustment = g_new0(struct adjustment, 1);

	adjustment->changes = g_array_new(FALSE, TRUE, sizeof(struct change));
	g_array_set_size(adjustment->changes, 1);
	adjustment->given = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint block = 0; block < BLOCK_COUNT; block++)
		if (variances[block] > 0)
			adjustment->places[block] = g_new0(
				guint32, feature_space_rows(model_space(shipped), block));
	return adjustment;
}

static struct adjustment *fit_texts(const struct language_model *shipped,
				    const struct labelled_text *const *texts, guint count)
{
	struct fit fit = {
		.adjustment = adjustment_new(shipped),
		.entries = g_array_new(FALSE, FALSE, sizeof(struct entry)),
		.texts = g_new0(struct fitted_text, count),
	};
	struct feature_reader *reader = feature_reader_new();

	for (guint i = 0; i < count; i++) {
		add_text(&fit, shipped, reader, texts[i]);
		keep_given(fit.adjustment, texts[i]);
		count_error(fit.adjustment, texts[i], &fit.texts[i]);
	}
	solve(&fit);
	fit.adjustment->version = version_with(shipped, texts, count);
	feature_reader_free(reader);
	g_array_unref(fit.entries);
	g_free(fit.texts);
	return fit.adjustment;
}

struct language_model *language_model_adjusted(const struct language_model *shipped,
					       const struct labelled_text *texts, guint count)
{
	g_autofree const struct labelled_text **ordered =
		g_new(const struct labelled_text *, count);

	for (guint i = 0; i < count; i++)
		ordered[i] = &texts[i];
	if (count == 0)
		return model_with_adjustment(shipped, NULL);
	qsort(ordered, count, sizeof ordered[0], compare_texts);
	return model_with_adjustment(shipped, fit_texts(shipped, ordered, count));
}
