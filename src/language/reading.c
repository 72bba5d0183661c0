/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences are folded once, for the cues, the facts, the model and the count of syllables. A
 * share of a month is made of sums of probabilities, which keep what a doubtful sentence says
 * (King and Lu 2008 on counting by classifiers), never of one sentence's label. */
#include "language/reading.h"

#include <string.h>

#include "language/activities.h"
#include "language/answers.h"
#include "language/cues-internal.h"
#include "language/facts-internal.h"
#include "text/folded.h"
#include "text/own_text.h"
#include "text/syllables.h"

#define READER_VERSION "7" /* raised when the same model and text would be read otherwise */

/* Categories by which a text calls conduct into question. */
#define QUESTIONING                                                                            \
	(1u << CUE_QUESTION | 1u << CUE_BLAME_SHIFT | 1u << CUE_PRIOR_WARNING |                \
	 1u << CUE_ESCALATION_TRACE | 1u << CUE_RESPONSIBILITY_GAP |                           \
	 1u << CUE_CONTEMPT_CRITICISM)

/* Buffers are kept from one message to the next. */
struct read_sentence {
	struct text_span span;
	struct folded folded;
	guint first_cue, cues_end; /* of the message's */
	guint32 facts;
	double probability[STANCE_COUNT];
};

struct text_reader {
	struct stance_scorer scorer;
	struct cue_scanner *scanner;
	struct fact_reader *facts;
	struct activity_reader *activities;
	GArray *spans;   /* struct text_span, sentences of the message */
	GArray *matches; /* struct answer_match */
	struct read_sentence *sentences;
	GArray *cues; /* struct cue, of the message, by sentence */
};

static void score_by_model(const void *model, const struct folded *sentence,
			   const char *language, double probability[STANCE_COUNT])
{
	language_model_score_folded(model, sentence, language, probability);
}

static struct stance_error error_of_model(const void *model, enum stance stance,
					  const char *language)
{
	return language_model_error(model, stance, language);
}

struct stance_scorer stance_scorer_of(const struct language_model *model)
{
	return (struct stance_scorer){
		.score = score_by_model,
		.error = error_of_model,
		.model = model,
		.version = language_model_version(model),
	};
}

gint64 reading_version(const struct stance_scorer *scorer)
{
	g_autofree char *all = g_strconcat(READER_VERSION "\n", scorer->version, NULL);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof digest;
	guint64 number = 0;

	g_checksum_update(sum, (const guchar *)all, -1);
	g_checksum_get_digest(sum, digest, &length);
	for (guint i = 0; i < sizeof number; i++)
		number = number << 8 | digest[i];
	return (gint64)MAX(number >> 1, 1);
}

struct text_reader *text_reader_new(const struct stance_scorer *scorer)
{
	struct text_reader *reader = g_new0(struct text_reader, 1);

	reader->scorer = *scorer;
	reader->scanner = cue_scanner_new();
	reader->facts = fact_reader_new();
	reader->activities = activity_reader_new();
	reader->spans = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	reader->sentences = g_new0(struct read_sentence, READING_SENTENCES);
	reader->cues = g_array_new(FALSE, FALSE, sizeof(struct cue));
	reader->matches = g_array_new(FALSE, FALSE, sizeof(struct answer_match));
	return reader;
}

void text_reader_free(struct text_reader *reader)
{
	if (reader == NULL)
		return;
	cue_scanner_free(reader->scanner);
	fact_reader_free(reader->facts);
	activity_reader_free(reader->activities);
	for (guint i = 0; i < READING_SENTENCES; i++)
		folded_clear(&reader->sentences[i].folded);
	g_free(reader->sentences);
	g_array_unref(reader->spans);
	g_array_unref(reader->cues);
	g_array_unref(reader->matches);
	g_free(reader);
}

/* ---- one sentence ---- */

/* Bits of the categories of its cues. */
static guint32 categories_of(const struct text_reader *reader,
			     const struct read_sentence *sentence)
{
	guint32 categories = 0;

	for (guint i = sentence->first_cue; i < sentence->cues_end; i++)
		categories |= 1u << g_array_index(reader->cues, struct cue, i).category;
	return categories;
}

static const char *heaviest_cue(const struct text_reader *reader,
				const struct read_sentence *sentence, int polarity)
{
	const char *name = NULL;
	double weight = 0;

	for (guint i = sentence->first_cue; i < sentence->cues_end; i++) {
		const struct cue *cue = &g_array_index(reader->cues, struct cue, i);
		const struct cue_category *category = &cue_categories[cue->category];

		if (category->polarity != polarity || cue->weight <= weight)
			continue;
		name = category->name;
		weight = cue->weight;
	}
	return name;
}

static void note(const struct text_reader *reader, const struct read_sentence *sentence,
		 enum stance stance, struct message_reading *reading)
{
	static const int polarity[STANCE_COUNT] = {
		[STANCE_DEFENSIVE] = -1, [STANCE_SUPPORTIVE] = 1};
	struct notable_sentence *notable = &reading->notable[stance];

	if (sentence->probability[stance] <= notable->probability)
		return;
	notable->span = sentence->span;
	notable->probability = sentence->probability[stance];
	notable->category = heaviest_cue(reader, sentence, polarity[stance]);
}

static void add_dispute(const struct text_reader *reader, const struct read_sentence *sentence,
			struct message_reading *reading)
{
	reading->disputes++;
	if (reading->activity == ACTIVITY_NONE)
		reading->activity = activity_reader_read(
			reader->activities, sentence->folded.text, sentence->folded.length);
}

