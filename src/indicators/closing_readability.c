/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* closing_readability: how easily a side's explanations of incidents read, in points of reading
 * ease: Flesch (Journal of Applied Psychology 32, 1948) for English, Kandel and Moles (Cahiers
 * d'études de radio-télévision 19, 1958) for French. The two scales differ, so only the
 * language of most of the explanations is read; below a hundred words, the length of Flesch's
 * own samples, the formula says nothing. Weekly value: median; support: explanations. It is no
 * mark and no wear: it is shown beside the pair's own past, and only there. */
#include <stdlib.h>

#include "indicators/incidents.h"
#include "indicators/series-internal.h"

#define WORDS_LEAST 100

/* Points at nought, less per word of a sentence, less per syllable of a word. */
static const struct {
	double constant, per_word, per_syllable;
} formulas[READING_LANGUAGES] = {
	[READING_FRENCH] = {207, 1.015, 73.6},
	[READING_ENGLISH] = {206.835, 1.015, 84.6},
};

static double reading_ease(const struct timeline_message *message)
{
	double words = message->words;

	return formulas[message->language].constant -
	       formulas[message->language].per_word * words / (double)message->sentences -
	       formulas[message->language].per_syllable * message->syllables / words;
}

static gboolean is_read(const struct timeline_message *message, enum side side)
{
	return message->side == side && message->words >= WORDS_LEAST &&
	       message->sentences > 0 && message->language > READING_UNKNOWN &&
	       message->language < READING_LANGUAGES && incident_message_explains(message);
}

/* Indices of the long explanations. Caller owns. */
static GArray *long_explanations(const struct timeline *timeline, enum side side)
{
	g_autoptr(incidents_auto) incidents = incidents_of(timeline);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; i < incidents->n_messages; i++)
		if (is_read(&timeline->messages[incidents->messages[i]], side))
			g_array_append_val(found, incidents->messages[i]);
	return found;
}

static guint8 usual_language(const struct timeline *timeline, const GArray *messages)
{
	guint of_language[READING_LANGUAGES] = {0};

	for (guint i = 0; i < messages->len; i++)
		of_language[timeline->messages[g_array_index(messages, guint32, i)].language]++;
	return of_language[READING_ENGLISH] > of_language[READING_FRENCH] ? READING_ENGLISH
									  : READING_FRENCH;
}

static int compare_floats(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static double median_of(const struct series_event *events, guint n)
{
	g_autofree float *value = g_new(float, n);

	for (guint i = 0; i < n; i++)
		value[i] = events[i].value;
	qsort(value, n, sizeof *value, compare_floats);
	return n % 2 != 0 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2.0;
}

static void fill_medians(struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		if (week->state != WEEK_OBSERVED)
			continue;
		week->n = week->event_count;
		if (week->event_count == 0)
			week->state = WEEK_EMPTY;
		else
			week->value = median_of(series->events + week->event_first,
						week->event_count);
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(timeline, &timeline->mail, series);
	g_autoptr(GArray) messages = long_explanations(timeline, side);
	guint8 language = usual_language(timeline, messages);

	for (guint i = 0; i < messages->len; i++) {
		guint32 index = g_array_index(messages, guint32, i);
		const struct timeline_message *message = &timeline->messages[index];
		if (message->language == language)
			series_add(builder, message->at_ms, index, reading_ease(message));
	}
	series_end(builder);
	fill_medians(series);
}

const struct indicator indicator_closing_readability = {
	.name = "closing_readability",
	.dimension = DIMENSION_INCIDENTS,
	.kind = KIND_LEVEL,
	.source = EVENT_MESSAGE,
	.unit = "reading_ease",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.described = TRUE,
	.only_compared = TRUE,
	.definition = "median reading ease (Flesch; Kandel and Moles for French) of the side's "
		      "explanations of incidents of 100 words or more, against its own past",
	.compute = compute,
};
