/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A short text is one utterance to the model, which was trained on such; a longer one is read
 * in windows of whole sentences, and their probabilities are averaged by length, so that
 * neither one sentence nor sheer length decides. */
#include "language/passage.h"

#include <string.h>

#include "language/model-internal.h"
#include "text/own_text.h"

#define WINDOW_BYTES 400u /* a text no longer is read at once */

#define LINE_END_SIGN "\xE2\x8F\x8E" /* U+23CE */

char *passage_with_line_ends(const char *text)
{
	char *copy = g_strdup(text);

	for (char *at = copy; *at != '\0'; at++) {
		gsize length = g_str_has_prefix(at, LINE_END_SIGN) ? strlen(LINE_END_SIGN)
			       : g_str_has_prefix(at, "\\n")       ? 2
								   : 0;

		if (length == 0)
			continue;
		memset(at, ' ', length);
		at += length - 1;
		*at = '\n';
	}
	return copy;
}

/* Control characters as spaces: every byte keeps its place. Caller owns. */
static char *without_controls(const char *text)
{
	char *copy = g_strdup(text);

	for (char *at = copy; *at != '\0'; at++)
		if ((guchar)*at < ' ' && *at != '\n' && *at != '\t')
			*at = ' ';
	return copy;
}

static char *own_words(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *joined = NULL;
	gsize cut;
	char *own;

	for (guint i = 0; lines[i] != NULL; i++)
		g_strstrip(lines[i]);
	joined = g_strjoinv("\n", lines);
	own = own_text_extract(joined, strlen(joined), &cut);
	return own != NULL ? own : g_strdup("");
}

char *passage_own_text(const char *text)
{
	g_autofree char *clean = without_controls(text);

	return own_words(clean);
}

struct passage_reader {
	const struct language_model *model;
	struct cue_scanner *scanner;
	struct folded folded;
	GArray *sentences; /* struct text_span */
	GArray *cues;      /* struct cue */
	char **reasons;
};

struct passage_reader *passage_reader_new(const struct language_model *model)
{
	struct passage_reader *reader = g_new0(struct passage_reader, 1);

	reader->model = model;
	reader->scanner = cue_scanner_new();
	reader->sentences = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	reader->cues = g_array_new(FALSE, FALSE, sizeof(struct cue));
	return reader;
}

void passage_reader_free(struct passage_reader *reader)
{
	if (reader == NULL)
		return;
	cue_scanner_free(reader->scanner);
	folded_clear(&reader->folded);
	g_array_unref(reader->sentences);
	g_array_unref(reader->cues);
	g_strfreev(reader->reasons);
	g_free(reader);
}

/* ---- stance ---- */

static struct text_span sentence_at(const struct passage_reader *reader, guint i)
{
	return g_array_index(reader->sentences, struct text_span, i);
}

struct average {
	double sum[STANCE_COUNT];
	double length; /* bytes of the windows */
};

static void add_window(const struct passage_reader *reader, const char *own,
		       struct text_span window, const char *language, struct average *average)
{
	double length = (double)(window.to - window.from), p[STANCE_COUNT];

	language_model_score(reader->model, own, window, language, p);
	for (guint k = 0; k < STANCE_COUNT; k++)
		average->sum[k] += length * p[k];
	average->length += length;
}

static void add_windows(const struct passage_reader *reader, const char *own,
			const char *language, struct average *average)
{
	struct text_span window = sentence_at(reader, 0);

	for (guint i = 1; i < reader->sentences->len; i++) {
		struct text_span sentence = sentence_at(reader, i);

		if (sentence.to - window.from <= WINDOW_BYTES) {
			window.to = sentence.to;
			continue;
		}
		add_window(reader, own, window, language, average);
		window = sentence;
	}
	add_window(reader, own, window, language, average);
}

static void read_stance(struct passage_reader *reader, const char *own, struct passage *passage)
{
	struct average average = {0};

	add_windows(reader, own, passage->language, &average);
	for (guint k = 0; k < STANCE_COUNT; k++)
		passage->probability[k] = average.sum[k] / average.length;
}

/* Of the beginning, which of most texts is all. */
static void read_reasons(struct passage_reader *reader, const char *own,
			 struct passage *passage)
{
	struct text_span first = {0, MIN(strlen(own), SENTENCE_LONGEST)};

	g_strfreev(reader->reasons);
	reader->reasons = language_model_reasons(reader->model, own, first, passage->language,
						 passage->stance, PASSAGE_REASONS);
	passage->reasons = reader->reasons;
}

/* ---- where the own words stand ---- */

/* Lines of the text given and of its own part are walked together: the second are among the
 * first, in order. */
struct own_walk {
	const char *text, *at, *own;
};

static gsize line_length(const char *line)
{
	return strcspn(line, "\n");
}

