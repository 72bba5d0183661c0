/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A scan has two steps. The spans of category "context" come first and are blanked out, so that
 * no other pattern can use their words, though a gap may pass over them. The others are then
 * looked for in what is left. Of overlapping spans of a category the longest stays: longest
 * first, each marks its bytes; one that would cover a byte already marked must have an end on
 * one, for no span before it was shorter. */
#include "language/cues.h"

#include <string.h>

#include "language/cues-internal.h"

#define BLANK 0x01 /* no word, no space, in no pattern */

G_STATIC_ASSERT(CUE_CATEGORY_COUNT <= 32); /* a bit each of `taken` */

struct candidate {
	gsize from, to; /* of the folded text */
	guint category;
	double weight;
};

struct cue_scanner {
	const struct cue_lexicon *lexicons[2]; /* loaded when a text asks for them */
	struct hs_scratch *scratch;
	struct cue_matcher *matcher;
	GArray *hits[2];    /* guint: patterns of each lexicon that occur */
	GArray *candidates; /* struct candidate */
	GString *unmasked;  /* the folded text without what is masked */
	GArray *taken;      /* guint32 a byte: categories whose cue covers it */
};

static const char *const languages[2] = {"fr", "en"};

struct cue_scanner *cue_scanner_new(void)
{
	struct cue_scanner *scanner = g_new0(struct cue_scanner, 1);

	scanner->matcher = cue_matcher_new();
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++)
		scanner->hits[i] = g_array_new(FALSE, FALSE, sizeof(guint));
	scanner->candidates = g_array_new(FALSE, FALSE, sizeof(struct candidate));
	scanner->unmasked = g_string_new(NULL);
	scanner->taken = g_array_new(FALSE, TRUE, sizeof(guint32));
	return scanner;
}

void cue_scanner_free(struct cue_scanner *scanner)
{
	if (scanner == NULL)
		return;
	cue_scratch_free(scanner->scratch);
	cue_matcher_free(scanner->matcher);
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++)
		g_array_unref(scanner->hits[i]);
	g_array_unref(scanner->candidates);
	g_string_free(scanner->unmasked, TRUE);
	g_array_unref(scanner->taken);
	g_free(scanner);
}

static const struct cue_lexicon *lexicon_of(struct cue_scanner *scanner, guint language)
{
	const struct cue_lexicon **lexicon = &scanner->lexicons[language];

	if (*lexicon == NULL) {
		*lexicon = cue_lexicon_get(languages[language]);
		if ((*lexicon)->database != NULL)
			cue_database_prepare((*lexicon)->database, &scanner->scratch);
	}
	return *lexicon;
}

/* Every match of one pattern that overlaps none before it. */
static void find_spans(struct cue_scanner *scanner, const struct cue_lexicon *lexicon,
		       guint pattern, const char *text, gsize length)
{
	struct candidate candidate = {
		.category = lexicon->table->patterns[pattern].category,
		.weight = lexicon->table->patterns[pattern].weight,
	};

	while (cue_matcher_next(scanner->matcher, lexicon->expressions, pattern, text, length,
				candidate.to, &candidate.from, &candidate.to))
		g_array_append_val(scanner->candidates, candidate);
}

/* Spans of the patterns that occur: those of "context", or all the others. */
static void find_candidates(struct cue_scanner *scanner, bool context, const char *text,
			    gsize length)
{
	for (guint language = 0; language < G_N_ELEMENTS(languages); language++)
		for (guint i = 0; i < scanner->hits[language]->len; i++) {
			const struct cue_lexicon *lexicon = scanner->lexicons[language];
			guint pattern = g_array_index(scanner->hits[language], guint, i);
			guint category = lexicon->table->patterns[pattern].category;

			if ((category == CUE_CONTEXT) == context)
				find_spans(scanner, lexicon, pattern, text, length);
		}
}

