/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Facts are patterns like cues, but they name what is said, not in which stance; "the cause is
 * not known" and "was not replaced" hold a negation within the pattern's words and are none. */
#include "language/facts-internal.h"

#include <stdbool.h>
#include <string.h>

#include "language/cues-internal.h"
#include "text/folded.h"

static const char *const names[] = {
	[FACT_CAUSE] = "cause",
	[FACT_ACTION] = "action",
	[FACT_DATE] = "date",
	[FACT_OWNER] = "owner",
	[FACT_CHECK] = "check",
	[FACT_DEFERRAL] = "deferral",
	[FACT_PLAIN] = "plain",
	[FACT_ASKS_WHEN] = "asks_when",
	[FACT_ASKS_OPEN] = "asks_open",
	[FACT_NEGATION] = "negation",
	[FACT_PROPOSAL] = "proposal",
	[FACT_NO_PROPOSAL] = "no_proposal",
	[FACT_EXPECTATION] = "expectation",
	[FACT_NO_EXPECTATION] = "no_expectation",
	[FACT_DISPUTE] = "dispute",
	[FACT_NO_DISPUTE] = "no_dispute",
	[FACT_COMPLAINT] = "complaint",
	[FACT_NO_COMPLAINT] = "no_complaint",
	[FACT_CONFIRMATION] = "confirmation",
	[FACT_NO_CONFIRMATION] = "no_confirmation",
	[FACT_REQUEST] = "request",
	[FACT_NO_REQUEST] = "no_request",
	[FACT_FORMALITY] = "formality",
	[FACT_NO_FORMALITY] = "no_formality",
};

G_STATIC_ASSERT(G_N_ELEMENTS(names) == FACT_COUNT);

#define NEGATION_REACH 12 /* bytes; "pas encore " */
#define NEGATABLE      (FACT_BIT(FACT_CAUSE) | FACT_BIT(FACT_ACTION))

struct fact_reader {
	const struct cue_lexicon *lexicons[2]; /* loaded when a sentence asks for them */
	struct hs_scratch *scratch;
	struct cue_matcher *matcher;
	GArray *hits;                /* guint: patterns that occur in the sentence */
	struct folded own;           /* of sentences that come unfolded */
	const struct folded *folded; /* the sentence that is read */
};

static guint find_fact(const char *name)
{
	for (guint i = 0; i < FACT_COUNT; i++)
		if (g_str_equal(names[i], name))
			return i;
	return CUE_CATEGORY_NONE;
}

static const char *const languages[2] = {"fr", "en"};

/* Shared by all threads, never freed. */
static const struct cue_lexicon *shared_lexicon(guint language)
{
	static struct cue_lexicon *all[2];

	if (g_once_init_enter(&all[language]))
		g_once_init_leave(&all[language],
				  cue_lexicon_load("facts", languages[language], find_fact));
	return all[language];
}

static const struct cue_lexicon *lexicon_of(struct fact_reader *reader, guint language)
{
	const struct cue_lexicon **lexicon = &reader->lexicons[language];

	if (*lexicon == NULL) {
		*lexicon = shared_lexicon(language);
		if ((*lexicon)->database != NULL)
			cue_database_prepare((*lexicon)->database, &reader->scratch);
	}
	return *lexicon;
}

struct fact_reader *fact_reader_new(void)
{
	struct fact_reader *reader = g_new0(struct fact_reader, 1);

	reader->matcher = cue_matcher_new();
	reader->hits = g_array_new(FALSE, FALSE, sizeof(guint));
	return reader;
}

void fact_reader_free(struct fact_reader *reader)
{
	if (reader == NULL)
		return;
	cue_scratch_free(reader->scratch);
	cue_matcher_free(reader->matcher);
	g_array_unref(reader->hits);
	folded_clear(&reader->own);
	g_free(reader);
}

/* Where to begin to look for the negation of what begins at `from`: shortly before it, in the
 * same clause. */
static gsize negation_start(const char *text, gsize from)
{
	gsize start = from;

	while (start > 0 && from - start < NEGATION_REACH &&
	       strchr(",;:.!?", text[start - 1]) == NULL)
		start--;
	return start;
}

/* Does a pattern of negation occur in, or shortly before, the words from..to? */
static bool negated(struct fact_reader *reader, const struct cue_lexicon *lexicon, gsize from,
		    gsize to)
{
	gsize start = negation_start(reader->folded->text, from), at, end;

	for (guint i = 0; i < reader->hits->len; i++) {
		guint pattern = g_array_index(reader->hits, guint, i);

		if (lexicon->table->patterns[pattern].category == FACT_NEGATION &&
		    cue_matcher_next(reader->matcher, lexicon->expressions, pattern,
				     reader->folded->text, to, start, &at, &end))
			return true;
	}
	return false;
}

/* Of a pattern that occurs. Where it does so matters only for what can be negated. */
static bool holds(struct fact_reader *reader, const struct cue_lexicon *lexicon, guint pattern)
{
	bool negatable = NEGATABLE & FACT_BIT(lexicon->table->patterns[pattern].category);
	gsize from, to = 0;

	if (!negatable && lexicon->database != NULL)
		return true;
	while (cue_matcher_next(reader->matcher, lexicon->expressions, pattern,
				reader->folded->text, reader->folded->length, to, &from, &to))
		if (!negatable || !negated(reader, lexicon, from, to))
			return true;
	return false;
}

static guint32 read_language(struct fact_reader *reader, guint language)
{
	const struct cue_lexicon *lexicon = lexicon_of(reader, language);
	guint32 facts = 0;

	g_array_set_size(reader->hits, 0);
	cue_lexicon_hits(lexicon, reader->scratch, reader->folded->text, reader->folded->length,
			 reader->hits);
	for (guint i = 0; i < reader->hits->len; i++) {
		guint pattern = g_array_index(reader->hits, guint, i);
		guint32 bit = FACT_BIT(lexicon->table->patterns[pattern].category);

		if (!(facts & bit) && holds(reader, lexicon, pattern))
			facts |= bit;
	}
	return facts;
}

guint32 fact_reader_read_folded(struct fact_reader *reader, const struct folded *sentence,
				const char *language)
{
	guint32 facts = 0;

	reader->folded = sentence;
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++)
		if (*language == '\0' || g_str_equal(language, languages[i]))
			facts |= read_language(reader, i);
	return facts;
}

guint32 fact_reader_read(struct fact_reader *reader, const char *text,
			 struct text_span sentence, const char *language)
{
	folded_make(text + sentence.from, sentence.to - sentence.from, &reader->own);
	return fact_reader_read_folded(reader, &reader->own, language);
}
