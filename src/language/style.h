/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Function words by class: how something is said, whatever it is about. The nine classes of
 * language style matching (Ireland and Pennebaker, Journal of Personality and Social Psychology
 * 99, 2010), with word lists of this project (data/language/style.tsv), French and English. */
#pragma once

#include <glib.h>

struct folded; /* of text/folded.h */

enum style_class {
	STYLE_PERSONAL, /* pronouns */
	STYLE_IMPERSONAL,
	STYLE_ARTICLE,
	STYLE_PREPOSITION,
	STYLE_CONJUNCTION,
	STYLE_AUXILIARY,
	STYLE_ADVERB, /* frequent ones */
	STYLE_NEGATION,
	STYLE_QUANTIFIER,
	STYLE_CLASSES,
};

/* Adds the function words of a sentence to the counts; of a language that is neither "fr" nor
 * "en" there are none. Words are runs of letters, as text/syllables.h counts them. */
void style_count(const struct folded *sentence, const char *language,
		 guint counts[STYLE_CLASSES]);

/* 1 minus the relative difference of two shares, averaged over the classes: 1 where both use
 * each class alike. NAN where one has no words. */
double style_matching(const guint a[STYLE_CLASSES], guint words_a, const guint b[STYLE_CLASSES],
		      guint words_b);
