/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A message as the pass reads it, with a tail that comes back, in each language: sums are those
 * of as many probabilities, sentences that may be shown are whole characters of the text, and
 * what a message of two halves asks is met at most as often as it asks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "language/closure.h"
#include "language/reading.h"
#include "text/own_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static void check_notable(const char *text, gsize length,
			  const struct notable_sentence *notable)
{
	gsize from = notable->span.from, to = notable->span.to;

	if (to == 0)
		return;
	demand(from < to && to <= length && notable->probability > 0);
	demand(g_utf8_validate(text + from, (gssize)(to - from), NULL));
}

static void check_reading(const char *text, gsize length, const struct message_reading *reading)
{
	double sum = 0;

	for (guint k = 0; k < STANCE_COUNT; k++) {
		demand(reading->sum[k] >= 0);
		sum += reading->sum[k];
		check_notable(text, length, &reading->notable[k]);
	}
	demand(reading->sentences <= READING_SENTENCES);
	demand(sum > reading->sentences - 1e-6 && sum < reading->sentences + 1e-6);
	demand(reading->explanations <= reading->sentences);
	demand(reading->ticks < 1u << CLOSURE_TICKS);
	demand(reading->syllables >= reading->words);
}

static void check_halves(struct text_reader *reader, const char *text, gsize length,
			 const char *language)
{
	gsize half =
		(gsize)(g_utf8_offset_to_pointer(text, g_utf8_strlen(text, -1) / 2) - text);
	struct answered answered = {0};

	text_reader_match(reader, text, half, text + half, length - half, language, &answered);
	demand(answered.met <= answered.asked);
}

static gsize learn(const char *text)
{
	struct repeated *repeated = repeated_new();
	gsize length;

	for (guint i = 0; i < 3; i++)
		reading_learn_house(repeated, "a@acme.fr", text);
	reading_learn_sender(repeated, "a@acme.fr", text);
	length = reading_own_length(repeated, "a@acme.fr", text);
	repeated_free(repeated);
	return length;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char *const languages[] = {"fr", "en", ""};
	struct stance_scorer scorer = stance_scorer_of(language_model_shipped());
	struct text_reader *reader = text_reader_new(&scorer);
	g_autofree char *text = own_text_clean_utf8((const char *)bytes, length);
	gsize own = learn(text);

	demand(own <= strlen(text));
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		const char *language = reading_language(text, own, languages[i]);
		struct message_reading reading;

		text_reader_read(reader, text, own, language, &reading);
		check_reading(text, own, &reading);
		check_halves(reader, text, strlen(text), language);
	}
	text_reader_free(reader);
	return 0;
}