/* The text without what the candidates found so far mask. */
static const char *blank_masks(struct cue_scanner *scanner, const struct folded *folded)
{
	GString *text = scanner->unmasked;

	if (scanner->candidates->len == 0)
		return folded->text;
	g_string_truncate(text, 0);
	g_string_append_len(text, folded->text, (gssize)folded->length);
	for (guint i = 0; i < scanner->candidates->len; i++) {
		const struct candidate *mask =
			&g_array_index(scanner->candidates, struct candidate, i);

		memset(text->str + mask->from, BLANK, mask->to - mask->from);
	}
	return text->str;
}

static gint compare(gdouble a, gdouble b)
{
	return (a > b) - (a < b);
}

/* Longest first; a total order but for candidates that are the same. */
static gint by_length(gconstpointer a, gconstpointer b)
{
	const struct candidate *one = a, *other = b;
	gsize length = one->to - one->from, other_length = other->to - other->from;

	if (length != other_length)
		return length > other_length ? -1 : 1;
	if (one->from != other->from)
		return one->from < other->from ? -1 : 1;
	if (one->category != other->category)
		return one->category < other->category ? -1 : 1;
	return compare(other->weight, one->weight);
}

static gint by_place(gconstpointer a, gconstpointer b)
{
	const struct candidate *one = a, *other = b;

	if (one->from != other->from)
		return one->from < other->from ? -1 : 1;
	return by_length(a, b);
}

/* Leaves the candidates that stay, in rising order of their beginning. */
static void keep_longest(struct cue_scanner *scanner, gsize length)
{
	GArray *candidates = scanner->candidates;
	guint32 *taken;
	guint kept = 0;

	g_array_set_size(scanner->taken, 0);
	g_array_set_size(scanner->taken, (guint)length);
	taken = (guint32 *)scanner->taken->data;
	g_array_sort(candidates, by_length);
	for (guint i = 0; i < candidates->len; i++) {
		struct candidate candidate = g_array_index(candidates, struct candidate, i);
		guint32 bit = 1u << candidate.category;

		if ((taken[candidate.from] | taken[candidate.to - 1]) & bit)
			continue;
		for (gsize at = candidate.from; at < candidate.to; at++)
			taken[at] |= bit;
		g_array_index(candidates, struct candidate, kept++) = candidate;
	}
	g_array_set_size(candidates, kept);
	g_array_sort(candidates, by_place);
}

static void append_cues(const GArray *candidates, const struct folded *folded, GArray *cues)
{
	for (guint i = 0; i < candidates->len; i++) {
		const struct candidate *candidate =
			&g_array_index(candidates, struct candidate, i);
		struct cue cue = {.category = candidate->category, .weight = candidate->weight};

		folded_span(folded, candidate->from, candidate->to, &cue.from, &cue.to);
		g_array_append_val(cues, cue);
	}
}

/* Which patterns of the language occur; "" asks for both. */
static void find_hits(struct cue_scanner *scanner, const struct folded *folded,
		      const char *language)
{
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		const struct cue_lexicon *lexicon;

		g_array_set_size(scanner->hits[i], 0);
		if (*language != '\0' && !g_str_equal(language, languages[i]))
			continue;
		lexicon = lexicon_of(scanner, i);
		cue_lexicon_hits(lexicon, scanner->scratch, folded->text, folded->length,
				 scanner->hits[i]);
	}
}

void cue_scan(struct cue_scanner *scanner, const struct folded *folded, const char *language,
	      GArray *cues)
{
	const char *text;

	g_array_set_size(scanner->candidates, 0);
	find_hits(scanner, folded, language);
	find_candidates(scanner, true, folded->text, folded->length);
	text = blank_masks(scanner, folded);
	find_candidates(scanner, false, text, folded->length);
	if (scanner->candidates->len == 0)
		return;
	keep_longest(scanner, folded->length);
	append_cues(scanner->candidates, folded, cues);
}
