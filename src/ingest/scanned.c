/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A page is drawn with its long side at 3,508 pixels: an A4 sheet at the 300 dots per inch for
 * which tesseract's models were made, a poster in bounded memory. */
#include "ingest/scanned.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/document_scan.h"
#include "ingest/child.h"

#define LONG_SIDE    "3508"
#define LANGUAGES    "fra+eng"
#define CHILD_MEMORY (2048ull << 20)
#define PICTURE_MOST (64ull << 20)
#define PAGE_SECONDS 120u
#define TABLE_MOST   (8ull << 20)

struct scan {
	const char *pdf, *folder;
	guint64 room;
	bool able; /* both programs are there */
	guint recognised;
	GString *out;
};

/* ---- the programs ---- */

static bool run(const struct scan *scan, const char *const *arguments, guint64 most,
		GError **error)
{
	const struct child_job job = {
		.arguments = arguments,
		.folder = scan->folder,
		.limits = {CHILD_MEMORY, MIN(scan->room, most), PAGE_SECONDS},
		.patience = 2 * PAGE_SECONDS,
	};

	return child_run(&job, error);
}

/* Without the French model a French contract would be read wrong, and sure of it. */
static bool can_recognise(const struct scan *scan)
{
	g_autofree char *path = g_build_filename(scan->folder, "languages", NULL);
	const char *const arguments[] = {"tesseract", "--list-langs", NULL};
	const struct child_job job = {
		.arguments = arguments,
		.output = path,
		.folder = scan->folder,
		.limits = {CHILD_MEMORY, TABLE_MOST, PAGE_SECONDS},
		.patience = PAGE_SECONDS,
	};
	g_autofree char *languages = NULL;
	bool able = child_exists("pdftoppm") && child_exists("tesseract") &&
		    child_run(&job, NULL) && g_file_get_contents(path, &languages, NULL, NULL);

	g_unlink(path);
	return able && strstr(languages, "\nfra\n") && strstr(languages, "\neng\n");
}

/* ---- one page ---- */

static bool draw(const struct scan *scan, guint page, const char *prefix, GError **error)
{
	g_autofree char *number = g_strdup_printf("%u", page);
	const char *const arguments[] = {"pdftoppm",  "-f",      number,  "-l",   number,
					 "-scale-to", LONG_SIDE, "-gray", "-png", "-singlefile",
					 scan->pdf,   prefix,    NULL};

	return run(scan, arguments, PICTURE_MOST, error);
}

/* Caller owns; NULL when nothing could be recognised. */
static char *recognise(const struct scan *scan, guint page)
{
	g_autofree char *prefix = g_build_filename(scan->folder, "page", NULL);
	g_autofree char *picture = g_strconcat(prefix, ".png", NULL);
	g_autofree char *table = g_strconcat(prefix, ".tsv", NULL);
	const char *const arguments[] = {"tesseract", picture, prefix, "-l",
					 LANGUAGES,   "tsv",   NULL};
	g_autoptr(GError) error = NULL;
	char *words = NULL;

	if (draw(scan, page, prefix, &error) && run(scan, arguments, TABLE_MOST, &error))
		g_file_get_contents(table, &words, NULL, NULL);
	g_unlink(picture);
	g_unlink(table);
	return words;
}

/* Nothing that a program writes may end its page or be taken for a mark. */
static void add_words(struct scan *scan, char *words)
{
	g_strdelimit(words, "\f\x1e", ' ');
	g_string_append_c(scan->out, SCAN_MARK);
	g_string_append(scan->out, SCAN_WORDS);
	g_string_append(scan->out, words);
}

static void add_mark(struct scan *scan, const char *mark)
{
	g_string_append_c(scan->out, SCAN_MARK);
	g_string_append(scan->out, mark);
}

static void add_recognised(struct scan *scan, guint page)
{
	g_autofree char *words = NULL;

	if (!scan->able || scan->recognised == SCAN_PAGES) {
		add_mark(scan, scan->able ? SCAN_MOST : SCAN_MISSING);
		return;
	}
	scan->recognised++;
	words = recognise(scan, page);
	if (words)
		add_words(scan, words);
	else
		add_mark(scan, SCAN_FAILED);
}

/* ---- all pages ---- */

static gsize letters_of(const char *page, gsize length)
{
	gsize letters = 0;

	for (gsize i = 0; i < length; i++)
		letters += !g_ascii_isspace(page[i]);
	return letters;
}

static void add_page(struct scan *scan, const char *page, gsize length, guint number)
{
	g_autofree char *own = g_strndup(page, length);

	g_string_append(scan->out, g_strdelimit(own, "\x1e", ' '));
	if (letters_of(page, length) < (scan->able ? SCAN_LETTERS : SCAN_EMPTY))
		add_recognised(scan, number);
}

/* pdftotext ends every page with a form feed: behind the last stands none. */
static void add_pages(struct scan *scan, const char *text)
{
	guint number = 1;

	for (const char *end; *text; text = end, number++) {
		end = text + strcspn(text, "\f");
		add_page(scan, text, (gsize)(end - text), number);
		if (*end == '\f') {
			g_string_append_c(scan->out, '\f');
			end++;
		}
	}
}

bool scanned_fill(const char *pdf, const char *text, const char *folder, guint64 room,
		  GError **error)
{
	struct scan scan = {pdf, folder, room, false, 0, NULL};
	g_autofree char *bytes = NULL;
	gsize length;
	bool done;

	if (!g_file_get_contents(text, &bytes, &length, error))
		return false;
	for (gsize i = 0; i < length; i++)
		bytes[i] = bytes[i] ? bytes[i] : ' ';
	scan.able = can_recognise(&scan);
	scan.out = g_string_new(NULL);
	add_pages(&scan, bytes);
	done = strcmp(scan.out->str, bytes) == 0 ||
	       g_file_set_contents(text, scan.out->str, (gssize)scan.out->len, error);
	g_string_free(scan.out, TRUE);
	return done;
}
