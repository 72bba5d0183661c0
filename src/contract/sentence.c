/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The walk, and the matcher of patterns: for each word of a pattern, where in the sentence a
 * chain of the words before it may end. Only the nearest end counts, because a gap has no lower
 * bound; so a pattern costs its length times that of the sentence, whatever the text. */
#include "contract/sentence-internal.h"

#include <string.h>

#define GAP_NONE 0u

static bool is_mark(char byte)
{
	return byte != '\0' && strchr(",;:()[]", byte);
}

static bool is_letter(char byte)
{
	return g_ascii_isalnum(byte) || (byte & 0x80) != 0 || byte == '%';
}

static void split_words(const struct folded *folded, GArray *words)
{
	g_array_set_size(words, 0);
	for (gsize at = 0; at < folded->length && words->len < SENTENCE_WORDS;) {
		struct word word = {at, at + 1};
		if (is_letter(folded->text[at])) {
			while (word.to < folded->length && is_letter(folded->text[word.to]))
				word.to++;
			g_array_append_val(words, word);
		} else if (is_mark(folded->text[at])) {
			g_array_append_val(words, word);
		}
		at = word.to;
	}
}

/* ---- patterns ---- */

static bool is_alternative(const char *text, gsize length, const char *word, gsize word_length)
{
	if (word_length > 0 && word[word_length - 1] == '*')
		return length >= word_length - 1 && memcmp(text, word, word_length - 1) == 0;
	return length == word_length && memcmp(text, word, length) == 0;
}

/* `element` ends at a space or NUL. */
static bool is_element(const char *text, gsize length, const char *element)
{
	while (*element && *element != ' ') {
		gsize size = strcspn(element, "| ");
		if (is_alternative(text, length, element, size))
			return true;
		element += size + (element[size] == '|');
	}
	return false;
}

static guint read_gap(const char **pattern)
{
	char *end;
	guint64 gap = GAP_NONE;

	if (**pattern == '~') {
		gap = g_ascii_strtoull(*pattern + 1, &end, 10);
		*pattern = end + strspn(end, " ");
	}
	return (guint)gap;
}

struct chains {
	guint16 start[SENTENCE_WORDS]; /* 1 + where the chain that ends here begins; 0: none */
};

static void begin_chains(const struct folded *folded, const GArray *words, const char *element,
			 guint from, struct chains *chains)
{
	memset(chains, 0, words->len * sizeof chains->start[0]);
	for (guint i = from; i < words->len; i++) {
		const struct word *word = &g_array_index(words, struct word, i);
		if (is_element(folded->text + word->from, word->to - word->from, element))
			chains->start[i] = (guint16)(i + 1);
	}
}

static void continue_chains(const struct folded *folded, const GArray *words,
			    const char *element, guint gap, const struct chains *before,
			    struct chains *after)
{
	guint last = G_MAXUINT;

	memset(after, 0, words->len * sizeof after->start[0]);
	for (guint i = 0; i < words->len; i++) {
		const struct word *word = &g_array_index(words, struct word, i);
		if (last != G_MAXUINT && i - last - 1 <= gap &&
		    is_element(folded->text + word->from, word->to - word->from, element))
			after->start[i] = before->start[last];
		if (before->start[i] != 0)
			last = i;
	}
}

static bool match_one(const struct folded *folded, const GArray *words, const char *pattern,
		      guint from, struct word_span *span)
{
	struct chains chains[2];
	guint turn = 0;

	begin_chains(folded, words, pattern, from, &chains[0]);
	for (pattern += strcspn(pattern, " "); *pattern; pattern += strcspn(pattern, " ")) {
		guint gap;
		pattern += strspn(pattern, " ");
		gap = read_gap(&pattern);
		continue_chains(folded, words, pattern, gap, &chains[turn], &chains[!turn]);
		turn = !turn;
	}
	for (guint i = from; i < words->len; i++)
		if (chains[turn].start[i] != 0) {
			if (span)
				*span = (struct word_span){chains[turn].start[i] - 1u, i + 1};
			return true;
		}
	return false;
}