/* Whether the own line is this one but for blanks around it; the last may have been cut. */
static bool is_own_line(const char *line, gsize length, const char *own, gsize own_length)
{
	static const char no_break[] = "\xC2\xA0";

	if (length < own_length || memcmp(line, own, own_length) != 0)
		return false;
	for (gsize i = own_length; i < length && own[own_length] != '\0'; i++)
		if (!g_ascii_isspace(line[i]) && strchr(no_break, line[i]) == NULL)
			return false;
	return true;
}

/* The next own line as bytes of the text; false when there are no more. */
static bool next_own_line(struct own_walk *walk, struct text_span *span)
{
	gsize own_length;

	walk->own += strspn(walk->own, "\n");
	own_length = line_length(walk->own);
	while (own_length > 0 && *walk->at != '\0') {
		const char *line = walk->at + strspn(walk->at, " \t");
		gsize length = line_length(line);
		bool own = is_own_line(line, length, walk->own, own_length);

		walk->at = line + length + (line[length] != '\0');
		if (!own)
			continue;
		span->from = (gsize)(line - walk->text);
		span->to = span->from + own_length;
		walk->own += own_length;
		return true;
	}
	return false;
}

/* ---- cues ---- */

static void scan_sentence(struct passage_reader *reader, const char *text,
			  struct text_span sentence, const char *language)
{
	guint first = reader->cues->len;

	folded_make(text + sentence.from, sentence.to - sentence.from, &reader->folded);
	cue_scan(reader->scanner, &reader->folded, language, reader->cues);
	for (guint i = first; i < reader->cues->len; i++) {
		g_array_index(reader->cues, struct cue, i).from += sentence.from;
		g_array_index(reader->cues, struct cue, i).to += sentence.from;
	}
}

static void scan_stretch(struct passage_reader *reader, const char *text,
			 struct text_span stretch, const char *language)
{
	g_array_set_size(reader->sentences, 0);
	sentences_find(text + stretch.from, stretch.to - stretch.from, reader->sentences);
	for (guint i = 0; i < reader->sentences->len; i++) {
		struct text_span sentence = sentence_at(reader, i);

		sentence.from += stretch.from;
		sentence.to += stretch.from;
		scan_sentence(reader, text, sentence, language);
	}
}

static bool only_blanks(const char *text, gsize from, gsize to)
{
	return from + strspn(text + from, " \t\n") >= to;
}

/* Own lines that follow one another are read together: a sentence may go on in the next. */
static void read_cues(struct passage_reader *reader, const char *text, const char *own,
		      const char *language)
{
	struct own_walk walk = {text, text, own};
	struct text_span line, stretch = {0, 0};

	while (next_own_line(&walk, &line)) {
		if (!only_blanks(text, stretch.to, line.from)) {
			scan_stretch(reader, text, stretch, language);
			stretch.from = line.from;
		}
		stretch.to = line.to;
	}
	scan_stretch(reader, text, stretch, language);
}

/* ---- all of it ---- */

static const char *language_of(const char *own, const char *asked)
{
	if (strcmp(asked, "fr") == 0)
		return "fr";
	if (strcmp(asked, "en") == 0)
		return "en";
	return own_text_language(own);
}

/* The folded text from the first sentence to the last; its sentences stay in `sentences`. */
static void fold_own(const char *own, GArray *sentences, struct folded *folded)
{
	gsize from, to;

	g_array_set_size(sentences, 0);
	sentences_find(own, strlen(own), sentences);
	if (sentences->len == 0)
		return;
	from = g_array_index(sentences, struct text_span, 0).from;
	to = g_array_index(sentences, struct text_span, sentences->len - 1).to;
	folded_make(own + from, to - from, folded);
}

char *passage_key(const char *text)
{
	g_autofree char *own = passage_own_text(text);
	g_autoptr(GArray) sentences = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	struct folded folded = {0};
	char *key;

	fold_own(own, sentences, &folded);
	key = g_strdup(sentences->len > 0 ? folded.text : "");
	folded_clear(&folded);
	return key;
}

static void read_given(struct passage *passage, enum stance label)
{
	passage->given = true;
	for (guint k = 0; k < STANCE_COUNT; k++)
		passage->probability[k] = k == label;
}

void passage_read(struct passage_reader *reader, const char *text, const char *language,
		  struct passage *passage)
{
	g_autofree char *clean = without_controls(text), *own = own_words(clean);
	enum stance label;

	*passage = (struct passage){.language = language_of(own, language),
				    .cues = reader->cues,
				    .probability = {[STANCE_NEUTRAL] = 1}};
	g_array_set_size(reader->cues, 0);
	fold_own(own, reader->sentences, &reader->folded);
	passage->empty = reader->sentences->len == 0;
	if (passage->empty)
		return;
	if (model_given(reader->model, &reader->folded, passage->language, &label))
		read_given(passage, label);
	else
		read_stance(reader, own, passage);
	read_cues(reader, clean, own, passage->language);
	cue_vote_cast(cue_vote((const struct cue *)(const void *)reader->cues->data,
			       reader->cues->len),
		      passage->probability);
	passage->stance = stance_label(passage->probability);
	read_reasons(reader, own, passage);
}
