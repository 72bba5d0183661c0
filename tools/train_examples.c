/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Labelled sentences: id, lang, side, label, tags, text; read as the program reads a text, so
 * that what was quoted or signed is not learnt. */
#include <string.h>

#include "base/error.h"
#include "language/passage.h"
#include "tools/train_language.h"

enum {
	COLUMN_ID,
	COLUMN_LANGUAGE,
	COLUMN_SIDE,
	COLUMN_LABEL,
	COLUMN_TAGS,
	COLUMN_TEXT,
	COLUMNS
};

struct reading {
	const struct feature_space *space;
	struct feature_reader *reader;
	struct cue_scanner *scanner;
	GArray *cues;     /* struct cue, of one text */
	GArray *examples; /* struct example */
};

static bool find_stance(const char *label, enum stance *stance)
{
	static const char *const labels[STANCE_COUNT] = {"neutral", "defensive", "solution"};

	for (guint i = 0; i < STANCE_COUNT; i++)
		if (strcmp(label, labels[i]) == 0) {
			*stance = i;
			return true;
		}
	return false;
}

static enum text_language language_named(const char *name)
{
	return strcmp(name, "fr") == 0 ? LANGUAGE_FRENCH : LANGUAGE_ENGLISH;
}

static void keep_features(const struct features *features, struct example *example)
{
	memcpy(example->start, features->start, sizeof features->start);
	memcpy(example->vector, features->vector, sizeof features->vector);
	example->rows = g_memdup2(features->rows,
				  features->start[BLOCK_COUNT] * sizeof features->rows[0]);
}

static struct cue_vote vote_on(struct reading *reading, const char *own, const char *language)
{
	struct folded folded = {0};

	g_array_set_size(reading->cues, 0);
	folded_make(own, strlen(own), &folded);
	cue_scan(reading->scanner, &folded, language, reading->cues);
	folded_clear(&folded);
	return cue_vote((const struct cue *)(const void *)reading->cues->data,
			reading->cues->len);
}

static bool add_row(struct reading *reading, char *const *cells, guint hand)
{
	struct example example = {.hand = hand,
				  .language = language_named(cells[COLUMN_LANGUAGE])};
	g_autofree char *text = passage_with_line_ends(cells[COLUMN_TEXT]);
	g_autofree char *own = passage_own_text(text);
	struct text_span whole = {0, strlen(own)};

	if (!find_stance(cells[COLUMN_LABEL], &example.stance))
		return false;
	example.empty = *own == '\0';
	example.vote = vote_on(reading, own, cells[COLUMN_LANGUAGE]);
	example.id = g_strdup(cells[COLUMN_ID]);
	example.tags = g_strdup(cells[COLUMN_TAGS]);
	keep_features(features_read(reading->space, reading->reader, own, whole,
				    cells[COLUMN_LANGUAGE]),
		      &example);
	g_array_append_val(reading->examples, example);
	return true;
}

static bool read_file(struct reading *reading, const char *path, guint hand, GError **error)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, error))
		return false;
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], "\t", COLUMNS);

		if (g_strv_length(cells) == COLUMNS && add_row(reading, cells, hand))
			continue;
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: line %u is no labelled sentence", path, i + 1);
		return false;
	}
	return true;
}

static bool read_hand(struct reading *reading, const char *joined, guint hand, GError **error)
{
	g_auto(GStrv) paths = g_strsplit(joined, ",", -1);

	for (guint i = 0; paths[i] != NULL; i++)
		if (!read_file(reading, paths[i], hand, error))
			return false;
	return true;
}

static char *hand_name(const char *joined)
{
	g_auto(GStrv) paths = g_strsplit(joined, ",", -1);

	for (guint i = 0; paths[i] != NULL; i++) {
		char *base = g_path_get_basename(paths[i]);

		g_free(paths[i]);
		paths[i] = base;
	}
	return g_strjoinv(", ", paths);
}

static void add_background(struct reading *reading, const char *line)
{
	g_auto(GStrv) cells = g_strsplit(line, "\t", 2);
	struct example example = {.background = true, .hand = HANDS_MOST};
	struct text_span whole;

	if (g_strv_length(cells) != 2)
		return;
	example.language = language_named(cells[0]);
	whole = (struct text_span){0, strlen(cells[1])};
	keep_features(features_read(reading->space, reading->reader, cells[1], whole, cells[0]),
		      &example);
	g_array_append_val(reading->examples, example);
}

static bool read_background(struct reading *reading, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (path == NULL)
		return true;
	if (!g_file_get_contents(path, &text, NULL, error))
		return false;
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		add_background(reading, lines[i]);
	return true;
}

struct examples *examples_read(const struct feature_space *space, char *const *files,
			       const char *background, GError **error)
{
	struct reading reading = {.space = space,
				  .reader = feature_reader_new(),
				  .scanner = cue_scanner_new(),
				  .cues = g_array_new(FALSE, FALSE, sizeof(struct cue)),
				  .examples =
					  g_array_new(FALSE, FALSE, sizeof(struct example))};
	struct examples *examples = g_new0(struct examples, 1);
	bool read = true;

	for (guint i = 0; files[i] != NULL && i < HANDS_MOST && read; i++) {
		read = read_hand(&reading, files[i], i, error);
		examples->names[examples->hands++] = hand_name(files[i]);
	}
	read = read && read_background(&reading, background, error);
	feature_reader_free(reading.reader);
	cue_scanner_free(reading.scanner);
	g_array_unref(reading.cues);
	examples->count = reading.examples->len;
	examples->at = (struct example *)(void *)g_array_free(reading.examples, FALSE);
	if (read)
		return examples;
	examples_free(examples);
	return NULL;
}

void examples_free(struct examples *examples)
{
	for (guint i = 0; i < examples->count; i++) {
		g_free(examples->at[i].id);
		g_free(examples->at[i].tags);
		g_free(examples->at[i].rows);
	}
	for (guint i = 0; i < examples->hands; i++)
		g_free(examples->names[i]);
	g_free(examples->at);
	g_free(examples);
}
