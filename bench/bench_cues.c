/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How fast cues are found, and how far they can be trusted: bench_cues SENTENCES.tsv... (id,
 * language, side, label, tags, text). A file and a language a line: sentences, megabytes of
 * text a second folding included, sentences that the vote calls defensive with the share that
 * is labelled so (precision) and the share of defensive sentences among them (recall); the same
 * for the supportive side. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "language/cues.h"

enum column { COLUMN_LANGUAGE = 1, COLUMN_LABEL = 3, COLUMN_TEXT = 5, COLUMN_COUNT };

#define ROUNDS 200

struct side {
	guint flagged, right, labelled;
};

static void count(struct side *side, bool flagged, bool labelled)
{
	side->flagged += flagged;
	side->labelled += labelled;
	side->right += flagged && labelled;
}

struct reader {
	struct cue_scanner *scanner;
	struct folded folded;
	GArray *cues;
};

static void read_text(struct reader *reader, const char *text, const char *language)
{
	g_array_set_size(reader->cues, 0);
	folded_make(text, strlen(text), &reader->folded);
	cue_scan(reader->scanner, &reader->folded, language, reader->cues);
}

static GPtrArray *rows_of(char **lines, const char *language)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

	for (guint i = 0; lines[i] != NULL; i++) {
		char **cells = g_strsplit(lines[i], "\t", COLUMN_COUNT);

		if (g_strv_length(cells) == COLUMN_COUNT &&
		    g_str_equal(cells[COLUMN_LANGUAGE], language))
			g_ptr_array_add(rows, cells);
		else
			g_strfreev(cells);
	}
	return rows;
}

static double megabytes_a_second(struct reader *reader, const GPtrArray *rows,
				 const char *language)
{
	clock_t began = clock();
	gsize bytes = 0;

	for (guint round = 0; round < ROUNDS; round++)
		for (guint i = 0; i < rows->len; i++) {
			const char *text = ((char **)g_ptr_array_index(rows, i))[COLUMN_TEXT];

			read_text(reader, text, language);
			bytes += strlen(text);
		}
	return (double)bytes / 1e6 / ((double)(clock() - began) / CLOCKS_PER_SEC);
}

static void print_side(const char *name, const struct side *side)
{
	printf(", %s: %u flagged, precision %.2f, recall %.2f", name, side->flagged,
	       (double)side->right / MAX(side->flagged, 1),
	       (double)side->right / MAX(side->labelled, 1));
}

static void bench_language(struct reader *reader, const char *path, char **lines,
			   const char *language)
{
	g_autoptr(GPtrArray) rows = rows_of(lines, language);
	struct side defensive = {0}, supportive = {0};

	for (guint i = 0; i < rows->len; i++) {
		char **row = g_ptr_array_index(rows, i);
		struct cue_vote vote;

		read_text(reader, row[COLUMN_TEXT], language);
		vote = cue_vote((const struct cue *)(const void *)reader->cues->data,
				reader->cues->len);
		count(&defensive, vote.defensive > vote.supportive,
		      g_str_equal(row[COLUMN_LABEL], "defensive"));
		count(&supportive, vote.supportive > vote.defensive,
		      g_str_equal(row[COLUMN_LABEL], "solution"));
	}
	if (rows->len == 0)
		return;
	printf("%s %s: %u sentences, %.1f MB/s", path, language, rows->len,
	       megabytes_a_second(reader, rows, language));
	print_side("defensive", &defensive);
	print_side("supportive", &supportive);
	printf("\n");
}

static bool bench_file(struct reader *reader, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, error))
		return false;
	lines = g_strsplit(text, "\n", -1);
	bench_language(reader, path, lines, "fr");
	bench_language(reader, path, lines, "en");
	return true;
}

int main(int argc, char **argv)
{
	struct reader reader = {.scanner = cue_scanner_new()};
	g_autoptr(GError) error = NULL;
	int status = 0;

	reader.cues = g_array_new(FALSE, FALSE, sizeof(struct cue));
	for (int i = 1; i < argc && status == 0; i++)
		if (!bench_file(&reader, argv[i], &error)) {
			fprintf(stderr, "%s\n", error->message);
			status = 1;
		}
	g_array_unref(reader.cues);
	folded_clear(&reader.folded);
	cue_scanner_free(reader.scanner);
	return status;
}
