/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Facts are patterns like cues, but they name what is said, not in which stance; "the cause is
 * not known" and "was not replaced" hold a negation within the pattern's words and are none.
 * Few sentences are read for facts, those at the end of an incident, so that every pattern is
 * tried without a database. */
#include "language/facts-internal.h"

#include <stdbool.h>
#include <string.h>

#include "language/cues-internal.h"
#include "text/folded.h"

static const char *const names[] = {
	[FACT_CAUSE] = "cause",         [FACT_ACTION] = "action",
	[FACT_DATE] = "date",           [FACT_OWNER] = "owner",
	[FACT_CHECK] = "check",         [FACT_DEFERRAL] = "deferral",
	[FACT_PLAIN] = "plain",         [FACT_ASKS_WHEN] = "asks_when",
	[FACT_ASKS_OPEN] = "asks_open", [FACT_NEGATION] = "negation",
};

G_STATIC_ASSERT(G_N_ELEMENTS(names) == FACT_COUNT);

#define NEGATION_REACH 12 /* bytes; "pas encore " */
#define NEGATABLE      (FACT_BIT(FACT_CAUSE) | FACT_BIT(FACT_ACTION))

struct lexicon {
	struct cue_table *table;
	struct cue_expressions *expressions;
};

struct fact_reader {
	struct cue_matcher *matcher;
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

static struct lexicon *load(const char *language)
{
	struct lexicon *lexicon = g_new0(struct lexicon, 1);

	lexicon->table = cue_table_load("facts.tsv", language, find_fact);
	lexicon->expressions = cue_expressions_new(lexicon->table);
	return lexicon;
}

static const struct lexicon *lexicon_of(const char *language)
{
	static struct lexicon *french, *english;
	struct lexicon **lexicon = g_str_equal(language, "fr") ? &french : &english;

	if (g_once_init_enter(lexicon))
		g_once_init_leave(lexicon, load(language));
	return *lexicon;
}

struct fact_reader *fact_reader_new(void)
{
	struct fact_reader *reader = g_new0(struct fact_reader, 1);

	reader->matcher = cue_matcher_new();
	return reader;
}

void fact_reader_free(struct fact_reader *reader)
{
	if (reader == NULL)
		return;
	cue_matcher_free(reader->matcher);
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
static bool negated(struct fact_reader *reader, const struct lexicon *lexicon, gsize from,
		    gsize to)
{
	gsize start = negation_start(reader->folded->text, from), at, end;

	for (guint i = 0; i < lexicon->table->count; i++)
		if (lexicon->table->patterns[i].category == FACT_NEGATION &&
		    cue_matcher_next(reader->matcher, lexicon->expressions, i,
				     reader->folded->text, to, start, &at, &end))
			return true;
	return false;
}

static bool holds(struct fact_reader *reader, const struct lexicon *lexicon, guint pattern)
{
	bool negatable = NEGATABLE & FACT_BIT(lexicon->table->patterns[pattern].category);
	gsize from, to = 0;

	while (cue_matcher_next(reader->matcher, lexicon->expressions, pattern,
				reader->folded->text, reader->folded->length, to, &from, &to))
		if (!negatable || !negated(reader, lexicon, from, to))
			return true;
	return false;
}

static guint32 read_language(struct fact_reader *reader, const char *language)
{
	const struct lexicon *lexicon = lexicon_of(language);
	guint32 facts = 0;

	for (guint i = 0; i < lexicon->table->count; i++) {
		guint32 bit = FACT_BIT(lexicon->table->patterns[i].category);

		if (!(facts & bit) && holds(reader, lexicon, i))
			facts |= bit;
	}
	return facts;
}

guint32 fact_reader_read_folded(struct fact_reader *reader, const struct folded *sentence,
				const char *language)
{
	guint32 facts = 0;

	reader->folded = sentence;
	if (!g_str_equal(language, "en"))
		facts |= read_language(reader, "fr");
	if (!g_str_equal(language, "fr"))
		facts |= read_language(reader, "en");
	return facts;
}

guint32 fact_reader_read(struct fact_reader *reader, const char *text,
			 struct text_span sentence, const char *language)
{
	folded_make(text + sentence.from, sentence.to - sentence.from, &reader->own);
	return fact_reader_read_folded(reader, &reader->own, language);
}
