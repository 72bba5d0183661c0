/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is true of a story: truth.json for machines, README.txt and facts.csv beside it. */
#pragma once

#include "stories/parameters.h"

/* `files` is NULL-terminated. Caller owns the results. */
char *truth_json(const struct parameters *parameters, guint64 seed, const char *const *files);
char *truth_readme(const struct parameters *parameters, guint64 seed);
char *truth_facts(const struct parameters *parameters);
