/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A row of the table is a word: its block, paragraph and line, how sure its reading is (0 to
 * 100) and the word. The confidence of a page is the mean of its words', each weighing as much
 * as it has characters, so that specks read as punctuation do not count like words. */
#include "importers/document_scan.h"

#include <math.h>
#include <string.h>

#define COLUMNS      12u
#define PAGES_LISTED 12u

enum { COLUMN_LEVEL, COLUMN_BLOCK = 2, COLUMN_SURE = 10, COLUMN_WORD = 11 };
#define LEVEL_WORD "5"

/* What was recognised on a page. */
struct scanned_page {
	GString *text;
	double sure; /* sum over characters */
	glong letters, words;
	char at[64]; /* block, paragraph and line of the last word */
};

/* Why pages are missing, and which. */
struct missing_pages {
	const char *why;
	GString *list;
	guint n;
};

/* ---- the table of words ---- */

/* How many of two places' parts, block first, are the same. */
static bool same_paragraph(const char *a, const char *b)
{
	const char *end = strrchr(a, '\t');

	return end && strncmp(a, b, (gsize)(end - a) + 1) == 0;
}

static void begin_word(struct scanned_page *page, const char *at)
{
	if (page->words == 0)
		return;
	if (strcmp(page->at, at) == 0)
		g_string_append_c(page->text, ' ');
	else
		g_string_append(page->text, same_paragraph(page->at, at) ? "\n" : "\n\n");
}

/* "1er février" is read as "ler février" more often than not; no French word is "ler". */
static void mend_first(GString *text, const char *word)
{
	static const char *const months[] = {"janvier",   "février", "mars",     "avril",
					     "mai",       "juin",    "juillet",  "août",
					     "septembre", "octobre", "novembre", "décembre"};
	static const char *const misread[] = {" ler ", " Ier ", " ter "};

	for (gsize m = 0; m < G_N_ELEMENTS(months); m++) {
		if (!g_str_has_prefix(word, months[m]))
			continue;
		for (gsize i = 0; i < G_N_ELEMENTS(misread); i++)
			if (g_str_has_suffix(text->str, misread[i]))
				text->str[text->len - strlen(misread[i]) + 1] = '1';
	}
}

static void add_word(struct scanned_page *page, char *const *cells)
{
	double sure = g_ascii_strtod(cells[COLUMN_SURE], NULL);
	glong letters = g_utf8_strlen(cells[COLUMN_WORD], -1);
	char at[sizeof page->at];

	if (!(sure >= 0 && sure <= 100) || page->words >= SCAN_WORDS_MOST)
		return;
	g_snprintf(at, sizeof at, "%s\t%s\t%s", cells[COLUMN_BLOCK], cells[COLUMN_BLOCK + 1],
		   cells[COLUMN_BLOCK + 2]);
	begin_word(page, at);
	g_strlcpy(page->at, at, sizeof page->at);
	mend_first(page->text, cells[COLUMN_WORD]);
	g_string_append(page->text, cells[COLUMN_WORD]);
	page->sure += sure * (double)letters;
	page->letters += letters;
	page->words++;
}

static bool is_word(char *const *cells)
{
	char *word;

	if (g_strv_length((char **)cells) != COLUMNS ||
	    strcmp(cells[COLUMN_LEVEL], LEVEL_WORD) != 0)
		return false;
	word = g_strstrip(cells[COLUMN_WORD]);
	return *word != '\0';
}

static void read_words(struct scanned_page *page, const char *table, gsize length)
{
	const char *end = table + length;

	for (const char *next; table < end; table = next + 1) {
		g_autofree char *line = NULL;
		g_auto(GStrv) cells = NULL;
		next = memchr(table, '\n', (gsize)(end - table));
		if (!next)
			next = end;
		line = g_strndup(table, (gsize)(next - table));
		cells = g_strsplit(line, "\t", (gint)COLUMNS);
		if (is_word(cells))
			add_word(page, cells);
	}
}

/* ---- pages ---- */

static gsize letters_of(const char *text, gsize length)
{
	gsize n = 0;

	for (gsize i = 0; i < length; i++)
		n += !g_ascii_isspace(text[i]);
	return n;
}

/* What the PDF said itself stays where it says more. */
static void take_words(GString *out, const char *own, gsize own_length, const char *table,
		       gsize length, guint number, struct document_builder *builder)
{
	struct scanned_page page = {.text = g_string_new(NULL)};

	read_words(&page, table, length);
	if (letters_of(page.text->str, page.text->len) > letters_of(own, own_length)) {
		g_string_append_len(out, page.text->str, (gssize)page.text->len);
		document_add_scan(builder, number,
				  (guint)lround(page.sure / (double)page.letters),
				  (guint)page.words);
	} else {
		g_string_append_len(out, own, (gssize)own_length);
	}
	g_string_free(page.text, TRUE);
}

static void note_missing(struct missing_pages *missing, const char *mark, guint number)
{
	static const struct {
		const char *mark, *why;
	} reasons[] = {
		{SCAN_MISSING,
		 "hold next to no text; if they are scans, install tesseract-ocr, "
		 "tesseract-ocr-fra and poppler-utils and import again"},
		{SCAN_MOST,
		 "are pictures beyond the 200 that are recognised: give it in parts"},
		{SCAN_FAILED,
		 "could not be recognised: give a better scan, or a version with text"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++)
		if (g_str_has_prefix(mark, reasons[i].mark))
			missing->why = reasons[i].why;
	missing->n++;
	if (missing->n <= PAGES_LISTED)
		g_string_append_printf(missing->list, "%s%u", missing->n > 1 ? ", " : "",
				       number);
	else if (missing->n == PAGES_LISTED + 1)
		g_string_append(missing->list, "...");
}

static void take_page(GString *out, const char *page, gsize length, guint number,
		      struct document_builder *builder, struct missing_pages *missing)
{
	const char *mark = memchr(page, SCAN_MARK, length);
	gsize own = mark ? (gsize)(mark - page) : length;
	gsize skipped = own + 1 + strlen(SCAN_WORDS);

	if (mark && skipped <= length && g_str_has_prefix(mark + 1, SCAN_WORDS)) {
		take_words(out, page, own, page + skipped, length - skipped, number, builder);
		return;
	}
	g_string_append_len(out, page, (gssize)own);
	if (mark)
		note_missing(missing, mark + 1, number);
}

char *scan_take(const char *text, struct document_builder *builder, char **trouble)
{
	struct missing_pages missing = {NULL, g_string_new(NULL), 0};
	GString *out = g_string_new(NULL);
	guint number = 1;

	for (const char *end;; text = end + 1, number++) {
		end = text + strcspn(text, "\f");
		take_page(out, text, (gsize)(end - text), number, builder, &missing);
		if (*end == '\0')
			break;
		g_string_append_c(out, '\f');
	}
	*trouble = missing.n > 0 && missing.why
			   ? g_strdup_printf("pages %s %s", missing.list->str, missing.why)
			   : NULL;
	g_string_free(missing.list, TRUE);
	return g_string_free(out, FALSE);
}
