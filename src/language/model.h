/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a sentence does: protect its writer (defensive), move the matter or the understanding
 * forward (supportive), or neither. A model is anything that gives three probabilities for a
 * sentence; the shipped one is a logistic regression on integers, so that scores are the same
 * on every machine. A sentence is no verdict on a person, nor on a message; months are. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/folded.h"
#include "text/sentences.h"

enum stance { STANCE_NEUTRAL, STANCE_DEFENSIVE, STANCE_SUPPORTIVE, STANCE_COUNT };

extern const char *const stance_names[STANCE_COUNT]; /* "neutral", "defensive", "supportive" */

/* What a text with these probabilities is labelled: the most probable stance; defensive only
 * from this probability on, since a false reproach costs more than one that is missed. */
#define STANCE_DEFENSIVE_LEAST 0.6
enum stance stance_label(const double probability[STANCE_COUNT]);

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
void language_model_score_folded(const struct language_model *model,
				 const struct folded *sentence, const char *language,
				 double probability[STANCE_COUNT]);

/* Word classes, and pairs of them in one clause ("self fault"), that spoke for a stance in a
 * sentence, the strongest first, at most `most`; NULL-ended. Caller owns. */
char **language_model_reasons(const struct language_model *model, const char *text,
			      struct text_span sentence, const char *language,
			      enum stance stance, guint most);

/* How the model does on writers it never saw, measured when it was trained: the mean
 * probability that it gives a stance where that is the right one and where it is not, each with
 * the sentences behind it (averages of scores as Bella et al. 2010 need them), and with how far
 * that mean goes from one writer to another (standard deviation; 0: one writer only). */
struct stance_error {
	double right, wrong;
	double right_spread, wrong_spread;
	guint n_right, n_wrong;
};

/* `language` is "fr" or "en"; "" gives what both say together. */
struct stance_error language_model_error(const struct language_model *model, enum stance stance,
					 const char *language);

/* "1 (2026-11-23), trained on ...": what stands behind a score. Borrowed. */
const char *language_model_version(const struct language_model *model);
