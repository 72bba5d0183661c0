/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The shipped model with what a user said of single texts: the very same text has the label it
 * was given, and texts like it move towards it. */
#pragma once

#include "language/model.h"

struct labelled_text {
	const char *text;     /* the author's own words, folded (passage_key) */
	const char *language; /* "fr", "en" or "" */
	enum stance label;
};

/* The shipped model refitted around its weights, whatever the order of the texts, of which no
 * two are the same in one language. Their labels count in language_model_error() by what the
 * shipped model says of them, and show in the version. Without texts, scores and version are
 * those of `shipped`, which must outlive it. Caller owns. */
struct language_model *language_model_adjusted(const struct language_model *shipped,
					       const struct labelled_text *texts, guint count);
