/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words for every token of an assessment, one table row each. A token that no row knows is
 * shown as it is: a newer analysis never stops an older report. Borrowed texts. */
#pragma once

#include "base/catalogue.h"
#include "model/assessment.h"

const char *wording_stage(const struct catalogue *catalogue, enum stage stage);
const char *wording_shape(const struct catalogue *catalogue, enum onset_shape shape);
const char *wording_dimension(const struct catalogue *catalogue, enum dimension dimension);
/* "provider" */
/* "Unprompted contact by the provider" */
const char *wording_indicator(const struct catalogue *catalogue, const char *indicator,
			      enum side side);
const char *wording_status(const struct catalogue *catalogue, enum finding_status status);
/* One sentence that says what the indicator measures; NULL when no row knows it. */
/* What a rule that several measures make together says. */
const char *wording_rule(const struct catalogue *catalogue, const char *rule);
const char *wording_definition(const struct catalogue *catalogue, const char *indicator);
/* "messages a week" */
const char *wording_unit(const struct catalogue *catalogue, const char *unit);
const char *wording_option(const struct catalogue *catalogue, const char *option);
/* A full sentence. */
const char *wording_why(const struct catalogue *catalogue, const char *why);
const char *wording_import(const struct catalogue *catalogue, const char *import);
/* Words of a probability after the IPCC guidance note (Mastrandrea et al. 2010). */
const char *wording_likelihood(const struct catalogue *catalogue, double probability);
/* Company facts such as channel_opened. */
const char *wording_fact(const struct catalogue *catalogue, const char *fact);

/* Token of finding->status: "worse", "stable", "better", "unknown", "described". */
const char *finding_status_token(enum finding_status status);
