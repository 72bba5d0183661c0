/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a sentence does: protect its writer (defensive), move the matter or the understanding
 * forward (supportive), or neither. A model is anything that gives three probabilities for a
 * sentence; the shipped one is a logistic regression on integers, so that scores are the same
 * on every machine. A sentence is no verdict on a person, nor on a message; months are. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/sentences.h"

enum stance { STANCE_NEUTRAL, STANCE_DEFENSIVE, STANCE_SUPPORTIVE, STANCE_COUNT };

extern const char *const stance_names[STANCE_COUNT]; /* "neutral", "defensive", "supportive" */

struct language_model;

/* The model shipped in the binary, shared and never freed; or one from a file made by
 * tools/train_language (caller owns). */
const struct language_model *language_model_shipped(void);
struct language_model *language_model_load(const char *path, GError **error);
struct language_model *language_model_parse(const guint8 *bytes, gsize length, GError **error);
void language_model_free(struct language_model *model);

/* Probabilities, calibrated, summing to 1, of one sentence (bytes from..to of valid UTF-8
 * `text`). `language` is "fr", "en" or "" (read as French and English at once). */
void language_model_score(const struct language_model *model, const char *text,
			  struct text_span sentence, const char *language,
			  double probability[STANCE_COUNT]);

/* "1 (2026-11-23), trained on ...": what stands behind a score. Borrowed. */
const char *language_model_version(const struct language_model *model);
