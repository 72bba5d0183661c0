/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of a PDF that are pictures, recognised one by one: pdftoppm draws a page, tesseract
 * (French and English) reads it. Both run as limited children. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `text` is the file that pdftotext made of `pdf`; pages on which it found next to nothing get
 * what importers/document_scan.h describes. Untouched when there is no such page. `folder` is
 * the spool's, `room` the bytes that may be written there. False when the file cannot be
 * rewritten; a page that cannot be read is marked. */
bool scanned_fill(const char *pdf, const char *text, const char *folder, guint64 room,
		  GError **error);
