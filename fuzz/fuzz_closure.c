/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A closing and an exchange made of any text: the score counts the ticks, every span lies
 * within its text on whole characters, a question is answered if and only if a sentence answers
 * it. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "language/answers.h"
#include "language/closure.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static bool within(const char *text, struct text_span span)
{
	return span.from < span.to && span.to <= strlen(text) &&
	       g_utf8_validate(text + span.from, (gssize)(span.to - span.from), NULL);
}

static void check_closure(const char *text)
{
	struct closure_text texts[2] = {{text, strlen(text), "fr"}, {text, strlen(text), ""}};
	struct closure closure = closure_read(texts, G_N_ELEMENTS(texts));
	guint ticks = 0;

	for (guint i = 0; i < CLOSURE_TICKS; i++)
		if (closure.ticks[i].sentence.to > 0) {
			demand(closure.ticks[i].text < G_N_ELEMENTS(texts));
			demand(within(text, closure.ticks[i].sentence));
			ticks++;
		}
	demand(ticks == closure.score);
}

/* The first line asks, what follows replies. */
static void check_answers(const char *text)
{
	g_autofree char *asked = g_strndup(text, strcspn(text, "\n"));
	const char *reply = text + strlen(asked);
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(struct answer_match));

	answers_match(asked, reply, "", matches);
	demand(matches->len <= ANSWERS_QUESTIONS);
	for (guint i = 0; i < matches->len; i++) {
		const struct answer_match *match =
			&g_array_index(matches, struct answer_match, i);

		demand(within(asked, match->question));
		demand((match->answer == ANSWER_NONE) == (match->reply.to == 0));
		demand(match->answer == ANSWER_NONE || within(reply, match->reply));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	g_autofree char *text = g_utf8_make_valid((const char *)bytes, (gssize)length);

	check_closure(text);
	check_answers(text);
	return 0;
}
