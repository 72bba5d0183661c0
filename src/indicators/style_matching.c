/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* style_matching: how alike the two sides use function words, over the month (four covered
 * weeks) that ends with the week: language style matching (Ireland and Pennebaker, Journal of
 * Personality and Social Psychology 99, 2010), the mean over nine classes of one minus the
 * relative difference of their shares. Read in the authors' own sentences by mail, French with
 * French and English with English; of several languages the mean, by the words of whoever wrote
 * less. Unit: share (1: alike); support: words of whoever wrote less, 500 a side and language
 * at least. A fall is worse. Its weeks overlap and its words are told by lists: it is shown and
 * not judged. It is of two organisations: nobody's style is measured. */
#include <math.h>

#include "indicators/series-internal.h"

#define WORDS_LEAST 500u

struct tally {
	guint words, classes[STYLE_CLASSES];
};

/* Of one week. */
struct said {
	struct tally of[READING_LANGUAGES][SIDE_COUNT];
};

static gboolean is_read(const struct timeline_message *message)
{
	return message->channel == CHANNEL_MAIL && message->automatic == AUTOMATIC_NOT &&
	       message->side != SIDE_NONE && message->language != READING_UNKNOWN &&
	       message->words > 0 && series_read_by_other_side(message);
}

static void add_message(struct tally *tally, const struct timeline_message *message)
{
	tally->words += message->words;
	for (guint i = 0; i < STYLE_CLASSES; i++)
		tally->classes[i] += message->style[i];
}

static void add_tally(struct tally *sum, const struct tally *tally)
{
	sum->words += tally->words;
	for (guint i = 0; i < STYLE_CLASSES; i++)
		sum->classes[i] += tally->classes[i];
}

/* The last covered weeks that end with `last`; FALSE when there are too few. */
static gboolean month_until(const struct series *series, const struct said *said, guint last,
			    struct said *month)
{
	guint weeks = 0;

	*month = (struct said){0};
	for (guint i = last + 1; i-- > 0 && weeks < SERIES_MONTH_WEEKS;) {
		if (series->week[i].state == WEEK_NOT_COVERED)
			continue;
		weeks++;
		for (guint language = 0; language < READING_LANGUAGES; language++)
			for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++)
				add_tally(&month->of[language][side],
					  &said[i].of[language][side]);
	}
	return weeks == SERIES_MONTH_WEEKS;
}

static void fill_week(const struct said *month, struct series_week *week)
{
	double sum = 0;
	guint words = 0;

	for (guint language = 0; language < READING_LANGUAGES; language++) {
		const struct tally *client = &month->of[language][SIDE_CLIENT];
		const struct tally *provider = &month->of[language][SIDE_PROVIDER];
		guint fewer = MIN(client->words, provider->words);
		if (fewer < WORDS_LEAST)
			continue;
		sum += fewer * style_matching(client->classes, client->words, provider->classes,
					      provider->words);
		words += fewer;
	}
	week->n = words;
	if (words > 0)
		week->value = sum / words;
	else
		week->state = WEEK_EMPTY;
}

static void fill(const struct said *said, struct series *series)
{
	for (guint i = 0; i < series->n_weeks; i++) {
		struct series_week *week = &series->week[i];
		struct said month;
		if (week->state != WEEK_OBSERVED)
			continue;
		if (month_until(series, said, i, &month))
			fill_week(&month, week);
		else
			week->state = WEEK_EMPTY;
	}
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder = series_begin(timeline, &timeline->mail, series);
	g_autofree struct said *said = g_new0(struct said, (gsize)series->n_weeks + 1);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		gint32 at;
		if (!is_read(message))
			continue;
		at = series_week_of(builder, message->at_ms) - series->first_week;
		if (at < 0 || at >= (gint32)series->n_weeks)
			continue;
		add_message(&said[at].of[message->language][message->side], message);
		series_add(builder, message->at_ms, i, 1);
	}
	series_end(builder);
	fill(said, series);
}

const struct indicator indicator_style_matching = {
	.name = "style_matching",
	.dimension = DIMENSION_COMMUNICATION,
	.kind = KIND_LEVEL,
	.source = EVENT_MESSAGE,
	.unit = "share",
	.worse = -1,
	.of_side = {TRUE, FALSE, FALSE},
	.described = TRUE,
	.definition = "how alike the two sides use the nine classes of function words, over "
		      "four weeks: 1 minus the relative difference of their shares, averaged",
	.compute = compute,
};
