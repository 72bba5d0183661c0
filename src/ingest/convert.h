/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What other programs turn into files that importers read: an Outlook store into mailboxes
 * (readpst), a PDF into text (pdftotext, and tesseract for scanned pages). */
#pragma once

#include "ingest/discover.h"

/* Runs the program of the file's importer. A container gets its trouble or gives new
 * struct discovered_file to `members`; another file gets its trouble or its read_path. */
void convert_file(struct discovered_file *file, struct spool *spool, GPtrArray *members);
