/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questionnaire, shown: its rounds and links, its form, and what a round says. A side of
 * fewer than SURVEY_VOICES respondents is shown by its means alone. */
#pragma once

#include "base/catalogue.h"
#include "model/survey.h"
#include "report/screen.h"

/* ---- rounds ---- */

struct shown_round {
	const struct survey_round *round; /* borrowed */
	guint n[SIDE_COUNT];              /* respondents */
	GArray *links;                    /* struct survey_link; owned */
};
struct shown_rounds {
	const char *relationship;
	gint32 day;
	GArray *rounds; /* struct shown_round */
};
void report_rounds_text(const struct shown_rounds *rounds, const struct catalogue *catalogue,
			const struct screen *screen);
void report_rounds_json(const struct shown_rounds *rounds, GString *out);

/* ---- the form ---- */

/* The rows that a side answers, as a table to fill in; `item`, `part` and `value` are read. */
void report_survey_form(const struct catalogue *catalogue, enum side side, GString *out);

/* ---- results ---- */

/* An open line, people masked. */
struct shown_words {
	enum side side;
	guint item;
	char *words; /* owned */
};

struct shown_survey {
	const char *relationship;
	gint32 day;
	const struct survey_round *round;
	guint invited[SIDE_COUNT];            /* links that were not revoked */
	const GPtrArray *sheets;              /* struct survey_sheet */
	const struct survey_results *results; /* of them */
	const GArray *words;                  /* struct shown_words */
	const struct survey_round *before;    /* the round before it; NULL for none */
	const struct survey_results *results_before;
	enum survey_comparison comparison; /* of the two */
};
/* While a round takes answers only their number is shown. */
void report_survey_text(const struct shown_survey *survey, const struct catalogue *catalogue,
			const struct screen *screen);
void report_survey_json(const struct shown_survey *survey, const struct catalogue *catalogue,
			GString *out);

/* One duty in one round, in a line: "Spring · p3 taking charge: client 3.2 of 7 (n = 4), ...".
 * Caller owns. */
char *report_survey_duty(const struct catalogue *catalogue, const struct survey_round *round,
			 const struct survey_results *results, guint item);

/* ---- words that they share ---- */
enum survey_language survey_language_of(const struct catalogue *catalogue);
const char *survey_side_words(const struct catalogue *catalogue, enum side side);
const char *survey_role_words(const struct catalogue *catalogue, enum survey_role role);
const char *survey_scale_words(const struct catalogue *catalogue, enum survey_scale scale);
const char *survey_part_words(const struct catalogue *catalogue, enum survey_part part);
const char *survey_scale_token(enum survey_scale scale);
/* What its ends mean: "1 not at all, 7 entirely". */
const char *survey_part_ends(const struct catalogue *catalogue, enum survey_part part);
/* What a block of questions asks, to the side that answers; `owes` of duties. */
const char *survey_block_words(const struct catalogue *catalogue, enum survey_block block,
			       enum side owes, enum side answers);
/* "p3 taking charge". Caller owns. */
char *survey_item_words(const struct catalogue *catalogue, const struct survey_item *item);
/* One decimal; "?" for what nobody answered. Caller owns. */
char *survey_mean_words(const struct catalogue *catalogue, double mean);
/* Two decimals. */
char *survey_alpha_words(const struct catalogue *catalogue, double alpha);
/* One decimal, with its sign. */
char *survey_difference_words(const struct catalogue *catalogue, double difference);
/* How much what matters is more than what is kept, both brought to 0..1; NAN: unknown. */
double survey_gap(const struct survey_results *results, enum side answers, guint item);
/* Mean of the means of a scale's items; NAN without an answer. */
double survey_scale_mean(const struct survey_side *side, enum survey_scale scale);
