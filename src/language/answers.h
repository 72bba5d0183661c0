/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Was a question answered, or was the answer beside the point? A question counts as met by a
 * sentence of the reply that shares content words with it, that gives the date it asks for or
 * promises an answer with a date, or that says yes or no where this suffices. Says nothing on
 * whether the answer is right, nor on answers given by telephone. */
#pragma once

#include <glib.h>

#include "text/sentences.h"

#define ANSWERS_QUESTIONS 100 /* questions of one text that are looked at */

enum answer {
	ANSWER_NONE,
	ANSWER_CONTENT,
	ANSWER_DATE,
	ANSWER_PLAIN,
};

struct answer_match {
	struct text_span question; /* of the asking text */
	enum answer answer;
	struct text_span reply; /* of the replying text; empty without an answer */
};

/* Questions of `asked` that name something ("Any news?" does not), in order, each with the
 * first sentence of `reply` that meets it, appended to `matches` (struct answer_match). Both
 * are valid UTF-8 in `language` (as in language/cues.h). */
void answers_match(const char *asked, const char *reply, const char *language, GArray *matches);
