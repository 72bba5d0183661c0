/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text is the set of the stems of its words, once as French and once as English. A cue is
 * looked up by its first word and holds when its other words are there too. */
#include <string.h>

#include "language/activities.h"
#include "language/features-internal.h"
#include "text/folded.h"

#define WORDS_OF_CUE  6u
#define WORDS_OF_TEXT 64u /* what follows so many tells nothing more */
#define WORD_LEAST    1u  /* "c" tells nothing, yet "hyper v" is a name */

struct cue_words {
	guint activity;
	enum activity_language language;
	guint n, letters;
	guint32 stems[WORDS_OF_CUE];
};

struct activity_reader {
	struct stems *stems[ACTIVITY_LANGUAGES]; /* one each: their memory is by word */
	GArray *cues;                            /* struct cue_words */
	GHashTable *first[ACTIVITY_LANGUAGES];   /* stem: GArray of numbers of cues (guint) */
	struct folded folded;
	guint32 words[ACTIVITY_LANGUAGES][WORDS_OF_TEXT];
	guint n;
};

static const char *const codes[ACTIVITY_LANGUAGES] = {"en", "fr"};

static gsize word_length(const char *at)
{
	gsize length = 0;

	while (g_ascii_isalnum(at[length]))
		length++;
	return length;
}

static guint32 stem_in(const struct activity_reader *reader, enum activity_language language,
		       const char *word, gsize length)
{
	return stem_hash(reader->stems[language], word, length, word_hash(word, length),
			 codes[language]);
}

/* ---- the cues ---- */

static void hold(struct activity_reader *reader, const struct cue_words *cue)
{
	GHashTable *first = reader->first[cue->language];
	GArray *numbers = g_hash_table_lookup(first, GUINT_TO_POINTER(cue->stems[0]));
	guint number = reader->cues->len;

	if (numbers == NULL) {
		numbers = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(first, GUINT_TO_POINTER(cue->stems[0]), numbers);
	}
	g_array_append_val(numbers, number);
	g_array_append_val(reader->cues, *cue);
}

static void add_cue(struct activity_reader *reader, guint activity,
		    enum activity_language language, const char *text)
{
	struct cue_words cue = {.activity = activity, .language = language};

	for (const char *at = text; *at != '\0';) {
		gsize length = word_length(at);
		if (length > 0) {
			g_assert(cue.n < WORDS_OF_CUE);
			cue.stems[cue.n++] = stem_in(reader, language, at, length);
			cue.letters += (guint)length;
		}
		at += MAX(length, 1);
	}
	g_assert(cue.n > 0);
	hold(reader, &cue);
}

static void add_cues(struct activity_reader *reader, guint number)
{
	for (guint i = 0; i < ACTIVITY_LANGUAGES; i++) {
		g_auto(GStrv) cues = g_strsplit(activity_at(number)->cues[i], ",", -1);
		for (guint k = 0; cues[k] != NULL; k++)
			add_cue(reader, number, i, cues[k]);
	}
}

struct activity_reader *activity_reader_new(void)
{
	struct activity_reader *reader = g_new0(struct activity_reader, 1);

	reader->cues = g_array_new(FALSE, FALSE, sizeof(struct cue_words));
	for (guint i = 0; i < ACTIVITY_LANGUAGES; i++) {
		reader->stems[i] = stems_new();
		reader->first[i] =
			g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	}
	for (guint i = 1; i <= activities_count(); i++)
		add_cues(reader, i);
	return reader;
}

void activity_reader_free(struct activity_reader *reader)
{
	if (reader == NULL)
		return;
	for (guint i = 0; i < ACTIVITY_LANGUAGES; i++) {
		stems_free(reader->stems[i]);
		g_hash_table_unref(reader->first[i]);
	}
	g_array_unref(reader->cues);
	folded_clear(&reader->folded);
	g_free(reader);
}

/* ---- a text ---- */

static void read_words(struct activity_reader *reader, const char *text, gsize length)
{
	folded_make(text, length, &reader->folded);
	reader->n = 0;
	for (const char *at = reader->folded.text; *at != '\0' && reader->n < WORDS_OF_TEXT;) {
		gsize letters = word_length(at);
		if (letters >= WORD_LEAST) {
			for (guint i = 0; i < ACTIVITY_LANGUAGES; i++)
				reader->words[i][reader->n] = stem_in(reader, i, at, letters);
			reader->n++;
		}
		at += MAX(letters, 1);
	}
}

static bool holds(const struct activity_reader *reader, const struct cue_words *cue)
{
	for (guint i = 1; i < cue->n; i++) {
		guint k = 0;
		while (k < reader->n && reader->words[cue->language][k] != cue->stems[i])
			k++;
		if (k == reader->n)
			return false;
	}
	return true;
}

static bool tells_more(const struct cue_words *cue, const struct cue_words *best)
{
	if (best == NULL || cue->n != best->n)
		return best == NULL || cue->n > best->n;
	if (cue->letters != best->letters)
		return cue->letters > best->letters;
	return cue->activity < best->activity;
}

guint activity_reader_read(struct activity_reader *reader, const char *text, gsize length)
{
	const struct cue_words *best = NULL;

	read_words(reader, text, length);
	for (guint i = 0; i < ACTIVITY_LANGUAGES; i++)
		for (guint k = 0; k < reader->n; k++) {
			const GArray *numbers = g_hash_table_lookup(
				reader->first[i], GUINT_TO_POINTER(reader->words[i][k]));
			for (guint c = 0; numbers != NULL && c < numbers->len; c++) {
				const struct cue_words *cue =
					&g_array_index(reader->cues, struct cue_words,
						       g_array_index(numbers, guint, c));
				if (holds(reader, cue) && tells_more(cue, best))
					best = cue;
			}
		}
	return best != NULL ? best->activity : ACTIVITY_NONE;
}
