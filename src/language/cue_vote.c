/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The vote of a sentence's cues. A category counts once, with its heaviest cue; sides add up.
 * An account that also owns the fault, or comes with an action or an option, weighs half: the
 * same words then open a repair (Goffman 1971) instead of closing the matter. So does all that
 * stands beside legal text or a signature. Weights are given with the patterns, not learnt: on
 * sentences that shaped the patterns a fit would trust them blindly. */
#include "language/cues-internal.h"

#include <math.h>

#define OWNED      2.0                /* weight of an ownership cue that softens an account */
#define CONCRETE   1.6                /* of an action or an option that does */
#define MASK_HEAVY 3.0                /* of a mask that makes the whole sentence doubtful */
#define VOTE_LEAST 1.2                /* below, a side says nothing */
#define VOTE_ODDS  1.6487212707001282 /* e^(1/2): half a unit of the model's logits */
#define BIT(id)    (1u << (id))

struct softening {
	guint32 by; /* categories; one with this weight suffices */
	double weight;
	guint32 softened;
};

static const struct softening softenings[] = {
	{BIT(CUE_OWNERSHIP), OWNED,
	 BIT(CUE_BLAME_SHIFT) | BIT(CUE_DENIAL) | BIT(CUE_PRIOR_WARNING)},
	{BIT(CUE_ACTION_DATE) | BIT(CUE_JOINT_OPTIONS), CONCRETE,
	 BIT(CUE_CONTRACT_SHIELD) | BIT(CUE_THIRD_PARTY) | BIT(CUE_AGENTLESS)},
	{BIT(CUE_CONTEXT), MASK_HEAVY, G_MAXUINT32},
};

static void soften(double heaviest[CUE_CATEGORY_COUNT])
{
	double factor[CUE_CATEGORY_COUNT];

	for (guint i = 0; i < CUE_CATEGORY_COUNT; i++)
		factor[i] = 1;
	for (guint rule = 0; rule < G_N_ELEMENTS(softenings); rule++) {
		const struct softening *softening = &softenings[rule];
		bool holds = false;

		for (guint i = 0; i < CUE_CATEGORY_COUNT; i++)
			holds |= (softening->by & BIT(i)) && heaviest[i] >= softening->weight;
		for (guint i = 0; holds && i < CUE_CATEGORY_COUNT; i++)
			if (softening->softened & BIT(i))
				factor[i] /= 2;
	}
	for (guint i = 0; i < CUE_CATEGORY_COUNT; i++)
		heaviest[i] *= factor[i];
}

struct cue_vote cue_vote(const struct cue *cues, guint count)
{
	double heaviest[CUE_CATEGORY_COUNT] = {0};
	struct cue_vote vote = {0};

	for (guint i = 0; i < count; i++)
		heaviest[cues[i].category] = MAX(heaviest[cues[i].category], cues[i].weight);
	soften(heaviest);
	for (guint i = 0; i < CUE_CATEGORY_COUNT; i++) {
		if (cue_categories[i].polarity < 0)
			vote.defensive += heaviest[i];
		else if (cue_categories[i].polarity > 0)
			vote.supportive += heaviest[i];
	}
	if (vote.defensive < VOTE_LEAST)
		vote.defensive = 0;
	if (vote.supportive < VOTE_LEAST)
		vote.supportive = 0;
	return vote;
}

void cue_vote_cast(struct cue_vote vote, double probability[STANCE_COUNT])
{
	enum stance stance =
		vote.defensive > vote.supportive ? STANCE_DEFENSIVE : STANCE_SUPPORTIVE;
	double sum = 0;

	if (!(fabs(vote.defensive - vote.supportive) > 0))
		return;
	probability[stance] *= VOTE_ODDS;
	for (guint k = 0; k < STANCE_COUNT; k++)
		sum += probability[k];
	for (guint k = 0; k < STANCE_COUNT; k++)
		probability[k] /= sum;
}
