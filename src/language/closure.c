/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Texts are read from the last one back, so that each tick shows the newest sentence that gives
 * it. */
#include "language/closure.h"

#include <stdbool.h>

#include "base/catalogue.h"
#include "language/facts-internal.h"

const char *const closure_tick_names[CLOSURE_TICKS] = {
	[CLOSURE_CAUSE] = "cause", [CLOSURE_ACTION] = "action", [CLOSURE_DATE] = "date",
	[CLOSURE_OWNER] = "owner", [CLOSURE_CHECK] = "check",
};

const char *const closure_tick_meanings[CLOSURE_TICKS] = {
	[CLOSURE_CAUSE] = N_("the cause is said"),
	[CLOSURE_ACTION] = N_("what was done, or will be, is said"),
	[CLOSURE_DATE] = N_("a date or an hour is given"),
	[CLOSURE_OWNER] = N_("somebody is named, at least by role"),
	[CLOSURE_CHECK] = N_("checked with the user, or made sure that it does not return"),
};

static const enum fact facts_behind[CLOSURE_TICKS] = {
	[CLOSURE_CAUSE] = FACT_CAUSE, [CLOSURE_ACTION] = FACT_ACTION,
	[CLOSURE_DATE] = FACT_DATE,   [CLOSURE_OWNER] = FACT_OWNER,
	[CLOSURE_CHECK] = FACT_CHECK,
};

static bool ticked(const struct closure *closure, guint tick)
{
	return closure->ticks[tick].sentence.to > 0;
}

guint32 closure_ticks(guint32 facts)
{
	guint32 ticks = 0;

	for (guint tick = 0; tick < CLOSURE_TICKS; tick++)
		if (facts & FACT_BIT(facts_behind[tick]))
			ticks |= 1u << tick;
	return ticks;
}

static void note(struct closure *closure, guint32 ticks, guint text, struct text_span sentence)
{
	for (guint tick = 0; tick < CLOSURE_TICKS; tick++)
		if (!ticked(closure, tick) && (ticks & 1u << tick)) {
			closure->ticks[tick] = (struct closure_evidence){text, sentence};
			closure->score++;
		}
}

static void read_text(struct fact_reader *reader, const struct closure_text *texts, guint index,
		      struct closure *closure)
{
	const struct closure_text *text = &texts[index];
	g_autoptr(GArray) sentences = g_array_new(FALSE, FALSE, sizeof(struct text_span));

	sentences_find(text->text, text->length, sentences);
	for (guint i = 0; i < sentences->len && closure->score < CLOSURE_TICKS; i++) {
		struct text_span sentence = g_array_index(sentences, struct text_span, i);

		note(closure,
		     closure_ticks(
			     fact_reader_read(reader, text->text, sentence, text->language)),
		     index, sentence);
	}
}

struct closure closure_read(const struct closure_text *texts, guint count)
{
	struct fact_reader *reader = fact_reader_new();
	struct closure closure = {0};

	for (guint index = count; index-- > 0;)
		read_text(reader, texts, index, &closure);
	fact_reader_free(reader);
	return closure;
}
