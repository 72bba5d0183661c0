/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an adjusted model has beside the shipped weights: a sparse table of changes to them, and
 * the texts whose label is given. */
#pragma once

#include "language/features-internal.h"
#include "language/model.h"

struct adjustment;

void adjustment_free(struct adjustment *adjustment);
const char *adjustment_version(const struct adjustment *adjustment);
/* Adds what the rows of a sentence have changed by, in MODEL_LOGIT_BITS. */
void adjustment_add(const struct adjustment *adjustment, const struct features *features,
		    gint64 logit[STANCE_COUNT]);
/* The label that was given to a folded text; false when there is none. */
bool adjustment_given(const struct adjustment *adjustment, const char *folded,
		      const char *language, enum stance *label);
/* The texts of a language ("": all) as one measurement of the shipped model. */
struct stance_error adjustment_error(const struct adjustment *adjustment, enum stance stance,
				     const char *language);