static void add_sentence(const struct text_reader *reader, const char *text,
			 const struct read_sentence *sentence, struct message_reading *reading)
{
	guint32 categories = categories_of(reader, sentence);
	enum stance stance = stance_label(sentence->probability);

	reading->sentences++;
	for (guint i = 0; i < STANCE_COUNT; i++)
		reading->sum[i] += sentence->probability[i];
	reading->explanations += (categories & 1u << CUE_EXPLANATION) != 0 ||
				 (sentence->facts & FACT_BIT(FACT_CAUSE)) != 0;
	reading->proposals += fact_is_meant(sentence->facts, FACT_PROPOSAL);
	if (fact_is_meant(sentence->facts, FACT_DISPUTE))
		add_dispute(reader, sentence, reading);
	reading->confirmations += fact_is_meant(sentence->facts, FACT_CONFIRMATION);
	reading->complaints += fact_is_meant(sentence->facts, FACT_COMPLAINT);
	reading->formalities += fact_is_meant(sentence->facts, FACT_FORMALITY);
	reading->ticks |= closure_ticks(sentence->facts);
	syllables_count(text + sentence->span.from, &sentence->folded, reading->language,
			&reading->words, &reading->syllables);
	style_count(&sentence->folded, reading->language, reading->style);
	reading->questions = reading->questions || (categories & QUESTIONING) != 0;
	if (stance != STANCE_NEUTRAL)
		note(reader, sentence, stance, reading);
}

/* ---- one message ---- */

static const char *known_language(const char *language)
{
	return strcmp(language, "fr") == 0 ? "fr" : strcmp(language, "en") == 0 ? "en" : "";
}

/* Returns their number. */
static guint find_sentences(struct text_reader *reader, const char *text, gsize length)
{
	guint count;

	g_array_set_size(reader->spans, 0);
	sentences_find(text, length, reader->spans);
	count = MIN(reader->spans->len, READING_SENTENCES);
	for (guint i = 0; i < count; i++) {
		struct read_sentence *sentence = &reader->sentences[i];

		sentence->span = g_array_index(reader->spans, struct text_span, i);
		folded_make(text + sentence->span.from, sentence->span.to - sentence->span.from,
			    &sentence->folded);
	}
	return count;
}

static void find_cues(struct text_reader *reader, guint count, const char *language)
{
	g_array_set_size(reader->cues, 0);
	for (guint i = 0; i < count; i++) {
		struct read_sentence *sentence = &reader->sentences[i];

		sentence->first_cue = reader->cues->len;
		cue_scan(reader->scanner, &sentence->folded, language, reader->cues);
		sentence->cues_end = reader->cues->len;
	}
}

static void score(const struct text_reader *reader, struct read_sentence *sentence,
		  const char *language)
{
	const struct cue *cues = (const struct cue *)(const void *)reader->cues->data;
	guint n = sentence->cues_end - sentence->first_cue;

	reader->scorer.score(reader->scorer.model, &sentence->folded, language,
			     sentence->probability);
	cue_vote_cast(cue_vote(n > 0 ? cues + sentence->first_cue : NULL, n),
		      sentence->probability);
}

/* One thing after another for all sentences, not one sentence after another: each has tables
 * that fill much of the processor's caches. */
void text_reader_read(struct text_reader *reader, const char *text, gsize length,
		      const char *language, struct message_reading *reading)
{
	struct read_sentence *sentences = reader->sentences;
	guint count = find_sentences(reader, text, length);

	*reading = (struct message_reading){.language = known_language(language)};
	find_cues(reader, count, reading->language);
	for (guint i = 0; i < count; i++)
		sentences[i].facts = fact_reader_read_folded(
			reader->facts, &sentences[i].folded, reading->language);
	for (guint i = 0; i < count; i++)
		score(reader, &sentences[i], reading->language);
	for (guint i = 0; i < count; i++)
		add_sentence(reader, text, &sentences[i], reading);
}

void text_reader_match(struct text_reader *reader, const char *asked, gsize asked_length,
		       const char *reply, gsize length, const char *language,
		       struct answered *answered)
{
	g_autofree char *question = g_strndup(asked, asked_length);
	g_autofree char *answer = g_strndup(reply, length);

	g_array_set_size(reader->matches, 0);
	answers_match(question, answer, known_language(language), reader->matches);
	answered->asked = reader->matches->len;
	answered->met = 0;
	for (guint i = 0; i < reader->matches->len; i++)
		answered->met +=
			g_array_index(reader->matches, struct answer_match, i).answer !=
			ANSWER_NONE;
}

const char *reading_language(const char *text, gsize length, const char *fallback)
{
	g_autofree char *own = g_strndup(text, length);
	const char *language = own_text_language(own);

	return *language != '\0' ? language : known_language(fallback);
}

/* ---- what comes back below texts ---- */

/* From the '@' on, so that no sender is taken for a domain. */
static const char *domain_of(const char *address)
{
	return address != NULL ? strrchr(address, '@') : NULL;
}

static gsize length_above_house(const struct repeated *repeated, const char *domain,
				const char *text)
{
	gsize length = strlen(text);

	return domain != NULL ? repeated_own_length(repeated, domain, text, length) : length;
}

void reading_learn_house(struct repeated *repeated, const char *address, const char *text)
{
	const char *domain = domain_of(address);

	if (domain != NULL)
		repeated_learn(repeated, domain, text, strlen(text));
}

void reading_learn_sender(struct repeated *repeated, const char *address, const char *text)
{
	const char *domain = domain_of(address);

	if (domain != NULL)
		repeated_learn(repeated, address, text,
			       length_above_house(repeated, domain, text));
}

gsize reading_own_length(const struct repeated *repeated, const char *address, const char *text)
{
	const char *domain = domain_of(address);
	gsize length = length_above_house(repeated, domain, text);

	return domain != NULL ? repeated_own_length(repeated, address, text, length) : length;
}
