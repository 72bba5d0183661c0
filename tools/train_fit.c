/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Weights by logistic regression, one stance against the others, with a quadratic penalty (Fan
 * et al. 2008, liblinear's trust region Newton method, which draws no random numbers). A block
 * of features has a weight of its own, and its rows share one length, so that the many
 * characters do not drown the few classes. */
#include <linear.h>
#include <math.h>
#include <string.h>

#include "tools/train_language.h"

#define COST      4.0 /* how far a weight may go: flat from 2 to 16 on hands left out */
#define PRECISION 0.005

static const double block_scales[BLOCK_COUNT] = {
	[BLOCK_CLASS] = 1.0,   [BLOCK_PLACE] = 1.0,     [BLOCK_PAIR] = 1.0,
	[BLOCK_SUBJECT] = 0.5, [BLOCK_DIRECTION] = 0.5, [BLOCK_SHAPE] = 0.4,
	[BLOCK_STEM] = 2.0,    [BLOCK_CHARACTER] = 3.0,
};

struct design {
	const struct feature_space *space;
	guint offset[BLOCK_COUNT + 1]; /* columns of a block, 0-based */
	double *gain;                  /* of a column: the block's scale and the rarity */
};

static bool is_rare_weighted(enum feature_block block)
{
	return block == BLOCK_STEM || block == BLOCK_CHARACTER;
}

/* In how many examples each row occurs. */
static guint *count_rows(const struct feature_space *space, const struct examples *examples,
			 const bool *wanted, enum feature_block block)
{
	guint *counts = g_new0(guint, feature_space_rows(space, block));
	g_autofree guint *last = g_new0(guint, feature_space_rows(space, block));

	for (guint i = 0; i < examples->count; i++) {
		const struct example *example = &examples->at[i];

		for (guint k = example->start[block];
		     wanted[i] && k < example->start[block + 1]; k++) {
			guint row = example->rows[k];

			counts[row] += last[row] != i + 1;
			last[row] = i + 1;
		}
	}
	return counts;
}

/* Rarity (inverse document frequency), with mean one over the rows. */
static void weigh_rarity(const struct design *design, const struct examples *examples,
			 const bool *wanted, enum feature_block block)
{
	guint rows = feature_space_rows(design->space, block), total = 0;
	g_autofree guint *counts = count_rows(design->space, examples, wanted, block);
	double *gain = design->gain + design->offset[block], mean = 0;

	for (guint i = 0; i < examples->count; i++)
		total += wanted[i];
	for (guint row = 0; row < rows; row++) {
		gain[row] = log((total + 1.0) / (counts[row] + 1.0));
		mean += gain[row] / rows;
	}
	for (guint row = 0; row < rows; row++)
		gain[row] *= block_scales[block] / mean;
}

static void design_init(struct design *design, const struct feature_space *space,
			const struct examples *examples, const bool *wanted)
{
	design->space = space;
	design->offset[0] = 0;
	for (guint block = 0; block < BLOCK_COUNT; block++)
		design->offset[block + 1] =
			design->offset[block] + feature_space_rows(space, block);
	design->gain = g_new(double, design->offset[BLOCK_COUNT]);
	for (guint block = 0; block < BLOCK_COUNT; block++) {
		for (guint i = design->offset[block]; i < design->offset[block + 1]; i++)
			design->gain[i] = block_scales[block];
		if (is_rare_weighted(block))
			weigh_rarity(design, examples, wanted, block);
	}
}

static double block_norm(const struct example *example, enum feature_block block)
{
	guint rows = example->start[block + 1] - example->start[block];

	return model_block_is_normed(block) && rows > 0 ? 1 / sqrt(rows) : 1;
}

static double vector_norm(const struct example *example)
{
	double square = 0;

	for (guint d = 0; d < VECTOR_WIDTH; d++)
		square += (double)example->vector[d] * example->vector[d];
	return square > 0 ? 1 / sqrt(square) : 0;
}

/* Columns from 1 on, as liblinear wants them; -1 ends. */
static struct feature_node *nodes_of(const struct design *design, const struct example *example)
{
	guint length = example->start[BLOCK_COUNT], n = 0;
	struct feature_node *nodes = g_new(struct feature_node, length + VECTOR_WIDTH + 2);
	double norm = vector_norm(example);

	for (guint block = 0; block < BLOCK_COUNT; block++)
		for (guint i = example->start[block]; i < example->start[block + 1]; i++) {
			guint column = design->offset[block] + example->rows[i];

			nodes[n++] = (struct feature_node){(int)column + 1,
							   design->gain[column] *
								   block_norm(example, block)};
		}
	for (guint d = 0; d < VECTOR_WIDTH; d++)
		nodes[n++] = (struct feature_node){(int)(design->offset[BLOCK_COUNT] + d) + 1,
						   example->vector[d] * norm};
	nodes[n++] =
		(struct feature_node){(int)(design->offset[BLOCK_COUNT] + VECTOR_WIDTH) + 1, 1};
	nodes[n] = (struct feature_node){-1, 0};
	return nodes;
}

static void be_silent(const char *text)
{
	(void)text;
}

/* One stance against the others. Ordinary prose is none of the defensive, and teaches nothing
 * of what the rest of it is. */
static bool teaches(const struct example *example, bool wanted, enum stance stance)
{
	return example->background ? stance == STANCE_DEFENSIVE : wanted;
}

static struct model *train_stance(const struct design *design, const struct examples *examples,
				  const bool *wanted, enum stance stance)
{
	struct problem problem = {.n = (int)(design->offset[BLOCK_COUNT] + VECTOR_WIDTH + 1),
				  .bias = 1};
	struct parameter parameter = {.solver_type = L2R_LR, .eps = PRECISION, .C = COST};
	struct model *model;

	problem.x = g_new(struct feature_node *, examples->count);
	problem.y = g_new(double, examples->count);
	for (guint i = 0; i < examples->count; i++)
		if (teaches(&examples->at[i], wanted[i], stance)) {
			problem.y[problem.l] =
				!examples->at[i].background && examples->at[i].stance == stance;
			problem.x[problem.l++] = nodes_of(design, &examples->at[i]);
		}
	set_print_string_function(be_silent);
	model = train(&problem, &parameter);
	for (int i = 0; i < problem.l; i++)
		g_free(problem.x[i]);
	g_free(problem.x);
	g_free(problem.y);
	return model;
}

/* The solver's weights are for the class that it met first. */
static void take_weights(const struct design *design, const struct model *model,
			 enum stance stance, struct weights *weights)
{
	double sign = model->label[0] == 1 ? 1 : -1;
	guint at = 0;

	for (guint block = 0; block < BLOCK_COUNT; block++)
		for (guint row = 0; row < feature_space_rows(design->space, block); row++, at++)
			weights->blocks[block][row * STANCE_COUNT + stance] =
				sign * model->w[at] * design->gain[at];
	for (guint d = 0; d < VECTOR_WIDTH; d++, at++)
		weights->vector[d * STANCE_COUNT + stance] = sign * model->w[at];
	weights->bias[stance] = sign * model->w[at];
}

struct weights *weights_fit(const struct feature_space *space, const struct examples *examples,
			    const bool *wanted)
{
	struct weights *weights = g_new0(struct weights, 1);
	struct design design;

	for (guint block = 0; block < BLOCK_COUNT; block++)
		weights->blocks[block] =
			g_new0(double, feature_space_rows(space, block) * STANCE_COUNT);
	design_init(&design, space, examples, wanted);
	for (enum stance stance = 0; stance < STANCE_COUNT; stance++) {
		struct model *model = train_stance(&design, examples, wanted, stance);

		take_weights(&design, model, stance, weights);
		free_and_destroy_model(&model);
	}
	g_free(design.gain);
	return weights;
}

void weights_free(struct weights *weights)
{
	for (guint block = 0; block < BLOCK_COUNT; block++)
		g_free(weights->blocks[block]);
	g_free(weights);
}

void weights_logits(const struct weights *weights, const struct example *example,
		    double logit[STANCE_COUNT])
{
	double norm = vector_norm(example);

	for (guint k = 0; k < STANCE_COUNT; k++) {
		logit[k] = weights->bias[k];
		for (guint block = 0; block < BLOCK_COUNT; block++)
			for (guint i = example->start[block]; i < example->start[block + 1];
			     i++)
				logit[k] +=
					block_norm(example, block) *
					weights->blocks[block]
						       [example->rows[i] * STANCE_COUNT + k];
		for (guint d = 0; d < VECTOR_WIDTH; d++)
			logit[k] += norm * example->vector[d] *
				    weights->vector[d * STANCE_COUNT + k];
	}
}

/* ---- calibration ---- */

#define STEPS     4000
#define STEP_SIZE 0.5

void calibration_apply(const struct calibration *calibration, enum text_language language,
		       const double logit[STANCE_COUNT], double probability[STANCE_COUNT])
{
	double most = -INFINITY, sum = 0;

	for (guint k = 0; k < STANCE_COUNT; k++) {
		probability[k] =
			calibration->stretch * logit[k] + calibration->shift[language][k];
		most = MAX(most, probability[k]);
	}
	for (guint k = 0; k < STANCE_COUNT; k++) {
		probability[k] = exp(probability[k] - most);
		sum += probability[k];
	}
	for (guint k = 0; k < STANCE_COUNT; k++)
		probability[k] /= sum;
}

static void calibration_step(struct calibration *calibration, const struct examples *examples,
			     const bool *wanted, const double (*logits)[STANCE_COUNT])
{
	struct calibration slope = {0};
	guint total = 0;

	for (guint i = 0; i < examples->count; i++) {
		const struct example *example = &examples->at[i];
		double p[STANCE_COUNT];

		if (!wanted[i])
			continue;
		total++;
		calibration_apply(calibration, example->language, logits[i], p);
		for (guint k = 0; k < STANCE_COUNT; k++) {
			double miss = p[k] - (example->stance == k);

			slope.stretch += miss * logits[i][k];
			slope.shift[example->language][k] += miss;
		}
	}
	calibration->stretch -= STEP_SIZE * slope.stretch / MAX(total, 1);
	for (guint language = 0; language < LANGUAGES; language++)
		for (guint k = 0; k < STANCE_COUNT; k++)
			calibration->shift[language][k] -=
				STEP_SIZE * slope.shift[language][k] / MAX(total, 1);
}

/* By going down the gradient of the mean log-loss, which has one valley. */
struct calibration calibration_fit(const struct examples *examples, const bool *wanted,
				   const double (*logits)[STANCE_COUNT])
{
	struct calibration calibration = {.stretch = 1};

	for (guint step = 0; step < STEPS; step++)
		calibration_step(&calibration, examples, wanted, logits);
	return calibration;
}
