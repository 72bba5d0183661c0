/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A scorer for tests: a sentence tells its own stance by a mark ("[d8]" is defensive with
 * probability 0.8, "[s6]" supportive with 0.6; the rest of it is neutral), so that what is made
 * of scores is tested apart from the shipped weights. */
#pragma once

#include <string.h>

#include "language/reading.h"

static inline void marked_score(const void *model, const struct folded *sentence,
				const char *language, double probability[STANCE_COUNT])
{
	const char *text = sentence->text;

	probability[STANCE_DEFENSIVE] = probability[STANCE_SUPPORTIVE] = 0;
	for (gsize at = 0; at + 3 < sentence->length; at++)
		if (text[at] == '[' && text[at + 3] == ']' && g_ascii_isdigit(text[at + 2]))
			probability[text[at + 1] == 'd' ? STANCE_DEFENSIVE
							: STANCE_SUPPORTIVE] =
				(text[at + 2] - '0') / 10.;
	probability[STANCE_NEUTRAL] =
		1 - probability[STANCE_DEFENSIVE] - probability[STANCE_SUPPORTIVE];
}

/* By stance and language, so that a mix-up shows. */
static inline struct stance_error marked_error(const void *model, enum stance stance,
					       const char *language)
{
	return (struct stance_error){
		.right = .8 + .01 * stance,
		.wrong = .1 + .01 * stance,
		.n_right = 100 + (guint)strlen(language),
		.n_wrong = 200 + (guint)(*language == 'f'),
	};
}

static inline struct stance_scorer marked_scorer(const char *version)
{
	return (struct stance_scorer){
		.score = marked_score, .error = marked_error, .version = version};
}