/* The first in the text of what the patterns between strokes match. */
static bool match(const struct folded *folded, const GArray *words, const char *patterns,
		  guint from, struct word_span *span)
{
	struct word_span first, one;
	g_auto(GStrv) pieces = NULL;
	bool found = false;

	if (!strchr(patterns, '/'))
		return match_one(folded, words, patterns, from, span);
	pieces = g_strsplit(patterns, " / ", -1);
	for (guint i = 0; pieces[i]; i++)
		if (match_one(folded, words, pieces[i], from, &one) &&
		    (!found || one.from < first.from)) {
			first = one;
			found = true;
		}
	if (found && span)
		*span = first;
	return found;
}

bool sentence_match(const struct sentence *sentence, const char *pattern, guint from,
		    struct word_span *span)
{
	return match(&sentence->folded, sentence->words, pattern, from, span);
}

bool sentence_has(const struct sentence *sentence, const char *pattern)
{
	return sentence_match(sentence, pattern, 0, NULL);
}

bool text_has(const char *text, const char *pattern)
{
	g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(struct word));
	struct folded folded = {0};
	bool has;

	folded_make(text, strlen(text), &folded);
	split_words(&folded, words);
	has = match(&folded, words, pattern, 0, NULL);
	folded_clear(&folded);
	return has;
}

bool sentence_word_is(const struct sentence *sentence, guint word, const char *alternatives)
{
	const struct word *one;

	if (word >= sentence->words->len)
		return false;
	one = &g_array_index(sentence->words, struct word, word);
	return is_element(sentence->folded.text + one->from, one->to - one->from, alternatives);
}

guint sentence_word_at(const struct sentence *sentence, gsize byte)
{
	guint i = 0;

	while (i < sentence->words->len &&
	       g_array_index(sentence->words, struct word, i).to <= byte)
		i++;
	return i;
}

void sentence_quote(const struct sentence *sentence, struct contract_quote *quote)
{
	const struct text_span *span = &sentence->span;

	quote->paragraph = sentence->paragraph + 1;
	quote->page = sentence->source->page;
	quote->clause = outline_clause(sentence->outline, sentence->paragraph);
	quote->text = g_strndup(sentence->source->text + span->from, span->to - span->from);
}

/* ---- the walk ---- */

static void read_sentence(struct sentence *sentence, struct text_span span)
{
	sentence->span = span;
	folded_make(sentence->source->text + span.from, span.to - span.from, &sentence->folded);
	split_words(&sentence->folded, sentence->words);
	g_array_set_size(sentence->quantities, 0);
	quantities_find(sentence->folded.text, sentence->folded.length, sentence->language,
			sentence->quantities);
}

/* Cells of a row belong together: "Availability | 99.9 % | monthly". */
static void find_spans(const char *text, GArray *spans)
{
	struct text_span whole = {0, MIN(strlen(text), SENTENCE_LONGEST)};

	g_array_set_size(spans, 0);
	if (!strstr(text, " | ")) {
		sentences_find(text, strlen(text), spans);
		return;
	}
	while (whole.to > 0 && !g_utf8_validate_len(text, whole.to, NULL))
		whole.to--;
	g_array_append_val(spans, whole);
}

void sentences_walk(const struct document_paragraph *paragraphs, guint count,
		    const char *language, const struct outline *outline,
		    void (*each)(const struct sentence *sentence, void *data), void *data)
{
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	struct sentence sentence = {.outline = outline, .language = language};

	sentence.words = g_array_new(FALSE, FALSE, sizeof(struct word));
	sentence.quantities = g_array_new(FALSE, TRUE, sizeof(struct quantity));
	for (guint i = 0; i < count; i++) {
		sentence.paragraph = i;
		sentence.source = &paragraphs[i];
		sentence.place = outline_at(outline, i);
		find_spans(paragraphs[i].text, spans);
		for (guint j = 0; j < spans->len; j++) {
			sentence.in_paragraph = j;
			read_sentence(&sentence, g_array_index(spans, struct text_span, j));
			each(&sentence, data);
		}
	}
	folded_clear(&sentence.folded);
	g_array_unref(sentence.words);
	g_array_unref(sentence.quantities);
}
