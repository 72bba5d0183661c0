/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text whose pages were partly pictures: behind what the PDF said of such a page stands a mark,
 * and behind that what a program recognised on it, in tesseract's table of words (TSV, as its
 * manual describes it), or a word why nothing was. The two sides of a conversion share this
 * header: ingest puts the marks, the importer reads them. */
#pragma once

#include "importers/document.h"

#define SCAN_MARK       '\x1e' /* "record separator": no text of a document has it */
#define SCAN_WORDS      "words\n"
#define SCAN_MISSING    "missing\n" /* the program is not installed */
#define SCAN_MOST       "most\n"    /* more pages than are recognised */
#define SCAN_FAILED     "failed\n"
#define SCAN_LETTERS    200u   /* bytes that are no space: a page with fewer may be a picture */
#define SCAN_EMPTY      20u    /* the same, where nothing can be recognised */
#define SCAN_PAGES      200u   /* of one document that are recognised */
#define SCAN_WORDS_MOST 20000u /* of one page */

/* Valid UTF-8 with the words in the place of the marks, lines and paragraphs as they were
 * recognised; *builder is told of each page. `text` is valid UTF-8. When pages are missing,
 * *trouble says which and the mend, else it is NULL. Caller owns both. */
char *scan_take(const char *text, struct document_builder *builder, char **trouble);
